"""What changed inside an obligation: values, conditions, exceptions, recipients, data, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal

from policydiff.compare import diff_words
from policydiff.model import Facet, FacetKind, Obligation, Value
from policydiff.timeline.content import carrying_text, wording
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.limits import Limit, changed_limits, without_opening

_LOOKED_AT = 2_000  # characters of a clause
_LONGEST_HUNK = 14  # words


def find_facets(old: Obligation, new: Obligation) -> tuple[Facet, ...]:
    """What differs between two wordings of one obligation, in the words of both. Deterministic."""
    facets = [*_values(old, new), *_limits(old, new)]
    if old.audience != new.audience:
        facets.append(Facet(kind="place", old=old.audience or "", new=new.audience or ""))
    told = " ".join(f.old + " " + f.new for f in facets)
    facets += [f for f in _hunks(old, new) if f.old not in told or f.new not in told]
    return tuple(dict.fromkeys(facets))


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
        return (value.comparison, wording(value.text))
    timed = value.kind in _TIMED
    upper = value.upper and (value.upper, value.unit)
    return (value.comparison, value.quantity, "time" if timed else value.unit, upper)


_TIMED = ("retention", "notice", "response", "period", "frequency")


def _same_kind(one: Value, other: Value) -> bool:
    return one.kind == other.kind or (one.kind in _TIMED and other.kind in _TIMED)


def _same_measure(one: Value, other: Value) -> bool:
    return one.kind == other.kind and (one.comparison, one.unit) == (other.comparison, other.unit)


def _values(old: Obligation, new: Obligation) -> Iterator[Facet]:
    for one, other in changed_values(old, new):
        before, after = one.text if one else "", other.text if other else ""
        if one and other and wording(before) == wording(after):
            before, after = one.phrase, other.phrase  # only the comparison differs
        yield Facet(kind="value", old=before, new=after)


def _limits(old: Obligation, new: Obligation) -> Iterator[Facet]:
    """Changed limits; of what came and what went without a partner, the first with the first."""
    changes = changed_limits(old, new)
    for change in changes:
        if change.old and change.new:
            before, after = without_opening(change.old, change.new)
            yield Facet(kind=_kind(change.new), old=before, new=after)
    for kind in ("condition", "exception"):
        gone = [c.old.text for c in changes if c.old and not c.new and _kind(c.old) == kind]
        come = [c.new.text for c in changes if c.new and not c.old and _kind(c.new) == kind]
        for one, other in zip_longest(gone, come, fillvalue=""):
            yield Facet(kind=kind, old=one, new=other)


def _kind(limit: Limit) -> Literal["condition", "exception"]:
    return "exception" if limit.kind == "exception" else "condition"


def _trim(text: str) -> str:
    """An edited stretch without the blanks and commas that hang on its edges."""
    return " ".join(text.split()).strip(" ,;.:")


def _hunks(old: Obligation, new: Obligation) -> Iterator[Facet]:
    """Edited stretches that name a recipient, data, a purpose or a place."""
    ops = diff_words(carrying_text(old)[:_LOOKED_AT], carrying_text(new)[:_LOOKED_AT])
    groups = load_words("facets", language_of(new.text))
    index = 0
    while index < len(ops):
        op, text = ops[index]
        if op == "=":
            index += 1
            continue
        removed = text if op == "-" else ""
        added = text if op == "+" else ""
        if op == "-" and index + 1 < len(ops) and ops[index + 1][0] == "+":
            added = ops[index + 1][1]
            index += 1
        index += 1
        if max(len(removed.split()), len(added.split())) > _LONGEST_HUNK:
            continue  # a clause written anew: no one thing changed
        words = set(re.findall(r"[\w\-]+", (removed + " " + added).casefold()))
        kinds: tuple[FacetKind, ...] = ("place", "recipient", "purpose", "data")
        for kind in kinds:
            if words & groups[kind]:
                yield Facet(kind=kind, old=_trim(removed), new=_trim(added))
                break
