"""PD301 to PD303: sections that came, went, or bear another heading."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.check.change import Change, heading_of, home_of
from policydiff.check.rule import Hit, Rule
from policydiff.compare.normalise import heading_key
from policydiff.model import Section, SectionPair


def _moved_to(change: Change) -> dict[str, Section]:
    """By id of an old section that is no more, the new section where its clauses stand, if any do."""
    if change.comparison is None or change.new is None:
        return {}
    homes = {clause.id: section for section in change.new.sections for clause in section.clauses}
    gone = {s.id: s for p in change.comparison.sections if p.changes == ("removed",) for s in p.old}
    owner = {clause.id: section.id for section in gone.values() for clause in section.clauses}
    found: dict[str, Section] = {}
    for pair in change.comparison.sections:
        for clause in pair.clauses:
            if clause.old and clause.new and clause.old.id in owner:
                found.setdefault(owner[clause.old.id], homes[clause.new.id])
    return found


def _retitled(change: Change) -> dict[str, Section]:
    """Old sections, by id, whose clauses all stand in one new section that holds nothing else.

    Two sentences are too little for the alignment of sections to pair them under another heading.
    """
    added = {
        pair.new[0].id: {c.old.id if c.old else "" for c in pair.clauses}
        for pair in (change.comparison.sections if change.comparison else ())
        if pair.changes == ("added",)
    }
    sections = {s.id: s for s in change.old.sections} if change.old else {}
    return {
        old: new
        for old, new in _moved_to(change).items()
        if added.get(new.id) == {clause.id for clause in sections[old].clauses}
    }


def _added(change: Change) -> Iterator[Hit]:
    retitled = {section.id for section in _retitled(change).values()}
    for pair in change.comparison.sections if change.comparison else ():
        section = pair.new[0] if pair.new else None
        if pair.changes != ("added",) or not section or not section.heading:
            continue
        if section.id not in retitled:
            yield Hit(
                message=f"New section “{section.heading}”",
                identity=(heading_key(section.heading),), line=section.line, section=heading_of(section),
                new_text=section.heading,
            )  # fmt: skip


def _removed(change: Change) -> Iterator[Hit]:
    retitled, moved = _retitled(change), _moved_to(change)
    for pair in change.comparison.sections if change.comparison else ():
        section = pair.old[0] if pair.old else None
        if "merged" in pair.changes:
            for part in _headings_lost(pair, change):
                yield _gone(part, change, pair.new[0])
        if pair.changes != ("removed",) or not section or not section.heading:
            continue
        if section.id not in retitled:
            yield _gone(section, change, moved.get(section.id))


def _headings_lost(pair: SectionPair, change: Change) -> Iterator[Section]:
    """Sections that were merged into another and whose heading stands nowhere any more."""
    standing = {heading_key(s.heading) for s in change.new.sections} if change.new else set()
    for section in pair.old:
        if section.heading and section.clauses and heading_key(section.heading) not in standing:
            yield section


def _gone(section: Section, change: Change, home: Section | None) -> Hit:
    told = f"Section “{section.heading}” is gone"
    if home is not None and home.heading:
        told += f"; what stood in it stands under “{home.heading}”"
    home = home or home_of(change, section.id)
    return Hit(
        message=told, identity=(heading_key(section.heading),),
        line=home.line if home else None, section=heading_of(home), old_line=section.line,
        old_section=heading_of(section), old_text=section.heading or "",
    )  # fmt: skip


def _renamed(change: Change) -> Iterator[Hit]:
    pairs = [
        (pair.old[0], pair.new[0])
        for pair in (change.comparison.sections if change.comparison else ())
        if "renamed" in pair.changes
    ]
    sections = {s.id: s for s in change.old.sections} if change.old else {}
    pairs += [(sections[old], new) for old, new in _retitled(change).items()]
    for old, new in pairs:
        before, after = heading_key(old.heading), heading_key(new.heading)
        if before and after and before != after:
            yield Hit(
                message=f"Section “{old.heading}” is now called “{new.heading}”",
                identity=(before, after), line=new.line, section=heading_of(new), old_line=old.line,
                old_section=heading_of(old), old_text=old.heading or "", new_text=new.heading or "",
            )  # fmt: skip


_OLD = "# Privacy Policy\n\n## Sharing\n\nWe may share your data with our affiliates.\n\n## Contact\n\nYou may write to us at any time.\n"

ADDED = Rule(
    code="PD301",
    name="section-added",
    severity="info",
    what="A section is new.",
    why="A reviewer should read it whole; what it binds anybody to is told obligation by obligation.",
    fires=(_OLD, _OLD + "\n## Cookies\n\nCookies are small files.\n"),
    passes=(_OLD, _OLD.replace("## Contact", "## How to reach us")),
    mend="read the section",
    find=_added,
)
REMOVED = Rule(
    code="PD302",
    name="section-removed",
    severity="info",
    what="A section is gone. The message says where its clauses stand now, if anywhere.",
    why="Its obligations are told one by one; what else stood there goes unnoticed.",
    fires=(_OLD + "\n## Cookies\n\nCookies are small files.\n", _OLD),
    passes=(_OLD, _OLD.replace("## Contact", "## How to reach us")),
    mend="check that nothing else refers to the section",
    find=_removed,
)
RENAMED = Rule(
    code="PD303",
    name="section-renamed",
    severity="info",
    what="A section bears another heading.",
    why="Links and references to the old heading break, on other pages too.",
    fires=(_OLD, _OLD.replace("## Sharing", "## Whom we share data with")),
    passes=(_OLD, _OLD.replace("## Sharing", "## 1. Sharing").replace("## C", "## 2. C")),
    mend="mend the links to the old heading",
    find=_renamed,
)
