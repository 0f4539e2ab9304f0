"""How long before its own changes a policy promises to tell of them, in whatever order of words.

We will notify you 30 days before changes take effect.      read as an obligation
You will be notified at least two weeks in advance.         who notifies is not said
Changes take effect 30 days after we post them.             a period behind the effect
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from policydiff import word_lists
from policydiff.check.change import Change
from policydiff.check.unread import read_values
from policydiff.model import Document, Section
from policydiff.obligations.language import choose_lexicon
from policydiff.obligations.lexicon import Lexicon
from policydiff.patterns import regex

_LONGEST = 3650  # days of notice; beyond, a number is misread
_UPPER = ("at most", "less than", "within")
_choice = partial(word_lists.choice, Path(__file__).with_name("words"))
_OF_OTHERS = regex(lambda: rf"\b{_choice('others')}\b", re.IGNORECASE)
_CHANGES = regex(lambda: rf"\b{_choice('changes')}\b", re.IGNORECASE)
_EFFECT = regex(lambda: rf"\b{_choice('effect')}\b", re.IGNORECASE)
_AFTER = regex(
    lambda: rf"[^.;]{{0,12}}\b{_choice('after')}\b[^.;]{{0,60}}?\b{_choice('telling')}\b",
    re.IGNORECASE,
)
_NOTIFIED = regex(lambda: rf"\b{_choice('telling')}\b", re.IGNORECASE)
_AHEAD = regex(lambda: rf"[^.;]{{0,20}}\b{_choice('ahead')}\b", re.IGNORECASE)
_NTH = regex(r"\b(\d{1,3})(?:st|nd|rd|th) (?:calendar )?day\b", re.IGNORECASE)


class Promise(NamedTuple):
    """A clause that promises notice, and how much."""

    text: str
    line: int
    days: int


def promised_notice(change: Change) -> Promise | None:
    """The longest notice of changes that the old text promises, in whole days.

    The old text counts: the new one cannot take back what is promised for its own coming.
    """
    found = [*_obligations(change), *(_clauses(change.old) if change.old else ())]
    fitting = [promise for promise in found if 0 < promise.days <= _LONGEST]
    return max(fitting, key=lambda promise: promise.days, default=None)


def _obligations(change: Change) -> Iterator[Promise]:
    for obligation in change.standing:
        if obligation.bearer != "company" or obligation.modality not in ("obligation", "practice"):
            continue
        if obligation.topic != "changes" or _OF_OTHERS.search(obligation.text):
            continue
        for value in obligation.values:
            if value.kind == "notice" and value.quantity and value.comparison not in _UPPER:
                yield Promise(obligation.text, obligation.line, math.floor(value.quantity))


def _clauses(document: Document) -> Iterator[Promise]:
    lexicon = choose_lexicon(document)
    if lexicon is None:
        return
    for section in document.sections:
        for clause in section.clauses:
            if _is_about_changes(clause.text, section) and not _OF_OTHERS.search(clause.text):
                for days in _notices(clause.text, lexicon):
                    yield Promise(clause.text, clause.line, days)


def _is_about_changes(text: str, section: Section) -> bool:
    """Whether a clause speaks of changes, by itself or under its heading ("They apply ...")."""
    return bool(_CHANGES.search(text) or _CHANGES.search(section.heading or ""))


def _notices(text: str, lexicon: Lexicon) -> Iterator[int]:
    """Days between the notice and the effect, where a clause speaks of both."""
    if not _EFFECT.search(text):
        return
    for match in _NTH.finditer(text):
        if _AFTER.match(text, match.end()):
            yield int(match[1])
    for value in read_values(text, lexicon):
        if not value.quantity or value.comparison in _UPPER:
            continue
        behind = value.span[1]
        ahead = _AHEAD.match(text, behind) and _NOTIFIED.search(text)
        if _AFTER.match(text, behind) or (value.kind == "notice" and ahead):
            yield math.floor(value.quantity)
