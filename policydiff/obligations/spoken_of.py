"""Whom "they" stands for at the beginning of a sentence: whom the sentence before spoke of.

"Advertisers may set cookies. They may use them …": the advertisers, as its subject. "We share it
with vendors. They must …": the vendors, as the only ones there.
"""

from __future__ import annotations

from policydiff.obligations.frames import Analysis
from policydiff.obligations.lexicon import COMMA, FOREIGN, MASKED, POSSESSIVE, Lexicon
from policydiff.obligations.parties import NounPhrase, Parties, noun_role
from policydiff.obligations.tokens import Tokens
from policydiff.patterns import regex

_WORD = regex(r"[^\W\d_]+")
_LEAD = 2  # words that may stand before: "However, they"


def opens_with_they(text: str, start: int, lexicon: Lexicon) -> bool:
    """Is a plural pronoun the first thing that the clause speaks of?"""
    pronouns = lexicon.tables.grammar.plural_anaphors
    for count, word in enumerate(_WORD.finditer(text, start, start + 60)):
        if word.group().lower() in pronouns:
            return True
        if count == _LEAD:
            break
    return False


def spoken_of(
    tokens: Tokens, analysis: Analysis, lexicon: Lexicon, parties: Parties
) -> NounPhrase | None:
    """The party or thing that "they" in the next sentence stands for; None where several could be."""
    if not lexicon.tables.grammar.plural_anaphors or len(tokens) == 0:
        return None
    trackers = lexicon.tables.rules.trackers
    told = next((p for p in analysis.predications if p.place == "main"), None)
    if told is not None and told.subject.end > told.subject.start:
        subject = told.subject
        if subject.head in lexicon.tables.grammar.plural_anaphors and subject.role != "other":
            return NounPhrase(subject.role, 0, 1, head=subject.head)
        head = next((w for w in (subject.head, tokens.words[subject.end - 1]) if w), "")
        if subject.role in ("third-party", "user") and _is_plural(head, lexicon):
            return NounPhrase(subject.role, 0, 1, head=head)
        if head in trackers:
            return NounPhrase("data", 0, 1, head=head)
    found: dict[str, NounPhrase] = {}
    for word, flag in zip(tokens.words, tokens.flags, strict=True):
        if flag & (MASKED | POSSESSIVE | FOREIGN | COMMA) or not _is_plural(word, lexicon):
            continue
        role = "data" if word in trackers else noun_role(word, flag, lexicon, parties)
        if role in ("third-party", "user") or (role == "data" and word in trackers):
            found[role] = NounPhrase(role, 0, 1, head=word)
    return next(iter(found.values())) if len(found) == 1 else None


def _is_plural(word: str, lexicon: Lexicon) -> bool:
    grammar = lexicon.tables.grammar
    return word in grammar.plurals or word.endswith(grammar.plural_suffix)
