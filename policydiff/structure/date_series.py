"""Which reading of an ambiguous date holds, by what the series knows.

Evidence of habit (other dates, in this document or its siblings) ranks two readings; a publisher
may change its habit, so the date stays ambiguous. A bound (the capture, the order of the series)
that only one reading respects settles it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.model import DateCandidate
from policydiff.structure.date_choice import is_after, readings_of, same_time
from policydiff.structure.date_values import Order, find_written
from policydiff.vocabulary import STATED

Candidates = tuple[DateCandidate, ...]
Orders = Counter[tuple[bool, Order]]  # (written in numbers, order) -> how often

_NAMES: dict[Order, str] = {"day-first": "day first", "month-first": "month first", "": ""}


def settle_dates(per_snapshot: Sequence[Sequence[DateCandidate]]) -> tuple[Candidates, ...]:
    """The candidates of each snapshot of a series, ambiguous ones ranked or settled.

    Ruled out is a reading whose twin the same document states elsewhere, one after the capture or
    the date in the file name (unless it is an effective date, which may be announced), or one out
    of the order that the snapshots' given, file name or capture dates put them in. The reading that is left loses its `ambiguous`; the other
    one is told in its `why`. Otherwise the likelier reading moves to the front: dates in numbers
    that can be read one way only count first (own document, then siblings), then dates with the
    month spelled out; day first if nothing speaks. A series of one is fine. The order of
    dates is kept; settling twice changes nothing.
    """
    series = [tuple(candidates) for candidates in per_snapshot]
    if not any(candidate.ambiguous for candidates in series for candidate in candidates):
        return tuple(series)
    habits = [_orders(candidates) for candidates in series]
    return tuple(
        _settle(candidates, index, series, habits) for index, candidates in enumerate(series)
    )


def _settle(
    candidates: Candidates, index: int, series: Sequence[Candidates], habits: Sequence[Orders]
) -> Candidates:
    settled: list[DateCandidate] = []
    done: set[int] = set()
    for position, candidate in enumerate(candidates):
        if position in done:
            continue
        group = readings_of(candidates, position)
        done.update(group)
        if len(group) < 2:
            settled.append(candidate)
            continue
        readings = [replace(candidates[i], why=_without_rank(candidates[i].why)) for i in group]
        against = [_against(reading, readings, index, series) for reading in readings]
        left = [reading for reading, why in zip(readings, against, strict=True) if not why]
        if len(left) == 1:
            told = "; ".join(
                f"not {r.value}, {w}" for r, w in zip(readings, against, strict=True) if w
            )
            settled.append(replace(left[0], ambiguous=False, why=f"{left[0].why}; {told}"))
        else:
            settled += _rank(readings, index, habits)
    return tuple(settled)


def _without_rank(why: str) -> str:
    """`why` without what an earlier call has added, so that settling twice changes nothing."""
    for phrase in ("read day first", "read month first"):
        if phrase in why:
            return why[: why.index(phrase) + len(phrase)]
    return why


def _against(
    reading: DateCandidate,
    readings: Sequence[DateCandidate],
    index: int,
    series: Sequence[Candidates],
) -> str:
    """What rules `reading` out ("after the capture of 1999-09-01"), or ""."""
    own = series[index]
    for other in readings:
        if other is not reading:
            for sure in own:
                if not sure.ambiguous and sure.kind == reading.kind and sure.value == other.value:
                    return f"as “{sure.text}” is written too"
    if reading.kind != "effective":
        for kind, name in (("captured", "the capture of"), ("filename", "the file name's")):
            for bound in own:
                if (
                    bound.kind == kind
                    and not bound.ambiguous
                    and is_after(reading.value, bound.value)
                ):
                    return f"after {name} {bound.value}"
    if reading.kind not in STATED:
        return ""
    place = _anchor(own)
    if place is None:
        return ""
    for sibling in series:
        anchor, stated = _anchor(sibling), _stated(sibling, reading.kind)
        if anchor is None or stated is None or same_time(anchor, place):
            continue
        if anchor > place and is_after(reading.value, stated):
            return f"after the {stated} of a later snapshot"
        if anchor < place and is_after(stated, reading.value):
            return f"before the {stated} of an earlier snapshot"
    return ""


def _anchor(candidates: Candidates) -> str | None:
    """What places a snapshot in its series without reading its text."""
    for kind in ("given", "filename", "captured"):
        for candidate in candidates:
            if candidate.kind == kind and not candidate.ambiguous:
                return candidate.value
    return None


def _stated(candidates: Candidates, kind: str) -> str | None:
    """The first unambiguous date of `kind`, the one that the document would be dated by."""
    return next((c.value for c in candidates if c.kind == kind and not c.ambiguous), None)


def _rank(
    readings: Sequence[DateCandidate], index: int, habits: Sequence[Orders]
) -> list[DateCandidate]:
    """The likelier reading first, with the evidence in its `why`."""
    own, siblings = habits[index], sum((h for i, h in enumerate(habits) if i != index), Orders())
    preferred: Order = "day-first"
    reason = "nothing tells which; day first is the more common"
    for numeric in (True, False):
        for orders, where in ((own, "in this document"), (siblings, "in the series")):
            day, month = orders[numeric, "day-first"], orders[numeric, "month-first"]
            if day != month:
                preferred = "day-first" if day > month else "month-first"
                form = "dates in numbers" if numeric else "spelled-out dates"
                reason = f"other {form} {where} are {_NAMES[preferred]}"
                break
        else:
            continue
        break
    first = [r for r in readings if _order_of(r) == preferred]
    rest = [r for r in readings if _order_of(r) != preferred]
    return [replace(r, why=f"{r.why}; {reason}") for r in first] + rest


def _orders(candidates: Candidates) -> Orders:
    """How the unambiguous dates of one document order day and month."""
    orders: Orders = Counter()
    for candidate in candidates:
        if candidate.ambiguous or candidate.line is None:
            continue  # a file name or option tells the user's habit, not the publisher's
        for written in find_written(candidate.text):
            reading = written.readings[0]
            if len(written.readings) == 1 and reading.order:
                orders[reading.numeric, reading.order] += 1
    return orders


def _order_of(candidate: DateCandidate) -> Order:
    """Which order gives the value of one of two readings."""
    for written in find_written(candidate.text):
        for reading in written.readings:
            if reading.value == candidate.value:
                return reading.order
    return ""
