"""References to an item of the list around, by its letter alone: "paragraph (g) above", "items (a) and (c)".

Which list is meant, only its section tells; "point (a) of Article 6(1)" is told by what it is a point of.
"""

from __future__ import annotations

from functools import lru_cache

from policydiff.compare.cross_references import Citation
from policydiff.compare.reference_words import item_patterns
from policydiff.model import Document
from policydiff.patterns import regex

_ITEM = regex(r"\(([a-z]{1,4})\)")


def cite_items(document: Document) -> dict[int, tuple[Citation, ...]]:
    """References by letter, by index of the clause in the document; their number is "".

    None in a clause that speaks of a law: it may be the law's list.
    """
    return {
        index: cited
        for index, clause in enumerate(document.clauses)
        if "(" in clause.text and (cited := _items_in(clause.text))
    }


@lru_cache(maxsize=20_000)
def _items_in(text: str) -> tuple[Citation, ...]:
    word, owned, law = item_patterns()
    found: list[Citation] = []
    for match in word.finditer(text):
        if owned.match(text, match.end()) or law.search(text):
            continue
        last = match.start("items")
        for item in _ITEM.finditer(text, last, match.end()):
            found.append(
                Citation(
                    f"{match['word']} {item[0]}", match["word"].casefold(), "", (item[1],), item.start(),
                    item.end(), item[0], match.start(), "own", text[last : item.start()].strip(),
                )
            )  # fmt: skip
            last = item.end()
    return tuple(found)
