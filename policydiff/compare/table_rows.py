"""Rows of tables that a comparison adds, removes and edits: cookies, recipients, periods hold no obligation
by themselves, but a reader wants to know that they changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from policydiff.model import ClausePair, Comparison, TableRows


def count_rows(comparison: Comparison) -> TableRows:
    """Rows of all tables of all sections."""
    return add_rows(count_section_rows(section.clauses) for section in comparison.sections)


def add_rows(counts: Iterable[TableRows]) -> TableRows:
    """The sum of some counts."""
    found = TableRows()
    for one in counts:
        found = TableRows(
            added=found.added + one.added,
            removed=found.removed + one.removed,
            edited=found.edited + one.edited,
        )
    return found


def count_section_rows(clauses: Sequence[ClausePair]) -> TableRows:
    """Rows of one section: new if every cell is, gone likewise, edited if a cell is other than it was.

    Cells that only moved, with their row or with their column, are as they were.
    """
    olds: dict[int, list[ClausePair]] = defaultdict(list)  # cells by row of the old side
    news: dict[int, list[ClausePair]] = defaultdict(list)
    for pair in clauses:
        if pair.old and pair.old.row:
            olds[pair.old.row].append(pair)
        if pair.new and pair.new.row:
            news[pair.new.row].append(pair)
    added = [row for row, cells in news.items() if all(cell.old is None for cell in cells)]
    removed = [row for row, cells in olds.items() if all(cell.new is None for cell in cells)]
    edited = set()
    for row, cells in news.items():
        before = {cell.old.row for cell in cells if cell.old and cell.old.row}
        gone = (cell for at in before for cell in olds[at] if cell.new is None)
        if before and (any(map(_is_other, cells)) or any(True for _ in gone)):
            edited.add(row)
    return TableRows(added=len(added), removed=len(removed), edited=len(edited))


def _is_other(cell: ClausePair) -> bool:
    if cell.change != "edited":
        return cell.old is None
    quiet = {*cell.renumbered, *cell.respelled}
    return any(sign != "=" and at not in quiet for at, (sign, _) in enumerate(cell.ops))
