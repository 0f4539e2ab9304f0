"""Counts for summary lines: sections by change, words, events by name and by impact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from policydiff.model import Comparison, Event, SectionChange
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


def gravity(event: Event) -> tuple[int, int, int]:
    """A sort key: gravest first, then by place in the document."""
    shown = event.new or event.old
    return (
        IMPACT_ORDER.index(event.impact),
        EVENT_ORDER.index(event.event),
        shown.line if shown else 0,
    )
