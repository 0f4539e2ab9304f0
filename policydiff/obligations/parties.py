"""Who is who: the publisher's names learned from a document, and the party of a noun phrase."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from policydiff.model import Document
from policydiff.obligations.lexicon import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    LINK,
    MASKED,
    NAME,
    NO,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
    Lexicon,
)
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import before

# The three parties, and the things that stand where a party could: what is the publisher's and
# acts for it ("our site"), what is done to ("your data"), texts, protective measures, the rest.
Role = Literal["company", "user", "third-party", "service", "data", "document", "measure", "other"]

# How many signs make a capitalised name the publisher's.
MIN_NAME_EVIDENCE = 3

_NAME = r"[A-Z][\w&.'’-]{0,40}(?:[ ,]{1,2}(?:[A-Z][\w&.'’-]{0,40}|of|and|\(?[A-Z]{2,4}\)?)){0,6}"
_DEFINED = re.compile(r"\(([^()]{0,200}?[“\"”][^()]{1,200})\)")
_QUOTED = re.compile(r"[“\"”]([^“\"”]{1,40})[“\"”]")
_ACTING = re.compile(
    r"(?<![\w’'])(?<!the )([A-Z][\w.]{1,30})(?: [A-Z][\w.]{1,30}){0,3} "
    r"(?:will|may|shall|does|collects|uses|processes|shares|provides|reserves)\b"
)
_AT_NAME = re.compile(r"\bAt ([A-Z][\w.]{1,30}(?: [A-Z][\w.]{1,30}){0,3}), (?:we|our)\b")
_WE_ARE = re.compile(r"\b[Ww]e are ([A-Z][\w.]{1,30})")
_WORD = re.compile(r"\w+(?:[-.]\w+)*")


@dataclass(frozen=True, slots=True)
class Parties:
    """Words, lower case, that stand for a party in one document, besides the lexicon's."""

    company: frozenset[str] = frozenset()  # first and further words of names: "acme", "taobao"
    user: frozenset[str] = frozenset()  # defined terms for the reader: "customer"


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """What a subject or object refers to."""

    role: Role
    start: int  # token indexes, half-open
    end: int
    negated: bool = False  # "no information", "none of our staff"
    head: str = ""  # the noun that decided the role
    owned: bool = False  # "our", the publisher's, or "the" one just spoken of


def learn_parties(document: Document, lexicon: Lexicon) -> Parties:
    """Names and defined terms of the publisher and the reader.

    Evidence: a definition in brackets with "we" in it, "At X, we", the title, and acting like a
    publisher ("X may", "X collects") more often than any other name.
    """
    words = lexicon.tables.parties
    pronouns = words.company_pronouns | words.company_possessives
    company: set[str] = set()
    user: set[str] = set()
    acting: Counter[str] = Counter()
    texts = [clause.text[:2_000] for clause in document.clauses]
    for text in texts:
        if "(" in text:
            _learn_definitions(text, words, pronouns, company, user)
        for match in _AT_NAME.finditer(text):
            company |= _name_words(match.group(1), lexicon)
        for match in _ACTING.finditer(text):
            acting[match.group(1)] += 1
        for match in _WE_ARE.finditer(text):
            company |= _name_words(match.group(1), lexicon)
    headings = [section.heading for section in document.sections if section.heading][:1]
    for title in [document.snapshot.title, *headings]:
        company |= _title_names(title, lexicon, " ".join(texts))
    ranked = [
        (count, name) for name, count in acting.items() if _name_words(name, lexicon)
    ]
    if ranked and not company:
        count, name = max(ranked)
        if count >= MIN_NAME_EVIDENCE:
            company |= _name_words(name, lexicon)
    return Parties(frozenset(company - user), frozenset(user))


def _learn_definitions(
    text: str,
    words: object,
    pronouns: frozenset[str],
    company: set[str],
    user: set[str],
) -> None:
    from policydiff.obligations.lexicon import PartyWords

    assert isinstance(words, PartyWords)
    for match in _DEFINED.finditer(text):
        quoted = {q.strip(" ,.").lower() for q in _QUOTED.findall(match.group(1))}
        names = {q for q in quoted if q not in pronouns and q not in words.user_pronouns}
        leading = _leading_name(text[max(0, match.start() - 120) : match.start()])
        if quoted & pronouns or quoted & {f"the {n}" for n in words.company_nouns}:
            company |= {w for n in names for w in n.split() if w not in {"the"}}
            company |= {w for w in leading if w not in words.name_suffixes}
        elif quoted & words.company_nouns:
            company |= {w for w in leading if w not in words.name_suffixes}
        elif quoted & (words.user_pronouns | words.user_possessives):
            user |= {n for n in names if " " not in n and n not in words.user_possessives}


