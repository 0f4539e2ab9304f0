"""The library: what the command line does, as functions with typed results."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from policydiff.comparing import Diff, diff
from policydiff.finding import find_series, list_series
from policydiff.following import follow_series
from policydiff.loading import (
    Series,
    load,
    load_pair,
    load_series,
    read_pair,
    summarise,
)
from policydiff.model import (
    Blame,
    Comparison,
    Document,
    Log,
    Obligation,
    Section,
    Step,
    Timeline,
)
from policydiff.obligations.extract import extract_obligations
from policydiff.obligations.lexicon import Lexicon, load_lexicon
from policydiff.structure.explaining import explain_every_line
from policydiff.structure.ordering import order_documents
from policydiff.timeline.build import build_timeline
from policydiff.timeline.lineage import Lineage
from policydiff.timeline.rules import RULES
from policydiff.timeline.steps import summarise_step
from policydiff.timeline.unread import without_read

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
    "load_series",
    "log",
    "obligations",
    "order_documents",
    "read_pair",
    "sections",
    "summarise",
    "timeline",
]


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
    return Log(timeline=found, steps=without_read(steps, found))


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
