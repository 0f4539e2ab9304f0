"""Texts of a repository through one `git cat-file --batch`, in the order asked for."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import IO

from policydiff.errors import SourceError
from policydiff.sources.file import readable_size
from policydiff.sources.git.repository import Repository

_BLOCK = 1 << 20  # bytes of a text that is too large, thrown away at once
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
    process = repository.start("cat-file", "--batch", "--buffer")
    assert process.stdin
    assert process.stdout
    assert process.stderr
    # git answers while it is being asked: without a thread both would wait for each other.
    feeder = threading.Thread(target=_feed, args=(process.stdin, names), daemon=True)
    feeder.start()
    try:
        for _ in names:
            yield _one(process.stdout, repository, max_size)
    finally:
        process.stdout.close()
        process.stderr.close()
        process.kill()
        process.wait()
        feeder.join()


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
    data = stream.read(length + 1)
    if len(data) != length + 1:
        raise SourceError(
            "git stopped while reading", where=repository.name or repository.folder,
            fix="git fsck tells what is broken",
        )  # fmt: skip
    data = data[:-1]
    if data.startswith(_LFS) and length < 1024:
        return "is kept outside (Git LFS); git lfs fetch --all brings it, git lfs migrate export in"
    return data