def _leading_name(text: str) -> set[str]:
    """Words of the capitalised name right before a bracket ("Acme Games, Inc. (")."""
    found: list[str] = []
    for word in reversed(text.replace(",", " ").split()):
        if not word[:1].isupper():
            if word in ("in", "at", "from"):
                return set()  # the end of an address: "registered in China ("we")"
            break
        found.append(word)
    return {w.lower().strip(".") for w in found[-4:] if len(w) > 2}


def _name_words(name: str, lexicon: Lexicon) -> set[str]:
    """The first word of a name, unless it is a common word that happens to be capitalised."""
    first = _WORD.findall(name)[:1]
    if not first:
        return set()
    word = first[0].lower()
    parties = lexicon.tables.parties
    common = (
        word in lexicon.flags
        or word in parties.title_words
        or word in parties.user_nouns
        or word in parties.third_nouns
        or word in parties.service_nouns
        or word in parties.data_nouns
        or word in parties.document_nouns
        or word in parties.company_nouns
        or len(word) < 2
    )
    return set() if common else {word}


def _title_names(title: str | None, lexicon: Lexicon, text: str) -> set[str]:
    """Names in a title ("Privacy Policy of Acme") that the text uses too."""
    if not title or len(title) > 80:
        return set()
    result: set[str] = set()
    for word in _WORD.findall(title):
        if word[:1].isupper():
            for name in _name_words(word, lexicon):
                if re.search(rf"\b{re.escape(word)}\b", text):
                    result.add(name)
    return result


def role_of(tokens: Tokens, start: int, end: int, lexicon: Lexicon, parties: Parties) -> NounPhrase:
    """The noun phrase in [start, end): its head decides, its possessor says whose.

    >>> "our trusted service providers that help us" -> third-party
    """
    words, flags = tokens.words, tokens.flags
    known = lexicon.tables.parties
    start = _skip_lead(tokens, start, end, lexicon)
    negated = start < end and bool(flags[start] & NO)
    quantifiers = lexicon.tables.grammar.quantifiers
    if start + 1 < end and words[start] in quantifiers and words[start + 1] == "of":
        inner = role_of(tokens, start + 2, end, lexicon, parties)
        return NounPhrase(inner.role, start, inner.end, negated or inner.negated, inner.head)
    ours = yours = named = foreign = definite = False
    head = ""
    role: Role = "other"
    index = start
    while index < end:
        word, flag = words[index], flags[index]
        if flag & MASKED:
            index += 1
            continue
        if flag & PRONOUN and not flag & DETERMINER:
            if head:
                break
            if word in known.company_pronouns:
                return NounPhrase("company", start, index + 1, negated, word)
            if word in known.user_pronouns:
                return NounPhrase("user", start, index + 1, negated, word)
            return NounPhrase("other", start, index + 1, negated, word)
        if word in known.company_possessives or (flag & NAME and flag & POSSESSIVE):
            ours, role, head = True, "other", ""
        elif word in known.user_possessives:
            yours, role, head = True, "other", ""
        elif flag & NAME:
            named, role, head = True, "company", word
        else:
            found = _noun_role(word, flag, lexicon, parties)
            if found is not None:
                foreign |= head in known.third_modifiers
                role, head = found, word
            elif head and (
                flag & (PREPOSITION | RELATIVE | THAT | SUBORDINATOR | COMMA | PRONOUN)
                or flag & CONJUNCTION
                or (flag & VERB and not flag & NOUN)
            ):
                break
            elif head and flag & NOUN:
                role, head = "other", word  # "page views", "account requests"
            elif flag & (PREPOSITION | RELATIVE | SUBORDINATOR) and index > start:
                break
            elif word in known.third_modifiers:
                foreign = True
            elif flag & DETERMINER:
                definite |= word in ("the", "this", "these")
        index += 1
    role = _owned(role, head, ours=ours or named, yours=yours, foreign=foreign, words=known)
    if role == "company" and not (ours or named or definite) and head in known.third_nouns:
        role = "third-party"
    return NounPhrase(role, start, index, negated, head, ours or named or definite)


