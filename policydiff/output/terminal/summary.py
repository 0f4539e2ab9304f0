"""A series in ten lines, for somebody who will read no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from policydiff.model import Event, Timeline
from policydiff.output.sentences import Punctuation, event_sentence
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
from policydiff.output.terminal.header import rule_line
from policydiff.output.terminal.phrases import span
from policydiff.output.terminal.safe import safe
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import IMPACT_WORDS, Signs, signs
from policydiff.timeline.gravity import IMPACT_ORDER, gravity
from policydiff.timeline.net import net_events

_MOST = 10  # lines
_KEPT = {"against-user": 5, "for-user": 2, "neutral": 1}  # of each, where there are so many


def render_summary(timeline: Timeline, *, width: int, ascii_only: bool = False) -> Iterator[Lines]:
    """At most ten lines: what is different in the end, against the user first."""
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    events = net_events(timeline)
    lines = rule_line(
        ((safe(timeline.series or "Timeline"), "title"),), ((span(timeline), "quiet"),),
        width=width, signs=drawn,
    )[:2]  # fmt: skip
    tally = Counter(event.impact for event in events)
    if not events:
        lines.append((("No obligation differs between the first and the last snapshot.", ""),))
    else:
        parts = [f"{tally[impact]:,} {IMPACT_WORDS[impact]}" for impact in IMPACT_ORDER]
        text = f"{count(len(events), 'obligation')} changed in the end: {', '.join(parts)}"
        lines.append(((clip(text, width, drawn.ellipsis), ""),))
    for event in _weightiest(events, _MOST - len(lines)):
        told = _told(event, width, drawn)
        if len(lines) + len(told) <= _MOST:
            lines += told
    yield Lines(tuple(lines))


def _weightiest(events: Sequence[Event], room: int) -> list[Event]:
    """As many events as there is room for: some of each impact, then what weighs most."""
    kept: list[Event] = []
    for impact in IMPACT_ORDER:
        some = [event for event in events if event.impact == impact]
        if impact == "neutral":  # other words tell little, another number may tell much
            some = [event for event in some if any(f.kind == "value" for f in event.facets)]
        kept += some[: _KEPT[impact]]
    rest = [event for event in events if event.impact != "neutral" and event not in kept]
    return sorted([*kept, *rest[: max(room - len(kept), 0)]], key=gravity)[:room]


def _told(event: Event, width: int, drawn: Signs) -> list[Line]:
    """An event on two lines at most: what it is about stands at the beginning, what it did often at the end."""
    head: Line = (
        (f"{drawn.events[event.event]} ", event.impact),
        (f"{event.by or 'undated':<12}", "quiet"),
    )
    room = width - line_cells(head)
    text = clip(
        safe(event_sentence(event, signs=punctuation(drawn))), 2 * room - 12, drawn.ellipsis
    )
    return hang(wrap([(text, "")], room)[:2], head)


def punctuation(drawn: Signs) -> Punctuation:
    """The signs of sentences that the terminal can show."""
    return Punctuation(drawn.arrow, drawn.open_quote, drawn.close_quote)
