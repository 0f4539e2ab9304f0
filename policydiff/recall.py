"""What was made of an object, found again by the object itself.

A series holds the same section in a hundred versions, as one object (see `structure.clauses`). To hash
its thousand clauses costs as much as to read them again; whether it is the same object costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Memory(Generic[V]):
    """A bounded memory of what was made of frozen objects; the oldest are forgotten.

    It keeps the objects themselves, so that no other object can take the place of one.
    """

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._made: dict[tuple[int, Hashable], tuple[object, V]] = {}

    def known(self, thing: object, rest: Hashable) -> V | None:
        """What was kept for `thing` and `rest`, if it is known still."""
        found = self._made.get((id(thing), rest))
        return found[1] if found else None

    def keep(self, thing: object, rest: Hashable, made: V) -> V:
        """`made`, remembered."""
        if len(self._made) >= self._size:
            self._made.pop(next(iter(self._made)))
        self._made[id(thing), rest] = (thing, made)
        return made


class Recall(Memory[V]):
    """A memory that asks a pure function for what it does not know."""

    def __init__(self, make: Callable[..., V], *, size: int) -> None:
        super().__init__(size=size)
        self._make = make

    def __call__(self, thing: object, *rest: Hashable) -> V:
        """`make(thing, *rest)`, or what it gave when it was last asked for the same."""
        key = (id(thing), rest)
        known = self._made.get(key)
        if known is not None:
            return known[1]
        return self.keep(thing, rest, self._make(thing, *rest))
