"""What the alignment of sections works on: bodies, the groups that it makes, the pairs found so far."""

from __future__ import annotations

from collections import Counter
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


def body_likeness(one: Body, other: Body) -> float:
    """Share of words in common (multiset), 0.0 to 1.0."""
    a, b = Counter(word_codes(one.text)), Counter(word_codes(other.text))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
