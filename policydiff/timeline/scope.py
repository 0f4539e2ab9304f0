"""How far a rewording reaches: acts, things and qualities that came or went under the same promise.

Judged on the edited stretches alone. A stretch that only adds or takes away members of a list, or
that exchanges "all" for "some", has a direction; where one has none, or two point apart, the
rewording has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from policydiff.compare.words import diff_words
from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, core, stem
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.values import TIMED

_LOOKED_AT = 2_000  # characters of a clause
_LONGEST = 14  # words of one edited stretch; a longer one is a clause written anew
_WORD = regex(r"[^\W_]+(?:[-'’][^\W_]+)*")
_OTHER_NAME = 2  # words in the place of others
_CLAUSE_END = regex(
    r"[;:.)]\s|,?\s(?:so that|in order to|damit)\s"
)  # behind which a list of examples is over
_ALSO = regex(r"\((?:or|and|und|oder)\s", re.I)  # "(or help others to develop)": no mere remark
_LIST_MARK = regex(r"[,/;]")


class Stretch(Struct, frozen=True):
    """One edited stretch with what stands before it in the new wording."""

    removed: str
    added: str
    before: str


class Scope(Struct, frozen=True):
    """What became of the reach: 1 wider, -1 narrower, 0 neither; in the words that came or went."""

    reach: int
    binding: bool  # an act, or how much of a thing: the promise itself is stronger or weaker
    gain: int  # 1 where what came or went is good for the reader by itself, -1 where bad
    why: str


def stretches(old: Obligation, new: Obligation) -> tuple[Stretch, ...]:
    """The edited stretches between two wordings that hold words, in reading order."""
    return _stretches(carrying_text(old)[:_LOOKED_AT], carrying_text(new)[:_LOOKED_AT])


@lru_cache(maxsize=4_096)
def _stretches(old: str, new: str) -> tuple[Stretch, ...]:
    found, before = [], ""
    ops = diff_words(old, new)
    index = 0
    while index < len(ops):
        op, text = ops[index]
        index += 1
        if op == "=":
            before += text
            continue
        removed, added = (text, "") if op == "-" else ("", text)
        if op == "-" and index < len(ops) and ops[index][0] == "+":
            added = ops[index][1]
            index += 1
        found.append(Stretch(removed, added, before))
        before += added
    return tuple(found)


def changed_scope(old: Obligation, new: Obligation) -> Scope | None:
    """What two wordings of one obligation, of one modality, differ in; None where nothing tells."""
    language = language_of(new.text)
    words = load_words("scope", language)
    parts = (*old.conditions, *old.exceptions, *new.conditions, *new.exceptions)
    values = [value.text for value in (*old.values, *new.values) if value.number]
    told: list[Scope] = []
    unknown = False
    for one in stretches(old, new):
        before, after = _words(one.removed), _words(one.added)
        gone, come = _without(before, after, language), _without(after, before, language)
        if not _content(gone, words) and not _content(come, words):
            continue  # signs, conjunctions and articles
        bracket = f"{one.removed}{one.added}".lstrip()
        if bracket.startswith("(") and not _ALSO.match(bracket):
            if not (plan := _plan(one, words)):
                continue  # "(see Article 21)": a remark
            told.append(plan)
            continue
        if _inside(one, values):
            continue  # "14 [business] days": another value, no other kind of thing
        if max(len(gone), len(come)) > _LONGEST or _inside(one, parts):
            return None
        found = _judge(one, gone, come, (old, new))
        if found is None and max(len(gone), len(come)) <= _OTHER_NAME and gone and come:
            unknown = True  # "connectors" -> "apps": another name says neither more nor less
            continue
        if found is None:
            return None
        told.append(found)
    if unknown and not any(one.binding for one in told):
        return None
    directions = {one.reach for one in told if one.reach}
    gains = {one.gain for one in told if one.gain}
    if len(directions) > 1 or len(gains) > 1 or not told:
        return None
    first = next((one for one in told if one.binding), told[0])
    binding = any(one.binding for one in told) and not unknown
    return Scope(next(iter(directions), 0), binding, next(iter(gains), 0), first.why)


def _judge(
    one: Stretch, gone: list[str], come: list[str], pair: tuple[Obligation, Obligation]
) -> Scope | None:
    """What one stretch changes; `gone` and `come` are its words that only one side has."""
    language = language_of(pair[1].text)
    words = load_words("scope", language)
    removed, added = set(gone), set(come)
    little = bool(added & words["some"]) - bool(removed & words["some"])
    whole = bool(added & words["all"]) - bool(removed & words["all"])
    left = (
        (removed | added)
        - words["some"]
        - words["all"]
        - words["empty"]
        - words.get("these", frozenset())
    )
    if (little or whole) and not left and little * whole <= 0:
        why = f"{' '.join(gone) or 'no limit'} -> {' '.join(come) or 'no limit'}"
        return Scope(-little or whole, True, 0, why)
    swapped = gone and come and (removed <= words["all"] or added <= words["all"])
    if whole and swapped and left <= words["kinds"]:
        why = f"{' '.join(gone) or 'no limit'} -> {' '.join(come) or 'no limit'}"
        return Scope(whole, True, 0, why)  # "all data" -> "sensitive data"
    if gain := gain_of(one, language) or _gain_of_leave(one, pair):
        return Scope(0, False, gain, f"{one.removed.strip()} -> {one.added.strip()}")
    if reach := _relative(one, words):
        return Scope(reach, False, 0, "")
    lost, new = _content(gone, words), _content(come, words)
    kinds = words["kinds"]
    if pair[0].modality == pair[1].modality == "prohibition":
        kinds |= words.get("illicit", frozenset())
    if (lost or new) and not (lost and new) and set(lost or new) <= kinds:
        named = " ".join(lost or new)
        said_kinds = _words(one.removed if lost else one.added)
        if {said_kinds[0], said_kinds[-1]} & words["joins"]:  # "service-related [or commercial]"
            also = "no longer" if lost else "now also"
            return Scope(-1 if lost else 1, False, 0, f"{also}: {named}")
        return Scope(1 if lost else -1, True, 0, f"{'no longer' if lost else 'now'} only: {named}")
    if lost and new:
        return None
    text, reach = (one.added, 1) if new else (one.removed, -1)
    said = f"{' '.join(_words(text))} "
    grounds = words.get("grounds", frozenset())
    if any(said.startswith(f"{opener} ") for opener in grounds):
        return Scope(0, False, 0, "")
    if _narrows_ban(one, text, pair, words):
        return Scope(-reach, False, 0, "")
    if not one.before.strip() or not (
        _LIST_MARK.search(text) or set(_words(text)) & words["joins"]
    ):
        return None  # what opens a sentence ("By default, ") is no member of a list
    listing = _words(_CLAUSE_END.split(one.before)[-1])
    if any(f" {opener} " in f" {' '.join(listing)} " for opener in words["examples"]):
        return Scope(0, False, 0, "")  # a longer list of examples
    listed = new or lost
    acts = _acts(pair[1] if new else pair[0])
    bound = {stem(word, language) for word in listed} <= set(acts)
    return Scope(reach, bound, 0, f"{'now also' if new else 'no longer'}: {' '.join(listed)}")


def _plan(one: Stretch, words: dict[str, frozenset[str]]) -> Scope | None:
    """What a bracket with the plans or readers that a promise is for limits, by coming or going."""
    text = (one.removed or one.added).strip(" .")
    said = set(_words(text)) - words["empty"]
    named = all(word[:1].isupper() for word in _WORD.findall(text) if word.casefold() in said)
    if (one.removed.strip() and one.added.strip()) or not text.endswith(")"):
        return None
    if not said & words["plans"] or not (named or said & words["plans"] & words["readers"]):
        return None
    if one.added.strip():
        return Scope(-1, True, 0, f"now only: {text[1:-1]}")
    return Scope(1, True, 0, f"no longer only: {text[1:-1]}")


def gain_of(one: Stretch, language: str) -> int:
    """1 where a good word for the reader came or a bad one went, -1 the other way round, else 0."""
    words = load_words("scope", language)
    before, after = (f" {' '.join(_words(text))} " for text in (one.removed, one.added))

    def holds(text: str, group: str) -> bool:
        return any(f" {phrase} " in text for phrase in words[group])

    good = holds(after, "boons") - holds(before, "boons")
    bad = holds(after, "burdens") - holds(before, "burdens")
    return (good - bad > 0) - (good - bad < 0)


def _narrows_ban(
    one: Stretch, text: str, pair: tuple[Obligation, Obligation], words: dict[str, frozenset[str]]
) -> bool:
    """Whether words say of what is forbidden which of it is: "will not share it [for marketing]"."""
    if any(of.modality != "prohibition" or of.bearer == "user" for of in pair):
        return False
    said = _words(text)
    language = language_of(pair[1].text)
    there = pair[0] if text is one.added else pair[1]
    elsewhere = {stem(word, language) for word in _words(carrying_text(there))}
    if elsewhere.issuperset(stem(word, language) for word in _content(said, words)):
        return False  # "your data will not be sold" -> "we will not sell [your data]"
    listed = _LIST_MARK.search(text) or set(said) & (words["joins"] | words["all"])
    open_ended = load_words("limits", language)["wide"]
    wide = any(f" {phrase} " in f" {' '.join(said)} " for phrase in open_ended | words["examples"])
    return bool(one.before.strip()) and not listed and not wide


def _gain_of_leave(one: Stretch, pair: tuple[Obligation, Obligation]) -> int:
    """1 where the reader's leave has to be clearer than before ("[explicit] consent"), -1 where less."""
    old, new = pair
    if new.bearer == "user":
        return 0  # there it is the publisher's leave
    words = load_words("leave", language_of(new.text))
    if not words:
        return 0
    side, of, gain = (one.added, new, 1) if one.added.strip() else (one.removed, old, -1)
    said = set(_words(side))
    if not said or (one.added.strip() and one.removed.strip()) or not said <= words["clear"]:
        return 0
    behind = _words(carrying_text(of).partition(side.strip())[2])[:2]
    return gain if not words["leave"].isdisjoint(behind) else 0


