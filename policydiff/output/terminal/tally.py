"""Counts for summary lines: sections by change, words, events by name and by impact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from policydiff.model import Comparison, Event, SectionChange, TableRows
from policydiff.timeline.gravity import EVENT_ORDER

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
    parts = count_changes(Counter(c for pair in comparison.sections for c in pair.changes))
    same = sum(not pair.changes for pair in comparison.sections)
    return [*parts, f"{same} unchanged"] if same else parts


def count_changes(tally: Mapping[SectionChange, int]) -> list[str]:
    """ "2 edited", "1 renamed", ..., what weighs most first."""
    return [f"{tally[change]} {change}" for change in _CHANGE_ORDER if tally.get(change)]


def count_rows_changed(rows: TableRows) -> list[str]:
    """ "2 added", "1 removed", "5 edited"; [] where no row of a table changed."""
    counts = ((rows.added, "added"), (rows.removed, "removed"), (rows.edited, "edited"))
    return [f"{number:,} {change}" for number, change in counts if number]


def count_events(events: Iterable[Event]) -> list[str]:
    """ "1 reversed", "2 vanished", ..., gravest kind first."""
    tally = Counter(event.event for event in events)
    return [f"{tally[name]} {name}" for name in EVENT_ORDER if tally[name]]
