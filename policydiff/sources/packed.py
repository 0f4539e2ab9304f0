"""Single files that are packed: `policy.md.gz`, as servers and backups keep them."""

from __future__ import annotations

import zlib
from typing import Any

from policydiff.sources.file import readable_size

SUFFIXES = (".gz", ".bz2", ".xz")
_MAGIC = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")


def unpacked(data: bytes, *, max_size: int) -> bytes | str:
    """The bytes inside of gzip, bzip2 or xz, or why there are none; any other bytes as they are."""
    if not data.startswith(_MAGIC):
        return data
    parts: list[bytes] = []
    size = 0
    while data:
        found = _decompressor(data)
        if found is None:  # zeros and rubbish behind the last part
            break
        try:
            part = found.decompress(data, max_size + 1 - size)
        except (zlib.error, OSError, EOFError, ValueError, ArithmeticError) as error:
            return f"cannot be unpacked: {str(error)[:100]}"
        except Exception as error:  # LZMAError, without loading that module for gzip
            if type(error).__module__ != "_lzma":
                raise
            return f"cannot be unpacked: {str(error)[:100]}"
        parts.append(part)
        size += len(part)
        if size > max_size:
            return f"unpacks to more than {readable_size(max_size)}"
        if not found.eof:
            return "cannot be unpacked: it is cut short"
        data = found.unused_data
    return b"".join(parts)


def _decompressor(data: bytes) -> Any:
    if data.startswith(_MAGIC[0]):
        return zlib.decompressobj(31)
    if data.startswith(_MAGIC[1]):
        import bz2

        return bz2.BZ2Decompressor()
    if data.startswith(_MAGIC[2]):
        import lzma

        return lzma.LZMADecompressor()
    return None


def plain_name(name: str) -> str:
    """The name of a file without the suffix that says how it is packed."""
    lower = name.lower()
    return next((name[: -len(end)] for end in SUFFIXES if lower.endswith(end)), name)
