"""Lines: blocks with what the judges of headings look at, counted once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from policydiff.model import Block
from policydiff.patterns import regex
from policydiff.structure.numbering import Number

LONGEST_HEADING = 160  # characters; the longest heading in a corpus of 1,400 has 146
WORD = regex(r"[^\W_]+(?:['’\-][^\W_]+)*")
SMALL_WORDS = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "by", "do", "for", "from", "how", "if", "in", "into",
     "is", "it", "its", "not", "of", "on", "or", "our", "that", "the", "this", "to", "us", "via", "vs",
     "we", "what", "when", "where", "who", "why", "with", "you", "your", "&"]
)  # fmt: skip
# The full stop of "Example Inc." ends no sentence.
_COMPANY = regex(
    r"\b(?:inc|corp|co|ltd|llc|llp|gmbh|s\.a\.s|b\.v|plc|pty)\.?$|\b(?-i:Limited|LIMITED|AG|KG)$",
    re.I,
)
# "Maps are drawn by Example Inc." is a sentence, whose stop ends it as well.
_SAID = regex(
    r"\b(?:is|are|was|were|has|have|had|will|shall|must|may|can|uses|provides|belongs?)\b|"
    r"^(?:We|You|They|It)\s[a-z]|^Welcome\b"
)


class Line(Struct, frozen=True):
    """A block with what the signs look at, counted once."""

    block: Block
    index: int  # among the blocks that are not rules
    number: Number | None
    text: str  # without its number
    words: int
    end: str  # last character, closing quotes and brackets left aside
    key: str  # lower case letters and digits: how two lines are held to be the same
    short: bool  # could be a heading by length and end alone
    bold: bool  # the whole line is bold
    ruled: bool  # a separator stands before it
    underlined: bool  # a row of dashes as long as itself stands right under it

    def key_text(self) -> str:
        """`key` without the number: how a table of contents is held against headings."""
        return _key_text(self.text)


@lru_cache(maxsize=20_000)
def _key_text(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))[:200]


def make_lines(blocks: Sequence[Block], numbers: Sequence[Number | None]) -> list[Line]:
    """Lines of the blocks that are no rules; `numbers` runs along `blocks`."""
    lines: list[Line] = []
    ruled = False
    for place, (block, number) in enumerate(zip(blocks, numbers, strict=True)):
        if block.kind == "rule":
            ruled = not (lines and lines[-1].underlined)
            continue
        under = _is_under(block, blocks[place + 1]) if place + 1 < len(blocks) else False
        head = block.text[: 4 * LONGEST_HEADING]
        text, words, end, key = _count(head, number.length if number else 0)
        short = len(block.text) <= LONGEST_HEADING and words <= 20 and end not in ".;,!"
        bold = bool(block.bold) and _all_bold(block)
        lines.append(
            Line(block, len(lines), number, text, words, end, key, short, bold, ruled, under)
        )
        ruled = False
    return lines


_UNDERLINE = 2  # characters by which an underline may be longer or shorter than its line


def _is_under(block: Block, below: Block) -> bool:
    """Whether `below` underlines the block: rows between paragraphs have a length of their own."""
    return (
        below.kind == "rule"
        and below.gap_lines == 0
        and block.line == block.end_line
        and abs(len(below.text) - len(block.text)) <= _UNDERLINE
    )


@lru_cache(maxsize=50_000)
def _count(head: str, start: int) -> tuple[str, int, str, str]:
    """Text without its number, words, last character and key of how a line begins."""
    text = head[start:]
    words = len(WORD.findall(text))
    bare = head.rstrip(" \"'”’)]*")
    if words <= 6 and is_company(bare) and not _SAID.search(text):
        bare = bare.rstrip(".")
    return text.strip(), words, bare[-1:], " ".join(WORD.findall(text.lower()))[:200]


def is_company(text: str) -> bool:
    """Whether it ends like the name of a company, whose full stop is its own."""
    return _COMPANY.search(text) is not None


def is_bare_number(line: Line) -> bool:
    """Whether it says "Schedule 1" or "ARTICLE 5" and no more."""
    return line.number is not None and line.number.named and not line.text and line.end not in ".;,"


def _all_bold(block: Block) -> bool:
    covered = sum(end - start for start, end in block.bold)
    return covered > 0 and covered >= 0.9 * len(block.text.strip(" .:*"))
