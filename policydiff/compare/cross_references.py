"""References of a document to its own sections and annexes by number.

    as described in sections 3 and 14.           own: two numbers
    see § 14, clause 2.3(b), siehe Abschnitt 12  own
    Article 21 GDPR, Section 14 of the Data Protection Act, 16 C.F.R. § 312    a law's, never told
    (Article 15), where the text speaks of the GDPR                            a law's

A wrong finding about a law costs more than a reference that is missed: in doubt it is a law's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from policydiff.compare.reference_owners import (
    REACH,
    Whose,
    dotted_stem,
    is_foreign,
    whose_reference,
)
from policydiff.compare.reference_words import ITEM, reference_words, stem
from policydiff.model import Document, Section
from policydiff.patterns import regex
from policydiff.structure.numbering import parse_numbers

_WORD = regex(r"\s*(?:[^\W\d]{2,}|§+)(?=[\s.])")  # that a heading's number bears: "Article 5"
_OWN_WORD = regex(
    r"(?<!\w)(?!(?:and|or|to|through|und|oder|bis|sowie)\s)(§|[^\W\d]{3,}\.?)\s*$", re.I
)
_SHORT_NAME = regex(r"\b[Tt]his (?:[A-Z][\w'’-]* ){1,8}\([^()“\"]{0,40}[“\"](\w[\w ]{1,30})[”\"]\)")
_MOST_CITED = 200  # references of one clause that are followed
SEVERAL = regex(r"(?<=x)es$|(?<=[a-z])s$", re.I)  # of "Annexes", "Schedules"


class Reference(NamedTuple):
    """One number that a clause refers to."""

    words: str  # "section 14", also where "sections 3 and 14" is written
    number: str  # "14", "2.3", "iv"
    line: int
    section: Section
    pointed: bool  # "see section 14": meant for the reader to look it up


class Citation(NamedTuple):
    """One number that a clause refers to, with its place in the text."""

    words: str  # "Section 14", "clause 4.2(a)", also where "Sections 3 and 14" is written
    word: str  # "section", lower case
    number: str  # "14", "4.2", "iv"
    items: tuple[str, ...]  # "a" of "4.2(a)"
    start: int  # of the number in the text
    end: int  # behind its items
    spelled: str  # "4.2(a)"
    together: int  # where "Sections 2 and 3" starts, for each of its numbers
    whose: Whose
    joint: str = ""  # between the number before it and this one: "to" of "Sections 2 to 4"


def own_references(document: Document) -> Iterator[Reference]:
    words = reference_words()
    lawful = any(_speaks_of_a_law(clause.text) for clause in document.clauses)
    named = _own_words(document)
    for section in document.sections:
        for clause in section.clauses:
            text = clause.text
            if not _refers(text):
                continue
            for match in words.reference.finditer(text):
                if is_foreign(text, match, lawful=lawful, named=named):
                    continue
                numbers = words.one.findall(re.sub(r"\([^)]*\)", "", match["numbers"]))
                word = match["word"].rstrip("sS§" if len(numbers) > 1 else "") or "§"
                pointed = bool(words.pointing.search(text[: match.start()][-REACH:]))
                for one in numbers:
                    yield Reference(f"{word} {one}", one.casefold(), clause.line, section, pointed)


def cite(document: Document) -> dict[int, tuple[Citation, ...]]:
    """References to own sections, clauses and annexes, by index of the clause in the document."""
    # As in `own_references`, but only clauses that hold a reference at all are searched for laws.
    referring = {
        index: clause.text for index, clause in enumerate(document.clauses) if _refers(clause.text)
    }
    if not referring:
        return {}
    lawful = any(_speaks_of_a_law(clause.text) for clause in document.clauses)
    named = _own_words(document)
    return {
        index: cited
        for index, text in referring.items()
        if (cited := _citations(text, lawful, named))
    }


def _own_words(document: Document) -> frozenset[str]:
    """Stems of the words by which a document calls its own parts; with a dot for "Article 3.02 hereof",
    which says nothing of "Article 6"; behind "=" what it calls itself: "=dpa".
    """
    found = {f"={name}" for clause in document.clauses for name in _short_names(clause.text)}
    found |= {stem(word[0]) for s in document.sections if (word := _WORD.match(s.number or ""))}
    return frozenset(found.union(*(_called_own(clause.text) for clause in document.clauses)))


@lru_cache(maxsize=100_000)
def _short_names(text: str) -> tuple[str, ...]:
    """ "dpa" of "This Data Processing Addendum (the “DPA”)"."""
    return tuple(found[1].casefold() for found in _SHORT_NAME.finditer(text))


@lru_cache(maxsize=100_000)
def _called_own(text: str) -> frozenset[str]:
    words = reference_words()
    return frozenset(
        dotted_stem(match)
        for match in (words.reference.finditer(text) if _refers(text) else ())
        if words.shared.fullmatch(match["word"]) and words.itself.match(text, match.end())
    )


@lru_cache(maxsize=100_000)
def _refers(text: str) -> bool:
    return reference_words().cited.search(text) is not None


@lru_cache(maxsize=100_000)
def _speaks_of_a_law(text: str) -> bool:
    return reference_words().law.search(text) is not None


@lru_cache(maxsize=20_000)
def _citations(text: str, lawful: bool, named: frozenset[str]) -> tuple[Citation, ...]:
    words, found = reference_words(), list[Citation]()
    matches = list(words.cited.finditer(text))
    for at, match in enumerate(matches):
        whole, own = match, match
        # "paragraph 4 of Section 3" is a part of Section 3, and whose that is.
        if inside := words.inside.match(text, match.end()):
            following = matches[at + 1] if at + 1 < len(matches) else match
            if inside.end() == following.start() and len(_places(following)) == 1:
                whole = own = following
        whose = whose_reference(text, own, lawful, named)
        if whose is None:
            continue
        places = _places(match)
        if whole is match and len(places) == 1:
            found += _items_before(text, match, places[0], whose)
        word = (SEVERAL.sub("", match["word"]) if len(places) > 1 else match["word"]).rstrip("§")
        word, last = word or "§", match.start("numbers")
        for place in places:
            # "clause 3.1, section 4(b) and paragraph 5": each with its own word.
            if named_so := _OWN_WORD.search(text[last : place.start]):
                word = named_so[1]
            joint = text[last : place.start].strip().casefold()
            last = place.end
            number = place.number
            if words.behind.fullmatch(word):
                number = f"{stem(word)} {number}"
            told = f"{word} {place.spelled}"
            if whole is not match:
                outer = _places(whole)[0]
                number = f"{outer.number}{''.join(f'({item})' for item in outer.items)}.{number}"
                told += text[place.end : outer.end]
            found.append(
                Citation(
                    told, word.casefold(), number.casefold(), place.items, place.start, place.end,
                    place.spelled, match.start(), whose, joint,
                )
            )  # fmt: skip
    return tuple(found[:_MOST_CITED])


def _items_before(
    text: str, match: re.Match[str], outer: _Number, whose: Whose
) -> Iterator[Citation]:
    """The items of "paragraphs (a) and (c) of Section 3"."""
    before = text[max(0, match.start() - REACH) : match.start()]
    if not (found := reference_words().items.search(before)):
        return
    offset = match.start() - len(before)
    for item in re.finditer(r"\((\w{1,4})\)", found["items"]):
        start, end = (offset + found.start("items") + place for place in item.span())
        yield Citation(
            item[0] + text[offset + found.end("items") : outer.end], "item", outer.number.casefold(),
            (*outer.items, item[1].casefold()), start, end, item[0], offset + found.start(), whose,
        )  # fmt: skip


class _Number(NamedTuple):
    """One number of a reference, with its place in the text."""

    number: str
    items: tuple[str, ...]
    start: int
    end: int  # behind its items
    spelled: str


def _places(match: re.Match[str]) -> list[_Number]:
    """The numbers of a reference, in reading order."""
    text, offset = match.string, match.start("numbers")
    bare = re.sub(r"\([^)]*\)", lambda m: " " * len(m[0]), match["numbers"])
    found = []
    for place in reference_words().one.finditer(bare):
        start, end = offset + place.start(), offset + place.end()
        behind = re.compile(ITEM).match(text, end)
        stop = behind.end() if behind else end
        items = tuple(item.casefold() for item in re.findall(r"\((\w+)\)", text[end:stop]))
        number = place[0]
        if letter := re.compile(r"\.[A-Z]\b").match(text, stop):  # "Section VI.D"
            number, stop = number + letter[0], letter.end()
        found.append(_Number(number, items, start, stop, text[start:stop]))
    return found


@lru_cache(maxsize=20_000)
def bare_number(number: str) -> str:
    """ "Article 3.01" is the first paragraph of 3, also where that is written "1."."""
    return ".".join(part.lstrip("0") or part for part in number.split("."))


def plain_number(number: str | None) -> str:
    """A number without its word and marks: "Section 2.3:" is "2.3"."""
    found = re.search(r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]+)\W*$", (number or "").strip())
    value = found[0].strip(" .:)(]-–—").casefold() if found else ""
    is_value = value and (value[0].isdigit() or len(value) == 1 or re.fullmatch("[ivxlc]+", value))
    return value if is_value else ""


@lru_cache(maxsize=50_000)
def opening_number(text: str) -> str:
    """The number that a text opens with, "3.2" of "3.2 The fee is"; "" where there is none."""
    opening = parse_numbers(text)
    return plain_number(opening[0].text) if opening and not opening[0].named else ""


def section_title(section: Section) -> str:
    """Number and heading of a section as one line; "" for the text before the first heading."""
    return " ".join(part for part in (section.number, section.heading) if part)
