"""Lineage of clauses: when each clause of the newest snapshot first stood there and last changed.

Like `git blame`, but by clause and through moves: a clause that was moved, renumbered or re-wrapped
keeps both its dates; one that was edited, split or joined keeps its first date; one that comes back in
the same words has its first date again, and the day of its return as its last change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policydiff.compare.normalise import Key, normalise
from policydiff.model import ClauseLife, Comparison, Document


class _Life(NamedTuple):
    first: int
    changed: int | None


class Lineage:
    """Clauses followed through the comparisons of a series, which are shown to it one by one."""

    def __init__(self, first: Document, index: int = 0) -> None:
        self._alive = {clause.id: _Life(index, None) for clause in first.clauses}
        self._gone: dict[Key, _Life] = {}

    def step(self, index: int, comparison: Comparison) -> None:
        """Carry all clauses to snapshot `index`, the new side of `comparison`. O(clauses)."""
        alive: dict[str, _Life] = {}
        for section in comparison.sections:
            for pair in section.clauses:
                before = self._alive.get(pair.old.id) if pair.old else None
                if pair.new is None:
                    if pair.old and before:
                        self._gone[normalise(pair.old.text)] = before
                    continue
                if before is None:
                    back = self._gone.pop(normalise(pair.new.text), None)
                    life = _Life(back.first, index) if back else _Life(index, None)
                elif pair.change == "edited":
                    life = _Life(before.first, index)
                else:
                    life = before
                known = alive.get(pair.new.id)  # joined from several: the oldest tells
                alive[pair.new.id] = known if known and known.first <= life.first else life
        self._alive = alive

    def lives(
        self, newest: Document, obligations: Mapping[str, Sequence[str]]
    ) -> tuple[ClauseLife, ...]:
        """The life of every clause of `newest`, the document of the last step, in reading order.

        `obligations`: ids of histories by clause id.
        """
        return tuple(
            ClauseLife(
                clause=clause,
                section=section,
                first=self._alive[clause.id].first,
                changed=self._alive[clause.id].changed,
                obligations=tuple(obligations.get(clause.id, ())),
            )
            for section in newest.sections
            for clause in section.clauses
        )
