"""Versions of one page that differ only in where their links lead: they are given structure once.

Pages give their links a new token at every visit, and archives keep each as a new version. What
such a version says, line by line, an earlier one has said: its headings, its furniture and its dates are
the same. Only the clauses whose links lead elsewhere are made anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.model import Block, DateCandidate, Section
from policydiff.structure.clauses import build_clauses
from policydiff.structure.dates import find_block_dates, tells_a_date
from policydiff.structure.first_page import of_first_page
from policydiff.structure.sections import Outline, build_sections
from policydiff.structure.settling import Settled

_SIZE = 16  # versions that are remembered; layouts that alternate are few


class Reading(Struct, frozen=True):
    """What structure makes of the blocks of one version."""

    blocks: tuple[Block, ...]
    settled: Settled | None
    outline: Outline
    dates: tuple[DateCandidate, ...]


class Versions(Struct):
    """The versions that were given structure last, the newest in front."""

    known: list[Reading] = field(default_factory=list)

    def read(self, blocks: tuple[Block, ...], settled: Settled | None = None) -> Reading:
        """What `build_sections` and `find_block_dates` make of `blocks`."""
        found = None
        for at, one in enumerate(self.known):
            if _read_alike(one, blocks, settled):
                found = self.known.pop(at)
                break
        if found is None:
            outline = build_sections(blocks, settled)
            dates = of_first_page(find_block_dates(blocks), blocks)
            found = Reading(blocks, settled, outline, dates)
        elif any(one is not other for one, other in zip(found.blocks, blocks, strict=True)):
            outline = _with_links_of(found, blocks)
            found = Reading(blocks, settled, outline, found.dates)
        self.known.insert(0, found)
        del self.known[_SIZE:]
        return found


def _read_alike(one: Reading, blocks: Sequence[Block], settled: Settled | None) -> bool:
    return (
        len(one.blocks) == len(blocks)
        and one.settled == settled
        and all(
            old is new or _says_the_same(old, new)
            for old, new in zip(one.blocks, blocks, strict=True)
        )
    )


def _says_the_same(old: Block, new: Block) -> bool:
    """Whether nobody who gives structure could tell two blocks apart."""
    if old.text != new.text or len(old.links) != len(new.links):
        return False
    if old == new:
        return True
    return old == replace(new, links=old.links) and all(
        one == other or (one[0] == other[0] and _weighs_the_same(one[1], other[1]))
        for one, other in zip(old.links, new.links, strict=True)
    )


def _weighs_the_same(old: str, new: str) -> bool:
    """Whether two targets of links decide nothing but where they lead.

    Some tell dates; entries of a table of contents lead into the page itself.
    """
    inside = old.startswith("#") == new.startswith("#")
    return inside and not (tells_a_date(old) or tells_a_date(new))


def _with_links_of(reading: Reading, blocks: Sequence[Block]) -> Outline:
    """The outline with the clauses of the sections that hold other blocks than before."""
    other = {
        id(old): new for old, new in zip(reading.blocks, blocks, strict=True) if old is not new
    }
    outline = reading.outline
    sections: list[Section] = []
    contents = []
    for section, content in zip(outline.sections, outline.contents, strict=True):
        if any(id(block) in other for block, _, _ in content):
            content = tuple((other.get(id(part[0]), part[0]), *part[1:]) for part in content)
            section = replace(section, clauses=build_clauses(section.id, content))
        sections.append(section)
        contents.append(content)
    return replace(outline, sections=tuple(sections), contents=tuple(contents))
