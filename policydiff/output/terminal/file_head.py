"""One line above the difference of one file among several, as `git diff` has it."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.output.safe import safe
from policydiff.output.terminal.columns import MIN_WIDTH, Line, Lines, hang, wrap


def render_file_head(
    *, old: str | None, new: str | None, notes: Sequence[str] = (), width: int
) -> Lines:
    """The names of both sides (None: the file is not there), and notes below."""
    width = max(width, MIN_WIDTH)
    lines = wrap([(f"policydiff {_names(old, new)}", "title")], width)
    for note in notes:
        lines += hang(wrap([(safe(note), "quiet")], width - 2), (("  ", ""),))
    blank: Line = ()
    return Lines((*lines, blank))


def _names(old: str | None, new: str | None) -> str:
    if old is None or new is None:
        return f"{safe(new or old or '')}, {'added' if old is None else 'deleted'}"
    if old == new:
        return safe(new)
    # "v1:terms.md" and "terms.md" are one file on two sides.
    same = old.rpartition(":")[2] == new.rpartition(":")[2]
    return f"{safe(old)} -> {safe(new)}{'' if same else ', renamed'}"
