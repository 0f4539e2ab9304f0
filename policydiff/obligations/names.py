"""The publisher's names and the reader's defined terms, learned from one document."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from msgspec import Struct

from policydiff.model import Clause, Document
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.parties import Parties
from policydiff.recall import Recall

# How many signs make a capitalised name the publisher's.
MIN_NAME_EVIDENCE = 3

# A longer heading is a sentence.
MAX_TITLE_CHARS = 120

# Names stand early in a clause; what is longer is no sentence.
MAX_EVIDENCE_CHARS = 2_000

_NAME = r"(?<![\w’'])([A-Z][\w.]{1,30})(?: [A-Z][\w.]{1,30}){0,3}"
_DEFINED = re.compile(r"\(([^()]{0,200}?[“\"”][^()]{1,200})\)")
_QUOTED = re.compile(r"[“\"”]([^“\"”]{1,40})[“\"”]")
_WORD = re.compile(r"\w+(?:[-.]\w+)*")


def learn_parties(document: Document, lexicon: Lexicon) -> Parties:
    """Names and defined terms of the publisher and the reader.

    Evidence: a definition in brackets with "we" in it, "At X, we", the title, and acting like a
    publisher ("X may", "X collects") more often than any other name.
    """
    texts = [clause.text for clause in document.clauses]
    headings = [section.heading for section in document.sections if section.heading]
    company: set[str] = set()
    user: set[str] = set()
    acting: Counter[str] = Counter()
    found = [_section_evidence(section.clauses, lexicon) for section in document.sections]
    for one in [*found, *(_evidence(text[:MAX_EVIDENCE_CHARS], lexicon) for text in headings)]:
        company |= one.company
        user |= one.user
        acting.update(one.acting)
    for title in [document.snapshot.title, *headings[:1]]:
        company |= _title_names(title, texts, lexicon)
    ranked = [(count, name) for name, count in acting.items() if _name_words(name, lexicon)]
    if ranked and not company:
        count, name = max(ranked)
        if count >= MIN_NAME_EVIDENCE:
            company |= _name_words(name, lexicon)
    return Parties(frozenset(company - user), frozenset(user))


class _Evidence(Struct, frozen=True):
    """What one clause tells of names."""

    company: frozenset[str]
    user: frozenset[str]
    acting: tuple[str, ...]  # names that do what publishers do, once for each time


@lru_cache(maxsize=65_536)
def _evidence(text: str, lexicon: Lexicon) -> _Evidence:
    company: set[str] = set()
    user: set[str] = set()
    if "(" in text:
        _learn_definitions(text, lexicon, company, user)
    spoken_for, acts = _patterns(lexicon)
    for pattern in spoken_for:
        for match in pattern.finditer(text):
            company |= _name_words(match.group(1), lexicon)
    acting = tuple(m.group(1) for pattern in acts for m in pattern.finditer(text))
    return _Evidence(frozenset(company), frozenset(user), acting)


def _clauses_evidence(clauses: tuple[Clause, ...], lexicon: Lexicon) -> _Evidence:
    found = [_evidence(clause.text[:MAX_EVIDENCE_CHARS], lexicon) for clause in clauses]
    return _Evidence(
        frozenset().union(*(one.company for one in found)),
        frozenset().union(*(one.user for one in found)),
        tuple(name for one in found for name in one.acting),
    )


_section_evidence = Recall(_clauses_evidence, size=8_192)


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    names = lexicon.tables.names
    return (
        tuple(re.compile(p.replace("{name}", _NAME)) for p in names.spoken_for),
        tuple(re.compile(p.replace("{name}", _NAME)) for p in names.acting),
    )


def _learn_definitions(text: str, lexicon: Lexicon, company: set[str], user: set[str]) -> None:
    """Add what brackets define: (“Acme”, “we”), (the “Company”), (“Customer” or “you”)."""
    words = lexicon.tables.parties
    ours = words.company_pronouns | words.company_possessives
    yours = words.user_pronouns | words.user_possessives
    for match in _DEFINED.finditer(text):
        quoted = {found.strip(" ,.").lower() for found in _QUOTED.findall(match.group(1))}
        names = {_without_article(name, lexicon) for name in quoted - ours - yours}
        if quoted & ours or names & (words.company_nouns | words.institution_nouns):
            proper = {word for name in names for word in _name_words(name, lexicon)}
            # A name in the bracket is better evidence than what stands before it: an address.
            company |= proper or _leading_name(text[: match.start()], lexicon)
        elif quoted & yours:
            user |= {name for name in names if " " not in name}


def _without_article(name: str, lexicon: Lexicon) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first in lexicon.tables.names.articles else name


def _leading_name(text: str, lexicon: Lexicon) -> set[str]:
    """Words of the capitalised name right before a bracket ("Acme Games, Inc. (")."""
    found: list[str] = []
    for word in reversed(text[-120:].replace(",", " ").split()):
        if not word[:1].isupper():
            if word in lexicon.tables.parties.place_marks:
                return set()  # the end of an address: "registered in China (“we”)"
            break
        found.append(word)
    return _name_words(found[-1], lexicon) if found else set()


def _name_words(name: str, lexicon: Lexicon) -> set[str]:
    """The first word of a name, lower case, unless it is a common word with a capital."""
    first = _WORD.search(name)
    if not first:
        return set()
    word = first.group().lower()
    parties = lexicon.tables.parties
    common = (
        len(word) < 3
        or word in lexicon.flags
        or any(
            word in words
            for words in (
                parties.title_words,
                parties.user_nouns,
                parties.third_nouns,
                parties.service_nouns,
                parties.data_nouns,
                parties.document_nouns,
                parties.company_nouns,
                parties.name_suffixes,
            )
        )
    )
    return set() if common else {word}


def _title_names(title: str | None, texts: list[str], lexicon: Lexicon) -> set[str]:
    """Names in a title ("Privacy Policy of Acme") that the text uses as a name too."""
    if not title or len(title) > MAX_TITLE_CHARS:
        return set()
    words = _WORD.findall(title)
    if not {word.lower() for word in words} & lexicon.tables.parties.document_nouns:
        return set()
    result: set[str] = set()
    for word in words:
        if word[:1].isupper() and "-" not in word:
            for name in _name_words(word, lexicon):
                used = "|".join(lexicon.tables.names.used)
                pattern = re.compile(used.replace("{name}", re.escape(word)))
                if any(word in text and pattern.search(text) for text in texts):
                    result.add(name)
    return result
