"""The subject before a verb, and what a relative pronoun stands for, as parties."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.obligations.lexicon import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    LINK,
    MASKED,
    NAME,
    NO,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
    Lexicon,
)
from policydiff.obligations.parties import LONGEST_NAME, NounPhrase, Parties, noun_role, role_of
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import before


def subject_of(
    tokens: Tokens, low: int, verb: int, lexicon: Lexicon, parties: Parties
) -> NounPhrase:
    """The subject of the verb at `verb`, looked for in [low, verb)."""
    words, flags = tokens.words, tokens.flags
    last = before(tokens, verb, low)
    if last >= low and flags[verb - 1] & ADVERB and not flags[verb - 1] & (PRONOUN | MASKED):
        verb = last + 1
    if (both := _you_and_we(tokens, low, last, lexicon, parties)) is not None:
        return both
    if last >= 0 and flags[last] & PRONOUN and not flags[last] & (THAT | RELATIVE):
        whole = _nobody_but(tokens, low, last, lexicon)
        if whole is not None:
            return whole
        # "the data that we collect from you may": the object of a preposition
        governed = (
            last > low
            and flags[last - 1] & PREPOSITION
            and words[last] in (lexicon.tables.grammar.caseless_pronouns)
        )
        if not governed and words[last] not in lexicon.tables.grammar.object_pronouns:
            whole = role_of(tokens, last, last + 1, lexicon, parties)
            if whole.role != "other" or not flags[last] & DETERMINER:
                return whole
    pieces: list[tuple[int, int]] = []
    begin = low
    for index in range(low, verb):
        if flags[index] & COMMA and not flags[index] & MASKED:
            pieces.append((begin, index))
            begin = index + 1
    pieces.append((begin, verb))
    for start, end in pieces[:-1]:
        # "We, our affiliates and our partners may": the publisher is bound with the others.
        alone = end - start == 1 and words[start] in lexicon.tables.parties.company_pronouns
        if alone and any(flags[i] & CONJUNCTION for i in range(end, verb)):
            return role_of(tokens, start, end, lexicon, parties)
    last_piece = pieces[-1][0]
    if len(pieces) > 2 and words[last_piece] in lexicon.tables.grammar.disjunctions:
        none = next((s for s, e in pieces if s < e and flags[s] & NO), None)
        if none is not None:  # "no tool, network, or system is"
            return replace(role_of(tokens, last_piece, verb, lexicon, parties), negated=True)
    for position in range(len(pieces) - 1, -1, -1):
        start, end = pieces[position]
        content = [
            i
            for i in range(start, end)
            if not flags[i] & (MASKED | ADVERB) or flags[i] & DETERMINER
        ]
        if not content:
            continue
        opener = content[0]
        clausal = flags[opener] & THAT and opener + 1 < end and flags[opener + 1] & PRONOUN
        if position and (
            clausal  # ", that you give us, …": not the subject
            or flags[opener] & (PREPOSITION | RELATIVE | SUBORDINATOR)
            or tokens.phrase(opener, opener + 2) in lexicon.tables.grammar.example_words
            or (flags[opener] & CONJUNCTION and not flags[opener] & LINK)
        ):
            continue
        return role_of(tokens, start, end, lexicon, parties)
    return role_of(tokens, low, verb, lexicon, parties)


def _you_and_we(
    tokens: Tokens, low: int, last: int, lexicon: Lexicon, parties: Parties
) -> NounPhrase | None:
    """ "You and Acme", "we and you": both, where nothing else stands before the verb."""
    flags, known = tokens.flags, lexicon.tables.parties
    if last < low + 2 or last - low > LONGEST_NAME + 3:
        return None
    joint = next((at for at in range(last - 1, low, -1) if flags[at] & CONJUNCTION), None)
    if joint is None or joint > low + 3:
        return None
    left = role_of(tokens, low, joint, lexicon, parties)
    right = role_of(tokens, joint + 1, last + 1, lexicon, parties)
    pronouns = known.user_pronouns
    if {left.role, right.role} != {"company", "user"} or right.end != last + 1:
        return None
    if left.head not in pronouns and right.head not in pronouns:
        return None
    return NounPhrase("both", low, last + 1, left.negated or bool(flags[low] & NO))


def _nobody_but(tokens: Tokens, low: int, last: int, lexicon: Lexicon) -> NounPhrase | None:
    """ "No one but you", "nobody except us": all others, whoever is named last."""
    grammar = lexicon.tables.grammar
    marks = tokens.words[max(low, last - 2) : last]  # "but", "other than"
    if grammar.adversatives.isdisjoint(marks) and grammar.excepting.isdisjoint(marks):
        return None
    for start in range(low, last):
        width = 2 if tokens.phrase(start, start + 2) in grammar.negative_persons else 1
        if tokens.phrase(start, start + width) in grammar.negative_persons and (
            tokens.words[start + width] in grammar.adversatives
            or tokens.words[start + width] in grammar.excepting
        ):
            return NounPhrase("other", start, last + 1, True, tokens.words[start])
    return None


def antecedent_of(tokens: Tokens, relative: int, lexicon: Lexicon, parties: Parties) -> NounPhrase:
    """What a relative pronoun stands for: the nearest noun before it whose role is known.

    "who" and "them" pass over things.
    """
    flags = tokens.flags
    personal = tokens.words[relative] in lexicon.tables.grammar.personal_pronouns
    relative_end = relative
    if relative and flags[relative - 1] & COMMA:
        relative_end -= 1
    for index in range(relative - 1, -1, -1):
        flag = flags[index]
        if flag & MASKED:
            continue
        if flag & NAME and not flag & POSSESSIVE:
            return NounPhrase("company", index, index + 1)
        role = noun_role(tokens.words[index], flag, lexicon, parties)
        if role is None and personal and not flag and index == before(tokens, relative_end):
            return NounPhrase("third-party", index, index + 1)  # "couriers who", "couriers, who"
        if role is None or (personal and role not in ("user", "third-party", "company")):
            continue
        start = index
        while start > 0 and not flags[start - 1] & (
            PREPOSITION | COMMA | CONJUNCTION | VERB | MASKED
        ):
            start -= 1
        return role_of(tokens, start, index + 1, lexicon, parties)
    return NounPhrase("other", relative, relative)
