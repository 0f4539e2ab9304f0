"""Numbers of sections and items that do not count on: a gap, or a number that two have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from policydiff.model import Clause, Document, Section
from policydiff.structure.numbering import Number, number_lines


class Break(NamedTuple):
    """Where numbers stop counting on."""

    section: Section
    before: Number | None  # None: it is the first, and ought to be 1
    number: Number
    line: int
    item: bool = False  # of a list, else of the section itself

    @property
    def repeated(self) -> bool:
        """Whether the number was there before, else numbers are missing."""
        return self.before is not None and self.number.last == self.before.last


def number_breaks(document: Document) -> Iterator[Break]:
    """Sections whose number does not follow that of the sibling before it.

    Numbers of one style count among siblings: "1.2" follows "1.1", "(b)" follows "(a)", and the first
    one in digits is 1. Beginning anew at 1 is no break: annexes and lists of definitions do.
    """
    numbered = [s for s in document.sections if s.number]
    readings = number_lines([f"{(s.number or '').strip()} x" for s in numbered])
    last: dict[tuple[object, ...], Number] = {}
    for section, number in zip(numbered, readings, strict=True):
        if number is None:
            continue
        # Headings of one rank are at times marked up at two levels, and count on all the same.
        line = ("line", number.style, number.values[:-1])
        family = ("family", number.style, number.values[:-1] or section.path[:-1])
        before, above = last.get(family), last.get(line)
        last[family] = last[line] = number
        if number.last == 1:
            continue
        if before is None and above is None and "1" in number.style:
            yield Break(section, None, number, section.line)
        if before is None:
            continue
        if any(one is not None and number.last == one.last + 1 for one in (before, above)):
            continue
        if number.last >= before.last:
            yield Break(section, before, number, section.line)


def item_breaks(document: Document) -> Iterator[Break]:
    """Items "(a)", "(c)" of one list. Plain "1." is left out: Markdown counts those by itself."""
    for section in document.sections:
        lists: dict[tuple[object, ...], list[tuple[Clause, str]]] = {}
        for clause in section.clauses:
            written = clause.number.removeprefix("- ").removeprefix("* ").strip()
            if clause.depth and (")" in written or written[:1].isalpha()):
                shape = "(" in written, written[-1:]
                lists.setdefault((clause.lead_in, clause.depth, shape), []).append(
                    (clause, written)
                )
        for members in lists.values():
            numbers = number_lines([f"{written} x" for _, written in members])
            rows = [(c, n) for (c, _), n in zip(members, numbers, strict=True) if n is not None]
            if not rows or rows[0][1].last != 1:
                continue
            for (_, before), (clause, number) in pairwise(rows):
                if (
                    before.style == number.style
                    and number.last != 1
                    and number.last > before.last + 1
                ):
                    yield Break(section, before, number, clause.line, item=True)
