"""References to a section by its name: see ‘How we share’, the section “Refunds”, the Refunds section.

A name alone is no reference: quoted, it stands behind "see", "described in" or "section", or before "below"; else
directly beside "section", or between "see" and the end of a clause.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from policydiff.compare.cross_references import Citation
from policydiff.compare.normalise import Key, heading_key
from policydiff.compare.reference_words import name_patterns
from policydiff.model import Document

_OPEN, _CLOSE = "[\"“”„‘'«»]", "[\"“”‘’'«»]"
_LONGEST = 100  # characters of a name
_MOST_WORDS = 10  # of a name without quotes
_WORDS = "section-name"  # stands for the word before a number: "section" of "section 3"


class Name(NamedTuple):
    """What may be the name of a section, and its place in a text."""

    key: Key
    name: str
    start: int
    end: int


def cite_names(document: Document) -> dict[int, tuple[Citation, ...]]:
    """References to own sections by their headings, by index of the clause in the document."""
    headings = {heading_key(section.heading) for section in document.sections} - {""}
    return {
        index: tuple(
            Citation(
                name.name, _WORDS, number_of(name.key), (), name.start, name.end, name.name, name.start, "name",
            )
            for name in found
        )
        for index, clause in enumerate(document.clauses)
        if (found := names_in(clause.text, headings))
    }  # fmt: skip


def number_of(key: Key) -> str:
    """What a heading is known by among numbers."""
    return f"“{key}”"


def names_in(text: str, headings: Collection[str]) -> list[Name]:
    """The references to one of `headings` in a text, in reading order; of several at one place the longest."""
    found: list[Name] = []
    for name in _candidates(text):
        if name.key in headings and not (found and name.start < found[-1].end):
            found.append(name)
    return found


@lru_cache(maxsize=50_000)
def _candidates(text: str) -> tuple[Name, ...]:
    """In reading order, longer ones first. The patterns are dear, and few clauses hold a hint."""
    if not _hint().search(text.casefold()):
        return ()
    found = {
        Name(key, text[start:end], start, end)
        for pattern in _patterns()
        for match in pattern.finditer(text)
        for start, end in _spans(match)
        if (key := heading_key(text[start:end]))
    }
    return tuple(sorted(found, key=lambda name: (name.start, -name.end)))


def _spans(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the name may stand: of an open end, each number of words that no capital follows."""
    start, end = match.span(match.lastindex or 0)
    yield start, end
    if match.re is not _patterns()[-1]:
        return
    text = match.string
    for space in reversed([found.start() for found in re.finditer(r"\s+", match[1])]):
        behind = text[start + space :].lstrip()
        if not behind[:1].isupper():
            yield start, start + space


@cache
def _hint() -> re.Pattern[str]:
    """What every reference by name holds: a quotation mark, or a word that points."""
    pointing, _, section, _ = name_patterns()
    return re.compile(rf"[\"“”„‘«»]|(?<!\w)'|\b(?:{pointing}|{section})\b")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    pointing, at, section, there = name_patterns()
    quoted = rf"{_OPEN}([^\"“”„«»]{{1,{_LONGEST}}}?)[.,]?{_CLOSE}"
    plain = rf"([A-ZÄÖÜ][^.,;:!?()\[\]\"“”„«»]{{0,{_LONGEST}}}?)"
    the = r"(?:(?:the|our|den|dem|der)\s+)?"
    return (
        re.compile(
            rf"(?<!\w)(?i:{pointing}|{at}|{section}(?:\s+[\w.]+)?)(?:\s+|\s*[,(]\s*){the}(?:(?i:{section})\s+)?{quoted}"
        ),
        re.compile(rf"{quoted}\s*,?\s+(?i:{section}|{there})(?!\w)"),
        re.compile(rf"(?<!\w)(?i:{pointing})\s+{the}{plain}(?=\s*(?:[.,;:)]|$))"),
        re.compile(rf"(?<!\w)(?i:{section})\s+[\w.]+\s*\({plain}\)"),
        re.compile(rf"(?<!\w)(?:the|our|see)\s+{plain}\s+(?i:{section})(?!\w)"),
        # Last: its end is open.
        re.compile(
            rf"(?<!\w)(?i:{section})\s+([A-ZÄÖÜ][\w'’-]*(?:\s+[\w'’&-]+){{0,{_MOST_WORDS}}})"
        ),
    )
