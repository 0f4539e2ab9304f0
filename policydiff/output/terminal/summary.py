"""A series in ten lines, for somebody who will read no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from policydiff.model import Event, Impact, Timeline
from policydiff.output.safe import safe
from policydiff.output.sentences import event_sentence
from policydiff.output.terminal.columns import (
    MIN_WIDTH,
    PROSE_WIDTH,
    Line,
    Lines,
    clip,
    hang,
    line_cells,
    wrap,
)  # fmt: skip
from policydiff.output.terminal.event_block import punctuation
from policydiff.output.terminal.header import rule_line
from policydiff.output.terminal.phrases import span
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import IMPACT_WORDS, Signs, signs
from policydiff.timeline.gravity import IMPACT_ORDER, gravity
from policydiff.timeline.net import net_events

_MOST = 10  # lines
_EVENTS = 7  # told at most, or one less and a line on the rest; of no width, so that none changes what is told
_LEAST = {"against-user": 4, "for-user": 2, "neutral": 1}  # of each, where there are so many
# Snapshots of which it cannot be said what they promise.
_UNREAD = ("unsupported-language", "not-a-policy", "empty")


def render_summary(timeline: Timeline, *, width: int, ascii_only: bool = False) -> Iterator[Lines]:
    """At most ten lines: what is different in the end, against the user first, and how much is left out."""
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    events = net_events(timeline)
    lines = rule_line(
        ((safe(timeline.series or "Timeline"), "title"),), ((span(timeline), "quiet"),),
        width=width, signs=drawn,
    )[:2]  # fmt: skip
    unread = _unread(timeline)
    if unread:
        lines.append((("! ", "warning"), (clip(unread, width - 2, drawn.ellipsis), "warning")))
    tally = Counter(event.impact for event in events)
    if events:
        parts = [f"{tally[impact]:,} {IMPACT_WORDS[impact]}" for impact in IMPACT_ORDER]
        text = f"{count(len(events), 'obligation')} changed in the end: {', '.join(parts)}"
        if cell_len(text) > width:
            text = text.replace(" obligations", "", 1)
        lines.append(((clip(text, width, drawn.ellipsis), ""),))
    elif not unread:
        lines.append(
            (("No obligation that was read differs between the first and the last snapshot.", ""),)
        )
    most = _EVENTS - bool(unread)
    shown = _weightiest(events, most if len(events) <= most else most - 1)
    left_out = len(events) - len(shown)
    spare = _MOST - len(lines) - len(shown) - bool(left_out)
    for event in shown:
        told = _told(event, width, drawn, lines=2 if spare > 0 else 1)
        spare -= len(told) - 1
        lines += told
    if left_out:
        text = f"{drawn.ellipsis} and {left_out:,} more: policydiff timeline --changed shows all"
        lines.append(((clip(text, width, drawn.ellipsis), "quiet"),))
    yield Lines(tuple(lines))


def _unread(timeline: Timeline) -> str:
    """Why nothing was found in some snapshots, where that is so and they were not stepped over."""
    ignored = {one.snapshot for one in timeline.ignored}
    found = [
        min(
            (_UNREAD.index(one.code), one.message)
            for one in snapshot.warnings
            if one.code in _UNREAD
        )
        for index, snapshot in enumerate(timeline.snapshots)
        if index not in ignored and any(one.code in _UNREAD for one in snapshot.warnings)
    ]
    if not found:
        return ""
    return f"{len(found):,} of {count(len(timeline.snapshots), 'snapshot')}: {safe(min(found)[1])}"


def _weightiest(events: Sequence[Event], most: int) -> list[Event]:
    """As many events as `most`: some of each impact, then what weighs most."""
    telling = sorted((event for event in events if _tells(event)), key=_weight)
    if len(telling) <= most:
        # Other words tell little, but more than nothing.
        others = sorted((event for event in events if not _tells(event)), key=_weight)
        return [*telling, *others[: most - len(telling)]]
    first = [event for impact in IMPACT_ORDER for event in _of(impact, telling)[:1]]
    some = [event for impact in IMPACT_ORDER for event in _of(impact, telling)[1 : _LEAST[impact]]]
    rest = [event for event in telling if event not in first and event not in some]
    return sorted([*first, *some, *rest][:most], key=_weight)


def _of(impact: Impact, events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.impact == impact]


def _tells(event: Event) -> bool:
    """Other words tell little, another number may tell much."""
    return event.impact != "neutral" or _has_value(event)


def _has_value(event: Event) -> bool:
    return any(facet.kind == "value" for facet in event.facets)


def _weight(event: Event) -> tuple[int, ...]:
    impact, name, *rest = gravity(event)
    return impact, name, not _has_value(event), *rest


def _told(event: Event, width: int, drawn: Signs, *, lines: int) -> list[Line]:
    """An event on so many lines at most; where its end is cut off, its sign says what it did."""
    head: Line = (
        (f"{drawn.events[event.event]} ", event.impact),
        (f"{event.by or 'undated':<12}", "quiet"),
    )
    room = width - line_cells(head)
    longest = room if lines == 1 else 2 * room - 12
    text = safe(event_sentence(event, signs=punctuation(drawn), longest=longest))
    text = clip(text, longest, drawn.ellipsis)
    return hang(wrap([(text, "")], room)[:lines], head)
