"""For whom an obligation stands, when a document parts its readers by country.

Ugly: "Additional terms for users in the EEA, the UK and Switzerland", "If you are a California
resident, …", "This section applies only to residents of Brazil." Wanted: the places, by one name
each. Near misses: "transfers to the United States", "we store data in Ireland", "EU-US framework".
A place alone is nothing: a person must live in it, or a heading speak of what holds there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from policydiff.model import Clause, Section
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.tables import AudienceWords
from policydiff.patterns import regex
from policydiff.recall import Recall

# Where the words that make readers of a place may begin, before it.
_REACH = 110  # characters

# A longer heading is a sentence; later in a clause no readers are named.
_MAX_CHARS = 400

# A word so short is an abbreviation of a place only in capitals: "US", not "Us".
_SHORT = 3

_QUOTES = frozenset('"“”„')
_HALVES = frozenset("-–‑")
_WORD = regex(r"\w[\w.]*(?<!\.)\.?")
_CAPITAL = regex(r"(?<!\w)[^\W\d_a-z][\w.]*")
_LETTERS = regex(r"[^\W\d_]")


class _Patterns:
    """What makes readers of places, for one lexicon; each pattern is compiled when it is needed.

    Most documents name no place in a way that asks for more than `names`.
    """

    def __init__(self, words: AudienceWords) -> None:
        self._words = words
        self._people = "|".join(
            sorted(map(re.escape, words.people), key=lambda word: (-len(word), word))
        )
        self._compiled: dict[str, re.Pattern[str]] = {}
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        spelled = {name: name for name in words.places} | words.aliases
        for spelling, canonical in spelled.items():
            parts = tuple(_bare(word) for word in spelling.split())
            found.setdefault(parts[0], []).append((parts, canonical))
        # By first word: words and canonical name, the longest first.
        self.names = {
            first: tuple(sorted(entries, key=lambda entry: (-len(entry[0]), entry[0])))
            for first, entries in found.items()
        }

    def before(self, name: str, text: str) -> re.Match[str] | None:
        """Does `text` end in a pattern of this table?"""
        return self._pattern(name, end=True).search(text)

    def after(self, name: str, text: str) -> re.Match[str] | None:
        """Does `text` begin with one?"""
        return self._pattern(name).match(text)

    def within(self, name: str, text: str) -> re.Match[str] | None:
        """Does one stand anywhere in `text`?"""
        return self._pattern(name).search(text)

    def whole(self, name: str, text: str) -> re.Match[str] | None:
        """Is `text` one?"""
        return self._pattern(name).fullmatch(text)

    def _pattern(self, name: str, *, end: bool = False) -> re.Pattern[str]:
        known = self._compiled.get(name)
        if known is None:
            body = "|".join(getattr(self._words, name)).replace("{people}", f"(?:{self._people})")
            known = re.compile(f"(?:{body or '(?!)'})" + (r"\s*$" if end else ""), re.IGNORECASE)
            self._compiled[name] = known
        return known


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(lexicon.tables.audience)


class Audiences:
    """Who the clauses of a document speak to: ask `of` for each clause, in reading order."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.known = bool(lexicon.tables.audience.places)
        self.scopes: dict[tuple[str, ...], str] = {}  # by heading path: "this section applies to"
        self.clauses: dict[str, str] = {}  # by clause id, for the items under it

    def of_section(self, section: Section) -> tuple[str | None, ...]:
        """`of` for every clause of a section; () where it speaks to everybody."""
        if not self.known:
            return ()
        if _naming(section.clauses, self.lexicon):
            return tuple(self.of(section, clause) for clause in section.clauses)
        # Nobody is named in it, and nothing above it reaches in but the headings.
        audience = self._headed(section)
        return () if audience is None else (audience,) * len(section.clauses)

    def of(self, section: Section, clause: Clause) -> str | None:
        """The places whose readers `clause` is for, sorted, joined by ", "; None for everybody."""
        if not self.known:
            return None
        own = clause_audience(clause.text[:_MAX_CHARS], self.lexicon)
        if own is not None:
            name, scope = own
            if scope:
                self.scopes.setdefault(section.path, name)
            self.clauses[clause.id] = name
            return name
        if clause.lead_in in self.clauses:
            self.clauses[clause.id] = self.clauses[clause.lead_in]
            return self.clauses[clause.id]
        return self._headed(section)

    def _headed(self, section: Section) -> str | None:
        """For whom a section stands by its headings, and by what was said under them before."""
        path = section.path or ((section.heading,) if section.heading else ())
        for depth in range(len(path), 0, -1):
            told = self.scopes.get(tuple(path[:depth]))
            if told is not None:
                return told
            found = heading_audience(path[depth - 1], self.lexicon)
            if found and not (found.bare and _elsewhere(path[:depth], self.lexicon)):
                return found.places
        return None


