"""The obligations of one document, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from policydiff.model import Document, Obligation
from policydiff.output.safe import safe
from policydiff.output.sentences import WHO, modal, told
from policydiff.output.terminal.columns import (
    MIN_WIDTH,
    PROSE_WIDTH,
    Line,
    Lines,
    Run,
    hang,
    line_cells,
    wrap,
)
from policydiff.output.terminal.header import rule_line, snapshot_lines
from policydiff.output.terminal.places import at
from policydiff.output.terminal.theme import Signs, signs

_WHO_CELLS = 15  # "third parties" and two blanks
_MODAL_CELLS = 12


def render_obligations(
    document: Document,
    obligations: Sequence[Obligation],
    *,
    width: int,
    ascii_only: bool = False,
) -> Iterator[Lines]:
    """Who must, must not, may or does what, in document order under the section headings."""
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    head = snapshot_lines(document.snapshot, width=width, signs=drawn)
    yield Lines((*head, ((drawn.rule * width, "quiet"),)))
    by_section: dict[str, list[Obligation]] = {}
    for obligation in obligations:
        by_section.setdefault(obligation.section, []).append(obligation)
    digits = len(str(max([obligation.line for obligation in obligations] + [1])))
    for section in document.sections:
        group = by_section.pop(section.id, None)
        if not group:
            continue
        path = [safe(heading) for heading in section.path] or [safe(section.heading or "")]
        title = (
            f" {drawn.path} ".join(part for part in path if part) or "(before the first heading)"
        )
        if section.number:
            title = f"{safe(section.number)} {title}"
        right: Line = ((at(section.line), "quiet"),)
        lines = rule_line(((title, "heading"),), right, width=width, signs=drawn)
        for obligation in group:
            lines += _obligation(obligation, digits, width)
        yield Lines((*lines, ()))
    yield Lines(tuple(_summary(obligations, width, drawn)))


def _obligation(obligation: Obligation, digits: int, width: int) -> list[Line]:
    strength = "" if obligation.strength == "plain" else f" ({obligation.strength})"
    values = (f"{value.kind}: {safe(value.phrase)}" for value in obligation.values)
    people = [f"for {safe(obligation.audience)}"] if obligation.audience else []
    number: Run = (f"{obligation.line:>{digits}}  ", "quiet")
    who = WHO[obligation.bearer]
    if width >= 80:
        head: Line = (
            number,
            (f"{who:<{_WHO_CELLS}}", "quiet"),
            (f"{modal(obligation):<{_MODAL_CELLS}}", "date"),
        )
    else:
        head = (number, (f"{who} ", "quiet"), (f"{modal(obligation)} ", "date"))
    indent = line_cells(head) if width >= 80 else line_cells((number,)) + 2
    action: Line = (
        (safe(told(obligation)[0]), ""),
        (f"  [{', '.join([obligation.topic + strength, *people, *values])}]", "quiet"),
    )
    if width >= 80:
        lines = hang(wrap(action, width - indent), head)
    else:
        lines = hang(
            wrap([*head[1:], *action], width - digits - 4), (number,), ((" " * indent, ""),)
        )
    blank: Line = ((" " * indent, ""),)
    for word, parts in (
        ("condition", obligation.conditions),
        ("exception", obligation.exceptions),
    ):
        for part in parts:
            label = f"{word}: "
            wrapped = wrap([(safe(part), "")], max(width - indent - len(label), 8))
            lines += hang(wrapped, (*blank, (label, "note")), (*blank, (" " * len(label), "")))
    return lines


def _summary(obligations: Sequence[Obligation], width: int, drawn: Signs) -> list[Line]:
    modalities = Counter(obligation.modality for obligation in obligations)
    bearers = Counter(obligation.bearer for obligation in obligations)
    kinds = ", ".join(f"{number} {name}" for name, number in modalities.most_common())
    who = ", ".join(f"{number} {name}" for name, number in bearers.most_common())
    total = f"{len(obligations):,} obligation{'' if len(obligations) == 1 else 's'}"
    text = f"{total}: {kinds} {drawn.dot} bearers: {who}" if obligations else total
    return [((drawn.rule * width, "quiet"),), *wrap([(text, "")], width)]
