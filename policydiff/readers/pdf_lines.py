"""Spans to lines and tables, in reading order; running headers and footers told by repetition."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct, field

from policydiff.patterns import regex
from policydiff.readers.pdf_margins import split_line_numbers
from policydiff.readers.pdf_spans import Span

_EDGE = 0.13  # of the page's height: where running headers and footers stand
_PAGE_NUMBER = regex(
    r"[-–—\s]*(?:page|seite|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?[-–—\s]*", re.I
)
_BROWSER_LINE = regex(
    r"(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d\b.*", re.I
)
_DIGITS = regex(r"\d+")
_MARK = regex(
    r"[•◦▪●○■□‣➢✓*–-]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxlc]{1,6})[.)]+|\d{1,2}(?:\.\d{1,2})+"
)
_TALLER = 1.15  # times the letters of the table: no cell of it
_ALIGNED = 4.0  # points
_SPACE_GAP = 0.16  # of the height
_AROUND = 2  # lines of running headers and footers between the parts of a table
_COLUMN_ROWS = 5  # rows side by side that make columns of prose
_COLUMN_CHARS = 20  # of their mean width, in characters


class Line(Struct):
    """One line of text, or one row of cells."""

    page: int
    spans: list[Span]
    furniture: bool = False
    cells: list[list[Span]] = field(default_factory=list)  # spans by column, where it is a row

    @property
    def left(self) -> float:
        return self.spans[0].left

    @property
    def right(self) -> float:
        return max(span.right for span in self.spans)

    @property
    def bottom(self) -> float:
        return min(span.bottom for span in self.spans)

    @property
    def top(self) -> float:
        return max(span.top for span in self.spans)

    @property
    def height(self) -> float:
        """Height of most of its letters."""
        heights: Counter[float] = Counter()
        for span in self.spans:
            heights[round(span.height, 1)] += len(span.text)
        return heights.most_common(1)[0][0]

    @property
    def text(self) -> str:
        return join_spans(self.spans)


def join_spans(spans: Sequence[Span]) -> str:
    """Text of spans on one line, blanks where there is room for one."""
    text = ""
    last: Span | None = None
    for span in spans:
        if (
            last is not None
            and not text.endswith(" ")
            and span.left - last.right > _SPACE_GAP * span.height
        ):
            text += " "
        text += span.text
        last = span
    return text


def read_lines(pages: Sequence[Sequence[Span]], sizes: Sequence[tuple[float, float]]) -> list[Line]:
    """Lines of all pages in reading order."""
    lines: list[Line] = []
    columns: list[float] = []  # of the table that the last page ends with
    whole = [[span for span in spans if not span.slanted] for spans in pages]
    for number, (upright, counts) in enumerate(split_line_numbers(whole), 1):
        found, columns = _with_tables(_in_columns(_segments(number, upright)), columns)
        lines += found
        stamps = [span for span in pages[number - 1] if span.slanted]
        lines += [Line(number, [span], furniture=True) for span in (*counts, *stamps)]
    _mark_running(lines, sizes)
    return lines


def _segments(page: int, spans: Sequence[Span]) -> list[Line]:
    """Runs of spans that stand close together on one line, in the order of the file."""
    found: list[Line] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.spans[-1].is_beside(span):
            gap = span.left - last.spans[-1].right
            marker = len(last.spans) == 1 and _MARK.fullmatch(last.spans[0].text.strip())
            if -span.height < gap <= (3.0 if marker else 0.9) * span.height:
                last.spans.append(span)
                continue
        found.append(Line(page, [span]))
    return found


def _in_columns(segments: list[Line]) -> list[Line]:
    """The segments with columns of prose that the file sets row by row put one below the other."""
    result: list[Line] = []
    index = 0
    while index < len(segments):
        end = index
        while end + 1 < len(segments) and _side_by_side(segments[end], segments[end + 1]):
            if end + 3 >= len(segments) or not _side_by_side(segments[end + 2], segments[end + 3]):
                end += 2
                break
            end += 2
        rows = segments[index:end]
        left, right = rows[::2], rows[1::2]
        if len(left) >= _COLUMN_ROWS and _is_prose(left) and _is_prose(right):
            result += [*left, *right]
            index = end
        else:
            result.append(segments[index])
            index += 1
    return result


def _side_by_side(first: Line, second: Line) -> bool:
    return first.spans[-1].is_beside(second.spans[0]) and second.left > first.right


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines fill a column as prose does; cells of a table seldom do."""
    rights = sorted(line.right for line in lines)
    lefts = sorted(line.left for line in lines)
    width = rights[-1] - lefts[0]
    full = sum(line.right > lefts[0] + 0.8 * width for line in lines)
    chars = sum(len(line.text) for line in lines) / len(lines)
    return full >= 0.6 * len(lines) and chars >= _COLUMN_CHARS


