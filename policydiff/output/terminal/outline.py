"""The sections of a document as an outline, and why lines did or did not become headings."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.model import Decision, Document, DroppedKind, Section
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import (
    MIN_WIDTH,
    PROSE_WIDTH,
    Line,
    Lines,
    clip,
    hang,
    line_cells,
    wrap,
)
from policydiff.output.terminal.header import rule_line, snapshot_lines
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import Signs, signs

_DROPPED: dict[DroppedKind, str] = {
    "toc": "table of contents",
    "rule": "rule",
    "archive-note": "note of the archive",
    "front-matter": "front matter",
    "hidden": "hidden text",
    "navigation": "navigation",
    "copyright": "copyright notice",
    "title": "the title again",
}
_SIGNS_SHOWN = 4  # the heaviest signs settle it; the rest is in the JSON
_STYLE_CELLS = 8  # "markup"
_COUNT_CELLS = 13  # "1,234 clauses"


def render_sections(
    document: Document, *, width: int, explain: bool = False, ascii_only: bool = False
) -> Iterator[Lines]:
    """The outline of `document`: line, heading, style and number of clauses of each section.

    What was dropped follows; with `explain` also every decision about a heading.
    """
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    head = snapshot_lines(document.snapshot, width=width, signs=drawn)
    yield Lines((*head, ((drawn.rule * width, "quiet"),)))
    digits = len(str(max([s.line for s in document.sections] + [1])))
    lines: list[Line] = []
    if document.title_lines:
        lines += _title(document.title or "", document.title_lines[0], digits, width, drawn)
    for section in document.sections:
        lines += _section(section, digits, width, drawn)
    yield Lines((*lines, ()))
    if document.dropped:
        yield Lines(tuple(_dropped(document, width, drawn)))
    if explain and document.decisions:
        yield Lines(tuple(_decisions(document, width, drawn)))
    total = len(document.clauses)
    headed = sum(section.heading is not None for section in document.sections)
    text = f"{count(headed, 'heading')}, {count(total, 'clause')}"
    yield Lines((((text, ""),),))


def _title(text: str, line: int, digits: int, width: int, drawn: Signs) -> list[Line]:
    first: Line = ((f"{line:>{digits}}  ", "quiet"),)
    room = max(width - line_cells(first) - 7, 2)
    shown = clip(safe(text), room, drawn.ellipsis)
    gap = " " * (room + 2 - line_cells(((shown, ""),)))
    return [(*first, (shown, "title"), (f"{gap}title", "quiet"))]


def _section(section: Section, digits: int, width: int, drawn: Signs) -> list[Line]:
    depth = max(section.level - 1, 0)
    branch = "  " * (depth - 1) + f"{drawn.branch} " if depth else ""
    number = f"{safe(section.number)} " if section.number else ""
    if section.heading is None:
        heading, style = "(before the first heading)", "quiet"
    else:
        heading, style = safe(section.heading), "heading" if not depth else ""
    clauses = count(len(section.clauses), "clause") if section.clauses else "no clauses"
    right = f"{section.style:<{_STYLE_CELLS}}{clauses:>{_COUNT_CELLS}}"
    first: Line = ((f"{section.line:>{digits}}  ", "quiet"), (branch, "quiet"), (number, "note"))
    indent = line_cells(first)
    room = width - indent - len(right) - 2
    if room < 16:  # a narrow terminal: leave out the columns rather than break every heading
        return hang(wrap([(heading, style)], max(width - indent, 2)), first)
    lines = hang(wrap([(heading, style)], room), first)
    gap = " " * (width - line_cells(lines[0]) - len(right))
    return [(*lines[0], (gap + right, "quiet")), *lines[1:]]


def _dropped(document: Document, width: int, drawn: Signs) -> list[Line]:
    right: Line = ((count(len(document.dropped), "place"), "quiet"),)
    lines = rule_line((("Left out", "heading"),), right, width=width, signs=drawn)
    for dropped in document.dropped:
        where = f"{dropped.first_line}"
        if dropped.last_line > dropped.first_line:
            where += f"{drawn.dash}{dropped.last_line}"
        lines.append(((f"  {where:<12}", "quiet"), (_DROPPED[dropped.kind], "")))
    return [*lines, ()]


def _decisions(document: Document, width: int, drawn: Signs) -> list[Line]:
    headings = sum(decision.heading for decision in document.decisions)
    text = f"{headings} of {count(len(document.decisions), 'line')} taken as headings"
    right: Line = ((text, "quiet"),)
    lines = rule_line((("Decisions", "heading"),), right, width=width, signs=drawn)
    digits = len(str(max(decision.line for decision in document.decisions)))
    for decision in document.decisions:
        lines += _decision(decision, digits, width, drawn)
    return [*lines, ()]


def _decision(decision: Decision, digits: int, width: int, drawn: Signs) -> list[Line]:
    style = "added-sign" if decision.heading else "quiet"
    verdict = "heading" if decision.heading else "text"
    head: Line = (
        (f"{decision.line:>{digits}}  ", "quiet"),
        (f"{verdict:<8}", style),
        (f"{decision.score:>+6.1f}  ", "" if decision.heading else "quiet"),
    )
    indent = line_cells(head)
    text = clip(safe(decision.text), max(width - indent, 2), drawn.ellipsis)
    lines: list[Line] = [(*head, (text, "" if decision.heading else "quiet"))]
    weights = ", ".join(
        f"{weight:+.1f} {safe(sign)}" for sign, weight in decision.signs[:_SIGNS_SHOWN]
    )
    if weights:
        blanks = " " * min(indent, width // 3)
        lines += hang(wrap([(weights, "quiet")], width - len(blanks)), ((blanks, ""),))
    return lines
