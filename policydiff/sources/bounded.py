"""A stream that gives no more than a reader has allowed: a few packed kilobytes may hold terabytes."""

from __future__ import annotations

import io
from typing import IO


class TooMuchError(Exception):
    """An archive unpacks to more than it may."""


class BoundedStream(io.RawIOBase):
    """Bytes of `stream`: `room` for the first headers, and `total` in all."""

    def __init__(self, stream: IO[bytes], *, room: int, total: int) -> None:
        self.stream = stream
        self.room, self.total = room, total
        self.given = 0
        self.tail = b""  # the last bytes given
        self.allowed = room

    def allow(self, size: int) -> None:
        """Let a member of that size pass, and the headers behind it. Raises TooMuchError."""
        self.allowed = self.given + max(size, 0) + self.room
        if self.allowed > self.total + self.room:
            raise TooMuchError

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes. Raises TooMuchError."""
        # Not more than is at hand: of a torn file, what stands before the damage is wanted.
        read = getattr(self.stream, "read1", self.stream.read)
        data: bytes = read(size)
        self.given += len(data)
        self.tail = (self.tail + data)[-3:] if len(data) < 3 else data[-3:]
        if self.given > self.allowed:
            raise TooMuchError
        return data
