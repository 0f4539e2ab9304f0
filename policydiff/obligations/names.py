"""The publisher's names and the reader's defined terms, learned from one document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from policydiff.model import Clause, Document
from policydiff.obligations.lexicon import THIRD, Lexicon
from policydiff.obligations.name_brackets import (
    MAX_TITLE_CHARS,
    NAMED,
    QUOTED,
    learn_definitions,
    learn_roles,
    short_names,
)
from policydiff.obligations.name_forms import (
    SITE,
    abbreviations,
    compounds,
    small_letters,
    stems,
    with_their_s,
)
from policydiff.obligations.name_signs import (
    MAX_EVIDENCE_CHARS,
    WORD,
    acts_alone,
    is_act,
    is_unknown,
    is_used,
    name_words,
)
from policydiff.obligations.parties import Parties
from policydiff.patterns import regex
from policydiff.recall import Recall

# How many signs make a capitalised name the publisher's.
MIN_NAME_EVIDENCE = 3

# How often a name must stand in the text that is written like no common word.
_MENTIONS = 3

# "Acme", "eBay", "easyJet", "Co-Acme", "M&T", "3M", "500px", "acme.com"
_WRITTEN = (
    r"[A-Z]['’][A-Z][a-z]{1,20}|(?:[a-z]{1,6})?[A-Z][\w.]{1,30}(?:-[\w.]{1,30})?|[A-Z]&[A-Z]\w{0,10}"
    r"|\d{1,4}[a-z]{0,12}[A-Z][\w.]{0,30}|\d{2,4}[a-z]{2,12}"
    r"|[a-z][\w-]{1,30}\.(?:com|net|org|co\.uk|ie|de|io)\b"
)
# Not "The" of "The ADA".
_NAME = (
    rf"(?<![\w’'&.@/-])(?!The [A-Z]{{2,6}}\b)({_WRITTEN})(?:(?: |’s |'s )[A-Z][\w.]{{1,30}}){{0,3}}"
)
# "Acme (generally) collects": a name at the beginning of a clause, and the word that may be its verb.
_ACTS = regex(
    rf"(?:^|[.;:,(] |\b(?:[Ii]f|[Ww]hen|and|but|that|[Hh]owever,|because|or) )"
    rf"(?:The (?=[A-Z]{{2,6}}\b))?{_NAME}"
    r"(?:,? (?:Inc|LLC|Ltd|Corp)\.?,?)?(?: (\w+ly|also|never|only|always|then|does not))? (\w+)\b(?! [A-Z])"
)
# "acme! gladly collects", at the beginning of a sentence: a name in small letters.
_SMALL_ACTS = regex(
    r"([a-z][a-z0-9]{2,30})!?,? (?:(?:\w+ly|also|never|only|always|does not) )?(\w+)\b"
)
_NEXT_NAME = regex(r" ([A-Z][a-z]\w{1,30})")
_NAME_GOES_ON = regex(r"\b[A-Z][\w.&]* $")  # "Acme" of "Acme Labs Ltd."
_DOMAIN = regex(r"(?:@|\bwww\.)(?:[\w-]{1,63}\.){0,3}?([\w-]{3,63})\.[a-z]{2,10}\b")


_DOMAIN_ACTS = regex(
    r"(?:[Tt]he )?(?:www\.)?([\w-]{3,63})\.(?:[a-z]{2,3}\.)?[a-z]{2,10},? (?:also |\w+ly |does not )?(\w+)\b"
)


class Learned(Struct, frozen=True):
    """What one document teaches of names."""

    company: frozenset[str]
    user: frozenset[str]
    foreign: frozenset[str]  # may be the publisher's own, where no name of it is known
    guessed: frozenset[str]  # acts like a publisher more often than any other name

    def with_names(self, names: frozenset[str]) -> Parties:
        """Who is who, where the publisher goes by `names`."""
        company = names - self.user
        known = set(names)
        foreign = {n for n in self.foreign if not _is_part(n, known)} if names else set()
        return Parties(company, self.user, frozenset(foreign))

    @property
    def alone(self) -> Parties:
        """Who is who as far as this document tells."""
        return self.with_names(self.company or self.guessed)


def learn_parties(document: Document, lexicon: Lexicon) -> Parties:
    """Names and defined terms of the publisher and the reader, from one document."""
    return learn(document, lexicon).alone


def share_names(learned: Sequence[Learned]) -> tuple[tuple[Parties, Parties], ...]:
    """Who is who in each version of a policy, and as far as that version alone tells.

    What one version calls its publisher holds for all; a guess counts only where no version tells.
    """
    names = frozenset[str]().union(*(one.company for one in learned))
    names = names or frozenset[str]().union(*(one.guessed for one in learned))
    return tuple((one.with_names(names), one.alone) for one in learned)


def learn(document: Document, lexicon: Lexicon) -> Learned:
    """What a document teaches of names.

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
    foreign = {name for one in found for name in one.foreign}
    foreign -= {name for one in found for name in one.common} | user
    foreign = {n for n in foreign if not any(n in t for t in texts)}
    firms = lexicon.tables.parties.firms
    # "Google Analytics is …. Google may …", in the paragraph that every site has about it.
    ranked = []
    for name, count in acting.items():
        words = name_words(name, lexicon)
        if words and not (words <= firms and _is_supplier(name, texts, lexicon)):
            ranked.append((count, name))
    count, name = max(ranked, default=(0, ""))
    often = count >= MIN_NAME_EVIDENCE or (count > 0 and _is_coined(name, texts))
    guessed = name_words(name, lexicon) if often and not company else set()
    if not company:
        first = {name.lower() for name, times in acting.items() if times == max(acting.values())}
        company |= abbreviations(texts) & first
    if not company:  # else the address may be another firm's
        company |= _named_after_domain(texts, acting, lexicon)
        company |= set() if company else _acting_domains(texts, lexicon)
    company |= _one_person(texts, lexicon)
    if company:
        acts = {name.lower(): times for name, times in acting.items()}
        most = max((acts.get(name, 0) for name in company - firms), default=-1)
        company -= {name for name in company & firms if acts.get(name, 0) < most}
        # An abbreviation, or the parent, beside the name told.
        if count >= MIN_NAME_EVIDENCE and acts_alone(name, texts, lexicon):
            company |= name_words(name, lexicon) - foreign - firms
    if not company | guessed:
        company |= compounds(texts, lexicon)
    company |= {called for one in found for name, called in one.short if name in company}
    company |= stems(company, texts, lexicon)
    guessed |= stems(guessed, texts, lexicon)
    company |= small_letters(company, texts) | with_their_s(company, texts, lexicon)
    guessed |= small_letters(guessed, texts)
    company |= {
        name
        for name, count in acting.items()
        if count >= MIN_NAME_EVIDENCE
        and _is_acronym(name, lexicon)
        and not any(t.isupper() for t in texts)
    }
    return Learned(frozenset(company), frozenset(user), frozenset(foreign), frozenset(guessed))


