"""What a clause bears because of its place: the "; and" of an item, its number, the count of a row.

2.2 It informs you.     3.2 It informs you.      no change of the clause
| 2 | Printo |          | 3 | Printo |           no change of the cell
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from policydiff.compare.normalise import Key, normalise
from policydiff.model import Clause, ClauseKind
from policydiff.patterns import regex
from policydiff.structure.numbering import roman


class Bare(NamedTuple):
    """What a clause says without what its place gives it."""

    words: Key
    list_joints: frozenset[str] = frozenset()  # "and", "or": what joins the items of its list
    joint: str = ""  # the one that stands in this very item

    def says_the_same(self, other: Bare) -> bool:
        """Equal words, joined as before; an item that bears no "or" is none of those that it joins."""
        return self.words == other.words and (
            self.list_joints == other.list_joints or self.joint == other.joint
        )


# What stands at the end of an item because of its place; keys have blanks around marks.
_ENDING = regex(
    r"(?: [;,.])?(?: (and / or|and|or|und|oder|sowie|et|ou|y|o|e|en|of))?(?: [;,.])?$", re.I
)
_ALL = (
    "",
    "and",
    "und",
    "sowie",
    "et",
    "y",
    "e",
    "en",
)  # joints that say of all items what is said
_NUMBER = regex(r"\d+(?:\.\d+)+")
# "(ii)" and "b)" inside a sentence; "6(1)(a)" is a number of a law.
_ENUMERATOR = regex(
    r"(?<!\S)(?:\((\d{1,2}|[a-z]|[ivx]{1,5})\)|(\d{1,2}|[a-z]|[ivx]{1,5})\))(?=\s)", re.I
)
_COUNTS: tuple[Callable[[str], int | None], ...] = (
    lambda label: int(label) if label.isdecimal() else None,
    lambda label: ord(label.lower()) - ord("a") + 1 if len(label) == 1 else None,
    roman,
)
_ITEM_WORDS = 2


def bare_keys(
    clauses: Sequence[Clause], keys: Sequence[Key], number: str
) -> tuple[Bare | None, ...]:
    """Per clause of a section: its words without its label; None where it bears none.

    A list that was put in another order, or got one item more, moves its "; and": no change of an item.
    "and" that became "or" is one, of every item that says so or did. `number` is that of the section:
    "2.2" opens a clause of section 2.
    """
    found: list[Bare | None] = []
    joining: dict[tuple[str | None, int], set[str]] = defaultdict(set)
    ends = [
        _ENDING.search(key) if clause.kind == "item" else None
        for clause, key in zip(clauses, keys, strict=True)
    ]
    for clause, end in zip(clauses, ends, strict=True):
        if end and end[1]:
            joining[clause.lead_in, clause.depth].add(end[1].casefold())
    counts = _counts(clauses, keys)
    for at, (clause, key, end) in enumerate(zip(clauses, keys, ends, strict=True)):
        opening, _, rest = key.partition(" ")
        numbered = (
            number and rest and opening.startswith(f"{number}.") and _NUMBER.fullmatch(opening)
        )
        if at in counts:
            found.append(Bare(Key("")))
        elif end:
            start = len(opening) + 1 if numbered else 0
            joined = frozenset(joining[clause.lead_in, clause.depth])
            found.append(Bare(Key(key[start : end.start()]), joined, (end[1] or "").casefold()))
        else:
            found.append(Bare(Key(rest)) if numbered else None)
    return tuple(found)


def as_a_sentence(kind: ClauseKind, key: Key, bare: Bare | None) -> Key | None:
    """What an item says and a sentence would say; None for an item that is one of several to choose from.

    "- your name; and" is "Your name."
    """
    if kind == "item" and bare:
        words = str(bare.words) if bare.joint in _ALL else ""
    else:
        words = key.removesuffix(" .") if kind == "sentence" else ""
    return Key(words[:1].lower() + words[1:]) if words else None


def own_number(text: str, bare: Bare | None) -> tuple[int, int] | None:
    """Where the number of a clause stands in its text; None where it has none."""
    found = _NUMBER.match(text)
    return found.span() if found and bare and not bare.words.startswith(found[0]) else None


def _counts(clauses: Sequence[Clause], keys: Sequence[Key]) -> set[int]:
    """Cells that only count the rows of their table."""
    found: set[int] = set()
    for in_table, table in groupby(range(len(clauses)), key=lambda at: clauses[at].row > 0):
        if in_table:
            firsts = [next(row) for _, row in groupby(table, key=lambda at: clauses[at].row)]
            if is_serial([keys[at] for at in firsts]):
                found |= {at for at in firsts if _serial_number(keys[at]) is not None}
    return found


def is_serial(firsts: Sequence[Key]) -> bool:
    """Whether the first cells only count the rows: a row put in changes all numbers below it."""
    numbers = [number for key in firsts if (number := _serial_number(key)) is not None]
    return len(numbers) >= max(2, len(firsts) - 1) and all(b == a + 1 for a, b in pairwise(numbers))


def _serial_number(key: Key) -> int | None:
    bare = key.rstrip(" .)")
    return int(bare) if bare.isdecimal() and len(key) < 5 else None


def enumerators(text: str) -> tuple[tuple[int, int], ...]:
    """Where "(i)", "(ii)", ... stand that count what a sentence lists; () unless they are one list from 1.

    "(a) or (b)" names items, it opens none.
    """
    found = list(_ENUMERATOR.finditer(text))
    gaps = [text[one.end() : other.start()] for one, other in pairwise(found)]
    listed = len(found) > 1 and all(len(gap.split()) >= _ITEM_WORDS for gap in gaps)
    if not listed or not any(
        all(count(match[1] or match[2]) == at for at, match in enumerate(found, 1))
        for count in _COUNTS
    ):
        return ()
    return tuple(match.span() for match in found)


def without_enumerators(text: str) -> Key | None:
    """The words of a sentence that lists, with a mark for each number; None if it lists nothing."""
    pieces, at = [], 0
    for start, end in enumerators(text):
        pieces.append(text[at:start])
        at = end
    return normalise("→".join([*pieces, text[at:]])) if pieces else None
