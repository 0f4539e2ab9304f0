"""What no clause pair and no likeness matched, told by its place: list, section, way to turn to somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from itertools import groupby, product
from typing import TypeVar

from policydiff.model import Comparison, Section
from policydiff.timeline.acts import act_of, are_of_one_act, verbs_of
from policydiff.timeline.content import Contents, content_stems, one_of_synonyms, wording
from policydiff.timeline.events import bounds_of
from policydiff.timeline.invitations import is_invitation
from policydiff.timeline.kinship import (
    SAME_OPENING,
    may_be_one,
    open_alike,
    share_more_than_act,
    shared_beside_act,
)
from policydiff.timeline.lexicon import language_of
from policydiff.timeline.stock import Stated, Stock

_SAME_SLOT = 0.22  # of two items alone in what is left of one list
_SHARED_IN_SLOT = 3  # content words
_SAME_PLACE = 0.3  # of what was replaced where it stood
_LONGEST_RUN = 8  # clauses that went and came at one place; more are a passage written anew
_FEW = 64  # pairs of actions that begin alike in a section; more are a form that all of them have

_K = TypeVar("_K")
_SAME_DENIAL = 0.25  # of two prohibitions or disclaimers of one act on one topic
_SAME_ACT = 0.36  # of two others that are the only ones of their act
_MUCH = 3  # content words beside the act; one more where the wordings have less in common
_EACH_WORD = 0.05  # by which what shares more words is taken first, however long it is
_SAME_MATTER = 0.45  # share of the shorter wording's content that the longer has


def in_one_slot(
    old: Stock, new: Stock, contents: Contents, found: dict[int, int], taken: set[int]
) -> Iterable[tuple[float, int, int]]:
    """What is left alone on each side of the items under one lead-in, for one bearer, bound one way."""
    slots: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (stock, spent) in enumerate(((old, found), (new, taken))):
        for at, stated in enumerate(stock.stated):
            bearer, modality, _, lead_in = stated.key
            if lead_in and at not in spent:
                slots[bearer, modality, lead_in][side].append(at)
    for olds, news in slots.values():
        if len(olds) != 1 or len(news) != 1:
            continue
        one, other = old.stated[olds[0]], new.stated[news[0]]
        score = contents.similarity(one.about, other.about)
        shared = set(content_stems(one.about)) & set(content_stems(other.about))
        if (
            score >= _SAME_SLOT
            and len(shared) >= _SHARED_IN_SLOT
            and share_more_than_act(one, other)
            and may_be_one(one.obligation, other.obligation)
        ):
            yield score, olds[0], news[0]


def in_one_section(
    old: Stock,
    new: Stock,
    comparison: Comparison,
    contents: Contents,
    found: dict[int, int],
    taken: set[int],
) -> Iterable[tuple[float, int, int]]:
    """What is left in a section and says one thing in two ways, whatever was written around it.

    Either both actions begin with the same words ("maintain the data until you delete it"), or it is the
    only act of its kind on each side, and one of them is limited: "we only use necessary cookies" -> "we
    use third-party cookies" is a limit that went, not a promise that went and a practice that came.
    """
    for pair in comparison.sections:
        left, come = (
            _left_in(stock, homes, spent)
            for stock, homes, spent in ((old, pair.old, found), (new, pair.new, taken))
        )
        by_opening = _by(_opening, old, left), _by(_opening, new, come)
        by_act = _by(_act, old, left), _by(_act, new, come)
        pairs = [
            (i, j)
            for opening, olds in by_opening[0].items()
            for i, j in product(olds, by_opening[1].get(opening, ()))
            if len(olds) * len(by_opening[1][opening]) <= _FEW
            and open_alike(old.stated[i], new.stated[j])
        ]
        pairs += [
            (olds[0], news[0])
            for act, olds in by_act[0].items()
            if act[2]
            and len(olds) == len(news := by_act[1].get(act, [])) == 1
            and _is_limited(old, olds[0]) != _is_limited(new, news[0])
        ]
        for i, j in pairs:
            one, other = old.stated[i], new.stated[j]
            if may_be_one(one.obligation, other.obligation):
                yield contents.similarity(one.about, other.about), i, j


def in_one_place(
    old: Stock,
    new: Stock,
    comparison: Comparison,
    contents: Contents,
    found: dict[int, int],
    taken: set[int],
) -> Iterable[tuple[float, int, int]]:
    """What stood and stands at one place between clauses that stayed, for one bearer, bound one way.

    "Do not rely on it for important advice." -> "Do not use it as a substitute for professional advice."
    """
    for section in comparison.sections:
        for stays, run in groupby(
            section.clauses, lambda pair: pair.change not in ("added", "removed")
        ):
            pairs = [] if stays else list(run)
            if not 2 <= len(pairs) <= _LONGEST_RUN:
                continue
            gone = [one.old.id for one in pairs if one.old]
            come = [one.new.id for one in pairs if one.new]
            left = [at for one in gone for at in old.by_clause.get(one, ()) if at not in found]
            here = [at for one in come for at in new.by_clause.get(one, ()) if at not in taken]
            for i, j in product(left, here):
                one, other = old.stated[i], new.stated[j]
                score = contents.similarity(one.about, other.about)
                if (
                    score >= _SAME_PLACE
                    and one.key[:2] == other.key[:2]
                    and one.obligation.topic == other.obligation.topic
                    and share_more_than_act(one, other)
                    and may_be_one(one.obligation, other.obligation)
                ):
                    yield score, i, j


def _by(key: Callable[[Stated], _K], stock: Stock, some: Iterable[int]) -> dict[_K, list[int]]:
    found: dict[_K, list[int]] = defaultdict(list)
    for at in some:
        found[key(stock.stated[at])].append(at)
    return found


def _opening(stated: Stated) -> tuple[str, ...]:
    return tuple(wording(stated.obligation.action).split()[:SAME_OPENING])


def _is_limited(stock: Stock, at: int) -> bool:
    return bounds_of(stock.stated[at].obligation) < 0


def _act(stated: Stated) -> tuple[str, str, tuple[str, str] | None]:
    return stated.obligation.bearer, stated.obligation.modality, act_of(stated.obligation)


def _left_in(stock: Stock, homes: Iterable[Section], spent: Container[int]) -> list[int]:
    """What is not `spent` of the obligations that stand in some sections, in reading order."""
    clauses = (clause for section in homes for clause in section.clauses)
    return [at for one in clauses for at in stock.by_clause.get(one.id, ()) if at not in spent]


def invited(
    old: Stock,
    new: Stock,
    comparison: Comparison,
    contents: Contents,
    found: dict[int, int],
    taken: set[int],
) -> Iterable[tuple[float, int, int]]:
    """What is left of invitations in a section, where one side has a single one: "write to us" -> "use this form".

    Where both are about one thing, that is the same way to turn to somebody, in other words.
    """
    for pair in comparison.sections:
        left, come = (
            [
                at
                for at in _left_in(stock, homes, spent)
                if is_invitation(stock.stated[at].obligation)
            ]
            for stock, homes, spent in ((old, pair.old, found), (new, pair.new, taken))
        )
        if min(len(left), len(come)) != 1:
            continue
        for i, j in product(left, come):
            one, other = old.stated[i], new.stated[j]
            shared = set(content_stems(one.about)) & set(content_stems(other.about))
            if shared and may_be_one(one.obligation, other.obligation):
                yield contents.covered(one.about, other.about), i, j


def of_one_act(
    old: Stock, new: Stock, contents: Contents, found: dict[int, int], taken: set[int]
) -> Iterable[tuple[float, int, int]]:
    """What is left, wherever it stands, and is one act of one bearer on one topic.

    "We do not sell (as defined by law) personal information" -> "We do not sell your personal data for
    money": a rewritten policy still makes its promise, in other words. Of prohibitions and disclaimers
    the nearest meet; of anything else, which a policy says again and again of other data, only where
    each side has a single one of the act.
    """
    left = _by_act(old, found), _by_act(new, taken)
    for act in left[0].keys() & left[1].keys():
        olds, news = left[0][act], left[1][act]
        lone = len(olds) == len(news) == 1
        for i, j in product(olds, news):
            one, other = old.stated[i], new.stated[j]
            if one.obligation.modality != other.obligation.modality or not share_more_than_act(
                one, other
            ):
                continue
            denied = one.obligation.modality in ("prohibition", "disclaimer")
            score = contents.similarity(one.about, other.about)
            enough = score >= (_SAME_DENIAL if denied else _SAME_ACT)
            if (lone or denied) and enough and may_be_one(one.obligation, other.obligation):
                yield score, i, j


def in_other_words(
    old: Stock, new: Stock, contents: Contents, found: dict[int, int], taken: set[int]
) -> Iterable[tuple[float, int, int]]:
    """What is left, is one act of one bearer on one topic, and says much of one matter besides it.

    "Data is deleted within 30 days" -> "All data will be deleted no later than 30 days after the
    session": one promise, though it binds otherwise now.
    """
    left = _by_act(old, found), _by_act(new, taken)
    for act in left[0].keys() & left[1].keys():
        for i, j in product(left[0][act], left[1][act]):
            one, other = old.stated[i], new.stated[j]
            if _say_much_alike(one, other, contents) and may_be_one(
                one.obligation, other.obligation
            ):
                shared = len(shared_beside_act(one, other))
                yield contents.similarity(one.about, other.about) + _EACH_WORD * shared, i, j


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
