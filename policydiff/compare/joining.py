"""Pairs put together for a reader: the parts of a split clause, the cells of a row or a column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from policydiff.model import Clause, ClausePair
from policydiff.patterns import regex

_WORD = regex(r"\w+")
_LISTED = ("item", "cell")
_BETWEEN = " | "  # cells of one row, where a row is told in one line


def join_parts(pairs: Sequence[ClausePair], *, between: str = "") -> list[ClausePair]:
    """Pairs for a reader: the parts of a split or joined clause as one pair, texts put together.

    Items and cells stand in the order in which the sentence says them. `between` stands before each of
    them, to tell them apart.
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
            joined = pair.part == "joined"
            whole = pair.new if joined else pair.old
            sides = [p.old if joined else p.new for p in group]
            parts = [side for side in sides if side]
            if whole and parts:
                part = _one_clause(_in_order(parts, whole), between)
                old, new = (part, whole) if joined else (whole, part)
                from policydiff.compare.words import diff_clauses  # most results hold no parts

                script = diff_clauses(old.text, new.text, (), openings(parts))._asdict()
                shown.append(
                    ClausePair(change="edited", old=old, new=new, part=pair.part, **script)
                )
    return shown


def openings(parts: Sequence[Clause]) -> frozenset[str]:
    """What items and cells start with: a capital there, or none, is layout."""
    listed = (part.text.split(maxsplit=1) for part in parts if part.kind in _LISTED)
    return frozenset(words[0].casefold() for words in listed if words)


def _in_order(parts: Sequence[Clause], whole: Clause) -> list[Clause]:
    """Parts of a list or table in the order of the sentence; those that it does not tell stay behind
    what they stand behind."""
    if not any(part.kind in _LISTED for part in parts):
        return list(parts)
    words = _WORD.findall(whole.text.casefold())
    counts = Counter(words)
    places: list[float] = []
    for part in parts:
        found = [
            words.index(word) for word in _WORD.findall(part.text.casefold()) if counts[word] == 1
        ]
        listed = part.kind in _LISTED and found
        places.append(found[len(found) // 2] if listed else places[-1] if places else -1)
    return [part for _, part in sorted(zip(places, parts, strict=True), key=lambda one: one[0])]


def _whole_id(pair: ClausePair) -> tuple[str, str]:
    whole = pair.old if pair.part == "split" else pair.new
    return pair.part, whole.id if whole else ""


def _one_clause(clauses: Sequence[Clause], between: str) -> Clause:
    first = clauses[0]
    text = first.text
    for clause in clauses[1:]:
        sign = ""
        if between and clause.kind in _LISTED:
            sign = f"{clause.number} " if any(map(str.isalnum, clause.number)) else f"{between} "
        text += f" {sign}{clause.text}"
    context = () if len(clauses) > 1 else first.context  # of a cell, not of its row
    return replace(first, text=text, context=context)


def join_rows(pairs: Sequence[ClausePair]) -> list[ClausePair]:
    """Pairs for a reader: a row that came, went or moved as one pair, its cells put together.

    So is a column that changed its place. A cell of a row whose name others bear too gets a second one.
    """
    shown: list[ClausePair] = []
    for _, run in groupby(_join_columns(_name_rows(pairs)), key=_row_of):
        cells = list(run)
        if len(cells) > 1 and len({pair.change for pair in cells}) == 1:
            old, new = (
                _one_row([side for side in sides if side])
                for sides in zip(*((pair.old, pair.new) for pair in cells), strict=True)
            )
            cells = [replace(cells[0], old=old, new=new)]
        shown += cells
    return shown


def _name_rows(pairs: Sequence[ClausePair]) -> list[ClausePair]:
    """Cells that changed with the cell beside the name of their row, where a name covers several rows.

    | Necessary | sid  | Session |      "Life / Necessary / csrf", not "Life / Necessary"
    |           | csrf | 1 hour  |
    """
    rows = _rows([pair.old for pair in pairs]), _rows([pair.new for pair in pairs])
    shared: set[str] = set()
    for side in rows:
        counts = Counter(_row_name(list(cells.values())) for cells in side.values())
        shared |= {name for name, count in counts.items() if name and count > 1}
    return [
        replace(pair, old=_named(pair.old, rows[0], shared), new=_named(pair.new, rows[1], shared))
        if shared and pair.change == "edited" and pair.part == "whole"
        else pair
        for pair in pairs
    ]


def _rows(clauses: Sequence[Clause | None]) -> dict[int, dict[int, Clause]]:
    rows: dict[int, dict[int, Clause]] = defaultdict(dict)
    for clause in clauses:
        if clause and clause.row:
            rows[clause.row].setdefault(clause.column, clause)
    return rows


def _row_name(cells: Sequence[Clause]) -> str:
    return next((cell.context[-1] for cell in cells if len(cell.context) > 1), "")


def _named(
    clause: Clause | None, rows: Mapping[int, Mapping[int, Clause]], shared: Collection[str]
) -> Clause | None:
    if clause is None or len(clause.context) < 2 or clause.context[-1] not in shared:
        return clause
    cells = sorted(rows[clause.row].items())
    before = [cell.text for column, cell in cells if column < clause.column]
    names = [text for text in before if text != clause.context[-1]]
    return replace(clause, context=(*clause.context, *names[:1]))


def _join_columns(pairs: Sequence[ClausePair]) -> list[ClausePair]:
    """Pairs with the cells of a column that changed its place put together, where the first one stood."""
    columns: dict[tuple[str, int, int], list[ClausePair]] = defaultdict(list)
    for pair in pairs:
        if place := _column_of(pair):
            columns[place].append(pair)
    shown: list[ClausePair] = []
    for pair in pairs:
        cells = columns[place] if (place := _column_of(pair)) else []
        if len(cells) < 2:
            shown.append(pair)
        elif pair is cells[0]:
            old, new = (
                _one_row([side for side in sides if side], apart=True)
                for sides in zip(*((one.old, one.new) for one in cells), strict=True)
            )
            shown.append(replace(pair, old=old, new=new))
    return shown


def _column_of(pair: ClausePair) -> tuple[str, int, int] | None:
    """Which column a cell went from and to, in its section; None where it is in the same one."""
    old, new = pair.old, pair.new
    if pair.change != "moved" or not (old and new and old.row and new.row):
        return None
    return (new.id.split(".")[0], old.column, new.column) if old.column != new.column else None


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


def _one_row(cells: Sequence[Clause], *, apart: bool = False) -> Clause | None:
    if not cells:
        return None
    text = ""
    for before, cell in zip((None, *cells), cells, strict=False):
        gap = " " if before and before.column == cell.column and not apart else _BETWEEN
        text += (gap if before else "") + cell.text
    return replace(cells[0], text=text, context=())
