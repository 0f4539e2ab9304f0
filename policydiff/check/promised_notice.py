"""How long before its own changes a policy promises to tell of them, in whatever order of words.

We will notify you 30 days before changes take effect.      read as an obligation
You will be notified at least two weeks in advance.         who notifies is not said
Changes take effect 30 days after we post them.             a period behind the effect
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from policydiff.check.change import Change
from policydiff.check.unread import read_values
from policydiff.model import Document, Section
from policydiff.obligations import Lexicon, choose_lexicon
from policydiff.patterns import regex

_LONGEST = 3650  # days of notice; beyond, a number is misread
_UPPER = ("at most", "less than", "within")
# Notice of another thing than a new text: of prices, of the end of a contract, of an address.
_OF_OTHERS = regex(
    r"\b(?:prices?|pricing|fees|subscriptions?|renew\w*|terminat\w+|chang\w+ (?:to|of|in) your|"
    r"you (?:must|shall|should|may|agree to|need to|have to) (?:\w+ )?(?:notify|inform|tell|give|provide|object|cancel|opt)|"
    r"preis\w*|kündig\w*)\b",
    re.IGNORECASE,
)
_CHANGES = regex(
    r"\b(?:chang(?:e[sd]?|ing)|amend\w*|modif\w+|revis\w+|updat\w+|new (?:version|terms|policy|notice|statement)|"
    r"änderung\w*|geändert\w*|neue\w* (?:fassung|version|bedingungen)|aktualisier\w+)\b",
    re.IGNORECASE,
)
_EFFECT = regex(
    r"\b(?:effect|effective|(?:in|into) force|apply|applies|applied|applicable|binding|in kraft|wirksam|gelten|gilt)\b",
    re.IGNORECASE,
)
_PUBLISHED = (
    r"(?:(?:re)?post\w*|publi\w+|notif\w+|notice|announc\w+|sen[dt]\w*|e-?mail\w*|inform\w*|provi\w+|made available|"
    r"veröffentlich\w*|mitteil\w*|bekannt\w*|zugang|benachrichtig\w*|ankündig\w*)"
)
_AFTER = regex(
    rf"[^.;]{{0,12}}\b(?:after|following|from|upon|since|nach|ab|seit)\b[^.;]{{0,60}}?\b{_PUBLISHED}\b",
    re.IGNORECASE,
)
_NOTIFIED = regex(rf"\b{_PUBLISHED}\b", re.IGNORECASE)
_AHEAD = regex(
    r"[^.;]{0,20}\b(?:before|prior|(?:in )?advance|notice|vor|vorher|im voraus)\b", re.IGNORECASE
)
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