def _relative(one: Stretch, words: dict[str, frozenset[str]]) -> int:
    """1 where words went that say which of them are meant ("partners [who have signed it]"), -1 where some came."""
    text = one.removed if one.removed.strip() else one.added
    both = one.removed.strip() and one.added.strip()
    first = (_words(text) or [""])[0]
    if both or first not in words.get("relatives", ()) or not text[:1].isspace():
        return 0
    return 1 if one.removed.strip() else -1


def turns_round(old: Obligation, new: Obligation) -> bool:
    """Whether a word became its opposite: "we delete" -> "we keep", "opt in" -> "opt out"."""
    language = language_of(new.text)
    first, second = _acts(old)[:1], _acts(new)[:1]
    if all(any(value.kind in TIMED for value in one.values) for one in (old, new)):
        return False  # "kept for 30 days" and "deleted after 30 days" are one
    if first and second and first != second and _are_opposite(first[0], second[0], language):
        return True
    changed = [one for one in stretches(old, new) if _words(one.removed) or _words(one.added)]
    if not changed or any(len(_words(one.removed)) > 2 for one in changed):
        return False
    return any(_is_swap(one, language) for one in changed)


def _is_swap(one: Stretch, language: str) -> bool:
    gone, come = _words(one.removed), _words(one.added)
    if not gone or not come:
        return False
    before = (_words(one.before) or [""])[-1]
    return any(
        _are_opposite(
            stem(f"{lead}{gone[0]}", language), stem(f"{lead}{come[0]}", language), language
        )
        for lead in ("", f"{before} ")
    )


