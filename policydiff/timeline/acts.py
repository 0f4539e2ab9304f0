"""What an act is to the reader, apart from who is bound to it, or kept from it."""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct

from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, core, stem
from policydiff.timeline.gravity import DATA_TOPICS
from policydiff.timeline.lexicon import LANGUAGES, language_of, load_rules, load_words
from policydiff.timeline.listed import names_thing

# "neither": what is offered to the reader, who need not take it.
Weight = Literal["protects", "burdens", "neither"]

_WORD = regex(r"(?:[^\W\d_]|-)+")
_FLAGS = ("weight", "whole")
_OBJECT = 10  # words after the verb in which its object is looked for


class _Rule(Struct, frozen=True):
    """One rule of the word lists; an empty group asks for nothing."""

    weight: Weight
    verbs: frozenset[str]
    object: frozenset[str]
    anywhere: frozenset[str]
    without: frozenset[str]
    whole: bool


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    rules = []
    for rule in load_rules("acts", language):
        groups = {name: frozenset(words) for name, words in rule.items() if name not in _FLAGS}
        rules.append(
            _Rule(
                weight=rule["weight"],
                verbs=frozenset(stem(verb, language) for verb in groups["verb"]),
                object=groups.get("object", frozenset()),
                anywhere=groups.get("anywhere", frozenset()),
                without=groups.get("without", frozenset()),
                whole=rule.get("whole", False),
            )
        )
    return tuple(rules)


def asks_for_leave(obligation: Obligation) -> bool:
    """Whether it is a duty to ask the reader: "we will obtain your consent"."""
    words = load_words("leave", language_of(obligation.text))
    said = _WORD.findall(obligation.action.casefold())
    return bool(words) and not (
        words["asks"].isdisjoint(said[:2]) or words["leave"].isdisjoint(said[1:7])
    )


def is_offer(obligation: Obligation | None) -> bool:
    """Whether it says what the publisher offers, or may: "we may provide experimental models"."""
    return (
        obligation is not None
        and obligation.bearer == "company"
        and obligation.modality in ("permission", "practice")
        and obligation.rule != "inherited"  # "We use your data to: provide our products"
        and obligation.topic not in DATA_TOPICS
        and weight_of_act(obligation) == "neither"
    )


def weight_of_act(obligation: Obligation) -> Weight | None:
    """Whether the act that the obligation is about protects the reader or burdens him.

    None where no rule knows verb and object, and for languages without rules.
    """
    language = language_of(obligation.text)
    rules = _rules(language)
    words = _from_verb(obligation, language) if rules else []
    lists = load_words("acts", language)
    if not words:
        return None
    verb = stem(words[0], language)
    rest = words[1:] or _subject(obligation)
    said = set(rest)
    near = _object(rest, lists["ends"], lists["skipped"])
    for rule in rules:
        if (
            verb in rule.verbs
            and (not rule.object or rule.object & near)
            and (not rule.anywhere or rule.anywhere & said)
            and not rule.without & said
            and not (rule.whole and obligation.exceptions)
        ):
            return rule.weight
    return None


def act_of(obligation: Obligation) -> tuple[str, str] | None:
    """Stems of the verb and of what it is done to: "only uses strictly necessary cookies on" -> use, cooki.

    None where nothing stands behind the verb, and for languages without rules.
    """
    language = language_of(obligation.text)
    words = _from_verb(obligation, language) if _rules(language) else []
    lists = load_words("acts", language)
    until = next((at for at, word in enumerate(words[1:], 1) if word in lists["ends"]), len(words))
    if not 1 < until <= _OBJECT:
        return None
    return stem(words[0], language), stem(words[until - 1], language)


def verbs_of(obligation: Obligation) -> frozenset[str]:
    """Stems of the verbs that an action begins with: "seek or knowingly collect data" -> seek, collect.

    Empty for languages without rules.
    """
    language = language_of(obligation.text)
    words = _from_verb(obligation, language) if _rules(language) else []
    lists = load_words("acts", language)
    verbs = words[:1]
    for before, word, behind in zip(words, words[1:], words[2:], strict=False):
        if before in ("or", "and") and len(verbs) == 1 and words.index(before) <= 2:
            verbs.append(behind if word.endswith("ly") or word in lists["skipped"] else word)
    return frozenset(stem(verb, language) for verb in verbs)


