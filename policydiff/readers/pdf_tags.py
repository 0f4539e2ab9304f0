"""PDFs that tell their structure: tags to HTML, and through the walker for HTML to blocks.

The tags follow reading order whatever the columns, and leave out what the program that wrote the
file put around the text (page numbers, running headers).
"""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from typing import Any

from policydiff.model import Block
from policydiff.patterns import regex
from policydiff.readers.html import mark_menus, read_tree
from policydiff.readers.html_source import LINE
from policydiff.readers.pdf_hyphens import Vocabulary
from policydiff.readers.pdf_spans import Span

_DEPTH = 300
_MAX_ELEMENTS = 200_000
_COVERED = 0.85  # share of the characters that tags must hold, or they are not to be trusted
_BLOCKS = {
    "P": "p", "Title": "h1", "H": "h2", "H1": "h1", "H2": "h2", "H3": "h3", "H4": "h4", "H5": "h5", "H6": "h6",
    "Table": "table", "TR": "tr", "TH": "th", "TD": "td", "THead": "thead", "BlockQuote": "blockquote",
    "Caption": "p", "Note": "p", "Div": "div", "Sect": "div", "Art": "div", "Part": "div", "TOCI": "p",
    "Index": "div", "FENote": "p",
}  # fmt: skip
_HEADINGS = frozenset(["Title", "H", "H1", "H2", "H3", "H4", "H5", "H6"])
_CLOSED = frozenset(
    ["</p>", *(f"</h{level}>" for level in range(1, 7))]
)  # no block stands in these
_LEFT_OUT = frozenset(["Figure", "Formula", "Artifact"])
_COUNT = regex(
    r"(?:[^\W\d_]{1,12}\s|§\s?)?[(\[]?(?:\d{1,3}|[a-z]|[ivxlc]{1,7})(?:\.\d{1,3}){0,4}[.)\]:–—-]{0,2}",
    re.I,
)
_BULLETS = frozenset("•◦▪●○■□‣–-*·o")


def read_tags(document: Any, pages: list[list[Span]], words: Vocabulary) -> list[Block]:
    """Blocks by the tags of a PDF; [] where it has none, or none to be trusted."""
    import pypdfium2.raw as pdfium

    if not pdfium.FPDFCatalog_IsTagged(document.raw):
        return []
    writer = _Writer(pdfium, words)
    for number, spans in enumerate(pages, 1):
        if not spans:  # empty, or damaged
            continue
        page = document[number - 1]
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        if not tree:
            continue
        try:
            writer.write_page(tree, number, spans)
        finally:
            pdfium.FPDF_StructTree_Close(tree)
            page.close()
    total = sum(len(span.text) for spans in pages for span in spans if span.mark >= 0)
    everything = sum(len(span.text) for spans in pages for span in spans)
    # Running headers are left out rightly; text that no tag holds is not.
    if not writer.headings or writer.used < _COVERED * total or total < 0.6 * everything:
        return []
    return mark_menus(read_tree("".join(writer.out))[1])


