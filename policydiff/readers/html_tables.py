"""Tables that hold data, told from tables that only lay out a page.

Until about 2005 pages were laid out with tables: the whole policy stands in one cell beside the
menu. Such cells are containers. A table is data when it has head cells or is a grid of short cells.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

# "1.", "(a)", "2.3", "iv)" or a bullet.
NUMBER = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxlc]{1,6})[.)]{1,2}|\d{1,3}(?:\.\d{1,3}){1,4}|[•·●▪o*–-]"
)

_LONGEST_DATA_CELL = 1_500  # characters; above it a cell is a column of a page
_LONGEST_GRID_CELL = 400  # the same where no head cell speaks for data


class TableShape(Struct):
    """What is counted of one table before its blocks are built."""

    declared_layout: bool = False  # role=presentation
    head_cells: int = 0
    nested: bool = False  # holds another table
    headings: int = 0  # h1 to h6 in its cells
    rows: list[list[int]] = field(default_factory=list)  # characters of each cell
    firsts: list[str] = field(default_factory=list)  # what the first cells begin with

    def add(self, text: str) -> None:
        """Count a piece of text of the cell that is open."""
        if not self.rows or not self.rows[-1]:
            return
        row = self.rows[-1]
        if len(row) == 1 and not row[0]:
            self.firsts.append(text[:12])
        row[-1] += len(text)

    def is_data(self) -> bool:
        """Whether its cells are data and not containers."""
        rows = [row for row in self.rows if row]
        if self.declared_layout or self.nested or not rows or self.headings > 1:
            return False
        longest = max(max(row) for row in rows)
        width = max(len(row) for row in rows)
        if self.head_cells:
            return width >= 2 and longest <= _LONGEST_DATA_CELL and len(rows) >= 2
        if width == 2 and len(self.firsts) >= len(rows) and all(map(NUMBER.fullmatch, self.firsts)):
            return False  # the numbers of a list in a column of their own
        full = sum(len(row) >= 2 and sum(cell > 0 for cell in row) >= 2 for row in rows)
        return (
            len(rows) >= 2
            and width >= 2
            and full >= 0.7 * len(rows)
            and longest <= _LONGEST_GRID_CELL
            and not self.headings
        )