def _any_named(clauses: tuple[Clause, ...], lexicon: Lexicon) -> bool:
    return any(clause_audience(clause.text[:_MAX_CHARS], lexicon) for clause in clauses)


_naming = Recall(_any_named, size=8_192)


class HeadingAudience(NamedTuple):
    """Whom a heading names."""

    places: str
    bare: bool  # the heading is nothing but places


def _elsewhere(path: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Do the headings speak of where data goes, not of where readers live?"""
    return any(_patterns(lexicon).within("not_here", heading) for heading in path)


@lru_cache(maxsize=4_096)
def heading_audience(heading: str, lexicon: Lexicon) -> HeadingAudience | None:
    """The audience that a heading names; None for a heading about something else."""
    patterns = _patterns(lexicon)
    text = heading.strip(" .:")
    for start, end, places in _lists(text, patterns):
        before, after = text[:start], text[end:]
        if not _LETTERS.search(before) and not _LETTERS.search(after):
            return HeadingAudience(_name(places, before, patterns), True)
        lead, tail = (
            patterns.before("heading_leads", before),
            patterns.after("heading_tails", after),
        )
        if lead or patterns.before("leads", before) or tail:
            return HeadingAudience(_name(places, before, patterns), False)
    return None


@lru_cache(maxsize=16_384)
def clause_audience(text: str, lexicon: Lexicon) -> tuple[str, bool] | None:
    """(places, whether the clause says so of its whole section); None where it names no readers."""
    patterns = _patterns(lexicon)
    for start, end, places in _lists(text, patterns):
        before, after = text[max(0, start - _REACH) : start], text[end:]
        scope = bool(patterns.within("scopes", text))
        named = (
            patterns.before("leads", before)
            or (patterns.before("person_leads", before) and patterns.after("tails", after))
            or (patterns.whole("openings", text[:start]) and patterns.after("opening_tails", after))
            or (scope and (patterns.after("tails", after) or _dwells(before, patterns)))
        )
        if named:
            return _name(places, before, patterns), scope
    return None


def _dwells(before: str, patterns: _Patterns) -> bool:
    """ "… applies to visitors, users and others who reside in": people close before the place."""
    return bool(patterns.before("dwellers", before[-90:]))


def _name(places: list[str], before: str, patterns: _Patterns) -> str:
    name = ", ".join(sorted(set(places)))
    return f"outside {name}" if patterns.before("outside", before) else name


def _lists(text: str, patterns: _Patterns) -> Iterator[tuple[int, int, list[str]]]:
    """(start, end, canonical names) of each list of places: "the EEA, the UK and Switzerland"."""
    current: tuple[int, int, list[str]] | None = None
    for start, end, name in _places(text, patterns):
        if current and patterns.whole("between", text[current[1] : start]):
            current = current[0], end, [*current[2], name]
            continue
        if current:
            yield current
        current = start, end, [name]
    if current:
        yield current


def _places(text: str, patterns: _Patterns) -> Iterator[tuple[int, int, str]]:
    """Every place name in `text`, the longest first; not the half of "EU-US"."""
    if not any(_bare(word) in patterns.names for word in _CAPITAL.findall(text)):
        return  # most clauses name no place
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        start, _, word = words[at]
        found = None
        if word[:1].isupper() and (len(word) > _SHORT or word[-1:].isupper() or "." in word):
            for parts, name in patterns.names.get(_bare(word), ()):
                stretch = words[at : at + len(parts)]
                if tuple(_bare(w) for _, _, w in stretch) == parts:
                    found = stretch[-1][1], name, len(parts)
                    break
        if found is None:
            at += 1
            continue
        end, name, width = found
        at += width
        before, after = text[start - 1 : start] if start else "", text[end:]
        if before and before in _QUOTES:
            continue  # "Switzerland (“Europe”)": a name for what stands before it
        half = before in _HALVES or after[:1] in _HALVES
        if half and not patterns.after("heading_tails", after):
            continue
        yield start, end, name


def _bare(word: str) -> str:
    return word.replace(".", "").lower()


__all__ = ["Audiences", "clause_audience", "heading_audience"]
