"""Rows of tables that a comparison adds, removes and edits: cookies, recipients, periods hold no obligation
by themselves, but a reader wants to know that they changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from policydiff.model import CellChange, Clause, ClausePair, Comparison, RowChange, TableRows

_SHORT = 100  # characters of a cell, from which only the words that differ are told


def count_rows(changes: Iterable[RowChange]) -> TableRows:
    """How many rows came, went and changed."""
    tally = Counter(one.change for one in changes)
    return TableRows(added=tally["added"], removed=tally["removed"], edited=tally["edited"])


def changed_rows(comparison: Comparison) -> tuple[RowChange, ...]:
    """Rows of all tables of all sections, in reading order."""
    found: list[RowChange] = []
    for section in comparison.sections:
        headings = [side.heading for side in (*section.new, *section.old)]
        found += _rows(section.clauses, next(filter(None, headings), ""))
    return tuple(found)


def _rows(clauses: Sequence[ClausePair], place: str) -> list[RowChange]:
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
    before = {row: [pair.old for pair in cells if pair.old] for row, cells in olds.items()}
    after = {row: [pair.new for pair in cells if pair.new] for row, cells in news.items()}
    names = _names(before), _names(after)
    found = []
    for row, cells in news.items():
        if all(cell.old is None for cell in cells):
            said = _cells(after[row], names[1][row])
            found.append(RowChange(change="added", section=place, name=names[1][row], cells=said))
            continue
        was = {cell.old.row for cell in cells if cell.old and cell.old.row}
        gone = [cell for at in sorted(was) for cell in olds[at] if cell.new is None]
        other = [cell for cell in cells if _is_other(cell)]
        if was and (other or gone):
            said = _exchanged([*other, *gone], after[row])
            found.append(RowChange(change="edited", section=place, name=names[1][row], cells=said))
    for row, cells in olds.items():
        if all(cell.new is None for cell in cells):
            said = _cells(before[row], names[0][row])
            found.append(RowChange(change="removed", section=place, name=names[0][row], cells=said))
    return found


def _names(rows: dict[int, list[Clause]]) -> dict[int, str]:
    """What each row is about: its first cell that no other row repeats, "_ga" behind "Google"."""
    often = Counter((cell.column, cell.text) for row in rows.values() for cell in row)
    return {
        at: next((cell.text for cell in row if often[cell.column, cell.text] == 1), row[0].text)
        for at, row in rows.items()
    }


def _cells(row: Sequence[Clause], name: str) -> tuple[CellChange, ...]:
    """What a row says beside its name."""
    return tuple(CellChange(column="", old="", new=cell.text) for cell in row if cell.text != name)


def _exchanged(cells: Sequence[ClausePair], row: Sequence[Clause]) -> tuple[CellChange, ...]:
    """Cell by cell what it said and says; of a long one, or one that only grew, the words that differ."""
    found: dict[tuple[int, str], tuple[list[str], list[str]]] = {}
    for pair in cells:
        clause = pair.new or pair.old
        if clause is None:
            continue
        heads = [head for head in clause.context[:1] if clause.column > 1 or not clause.lead_in]
        column = heads[0] if heads and heads[0] != row[0].text else ""
        old, new = pair.old.text if pair.old else "", pair.new.text if pair.new else ""
        parts = [[text.strip(" ,;") for sign, text in pair.ops if sign == of] for of in "-+"]
        if not all(parts) or len(old + new) > _SHORT:
            old, new = (
                (" … ".join(filter(None, part)) for part in parts) if pair.ops else (old, new)
            )
        was, now = found.setdefault((clause.column, column), ([], []))
        was += [old] if any(map(str.isalnum, old)) else []
        now += [new] if any(map(str.isalnum, new)) else []
    return tuple(
        CellChange(column=column, old=", ".join(was), new=", ".join(now))
        for (_, column), (was, now) in found.items()
        if was or now
    )


def _is_other(cell: ClausePair) -> bool:
    if cell.change != "edited":
        return cell.old is None
    old, new = (side.text if side else "" for side in (cell.old, cell.new))
    if " " in new and old.casefold() == new.casefold():
        return False  # "Processing Location"; but "SID" is another cookie than "sid"
    quiet = {*cell.renumbered, *cell.respelled}
    return any(sign != "=" and at not in quiet for at, (sign, _) in enumerate(cell.ops))