def are_of_one_act(one: Obligation, other: Obligation) -> bool:
    """Whether two obligations can be about doing one thing: by their verbs, and by what it is done to.

    True where either has no verb that is known, and for languages without rules. "Use" of the service
    and "use" of its output are two acts.
    """
    first, second = verbs_of(one), verbs_of(other)
    if not first or not second:
        return True
    language = language_of(one.text)
    handled = frozenset(stem(verb, language) for verb in load_words("impact", language)["data"])
    if not first & second and not (first & handled and second & handled):
        return False
    things = [_things(each, language) for each in (one, other)]
    return not all(things) or bool(things[0] & things[1])


def _things(obligation: Obligation, language: str) -> set[str]:
    """Stems of what an act is done to; data of whatever kind are one thing."""
    lists, kinds = load_words("acts", language), load_words("facets", language)
    words = _from_verb(obligation, language)[1:]
    named = (
        _object(words, lists["ends"], lists["skipped"]) - load_words("content", language)["empty"]
    )
    return {"" if word in kinds["data"] else stem(word, language) for word in named}


def denies_too(obligation: Obligation, prohibition: Obligation) -> bool:
    """Whether an obligation that is no prohibition denies the act of one as well.

    "We will keep it anonymous and not attempt to identify anybody" is not the opposite of "We will not
    try to identify anybody".
    """
    language = language_of(prohibition.text)
    if not _rules(language):
        return False
    words = _from_verb(prohibition, language)[:4]
    ends = load_words("acts", language)["ends"]
    verbs = {stem(word, language) for word in words[:1]}
    if len(words) > 2 and words[1] in ends:  # "try to identify"
        verbs = {stem(words[2], language)}
    said = _WORD.findall(carrying_text(obligation).casefold())
    denials = load_words("acts", language)["denials"]
    return any(
        stem(word, language) in verbs
        for at, denial in enumerate(said)
        if denial in denials
        for word in said[at + 1 : at + 5]
    )


def _from_verb(obligation: Obligation, language: str) -> list[str]:
    """The words of an action from its verb on: that of the lead-in where an item has none, if it is known."""
    words = _WORD.findall(core(obligation).casefold())
    if names_thing(obligation) and language == LANGUAGES[0]:
        cue = obligation.modality == "practice" and _WORD.findall(obligation.cue.casefold())
        return [*cue, *words] if cue else []
    skipped = load_words("acts", language)["skipped"]
    while words and (words[0] in skipped or words[0].endswith("ly")):
        words = words[1:]
    return with_plain_verb(words, language)


def with_plain_verb(words: list[str], language: str) -> list[str]:
    """An action with the verb that its noun stands for: "engage in the sale of data" -> "sell data"."""
    light, nouns = _light_verbs(language), _act_nouns(language)
    if not words or stem(words[0], language) not in light:
        return words
    lists = load_words("acts", language)
    at = 1
    while at < len(words) and words[at] in lists["before-noun"]:
        at += 1
    verb = nouns.get(words[at]) if at < len(words) else None
    if verb is None or words[at + 1 : at + 2] not in ([], ["of"]):
        return words
    return [verb, *words[at + 2 :]]


@cache
def _light_verbs(language: str) -> frozenset[str]:
    return frozenset(stem(v, language) for v in load_words("acts", language).get("light", ()))


@cache
def _act_nouns(language: str) -> dict[str, str]:
    groups = load_words("nouns", language)
    return {noun: verb for verb, nouns in groups.items() for noun in nouns}


def _subject(obligation: Obligation) -> list[str]:
    """What stands before a verb that has nothing behind it: "Your data will not be deleted"."""
    before, _, _ = carrying_text(obligation).partition(obligation.action)
    return _WORD.findall(before.casefold())


def _object(words: list[str], ends: frozenset[str], skipped: frozenset[str]) -> set[str]:
    """The words after a verb up to the next preposition or conjunction; one may follow it at once."""
    if words and (words[0] in ends or words[0] in skipped):
        words = words[1:]
    until = next((at for at, word in enumerate(words) if word in ends), len(words))
    return set(words[: min(until, _OBJECT)])
