"""The library: what the command line does, as functions with typed results."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policydiff.compare import compare_documents
from policydiff.errors import SourceError
from policydiff.model import (
    Blame,
    Comparison,
    DateCandidate,
    Document,
    Event,
    Followed,
    Log,
    Obligation,
    RawSnapshot,
    Section,
    SeriesSummary,
    Snapshot,
    SnapshotWarning,
    Step,
    Timeline,
)
from policydiff.obligations import (
    LANGUAGES,
    Lexicon,
    choose_lexicon,
    extract_obligations,
    language_warning,
    load_lexicon,
)
from policydiff.sources import MAX_SIZE, given_date
from policydiff.sources import Series as RawSeries
from policydiff.sources import list_repositories as _list_repositories
from policydiff.sources import load_pair as _load_pair
from policydiff.sources import load_pairs as _load_pairs
from policydiff.sources import load_series as _load_series
from policydiff.sources import load_snapshot as _load_snapshot
from policydiff.structure import Axis, build_document, date_documents
from policydiff.structure.error_pages import LOOKS_LIKE_ERROR
from policydiff.structure.explaining import explain_every_line
from policydiff.structure.ordering import Undated, order_documents, warn_against_dates
from policydiff.structure.settling import settle_headings
from policydiff.timeline import RULES, build_timeline
from policydiff.timeline.lineage import Lineage
from policydiff.timeline.steps import summarise_step

if TYPE_CHECKING:
    from policydiff.cache import Cache

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

Progress = Callable[[int, int], None]  # done, to do


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


class Series(Struct, frozen=True, kw_only=True):
    """The dated documents of one policy, oldest first."""

    name: str
    documents: tuple[Document, ...]
    warnings: tuple[SnapshotWarning, ...] = ()  # about files that were left out

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The snapshots of the documents."""
        return tuple(document.snapshot for document in self.documents)


def load(
    source: str | os.PathLike[str] | bytes,
    *,
    date: str | None = None,
    by: Axis = "effective",
    max_size: int = MAX_SIZE,
    cache: Cache | None = None,
) -> Document:
    """One snapshot as a document of sections and clauses, dated where it says when it is from.

    `source` is a path, `REV:PATH` or `REPO@REV:PATH` in git, "-" for standard input, or the bytes
    themselves. `date` (YYYY-MM-DD, YYYY-MM
    or YYYY) overrides what the document says. Raises SourceError, SnapshotDateError.
    """
    given = (given_date(date, "date"),) if date else ()
    if isinstance(source, bytes):
        raw = RawSnapshot(data=source, source="<bytes>", dates=given)
    else:
        raw = _load_snapshot(os.fspath(source), max_size=max_size, given=given)
    return _document(raw, by, cache)


def _document(raw: RawSnapshot, by: Axis, cache: Cache | None) -> Document:
    """A raw snapshot as a document, dated by itself; from the cache, if it is there."""
    found = cache.document(raw, by) if cache else None
    if found is None:
        found = _with_language(build_document(raw, by=by))
        if cache:
            cache.keep_document(raw, by, found)
    return found


def _documents(raws: Sequence[RawSnapshot], by: Axis, cache: Cache | None) -> list[Document]:
    """Versions of one policy as documents: lines that stand in several are decided together."""
    return _settled(raws, [_document(raw, by, cache) for raw in raws], by)


def _settled(
    raws: Sequence[RawSnapshot], documents: Sequence[Document], by: Axis
) -> list[Document]:
    """The documents, those of them read again that decide a line otherwise than the others."""
    return [
        _with_language(build_document(raw, by=by, settled=settled)) if settled else document
        for raw, document, settled in zip(raws, documents, settle_headings(documents), strict=True)
    ]


def load_pair(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str] | None = None,
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    dates: dict[str, str] | None = None,
    by: Axis = "effective",
    max_size: int = MAX_SIZE,
    cache: Cache | None = None,
) -> tuple[Document, Document]:
    """Two snapshots of one policy, each dated in the light of the other. Neither needs a date.

    With `paths`, one file of a repository, `old` is a range (`REV..REV`, `REPO@REV..REV`) or `old`
    and `new` are revisions. Raises SourceError.
    """
    names = [os.fspath(old), *([os.fspath(new)] if new is not None else [])]
    if names == ["-", "-"]:
        raise SourceError("only one side can be standard input", fix="name a file for the other")
    raws = _load_pair(
        names, paths=[os.fspath(p) for p in paths], max_size=max_size, given=_given(dates)
    )
    first, second = date_documents(_documents(raws, by, cache), by=by)
    return first, second


