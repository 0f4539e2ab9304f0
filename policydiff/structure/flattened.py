"""Tables that lost their lines: what stood in columns stands one cell a line.

    Purpose                                  the head of a table
    Personal data
    Legal basis
    To run your account and to answer you    a row of it
    Account data                             no heading
    Performance of our contract with you.

One cell looks like any short line. The names of the columns tell themselves, by the words that columns
are called by, and how many they are says which cell begins a row.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.structure.lines import Line
from policydiff.structure.wording import opens_question, page_words

_LONGEST = 6  # words of the name of a column
_FEWEST, _MOST = 2, 8  # columns
_NAME = 9  # words of a cell that is no more than a name or a list of names
_SURE = 3  # columns from which on the rows below are taken for rows: heading and text are two


def flattened_cells(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the heads of such tables and of the cells in their rows. O(lines)."""
    found: set[int] = set()
    index = 0
    while index < len(lines):
        heads = 0
        named = 0
        while index + heads < len(lines) and _could_name(lines[index + heads]):
            line = lines[index + heads]
            if not _names_column(line) and not opens_question(line.text):
                break
            heads, named = heads + 1, named + _names_column(line)
        if (
            named >= _FEWEST
            and _FEWEST <= heads <= _MOST
            and _is_over_rows(lines, index + heads, heads)
        ):
            found.update(range(index, index + heads))
            found |= _rows(lines, index + heads, heads) if heads >= _SURE else set()
        index += max(1, heads)
    return frozenset(found)


def _could_name(line: Line) -> bool:
    return (
        line.block.kind == "paragraph"
        and line.number is None
        and 0 < line.words <= _LONGEST
        and line.end not in ".:;,?!"
    )


def _names_column(line: Line) -> bool:
    """By its words; beside two that do, "Why we use your data" is the name of a column too."""
    return not page_words("columns").isdisjoint(line.key.split())


def _is_over_rows(lines: Sequence[Line], first: int, columns: int) -> bool:
    """Whether text follows that may be cells: over two names a sentence reads as text under a heading."""
    below = lines[first] if first < len(lines) else None
    return below is not None and (columns >= _SURE or below.end not in ".:?")


def _rows(lines: Sequence[Line], first: int, columns: int) -> set[int]:
    """Cells of the rows from `first` on that have text, stops and gaps where the first row has them."""
    found: set[int] = set()
    model = [_look(cell) for cell in lines[first : first + columns]]
    for start in range(first, len(lines) - columns + 1, columns):
        row = lines[start : start + columns]
        plain = all(cell.number is None and cell.block.kind == "paragraph" for cell in row)
        if not plain or [_look(cell) for cell in row] != model:
            break
        found.update(cell.index for cell in row)
    return found


def _look(cell: Line) -> tuple[bool, bool, bool]:
    return cell.words > _NAME, cell.end in ".:?", cell.block.gap_lines > 0
