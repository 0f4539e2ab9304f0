"""The library: what the command line does, as functions with typed results."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.compare import compare_documents
from policydiff.following import follow_series
from policydiff.loading import (
    Series,
    find_series,
    list_series,
    load,
    load_pair,
    load_pairs,
    load_series,
    read_pair,
    summarise,
)
from policydiff.model import (
    Blame,
    Comparison,
    Document,
    Event,
    Log,
    Obligation,
    Section,
    SnapshotWarning,
    Step,
    Timeline,
)
from policydiff.obligations import (
    Lexicon,
    extract_obligations,
    load_lexicon,
)
from policydiff.structure.explaining import explain_every_line
from policydiff.structure.ordering import order_documents
from policydiff.timeline import RULES, build_timeline
from policydiff.timeline.lineage import Lineage
from policydiff.timeline.steps import summarise_step

if TYPE_CHECKING:
    pass

__all__ = [
    "Diff",
    "Lexicon",
    "Series",
    "blame",
    "diff",
    "explained",
    "find_series",
    "follow_series",
    "list_series",
    "load",
    "load_lexicon",
    "load_pair",
    "load_pairs",
    "load_series",
    "log",
    "obligations",
    "order_documents",
    "read_pair",
    "sections",
    "summarise",
    "timeline",
]


class Diff(Struct, frozen=True, kw_only=True):
    """Two snapshots compared: sections and clauses, and what became of each obligation."""

    comparison: Comparison
    timeline: Timeline  # of the two snapshots

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened to obligations between the two, in reading order."""
        return tuple(e for h in self.timeline.histories for e in h.told if e.snapshot == 1)

    @property
    def warnings(self) -> tuple[SnapshotWarning, ...]:
        """Why the comparison may not be what was meant: sides swapped, two different policies."""
        old, new = self.comparison.old.snapshot, self.comparison.new.snapshot
        found: list[SnapshotWarning] = []
        dates = (old.date, new.date)
        if dates[0] and dates[1] and dates[0][: len(dates[1])] > dates[1]:
            message = f"{old.source} ({old.date}) is newer than {new.source} ({new.date}); are they swapped?"
            found.append(SnapshotWarning(code="swapped", message=message))
        words = kept = 0
        for pair in self.comparison.sections:
            for clause in pair.clauses:
                size = max(len(c.text.split()) for c in (clause.old, clause.new) if c is not None)
                words += size
                kept += size * (clause.change not in ("added", "removed"))
        if words > 300 and kept < 0.03 * words and old.title != new.title:
            message = "hardly a clause is common to both; these may be two different policies"
            found.append(SnapshotWarning(code="unrelated", message=message))
        return tuple(found)

    @property
    def same(self) -> bool:
        """Whether no section, no obligation, no title and no name that was left out differs."""
        return not self.events and self.comparison.same


def sections(document: Document) -> tuple[Section, ...]:
    """The ordered, headed sections of a document."""
    return document.sections


def explained(document: Document) -> Document:
    """The document with a decision for every line: why it became a heading or did not."""
    return explain_every_line(document)


def obligations(document: Document, *, lexicon: Lexicon | None = None) -> tuple[Obligation, ...]:
    """What the document binds, forbids, allows, declares or disclaims, in reading order.

    `lexicon`, from `load_lexicon`, adds words of a trade or a company to the English ones.
    """
    return extract_obligations(document, lexicon=lexicon)


def diff(old: Document, new: Document, *, lexicon: Lexicon | None = None) -> Diff:
    """What changed from `old` to `new`."""
    comparison = compare_documents(old, new)
    return Diff(
        comparison=comparison,
        timeline=build_timeline([old, new], comparison=comparison, denoise=(), lexicon=lexicon),
    )


def timeline(
    series: Series | Sequence[Document],
    *,
    denoise: Collection[str] = RULES,
    lexicon: Lexicon | None = None,
) -> Timeline:
    """When each obligation of a series appeared, changed or vanished. Documents in date order.

    `denoise` names the rules by which snapshots that are no state of the policy (error pages, captures
    cut short, flapping layouts) are stepped over; see docs/timeline.md.
    """
    documents, name = _parts(series)
    return build_timeline(documents, series=name, denoise=denoise, lexicon=lexicon)


def log(
    series: Series | Sequence[Document],
    *,
    denoise: Collection[str] = RULES,
    lexicon: Lexicon | None = None,
) -> Log:
    """The timeline of a series with what each step did to its sections. Documents in date order."""
    documents, name = _parts(series)
    steps: list[Step] = []

    def observe(old: int, new: int, comparison: Comparison) -> None:
        steps.append(summarise_step(old, new, comparison))

    found = build_timeline(
        documents, series=name, denoise=denoise, lexicon=lexicon, on_step=observe
    )
    return Log(timeline=found, steps=tuple(steps))


def blame(
    series: Series | Sequence[Document],
    *,
    denoise: Collection[str] = RULES,
    lexicon: Lexicon | None = None,
) -> Blame:
    """Since when each clause of the newest snapshot has stood, and since when in these words.

    The newest snapshot is the last one that `denoise` does not step over. Raises ValueError where
    there is no document.
    """
    documents, name = _parts(series)
    if not documents:
        raise ValueError("no documents")
    seen: list[Lineage] = []
    newest = 0

    def observe(old: int, new: int, comparison: Comparison) -> None:
        nonlocal newest
        if not seen:
            seen.append(Lineage(documents[old], old))
        seen[0].step(new, comparison)
        newest = new

    found = build_timeline(
        documents, series=name, denoise=denoise, lexicon=lexicon, on_step=observe
    )
    ignored = {one.snapshot for one in found.ignored}
    if not seen:
        newest = next((i for i in range(len(documents)) if i not in ignored), 0)
    lineage = seen[0] if seen else Lineage(documents[newest], newest)
    carried: dict[str, list[str]] = {}
    for history in found.histories:
        if history.present[-1]:
            carried.setdefault(history.latest.clause, []).append(history.id)
    return Blame(timeline=found, newest=newest, lives=lineage.lives(documents[newest], carried))


def _parts(series: Series | Sequence[Document]) -> tuple[Sequence[Document], str | None]:
    return (series.documents, series.name) if isinstance(series, Series) else (series, None)
