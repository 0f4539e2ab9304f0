"""What changed inside an obligation: values, conditions, exceptions, recipients, data, places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from policydiff.model import Facet, FacetKind, Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, content_stems, wording
from policydiff.timeline.gravity import DATA_TOPICS
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.limit_reading import Limit
from policydiff.timeline.limits import changed_limits, without_opening
from policydiff.timeline.scope import Stretch, changed_scope, gain_of, stretches
from policydiff.timeline.values import changed_values

_LONGEST_HUNK = 14  # words
_WHOLE = 0.7  # share of both wordings that is no edit but another sentence
_SIGNS = " ,;.:"
_ITEM = regex(r"\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)", re.I)  # "(iii)" before an item


def find_facets(old: Obligation, new: Obligation) -> tuple[Facet, ...]:
    """What differs between two wordings of one obligation, in the words of both. Deterministic."""
    facets = [*_values(old, new), *_limits(old, new)]
    if old.audience != new.audience:
        facets.append(Facet(kind="place", old=old.audience or "", new=new.audience or ""))
    told = " ".join(f.old + " " + f.new for f in facets)
    hunks = [
        f
        for f in _hunks(old, new)
        if (f.old not in told or f.new not in told)
        and not any(_holds(f, one) for one in facets)
        and not _says_no_more(f, facets)
        and not any(_holds_value(f, one) for one in facets)
    ]
    whole = [f for f in hunks if f.old and f.new]
    facets = [f for f in facets if not any(_is_side(f, one) for one in whole)]
    return tuple(dict.fromkeys([*facets, *hunks]))


def _says_no_more(facet: Facet, told: Sequence[Facet]) -> bool:
    """Whether a case that came or went is words of one that is told: "abuse or when we suspect"."""
    if facet.kind != "condition" or (facet.old and facet.new):
        return False
    said = " ".join(one.old if facet.old else one.new for one in told)
    return set(content_stems(facet.old or facet.new)) <= set(content_stems(said))


def _is_side(facet: Facet, whole: Facet) -> bool:
    """Whether one side alone is told of what changed into something: "at any time" -> "once a year"."""
    if bool(facet.old) == bool(facet.new) or facet.kind not in ("value", "condition"):
        return False
    return (facet.new == whole.new) if facet.new else (facet.old == whole.old)


def _holds(facet: Facet, limit: Facet) -> bool:
    """Whether a facet is a limit that is told, with some of the words behind it."""
    same = facet.kind == limit.kind and facet.kind in ("condition", "exception")
    sides = ((facet.old, limit.old), (facet.new, limit.new))
    return same and all(bool(a) == bool(b) and b in a for a, b in sides)


def _holds_value(facet: Facet, value: Facet) -> bool:
    """Whether an edited stretch is a changed value and what it is counted from: "30 days [after the end]"."""
    if value.kind != "value" or not (value.old and value.new):
        return False
    return value.old == facet.old and value.new in facet.new


def _values(old: Obligation, new: Obligation) -> Iterator[Facet]:
    for one, other in changed_values(old, new):
        before, after = one.told if one else "", other.told if other else ""
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


def _apart(removed: str, added: str) -> tuple[str, str]:
    """Both sides of an edited stretch without the words that both begin and end with."""
    gone, come = removed.split(), added.split()
    while gone and come and wording(gone[0]) == wording(come[0]):
        gone, come = gone[1:], come[1:]
    while gone and come and wording(gone[-1]) == wording(come[-1]):
        gone, come = gone[:-1], come[:-1]
    return " ".join(gone), " ".join(come)


def _trim(text: str, joins: frozenset[str]) -> str:
    """An edited stretch without the blanks, commas and conjunctions that hang on its edges."""
    words = text.split()
    while words and (
        words[0].casefold().strip(_SIGNS) in {*joins, ""} or _ITEM.fullmatch(words[0])
    ):
        words = words[1:]
    while words and words[-1].casefold().strip(_SIGNS) in {*joins, ""}:
        words = words[:-1]
    said = " ".join(words).strip(_SIGNS) or " ".join(text.split()).strip(_SIGNS)
    if said.startswith("(") and said.find(")") == len(said) - 1:
        return _trim(said[1:-1], joins)  # a remark, without its brackets
    if said.count("(") != said.count(")"):
        return said.strip("()" + _SIGNS)
    return said


def _limit_kind(text: str, pair: tuple[Obligation, Obligation]) -> FacetKind | None:
    """What an edited stretch is that one side has as a limit of its own."""
    for one in pair if text else ():
        if wording(text) in map(wording, one.exceptions):
            return "exception"
        if wording(text) in map(wording, one.conditions):
            return "condition"
    return None


def _points_back(text: str, language: str) -> bool:
    """ "This information": it names no data, another sentence does."""
    first, _, rest = text.casefold().partition(" ")
    pointers = load_words("facets", language).get("pointers", frozenset())
    return first in pointers and len(content_stems(rest)) == 1


def _hunks(old: Obligation, new: Obligation) -> Iterator[Facet]:
    """Edited stretches that name a recipient, data, a purpose, a place or a case."""
    language = language_of(new.text)
    scope = changed_scope(old, new)
    acts = scope is not None and scope.binding  # an act more or less is told as strength
    groups, joins = load_words("facets", language), load_words("scope", language)["joins"]
    total = len(carrying_text(old).split()) + len(carrying_text(new).split())
    for one in stretches(old, new):
        if max(len(one.removed.split()), len(one.added.split())) > _LONGEST_HUNK:
            continue  # a clause written anew: no one thing changed
        if len(one.removed.split()) + len(one.added.split()) > _WHOLE * total:
            continue
        words = set(re.findall(r"[\w\-]+", f"{one.removed} {one.added}".casefold()))
        kinds: tuple[FacetKind, ...] = ("place", "recipient", "purpose", "data", "condition")
        kind = next((kind for kind in kinds if words & groups[kind]), None)
        if kind is None and not acts:
            kind = _member(one, words - joins, joins, groups, new)
        if kind is None and gain_of(one, language):
            kind = "condition"
        if kind:
            gone, come = _apart(_trim(one.removed, joins), _trim(one.added, joins))
            gone, come = _trim(gone, joins), _trim(come, joins)
            if kind == "data" and (_points_back(gone, language) or _points_back(come, language)):
                continue
            if {wording(gone), wording(come)} <= load_words("limits", language)["nouns"]:
                continue  # "except" -> "save"
            same = gone and come and set(content_stems(gone)) == set(content_stems(come))
            if kind in ("data", "recipient") and not content_stems(f"{gone} {come}"):
                continue  # "[that]"
            subject = old.bearer != new.bearer and not one.before.strip()
            if kind in ("data", "recipient") and (same or subject):
                continue  # "we delete your tapes" -> "your tapes are deleted"; who does it: the bearer
            kind = (_limit_kind(gone or come, (old, new)) if not (gone and come) else None) or kind
            yield Facet(kind=kind, old=gone, new=come)


def _is_aim(text: str, openers: frozenset[str], joins: frozenset[str], language: str) -> bool:
    """Whether an edited stretch opens with what something is done for: "and to build a score"."""
    words = re.findall(r"[\w\-]+", text)
    while words and words[0].casefold() in joins:
        words = words[1:]
    empty = load_words("content", language)["empty"]
    return len(words) > 1 and words[0] in openers and words[1].islower() and words[1] not in empty


def _member(
    one: Stretch,
    words: set[str],
    joins: frozenset[str],
    groups: dict[str, frozenset[str]],
    new: Obligation,
) -> FacetKind | None:
    """What a word is that no list knows: told by the topic and the words before it."""
    before = re.findall(r"[\w\-]+", one.before.casefold())
    handed = new.topic == "sharing" and groups["handing"]
    if not handed and _is_aim(
        one.added or one.removed, groups["aim"], joins, language_of(new.text)
    ):
        return "purpose"
    if one.removed and one.added:
        return "recipient" if words and handed and handed & set(before[-2:]) else None
    text = one.removed or one.added
    listed = set(re.findall(r"[\w\-/]+", text.casefold())) & joins or re.search(r"[,/;]", text)
    if not words or not listed or text.lstrip().startswith("("):
        return None
    if handed and handed & set(before):
        return "recipient"
    said = " ".join(re.findall(r"[\w\-]+", text.casefold()))
    grounds = load_words("scope", language_of(new.text)).get("grounds", frozenset())
    if any(f"{said} ".startswith(f"{opener} ") for opener in grounds):
        return None
    return "data" if new.topic in DATA_TOPICS else None
