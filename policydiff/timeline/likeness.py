"""Partners by likeness: inside a pair of clauses, then anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policydiff.compare.similarity import sequence_similarity
from policydiff.timeline.content import Contents, core
from policydiff.timeline.kinship import (
    SAME_ACTION,
    are_of_one_age,
    grew,
    in_another_way,
    may_be_one,
    open_alike,
    share_more_than_act,
    shared_beside_act,
    takes_in,
)
from policydiff.timeline.search import Pair, Search
from policydiff.timeline.spelling import is_respelled
from policydiff.timeline.stock import Stated

# From which weighted share of content words two obligations are the same one, changed. Below, a
# reader would speak of another promise. See docs/timeline.md for pairs on either side.
IN_EDITED_CLAUSE = 0.42
_ANYWHERE = 0.58
_LONE = 0.3  # in an edited clause, where nothing else of it is left on either side
_OTHER_BEARER = 0.82
_OWN = 0.4  # of the words of two list items themselves, without what their lead-ins share
_KNOWN_BY = 5  # content words by which an item is known under another lead-in
_NEAR = 0.25  # from which more signs are looked at
_NEAR_IN_FRAME = 0.36
_SAME_FRAME = 0.62  # share of words in the same order


def in_clause_pairs(search: Search) -> Iterable[Pair]:
    seen: set[tuple[int, int]] = set()
    for section in search.comparison.sections:
        for pair in section.clauses:
            if pair.old is None or pair.new is None:
                continue
            left = [i for i in search.old.by_clause.get(pair.old.id, ()) if i not in search.found]
            come = [j for j in search.new.by_clause.get(pair.new.id, ()) if j not in search.taken]
            lone = len(left) == len(come) == 1
            kinds = Counter(search.old.stated[i].key[:2] for i in left)
            kinds += Counter(search.new.stated[j].key[:2] for j in come)
            for i in left:
                for j in come:
                    only = kinds[search.old.stated[i].key[:2]] == 2  # one on each side
                    if (i, j) in seen:
                        continue
                    seen.add((i, j))
                    if not may_be_one(
                        search.old.stated[i].obligation, search.new.stated[j].obligation
                    ):
                        continue
                    same_words = pair.change in ("same", "moved") or is_respelled(
                        pair.old.text, pair.new.text
                    )
                    score = search.contents.similarity(
                        search.old.stated[i].about, search.new.stated[j].about
                    )
                    near = score >= IN_EDITED_CLAUSE or (lone and score >= _LONE)
                    if same_words or (
                        near
                        and share_more_than_act(
                            search.old.stated[i], search.new.stated[j], lone=lone
                        )
                    ):
                        yield score + 0.15, i, j
                    elif (
                        grew(search.old.stated[i], search.new.stated[j], search.contents)
                        or open_alike(search.old.stated[i], search.new.stated[j])
                        or (only and in_another_way(search.old.stated[i], search.new.stated[j]))
                        or (lone and are_of_one_age(search.old.stated[i], search.new.stated[j]))
                    ):
                        yield score + 0.1, i, j
                    elif len(left) == 1 and takes_in(
                        search.old.stated[i], search.new.stated[j], search.contents
                    ):
                        yield score + 0.05, i, j


def anywhere(search: Search) -> Iterable[Pair]:
    olds = [i for i in range(len(search.old.stated)) if i not in search.found]
    news = [j for j in range(len(search.new.stated)) if j not in search.taken]
    texts = [search.old.stated[i].text for i in olds], [search.new.stated[j].text for j in news]
    for a, b in search.contents.candidates(*texts):
        i, j = olds[a], news[b]
        if not may_be_one(search.old.stated[i].obligation, search.new.stated[j].obligation):
            continue
        score = _likeness(search.old.stated[i], search.new.stated[j], search.contents)
        same_bearer = (
            search.old.stated[i].obligation.bearer == search.new.stated[j].obligation.bearer
        )
        if score < (_ANYWHERE if same_bearer else _OTHER_BEARER):
            continue
        if _by_lead_ins_alone(search.old.stated[i], search.new.stated[j], search.contents):
            continue
        yield score, i, j


def _by_lead_ins_alone(one: Stated, other: Stated, contents: Contents) -> bool:
    """Whether two items are alike in nothing but the lead-ins that they hang on."""
    hung = bool(one.key[3] and other.key[3])
    return hung and contents.similarity(one.about, other.about) < _OWN


def _likeness(one: Stated, other: Stated, contents: Contents) -> float:
    """How much two obligations are about the same thing, 0.0 to 1.0.

    Content words decide. Below the threshold two more signs can lift a pair just over it: the same
    words in the same order around a changed tail ("... on the page My X" -> "... in your settings"),
    and, across polarity, an action that the other repeats whole ("will not read your notes" -> "may
    read your notes to train"): a promise that was turned round is graver than two loose events.
    """
    score = contents.similarity(one.text, other.text)
    listed = bool(one.key[3] or other.key[3]) and one.key[:2] == other.key[:2]
    # Under another lead-in an item says what it said, where it has words enough to be known by.
    if listed and len(shared_beside_act(one, other)) >= _KNOWN_BY:
        score = max(score, contents.similarity(one.about, other.about))
    if not _NEAR <= score < _ANYWHERE:
        return score
    if (one.obligation.modality == "prohibition") != (other.obligation.modality == "prohibition"):
        alike = contents.covered(core(one.obligation), core(other.obligation))
        return _ANYWHERE if alike >= SAME_ACTION else score
    near = score >= _NEAR_IN_FRAME and share_more_than_act(one, other)
    frame = sequence_similarity(one.about, other.about, cutoff=_SAME_FRAME) if near else 0.0
    return (
        _ANYWHERE
        if frame >= _SAME_FRAME and one.obligation.modality == other.obligation.modality
        else score
    )
