"""Layouts that alternate: the same clauses go and come back, again and again.

    A, B, A, B, A     B is A without a notice that some captures miss    -> every B
    A, B, A           once may be a change that was taken back           -> nothing
    A, B, A, B        the last B may be a change that lasts              -> the first B only
    A, B, A, B, A, B  twice there and back: the last B is one more       -> every B, for some weeks

Whole snapshots are stepped over where nothing else differs in them. Where other clauses change for good
beside what alternates, only the obligations that alternate are held to stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from msgspec.structs import replace

from policydiff.compare.normalise import Key, normalise
from policydiff.model import History

_TIMES = 3  # how often the same clauses must go or come: twice there and back would be A, B, A, B
_BACK_BEFORE = (
    2  # how often they must have come back for an end of the series without them to be noise
)

_Counts = Counter[Key]
_Difference = tuple[frozenset[tuple[Key, int]], frozenset[tuple[Key, int]]]  # (gone, come)


def find_flapping(
    bags: Mapping[int, _Counts], *, days: Mapping[int, int | None], within: int, late: int
) -> tuple[dict[int, str], dict[Key, int]]:
    """Snapshots that lack what alternates, by index with what was seen; and clauses that do.

    Of each clause it is told how often it came back. `bags` are words by clause of the snapshots that count, in order; `days` their day numbers. Of two
    alternating states the one with more words is taken for the policy. A spell in the other must end
    `within` days of the last snapshot before it, or `late` if it is one snapshot and they alternate three
    times there and back, as in an archive that looks in once a month; one with which the series ends must not be older
    than that, and the clauses must have come back more than once. O(total clauses).
    """
    order = sorted(bags)
    steps = [_difference(bags[one], bags[other]) for one, other in pairwise(order)]
    times = Counter(steps)
    found: dict[int, str] = {}
    clauses: dict[Key, int] = {}
    position = 0
    while position < len(steps):
        step = steps[position]
        back = (step[1], step[0])
        if not _loses(step) or times[step] + times[back] < _TIMES or not times[back]:
            position += 1
            continue
        end = next((at for at in range(position + 1, len(steps)) if steps[at] == back), None)
        open_ended = (
            end is None and times[back] >= _BACK_BEFORE and not any(map(any, steps[position + 1 :]))
        )
        if open_ended:
            end = len(steps) - 1
        again = times[step] + times[back] >= 2 * _TIMES and end == position + 1
        limit = late if again and not open_ended else within
        if end is None or not _soon(days[order[position]], days[order[end + 1]], limit):
            position += 1
            continue
        clauses |= {key: max(times[back], clauses.get(key, 0)) for side in step for key, _ in side}
        words = sum(count for _, count in step[0])
        detail = (
            f"the same {words} words go and come back, {times[step] + times[back]} times in all"
        )
        for at in range(position + 1, end + 1 + open_ended):
            found[order[at]] = f"{detail}; they are not back yet" if open_ended else detail
        position = end + 1
    return found, clauses


def calm(
    history: History,
    *,
    known: Mapping[Key, int],
    days: Mapping[int, int | None],
    within: int,
) -> tuple[History, tuple[int, ...]]:
    """A history without its flapping, and the snapshots where it is held to stand.

    An obligation that vanished and returned at least twice, each time `within` days and in the same
    words, stood all the time; once is enough where its clause is `known` to alternate. If it is gone
    once more when the series ends, that is told after `within` days only.
    """
    gone: dict[int, int] = {}  # snapshot of "vanished" by that of "returned"
    for away, back in pairwise(history.events):
        named = (away.event, back.event) == ("vanished", "returned") and away.text == back.text
        if named and _soon(days.get(away.snapshot), days.get(back.snapshot), within):
            gone[back.snapshot] = away.snapshot
    if not history.events:
        return history, ()
    back_before = known.get(normalise(history.latest.text), 0) + len(gone)
    end, last = len(history.present), history.events[-1]
    open_ended = last.event == "vanished" and back_before >= _BACK_BEFORE
    if open_ended and _soon(days.get(last.snapshot), days.get(end - 1), within):
        gone[end] = last.snapshot
    if not gone or back_before < _BACK_BEFORE:
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
