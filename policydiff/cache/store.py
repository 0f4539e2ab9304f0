"""Bytes by key in one SQLite file, bounded in size, safe to lose."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

V = TypeVar("V")
LIMIT = 256 << 20  # bytes of values
_LAYOUT = 2  # of the tables; a file of another layout is made anew
_PENDING = 16 << 20  # bytes that wait to be written together
_PATIENCE = 0.5  # seconds to wait for another process
_NAME = "cache.sqlite"


class CacheInfo(NamedTuple):
    """What a cache holds."""

    path: str
    entries: int
    size: int  # bytes of the file
    limit: int  # bytes of values


class Store:
    """Values by key. What goes wrong is taken for an empty cache; nothing raises but ValueError."""

    def __init__(self, folder: Path | None, *, limit: int = LIMIT) -> None:
        self.path = folder / _NAME if folder else None
        self.limit = limit
        self._base: sqlite3.Connection | None = None
        self._broken = folder is None
        self._pending: dict[bytes, bytes] = {}
        self._waiting = 0
        self._used: list[bytes] = []

    def get(self, key: bytes) -> bytes | None:
        """The value that was kept under a key; None where there is none or it is damaged."""
        if key in self._pending:
            return zlib.decompress(self._pending[key])
        return self._attempt(lambda base: self._get(base, key))

    def _get(self, base: sqlite3.Connection, key: bytes) -> bytes | None:
        row = base.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        value = zlib.decompress(row[0])
        self._used.append(key)
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value. It is written together with others, at the latest by `close`."""
        if self._broken or len(value) > self.limit // 4:
            return
        packed = zlib.compress(value, 1)
        self._pending[key] = packed
        self._waiting += len(packed)
        if self._waiting > _PENDING:
            self.flush()

    def flush(self) -> None:
        """Write what waits, in one transaction, and throw out the oldest where there is too much."""
        pending, used = self._pending, self._used
        self._pending, self._used, self._waiting = {}, [], 0
        if pending or used:
            self._attempt(lambda base: self._write(base, pending, used))

    def _write(
        self, base: sqlite3.Connection, pending: dict[bytes, bytes], used: list[bytes]
    ) -> None:
        with base:  # commits, or rolls back
            base.execute("BEGIN IMMEDIATE")
            # A counter, not a clock: what was asked for last is thrown out last.
            (turn,) = base.execute("SELECT coalesce(max(turn), 0) + 1 FROM kept").fetchone()
            base.executemany("UPDATE kept SET turn = ? WHERE key = ?", [(turn, k) for k in used])
            if not pending:
                return
            base.executemany(
                "INSERT OR REPLACE INTO kept (key, size, turn, value) VALUES (?, ?, ?, ?)",
                [(key, len(value), turn, value) for key, value in pending.items()],
            )
            (total,) = base.execute("SELECT coalesce(sum(size), 0) FROM kept").fetchone()
            if total > self.limit:
                self._shrink(base, total - self.limit * 3 // 4)

    def _shrink(self, base: sqlite3.Connection, surplus: int) -> None:
        gone: list[tuple[bytes]] = []
        for key, size in base.execute("SELECT key, size FROM kept ORDER BY turn, key"):
            if surplus <= 0:
                break
            gone.append((key,))
            surplus -= size
        base.executemany("DELETE FROM kept WHERE key = ?", gone)

    def close(self) -> None:
        """Write what waits and let go of the file."""
        self.flush()
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error):
                self._base.close()
            self._base = None

    def info(self) -> CacheInfo | None:
        """What it holds; None where there is no place for it."""
        if self.path is None:
            return None
        entries = 0
        if self.path.exists():
            found = self._attempt(lambda base: base.execute("SELECT count(*) FROM kept").fetchone())
            entries = found[0] if found else 0
        return CacheInfo(
            path=str(self.path), entries=entries, size=_size(self.path), limit=self.limit
        )

    def clear(self) -> None:
        """Take the file away. Raises OSError where that is not allowed."""
        self.close()
        if self.path is not None:
            _remove(self.path)

    def _attempt(self, work: Callable[[sqlite3.Connection], V]) -> V | None:
        """What `work` gives; on any trouble None, and the rest of the run does without the file."""
        try:
            base = self._open()
            return work(base) if base is not None else None
        except sqlite3.DatabaseError as error:
            damaged = not isinstance(error, sqlite3.OperationalError)  # these are locks, full disks
            self._give_up(remove=damaged)
        except (OSError, zlib.error, MemoryError):
            self._give_up(remove=False)
        return None

    def _open(self) -> sqlite3.Connection | None:
        if self._base is not None:
            return self._base
        if self._broken or self.path is None:
            return None
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Policies may not be published yet: nobody else is to read them here.
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        base = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        self._base = base
        (layout,) = base.execute("PRAGMA user_version").fetchone()
        if layout not in (0, _LAYOUT):
            raise sqlite3.DatabaseError("of another layout")
        base.execute("PRAGMA synchronous = OFF")  # a lost cache costs time only
        if layout == 0:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute(
                "CREATE TABLE IF NOT EXISTS kept "
                "(key BLOB PRIMARY KEY, size INTEGER, turn INTEGER, value BLOB)"
            )
            # Else each look at a counter or a size would walk through all values.
            base.execute("CREATE INDEX IF NOT EXISTS kept_turn ON kept (turn, size)")
            base.execute(f"PRAGMA user_version = {_LAYOUT}")
        return base

    def _give_up(self, *, remove: bool) -> None:
        self._broken = True
        self._pending, self._used = {}, []
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error):
                self._base.close()
            self._base = None
        if remove and self.path is not None:
            with contextlib.suppress(OSError):
                _remove(self.path)  # the next run begins a new one


def _size(path: Path) -> int:
    found = 0
    for name in (path, *_beside(path)):
        with contextlib.suppress(OSError):
            found += name.stat().st_size
    return found


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal")]


def _remove(path: Path) -> None:
    for name in (path, *_beside(path)):
        name.unlink(missing_ok=True)
