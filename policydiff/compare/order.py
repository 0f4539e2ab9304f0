"""Which of several things moved: the fewest that explain the new order."""

from __future__ import annotations

from collections.abc import Sequence
from operator import lt


def moved(positions: Sequence[int], weights: Sequence[float]) -> set[int]:
    """Indexes that left the order, where `positions[i]` is the new place of the i-th old thing.

    Those that stay are a heaviest increasing subsequence: as many as possible, and among equal
    numbers the longer texts. O(n log n), with a Fenwick tree of prefix maxima.
    Source: Fredman 1975 (longest increasing subsequence), weighted.
    """
    if all(map(lt, positions, positions[1:])):
        return set()
    count = len(positions)
    rank = {place: i + 1 for i, place in enumerate(sorted(set(positions)))}
    size = len(rank)
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before = [-1] * count
    best = (0.0, -1)
    for index in range(count):
        top = (0.0, -1)
        at = rank[positions[index]] - 1
        while at > 0:
            top = max(top, tree[at])
            at &= at - 1
        before[index] = top[1]
        mine = (top[0] + weights[index], index)
        best = max(best, mine)
        at = rank[positions[index]]
        while at <= size:
            tree[at] = max(tree[at], mine)
            at += at & -at
    staying = set()
    index = best[1]
    while index >= 0:
        staying.add(index)
        index = before[index]
    return set(range(count)) - staying
