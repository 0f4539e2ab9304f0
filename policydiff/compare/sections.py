"""Which section became which: exact matches first, then heading and body, then split and merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct
from rapidfuzz import fuzz

from policydiff.compare.bodies import FEW_WORDS, Body, Group, body_likeness
from policydiff.compare.normalise import Key, heading_key
from policydiff.compare.pairs import Pairs
from policydiff.compare.rewritten import is_rewritten, pair_by_topic
from policydiff.compare.similarity import WordWeights, candidate_pairs, overlap

# Thresholds: see docs/alignment.md for the pairs on either side of each.
_PAIR = 0.42  # heading and body together, from which two sections are the same one, changed
_FEWEST = 4  # words of the shortest body that is known again under another heading
_SAME_PARTS = 0.5  # share of the sections under a bare heading by which it is known again
_PART = 0.5  # share of a section's words found elsewhere, from which it was split off or merged


def align_sections(old: Sequence[Body], new: Sequence[Body]) -> list[Group]:
    """Every section of both sides in exactly one group, in the order of the new side.

    Equal heading and body, equal body, equal heading; then what was split off or merged in; then
    the rest by similarity. What is equal costs O(n); similarity is counted only for what is left.
    """
    pairs = Pairs(len(old), len(new))
    pairs.take_equal([(b.heading, b.keys) for b in old], [(b.heading, b.keys) for b in new])
    _keep_parents(old, new, pairs)
    _keep_parents(new, old, pairs, turned=True)
    pairs.take_equal(
        [b.keys if b.words >= FEW_WORDS else None for b in old],
        [b.keys if b.words >= FEW_WORDS else None for b in new],
    )
    _pair_by_heading(old, new, pairs)
    # Short ones, which may be boilerplate, only where they stand once on each side.
    pairs.take_equal(_lone(old), _lone(new))
    parts = _find_parts(old, new, pairs)
    taken_old = {i for i, _ in parts.into_new}
    taken_new = {j for _, j in parts.from_old}
    _pair_by_parts(old, new, pairs)
    _pair_by_similarity(old, new, pairs, taken_old, taken_new)
    _pair_by_parts(old, new, pairs)
    if is_rewritten(old, new):
        pair_by_topic(old, new, pairs)
    return _groups(pairs, parts, len(old), len(new))


def _lone(bodies: Sequence[Body]) -> list[tuple[Key, ...] | None]:
    counts = Counter(body.keys for body in bodies)
    return [b.keys if b.words >= _FEWEST and counts[b.keys] == 1 else None for b in bodies]


def _keep_parents(
    mine: Sequence[Body], theirs: Sequence[Body], pairs: Pairs, *, turned: bool = False
) -> None:
    """Pair a heading that held only subsections with its namesake, which holds the text of one.

    1. Data                      1. Data
    1.1 What you give us    ->   We collect your name ...
    We collect your name ...

    By its body alone "1. Data" would be "1.1", and a section that still stands would be gone.
    """
    free = set(pairs.free()[1] if turned else pairs.free()[0])
    by_heading = Counter(body.heading for body in mine)
    others = Counter(body.heading for body in theirs)
    empty = {b.heading: i for i, b in enumerate(mine) if not b.keys and i in free}
    below: dict[tuple[Key, ...], set[Key]] = defaultdict(set)
    for body in mine:
        if len(body.section.path) > 1 and body.words >= FEW_WORDS:
            below[body.keys].add(heading_key(body.section.path[-2]))
    left = set(pairs.free()[0] if turned else pairs.free()[1])
    for j, body in enumerate(theirs):
        if (
            j in left
            and body.heading in empty
            and by_heading[body.heading] == others[body.heading] == 1
            and body.heading in below.get(body.keys, ())
        ):
            i = empty[body.heading]
            pairs.add(*((j, i) if turned else (i, j)))


def _pair_by_heading(old: Sequence[Body], new: Sequence[Body], pairs: Pairs) -> None:
    """Pair equal headings: a lone pair at once, namesakes by likeness of path and body."""
    free_old, free_new = pairs.free()
    by_heading: dict[Key, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in free_old:
        by_heading[old[i].heading][0].append(i)
    for j in free_new:
        by_heading[new[j].heading][1].append(j)
    for olds, news in by_heading.values():
        if len(olds) == 1 and len(news) == 1:
            pairs.add(olds[0], news[0])
        elif olds and news and len(olds) * len(news) <= 10_000:
            pairs.take_best(
                (
                    -(body_likeness(old[i], new[j]) + 0.5 * _same_parent(old[i], new[j])),
                    abs(i - j),
                    i,
                    j,
                )
                for i in olds
                for j in news
            )


def _same_parent(one: Body, other: Body) -> bool:
    return tuple(map(heading_key, one.section.path[:-1])) == tuple(
        map(heading_key, other.section.path[:-1])
    )


def _pair_by_parts(old: Sequence[Body], new: Sequence[Body], pairs: Pairs) -> None:
    """Pair headings without text of their own, whatever they are called, that stand over the same sections.

    Over none, between the same two sections.
    """
    free_old, free_new = pairs.free()
    ours, theirs = (
        {at: _below(side, at) for at in free if not side[at].keys and side[at].heading}
        for side, free in ((old, free_old), (new, free_new))
    )
    over: dict[int, list[int]] = defaultdict(list)
    for j, below in theirs.items():
        for part in below:
            over[part].append(j)
    scored = []
    for i, below in ours.items():
        kept = Counter(j for part in below for j in over[pairs.to_new.get(part, -1)])
        for j, count in kept.items():
            share = count / max(len(below), len(theirs[j]))
            if share >= _SAME_PARTS:
                scored.append((-share, abs(i - j), i, j))
        j = pairs.to_new.get(i - 1, -2) + 1
        if not below and j in theirs and not theirs[j] and pairs.to_new.get(i + 1) == j + 1:
            scored.append((0.0, abs(i - j), i, j))
    pairs.take_best(scored)


def _below(bodies: Sequence[Body], index: int) -> range:
    """The sections inside one."""
    end = index + 1
    while end < len(bodies) and bodies[end].section.level > bodies[index].section.level:
        end += 1
    return range(index + 1, end)


class _Parts(Struct, frozen=True):
    from_old: list[tuple[int, int]]  # (old, new): a further new section that old was split into
    into_new: list[tuple[int, int]]  # (old, new): a further old section that was merged into new


def _find_parts(old: Sequence[Body], new: Sequence[Body], pairs: Pairs) -> _Parts:
    """Free sections whose clauses went to, or came from, a section beside its partner.

    Found word for word: a free new section is part of an old one if most of its words stand in
    clauses of that old section which the old section's own partner has lost.
    """
    free_old, free_new = pairs.free()
    from_old = [
        (i, j)
        for j, i in _homes(
            free_new, new, [_lost(i, pairs.to_new, old, new) for i in range(len(old))]
        )
    ]
    into_new = [
        (i, j)
        for i, j in _homes(
            free_old, old, [_lost(j, pairs.to_old, new, old) for j in range(len(new))]
        )
    ]
    # A free old and a free new section that hold each other are one pair, not part and whole.
    both = {(i, j) for i, j in from_old} & {(i, j) for i, j in into_new}
    for i, j in sorted(both):
        if i not in pairs.to_new and j not in pairs.to_old:
            pairs.add(i, j)
    return _Parts(
        [(i, j) for i, j in from_old if j not in pairs.to_old],
        [(i, j) for i, j in into_new if i not in pairs.to_new],
    )


def _lost(
    index: int, partner: dict[int, int], mine: Sequence[Body], theirs: Sequence[Body]
) -> Counter[Key]:
    """Clauses of a section that its partner does not hold."""
    own = Counter(mine[index].keys)
    if index in partner:
        own -= Counter(theirs[partner[index]].keys)
    return own


def _homes(
    parts: Sequence[int],
    part_side: Sequence[Body],
    lost: Sequence[Counter[Key]],
) -> list[tuple[int, int]]:
    """(part, whole) for the free sections most of whose words stand in clauses `lost` by one whole."""
    where: dict[Key, list[int]] = defaultdict(list)
    for index, clauses in enumerate(lost):
        for key in clauses:
            where[key].append(index)
    result = []
    for part in parts:
        body = part_side[part]
        if body.words < FEW_WORDS:
            continue
        found: Counter[int] = Counter()
        for key in set(body.keys):
            holders = where.get(key, ())
            if len(holders) <= 5:  # boilerplate that stands everywhere proves nothing
                for index in holders:
                    found[index] += key.count(" ") + 1
        if found:
            whole, words = min(found.items(), key=lambda item: (-item[1], item[0]))
            if words >= _PART * body.words and words >= FEW_WORDS:
                result.append((part, whole))
    return result


def _pair_by_similarity(
    old: Sequence[Body], new: Sequence[Body], pairs: Pairs, skip_old: set[int], skip_new: set[int]
) -> None:
    """Pair what is left greedily, best first, by words of body and heading and by place."""
    free_old, free_new = pairs.free()
    free_old = [i for i in free_old if i not in skip_old]
    free_new = [j for j in free_new if j not in skip_new]
    if not free_old or not free_new:
        return
    weights = WordWeights([b.text for b in (*old, *new)])
    scored = []
    old_bags = {i: weights.bag(old[i].text) for i in free_old}
    new_bags = {j: weights.bag(new[j].text) for j in free_new}
    texts = (
        [old[i].heading + " " + old[i].text for i in free_old],
        [new[j].heading + " " + new[j].text for j in free_new],
    )
    for a, b in candidate_pairs(*texts, weights):
        i, j = free_old[a], free_new[b]
        score = _likeness(old[i], new[j], old_bags[i], new_bags[j])
        neighbours = pairs.to_new.get(i - 1, -9) == j - 1 or pairs.to_new.get(i + 1, -9) == j + 1
        score += 0.06 * neighbours
        if score >= _PAIR:
            scored.append((-score, abs(i - j), i, j))
    pairs.take_best(scored)


def _likeness(
    one: Body, other: Body, one_bag: dict[int, float], other_bag: dict[int, float]
) -> float:
    """0.0 to 1.0 from body and heading; a heading alone carries a pair only where bodies are bare."""
    share_one, share_other = overlap(one_bag, other_bag)
    body = (
        2 * share_one * share_other / (share_one + share_other) if share_one + share_other else 0.0
    )
    heading = (
        fuzz.token_set_ratio(one.heading, other.heading) / 100
        if one.heading and other.heading
        else 0.0
    )
    heading = heading if heading >= 0.6 else 0.0
    if min(one.words, other.words) < FEW_WORDS:
        return 0.75 * heading + 0.25 * body
    return 0.72 * body + 0.28 * heading


def _groups(pairs: Pairs, parts: _Parts, old_count: int, new_count: int) -> list[Group]:
    """Pairs, splits and merges as groups, new order; removed sections where they stood."""
    split: dict[int, list[int]] = defaultdict(list)
    merged: dict[int, list[int]] = defaultdict(list)
    for i, j in parts.from_old:
        split[i].append(j)
    for i, j in parts.into_new:
        merged[j].append(i)
    groups: list[Group] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for i in range(old_count):
        news = sorted(
            {*split.get(i, []), *([pairs.to_new[i]] if i in pairs.to_new else [])} - used_new
        )
        olds = {i}
        if len(news) == 1:
            olds |= set(merged.get(news[0], []))
        olds -= used_old
        if not news or i in used_old:
            continue
        groups.append(Group(tuple(sorted(olds)), tuple(news)))
        used_old |= olds
        used_new |= set(news)
    for j, olds_of in merged.items():
        left = tuple(sorted(set(olds_of) - used_old))
        if left and j not in used_new:
            groups.append(Group(left, (j,)))
            used_old |= set(left)
            used_new.add(j)
    groups += [Group((), (j,)) for j in range(new_count) if j not in used_new]
    groups.sort(key=lambda g: g.new)
    for i in range(old_count):
        if i not in used_old:
            _insert_removed(groups, i)
    return groups


def _insert_removed(groups: list[Group], index: int) -> None:
    """Put a removed section behind the group of the section that stood before it."""
    best, place = -1, 0
    for position, group in enumerate(groups):
        if group.old and best < group.old[-1] < index:
            best, place = group.old[-1], position + 1
    groups.insert(place, Group((index,), ()))
