"""Compare: two documents aligned section by section and clause by clause, with edit scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from operator import lt

from msgspec import Struct
from msgspec.structs import replace

from policydiff.compare.annexes import annex_title
from policydiff.compare.bodies import Body, Group, make_bodies
from policydiff.compare.broken import broken_references
from policydiff.compare.clauses import Entry, align_clauses, other_addresses
from policydiff.compare.cross_references import Citation, section_title
from policydiff.compare.flow import follow_clauses
from policydiff.compare.joining import join_parts, openings
from policydiff.compare.labels import enumerators, own_number, without_enumerators
from policydiff.compare.lists import find_lists
from policydiff.compare.moves import moved_groups
from policydiff.compare.normalise import heading_key
from policydiff.compare.order import moved
from policydiff.compare.outside import left_out_changes, title_change
from policydiff.compare.parts import find_parts
from policydiff.compare.sections import align_sections
from policydiff.compare.standstill import standing_sections, stands_still
from policydiff.compare.targets import Pointing
from policydiff.compare.words import Span, diff_clauses
from policydiff.model import (
    Clause,
    ClausePair,
    ClausePart,
    Comparison,
    Document,
    SectionChange,
    SectionPair,
    SnapshotWarning,
)


def compare_documents(old: Document, new: Document) -> Comparison:
    """What became of every section and clause of `old` in `new`, in the reading order of `new`."""
    if stands_still(old, new):
        return Comparison(
            old=old, new=new, sections=standing_sections(old, new), title=title_change(old, new),
            left_out=left_out_changes(old, new),
        )  # fmt: skip
    old_bodies, new_bodies = make_bodies(old.sections), make_bodies(new.sections)
    groups = align_sections(old_bodies, new_bodies)
    old_entries, new_entries, pairs = _align(groups, old_bodies, new_bodies)
    regrouped = follow_clauses(
        groups, _flow(old_entries, new_entries, pairs), old_bodies, new_bodies
    )
    if regrouped != groups:
        groups = regrouped
        old_entries, new_entries, pairs = _align(groups, old_bodies, new_bodies)
    pointing = Pointing(old, new, groups, pairs)
    same = {i for i, j in pairs.items() if _is_same(i, j, old_entries, new_entries, pointing)}
    parts = _parts(old_entries, new_entries, pairs, same)
    left_place = moved_groups(groups, old_bodies, new_bodies)
    by_group = _clause_pairs(groups, old_entries, new_entries, pairs, parts, same, pointing)
    # A section that a clause left for another one has changed, though the clause is shown there.
    poorer = {
        old_entries[i].group
        for i, j in pairs.items()
        if old_entries[i].group != new_entries[j].group
    }
    broken = broken_references(old, new, pointing, groups, new_entries, pairs)
    return Comparison(
        old=old,
        new=_with_warnings(new, broken),
        sections=tuple(
            _section_pair(
                group, clauses, index in left_place, index in poorer, old_bodies, new_bodies
            )
            for index, (group, clauses) in enumerate(zip(groups, by_group, strict=True))
        ),
        title=title_change(old, new),
        left_out=left_out_changes(old, new),
    )


def _align(
    groups: Sequence[Group], old: Sequence[Body], new: Sequence[Body]
) -> tuple[list[Entry], list[Entry], dict[int, int]]:
    old_entries = _entries(old, {i: g for g, group in enumerate(groups) for i in group.old})
    new_entries = _entries(new, {j: g for g, group in enumerate(groups) for j in group.new})
    return old_entries, new_entries, align_clauses(old_entries, new_entries)


def _flow(
    old: Sequence[Entry], new: Sequence[Entry], pairs: dict[int, int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Words, before and after, of the clauses that went from one section to another.

    By (old, new) section index.
    """
    flow: dict[tuple[int, int], tuple[int, int]] = {}
    for i, j in pairs.items():
        place = old[i].section, new[j].section
        before, after = flow.get(place, (0, 0))
        flow[place] = before + old[i].key.count(" ") + 1, after + new[j].key.count(" ") + 1
    return flow


def _entries(bodies: Sequence[Body], group_of: dict[int, int]) -> list[Entry]:
    return [
        Entry(clause, key, group_of[index], index, bare)
        for index, body in enumerate(bodies)
        for clause, key, bare in zip(body.section.clauses, body.keys, body.bare, strict=True)
    ]


class _Parts(Struct, frozen=True):
    """Further parts of split old clauses and of joined new ones."""

    split: dict[int, list[int]]  # new indexes by old index
    joined: dict[int, list[int]]  # old indexes by new index


def _is_same(
    i: int, j: int, old: Sequence[Entry], new: Sequence[Entry], pointing: Pointing
) -> bool:
    """Equal words, or equal but for the numbers of what they refer to."""
    if old[i].says_the_same(new[j]):
        return True
    if other_addresses(old[i].clause, new[j].clause):
        return False
    if pointing.refers(i, j):
        return pointing.says_the_same(i, j)
    listed = without_enumerators(old[i].clause.text)
    return listed is not None and listed == without_enumerators(new[j].clause.text)


