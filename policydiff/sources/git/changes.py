"""Which files differ between a revision and the work tree, the index or another revision.

git is asked for trees and texts only. `git diff` on a work tree would run the filters that the
repository configures, so files are compared here, by git's own hash of their bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise

from msgspec import Struct, field

from policydiff.errors import SourceError
from policydiff.model import RawSnapshot
from policydiff.sources.file import load_file
from policydiff.sources.git.blobs import read_blobs
from policydiff.sources.git.repository import Repository, open_repository
from policydiff.sources.git.work_tree import (
    commit_dates,
    find_base,
    find_merge_base,
    find_work_tree,
    is_tree,
    list_files,
)
from policydiff.sources.layout import is_snapshot_name
from policydiff.sources.limits import MAX_SIZE

_MOST_RENAMES = 200  # files gone times files come, beyond which only equal texts are paired
_ALIKE = 0.5  # share of word triples in common from which a file is the old one, renamed
_ALIKE_NAMED = 0.3  # the same, where the file kept its name in another folder


class FileChange(Struct, frozen=True, kw_only=True):
    """One file that differs; paths are relative to the root of the repository."""

    old_path: str | None  # None: there was none
    new_path: str | None  # None: it is gone
    old: RawSnapshot | None
    new: RawSnapshot | None


class Changes(Struct, frozen=True, kw_only=True):
    """What differs between two states of a repository."""

    root: str  # absolute, of the work tree
    files: tuple[FileChange, ...]  # by path
    names: tuple[str, ...]  # every wanted file, changed or not; gone ones by their old name
    unread: tuple[SourceError, ...] = ()  # why some that differ cannot be read; they are in neither


class _Side(Struct, frozen=True):
    """The files of one state: git's hash by path. `read` gives the bytes of those that can be read."""

    hashes: Mapping[str, str]
    read: Callable[[list[str]], dict[str, bytes]]
    source: Callable[[str], str]  # how a file of it is named for the user
    failed: dict[str, SourceError] = field(default_factory=dict)  # by path; grows with each read


def load_changes(
    *,
    against: str,
    head: str | None = None,
    staged: bool = False,
    from_merge_base: bool = False,
    wanted: Callable[[str], bool],
    unchanged: bool = False,
    max_size: int = MAX_SIZE,
) -> Changes:
    """The wanted files that differ between `against` and the work tree, the index, or `head`.

    `wanted` is asked with paths from the root. A renamed file is followed, also out of what is wanted
    or into it. `unchanged` gives also the files that are the same, as if both sides were read.
    Raises SourceError where a revision is missing; what cannot be read is told in `unread`.
    """
    repository = open_repository("")
    root = find_work_tree(needed=head is None)
    new_commit = find_base(repository, head) if head else None
    # As git does: before the first commit, with nothing.
    base = None if repository.is_unborn(against) else find_base(repository, against)
    if from_merge_base and base and not is_tree(repository, base):
        base = find_merge_base(repository, base, new_commit or repository.head())
    old = _tree(repository, base, against, max_size)
    if new_commit:
        new = _tree(repository, new_commit, head or "", max_size)
    elif staged:
        new = _index(repository, root, max_size)
    else:
        new = _work_tree(root, old.hashes, wanted, max_size)
    dates = commit_dates(repository, new_commit) if new_commit else ()
    pairs = _pairs(old, new, wanted)
    changed = [(o, n) for o, n in pairs if unchanged or _differ(old, new, o, n)]
    olds = old.read([o for o, _ in changed if o is not None])
    news = new.read([n for _, n in changed if n is not None])
    files, unread, lost = [], [], set()
    for o, n in changed:
        failed = old.failed.get(o or "") or new.failed.get(n or "")
        if failed:
            unread.append(failed)
            lost.add((o, n))
            continue
        before = olds[o] if o is not None else None
        after = news[n] if n is not None else None
        if not unchanged and o == n and _lines(before) == _lines(after):
            continue  # checked out with the line ends of another system
        files.append(
            FileChange(
                old_path=o, new_path=n,
                old=RawSnapshot(data=before, source=old.source(o), revision=base)
                if before is not None and o is not None else None,
                new=RawSnapshot(data=after, source=new.source(n), revision=new_commit, dates=dates)
                if after is not None and n is not None else None,
            )
        )  # fmt: skip
    names = sorted({o if o is not None else n or "" for o, n in pairs if (o, n) not in lost})
    return Changes(root=root, files=tuple(files), names=tuple(names), unread=tuple(unread))


