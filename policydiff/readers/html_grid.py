"""Tables of data to cells: rows, head rows, and cells that cover more than one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.model import Block
from policydiff.patterns import regex
from policydiff.readers.html_parts import Survey
from policydiff.readers.html_tables import NUMBER, span_of
from policydiff.readers.html_writer import BlockWriter

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LABEL = regex(r"[^\d.!?;:_@/]{2,40}")  # what names a column: no number, address or sentence
Leave = Callable[[], None]  # what is done behind an element's children


def nothing() -> None:
    """Behind these children nothing is done."""
    return


class _Grid(Struct):
    """A table that is being read."""

    data: bool
    labels: bool = False  # may its first row be the head without saying so?
    head_rows: bool = False  # inside <thead>
    column: int = 0
    covered: dict[int, int] = field(default_factory=dict)  # column -> rows still covered from above
    row_blocks: int = 0  # where the blocks of the open row begin
    rows: int = 0


class TableWriter(BlockWriter):
    """A writer that keeps the tables that are open; `page` knows which of them hold data."""

    def __init__(self, page: Survey, *, by_paragraph: bool = False) -> None:
        super().__init__(by_paragraph=by_paragraph)
        self.page = page
        self._grids: list[_Grid] = []

    def _enter_table(self, tag: str, node: LexborNode) -> Leave:
        if tag == "table":
            shape = self.page.tables.get(node.mem_id)
            # Inside a cell of data everything is text of that cell.
            data = bool(shape and shape.is_data()) and self._cell is None
            # Word's tables seldom mark their head; those of pages do.
            labels = self.by_paragraph and shape is not None and len(shape.rows) >= 3
            self._grids.append(_Grid(data=data, labels=labels))
            return self._leave_table
        if not self._grids:
            return nothing
        grid = self._grids[-1]
        if tag == "thead":
            grid.head_rows = True
            return self._leave_head
        if tag == "tr":
            grid.column = 0
            grid.rows += 1
            grid.row_blocks = len(self.blocks)
            if grid.data:
                self._row += 1
            return self._leave_row
        if not grid.data:
            return nothing
        self._fill(grid)
        self._cell = header = tag == "th" and (grid.head_rows or grid.rows <= 1)
        across = span_of(node.attributes.get("colspan"))
        down = span_of(node.attributes.get("rowspan"))

        def leave() -> None:
            self._flush_cell()
            self._cell = None
            for extra in range(across):
                if down > 1:
                    grid.covered[grid.column + extra] = down - 1
            grid.column += 1
            for _ in range(across - 1):
                self._empty_cell(header)
                grid.column += 1

        return leave

    def _fill(self, grid: _Grid) -> None:
        """Empty cells where a cell of a row above reaches down."""
        while grid.covered.get(grid.column, 0) > 0:
            grid.covered[grid.column] -= 1
            self._empty_cell(False)
            grid.column += 1

    def _empty_cell(self, header: bool) -> None:
        line = self._place()
        self.blocks.append(
            Block(
                kind="cell",
                text="",
                line=line,
                end_line=line,
                row=self._row,
                header=header,
                furniture=self._kind,
            )
        )

    def _leave_table(self) -> None:
        self._grids.pop()

    def _leave_head(self) -> None:
        if self._grids:
            self._grids[-1].head_rows = False

    def _leave_row(self) -> None:
        if not self._grids:
            return
        grid = self._grids[-1]
        row = self.blocks[grid.row_blocks :]
        if grid.data:
            self._fill(grid)
            row = self.blocks[grid.row_blocks :]
            cells = [block for block in row if block.text]
            marked = [block.header for block in cells]
            # A head row is all head cells, or the first row where all of it is bold.
            head = all(marked) if any(marked) else grid.rows == 1 and all(map(_is_bold, cells))
            if grid.labels and grid.rows == 1 and not any(marked) and len(cells) == len(row) >= 3:
                head = head or all(_LABEL.fullmatch(block.text) for block in cells)
            if head != all(marked) or (any(marked) and not all(marked)):
                self.blocks[grid.row_blocks :] = [replace(block, header=head) for block in row]
        elif len(row) == 2 and NUMBER.fullmatch(row[0].text) and row[1].kind == "paragraph":
            if _is_bold(row[1]):  # "1." and a bold line: a heading with its number
                text = f"{row[0].text} {row[1].text}"
                whole = replace(row[1], text=text, bold=((0, len(text)),), line=row[0].line)
                self.blocks[grid.row_blocks :] = [whole]
                return
            # "1." in one column and its text in the other.
            level = len(self._lists) + 1
            self.blocks[grid.row_blocks :] = [
                replace(row[1], kind="item", marker=row[0].text, level=level, line=row[0].line)
            ]


def _is_bold(block: Block) -> bool:
    covered = sum(end - start for start, end in block.bold)
    return 0 < len(block.text) <= 100 and covered >= 0.9 * len(block.text.strip())
