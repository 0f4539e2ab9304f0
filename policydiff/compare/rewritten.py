"""Sections of a policy that another author wrote anew, paired by what their headings are about."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.compare.bodies import FEW_WORDS, Body, body_likeness
from policydiff.compare.pairs import Pairs
from policydiff.compare.similarity import WordWeights, candidate_pairs, overlap
from policydiff.obligations.lexicon import default_lexicon
from policydiff.obligations.topics import heading_scores
from policydiff.patterns import regex

_REWRITTEN = 0.1  # share of words in clauses that survived, below which a policy was written anew
_SAME_BODY = 0.3  # weighted share of words in common, from which two bodies say the same anew
_SAME_SHORT = 0.4  # the same where one of them is short: an address
_IN_ORDER = (
    0.15  # the same, heading and stems counted, where both stand between sections that are pairs
)
_ENDING = regex(
    r"(?<=\w{3})(?:ings?|e[ds]|ers?|als?|ions?|ments?|[esy])$"
)  # "renewal", "renew"; "leaving", "leave"
_STEM = 5  # letters of a word that tell it from others, without its ending
_FEWEST = 6  # words of a body below which it says nothing here
_SAME_NAME = 0.55  # share of a heading's rare words that the other has too


def is_rewritten(old: Sequence[Body], new: Sequence[Body]) -> bool:
    """Whether hardly a clause survived word for word: another author wrote the same policy anew."""
    before = {key for body in old for key in body.keys}
    total = kept = 0
    for body in new:
        for key in body.keys:
            size = key.count(" ") + 1
            total += size
            kept += size * (key in before)
    return kept < _REWRITTEN * total


def pair_by_topic(old: Sequence[Body], new: Sequence[Body], pairs: Pairs) -> None:
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
                body = body_likeness(old[i], new[j])
                scored.append((-(heading + 0.5 * same_topic + body), i, j))
    pairs.take_best(scored)
    _pair_by_body(old, new, pairs)
    _pair_in_order(old, new, pairs)


def _pair_by_body(old: Sequence[Body], new: Sequence[Body], pairs: Pairs) -> None:
    """Pair what is left by the words of the bodies, rare ones weighing more, the most alike first.

    Other words for a heading ("Sharing", "Who receives it") say nothing; what stands under it does.
    """
    free_old, free_new = pairs.free()
    free_old = [i for i in free_old if old[i].words >= _FEWEST]
    free_new = [j for j in free_new if new[j].words >= _FEWEST]
    if not free_old or not free_new:
        return
    weights = WordWeights([body.text for body in (*old, *new)])
    texts = [old[i].text for i in free_old], [new[j].text for j in free_new]
    bags = [[weights.bag(text) for text in side] for side in texts]
    scored = []
    for a, b in candidate_pairs(*texts, weights):
        one, other = overlap(bags[0][a], bags[1][b])
        alike = 2 * one * other / (one + other) if one + other else 0.0
        i, j = free_old[a], free_new[b]
        short = min(old[i].words, new[j].words) < FEW_WORDS
        if alike >= (_SAME_SHORT if short else _SAME_BODY):
            scored.append((-alike, abs(i - j), i, j))
    pairs.take_best(scored)


def _pair_in_order(old: Sequence[Body], new: Sequence[Body], pairs: Pairs) -> None:
    """Pair what is left where it crosses no pair, by the stems of headings and bodies together.

    Where everything is said in other words ("Borrowing", "Loans"), place tells what words do not.
    """
    free_old, free_new = pairs.free()
    if not free_old or not free_new:
        return
    free = [old[i] for i in free_old], [new[j] for j in free_new]
    texts = [[_stems(f"{body.heading} {body.text}") for body in side] for side in free]
    weights = WordWeights([*texts[0], *texts[1]])
    bags = [[weights.bag(text) for text in side] for side in texts]
    scored = []
    for a, b in candidate_pairs(texts[0], texts[1], weights):
        i, j = free_old[a], free_new[b]
        one, other = overlap(bags[0][a], bags[1][b])
        alike = 2 * one * other / (one + other) if one + other else 0.0
        if alike >= _IN_ORDER:
            scored.append((-alike, i, j))
    for _, i, j in sorted(scored):
        if i in pairs.to_new or j in pairs.to_old:
            continue
        if all((i < one) == (j < other) for one, other in pairs.to_new.items()):
            pairs.add(i, j)


def _stems(text: str) -> str:
    """Words without their endings: their first letters, which is enough to know them again here."""
    return " ".join(_ENDING.sub("", word)[:_STEM] or word for word in text.casefold().split())


def _topic(body: Body) -> str | None:
    """What a section's heading says that it is about; None where it says nothing."""
    scores = heading_scores(body.heading, default_lexicon())
    return max(scores, key=lambda pair: pair[1])[0] if scores else None
