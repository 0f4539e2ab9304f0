"""Plain text to blocks: lines, hard-wrapped paragraphs put together again, bullets, rules."""

from __future__ import annotations

import re
from itertools import pairwise

from policydiff.model import Block

# A row of one of these is a separator. Under a line of a plain text it is never a heading mark:
# pages that were saved as text put such rows between paragraphs.
_RULE = re.compile(r"^\s*([=\-*_~#+.·•—–])(?:\s?\1){2,}\s*$")
_BULLET = re.compile(r"^(\s*)([•·●○◦▪■□◆►▶➢➤✓✔*\-–—›»o§¤\uf0b7])\s+(?=\S)")
_PAREN_NUMBER = re.compile(r"^(\s*)(\((?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})\))\s*(?=\S)")
_WIDEST_WRAP = 100  # columns; a longer line was not wrapped by hand or by a mail program
_SCAN = 400  # characters of a line that decide what it is


def read_text(text: str) -> list[Block]:
    """Blocks of a plain text, in order. O(length)."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    blocks: list[Block] = []
    gap = row = 0
    index = 0
    while index < len(lines):
        line = lines[index].expandtabs(8) if "\t" in lines[index] else lines[index]
        if not line.strip():
            gap, index = gap + 1, index + 1
            continue
        first = index
        if rows := _table(lines, index):
            row += 1
            blocks += _cells(rows, first, row, gap)
            row += len(rows) - 1
            gap, index = 0, index + len(rows)
            continue
        if _RULE.match(line[:_SCAN]) and len(line) <= _SCAN:
            blocks.append(
                Block(
                    kind="rule",
                    text=line.strip(),
                    line=first + 1,
                    end_line=first + 1,
                    gap_lines=gap,
                )
            )
            gap, index = 0, index + 1
            continue
        parts = [line.strip()]
        while index + 1 < len(lines) and (
            (width and _continues(lines[index], lines[index + 1], width))
            or _breaks_off(parts[0], lines[index], lines[index + 1])
        ):
            index += 1
            parts.append(lines[index].strip())
        blocks.append(_block(line, parts, first + 1, index + 1, gap))
        gap, index = 0, index + 1
    return blocks


def _table(lines: list[str], index: int) -> list[list[str]]:
    """Rows of the table that begins at a line, as browsers copy one: cells parted by tabs.

    At least three rows of the same number of cells, none of them a bullet or a number of a list.
    """
    rows: list[list[str]] = []
    while index + len(rows) < len(lines) and "\t" in lines[index + len(rows)]:
        cells = [cell.strip() for cell in lines[index + len(rows)].split("\t")]
        if len(cells) < 2 or not all(cells) or (rows and len(cells) != len(rows[0])):
            break
        if len(cells[0]) <= 4 and not cells[0].isalpha():
            return []
        rows.append(cells)
    return rows if len(rows) >= 3 else []


def _cells(rows: list[list[str]], first: int, row: int, gap: int) -> list[Block]:
    """Blocks of a table; its first row is the head, as in Markdown."""
    return [
        Block(
            kind="cell", text=" ".join(cell.split()), line=first + down + 1, end_line=first + down + 1,
            row=row + down, header=down == 0, gap_lines=gap if down == 0 else 0,
        )
        for down, cells in enumerate(rows)
        for cell in cells
    ]  # fmt: skip


def _block(line: str, parts: list[str], first: int, last: int, gap: int) -> Block:
    head = line[:_SCAN]
    match = _BULLET.match(head) or _PAREN_NUMBER.match(head)
    text = _join(parts)
    if not match or (match[2] == "o" and not line[match.end() :][:1].isupper()):
        return Block(kind="paragraph", text=text, line=first, end_line=last, gap_lines=gap)
    # The marker as it stands in the folded text, where "•<tab>" is "• ".
    text = text.removeprefix(match[2]).lstrip()
    return Block(
        kind="item",
        text=text,
        line=first,
        end_line=last,
        level=1 + min(len(match[1]) // 2, 8),
        marker=match[2],
        gap_lines=gap,
    )


def _join(parts: list[str]) -> str:
    """Lines of one paragraph as one text; a hyphen at a line's end stays, it may be the word's."""
    return re.sub(r"[ \t\u00a0\u3000]+", " ", " ".join(parts)).strip()


def _wrap_width(lines: list[str]) -> int:
    """Column at which the text was wrapped by hand, or 0 where each line is a paragraph."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 8:
        return 0
    width = lengths[int(0.97 * (len(lengths) - 1))]
    if not 40 <= width <= _WIDEST_WRAP:
        return 0
    full = broken = 0  # lines that fill the width, and those of them that end inside a sentence
    for line, following in pairwise(lines):
        if following.strip() and len(line) >= 0.8 * width:
            full += 1
            broken += line.rstrip()[-1:] not in ".!?:;"
    return width if full > 0.25 * len(lengths) and broken > 0.5 * full else 0


# "3.1 We collect your name," and "We do not collect": sentences, which a heading or an item is not.
_SENTENCE_START = re.compile(
    r"(?:[\d.]{1,8}\s+|\([a-z\d]{1,3}\)\s+)?(?:We|You|They|It|Our|Your|The|This|If|When)\s+[a-z]"
)


def _breaks_off(first: str, line: str, following: str) -> bool:
    """Whether a sentence that began in `first` stops inside and goes on in lower case below."""
    end = line.rstrip()[-1:]
    return (
        following[:1].islower()
        and (end.isalnum() or end == ",")
        and len(line.split()) >= 4
        and _SENTENCE_START.match(first[:_SCAN]) is not None
    )


def _continues(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on with the paragraph: its first word did not fit any more."""
    word = following.split(None, 1)[:1]
    if not word or _RULE.match(following[:_SCAN]):
        return False
    if _BULLET.match(following[:_SCAN]) or _PAREN_NUMBER.match(following[:_SCAN]):
        return False
    return len(line.rstrip()) + 1 + len(word[0]) > 0.92 * width