def _parts(
    old: Sequence[Entry], new: Sequence[Entry], pairs: dict[int, int], same: set[int]
) -> _Parts:
    edited = {i: j for i, j in pairs.items() if i not in same}
    if len(pairs) == len(old) == len(new):
        return _Parts({}, {})
    # Lists first: what is left over of them may be parts of another sentence. Each clause is a
    # whole or a part, once.
    split: dict[int, list[int]] = {}
    joined: dict[int, list[int]] = {}
    for find in (find_lists, find_parts):
        ones = {i: j for i, j in edited.items() if i not in split and j not in joined}
        spent_old = set(pairs) | set(split) | set(chain.from_iterable(joined.values()))
        spent_new = set(pairs.values()) | set(joined) | set(chain.from_iterable(split.values()))
        split |= find(old, new, ones, spent_new, set(range(len(old))) - spent_old)
        ones = {j: i for i, j in ones.items() if i not in split}
        spent_old |= set(split)
        spent_new |= set(chain.from_iterable(split.values()))
        joined |= find(new, old, ones, spent_old, set(range(len(new))) - spent_new)
    return _Parts(split, joined)


def _with_warnings(document: Document, warnings: Sequence[SnapshotWarning]) -> Document:
    if not warnings:
        return document
    snapshot = replace(document.snapshot, warnings=(*document.snapshot.warnings, *warnings))
    return replace(document, snapshot=snapshot)


def _clause_pairs(
    groups: Sequence[Group],
    old: Sequence[Entry],
    new: Sequence[Entry],
    pairs: dict[int, int],
    parts: _Parts,
    same: set[int],
    pointing: Pointing,
) -> list[list[ClausePair]]:
    """Clause pairs of every group: new order, removed ones behind what they stood behind."""
    staying = _in_order(old, new, pairs)
    rows: list[list[tuple[int, int, ClausePair]]] = [[] for _ in groups]
    to_old = {j: (i, "whole") for i, j in pairs.items()}
    for i, news in parts.split.items():
        to_old |= dict.fromkeys((*news, *([pairs[i]] if i in pairs else [])), (i, "split"))
    gone = set(range(len(old))) - set(pairs) - set(parts.split)
    for j, olds in parts.joined.items():
        gone -= set(olds)
        members = sorted({*olds, *([to_old.pop(j)[0]] if j in to_old else [])})
        for i in members:
            rows[new[j].group].append((j, i, _part(old[i], new[j], "joined")))
    for j, entry in enumerate(new):
        if j in parts.joined:
            continue
        if j not in to_old:
            rows[entry.group].append(
                (j, -1, ClausePair(change="added", old=None, new=entry.clause))
            )
            continue
        i, part = to_old[j]
        whole = part == "whole"
        pair = (
            _part(old[i], entry, "split")
            if not whole
            else _unedited(old[i], entry, in_place=i in staying)
            if i in same
            else _edited(old[i], entry, pointing.renumbered(i, j))
        )
        rows[entry.group].append((j, -1, pair))
    place = _places(old, pairs, parts)
    for i in sorted(gone):
        removed = ClausePair(change="removed", old=old[i].clause, new=None)
        rows[old[i].group].append((place[i], i, removed))
    return [[pair for _, _, pair in sorted(found, key=lambda row: row[:2])] for found in rows]


def _places(old: Sequence[Entry], pairs: dict[int, int], parts: _Parts) -> list[int]:
    """Where in the new order a removed clause is shown: behind the partner of what stood before it."""
    partner = {**pairs, **{i: news[-1] for i, news in parts.split.items()}}
    partner |= {i: j for j, olds in parts.joined.items() for i in olds}
    places: list[int] = []
    for index, entry in enumerate(old):
        opens = index == 0 or old[index - 1].group != entry.group
        places.append(-1 if opens else partner.get(index - 1, places[-1]))
    return places


def _part(old: Entry, new: Entry, part: ClausePart) -> ClausePair:
    listed = openings([new.clause if part == "split" else old.clause])
    script = diff_clauses(old.clause.text, new.clause.text, (), listed)
    return ClausePair(
        change="edited", old=old.clause, new=new.clause, part=part, **script._asdict()
    )


def _in_order(old: Sequence[Entry], new: Sequence[Entry], pairs: dict[int, int]) -> set[int]:
    """Old clauses that stay in their section and in the order of their neighbours."""
    staying: set[int] = set()
    by_group: dict[int, dict[tuple[int, ...], list[int]]] = {}
    for i, j in sorted(pairs.items()):
        if old[i].group == new[j].group:
            units = by_group.setdefault(old[i].group, {})
            units.setdefault(_unit(i, old[i], new[j]), []).append(i)
    for units in by_group.values():
        members = list(units.values())
        places = [pairs[i] for unit in members for i in unit]
        if all(map(lt, places, places[1:])):
            staying.update(chain.from_iterable(members))
            continue
        weights = [1.0 + sum(len(old[i].key) for i in unit) / 1e6 for unit in members]
        left = moved([min(pairs[i] for i in unit) for unit in members], weights)
        rows = [unit for n, unit in enumerate(members) if n not in left]
        sizes = Counter[tuple[int, int]]()
        for i in chain.from_iterable(rows):
            sizes[old[i].section, old[i].clause.column] += len(old[i].key)
        for unit in rows:
            # In every row the same column gives way, the one with the fewest words.
            weights = [1.0 + sizes[old[i].section, old[i].clause.column] / 1e9 for i in unit]
            gone = moved([pairs[i] for i in unit], weights)
            staying |= {i for n, i in enumerate(unit) if n not in gone}
    return staying


