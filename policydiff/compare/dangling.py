"""References that point nowhere: to sections, paragraphs and annexes that a document does not have.

see Section 1.09, where there are 1.01 and 1.02     told
as Schedule 4 says, where there is Schedule 1        told
as Schedule 4 says, where there is none at all       not: it is another file
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from policydiff.compare.annexes import annex_references, annex_title
from policydiff.compare.cross_references import (
    Reference,
    bare_number,
    opening_number,
    own_references,
    plain_number,
    section_title,
)
from policydiff.compare.reference_words import stem
from policydiff.model import Document

_MANY = 12  # a reference beyond twice the sections of a document, and this, is to a statute
_LAST = 99  # the same where the reader is told to look there


def dangling_references(document: Document) -> list[Reference]:
    """References to sections and annexes of this document that it does not have, in reading order.

    Only where the document numbers its sections or paragraphs, and has annexes of that word.
    """
    return sorted([*_sections(document), *_annexes(document)], key=lambda one: one.line)


def _sections(document: Document) -> Iterator[Reference]:
    numbered = {number for s in document.sections if (number := plain_number(s.number))}
    known = {bare_number(number) for number in _known(document)}
    # "ARTICLE I" over "Section 1.01": paragraphs have a style of their own, told beside their like.
    dotted = {number for number in known if _is_dotted(number)}
    if len(numbered | dotted) < 2:
        return
    styles = {_style(number) for number in numbered}
    parents = {number.rpartition(".")[0] for number in dotted}
    tops = [int(number.split(".")[0]) for number in numbered | dotted if number[0].isdigit()]
    limit = max(_MANY, 2 * max(tops, default=0))
    for reference in own_references(document):
        number = bare_number(reference.number)
        like = _style(number) in styles or number.rpartition(".")[0] in parents
        if number in known or not (like or (dotted and _is_dotted(number))):
            continue
        if number[0].isdigit():
            top = int(number.split(".")[0])
            if top > (max(limit, _LAST) if reference.pointed else limit):
                continue  # of a statute: "Section 160.103"
        if not _may_be_counted(reference, document, known):
            yield reference


def _annexes(document: Document) -> Iterator[Reference]:
    """Where a document has Schedule 1 and 2, "Schedule 4" is none; where it has A and B, "1" is another's."""
    own: dict[str, set[str]] = defaultdict(set)
    for section in document.sections:
        for text in (section_title(section), *(clause.text for clause in section.clauses)):
            if title := annex_title(text):
                own[title[0]].add(title[1])
    for reference in annex_references(document) if own else ():
        numbers = own.get(stem(reference.words), set())
        if reference.number not in numbers and _style(reference.number) in map(_style, numbers):
            yield reference


def _known(document: Document) -> set[str]:
    """Every number that a reference can mean: of sections, of paragraphs and of items in sections."""
    found: set[str] = set()
    for section in document.sections:
        own = plain_number(section.number)
        if own:
            found.add(own)
        for clause in section.clauses:
            for number in {plain_number(clause.number), opening_number(clause.text[:60])}:
                if number and own and "." not in number:
                    found.add(f"{own}.{number}")
                if number and (not own or "." in number):
                    found.add(number)
    # "2" is there where "2.1" is.
    return found | {number[: m.start()] for number in found for m in re.finditer(r"\.", number)}


def _may_be_counted(reference: Reference, document: Document, known: set[str]) -> bool:
    """Whether "2.3" may be the third paragraph of section 2, in a page that numbers without digits."""
    above, _, last = reference.number.rpartition(".")
    if not above or any("." in number for number in known if number[0].isdigit()):
        return False
    home = next((s for s in document.sections if plain_number(s.number) == above), None)
    if home is None or not last.isdigit():
        return False
    places = {clause.paragraph or clause.line for clause in home.clauses}
    return int(last) <= len(places)


def _is_dotted(number: str) -> bool:
    return number[0].isdigit() and "." in number


def _style(number: str) -> str:
    return "number" if number[0].isdigit() else "letter"
