"""Tables: which row became which, and in it which cell. A row is known by what it is about.

    | Name   | 90 days |        | Name   | 30 days |     two edited cells, where equal words
    | Mobile | 30 days |        | Mobile | 90 days |     would give two cells that changed places

Equal rows first, then rows whose first cells are equal and stand nowhere else, then the most alike.
Columns are paired by the cells of paired rows that agree, so that a heading may be renamed, a column
put in, or two exchanged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from policydiff.compare.labels import is_serial
from policydiff.compare.normalise import Key
from policydiff.compare.similarity import (
    WordWeights,
    candidate_pairs,
    overlap,
    sequence_similarity,
    word_codes,
)
from policydiff.model import Clause

_SAME_ROW = 0.5  # similarity from which two rows without a common key are one, edited
_OTHER_ROW = 0.75  # the same where not even the first cells share a word, unless its place is free
_KEY_CELLS = 3  # the first so many cells, taken together, may be what a row is known by
_KEY_WEIGHT = 2.0  # of the first cell against another one

Place = tuple[int, int]  # section, row
Cells = dict[int, list[int]]  # indexes of clauses by column


class Row(Struct, frozen=True):
    """One row of a table: what stands in its cells."""

    place: Place
    cells: Cells
    texts: dict[int, Key]  # by column; only cells that hold something
    head: bool  # its cells name columns

    @property
    def words(self) -> str:
        """All its words."""
        return " ".join(self.texts.values())


def make_rows(clauses: Sequence[tuple[int, int, Clause, Key]]) -> list[Row]:
    """Rows of the table cells among (index, section, clause, key), in reading order."""
    found: dict[Place, Cells] = {}
    keys: dict[int, Key] = {}
    heads: set[Place] = set()
    for index, section, clause, key in clauses:
        if clause.row:
            cells = found.setdefault((section, clause.row), {})
            cells.setdefault(clause.column, []).append(index)
            keys[index] = key
            if clause.column > 1 and not clause.context:
                heads.add((section, clause.row))
    return [
        Row(
            place,
            cells,
            {c: Key(" ".join(keys[i] for i in ids)) for c, ids in cells.items()},
            place in heads,
        )
        for place, cells in found.items()
    ]


def pair_rows(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[int, int]]:
    """Indexes of rows that are one, by old index. O(n) but for rows without a common key."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    _take_unique(_keys(old, 0, None), _keys(new, 0, None), pairs, taken, repeated=True)
    serial = all(
        is_serial([next(iter(row.texts.values()), Key("")) for row in rows]) for rows in (old, new)
    )
    for size in range(1, _KEY_CELLS + 1):
        _take_unique(
            _keys(old, serial, serial + size), _keys(new, serial, serial + size), pairs, taken
        )
    _take_alike(old, new, pairs, taken)
    _take_heads(old, new, pairs, taken)
    return sorted(pairs.items())


def _take_heads(
    old: Sequence[Row], new: Sequence[Row], pairs: dict[int, int], taken: set[int]
) -> None:
    """Pair the heads of tables whose first rows that are pairs are the same, whatever words they have now."""
    head = heads = -1
    above = [heads := at if row.head else heads for at, row in enumerate(new)]
    for i, row in enumerate(old):
        if row.head:
            head = i
        elif head >= 0 and i in pairs:
            j = above[pairs[i]]
            if head not in pairs and j >= 0 and j not in taken:
                pairs[head] = j
                taken.add(j)
            head = -1


def _keys(rows: Sequence[Row], start: int, end: int | None) -> list[tuple[Key, ...]]:
    return [tuple(row.texts.values())[start:end] for row in rows]


def _take_unique(
    old: Sequence[tuple[Key, ...]],
    new: Sequence[tuple[Key, ...]],
    pairs: dict[int, int],
    taken: set[int],
    *,
    repeated: bool = False,
) -> None:
    """Pair the free rows of equal keys that stand once on each side; `repeated`: first with first."""
    places: tuple[dict[tuple[Key, ...], list[int]], ...] = ({}, {})
    for keys, place, used in ((old, places[0], pairs), (new, places[1], taken)):
        for index, key in enumerate(keys):
            if index not in used and any(key):
                place.setdefault(key, []).append(index)
    for key, olds in places[0].items():
        news = places[1].get(key, [])
        if repeated or len(olds) == len(news) == 1:
            for i, j in zip(olds, news, strict=False):
                pairs[i] = j
                taken.add(j)


