"""How alike two texts are: word sequences by Indel distance, bags of words by rarity."""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from policydiff.compare.tokens import apart, has_signs
from policydiff.patterns import regex

_WORD = regex(r"\w+")


@lru_cache(maxsize=200_000)
def word_codes(text: str) -> tuple[int, ...]:
    """Words of a text as numbers, case folded; equal words are equal numbers within a process."""
    said = apart(text) if has_signs(text) else text
    return tuple(_code(word) for word in _WORD.findall(said.casefold()))


_CODES: dict[str, int] = {}


def _code(word: str) -> int:
    return _CODES.setdefault(word, len(_CODES) + 1)


@lru_cache(maxsize=200_000)
def _sequence(text: str) -> str | tuple[int, ...]:
    """The words of a text for rapidfuzz, which takes a character and its number for equal.

    It compares strings three to five times faster than numbers; there are words that have no
    character only where there are a million different ones.
    """
    codes = word_codes(text)
    return codes if max(codes, default=0) > sys.maxunicode else "".join(map(chr, codes))


def sequence_similarity(old: str, new: str, *, cutoff: float = 0.0) -> float:
    """0.0 to 1.0: share of words that stay in place; 0.0 where it is below `cutoff`. O(n*m/64)."""
    return Indel.normalized_similarity(_sequence(old), _sequence(new), score_cutoff=cutoff)


class WordWeights:
    """Weights of words by rarity over the clauses of two documents (inverse document frequency)."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[int] = Counter()
        total = 0
        for text in texts:
            counts.update(set(word_codes(text)))
            total += 1
        self._weights = {
            code: math.log((total + 1) / (count + 0.5)) + 0.1 for code, count in counts.items()
        }
        self._counts = counts

    def weight(self, code: int) -> float:
        """Rarity of one word, above 0."""
        return self._weights.get(code, 1.0)

    def bag(self, text: str) -> dict[int, float]:
        """Weights of the words of a text."""
        return {code: self.weight(code) for code in word_codes(text)}

    def rare(self, text: str, *, limit: int = 8) -> list[int]:
        """The rarest words of a text, rarest first: candidates share one of them."""
        codes = sorted(set(word_codes(text)), key=lambda c: (self._counts.get(c, 0), c))
        return codes[:limit]


def overlap(one: dict[int, float], other: dict[int, float]) -> tuple[float, float]:
    """Weighted share of each bag that the other has too: (of one, of other)."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    common = sum(weight for code, weight in small.items() if code in large)
    return common / (sum(one.values()) or 1.0), common / (sum(other.values()) or 1.0)


def candidate_pairs(
    old: Sequence[str], new: Sequence[str], weights: WordWeights, *, all_below: int = 40_000
) -> Iterable[tuple[int, int]]:
    """Index pairs worth comparing: all of them while they are few, else those sharing a rare word."""
    if len(old) * len(new) <= all_below:
        return ((i, j) for i in range(len(old)) for j in range(len(new)))
    by_word: dict[int, list[int]] = defaultdict(list)
    for j, text in enumerate(new):
        for code in weights.rare(text):
            by_word[code].append(j)
    pairs: set[tuple[int, int]] = set()
    for i, text in enumerate(old):
        for code in weights.rare(text):
            # A word in very many texts says nothing and would make the work quadratic again.
            if len(found := by_word.get(code, ())) <= 50:
                pairs.update((i, j) for j in found)
    return sorted(pairs)
