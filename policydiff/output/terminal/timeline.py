"""A timeline on the screen, as a grid or as a dated list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from policydiff.model import History, Timeline
from policydiff.output.safe import safe
from policydiff.output.terminal.buckets import By
from policydiff.output.terminal.columns import MIN_WIDTH, PROSE_WIDTH, Line, Lines, hang, wrap
from policydiff.output.terminal.event_list import list_lines
from policydiff.output.terminal.grid import grid_lines, grid_width
from policydiff.output.terminal.header import rule_line
from policydiff.output.terminal.phrases import snapshot_date
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import Signs, signs

_LONG_SERIES = 12  # snapshots; past it, what never changed is in the way
_MANY = 120  # obligations, likewise
_ROWS_IF_FOLDED = 12  # of each topic


def render_timeline(
    timeline: Timeline,
    *,
    width: int,
    layout: Literal["grid", "list"] = "grid",
    ascii_only: bool = False,
    marks: bool = False,
    changed_only: bool | None = None,
    by: By | None = None,
    show_ignored: bool = False,
    fold: bool = True,
) -> Iterator[Lines]:
    """When each obligation appeared, changed or vanished, as blocks of lines within `width` cells.

    With `changed_only`, obligations that stand in the first snapshot and never change are left
    out, and counted; None does so for long series, and folds topics of many rows where `fold` allows.
    The grid shortens labels, and merges columns by `by`, or as finely as they fit; the list quotes in
    full. What was ignored is counted, and told one by one with `show_ignored`.
    """
    width = max(width, MIN_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    histories = timeline.histories
    long = len(timeline.snapshots) > _LONG_SERIES or len(histories) > _MANY
    if changed_only or (changed_only is None and long and len(timeline.snapshots) > 1):
        histories = tuple(history for history in histories if _changed(history))
    if layout == "grid":
        width = grid_width(timeline, width=width, by=by)
        rows = _ROWS_IF_FOLDED if fold and changed_only is None and len(histories) > _MANY else 0
        yield from grid_lines(timeline, histories, width=width, signs=drawn, by=by, most_rows=rows)
    else:
        width = min(width, PROSE_WIDTH)
        yield from list_lines(timeline, histories, width=width, signs=drawn, marks=marks)
    hidden = len(timeline.histories) - len(histories)
    yield Lines(tuple(_foot(timeline, hidden, width, drawn, show_ignored=show_ignored)))


def _changed(history: History) -> bool:
    return any(not event.initial for event in history.told)


def _foot(
    timeline: Timeline, hidden: int, width: int, drawn: Signs, *, show_ignored: bool
) -> list[Line]:
    lines: list[Line] = []
    if timeline.ignored:
        right: Line = ((count(len(timeline.ignored), "difference"), "quiet"),)
        lines += rule_line((("Ignored", "heading"),), right, width=width, signs=drawn)
        if show_ignored:
            for ignored in timeline.ignored:
                date = snapshot_date(timeline.snapshots[ignored.snapshot])
                text = f"{safe(ignored.rule)}, {date}: {safe(ignored.detail)}"
                lines += hang(wrap([(text, "quiet")], width - 4), (("  ", ""),), (("    ", ""),))
        else:
            rules = Counter(ignored.rule for ignored in timeline.ignored)
            told = ", ".join(f"{number} {safe(rule)}" for rule, number in sorted(rules.items()))
            lines += hang(
                wrap([(f"{told}; --show-ignored tells each", "quiet")], width - 2), (("  ", ""),)
            )
        lines.append(())
    total = len(timeline.histories)
    alive = sum(bool(history.present and history.present[-1]) for history in timeline.histories)
    changed = sum(_changed(history) for history in timeline.histories)
    text = (
        f"{count(total, 'obligation')} followed: {alive:,} in force in the last snapshot, "
        f"{total - alive:,} gone, {changed:,} changed on the way"
    )
    if hidden:
        text += f"; {hidden:,} that never changed are not shown (--all shows them)"
    return [*lines, ((drawn.rule * width, "quiet"),), *wrap([(text, "")], width)]
