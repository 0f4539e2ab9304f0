"""Finite verb groups: "may not, without your consent, be shared" as one thing with its features.

No part-of-speech tagger: auxiliaries are a closed class and find themselves; a simple present is
a known verb right after something that can be its subject (see `predications`).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    HAVE,
    ING,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NEGATION,
    NO,
    PARTICIPLE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    THIRD,
    Lexicon,
)
from policydiff.obligations.tables import Force
from policydiff.obligations.tokens import Tokens

GroupKind = Literal["modal", "be", "have", "do", "simple", "imperative"]


class VerbGroup(Struct, frozen=True):
    """One finite verb with its auxiliaries; token indexes, `last` inclusive."""

    kind: GroupKind
    first: int
    last: int  # the main verb, or the adjective after "be"
    lemma: str = ""  # base form of the main verb; "be" before an adjective
    verbs: tuple[str, ...] = ()  # base forms of verbs that share an object: "collect and use"
    form: int = 0  # of the main verb: BASE, THIRD, PARTICIPLE, ING
    modal: str = ""
    force: Force | None = None
    adjective: str = ""  # "responsible", "required": what stands after "be"
    negated: bool = False
    passive: bool = False
    perfect: bool = False
    past: bool = False
    limited: bool = False  # "only"
    subject: int | None = None  # an inverted subject ("nor do we sell")


def before(tokens: Tokens, index: int, floor: int = 0) -> int:
    """Index of the last word or sign before `index` that is no adverb or remark; -1 if none."""
    flags = tokens.flags
    index -= 1
    while index >= floor and (
        flags[index] & MASKED or (flags[index] & ADVERB and not flags[index] & PRONOUN)
    ):
        index -= 1
    return index if index >= floor else -1


def after(tokens: Tokens, index: int) -> int:
    """Index of the first word or sign after `index` that is no adverb or remark; may be len."""
    flags = tokens.flags
    index += 1
    while index < len(flags) and (
        flags[index] & MASKED or (flags[index] & ADVERB and not flags[index] & (NO | DETERMINER))
    ):
        index += 1
    return index


def affirms(tokens: Tokens, negation: int, lexicon: Lexicon) -> bool:
    """Is it "not only …", or "not just …, we also …": a negation that affirms the verb?"""
    words, grammar = tokens.words, lexicon.tables.grammar
    following = words[negation + 1] if negation + 1 < len(words) else ""
    if following in grammar.mere:
        return not grammar.additions.isdisjoint(words[negation + 2 :]) or _outdone(
            tokens, negation + 2, lexicon
        )
    return following in grammar.limiters


def _outdone(tokens: Tokens, start: int, lexicon: Lexicon) -> bool:
    """ "not just collect it; we share it", but "not just share it with anyone; we ask first"."""
    flags, words, grammar = tokens.flags, tokens.words, lexicon.tables.grammar
    parts = (
        at
        for at in range(start, len(flags) - 1)
        if flags[at] & LINK or (flags[at] & COMMA and flags[at + 1] & PRONOUN)
    )
    link = next(parts, len(flags) - 1)
    goes_on = flags[link + 1 :]
    return (
        bool(goes_on and goes_on[0] & PRONOUN)
        and not any(flag & NEGATION for flag in goes_on)
        and grammar.polar.isdisjoint(words[start:link])
    )


def negated_before(tokens: Tokens, first: int, lexicon: Lexicon) -> bool:
    """Does a negation stand right before the group ("never sell", "nor do we", "in no event")?"""
    flags = tokens.flags
    if denied_at_start(tokens, first, lexicon):
        return True
    index = first - 1
    while index >= 0 and flags[index] & (ADVERB | MASKED) and not flags[index] & PRONOUN:
        if flags[index] & NEGATION and not affirms(tokens, index, lexicon):
            return True
        index -= 1
    return False


def denied_at_start(tokens: Tokens, first: int, lexicon: Lexicon) -> bool:
    """ "Nowhere on the site do we", "in no part of it will we": a denial and its phrase, inverted.

    Also with an aside behind it: "At no time, unless the law demands it, will we".
    """
    flags, words = tokens.flags, tokens.words
    if first < 3 or first + 1 >= len(words) or not flags[first] & (DO | MODAL):
        return False
    known = lexicon.tables.parties
    nominatives = known.company_pronouns | known.user_pronouns
    if words[first + 1] not in nominatives and not flags[first + 1] & NAME:
        return False
    aside = bool(flags[first - 1] & COMMA)
    start = first - 1
    while start > 0 and not flags[start - 1] & (LINK | THAT | (0 if aside else COMMA)):
        start -= 1
    if not aside:
        return _denies(tokens, start, first)
    commas = [at for at in range(start, first) if flags[at] & COMMA]
    joined = (at + 1 for at in commas if flags[at + 1] & CONJUNCTION)
    opened = (at + bool(flags[at] & CONJUNCTION) for at in (start, *joined))
    return any(
        _denies(tokens, at, next(comma for comma in commas if comma > at or comma == commas[-1]))
        for at in opened
    )


def _denies(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the words up to `end` are a phrase that denies, without a verb or a subject."""
    flags = tokens.flags
    if start + 1 >= len(flags):
        return False
    denial = flags[start] & NEGATION or (
        flags[start] & (PREPOSITION | ADVERB) and flags[start + 1] & (NO | NEGATION)
    )
    closed = MODAL | BE | HAVE | DO | SUBORDINATOR | RELATIVE | PRONOUN
    return bool(denial) and not any(
        f & closed and not f & (DETERMINER | ADVERB | PREPOSITION) for f in flags[start + 1 : end]
    )