def pair_commits(
    repository: Repository, old: str, new: str, *, wanted: Callable[[str], bool], unchanged: bool
) -> list[tuple[str | None, str | None]]:
    """(old path, new path) of the wanted files of two commits, by path; None: there is none.

    Renamed files are followed. Only what differs, unless `unchanged` asks for the rest too.
    """
    sides = [_tree(repository, commit, commit, MAX_SIZE) for commit in (old, new)]
    pairs = _pairs(sides[0], sides[1], wanted)
    return [(o, n) for o, n in pairs if unchanged or _differ(sides[0], sides[1], o, n)]


def _lines(text: bytes | None) -> bytes:
    return (text or b"").replace(b"\r\n", b"\n")


def _differ(old: _Side, new: _Side, o: str | None, n: str | None) -> bool:
    return o is None or n is None or o != n or old.hashes[o] != new.hashes[n]


def _pairs(
    old: _Side, new: _Side, wanted: Callable[[str], bool]
) -> list[tuple[str | None, str | None]]:
    """(old path, new path) of every file that is wanted under either name, by path."""
    both = [path for path in old.hashes if path in new.hashes and wanted(path)]
    gone = [path for path in old.hashes if path not in new.hashes and _may_be_policy(path, wanted)]
    come = [path for path in new.hashes if path not in old.hashes and _may_be_policy(path, wanted)]
    renamed = {o: n for o, n in _renames(old, new, gone, come).items() if wanted(o) or wanted(n)}
    pairs: list[tuple[str | None, str | None]] = [(path, path) for path in both]
    pairs += renamed.items()
    pairs += [(path, None) for path in gone if path not in renamed and wanted(path)]
    taken = set(renamed.values())
    pairs += [(None, path) for path in come if path not in taken and wanted(path)]
    return sorted(pairs, key=lambda pair: (pair[1] or pair[0] or "", pair[0] or ""))


def _may_be_policy(path: str, wanted: Callable[[str], bool]) -> bool:
    return wanted(path) or is_snapshot_name(os.path.basename(path))


def _renames(old: _Side, new: _Side, gone: list[str], come: list[str]) -> dict[str, str]:
    """New path by old path: equal texts first, then the most alike."""
    found: dict[str, str] = {}
    by_hash: dict[str, list[str]] = {}
    for path in sorted(come):
        by_hash.setdefault(new.hashes[path], []).append(path)
    for path in sorted(gone):
        if same := by_hash.get(old.hashes[path]):
            found[path] = same.pop(0)
    taken = set(found.values())
    gone = sorted(path for path in gone if path not in found)
    come = sorted(path for path in come if path not in taken and new.hashes[path])
    if (
        not gone
        or not come
        or len(gone) * len(come) > _MOST_RENAMES**2
        or len(gone) > _MOST_RENAMES
    ):
        return found
    olds = {path: _triples(text) for path, text in old.read(gone).items()}
    news = {path: _triples(text) for path, text in new.read(come).items()}
    scores = sorted(
        (-_share(olds[o], news[n]), o, n)
        for o in olds
        for n in news
        if _share(olds[o], news[n]) >= (_ALIKE_NAMED if _name(o) == _name(n) else _ALIKE)
    )
    for _, o, n in scores:
        if o not in found and n not in taken:
            found[o] = n
            taken.add(n)
    return found


def _name(path: str) -> str:
    return path.rpartition("/")[2].casefold()


def _triples(text: bytes) -> frozenset[tuple[bytes, ...]]:
    words = re.findall(rb"\w+", text[: 1 << 20].lower())
    steps = zip(words, words[1:], words[2:], strict=False)
    return frozenset(steps) or frozenset(pairwise(words))


