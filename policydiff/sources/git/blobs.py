"""Texts of a repository through one `git cat-file --batch`, in the order asked for."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import IO

from policydiff.errors import SourceError
from policydiff.sources.git.repository import FETCH_ALL, Repository
from policydiff.sources.limits import readable_size

_BLOCK = 1 << 20  # bytes of a text that is too large, thrown away at once
_PIPE = 1 << 20  # bytes that git may be ahead; more is not allowed without privilege
_LFS = b"version https://git-lfs.github.com/spec/"


def find_blob(repository: Repository, name: str) -> str | None:
    """The hash of what `REV:PATH` or `:PATH` (staged) names, if there is such a thing."""
    process = repository.start("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    answer, _ = process.communicate()
    return answer.decode("ascii", "replace").strip() or None if not process.returncode else None


def read_blobs(
    repository: Repository, names: Sequence[str], *, max_size: int
) -> Iterator[bytes | str]:
    """For every name (a hash, or REV:PATH) its bytes, or why there are none, in order.

    A text over `max_size` bytes is passed by without being kept. Raises SourceError where git stops.
    """
    done = 0
    try:
        for text in _batch(repository, names, max_size):
            yield text
            done += 1
    except _PartialError:  # git stops at the first text that a filter has left out
        at_hand = _at_hand(repository)
        left = names[done:]
        texts = _batch(repository, [name for name in left if name in at_hand], max_size)
        missing = f"is missing here, as the clone is partial; {FETCH_ALL}"
        for name in left:
            yield next(texts) if name in at_hand else missing


class _PartialError(Exception):
    """git gave up because a text is missing that it would have to fetch."""


def _at_hand(repository: Repository) -> frozenset[str]:
    """The hashes of all objects that a partial clone has."""
    listed = repository.ask(
        "cat-file", "--batch-check=%(objectname)", "--batch-all-objects", "--unordered"
    )
    return frozenset(listed.decode("ascii").split())


def _batch(repository: Repository, names: Sequence[str], max_size: int) -> Iterator[bytes | str]:
    process = repository.start("cat-file", "--batch", "--buffer")
    assert process.stdin
    assert process.stdout
    assert process.stderr
    _widen(process.stdout)
    # git answers while it is being asked: without a thread both would wait for each other.
    feeder = threading.Thread(target=_feed, args=(process.stdin, names), daemon=True)
    feeder.start()
    try:
        for _ in range(len(names)):
            yield _one(process.stdout, repository, max_size)
    except SourceError:
        if b"promisor" in process.stderr.read():
            raise _PartialError from None
        raise
    finally:
        process.stdout.close()
        process.stderr.close()
        process.kill()
        process.wait()
        feeder.join()


def _widen(pipe: IO[bytes]) -> None:
    """Let git write a text at once instead of 64 kB at a time, where the system can: saves a third."""
    try:
        from fcntl import F_SETPIPE_SZ, fcntl  # Linux

        fcntl(pipe, F_SETPIPE_SZ, _PIPE)
    except (ImportError, OSError):  # OSError: the user has too many pipes
        return


def _feed(pipe: IO[bytes], names: Sequence[str]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for name in names:
            pipe.write(name.encode("utf-8", "surrogateescape") + b"\n")
        pipe.close()


def _one(stream: IO[bytes], repository: Repository, max_size: int) -> bytes | str:
    header = stream.readline()
    if not header.endswith(b"\n"):
        raise SourceError(
            "git stopped while reading", where=repository.name or repository.folder,
            fix="git fsck tells what is broken",
        )  # fmt: skip
    *_, kind, size = header.rstrip(b"\n").rsplit(b" ", 2)
    if not size.isdigit():
        return "is missing here; the clone is shallow or partial, or broken"
    length = int(size)
    if kind != b"blob" or length > max_size:
        left = length + 1
        while left > 0:
            block = stream.read(min(left, _BLOCK))
            if not block:
                break
            left -= len(block)
        if kind != b"blob":
            return "is no file"
        return f"larger than {readable_size(max_size)}"
    data = stream.read(length)
    if (
        len(data) != length or stream.read(1) != b"\n"
    ):  # by itself: to cut it off would copy the text
        raise SourceError(
            "git stopped while reading", where=repository.name or repository.folder,
            fix="git fsck tells what is broken",
        )  # fmt: skip
    if data.startswith(_LFS) and length < 1024:
        return "is kept outside (Git LFS); git lfs fetch --all brings it, git lfs migrate export in"
    return data
