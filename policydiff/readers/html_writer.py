"""Text runs to blocks: what the walker writes to while it goes through the elements.

A run is collected until a block element begins or ends; where it stands in lists, tables, quotes and
furniture at that moment makes its block.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from policydiff.model import Block, DroppedKind, Paragraph
from policydiff.patterns import regex
from policydiff.readers.decode import show_controls
from policydiff.readers.html_lists import OpenList
from policydiff.readers.inline import Links, Spans, break_lines, fold, is_date_line
from policydiff.readers.text import read_text

_SPACE = regex(r"[ \t\n\r\f]+")
LONGEST_HEADING = 400  # characters; whole paragraphs were put into <h3> for their size
_SECOND_GLYPH = regex(r"[*•·▪●]\s+(?=\S)")
_SECOND_MARK = regex(r"[*•·▪●◦○–—-]\s+(?=\S)")  # "• - by post": Word's bullet, and the author's
_GLYPH = regex(r"([•·●○◦▪■□◆‣►▸▶➢➤✓✔\uf0b7\uf0a7\uf0d8])\s+(?=\S)")
# The same in Wingdings, Symbol and Courier, where Word says that the paragraph stands in a list.
_WORD_GLYPH = regex(r"([•·●○◦▪■□◆►▸➢✓§Øüvqo–-])\s+(?=\S)")
_COPYRIGHT = regex(r"©|\(c\)|\bcopyright\b|\ball rights reserved\b", re.I)


class BlockWriter:
    """The open text run, the state that makes its block, and the blocks so far."""

    def __init__(self, *, by_paragraph: bool = False) -> None:
        self.by_paragraph = by_paragraph  # count blocks instead of lines: DOCX
        self.blocks: list[Block] = []
        # The run that is open.
        self._parts: list[str] = []
        self._length = 0
        self._bold: list[tuple[int, int]] = []
        self._links: list[tuple[str, str]] = []
        self._link: tuple[int, str] | None = None  # part where it begins, target
        self._first = self._last = 0  # lines of its text
        self._lines: list[tuple[int, int]] = []  # text ends before, begins behind each break
        self._breaks = 0
        self._broken = False  # does the text of the open cell end in a break?
        # Where it stands.
        self._line = 1
        self._gap = 0
        self._weights: list[bool] = [False]  # bold or not, innermost last
        self._lists: list[OpenList] = []
        self._pending: str | None = None  # marker of an item whose text has not come yet
        self._word_list = False  # a paragraph that Word has put into a list
        self._quotes = 0
        self._heading = 0
        self._cell: bool | None = None  # is the open cell of data a head cell?
        self._row = 0
        self._kind: DroppedKind | None = None
        self._seam = False  # does an element end or begin here of which nobody knows what it is?
        self._toolbar = False  # inside the bar of an archive

    def _text(self, text: str) -> None:
        lines = text.count("\n")
        if self._seam and self._parts and text[:1].isupper():
            self._add(" ")
        self._seam = False
        if text.isspace():
            if self._parts:
                self._add(" ")
            self._line += lines
            return
        if not self._parts or self._first == 0:
            start = len(text) - len(text.lstrip())
            self._first = self._line + (text.count("\n", 0, start) if lines else 0)
        if self._lines and self._breaks:
            start = len(text) - len(text.lstrip())
            self._lines[-1] = (self._lines[-1][0], self._line + text.count("\n", 0, start))
        self._last = self._line + (text.rstrip().count("\n") if lines else 0)
        self._line += lines
        self._breaks = 0
        self._broken = False
        self._add(show_controls(_SPACE.sub(" ", text)), bold=self._weights[-1])

    def _add(self, piece: str, *, bold: bool = False) -> None:
        if bold:
            self._bold.append((self._length, self._length + len(piece)))
        self._parts.append(piece)
        self._length += len(piece)

    def _break(self) -> None:
        self._breaks += 1
        if self._heading:
            self._end_line()
        elif self._breaks >= 2 and self._cell is None:
            self._boundary(1)
        elif self._parts:
            self._add("\n")
            self._lines.append((self._last, self._line))
        else:
            self._gap = 1

    def _end_line(self) -> None:
        """A line of a heading ends here."""
        if self._parts and self._parts[-1] != "\n":
            self._add("\n")

    def _boundary(self, gap: int) -> None:
        """A block begins or ends here."""
        if self._heading or self._cell is not None:
            if self._heading:
                self._end_line()
            elif self._parts and not self._broken:
                self._add("\n")
                self._broken = True
            return
        self._flush()
        self._gap = max(self._gap, gap)

    def _place(self) -> int:
        return Paragraph(len(self.blocks) + 1) if self.by_paragraph else self._line

    def _take(self) -> tuple[str, Spans, Links]:
        """The text run that was collected, folded; a link that is still open goes on behind it."""
        reopened = None
        if self._link is not None:
            reopened = self._link[1]
            self._close_link()
        text, bold, links = fold("".join(self._parts), self._bold, self._links)
        self._parts, self._bold, self._links, self._length, self._first = [], [], [], 0, 0
        if reopened is not None:
            self._link = (0, reopened)
        return text, bold, tuple((label, target) for label, target in links if label)

    def _flush(self) -> None:
        if not self._parts:
            return
        first, last = self._first, self._last
        lines, self._lines = self._lines, []
        text, bold, links = self._take()
        if not text:
            return
        gap, self._gap, self._breaks = self._gap, 0, 0
        if self.by_paragraph:
            first = last = Paragraph(len(self.blocks) + 1)
        heading = self._heading if len(text) <= LONGEST_HEADING else 0
        kind = self._kind
        if kind == "navigation" and len(text) <= 300 and _COPYRIGHT.search(text):
            kind = "copyright"
        if self._toolbar:
            kind = "archive-note"
        marker = self._pending
        dated = ""
        if heading:
            head, _, tail = text.rpartition("\n")
            if head and is_date_line(tail):
                text, dated = head, tail
                bold = tuple((a, min(b, len(head))) for a, b in bold if a < len(head))
            text = text.replace("\n", " ")
            if marker and marker[0].isalnum():
                # A heading inside a numbered list: the list's number is its own.
                shift = len(marker) + 1
                text, bold = f"{marker} {text}", tuple((a + shift, b + shift) for a, b in bold)
            self._pending = None
            self.blocks.append(
                Block(
                    kind="heading", text=text, line=first, end_line=max(first, last), level=heading, bold=bold,
                    links=links, quote=self._quotes > 0, gap_lines=gap, furniture=kind,
                )
            )  # fmt: skip
            if dated:
                at = max(first, last)
                self.blocks.append(
                    Block(kind="paragraph", text=dated, line=at, end_line=at, furniture=kind)
                )
            return
        is_item = bool(self._lists) and self._lists[-1].in_item
        if (
            not is_item
            and not lines
            and (glyph := (_WORD_GLYPH if self._word_list else _GLYPH).match(text))
        ):
            # A bullet that is written and not marked up, as Word saves lists for the web.
            is_item, marker, cut = True, glyph[1], glyph.end()
            if second := _SECOND_MARK.match(text, cut):
                cut = second.end()
            text = text[cut:]
            bold = tuple((max(0, a - cut), b - cut) for a, b in bold if b > cut)
        elif is_item and not lines and (glyph := _SECOND_GLYPH.match(text)):
            # "* To bill you" in an item: the glyph of the text it was made of.
            cut = glyph.end()
            text = text[cut:]
            bold = tuple((max(0, a - cut), b - cut) for a, b in bold if b > cut)
        block = Block(
            kind="item" if is_item else "paragraph",
            text=text,
            line=first,
            end_line=max(first, last),
            level=self._lists[-1].level if is_item and self._lists else int(is_item),
            marker=(marker or "") if is_item else "",
            bold=bold,
            links=links,
            quote=self._quotes > 0,
            gap_lines=gap,
            furniture=kind,
        )
        if is_item:
            self._pending = None
        self.blocks += break_lines(block, () if self.by_paragraph else lines)

    def _flush_cell(self) -> None:
        first, last = self._first or self._line, max(self._last, self._first or self._line)
        text, bold, links = self._take()
        self._lines = []
        if self.by_paragraph:
            first = last = Paragraph(len(self.blocks) + 1)
        self.blocks.append(
            Block(
                kind="cell", text=text, line=first, end_line=max(first, last), bold=bold,
                links=links, row=self._row, header=bool(self._cell), quote=self._quotes > 0,
                furniture=self._kind,
            )
        )  # fmt: skip
        self._gap = 0

    def _preformatted(self, text: str) -> None:
        """Text that was laid out by hand: read as plain text is."""
        text = show_controls(text)
        first = self._line - 1
        for block in read_text(text):
            if block.kind == "rule":
                continue
            self.blocks.append(
                replace(
                    block,
                    line=block.line + first,
                    end_line=block.end_line + first,
                    furniture=self._kind,
                )
            )
        self._line += text.count("\n")

    def _close_link(self) -> None:
        if self._link is not None:
            shown = "".join(self._parts[self._link[0] :])
            self._links.append((" ".join(shown.split()), self._link[1]))
            self._link = None
