"""Which values of an obligation changed: ages, periods, amounts, paired by what they measure."""

from __future__ import annotations

from policydiff.model import Obligation, Value

_TIMED = ("retention", "notice", "response", "period", "frequency")


def changed_values(old: Obligation, new: Obligation) -> list[tuple[Value | None, Value | None]]:
    """Values that only one wording has, paired where they are of one kind, in reading order.

    "thirty (30) days" and "30 days" are one value, "30 days" and "one month" are two.
    """
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
    timed = value.kind in _TIMED
    upper = value.upper and (value.upper, value.unit)
    return (value.comparison, value.quantity, "time" if timed else value.unit, upper)


def _same_kind(one: Value, other: Value) -> bool:
    return one.kind == other.kind or (one.kind in _TIMED and other.kind in _TIMED)


def _same_measure(one: Value, other: Value) -> bool:
    return one.kind == other.kind and (one.comparison, one.unit) == (other.comparison, other.unit)
