"""`git log --raw` as records: a commit, its parents, and what it did to files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import IO

from msgspec import Struct, field

from policydiff.patterns import regex
from policydiff.sources.git.repository import Repository, unreadable

# Half of the text must be the same for a rename, as in git; more candidates than these are not paired.
_RENAMED = ("-M50%", "-l1000")
_LOG = (
    "log", "--raw", "-z", "--no-abbrev", "--format=raw", "--parents", "--topo-order", "-m",
    "--no-ext-diff", "--no-textconv", "--no-color", "--no-notes", "--no-relative",
    "--no-show-signature", "--ignore-submodules=none", "--encoding=UTF-8", *_RENAMED,
)  # fmt: skip
_SIGNED = regex(rb"(?m)^(author|committer) .*?(-?\d{1,19}) ([+-]\d{4})$")
_BLOCK = 1 << 18  # bytes
# Opening words of commits by which an archive says that it reads the page in another way than
# before. The page did not change, or nobody can tell: Open Terms Archive, today's words and older.
_TECHNICAL = (b"Apply technical or declaration upgrade", b"Refilter ")


class Change(Struct, frozen=True):
    """What a commit did to one file, seen from one parent."""

    status: str  # A, M, D, T, R
    old: str  # path before; the same as `new` unless renamed
    new: str
    mode: str  # after
    blob: str  # after


class Commit(Struct):
    """One commit; changes by the index of the parent they are seen from."""

    hash: str
    parents: list[str]  # the next ones in this history, which may leave some out
    authored: datetime | None
    committed: datetime | None
    technical: bool
    changes: dict[int, list[Change]] = field(default_factory=dict)


def read_log(repository: Repository, tip: str, paths: Sequence[str] = ()) -> Iterator[Commit]:
    """The commits behind `tip` that touch `paths` (all without any), each before its parents.

    A merge has the changes against each parent from which it differs. git begins at once, whenever
    the first commit is asked for. Raises SourceError.
    """
    return _read(repository, repository.start(*_LOG, tip, "--", *paths))


def _read(repository: Repository, process: subprocess.Popen[bytes]) -> Iterator[Commit]:
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.close()
    try:
        yield from _commits(_fields(process.stdout))
    finally:
        process.stdout.close()
        complaint = process.stderr.read()
        process.stderr.close()
        code = process.wait()
    if code:
        raise unreadable(repository, "the history cannot be read", complaint)


def rename_source(repository: Repository, commit: Commit, path: str) -> str | None:
    """The name that `path` had before `commit`, which a log of one path cannot see."""
    return next((one.old for one in _renames(repository, commit) if one.new == path), None)


def rename_target(repository: Repository, commit: Commit, path: str) -> str | None:
    """The name that `commit` gave to what was `path`, if it is there under another one."""
    return next((one.new for one in _renames(repository, commit) if one.old == path), None)


def _renames(repository: Repository, commit: Commit) -> Iterator[Change]:
    """The renames of a commit against its first parent; none of the first commit of a history."""
    process = repository.start(
        "diff-tree", "-r", "--raw", "-z", "--no-abbrev", "--no-commit-id", "--no-ext-diff",
        *_RENAMED, f"{commit.hash}^1", commit.hash,
    )  # fmt: skip
    raw, complaint = process.communicate()
    if b"promisor" in complaint:
        raise unreadable(repository, "the history cannot be read", complaint)
    if process.returncode:  # the first commit of all, or of a shallow clone
        return
    fields = iter(raw.split(b"\0"))
    for text in fields:
        if text.startswith(b":") and (change := _change(text, fields)).status == "R":
            yield change


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    """What stands between NULs, as it arrives."""
    rest = b""
    while block := stream.read(_BLOCK):
        *whole, rest = (rest + block).split(b"\0")
        yield from whole
    if rest:
        yield rest


def _commits(fields: Iterator[bytes]) -> Iterator[Commit]:
    commit: Commit | None = None
    parent = 0
    for text in fields:
        if text.startswith(b"commit "):
            head, mark, entry = text.partition(b"\n:")  # lines of a message are indented
            following, parent = _header(head)
            if commit is None or following.hash != commit.hash:
                if commit is not None:
                    yield commit
                commit = following
            text = b":" + entry if mark else b""
        if text.startswith(b":") and commit is not None:
            commit.changes.setdefault(parent, []).append(_change(text, fields))
    if commit is not None:
        yield commit


def _header(head: bytes) -> tuple[Commit, int]:
    """A commit without changes, and the index of the parent that its changes are seen from."""
    first, _, rest = head.partition(b"\n")
    header, _, message = rest.partition(b"\n\n")
    names, _, seen_from = first.removeprefix(b"commit ").partition(b" (from ")
    hashes = names.decode("ascii", "replace").split()
    parent = 0
    if seen_from:
        # Of a path's history git names the parents that it has left, not those of the header.
        older = seen_from[:-1].decode("ascii", "replace")
        parent = hashes[1:].index(older) if older in hashes[1:] else 0
    dates = {who: (int(seconds), zone) for who, seconds, zone in _SIGNED.findall(header)}
    return Commit(
        hash=hashes[0],
        parents=hashes[1:],
        authored=_moment(dates.get(b"author")),
        committed=_moment(dates.get(b"committer")),
        technical=message.strip(b" \n").startswith(_TECHNICAL),
    ), parent


def _moment(written: tuple[int, bytes] | None) -> datetime | None:
    """A time in the zone of its author; None for what no calendar holds."""
    if written is None:
        return None
    seconds, zone = written
    minutes = int(zone[1:3]) * 60 + int(zone[3:5])
    sign = -1 if zone.startswith(b"-") else 1
    try:
        offset = timezone(timedelta(minutes=sign * minutes))
        return datetime.fromtimestamp(seconds, UTC).astimezone(offset)
    except (ValueError, OverflowError, OSError):
        return None


def _change(text: bytes, fields: Iterator[bytes]) -> Change:
    parts = text.decode("ascii", "replace").split()
    status = parts[4][:1]
    old = os.fsdecode(next(fields, b""))
    new = os.fsdecode(next(fields, b"")) if status in "RC" else old
    return Change("A" if status == "C" else status, old, new, parts[1], parts[3])
