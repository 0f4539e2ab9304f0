"""What happened between two wordings of one obligation, judged by rule before any similarity."""

from __future__ import annotations

import re

from msgspec.structs import replace

from policydiff.compare.similarity import sequence_similarity
from policydiff.model import EventName, Obligation, Strength
from policydiff.patterns import regex
from policydiff.timeline.acts import are_of_one_act, asks_for_leave, denies_too
from policydiff.timeline.content import (
    carrying_text,
    content_stems,
    is_theirs,
    spelled_alike,
    without_label,
    wording,
)
from policydiff.timeline.cues import FREEING, LEAVE, NO_LEAVE, TACIT, cue_words, is_only
from policydiff.timeline.invitations import is_invitation
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.limits import changed_limits
from policydiff.timeline.scope import changed_scope, stretches, turns_round
from policydiff.timeline.values import changed_values

_FORCE = {"permission": 0, "practice": 1, "obligation": 2}
_AND_YOU = regex(r"\b(?:and|but)\s+(?:we|you)\b", re.I)  # a clause of its own ends before it
_WE = regex(r"^(?:we|you)\s+(?:also\s+)?", re.I)  # said once for all verbs of a sentence
_NUMBER = regex(r"^\(?(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s+(?=[A-Z])")  # of an item: "iv. "
_SAME_SENTENCE = 0.6  # share of words in the same order
_STRENGTH: dict[Strength, int] = {"weak": 0, "plain": 1, "strong": 2}


def judge(
    old: Obligation, new: Obligation, *, same_words: bool = False
) -> tuple[EventName, str] | None:
    """The event that turns `old` into `new`, with the reason; None where nothing changed.

    `same_words` says that the clauses are equal for comparison (renumbered references and the like).

    Order: reversed (a prohibition against its opposite), force (may, do, must), strength within a
    modality, limits gained or lost, other words. Source: spec of the project, "Events".
    """
    if _reads_the_same(old, new):
        return None
    if asked := _took_consent(old, new):
        return asked
    passed_on = f"{old.bearer} -> {new.bearer}" if old.bearer != new.bearer else ""
    if old.modality != new.modality:
        if is_invitation(old) and is_invitation(new):
            return "reworded", ""
        name, why = _between_modalities(old, new)
        if name != "reversed" and not are_one_matter(old, new):
            return "reworded", ""
        # Another party's duty is no stronger or weaker one: "we pay" -> "you must pay".
        return ("reworded", passed_on) if passed_on and name != "reversed" else (name, why)
    if passed_on:
        return "reworded", passed_on
    by_force = _by_force(old, new)
    if same_words or same_wording(old, new):
        return by_force
    by_limits = _by_limits(old, new)
    if by_force:
        against = by_limits if _excepts_otherwise(old, new) else None
        if against is None and old.audience != new.audience:
            against = by_limits or _by_bounds(old, new)
        return _weigh(by_force, against, _binding(old, new)) if against else by_force
    if by_limits:
        return by_limits
    if turns_round(old, new):
        return "reversed", ""
    if by_bounds := _by_bounds(old, new):
        return by_bounds
    scope = changed_scope(old, new)
    if scope and scope.binding and scope.reach:
        return ("strengthened" if scope.reach > 0 else "weakened"), scope.why
    return "reworded", _value_words(old, new)


def _took_consent(old: Obligation, new: Obligation) -> tuple[EventName, str] | None:
    """What becomes of a duty to ask where consent is read into the use of a service, or back."""
    names: tuple[EventName, EventName] = ("weakened", "strengthened")
    for one, other, name in ((old, new, names[0]), (new, old, names[1])):
        duty = one.bearer == "company" and one.modality in ("obligation", "practice")
        if not duty or not asks_for_leave(one) or asks_for_leave(other):
            continue
        done = other.bearer == "company" and other.modality in ("permission", "practice")
        if other.rule in TACIT or (done and _content(one) >= _content(other)):
            return name, _cues(old, new)
    return None


def _content(obligation: Obligation) -> frozenset[str]:
    """The stems of what it is about."""
    return frozenset(content_stems(carrying_text(obligation)))


def _by_force(old: Obligation, new: Obligation) -> tuple[EventName, str] | None:
    """What other cues and other readers make of an obligation of the same modality."""
    by_strength = _binding(old, new)
    limiting = old.modality == "prohibition" and is_only(old) != is_only(new)
    if (by_strength or limiting) and not are_one_matter(old, new):
        by_strength, limiting = 0, False  # what another act binds to is no measure of this one
    if by_strength:
        return ("strengthened" if by_strength > 0 else "weakened"), _cues(old, new)
    if limiting:
        # "We will only use X for Y" and "We will not use X" are prohibitions of other width.
        return ("weakened" if is_only(new) else "strengthened"), _cues(old, new)
    readers = f"{_readers(old)} -> {_readers(new)}"
    if old.audience != new.audience and (old.audience is None or new.audience is None):
        return ("weakened" if old.audience is None else "strengthened"), readers
    if old.audience != new.audience and same_wording(old, new):
        return "reworded", readers
    return None


