"""How the limits of a promise (conditions and exceptions) changed: which is which, and which grew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, content_stems, stem, wording
from policydiff.timeline.cues import is_only
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.limit_growth import growth, is_qualified
from policydiff.timeline.limit_reading import (
    SIGNS,
    Kind,
    Limit,
    Say,
    limit_stems,
    limits_of,
    say_of,
)
from policydiff.timeline.scope import stretches

_SHARED = 0.6  # of the stems of the shorter limit, for two limits to be one that changed
_SAID = 0.7  # of a limit's stems that stand anywhere in the other wording, for it to stand there

# How a stretch begins that adds an alternative: "; and (iii) ", ", or ".
_OPENING = regex(
    r"[\s,;]*(?:(?P<word>[^\W\d_]+)\b)?[\s,]*(?P<number>\((?:[a-z]|[ivx]{1,5}|\d{1,2})\))?\s*", re.I
)

_MORE_THINGS = regex(r"\s*,\s")  # behind a limit of one item the list goes on

_BINDS = regex(r"\b(?:will|may|must|shall|can|cannot|is|are)\b", re.I)

_GOES_ON = regex(r"[\s,]*(?:including|and|or)\b", re.I)

_JOIN = regex(r"\s(?:and|or)\b", re.I)

_SAY: dict[Say, int] = {"asked": 0, "may-object": 1, "told": 2}
_WIDTH: dict[Kind, int] = {"condition": 0, "exception": 1, "concession": 2}


class LimitChange(Struct, frozen=True):
    """A limit that came (no `old`), went (no `new`) or changed.

    `reach` is above 0 where the obligation reaches further by it, below where less far, 0 where that
    cannot be told. `leaning` is the same for a mere word in it, which tells who gains and no more.
    """

    old: Limit | None
    new: Limit | None
    reach: int
    leaning: int = 0


def changed_limits(old: Obligation, new: Obligation) -> list[LimitChange]:
    """What became of the limits, paired by what they are about, in reading order."""
    before, after = limits_of(old), limits_of(new)
    same = {_said(limit) for limit in before} & {_said(limit) for limit in after}
    gone = [limit for limit in before if _said(limit) not in same]
    come = [limit for limit in after if _said(limit) not in same]
    changes = []
    for one, other in list(_pairs(gone, come)):
        gone.remove(one)
        come.remove(other)
        reach = _reach(one, other, new)
        said = not _is_missing(one, new) and not _is_missing(other, old)
        leaning = 0 if reach else _leaning(one, other, new)
        if reach or leaning or not said:
            changes.append(LimitChange(one, other, reach, leaning))
    lost = [limit for limit in gone if _is_missing(limit, new) and not _timed(limit, new)]
    gained = [limit for limit in come if _is_missing(limit, old) and not _timed(limit, old)]
    edited = stretches(old, new) if gained or lost else ()
    for limit in gained:
        added = [one.added for one in edited if not one.removed.strip(SIGNS)]
        new_act = _is_of_one_act(limit, [(one.added, one.before) for one in edited])
        freed = bool(_only_words(old) - _only_words(new))
        reach = 0 if new_act else -_hold(limit, new, before, added, freed=freed)
        changes.append(LimitChange(None, limit, reach))
    for limit in lost:
        removed = [one.removed for one in edited if not one.added.strip(SIGNS)]
        old_act = _is_of_one_act(limit, [(one.removed, one.before) for one in edited])
        freed = bool(_only_words(new) - _only_words(old))
        reach = 0 if old_act else _hold(limit, old, after, removed, freed=freed)
        changes.append(LimitChange(limit, None, reach))
    return changes


def _is_of_one_act(limit: Limit, edited: Sequence[tuple[str, str]]) -> bool:
    """Whether a limit came, or went, with an act of its own: "run tasks [when you ask], including".

    `edited` are the words that one side has, each with those before them.
    """
    own = _JOIN.split(limit.text, maxsplit=1)[0]  # "at your request and read": up to the next act
    for stretch, ahead in edited:
        before, found, behind = stretch.partition(own)
        more = _MORE_THINGS.match(behind) and ahead.strip() and not before.strip(SIGNS)
        if found and more and content_stems(behind) and not _BINDS.search(behind):
            return True  # "your age [when you sign up], your location, and your contacts"
        goes_on = _GOES_ON.match(behind) or ", and " in limit.text
        if found and goes_on and content_stems(before):
            return True
    return False


def _hold(
    limit: Limit,
    of: Obligation,
    others: Sequence[Limit],
    stretches: Sequence[str],
    *,
    freed: bool,
) -> int:
    """1 where a limit that only `of` has holds it back, -1 where it is one more case, 0 for neither.

    `stretches` are the words that only `of` has. What they add behind an "or", or as the next item of
    a list in the sentence, is another alternative; a limit inside it belongs to it alone. Where an
    "only" went with it (`freed`), so is what stands behind an "and".
    """
    if limit.kind == "concession" or _is_alternative(limit, of, others, freed=freed):
        return -1
    words = load_words("limits", language_of(of.text))
    for stretch in stretches:
        before, found, _ = stretch.partition(limit.text)
        opening = _OPENING.match(before)
        if not found or not opening:
            continue
        rest = wording(f"{before[opening.end() :]} x").split()[:-1]
        numbered = bool(opening["number"])
        joined = (opening["word"] or "").casefold()
        if limit.kind == "condition" and numbered and not rest:
            return -1  # "..., and (iii) when we wish"
        if (numbered or joined in words["or"] | words["and"]) and set(rest) - words["articles"]:
            return 0
    return 1


def without_opening(one: Limit, other: Limit) -> tuple[str, str]:
    """The texts of two limits, without an "except" or "other than" that opens both."""
    bare = _bare(one), _bare(other)
    return bare if all(bare) else (one.text, other.text)


def _bare(limit: Limit) -> str:
    """What stands behind the "except" or "save for" that opens a limit; "" where none does."""
    said = wording(limit.text)
    nouns = load_words("limits", language_of(limit.text))["nouns"]
    for opening in sorted(nouns, key=lambda phrase: (-len(phrase), phrase)):
        if said.startswith(f"{opening} "):
            return limit.text.split(maxsplit=len(opening.split()))[-1]
    return ""


def _said(limit: Limit) -> str:
    """What a limit says; an exception in whatever words it opens."""
    bare = _bare(limit) if limit.kind == "exception" else ""
    return wording(bare or limit.text)


def say_grew(old: Obligation, new: Obligation) -> bool:
    """Whether a right leaves its holder more of a say: asked before, not only free to object."""
    before, after = (
        say_of(wording(carrying_text(one)), language_of(one.text)) for one in (old, new)
    )
    return not (before and after) or _SAY[after] < _SAY[before]


def _pairs(gone: Sequence[Limit], come: Sequence[Limit]) -> Iterator[tuple[Limit, Limit]]:
    """Old with new limits that are about the same, the most alike first."""
    ranked = sorted(
        (-_alike(one, other), i, j)
        for i, one in enumerate(gone)
        for j, other in enumerate(come)
        if _alike(one, other) >= _SHARED
    )
    olds: set[int] = set()
    news: set[int] = set()
    for _, i, j in ranked:
        if i not in olds and j not in news:
            olds.add(i)
            news.add(j)
            yield gone[i], come[j]


def _alike(one: Limit, other: Limit) -> float:
    if one.say and other.say:
        return 1.0
    shorter = min(len(one.stems), len(other.stems))
    return len(one.stems & other.stems) / shorter if shorter else 0.0


def _reach(one: Limit, other: Limit, new: Obligation) -> int:
    if one.kind != other.kind:
        # Opt-in, opt-out, no choice. Between "if it rains" and "unless it rains" there is no order.
        known = (one.say and other.say) or "concession" in (one.kind, other.kind)
        return (_WIDTH[other.kind] > _WIDTH[one.kind]) * 2 - 1 if known else 0
    if one.say and other.say and one.say != other.say:
        freer = 1 if _SAY[other.say] > _SAY[one.say] else -1
        return -freer if new.modality == "prohibition" else freer
    if one.timed or other.timed:
        return 0
    grown = growth(one, other) - growth(other, one)
    exempts = other.kind == "exception" or is_only(new)
    return -grown if exempts else grown


def _leaning(one: Limit, other: Limit, new: Obligation) -> int:
    """Which way a word put into a limit, or taken out of it, moves the reach: too little for strength."""
    if one.kind != other.kind or one.timed or other.timed:
        return 0
    narrowed = is_qualified(one, other) - is_qualified(other, one)
    return narrowed if other.kind == "exception" or is_only(new) else -narrowed


def _is_missing(limit: Limit, other: Obligation) -> bool:
    """Whether the other wording has this limit nowhere, neither as one nor in its words."""
    language = language_of(other.text)
    if wording(other.text).startswith(f"{wording(limit.text)} "):
        return False  # it opens the sentence, and stands for all that follows
    said = limit_stems(wording(carrying_text(other)), language)
    if not content_stems(limit.text):
        said = frozenset(stem(w, language) for w in wording(carrying_text(other)).split())
    if limit.say and say_of(wording(other.text), language) is None:
        return True
    return len(limit.stems & said) <= _SAID * len(limit.stems)


def _timed(limit: Limit, other: Obligation) -> bool:
    """Whether a limit of time stands against another time: a changed value, not a limit."""
    return limit.timed and bool(other.values or any(one.timed for one in limits_of(other)))


def _only_words(obligation: Obligation) -> set[str]:
    """The words that hold it to what is named: "only", "solely"."""
    holding = load_words("limits", language_of(obligation.text)).get("holding", frozenset())
    said = f" {wording(carrying_text(obligation))} "
    return {phrase for phrase in holding if f" {phrase} " in said}


def _is_alternative(
    limit: Limit, of: Obligation, others: Sequence[Limit], *, freed: bool = False
) -> bool:
    """Whether a limit is one more case beside those that stood: "..., or when we wish"."""
    if limit.kind != "condition":
        return False
    if not freed and not any(one.kind == "condition" for one in others):
        return False
    words = load_words("limits", language_of(of.text))
    before, _, _ = of.text.partition(limit.text)
    last = wording(before + " x").split()[-2:-1]
    return not (words["or"] | (words["and"] if freed else frozenset())).isdisjoint(last)