def _are_opposite(one: str, other: str, language: str) -> bool:
    return any(
        (one in here and other in there) or (one in there and other in here)
        for here, there in _opposites(language)
    )


@lru_cache(maxsize=8)
def _opposites(language: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Stems of verbs, each group with the one listed behind it."""
    groups = [
        frozenset(stem(word, language) for word in words)
        for words in load_words("opposites", language).values()
    ]
    return tuple(zip(groups[::2], groups[1::2], strict=True))


def are_other_rights(one: Obligation, other: Obligation) -> bool:
    """Whether both are rights of the reader, each to acts that the other does not name."""
    if (
        not one.bearer == other.bearer == "user"
        or not one.modality == other.modality == "permission"
    ):
        return False
    named = _rights(one), _rights(other)
    return bool(named[0] and named[1]) and not named[0] & named[1]


@lru_cache(maxsize=4_096)
def _rights(obligation: Obligation) -> frozenset[str]:
    """The known rights among the acts that an action begins with; none if it has others, too."""
    language = language_of(obligation.text)
    known = {
        stem(word, language): right
        for right, words in load_words("rights", language).items()
        for word in words
    }
    acts = _acts(obligation)
    return frozenset(known[act] for act in acts) if set(acts) <= known.keys() else frozenset()


def _acts(obligation: Obligation) -> tuple[str, ...]:
    """Stems of the acts that an action lists at its beginning: "access, correct and delete"."""
    language = language_of(obligation.text)
    joins = load_words("scope", language)["joins"]
    acts: list[str] = []
    pieces = re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*|[,/;]|\S", core(obligation).casefold())
    expected = True
    for piece in pieces:
        if piece in joins or _LIST_MARK.fullmatch(piece):
            expected = True
        elif expected and _WORD.fullmatch(piece):
            acts.append(stem(piece, language))
            expected = False
        else:
            break
    return tuple(acts)


def _inside(one: Stretch, parts: Sequence[str]) -> bool:
    """Whether a stretch stands in a condition or an exception, which are judged by themselves."""
    texts = [text.strip(" ,.;") for text in (one.removed, one.added) if text.strip(" ,.;")]
    return any(text in part for text in texts for part in parts)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _without(words: list[str], others: list[str], language: str) -> list[str]:
    """The words of a stretch that the other side of it has in no form."""
    known = {stem(word, language) for word in others}
    return [word for word in words if stem(word, language) not in known]


def _content(found: list[str], words: dict[str, frozenset[str]]) -> list[str]:
    return [word for word in found if word not in words["empty"]]