def _with_tables(segments: list[Line], open_: list[float]) -> tuple[list[Line], list[float]]:
    """Segments to lines: rows of tables as rows, other segments of one line as one line.

    `open_` are the columns of a table that may go on at the top; those of one that may go on behind the
    last segment are given back.
    """
    lines: list[Line] = []
    index = above = 0  # `above`: the first segment of the last line
    while index < len(segments):
        goes_on = len(lines) <= _AROUND or bool(lines[-1].cells)
        rows, end = _rest_of_table(segments, index, open_ if goes_on else [])
        columns = open_
        if not rows:
            rows, end, columns = _table(segments, index)
            if rows and _heads_columns(segments[above:index], rows[0], columns):
                lines[-1] = _row([[cell] for cell in segments[above:index]])
        if rows:
            lines += rows
            index, open_ = end, columns
            continue
        line, above = segments[index], index
        index += 1
        while index < len(segments) and _side_by_side(line, segments[index]):
            line = Line(line.page, [*line.spans, *segments[index].spans])
            index += 1
        lines.append(line)
    return lines, open_ if any(line.cells for line in lines[-1 - _AROUND :]) else []


def _rest_of_table(
    segments: Sequence[Line], start: int, columns: Sequence[float]
) -> tuple[list[Line], int]:
    """Rows that go on with a table of these columns on the next page, or in the next column of this one."""
    if not columns or start + 1 >= len(segments):
        return [], start
    first = segments[start]
    shift = first.left - columns[0]
    placed = [left + shift for left in columns]
    end = start
    for cell in segments[start:]:
        near = any(abs(cell.left - left) <= _ALIGNED for left in placed)
        before = segments[max(start, end - 1)]
        apart = (
            before.bottom - cell.top > 2.5 * cell.height or cell.bottom > before.top + cell.height
        )
        other = abs(cell.height - first.height) > 0.1 * first.height
        if not near or apart or other or _crosses(cell, placed):
            break
        end += 1
    rows = _placed(segments[start:end], placed)
    if not rows or sum(bool(cell) for cell in rows[0]) < 2:
        return [], start
    return [_row(row) for row in rows], end


def _table(segments: Sequence[Line], start: int) -> tuple[list[Line], int, list[float]]:
    """Rows of the table that begins at a segment, where it ends, and its columns; no rows without one."""
    if start + 3 >= len(segments) or not _next_cell(segments[start], segments[start + 1]):
        return [], start, []
    end = start + 1
    while end + 1 < len(segments) and _next_cell(segments[end], segments[end + 1]):
        end += 1
    edges = [cell.left for cell in segments[start : end + 1]]
    lowest = segments[start].bottom
    tallest = max(cell.height for cell in segments[start : end + 1])
    while end < len(segments):
        cell, before = segments[end], segments[end - 1]
        # Upwards lies the next column of the page; far below, another part of it.
        if cell.page != before.page or cell.bottom > before.top + 3 * cell.height:
            break
        if lowest - cell.top > 2.5 * cell.height or _crosses(cell, edges):
            break
        if cell.height > _TALLER * tallest:  # a heading below the table
            break
        lowest = min(lowest, cell.bottom)
        end += 1
    columns = _columns(segments[start:end])
    if len(columns) < 2:
        return [], start, []
    # The end of the sentence above a table: higher than the first row, and in none of its columns.
    first, beside = segments[start], segments[start + 1]
    if first.bottom > beside.top and all(abs(first.left - left) > _ALIGNED for left in columns):
        return [], start, []
    rows = _placed(segments[start:end], columns)
    full = sum(sum(bool(cell) for cell in row) >= 2 for row in rows)
    if len(rows) < 2 or full < 2 or full < 0.6 * len(rows):
        return [], start, []
    return [_row(row) for row in rows], end, columns


