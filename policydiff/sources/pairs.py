"""The pairs of snapshots that a comparison is about: two names, a range, or what git sees changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot
from policydiff.sources.given import GivenDates
from policydiff.sources.limits import MAX_SIZE
from policydiff.sources.snapshot import load_snapshot

if TYPE_CHECKING:
    from policydiff.sources.git import GitName
    from policydiff.sources.git.changes import FileChange


def load_pair(
    names: Sequence[str],
    *,
    paths: Sequence[str] = (),
    max_size: int = MAX_SIZE,
    given: dict[str, DateCandidate] | None = None,
) -> tuple[RawSnapshot, RawSnapshot]:
    """The two snapshots that a comparison is about.

    Two files or REV:PATHs; or with one path a range, or two revisions. Raises SourceError.
    """
    pairs = _named_pairs(names, paths, max_size=max_size, given=given)
    if len(pairs) != 1:
        raise SourceError(
            f"{len(pairs)} files differ, and a comparison is of one", where=" ".join(names),
            fix="name it behind --: REV..REV -- PATH",
        )  # fmt: skip
    return pairs[0]


def _named_pairs(
    names: Sequence[str],
    paths: Sequence[str],
    *,
    max_size: int,
    given: dict[str, DateCandidate] | None,
) -> list[tuple[RawSnapshot, RawSnapshot]]:
    """Two snapshots that are named, or the files at `paths` between two revisions."""
    stated = GivenDates(given)
    span = _range(names) if paths or len(names) == 1 else None
    if span is not None:
        if not paths:
            raise SourceError(
                "a comparison needs a file or folder", where=names[0],
                fix="name it behind --: REV..REV -- PATH; -- . is all",
            )  # fmt: skip
        from policydiff.sources.git import load_ranges

        pairs = load_ranges(span, paths, max_size=max_size, given=stated)
    elif len(names) == 2 and not paths:
        old, new = (load_snapshot(n, max_size=max_size, given=stated.of(n)) for n in names)
        pairs = [(old, new)]
    else:
        raise SourceError(
            "a comparison needs two snapshots", where=names[0], fix="name OLD and NEW, or REV..REV -- PATH"
        )  # fmt: skip
    stated.refuse_unused()
    return pairs


def load_pairs(
    names: Sequence[str],
    *,
    paths: Sequence[str] = (),
    staged: bool = False,
    max_size: int = MAX_SIZE,
    given: dict[str, DateCandidate] | None = None,
) -> list[tuple[RawSnapshot, RawSnapshot]]:
    """Every pair that a comparison is about: one, unless git is asked for what differs.

    Beside what `load_pair` takes: several files or folders as `paths` of a range, a revision with
    `paths` of the work tree, one file of the work tree with the index, and with `staged` a revision
    (HEAD without one) with the index. Raises SourceError.
    """
    changes = _changes_in_git(list(names), list(paths), staged=staged, max_size=max_size)
    if changes is None:
        return _named_pairs(names, paths, max_size=max_size, given=given)
    from policydiff.sources.git.pairs import both_sides

    stated = GivenDates(given)
    pairs = []
    for change in changes:
        old, new = (
            replace(raw, dates=stated.of(raw.source) + raw.dates) for raw in both_sides(change)
        )
        pairs.append((old, new))
    stated.refuse_unused()
    return pairs


def _changes_in_git(
    names: list[str], paths: list[str], *, staged: bool, max_size: int
) -> list[FileChange] | None:
    """The files that differ in the repository around; None where two snapshots are named."""
    if not staged and len(names) != 1:
        return None
    from policydiff.sources.git import find_git_name
    from policydiff.sources.git.pairs import is_revision, load_edited, load_staged, load_unstaged
    from policydiff.sources.git.repository import is_inside_repository

    if staged:
        revision = names.pop(0) if names and is_revision(names[0]) else None
        return load_staged(revision, names + paths, max_size=max_size)
    found = find_git_name(names[0], revisions=True)
    if paths and found is not None and found.revision and not (found.since or found.path):
        if found.repository:
            raise SourceError(
                "the work tree of another repository", where=names[0],
                fix="go there, or name two revisions: REPO@REV..REV -- PATH",
            )  # fmt: skip
        return load_edited(found.revision, paths, max_size=max_size)
    if not paths and os.path.isfile(names[0]) and found is None and is_inside_repository():
        return [load_unstaged(names[0], max_size=max_size)]
    return None


def _range(names: Sequence[str]) -> GitName | None:
    """What `OLD..NEW`, or OLD and NEW as revisions of one repository, stand for."""
    from policydiff.sources.git import GitName, find_git_name

    found = [find_git_name(name, revisions=True) for name in names]
    first, last = found[0], found[-1]
    if first is None or last is None or first.path or last.path:
        return None
    if len(found) == 1:
        return first if first.since is not None else None
    if first.since is not None or last.since is not None or first.revision is None:
        return None
    if last.repository not in ("", first.repository):
        return None
    return GitName(repository=first.repository, since=first.revision, revision=last.revision)
