"""What became of what, one to one, while it is being found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any


class Pairs:
    """One-to-one pairs of old and new indexes found so far."""

    def __init__(self, old_count: int, new_count: int) -> None:
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self.old_count, self.new_count = old_count, new_count

    def add(self, i: int, j: int) -> None:
        self.to_new[i] = j
        self.to_old[j] = i

    def free(
        self, old: Iterable[int] | None = None, new: Iterable[int] | None = None
    ) -> tuple[list[int], list[int]]:
        """The old and new indexes that have no partner, of these or of all."""
        olds = range(self.old_count) if old is None else old
        news = range(self.new_count) if new is None else new
        return [i for i in olds if i not in self.to_new], [j for j in news if j not in self.to_old]

    def take_equal(self, old: Sequence[object], new: Sequence[object]) -> None:
        """Pair free things whose signatures are equal, first with first; None never matches."""
        free_old, free_new = self.free()
        waiting: dict[object, list[int]] = defaultdict(list)
        for j in reversed(free_new):
            if new[j] is not None:
                waiting[new[j]].append(j)
        for i in free_old:
            if old[i] is not None and waiting.get(old[i]):
                self.add(i, waiting[old[i]].pop())

    def take_best(self, scored: Iterable[tuple[Any, ...]]) -> None:
        """Pair greedily from tuples that end in an old and a new index, the smallest first."""
        for *_, i, j in sorted(scored):
            if i not in self.to_new and j not in self.to_old:
                self.add(i, j)
