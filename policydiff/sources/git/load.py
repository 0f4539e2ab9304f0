"""Raw snapshots out of a repository's series."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot, SeriesSummary, SnapshotWarning
from policydiff.sources.file import skipped
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.git.blobs import find_blob, read_blobs
from policydiff.sources.git.history import (
    GitSeries,
    in_repository,
    list_documents,
    list_series,
    spelled,
    suggestion,
    tree_at,
)
from policydiff.sources.git.names import GitName
from policydiff.sources.git.repository import Repository, opened
from policydiff.sources.git.walk import Version
from policydiff.sources.given import GivenDates
from policydiff.sources.limits import MAX_SIZE
from policydiff.sources.manifest import MAX_MANIFEST, NAME, Entry, Manifest, parse_manifest
from policydiff.sources.shelf import RawSeries, is_listed


def has_history(root: str) -> bool:
    """Whether the root of a repository is read as its history, and not as a folder of snapshots.

    Files that are named by dates are snapshots themselves; their own histories would be those of
    corrections. A repository without commits has no history. Raises SourceError where git refuses.
    """
    with opened(root) as repository:
        documents = list_documents(repository)
    if documents is None:
        return False
    dated = sum(bool(dates_in_name(path)) for path in documents)
    return not documents or 2 * dated < len(documents)


def knows_documents(paths: Sequence[str]) -> bool:
    """Whether the repository around the working folder has a history of each path, and none is a
    snapshot by its name. What is not there at all may have been deleted or renamed."""
    try:
        with opened("") as repository:
            tip = repository.head()
            for path in paths:
                if os.path.isfile(path) and dates_in_name(os.path.basename(path)):
                    return False
                inside = in_repository(repository, path)
                if os.path.lexists(path) and inside and not tree_at(repository, tip, [inside]):
                    return False
    except SourceError:
        return False
    return True


def list_git(name: GitName, paths: Sequence[str] = ()) -> list[SeriesSummary]:
    """The series that a name stands for, without their texts. Raises SourceError."""
    with opened(name.repository) as repository:
        listed = _list(repository, name, paths)
    found = []
    for series in listed:
        days = sorted(date.value for v in series.versions for date in v.dates)
        found.append(
            SeriesSummary(
                name=series.name, snapshots=len(series.versions), source=series.path,
                first=days[0] if days else None, last=days[-1] if days else None,
                warnings=series.warnings,
            )
        )  # fmt: skip
    return found


def load_git(
    name: GitName,
    paths: Sequence[str] = (),
    *,
    max_size: int = MAX_SIZE,
    given: GivenDates | None = None,
    only: str | None = None,
    manifest: Manifest | None = None,
) -> list[RawSeries]:
    """The series that a name stands for, each version a snapshot in the order of commits.

    `paths` are files or folders of the repository; without any, every document is a series. `only`
    reads the series of that name alone. What cannot be read is told in warnings. A `snapshots.toml`
    of the newest revision, or the `manifest` given, overrides dates, titles, series and order.
    Raises SourceError.
    """
    stated = given or GivenDates()
    with opened(name.repository) as repository:
        listed = _list(repository, name, paths)
        manifests = [manifest] if manifest else load_manifests(repository, name, paths)
        # A manifest may give a series another name; then all are read.
        free = only is None or any(m.series or any(e.series for e in m.entries) for m in manifests)
        chosen = [series for series in listed if free or series.name == only]
        if not chosen:
            names = ", ".join(series.name for series in listed[:6])
            raise SourceError(
                f'no series "{only}"', where=name.repository or ".", fix=f"there are: {names}"
            )
        versions = [(series, version) for series in chosen for version in series.versions]
        # A text that comes back is asked for once, and is one object.
        blobs = list(dict.fromkeys(version.blob for _, version in versions))
        read = read_blobs(repository, blobs, max_size=max_size)
        texts = dict(zip(blobs, read, strict=True))
        shelf = _Shelf({series.path: series for series in chosen}, manifests)
        for series, version in versions:
            text = texts[version.blob]
            source = name.at(version.commit.hash, version.path)
            entry = shelf.entry(version)
            if entry and entry.exclude is not None:
                text = f"excluded: {entry.exclude}"
            if isinstance(text, str):
                shelf.lose(series, skipped(source, text))
                continue
            dates = stated.of_commit(source, version.commit.hash, version.path)
            dates = dates or ((entry.date,) if entry and entry.date else ())
            raw = raw_version(text, source, shelf.name(series, entry), version, dates)
            shelf.put(_named(raw, series), entry)
    found = shelf.series()
    if not any(series.snapshots for series in found):
        told = (w.message for one in found for w in one.warnings if w.code == "skipped-file")
        raise SourceError(
            "no version can be read", where=name.repository or ".", why=next(told, "")
        )
    return found


class _Shelf:
    """Snapshots by series, as manifests have them. Lives only inside `load_git`."""

    def __init__(self, listed: dict[str, GitSeries], manifests: Sequence[Manifest]) -> None:
        self.manifests = manifests
        self.rows: dict[str, list[tuple[RawSnapshot, Entry | None]]] = {}
        self.warnings: dict[str, list[SnapshotWarning]] = {}
        for series in listed.values():
            name = self.name(series, None)
            self.rows.setdefault(name, [])
            self.warnings.setdefault(name, []).extend(series.warnings)

    def entry(self, version: Version) -> Entry | None:
        """What the manifest nearest to a version says of it."""
        found = (m.of_version(version.path, version.commit.hash) for m in self.manifests)
        return next((entry for entry in found if entry), None)

    def name(self, series: GitSeries, entry: Entry | None) -> str:
        """The series that a version belongs to: its own, unless a manifest says another."""
        if entry and entry.series:
            return entry.series
        folder = posixpath.dirname(series.path)
        own = next((m.series for m in self.manifests if m.folder == folder and m.series), None)
        return own or series.name

    def lose(self, series: GitSeries, warning: SnapshotWarning) -> None:
        """Tell of a version that is left out."""
        self.warnings[self.name(series, None)].append(warning)

    def put(self, raw: RawSnapshot, entry: Entry | None) -> None:
        """Add a snapshot."""
        raw = replace(raw, title=entry.title if entry else None)
        self.rows.setdefault(raw.series or "", []).append((raw, entry))

    def series(self) -> list[RawSeries]:
        """The series that have snapshots or something to tell. Raises SourceError."""
        found = []
        for name, rows in self.rows.items():
            warnings = tuple(self.warnings.get(name, ()))
            listed = is_listed(name, rows, self.manifests)
            if listed:
                rows = sorted(rows, key=lambda row: row[1].place if row[1] else 0)
            if rows or warnings:
                snapshots = tuple(raw for raw, _ in rows)
                found.append(
                    RawSeries(name=name, snapshots=snapshots, warnings=warnings, ordered=listed)
                )
        return found


def load_manifests(repository: Repository, name: GitName, wanted: Sequence[str]) -> list[Manifest]:
    """The `snapshots.toml` files of a revision, those of the innermost folders first."""
    tip = repository.commit(name.revision) if name.revision else repository.head()
    tree = tree_at(repository, tip, _wanted(repository, name, wanted))
    paths = [path for path in tree if posixpath.basename(path) == NAME]
    if not paths:
        return []
    blobs = [blob for path in paths if (blob := find_blob(repository, f"{tip}:{path}"))]
    found = []
    texts = read_blobs(repository, blobs, max_size=MAX_MANIFEST)
    for path, data in zip(paths, texts, strict=True):
        where = f"{repository.name}@{tip[:12]}:{path}"
        if isinstance(data, str):
            raise SourceError(data, where=where)
        found.append(parse_manifest(data, where=where, folder=posixpath.dirname(path)))
    return sorted(
        found, key=lambda one: (-len(one.folder.split("/")), one.folder == "", one.folder)
    )


def load_revision(
    name: GitName,
    *,
    source: str,
    max_size: int = MAX_SIZE,
    given: tuple[DateCandidate, ...] = (),
) -> RawSnapshot:
    """One file at a revision. Raises SourceError with the way out.

    It is dated by the commit that gave the file this text, as in the series of the file.
    """
    assert name.path is not None
    with opened(name.repository) as repository:
        path = in_repository(repository, name.path, at_root=True)
        staged = not name.revision
        at = ":" if staged else f"{repository.commit(name.revision or 'HEAD')}:"
        if not staged:
            path = spelled(repository, at.removesuffix(":"), path)
        blob = find_blob(repository, f"{at}{path}")
        if blob is None:
            raise SourceError(
                "no such file at this revision", where=source, fix=suggestion(repository, at.removesuffix(":") or repository.head(), path),
            )  # fmt: skip
        (text,) = read_blobs(repository, [blob], max_size=max_size)
        if isinstance(text, str):
            raise SourceError("cannot be read", where=source, why=text)
        if staged:
            return RawSnapshot(data=text, source=source, dates=given)
        (series,) = list_series(repository, since=None, revision=at.removesuffix(":"), paths=[path])
        return _named(raw_version(text, source, series.name, series.versions[-1], given), series)


def _list(repository: Repository, name: GitName, paths: Sequence[str]) -> list[GitSeries]:
    wanted = _wanted(repository, name, paths)
    return list_series(repository, since=name.since, revision=name.revision, paths=wanted)


def _wanted(repository: Repository, name: GitName, paths: Sequence[str]) -> list[str]:
    wanted = [in_repository(repository, path) for path in paths]
    if name.path:
        wanted.append(in_repository(repository, name.path, at_root=True))
    return wanted


def raw_version(
    data: bytes, source: str, series: str, version: Version, given: tuple[DateCandidate, ...]
) -> RawSnapshot:
    """One version of a document as a snapshot; dates that were given come first."""
    return RawSnapshot(
        data=data,
        source=source,
        series=series,
        revision=version.commit.hash,
        dates=given + version.dates,
        technical=version.commit.technical,
    )


def _named(raw: RawSnapshot, series: GitSeries) -> RawSnapshot:
    """With the date in the name of the file, where that is the name of one version only."""
    if len(series.versions) > 1:
        return raw
    return replace(raw, dates=raw.dates + dates_in_name(series.path))
