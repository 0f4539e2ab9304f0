"""Sentences that were split in two or joined, items that became a sentence, lists that became prose.

    We collect your name and your phone number, and we keep them for a year.
    We collect your name and your phone number.  We keep them for a year.

A clause that is left over beside a pair is a part of it if most of its words stand in the whole, in
order, and the whole's own partner lacks them. Without this it would read as a loss or a gain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from rapidfuzz.distance import LCSseq

from policydiff.compare.clauses import Entry
from policydiff.compare.similarity import word_codes

_COVERED = 0.75  # share of a part's words that stand in the whole, in order
_NEW_WORDS = 0.6  # share of them that the whole's partner does not account for
_FEWEST_NEW = 0.4  # the same where they are what the whole lost
_FEWEST_AGAIN = 2  # words that two parts start with, which the whole says once
_REST = 0.7  # share of the words that a whole lost, from which a part is the rest of it
_FEW_WORDS = 3  # shorter parts must hang on a lead-in that is part of the same whole, or be one
_REACH = 12  # clauses between a part and its whole's partner


def find_parts(
    wholes: Sequence[Entry],
    parts: Sequence[Entry],
    partner: dict[int, int],
    taken: set[int],
    open_wholes: set[int],
) -> dict[int, list[int]]:
    """Further parts by whole: indexes into `parts` that are left over and belong to a whole.

    `partner` gives the part that a whole is paired with; `open_wholes` are those that may have none.
    """
    by_group: dict[int, list[int]] = defaultdict(list)
    for index, entry in enumerate(wholes):
        if index in partner:
            by_group[parts[partner[index]].group].append(index)  # where its partner went
        elif index in open_wholes:
            by_group[entry.group].append(index)
    found: dict[int, list[int]] = defaultdict(list)
    # Whole by id of a clause that is paired with it or part of it, and by that of its lead-in.
    leads: dict[str, int] = {}
    led: dict[str, int] = {}
    for whole, part in partner.items():
        leads[parts[part].clause.id] = whole
        led[parts[part].clause.lead_in or ""] = whole
        above = parts[part - 1].clause if part else None
        if above and 0 < above.depth < parts[part].clause.depth:
            led[above.id] = whole
    for index, entry in enumerate(parts):
        if index in taken:
            continue
        akin = {leads.get(entry.clause.lead_in or ""), led.get(entry.clause.id)} - {None}
        home = _whole_of(index, entry, wholes, parts, partner, by_group[entry.group], akin, found)
        if home is not None:
            found[home].append(index)
            leads[entry.clause.id] = home
    # A whole without a partner needs two parts: one alone is an edited clause, judged before.
    return {w: sorted(p) for w, p in found.items() if w in partner or len(p) > 1}


def _whole_of(
    index: int,
    entry: Entry,
    wholes: Sequence[Entry],
    parts: Sequence[Entry],
    partner: dict[int, int],
    candidates: Sequence[int],
    akin: Collection[int | None],
    found: dict[int, list[int]],
) -> int | None:
    words = word_codes(entry.key)
    if not words:
        return None
    if len(words) < _FEW_WORDS and not akin:
        return None
    best: tuple[float, int] | None = None
    near = [w for w in candidates if w not in partner or abs(partner[w] - index) <= _REACH]
    for whole in near if len(words) >= _FEW_WORDS else [w for w in near if w in akin]:
        others = [*([partner[whole]] if whole in partner else []), *found.get(whole, [])]
        gain = _gain(
            word_codes(wholes[whole].key),
            words,
            [word_codes(parts[o].key) for o in others],
            index,
            others,
        )
        if gain is not None and (best is None or gain > best[0]):
            best = (gain, whole)
    return best[1] if best else None


def _gain(
    whole: tuple[int, ...],
    part: tuple[int, ...],
    others: Sequence[tuple[int, ...]],
    index: int,
    places: Sequence[int],
) -> float | None:
    """Share of the part's words that it explains in the whole beyond the other parts, or None."""
    if LCSseq.similarity(whole, part) < _COVERED * len(part):
        return None
    ordered = [words for _, words in sorted(zip([*places, index], [*others, part], strict=True))]
    rest = [words for _, words in sorted(zip(places, others, strict=True))]
    together = LCSseq.similarity(whole, tuple(code for words in ordered for code in words))
    without = LCSseq.similarity(whole, tuple(code for words in rest for code in words))
    gain = together - without
    # "..., and keep it" that became "We may then keep it.": all that the whole lost is there.
    is_the_rest = gain >= _FEW_WORDS and gain >= _REST * (len(whole) - without)
    # "You may not copy or lend it. You may not sell it.": what both start or end with the whole says
    # once, and "or" in another place.
    own = min((_own_words(part, words) for words in others), default=len(part))
    spare = own > 2
    if LCSseq.similarity(whole, part) >= len(part) - spare and gain >= own - spare > 0:
        return 1.0
    share = gain / len(part)
    return share if share >= (_FEWEST_NEW if is_the_rest else _NEW_WORDS) else None


def _own_words(one: Sequence[int], other: Sequence[int]) -> int:
    """How many words stand between those that both start with and those that both end with.

    All of them where they do not start alike.
    """
    start = _common_start(one, other)
    if start < _FEWEST_AGAIN:
        return len(one)
    return len(one) - start - _common_start(one[:start:-1], other[:start:-1])


def _common_start(one: Sequence[int], other: Sequence[int]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
