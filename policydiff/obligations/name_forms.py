"""How a publisher's name is written: as a site, as initials, in small letters, in common words."""

from __future__ import annotations

import re
from collections import Counter

from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.name_signs import MAX_EVIDENCE_CHARS, is_act, is_used, name_words
from policydiff.obligations.tokens import SMALL
from policydiff.patterns import regex

SITE = regex(r"(?:www\.)?([\w-]{4,40})\.[a-z]{2,4}(?:\.[a-z]{2})?")  # "Acme.com", "acme.co.uk"
_ABBREVIATED = regex(r"((?:[A-Z][\w’']+,? (?:of |the |and |for |& ){0,2}){2,6})\(([A-Z]{2,6})\)")

# "Garden Social never sells", "However, Garden Social may keep": several words with capitals that act.
_COMPOUND = regex(
    r"(?:^|[,;:] |\b(?:[Ii]f|[Ww]hen|and|but|that|because) )((?:[A-Z][A-Za-z]+ ){1,2}[A-Z][A-Za-z]+)"
    r"(?: (?:\w+ly|also|never|only|always|not|may|will|shall|does|can))* ([a-z]+)\b"
)
_COMPOUND_EVIDENCE = 2  # times that it does what publishers do


def compounds(texts: list[str], lexicon: Lexicon) -> set[str]:
    """The name in common words that most often does what publishers do with data."""
    known = lexicon.tables.parties
    acting: Counter[str] = Counter()
    for text in texts:
        for match in _COMPOUND.finditer(text[:MAX_EVIDENCE_CHARS]):
            words = match.group(1).lower().split()
            verb = lexicon.forms.get(match.group(2), ("", 0))[0]
            strange = words[0] in lexicon.flags or words[0] in known.firms | known.third_modifiers
            if verb in lexicon.tables.verbs.practice and not strange:
                kinds = [lexicon.roles.get(word) for word in words]
                firm = len(words) > 2 and kinds[-1] == "service"  # "Red Herring Software"
                acting[" ".join(words)] += not any(kinds[:-1] if firm else kinds)
    name, times = max(acting.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    return {name} if times >= _COMPOUND_EVIDENCE else set()


def abbreviations(texts: list[str]) -> set[str]:
    """Initials that a text gives in brackets behind the name itself: "Northern Parcels (NP)"."""
    return {
        short.lower()
        for text in texts
        for name, short in _ABBREVIATED.findall(text[:MAX_EVIDENCE_CHARS])
        if "".join(word[0] for word in name.split() if word[0].isupper()) == short
    }


def small_letters(names: set[str], texts: list[str]) -> set[str]:
    """The names that a text writes in small letters, wherever they stand in a sentence."""
    found: set[str] = set()
    for name in names:
        if not name.isalpha():
            continue
        spelled = re.compile(rf"(?<![\w@./-]){name}(?![\w@/-]|\.\w)", re.IGNORECASE)
        met = {m.group() for text in texts for m in spelled.finditer(text)}
        if met == {name}:
            found.add(f"{SMALL}{name}")
    return found


def stems(names: set[str], texts: list[str], lexicon: Lexicon) -> set[str]:
    """ "acme" of "acme.com", where the text says both."""
    sites = [SITE.fullmatch(name) for name in names]
    found: set[str] = set()
    for stem in {site.group(1) for site in sites if site}:
        spelled = re.compile(rf"(?<![\w.@/-]){re.escape(stem)}(?![\w@/-]|\.\w)", re.IGNORECASE)
        for spelling in {m.group() for text in texts for m in spelled.finditer(text)}:
            if is_used(spelling, texts, lexicon) and not spelling.islower():
                found |= name_words(spelling, lexicon)
    return found


def with_their_s(names: set[str], texts: list[str], lexicon: Lexicon) -> set[str]:
    """Names that end in "'s" themselves, as they are written: "Macy's uses cookies", not "Acme's uses of it"."""
    found: set[str] = set()
    for name in names:
        if not name.isalpha():
            continue
        acts = re.compile(
            rf"\b({re.escape(name)}['’]s) (?:also |never |does not |only )?(\w+)\b(?! (?:of|and|for)\b)",
            re.I,
        )
        said = (m for text in texts if name in text.lower() for m in acts.finditer(text))
        found |= {
            form
            for m in said
            if m[1][0].isupper() and m[2].islower() and is_act(m[2], lexicon)
            for form in (m[1].replace("’", "'"), m[1].replace("'", "’"))
        }
    return found
