"""Which obligations are back after an absence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from policydiff.compare.normalise import Key
from policydiff.timeline.content import Contents
from policydiff.timeline.kinship import may_be_one
from policydiff.timeline.stock import Stated

_RETURNED = 0.72  # share of content; nothing but words tells who is back


def find_returned(gone: Sequence[Stated], new: Sequence[Stated]) -> dict[int, int]:
    """Index into `new` by index into `gone`, for obligations that are back after an absence."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    by_key: dict[tuple[str, str, Key, Key], list[int]] = defaultdict(list)
    for j, stated in enumerate(new):
        by_key[stated.key].append(j)
    for i, stated in enumerate(gone):
        for j in by_key.get(stated.key, ()):
            if j not in taken:
                found[i] = j
                taken.add(j)
                break
    contents = Contents([s.text for s in (*gone, *new)])
    olds = [i for i in range(len(gone)) if i not in found]
    news = [j for j in range(len(new)) if j not in taken]
    ranked = []
    for a, b in contents.candidates([gone[i].text for i in olds], [new[j].text for j in news]):
        one, other = gone[olds[a]].obligation, new[news[b]].obligation
        if one.bearer != other.bearer or (one.modality == "prohibition") != (
            other.modality == "prohibition"
        ):
            continue
        score = contents.similarity(gone[olds[a]].text, new[news[b]].text)
        if score >= _RETURNED and may_be_one(one, other):
            ranked.append((-round(score, 4), -olds[a], news[b]))
    for _, back, j in sorted(ranked):
        if -back not in found and j not in taken:
            found[-back] = j
            taken.add(j)
    return found
