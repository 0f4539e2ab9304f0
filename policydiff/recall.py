"""What was made of an object, found again by the object itself.

A series holds the same section in a hundred versions, as one object (see `structure.clauses`). To hash
its thousand clauses costs as much as to read them again; whether it is the same object costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Recall(Generic[V]):
    """A bounded memory of what a pure function made of frozen objects; the oldest are forgotten.

    It keeps the objects themselves, so that no other object can take the place of one.
    """

    def __init__(self, make: Callable[..., V], *, size: int) -> None:
        self._make = make
        self._size = size
        self._made: dict[tuple[int, Hashable], tuple[object, V]] = {}

    def __call__(self, thing: object, *rest: Hashable) -> V:
        """`make(thing, *rest)`, or what it gave when it was last asked for the same."""
        key = (id(thing), rest)
        known = self._made.get(key)
        if known is not None:
            return known[1]
        made = self._make(thing, *rest)
        if len(self._made) >= self._size:
            self._made.pop(next(iter(self._made)))
        self._made[key] = (thing, made)
        return made
