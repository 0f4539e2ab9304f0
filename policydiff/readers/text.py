"""Plain text to blocks: lines, hard-wrapped paragraphs put together again, bullets, rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from policydiff.model import Block
from policydiff.patterns import regex
from policydiff.readers.hyphens import line_joint
from policydiff.readers.item_labels import (
    BULLET,
    FIRST_LABELS,
    PAREN_NUMBER,
    SCAN,
    next_labels,
    open_labels,
    tight,
    with_bullets,
)
from policydiff.readers.rewrapping import rejoined
from policydiff.readers.text_tables import Table, find_tables, table_blocks, without_tables
from policydiff.readers.wrapping import breaks_off, goes_on, heads_text, paragraph_width, wrap_width

# A row of one of these is a separator. Under a line of a plain text it is never a heading mark:
# pages that were saved as text put such rows between paragraphs.
_RULE = regex(r"^\s*([=\-*_~#+.·•—–])(?:\s?\1){2,}\s*$")

_FEWEST_NAMES = 3  # lettered headings that a text has, if any
_NAME_WORDS = 8
_SHORT_WORDS = 14  # of a heading in small letters
_MOST_NAMES = 0.8  # share of the labels of a count that are headings, if they are
_OPEN_COUNTS = 8
_PROSE_WORDS = 6


def read_text(text: str) -> list[Block]:
    """Blocks of a plain text, in order. O(length)."""
    lines = with_bullets(text.split("\n"))
    tables = find_tables(lines)
    rows = rejoined(without_tables(lines, tables))
    if len(rows) == len(lines):
        return _read_lines(lines, tables)
    again = [row.text if row.first < row.last else lines[row.first] for row in rows]
    return [
        replace(
            block, line=rows[block.line - 1].first + 1, end_line=rows[block.end_line - 1].last + 1
        )
        for block in _read_lines(again, find_tables(again))
    ]


def _read_lines(given: Sequence[str], tables: dict[int, Table]) -> list[Block]:
    lines = without_tables(given, tables)
    width = wrap_width(lines)
    labels: list[str] = []  # of the lists that are open
    blocks: list[Block] = []
    gap = row = 0
    index = 0
    while index < len(lines):
        if table := tables.get(index):
            blocks += table_blocks(table, index, row + 1, gap)
            row += len(table.rows)
            gap, index = 0, index + table.lines
            continue
        line = lines[index].expandtabs(8) if "\t" in lines[index] else lines[index]
        if not line.strip():
            gap, index = gap + 1, index + 1
            continue
        first = index
        if _RULE.match(line[:SCAN]) and len(line) <= SCAN:
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
        labels = open_labels(labels, line)
        column = width or paragraph_width(lines, index)
        while (
            index + 1 < len(lines)
            and not _RULE.match(lines[index + 1][:SCAN])
            and not (index == first and heads_text(line, lines[index + 1]))
            and (
                (column and goes_on(lines, index, column, labels))
                or breaks_off(parts[0], lines[index], lines[index + 1])
            )
        ):
            index += 1
            parts.append(lines[index].strip())
        blocks.append(_block(_marker(lines, first), parts, first + 1, index + 1, gap))
        gap, index = 0, index + 1
    return _with_lettered_headings(blocks)


def _with_lettered_headings(blocks: list[Block]) -> list[Block]:
    """The blocks, "(a) Where It Comes From" over prose as a paragraph: a title is no item of a list.

    Where at least three are: of one alone nothing says that it is no item. Names in small letters,
    "(1) Who we are", must make a count of their own whose lines stand apart, over prose.
    """
    labelled = [(index, one) for index, one in enumerate(blocks) if one.marker.startswith("(")]
    titles = [index for index, one in labelled if _is_name(one.text)]
    counts = [titles] if _stand_over_prose(blocks, titles) else []
    for count in _label_counts(labelled):
        short = [index for index in count if _is_short(blocks[index])]
        if len(short) >= _MOST_NAMES * len(count) and _stand_over_prose(blocks, short):
            counts.append(short)
    for index in sorted({index for count in counts for index in count}):
        block = blocks[index]
        text = f"{block.marker} {block.text}"
        blocks[index] = replace(block, kind="paragraph", text=text, level=0, marker="")
    return blocks


def _stand_over_prose(blocks: Sequence[Block], names: Sequence[int]) -> bool:
    over = sum(index + 1 < len(blocks) and _is_prose(blocks[index + 1]) for index in names)
    return over >= max(_FEWEST_NAMES, 0.6 * len(names))


def _label_counts(labelled: Sequence[tuple[int, Block]]) -> list[list[int]]:
    """Places of the labels of each count, "(1)", "(2)", "(3)"; one may lie inside another."""
    counts: list[list[int]] = []
    open_: list[tuple[str, list[int]]] = []  # the last label of each, with its count
    for index, block in labelled:
        at = next(
            (at for at in reversed(range(len(open_))) if block.marker in next_labels(open_[at][0])),
            None,
        )
        if at is not None:
            count = open_[at][1]
            del open_[at:]  # what lies inside has ended
        elif block.marker.lower() in FIRST_LABELS:
            count = []
            counts.append(count)
        else:
            continue
        count.append(index)
        open_ = [*open_, (block.marker, count)][-_OPEN_COUNTS:]
    return counts


def _is_name(text: str) -> bool:
    long = [word for word in text.split() if len(word) > 3]
    return (
        0 < len(text.split()) <= _NAME_WORDS
        and text[-1:].isalnum()
        and bool(long)
        and all(word[0].isupper() for word in long)
    )


def _is_short(block: Block) -> bool:
    """Whether it could be a heading: a few words without a stop, a question, or a title with a stop."""
    words = block.text.split()
    return _is_name(block.text.removesuffix(".")) or (
        0 < len(words) <= _SHORT_WORDS
        and not words[0][0].islower()
        and (block.text[-1] in "?)" or block.text[-1].isalnum())
    )


def _is_prose(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text.split()) >= _PROSE_WORDS


def _marker(lines: Sequence[str], index: int) -> re.Match[str] | None:
    """Indent and marker of the item at a line.

    "o" is one before a capital, or where the line above or below has it too: it is also a word.
    """
    head = lines[index][:SCAN].expandtabs(8)
    match = BULLET.match(head) or PAREN_NUMBER.match(head)
    if match and match[2] in "-–—" and head.rstrip().endswith(f" {match[2]}"):
        return None  # "- Opening hours -": a line between dashes
    if match and match[2] == "o" and not head[match.end() :][:1].isupper():
        above = next((line for line in reversed(lines[:index][-3:]) if line.strip()), "")
        below = next((line for line in lines[index + 1 : index + 4] if line.strip()), "")
        if not any(
            (near := BULLET.match(line[:SCAN])) and near[2] == "o" for line in (above, below)
        ):
            return None
    return match


def _block(match: re.Match[str] | None, parts: list[str], first: int, last: int, gap: int) -> Block:
    text = _join(parts)
    if not match:
        return Block(kind="paragraph", text=text, line=first, end_line=last, gap_lines=gap)
    # The marker as it stands in the folded text, where "•<tab>" is "• ".
    text = text.removeprefix(match[2]).lstrip()
    return Block(
        kind="item",
        text=text,
        line=first,
        end_line=last,
        level=1 + min(len(match[1]) // 2, 8),
        marker=tight(match[2]),
        gap_lines=gap,
    )


def _join(parts: list[str]) -> str:
    """Lines of one paragraph as one text; a hyphen at a line's end stays, it may be the word's."""
    joints = [line_joint(line, below) for line, below in pairwise(parts)]
    text = "".join(one for pair in zip(parts, [*joints, ""], strict=True) for one in pair)
    return re.sub(r"[ \t\u00a0\u3000]+", " ", text).strip()
