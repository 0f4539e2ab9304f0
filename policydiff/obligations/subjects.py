"""The subject before a verb, and what a relative pronoun stands for, as parties."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NEGATION,
    NO,
    NOUN,
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
    found = _one_subject(tokens, low, verb, lexicon, parties)
    if not found.negated and (
        _denies_list(tokens, low, verb, lexicon) or _not_even(tokens, low, found.start, lexicon)
    ):
        found = replace(found, negated=True)
    if found.role == "company" and _others_too(tokens, low, verb, lexicon, parties):
        return replace(found, beside=True)
    return found


def _denies_list(tokens: Tokens, low: int, verb: int, lexicon: Lexicon) -> bool:
    """ "No data, name or address will": the first determiner denies them all."""
    flags = tokens.flags
    start = next((at for at in range(low, verb) if not flags[at] & (ADVERB | COMMA | MASKED)), verb)
    inner = flags[start + 1 : verb]
    if ":" in tokens.words[start:verb]:
        return False  # "No trolling: provoking, baiting or flaming others is"
    if start == verb or not flags[start] & NO or not any(flag & COMMA for flag in inner):
        return False
    closed = SUBORDINATOR | RELATIVE | THAT | PRONOUN | LINK | MODAL | BE
    apart = any(flag & closed and not flag & (PREPOSITION | DETERMINER) for flag in inner)
    if apart:
        return False
    return any(flag & CONJUNCTION for flag in inner) or _opens_examples(
        tokens, start + 1, verb, lexicon
    )


def _not_even(tokens: Tokens, low: int, start: int, lexicon: Lexicon) -> bool:
    """ "Not even our engineers can read it", "not even we": nobody can."""
    scalar = lexicon.tables.grammar.scalar
    before_it = max(low, start - 2)
    return tokens.words[start - 1] in scalar and bool(tokens.flags[before_it] & NEGATION)


def _opens_examples(tokens: Tokens, low: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether a list in [low, verb) needs no "or": "data such as your name, age", "name, age, etc."."""
    grammar, marks = lexicon.tables.grammar, lexicon.tables.topics.example_marks
    if not grammar.list_ends.isdisjoint(tokens.words[low:verb]):
        return True
    comma = next((at for at in range(low, verb) if tokens.flags[at] & COMMA), verb)
    return any(
        tokens.words[at] in marks or tokens.phrase(at, at + 2) in grammar.example_words
        for at in range(low, min(comma + 2, verb))
    )


def _others_too(tokens: Tokens, low: int, verb: int, lexicon: Lexicon, parties: Parties) -> bool:
    """ "We and our partners", "our partners or Acme": does another firm do it too?"""
    flags, known = tokens.flags, lexicon.tables.parties
    last = before(tokens, verb, low) + 1
    last -= last > low + 3 and bool(flags[last - 1] & COMMA)  # "we, and our vendors, may"
    joint, behind = _joint(tokens, low, last, lexicon)
    if joint < 0:
        return False
    left = role_of(tokens, low, joint - bool(flags[joint - 1] & COMMA), lexicon, parties)
    right = role_of(tokens, behind, last, lexicon, parties)
    if any(
        flags[at] & (VERB | SUBORDINATOR) & ~NOUN
        for at in (*range(low, joint), *range(behind, right.end))
    ):
        return False
    whole = right.end == last or flags[right.end] & (RELATIVE | THAT | PREPOSITION)
    if not whole or {left.role, right.role} != {"company", "third-party"}:
        return False
    us, them = (left, right) if left.role == "company" else (right, left)
    named = bool(flags[us.end - 1] & NAME) and us.end - us.start <= LONGEST_NAME
    listed = us.end in (joint, joint - 1, last) or bool(flags[us.end] & COMMA)
    return (
        listed
        and (us.head in known.company_pronouns or named)
        and known.family.isdisjoint(tokens.words[them.start : them.end])
    )


def _joint(tokens: Tokens, low: int, last: int, lexicon: Lexicon) -> tuple[int, int]:
    """Where "and" or "as well as" stands in a subject, and what comes behind it; (-1, -1) if none."""
    for at in range(low + 1, last - 1):
        if tokens.flags[at] & CONJUNCTION:
            return at, at + 1
        for width in (2, 3):
            if tokens.phrase(at, at + width) in lexicon.tables.rules.besides:
                return at, at + width
        if tokens.flags[at] & (RELATIVE | THAT):
            break
    return -1, -1


def _one_subject(
    tokens: Tokens, low: int, verb: int, lexicon: Lexicon, parties: Parties
) -> NounPhrase:
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
        named = flags[start] & NAME and not flags[start] & POSSESSIVE
        ours = words[start] in lexicon.tables.parties.company_pronouns or named
        alone = end - start == 1 and ours
        if alone and any(flags[i] & CONJUNCTION for i in range(end, verb)):
            return role_of(tokens, start, end, lexicon, parties)
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
        pair, grammar = tokens.phrase(opener, opener + 2), lexicon.tables.grammar
        pointing = flags[opener] & DETERMINER and words[opener] in grammar.demonstratives
        pointing = pointing and not (flags[opener] & THAT or pair in grammar.example_words)
        opens = PREPOSITION | RELATIVE | (0 if pointing else SUBORDINATOR)  # ", such users may"
        if position and (
            clausal  # ", that you give us, …": not the subject
            or flags[opener] & opens
            or pair in grammar.example_words
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
    pronouns, denied = known.user_pronouns, bool(flags[low] & NO)
    if {left.role, right.role} != {"company", "user"} or right.end != last + 1:
        return None
    if left.head not in pronouns and right.head not in pronouns and not denied:
        return None  # but "neither Customer nor Acme"
    return NounPhrase("both", low, last + 1, left.negated or denied)


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
    modifiers = lexicon.tables.parties.third_modifiers
    if personal and not modifiers.isdisjoint(tokens.words[:relative]):
        return NounPhrase("third-party", relative, relative)  # "other sites, who may collect it"
    return NounPhrase("other", relative, relative)
