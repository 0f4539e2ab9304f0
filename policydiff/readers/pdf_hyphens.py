"""Words that a line break cut, put together again where the document itself speaks for it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from policydiff.patterns import regex
from policydiff.readers.hyphens import stands_for_a_word

_WORD = regex(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS = regex(r"([^\W\d_]+)-$")
_STARTS = regex(r"[^\W\d_]+")
_ENDINGS = ("", "s", "d", "ed", "ing", "s'")


class _Hyphens(Struct, frozen=True):
    """`hyphens.toml`."""

    keeps: frozenset[str]
    closed: frozenset[str]
    before: dict[str, frozenset[str]]


@cache
def _hyphens() -> _Hyphens:
    data = Path(__file__).with_name("hyphens.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(data), _Hyphens)


def _is_closed(word: str) -> bool:
    """Whether it is one word without a hyphen, or a form of one: "updates"."""
    return any(word.endswith(e) and word.removesuffix(e) in _hyphens().closed for e in _ENDINGS)


class Vocabulary:
    """The words of one document as they stand inside its lines."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words: Counter[str] = Counter()
        cut = False
        for text in texts:
            found = _WORD.findall(text)
            # Halves of words that a line break cut are no words.
            whole = found[1 if cut else 0 :]
            cut = text.rstrip().endswith("-")
            self.words.update(word.lower() for word in (whole[:-1] if cut else whole))

    def join(self, before: str, after: str) -> str:
        """What connects two lines: a blank, nothing behind a kept hyphen, or "\\b" to drop the hyphen.

        "infor-" + "mation" is one word; "third-" + "party" keeps its hyphen.
        """
        if stands_for_a_word(before, after):
            return " "
        end, start = _ENDS.search(before[-60:]), _STARTS.match(after)
        if not end or not start or not start[0][0].islower():
            return " " if not before.endswith(("-", "/")) or before.endswith((" -", " /")) else ""
        first, second = end[1].lower(), start[0].lower()
        if self.words[f"{first}-{second}"]:
            return ""
        if self.words[first + second]:
            return "\b"
        hyphens = _hyphens()
        if first in hyphens.before:
            return "" if second in hyphens.before[first] else "\b"
        both = self.words[first] and self.words[second] and not _is_closed(first + second)
        return "" if first in hyphens.keeps or both else "\b"