def find_series(
    sources: Sequence[str | os.PathLike[str]],
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    git: bool | None = None,
    manifest: str | os.PathLike[str] | None = None,
    dates: dict[str, str] | None = None,
    max_size: int = MAX_SIZE,
    name: str | None = None,
    around: bool = False,
) -> list[RawSeries]:
    """The raw snapshots of every series behind some sources, as bytes; only `name` if that is given.

    Sources are files, folders, git repositories and ranges (`REV..REV`, `REPO@REV..REV`); `paths`
    are files or folders inside a repository, and `git` forces the root of a work tree to be read as
    its history (True) or as the folder that it is (False). `manifest` is a file in the form of
    `snapshots.toml` that is used in place of those beside the snapshots. `dates` gives dates by path
    or file name. With `around`, a file that is named alone stands for its series: its versions in git,
    or the snapshots beside it. Raises SourceError.
    """
    found = _load_series(
        [os.fspath(s) for s in sources], paths=[os.fspath(p) for p in paths], max_size=max_size,
        given=_given(dates), only=name, git=git, around=around,
        manifest=os.fspath(manifest) if manifest else None,
    )  # fmt: skip
    if name is None:
        return found
    chosen = [raw for raw in found if raw.name == name]
    if not chosen:
        names = ", ".join(raw.name for raw in found[:6])
        raise SourceError(
            f'no series "{name}"', where=os.fspath(sources[0]), fix=f"there are: {names}"
        )
    return chosen


def load_pairs(
    names: Sequence[str | os.PathLike[str]],
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    staged: bool = False,
    dates: dict[str, str] | None = None,
    by: Axis = "effective",
    max_size: int = MAX_SIZE,
    cache: Cache | None = None,
) -> list[tuple[Document, Document]]:
    """The pairs that `names` stand for in the repository around the working folder, or the one pair
    that `load_pair` gives.

    One revision with `paths` is compared with the work tree, one file of the work tree with the
    index; with `staged`, a revision (HEAD without one) with the index, at `paths` or everywhere. A
    file that is on one side only is compared with an empty text. Raises SourceError.
    """
    listed = [os.fspath(name) for name in names]
    if listed == ["-", "-"]:
        raise SourceError("only one side can be standard input", fix="name a file for the other")
    raws = _load_pairs(
        listed, paths=[os.fspath(p) for p in paths], staged=staged, max_size=max_size,
        given=_given(dates),
    )  # fmt: skip
    pairs = []
    for old, new in raws:
        first, second = date_documents(_documents((old, new), by, cache), by=by)
        pairs.append((first, second))
    return pairs


def read_pair(
    old: RawSnapshot | None, new: RawSnapshot | None, *, by: Axis = "effective"
) -> tuple[Document | None, Document | None]:
    """Two raw snapshots of one policy as documents, each dated in the light of the other.

    Where one is None, so is its document. Raises SourceError.
    """
    raws = [raw for raw in (old, new) if raw is not None]
    found = iter(date_documents(_documents(raws, by, None), by=by))
    return (next(found) if old else None), (next(found) if new else None)


