"""Snapshots from single files and standard input."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot, SnapshotWarning
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.limits import MAX_SIZE, readable_size
from policydiff.sources.packed import unpacked


def load_file(
    path: str, *, max_size: int = MAX_SIZE, given: tuple[DateCandidate, ...] = ()
) -> RawSnapshot:
    """Bytes of one file, "-" for standard input. Raises SourceError with the way out."""
    if path == "-":
        data = sys.stdin.buffer.read(max_size + 1)
        _check_size(len(data), max_size, "-")
        return RawSnapshot(data=_plain(data, max_size, "-"), source="-", dates=given)
    try:
        if path in (os.devnull, "/dev/null"):  # what diff(1) and git name a side that is not there
            return RawSnapshot(data=b"", source=path, dates=given)
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise SourceError("this is a folder", where=path, fix="name one file in it")
        if not stat.S_ISREG(status.st_mode) and not _is_stream(path):
            raise SourceError("this is no file", where=path, fix="name a file, or use - and a pipe")
        _check_size(status.st_size, max_size, path)
        with open(path, "rb") as file:
            data = file.read(max_size + 1)
    except FileNotFoundError as error:
        raise SourceError("no such file", where=path, fix="check the path") from error
    except OSError as error:
        raise SourceError("cannot be read", where=path, why=error.strerror or "") from error
    except ValueError as error:  # a NUL in the name
        raise SourceError("no such file", where=path, why=str(error)) from error
    _check_size(len(data), max_size, path)
    return RawSnapshot(
        data=_plain(data, max_size, path),
        source=path,
        series=Path(path).parent.name or Path(path).resolve().parent.name or None,
        dates=given + dates_in_name(Path(path).name),
    )


def _plain(data: bytes, max_size: int, where: str) -> bytes:
    """What a packed file holds. Raises SourceError."""
    if data[:1] not in (b"\x1f", b"B", b"\xfd"):
        return data
    found = unpacked(data, max_size=max_size)
    if isinstance(found, str):
        raise SourceError("cannot be read", where=where, why=found)
    return found


def _is_stream(path: str) -> bool:
    """Whether a path is what the shell makes of `<(command)`: it ends, other pipes may not."""
    return path.startswith(("/dev/fd/", "/proc/self/fd/", "/dev/stdin"))


def _check_size(size: int, max_size: int, where: str) -> None:
    if size > max_size:
        raise SourceError(
            f"larger than {readable_size(max_size)}",
            where=where,
            fix="raise the limit with --max-size if it really is a policy",
        )


def skipped(name: str, why: str) -> SnapshotWarning:
    """Warning about a file of a folder that is not read."""
    return SnapshotWarning(code="skipped-file", message=f"{name}: {why}")
