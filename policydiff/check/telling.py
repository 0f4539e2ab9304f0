"""Which rule tells an event: exactly one, so that one change is one finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policydiff.check.change import Change
from policydiff.check.rule import Hit
from policydiff.model import Event, Obligation, Severity, Value
from policydiff.timeline.values import TIMED, changed_values


def code_of(event: Event, *, same_period: float = 0.02) -> str | None:
    """The code of the rule that tells `event`; None where it is not worth a finding.

    A number that changed is told as such, unless modality or strength changed with it: "will keep
    30 days" that becomes "may keep 60 days" is weaker first of all.
    """
    name, old, new = event.event, event.old, event.new
    if name == "vanished" and old and _limits_age(old):
        return "PD203"  # no limit is lower than any
    if name in _PLAIN:
        return _PLAIN[name]
    if old is None or new is None or name == "moved":
        return None
    if not _bound_otherwise(old, new) and (code := _value_code(old, new, same_period)):
        return code
    if name in _FORCE:
        return _FORCE[name]
    if event.facets and all(facet.kind == "value" for facet in event.facets):
        return None  # 30 days and one month
    says_more = event.facets or event.why or old.bearer != new.bearer or event.impact != "neutral"
    return "PD107" if says_more else None


_PLAIN = {"vanished": "PD101", "appeared": "PD102", "reversed": "PD105", "returned": "PD106"}
_FORCE = {"strengthened": "PD103", "weakened": "PD104"}


def _limits_age(obligation: Obligation) -> bool:
    """ "You must be at least 16", "children under 13 may not"."""
    ages = any(value.kind == "age" for value in obligation.values)
    return (
        ages
        and obligation.bearer == "user"
        and obligation.modality in ("obligation", "prohibition")
    )


def _bound_otherwise(old: Obligation, new: Obligation) -> bool:
    return (old.bearer, old.modality, old.strength) != (new.bearer, new.modality, new.strength)


def changed_pair(old: Obligation, new: Obligation) -> tuple[Value | None, Value | None] | None:
    """The first value that changed: one that both sides measure, else one that only one has."""
    pairs = changed_values(old, new)
    both = next(((a, b) for a, b in pairs if a and b and _measured(a) and _measured(b)), None)
    return both or next(iter(pairs), None)


def _measured(value: Value) -> bool:
    return value.quantity is not None


def _value_code(old: Obligation, new: Obligation, same_period: float) -> str | None:
    pair = changed_pair(old, new)
    if pair is None:
        return None
    before, after = pair
    if before is None or after is None or before.quantity is None or after.quantity is None:
        return "PD204"
    if before.kind == "age" == after.kind:
        return "PD203" if after.quantity < before.quantity else "PD204"
    if before.kind in TIMED and after.kind in TIMED:
        if abs(after.quantity - before.quantity) <= same_period * before.quantity:
            return None if before.comparison == after.comparison else "PD204"
        return "PD201" if after.quantity < before.quantity else "PD202"
    return "PD204"


def tells(
    code: str, *, severity: Callable[[Event], Severity | None] | None = None
) -> Callable[[Change], Iterator[Hit]]:
    """What a rule about obligations finds: the events that are its own."""

    def find(change: Change) -> Iterator[Hit]:
        for told in change.told:
            if code_of(told.event, same_period=change.thresholds.same_period) == code:
                grave = severity(told.event) if severity else None
                yield Hit(message=told.sentence, identity=(), told=told, severity=grave)

    return find


def is_substantial(change: Change) -> bool:
    """Whether the change alters what somebody is bound to, or adds or removes a section."""
    if any(code_of(t.event, same_period=change.thresholds.same_period) for t in change.told):
        return True
    pairs = change.comparison.sections if change.comparison else ()
    return any({"added", "removed"} & set(pair.changes) and pair.clauses for pair in pairs)
