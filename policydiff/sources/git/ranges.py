"""What `policydiff diff` compares between two revisions: files, folders, under whatever name.

A path may be the name at either end, or the one that the file bears today. A file that only one end
has is compared with nothing, as git does.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.errors import SourceError
from policydiff.model import RawSnapshot
from policydiff.sources.git.blobs import read_blobs
from policydiff.sources.git.changes import pair_commits
from policydiff.sources.git.history import (
    GitSeries,
    files_at,
    in_repository,
    is_document,
    list_series,
    suggestion,
)
from policydiff.sources.git.load import raw_version
from policydiff.sources.git.names import GitName
from policydiff.sources.git.repository import Repository, opened
from policydiff.sources.given import GivenDates
from policydiff.sources.limits import MAX_SIZE

_Names = tuple[str | None, str | None]


def load_ranges(
    name: GitName,
    paths: Sequence[str],
    *,
    max_size: int = MAX_SIZE,
    given: GivenDates | None = None,
) -> list[tuple[RawSnapshot, RawSnapshot]]:
    """At both ends of a range: the files at `paths`, and of folders the documents that differ.

    An empty snapshot stands for a file that is not there. Raises SourceError for a path that
    neither end has.
    """
    assert name.since is not None
    stated = given or GivenDates()
    with opened(name.repository) as repository:
        new = repository.commit(name.revision) if name.revision else repository.head()
        ends = _Ends(repository, name, repository.commit(name.since), new)
        names = [names for path in paths for names in ends.names_of(path)]
        return [
            (
                ends.snapshot(ends.old, old, max_size, stated),
                ends.snapshot(ends.new, new_name, max_size, stated),
            )
            for old, new_name in dict.fromkeys(names)
        ]


class _Ends:
    """The two ends of a range. Lives only inside `load_ranges`."""

    def __init__(self, repository: Repository, name: GitName, old: str, new: str) -> None:
        self.repository, self.name, self.old, self.new = repository, name, old, new
        self.olds, self.news = (frozenset(files_at(repository, tip)) for tip in (old, new))

    def names_of(self, given: str) -> list[_Names]:
        """(old name, new name) of the file, or the differing documents of the folder, at a path."""
        path = in_repository(self.repository, given)
        if path in self.news:
            return [(self._older(path, path), path)]
        if path in self.olds:
            return self._pairs(path, differing=False)
        if any(_lies_in(one, path) for one in self.olds | self.news):
            return self._pairs(path, differing=True)
        for older in self._names_before(self.repository.head(), path):  # it bears this name today
            if older in self.news:
                return [(self._older(older, older), older)]
            if older in self.olds:
                return self._pairs(older, differing=False)
        since = self.name.since
        raise SourceError(
            f"no {given} at {self.name.revision or 'HEAD'} or {since}",
            where=self.name.repository or "this repository",
            fix=suggestion(self.repository, self.new, path),
        )

    def _older(self, path: str, asked: str) -> str | None:
        """What a file of the newer end was called at the older one."""
        if path in self.olds:
            return path
        known = self._names_before(self.new, path)
        if older := next((one for one in known if one in self.olds), None):
            return older
        return next((old for old, new in self._pairs(asked, differing=False) if new == path), None)

    def _names_before(self, tip: str, path: str) -> list[str]:
        """The names that a file at `tip` has had, the newest first; none where there is no such file."""
        if path not in files_at(self.repository, tip, [path]):
            return []
        series = self._series(tip, path)
        return list(dict.fromkeys(version.path for version in reversed(series.versions)))

    def _pairs(self, path: str, *, differing: bool) -> list[_Names]:
        def wanted(one: str) -> bool:
            return one == path or (_lies_in(one, path) and is_document(one))

        return pair_commits(
            self.repository, self.old, self.new, wanted=wanted, unchanged=not differing
        )

    def _series(self, tip: str, path: str) -> GitSeries:
        listed = list_series(self.repository, since=None, revision=tip, paths=[path])
        return next(series for series in listed if series.path == path)

    def snapshot(
        self, tip: str, path: str | None, max_size: int, stated: GivenDates
    ) -> RawSnapshot:
        """A file at one end, dated by the commit that gave it this text."""
        if path is None:
            return RawSnapshot(data=b"", source="/dev/null")
        series = self._series(tip, path)
        version = series.versions[-1]
        source = self.name.at(version.commit.hash, version.path)
        (text,) = read_blobs(self.repository, [version.blob], max_size=max_size)
        if isinstance(text, str):
            raise SourceError("cannot be read", where=source, why=text)
        dates = stated.of_commit(source, version.commit.hash, version.path)
        return raw_version(text, source, series.name, version, dates)


def _lies_in(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
