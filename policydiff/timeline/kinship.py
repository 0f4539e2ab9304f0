"""Signs by which two wordings may be one obligation, or may not, whatever their words share."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from policydiff.compare.similarity import sequence_similarity
from policydiff.model import Obligation
from policydiff.timeline.acts import are_of_one_act, denies_too
from policydiff.timeline.content import (
    TIME,
    Contents,
    carrying_text,
    content_stems,
    core,
    stem,
    wording,
)
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.scope import are_other_rights
from policydiff.timeline.stock import Stated

SAME_ACTION = 0.9  # share of the shorter action's content that the other has
SAME_OPENING = 4  # words with which two actions begin, three of them with content
_AGE_ALONE = 12  # words of a sentence that asks for an age and says little else
_SAME_SENTENCE = 0.6  # share of words in the same order, "no" or "not" aside


def may_be_one(one: Obligation, other: Obligation) -> bool:
    """Whether somebody may be the reader of both: a promise to Brazil is none to California.

    And whether both can be one thing: the right to erase is not the right to correct, and a ban of one
    act is not turned round by leave for another.
    """
    if are_other_rights(one, other) or _are_other_acts(one, other):
        return False
    if one.audience is None or other.audience is None or one.audience == other.audience:
        return True
    if _is_outside(one.audience) or _is_outside(other.audience):
        return False
    first, second = (_places(each.audience or "", language_of(each.text)) for each in (one, other))
    return not first.isdisjoint(second)


@lru_cache(maxsize=512)
def _places(audience: str, language: str) -> frozenset[str]:
    """The places of an audience with those that lie in them: Europe, and in it the United Kingdom."""
    regions = load_words("regions", language)
    named = frozenset(audience.split(", "))
    return named.union(*(regions.get(place, frozenset()) for place in named))


def _are_other_acts(one: Obligation, other: Obligation) -> bool:
    """Whether the one forbids, the other allows, does or demands, and each something else."""
    modalities = {one.modality, other.modality}
    if len(modalities) == 1 or "prohibition" not in modalities or "disclaimer" in modalities:
        return False
    if {one.bearer, other.bearer} == {"company", "user"}:
        return True  # what the company may do is no leave of the reader, nor the reverse
    ban, leave = (one, other) if one.modality == "prohibition" else (other, one)
    if are_of_one_act(ban, leave) or denies_too(leave, ban):
        return False
    return sequence_similarity(carrying_text(ban), carrying_text(leave)) < _SAME_SENTENCE


def _is_outside(audience: str) -> bool:
    return audience.startswith("outside ")


def share_more_than_act(one: Stated, other: Stated, *, lone: bool = False) -> bool:
    """Whether two wordings share a word beside their verb: not "we notify you of ..." alone.

    A `lone` pair of a sentence may share the verb only, where one has nothing but a time beside it.
    """
    first, second = set(content_stems(one.about)), set(content_stems(other.about))
    acts = _acts(one, other)
    idle = acts | {stem(TIME)}
    if lone and one.key[:2] == other.key[:2] and (first <= idle or second <= idle):
        return bool(first & second & acts)
    return first == second or bool(first & second - idle)


def shared_beside_act(one: Stated, other: Stated) -> set[str]:
    """Content stems that both wordings have, but for those of their verbs and of times."""
    shared = set(content_stems(one.about)) & set(content_stems(other.about))
    return shared - _acts(one, other) - {stem(TIME)}


def _acts(one: Stated, other: Stated) -> set[str]:
    return {act for stated in (one, other) for act in content_stems(_verb(stated.obligation))}


def _verb(obligation: Obligation) -> str:
    return core(obligation).partition(" ")[0]


def grew(one: Stated, other: Stated, contents: Contents) -> bool:
    """Whether one wording is the other with more said behind it: "... (see Article 21 GDPR)"."""
    same = (one.obligation.bearer, one.obligation.modality) == (
        other.obligation.bearer, other.obligation.modality,
    )  # fmt: skip
    return same and (contents.covered(one.about, other.about) >= SAME_ACTION or _begins(one, other))


def _begins(one: Stated, other: Stated) -> bool:
    """Whether the shorter wording, whole, is how the longer begins: "you can object at any time[, free]"."""
    first, second = sorted((wording(one.about).split(), wording(other.about).split()), key=len)
    return len(first) >= SAME_OPENING and second[: len(first)] == first


def open_alike(one: Stated, other: Stated) -> bool:
    """Whether two actions begin with the same words: "contact our data officer at" another address."""
    same = (one.obligation.bearer, one.obligation.modality) == (
        other.obligation.bearer, other.obligation.modality,
    )  # fmt: skip
    first, second = (wording(stated.obligation.action).split() for stated in (one, other))
    shared = _opening(first, second)
    words = " ".join(shared)
    return same and len(shared) >= SAME_OPENING and len(content_stems(words)) >= SAME_OPENING - 1


def _opening(first: list[str], second: list[str]) -> list[str]:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    return [word for word, _ in pairs]


def in_another_way(one: Stated, other: Stated) -> bool:
    """Whether two wordings part at how, or for how much: "notify you by e-mail", "... by a notice here"."""
    if one.key[:2] != other.key[:2]:
        return False
    first, second = (wording(each.about).split() for each in (one, other))
    shared = _opening(first, second)
    if len(shared) < SAME_OPENING - 1:  # "disputes will be resolved in court", "... by arbitration"
        first, second = (wording(each.obligation.text).split() for each in (one, other))
        shared = _opening(first, second)
    manner = load_words("content", language_of(one.obligation.text)).get("manner", frozenset())
    acts = {word for each in (one, other) for word in wording(_verb(each.obligation)).split()}
    if len(shared) < SAME_OPENING - 1 or acts.isdisjoint(shared):
        return False
    if shared[-1] in manner:
        return True
    tails = [" ".join(said[len(shared) :]) for said in (first, second)]
    return all(any(f"{tail} ".startswith(f"{way} ") for way in manner) for tail in tails)


def are_of_one_age(one: Stated, other: Stated) -> bool:
    """Whether both ask for an age and for nothing else: "users must be 13 or older"."""
    named = [any(v.kind == "age" for v in each.obligation.values) for each in (one, other)]
    words = max(len(carrying_text(each.obligation).split()) for each in (one, other))
    return one.key[:2] == other.key[:2] and all(named) and words <= _AGE_ALONE


def takes_in(one: Stated, other: Stated, contents: Contents) -> bool:
    """Whether a sentence grew around an act: "may read your files" -> "may run commands, and read, change
    and delete your files", where `other` has the verb and its sentence the rest."""
    same = (one.obligation.bearer, one.obligation.modality) == (
        other.obligation.bearer, other.obligation.modality,
    )  # fmt: skip
    verb = content_stems(_verb(one.obligation))
    said = set(content_stems(other.about))
    whole = contents.share(one.about, other.obligation.text, least=2) >= SAME_ACTION
    return same and bool(verb) and said.issuperset(verb) and whole
