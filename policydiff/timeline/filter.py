"""Choosing what of a timeline is shown. Nothing is computed anew."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Event, History, Obligation, Timeline


class Filter(Struct, frozen=True, kw_only=True):
    """What to keep; an empty field keeps everything. Dates are ISO, cut to any precision."""

    topics: Collection[str] = ()
    bearers: Collection[str] = ()
    modalities: Collection[str] = ()
    audiences: Collection[
        str
    ] = ()  # places in lower case; what stands for everybody stands there, too
    events: Collection[str] = ()
    since: str = ""
    until: str = ""
    grep: Callable[[str], object] | None = None  # says whether a clause is wanted

    def keeps_obligation(self, obligation: Obligation) -> bool:
        """Whether topic, bearer, modality and words fit."""
        return (
            (not self.topics or obligation.topic in self.topics)
            and (not self.bearers or obligation.bearer in self.bearers)
            and (not self.modalities or obligation.modality in self.modalities)
            and (not self.audiences or self._is_for(obligation.audience))
            and (self.grep is None or bool(self.grep(obligation.text)))
        )

    def _is_for(self, audience: str | None) -> bool:
        """Whether somebody in one of the places is its reader; "outside the EU" is a place."""
        if audience is None:
            return True
        return not set(audience.casefold().split(", ")).isdisjoint(self.audiences)

    def keeps_event(self, event: Event) -> bool:
        """Whether name and interval fit: an event is kept if it may lie between since and until."""
        if self.events and event.event not in self.events:
            return False
        if self.since and event.by is not None and event.by < self.since[: len(event.by)]:
            return False
        return not (self.until and event.after is not None and event.after > self.until + "~")

    @property
    def by_event(self) -> bool:
        """Whether events are chosen at all."""
        return bool(self.events or self.since or self.until)


def filter_timeline(timeline: Timeline, wanted: Filter) -> Timeline:
    """The timeline with the histories and events that are wanted.

    A history is kept if any of its wordings fits and, where events are chosen, one of them fits.
    """
    histories = []
    for history in timeline.histories:
        if not _fits(history, wanted):
            continue
        if not wanted.by_event:
            histories.append(history)
        elif events := tuple(event for event in history.told if wanted.keeps_event(event)):
            histories.append(replace(history, events=events))
    return replace(timeline, histories=tuple(histories))


def _fits(history: History, wanted: Filter) -> bool:
    wordings = {history.latest, *(o for e in history.events for o in (e.old, e.new) if o)}
    return any(wanted.keeps_obligation(o) for o in wordings)
