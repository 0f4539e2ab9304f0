"""What "they", "it" and "these sites" point back at: what the sentence before was about."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from policydiff.obligations.lexicon import FOREIGN, Lexicon
from policydiff.obligations.parties import NounPhrase
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import VerbGroup
from policydiff.patterns import regex

_WORD = regex(r"[^\W\d_]+")
_LEAD = 3  # words among which it stands: "However, they", "In addition, they"
_AFTER_PHRASE = regex(r"[^,.;:]{3,60}, ")  # "As part of their service, they"


class Spoken(Struct, frozen=True):
    """What a sentence was about, as the next one may point back at it."""

    they: NounPhrase | None = None  # the party or thing that "they" stands for
    it: NounPhrase | None = None  # the third party that "it" stands for
    theirs: frozenset[str] = frozenset()  # things of third parties: "sites" of "other sites"
    ours: frozenset[str] = frozenset()  # things that are nobody's or the publisher's
    others: bool = False  # was a third party spoken of at all?


def points_back(text: str, start: int, spoken: Spoken, lexicon: Lexicon) -> bool:
    """Does a clause begin with a pronoun, with "these sites" or, of others' cookies, "the cookies"?"""
    grammar = lexicon.tables.grammar
    pronouns = grammar.plural_anaphors | grammar.singular_anaphors | grammar.demonstratives
    words = [word.group().lower() for word in _WORD.finditer(text, start, start + 60)][:_LEAD]
    phrase = _AFTER_PHRASE.match(text, start)
    behind = _WORD.match(text, phrase.end()) if phrase else None
    if behind and behind.group() in grammar.plural_anaphors:
        return True
    if not pronouns.isdisjoint(words):
        return True
    return words[:1] != [] and words[0] in grammar.definite and not spoken.theirs.isdisjoint(words)


def resolved(
    subject: NounPhrase, spoken: Spoken, group: VerbGroup, tokens: Tokens, lexicon: Lexicon
) -> NounPhrase:
    """A subject that points back, as what the sentence before was about."""
    grammar = lexicon.tables.grammar
    words = tokens.words[subject.start : subject.end]
    if words[:1] == [] or subject.theirs:
        return subject
    if len(words) == 1 and words[0] in grammar.singular_anaphors and spoken.it is not None:
        acts = group.lemma in lexicon.tables.verbs.practice and not group.passive
        return replace(subject, role=spoken.it.role) if acts else subject
    if len(words) == 1 or subject.role == "user" or words[-1] in spoken.ours:
        return subject
    pointed = words[0] in grammar.demonstratives
    theirs = words[-1] in spoken.theirs and (pointed or words[0] in grammar.definite)
    if pointed and not theirs:
        named = _stem(words[-1], lexicon)
        theirs = named not in {_stem(noun, lexicon) for noun in spoken.ours} and (
            named in {_stem(noun, lexicon) for noun in spoken.theirs}
            or (spoken.others and words[-1] in grammar.pointed_at)
        )
    return replace(subject, theirs=True) if theirs else subject


def trackers_of(
    subject: NounPhrase, group: VerbGroup, tokens: Tokens, lexicon: Lexicon
) -> NounPhrase:
    """What acts and is a cookie with the name of another firm before it: "Google cookies", "third-party cookies"."""
    if group.passive:
        return subject  # "Google Analytics cookies are used to count visits": by the publisher
    known = lexicon.tables.parties
    named = tokens.words[subject.start : subject.end - 1]
    ours = known.company_pronouns | known.company_possessives
    foreign = any(flag & FOREIGN for flag in tokens.flags[subject.start : subject.end - 1])
    foreign = foreign or not (known.firms | known.outside).isdisjoint(named)
    return replace(subject, theirs=True) if foreign and ours.isdisjoint(named) else subject


def _stem(noun: str, lexicon: Lexicon) -> str:
    """One word for a noun and its plural: "site", "technolog"."""
    return noun.removesuffix(lexicon.tables.grammar.plural_suffix).removesuffix("e").rstrip("yi")
