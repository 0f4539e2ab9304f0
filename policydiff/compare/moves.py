"""Which sections moved: the fewest, where a section takes what stands under it along.

1. Use          1. Sharing
2. Sharing      2. Use           one move, of "Use" or of "Sharing" with its two parts: whichever
2.1 Partners    2.1 Partners     is the smaller text
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from policydiff.compare.bodies import Body, Group
from policydiff.compare.order import moved

_LEFT_ITS_PARENT = 0.9  # weight of a section that stands under another one now: it moves first


def moved_groups(groups: Sequence[Group], old: Sequence[Body], new: Sequence[Body]) -> set[int]:
    """Indexes of the groups whose place in the order changed: the fewest that explain it.

    Sections that stand under the same one before and now are put in order among themselves; so the parts of
    a section that moved did not.
    """
    both = [index for index, group in enumerate(groups) if group.old and group.new]
    homes = (
        {i: index for index in both for i in groups[index].old},
        {j: index for index in both for j in groups[index].new},
    )
    parents = _parents(old), _parents(new)
    under: dict[int | None, list[int]] = defaultdict(list)
    weights: dict[int, float] = {}
    words: dict[int, int] = {}
    for index in sorted(both, key=lambda at: -groups[at].old[0]):
        group = groups[index]
        before = homes[0].get(parents[0][group.old[0]])
        now = homes[1].get(parents[1][group.new[0]])
        home = before if before == now != index else None
        under[home].append(index)
        # From the last to the first: what stands under a section was counted before.
        words[index] = words.get(index, 0) + sum(old[i].words for i in group.old)
        if home is not None:
            words[home] = words.get(home, 0) + words[index]
        weights[index] = 1.0 if before == now else _LEFT_ITS_PARENT
    heavy = sum(body.words for body in old) * (len(old) + 1) + 1
    left: set[int] = set()
    for members in under.values():
        members.reverse()
        gone = moved(
            [groups[index].new[0] for index in members],
            [weights[index] + words[index] / heavy for index in members],
        )
        left |= {members[at] for at in gone}
    return left


def _parents(bodies: Sequence[Body]) -> list[int]:
    """Index of the section that each one stands under; -1 at the outermost level."""
    found: list[int] = []
    around: list[tuple[int, int]] = []  # (level, index)
    for index, body in enumerate(bodies):
        while around and around[-1][0] >= body.section.level:
            around.pop()
        found.append(around[-1][1] if around else -1)
        around.append((body.section.level, index))
    return found
