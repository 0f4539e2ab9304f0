"""Items of a list that name a thing: "We may share it with: - data brokers". Their verb is in the lead-in."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.lexicon import LANGUAGES, language_of

_FIRST_TWO: Final = regex(
    r"^(?:(?:not|never|only|also|always|\w+ly)\s+)*([\w-]+)(,?)\s*([\w-]*)", re.IGNORECASE
)
# What stands right behind a verb, and seldom behind a noun.
_OBJECT: Final = regex(
    r"(?:an?|the|any|all|your|our|its|their|th(?:is|at|ese|ose)|it|them|us|you|others?|another|yourself)\Z",
    re.IGNORECASE,
)
_NO_VERB: Final = regex(
    r"(?:an?|the|any|all|such|your|our|their|th(?:is|at|ese|ose)|to|with|for|from|by|on|in|at|of|about|as|if"
    r"|when|where|while|because|since|unless|after|before|during|under|through|between|and|or|whether|how)\Z",
    re.IGNORECASE,
)


def names_thing(obligation: Obligation) -> bool:
    """Whether an item has no verb of its own. Of other languages than English, none is known to have one."""
    if obligation.rule != "inherited":
        return False
    if language_of(obligation.text) != LANGUAGES[0]:
        return True
    match = _FIRST_TWO.match(obligation.action)
    if match is None:
        return True
    first, sign, second = match.groups()
    if first.lower() not in _verbs():
        return bool(_NO_VERB.match(first)) or not _OBJECT.match(second)
    return sign == "," and second.lower() not in _verbs()  # "spam, malware"


@cache
def _verbs() -> frozenset[str]:
    """The base forms of the English verbs that obligations are read by."""
    from policydiff.obligations.lexicon import BASE, shipped_lexicon

    return frozenset(verb for verb, (_, form) in shipped_lexicon("en").forms.items() if form & BASE)
