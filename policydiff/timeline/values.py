"""Which values of an obligation changed: ages, periods, amounts, paired by what they measure."""

from __future__ import annotations

import re

from policydiff.model import Obligation, Value
from policydiff.patterns import regex

# What a time stands behind that the reader has to wait.
_TAKES = regex(
    r"\b(?:tak(?:e|es|ing)|need(?:s|ed)?|require[sd]?|allow)\s+(?:us\s+)?"
    r"(?:(?:up\s+to|as\s+(?:long|much)\s+as|at\s+most|a\s+maximum\s+of|about|around|approximately|between|no\s+more\s+than"
    r"|an?\s+(?:additional|further|extra)|another)\s+)?$",
    re.IGNORECASE,
)
TIMED = ("retention", "notice", "response", "period", "frequency")


def changed_values(old: Obligation, new: Obligation) -> list[tuple[Value | None, Value | None]]:
    """Values that only one wording has, paired where they are of one kind, in reading order.

    "thirty (30) days" and "30 days" are one value, "30 days" and "one month" are two.
    """
    if swapped := _swapped(old, new):
        return swapped
    gone, come = _without(old.values, new.values), _without(new.values, old.values)
    pairs: list[tuple[Value | None, Value | None]] = []
    for alike in (_same_measure, _same_kind, lambda one, other: True):
        for one in gone[:]:
            other = next((value for value in come if alike(one, value)), None)
            if other is not None:
                pairs.append((one, other))
                gone.remove(one)
                come.remove(other)
    return pairs + [(one, None) for one in gone] + [(None, other) for other in come]


def _swapped(old: Obligation, new: Obligation) -> list[tuple[Value | None, Value | None]]:
    """The same values, each at the place of another: "logs for 1 year, calls for 1 week" and reversed.

    What a value belongs to is told by the words between it and the one before.
    """
    values = [sorted(one.values, key=lambda value: value.span) for one in (old, new)]
    if not 2 <= len(values[0]) == len(values[1]):
        return []
    said = [_before_each(one, ranked) for one, ranked in zip((old, new), values, strict=True)]
    if said[0] != said[1] or len(set(said[0])) < len(said[0]):
        return []
    pairs = list(zip(*values, strict=True))
    if sorted(map(repr, map(_measure, values[0]))) != sorted(map(repr, map(_measure, values[1]))):
        return []
    return [(one, other) for one, other in pairs if _measure(one) != _measure(other)]


def _before_each(obligation: Obligation, values: list[Value]) -> list[str]:
    from policydiff.timeline.content import wording

    at, said = obligation.span[0], list[str]()
    for value in values:
        said.append(wording(obligation.text[at : value.span[0]]))
        at = value.span[1]
    return said


def is_wait(value: Value, obligation: Obligation) -> bool:
    """Whether a time is what somebody takes for something: "it may take [us] up to 30 days to delete it"."""
    return value.kind in TIMED and bool(_TAKES.search(obligation.text[: value.span[0]]))


def _without(values: tuple[Value, ...], others: tuple[Value, ...]) -> list[Value]:
    """What is left of `values` after each of `others` has taken its equal away."""
    left = [_measure(other) for other in others]
    result = []
    for value in values:
        if (measure := _measure(value)) in left:
            left.remove(measure)
        else:
            result.append(value)
    return result


def _measure(value: Value) -> tuple[object, ...]:
    if value.number is None:
        from policydiff.timeline.content import wording  # not for what is told of known events

        return (value.comparison, wording(value.text))
    timed = value.kind in TIMED
    upper = value.upper and (value.upper, value.unit)
    return (value.comparison, value.quantity, "time" if timed else value.unit, upper)


def _same_kind(one: Value, other: Value) -> bool:
    return one.kind == other.kind or (one.kind in TIMED and other.kind in TIMED)


def _same_measure(one: Value, other: Value) -> bool:
    return one.kind == other.kind and (one.comparison, one.unit) == (other.comparison, other.unit)
