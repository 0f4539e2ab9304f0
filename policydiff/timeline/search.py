"""One search for the partners of obligations: what is compared, and what has been found so far."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from policydiff.model import Comparison
from policydiff.timeline.content import Contents
from policydiff.timeline.stock import Stock

Pair = tuple[float, int, int]  # how likely, by index into the old and the new stock


class Search(Struct):
    """Lives inside one `match`; each pass reads it, and `take` settles what the pass has found."""

    old: Stock
    new: Stock
    comparison: Comparison
    contents: Contents
    found: dict[int, int]  # new by old
    taken: set[int]  # new

    def take(self, pairs: Iterable[Pair]) -> None:
        """Settle the likeliest pairs first; of two partners, the one that binds the same way."""
        ranked = []
        for score, i, j in pairs:
            one, other = self.old.stated[i].obligation, self.new.stated[j].obligation
            score += 0.25 * (one.modality == other.modality) + 0.15 * (one.bearer == other.bearer)
            score += 0.1 * (one.audience == other.audience)
            score += 0.05 * ((one.modality == "prohibition") == (other.modality == "prohibition"))
            ranked.append(
                (-round(score, 4), abs(self.old.stated[i].order - self.new.stated[j].order), i, j)
            )
        for _, _, i, j in sorted(ranked):
            if i not in self.found and j not in self.taken:
                self.found[i] = j
                self.taken.add(j)