def are_one_matter(old: Obligation, new: Obligation) -> bool:
    """Whether two wordings are of one act, or so much alike that their cues can be set side by side."""
    if are_of_one_act(old, new):
        return True
    return sequence_similarity(carrying_text(old), carrying_text(new)) >= _SAME_SENTENCE


def _weigh(
    force: tuple[EventName, str], reach: tuple[EventName, str], steps: float
) -> tuple[EventName, str]:
    """One event of what the cue or the readers say and of what the limits say.

    "We do not use it" -> "We will not use it, except ...": an exception weighs more than one step from
    a statement to a promise. Where both weigh, no one word is true.
    """
    if force[0] == reach[0]:
        return force
    if abs(steps) == 1:
        return reach
    return "reworded", f"{force[1]}; {reach[1]}"


def _excepts_otherwise(old: Obligation, new: Obligation) -> bool:
    """Whether an exception came, went or changed."""
    return any(
        limit is not None and limit.kind == "exception"
        for change in changed_limits(old, new)
        for limit in (change.old, change.new)
    )


def _by_bounds(old: Obligation, new: Obligation) -> tuple[EventName, str] | None:
    """What words that say how wide a promise reaches make of it: "only", "for money"."""
    wider = bounds_of(new) - bounds_of(old)
    if is_theirs(old) != is_theirs(new):
        wider = (
            1 if is_theirs(new) else -1
        )  # "only you can see it" -> "you can see it": so can others
    if wider and not _rewritten_bound(old, new) and not _shared_bound(old, new):
        return ("strengthened" if wider > 0 else "weakened"), _bound_words(old, new)
    return None


def _by_limits(old: Obligation, new: Obligation) -> tuple[EventName, str] | None:
    """What limits that came, went or changed make of an obligation, where all point one way."""
    changes = [change for change in changed_limits(old, new) if not change.leaning]
    reaches = {change.reach for change in changes}
    if reaches not in ({1}, {-1}):
        return None
    first = changes[0]
    if first.old and first.new:
        why = f"{_short(first.old.text)} -> {_short(first.new.text)}"
    elif first.new:
        why = f"{'now limited' if first.reach < 0 else 'now also'}: {_short(first.new.text)}"
    else:
        lost = first.old.text if first.old else ""
        why = f"{'no longer limited' if first.reach > 0 else 'no longer'}: {_short(lost)}"
    return ("strengthened" if reaches == {1} else "weakened"), why


def same_wording(old: Obligation, new: Obligation) -> bool:
    """Whether two obligations say the same in the same words, labels and signs aside."""
    one, other = (_WE.sub("", _NUMBER.sub("", without_label(each))) for each in (old, new))
    return spelled_alike(one, other)


def _reads_the_same(old: Obligation, new: Obligation) -> bool:
    """Whether all that `judge` looks at is equal, to the letter."""
    return old is new or (
        old.text == new.text
        and old.span == new.span
        and old.modality == new.modality
        and old.bearer == new.bearer
        and old.audience == new.audience
        and old.strength == new.strength
        and old.cue == new.cue
        and old.rule == new.rule
    )


def _readers(obligation: Obligation) -> str:
    return f"for {obligation.audience or 'everybody'}"


def _value_words(old: Obligation, new: Obligation) -> str:
    """ "notice: at least 30 days -> at least 7 days": what became of the first value that changed."""
    for one, other in changed_values(old, new):
        if one and other:
            return f"{other.kind}: {one.phrase} -> {other.phrase}"
        if one:
            return f"{one.kind}: {one.phrase} -> none"
        if other:
            return f"{other.kind}: none -> {other.phrase}"
    return ""


def bounds_of(obligation: Obligation) -> int:
    """How wide the wording says it reaches: -1 for "only", "solely"; 1 for "whatever the cause"."""
    limits = load_words("limits", language_of(obligation.text))
    words = _without_idioms(obligation)
    wide = any(f" {phrase} " in words for phrase in limits["wide"])
    narrow = any(f" {phrase} " in words for phrase in limits["narrow"])
    return wide - (narrow or bool(_softened(obligation)))


def _softened(obligation: Obligation) -> set[str]:
    """The words around an act by which it holds as a rule only: "by default", "generally"."""
    soft = load_words("limits", language_of(obligation.text)).get("soft", frozenset())
    before, _, behind = carrying_text(obligation).partition(obligation.action)
    around = (
        f" {wording(before)} | {wording(obligation.action if not behind.strip(' .') else behind)} "
    )
    return {
        one for one in soft if f" {one} " in around.partition("|")[0] or around.endswith(f" {one} ")
    }


