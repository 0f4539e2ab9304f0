"""A timeline on the screen, as a grid or as a dated list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from policydiff.model import History, Timeline
from policydiff.output.terminal.columns import MIN_WIDTH, PROSE_WIDTH, Line, Lines, hang, wrap
from policydiff.output.terminal.event_list import list_lines
from policydiff.output.terminal.grid import grid_lines, grid_width
from policydiff.output.terminal.header import rule_line
from policydiff.output.terminal.phrases import snapshot_date
from policydiff.output.terminal.safe import safe
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import Signs, signs


def render_timeline(
    timeline: Timeline,
    *,
    width: int,
    layout: Literal["grid", "list"] = "grid",
    ascii_only: bool = False,
    marks: bool = False,
    changed_only: bool = False,
) -> Iterator[Lines]:
    """When each obligation appeared, changed or vanished, as blocks of lines within `width` cells.

    With `changed_only`, obligations that stand in the first snapshot and never change are left
    out, and counted. The grid shortens labels; the list quotes in full.
    """
    width = max(width, MIN_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    histories = timeline.histories
    if changed_only:
        histories = tuple(history for history in histories if _changed(history))
    if layout == "grid":
        width = grid_width(timeline, width=width)
        yield from grid_lines(timeline, histories, width=width, signs=drawn)
    else:
        width = min(width, PROSE_WIDTH)
        yield from list_lines(timeline, histories, width=width, signs=drawn, marks=marks)
    hidden = len(timeline.histories) - len(histories)
    yield Lines(tuple(_foot(timeline, hidden, width, drawn)))


def _changed(history: History) -> bool:
    return any(event.snapshot > 0 for event in history.events)


def _foot(timeline: Timeline, hidden: int, width: int, drawn: Signs) -> list[Line]:
    lines: list[Line] = []
    if timeline.ignored:
        right: Line = ((count(len(timeline.ignored), "difference"), "quiet"),)
        lines += rule_line((("Ignored", "heading"),), right, width=width, signs=drawn)
        for ignored in timeline.ignored:
            date = snapshot_date(timeline.snapshots[ignored.snapshot])
            text = f"{safe(ignored.rule)}, {date}: {safe(ignored.detail)}"
            lines += hang(wrap([(text, "quiet")], width - 4), (("  ", ""),), (("    ", ""),))
        lines.append(())
    total = len(timeline.histories)
    alive = sum(bool(history.present and history.present[-1]) for history in timeline.histories)
    changed = sum(_changed(history) for history in timeline.histories)
    text = (
        f"{count(total, 'obligation')} followed: {alive:,} in force in the last snapshot, "
        f"{total - alive:,} gone, {changed:,} changed on the way"
    )
    if hidden:
        text += f"; {hidden:,} that never changed are not shown"
    return [*lines, ((drawn.rule * width, "quiet"),), *wrap([(text, "")], width)]