def _unit(index: int, old: Entry, new: Entry) -> tuple[int, ...]:
    """What moves as one: the cells of a table row, or a clause."""
    if not old.clause.row or not new.clause.row:
        return (index,)
    return old.section, old.clause.row, new.section, new.clause.row


def _unedited(old: Entry, new: Entry, *, in_place: bool) -> ClausePair:
    return ClausePair(change="same" if in_place else "moved", old=old.clause, new=new.clause)


def _edited(old: Entry, new: Entry, renumbered: Sequence[tuple[Citation, Citation]]) -> ClausePair:
    numbers = [((o.start, o.end), (n.start, n.end)) for o, n in renumbered]
    own = own_number(old.clause.text, old.bare), own_number(new.clause.text, new.bare)
    if own[0] and own[1]:
        numbers.insert(0, (own[0], own[1]))
    sides = old.clause, new.clause
    counted = enumerators(sides[0].text), enumerators(sides[1].text)
    if len(counted[0]) == len(counted[1]):
        numbers = _in_step([*numbers, *zip(*counted, strict=True)])
    listed = openings(sides) if sides[0].kind != sides[1].kind else frozenset[str]()
    script = diff_clauses(old.clause.text, new.clause.text, tuple(numbers), listed)
    addresses = other_addresses(old.clause, new.clause) or ((), ())
    return ClausePair(
        change="edited", old=old.clause, new=new.clause, addresses=addresses, **script._asdict()
    )


def _in_step(places: Sequence[tuple[Span, Span]]) -> list[tuple[Span, Span]]:
    """Those that stand behind each other in both texts."""
    kept: list[tuple[Span, Span]] = []
    for place in sorted(places):
        if not kept or all(
            before[1] <= start for before, (start, _) in zip(kept[-1], place, strict=True)
        ):
            kept.append(place)
    return kept


def _section_pair(
    group: Group,
    clauses: Sequence[ClausePair],
    left_place: bool,
    poorer: bool,
    old: Sequence[Body],
    new: Sequence[Body],
) -> SectionPair:
    olds = tuple(old[i].section for i in group.old)
    news = tuple(new[j].section for j in group.new)
    return SectionPair(
        changes=tuple(_changes(group, clauses, left_place, poorer, old, new)),
        old=olds,
        new=news,
        similarity=_similarity(clauses),
        clauses=tuple(clauses),
    )


def _changes(
    group: Group,
    clauses: Sequence[ClausePair],
    left_place: bool,
    poorer: bool,
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
    first, now = old[group.old[0]], new[group.new[0]]
    one_to_one = len(group.old) == len(group.new) == 1
    annexes = annex_title(section_title(first.section)), annex_title(section_title(now.section))
    # "Schedule C: Fees" that became "Schedule B: Fees" has another number, no other name.
    relettered = (
        one_to_one and annexes[0] and annexes[1] and annexes[0][:2] != annexes[1][:2]
        and heading_key(annexes[0][2]) == heading_key(annexes[1][2])
    )  # fmt: skip
    old_headings = {old[i].heading for i in group.old}
    new_headings = {new[j].heading for j in group.new}
    if not relettered and not old_headings & new_headings:
        changes.append("renamed")
    if left_place:
        changes.append("moved")
    numbers = _bare(first.section.number), _bare(now.section.number)
    if one_to_one and (relettered or numbers[0] != numbers[1]):
        changes.append("renumbered")
    if poorer or any(pair.change != "same" for pair in clauses):
        changes.append("edited")
    return changes


def _bare(number: str | None) -> str:
    return (number or "").strip(" .():").casefold()


def _similarity(clauses: Sequence[ClausePair]) -> float:
    """Share of words that both sides have, 0.0 to 1.0; 1.0 for two empty sections."""
    if all(pair.change in ("same", "moved") for pair in clauses):
        return 1.0
    kept = total = 0
    for pair in join_parts(clauses):
        sizes = [_size(side) for side in (pair.old, pair.new)]
        total += sum(sizes)
        if pair.change in ("same", "moved"):
            kept += sum(sizes)
        elif pair.change == "edited":
            kept += 2 * sum(len(text.split()) for op, text in pair.ops if op == "=")
    return min(1.0, kept / total) if total else 1.0


def _size(clause: Clause | None) -> int:
    return len(clause.text.split()) if clause else 0
