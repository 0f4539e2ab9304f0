"""Compare: two documents aligned section by section and clause by clause, with edit scripts."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.compare.clauses import Entry, align_clauses
from policydiff.compare.normalise import references
from policydiff.compare.order import moved
from policydiff.compare.sections import Body, Group, align_sections, make_bodies
from policydiff.compare.words import diff_words
from policydiff.model import (
    Clause,
    ClausePair,
    Comparison,
    Document,
    SectionChange,
    SectionPair,
)

__all__ = ["compare_documents", "diff_words"]


def compare_documents(old: Document, new: Document) -> Comparison:
    """What became of every section and clause of `old` in `new`, in the reading order of `new`."""
    old_known, new_known = references(old), references(new)
    old_bodies = make_bodies(old.sections, old_known)
    new_bodies = make_bodies(new.sections, new_known)
    groups = align_sections(old_bodies, new_bodies)
    old_entries = _entries(old_bodies, {i: g for g, group in enumerate(groups) for i in group.old})
    new_entries = _entries(new_bodies, {j: g for g, group in enumerate(groups) for j in group.new})
    pairs = align_clauses(old_entries, new_entries)
    left_place = _moved_groups(groups, old_bodies)
    by_group = _clause_pairs(groups, old_entries, new_entries, pairs)
    return Comparison(
        old=old,
        new=new,
        sections=tuple(
            _section_pair(group, clauses, index in left_place, old_bodies, new_bodies)
            for index, (group, clauses) in enumerate(zip(groups, by_group, strict=True))
        ),
    )


def _entries(bodies: Sequence[Body], group_of: dict[int, int]) -> list[Entry]:
    return [
        Entry(clause, key, resolved, group_of[index])
        for index, body in enumerate(bodies)
        for clause, key, resolved in zip(
            body.section.clauses, body.keys, body.resolved, strict=True
        )
    ]


def _moved_groups(groups: Sequence[Group], old: Sequence[Body]) -> set[int]:
    """Groups whose place in the order changed: the fewest that explain it."""
    both = [index for index, group in enumerate(groups) if group.old and group.new]
    by_old = sorted(both, key=lambda index: groups[index].old[0])
    positions = [groups[index].new[0] for index in by_old]
    heavy = max((body.words for body in old), default=1) * len(old) + 1
    weights = [1 + sum(old[i].words for i in groups[index].old) / heavy for index in by_old]
    return {by_old[at] for at in moved(positions, weights)}


def _clause_pairs(
    groups: Sequence[Group], old: Sequence[Entry], new: Sequence[Entry], pairs: dict[int, int]
) -> list[list[ClausePair]]:
    """Clause pairs of every group: new order, removed ones behind what they stood behind."""
    to_old = {j: i for i, j in pairs.items()}
    result: list[list[ClausePair]] = [[] for _ in groups]
    staying = _in_order(groups, old, new, pairs)
    removed: dict[int, list[int]] = {}  # old clauses without a partner, by old index before them
    for i in range(len(old)):
        if i not in pairs:
            before = i - 1
            while before >= 0 and before not in pairs and old[before].group == old[i].group:
                before -= 1
            anchor = (
                before if before >= 0 and old[before].group == old[i].group else -1 - old[i].group
            )
            removed.setdefault(anchor, []).append(i)
    for index in range(len(groups)):
        for i in removed.pop(-1 - index, []):
            result[index].append(ClausePair(change="removed", old=old[i].clause, new=None))
    for j, entry in enumerate(new):
        rows = result[entry.group]
        if j not in to_old:
            rows.append(ClausePair(change="added", old=None, new=entry.clause))
            continue
        i = to_old[j]
        rows.append(_pair(old[i], entry, in_place=i in staying))
        if old[i].group == entry.group:
            for k in removed.pop(i, []):
                rows.append(ClausePair(change="removed", old=old[k].clause, new=None))
    for olds in removed.values():  # what stood behind a clause that left the section
        for i in olds:
            result[old[i].group].append(ClausePair(change="removed", old=old[i].clause, new=None))
    return result


def _in_order(
    groups: Sequence[Group], old: Sequence[Entry], new: Sequence[Entry], pairs: dict[int, int]
) -> set[int]:
    """Old clauses that stay in their section and in the order of their neighbours."""
    staying: set[int] = set()
    by_group: dict[int, list[int]] = {}
    for i, j in sorted(pairs.items()):
        if old[i].group == new[j].group:
            by_group.setdefault(old[i].group, []).append(i)
    for members in by_group.values():
        left = moved([pairs[i] for i in members], [1.0 + len(old[i].key) / 1e6 for i in members])
        staying |= {i for n, i in enumerate(members) if n not in left}
    return staying


def _pair(old: Entry, new: Entry, *, in_place: bool) -> ClausePair:
    if old.says_the_same(new):
        return ClausePair(change="same" if in_place else "moved", old=old.clause, new=new.clause)
    ops = diff_words(old.clause.text, new.clause.text)
    return ClausePair(change="edited", old=old.clause, new=new.clause, ops=ops)


def _section_pair(
    group: Group,
    clauses: Sequence[ClausePair],
    left_place: bool,
    old: Sequence[Body],
    new: Sequence[Body],
) -> SectionPair:
    olds = tuple(old[i].section for i in group.old)
    news = tuple(new[j].section for j in group.new)
    return SectionPair(
        changes=tuple(_changes(group, clauses, left_place, old, new)),
        old=olds,
        new=news,
        similarity=_similarity(clauses),
        clauses=tuple(clauses),
    )


def _changes(
    group: Group,
    clauses: Sequence[ClausePair],
    left_place: bool,
    old: Sequence[Body],
    new: Sequence[Body],
) -> list[SectionChange]:
    if not group.old:
        return ["added"]
    if not group.new:
        return ["removed"]
    changes: list[SectionChange] = []
    if len(group.new) > 1:
        changes.append("split")
    if len(group.old) > 1:
        changes.append("merged")
    old_headings = {old[i].heading for i in group.old}
    new_headings = {new[j].heading for j in group.new}
    if not old_headings & new_headings:
        changes.append("renamed")
    if left_place:
        changes.append("moved")
    first = old[group.old[0]].section.number, new[group.new[0]].section.number
    one_to_one = len(group.old) == len(group.new) == 1
    if one_to_one and _bare(first[0]) != _bare(first[1]):
        changes.append("renumbered")
    if any(pair.change != "same" for pair in clauses):
        changes.append("edited")
    return changes


def _bare(number: str | None) -> str:
    return (number or "").strip(" .():").casefold()


def _similarity(clauses: Sequence[ClausePair]) -> float:
    """Share of words that both sides have, 0.0 to 1.0; 1.0 for two empty sections."""
    kept = total = 0
    for pair in clauses:
        sizes = [_size(side) for side in (pair.old, pair.new)]
        total += sum(sizes)
        if pair.change in ("same", "moved"):
            kept += sum(sizes)
        elif pair.change == "edited":
            kept += 2 * sum(len(text.split()) for op, text in pair.ops if op == "=")
    return min(1.0, kept / total) if total else 1.0


def _size(clause: Clause | None) -> int:
    return len(clause.text.split()) if clause else 0
