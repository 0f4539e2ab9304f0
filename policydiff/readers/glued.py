"""Paragraphs that hold a whole document: its blocks were stuck together, numbered titles and all.

    ... as described here.4.3 Third-Party Features.Our Services may ...

So look pages that were read off a screen without their markup. Nothing but the numbers tells where
sections begin: at least four that follow on each other, each with a title, and no blank before it
or behind its title, as no one would write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from policydiff.model import Block
from policydiff.patterns import regex

_LONG = 1_000  # characters of a paragraph that may hold a document
_FEWEST = 4  # titles
# What ends before it, the number, the title and its stop; "Article 5.Use" begins behind a word.
_TITLE = regex(
    r"(?P<glue>(?<=[A-Za-z]{3}[.:;])|(?<=[)”\"][.:;])|(?<=[.:;][)”\"]))(?P<blank>\s?)"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})\.?\s?"
    r"(?P<title>[A-Z][^.:;!?\n]{2,90})(?P<stop>[.:])(?P<behind>\s?)(?=[A-Z(\[“\"‘'\d])"
)


def unglued(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with such a paragraph as headings and paragraphs. O(characters)."""
    return tuple(part for block in blocks for part in _parts(block))


def _parts(block: Block) -> Iterable[Block]:
    if block.kind != "paragraph" or len(block.text) < _LONG or block.furniture:
        return (block,)
    titles = list(_titles(block.text))
    return _cut(block, titles) if len(titles) >= _FEWEST else (block,)


def _titles(text: str) -> Iterator[tuple[int, int, str]]:
    """(where it begins, where its text begins, number and title) of each, in order."""
    last: tuple[int, ...] = ()
    at = 0
    while match := _TITLE.search(text, at):
        values = tuple(map(int, match["number"].split(".")))
        stuck = not match["blank"] or not match["behind"]
        if stuck and _follows(last, values):
            last = values
            yield match.start(), match.end(), match[0].strip().rstrip(".:")
            at = match.end("stop")
        else:
            at = match.end("number")


def _follows(last: tuple[int, ...], values: tuple[int, ...]) -> bool:
    """Whether one section number comes next behind another: 4 or 3.1 or 3.0 behind 3, 4 behind 3.2."""
    if not last:
        return values == (1,)
    depth = len(values)
    if depth > len(last):
        return values[:-1] == last and values[-1] <= 1
    return values[:-1] == last[: depth - 1] and values[-1] == last[depth - 1] + 1


def _cut(block: Block, titles: Sequence[tuple[int, int, str]]) -> Iterator[Block]:
    yield from _piece(block, 0, titles[0][0])
    ends = [start for start, *_ in titles[1:]] + [len(block.text)]
    for (_, text_from, title), end in zip(titles, ends, strict=True):
        yield replace(block, text=title, bold=(), links=())
        yield from _piece(block, text_from, end)


def _piece(block: Block, start: int, end: int) -> Iterator[Block]:
    """The paragraph from `start` to `end`, with what is bold in it, and the links whose words it has."""
    cut = block.text[start:end]
    start += len(cut) - len(cut.lstrip())
    text = cut.strip()
    if not text:
        return
    bold = (
        (max(one - start, 0), min(other - start, len(text)))
        for one, other in block.bold
        if one < start + len(text) and other > start
    )
    links = tuple(link for link in block.links if link[0] in text)
    yield replace(block, text=text, bold=tuple(bold), links=links)
