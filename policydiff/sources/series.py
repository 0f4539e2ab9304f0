"""Every series behind what the user names: repositories, folders, archives, files one by one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot, SeriesSummary, SnapshotWarning
from policydiff.sources.beside import entry_of, informed, manifest_beside
from policydiff.sources.file import skipped
from policydiff.sources.given import GivenDates
from policydiff.sources.kinds import kind_of
from policydiff.sources.limits import MAX_SIZE
from policydiff.sources.manifest import Entry, Manifest, load_manifest
from policydiff.sources.shelf import RawSeries
from policydiff.sources.snapshot import load_snapshot

if TYPE_CHECKING:
    from policydiff.sources.git import GitName


def load_series(
    sources: Sequence[str],
    *,
    paths: Sequence[str] = (),
    max_size: int = MAX_SIZE,
    given: dict[str, DateCandidate] | None = None,
    only: str | None = None,
    git: bool | None = None,
    around: bool = False,
    manifest: str | None = None,
) -> list[RawSeries]:
    """Series behind some files, folders and repositories.

    Files named one by one are snapshots of one policy, together with a source that holds a single
    series. `paths` are files of the repository that `sources` name; `only` may save reading other
    series. `git` says whether the root of a work tree is read as its history: None takes it as a
    folder where the names of its files are dates. With `around`, a file that is named alone stands
    for the series that it belongs to. `manifest` is a file that stands in for every `snapshots.toml`.
    Raises SourceError for what cannot be read.
    """
    stated = GivenDates(given)
    told = load_manifest(manifest) if manifest else None
    if (around or git) and len(sources) == 1 and not paths and _is_plain_file(sources[0]):
        from policydiff.sources.around import load_around

        series = load_around(sources[0], max_size=max_size, given=stated, git=git, manifest=told)
        stated.refuse_unused()
        return [series]
    singles: list[_Single] = []
    found: list[RawSeries] = []
    left_out: list[SnapshotWarning] = []
    sources = list(dict.fromkeys(sources))  # the same file named twice is one snapshot
    for source in sources:
        several = _several(
            source, sources, paths, git=git, only=only, told=told, max_size=max_size, given=stated
        )
        if several is not None:
            found += several
            continue
        one = _single(source, told, max_size=max_size, given=stated)
        if one.entry and one.entry.exclude is not None:
            left_out.append(skipped(source, f"excluded: {one.entry.exclude}"))
        else:
            singles.append(one)
    stated.refuse_unused()
    if singles:
        return [_joined(singles, found, left_out)]
    if not found:
        raise SourceError("every file is excluded", where=manifest or sources[0])
    return found


class _Single(NamedTuple):
    """A file that is named by itself, and what a manifest says of it."""

    raw: RawSnapshot
    entry: Entry | None
    manifest: Manifest | None


def _single(source: str, told: Manifest | None, *, max_size: int, given: GivenDates) -> _Single:
    own = given.of(source)
    raw = load_snapshot(source, max_size=max_size, given=own, beside=False)
    manifest = told or manifest_beside(source)
    entry = entry_of(manifest, source)
    return _Single(informed(raw, entry, given=bool(own)), entry, manifest)


def _several(
    source: str,
    sources: Sequence[str],
    paths: Sequence[str],
    *,
    git: bool | None,
    only: str | None,
    told: Manifest | None,
    max_size: int,
    given: GivenDates,
) -> list[RawSeries] | None:
    """The series of a repository, a folder, an archive, or of all the web captures among `sources`.

    None where `source` is one snapshot. Raises SourceError.
    """
    from policydiff.sources.git import load_git
    from policydiff.sources.git.repository import is_inside_repository

    name = _history(source, named=bool(paths), git=git)
    if name is not None and (paths or git or name.repository or is_inside_repository()):
        return load_git(name, paths, max_size=max_size, given=given, only=only, manifest=told)
    if paths:
        raise SourceError(
            "no git repository and no revision", where=source,
            fix="-- PATH names a file of a repository: REPO -- PATH",
        )  # fmt: skip
    if os.path.isdir(source):
        return _in_folder(source, told, git=git, max_size=max_size, given=given)
    kind = kind_of(source)
    if kind in ("zip", "tar"):
        from policydiff.sources.archive import load_archive

        return load_archive(source, max_size=max_size, given=given, manifest=told)
    if kind == "warc":
        captures = [one for one in sources if kind_of(one) == "warc"]
        if source != captures[0]:
            return []  # read with the first of them
        from policydiff.sources.captures import load_captures

        return load_captures(captures, told, max_size=max_size, given=given)
    return None


def _in_folder(
    folder: str, told: Manifest | None, *, git: bool | None, max_size: int, given: GivenDates
) -> list[RawSeries]:
    """The series of a folder, of snapshots or of web captures. Raises SourceError where there is none."""
    from policydiff.sources.folder import load_folder
    from policydiff.sources.git.repository import is_repository_root

    try:
        return load_folder(folder, max_size=max_size, given=given, manifest=told)
    except SourceError as error:
        if error.why or not is_repository_root(folder) or git is False:
            raise
        what = "no commit and no snapshot in this repository"
        raise SourceError(what, where=folder, fix=error.fix) from error


def _joined(
    singles: Sequence[_Single], found: Sequence[RawSeries], left_out: Sequence[SnapshotWarning]
) -> RawSeries:
    """Files that are named one by one as one series, with the one that a source beside them holds."""
    if len(found) > 1:
        raise SourceError(
            "files beside a source of several series",
            fix="name one sub-folder, or the files alone",
        )
    name = singles[0].raw.series or "policy"
    listed = not found and _all_listed(singles)
    if listed:
        singles = sorted(singles, key=lambda one: one.entry.place if one.entry else 0)
    raws = [one.raw for one in singles]
    warnings = tuple(left_out)
    if found:
        name = found[0].name
        # A file that is named beside its own folder is one snapshot.
        known = {os.path.realpath(raw.source) for raw in found[0].snapshots}
        raws = [raw for raw in raws if os.path.realpath(raw.source) not in known]
        raws += found[0].snapshots
        warnings = found[0].warnings + warnings
    snapshots = tuple(replace(raw, series=name) for raw in raws)
    return RawSeries(name=name, snapshots=snapshots, warnings=warnings, ordered=listed)


def _all_listed(singles: Sequence[_Single]) -> bool:
    """Whether one manifest gives the order of all the files that are named."""
    manifests = {id(one.manifest) for one in singles}
    return len(manifests) == 1 and all(
        one.manifest is not None and one.manifest.listed and one.entry is not None
        for one in singles
    )


def _is_plain_file(source: str) -> bool:
    """Whether it is one snapshot: no bundle, no archive, no web captures."""
    from policydiff.sources.git import find_git_name

    if not os.path.isfile(source) or find_git_name(source) is not None:
        return False
    return kind_of(source) not in ("zip", "tar", "warc")


def list_repositories(
    sources: Sequence[str], *, paths: Sequence[str] = (), git: bool | None = None
) -> list[SeriesSummary]:
    """The series of repositories without their texts; [] if one of `sources` is something else."""
    from policydiff.sources.git import list_git

    names = [_history(source, named=bool(paths), git=git) for source in dict.fromkeys(sources)]
    return [
        summary
        for name in names
        for summary in (list_git(name, paths) if name is not None and None not in names else ())
    ]


def _history(source: str, *, named: bool, git: bool | None) -> GitName | None:
    """The repository or range that `source` stands for; None for files, folders, REV:PATH."""
    from policydiff.sources.git import GitName, find_git_name, has_history

    if named or git:
        if os.path.isdir(source):
            return GitName(repository=source)
        name = find_git_name(source, revisions=True)
        return name if name is None or name.path is None else None
    name = None if git is False and os.path.isdir(source) else find_git_name(source)
    if name is None or name.path is not None:
        return None
    plain = name == GitName(repository=source)
    return name if not plain or not os.path.isdir(source) or has_history(source) else None
