"""Pairs put together for a reader: the parts of a clause that was split, the cells of a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from policydiff.compare.words import diff_clauses
from policydiff.model import Clause, ClausePair

_BETWEEN = " | "  # cells of one row, where a row is told in one line


def join_parts(pairs: Sequence[ClausePair], *, between: str = "") -> list[ClausePair]:
    """Pairs for a reader: the parts of a split or joined clause as one pair, texts put together.

    `between` stands before each item of a list that is put together, to tell them apart.
    """
    shown: list[ClausePair] = []
    groups: dict[tuple[str, str], list[ClausePair]] = defaultdict(list)
    for pair in pairs:
        if pair.part != "whole":
            groups[_whole_id(pair)].append(pair)
    for pair in pairs:
        if pair.part == "whole":
            shown.append(pair)
        elif group := groups.pop(_whole_id(pair), []):
            old = (
                _one_clause([p.old for p in group], between) if pair.part == "joined" else pair.old
            )
            new = _one_clause([p.new for p in group], between) if pair.part == "split" else pair.new
            if old and new:
                script = diff_clauses(old.text, new.text)._asdict()
                shown.append(
                    ClausePair(change="edited", old=old, new=new, part=pair.part, **script)
                )
    return shown


def _whole_id(pair: ClausePair) -> tuple[str, str]:
    whole = pair.old if pair.part == "split" else pair.new
    return pair.part, whole.id if whole else ""


def _one_clause(clauses: Sequence[Clause | None], between: str) -> Clause | None:
    present = [clause for clause in clauses if clause]
    if not present:
        return None
    text = present[0].text + "".join(
        f" {between if clause.kind == 'item' else ''}{clause.text}" for clause in present[1:]
    )
    context = () if len(present) > 1 else present[0].context  # of a cell, not of its row
    return replace(present[0], text=text, context=context)


def join_rows(pairs: Sequence[ClausePair]) -> list[ClausePair]:
    """Pairs for a reader: a row that came, went or moved as one pair, its cells put together."""
    shown: list[ClausePair] = []
    for _, run in groupby(pairs, key=_row_of):
        cells = list(run)
        if len(cells) > 1 and len({pair.change for pair in cells}) == 1:
            old, new = (
                _one_cell([side for side in sides if side])
                for sides in zip(*((pair.old, pair.new) for pair in cells), strict=True)
            )
            cells = [replace(cells[0], old=old, new=new)]
        shown += cells
    return shown


def _row_of(pair: ClausePair) -> tuple[object, ...]:
    """What the cells of one row share, where nothing happened inside them; else the pair itself."""
    shown = pair.new or pair.old
    if shown is None or not shown.row or pair.change not in ("added", "removed", "moved"):
        return (id(pair),)
    return (
        pair.change,
        *(
            (clause.id.split(".")[0], clause.row) if clause else ()
            for clause in (pair.old, pair.new)
        ),
    )


def _one_cell(cells: Sequence[Clause]) -> Clause | None:
    if not cells:
        return None
    text = ""
    for before, cell in zip((None, *cells), cells, strict=False):
        gap = " " if before and before.column == cell.column else _BETWEEN
        text += (gap if before else "") + cell.text
    return replace(cells[0], text=text, context=())
