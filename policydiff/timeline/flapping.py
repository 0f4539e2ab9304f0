"""Layouts that alternate: the same clauses go and come back, again and again.

    A, B, A, B, A     B is A without a notice that some captures miss    -> every B but a last one
    A, B, A           once may be a change that was taken back           -> nothing

What alternates is the difference, not the page: beside it, other clauses may change for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from policydiff.compare.normalise import Key

_TIMES = 3  # how often the same clauses must go or come: twice there and back would be A, B, A, B

_Counts = Counter[Key]
_Difference = tuple[frozenset[tuple[Key, int]], frozenset[tuple[Key, int]]]  # (gone, come)


def find_flapping(
    bags: Mapping[int, _Counts], *, days: Mapping[int, int | None], within: int
) -> dict[int, str]:
    """Snapshots that lack, or have, what alternates, by index with what was seen. O(total clauses).

    `bags` are words by clause of the snapshots that count, in order; `days` their day numbers. Of two
    alternating states the one with more words is taken for the policy. A spell in the other must end
    `within` days of the last snapshot before it, so the last spell of a series stays.
    """
    order = sorted(bags)
    steps = [_difference(bags[one], bags[other]) for one, other in pairwise(order)]
    times = Counter(steps)
    found: dict[int, str] = {}
    position = 0
    while position < len(steps):
        step = steps[position]
        back = (step[1], step[0])
        if not _loses(step) or times[step] + times[back] < _TIMES or not times[back]:
            position += 1
            continue
        end = next((at for at in range(position + 1, len(steps)) if steps[at] == back), None)
        if end is None or not _soon(days[order[position]], days[order[end + 1]], within):
            position += 1
            continue
        words = sum(count for _, count in step[0])
        for at in range(position + 1, end + 1):
            found[order[at]] = (
                f"the same {words} words go and come back, {times[step] + times[back]} times in all"
            )
        position = end + 1
    return found


def _difference(old: _Counts, new: _Counts) -> _Difference:
    return frozenset((old - new).items()), frozenset((new - old).items())


def _loses(step: _Difference) -> bool:
    """Whether the step leads to the state with fewer words; of equal ones the order decides."""
    gone, come = (sum(count for _, count in side) for side in step)
    return (gone, sorted(step[0])) > (come, sorted(step[1])) if gone or come else False


def _soon(one: int | None, other: int | None, within: int) -> bool:
    return one is not None and other is not None and abs(other - one) <= within
