"""What a series changed in the end: each obligation's first state against its last.

A promise that vanished and came back, or was weakened and strengthened again, is as it was. Whoever
reads one page wants to know what is different now, not what was tried on the way.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from policydiff.model import Event, History, Timeline
from policydiff.timeline.events import judge
from policydiff.timeline.facets import find_facets
from policydiff.timeline.gravity import gravity
from policydiff.timeline.impact import impact_of


def net_events(timeline: Timeline) -> tuple[Event, ...]:
    """At most one event for each history, gravest first; () if the last snapshot is as the first.

    An event that sums up several bears the interval of the last of them.
    """
    stood = {h.latest.id for h in timeline.histories if h.present[-1] and _stood_at_first(h)}
    found = (
        event
        for history in timeline.histories
        # What came on the way and was taken into an older promise is told with that.
        if _stood_at_first(history) or not history.present[-1] or history.latest.id not in stood
        for event in _net(history)
    )
    return tuple(sorted(found, key=gravity))


def _stood_at_first(history: History) -> bool:
    return any(event.initial for event in history.events)


def _net(history: History) -> Iterator[Event]:
    later = [event for event in history.told if not event.initial]
    if not later:
        return
    # What an upgrade of the archive brought to light was there, as far as anybody can tell.
    stood = bool(history.events[0].initial or history.events[0].ignored)
    stands = history.present[-1]
    if not stood and not stands:
        return
    if stood and not stands:
        yield from [event for event in later if event.event == "vanished"][-1:]
        return
    if not stood:
        born = [event for event in later if event.event in ("appeared", "returned")][:1]
        yield from (replace(e, event="appeared", old=None, new=history.latest) for e in born)
        return
    if len(later) == 1 and later[0].event not in ("moved", "returned"):
        yield from later  # what happened once is told as it was told then
        return
    first = next((event.new for event in history.events if event.new), history.latest)
    verdict = judge(first, history.latest)
    if verdict is None:
        return
    name, why = verdict
    last = next((event for event in reversed(later) if event.event == name), later[-1])
    yield replace(
        last,
        event=name,
        impact=impact_of(name, first, history.latest),
        old=first,
        new=history.latest,
        why=why,
        facets=find_facets(first, history.latest),
        nearest=None,
    )
