"""Partners among what is left of a policy that was written anew: one act, one matter, one topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from itertools import product

from policydiff.timeline.acts import are_of_one_act, verbs_of
from policydiff.timeline.content import Contents, one_of_synonyms
from policydiff.timeline.kinship import may_be_one, share_more_than_act, shared_beside_act
from policydiff.timeline.lexicon import language_of
from policydiff.timeline.search import Pair, Search
from policydiff.timeline.stock import Stated, Stock

_SAME_DENIAL = 0.25  # of two prohibitions or disclaimers of one act on one topic
_SAME_ACT = 0.36  # of two others that are the only ones of their act
_MUCH = 3  # content words beside the act; one more where the wordings have less in common
_EACH_WORD = 0.05  # by which what shares more words is taken first, however long it is
_SAME_MATTER = 0.45  # share of the shorter wording's content that the longer has
_OWN_WORDS = 0.5  # share of the shorter item's own content that the other has
_AT_HOME = 0.3  # of two on one topic, in sections that are a pair
_APART = 0.45


def of_one_act(search: Search) -> Iterable[Pair]:
    """What is left, wherever it stands, and is one act of one bearer on one topic.

    "We do not sell (as defined by law) personal information" -> "We do not sell your personal data for
    money": a rewritten policy still makes its promise, in other words. Of prohibitions and disclaimers
    the nearest meet; of anything else, which a policy says again and again of other data, only where
    each side has a single one of the act.
    """
    left = _by_act(search.old, search.found), _by_act(search.new, search.taken)
    for act in left[0].keys() & left[1].keys():
        olds, news = left[0][act], left[1][act]
        lone = len(olds) == len(news) == 1
        for i, j in product(olds, news):
            one, other = search.old.stated[i], search.new.stated[j]
            if one.obligation.modality != other.obligation.modality or not share_more_than_act(
                one, other
            ):
                continue
            denied = one.obligation.modality in ("prohibition", "disclaimer")
            score = search.contents.similarity(one.about, other.about)
            enough = score >= (_SAME_DENIAL if denied else _SAME_ACT)
            if (lone or denied) and enough and may_be_one(one.obligation, other.obligation):
                yield score, i, j


def by_topic(search: Search) -> Iterable[Pair]:
    """Pairs of a policy that was written anew: same bearer and topic, and much of the shorter text.

    Only for policies of which little was found before. In one that was merely edited, what went and
    what came are two obligations, however near their topics are.
    """
    homes = {
        (one.id, other.id)
        for pair in search.comparison.sections
        for one in pair.old
        for other in pair.new
    }
    for i, one in enumerate(search.old.stated):
        for j, other in enumerate(search.new.stated):
            if (
                i in search.found
                or j in search.taken
                or one.obligation.bearer != other.obligation.bearer
            ):
                continue
            if one.obligation.topic != other.obligation.topic:
                continue
            if (one.obligation.modality == "prohibition") != (
                other.obligation.modality == "prohibition"
            ):
                continue
            if not may_be_one(one.obligation, other.obligation):
                continue
            score = 0.5 * search.contents.similarity(one.text, other.text)
            score += 0.5 * search.contents.covered(one.text, other.text, least=3)
            if (
                one.key[3]
                and other.key[3]
                and search.contents.covered(one.about, other.about) < _OWN_WORDS
            ):
                continue  # items of two lists, alike by their lead-ins alone
            at_home = (one.obligation.section, other.obligation.section) in homes
            if score >= (_AT_HOME if at_home else _APART):
                yield score + 0.1 * at_home, i, j


def in_other_words(search: Search) -> Iterable[Pair]:
    """What is left, is one act of one bearer on one topic, and says much of one matter besides it.

    "Data is deleted within 30 days" -> "All data will be deleted no later than 30 days after the
    session": one promise, though it binds otherwise now.
    """
    left = _by_act(search.old, search.found), _by_act(search.new, search.taken)
    for act in left[0].keys() & left[1].keys():
        for i, j in product(left[0][act], left[1][act]):
            one, other = search.old.stated[i], search.new.stated[j]
            if _say_much_alike(one, other, search.contents) and may_be_one(
                one.obligation, other.obligation
            ):
                shared = len(shared_beside_act(one, other))
                yield search.contents.similarity(one.about, other.about) + _EACH_WORD * shared, i, j


def _say_much_alike(one: Stated, other: Stated, contents: Contents) -> bool:
    """Whether two wordings of an act share much of what either says of it, though they may bind otherwise."""
    first, second = one.obligation, other.obligation
    if first.modality != second.modality and (
        first.bearer == "user" or "disclaimer" in (first.modality, second.modality)
    ):
        return False
    shared = shared_beside_act(one, other)
    score = contents.similarity(one.about, other.about)
    return (
        len(shared) >= (_MUCH if score >= _SAME_ACT else _MUCH + 1)
        and contents.covered(one.about, other.about) >= _SAME_MATTER
        and are_of_one_act(first, second)
    )


def _by_act(stock: Stock, spent: Container[int]) -> dict[tuple[str, bool, str, str], list[int]]:
    """What is not `spent` by bearer, whether it is forbidden, topic and what its verb means."""
    found: dict[tuple[str, bool, str, str], list[int]] = defaultdict(list)
    for at, stated in enumerate(stock.stated):
        if at in spent:
            continue
        one = stated.obligation
        language = language_of(one.text)
        for verb in {one_of_synonyms(verb, language) for verb in verbs_of(one)}:
            found[one.bearer, one.modality == "prohibition", one.topic, verb].append(at)
    return found
