"""Which of a snapshot's dates places it in time, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Axis, DateCandidate, DateKind, Precision, SnapshotWarning
from policydiff.vocabulary import STATED

# Lines this near to the top are the header, where a document dates itself. Below stand appendices,
# quoted other policies and whole further documents, whose dates lose against any date on top.
HEADER_ZONE = 40

# "previous" and "mention" are never the document's own.
_PRECEDENCE: dict[Axis, tuple[DateKind, ...]] = {
    "effective": ("given", *STATED, "filename", "captured", "copyright"),
    "captured": ("given", "captured", "filename", *STATED, "copyright"),
}


class ChosenDate(Struct, frozen=True, kw_only=True):
    """The date of a snapshot, and all candidates with the chosen one marked."""

    date: str | None  # ISO, cut to `precision`
    precision: Precision | None
    kind: DateKind | None
    ambiguous: bool
    candidates: tuple[DateCandidate, ...]
    warnings: tuple[SnapshotWarning, ...]


def choose_date(candidates: Sequence[DateCandidate], *, by: Axis = "effective") -> ChosenDate:
    """The date of a snapshot on the axis `by`, from its (settled) candidates.

    Stated dates in the header come before those further down; then by kind; then by place. An
    update or publication after the capture is ruled out; an announced effective date is not. Of
    two readings of one date the first listed is taken: `settle_dates` ranks them.
    Warnings: `date-after-capture`, `ambiguous-date`, `date-conflict`, `weak-date`.
    """
    marked = tuple(replace(candidate, chosen=False) for candidate in candidates)
    captured = _capture(marked)
    late = {
        index
        for index, candidate in enumerate(marked)
        if captured
        and candidate.kind in ("updated", "published")
        and is_after(candidate.value, captured)
    }
    warnings = [
        SnapshotWarning(
            code="date-after-capture", line=marked[index].line,
            message=f"“{marked[index].text}” lies after the capture of {captured}; not used",
        )
        for index in sorted(late)
        if not marked[index].ambiguous
    ]  # fmt: skip
    usable = [i for i, c in enumerate(marked) if i not in late and c.kind in _PRECEDENCE[by]]
    if not usable:
        return ChosenDate(
            date=None, precision=None, kind=None, ambiguous=False, candidates=marked,
            warnings=tuple(warnings),
        )  # fmt: skip
    zone = any(_in_header(marked[i]) for i in usable)
    best = min(usable, key=lambda i: (_rank(marked[i], by, zone=zone), i))
    chosen = marked[best]
    # The capture has just ruled out the other reading, so nothing is left in doubt.
    twins = [i for i in readings_of(marked, best) if i != best]
    ambiguous = chosen.ambiguous and any(i not in late for i in twins)
    final = replace(chosen, chosen=True, ambiguous=ambiguous)
    warnings += _doubts(final, [marked[i] for i in twins], [marked[i] for i in usable])
    return ChosenDate(
        date=final.value,
        precision=final.precision,
        kind=final.kind,
        ambiguous=ambiguous,
        candidates=tuple(final if i == best else c for i, c in enumerate(marked)),
        warnings=tuple(warnings),
    )


def states_a_date(candidates: Iterable[DateCandidate]) -> bool:
    """Whether a text says since when it holds, or when it was updated or published."""
    return any(candidate.kind in STATED for candidate in candidates)


def is_after(value: str, bound: str) -> bool:
    """Whether `value` lies after `bound` at the precision that both have.

    A day of grace for days: an archive stamps in UTC, the author writes local time.
    """
    if len(value) == len(bound) == 10:
        return value > _next_day(bound)
    length = min(len(value), len(bound))
    return value[:length] > bound[:length]


def same_time(one: str, other: str) -> bool:
    """Whether two dates can be the same: "2026-07" and "2026-07-14"."""
    return one.startswith(other) or other.startswith(one)


def readings_of(candidates: Sequence[DateCandidate], index: int) -> tuple[int, ...]:
    """Indexes of all ambiguous candidates that read the same words as that at `index`.

    The readings of one date are neighbours, as `find_dates` and `dates_in_name` list them.
    """
    wanted = candidates[index]
    if not wanted.ambiguous:
        return (index,)
    near = range(max(0, index - 1), min(len(candidates), index + 2))
    return tuple(
        i for i in near
        if candidates[i].ambiguous
        and (candidates[i].kind, candidates[i].line, candidates[i].text)
        == (wanted.kind, wanted.line, wanted.text)
    )  # fmt: skip


def _next_day(value: str) -> str:
    day = date.fromisoformat(value)
    return value if day == date.max else (day + timedelta(days=1)).isoformat()


def _capture(candidates: Iterable[DateCandidate]) -> str | None:
    """The earliest capture: nothing in the copy that it made can be newer."""
    return min((c.value for c in candidates if c.kind == "captured"), default=None)


def _in_header(candidate: DateCandidate) -> bool:
    return candidate.kind in STATED and (candidate.line or 0) <= HEADER_ZONE


def _rank(candidate: DateCandidate, by: Axis, *, zone: bool) -> tuple[int, ...]:
    """Lower is better. With a date in the header, stated dates further down rank as one step lower.

    They still come before the file name, which tells less than the text.
    """
    order = _PRECEDENCE[by]
    deep = zone and candidate.kind in STATED and not _in_header(candidate)
    place = order.index(candidate.kind)
    if deep:
        place = order.index("published")
    # A capture told by the page itself (line) beats the day it was put into a repository (none).
    outside = int(candidate.kind == "captured" and candidate.line is None)
    # Pages list the copyrights of others too; the latest year is the page's best bound.
    latest = -int(candidate.value[:4]) if candidate.kind == "copyright" else 0
    return place, int(deep), order.index(candidate.kind), outside, latest


def _doubts(
    chosen: DateCandidate, twins: Sequence[DateCandidate], usable: Sequence[DateCandidate]
) -> list[SnapshotWarning]:
    """What a reader should know before trusting `chosen`."""
    doubts: list[SnapshotWarning] = []

    def doubt(code: str, message: str, line: int | None) -> None:
        doubts.append(SnapshotWarning(code=code, message=message, line=line))

    if chosen.ambiguous:
        others = ", ".join(twin.value for twin in twins)
        doubt(
            "ambiguous-date",
            f"“{chosen.text}” can be {chosen.value} or {others}; {chosen.why}",
            chosen.line,
        )
    if chosen.kind == "copyright":
        doubt(
            "weak-date",
            f"only “{chosen.text}” dates the page; the policy may be older",
            chosen.line,
        )
    if chosen.kind not in STATED:
        return doubts
    own = {twin.value for twin in twins}
    # "10/7/99" further down agrees with "10 July 1999" on top by one of its readings.
    agreeing = {(c.line, c.text) for c in usable if same_time(c.value, chosen.value)}
    others_seen: dict[str, DateCandidate] = {}
    for other in usable:
        if (
            other.kind == chosen.kind
            and not same_time(other.value, chosen.value)
            and other.value not in own
            and (other.line, other.text) not in agreeing
        ):
            others_seen.setdefault(other.value, other)
    if others_seen:
        told = "; ".join(
            f"line {c.line} says {v} (“{c.text}”)" for v, c in list(others_seen.items())[:3]
        )
        more = f" and {len(others_seen) - 3} more" if len(others_seen) > 3 else ""
        first = next(iter(others_seen.values()))
        doubt(
            "date-conflict",
            f"{chosen.kind}: line {chosen.line} says {chosen.value} (“{chosen.text}”), but {told}{more}; "
            f"the one nearer to the top, of line {chosen.line}, is used",
            first.line,
        )
    if chosen.kind == "effective":
        newer = [
            c
            for c in usable
            if c.kind == "updated" and _in_header(c) and is_after(c.value, chosen.value)
        ]
        if newer and _in_header(chosen):
            doubt(
                "date-conflict",
                f"in effect since {chosen.value}, but “{newer[0].text}” is later: the text may be "
                "newer than the date used",
                newer[0].line,
            )
    return doubts
