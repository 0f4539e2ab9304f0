"""What a file is that holds several snapshots, told by its first bytes and not by its name."""

from __future__ import annotations

import os
import re
from typing import IO, Literal

from policydiff.errors import SourceError
from policydiff.sources.limits import MAX_FILES
from policydiff.sources.packed import BZIP, GZIP, MAGIC, XZ, packing_errors

Kind = Literal["zip", "tar", "warc"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
WEB_ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
# Documents that are zip files inside: they are snapshots, or nothing.
_OFFICE = ("[Content_Types].xml", "mimetype")
_HEAD = 512  # bytes: the first header of a tar
_MAX_DIRECTORY = 64 * 1024 * 1024  # bytes of a zip's list of members


def kind_of(path: str) -> Kind | None:
    """The kind of a file with snapshots in it; None for any other file, and for what is no file."""
    try:
        if not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return None
    if head.startswith(_ZIP):
        return None if _is_office(path) else "zip"
    if head.startswith(MAGIC):
        try:
            with open_packed(path) as stream:
                head = stream.read(_HEAD)
        except packing_errors(head):
            return _by_name(path)
    if head.startswith((b"WARC/1.", b"filedesc://")):  # and ARC, as they were kept before
        return "warc"
    return "tar" if head[257:262] == b"ustar" or _is_old_tar(head) else None


def _is_old_tar(head: bytes) -> bool:
    """Whether the header of a tar from before the signature "ustar" adds up."""
    told = head[148:156].strip(b" \0")
    if len(head) < _HEAD or not head[0] or not re.fullmatch(rb"[0-7]+", told):
        return False
    return int(told, 8) == sum(head[:148]) + 8 * ord(" ") + sum(head[156:])


def open_packed(path: str) -> IO[bytes]:
    """A file as it is inside of gzip, bzip2 or xz; any other as it stands."""
    with open(path, "rb") as file:
        head = file.read(8)
    return _unpacker(path, head) or open(path, "rb")


def unpacking(stream: IO[bytes]) -> IO[bytes]:
    """What stands inside of gzip, bzip2 or xz in a stream that lets itself be peeked into."""
    return _unpacker(stream, stream.peek(8)[:8]) or stream  # type: ignore[attr-defined]


def _unpacker(file: str | IO[bytes], head: bytes) -> IO[bytes] | None:
    if head.startswith(GZIP):
        import gzip

        return gzip.open(file, "rb")  # type: ignore[return-value]
    if head.startswith(BZIP):
        import bz2

        return bz2.open(file, "rb")
    if head.startswith(XZ):
        import lzma

        return lzma.open(file, "rb")
    return None


def _by_name(path: str) -> Kind | None:
    """What a file that cannot be unpacked was meant to be, so that it is refused as that."""
    name = path.lower()
    if name.endswith((".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")):
        return "tar"
    return "warc" if name.endswith((".warc.gz", ".arc.gz")) else None


def _is_office(path: str) -> bool:
    """Whether a zip file is a document: its first member says so (.docx, .odt, .epub)."""
    with open(path, "rb") as file:
        start = file.read(30)
        name = file.read(int.from_bytes(start[26:28], "little") if len(start) == 30 else 0)
    if name.decode("utf-8", "replace") in _OFFICE:
        return True
    import zipfile

    try:
        check_zip(path)
        with zipfile.ZipFile(path) as archive:
            return any(info.filename in _OFFICE for info in archive.infolist()[:200])
    except (SourceError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # Why it is refused is told when it is read, as what its name says it is.
        return not path.lower().endswith(".zip")


def check_zip(path: str) -> None:
    """Refuse a zip whose list of members is out of all proportion, before it is read whole."""
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    record = tail[end : end + 22]
    if end < 0 or len(record) < 22:
        return
    count = int.from_bytes(record[10:12], "little")
    directory = int.from_bytes(record[12:16], "little")
    if count > MAX_FILES or directory > _MAX_DIRECTORY:
        raise SourceError(f"more than {MAX_FILES} files", where=path, fix="split it")
