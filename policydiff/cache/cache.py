"""What is kept, under which key: documents of raw snapshots, results of pairs and series."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from policydiff.cache.fingerprint import fingerprint
from policydiff.cache.store import Store
from policydiff.digest import sha256
from policydiff.model import (
    Clause,
    Document,
    Page,
    Paragraph,
    RawSnapshot,
    Snapshot,
)

T = TypeVar("T")
_PLACES = {"pdf": Page, "docx": Paragraph}  # formats that have something in the place of lines


class _Kept(msgspec.Struct, Generic[T], frozen=True):
    """A result, and the format that has something in the place of lines, if there is one."""

    place: str
    value: T


class Cache:
    """Results of earlier runs. Everything may be missing; nothing raises."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._clauses: dict[tuple[Clause, ...], tuple[Clause, ...]] = {}

    @property
    def folder(self) -> Path | None:
        """Where it lies, for other processes."""
        return self._store.path.parent if self._store.path else None

    def document(self, raw: RawSnapshot, by: str) -> Document | None:
        """The document that was made of a raw snapshot, dated by itself on the axis `by`."""
        found = self._get(self._document_key(raw, by), Document)
        if found is None:
            return None
        found = _with_places(found, found.snapshot.format)
        # One object for the same section of many versions, as when they are read: see `recall`.
        sections = tuple(
            replace(section, clauses=self._clauses.setdefault(section.clauses, section.clauses))
            for section in found.sections
        )
        return replace(found, sections=sections)

    def keep_document(self, raw: RawSnapshot, by: str, document: Document) -> None:
        """Keep what was made of a raw snapshot."""
        self._put(self._document_key(raw, by), document)

    def key(
        self, kind: str, raws: Sequence[RawSnapshot], by: str, options: Collection[object]
    ) -> bytes:
        """The key of what is made of some snapshots in the order in which their source gives them."""
        found = sha256(kind.encode())
        found.update(repr(options).encode("utf-8", "surrogatepass"))
        for raw in raws:
            found.update(self._document_key(raw, by))
        return found.digest()

    def result(self, key: bytes, kind: type[T]) -> T | None:
        """What was made of some snapshots; `key` from `key`."""
        found = self._get(key, _Kept[kind])  # type: ignore[valid-type]
        return _with_places(found.value, found.place) if found else None

    def keep_result(self, key: bytes, value: object, snapshots: Collection[Snapshot]) -> None:
        """Keep what was made of some snapshots."""
        places = {snapshot.format for snapshot in snapshots} & set(_PLACES)
        if len(places) <= 1:  # places of two kinds are not told apart
            self._put(key, _Kept(place="".join(places), value=value))

    def close(self) -> None:
        """Write what is to be kept."""
        self._store.close()

    def _document_key(self, raw: RawSnapshot, by: str) -> bytes:
        named = replace(raw, data=b"")
        try:
            told = _encoder.encode((by, named))
        except UnicodeEncodeError:  # a path that is not UTF-8
            told = repr((by, named)).encode("utf-8", "surrogatepass")
        data = sha256(raw.data).digest()
        return sha256(fingerprint() + data + told).digest()

    def _get(self, key: bytes, kind: type[T]) -> T | None:
        data = self._store.get(key)
        if data is None:
            return None
        try:
            return msgspec.msgpack.decode(data, type=kind)
        except (msgspec.DecodeError, RecursionError):
            return None

    def _put(self, key: bytes, value: object) -> None:
        try:
            data = _encoder.encode(value)
        except (TypeError, ValueError, OverflowError, UnicodeError):
            return  # what has no form in the cache is made again each time
        self._store.put(key, data)


def _encode(value: object) -> int:
    """Pages and paragraphs as negative numbers: lines are never below 0."""
    if isinstance(value, (Page, Paragraph)):
        return -int(value)
    raise TypeError(type(value).__name__)


_encoder = msgspec.msgpack.Encoder(enc_hook=_encode)


def _with_places(value: T, format_: str) -> T:
    """The value with its negative numbers as what they stand for in a format."""
    kind = _PLACES.get(format_)
    return _placed(value, kind) if kind else value


def _placed(value: Any, kind: type[int]) -> Any:
    if type(value) is int:
        return kind(-value) if value < 0 else value
    if type(value) is tuple:
        return tuple(_placed(one, kind) for one in value)
    if isinstance(value, msgspec.Struct):
        changed = {name: _placed(getattr(value, name), kind) for name in value.__struct_fields__}
        return replace(value, **changed)
    return value
