"""What stands above the content: which snapshots, of which dates, and what is odd about them."""

from __future__ import annotations

from policydiff.model import DateCandidate, Snapshot
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import Line, Run, hang, line_cells, wrap
from policydiff.output.terminal.phrases import snapshot_date, snapshot_mark
from policydiff.output.terminal.places import at
from policydiff.output.terminal.theme import Signs


def snapshot_lines(
    snapshot: Snapshot, *, width: int, signs: Signs, title: bool = True
) -> list[Line]:
    """Date and kind, title, source, then ambiguity and warnings, each within `width` cells."""
    lines = wrap(date_runs(snapshot), width)
    if title and snapshot.title:
        lines += wrap([(safe(snapshot.title), "")], width)
    lines += wrap([(source_name(snapshot), "source")], width)
    return lines + caution_lines(snapshot, width=width, signs=signs)


def date_runs(snapshot: Snapshot) -> list[Run]:
    """Date, kind, and what is special about the snapshot; what is not committed has no day of its own."""
    mark = snapshot_mark(snapshot)
    if snapshot.uncommitted and snapshot.date_kind == "captured":
        return [(mark, "date")]
    head: list[Run] = [(snapshot_date(snapshot), "date")]
    rest = [part for part in (snapshot.date_kind, mark) if part]
    return [*head, (f"  {', '.join(rest)}", "quiet")] if rest else head


def caution_lines(snapshot: Snapshot, *, width: int, signs: Signs) -> list[Line]:
    """The second readings of an ambiguous date, and the warnings."""
    lines: list[Line] = []
    if snapshot.ambiguous:
        note = "the date has a second reading"
        others = sorted(
            {date.value for date in snapshot.dates if date.ambiguous and not date.chosen}
        )
        if others:
            note = f"may also be read as {' or '.join(others)}"
        spelt = next((date for date in snapshot.dates if date.chosen), None)
        if spelt is not None and spelt.text:
            note += f": {signs.open_quote}{safe(spelt.text)}{signs.close_quote}{at_line(spelt)}"
        lines += hang(wrap([(note, "warning")], width - 2), (("? ", "warning"),))
    for warning in snapshot.warnings:
        where = f" ({at(warning.line)})" if warning.line else ""
        text = f"{safe(warning.message)}{where} [{safe(warning.code)}]"
        lines += hang(wrap([(text, "warning")], width - 2), (("! ", "warning"),))
    return lines


def source_name(snapshot: Snapshot) -> str:
    """How the user names it, with the revision it comes from."""
    source = safe(snapshot.source)
    revision = safe(snapshot.revision or "")[:12]
    return f"{source} @ {revision}" if revision and revision not in source else source


def at_line(date: DateCandidate) -> str:
    """ ", line 3", or nothing where the date does not stand in the text."""
    return f", {at(date.line)}" if date.line else ""


def rule_line(left: Line, right: Line, *, width: int, signs: Signs) -> list[Line]:
    """`left`, a thin rule, and `right` at the far edge; `right` goes below where both do not fit."""
    gap = width - line_cells(left) - line_cells(right) - (2 if right else 1)
    if gap >= 2:
        fill = signs.rule * gap
        return [
            (*left, (f" {fill} ", "quiet"), *right) if right else (*left, (f" {fill}", "quiet"))
        ]
    lines = wrap(left, width)
    if not right:
        return lines
    gap = width - line_cells(right) - 1
    return (
        [*lines, ((signs.rule * gap + " ", "quiet"), *right)]
        if gap >= 2
        else lines + wrap(right, width)
    )
