"""What stands on the pages of a PDF: spans of characters with their place, through PDFium.

Coordinates are points from the lower left corner. A span is a run of characters of one look on one
line; a wide gap ends it.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from typing import Any

from msgspec import Struct

from policydiff.patterns import regex

_BOLD = regex(r"bold|black|heavy|demi|semibd", re.I)
_BOLD_WEIGHT = 600
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\uf0b7": "•", "\u00ad": "-",
     "\x02": "-", "\ufffe": "-", "\uffff": ""}
)  # fmt: skip
_SPACE_GAP = 0.16  # of the height of a line: where no blank was set, so much room is one
_CELL_GAP = 0.9  # so much is a gap between cells or columns
_SAMPLE = 400  # letters of a page that are asked how they are turned
_MAX_DOTS = 300  # drawn bullets of one page
MAX_CHARS = 5_000_000  # of one document


class Span(Struct):
    """Characters of one look on one line of one page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool
    mark: int  # id of the marked content that it belongs to; -1 without
    link: str = ""

    @property
    def height(self) -> float:
        """Height of the line by its font, not by its letters."""
        return self.top - self.bottom

    def is_beside(self, other: Span) -> bool:
        """Whether both stand on one line."""
        overlap = min(self.top, other.top) - max(self.bottom, other.bottom)
        return overlap > 0.5 * min(self.height, other.height)


def read_spans(page: Any) -> list[Span]:
    """Spans of one page in the order in which the file sets them."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MAX_CHARS)
        raw = textpage.raw
        box = pdfium.FS_RECTF()
        looks: dict[int, tuple[bool, int, float]] = {}
        turn = _turn(page, raw, count, pdfium)
        across, up = ctypes.c_double(), ctypes.c_double()
        spans: list[Span] = []
        letters: list[str] = []
        blank = False
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in (0x20, 0x0A, 0x0D, 0x09, 0xA0, 0):
                blank = True
                continue
            if not pdfium.FPDFText_GetLooseCharBox(raw, index, box) or box.top <= box.bottom:
                continue
            turn.box(box)
            thing = pdfium.FPDFText_GetTextObject(raw, index)
            address = ctypes.cast(thing, ctypes.c_void_p).value or 0
            if address not in looks:
                looks[address] = (
                    _is_bold(pdfium, raw, index),
                    pdfium.FPDFPageObj_GetMarkedContentID(thing) if address else -1,
                    _size(pdfium, raw, index, turn.quarter),
                )
            bold, mark, size = looks[address]
            if size > 0 and pdfium.FPDFText_GetCharOrigin(raw, index, across, up):
                # The box of a letter may be that letter's own: the font's size tells heading from text.
                _, base = turn.point(across.value, up.value)
                box.bottom, box.top = base - 0.22 * size, base + 0.88 * size
            last = spans[-1] if spans else None
            letter = chr(code) if not 0xD800 <= code < 0xE000 else ""
            if last is not None and _goes_on(last, box):
                gap = box.left - last.right
                height = last.height
                wide = gap > _CELL_GAP * height
                spaced = blank or gap > _SPACE_GAP * height
                if (bold, mark) == (last.bold, last.mark) and not wide:
                    letters.append(f" {letter}" if spaced else letter)
                    last.right = max(last.right, box.right)
                    last.top, last.bottom = max(last.top, box.top), min(last.bottom, box.bottom)
                    blank = False
                    continue
                if spaced:
                    letters.append(" ")
            if last is not None:
                last.text = "".join(letters).translate(_LIGATURES)
            letters = [letter]
            spans.append(Span("", box.left, box.right, box.bottom, box.top, bold, mark))
            blank = False
        if spans:
            spans[-1].text = "".join(letters).translate(_LIGATURES)
    finally:
        textpage.close()
    if page.get_rotation() and not turn.quarter:
        # Upright text on a page that is shown turned: PDFium hands its lines over in another order.
        spans.sort(key=lambda span: (-round(span.bottom), span.left))
    _add_links(page, spans, pdfium)
    return _with_drawn_bullets(page, spans, pdfium)


def _with_drawn_bullets(page: Any, spans: list[Span], pdfium: Any) -> list[Span]:
    """The spans with a "•" before those that a small dot is drawn beside, as browsers do."""
    dots: list[tuple[float, float, float, float]] = []
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        width, height = right - left, top - bottom
        if 1.5 <= width <= 8 and 1.5 <= height <= 8 and 0.7 <= width / height <= 1.4:
            dots.append((left, bottom, right, top))
        if len(dots) >= _MAX_DOTS:
            break
    before: dict[int, Span] = {}
    for left, bottom, right, top in dots:
        middle = 0.5 * (bottom + top)
        beside = [
            (span.left, index)
            for index, span in enumerate(spans)
            if span.bottom < middle < span.top and 0 < span.left - right < 3 * span.height
        ]
        if beside:
            index = min(beside)[1]
            span = spans[index]
            before[index] = Span("•", left, right, span.bottom, span.top, False, -1)
    result: list[Span] = []
    for index, span in enumerate(spans):
        if index in before:
            result.append(before[index])
        result.append(span)
    return result


def _goes_on(last: Span, box: Any) -> bool:
    """Whether a character stands on the line of a span, to its right."""
    overlap = min(last.top, box.top) - max(last.bottom, box.bottom)
    height = min(last.height, box.top - box.bottom)
    return bool(overlap > 0.5 * height and box.left >= last.right - 0.6 * height)


class _Turn(Struct):
    """How the text of a page is turned, and the way from the page's places to those of upright text."""

    quarter: int = 0  # quarters of a turn against the clock
    width: float = 0.0  # of the page as it is stored
    height: float = 0.0

    def point(self, across: float, up: float) -> tuple[float, float]:
        """The place of a point once the text stands upright."""
        if self.quarter == 1:
            return up, self.width - across
        if self.quarter == 2:
            return self.width - across, self.height - up
        return (self.height - up, across) if self.quarter == 3 else (across, up)

    def box(self, box: Any) -> None:
        """Turn the box of a letter."""
        if self.quarter:
            one = self.point(box.left, box.bottom)
            other = self.point(box.right, box.top)
            box.left, box.right = sorted((one[0], other[0]))
            box.bottom, box.top = sorted((one[1], other[1]))


