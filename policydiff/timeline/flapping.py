"""Layouts that alternate: the same clauses go and come back, again and again.

    A, B, A, B, A     B is A without a notice that some captures miss    -> every B but a last one
    A, B, A           once may be a change that was taken back           -> nothing

Whole snapshots are stepped over where nothing else differs in them. Where other clauses change for good
beside what alternates, only the obligations that alternate are held to stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import pairwise

from msgspec.structs import replace

from policydiff.compare.normalise import Key, normalise
from policydiff.model import History

_TIMES = 3  # how often the same clauses must go or come: twice there and back would be A, B, A, B

_Counts = Counter[Key]
_Difference = tuple[frozenset[tuple[Key, int]], frozenset[tuple[Key, int]]]  # (gone, come)


def find_flapping(
    bags: Mapping[int, _Counts], *, days: Mapping[int, int | None], within: int
) -> tuple[dict[int, str], frozenset[Key]]:
    """Snapshots that lack what alternates, by index with what was seen; and the clauses that do.

    `bags` are words by clause of the snapshots that count, in order; `days` their day numbers. Of two
    alternating states the one with more words is taken for the policy. A spell in the other must end
    `within` days of the last snapshot before it, so the last spell of a series stays. O(total clauses).
    """
    order = sorted(bags)
    steps = [_difference(bags[one], bags[other]) for one, other in pairwise(order)]
    times = Counter(steps)
    found: dict[int, str] = {}
    clauses: set[Key] = set()
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
        clauses.update(key for side in step for key, _ in side)
        words = sum(count for _, count in step[0])
        for at in range(position + 1, end + 1):
            found[order[at]] = (
                f"the same {words} words go and come back, {times[step] + times[back]} times in all"
            )
        position = end + 1
    return found, frozenset(clauses)


def calm(
    history: History,
    *,
    known: Collection[Key],
    days: Mapping[int, int | None],
    within: int,
) -> tuple[History, tuple[int, ...]]:
    """A history without its flapping, and the snapshots where it is held to stand.

    An obligation that vanished and returned at least twice, each time `within` days and in the same
    words, stood all the time; once is enough where its clause is `known` to alternate.
    """
    gone: dict[int, int] = {}  # snapshot of "vanished" by that of "returned"
    for away, back in pairwise(history.events):
        named = (away.event, back.event) == ("vanished", "returned") and away.text == back.text
        if named and _soon(days.get(away.snapshot), days.get(back.snapshot), within):
            gone[back.snapshot] = away.snapshot
    if len(gone) < (1 if normalise(history.latest.text) in known else 2):
        return history, ()
    absent = tuple(at for back, away in gone.items() for at in range(away, back))
    hushed = {(away, "vanished") for away in gone.values()} | {(back, "returned") for back in gone}
    events = tuple(e for e in history.events if (e.snapshot, e.event) not in hushed)
    stood = tuple(here or at in absent for at, here in enumerate(history.present))
    return replace(history, present=stood, events=events), absent


def _difference(old: _Counts, new: _Counts) -> _Difference:
    return frozenset((old - new).items()), frozenset((new - old).items())


def _loses(step: _Difference) -> bool:
    """Whether the step leads to the state with fewer words; of equal ones the order decides."""
    gone, come = (sum(count for _, count in side) for side in step)
    return (gone, sorted(step[0])) > (come, sorted(step[1])) if gone or come else False


def _soon(one: int | None, other: int | None, within: int) -> bool:
    return one is not None and other is not None and abs(other - one) <= within
