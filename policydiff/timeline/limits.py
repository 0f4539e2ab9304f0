"""How the limits of a promise (conditions and exceptions) changed: which is which, and which grew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, content_stems, stem, wording
from policydiff.timeline.cues import is_only
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.scope import Stretch, stretches

_SHARED = 0.6  # of the stems of the shorter limit, for two limits to be one that changed
_SAID = 0.7  # of a limit's stems that stand anywhere in the other wording, for it to stand there

_SIGNS = " ,;.:"
# How a stretch begins that adds an alternative: "; and (iii) ", ", or ".
_OPENING = regex(
    r"[\s,;]*(?:(?P<word>[^\W\d_]+)\b)?[\s,]*(?P<number>\((?:[a-z]|[ivx]{1,5}|\d{1,2})\))?\s*", re.I
)

# Where another main clause begins inside a limit: "in line with the law and we only ...".
_NEXT_CLAUSE = regex(
    r",?\s+and\s+(?:we|you)\s+(?:also|only|never|always|do|will|shall|may|must|can|cannot)\b", re.I
)
# What an exception goes on with: further cases, up to the one behind "or".
_FURTHER = regex(r"(?::|,[^,.;:]{1,80}(?:,[^,.;:]{1,80}){0,8}?,?\s+(?:or|and)\s)[^.:]{1,300}")
_BINDING = regex(r"\b(?:will|may|must|shall|can|cannot|do|does)\b", re.I)
_LACKED = regex(r"\bwithout\s(?:(?!,\s(?:including|such as|for example)\b)[^.;:()])+", re.I)
_GOES_ON = regex(r"[\s,]*(?:including|and|or)\b", re.I)

_QUALIFIER = 2  # words that can only narrow what they stand in

Kind = Literal["condition", "exception", "concession"]
# How much the reader has a say in it, least freedom for the other side first: asked before, free to
# say no, merely told.
Say = Literal["asked", "may-object", "told"]
_SAY: dict[Say, int] = {"asked": 0, "may-object": 1, "told": 2}
_WIDTH: dict[Kind, int] = {"condition": 0, "exception": 1, "concession": 2}


class Limit(Struct, frozen=True):
    """One condition or exception; a concession ("even if you object") looks like one and is none."""

    kind: Kind
    text: str
    stems: frozenset[str]
    say: Say | None  # what it leaves to the reader
    timed: bool  # "as long as we need it" measures time; values tell what became of that


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
    before, after = _limits(old), _limits(new)
    same = {wording(limit.text) for limit in before} & {wording(limit.text) for limit in after}
    gone = [limit for limit in before if wording(limit.text) not in same]
    come = [limit for limit in after if wording(limit.text) not in same]
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
        added = [one.added for one in edited if not one.removed.strip(_SIGNS)]
        reach = 0 if _is_of_new_act(limit, edited) else -_hold(limit, new, before, added)
        changes.append(LimitChange(None, limit, reach))
    for limit in lost:
        removed = [one.removed for one in edited if not one.added.strip(_SIGNS)]
        changes.append(LimitChange(limit, None, _hold(limit, old, after, removed)))
    return changes


def _is_of_new_act(limit: Limit, edited: Sequence[Stretch]) -> bool:
    """Whether a limit came with words before and behind it: "run tasks [when you ask], including"."""
    for stretch in edited:
        before, found, behind = stretch.added.partition(limit.text)
        goes_on = _GOES_ON.match(behind) or ", and " in limit.text
        if found and goes_on and content_stems(before):
            return True
    return False


def _hold(limit: Limit, of: Obligation, others: Sequence[Limit], stretches: Sequence[str]) -> int:
    """1 where a limit that only `of` has holds it back, -1 where it is one more case, 0 for neither.

    `stretches` are the words that only `of` has. What they add behind an "or", or as the next item of
    a list in the sentence, is another alternative; a limit inside it belongs to it alone.
    """
    if limit.kind == "concession" or _is_alternative(limit, of, others):
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
    said = wording(one.text)
    nouns = load_words("limits", language_of(one.text))["nouns"]
    for opening in sorted(nouns, key=lambda phrase: (-len(phrase), phrase)):
        if said.startswith(f"{opening} ") and wording(other.text).startswith(f"{opening} "):
            count = len(opening.split())
            return one.text.split(maxsplit=count)[-1], other.text.split(maxsplit=count)[-1]
    return one.text, other.text


def _limits(obligation: Obligation) -> list[Limit]:
    language = language_of(obligation.text)
    words = load_words("limits", language)
    forbids = obligation.modality == "prohibition"
    parts: list[tuple[str, Kind]] = [
        (_NEXT_CLAUSE.split(part)[0], "condition") for part in obligation.conditions
    ]
    exceptions = [_whole_list(part, obligation) for part in obligation.exceptions]
    if forbids and not exceptions and (lacked := _LACKED.search(carrying_text(obligation))):
        exceptions = [lacked[0].rstrip(_SIGNS)]
    parts += [(part, "exception") for part in exceptions]
    result = []
    for part, told in parts:
        said = wording(part)
        if said.startswith(tuple(words["none"])) or any(
            said != wording(other) and said in wording(other) for other, _ in parts
        ):
            continue
        say = _say(said, language)
        kind: Kind = told
        if said.startswith(tuple(words["concessions"])) or (
            # Nobody forbids something "without your consent" to say that he asks nobody.
            say and not forbids and said.startswith(tuple(words["lacking"]))
        ):
            kind = "concession"
        timed = said.startswith(tuple(words["times"]))
        result.append(Limit(kind, part, _stems(said, language), say, timed))
    return result


def _whole_list(part: str, of: Obligation) -> str:
    """An exception with the further cases that follow it: "unless you ask[, we must, or it is lost]"."""
    _, _, rest = of.text.partition(part)
    further = _FURTHER.match(rest)
    if further is None or _BINDING.search(further[0]):
        return part
    return part + further[0].rstrip(_SIGNS)


def _stems(said: str, language: str) -> frozenset[str]:
    """Stems of the content of a limit; of all its words where every one is a function word."""
    return frozenset(content_stems(said)) or frozenset(stem(w, language) for w in said.split())


def say_grew(old: Obligation, new: Obligation) -> bool:
    """Whether a right leaves its holder more of a say: asked before, not only free to object."""
    before, after = (_say(wording(carrying_text(one)), language_of(one.text)) for one in (old, new))
    return not (before and after) or _SAY[after] < _SAY[before]


def _say(said: str, language: str) -> Say | None:
    """ "Unless you agree", "if you do not object", "turn it on", "without notice"."""
    words, known = set(said.split()), load_words("limits", language)
    switched = words & known["switches"]
    if words & known["objection"] or (switched and words & known["away"]):
        return "may-object"
    if words & known["assent"] or switched:
        return "asked"
    return "told" if words & known["telling"] else None


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
    grown = _growth(one, other) - _growth(other, one)
    exempts = other.kind == "exception" or is_only(new)
    return -grown if exempts else grown


def _leaning(one: Limit, other: Limit, new: Obligation) -> int:
    """Which way a word put into a limit, or taken out of it, moves the reach: too little for strength."""
    if one.kind != other.kind or one.timed or other.timed:
        return 0
    narrowed = _is_qualified(one, other) - _is_qualified(other, one)
    return narrowed if other.kind == "exception" or is_only(new) else -narrowed


def _put_in(one: Limit, other: Limit) -> tuple[list[str], list[str]]:
    """The words that `other` has more than `one`, in one place, and those behind; none where it lacks any."""
    before, after = wording(one.text).split(), wording(other.text).split()
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if len(after) <= len(before) or head + tail < len(before):
        return [], []
    return after[head : len(after) - tail], after[len(after) - tail :]


def _growth(one: Limit, other: Limit) -> int:
    """1 where `other` is `one` with more cases ("... or if we wish"), -1 with more demands, else 0."""
    added, rest = _put_in(one, other)
    language = language_of(other.text)
    words = load_words("limits", language)
    joins = words["or"] | words["and"]
    lacking = wording(other.text).startswith(tuple(words["lacking"]))
    if items := _more_items(one, other, joins, words["lacking"]):
        # "without A or B" asks for one of them or for both.
        alternative = lacking and words["or"] & set(wording(other.text).split())
        return 0 if alternative else -items if lacking else items
    joined = next((word for word in added if word in joins), None)
    if lacking and joined:
        return -(joined in words["and"])  # "without A or B" asks for one or for both
    if joined is None and not added:
        return int(_has_further_case(one, other, words["or"]))
    if joined is None:
        listed = re.search(r"[,/]", other.text) and not re.search(r"[,/]", one.text)
        return 1 if added and listed else 0
    if joined in words["or"]:
        return 1
    behind = [*added[added.index(joined) + 1 :], *rest][:1] or [""]
    # "if you agree and have paid" asks for both; "except auditors and advertisers" names more.
    demands = behind[0] in load_words("content", language)["empty"] - words["articles"]
    return -1 if demands and not wording(other.text).startswith(tuple(words["nouns"])) else 1


def _more_items(one: Limit, other: Limit, joins: frozenset[str], lacking: frozenset[str]) -> int:
    """1 where a list got one item more, by whatever signs it is joined: "A or B" -> "A, B or C"."""
    before, after = ([w for w in wording(it.text).split() if w not in joins] for it in (one, other))
    if other.kind != "exception" or not set(before) < set(after):
        return 0
    rest = iter(after)
    in_order = all(word in rest for word in before)  # a subsequence: each is looked for further on
    signs = rf"[,;/]|\b(?:{'|'.join(sorted(joins))})\b"
    first, then = (len(re.findall(signs, limit.text, re.I)) for limit in (one, other))
    listed = first or wording(one.text).startswith(tuple(lacking))
    return int(bool(in_order and listed and then > first))


def _has_further_case(one: Limit, other: Limit, joins: frozenset[str]) -> bool:
    """Whether `other` says `one` in other words, and behind ", or" a case that `one` does not know."""
    cases = re.split(rf",\s+(?:{'|'.join(sorted(joins))})\s+", other.text, flags=re.I)
    if len(cases) != 2 or "," in one.text:
        return False
    first, further = (frozenset(content_stems(case)) for case in cases)
    known = len(first & one.stems) >= _SHARED * min(len(first), len(one.stems) or 1)
    return known and len(further) > 1 and not further & one.stems


def _is_qualified(one: Limit, other: Limit) -> bool:
    """Whether `other` asks for more by a word put in: "if you ask in writing", "may greatly affect".

    Longer stretches may say the opposite: "if [we believe in good faith that] the law requires it".
    """
    added, _ = _put_in(one, other)
    if (
        len(added) > _QUALIFIER
        or _growth(one, other)
        or not any(found.isalpha() for found in content_stems(" ".join(added)))
    ):
        return False
    language = language_of(other.text)
    words, scope = load_words("limits", language), load_words("scope", language)
    said = f" {' '.join(added)} "
    if set(added) & (scope["all"] | words["denials"] | words["idle"] | _names(other)):
        return False
    return not any(f" {phrase} " in said for phrase in words["wide"] | scope["examples"])


def _names(limit: Limit) -> set[str]:
    """Words with a capital inside a limit: another name of a thing is no other demand."""
    words = [] if limit.text.isupper() else limit.text.split()[1:]
    return {part for word in words if word[:1].isupper() for part in wording(word).split()}


def _is_missing(limit: Limit, other: Obligation) -> bool:
    """Whether the other wording has this limit nowhere, neither as one nor in its words."""
    language = language_of(other.text)
    if wording(other.text).startswith(f"{wording(limit.text)} "):
        return False  # it opens the sentence, and stands for all that follows
    said = _stems(wording(carrying_text(other)), language)
    if not content_stems(limit.text):
        said = frozenset(stem(w, language) for w in wording(carrying_text(other)).split())
    if limit.say and _say(wording(other.text), language) is None:
        return True
    return len(limit.stems & said) <= _SAID * len(limit.stems)


def _timed(limit: Limit, other: Obligation) -> bool:
    """Whether a limit of time stands against another time: a changed value, not a limit."""
    return limit.timed and bool(other.values or any(one.timed for one in _limits(other)))


def _is_alternative(limit: Limit, of: Obligation, others: Sequence[Limit]) -> bool:
    """Whether a limit is one more case beside those that stood: "..., or when we wish"."""
    if limit.kind != "condition" or not any(one.kind == "condition" for one in others):
        return False
    before, _, _ = of.text.partition(limit.text)
    last = wording(before + " x").split()[-2:-1]
    return bool(load_words("limits", language_of(of.text))["or"] & set(last))
