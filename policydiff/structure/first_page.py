"""Several pages joined into one document: its date is the first page's, not that of an annex.

# Privacy Policy
...
# Cookie Statement          a page of its own
Updated: 2 May 2019         says nothing of the policy above
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.model import Block, DateCandidate
from policydiff.patterns import regex
from policydiff.structure.line_words import choice
from policydiff.structure.titles import names_document
from policydiff.vocabulary import STATED

_ITSELF = regex(lambda: rf"\b{choice('itself')}\b", re.I)  # "Changes to this Policy"
_SECTIONS = 3  # of the first rank, which make it the rank of sections
_FEWEST = 80  # words of text that make what stands above the second title a page


def of_first_page(
    dates: Sequence[DateCandidate], blocks: Sequence[Block]
) -> tuple[DateCandidate, ...]:
    """The dates, those that a further page of the document states as mentions."""
    further = _second_page(blocks)
    if further is None:
        return tuple(dates)
    why = f"stands on a further page, “{further.text[:60]}”"
    return tuple(
        replace(date, kind="mention", why=f"{why}; {date.why}")
        if date.kind in STATED and date.line is not None and date.line > further.line
        else date
        for date in dates
    )


def _second_page(blocks: Sequence[Block]) -> Block | None:
    """The title of the second page: of the rank of the first one, called like a document, below text.

    Where sections are of that rank as well, nothing tells the title of a page from "Privacy Policy", the section.
    """
    sections = sum(
        block.kind == "heading" and block.level == 1 and not names_document(block.text)
        for block in blocks
        if block.furniture is None
    )
    if sections >= _SECTIONS:
        return None
    first, words = None, 0
    for block in blocks:
        if block.furniture is not None:
            continue
        if block.kind != "heading" or block.level != 1:
            words += len(block.text.split()) if first else 0
        elif not names_document(block.text) or _ITSELF.search(block.text):
            continue
        elif first is None:
            first, words = block, 0
        elif words >= _FEWEST and block.text != first.text:
            return block
    return None
