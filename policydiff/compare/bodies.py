"""What the alignment of sections works on: bodies, the groups that it makes, the pairs found so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from policydiff.compare.cross_references import plain_number
from policydiff.compare.labels import Bare, bare_keys
from policydiff.compare.normalise import (
    Key,
    heading_key,
    normalise,
)
from policydiff.compare.similarity import word_codes
from policydiff.model import Clause, Section
from policydiff.recall import Recall

FEW_WORDS = 12  # below so many words a body proves nothing


class Body(Struct, frozen=True):
    """A section as the alignment sees it."""

    section: Section
    heading: Key
    keys: tuple[Key, ...]  # of its clauses
    bare: tuple[Bare | None, ...]  # the same without what their place gives them
    words: int
    text: str


class Group(Struct, frozen=True):
    """Indexes of old and new sections that belong together; one side empty for added, removed."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def make_bodies(sections: Sequence[Section]) -> list[Body]:
    """Bodies of the sections of one document."""
    bodies = []
    for section in sections:
        keys, bare, text, words = _read(section.clauses, plain_number(section.number))
        bodies.append(Body(section, heading_key(section.heading), keys, bare, words, text))
    return bodies


def _read_clauses(
    clauses: tuple[Clause, ...], number: str
) -> tuple[tuple[Key, ...], tuple[Bare | None, ...], str, int]:
    keys = tuple(normalise(clause.text) for clause in clauses)
    text = " ".join(keys)
    return keys, bare_keys(clauses, keys, number), text, text.count(" ") + 1 if text else 0


_read = Recall(_read_clauses, size=8_192)


class Pairs:
    """One-to-one pairs found so far."""

    def __init__(self, old_count: int, new_count: int) -> None:
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self.old_count, self.new_count = old_count, new_count

    def add(self, i: int, j: int) -> None:
        self.to_new[i] = j
        self.to_old[j] = i

    def free(self) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(self.old_count) if i not in self.to_new],
            [j for j in range(self.new_count) if j not in self.to_old],
        )

    def take_equal(self, old: Sequence[object], new: Sequence[object]) -> None:
        """Pair free sections whose signatures are equal, first with first; None never matches."""
        free_old, free_new = self.free()
        waiting: dict[object, list[int]] = defaultdict(list)
        for j in reversed(free_new):
            if new[j] is not None:
                waiting[new[j]].append(j)
        for i in free_old:
            if old[i] is not None and waiting.get(old[i]):
                self.add(i, waiting[old[i]].pop())


def body_likeness(one: Body, other: Body) -> float:
    """Share of words in common (multiset), 0.0 to 1.0."""
    a, b = Counter(word_codes(one.text)), Counter(word_codes(other.text))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
