"""A list or a table that became sentences, and sentences that became a list or a table.

    You must not put live animals, weapons or food into a locker.
    You must not put into a locker:    - live animals    - weapons or    - food

Lead-in and items are one thing here, as are the cells of a row, and those of a column ("We share it with
our bank and our courier." beside a row for each): each is too short, and stands in too other an order,
to be told as a part by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

from policydiff.compare.clauses import Entry
from policydiff.compare.similarity import word_codes

_MEMBER = 0.75  # share of an item's words that the sentence has too; of three words, all
_WHOLE = 0.7  # share of the sentence's words that the list has
_RAREST = 6  # words of a list by which its sentence is looked for
_MOST_WHOLES = 50  # sentences with such a word that are looked at
_MOST_MEMBERS = 200  # items of a list that are looked at for such words
_LEAD = 0.4  # the same for a lead-in all of whose items are there: "these measures:" goes
_ROW = 0.6  # the same both ways for a row, whose values may have changed on the way
_WHOLE_ROW = 0.5  # share of the sentence's words where it has every word of the row
_NUMBERED_ROW = 0.3  # the same where they share a number: "7 years"
_COLUMN = (
    0.3  # the same for a column, whose sentence opens with what its head says, and goes on with it
)
_JOINING = 0.2  # share of the words between its cells that are none of it: "and"


class _Unit(Struct, frozen=True):
    """Clauses that belong together, in reading order: lead-in and items, the cells of a row or column."""

    members: tuple[int, ...]
    kind: Literal["list", "items", "row", "column"]  # "items": a list without lead-in


def find_lists(
    wholes: Sequence[Entry],
    parts: Sequence[Entry],
    partner: dict[int, int],
    taken: set[int],
    open_wholes: set[int],
) -> dict[int, list[int]]:
    """Members by whole: indexes into `parts` of the lists and rows that one whole says as well.

    `partner` gives the part that a whole is paired with, `open_wholes` are those that have none, and
    `taken` the parts that are spoken for. A whole is a sentence or an item.
    """
    # Wholes by group and word: what an item says, its sentence says too.
    holding: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, entry in enumerate(wholes):
        if not entry.clause.row and (index in partner or index in open_wholes):
            for code in set(word_codes(entry.key)):
                holding[entry.group, code].append(index)
    scored = []
    for number, unit in enumerate(units := [*_lists(parts), *_tables(parts)]):
        free = [index for index in unit.members if index not in taken]
        for whole in _candidates(unit, parts, holding) if free else ():
            mine = partner.get(whole)
            if mine is not None and mine not in unit.members:
                continue
            members = [i for i in unit.members if i not in taken or i == mine]
            if chosen := _covered(wholes[whole], [(i, parts[i]) for i in members], unit.kind):
                scored.append((-len(chosen[0]), -chosen[1], number, whole, chosen[0]))
    found: dict[int, list[int]] = {}
    used: set[int] = set()
    for _, _, number, whole, members in sorted(scored, key=lambda s: s[:4]):
        further = [i for i in members if i != partner.get(whole)]
        if whole not in found and further and not used & set(units[number].members):
            found[whole] = further
            used |= set(units[number].members)
    return found


def _candidates(
    unit: _Unit, parts: Sequence[Entry], holding: Mapping[tuple[int, int], Sequence[int]]
) -> list[int]:
    """Wholes that hold one of the rarest words of a unit, not too common ones."""
    group = parts[unit.members[0]].group
    codes = {code for i in unit.members[:_MOST_MEMBERS] for code in word_codes(parts[i].key)}
    found = [holding[group, code] for code in codes if (group, code) in holding]
    rarest = sorted(found, key=lambda wholes: (len(wholes), wholes))[:_RAREST]
    return sorted({whole for wholes in rarest for whole in wholes[:_MOST_WHOLES]})


def _lists(entries: Sequence[Entry]) -> Iterator[_Unit]:
    place = {entry.clause.id: index for index, entry in enumerate(entries)}
    items: dict[int, list[int]] = defaultdict(list)
    alone: list[int] = []  # items in a row that name no lead-in
    for index, entry in enumerate(entries):
        lead = place.get(entry.clause.lead_in or "")
        if lead is not None:
            items[lead].append(index)
        elif entry.clause.kind == "item":
            before = entries[index - 1]
            if alone and alone[-1] == index - 1 and _place(before) == _place(entry):
                alone.append(index)
                continue
            alone = [index]
            opens = index > 0 and before.section == entry.section and before.key.endswith(":")
            items[index - 1 if opens else -1 - index] = alone
    for lead, members in items.items():
        if len(members) > 1:
            yield _Unit((lead, *members), "list") if lead >= 0 else _Unit(tuple(members), "items")


def _place(entry: Entry) -> tuple[int, int]:
    return entry.section, entry.clause.depth


def _tables(entries: Sequence[Entry]) -> Iterator[_Unit]:
    """The rows of every table, and its columns."""
    for table, run in groupby(range(len(entries)), key=lambda at: _table(entries[at])):
        if table is None:
            continue
        lines: dict[tuple[str, int], list[int]] = defaultdict(list)
        for at in run:
            lines["row", entries[at].clause.row].append(at)
            lines["column", entries[at].clause.column].append(at)
        for (kind, _), members in sorted(lines.items(), key=lambda line: line[0][0], reverse=True):
            if len(members) > 1:
                yield _Unit(tuple(members), "row" if kind == "row" else "column")


def _table(entry: Entry) -> int | None:
    return entry.section if entry.clause.row else None


def _covered(
    whole: Entry, members: Sequence[tuple[int, Entry]], kind: str
) -> tuple[list[int], float] | None:
    """(members that the whole says, share of its words that they account for), or None."""
    words = word_codes(whole.key)
    if len(words) < 3 or len(members) < 2:
        return None
    known = set(words)
    held = {i: word_codes(entry.key) for i, entry in members}
    if kind == "row":
        first, *_ = held.values()
        numbers = _numbers(whole), {code for _, entry in members for code in _numbers(entry)}
        if all(numbers):  # "7 years" may be "10 years" now
            known |= numbers[1]
        together = [code for codes in held.values() for code in codes]
        chosen = [i for i, _ in members]
        if not known.issuperset(first) or _share(together, known) < _ROW:
            return None
        least = _WHOLE_ROW if known.issuperset(together) else _ROW
        if numbers[0] & numbers[1]:
            least = _NUMBERED_ROW
        together += numbers[0] if all(numbers) else ()
    elif kind == "column":
        chosen = [i for i, codes in held.items() if codes and known.issuperset(codes)]
        together = [code for i in chosen for code in held[i]]
        from_first = words[next((n for n, code in enumerate(words) if code in together), 0) :]
        if 2 * len(chosen) < len(held) or _share(from_first, set(together)) < 1 - _JOINING:
            return None
        least = _COLUMN
    else:
        chosen = [i for i, codes in held.items() if codes and _share(codes, known) >= _MEMBER]
        if kind == "items":  # without a lead-in only what stands there word for word
            chosen = [i for i in chosen if _stands_in(held[i], words)]
        elif 2 < len(held) == len(chosen) + 1 and (lead := min(held)) not in chosen:
            opens = _share(held[lead], known) >= _LEAD and _stands_in(held[lead][:2], words)
            chosen = [lead, *chosen] if opens else chosen
        together = [code for i in chosen for code in held[i]]
        least = _WHOLE
    share = _share(words, set(together))
    return (chosen, share) if len(chosen) > 1 and share >= least else None


def _numbers(entry: Entry) -> set[int]:
    return {code for word in entry.key.split(" ") if word.isdecimal() for code in word_codes(word)}


def _stands_in(part: Sequence[int], whole: Sequence[int]) -> bool:
    size = len(part)
    return any(whole[at : at + size] == part for at in range(len(whole) - size + 1))


def _share(codes: Sequence[int], known: set[int]) -> float:
    return sum(code in known for code in codes) / len(codes) if codes else 0.0