def _is_supplier(name: str, texts: list[str], lexicon: Lexicon) -> bool:
    """Whether the text names a product of a firm that sites use: "Google Analytics"."""
    products = lexicon.tables.parties.clientele
    return any(
        word.casefold() in products
        for text in texts
        if name in text
        for word in re.findall(rf"{re.escape(name)}[’']?s? (\w+)", text)
    )


def _is_coined(name: str, texts: list[str]) -> bool:
    """Whether a name is written like no common word ("EventHubs", "Acme.com", "acme"), and often."""
    inner = any(sign.isupper() or sign.isdigit() for sign in name[1:]) or "." in name.rstrip(".")
    inner = inner or name.islower()
    return inner and not name.isupper() and sum(text.count(name) for text in texts) >= _MENTIONS


def _is_acronym(name: str, lexicon: Lexicon) -> bool:
    """Whether it is written like a name, and a common word in small letters: "VIA"."""
    return len(name) > 2 and name.isupper() and name.lower() in lexicon.flags


def _named_after_domain(texts: list[str], acting: Counter[str], lexicon: Lexicon) -> set[str]:
    """Names that act like a publisher and are the domain of an address that the text gives."""
    domains = {
        name.lower() for text in texts for name in _DOMAIN.findall(text[:MAX_EVIDENCE_CHARS])
    }
    named = {word for name in acting for word in name_words(name, lexicon)}
    return named & domains - lexicon.tables.parties.firms


def _acting_domains(texts: list[str], lexicon: Lexicon) -> set[str]:
    """ "www.acme.com collects and uses": an address that acts like a publisher, more than once."""
    found: Counter[str] = Counter()
    for text in texts:
        acts = _DOMAIN_ACTS.match(text[:MAX_EVIDENCE_CHARS])
        lemma, form = lexicon.forms.get(acts[2].lower(), ("", 0)) if acts else ("", 0)
        if acts and form & THIRD and lemma in lexicon.tables.verbs.practice:
            found[acts[1].lower()] += 1
    said = {name.lower() for text in texts for name in _DOMAIN.findall(text[:MAX_EVIDENCE_CHARS])}
    firms = lexicon.tables.parties.firms
    return {
        name for name, times in found.items() if name not in firms and (times > 1 or name in said)
    }


def _one_person(texts: list[str], lexicon: Lexicon) -> set[str]:
    """ "I", "my", "me", where one person speaks as the publisher: "I do not collect your data"."""
    names = lexicon.tables.names
    if any(re.search(sign, text) for sign in names.plural for text in texts):
        return set()  # nearly always, and at the first texts
    mine = any(word in text for text in texts for word in names.singular_signs)
    return set(names.singular) if mine else set()


def _is_part(name: str, known: set[str]) -> bool:
    """ "alibaba" of "alibaba.com", and the other way round."""
    return any(one.startswith(name) or name.startswith(one) for one in known if len(one) > 2)


class _Evidence(Struct, frozen=True):
    """What one clause tells of names."""

    company: frozenset[str]
    user: frozenset[str]
    acting: tuple[str, ...]  # names that do what publishers do, once for each time
    foreign: frozenset[str]  # capitalised words that act like a firm
    common: frozenset[str]  # words that are no names of other firms: defined, or with an article
    short: frozenset[tuple[str, str]] = frozenset()  # a name, and what it is called from then on


