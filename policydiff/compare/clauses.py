"""Which clause became which: inside paired sections first, then across the whole document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from urllib.parse import unquote

from msgspec import Struct
from rapidfuzz.distance import Indel

from policydiff.compare.labels import Bare, as_a_sentence
from policydiff.compare.normalise import Key
from policydiff.compare.pairs import Pairs
from policydiff.compare.rows import make_rows, pair_columns, pair_rows
from policydiff.compare.similarity import (
    WordWeights,
    candidate_pairs,
    sequence_similarity,
)
from policydiff.model import Clause
from policydiff.patterns import regex

_EDITED = 0.5  # similarity from which two clauses of paired sections are one, edited
_BETWEEN = 0.38  # the same for two that stand alone between the same neighbours
_SAME_START = 0.2  # the same where their first two words are equal, too
_TURNED = 0.7  # words in common, wherever they stand: "If A, B." that became "B, if A."
_EDITED_APART = 0.66  # the same for clauses of sections that are not paired
_MAIL = regex(r"mailto:\s*([^?\s]+)", re.I)
_FEW_WORDS = 5  # shorter clauses are not looked for in other sections


class Entry(Struct, frozen=True):
    """A clause with its key and the group that its section belongs to."""

    clause: Clause
    key: Key
    group: int
    section: int  # index of its section
    bare: Bare | None = None  # its words without what its place gives it

    def says_the_same(self, other: Entry) -> bool:
        """Equal words, or equal but for what its place gives it."""
        if self.clause.links != other.clause.links and other_addresses(self.clause, other.clause):
            return False
        if self.key == other.key:
            return True
        kinds = self.clause.kind, other.clause.kind
        if kinds[0] != kinds[1]:
            as_one = as_a_sentence(kinds[0], self.key, self.bare)
            return as_one is not None and as_one == as_a_sentence(kinds[1], other.key, other.bare)
        return bool(self.bare and other.bare and self.bare.says_the_same(other.bare))


def other_addresses(old: Clause, new: Clause) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Where mail went to and goes to, where the words hide that it is another address; else None.

    Other targets of links are the page's business; a link that came or went is markup.
    """
    before, after = _addresses(old), _addresses(new)
    return (before, after) if before and after and set(before) != set(after) else None


def _addresses(clause: Clause) -> tuple[str, ...]:
    found = (_MAIL.match(link.strip()) for link in clause.links)
    return tuple(dict.fromkeys(unquote(match[1]).strip().casefold() for match in found if match))


def align_clauses(old: Sequence[Entry], new: Sequence[Entry]) -> dict[int, int]:
    """New index by old index. Each clause stands in at most one pair.

    Within a group: table cells row by row, equal clauses in order, equal ones out of order, then
    the most alike. Across groups: equal clauses (short ones where they stand once on each side), then very
    much alike ones; then what stands alone between the same neighbours. O(n) for what is equal.
    """
    pairs = Pairs(len(old), len(new))
    by_group: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, entry in enumerate(old):
        by_group[entry.group][0].append(i)
    for j, entry in enumerate(new):
        by_group[entry.group][1].append(j)
    for olds, news in by_group.values():
        if olds and news:
            _align_group(old, new, olds, news, pairs)
    _equal_anywhere(old, new, pairs)
    _alike_anywhere(old, new, pairs)
    for olds, news in by_group.values():
        _take_between(
            old,
            new,
            [i for i in olds if not old[i].clause.row],
            [j for j in news if not new[j].clause.row],
            pairs,
        )
    return pairs.to_new


def _align_group(
    old: Sequence[Entry],
    new: Sequence[Entry],
    olds: list[int],
    news: list[int],
    pairs: Pairs,
) -> None:
    old_keys, new_keys = [old[i].key for i in olds], [new[j].key for j in news]
    if old_keys == new_keys:
        for i, j in zip(olds, news, strict=True):
            pairs.add(i, j)
        return
    place = {i: n for n, i in enumerate(olds)}, {j: n for n, j in enumerate(news)}
    olds, news = _take_rows(old, new, olds, news, pairs)
    _take_equal(old, new, olds, news, pairs)
    _take_alike(old, new, *pairs.free(olds, news), _EDITED, pairs, place)
    turned = _telling(old, new, pairs, olds, news)
    _take_alike(old, new, *turned, _TURNED, pairs, place, turned=True)


