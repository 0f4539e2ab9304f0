r"""Tables in plain text: cells parted by tabs, by pipes or by columns of blanks, a row a line.

    Cookie | What for             | Kept        Cookie    What for               Kept
    _sid   | Keeps you signed in. | 2 years     _sid      Keeps you signed in.   2 years

Several lines of as many cells are a table; one such line may be a menu, a footer or an address. Lists
and tables of contents are set with tabs and blanks as well: their rows begin with the number of an
item, or end with pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from policydiff.model import Block
from policydiff.patterns import regex
from policydiff.readers.item_labels import BULLET, HALF_NUMBER, NUMBER, PAREN_NUMBER, SCAN

Cells = tuple[str, ...]

_FEWEST = 3  # rows without a line below the head
_ALIKE = 0.75  # of the rows, that have as many cells as the most
_NAME = 8  # words of the name of a column
_LABEL = (
    4  # words of a first cell, where blanks part two columns: a page of two columns has prose there
)

# "|---|:--:|" or "+----+----+": a line between the rows, with a corner.
_BORDER = regex(r"^(?=.*[|+])[|+\-=:\s]*(?:--|==)[|+\-=:\s]*$")
_UNDERLINED = regex(r"^\s*[-=]{2,}(?:\s{2,}[-=]{2,})+\s*$")  # "----   -------": the same of blanks
_PIPE = regex(r"(?<!\\)\|")
_EDGES = regex(r"^\s*\||(?<!\\)\|\s*$")
_BLANKS = regex(r"\s{2,}")
_NAMED = regex(r"^(?:§|[^\W\d_]+)\s*(?:\d[\d.]*|[IVXLC]+|[A-Z])[.:)]?$")  # "Article 1"
_FIGURE = regex(r"[^\w\s]?\d")  # "30 days", "$5"; "Child under 14" is a name
_PAGE = regex(r"^(?:\d{1,3}|[ivxl]{1,6})$")


class Table(Struct, frozen=True):
    """A table and the lines it takes, blank ones and those between the rows included."""

    lines: int
    rows: tuple[
        tuple[int, Cells], ...
    ]  # lines below the first, and as many cells as the table has columns
    head: bool  # whether the first row names the columns


def find_tables(lines: Sequence[str]) -> dict[int, Table]:
    """Tables by the index of their first line. O(length)."""
    found: dict[int, Table] = {}
    index = 0
    while index < len(lines):
        table = next(filter(None, (read(lines, index) for read in _KINDS)), None)
        if table is not None:
            found[index] = table
        index += table.lines if table else 1
    return found


def without_tables(lines: Sequence[str], tables: dict[int, Table]) -> list[str]:
    """The lines, blank where a table stands: how wide a text was wrapped tells its prose alone."""
    prose = list(lines)
    for first, table in tables.items():
        prose[first : first + table.lines] = [""] * table.lines
    return prose


def table_blocks(table: Table, first: int, row: int, gap: int) -> list[Block]:
    """Cells of a table whose first line has the index `first`; `row` counts rows in the text, from 1."""
    return [
        Block(
            kind="cell", text=" ".join(cell.split()), line=first + down + 1, end_line=first + down + 1,
            row=row + rank, header=table.head and rank == 0, gap_lines=gap if rank == 0 else 0,
        )
        for rank, (down, cells) in enumerate(table.rows)
        for cell in cells
    ]  # fmt: skip


def _piped(lines: Sequence[str], index: int) -> Table | None:
    return _parted(lines, index, "|", _piped_cells)


def _tabbed(lines: Sequence[str], index: int) -> Table | None:
    table = _parted(lines, index, "\t", lambda line: _strip(line.rstrip().split("\t")))
    # Typed by hand, as many tabs as it takes to come below the name of the column.
    typed = table or _parted(
        lines, index, "\t", lambda line: _strip(re.split(r"\t+", line.strip()))
    )
    return typed if typed and not _is_list(typed) else None


def _blanks(lines: Sequence[str], index: int) -> Table | None:
    """A table whose columns all begin, or end, at one place; nothing may hang below a row."""
    if "  " not in lines[index].strip():
        return None
    rows: list[tuple[int, list[tuple[int, int]]]] = []
    hidden = False
    end = index
    while end < len(lines) and "  " in (line := lines[end].rstrip().expandtabs(8)).strip():
        if len(rows) == 1 and _UNDERLINED.match(line[:SCAN]):
            hidden, end = True, end + 1
            continue
        places = _places(line)
        if rows and len(places) != len(rows[0][1]):
            break
        rows.append((end - index, places))
        end += 1
    columns = len(rows[0][1])
    below = lines[end] if end < len(lines) else ""
    hangs = below[:1].isspace() and below.strip() and not lines[index][:1].isspace()
    if len(rows) < _FEWEST - hidden or columns < 2 or hangs or not _aligned([p for _, p in rows]):
        return None
    cells = [
        (down, tuple(lines[index + down].rstrip().expandtabs(8)[a:b] for a, b in places))
        for down, places in rows
    ]
    if columns == 2 and any(len(row[0].split()) > _LABEL for _, row in cells):
        return None
    table = Table(end - index, tuple(cells), hidden or _names_columns(cells[0][1]))
    return None if _is_list(table) else table


_KINDS: tuple[Callable[[Sequence[str], int], Table | None], ...] = (_piped, _tabbed, _blanks)


def _parted(
    lines: Sequence[str], index: int, mark: str, cut: Callable[[str], list[str]]
) -> Table | None:
    """The table that begins at a line with a mark; its rows may have one blank line between each two."""
    if mark not in lines[index] and not (mark == "|" and _BORDER.match(lines[index][:SCAN])):
        return None
    step = 1
    if index + 2 < len(lines) and not lines[index + 1].strip() and mark in lines[index + 2]:
        step = 2
    rows: list[tuple[int, list[str]]] = []
    hidden = False
    end = index
    while end < len(lines) and (end == index or step == 1 or not lines[end - 1].strip()):
        line = lines[end]
        if mark == "|" and _BORDER.match(line[:SCAN]):
            hidden = hidden or len(rows) == 1
        elif mark in line.strip():
            rows.append((end - index, cut(line)))
        else:
            break
        end += step
    if len(rows) < 2:
        return None
    columns, alike = Counter(len(cells) for _, cells in rows).most_common(1)[0]
    if columns < 2 or alike < _ALIKE * len(rows):
        return None
    named = _names_columns(rows[0][1])
    if len(rows) < _FEWEST and not hidden:
        told = any(cell[-1:] == "." or _FIGURE.match(cell) for cell in rows[1][1])
        if columns < _FEWEST or alike < len(rows) or not named or not told:
            return None
    filled = tuple((down, _fitted(cells, columns)) for down, cells in rows)
    return Table(end - step + 1 - index, filled, hidden or named)


def _piped_cells(line: str) -> list[str]:
    return _strip(cell.replace("\\|", "|") for cell in _PIPE.split(_EDGES.sub("", line)))


def _strip(cells: Iterable[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _fitted(cells: Sequence[str], columns: int) -> Cells:
    """As many cells as the table has columns: what is too much stands in the last."""
    rest = " ".join(cells[columns - 1 :])
    return (*cells[: columns - 1], *[""] * (columns - 1 - len(cells)), rest)


def _places(line: str) -> list[tuple[int, int]]:
    """Where the cells of a line begin and end that blanks part."""
    start = len(line) - len(line.lstrip())
    places = []
    for gap in _BLANKS.finditer(line, start):
        places.append((start, gap.start()))
        start = gap.end()
    return [*places, (start, len(line))]


def _aligned(rows: Sequence[Sequence[tuple[int, int]]]) -> bool:
    return all(
        any(len(set(side)) == 1 for side in zip(*column, strict=True))
        for column in zip(*rows, strict=True)
    )


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether a first row may name the columns: its cells are short, and neither figures nor sentences."""
    return all(cells[1:]) and not any(
        cell[-1:] in (".", ";", "!")
        or "@" in cell
        or _FIGURE.match(cell)
        or len(cell.split()) > _NAME
        for cell in cells
    )


def _is_list(table: Table) -> bool:
    """Whether the rows are items of a list, or entries of a table of contents."""
    rows = [cells for _, cells in table.rows]
    numbered = sum(_is_marker(next(filter(None, cells), "")) for cells in rows)
    if numbered >= 0.5 * len(rows) and (len(rows[0]) == 2 or numbered == len(rows)):
        return True
    return all(_PAGE.match(cells[-1]) for cells in rows)


def _is_marker(cell: str) -> bool:
    """Whether a cell holds no more than what an item of a list begins with."""
    if _NAMED.match(cell[:SCAN]):
        return True
    item = f"{cell} x"
    marks = (mark.match(item[:SCAN]) for mark in (BULLET, NUMBER, PAREN_NUMBER, HALF_NUMBER))
    return any(match and match.end() == len(cell) + 1 for match in marks)
