"""What a line at the edge of a page says: a notice of rights, or something that may bind somebody.

    © 2005-2026 Fernhill Vets Ltd. All rights reserved. | Terms | Privacy      a notice, and no more
    © 2026 Fernhill Vets Ltd. You may not copy this page.                      a clause

What is left out of a policy must not say anything: who judges furniture by its look asks here first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from policydiff.patterns import regex
from policydiff.structure.line_words import choice
from policydiff.structure.lines import is_company
from policydiff.structure.wording import is_address_line, page_words

_RIGHTS = regex(
    lambda: (
        r"(?:©|\(c\)|copyright)\W{0,6}(?:notice\b.{0,20})?.{0,80}\b(?:19|20)\d\d|"
        rf"\b{choice('rights')}\b"
    ),
    re.I,
)
_PIECE = regex(r"\s*[|·•;\n]\s*|(?<=[.!?])\s+(?!\d)|\s+[–—-]\s+")
_ASKS = regex(r"^\W*(?:how|what|when|where|why|who|which|whether|if|do not (?:sell|share))\b", re.I)
# A verb that makes a clause, a subject with its verb, or a "no"; the month of May is none.
_SAYS = regex(
    r"\b(?:is|are|was|were|has|have|had|will|shall|must|can|cannot|could|should|would|does|did|agrees?|accepts?|"
    r"consents?|appl(?:y|ies)|pays?|sells?|requires?|prohibit(?:s|ed)|forbid(?:s|den)|ist|sind|wird|werden|muss|müssen|"
    r"dürfen|darf|kann|können|no(?!\.?\s*\d)|not|never|nor|without|kein|keine|nicht)\b|"
    r"\b(?<!\d\s)(?<!\d\.\s)may\b(?!\s+(?:\d|of\b))|"
    r"\b(?:we|you|they|wir|sie|nous|vous)\s+[a-zäöü]+",
    re.I,
)
_WORD = regex(r"[^\W_]+(?:['’&.@/-]+[^\W_]+)*")


@lru_cache(maxsize=20_000)
def says_something(text: str) -> bool:
    """Whether any part of it is a statement: "We sell your data", "No refunds"; a question is none."""
    return any(
        _SAYS.search(piece) is not None and " " in piece.strip()
        for piece in _PIECE.split(text)
        if not _ASKS.match(piece) and not piece.endswith("?")
    )


@lru_cache(maxsize=20_000)
def is_rights_notice(text: str) -> bool:
    """Whether it tells whose the page is and nothing else: names, years, an address, names of links."""
    if _RIGHTS.search(text) is None:
        return False
    return not says_something(text) and all(map(_is_part, _PIECE.split(text)))


def _is_part(piece: str) -> bool:
    """Whether a part of a notice has no words but those of notices, menus, names and addresses."""
    if is_address_line(piece):
        return True
    named = _RIGHTS.search(piece) is not None or is_company(piece) or not piece.isupper()
    return all(
        word.casefold() in page_words("notice")
        or word.casefold() in page_words("menu")
        or any(char.isdigit() or char in "@/" for char in word)
        or (named and not word[0].islower())
        for word in _WORD.findall(piece)
    )
