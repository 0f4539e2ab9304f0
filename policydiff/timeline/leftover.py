"""What no clause pair and no likeness matched, told by its place: list, section, way to turn to somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from itertools import groupby, product
from typing import TypeVar

from policydiff.model import Section
from policydiff.timeline.acts import act_of
from policydiff.timeline.content import content_stems, wording
from policydiff.timeline.events import bounds_of
from policydiff.timeline.invitations import is_invitation
from policydiff.timeline.kinship import (
    SAME_OPENING,
    may_be_one,
    open_alike,
    share_more_than_act,
)
from policydiff.timeline.search import Pair, Search
from policydiff.timeline.stock import Stated, Stock

_SAME_SLOT = 0.22  # of two items alone in what is left of one list
_SHARED_IN_SLOT = 3  # content words
_SAME_PLACE = 0.3  # of what was replaced where it stood
_LONGEST_RUN = 8  # clauses that went and came at one place; more are a passage written anew
_FEW = 64  # pairs of actions that begin alike in a section; more are a form that all of them have

_K = TypeVar("_K")


def in_one_slot(search: Search) -> Iterable[Pair]:
    """What is left alone on each side of the items under one lead-in, for one bearer, bound one way."""
    slots: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (stock, spent) in enumerate(((search.old, search.found), (search.new, search.taken))):
        for at, stated in enumerate(stock.stated):
            bearer, modality, _, lead_in = stated.key
            if lead_in and at not in spent:
                slots[bearer, modality, lead_in][side].append(at)
    for olds, news in slots.values():
        if len(olds) != 1 or len(news) != 1:
            continue
        one, other = search.old.stated[olds[0]], search.new.stated[news[0]]
        score = search.contents.similarity(one.about, other.about)
        shared = set(content_stems(one.about)) & set(content_stems(other.about))
        if (
            score >= _SAME_SLOT
            and len(shared) >= _SHARED_IN_SLOT
            and share_more_than_act(one, other)
            and may_be_one(one.obligation, other.obligation)
        ):
            yield score, olds[0], news[0]


def in_one_section(search: Search) -> Iterable[Pair]:
    """What is left in a section and says one thing in two ways, whatever was written around it.

    Either both actions begin with the same words ("maintain the data until you delete it"), or it is the
    only act of its kind on each side, and one of them is limited: "we only use necessary cookies" -> "we
    use third-party cookies" is a limit that went, not a promise that went and a practice that came.
    """
    for pair in search.comparison.sections:
        left, come = (
            _left_in(stock, homes, spent)
            for stock, homes, spent in (
                (search.old, pair.old, search.found),
                (search.new, pair.new, search.taken),
            )
        )
        by_opening = _by(_opening, search.old, left), _by(_opening, search.new, come)
        by_act = _by(_act, search.old, left), _by(_act, search.new, come)
        pairs = [
            (i, j)
            for opening, olds in by_opening[0].items()
            for i, j in product(olds, by_opening[1].get(opening, ()))
            if len(olds) * len(by_opening[1][opening]) <= _FEW
            and open_alike(search.old.stated[i], search.new.stated[j])
        ]
        pairs += [
            (olds[0], news[0])
            for act, olds in by_act[0].items()
            if act[2]
            and len(olds) == len(news := by_act[1].get(act, [])) == 1
            and _is_limited(search.old, olds[0]) != _is_limited(search.new, news[0])
        ]
        for i, j in pairs:
            one, other = search.old.stated[i], search.new.stated[j]
            if may_be_one(one.obligation, other.obligation):
                yield search.contents.similarity(one.about, other.about), i, j


def in_one_place(search: Search) -> Iterable[Pair]:
    """What stood and stands at one place between clauses that stayed, for one bearer, bound one way.

    "Do not rely on it for important advice." -> "Do not use it as a substitute for professional advice."
    """
    for section in search.comparison.sections:
        for stays, run in groupby(
            section.clauses, lambda pair: pair.change not in ("added", "removed")
        ):
            pairs = [] if stays else list(run)
            if not 2 <= len(pairs) <= _LONGEST_RUN:
                continue
            gone = [one.old.id for one in pairs if one.old]
            come = [one.new.id for one in pairs if one.new]
            left = [
                at
                for one in gone
                for at in search.old.by_clause.get(one, ())
                if at not in search.found
            ]
            here = [
                at
                for one in come
                for at in search.new.by_clause.get(one, ())
                if at not in search.taken
            ]
            for i, j in product(left, here):
                one, other = search.old.stated[i], search.new.stated[j]
                score = search.contents.similarity(one.about, other.about)
                if (
                    score >= _SAME_PLACE
                    and one.key[:2] == other.key[:2]
                    and one.obligation.topic == other.obligation.topic
                    and share_more_than_act(one, other)
                    and may_be_one(one.obligation, other.obligation)
                ):
                    yield score, i, j


def invited(search: Search) -> Iterable[Pair]:
    """What is left of invitations in a section, where one side has a single one: "write to us" -> "use this form".

    Where both are about one thing, that is the same way to turn to somebody, in other words.
    """
    for pair in search.comparison.sections:
        left, come = (
            [
                at
                for at in _left_in(stock, homes, spent)
                if is_invitation(stock.stated[at].obligation)
            ]
            for stock, homes, spent in (
                (search.old, pair.old, search.found),
                (search.new, pair.new, search.taken),
            )
        )
        if min(len(left), len(come)) != 1:
            continue
        for i, j in product(left, come):
            one, other = search.old.stated[i], search.new.stated[j]
            shared = set(content_stems(one.about)) & set(content_stems(other.about))
            if shared and may_be_one(one.obligation, other.obligation):
                yield search.contents.covered(one.about, other.about), i, j


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
