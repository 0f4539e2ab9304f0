"""The annexes, schedules and exhibits of a document: where they are named, and what headings name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policydiff.compare.cross_references import SEVERAL, Reference
from policydiff.compare.reference_owners import is_foreign
from policydiff.compare.reference_words import reference_words, stem
from policydiff.model import Document

_TITLE = 100  # characters of the longest title of an annex


def annex_references(document: Document) -> Iterator[Reference]:
    """Schedules, annexes and exhibits that are named, in reading order; of headings the own ones."""
    words = reference_words()
    for section in document.sections:
        for clause in section.clauses:
            for match in words.annex.finditer(clause.text):
                if not is_foreign(clause.text, match, lawful=False, named=()):
                    for one in words.one.findall(re.sub(r"\([^)]*\)", "", match["numbers"])):
                        told = f"{SEVERAL.sub('', match['word'])} {one}"
                        yield Reference(told, one.casefold(), clause.line, section, False)


@lru_cache(maxsize=50_000)
def annex_title(text: str) -> tuple[str, str, str] | None:
    """(stem of its word, number, title) of the annex or part that a text is the heading of; else None.

    "Annex B - Security" is ("ann", "b", "Security").
    """
    text = text.strip()
    found = reference_words().title.match(text)
    if not found or len(text) > _TITLE or text.endswith((".", ";", ",")):
        return None
    number = reference_words().one.search(found["numbers"])
    if number is None or number.start():
        return None
    title = text[found.start("numbers") + number.end() :].lstrip(" \t)\"”'.:,-–—")
    return stem(found["word"]), number[0].casefold(), title
