"""Edit scripts as styled runs: the old words, the new words, or both as a redline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydiff.model import ClausePair, Op, Script
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import Run

_STYLES = {"=": "", "-": "removed-word", "+": "added-word"}
_MARKS = {"-": ("[-", "-]"), "+": ("{+", "+}")}


def old_runs(ops: Sequence[Op], *, marks: bool) -> list[Run]:
    """The old wording, with what was removed marked."""
    return _runs([op for op in _without_islands(ops) if op[0] != "+"], marks=marks)


def new_runs(ops: Sequence[Op], *, marks: bool) -> list[Run]:
    """The new wording, with what was added marked."""
    return _runs([op for op in _without_islands(ops) if op[0] != "-"], marks=marks)


def redline_runs(ops: Sequence[Op], *, marks: bool) -> list[Run]:
    """Both wordings in one text: removed words before the words that replace them."""
    return _runs(list(_without_islands(ops)), marks=marks)


def shown_ops(script: ClausePair | Script, *, new: bool = True) -> tuple[Op, ...]:
    """A script for one side, or for a redline: what says the same in other letters is unmarked."""
    kept = "+" if new else "-"
    shown: list[Op] = []
    for at, (sign, text) in enumerate(script.ops):
        if at not in script.renumbered and at not in script.respelled:
            shown.append((sign, text))
        elif sign == kept:
            shown.append(("=", text))
    return tuple(shown)


def is_mostly_equal(ops: Sequence[Op]) -> bool:
    """Whether a redline of `ops` can still be read; below it two separate texts serve better."""
    kept = sum(len(text) for sign, text in ops if sign == "=")
    removed = sum(len(text) for sign, text in ops if sign == "-")
    added = sum(len(text) for sign, text in ops if sign == "+")
    # At half, a reader still sees one sentence with changes; the gold pairs read worse below it.
    return 2 * kept >= kept + max(removed, added)


def _without_islands(ops: Sequence[Op]) -> Iterator[Op]:
    """`ops` with lone blanks between changes taken into them: "[-a b-]", not "[-a-] [-b-]".

    What it yields still spells the same texts, and never two removals or additions in a row.
    """
    removed = added = ""
    for index, (sign, text) in enumerate(ops):
        inside = 0 < index < len(ops) - 1
        if sign == "=" and not (inside and text.isspace() and (removed or added)):
            if removed:
                yield "-", removed
            if added:
                yield "+", added
            removed = added = ""
            yield "=", text
            continue
        if sign in "-=":
            removed += text
        if sign in "+=":
            added += text
    if removed:
        yield "-", removed
    if added:
        yield "+", added


def _runs(ops: Sequence[Op], *, marks: bool) -> list[Run]:
    runs: list[Run] = []
    last = "="
    for sign, raw in ops:
        text = safe(raw)
        if sign == "=":
            runs.append((text, ""))
            last = sign
            continue
        core = text.strip(" ")
        if not core:  # only spacing changed: nothing that a line wrap would not change too
            runs.append((text, ""))
            continue
        lead, trail = text[: text.index(core[0])], text[text.index(core[0]) + len(core) :]
        if last not in ("=", sign) and not lead and not runs[-1][0].endswith(" "):
            lead = " "  # "may" and "will" side by side, not "maywill"
        opening, closing = _MARKS[sign] if marks else ("", "")
        if lead:
            runs.append((lead, ""))
        runs.append((opening + core + closing, _STYLES[sign]))
        if trail:
            runs.append((trail, ""))
        last = sign
    return runs or [("", "")]
