"""Who gains from an event: the user, or whoever is set against the user."""

from __future__ import annotations

from functools import cache

from policydiff.model import EventName, Impact, Obligation, Value
from policydiff.patterns import regex
from policydiff.timeline.acts import is_offer, weight_of_act, with_plain_verb
from policydiff.timeline.content import carrying_text, is_theirs, stem, wording
from policydiff.timeline.cues import is_only
from policydiff.timeline.gravity import DATA_TOPICS
from policydiff.timeline.invitations import is_request
from policydiff.timeline.lexicon import language_of, load_words, verb_is_last
from policydiff.timeline.limits import changed_limits, say_grew
from policydiff.timeline.listed import names_thing
from policydiff.timeline.scope import changed_scope, stretches
from policydiff.timeline.values import TIMED, changed_values, is_wait

# Pairs of the word lists that tell of duties to the reader; the others tell of liberties.
_FOR_USER = ("ahead", "demanded")
_SAME_PERIOD = 0.02  # share by which two times may differ and be one
_WORD = regex(r"(?:[^\W\d_]|-)+")


def weighs_for_user(obligation: Obligation) -> bool:
    """Whether an obligation, while it stands, weighs for the user (else against)."""
    modality, bearer = obligation.modality, obligation.bearer
    if modality == "disclaimer":
        return False
    if bearer == "user":
        return modality == "permission"
    if modality == "prohibition":
        # What is forbidden counts, not that something is: "We will not refund any fees".
        denies = bearer == "company" and not is_only(obligation)
        return not (denies and weight_of_act(obligation) == "protects")
    if modality == "permission":
        return False
    if bearer == "third-party":
        return modality == "obligation"
    return _protects(obligation)


def _holds_back(obligation: Obligation) -> bool:
    """Whether a plain statement holds the company back: "we only transfer your data in accordance with"."""
    if obligation.modality != "practice" or obligation.bearer != "company":
        return False
    words = f" {wording(carrying_text(obligation))} "
    if any(
        value.kind == "retention" and value.number and value.comparison in ("at most", "less than")
        for value in obligation.values
    ):
        return True
    holding = load_words("limits", language_of(obligation.text)).get("holding", frozenset())
    return any(f" {phrase} " in words for phrase in holding)


def _protects(obligation: Obligation) -> bool:
    """Whether what the company does or must do protects: told by its verb, then by its topic."""
    if obligation.rule == "read-by-people":
        return False
    if (act := weight_of_act(obligation)) in ("protects", "burdens"):
        return act == "protects"
    language = language_of(obligation.text)
    protective, data = _stems("protective", language), _stems("data", language)
    action = obligation.action
    if names_thing(obligation) and not verb_is_last(language):
        action = f"{obligation.cue} {action}"  # "We collect: - your name"
    for word in _nearest_the_verb(action, language):
        root = stem(word, language)
        in_data = obligation.topic in DATA_TOPICS or obligation.topic == "retention"
        if root in data and in_data:
            return False
        if root in protective:
            return True
        if root in data:
            return False
    return obligation.topic not in DATA_TOPICS and obligation.topic != "retention"


@cache
def _stems(kind: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in load_words("impact", language)[kind])


def _nearest_the_verb(action: str, language: str) -> list[str]:
    """The words of an action among which its verb is: the first, or the first and then the last."""
    words = with_plain_verb(_WORD.findall(action.casefold()), language)
    return [*words[:1], *words[:-4:-1]] if verb_is_last(language) else words[:4]


# Whether a longer time is better for the user, by what it measures and who is bound. Kinds and bearers
# that are not here (ages) weigh differently from case to case; for amounts the act tells.
_LONGER_IS_BETTER = {
    ("notice", "company"): True,
    ("notice", "third-party"): True,
    ("response", "company"): False,
    ("response", "third-party"): False,
    ("retention", "company"): False,
    ("retention", "third-party"): False,
    ("period", "user"): True,
    ("response", "user"): True,
    ("notice", "user"): False,
}


# A company that names the time is tied to it; one that names none any more is not.
_TIED = {("notice", "company"), ("response", "company"), ("retention", "company")}


def _ties(value: Value, new: Obligation) -> bool:
    within = value.kind == "period" and value.comparison == "within" and new.bearer == "company"
    return (value.kind, new.bearer) in _TIED or (within and weighs_for_user(new))


def _is_at_once(value: Value, new: Obligation) -> bool:
    """Whether words for a time mean none: "immediately", unlike "promptly"."""
    words = load_words("limits", language_of(new.text)).get("at-once", frozenset())
    return wording(value.text) in words


