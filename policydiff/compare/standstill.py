"""Snapshots in which nothing happened: only where links lead may differ from the one before.

Pages give their links a new token at every visit. A history holds dozens of such versions in a row;
nothing of them need be aligned.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.compare.clauses import other_addresses
from policydiff.model import Clause, ClausePair, Document, Section, SectionPair


def stands_still(old: Document, new: Document) -> bool:
    """Whether each section, clause by clause, says on the same line what it said.

    No obligation can have come, gone or changed then. Another address that mail goes to counts.
    """
    return (
        len(old.sections) == len(new.sections)
        and old.snapshot.title == new.snapshot.title
        and all(map(_is_as_before, old.sections, new.sections))
    )


def standing_sections(old: Document, new: Document) -> tuple[SectionPair, ...]:
    """The section pairs of two documents of which the second stands still."""
    return tuple(
        SectionPair(
            changes=(),
            old=(before,),
            new=(after,),
            similarity=1.0,
            clauses=tuple(
                ClausePair(change="same", old=one, new=other)
                for one, other in zip(before.clauses, after.clauses, strict=True)
            ),
        )
        for before, after in zip(old.sections, new.sections, strict=True)
    )


def _is_as_before(old: Section, new: Section) -> bool:
    if old is new:
        return True
    if len(old.clauses) != len(new.clauses) or replace(old, clauses=()) != replace(new, clauses=()):
        return False
    return old.clauses is new.clauses or all(map(_says_the_same, old.clauses, new.clauses))


def _says_the_same(old: Clause, new: Clause) -> bool:
    if old is new or old == new:
        return True
    inside = [[link for link in side.links if link.startswith("#")] for side in (old, new)]
    return (
        old == replace(new, links=old.links)
        and inside[0] == inside[1]
        and other_addresses(old, new) is None
    )