def _noun_role(word: str, flag: int, lexicon: Lexicon, parties: Parties) -> Role | None:
    known = lexicon.tables.parties
    role: Role | None = None
    if word in parties.user or word in known.user_nouns:
        role = "user"
    elif word in known.company_nouns:
        role = "company"
    elif word in known.third_nouns:
        role = "third-party"
    elif word in known.measure_nouns:
        role = "measure"
    elif word in known.document_nouns:
        role = "document"
    elif word in known.data_nouns:
        role = "data"
    elif word in known.service_nouns:
        role = "service"
    if flag & POSSESSIVE and role is not None:
        return None  # "users' data", "the user's device": the possessor is not the head
    return role


def _owned(
    role: Role, head: str, *, ours: bool, yours: bool, foreign: bool, words: object
) -> Role:
    """The role of a head noun under its possessor and modifiers."""
    from policydiff.obligations.lexicon import PartyWords

    assert isinstance(words, PartyWords)
    if foreign and role in ("company", "service") and not ours:
        return "third-party"
    if ours and role == "company":
        return "company"
    if yours and role == "company":
        return "user"
    if yours and role == "service":
        return "data"
    if role == "other" and ours and not head:
        return "service"
    return role


def _skip_lead(tokens: Tokens, start: int, end: int, lexicon: Lexicon) -> int:
    """Past conjunctions, adverbs and an opening prepositional phrase without a comma."""
    words, flags = tokens.words, tokens.flags
    quantifiers = lexicon.tables.grammar.quantifiers
    while start < end and (
        flags[start] & (CONJUNCTION | PUNCTUATION | MASKED)
        or (
            flags[start] & ADVERB
            and not flags[start] & (DETERMINER | PRONOUN)
            and words[start] not in quantifiers
        )
    ):
        start += 1
    if start < end and flags[start] & PREPOSITION and not flags[start] & DETERMINER:
        # "At that time some of our services may": the last determiner opens the subject.
        for index in range(end - 1, start, -1):
            if flags[index] & (DETERMINER | NAME) and not flags[index] & THAT:
                if index > start + 1 and words[index - 1] == "of" and (
                    words[index - 2] in quantifiers
                ):
                    return index - 2
                return index
    return start


def subject_of(
    tokens: Tokens, low: int, verb: int, lexicon: Lexicon, parties: Parties
) -> NounPhrase:
    """The subject of the verb at `verb`, looked for in [low, verb)."""
    words, flags = tokens.words, tokens.flags
    last = before(tokens, verb, low)
    if last >= 0 and flags[last] & PRONOUN and not flags[last] & (THAT | RELATIVE):
        # "the data that we collect from you may": the object of a preposition
        governed = last > low and flags[last - 1] & PREPOSITION and words[last] in (
            lexicon.tables.grammar.caseless_pronouns
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
    for position in range(len(pieces) - 1, -1, -1):
        start, end = pieces[position]
        content = [
            i for i in range(start, end) if not flags[i] & (MASKED | ADVERB) or flags[i] & DETERMINER
        ]
        if not content:
            continue
        opener = content[0]
        if position and (
            flags[opener] & (PREPOSITION | RELATIVE | SUBORDINATOR)
            or (words[opener] == "such" and words[opener + 1 : opener + 2] == ["as"])
            or (flags[opener] & CONJUNCTION and not flags[opener] & LINK)
        ):
            continue
        return role_of(tokens, start, end, lexicon, parties)
    return role_of(tokens, low, verb, lexicon, parties)


def antecedent_of(
    tokens: Tokens, relative: int, lexicon: Lexicon, parties: Parties
) -> NounPhrase:
    """What a relative pronoun stands for: the nearest noun before it whose role is known.

    "who" and "them" pass over things.
    """
    flags = tokens.flags
    personal = tokens.words[relative] in lexicon.tables.grammar.personal_pronouns
    for index in range(relative - 1, -1, -1):
        flag = flags[index]
        if flag & MASKED:
            continue
        if flag & NAME and not flag & POSSESSIVE:
            return NounPhrase("company", index, index + 1)
        role = _noun_role(tokens.words[index], flag, lexicon, parties)
        if role is not None and not (personal and role not in ("user", "third-party", "company")):
            start = index
            while start > 0 and not flags[start - 1] & (
                PREPOSITION | COMMA | CONJUNCTION | VERB | MASKED
            ):
                start -= 1
            return role_of(tokens, start, index + 1, lexicon, parties)
    return NounPhrase("other", relative, relative)


__all__ = ["NounPhrase", "Parties", "Role", "antecedent_of", "learn_parties", "role_of", "subject_of"]