def _share(one: frozenset[tuple[bytes, ...]], other: frozenset[tuple[bytes, ...]]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _tree(repository: Repository, commit: str | None, name: str, max_size: int) -> _Side:
    listed = repository.ask("ls-tree", "-r", "-z", "--full-tree", commit) if commit else b""
    hashes = {}
    for row in listed.split(b"\0"):
        head, _, path = row.partition(b"\t")
        mode, _, rest = head.partition(b" ")
        if mode in (b"100644", b"100755", b"100664"):
            hashes[os.fsdecode(path)] = rest.split(b" ")[1].decode("ascii")
    return _blobs(repository, hashes, max_size, lambda path: f"{name}:{path}")


def _index(repository: Repository, root: str, max_size: int) -> _Side:
    hashes = {}
    for row in list_files(root, "--stage"):
        head, _, path = row.partition("\t")
        mode, blob, stage = head.split(" ")
        if stage != "0":
            raise SourceError("not merged yet", where=path, fix="resolve the conflict first")
        if mode.startswith("100"):
            hashes[path] = blob
    return _blobs(repository, hashes, max_size, lambda path: f":{path}")


def _work_tree(
    root: str, known: Mapping[str, str], wanted: Callable[[str], bool], max_size: int
) -> _Side:
    """Files on disk that git knows or does not ignore. Only those that matter are read."""
    listed = dict.fromkeys(list_files(root, "--cached", "--others", "--exclude-standard"))
    there = [path for path in listed if _is_file(os.path.join(root, path))]
    like = next(iter(known.values()), "")
    lost = set(known).difference(there)
    renamed = any(_may_be_policy(path, wanted) for path in lost)
    hashes = dict.fromkeys(there, "")
    failed: dict[str, SourceError] = {}
    for path in there:
        if wanted(path):
            try:
                hashes[path] = _hash(os.path.join(root, path), like, max_size)
            except SourceError as error:
                failed[path] = error
        elif renamed and path not in known and _may_be_policy(path, wanted):
            with suppress(SourceError):  # too large to be what was lost
                hashes[path] = _hash(os.path.join(root, path), like, max_size)

    def read(paths: list[str]) -> dict[str, bytes]:
        found = {}
        for path in paths:
            try:
                found[path] = load_file(os.path.join(root, path), max_size=max_size).data
            except SourceError as error:
                failed[path] = _named(error, shown(root, path))
        return found

    return _Side(hashes, read, lambda path: shown(root, path), failed)


def _named(error: SourceError, name: str) -> SourceError:
    """The same error, about a file as the user names it."""
    return SourceError(error.what, where=name, why=error.why, fix=error.fix)


def _is_file(place: str) -> bool:
    return os.path.isfile(place) and not os.path.islink(place)


def _hash(place: str, like: str, max_size: int) -> str:
    """git's hash of a file as it stands, by the algorithm that `like` comes from."""
    import hashlib  # loads OpenSSL

    data = load_file(place, max_size=max_size).data
    digest = hashlib.sha256() if len(like) == 64 else hashlib.sha1(usedforsecurity=False)
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()


def shown(root: str, path: str) -> str:
    """A path of the repository as the user names it, from the working folder on, with "/"."""
    try:
        return os.path.relpath(os.path.join(root, path)).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.join(root, path).replace(os.sep, "/")


def _blobs(
    repository: Repository,
    hashes: Mapping[str, str],
    max_size: int,
    source: Callable[[str], str],
) -> _Side:
    """A side whose texts git has."""
    failed: dict[str, SourceError] = {}

    def read(paths: list[str]) -> dict[str, bytes]:
        texts = read_blobs(repository, [hashes[path] for path in paths], max_size=max_size)
        found = {}
        for path, text in zip(paths, texts, strict=True):
            if isinstance(text, str):
                failed[path] = SourceError("cannot be read", where=source(path), why=text)
            else:
                found[path] = text
        return found

    return _Side(hashes, read, source, failed)