def read_simple(tokens: Tokens, index: int, lexicon: Lexicon, kind: GroupKind) -> VerbGroup:
    """The group of a main verb without auxiliaries at `index`."""
    lemma, form = lexicon.forms[tokens.words[index]]
    verbs, last = share_object(tokens, index, lexicon, form)
    limiters = lexicon.tables.grammar.limiters
    negated = negated_before(tokens, index, lexicon)
    group = VerbGroup(
        kind=kind,
        first=index,
        last=last,
        lemma=lemma,
        verbs=verbs,
        form=form,
        past=not form & (BASE | THIRD),
        negated=negated,
        limited=bool(index and tokens.words[index - 1] in limiters)
        or (last + 1 < len(tokens) and tokens.words[last + 1] in limiters),
    )
    return pass_on(tokens, group, lexicon)


def pass_on(tokens: Tokens, group: VerbGroup, lexicon: Lexicon) -> VerbGroup:
    """What "continue to share" and "remain liable" say: that one shares, that one is liable."""
    verbs, marks = lexicon.tables.verbs, lexicon.tables.grammar.infinitive_marks
    at = after(tokens, group.last)
    if at >= len(tokens) or group.passive:
        return group
    word = tokens.words[at]
    if group.lemma in verbs.continuing and word in marks and at + 2 < len(tokens):
        split = bool(tokens.flags[at + 1] & NEGATION)  # "we continue to not sell it"
        if split or any(flag & NEGATION for flag in tokens.flags[group.last + 1 : at]):
            at, group = at + split, replace(group, negated=not group.negated)
        lemma, form = lexicon.forms.get(tokens.words[at + 1], ("", 0))
        if form & BASE and tokens.words[at + 1] not in lexicon.tables.grammar.non_finite:
            shared, last = share_object(tokens, at + 1, lexicon, BASE)
            return replace(group, last=last, lemma=lemma, verbs=shared)
    lemma, form = lexicon.forms.get(word, ("", 0))
    if group.lemma in verbs.continuing and form & ING and not tokens.flags[at] & PREPOSITION:
        shared, last = share_object(tokens, at, lexicon, ING)  # "we continue sharing it"
        return replace(group, last=last, lemma=lemma, verbs=shared)
    if group.lemma in verbs.remaining and word in lexicon.semi_auxiliaries:
        return replace(group, last=at, lemma="be", verbs=("be",), adjective=word)
    return group


def _dangles(tokens: Tokens, at: int) -> bool:
    """ "link to, or provide": a preposition whose object comes with the last verb."""
    flags = tokens.flags
    following = flags[at + 1] if at + 1 < len(flags) else 0
    listed = tokens.words[at + 1 : at + 2] == [":"]  # "you agree to: (a) provide"
    return bool(following & (COMMA | CONJUNCTION)) and not listed


def share_object(
    tokens: Tokens, index: int, lexicon: Lexicon, form: int
) -> tuple[tuple[str, ...], int]:
    """Base forms of the verbs chained from `index` on ("give, sell or share"), and the last one."""
    words, flags = tokens.words, tokens.flags
    forms = lexicon.forms
    verbs = [forms.get(words[index], (words[index], 0))[0]]
    last = index
    at = index + 1
    while at < len(words):
        joined = False
        while at < len(words) and (
            flags[at] & (COMMA | CONJUNCTION | MASKED)
            or (flags[at] & PREPOSITION and _dangles(tokens, at))
            or (flags[at] & ADVERB and not flags[at] & (PREPOSITION | NO | DETERMINER))
        ):
            if joined and flags[at] & NEGATION:
                return tuple(verbs), last  # "register and not share it": denied for itself
            if joined and words[at] in lexicon.tables.grammar.polite:
                return tuple(verbs), last  # "if you like what we hold, please contact us"
            joined |= bool(flags[at] & (COMMA | CONJUNCTION)) and not flags[at] & LINK
            at += 1
        if not joined or at >= len(words):
            break
        lemma, found = forms.get(words[at], ("", 0))
        if not found & form or flags[at] & (MODAL | HAVE | DO):
            break
        listed = any(flag & CONJUNCTION for flag in flags[last + 1 :])
        if not listed:
            break  # "to see what we hold, write to us"
        subject = form & PARTICIPLE and any(
            word in lexicon.roles for word in words[at + 1 : at + 2]
        )
        if subject and any(flag & (MODAL | BE) for flag in flags[at + 2 : at + 3]):
            break  # "is processed and affected users can"
        verbs.append(lemma)
        last = at
        at += 1
    return tuple(verbs), last
