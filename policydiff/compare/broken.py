"""References of a new document that broke with it: to nowhere, or to another place than before.

By number ("see section 3"), by name ("see “Refunds”"), and by a link into the page ("#refunds").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from policydiff.compare.bodies import Group
from policydiff.compare.by_name import names_in
from policydiff.compare.clauses import Entry
from policydiff.compare.cross_references import Reference, section_title
from policydiff.compare.dangling import dangling_references
from policydiff.compare.normalise import Key, heading_key
from policydiff.compare.targets import Pointing
from policydiff.model import Document, SnapshotWarning

_NOWHERE = "dangling-reference"


def broken_references(
    old: Document,
    new: Document,
    pointing: Pointing,
    groups: Sequence[Group],
    entries: Sequence[Entry],
    pairs: Mapping[int, int],
) -> list[SnapshotWarning]:
    """A warning for each reference that names what is not there, or another place than it named.

    `entries` are the clauses of the new side; `pairs` are indexes of old and new clauses.
    """
    nowhere = dangling_references(new)
    return [
        *_newly_dangling(old, nowhere),
        *_elsewhere(pointing, entries, pairs, nowhere),
        *_named_in_vain(old, new, groups),
        *_linked_elsewhere(old, new, groups, pairs),
    ]


def _newly_dangling(old: Document, nowhere: Sequence[Reference]) -> Iterator[SnapshotWarning]:
    before = {one.words.casefold() for one in dangling_references(old)} if nowhere else set()
    for one in nowhere:
        if one.words.casefold() not in before:
            yield _nowhere(one.words, one.line)


def _elsewhere(
    pointing: Pointing,
    entries: Sequence[Entry],
    pairs: Mapping[int, int],
    nowhere: Sequence[Reference],
) -> Iterator[SnapshotWarning]:
    """References whose words stayed while what they name is another place; `nowhere` are told already."""
    told = {(one.words.casefold(), one.line) for one in nowhere}
    for i, j in sorted(pairs.items(), key=lambda pair: pair[1]):
        if not pointing.refers(i, j):
            continue
        line = entries[j].clause.line
        for citation, before, now in pointing.elsewhere(i, j):
            words = citation.words
            if now is not None:
                message = f"“{words}” points to “{now}” now, to “{before}” before"
                yield SnapshotWarning(
                    code="reference-elsewhere", message=message, line=line, words=words
                )
            elif not any(line == at and words.casefold().startswith(said) for said, at in told):
                yield _nowhere(words, line, f", to “{before}” before")
    for j, citation in pointing.lacking():
        yield _nowhere(citation.words, entries[j].clause.line)


def _named_in_vain(
    old: Document, new: Document, groups: Sequence[Group]
) -> Iterator[SnapshotWarning]:
    """Clauses that turn the reader to a section by a name that no section bears any more.

    None where something else bears the name, or where the clause leads to another page.
    """
    kept = {heading_key(section.heading) for section in new.sections}
    gone: dict[Key, str] = {}
    for group in groups:
        name = new.sections[group.new[0]].heading if group.new else None
        for key in {heading_key(old.sections[i].heading) for i in group.old} - kept:
            now = heading_key(name)
            if not now or not set(key.split()) <= set(now.split()):  # "Contact", now "Contact us"
                gone[key] = (
                    f": that section is “{name}” now" if name else ": the section was removed"
                )
    if not gone:
        return
    # "Refunds: we pay them back": the name of a paragraph now.
    openings = tuple(key.partition(" ")[0] for key in gone)
    for clause in new.clauses:
        if clause.text[:100].casefold().startswith(openings) and (
            found := re.match(r"[^.:–—]{1,100}(?=[.:–—]|$)", clause.text)
        ):
            gone.pop(heading_key(found[0]), None)
    for clause in new.clauses:
        if not any(link.startswith(("http:", "https:")) for link in clause.links):
            for one in names_in(clause.text, gone):
                yield _nowhere(one.name, clause.line, gone[one.key])


def _linked_elsewhere(
    old: Document, new: Document, groups: Sequence[Group], pairs: Mapping[int, int]
) -> Iterator[SnapshotWarning]:
    """Links into the page whose target was there, and those that lead to another section than before."""
    slugs = _slugs(old), _slugs(new)
    home = {i: at for at, group in enumerate(groups) for i in group.old}
    home_now = {j: at for at, group in enumerate(groups) for j in group.new}
    if not slugs[0]:
        return
    clauses = old.clauses
    before = {j: clauses[i].links for i, j in pairs.items()}
    for at, clause in enumerate(new.clauses):
        targets = [home.get(slugs[0].get(_slug(link), -1)) for link in before.get(at, ())]
        for link in clause.links:
            target = slugs[1].get(_slug(link))
            if target is None and _slug(link) in slugs[0]:
                yield _nowhere(link, clause.line)
            elif (
                target is not None
                and len(targets) == len(clause.links) == 1
                and targets[0] not in (None, home_now[target])
            ):
                there = section_title(new.sections[target])
                yield SnapshotWarning(
                    code="reference-elsewhere", line=clause.line, words=link,
                    message=f"“{link}” points to “{there}” now, to another section before",
                )  # fmt: skip


def _slug(link: str) -> str:
    return unquote(link[1:]).casefold() if link.startswith("#") else ""


def _slugs(document: Document) -> dict[str, int]:
    """Sections by the anchors that Markdown renderers give to headings, with their numbers and without."""
    if not any(link.startswith("#") for clause in document.clauses for link in clause.links):
        return {}
    found: dict[str, int] = {}
    for at, section in enumerate(document.sections):
        for text in (section.heading or "", section_title(section)):
            slug = re.sub(r"[^\w\- ]", "", text.casefold().strip()).replace(" ", "-")
            if slug:
                found.setdefault(slug, at)
    return found


def _nowhere(words: str, line: int, more: str = "") -> SnapshotWarning:
    message = f"“{words}” points nowhere in this version{more}"
    return SnapshotWarning(code=_NOWHERE, message=message, line=line, words=words)
