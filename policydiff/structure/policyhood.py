"""Whether a page is a policy at all: outage pages, press pages and menus get archived too."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from policydiff.model import SnapshotWarning
from policydiff.patterns import regex
from policydiff.structure.error_pages import LOOKS_LIKE_ERROR, find_error

ERROR_INSIDE = "error-page-inside"  # code of the warning about one page of several
_SELF = regex(
    r"\b(?:(?:privacy|cookies?|data|usage|acceptable use|security)\s+(?:policy|statement|notice|rules|guidelines)|"
    r"(?:this|these|our|the following)\s+(?:policy|policies|notice|statement|terms|agreement|addendum|guidelines|conditions)|"
    r"terms (?:of|and|&) (?:service|use|conditions)|user agreement|licen[cs]e agreement|terms apply)\b",
    re.I,
)
_BINDING = regex(
    r"\b(?:will|shall|must|may|can|should|agree|required|responsible|reserve|consent|collect|share|disclose|prohibited)\b",
    re.I,
)
_READER = regex(
    r"\b(?:you|your|yours|users?|members?|customers?|visitors?|individuals?|data subjects?)\b", re.I
)
# "This Acceptable Use Policy", in so many words: a list of bans may say little else to its readers.
_POINTS_AT_ITSELF = regex(
    r"\b(?:this|these)\s+(?:[^\s.]{1,20}\s+){0,3}?"
    r"(?:policy|policies|notice|statement|terms|agreement|addendum|guidelines|conditions)\b",
    re.I,
)
_BETWEEN_PAGES = regex(r"\n[ \t]*\n[ \t]*(?:-[ \t]?){3,}[ \t]*\n")
_ENOUGH = 0.012  # of the words
_ENOUGH_ITSELF = 0.006  # where it points at itself
_REMEMBERED = 4_000  # characters of a line that may be met again in the next version


@lru_cache(maxsize=50_000)
def _count(line: str) -> tuple[int, int]:
    """Words for readers and words that bind in one line: none of them goes over a line's end."""
    return len(_READER.findall(line)), len(_BINDING.findall(line))


def judge_policyhood(text: str, title: str | None) -> SnapshotWarning | None:
    """A `not-a-policy` warning with its reasons, or None. Two reasons are needed, or an error page.

    A text of several pages, between lines of dashes, is warned about where one of them is none.
    """
    words = text.count(" ") + 1
    reasons: list[str] = []
    if said := find_error(text, title):
        return SnapshotWarning(code="not-a-policy", message=f'{LOOKS_LIKE_ERROR}: it says "{said}"')
    if words < 40:
        reasons.append(f"it has only {words} word{'s' * (words != 1)}")
    own = sum(1 for _ in islice(_SELF.finditer(text), 2))  # more make no difference
    own += 2 if title and _SELF.search(title) else 0
    # Press pages mention policies once in passing; a policy speaks of itself.
    if own == 0 or (own == 1 and words > 400):
        reasons.append("it does not speak of itself as a policy, notice, agreement or terms")
    readers = binding = 0
    enough = (_ENOUGH_ITSELF if own > 1 and _POINTS_AT_ITSELF.search(text) else _ENOUGH) * words
    for line in text.split("\n"):
        if (readers >= enough) + (binding >= enough) > len(reasons):
            break  # there cannot be two reasons any more
        if line:
            counts = _count(line) if len(line) <= _REMEMBERED else _count.__wrapped__(line)
            readers, binding = readers + counts[0], binding + counts[1]
    if readers < enough:
        reasons.append("it hardly speaks to or of its readers")
    if binding < enough:
        reasons.append("it hardly binds anybody")
    if len(reasons) < 2:
        return _doubt_pages(text)
    return SnapshotWarning(code="not-a-policy", message="; ".join(reasons))


def _doubt_pages(text: str) -> SnapshotWarning | None:
    """An `error-page-inside` warning, where one of several pages that stand in one text is an error page."""
    pages = _BETWEEN_PAGES.split(text)
    for page in pages if len(pages) > 1 else ():
        if said := find_error(page, None):
            message = f'one of its pages looks like an error page: it says "{said}"'
            return SnapshotWarning(code=ERROR_INSIDE, message=message)
    return None
