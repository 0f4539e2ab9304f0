"""Lines of one paragraph that the source breaks on purpose: where a sentence goes on over the break.

    We will not sell, rent or otherwise<br>        one sentence
    disclose your data to any third party.

    Northwind Parcels Ltd<br>12 Quay Street        two lines of an address
    We collect:<br>your name<br>your address       a list

Pages of the years of the first browsers, texts put through nl2br, Shift-Enter in Word and two blanks
in Markdown break sentences at the width of somebody's screen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from policydiff.patterns import regex
from policydiff.readers.item_labels import BULLET, HALF_NUMBER, PAREN_NUMBER
from policydiff.readers.wrapping import goes_on

_NARROWEST, _WIDEST = 24, 140  # columns of a text that was broken by hand
_FEWEST = 3  # words of what goes on: "Cookies" above "we use them" is a heading
_LOOK_AHEAD = 40  # lines within which a sentence comes to its stop
_STOP = regex(r"[.!?;:。！？；：][\"'”’)\]]*\s*$")
_LOWER = regex(r"[^\W\d_A-Z][\w'’\-]*[,.;:)]?(?=\s|$)")
_LETTERS = regex(r"[⺀-鿿가-힯豈-﫿]\s*$")  # no blanks between words: nothing tells a full line


def sentence_lines(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines in groups that make whole sentences, each with the index of its first line. O(lines)."""
    if len(lines) == 1:
        yield 0, lines
        return
    stops = _next_stops(lines)
    joins: list[bool] = []
    start = words = 0
    for index, (line, below) in enumerate(pairwise(lines)):
        words += len(line.split())
        reached = stops[index + 1] - index <= _LOOK_AHEAD
        joins.append(words >= _FEWEST and _breaks_off(lines[start], line, below, reached=reached))
        if not joins[-1]:
            start, words = index + 1, 0
    width = max(len(line.rstrip()) for line in lines) if any(joins) else 0
    first = 0
    for index, joined in enumerate(joins):
        full = _NARROWEST <= width <= _WIDEST and not _LETTERS.search(lines[index])
        if not joined and not (full and goes_on(lines, index, width, ())):
            yield first, lines[first : index + 1]
            first = index + 1
    yield first, lines[first:]


def _next_stops(lines: Sequence[str]) -> list[int]:
    """For each line the index of the next one, itself included, that ends in a stop."""
    stops = [len(lines) + _LOOK_AHEAD] * len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if _STOP.search(lines[index][-8:]):
            stops[index] = index
        elif index + 1 < len(lines):
            stops[index] = stops[index + 1]
    return stops


def _breaks_off(first: str, line: str, below: str, *, reached: bool) -> bool:
    """Whether the sentence that began in `first` stops inside `line`; `reached`: it ends further down."""
    tail = line.rstrip()
    if _STOP.search(tail[-8:]) or any(
        label.match(below) for label in (BULLET, PAREN_NUMBER, HALF_NUMBER)
    ):
        return False
    if tail[-_WIDEST:].rpartition(" ")[2].lower() in _unfinished():
        return True
    # Entries of a list begin in lower case themselves.
    listed = first.lstrip(" \"'“‘(")[:1].islower()
    return reached and not listed and _LOWER.match(below.lstrip()) is not None


@cache
def _unfinished() -> frozenset[str]:
    data = tomllib.loads(Path(__file__).with_name("sentence_words.toml").read_text("utf-8"))
    return frozenset(word for listed in data["unfinished"].values() for word in listed)
