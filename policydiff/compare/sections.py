"""Which section became which: exact matches first, then heading and body, then split and merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from policydiff.compare.normalise import Key, References, clause_key, heading_key, normalise
from policydiff.compare.similarity import WordWeights, candidate_pairs, overlap, word_codes
from policydiff.model import Section
from policydiff.obligations.lexicon import default_lexicon
from policydiff.obligations.topics import heading_scores

# Thresholds: see docs/alignment.md for the pairs on either side of each.
_PAIR = 0.42  # heading and body together, from which two sections are the same one, changed
_PART = 0.5  # share of a section's words found elsewhere, from which it was split off or merged
_FEW_WORDS = 12  # below so many words a body proves nothing
_FOLLOWED = (
    0.4  # share of a section's words in clauses that came from, or went to, one other section
)
_REWRITTEN = 0.1  # share of words in clauses that survived, below which a policy was written anew
_SAME_NAME = 0.55  # share of a heading's rare words that the other has too


@dataclass(frozen=True, slots=True)
class Body:
    """A section as the alignment sees it."""

    section: Section
    heading: Key
    keys: tuple[Key, ...]  # of its clauses
    resolved: tuple[Key, ...]  # the same, cross references by the heading they point to
    words: int
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Indexes of old and new sections that belong together; one side empty for added, removed."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def make_bodies(sections: Sequence[Section], known: References) -> list[Body]:
    """Bodies of the sections of one document; `known` resolves its cross references."""
    bodies = []
    for section in sections:
        keys = tuple(normalise(clause.text) for clause in section.clauses)
        resolved = tuple(clause_key(clause.text, known) for clause in section.clauses)
        text = " ".join(keys)
        bodies.append(
            Body(
                section,
                heading_key(section.heading),
                keys,
                resolved,
                text.count(" ") + 1 if text else 0,
                text,
            )
        )
    return bodies


def align_sections(old: Sequence[Body], new: Sequence[Body]) -> list[Group]:
    """Every section of both sides in exactly one group, in the order of the new side.

    Equal heading and body, equal body, equal heading; then what was split off or merged in; then
    the rest by similarity. What is equal costs O(n); similarity is counted only for what is left.
    """
    pairs = _Pairs(len(old), len(new))
    pairs.take_equal([(b.heading, b.keys) for b in old], [(b.heading, b.keys) for b in new])
    pairs.take_equal(
        [b.keys if b.words >= _FEW_WORDS else None for b in old],
        [b.keys if b.words >= _FEW_WORDS else None for b in new],
    )
    _pair_by_heading(old, new, pairs)
    parts = _find_parts(old, new, pairs)
    taken_old = {i for i, _ in parts.into_new}
    taken_new = {j for _, j in parts.from_old}
    _pair_by_similarity(old, new, pairs, taken_old, taken_new)
    if _rewritten(old, new):
        _pair_by_topic(old, new, pairs)
    return _groups(pairs, parts, len(old), len(new))


def follow_clauses(
    groups: Sequence[Group],
    flow: Mapping[tuple[int, int], int],
    old: Sequence[Body],
    new: Sequence[Body],
) -> list[Group]:
    """Groups with the added and removed sections put where most of their clauses came from or went.

    `flow` counts words of paired clauses by (old, new) section. An added section whose clauses,
    edited on the way, came from one old section is a part of that one, or is it under another name.
    """
    home: dict[int, Group] = {i: group for group in groups for i in group.old}
    target: dict[int, Group] = {j: group for group in groups for j in group.new}
    result = list(groups)
    for group in groups:
        if bool(group.old) == bool(group.new):
            continue
        mine = group.old or group.new
        if group not in result:
            continue  # taken into another one on the way
        words = (old if group.old else new)[mine[0]].words
        if words < _FEW_WORDS:
            continue
        sources = {
            (j if group.old else i): count
            for (i, j), count in flow.items()
            if (i if group.old else j) == mine[0]
        }
        if not sources:
            continue
        other, count = min(sources.items(), key=lambda item: (-item[1], item[0]))
        if count < _FOLLOWED * words:
            continue
        host = (target if group.old else home)[other]
        joined = Group(
            tuple(sorted({*host.old, *group.old})), tuple(sorted({*host.new, *group.new}))
        )
        if len(joined.old) > 1 and len(joined.new) > 1:
            continue  # several to several explains nothing
        result = [joined if one == host else one for one in result if one != group]
        home |= dict.fromkeys(joined.old, joined)
        target |= dict.fromkeys(joined.new, joined)
    return result


class _Pairs:
    """One-to-one pairs found so far."""

    def __init__(self, old_count: int, new_count: int) -> None:
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self.old_count, self.new_count = old_count, new_count

    def add(self, i: int, j: int) -> None:
        self.to_new[i] = j
        self.to_old[j] = i

    def free(self) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(self.old_count) if i not in self.to_new],
            [j for j in range(self.new_count) if j not in self.to_old],
        )

    def take_equal(self, old: Sequence[object], new: Sequence[object]) -> None:
        """Pair free sections whose signatures are equal, first with first; None never matches."""
        free_old, free_new = self.free()
        waiting: dict[object, list[int]] = defaultdict(list)
        for j in reversed(free_new):
            if new[j] is not None:
                waiting[new[j]].append(j)
        for i in free_old:
            if old[i] is not None and waiting.get(old[i]):
                self.add(i, waiting[old[i]].pop())


def _pair_by_heading(old: Sequence[Body], new: Sequence[Body], pairs: _Pairs) -> None:
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
            scored = sorted(
                (
                    -(_body_likeness(old[i], new[j]) + 0.5 * _same_parent(old[i], new[j])),
                    abs(i - j),
                    i,
                    j,
                )
                for i in olds
                for j in news
            )
            for _, _, i, j in scored:
                if i not in pairs.to_new and j not in pairs.to_old:
                    pairs.add(i, j)


def _same_parent(one: Body, other: Body) -> bool:
    return tuple(map(heading_key, one.section.path[:-1])) == tuple(
        map(heading_key, other.section.path[:-1])
    )


def _body_likeness(one: Body, other: Body) -> float:
    """Share of words in common (multiset), 0.0 to 1.0."""
    a, b = Counter(word_codes(one.text)), Counter(word_codes(other.text))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


@dataclass(frozen=True, slots=True)
class _Parts:
    from_old: list[tuple[int, int]]  # (old, new): a further new section that old was split into
    into_new: list[tuple[int, int]]  # (old, new): a further old section that was merged into new


def _find_parts(old: Sequence[Body], new: Sequence[Body], pairs: _Pairs) -> _Parts:
    """Free sections whose clauses went to, or came from, a section beside its partner.

    Found word for word: a free new section is part of an old one if most of its words stand in
    clauses of that old section which the old section's own partner has lost.
    """
    free_old, free_new = pairs.free()
    from_old = [
        (i, j)
        for j, i in _homes(
            free_new, new, old, [_lost(i, pairs.to_new, old, new) for i in range(len(old))]
        )
    ]
    into_new = [
        (i, j)
        for i, j in _homes(
            free_old, old, new, [_lost(j, pairs.to_old, new, old) for j in range(len(new))]
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
    whole_side: Sequence[Body],
    lost: Sequence[Counter[Key]],
) -> list[tuple[int, int]]:
    """(part, whole) for the free sections most of whose words stand in clauses lost by one whole."""
    where: dict[Key, list[int]] = defaultdict(list)
    for index, clauses in enumerate(lost):
        for key in clauses:
            where[key].append(index)
    result = []
    for part in parts:
        body = part_side[part]
        if body.words < _FEW_WORDS:
            continue
        found: Counter[int] = Counter()
        for key in set(body.keys):
            holders = where.get(key, ())
            if len(holders) <= 5:  # boilerplate that stands everywhere proves nothing
                for index in holders:
                    found[index] += key.count(" ") + 1
        if found:
            whole, words = min(found.items(), key=lambda item: (-item[1], item[0]))
            if words >= _PART * body.words and words >= _FEW_WORDS:
                result.append((part, whole))
    return result


def _pair_by_similarity(
    old: Sequence[Body], new: Sequence[Body], pairs: _Pairs, skip_old: set[int], skip_new: set[int]
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
    for _, _, i, j in sorted(scored):
        if i not in pairs.to_new and j not in pairs.to_old:
            pairs.add(i, j)


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
    if min(one.words, other.words) < _FEW_WORDS:
        return 0.75 * heading + 0.25 * body
    return 0.72 * body + 0.28 * heading


def _rewritten(old: Sequence[Body], new: Sequence[Body]) -> bool:
    """Whether hardly a clause survived word for word: another author wrote the same policy anew."""
    before = {key for body in old for key in body.keys}
    total = kept = 0
    for body in new:
        for key in body.keys:
            size = key.count(" ") + 1
            total += size
            kept += size * (key in before)
    return kept < _REWRITTEN * total


def _pair_by_topic(old: Sequence[Body], new: Sequence[Body], pairs: _Pairs) -> None:
    """Pair what is left in a rewritten policy by what its headings are about.

    Only here: in a policy that was merely edited, a section that went and one that came on the same
    topic are two sections.
    """
    free_old, free_new = pairs.free()
    weights = WordWeights([b.heading for b in (*old, *new)] + [b.text for b in (*old, *new)])
    scored = []
    for i in free_old:
        for j in free_new:
            heading = max(overlap(weights.bag(old[i].heading), weights.bag(new[j].heading)))
            same_topic = (topic := _topic(old[i])) is not None and topic == _topic(new[j])
            if heading >= _SAME_NAME or same_topic:
                body = _body_likeness(old[i], new[j])
                scored.append((-(heading + 0.5 * same_topic + body), i, j))
    for _, i, j in sorted(scored):
        if i not in pairs.to_new and j not in pairs.to_old:
            pairs.add(i, j)


def _topic(body: Body) -> str | None:
    """What a section's heading says that it is about; None where it says nothing."""
    scores = heading_scores(body.heading, default_lexicon())
    return max(scores, key=lambda pair: pair[1])[0] if scores else None


def _groups(pairs: _Pairs, parts: _Parts, old_count: int, new_count: int) -> list[Group]:
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
