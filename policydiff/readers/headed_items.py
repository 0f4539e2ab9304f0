"""Items of a list that are the headings of numbered paragraphs.

    1. Accounts                              an item, by the rules of Markdown and HTML

    1.1 You must keep your password secret.  a paragraph that no list holds

The next number tells: below item 1 a paragraph 1.1, below item 2 a paragraph 2.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from policydiff.model import Block
from policydiff.patterns import regex

_FEWEST = 2  # such items
_LONGEST = 12  # words of a heading
_MARKER = regex(r"(\d{1,2})[.)]?")


def with_headed_items(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with such items as headings. O(blocks)."""
    heads = [at for at in range(len(blocks) - 1) if _heads(blocks[at], blocks[at + 1])]
    if len(heads) < _FEWEST:
        return tuple(blocks)
    return tuple(_headings(blocks, frozenset(heads)))


def _heads(block: Block, behind: Block) -> bool:
    number = _MARKER.fullmatch(block.marker)
    if block.kind != "item" or block.level != 1 or not number or not block.text.strip():
        return False
    if len(block.text.split()) > _LONGEST or block.text.rstrip()[-1] in ".:;,?!":
        return False
    said = f"{behind.marker} {behind.text}".split(maxsplit=1)[:1]
    return bool(said) and said[0].rstrip(".):") == f"{number[1]}.1"


def _headings(blocks: Sequence[Block], heads: frozenset[int]) -> Iterator[Block]:
    level = 0  # of the heading above
    for at, block in enumerate(blocks):
        if at not in heads:
            level = block.level if block.kind == "heading" else level
            yield block
            continue
        text = f"{block.marker} {block.text}"
        moved = len(text) - len(block.text)
        shifted = tuple((start + moved, end + moved) for start, end in block.bold)
        yield replace(
            block, kind="heading", level=min(level + 1, 6), marker="", text=text, bold=shifted
        )