def _value_impact(old: Obligation, new: Obligation) -> Impact:
    """Who gains from another number under the same promise: 7 days' notice instead of 30."""
    gains = set()
    for one, other in changed_values(old, new):
        if one and other and bool(one.number) != bool(other.number):
            if _ties(one if one.number else other, new):  # "within 72 hours" -> "without delay"
                at_once = _is_at_once(other if one.number else one, new)
                gains.add(bool(other.number) != at_once)
            continue
        if one is None or other is None or one.kind != other.kind:
            named = one or other
            if named and named.number and not (one and other):
                if _ties(named, new):
                    gains.add(other is not None)
                elif named.kind in TIMED and (new.bearer, new.modality) == ("user", "permission"):
                    gains.add(other is None)  # "for as long as you like" -> "for 14 days"
            continue
        # "Within 3 days" of a breach is no notice ahead but a time to act in.
        late = other.kind == "notice" and other.comparison == "within"
        better = _LONGER_IS_BETTER.get(("response" if late else other.kind, new.bearer))
        if other.kind == "frequency" and new.bearer == "company":
            better = not weighs_for_user(new)  # daily backups, daily letters
        if better is None and _ties(other, new):
            better = False  # "a refund within 14 days"
        if (other.kind, new.rule) == ("period", "limited-liability"):
            better = True  # "what you paid within the last 12 months"
        if is_wait(other, new):
            better = (new.bearer, new.modality) == ("user", "permission")
        if (other.kind, new.modality) == ("age", "prohibition") and new.bearer == "company":
            # "We do not sell data of anybody under 16": of more people than of those under 13.
            better = True if one.comparison == other.comparison == "less than" else None
        if other.kind in ("amount", "percent"):
            better = _more_is_better(new)
        if better is None or one.quantity is None or other.quantity is None:
            continue
        if (change := _growth(one, other)) != 0:
            gains.add((change > 0) == better)
        elif (ends := _is_least(other) - _is_least(one)) and not late:
            gains.add((ends > 0) == better)  # "up to 90 days" -> "at least 90 days"
    if new.bearer == "company" and (ends := _is_open_ended(old) - _is_open_ended(new)):
        gains.add(ends > 0)
    if not gains and (scope := changed_scope(old, new)):
        if scope.gain:
            gains.add(scope.gain > 0)
        elif scope.reach:
            gains.add(weighs_for_user(new) == (scope.reach > 0))
    if not gains:
        leanings = {change.leaning for change in changed_limits(old, new) if change.leaning}
        gains = {weighs_for_user(new) == (leaning > 0) for leaning in leanings}
    if not gains and new.bearer == "company":
        if graver := _graver(old, new) or _further(old, new):
            gains.add(weighs_for_user(new) == (graver > 0))
        elif worse := _worse(old, new):
            gains.add(worse < 0)
    if len(gains) != 1:  # none that counts, or one for and one against
        return "neutral"
    return "for-user" if gains.pop() else "against-user"


def _graver(old: Obligation, new: Obligation) -> int:
    """1 where what readers fear most came into a wording, "advertisers" or "training", -1 where it went."""
    grave = load_words("impact", language_of(new.text)).get("grave", frozenset())
    said = [grave & set(wording(carrying_text(one)).split()) for one in (old, new)]
    came, went = said[1] - said[0], said[0] - said[1]
    if old.topic not in DATA_TOPICS or new.topic not in DATA_TOPICS or (came and went):
        return 0
    return 1 if came and not said[0] else -1 if went and not said[1] else 0


def _further(old: Obligation, new: Obligation) -> int:
    """1 where data goes to, or stays in, more countries than before, -1 where in fewer."""
    words = load_words("facets", language_of(new.text))
    anywhere = words.get("anywhere", frozenset())
    both = [set(wording(carrying_text(one)).split()) for one in (old, new)]
    said = [(words["place"] - anywhere) & one for one in both]
    if "transfer" not in (old.topic, new.topic):
        return 0
    wide = [bool(anywhere & one) for one in both]
    if any(said) and not all(said) and wide[0] != wide[1]:
        return wide[1] - wide[0]  # "in Germany" -> "anywhere in the world"
    if not all(said):
        return 0
    return (said[0] < said[1]) - (said[1] < said[0])


