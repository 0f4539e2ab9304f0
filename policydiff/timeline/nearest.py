"""The clause of a snapshot that says most of what a vanished one said: proof of absence."""

from __future__ import annotations

from collections import defaultdict

from policydiff.model import Document, Nearest, Obligation
from policydiff.timeline.content import Contents, carrying_text

_LEAST = 4  # words of a clause; fewer are the head of a column, and say nothing


class NearestClauses:
    """All clauses of one snapshot, indexed by content word.

    A look-up touches only clauses that share a word with the question, the commonest words last
    and only while few clauses have them: O(shared words), not O(clauses).
    """

    def __init__(self, document: Document) -> None:
        self._clauses = document.clauses
        self._contents = Contents([clause.text for clause in self._clauses])
        self._sizes = [sum(self._contents.bag(clause.text).values()) for clause in self._clauses]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for index, clause in enumerate(self._clauses):
            for stem in self._contents.bag(clause.text):
                self._holders[stem].append(index)

    def find(self, old: Obligation) -> Nearest | None:
        """The nearest clause with its similarity, 0.0 to 1.0; None if no clause shares a word."""
        bag = self._contents.bag(carrying_text(old))
        common: dict[int, float] = defaultdict(float)
        for stem, weight in sorted(
            bag.items(), key=lambda item: len(self._holders.get(item[0], ()))
        ):
            holders = self._holders.get(stem, ())
            if len(holders) > 400 and common:
                for index in common:
                    if stem in self._contents.bag(self._clauses[index].text):
                        common[index] += weight
                continue
            for index in holders:
                if self._clauses[index].text.count(" ") >= _LEAST - 1:
                    common[index] += weight
        size = sum(bag.values())
        best = max(
            (
                (2 * shared / (size + self._sizes[index]), -index)
                for index, shared in common.items()
            ),
            default=None,
        )
        if best is None:
            return None
        clause = self._clauses[-best[1]]
        return Nearest(text=clause.text, similarity=round(best[0], 3), line=clause.line)