def _take_alike(
    old: Sequence[Row], new: Sequence[Row], pairs: dict[int, int], taken: set[int]
) -> None:
    """Pair the rest, most alike first, by cells in common (rare ones and the first weigh most)."""
    free_old = [i for i in range(len(old)) if i not in pairs]
    free_new = [j for j in range(len(new)) if j not in taken]
    if not free_old or not free_new:
        return
    cells = WordWeights(
        cell.replace(" ", "_") for row in (*old, *new) for cell in row.texts.values()
    )
    texts = [old[i].words for i in free_old], [new[j].words for j in free_new]
    scored = []
    for a, b in candidate_pairs(*texts, WordWeights([*texts[0], *texts[1]])):
        i, j = free_old[a], free_new[b]
        shares = overlap(_cell_bag(old[i], cells), _cell_bag(new[j], cells))
        score = max(min(shares), sequence_similarity(texts[0][a], texts[1][b]))
        akin = _first_words(old[i]) & _first_words(new[j])
        if score >= (
            _SAME_ROW if akin or _in_place(i, j, len(old), len(new), pairs) else _OTHER_ROW
        ):
            scored.append((-round(score, 3), abs(i - j), i, j))
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)


def _first_words(row: Row) -> set[int]:
    return set(word_codes(next(iter(row.texts.values()), "")))


def _in_place(i: int, j: int, old: int, new: int, pairs: dict[int, int]) -> bool:
    """Whether both rows stand between the same two rows, or ends of the table."""
    above = pairs.get(i - 1) == j - 1 if i and j else not i and not j
    below = pairs.get(i + 1) == j + 1 if i + 1 < old and j + 1 < new else i + 1 - old == j + 1 - new
    return above and below


def _cell_bag(row: Row, weights: WordWeights) -> dict[int, float]:
    bag: dict[int, float] = {}
    for rank, cell in enumerate(row.texts.values()):
        for code, weight in weights.bag(cell.replace(" ", "_")).items():
            bag[code] = max(bag.get(code, 0.0), weight * (_KEY_WEIGHT if rank == 0 else 1.0))
    return bag


def pair_columns(
    old: Sequence[Row], new: Sequence[Row], pairs: Sequence[tuple[int, int]]
) -> dict[int, dict[int, int]]:
    """New column by old column, for every old row that is paired, by index of that row.

    Rows of one table share their columns. Columns are paired by cells that agree, then by place.
    """
    tables = _tables(old), _tables(new)
    members: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in pairs:
        members[tables[0][i], tables[1][j]].append((i, j))
    found: dict[int, dict[int, int]] = {}
    for rows in members.values():
        votes: Counter[tuple[int, int]] = Counter()
        for i, j in rows:
            counts = Counter(old[i].texts.values())
            places: dict[Key, list[int]] = defaultdict(list)
            for d, other in new[j].texts.items():
                places[other].append(d)
            for c, text in old[i].texts.items():
                if counts[text] == 1:
                    votes.update((c, d) for d in places.get(text, [])[:_KEY_CELLS])
        columns: dict[int, int] = {}
        used: set[int] = set()
        for (c, d), _ in sorted(votes.items(), key=lambda v: (-v[1], abs(v[0][0] - v[0][1]), v[0])):
            if c not in columns and d not in used:
                columns[c] = d
                used.add(d)
        _by_place(
            {c for i, _ in rows for c in old[i].texts},
            {d for _, j in rows for d in new[j].texts},
            columns,
        )
        found |= {i: columns for i, _ in rows}
    return found


def _by_place(old: set[int], new: set[int], columns: dict[int, int]) -> None:
    """Columns that no cell speaks for: those between the same neighbours, one to one."""
    free_old = sorted(old - columns.keys())
    free_new = sorted(new - set(columns.values()))
    if len(free_old) == len(free_new):
        columns |= dict(zip(free_old, free_new, strict=True))


def _tables(rows: Sequence[Row]) -> list[int]:
    """Number of the table of each row: rows that follow each other without text between them."""
    result: list[int] = []
    last: tuple[int, int] | None = None
    for row in rows:
        section = row.place[0]
        follows = last == (section, min(ids[0] for ids in row.cells.values()) - 1)
        result.append((result[-1] if result else 0) + (not follows))
        last = section, max(ids[-1] for ids in row.cells.values())
    return result
