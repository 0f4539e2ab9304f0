"""Sources to documents: read, dated in the light of each other, and put in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.finding import Count, Progress, find_series, given_dates
from policydiff.model import (
    Axis,
    Document,
    Followed,
    RawSnapshot,
    SeriesSummary,
    Snapshot,
    SnapshotWarning,
    Undated,
)
from policydiff.obligations.language import choose_lexicon, language_warning
from policydiff.obligations.lexicon import LANGUAGES
from policydiff.sources import (
    MAX_SIZE,
    RawSeries,
    given_date,
    load_pair as _load_pair,
    load_snapshot as _load_snapshot,
)
from policydiff.structure.documents import build_document, date_documents
from policydiff.structure.error_pages import LOOKS_LIKE_ERROR
from policydiff.structure.ordering import order_documents, warn_against_dates
from policydiff.structure.settling import settle_headings

if TYPE_CHECKING:
    from policydiff.cache.cache import Cache

UNREADABLE, _LEFT_OUT = "unreadable", "left out: "


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
    themselves. `date` (YYYY-MM-DD, YYYY-MM or YYYY) overrides what the document says. Raises SourceError.
    """
    given = (given_date(date, "date"),) if date else ()
    if isinstance(source, bytes):
        raw = RawSnapshot(data=source, source="<bytes>", dates=given)
    else:
        raw = _load_snapshot(os.fspath(source), max_size=max_size, given=given)
    return make_document(raw, by, cache)


def make_document(raw: RawSnapshot, by: Axis, cache: Cache | None) -> Document:
    """A raw snapshot as a document, dated by itself; from the cache, if it is there."""
    found = cache.document(raw, by) if cache else None
    if found is None:
        found = _with_language(build_document(raw, by=by))
        if cache:
            cache.keep_document(raw, by, found)
    return found


def make_documents(raws: Sequence[RawSnapshot], by: Axis, cache: Cache | None) -> list[Document]:
    """Versions of one policy as documents: lines that stand in several are decided together."""
    return _settled(raws, [make_document(raw, by, cache) for raw in raws], by)


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
        names, paths=[os.fspath(p) for p in paths], max_size=max_size, given=given_dates(dates)
    )
    return make_pair(raws, by, cache)


def make_pair(
    raws: Sequence[RawSnapshot], by: Axis, cache: Cache | None
) -> tuple[Document, Document]:
    """Two raw snapshots as documents, each dated in the light of the other. Raises SourceError."""
    first, second = date_documents(make_documents(raws, by, cache), by=by)
    return first, second


def read_pair(
    old: RawSnapshot | None, new: RawSnapshot | None, *, by: Axis = "effective"
) -> tuple[Document | None, Document | None]:
    """Two raw snapshots of one policy as documents, each dated in the light of the other.

    Where one is None, so is its document. Raises SourceError.
    """
    raws = [raw for raw in (old, new) if raw is not None]
    found = iter(date_documents(make_documents(raws, by, None), by=by))
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
    count = Count(progress, sum(len(raw.snapshots) for raw in found))
    named = frozenset(os.fspath(source) for source in sources)
    alone = around and len(sources) == 1  # several are snapshots, each in its place
    read = [read_series(raw, by, undated, cache, count, named, alone=alone) for raw in found]
    result = without_unread(read, lambda series: bool(series.documents))
    if alone:
        result = [up_to(series, os.fspath(sources[0])) for series in result]
    return result


def summarise(series: Series) -> SeriesSummary:
    """What a list of series says of one."""
    dates = [snapshot.date for snapshot in series.snapshots if snapshot.date]
    return SeriesSummary(
        name=series.name, snapshots=len(series.documents), warnings=series.warnings,
        first=dates[0] if dates else None, last=dates[-1] if dates else None,
    )  # fmt: skip


def read_series(
    raw: RawSeries,
    by: Axis,
    undated: Undated,
    cache: Cache | None,
    count: Count,
    named: Collection[str] = (),
    alone: bool = False,
) -> Series:
    """The documents of a series, dated in the light of each other and put in order.

    What cannot be read is left out with a warning, unless its source is `named`; where a file was named
    `alone`, so is what lies beside it without a date.
    """
    documents, known, unread = [], [], []
    for snapshot in raw.snapshots:
        try:
            documents.append(make_document(snapshot, by, cache))
            known.append(snapshot)
        except SourceError as error:
            if snapshot.source in named:
                raise
            unread.append(SnapshotWarning(code=UNREADABLE, message=f"{_LEFT_OUT}{error}"))
        count.step()
    dated = date_documents(_settled(known, documents, by), by=by)
    beside: tuple[SnapshotWarning, ...] = ()
    if alone and undated == "error" and any(d.snapshot.source in named for d in dated):
        strays = [d for d in dated if d.snapshot.date is None and d.snapshot.source not in named]
        dated = [d for d in dated if d not in strays]
        beside = order_documents(strays, undated="skip")[1]
    if raw.ordered:
        ordered, left_out = dated, warn_against_dates(dated)
    else:
        ordered, left_out = order_documents(dated, by=by, undated=undated)
    warnings = raw.warnings + left_out + beside + tuple(unread)
    return Series(name=raw.name, documents=tuple(ordered), warnings=warnings)


Found = TypeVar("Found", Series, Followed)


def without_unread(found: Sequence[Found], has_any: Callable[[Found], bool]) -> list[Found]:
    """Series without those of which nothing could be read; the first of the others bears their warnings.

    Raises SourceError where none is left.
    """
    lost = [
        one for one in found if not has_any(one) and any(w.code == UNREADABLE for w in one.warnings)
    ]
    kept = [one for one in found if one not in lost]
    told = tuple(w for one in lost for w in one.warnings)
    if told and not kept:
        why = next(w.message for w in told if w.code == UNREADABLE)
        raise SourceError(why.removeprefix(_LEFT_OUT))
    if told:
        kept[0] = replace(kept[0], warnings=kept[0].warnings + told)
    return kept


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


def up_to(series: Series, source: str) -> Series:
    """The series up to the last snapshot that comes from `source`."""
    ends = [i for i, d in enumerate(series.documents, 1) if d.snapshot.source == source]
    return replace(series, documents=series.documents[: ends[-1]]) if ends else series
