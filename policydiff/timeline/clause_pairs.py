"""What a comparison says of clauses, for those who follow obligations: homes, tables, equal words."""

from __future__ import annotations

from policydiff.model import Clause, Comparison
from policydiff.patterns import regex

_NUMBER = regex(r"\d+(?:[.,]\d+)*")


def homes_of(comparison: Comparison) -> dict[str, set[str]]:
    """New section ids by old section id: where a clause may stand without having moved."""
    homes: dict[str, set[str]] = {}
    for pair in comparison.sections:
        for old in pair.old:
            homes.setdefault(old.id, set()).update(section.id for section in pair.new)
    return homes


def tabled(comparison: Comparison) -> tuple[dict[str, str], dict[str, str]]:
    """The first of the cells that say what a sentence says, by clause: old ones that became a table,
    and new ones that were one. Cells stand for a sentence, without its verb, with all its numbers."""
    cells: tuple[dict[str, list[Clause]], dict[str, list[Clause]]] = ({}, {})
    numbers: dict[str, set[str]] = {}
    for section in comparison.sections:
        for pair in section.clauses:
            if pair.part == "whole" or pair.old is None or pair.new is None:
                continue
            joined = pair.part == "joined"
            cell, whole = (pair.old, pair.new) if joined else (pair.new, pair.old)
            if cell.row:
                cells[joined].setdefault(whole.id, []).append(cell)
                numbers[whole.id] = set(_NUMBER.findall(whole.text))
    told, stood = (
        {
            whole: some[0].id
            for whole, some in side.items()
            if numbers[whole] <= {n for cell in some for n in _NUMBER.findall(cell.text)}
        }
        for side in cells
    )
    return told, stood


def same_clauses(comparison: Comparison) -> set[tuple[str, str]]:
    """Ids of clauses that say the same though their letters may differ."""
    return {
        (pair.old.id, pair.new.id)
        for section in comparison.sections
        for pair in section.clauses
        if pair.old and pair.new and pair.change in ("same", "moved")
    }
