"""Every series of some sources, one after another or by several workers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff.finding import Count, Progress
from policydiff.model import Axis, Followed, Undated
from policydiff.sources import RawSeries
from policydiff.timeline.rules import RULES

if TYPE_CHECKING:
    from policydiff.cache.cache import Cache
    from policydiff.obligations.lexicon import Lexicon


def follow_series(
    found: Sequence[RawSeries],
    *,
    by: Axis = "effective",
    undated: Undated = "error",
    denoise: Collection[str] = RULES,
    lexicon: Lexicon | None = None,
    cache: Cache | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Followed]:
    """The timeline of each series that `find_series` found: `load_series` and `timeline` in one.

    A series that `cache` knows is not even read. With `jobs`, so many processes share the series; the
    result is the same. `progress` is called with the work done and to do.
    """
    options = Options(by, undated, tuple(sorted(denoise)), lexicon)
    count = Count(progress, 2 * sum(len(raw.snapshots) for raw in found))
    followed: list[Followed | None] = [None] * len(found)
    keys = [
        cache.key("timeline", raw.snapshots, by, options.told(raw)) if cache else b""
        for raw in found
    ]
    for at, raw in enumerate(found):
        if cache and (known := cache.result(keys[at], Followed)):
            followed[at] = known
            count.step(2 * len(raw.snapshots))
    left = [at for at, known in enumerate(followed) if known is None]
    jobs = min(jobs, len(left))
    if jobs > 1:
        from policydiff.workers import share

        folder = cache.folder if cache else None
        shared = share([found[at] for at in left], options, jobs, folder)
        for at, done in zip(list(left), shared, strict=True):
            followed[at] = done
            count.step(2 * len(found[at].snapshots) if done else 0)
    for at in left:
        if followed[at] is None:  # also where a worker died over it
            followed[at] = follow_one(found[at], options, cache, count)
        if cache and (made := followed[at]):
            cache.keep_result(keys[at], made, made.timeline.snapshots)
    results = [one for one in followed if one]
    if all(one.timeline.snapshots for one in results):
        return results
    from policydiff.loading import without_unread

    return without_unread(results, lambda one: bool(one.timeline.snapshots))


class Options(Struct, frozen=True):
    """How series are followed."""

    by: Axis
    undated: Undated
    denoise: tuple[str, ...]
    lexicon: Lexicon | None

    def told(self, raw: RawSeries) -> tuple[object, ...]:
        """What the timeline of a series depends on beside its snapshots."""
        words = self.lexicon.origin if self.lexicon else ""
        return raw.name, raw.ordered, raw.warnings, self.undated, self.denoise, words


def follow_one(
    raw: RawSeries, options: Options, cache: Cache | None, count: Count | None = None
) -> Followed:
    """One series, read and followed; `cache` may know its documents."""
    from policydiff.loading import read_series
    from policydiff.timeline.build import build_timeline

    count = count or Count()
    end = count.done + 2 * len(raw.snapshots)
    series = read_series(raw, options.by, options.undated, cache, count)
    found = build_timeline(
        series.documents, series=series.name, denoise=options.denoise, lexicon=options.lexicon,
        progress=count.step,
    )  # fmt: skip
    count.step(end - count.done)
    return Followed(timeline=found, warnings=series.warnings)