def _heads_columns(above: Sequence[Line], first: Line, columns: Sequence[float]) -> bool:
    """Whether bold segments right above the first row of a table head its columns, one each: centred
    over them, they share no left edge with what stands below.
    """
    if len(above) != len(columns) or above[-1].page != first.page:
        return False
    ends = [*columns[1:], math.inf]
    return (
        all(span.bold for cell in above for span in cell.spans)
        and above[-1].bottom - first.top <= 2.5 * first.height
        and all(
            left - _ALIGNED <= cell.left and cell.right <= right + _ALIGNED
            for cell, left, right in zip(above, columns, ends, strict=True)
        )
    )


def _placed(cells: Sequence[Line], columns: Sequence[float]) -> list[list[list[Line]]]:
    """Segments by row and column."""
    rows: list[list[list[Line]]] = []
    last = -1
    for cell in cells:
        column = max(
            (at for at, left in enumerate(columns) if left <= cell.left + _ALIGNED), default=0
        )
        if not rows or column < last or (column == last and not _wraps(rows[-1][column][-1], cell)):
            rows.append([[] for _ in columns])
        rows[-1][column].append(cell)
        last = column
    return rows


def _row(cells: Sequence[Sequence[Line]]) -> Line:
    spans = [span for cell in cells for line in cell for span in line.spans]
    page = next(line.page for cell in cells for line in cell)
    return Line(
        page, spans, cells=[[span for line in cell for span in line.spans] for cell in cells]
    )


def _next_cell(first: Line, second: Line) -> bool:
    """Whether the second stands right of the first, at about its height: cells may be centred."""
    overlap = min(first.top, second.top) - max(first.bottom, second.bottom)
    return second.left > first.right + 2 and overlap > -1.5 * first.height


def _columns(cells: Sequence[Line]) -> list[float]:
    """Left edges that two or more cells share."""
    edges: list[list[float]] = []
    for left in sorted(cell.left for cell in cells):
        if edges and left - edges[-1][-1] <= _ALIGNED:
            edges[-1].append(left)
        else:
            edges.append([left])
    return [edge[0] for edge in edges if len(edge) >= 2]


def _crosses(cell: Line, columns: Sequence[float]) -> bool:
    """Whether a segment is a line of text: it reaches over the beginning of the next column."""
    return any(cell.left < left - _ALIGNED and cell.right > left + _ALIGNED for left in columns)


def _wraps(before: Line, cell: Line) -> bool:
    """Whether a segment goes on with the text of the cell above it."""
    return before.bottom - cell.bottom <= 1.35 * cell.height


def _mark_running(lines: Sequence[Line], sizes: Sequence[tuple[float, float]]) -> None:
    """Mark headers, footers and page numbers: what stands at the edge of most pages alike."""
    edges: dict[tuple[str, int], list[Line]] = defaultdict(list)
    small: dict[tuple[str, int, int], list[Line]] = defaultdict(list)
    heights = sorted(line.height for line in lines if not line.furniture)
    usual = heights[len(heights) // 2] if heights else 0.0
    for line in lines:
        height = sizes[line.page - 1][1]
        if line.height < 0.9 * usual and not line.cells:
            small[line.text.strip(), round(line.left), round(line.bottom)].append(line)
        if height <= 0 or not (line.bottom > (1 - _EDGE) * height or line.top < _EDGE * height):
            continue
        text = line.text.strip()
        if _PAGE_NUMBER.fullmatch(text) or _BROWSER_LINE.fullmatch(text):
            line.furniture = True
        # "Article 2" in the size of a heading is one; "Page 2" and "Version 3 – 2" are not.
        alike = text if line.height > 1.05 * usual else _DIGITS.sub("#", text)
        edges[alike, round(line.bottom / 4)].append(line)
    pages = len(sizes)
    if pages == 1:
        _mark_above_title(lines, sizes[0][1], usual)
    # The same small words at the same place of the pages, wherever that is.
    for same in (*edges.values(), *small.values()):
        # Left and right pages may have headers of their own.
        if pages >= 2 and len({line.page for line in same}) >= max(2, 0.4 * pages):
            for line in same:
                line.furniture = True


_ABOVE_WORDS = 12
_TITLE = 1.3  # times the usual letters


def _mark_above_title(lines: Sequence[Line], height: float, usual: float) -> None:
    """Mark the running header of a lone page: small words at the top, over a title in large letters."""
    shown = [line for line in lines if not line.furniture]
    if len(shown) < 2:
        return
    first, title = shown[0], shown[1]
    if (
        first.bottom > (1 - _EDGE) * height
        and first.height < 0.9 * usual
        and len(first.text.split()) <= _ABOVE_WORDS
        and title.height >= _TITLE * usual
        and title.top < first.bottom
    ):
        first.furniture = True
