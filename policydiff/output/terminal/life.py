"""One obligation's whole life: every event with the words before and after."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.model import History, Timeline
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import MIN_WIDTH, PROSE_WIDTH, Line, Lines, wrap
from policydiff.output.terminal.event_block import event_block
from policydiff.output.terminal.header import rule_line, source_name
from policydiff.output.terminal.phrases import interval, snapshot_date, statement
from policydiff.output.terminal.theme import signs


def render_life(
    timeline: Timeline,
    history: History,
    *,
    width: int,
    ascii_only: bool = False,
    marks: bool = False,
) -> Iterator[Lines]:
    """Who is bound to what now, or was; then its events, oldest first, with word diffs."""
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    latest = history.latest
    state = "in force" if history.present[-1] else "gone"
    right: Line = ((f"{latest.topic}, {state}", "quiet"),)
    head = rule_line(((history.id, "title"),), right, width=width, signs=drawn)
    yield Lines((*head, *wrap([(statement(latest, None, drawn), "")], width), ()))
    for event in history.events:
        snapshot = timeline.snapshots[event.snapshot]
        text = f"first snapshot, {snapshot_date(snapshot)}" if event.initial else interval(event)
        text += f" (ignored: {safe(event.ignored)})" if event.ignored else ""
        lines = rule_line(
            ((text[0].upper() + text[1:], "date"),), ((source_name(snapshot), "quiet"),),
            width=width, signs=drawn,
        )  # fmt: skip
        block = event_block(
            event, width=width, signs=drawn, marks=marks,
            with_impact=not event.initial and not event.ignored,
        )  # fmt: skip
        yield Lines((*lines, *block, ()))
