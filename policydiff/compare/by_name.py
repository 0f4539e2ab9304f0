"""References to a section by its name, where that section was removed.

see ‘How we share’, the section “Refunds”, the Refunds section
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from policydiff.compare.cross_references import name_patterns
from policydiff.compare.normalise import heading_key
from policydiff.model import Document, Section, SnapshotWarning

_OPEN, _CLOSE = "[\"“”„‘'«»]", "[\"“”‘’'«»]"
_LONGEST = 100  # characters of a name


def named_in_vain(removed: Sequence[Section], new: Document) -> list[SnapshotWarning]:
    """A warning for each clause that turns the reader to a removed section by its name.

    A name alone is no reference: quoted, it stands behind "see", "described in" or "section"; else
    directly beside "section". None where something else bears the name, or where the clause leads to
    another page.
    """
    kept = {heading_key(section.heading) for section in new.sections}
    names = {
        name
        for section in removed
        if (name := (section.heading or "").strip(" .:"))
        and len(name) <= _LONGEST
        and heading_key(name) not in kept
    }
    if not names:
        return []
    # "Refunds: we pay them back": the name of a paragraph now.
    run_in = {
        found[0].casefold()
        for clause in new.clauses
        if (found := re.match(r"[^.:–—]{1,100}(?=[.:–—]|$)", clause.text))
    }
    folded = {name: name.casefold() for name in sorted(names) if name.casefold() not in run_in}
    return [
        SnapshotWarning(
            code="dangling-reference",
            message=f"“{name}” points nowhere in this version: the section was removed",
            line=clause.line,
        )
        for clause, text in ((clause, clause.text.casefold()) for clause in new.clauses)
        if not any(link.startswith(("http:", "https:")) for link in clause.links)
        for name, own in folded.items()
        if own in text and _pattern(name).search(clause.text)
    ]


@lru_cache(maxsize=200)
def _pattern(name: str) -> re.Pattern[str]:
    pointing, section = name_patterns()
    own = re.escape(name)
    return re.compile(
        rf"(?<!\w)(?i:{pointing}|{section}(?:\s+\w+)?)\s+(?:(?:the|our|den|dem|der)\s+)?(?:(?i:{section})\s+)?"
        rf"{_OPEN}(?i:{own})[.,]?{_CLOSE}"
        rf"|{_OPEN}(?i:{own}){_CLOSE}\s+(?i:{section})(?!\w)"
        rf"|(?<!\w)(?i:{section})\s+{own}(?!\w|\s+[A-Z])|(?<!\w)(?:the|our|see)\s+{own}\s+(?i:{section})(?!\w)"
    )
