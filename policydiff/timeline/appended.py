"""Another document stored behind, or before, the policy: a cookie policy after a privacy policy.

Archives put several pages into one file. What the other page says is not new in the policy. It is told
from a chapter of the policy itself by its title: it names a document about something else.

    Privacy Policy + "Cookie Policy", "Terms of Service"      another document
    Privacy Policy + "California Privacy Notice"              a chapter; its promises appeared
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from policydiff.compare.normalise import Key, normalise
from policydiff.model import Document, Section
from policydiff.timeline.lexicon import load_words

_LEAST_WORDS = 150  # of a document whose title stands among the headings of the policy
_LEAST_BESIDE = 20  # of one whose title stands beside the policy's own, above all other headings
_NEW = 0.9  # share of its words that the snapshot before does not have


class Appendix(Struct, frozen=True, kw_only=True):
    """Another document inside a snapshot."""

    heading: str
    sections: frozenset[str]  # ids
    words: int


def find_appendices(old: Document, new: Document) -> tuple[Appendix, ...]:
    """Documents that `new` has beside the policy of `old`, which had them not. O(clauses)."""
    known: set[Key] | None = None
    # Of the snapshot that holds the policy alone: the other document may stand first and give the title.
    subject = _subject(old.snapshot.title or "") or _subject(new.snapshot.title or "")
    if not subject:
        return ()
    top = _level_of_titles(new.sections, subject)
    found = []
    for start, section in enumerate(new.sections):
        about = _subject(section.heading or "")
        if not about or about & subject or not _names_document(section.heading or ""):
            continue
        part = _document_from(new.sections, start)
        known = known or {normalise(clause.text) for clause in old.clauses}
        counts: Counter[bool] = Counter()
        for one in part:
            for clause in one.clauses:
                counts[normalise(clause.text) in known] += len(clause.text.split())
        least = _LEAST_BESIDE if section.level == top else _LEAST_WORDS
        if counts[False] >= max(least, _NEW * counts.total()):
            found.append(
                Appendix(
                    heading=section.heading or "",
                    sections=frozenset(one.id for one in part),
                    words=counts.total(),
                )
            )
    return tuple(found)


def _level_of_titles(sections: Sequence[Section], subject: frozenset[str]) -> int | None:
    """The level on which the policy's own title stands and nothing but titles of documents; or None."""
    own = [
        s
        for s in sections
        if _names_document(s.heading or "") and _subject(s.heading or "") & subject
    ]
    level = min((section.level for section in own), default=None)
    for section in sections:
        if level is None or section.heading is None:
            continue
        if section.level < level or (
            section.level == level and not _names_document(section.heading)
        ):
            return None
    return level


def _document_from(sections: Sequence[Section], start: int) -> list[Section]:
    """The sections from a title on: those below it, or up to where the policy's own title comes."""
    head = sections[start]
    part = [head]
    for section in sections[start + 1 :]:
        if section.level <= head.level and _names_document(section.heading or ""):
            break
        if section.level < head.level:
            break
        part.append(section)
    return part


@lru_cache(maxsize=4_096)
def _names_document(heading: str) -> bool:
    words = _words(heading)
    return bool(words) and len(words) <= 8 and bool(set(words) & load_words("documents")["kinds"])


@lru_cache(maxsize=4_096)
def _subject(heading: str) -> frozenset[str]:
    """What a document of this name is about: "cookies", "service", "privacy"."""
    words = load_words("documents")
    return frozenset(
        subject for subject in words if subject != "kinds" and words[subject] & set(_words(heading))
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.casefold())
