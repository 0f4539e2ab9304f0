"""Verb before subject: "in no event shall our liability exceed", "only with consent will we share".

Source: Quirk et al. 1985, 18.24 (subject-operator inversion after a negative or limiting opener).
"""

from __future__ import annotations

from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    HAVE,
    LINK,
    MODAL,
    NAME,
    NEGATION,
    NO,
    NOUN,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    SUBORDINATOR,
    Lexicon,
)
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import before, negated_before

# How many words a subject between modal and verb may have.
_REACH = 15


def may_invert(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """Does the place allow "verb before subject": clause start, or after a negative phrase?"""
    earlier = before(tokens, index)
    if earlier < 0 or tokens.flags[earlier] & (CONJUNCTION | COMMA):
        return True
    if index and tokens.flags[index - 1] & NEGATION:
        return True
    return negated_before(tokens, index, lexicon) or opened_by_limiter(tokens, index, lexicon)


def verb_behind(tokens: Tokens, subject: int, lexicon: Lexicon) -> int | None:
    """Index of the verb after a noun phrase at `subject`: "in no event shall our liability exceed".

    Only where a negation or "only" opens the clause: "should our partners ask" is a condition.
    """
    words, flags = tokens.words, tokens.flags
    if not flags[subject] & (DETERMINER | POSSESSIVE | NAME) or flags[subject] & NO:
        return None
    opened = negated_before(tokens, subject - 1, lexicon) or opened_by_limiter(
        tokens, subject - 1, lexicon
    )
    if not opened:
        return None
    # "Under no circumstances is your address sold"
    wanted = PARTICIPLE if flags[subject - 1] & (BE | HAVE) else BASE
    for index in range(subject + 1, min(subject + _REACH, len(words))):
        flag = flags[index]
        if flag & (LINK | COMMA | MODAL | HAVE | DO | SUBORDINATOR) and not flag & PREPOSITION:
            return None
        if flags[index - 1] & (DETERMINER | POSSESSIVE | PREPOSITION):
            continue
        if words[index] in lexicon.tables.grammar.non_finite:
            return index
        if not lexicon.forms.get(words[index], ("", 0))[1] & wanted or flag & PREPOSITION:
            continue
        following = flags[index + 1] if index + 1 < len(flags) else 0
        if not flag & NOUN or following & (DETERMINER | POSSESSIVE | PRONOUN):
            return index
    return None


def opened_by_limiter(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """Does "only" or "not until" open the clause, and a subject stand right after the verb at `index`?

    "Only with your consent will we share", but not "Only members will use it".
    """
    words, flags = tokens.words, tokens.flags
    grammar = lexicon.tables.grammar
    if index + 1 >= len(words) or index < 2:
        return False
    following = flags[index + 1]
    nominative = following & PRONOUN and words[index + 1] not in grammar.object_pronouns
    if not nominative and not following & (DETERMINER | POSSESSIVE | NAME):
        return False
    start = index - 1
    while start > 0 and not flags[start] & LINK:
        start -= 1
    start += bool(flags[start] & LINK)
    opener = flags[start + 1] & (PREPOSITION | SUBORDINATOR | ADVERB)
    if tokens.phrase(start, start + 2) in grammar.limiting_phrases:
        return True
    return words[start] in grammar.limiters and bool(opener)
