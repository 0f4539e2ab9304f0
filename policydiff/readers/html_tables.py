"""Tables that hold data, told from tables that only lay out a page.

Until about 2005 pages were laid out with tables: the whole policy stands in one cell beside the
menu. Such cells are containers. A table is data when it has head cells or is a grid of short cells.
"""

from __future__ import annotations

from msgspec import Struct, field

from policydiff.patterns import regex

# "1.", "(a)", "2.3", "iv)" or a bullet.
NUMBER = regex(
    r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxlc]{1,6})[.)]{1,2}|\d{1,3}(?:\.\d{1,3}){1,4}|[•·●▪o*–-]"
)

_LONGEST_DATA_CELL = 1_500  # characters; above it a cell is a column of a page
_LONGEST_GRID_CELL = 400  # the same where no head cell speaks for data


_WIDEST_SPAN = 50  # columns or rows that one cell is taken to cover


def span_of(value: str | None) -> int:
    """The number in `colspan` or `rowspan`, at least 1."""
    return min(int(value), _WIDEST_SPAN) if value and value.isdecimal() and int(value) > 1 else 1


class TableShape(Struct):
    """What is counted of one table before its blocks are built."""

    declared_layout: bool = False  # role=presentation
    head_cells: int = 0
    nested: bool = False  # holds another table
    headings: int = 0  # h1 to h6 in its cells
    rows: list[list[int]] = field(default_factory=list)  # characters of each cell
    wider: dict[int, int] = field(
        default_factory=dict
    )  # row -> columns that its cells take beyond one each
    covered: dict[int, int] = field(
        default_factory=dict
    )  # row -> columns filled by cells from above
    firsts: list[str] = field(default_factory=list)  # what the first cells begin with

    def add(self, text: str) -> None:
        """Count a piece of text of the cell that is open."""
        if not self.rows or not self.rows[-1]:
            return
        row = self.rows[-1]
        if len(row) == 1 and not row[0]:
            self.firsts.append(text[:12])
        row[-1] += len(text)

    def span(self, across: int, down: int) -> None:
        """Say over how many columns and rows the cell that has just begun reaches."""
        row = len(self.rows) - 1
        if across > 1:
            self.wider[row] = self.wider.get(row, 0) + across - 1
        for below in range(row + 1, row + down):
            self.covered[below] = self.covered.get(below, 0) + across

    def _filled(self, row: int) -> int:
        """Cells with text of a row, each counted as often as it stands in the grid."""
        own = sum(cell > 0 for cell in self.rows[row])
        return (own + self.wider.get(row, 0) if own >= 2 else own) + self.covered.get(row, 0)

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
        filled = [self._filled(row) for row in range(len(self.rows)) if self.rows[row]]
        full = sum(cells >= 2 for cells in filled)
        return (
            len(rows) >= 2
            and width >= 2
            and full >= 0.7 * len(rows)
            and longest <= _LONGEST_GRID_CELL
            and not self.headings
        )
