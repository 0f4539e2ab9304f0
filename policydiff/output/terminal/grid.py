"""The timeline as a grid: obligations by topic as rows, snapshots as columns.

    Sharing ──────────────────────────────── 1  2  3  4  5
      we   must not  sell your data          ●──~─────⇄──○

A track runs while the obligation is in force; a sign on it says what happened at that snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from rich.cells import cell_len

from policydiff.model import Event, EventName, History, Impact, Timeline, Topic
from policydiff.output.safe import safe
from policydiff.output.sentences import modal, told
from policydiff.output.terminal.buckets import By, Column, Plan, plan_columns
from policydiff.output.terminal.columns import Line, Lines, Run, clip, hang, line_cells, wrap
from policydiff.output.terminal.event_block import event_line
from policydiff.output.terminal.header import caution_lines, rule_line
from policydiff.output.terminal.phrases import WHO_SHORT, span
from policydiff.output.terminal.tally import count, count_events
from policydiff.output.terminal.theme import IMPACT_WORDS, Signs
from policydiff.timeline.gravity import EVENT_ORDER, IMPACT_ORDER, gravity, since_first

_TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
_WIDEST_LABEL = 90
_ROWS_TO_A_HEAD = 16  # column heads come again before they scroll out of sight
_MOST_CAUTIONS = 8  # snapshots with warnings that are told one by one
_GRAVEST = 3  # events named at the top
_WHO_CELLS = 5
_MODAL_CELLS = 11  # "should not", "disclaimer"


def grid_lines(
    timeline: Timeline,
    histories: Sequence[History],
    *,
    width: int,
    signs: Signs,
    by: By | None = None,
    most_rows: int = 0,
) -> Iterator[Lines]:
    """The grid of `histories`, with its key and legend above, one block for each topic.

    Of a topic with more than `most_rows` (0: any number) the gravest are shown, the others counted.
    """
    plan = plan_columns(timeline.snapshots, width=width, by=by)
    label = width - plan.width
    yield Lines(tuple(_head(timeline, histories, plan, width, signs, by)))
    since_head = _ROWS_TO_A_HEAD
    for topic in _TOPICS:
        rows = [history for history in histories if history.latest.topic == topic]
        if not rows:
            continue
        total = len(rows)
        folded: list[History] = []
        if most_rows and total > most_rows:
            rows.sort(key=_weight)
            rows, folded = rows[:most_rows], rows[most_rows:]
        # By first appearance: the tracks then step down to the right, and time can be read off.
        rows.sort(key=_first_seen)
        with_columns = since_head >= _ROWS_TO_A_HEAD
        since_head = len(rows) + (0 if with_columns else since_head)
        lines = _topic_head(topic, total, plan, label, signs, with_columns=with_columns)
        lines += [_row(history, plan, label, signs) for history in rows]
        if folded:
            lines.append(_folded(topic, folded, width, signs))
        yield Lines((*lines, ()))


def _weight(history: History) -> tuple[int, ...]:
    """The weight of its gravest event since the first snapshot; those without any come last."""
    return min((gravity(event) for event in since_first(history.told)), default=(9,))


def _folded(topic: Topic, folded: Sequence[History], width: int, signs: Signs) -> Line:
    events = since_first(event for history in folded for event in history.told)
    tally = ", ".join(count_events(events)) or "none of them changed"
    text = f"  {signs.ellipsis} {len(folded):,} more: {tally}; --topic {topic} shows all"
    return ((clip(text, width, signs.ellipsis), "quiet"),)


def grid_width(timeline: Timeline, *, width: int, by: By | None = None) -> int:
    """The part of `width` that the grid uses: past it the tracks would stand far from the labels."""
    return min(width, plan_columns(timeline.snapshots, width=width, by=by).width + _WIDEST_LABEL)


def timeline_title(timeline: Timeline, *, width: int, signs: Signs) -> list[Line]:
    """The name of the series, and its snapshots from when to when."""
    names = [snapshot.title for snapshot in timeline.snapshots if snapshot.title]
    name = timeline.series or (names[-1] if names else "Timeline")
    right: Line = ((span(timeline), "quiet"),)
    lines = rule_line(((safe(name), "title"),), right, width=width, signs=signs)
    cautions = [
        caution_lines(snapshot, width=width - 4, signs=signs) for snapshot in timeline.snapshots
    ]
    if sum(map(bool, cautions)) > _MOST_CAUTIONS:
        return lines + _caution_tally(timeline, width=width)
    for index, caution in enumerate(cautions, 1):
        if caution:
            lines += hang(caution, ((f"{index:>2}  ", "quiet"),), (("    ", ""),))
    return lines


def _caution_tally(timeline: Timeline, *, width: int) -> list[Line]:
    """One line for each kind of warning: how many snapshots it is about, and the first of them."""
    found: dict[str, list[tuple[int, str]]] = {}
    for index, snapshot in enumerate(timeline.snapshots, 1):
        for warning in snapshot.warnings:
            found.setdefault(warning.code, []).append((index, warning.message))
    lines: list[Line] = []
    for code, places in sorted(found.items()):
        first, message = places[0]
        numbers = len({index for index, _ in places})
        text = f"{safe(code)}, {count(numbers, 'snapshot')}, first {first}: {safe(message)}"
        lines += hang(wrap([(text, "warning")], width - 2), (("! ", "warning"),))
    return [*lines, (("  `policydiff snapshots` tells each", "quiet"),)]


def legend_lines(
    events: Sequence[Event], *, width: int, signs: Signs, tracks: bool = False
) -> list[Line]:
    """Every sign with its name and how often it occurred since the first snapshot; how that weighs.

    With `tracks` also the signs between events, which only the grid has.
    """
    changes = since_first(events)
    by_name = {name: sum(event.event == name for event in changes) for name in EVENT_ORDER}
    order: tuple[EventName, ...] = (
        "appeared", "reworded", "strengthened", "weakened", "reversed", "moved", "vanished",
        "returned",
    )  # fmt: skip
    items: list[Line] = []
    for name in order:
        number = by_name[name]
        style = "" if number else "quiet"
        items.append(((f"{signs.events[name]} {name} {number:,}", style),))
    if tracks:
        items.append(((f"{signs.alive} in force", "quiet"),))
        items.append(((f"{signs.absent} absent", "quiet"),))
    by_impact: dict[Impact, int] = {
        impact: sum(event.impact == impact for event in changes) for impact in IMPACT_ORDER
    }
    weights: list[Line] = [
        (
            (
                f"{by_impact[impact]:,} {IMPACT_WORDS[impact]}",
                impact if by_impact[impact] else "quiet",
            ),
        )
        for impact in IMPACT_ORDER
    ]
    weights.insert(0, (("since the first snapshot:", "quiet"),))
    return flow(items, width=width) + flow(weights, width=width)


def gravest_lines(events: Sequence[Event], *, width: int, signs: Signs) -> list[Line]:
    """The gravest changes against the user, one line each, behind a blank line."""
    against = [event for event in since_first(events) if event.impact == "against-user"]
    if not against:
        return []
    shown = sorted(against, key=gravity)[:_GRAVEST]
    lines = [event_line(event, width=width, signs=signs, with_date=True) for event in shown]
    return [(), (("Gravest", "title"),), *lines]


def flow(items: Sequence[Line], *, width: int, gap: int = 3) -> list[Line]:
    """`items` one after another on as few lines as hold them whole."""
    lines: list[Line] = []
    current: Line = ()
    for item in items:
        if line_cells(item) > width:
            lines += [current, *wrap(item, width)] if current else wrap(item, width)
            current = ()
            continue
        if current and line_cells(current) + gap + line_cells(item) > width:
            lines.append(current)
            current = ()
        current = (*current, (" " * gap, ""), *item) if current else item
    return [*lines, current] if current else lines


def _head(
    timeline: Timeline,
    histories: Sequence[History],
    plan: Plan,
    width: int,
    signs: Signs,
    by: By | None,
) -> list[Line]:
    lines = [*timeline_title(timeline, width=width, signs=signs), ()]
    events = [event for history in histories for event in history.told]
    lines += legend_lines(events, width=width, signs=signs, tracks=True)
    lines += gravest_lines(events, width=width, signs=signs)
    lines.append(())
    if plan.merged_by:
        finer = f", as one for each {by} does not fit" if by and by != plan.merged_by else ""
        text = (
            f"Columns are merged by {plan.merged_by}{finer}; of several events an end shows, else"
        )
        text += " the gravest."
        lines += wrap([(text, "quiet")], width)
    if not plan.dated:
        items: list[Line] = [
            ((f"{number:>2} ", "quiet"), (_key(column), ""))
            for number, column in enumerate(plan.columns, 1)
        ]
        lines += _tabulate(items, width=width)
    return [*lines, ()] if not plan.dated or plan.merged_by else lines


def _key(column: Column) -> str:
    number = column.last - column.first + 1
    return f"{column.label} ({number})" if number > 1 else column.label


def _tabulate(items: Sequence[Line], *, width: int) -> list[Line]:
    """`items` in columns, read down, so that dates line up."""
    cells = max(line_cells(item) for item in items) + 3
    across = max((width + 3) // cells, 1)
    rows = -(-len(items) // across)
    lines: list[Line] = []
    for row in range(rows):
        line: list[Run] = []
        for item in items[row::rows]:
            line += [*item, (" " * (cells - line_cells(item)), "")]
        lines.append(tuple(line[:-1]))
    return lines


def _topic_head(
    topic: str, number: int, plan: Plan, label: int, signs: Signs, *, with_columns: bool
) -> list[Line]:
    title = f"{topic.capitalize()} "
    tally = f"({number}) "
    start: Line = ((title, "heading"), (tally, "quiet"))
    fill = label - line_cells(start) - 1
    if not with_columns:
        return [(*start, (signs.rule * (fill + 1 + plan.width), "quiet"))]
    start = (*start, (signs.rule * fill + " ", "quiet"))
    blank: Line = ((" " * label, ""),)
    if plan.dated:
        return _dated_head(plan, start, blank)
    numbers = [str(index) for index in range(1, len(plan.columns) + 1)]
    if plan.cells > 2 or len(numbers) < 10:
        return [(*start, ("".join(f"{n:>{plan.cells}}" for n in numbers), "quiet"))]
    # Two digits in two cells run together: "9101112"; stacked they can be read.
    tens = "".join(f"{n[:-1]:>2}" for n in numbers)
    units = "".join(f"{n[-1]:>2}" for n in numbers)
    return [(*blank, (tens, "quiet")), (*start, (units, "quiet"))]


def _dated_head(plan: Plan, start: Line, blank: Line) -> list[Line]:
    years: list[str] = []
    rests: list[str] = []
    for column in plan.columns:
        year, _, rest = column.label.rstrip("?").partition("-")
        doubt = "?" if column.label.endswith("?") else ""
        years.append(year if not years or year != _last_year(years) else "")
        rests.append(rest + doubt)
    if not any(rests):
        return [(*start, ("".join(f"{year:>{plan.cells}}" for year in years), "quiet"))]
    top = "".join(f"{year:>{plan.cells}}" for year in years)
    bottom = "".join(f"{rest:>{plan.cells}}" for rest in rests)
    return [(*blank, (top, "quiet")), (*start, (bottom, "quiet"))]


def _last_year(years: Sequence[str]) -> str:
    return next((year for year in reversed(years) if year), "")


def _row(history: History, plan: Plan, label: int, signs: Signs) -> Line:
    latest = history.latest
    gone = not history.present[-1] if history.present else False
    who = f"  {WHO_SHORT[latest.bearer]:<{_WHO_CELLS}}{modal(latest):<{_MODAL_CELLS}}"
    action = clip(safe(told(latest)[0]), label - len(who) - 1, signs.ellipsis)
    padding = " " * (label - len(who) - cell_len(action))
    return (
        (who, "quiet"),
        (action, "quiet" if gone else ""),
        (padding, ""),
        *_track(history, plan, signs),
    )


def _track(history: History, plan: Plan, signs: Signs) -> list[Run]:
    runs: list[Run] = []
    # Below a date the sign stands in its middle, below a number under its last digit.
    after = 2 if plan.dated else 0
    alive_before = False
    for column in plan.columns:
        inside = [e for e in history.told if column.first <= e.snapshot <= column.last]
        alive = any(history.present[column.first : column.last + 1])
        # A track leads into the sign that ends it: "──○".
        lead = signs.alive if alive_before and (alive or inside) else " "
        runs.append((lead * (plan.cells - 1 - after), "quiet"))
        if inside:
            event = _shown(inside, alive=history.present[column.last])
            # What the first snapshot holds is no change: its column stays without colour.
            style = "neutral" if event.initial else event.impact
            runs.append((signs.events[event.event], style))
        else:
            runs.append((signs.alive if alive else signs.absent, "quiet"))
        alive_before = history.present[column.last]
        if after:
            runs.append(((signs.alive if alive_before else " ") * after, "quiet"))
    return runs[:-1] if runs and not runs[-1][0].strip() else runs


def _shown(events: Sequence[Event], *, alive: bool) -> Event:
    """The event that a column shows: its end, where the obligation is gone after it; else the gravest.

    That it was there in the first snapshot is no change, and gives way to one.
    """
    if not alive and any(event.event == "vanished" for event in events):
        return [event for event in events if event.event == "vanished"][-1]
    changes = [event for event in events if event.event != "vanished" and not event.initial]
    return min(changes or events, key=gravity)


def _first_seen(history: History) -> int:
    return history.present.index(True) if True in history.present else len(history.present)
