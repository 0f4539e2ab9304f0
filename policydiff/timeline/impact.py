"""Who gains from an event: the user, or whoever is set against the user."""

from __future__ import annotations

import re

from policydiff.model import EventName, Impact, Obligation
from policydiff.timeline.content import stem
from policydiff.timeline.lexicon import language_of, load_words, verb_is_last

_WORD = re.compile(r"(?:[^\W\d_]|-)+")
_DATA_TOPICS = {"collection", "use", "sharing", "transfer", "tracking"}


def weighs_for_user(obligation: Obligation) -> bool:
    """Whether an obligation, while it stands, weighs for the user (else against)."""
    modality, bearer = obligation.modality, obligation.bearer
    if modality == "disclaimer":
        return False
    if bearer == "user":
        return modality == "permission"
    if modality == "prohibition":
        return True
    if modality == "permission":
        return False
    if bearer == "third-party":
        return modality == "obligation"
    return _protects(obligation)


def _protects(obligation: Obligation) -> bool:
    """Whether what the company does or must do protects: told by its verb, then by its topic."""
    language = language_of(obligation.text)
    words = load_words("impact", language)
    protective = {stem(word, language) for word in words["protective"]}
    data = {stem(word, language) for word in words["data"]}
    for word in _nearest_the_verb(obligation.action, language):
        root = stem(word, language)
        in_data = obligation.topic in _DATA_TOPICS or obligation.topic == "retention"
        if root in data and in_data:
            return False
        if root in protective:
            return True
        if root in data:
            return False
    return obligation.topic not in _DATA_TOPICS and obligation.topic != "retention"


def _nearest_the_verb(action: str, language: str) -> list[str]:
    """The words of an action among which its verb is: the first, or the first and then the last."""
    words = _WORD.findall(action.casefold())
    return [*words[:1], *words[:-4:-1]] if verb_is_last(language) else words[:4]


def impact_of(event: EventName, old: Obligation | None, new: Obligation | None) -> Impact:
    """Impact of an event: it adds weight, takes it away or flips it; words and place are neutral."""
    match event:
        case "appeared" | "returned" | "strengthened" | "reversed":
            gains = weighs_for_user(new) if new else False
        case "vanished" | "weakened":
            gains = not weighs_for_user(old) if old else False
        case _:
            return "neutral"
    return "for-user" if gains else "against-user"