def _take_equal(
    old: Sequence[Entry],
    new: Sequence[Entry],
    olds: Sequence[int],
    news: Sequence[int],
    pairs: Pairs,
) -> None:
    """Pair equal clauses: those that stand in the same order, then the others, first with first."""
    ids: dict[Key, int] = {}
    codes = [
        [ids.setdefault(key, len(ids)) for key in keys]
        for keys in ([old[i].key for i in olds], [new[j].key for j in news])
    ]
    for code in Indel.opcodes(*codes):
        if code.tag == "equal":
            for step in range(code.src_end - code.src_start):
                pairs.add(olds[code.src_start + step], news[code.dest_start + step])
    left_old, left_new = pairs.free(olds, news)
    waiting: dict[Key, list[int]] = defaultdict(list)
    for j in reversed(left_new):
        waiting[new[j].key].append(j)
    for i in left_old:
        if waiting.get(old[i].key):
            pairs.add(i, waiting[old[i].key].pop())


def _take_rows(
    old: Sequence[Entry],
    new: Sequence[Entry],
    olds: list[int],
    news: list[int],
    pairs: Pairs,
) -> tuple[list[int], list[int]]:
    """Pair table cells row by row, however little their words agree; what is left of both sides.

    A short cell of a row that came or went is no other row's cell, even where the words are equal.
    """
    old_rows = make_rows([(i, old[i].section, old[i].clause, old[i].key) for i in olds])
    new_rows = make_rows([(j, new[j].section, new[j].clause, new[j].key) for j in news])
    if not old_rows or not new_rows:
        return olds, news
    rows = pair_rows(old_rows, new_rows)
    columns = pair_columns(old_rows, new_rows, rows)
    for row, other in rows:
        for column, cell in old_rows[row].cells.items():
            target = new_rows[other].cells.get(columns[row].get(column, 0), [])
            _take_cell(old, new, cell, target, pairs)
    return (
        [i for i in olds if i not in pairs.to_new and _is_free(old[i])],
        [j for j in news if j not in pairs.to_old and _is_free(new[j])],
    )


def _is_free(entry: Entry) -> bool:
    return not entry.clause.row or _tells(entry.key)


def _take_cell(
    old: Sequence[Entry],
    new: Sequence[Entry],
    olds: Sequence[int],
    news: Sequence[int],
    pairs: Pairs,
) -> None:
    """Pair the sentences of one cell: equal ones, alike ones, then what is left in order."""
    _take_equal(old, new, olds, news, pairs)
    left = pairs.free(olds, news)
    if len(olds) > 1 or len(news) > 1:
        _take_alike(old, new, *left, _EDITED, pairs)
        left = pairs.free(olds, news)
    for i, j in zip(*left, strict=False):
        pairs.add(i, j)


def _take_alike(
    old: Sequence[Entry],
    new: Sequence[Entry],
    olds: Sequence[int],
    news: Sequence[int],
    cutoff: float,
    pairs: Pairs,
    place: tuple[dict[int, int], dict[int, int]] | None = None,
    *,
    turned: bool = False,
) -> None:
    """Pair the most alike first; among equals the nearest in place. `turned`: in whatever order of words."""
    if not olds or not news:
        return
    texts = [str(old[i].key) for i in olds], [str(new[j].key) for j in news]
    if turned:
        texts = [_sorted(text) for text in texts[0]], [_sorted(text) for text in texts[1]]
    weights = WordWeights([*texts[0], *texts[1]])
    scored = []
    for a, b in candidate_pairs(*texts, weights):
        score = sequence_similarity(texts[0][a], texts[1][b], cutoff=cutoff)
        if score >= cutoff and score > 0:
            i, j = olds[a], news[b]
            apart = abs(place[0][i] - place[1][j]) if place else abs(a - b)
            scored.append((-round(score, 3), apart, i, j))
    pairs.take_best(scored)


