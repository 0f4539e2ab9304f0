"""Raw snapshots out of a repository's series."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot, SeriesSummary, SnapshotWarning
from policydiff.sources.file import MAX_SIZE, skipped
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.git.blobs import find_blob, read_blobs
from policydiff.sources.git.history import (
    GitSeries,
    captured,
    in_repository,
    list_documents,
    list_series,
    suggestion,
)
from policydiff.sources.git.names import GitName
from policydiff.sources.git.repository import Repository, opened
from policydiff.sources.git.walk import Version
from policydiff.sources.given import GivenDates
from policydiff.sources.shelf import Series


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


def list_git(name: GitName, paths: Sequence[str] = ()) -> list[SeriesSummary]:
    """The series that a name stands for, without their texts. Raises SourceError."""
    with opened(name.repository) as repository:
        listed = _list(repository, name, paths)
    found = []
    for series in listed:
        days = sorted(date.value for v in series.versions for date in captured(v.commit))
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
) -> list[Series]:
    """The series that a name stands for, each version a snapshot in the order of commits.

    `paths` are files or folders of the repository; without any, every document is a series. `only`
    reads the series of that name alone. What cannot be read is told in warnings. Raises SourceError.
    """
    stated = given or GivenDates()
    with opened(name.repository) as repository:
        listed = _list(repository, name, paths)
        chosen = [series for series in listed if only is None or series.name == only]
        if not chosen:
            names = ", ".join(series.name for series in listed[:6])
            raise SourceError(
                f'no series "{only}"', where=name.repository or ".", fix=f"there are: {names}"
            )
        versions = [(series, version) for series in chosen for version in series.versions]
        texts = read_blobs(repository, [v.blob for _, v in versions], max_size=max_size)
        snapshots: dict[str, list[RawSnapshot]] = {series.name: [] for series in chosen}
        lost: dict[str, list[SnapshotWarning]] = {series.name: [] for series in chosen}
        for (series, version), text in zip(versions, texts, strict=True):
            source = name.at(version.commit.hash, version.path)
            if isinstance(text, str):
                lost[series.name].append(skipped(source, text))
                continue
            dates = stated.of_commit(source, version.commit.hash, version.path)
            snapshots[series.name].append(_raw(text, source, series.name, version, dates))
    return [
        Series(
            name=series.name, snapshots=tuple(snapshots[series.name]),
            warnings=series.warnings + tuple(lost[series.name]),
        )
        for series in chosen
        if snapshots[series.name] or lost[series.name]
    ]  # fmt: skip


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
        blob = find_blob(repository, f"{at}{path}")
        if blob is None:
            raise SourceError(
                "no such file at this revision", where=source, fix=suggestion(repository, at.removesuffix(":"), path),
            )  # fmt: skip
        (text,) = read_blobs(repository, [blob], max_size=max_size)
        if isinstance(text, str):
            raise SourceError("cannot be read", where=source, why=text)
        if staged:
            return RawSnapshot(data=text, source=source, dates=given)
        (series,) = list_series(repository, since=None, revision=at.removesuffix(":"), paths=[path])
        return _raw(text, source, series.name, series.versions[-1], given)


def load_range(
    name: GitName, path: str, *, max_size: int = MAX_SIZE, given: GivenDates | None = None
) -> tuple[RawSnapshot, RawSnapshot]:
    """One file at both ends of a range, under the name that it has there. Raises SourceError."""
    assert name.since is not None
    stated = given or GivenDates()
    with opened(name.repository) as repository:
        wanted = in_repository(repository, path)
        tips = [
            repository.commit(name.since),
            repository.commit(name.revision) if name.revision else repository.head(),
        ]
        names = [wanted]
        ends: list[RawSnapshot] = []
        for tip in reversed(tips):  # the newest names the file; older names follow from its history
            present = next((n for n in names if find_blob(repository, f"{tip}:{n}")), None)
            if present is None:
                raise SourceError(
                    f"no {path} at {name.since if ends else name.revision or 'HEAD'}",
                    where=name.repository or "this repository",
                    fix=suggestion(repository, tip, wanted),
                )
            (series,) = list_series(repository, since=None, revision=tip, paths=[present])
            names = list(dict.fromkeys([present, *(v.path for v in reversed(series.versions))]))
            version = series.versions[-1]
            source = name.at(version.commit.hash, version.path)
            (text,) = read_blobs(repository, [version.blob], max_size=max_size)
            if isinstance(text, str):
                raise SourceError("cannot be read", where=source, why=text)
            dates = stated.of_commit(source, version.commit.hash, version.path)
            ends.append(_raw(text, source, series.name, version, dates))
    return ends[1], ends[0]


def _list(repository: Repository, name: GitName, paths: Sequence[str]) -> list[GitSeries]:
    wanted = [in_repository(repository, path) for path in paths]
    if name.path:
        wanted.append(in_repository(repository, name.path, at_root=True))
    return list_series(repository, since=name.since, revision=name.revision, paths=wanted)


def _raw(
    data: bytes, source: str, series: str, version: Version, given: tuple[DateCandidate, ...]
) -> RawSnapshot:
    return RawSnapshot(
        data=data,
        source=source,
        series=series,
        revision=version.commit.hash,
        dates=given + dates_in_name(version.path) + captured(version.commit),
        technical=version.commit.technical,
    )
