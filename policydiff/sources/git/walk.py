"""From a log to series: the versions of every document, each really the heir of the one before.

Commits come newest first. Each document that is followed waits, under the name it has there, at the
commit where its story goes on. A commit that names a waiting document is one of its versions.

    *   merge, text of the right side   ->  on with the right side; the left one is not listed
    |\\
    | * edit on the right
    * | (text untouched)
    |/
    * first version

Only where both sides changed the text and the merge made a third of it is the second side left out:
its states never stood on this branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, field

from policydiff.model import DateCandidate
from policydiff.sources.git.log import Change, Commit

_FILES = ("100644", "100755", "100664")


class Version(Struct, frozen=True):
    """One text of a document, and the commit that brought it."""

    commit: Commit
    path: str  # at that commit
    blob: str
    dates: tuple[DateCandidate, ...] = ()  # when it was recorded


class Track(Struct):
    """One document while it is followed backwards."""

    path: str  # at the newest commit that has it
    versions: list[Version] = field(default_factory=list)  # newest first
    deletions: list[Commit] = field(default_factory=list)  # newest first
    joined: list[Commit] = field(default_factory=list)  # merges that made a text of their own
    gone: bool = False  # the newest commits do not have it any more
    absent: bool = False  # at the commit where it waits there is no such file
    born: Version | None = None  # where its story ends for now: before it there is no such file


def walk(
    commits: Iterable[Commit],
    tip: str | None,
    paths: Iterable[str],
    *,
    is_document: Callable[[str], bool],
) -> list[Track]:
    """Follow `paths`, which exist at `tip`, and documents that were deleted later, backwards.

    `tip` None starts at the first commit of the log. O(changes).
    """
    tracks = [Track(path) for path in dict.fromkeys(paths)]
    waiting: dict[str, dict[str, Track]] = {}
    start = {track.path: track for track in tracks}
    if tip is not None:
        waiting[tip] = start
    for commit in commits:
        if tip is None:
            tip, waiting[commit.hash] = commit.hash, start
        here = waiting.pop(commit.hash, None)
        if here is None:
            continue  # a side whose text did not come through
        for parent, path, track in list(_elsewhere(commit, here, tracks, is_document)):
            here.pop(path, None)
            waiting.setdefault(commit.parents[parent], {}).setdefault(path, track)
        for change in commit.changes.get(0, ()):
            _apply(commit, change, here, tracks, is_document)
        if commit.parents:
            first = waiting.setdefault(commit.parents[0], here)
            if first is not here:
                for path, track in here.items():
                    first.setdefault(path, track)
    return [track for track in tracks if track.versions]


def _elsewhere(
    commit: Commit, here: dict[str, Track], tracks: list[Track], is_document: Callable[[str], bool]
) -> Iterator[tuple[int, str, Track]]:
    """Documents of a merge that it took from another parent than the first, and from which."""
    if len(commit.parents) < 2:
        return
    touched = [
        {_name(change) for change in commit.changes.get(parent, ())}
        for parent in range(len(commit.parents))
    ]
    for change in tuple(commit.changes.get(0, ())):
        path = _name(change)
        same = next((k for k, names in enumerate(touched) if path not in names), None)
        track = here.get(path)
        if same is None:
            if track is not None and change.status != "D":
                track.joined.append(commit)
            continue
        if track is None and change.status == "D" and is_document(path):
            track = Track(path, gone=True, absent=True)
            tracks.append(track)
        commit.changes[0].remove(change)
        if track is not None:
            yield same, path, track


def _name(change: Change) -> str:
    return change.old if change.status == "D" else change.new


def _apply(
    commit: Commit,
    change: Change,
    here: dict[str, Track],
    tracks: list[Track],
    is_document: Callable[[str], bool],
) -> None:
    """Note one change and leave the document waiting as it was before it."""
    if change.status == "D" or (change.status == "R" and change.new not in here):
        _deleted(commit, change.old, here, tracks, is_document)
        return
    track = here.get(change.new)
    if track is None or track.absent:
        return
    if change.mode not in _FILES:  # it became a link or a submodule
        track.deletions.append(commit)
        return
    version = Version(commit, change.new, change.blob)
    track.versions.append(version)
    track.born = None
    if change.status == "A":
        track.absent, track.born = True, version
    elif change.status == "R":
        del here[change.new]
        here[change.old] = track


def _deleted(
    commit: Commit,
    path: str,
    here: dict[str, Track],
    tracks: list[Track],
    is_document: Callable[[str], bool],
) -> None:
    track = here.get(path)
    if track is None:
        if not is_document(path):
            return
        track = here[path] = Track(path, gone=True)
        tracks.append(track)
    track.deletions.append(commit)
    track.absent, track.born = False, None
