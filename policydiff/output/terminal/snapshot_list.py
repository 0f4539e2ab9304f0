"""The snapshots of a source: which date each has, why, and what else it might be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydiff.model import DateCandidate, Snapshot
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import MIN_WIDTH, PROSE_WIDTH, Line, Lines, hang, wrap
from policydiff.output.terminal.header import at_line, source_name
from policydiff.output.terminal.phrases import snapshot_date, snapshot_mark
from policydiff.output.terminal.places import at
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import Signs, signs

_DATE_CELLS = 13  # "2018-05-30?" and two blanks


def render_snapshots(
    snapshots: Sequence[Snapshot], *, width: int, ascii_only: bool = False
) -> Iterator[Lines]:
    """One block for each snapshot, in the order given: date, kind, origin, candidates, warnings."""
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    for snapshot in snapshots:
        yield Lines((*_snapshot(snapshot, width, drawn), ()))
    undated = sum(snapshot.date is None for snapshot in snapshots)
    doubtful = sum(snapshot.ambiguous for snapshot in snapshots)
    warned = sum(len(snapshot.warnings) for snapshot in snapshots)
    parts = [count(len(snapshots), "snapshot")]
    if undated:
        parts.append(f"{undated} without a date")
    if doubtful:
        parts.append(f"{doubtful} with an ambiguous date")
    if warned:
        parts.append(count(warned, "warning"))
    rule: Line = ((drawn.rule * width, "quiet"),)
    yield Lines((rule, *wrap([(", ".join(parts), "")], width)))


def _snapshot(snapshot: Snapshot, width: int, drawn: Signs) -> list[Line]:
    date = f"{snapshot_date(snapshot):<{_DATE_CELLS}}"
    blank: Line = ((" " * _DATE_CELLS, ""),)
    room = max(width - _DATE_CELLS, 2)
    name = safe(snapshot.title) if snapshot.title else "(no title)"
    lines = hang(wrap([(name, "" if snapshot.title else "quiet")], room), ((date, "date"),), blank)
    facts = [
        snapshot_mark(snapshot),
        source_name(snapshot),
        snapshot.format,
        safe(snapshot.encoding),
    ]
    if snapshot.series:
        facts.append(f"series {safe(snapshot.series)}")
    body = wrap([(f" {drawn.dot} ".join(fact for fact in facts if fact), "quiet")], room)
    candidates = sorted(snapshot.dates, key=lambda candidate: not candidate.chosen)
    for candidate in candidates:
        body += _candidate(candidate, room, drawn)
    for warning in snapshot.warnings:
        where = f" ({at(warning.line)})" if warning.line else ""
        text = f"{safe(warning.message)}{where} [{safe(warning.code)}]"
        body += hang(wrap([(text, "warning")], room - 2), (("! ", "warning"),))
    return lines + hang(body, blank, blank)


def _candidate(candidate: DateCandidate, width: int, drawn: Signs) -> list[Line]:
    sign, style = ("*", "") if candidate.chosen else (" ", "quiet")
    quote = f"{drawn.open_quote}{safe(candidate.text)}{drawn.close_quote}" if candidate.text else ""
    precision = "" if candidate.precision == "day" else f" ({candidate.precision} only)"
    text = f"{candidate.kind} {candidate.value}{precision}"
    if candidate.ambiguous:
        text += ", ambiguous"
    if quote:
        text += f": {quote}{at_line(candidate)}"
    if candidate.why:
        text += f" {drawn.dot} {safe(candidate.why)}"
    return hang(
        wrap([(text, "warning" if candidate.ambiguous else style)], width - 2), ((f"{sign} ", ""),)
    )
