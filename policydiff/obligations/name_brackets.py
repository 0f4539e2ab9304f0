"""What brackets say of names: (“Acme”, “we”), (the “Company”), (“BST”), (hereinafter the Operator)."""

from __future__ import annotations

from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.name_signs import WORD, name_words
from policydiff.patterns import regex

# A longer heading is a sentence.
MAX_TITLE_CHARS = 120

_HEREINAFTER = regex(
    r"\((?:hereinafter|hereafter)(?: (?:jointly|collectively))?(?: referred to as| called)?:? (?:the )?"
    r"[“\"”]?([A-Z][\w-]{2,30})[“\"”]?[),]"
)
_ACRONYM = regex(r"[“\"]([A-Z]{2})[”\"]")
_DEFINED = regex(r"\(([^()]{0,200}?[“\"”][^()]{1,200})\)")
_SHORT = regex(r"[A-Z][\w-]{1,20}")
QUOTED = regex(r"[“\"”]([^“\"”]{1,40})[“\"”]")
NAMED = regex(r"(?:[a-z]{0,6}|\d{1,4}[a-z]{0,12})[A-Z]")  # "Acme", "eBay", "3M", "23andMe"


def learn_definitions(text: str, lexicon: Lexicon, company: set[str], user: set[str]) -> None:
    """Add what brackets define: (“Acme”, “we”), (the “Company”), (“Customer” or “you”)."""
    words = lexicon.tables.parties
    ours = words.company_pronouns | words.company_possessives
    yours = words.user_pronouns | words.user_possessives
    for match in _DEFINED.finditer(text):
        quoted = {found.strip(" ,.").lower() for found in QUOTED.findall(match.group(1))}
        names = {_without_article(name, lexicon) for name in quoted - ours - yours}
        if quoted & ours or names & (words.company_nouns | words.institution_nouns):
            proper = {word for name in names for word in name_words(name, lexicon)}
            proper |= {one.lower() for one in _ACRONYM.findall(match.group())} & names
            # A name in the bracket is better evidence than what stands before it: an address.
            company |= proper or _leading_name(text[: match.start()], lexicon)
        elif quoted & yours:
            user |= {name for name in names if " " not in name}


def short_names(text: str, lexicon: Lexicon) -> frozenset[tuple[str, str]]:
    """What names are called from then on: "BlueSky Tours (“BST”)" may be the publisher's, or another's."""
    found: set[tuple[str, str]] = set()
    for match in _DEFINED.finditer(text):
        called = QUOTED.findall(match.group(1))
        if len(called) != 1 or not _SHORT.fullmatch(called[0]):
            continue
        leads = _leading_name(text[: match.start()], lexicon)
        words = name_words(called[0], lexicon)
        if called[0].isupper() and called[0].lower() not in lexicon.flags:
            words = {called[0].lower()}
        found |= {(lead, word) for lead in leads for word in words}
    return frozenset(found)


def learn_roles(text: str, lexicon: Lexicon, company: set[str], user: set[str]) -> None:
    """Add "(hereinafter referred to as the Administration)", the publisher's unless readers stand before it."""
    words = lexicon.tables.parties
    for match in _HEREINAFTER.finditer(text):
        name = match.group(1).lower()
        before = text[max(0, match.start() - 60) : match.start()].lower().split()
        if name in words.user_nouns or not words.user_nouns.isdisjoint(before[-3:]):
            user.add(name)
        elif name in words.company_nouns or name in words.institution_nouns:
            continue
        elif name in lexicon.tables.names.own_roles:
            company.add(name)
        elif words.document_nouns.isdisjoint(before[-6:]):
            company |= name_words(match.group(1), lexicon)


def _without_article(name: str, lexicon: Lexicon) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first in lexicon.tables.names.articles else name


def _leading_name(text: str, lexicon: Lexicon) -> set[str]:
    """Words of the capitalised name right before a bracket ("Acme Games, Inc. (")."""
    found: list[str] = []
    if WORD.fullmatch(text.strip()) and len(text) < MAX_TITLE_CHARS:
        return name_words(text.strip(), lexicon)  # "acme (“we”) is": a name in small letters
    for word in reversed(text[-120:].replace(",", " ").split()):
        if not NAMED.match(word):
            if word in lexicon.tables.parties.place_marks:
                return set()  # the end of an address: "registered in China (“we”)"
            break
        found.append(word)
    return name_words(found[-1], lexicon) if found else set()
