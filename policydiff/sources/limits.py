"""How much of what a user names is taken in, and how a size is told."""

from __future__ import annotations

MAX_SIZE = (
    32 * 1024 * 1024
)  # bytes of one snapshot; the longest policy in public archives has 0.3 MB
MAX_FILES = 20_000  # of one source


def readable_size(size: int) -> str:
    """ "32 MB", "500 kB", "12 bytes"."""
    if size >= 1 << 20:
        return f"{size / (1 << 20):.0f} MB"
    return f"{size / 1024:.0f} kB" if size >= 1024 else f"{size} bytes"