@lru_cache(maxsize=65_536)
def _evidence(text: str, lexicon: Lexicon) -> _Evidence:
    company: set[str] = set()
    user: set[str] = set()
    short: frozenset[tuple[str, str]] = frozenset()
    if "(" in text:
        learn_definitions(text, lexicon, company, user)
        short = short_names(text, lexicon)
        if "herein" in text or "hereafter" in text:
            learn_roles(text, lexicon, company, user)
    spoken_for, acts = _patterns(lexicon)
    for pattern in spoken_for:
        for match in pattern.finditer(text):
            company |= name_words(match.group(1), lexicon)
    acting = {m.start(1): m.group(1) for pattern in acts for m in pattern.finditer(text)}
    for m in _ACTS.finditer(text):
        if is_act(m.group(3), lexicon):
            acting[m.start(1)] = m.group(1)
            behind = _NEXT_NAME.match(text, m.end(1))
            if behind and m.group(1).isupper() and m.group(1).lower() in lexicon.flags:
                acting[m.start(1)] = behind.group(1)  # "US Airways"
    small = _SMALL_ACTS.match(text)
    if small and is_unknown(small.group(1), lexicon) and is_act(small.group(2), lexicon):
        acting[0] = small.group(1)
    foreign, common = _foreign_names(text, lexicon)
    return _Evidence(
        frozenset(company), frozenset(user), tuple(acting.values()), foreign, common, short
    )


def _foreign_names(text: str, lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Names said to be another firm's ("carriers such as FedEx"), and words that are no names."""
    names = lexicon.tables.names
    if not names.foreign:
        return frozenset(), frozenset()
    shown, spoiled = _foreign(lexicon)
    common = {name.lower() for name in QUOTED.findall(text) if " " not in name}
    common |= {match.group(1).lower() for match in spoiled.finditer(text)}
    found = {
        match.group(1)
        for pattern in shown
        for match in pattern.finditer(text)
        if not _NAME_GOES_ON.search(text, max(0, match.start(1) - 40), match.start(1))
    }
    return frozenset(n.lower() for n in found if _may_be_a_firm(n, lexicon)), frozenset(common)


def _may_be_a_firm(name: str, lexicon: Lexicon) -> bool:
    """Not a word of any list, a place, an acronym of a law, a gerund or an abstract noun."""
    names = lexicon.tables.names
    return (
        bool(name_words(name, lexicon))
        and name.lower() not in lexicon.forms
        and not name.isupper()
        and not name.lower().endswith(names.abstract_suffixes)
        and name.lower() not in _places(lexicon)
    )


@lru_cache(maxsize=8)
def _places(lexicon: Lexicon) -> frozenset[str]:
    known = (*lexicon.tables.audience.places, *lexicon.tables.audience.aliases)
    return frozenset(word.lower() for place in known for word in place.split())


@lru_cache(maxsize=8)
def _foreign(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """What shows the name of another firm, and what shows that a word with a capital is none."""
    names = lexicon.tables.names
    name = r"(?<!\w)([A-Z][a-z]{2,}(?:[A-Z][a-z]+)?|[A-Z][A-Za-z]{0,8}[A-Z][a-z]{2,})"
    shown = tuple(re.compile(p.replace("{name}", name)) for p in names.foreign)
    return shown, re.compile(rf"\b(?i:{'|'.join(names.no_name_leads)}) {name}\b(?! [A-Z])")


def _clauses_evidence(clauses: tuple[Clause, ...], lexicon: Lexicon) -> _Evidence:
    found = [_evidence(clause.text[:MAX_EVIDENCE_CHARS], lexicon) for clause in clauses]
    return _Evidence(
        frozenset().union(*(one.company for one in found)),
        frozenset().union(*(one.user for one in found)),
        tuple(name for one in found for name in one.acting),
        frozenset().union(*(one.foreign for one in found)),
        frozenset().union(*(one.common for one in found)),
        frozenset().union(*(one.short for one in found)),
    )


_section_evidence = Recall(_clauses_evidence, size=8_192)


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    names = lexicon.tables.names
    return (
        tuple(re.compile(p.replace("{name}", _NAME)) for p in names.spoken_for),
        tuple(re.compile(p.replace("{name}", _NAME)) for p in names.acting),
    )


def _title_names(title: str | None, texts: list[str], lexicon: Lexicon) -> set[str]:
    """Names in a title ("Privacy Policy of Acme") that the text uses as a name too."""
    if not title or len(title) > MAX_TITLE_CHARS:
        return set()
    words = WORD.findall(title)
    known = lexicon.tables.parties.document_nouns | lexicon.tables.names.titles
    if known.isdisjoint(word.lower() for word in words):
        return set()
    result: set[str] = set()
    for word in words:
        site = SITE.fullmatch(word)
        for one in {word, site.group(1) if site else word}:
            if (NAMED.match(one) or site) and is_used(one, texts, lexicon):
                result |= name_words(one, lexicon)
    return result
