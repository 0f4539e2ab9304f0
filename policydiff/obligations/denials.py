"""Negation outside of the verb: "share it with no one", "sell no data", "nobody may read it".

The verb affirms and the clause denies; only where the "no" stands tells. "We delete it at no cost"
denies the cost, "we give it to no bank" the giving. Source: Quirk et al. 1985, 10.58 to 10.62
(clause negation by other words than the verb).
"""

from __future__ import annotations

from policydiff.model import Bearer
from policydiff.obligations.lexicon import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    LINK,
    MASKED,
    NAME,
    NEGATION,
    NO,
    PARTICIPLE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    Lexicon,
)
from policydiff.obligations.parties import NounPhrase, Parties, role_of
from policydiff.obligations.tokens import Tokens


def complement_denied(
    tokens: Tokens, verb: int, end: int, lexicon: Lexicon, parties: Parties
) -> bool:
    """Does an object, recipient, purpose or adverbial of the verb at `verb` deny it?"""
    words, flags = tokens.words, tokens.flags
    grammar = lexicon.tables.grammar
    first = verb + 1
    while first < end and (
        flags[first] & MASKED or (flags[first] & ADVERB and not flags[first] & (PREPOSITION | NO))
    ):
        first += 1
    for index in range(verb + 1, end):
        flag = flags[index]
        if flag & MASKED:
            continue
        if flag & (LINK | COMMA | RELATIVE | THAT) and not flag & NO:
            return False
        if flag & SUBORDINATOR and not flag & PREPOSITION:
            return False
        if words[index] in grammar.infinitive_marks and _opens_infinitive(tokens, index, lexicon):
            return False
        if words[index : index + 2] == ["no", "more"] and not any(
            word[0].isalnum() for word in words[index + 2 : end]
        ):
            return True  # "we will sell it no more"
        negative = words[index] in grammar.negative_determiners and flag & (NO | NEGATION)
        if not negative or (index + 1 < end and words[index + 1] in grammar.comparatives):
            continue
        if flag & NEGATION:
            # "under no circumstances"; but "firms in no way connected with us"
            following = tokens.words[index + 2] if index + 2 < end else ""
            return not lexicon.forms.get(following, ("", 0))[1] & PARTICIPLE
        if index == first or (index == first + 1 and flags[first] & PRONOUN):
            return True  # "share no data", "send you no letters"
        if flags[index - 1] & PREPOSITION and _denies_all(tokens, index, end, lexicon, parties):
            return True
    return False


def _opens_infinitive(tokens: Tokens, mark: int, lexicon: Lexicon) -> bool:
    following = tokens.words[mark + 1] if mark + 1 < len(tokens) else ""
    return following in lexicon.forms and not tokens.flags[mark + 1] & NO


def _denies_all(tokens: Tokens, no: int, end: int, lexicon: Lexicon, parties: Parties) -> bool:
    """Is the "no" after a preposition about a party, a purpose or a place: "to no one"?"""
    words, flags = tokens.words, tokens.flags
    grammar = lexicon.tables.grammar
    if no >= 2 and flags[no - 2] & CONJUNCTION:
        return False  # "with couriers and with no one else": all others
    following = flags[no + 1] if no + 1 < end else 0
    if words[no] in grammar.negative_pronouns or following & PRONOUN:
        return True
    stop = no + 1
    while stop < end and not flags[stop] & (COMMA | PREPOSITION | CONJUNCTION | RELATIVE | MASKED):
        stop += 1
    if not grammar.excepting.isdisjoint(words[no + 1 : stop + 1]):
        return True  # "for no reason other than", "for no other use"
    if not grammar.denying_heads.isdisjoint(words[no + 1 : stop]):
        return True
    head = role_of(tokens, no + 1, stop, lexicon, parties)
    return head.role in ("company", "user", "third-party")


def nobody(
    tokens: Tokens, subject: NounPhrase, verb: int, end: int, lexicon: Lexicon, parties: Parties
) -> Bearer | None:
    """Whom "nobody", "no one" binds as a subject; None if the subject is none of them.

    "Nobody at our office" binds the publisher; "nobody may read your notes", too: the readers'
    things are in its hands. Else the policy speaks to its readers.
    """
    persons = lexicon.tables.grammar.negative_persons
    known = lexicon.tables.parties
    start = subject.start
    if not subject.negated or persons.isdisjoint(
        (tokens.phrase(start, start + 1), tokens.phrase(start, start + 2))
    ):
        return None
    between = range(start, verb)
    ours = known.company_possessives | known.company_pronouns | parties.company
    if any(tokens.words[at] in ours or tokens.flags[at] & NAME for at in between):
        return "company"
    yours = known.user_possessives | known.user_pronouns
    return "user" if yours.isdisjoint(tokens.words[verb:end]) else "company"
