"""Single files that are packed: `policy.md.gz`, as servers and backups keep them."""

from __future__ import annotations

import zlib
from typing import Any

from policydiff.sources.limits import readable_size

SUFFIXES = (".gz", ".bz2", ".xz")
GZIP, BZIP, XZ = MAGIC = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")  # what they begin with


def unpacked(data: bytes, *, max_size: int) -> bytes | str:
    """The bytes inside of gzip, bzip2 or xz, or why there are none; any other bytes as they are."""
    if not data.startswith(MAGIC):
        return data
    parts: list[bytes] = []
    size = 0
    while data:
        found = _decompressor(data)
        if found is None:  # zeros and rubbish behind the last part
            break
        try:
            part = found.decompress(data, max_size + 1 - size)
        except packing_errors(data) as error:
            return f"cannot be unpacked: {str(error)[:100]}"
        parts.append(part)
        size += len(part)
        if size > max_size:
            return f"unpacks to more than {readable_size(max_size)}"
        if not found.eof:
            return "cannot be unpacked: it is cut short"
        data = found.unused_data
    return b"".join(parts)


def packing_errors(data: bytes) -> tuple[type[Exception], ...]:
    """What unpacking broken bytes may raise; lzma is loaded only for its own."""
    known = (zlib.error, OSError, EOFError, ValueError, ArithmeticError, RuntimeError)
    if not data.startswith(XZ):
        return known
    import lzma

    return (*known, lzma.LZMAError)


def _decompressor(data: bytes) -> Any:
    if data.startswith(GZIP):
        return zlib.decompressobj(31)
    if data.startswith(BZIP):
        import bz2

        return bz2.BZ2Decompressor()
    if data.startswith(XZ):
        import lzma

        return lzma.LZMADecompressor()
    return None


def plain_name(name: str) -> str:
    """The name of a file without the suffix that says how it is packed."""
    lower = name.lower()
    return next((name[: -len(end)] for end in SUFFIXES if lower.endswith(end)), name)
