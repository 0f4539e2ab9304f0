"""The timeline as a dated list: for each snapshot what happened since the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydiff.model import Event, History, Timeline
from policydiff.output.terminal.columns import Line, Lines
from policydiff.output.terminal.event_block import event_block, event_entry
from policydiff.output.terminal.grid import gravest_lines, legend_lines, timeline_title
from policydiff.output.terminal.header import rule_line, source_name
from policydiff.output.terminal.phrases import interval, snapshot_date
from policydiff.output.terminal.tally import count_events
from policydiff.output.terminal.theme import Signs
from policydiff.timeline.gravity import gravity


def list_lines(
    timeline: Timeline, histories: Sequence[History], *, width: int, signs: Signs, marks: bool
) -> Iterator[Lines]:
    """The events of `histories` under dated headings, oldest first, each event with its quotes."""
    events = [event for history in histories for event in history.told]
    title = timeline_title(timeline, width=width, signs=signs)
    gravest = gravest_lines(events, width=width, signs=signs)
    yield Lines((*title, (), *legend_lines(events, width=width, signs=signs), *gravest, ()))
    by_snapshot: dict[int, list[Event]] = {}
    for event in events:
        by_snapshot.setdefault(event.snapshot, []).append(event)
    first = next((event.snapshot for event in events if event.initial), -1)
    for index in sorted(by_snapshot):
        group = sorted(by_snapshot[index], key=_line if index == first else gravity)
        yield Lines(tuple(_heading(timeline, index, group, width, signs)))
        if index == first:
            entries = [event_entry(event, width=width, signs=signs) for event in group]
            yield Lines((*(line for entry in entries for line in entry), ()))
            continue
        for event in group:
            block = event_block(event, width=width, signs=signs, marks=marks, with_impact=True)
            yield Lines((*block, ()))


def _heading(
    timeline: Timeline, index: int, group: Sequence[Event], width: int, signs: Signs
) -> list[Line]:
    snapshot = timeline.snapshots[index]
    text = interval(group[0])
    if group[0].initial:
        text = f"First snapshot, {snapshot_date(snapshot)}"
    right: Line = ((", ".join(count_events(group)), "quiet"),)
    left: Line = ((text[0].upper() + text[1:], "date"),)
    lines = rule_line(left, right, width=width, signs=signs)
    return [*lines, ((source_name(snapshot), "quiet"),), ()]


def _line(event: Event) -> tuple[int, int, int]:
    # The first snapshot is read like the document itself.
    return (event.new.line if event.new else 0, 0, 0)