def _shared_bound(old: Obligation, new: Obligation) -> bool:
    """Whether the sentences, as wholes, reach as wide as each other.

    "You can view your history and manage your orders anytime": the word at the end is for both.
    """
    whole = [replace(one, span=(0, len(one.text))) for one in (old, new)]
    return bounds_of(whole[0]) == bounds_of(whole[1])


def _without_idioms(obligation: Obligation) -> str:
    """The words of an obligation without those that only look like a bound.

    "Including [without limitation]" opens examples; who is "[solely] responsible" is so in full.
    """
    language = language_of(obligation.text)
    said = f" {wording(carrying_text(obligation))} "
    for phrase in load_words("scope", language)["any-examples"]:
        said = said.replace(f" {phrase} ", " including ")
    for phrase in load_words("limits", language).get("full", ()):
        said = said.replace(f" {phrase} ", " ")
    return said


def _rewritten_bound(old: Obligation, new: Obligation) -> bool:
    """Whether the words that tell the width came or went inside a clause of their own."""
    told = _limiting(old) ^ _limiting(new)
    return any(
        phrase in wording(text) and _AND_YOU.search(text)
        for one in stretches(old, new)
        for phrase in told
        for text in (one.removed, one.added)
    )


def _bound_words(old: Obligation, new: Obligation) -> str:
    """ "currently, only -> no limit": the words that tell the width, of each side those of its own."""
    told = [_limiting(old), _limiting(new)]
    gone, come = (", ".join(sorted(words)) for words in (told[0] - told[1], told[1] - told[0]))
    narrow = load_words("limits", language_of(new.text))["narrow"] | _softened(old) | _softened(new)
    none = "no limit" if (told[0] ^ told[1]) & narrow else "not said"
    return f"{gone or none} -> {come or none}"


def _limiting(obligation: Obligation) -> set[str]:
    limits = load_words("limits", language_of(obligation.text))
    words = _without_idioms(obligation)
    told = {phrase for phrase in limits["narrow"] | limits["wide"] if f" {phrase} " in words}
    return told | _softened(obligation)


def _binding(old: Obligation, new: Obligation) -> float:
    """Above 0 where `new` binds more by its wording, below where less, within one modality."""
    by_strength = _STRENGTH[_strength(new)] - _STRENGTH[_strength(old)]
    if by_strength or old.modality != "obligation":
        return by_strength
    # Both are strong, but a promise ("will") that becomes a duty ("must") binds more.
    return (_is_duty(new) and _is_promise(old)) - (_is_duty(old) and _is_promise(new))


def _strength(obligation: Obligation) -> Strength:
    """Strength, with "is prohibited" beside "must not" whatever verb carries it."""
    cue = obligation.cue.casefold()
    forbids = any(part in cue for part in cue_words(obligation)["forbids"])
    return "strong" if forbids and obligation.modality == "prohibition" else obligation.strength


def _is_duty(obligation: Obligation) -> bool:
    return bool(cue_words(obligation)["duty"] & set(obligation.cue.casefold().split()))


def _is_promise(obligation: Obligation) -> bool:
    return bool(cue_words(obligation)["promise"] & set(obligation.cue.casefold().split()))


def _between_modalities(old: Obligation, new: Obligation) -> tuple[EventName, str]:
    pair = {old.modality, new.modality}
    if "prohibition" in pair and "disclaimer" not in pair:
        limited = old if old.modality == "prohibition" else new
        if is_only(limited):
            # "uses" -> "will only use" keeps the use and adds a limit.
            return ("weakened" if limited is old else "strengthened"), _cues(old, new)
        if (
            old.bearer == new.bearer == "user"
            and "permission" not in pair
            and _cue_is_soft(old, new)
        ):
            return "reworded", _cues(old, new)
        binding = new if limited is old else old
        if binding.rule in NO_LEAVE and limited.rule in LEAVE:
            return "reversed", _cues(old, new)  # "your consent is (not) required"
        if binding.rule in FREEING or denies_too(binding, limited):
            return "reworded", _cues(old, new)
        return "reversed", _cues(old, new)
    if "disclaimer" in pair:
        return ("weakened" if new.modality == "disclaimer" else "strengthened"), _cues(old, new)
    stronger = _FORCE[new.modality] > _FORCE[old.modality]
    return ("strengthened" if stronger else "weakened"), _cues(old, new)


def _cue_is_soft(old: Obligation, new: Obligation) -> bool:
    """ "Keep it secret" and "do not tell anybody" may be one duty; same strength says so."""
    return old.strength == new.strength == "weak"


def _cues(old: Obligation, new: Obligation) -> str:
    before, after = old.cue or old.modality, new.cue or new.modality
    if before.casefold() == after.casefold():
        before, after = f"{old.modality}, {old.strength}", f"{new.modality}, {new.strength}"
    return f"{before} -> {after}"


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" ..." if len(words) > 12 else "")
