"""Blocks to clauses: sentences, list items with their lead-in, cells with their headings."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct, field

from policydiff.model import Block, Clause, ClauseKind
from policydiff.patterns import regex
from policydiff.structure.line_breaks import sentence_lines
from policydiff.structure.numbering import Number
from policydiff.structure.sentences import ends_in_abbreviation, split_sentences
from policydiff.structure.wording import has_finite_verb, opens_question


def _is_lead_in(text: str) -> bool:
    return text.rstrip(' *"”)-–—').endswith((":", "："))


# A block, the number that is cut off it as a marker, and the offset where its text starts.
Content = tuple[Block, Number | None, int]


@lru_cache(maxsize=8_192)
def build_clauses(section: str, content: tuple[Content, ...]) -> tuple[Clause, ...]:
    """The clauses of one section. Pure, so remembered: most sections of a version stand as before."""
    builder = ClauseBuilder(section)
    for block, number, start in content:
        builder.add_block(block, number, start=start)
    return tuple(builder.clauses)


def _style(marker: str) -> str:
    """The marker with a letter for its letters and a digit for its digits: "(a)", "1.", "-"."""
    kind = "1" if marker.strip("(). ")[:1].isdigit() else "a"
    return "".join(dict.fromkeys(kind if sign.isalnum() else sign for sign in marker))


class OpenLead(Struct, frozen=True):
    """A line that ends in a colon: what stands deeper completes it."""

    depth: int
    clause: str  # its id
    number: Number | None  # of a line that is no item of a list by markup
    listed: bool  # an item of a list by markup
    marker: str  # of an item


class ClauseBuilder(Struct):
    """Collects the clauses of one section; numbers them and follows open lead-ins."""

    section: str
    clauses: list[Clause] = field(default_factory=list)
    open_leads: list[OpenLead] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    row: int = 0
    row_heading: str = ""
    rows: int = 0  # table rows of this section so far
    column: int = 0
    paragraph: int = 0

    def add_block(self, block: Block, number: Number | None, *, start: int = 0) -> None:
        """Add the text of a block from offset `start` on; `number` is cut off as a marker."""
        if block.kind == "cell":
            self._add_cell(block)
            return
        text = block.text[start:]
        listed = block.kind == "item" and block.level > 0
        marker = block.marker if block.kind == "item" else ""
        depth = self._below_numbers() + block.level if listed else 0
        if number is not None and start == 0:
            text = text[number.length :]
            marker = f"{marker} {number.text}".strip() if marker else number.text
            if depth == 0:
                depth = self._depth_of(number)
        depth += listed and self._marked_anew(marker, depth)
        text = text.lstrip(" .:–—-") if start else text
        is_item = depth > 0 or self._completes_lead(text)
        if is_item and depth == 0:
            last = self.open_leads[-1]
            depth = last.depth + (last.listed or last.number is not None or last.depth == 0)
        if not is_item:
            self.open_leads.clear()
        before = len(self.clauses)
        self._add(text, block, "item" if is_item else "sentence", marker, depth)
        if len(self.clauses) > before and _is_lead_in(self.clauses[-1].text):
            lead = OpenLead(
                depth=depth, clause=self.clauses[-1].id, number=number if not start else None,
                listed=listed, marker=marker,
            )  # fmt: skip
            self.open_leads.append(lead)

    def _below_numbers(self) -> int:
        """How deep the lists of the markup begin: below the numbered lead-in that is open."""
        return next((lead.depth for lead in reversed(self.open_leads) if not lead.listed), 0)

    def _marked_anew(self, marker: str, depth: int) -> bool:
        """ "2. not:" with "(a)" at the same level: does the item hang on a lead-in marked otherwise?"""
        lead = next((lead for lead in self.open_leads if lead.depth == depth), None)
        return lead is not None and lead.listed and _style(lead.marker) != _style(marker)

    def _depth_of(self, number: Number) -> int:
        """Where a numbered line stands among the lead-ins that are open.

        "1", "1.2", "1.2.1" tell their depth. Any other style stands beside a lead-in of its style, else
        hangs on the last: "(1)" and "(a)" below "3.6 You must not:", "(i)" below "(a) ...:".
        """
        if not self.open_leads:
            return len(number.values)
        for lead in reversed(self.open_leads):
            if lead.number is not None and lead.number.style == number.style:
                return lead.depth
        last = self.open_leads[-1]
        counts = number.style.startswith("1") and not number.style.endswith("paren")
        starts = last.number is not None and number.values[0] <= last.number.values[0]
        if counts and not (len(number.values) == 1 and starts):
            return len(number.values)
        return last.depth + 1

    def _completes_lead(self, text: str) -> bool:
        """Whether a line without a bullet is an item all the same: it hangs on an open lead-in."""
        if not self.open_leads:
            return False
        bare = text.rstrip(' "”)')
        return (
            text[:1].islower()
            or bare.endswith((";", ",", "; and", "; or"))
            or (len(text) < 200 and not bare.endswith((".", "!", "?", ":")))
        )

    def _add(
        self,
        text: str,
        block: Block,
        kind: ClauseKind,
        marker: str,
        depth: int,
        context: tuple[str, ...] = (),
    ) -> None:
        if depth:
            while self.open_leads and self.open_leads[-1].depth >= depth:
                self.open_leads.pop()
        lead = self.open_leads[-1].clause if self.open_leads and depth else None
        label = _label(block) if text is block.text or text == block.text else 0
        lines = _sentence_lines(text, block)
        clause = None
        for position, (sentence, line, begins) in enumerate(lines):
            self.paragraph += begins
            clause = Clause(
                id=f"{self.section}.c{len(self.clauses) + 1}",
                text=sentence,
                kind=kind,
                line=line,
                number=marker if position == 0 else "",
                label=min(label, len(sentence)) if position == 0 and label < len(text) else 0,
                lead_in=lead,
                depth=depth,
                context=context,
                links=tuple(target for shown, target in block.links if shown and shown in sentence),
                paragraph=self.paragraph,
                row=self.rows if kind == "cell" else 0,
                column=self.column + 1 if kind == "cell" else 0,
            )
            self.clauses.append(clause)
        if clause is None and marker:
            # An empty item still shows its marker.
            self.clauses.append(
                Clause(
                    id=f"{self.section}.c{len(self.clauses) + 1}",
                    text=marker,
                    kind=kind,
                    line=block.line,
                )
            )

    def _add_cell(self, block: Block) -> None:
        if block.row != self.row:
            self.row, self.column = block.row, 0
            if block.text.strip() or block.header:
                self.row_heading = ""  # an empty first cell goes on with the one above
            self.rows += 1
            if block.header:
                self.columns = []
        if block.header:
            self.columns.append(" ".join(block.text.split()))
        context = (
            ()
            if block.header
            else tuple(
                part
                for part in (
                    self.columns[self.column] if self.column < len(self.columns) else "",
                    self.row_heading,
                )
                if part
            )
        )
        if block.text.strip():
            self.open_leads.clear()
            self._add(block.text, block, "cell", "", 0, context)
            if self.column == 0 and not block.header:
                self.row_heading = " ".join(block.text.split())[:200]
        self.column += 1


def _sentence_lines(text: str, block: Block) -> list[tuple[str, int, bool]]:
    """Sentences with their source lines and whether each begins a paragraph.

    Lines of hard breaks are spread over the block's; each group that makes sentences is a paragraph.
    """
    result: list[tuple[str, int, bool]] = []
    for offset, lines in sentence_lines(text.split("\n")):
        places = [offset + index for index, line in enumerate(lines) for _ in line.split()]
        at = 0
        for rank, sentence in enumerate(split_sentences(" ".join(lines))):
            place = places[min(at, len(places) - 1)]
            result.append((sentence, min(block.line + place, block.end_line), rank == 0))
            at += len(sentence.split())
    return result


def _label(block: Block) -> int:
    """Length of a bold run-in label that ends with a colon or stop ("Disclosure: "), blank included."""
    if not block.bold or block.bold[0][0] != 0:
        return 0
    end = block.bold[0][1]
    rest = block.text[end:]
    if block.text[:end].rstrip().endswith((":", ".")):
        return end + len(rest) - len(rest.lstrip())
    if rest.lstrip().startswith(":"):
        cut = end + rest.index(":") + 1
        return cut + len(block.text[cut:]) - len(block.text[cut:].lstrip())
    return 0


def run_in_end(block: Block) -> int:
    """Offset where the text behind a bold run-in heading starts, or 0 where there is none.

    "**Credit Cards.** In the future ..." and "**Security** We employ ...": the bold part opens the
    block, is short, and a sentence follows.
    """
    if not block.bold or block.bold[0][0] != 0 or block.kind not in ("paragraph",):
        return 0
    end = block.bold[0][1]
    head, rest = block.text[:end].strip(), block.text[end:].strip(" .:–—-")
    if not rest or len(head) > 90 or len(head.split()) > 12 or not any(c.isalpha() for c in head):
        return 0
    closed = head[-1] in ".:?!" or block.text[end:].lstrip()[:1] in ".:–—-"
    return end if closed or (rest[:1].isupper() and len(rest.split()) >= 5) else 0


_NUMBERED_RUN_IN = regex(r"^([^.:?!]{2,80}?)[.:?](?:\s+)(?=[A-Z“\"(])")
_ASKED = 12  # words of a question that heads its own answer


def numbered_run_in_end(block: Block, number: Number | None) -> int:
    """Offset behind "1. Definitions. " in a numbered paragraph that goes on with a sentence, or 0."""
    if number is None or block.kind != "paragraph":
        return 0
    match = _NUMBERED_RUN_IN.match(block.text[number.length : number.length + 120])
    if match and _asked(block.text[number.length :], match):
        return number.length + match.end(1) + 1
    if not match or len(match[1].split()) > 9:
        return 0
    says = re.search(r"\b(?:will|may|must|shall|is|are|have|can)\b", match[1])
    if says and not opens_question(match[1]):  # "What you may do" names what it is about
        return 0
    return number.length + match.end(1) + 1


def _asked(text: str, match: re.Match[str]) -> bool:
    """Whether a match ends at the mark of a short question."""
    question = text[match.end(1)] == "?" and opens_question(match[1])
    return question and len(match[1].split()) <= _ASKED


_BARE_RUN_IN = regex(r"^([^.:?!]{2,60}?)[.:?]\s+(?=[A-ZÄÖÜ“\"(])")


def bare_run_in_end(block: Block) -> int:
    """Offset behind "Cookies. " or "Who are you? " where nothing else marks the run-in heading, or 0.

    Nothing says of one such paragraph that it is no sentence of one word; who calls it looks at all.
    """
    if block.kind != "paragraph":
        return 0
    match = _BARE_RUN_IN.match(block.text[:90])
    if match and _asked(block.text, match):
        return match.end(1) + 1
    if (
        not match
        or len(match[1].split()) > 6
        or not match[1][0].isupper()
        or has_finite_verb(match[1])
        or ends_in_abbreviation(f"{match[1]}.")
        or len(block.text[match.end() :].split()) < 4
    ):
        return 0
    return match.end(1) + 1
