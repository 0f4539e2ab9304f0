"""What each number of a document names: a section, an annex, a clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from policydiff.compare.annexes import annex_title
from policydiff.compare.by_name import number_of
from policydiff.compare.cross_references import (
    Citation,
    bare_number,
    opening_number,
    plain_number,
    section_title,
)
from policydiff.compare.normalise import heading_key
from policydiff.model import Clause, Document
from policydiff.structure.numbering import roman

_SHOWN = 60  # characters of a clause that names a target


class Target(Struct, frozen=True):
    kind: Literal["section", "clause"]
    index: int  # of the section, or of the clause in the whole document
    label: int | None = None  # section "Schedule B" alone on its line, above the one that is meant


_SEVERAL = Target("section", -1)  # a number names several places, so none


class Resolved(Struct, frozen=True):
    citation: Citation
    target: Target | None
    rest: tuple[str, ...]  # items that no target was found for: "(a)" of "4.2(a)"
    several: bool = False  # the number names several places, so no target


class Places:
    """What each number of a document names: in the run of numbers around a clause, else anywhere.

    A page of two contracts, or with an annex that counts anew, has two sections 4. "Section 4" is the one
    that stands in the run of the clause that says so.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.clauses = document.clauses
        self._found: dict[str, dict[int, Target]] = {}  # by number and run
        self._run = 0
        self._runs: list[int] = []  # of each clause
        # Of each clause, its section and the number that its items hang on, or "".
        self._around: list[tuple[int, str]] = []
        # Clauses by both, or section and "", and by the letter of the item.
        self._items: dict[tuple[int, str, str], list[int]] = {}
        index = 0
        counted_on: set[str] = set()  # numbers of this run
        outer: list[tuple[int, str]] = []  # (level, number) of the sections around
        for at, section in enumerate(document.sections):
            if key := heading_key(section.heading):
                self._add(number_of(key), Target("section", at))
            title = annex_title(section_title(section))
            own = " ".join(title[:2]) if title else plain_number(section.number)
            while outer and outer[-1][0] >= section.level:
                outer.pop()
            if own:
                if own in counted_on and not title:
                    self._run, counted_on = self._run + 1, set()
                counted_on.add(own)
                bare = title and not section.clauses and at + 1 < len(document.sections)
                target = Target("section", at + 1, at) if bare else Target("section", at)
                self._add(own, target)
                if outer:
                    self._add(f"{outer[-1][1]}.{own}", target)
                outer.append((section.level, own))
            base, stack = own, list[tuple[int, str]]()
            # The first clause may bear the number of its section; where items are counted, its own.
            opening, counted = index, _counts_items(section.clauses, own)
            self._runs += [self._run] * len(section.clauses)
            for clause in section.clauses:
                target = Target("clause", index)
                index += 1
                number = _clause_number(clause)
                self._around.append((at, number if "." in number else base))
                if label := annex_title(clause.text):
                    self._add(" ".join(label[:2]), target)
                if not number or (number == own and target.index == opening and not counted):
                    continue
                if "." in number:
                    base, stack = number, []
                    self._add(number, target)
                    continue
                while stack and stack[-1][0] >= clause.depth:
                    stack.pop()
                stack.append((clause.depth, number))
                items = [f"({item})" for _, item in stack]
                self._add(base + "".join(items), target)
                for named in {(at, base, number), (at, "", number)}:
                    self._items.setdefault(named, []).append(target.index)
                if base:  # "2.2(b)" is "2(2)(b)"
                    self._add(f"{base}.{stack[0][1]}{''.join(items[1:])}", target)
                elif not own and len(stack) == 1:
                    self._add(number, target)

    def _add(self, number: str, target: Target) -> None:
        here = self._found.setdefault(bare_number(number), {})
        if here.setdefault(self._run, target) != target:
            here[self._run] = _SEVERAL

    def _at(self, number: str, run: int) -> Target | None:
        known = self._found.get(number, {})
        if run in known or len(known) < 2:
            return known.get(run) or next(iter(known.values()), None)
        return _SEVERAL

    def resolve(self, citation: Citation, clause: int) -> Resolved:
        """The target of a citation of a clause, as near as the numbers of the document tell."""
        if not citation.number:
            return self._resolve_item(citation, clause)
        run = self._runs[clause]
        items, several, own = citation.items, False, bare_number(citation.number)
        for count in range(len(items), -1, -1):
            number = own + "".join(f"({item})" for item in items[:count])
            target = self._at(number, run)
            several = several or target == _SEVERAL
            if target is None or target == _SEVERAL:
                continue
            if citation.whose != "likely" or target.kind == "clause":
                return Resolved(citation, target, items[count:])
        # "3.1" of a page that does not number its paragraphs: something in section 3.
        above, _, last = own.rpartition(".")
        target = self._at(above, run) if citation.whose == "own" else None
        if target is not None and target != _SEVERAL:
            return Resolved(citation, target, (f".{last}", *items))
        return Resolved(citation, None, items, several)

    def _resolve_item(self, citation: Citation, clause: int) -> Resolved:
        """The item that bears a letter, in the numbered paragraph around a clause, else in its section.

        Of several the last one before the clause, else the first behind it.
        """
        section, base = self._around[clause]
        (letter,) = citation.items
        items = self._items.get((section, base, letter)) or self._items.get((section, "", letter))
        if not items:
            return Resolved(citation, None, citation.items)
        item = items[max(0, bisect_left(items, clause) - 1)]
        return Resolved(citation, Target("clause", item), ())

    def between(self, first: Citation, last: Citation, clause: int) -> list[Resolved]:
        """What "Sections 2 to 5" means besides its ends: the numbers of the same style between them."""
        run = self._runs[clause]
        ends = first.number, last.number
        head, value = _counted(ends)
        if value is None:
            return []
        low, high = (value(end[len(head) :]) or 0 for end in ends)
        inner = {
            number: at
            for number in self._found
            if number.startswith(head) and low < (at := value(number[len(head) :]) or 0) < high
        }
        return [
            Resolved(first, target, ())
            for number in sorted(inner, key=lambda one: inner[one])
            if (target := self._at(number, run)) not in (None, _SEVERAL)
        ]

    def lacks(self, citation: Citation) -> bool:
        """Whether "V.F" names nothing, where section V has parts with letters."""
        above, _, last = citation.number.rpartition(".")
        if not last.isalpha() or citation.number in self._found:
            return False
        return any(known.startswith(f"{above}.") and known[-1].isalpha() for known in self._found)

    def name(self, target: Target) -> str:
        """How a reader knows a target: number and heading, or number and first words."""
        if target.kind == "section":
            return section_title(self.document.sections[target.index])
        clause = self.clauses[target.index]
        text = f"{clause.number} {clause.text}".strip()
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"

    def __bool__(self) -> bool:
        return bool(self._found)


def _counts_items(clauses: Sequence[Clause], own: str) -> bool:
    """Whether the clauses of section 1 are 1, 2, 3 themselves."""
    return own.isdecimal() and any(
        clause.number and plain_number(clause.number) == str(int(own) + 1) for clause in clauses
    )


def _counted(ends: tuple[str, str]) -> tuple[str, Callable[[str], int | None] | None]:
    """("3.", how "1" is counted) of "3.1"; None where two ends of a range count in no common way."""
    head = ends[0][: max(ends[0].rfind("."), ends[0].rfind(" ")) + 1]
    lasts = [end[len(head) :] for end in ends]
    if any(not end.startswith(head) for end in ends):
        return head, None
    return head, next((way for way in _WAYS if all(map(way, lasts))), None)


# In this order: "i" is one before it is a letter.
_WAYS: tuple[Callable[[str], int | None], ...] = (
    lambda text: int(text) if text.isdecimal() else None,
    roman,
    lambda text: ord(text) if len(text) == 1 and text.isalpha() else None,
)


def _clause_number(clause: Clause) -> str:
    return plain_number(clause.number) or opening_number(clause.text[:60])