def load_series(
    sources: Sequence[str | os.PathLike[str]],
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    git: bool | None = None,
    manifest: str | os.PathLike[str] | None = None,
    dates: dict[str, str] | None = None,
    by: Axis = "effective",
    undated: Undated = "error",
    max_size: int = MAX_SIZE,
    name: str | None = None,
    around: bool = False,
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> list[Series]:
    """Every series behind some sources, each in date order; only `name` if that is given.

    See `find_series` for the sources. A snapshot without any date raises SnapshotDateError,
    or is left out (`undated="skip"`), or keeps its place in the order of names (`"order"`). What cannot
    be read is left out with a warning, unless it is named itself.
    With `around`, a file that is named alone stands for its series up to its own date.
    `progress` is called with the number of snapshots done and to do. `cache` may know the documents.
    """
    found = find_series(
        sources, paths=paths, git=git, manifest=manifest, dates=dates, max_size=max_size,
        name=name, around=around,
    )  # fmt: skip
    count = _Count(progress, sum(len(raw.snapshots) for raw in found))
    named = frozenset(os.fspath(source) for source in sources)
    result = [_read(raw, by, undated, cache, count, named) for raw in found]
    if around:
        result = [_up_to(series, os.fspath(sources[0])) for series in result]
    return result


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
    options = _Options(by, undated, tuple(sorted(denoise)), lexicon)
    count = _Count(progress, 2 * sum(len(raw.snapshots) for raw in found))
    followed: list[Followed | None] = [None] * len(found)
    keys = [
        cache.timeline_key(raw.snapshots, by, options.told(raw)) if cache else b"" for raw in found
    ]
    for at, raw in enumerate(found):
        if cache and (known := cache.timeline(keys[at])):
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
            cache.keep_timeline(keys[at], made)
    return [one for one in followed if one]


class _Count:
    """How much of the work is done, for whoever asked."""

    def __init__(self, progress: Progress | None = None, total: int = 0) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def step(self, by: int = 1) -> None:
        """So much more is done."""
        self.done = min(self.done + by, self.total)
        if self.progress:
            self.progress(self.done, self.total)


class _Options(Struct, frozen=True):
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
    raw: RawSeries, options: _Options, cache: Cache | None, count: _Count | None = None
) -> Followed:
    """One series, read and followed; `cache` may know its documents."""
    count = count or _Count()
    end = count.done + 2 * len(raw.snapshots)
    series = _read(raw, options.by, options.undated, cache, count)
    found = build_timeline(
        series.documents, series=series.name, denoise=options.denoise, lexicon=options.lexicon,
        progress=count.step,
    )  # fmt: skip
    count.step(end - count.done)
    return Followed(timeline=found, warnings=series.warnings)


def _read(
    raw: RawSeries,
    by: Axis,
    undated: Undated,
    cache: Cache | None,
    count: _Count,
    named: Collection[str] = (),
) -> Series:
    """The documents of a series, dated in the light of each other and put in order.

    What cannot be read is left out with a warning, unless its source is `named` or it is alone.
    """
    documents, known, unread = [], [], []
    for snapshot in raw.snapshots:
        try:
            documents.append(_document(snapshot, by, cache))
            known.append(snapshot)
        except SourceError as error:
            if snapshot.source in named or len(raw.snapshots) == 1:
                raise
            unread.append(SnapshotWarning(code="unreadable", message=f"left out: {error}"))
        count.step()
    dated = date_documents(_settled(known, documents, by), by=by)
    if raw.ordered:
        ordered, left_out = dated, warn_against_dates(dated)
    else:
        ordered, left_out = order_documents(dated, by=by, undated=undated)
    warnings = raw.warnings + left_out + tuple(unread)
    return Series(name=raw.name, documents=tuple(ordered), warnings=warnings)


def _up_to(series: Series, source: str) -> Series:
    """The series up to the last snapshot that comes from `source`."""
    ends = [i for i, d in enumerate(series.documents, 1) if d.snapshot.source == source]
    return replace(series, documents=series.documents[: ends[-1]]) if ends else series


def list_series(
    sources: Sequence[str | os.PathLike[str]],
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    git: bool | None = None,
) -> list[SeriesSummary]:
    """The series of git repositories, with counts and dates of commit, without reading a text.

    [] where one of the sources is no repository: `load_series` tells what is in the others.
    """
    return _list_repositories(
        [os.fspath(s) for s in sources], paths=[os.fspath(p) for p in paths], git=git
    )


def summarise(series: Series) -> SeriesSummary:
    """What a list of series says of one."""
    dates = [snapshot.date for snapshot in series.snapshots if snapshot.date]
    return SeriesSummary(
        name=series.name, snapshots=len(series.documents), warnings=series.warnings,
        first=dates[0] if dates else None, last=dates[-1] if dates else None,
    )  # fmt: skip


def _given(dates: dict[str, str] | None) -> dict[str, DateCandidate]:
    return {name: given_date(value, f"--date {name}") for name, value in (dates or {}).items()}


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


def _with_language(document: Document) -> Document:
    """Say that no lexicon reads the document; outside English do not guess what is no policy."""
    warning = language_warning(document)
    lexicon = choose_lexicon(document)
    if lexicon is not None and lexicon.tables.language.code == LANGUAGES[0]:
        return document
    # The words by which structure knows a policy are English; an error page has a shape as well.
    kept = tuple(
        w
        for w in document.snapshot.warnings
        if w.code != "not-a-policy" or w.message.startswith(LOOKS_LIKE_ERROR)
    )
    if warning is not None:
        kept = (*kept, warning)
    return replace(document, snapshot=replace(document.snapshot, warnings=kept))
