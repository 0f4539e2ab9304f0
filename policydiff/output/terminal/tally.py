"""Counts for summary lines: sections by change, words, events by name and by impact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from policydiff.model import Comparison, Event, SectionChange, Topic
from policydiff.output.terminal.theme import EVENT_ORDER, IMPACT_ORDER

_CHANGE_ORDER: Final[tuple[SectionChange, ...]] = (
    "removed",
    "added",
    "split",
    "merged",
    "edited",
    "renamed",
    "moved",
    "renumbered",
)

# What readers of policies ask about first.
_TOPIC_ORDER: Final[tuple[Topic, ...]] = (
    "sharing", "use", "retention", "children", "choice", "access", "transfer", "security",
    "collection", "tracking", "liability", "changes", "account", "other", "contact",
)  # fmt: skip


def count(number: int, singular: str, plural: str = "") -> str:
    """ "1 clause", "2 clauses", "3,000 clauses"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def count_sections(comparison: Comparison) -> list[str]:
    """ "2 edited", "1 renamed", ... and at the end those that stayed as they were."""
    tally = Counter(change for pair in comparison.sections for change in pair.changes)
    parts = [f"{tally[change]} {change}" for change in _CHANGE_ORDER if tally[change]]
    same = sum(not pair.changes for pair in comparison.sections)
    return [*parts, f"{same} unchanged"] if same else parts


def count_events(events: Iterable[Event]) -> list[str]:
    """ "1 reversed", "2 vanished", ..., gravest kind first."""
    tally = Counter(event.event for event in events)
    return [f"{tally[name]} {name}" for name in EVENT_ORDER if tally[name]]


def since_first(events: Iterable[Event]) -> list[Event]:
    """Without those of the first snapshot: what it holds has not happened, it was there."""
    return [event for event in events if event.snapshot > 0]


def gravity(event: Event) -> tuple[int, ...]:
    """A sort key: gravest first, then by what people ask about first, then by place."""
    shown = event.new or event.old
    if shown is None:
        return (len(IMPACT_ORDER),)
    # A promise not to, or a right of the reader, weighs more than a courtesy.
    firm = shown.modality == "prohibition" or (shown.bearer, shown.modality) == (
        "user",
        "permission",
    )
    return (
        IMPACT_ORDER.index(event.impact),
        EVENT_ORDER.index(event.event),
        not (firm and shown.strength != "weak"),
        _TOPIC_ORDER.index(shown.topic),
        shown.line,
    )