def _turn(page: Any, raw: Any, count: int, pdfium: Any) -> _Turn:
    """How most letters of a page are turned: landscape pages are often made by turning text and page."""
    matrix = pdfium.FS_MATRIX()
    turned: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLE)):
        if pdfium.FPDFText_GetMatrix(raw, index, matrix):
            turned[_quarter(matrix)] += 1
    quarter, most = turned.most_common(1)[0] if turned else (0, 0)
    if not quarter or most < 0.8 * sum(turned.values()):
        return _Turn()
    left, bottom, right, top = page.get_mediabox()
    return _Turn(quarter, right + left, top + bottom)


def _quarter(matrix: Any) -> int:
    if abs(matrix.a) >= abs(matrix.b):
        return 2 if matrix.a < 0 and matrix.d < 0 else 0
    return 1 if matrix.b > 0 else 3


def _size(pdfium: Any, raw: Any, index: int, quarter: int) -> float:
    """Height of the font on the page, in points; 0.0 where it cannot be told."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(raw, index, matrix) or _quarter(matrix) % 2 != quarter % 2:
        return 0.0
    scale = abs(matrix.c) if quarter % 2 else abs(matrix.d)
    return float(pdfium.FPDFText_GetFontSize(raw, index) * scale)


def _is_bold(pdfium: Any, raw: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD_WEIGHT:
        return True
    flags = ctypes.c_int()
    size = pdfium.FPDFText_GetFontInfo(raw, index, None, 0, flags)
    if not 0 < size < 1000:
        return False
    name = ctypes.create_string_buffer(size)
    pdfium.FPDFText_GetFontInfo(raw, index, name, size, flags)
    return _BOLD.search(name.value.decode("utf-8", "replace")) is not None


def _add_links(page: Any, spans: list[Span], pdfium: Any) -> None:
    """Tell the spans that lie in a link where it leads."""
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    rect = pdfium.FS_RECTF()
    for _ in range(2_000):
        if not pdfium.FPDFLink_Enumerate(page.raw, position, link):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, rect):
            continue
        size = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
        if not 1 < size < 2_000:
            continue
        target = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, target, size)
        address = target.value.decode("utf-8", "replace")
        for span in spans:
            across = 0.5 * (span.left + span.right)
            if (
                rect.left <= across <= rect.right
                and rect.bottom <= 0.5 * (span.top + span.bottom) <= rect.top
            ):
                span.link = address