def _take_between(
    old: Sequence[Entry],
    new: Sequence[Entry],
    olds: Sequence[int],
    news: Sequence[int],
    pairs: Pairs,
) -> None:
    """Pair two clauses that stand alone between the same two neighbours, the ends of a section being ones.

    Their place tells what their words tell elsewhere: "Effective 1 May 2024", "Effective 3 June 2025".
    """
    position = {j: n for n, j in enumerate(news)}
    for n, i in enumerate(olds):
        if i in pairs.to_new:
            continue
        above = position.get(pairs.to_new.get(olds[n - 1], -1), -2) if n else -1
        below = (
            position.get(pairs.to_new.get(olds[n + 1], -1), -2) if n + 1 < len(olds) else len(news)
        )
        if above == -2 or below != above + 2 or news[above + 1] in pairs.to_old:
            continue
        j = news[above + 1]
        one, other = old[i].key, new[j].key
        same_start = one.split(" ", 2)[:2] == other.split(" ", 2)[:2]
        if sequence_similarity(one, other) >= (_SAME_START if same_start else _BETWEEN):
            pairs.add(i, j)


def _equal_anywhere(old: Sequence[Entry], new: Sequence[Entry], pairs: Pairs) -> None:
    _take_equal(old, new, *_telling(old, new, pairs), pairs)
    _take_short(old, new, pairs)


def _take_short(old: Sequence[Entry], new: Sequence[Entry], pairs: Pairs) -> None:
    """Pair short clauses and table rows that went to another section.

    A few words prove something only where they stand once in each document, or beside what does.
    """
    if not all(pairs.free()):
        return
    seeds = _once(old, pairs.to_new), _once(new, pairs.to_old)
    for key, olds in seeds[0].items():
        news = seeds[1].get(key)
        if news is None or len(news) != len(olds):
            continue
        for i, j in zip(olds, news, strict=True):
            pairs.add(i, j)
        if old[olds[0]].clause.row:
            continue
        for step in (1, -1):
            i, j = olds[0] + step, news[0] + step
            while _goes_along(old, i, pairs.to_new) and _goes_along(new, j, pairs.to_old):
                if old[i].key != new[j].key:
                    break
                pairs.add(i, j)
                i, j = i + step, j + step


def _goes_along(entries: Sequence[Entry], index: int, used: Container[int]) -> bool:
    return 0 <= index < len(entries) and index not in used and not entries[index].clause.row


def _once(entries: Sequence[Entry], used: Container[int]) -> dict[tuple[Key, ...], list[int]]:
    """Free clauses and rows, by their words, that stand only once among all of them."""
    units: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        row = entry.clause.row
        units[entry.section, row, 0 if row else index].append(index)
    by_key: dict[tuple[Key, ...], list[list[int]]] = defaultdict(list)
    for unit in units.values():
        by_key[tuple(entries[index].key for index in unit)].append(unit)
    return {
        key: places[0]
        for key, places in by_key.items()
        if len(places) == 1
        and any(char.isalpha() for char in "".join(key))
        and not any(index in used for index in places[0])
    }


def _alike_anywhere(old: Sequence[Entry], new: Sequence[Entry], pairs: Pairs) -> None:
    _take_alike(old, new, *_telling(old, new, pairs), _EDITED_APART, pairs)


def _sorted(text: str) -> str:
    return " ".join(sorted(text.casefold().split(" ")))


def _telling(
    old: Sequence[Entry],
    new: Sequence[Entry],
    pairs: Pairs,
    some: Sequence[int] | None = None,
    others: Sequence[int] | None = None,
) -> tuple[list[int], list[int]]:
    """The free clauses, of these or of all, that are long enough to be known again elsewhere."""
    olds, news = pairs.free(some, others)
    return [i for i in olds if _tells(old[i].key)], [j for j in news if _tells(new[j].key)]


def _tells(key: Key) -> bool:
    return key.count(" ") + 1 >= _FEW_WORDS
