"""What `policydiff diff` compares besides two named snapshots: revision, index and work tree.

REV -- PATH...            a revision with the work tree
PATH                      the index with the work tree: what is not staged yet
--staged [REV] PATH...    HEAD, or a revision, with the index
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot
from policydiff.sources.file import load_file
from policydiff.sources.git.changes import Changes, FileChange, load_changes
from policydiff.sources.git.history import in_repository, is_document, list_series, suggestion
from policydiff.sources.git.load import load_revision
from policydiff.sources.git.names import GitName
from policydiff.sources.git.repository import Repository, open_repository
from policydiff.sources.limits import MAX_SIZE


def load_staged(
    revision: str | None, paths: Sequence[str], *, max_size: int = MAX_SIZE
) -> list[FileChange]:
    """The documents at `paths` (none: all) that differ between a revision and the index.

    Raises SourceError where a path that is named is on neither side.
    """
    return _load(revision or "HEAD", paths, staged=True, max_size=max_size)


def load_edited(
    revision: str, paths: Sequence[str], *, max_size: int = MAX_SIZE
) -> list[FileChange]:
    """The documents at `paths` that differ between a revision and the work tree. Raises SourceError."""
    return _load(revision, paths, staged=False, max_size=max_size)


def load_unstaged(path: str, *, max_size: int = MAX_SIZE) -> FileChange:
    """A file of the work tree beside its state in the index. Raises SourceError for one unknown."""
    repository = open_repository("")
    inside = in_repository(repository, path)
    old = load_revision(GitName(repository="", path=inside), source=f":{inside}", max_size=max_size)
    new = load_file(path, max_size=max_size)
    return FileChange(old_path=inside, new_path=inside, old=old, new=new)


def _load(revision: str, paths: Sequence[str], *, staged: bool, max_size: int) -> list[FileChange]:
    repository = open_repository("")
    wanted = [in_repository(repository, path) for path in paths]
    seen: set[str] = set()

    def is_wanted(path: str) -> bool:
        if path in wanted:
            seen.add(path)
            return True
        folders = [folder for folder in wanted if not folder or path.startswith(f"{folder}/")]
        seen.update(folders)
        return (not wanted or bool(folders)) and is_document(path)

    changes = load_changes(
        against=revision, staged=staged, wanted=is_wanted, unchanged=bool(wanted), max_size=max_size
    )
    if changes.unread:
        raise changes.unread[0]
    for path, named in zip(wanted, paths, strict=True):
        if path not in seen:
            raise SourceError(
                f"no {named} at {revision} or {'in the index' if staged else 'in the work tree'}",
                where="this repository",
                fix=_suggestion(repository, revision, path),
            )
    tip = None if repository.is_unborn(revision) else repository.commit(revision)
    return [
        _placed(change, changes, revision, staged, _recorded(repository, tip, change.old_path))
        for change in changes.files
        if _counts(change, wanted)
    ]


def _recorded(
    repository: Repository, tip: str | None, path: str | None
) -> tuple[DateCandidate, ...]:
    """When the file at a commit was given the text that it has there, as of REV:PATH."""
    if tip is None or path is None:
        return ()
    (series,) = list_series(repository, since=None, revision=tip, paths=[path])
    return series.versions[-1].dates


def _suggestion(repository: Repository, revision: str, path: str) -> str:
    if repository.is_unborn(revision):
        return "git add it first"
    return suggestion(repository, repository.commit(revision), path)


def _counts(change: FileChange, wanted: Sequence[str]) -> bool:
    """Whether to show a file: one that differs, or that is named itself."""
    if {change.old_path, change.new_path} & set(wanted) or change.old is None or change.new is None:
        return True
    return change.old.data != change.new.data or change.old_path != change.new_path


def _placed(
    change: FileChange,
    changes: Changes,
    revision: str,
    staged: bool,
    dates: tuple[DateCandidate, ...],
) -> FileChange:
    """With the sides named as a user can name them again."""
    old, new = change.old, change.new
    if old is not None:
        old = replace(old, source=f"{revision}:{change.old_path}", dates=old.dates + dates)
    if new is not None and change.new_path is not None:
        file = os.path.relpath(os.path.join(changes.root, change.new_path))
        new = replace(new, source=f":{change.new_path}" if staged else file.replace(os.sep, "/"))
    return replace(change, old=old, new=new)


def is_revision(name: str) -> bool:
    """Whether a name that is no file names a commit of the repository around the working folder."""
    if os.path.lexists(name):
        return False
    try:
        open_repository("").commit(name)
    except SourceError:
        return False
    return True


def both_sides(change: FileChange) -> tuple[RawSnapshot, RawSnapshot]:
    """The two snapshots; an empty one for the side of a file that is not there."""
    nothing = RawSnapshot(data=b"", source="/dev/null")
    return change.old or nothing, change.new or nothing
