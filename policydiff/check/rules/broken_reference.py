"""PD501: a reference to a section that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from policydiff.check.change import Change, heading_of
from policydiff.check.rule import Hit, Rule
from policydiff.compare.dangling import dangling_references
from policydiff.compare.normalise import heading_key
from policydiff.model import Document
from policydiff.patterns import regex

# see “Your choices”, the section entitled "Your choices"
_QUOTED = regex(r"[“\"‘']([^“”\"‘’']{2,80})[”\"’']")
# Beside the quotes; a defined term ("Personal Data") stands in quotes too.
_BEFORE = regex(
    r"\b(?:see|refer to|sections?|headed|entitled|titled|called|under|described in|set out in)"
    r"(?:\s+(?:the|our|section|heading)){0,3}\s*$",
    re.IGNORECASE,
)
_BEHIND = regex(r"\s*,?\s*(?:sections?|above|below|describes)\b", re.IGNORECASE)


def _find(change: Change) -> Iterator[Hit]:
    if change.new is None:
        return
    dangling = dangling_references(change.old) if change.old else []
    before = {one.words.casefold() for one in dangling}
    headings = _headings(change.old) if change.old else set()
    told: set[str] = set()
    for one in dangling_references(change.new):
        key = one.words.casefold()
        if key not in before and key not in told:
            told.add(key)
            yield _hit(one.words, one.line, heading_of(one.section))
    gone = headings - _headings(change.new)
    slugs = _slugs(change.old) - _slugs(change.new) if change.old else set()
    for section in change.new.sections:
        for clause in section.clauses:
            for match in _QUOTED.finditer(clause.text):
                key = heading_key(match[1].strip(" .,"))
                if key in gone and key not in told and _points(clause.text, *match.span()):
                    told.add(key)
                    yield _hit(match[1], clause.line, heading_of(section))
            for link in clause.links:
                slug = unquote(link[1:]).casefold()
                if link.startswith("#") and slug in slugs and slug not in told:
                    told.add(slug)
                    yield _hit(link, clause.line, heading_of(section))


def _points(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE.search(text[max(0, start - 60) : start]) or _BEHIND.match(text, end))


def _hit(words: str, line: int, section: str) -> Hit:
    return Hit(
        message=f"“{words}” points nowhere in this version",
        identity=(words.casefold(),), line=line, section=section, new_text=words,
    )  # fmt: skip


def _headings(document: Document) -> set[str]:
    return {key for section in document.sections if (key := heading_key(section.heading))}


def _slugs(document: Document) -> set[str]:
    """The anchors that Markdown renderers give to headings; numbers are part of them."""
    found = set()
    for section in document.sections:
        if section.heading:
            number = (
                f"{section.number} "
                if section.number and not section.heading.startswith(section.number)
                else ""
            )
            text = re.sub(r"[^\w\- ]", "", (number + section.heading).casefold().strip())
            found.add(text.replace(" ", "-"))
    return found


_OLD = "# Privacy Policy\n\n## 1. Sharing\n\nWe may share your data as section 3 describes.\n\n## 2. Cookies\n\nWe may use cookies.\n\n## 3. Partners\n\nWe may share your data with our partners.\n"

RULE = Rule(
    code="PD501",
    name="broken-reference",
    severity="warning",
    what="The text refers to a section, heading or anchor that was there and is not any more, or to a number that no section has.",
    why="A limit or exception that nobody can find is open to any reading.",
    fires=(_OLD, _OLD.replace("\n## 3. Partners\n\nWe may", " We may")),
    passes=(_OLD, _OLD.replace("## 3. Partners", "## 3. Our partners")),
    mend="point to the section where it stands now",
    find=_find,
    state=True,
)
