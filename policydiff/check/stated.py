"""The dates by which a policy dates itself, and sentences that do nothing else."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from policydiff.model import DateCandidate, DateKind, Document
from policydiff.vocabulary import STATED

# "This privacy policy is effective as of and was last reviewed on": words around a date that say
# nothing else. Anything more is a clause of its own: "Effective 1 May, we will share your data".
_ONLY_DATING = 12


class StatedDate(Struct, frozen=True):
    """One date that a document states of itself, with every reading of its words."""

    kind: DateKind
    readings: tuple[str, ...]  # ISO, cut to their precision; the one taken first
    text: str
    line: int | None

    @property
    def value(self) -> str:
        """The reading that is taken."""
        return self.readings[0]


def stated_dates(document: Document) -> dict[DateKind, StatedDate]:
    """By kind, the date that a document states of itself: the chosen one, else the topmost."""
    found: dict[DateKind, list[DateCandidate]] = {}
    for candidate in document.snapshot.dates:
        if candidate.kind in STATED and candidate.line is not None:
            found.setdefault(candidate.kind, []).append(candidate)
    result = {}
    for kind, candidates in found.items():
        first = next((c for c in candidates if c.chosen), candidates[0])
        same = [c.value for c in candidates if (c.line, c.text) == (first.line, first.text)]
        readings = tuple(dict.fromkeys([first.value, *same]))
        result[kind] = StatedDate(kind, readings, first.text, first.line)
    return result


def newest_stated(document: Document) -> StatedDate | None:
    """The latest date that a document states of itself, however it calls it."""
    return max(stated_dates(document).values(), key=lambda one: one.value, default=None)


def is_dating(document: Document, text: str) -> bool:
    """Whether a clause only says from when the document is."""
    for candidate in document.snapshot.dates:
        if candidate.kind in (*STATED, "previous") and candidate.text in text:
            rest = text.replace(candidate.text, " ")
            if len(re.findall(r"\w+", rest)) <= _ONLY_DATING and not re.search(
                r"\b(?:we|you)\b", rest, re.I
            ):
                return True
    return False


def earliest(value: str) -> date:
    """The first day that an ISO date, cut to any precision, can mean."""
    return date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value)


def latest(value: str) -> date:
    """The last day that an ISO date, cut to any precision, can mean."""
    start = earliest(value)
    if len(value) == 10:
        return start
    months = start.year * 12 + start.month + (11 if len(value) == 4 else 0)
    year, month = divmod(months, 12)
    return date.max if year > 9999 else date(year, month + 1, 1) - timedelta(days=1)
