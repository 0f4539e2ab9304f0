"""When each version of a document was recorded: the author's day in UTC, never against the history.

    author   2021-01  2021-06  2021-03  2021-07      a commit that was picked or rebased
    dated    2021-01  2021-06  2021-06  2021-07      it cannot be older than what it was made from

The longest run of versions whose author dates do not fall keeps them; the others are taken between
their neighbours, by the committer's date where that lies there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from policydiff.model import DateCandidate, SnapshotWarning
from policydiff.sources.git.log import Commit
from policydiff.sources.git.walk import Version


def captured(commit: Commit) -> tuple[DateCandidate, ...]:
    """When a commit was made: the author's date as a day in UTC, so that days sort as times do.

    The committer's date changes when a history is rebased or copied and says less.
    """
    moment, who = commit.authored, "author date"
    if moment is None:
        moment, who = commit.committed, "committer date"
    if moment is None:
        return ()
    day = _day(moment)
    why = f"{who} of commit {commit.hash[:12]}, in UTC"
    if commit.committed and _day(commit.committed) != day:
        why += f"; committed {_day(commit.committed)}"
    text = moment.isoformat(sep=" ")
    return (DateCandidate(kind="captured", value=day, precision="day", text=text, why=why),)


def date_versions(
    path: str, versions: Sequence[Version]
) -> tuple[tuple[Version, ...], tuple[SnapshotWarning, ...]]:
    """Versions, oldest first, with their dates; and a warning where author dates contradict their order."""
    dated = [replace(version, dates=captured(version.commit)) for version in versions]
    days = [version.dates[0].value if version.dates else "" for version in dated]
    kept = _longest_rising(days)
    strays = [index for index in range(len(days)) if index not in kept]
    for index in strays:
        floor = days[index - 1] if index else ""
        ceiling = next((days[i] for i in range(index + 1, len(days)) if i in kept), "")
        dated[index] = _between(dated[index], floor or ceiling, ceiling)
        days[index] = dated[index].dates[0].value if dated[index].dates else floor
    if not strays:
        return tuple(dated), ()
    first = dated[strays[0]]
    message = (
        f"{path}: the author date of {first.commit.hash[:12]} is out of the order of its history; "
        f"the history counts, so it is dated {days[strays[0]]}"
    )
    if len(strays) > 1:
        message += f"; {len(strays) - 1} more of its versions likewise"
    return tuple(dated), (SnapshotWarning(code="author-date", message=message),)


def _between(version: Version, floor: str, ceiling: str) -> Version:
    own = _day(version.commit.committed) if version.commit.committed else ""
    fits = floor <= own and (not ceiling or own <= ceiling)
    day = own if own and fits else floor
    why = f"{'committer date' if day == own else 'not before the version under it'}; the author date is out of the order of the history"
    told = tuple(
        replace(date, value=day, why=f"{why} ({date.value}, commit {version.commit.hash[:12]})")
        for date in version.dates
    )
    return replace(version, dates=told)


def _longest_rising(days: Sequence[str]) -> frozenset[int]:
    """Indices of the longest run of `days` that never falls. O(n log n).

    Of two as long the earlier versions: an old commit that was picked late is the usual case. So the
    days are gone through from the last one, for the longest run that never rises.
    """
    ends: list[int] = []  # for each length the last number of a run, as small as can be
    last: list[int] = []
    before: dict[int, int] = {}
    for index in range(len(days) - 1, -1, -1):
        number = -int(days[index].replace("-", "") or 0)
        at = bisect_right(ends, number)
        before[index] = last[at - 1] if at else -1
        ends[at : at + 1] = [number]
        last[at : at + 1] = [index]
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return frozenset(found)


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
