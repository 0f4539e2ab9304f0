"""Words that a line break cut, put together again where the document itself speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policydiff.patterns import regex
from policydiff.readers.hyphens import stands_for_a_word

_WORD = regex(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS = regex(r"([^\W\d_]+)-$")
_STARTS = regex(r"[^\W\d_]+")
# What stands before a hyphen of its own, in prose of this kind.
_KEEPS = frozenset(
    [
        "third", "first", "second", "self", "non", "opt", "e", "co", "sub", "cross", "pre", "re", "post", "long",
        "short", "high", "low", "user", "well", "real", "multi", "anti", "full", "part", "all", "so", "ad", "follow",
    ]
)  # fmt: skip


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
        if first in _KEEPS or (self.words[first] and self.words[second]):
            return ""
        return "\b"
