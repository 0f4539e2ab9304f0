"""Two snapshots compared: what was found before is not worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.model import (
    Axis,
    Comparison,
    Document,
    Event,
    Quote,
    RawSnapshot,
    SnapshotWarning,
    Timeline,
)

if TYPE_CHECKING:
    from policydiff.cache.cache import Cache
    from policydiff.obligations.lexicon import Lexicon


OTHER_LANGUAGE = "other-language"


class Diff(Struct, frozen=True, kw_only=True):
    """Two snapshots compared: sections and clauses, and what became of each obligation."""

    comparison: Comparison
    timeline: Timeline  # of the two snapshots
    # For whoever shows it, found once and kept with it:
    unread: int = 0  # changed sentences of which nothing is told
    quotes: tuple[Quote, ...] = ()  # of events

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened to obligations between the two, in reading order."""
        return tuple(e for h in self.timeline.histories for e in h.told if e.snapshot == 1)

    @property
    def warnings(self) -> tuple[SnapshotWarning, ...]:
        """Why the comparison may not be what was meant: sides swapped, other policies or languages."""
        told = self.timeline.snapshots[-1].warnings  # found when the obligations were read
        return (*doubts(self.comparison), *(one for one in told if one.code == OTHER_LANGUAGE))

    @property
    def same(self) -> bool:
        """Whether no section, no obligation, no title and no name that was left out differs."""
        return not self.events and self.comparison.same


_ENOUGH = 300  # words of both sides; of short texts a new edition may keep nothing
_KEPT = 0.03  # share of words in clauses that two editions of one policy keep at the least


def doubts(comparison: Comparison) -> tuple[SnapshotWarning, ...]:
    """Why a comparison may not be what was meant: sides swapped, two different policies."""
    old, new = comparison.old.snapshot, comparison.new.snapshot
    found: list[SnapshotWarning] = []
    if old.date and new.date and old.date[: len(new.date)] > new.date:
        message = (
            f"{old.source} ({old.date}) is newer than {new.source} ({new.date}); are they swapped?"
        )
        found.append(SnapshotWarning(code="swapped", message=message))
    words = kept = 0
    for pair in comparison.sections:
        for clause in pair.clauses:
            size = max(len(c.text.split()) for c in (clause.old, clause.new) if c is not None)
            words += size
            kept += size * (clause.change not in ("added", "removed"))
    if words > _ENOUGH and kept < _KEPT * words and old.title != new.title:
        message = "hardly a clause is common to both; these may be two different policies"
        found.append(SnapshotWarning(code="unrelated", message=message))
    return tuple(found)


def diff(old: Document, new: Document, *, lexicon: Lexicon | None = None) -> Diff:
    """What changed from `old` to `new`."""
    from policydiff.compare.documents import compare_documents
    from policydiff.timeline.build import build_timeline
    from policydiff.timeline.quotes import quote_edits
    from policydiff.timeline.unread import count_unread

    comparison = compare_documents(old, new)
    timeline = build_timeline([old, new], comparison=comparison, denoise=(), lexicon=lexicon)
    return Diff(
        comparison=comparison, timeline=timeline, unread=count_unread(comparison, timeline),
        quotes=quote_edits(comparison, timeline),
    )  # fmt: skip


def diff_pairs(
    found: Sequence[tuple[RawSnapshot, RawSnapshot]],
    *,
    by: Axis = "effective",
    lexicon: Lexicon | None = None,
    cache: Cache | None = None,
) -> list[Diff]:
    """What changed in each of the pairs that `find_pairs` found: `load_pair` and `diff` in one.

    A pair that `cache` knows is not even read. Raises SourceError.
    """
    return [_diff_pair(pair, by, lexicon, cache) for pair in found]


def _diff_pair(
    pair: tuple[RawSnapshot, RawSnapshot], by: Axis, lexicon: Lexicon | None, cache: Cache | None
) -> Diff:
    words = lexicon.origin if lexicon else ""
    key = cache.key("diff", pair, by, words) if cache else b""
    if cache and (known := cache.result(key, Diff)):
        return known
    from policydiff.loading import make_pair

    made = diff(*make_pair(pair, by, cache), lexicon=lexicon)
    if cache:
        cache.keep_result(key, made, (made.comparison.old.snapshot, made.comparison.new.snapshot))
    return made