def _worse(old: Obligation, new: Obligation) -> int:
    """1 where a word came that is worse for the reader than the one in its place, -1 where a better one.

    Which is told by pairs of the word lists: "before" -> "after" we share it, "consent" -> "interests".
    """
    groups = list(load_words("worse", language_of(new.text)).items())
    told = 0
    for one in stretches(old, new):
        gone, come = (f" {wording(text)} " for text in (one.removed, one.added))
        for (name, better), (_, worse) in zip(groups[::2], groups[1::2], strict=True):
            excepted = new.modality == "prohibition" and any(
                one.added.strip() in part for part in new.exceptions
            )
            if name != "asked" and weighs_for_user(new) != (name in _FOR_USER or excepted):
                continue  # of duties to tell, what is ahead; of liberties, what frees them
            told += _has(gone, better) and _has(come, worse)
            told -= _has(gone, worse) and _has(come, better)
    return (told > 0) - (told < 0)


def _has(said: str, phrases: frozenset[str]) -> bool:
    return any(f" {phrase} " in said for phrase in phrases)


def _more_is_better(obligation: Obligation) -> bool | None:
    """Whether a larger sum is better for the user: what is paid to them, or what somebody answers for."""
    if obligation.modality == "disclaimer":
        return True  # "our liability is limited to 100 euros"
    if obligation.bearer == "user":
        return False if obligation.modality in ("obligation", "practice") else None
    act = weight_of_act(obligation)
    return None if act is None else act == "protects"


def _growth(one: Value, other: Value) -> float:
    """Above 0 where the second value is larger; of ranges that begin alike, where it ends later."""
    if one.quantity != other.quantity or one.unit != other.unit:
        grown = (other.quantity or 0) - (one.quantity or 0)
        # A month is 30 days, whatever the calendar says.
        timed = one.kind in TIMED and abs(grown) <= _SAME_PERIOD * (one.quantity or 0)
        return 0 if timed else grown
    return float(other.upper or 0) - float(one.upper or 0)


def _is_least(value: Value) -> bool:
    return value.comparison in ("at least", "more than")


def _is_open_ended(obligation: Obligation) -> bool:
    """Whether some time in it has no end that can be named: "as long as we wish"."""
    limits = load_words("limits", language_of(obligation.text))
    times = [value.text for value in obligation.values if value.number is None]
    times += [
        part
        for part in (*obligation.conditions, *obligation.exceptions)
        if wording(part).startswith(tuple(limits["times"]))
    ]
    return any(limits["open"] & set(wording(part).split()) for part in times)


def _turned(old: Obligation, new: Obligation) -> bool:
    """Whether a promise of the publisher became a liberty, or the reverse, in words of another act."""
    forces = {old.modality, new.modality}
    if old.bearer != "company" or forces != {"obligation", "permission"}:
        return False
    return weighs_for_user(old) != weighs_for_user(new)


def impact_of(event: EventName, old: Obligation | None, new: Obligation | None) -> Impact:
    """Impact of an event: it adds weight, takes it away or flips it.

    Other words and another place are neutral, but a time that became shorter or longer is for somebody,
    and so is a list that lost or gained, or a burden that passes from one party to the other.
    """
    if event != "reversed" and is_request(new or old) and (old is None or is_request(old)):
        return "neutral"  # how to write to somebody binds nobody
    if is_offer(new or old) and (old is None or is_offer(old)):
        return "neutral"
    match event:
        case "reversed" if (
            old
            and new
            and old.bearer == new.bearer == "user"
            and (old.modality == new.modality == "permission")
        ):
            gains = say_grew(old, new)  # "opt in" -> "opt out"
        case "vanished" if old and _holds_back(old):
            gains = False  # its words went with what they held back
        case "appeared" | "returned" if new and _holds_back(new):
            gains = True
        case "strengthened" | "weakened" if old and new and is_theirs(old) != is_theirs(new):
            gains = is_theirs(new)  # "only you can see it" -> "you can see it": so can others
        case "appeared" | "returned" | "strengthened" | "reversed":
            gains = weighs_for_user(new) if new else False
        case "vanished" | "weakened":
            gains = not weighs_for_user(old) if old else False
        case "reworded" if old and new and old.bearer != new.bearer:
            gains = weighs_for_user(new)
            if gains == weighs_for_user(old):
                return "neutral"
        case "reworded" if old and new and _turned(old, new):
            gains = weighs_for_user(new)  # "will warn you before we delete it" -> "may delete it"
        case "reworded" if old and new:
            return _value_impact(old, new)
        case _:
            return "neutral"
    return "for-user" if gains else "against-user"