class _Writer:
    """Writes the HTML of the pages, one after the other."""

    def __init__(self, pdfium: Any, words: Vocabulary) -> None:
        self.pdfium = pdfium
        self.words = words
        self.out: list[str] = []
        self.headings = 0
        self.used = 0  # characters written
        self.elements = 0
        self._last: Span | None = None  # the span before, within the same block
        self._open = 0  # paragraphs and headings that are not closed

    def write_page(self, tree: Any, number: int, spans: list[Span]) -> None:
        """Write what the tags of one page hold."""
        marked: dict[int, list[Span]] = defaultdict(list)
        for span in spans:
            marked[span.mark].append(span)
        count = min(self.pdfium.FPDF_StructTree_CountChildren(tree), _MAX_ELEMENTS)
        stack: list[Any] = [
            self.pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            for index in range(count - 1, -1, -1)
        ]
        # Strings are what to write when their turn comes; ints are ids of marked content.
        depth = 0
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                self.out.append(item)
                self._last = None
                depth -= 1
                self._open -= item in _CLOSED
            elif isinstance(item, int):
                for span in marked.pop(item, ()):
                    self._write(span)
            elif item and depth < _DEPTH and self.elements < _MAX_ELEMENTS:
                self.elements += 1
                opening, closing = self._tags(item, number, marked)
                if opening is None:
                    continue
                if opening:
                    self.out.append(opening)
                    self._last = None
                    stack.append(closing)
                    depth += 1
                    self._open += closing in _CLOSED
                stack += reversed(list(self._children(item)))

    def _tags(
        self, element: Any, page: int, marked: dict[int, list[Span]]
    ) -> tuple[str | None, str]:
        """Opening and closing tag of an element; ("", "") for one that is none, None to leave it out."""
        kind = self._kind(element)
        if kind in _LEFT_OUT:
            return None, ""
        if kind in _HEADINGS:
            self.headings += 1
            self._number(element, marked)
        if kind == "L":
            label = self._label(element, marked)
            style = "" if label in _BULLETS else ' style="list-style: none"'
            return f"<ul {LINE}={page}{style}>", "</ul>"
        if kind == "LI":
            # An item that goes on from the page before has no label: no item of its own.
            name = "li" if self._label(element, marked) else "div"
            return f"<{name} {LINE}={page}>", f"</{name}>"
        if kind == "Lbl" and self._text(element, marked) in _BULLETS:
            return None, ""
        if kind == "TOC":
            return f'<div role="navigation" {LINE}={page}>', "</div>"
        name = _BLOCKS.get(kind, "")
        if kind == "NonStruct" and not self._open and self._holds_elements(element):
            name = "div"  # Chromium's for what is no paragraph: a term, its meaning, a <div>
        return (f"<{name} {LINE}={page}>", f"</{name}>") if name else ("", "")

    def _write(self, span: Span) -> None:
        last, self._last = self._last, span
        if last is not None:
            if not last.is_beside(span) or span.left < last.left:
                glue = self.words.join(last.text.rstrip(), span.text)
                if glue == "\b" and self.out and (cut := self.out[-1].rfind("-")) >= 0:
                    self.out[-1] = self.out[-1][:cut] + self.out[-1][cut + 1 :]
                elif glue == " ":
                    self.out.append(" ")
            elif span.left - last.right > 0.16 * span.height:
                self.out.append(" ")
        self.used += len(span.text)
        text = escape(span.text)
        if span.bold:
            text = f"<b>{text}</b>"
        if span.link:
            text = f'<a href="{escape(span.link)}">{text}</a>'
        self.out.append(text)

    def _kind(self, element: Any) -> str:
        size = self.pdfium.FPDF_StructElement_GetType(element, None, 0)
        if not 2 < size < 200:
            return ""
        name = ctypes.create_string_buffer(size)
        self.pdfium.FPDF_StructElement_GetType(element, name, size)
        return name.raw[: size - 2].decode("utf-16-le", "replace")

    def _children(self, element: Any) -> Iterator[Any]:
        count = self.pdfium.FPDF_StructElement_CountChildren(element)
        for index in range(min(count, _MAX_ELEMENTS)):
            mark = self.pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            child = self.pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                yield child
            elif mark >= 0:
                yield mark

    def _holds_elements(self, element: Any) -> bool:
        return any(not isinstance(child, int) for child in self._children(element))

    def _label(self, element: Any, marked: dict[int, list[Span]]) -> str:
        """Label of an item, or of the first item of a list; "" without."""
        for _ in range(3):
            first = next(self._children(element), None)
            if first is None or isinstance(first, int):
                return ""
            if self._kind(first) == "Lbl":
                return self._text(first, marked) or "-"
            element = first
        return ""

    def _number(self, heading: Any, marked: dict[int, list[Span]]) -> None:
        """Give a heading the number that stands before it without a tag, as browsers print counters."""
        first: Any = heading
        for _ in range(6):
            first = next(self._children(first), None)
            if first is None or isinstance(first, int):
                break
        spans = marked.get(first, []) if isinstance(first, int) else []
        for index, span in enumerate(marked[-1] if spans else ()):
            gap = spans[0].left - span.right
            if (
                _COUNT.fullmatch(span.text.strip())
                and span.is_beside(spans[0])
                and -1 < gap < 2 * span.height
            ):
                spans.insert(0, marked[-1].pop(index))
                return

    def _text(self, element: Any, marked: dict[int, list[Span]]) -> str:
        """Text of an element of a few pieces."""
        found = ""
        stack = [element]
        for _ in range(20):
            if not stack:
                break
            item = stack.pop()
            if isinstance(item, int):
                found += "".join(span.text for span in marked.get(item, ()))
            else:
                stack += reversed(list(self._children(item)))
        return found.strip()
