"""Which obligation of the old snapshot is which of the new: by clause, by content, by rule."""

from __future__ import annotations

from collections.abc import Container
from itertools import product

from msgspec import Struct, field

from policydiff.model import Comparison
from policydiff.timeline.content import Contents
from policydiff.timeline.enumeration import Enumeration, Told, find_enumerations
from policydiff.timeline.kinship import may_be_one
from policydiff.timeline.leftover import in_one_place, in_one_section, in_one_slot, invited
from policydiff.timeline.likeness import IN_EDITED_CLAUSE, anywhere, in_clause_pairs
from policydiff.timeline.renamed import find_renamed, in_new_name
from policydiff.timeline.search import Search
from policydiff.timeline.stock import Stock
from policydiff.timeline.taken_in import lead_ins_turned_round, merged_into, parted
from policydiff.timeline.written_anew import by_topic, in_other_words, of_one_act

_REWRITTEN = 0.25  # share of obligations found, below which the policy was written anew
_PARTLY_REWRITTEN = 0.5  # the same, below which much of it was; then pairs must be likelier
_PARTLY_SURE = 0.58


class Matched(Struct):
    """Which obligation of the old snapshot is which of the new, by index into their stocks."""

    found: dict[int, int]  # new by old, one to one
    merged: dict[int, int] = field(default_factory=dict)  # new by old, where another has it too
    copied: dict[int, int] = field(default_factory=dict)  # new by old, which became a copy of it
    split: dict[int, int] = field(default_factory=dict)  # old by new, where another has it too
    parted: dict[int, int] = field(default_factory=dict)  # the same, of what it only held inside it
    # By (old, new), parts and their wholes; None for a part that changed besides.
    listed: dict[tuple[int, int], Enumeration | None] = field(default_factory=dict)


def match(old: Stock, new: Stock, comparison: Comparison) -> Matched:
    """What a reader would call the same promise, perhaps changed.

    Equal keys first, then enumerations that became sentences or the reverse, then inside clause
    pairs, then anywhere by content. Bearer and polarity are held against each other by rule: of two
    partners the one that binds the same way is taken. What was merged lives on inside an obligation
    that has a partner already.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()

    def take(i: int, j: int) -> None:
        found[i] = j
        taken.add(j)

    by_key = {stated.key: j for j, stated in enumerate(new.stated)}
    renamed = find_renamed(old.document, new.document)
    for i, stated in enumerate(old.stated):
        j = by_key.get(stated.key)
        if j is None and renamed:
            bearer, modality, *said = stated.key
            own, lead = (in_new_name(words, renamed) for words in said)
            j = by_key.get((bearer, modality, own, lead))
        if j is not None and j not in taken:
            take(i, j)
    result = Matched(found)
    _match_enumerations(old, new, result, taken)
    contents = Contents([s.text for s in (*old.stated, *new.stated)])
    search = Search(old, new, comparison, contents, found, taken)
    _match_general(search, result)
    _match_copies(search, result)
    settled = result.merged | result.copied
    found.update(settled)  # until the rest is matched: what was merged asks for no partner
    for by_likeness_or_place in (
        in_clause_pairs, anywhere, in_one_slot, in_one_section, in_one_place, invited,
    ):  # fmt: skip
        search.take(list(by_likeness_or_place(search)))
    kept = len(found) / (min(len(old.stated), len(new.stated)) or 1)
    search.take(list(of_one_act(search)))
    if kept < _PARTLY_REWRITTEN:
        anew = list(by_topic(search))
        search.take([one for one in anew if kept < _REWRITTEN or one[0] >= _PARTLY_SURE])
    search.take(list(in_other_words(search)))
    replaced = lead_ins_turned_round(search)
    result.merged |= merged_into(search) | replaced
    result.parted = {j: i for j, i in parted(search).items() if j not in taken}
    for i in settled:
        found.pop(i, None)
    return result


def _match_enumerations(old: Stock, new: Stock, result: Matched, taken: set[int]) -> None:
    """Take what is said once on one side and once for each thing on the other."""
    olds, news = _left_over(old, result.found), _left_over(new, taken)
    for one in find_enumerations(news, olds):
        result.found[one.parts[0]] = one.whole
        result.merged |= dict.fromkeys(one.parts[1:], one.whole)
        taken.add(one.whole)
        result.listed |= {(at, one.whole): one.unless_changed(at) for at in one.parts}
        for part in one.parts:
            olds.pop(part)
        news.pop(one.whole)
    for one in find_enumerations(olds, news):
        result.found[one.whole] = one.parts[0]
        result.split |= dict.fromkeys(one.parts[1:], one.whole)
        taken.update(one.parts)
        result.listed |= {(one.whole, at): one.unless_changed(at) for at in one.parts}


def _match_general(search: Search, result: Matched) -> None:
    """Take what was edited where it is for everybody, with its copy for some readers that was not.

    While both are equal they are one; the copy alone is not what became of it.
    """
    old, new, taken = search.old, search.new, search.taken
    sections = search.comparison.sections
    pairs = [pair for s in sections for pair in s.clauses if pair.old and pair.new]
    both = [
        (i, j, pair.change == "edited")
        for pair in pairs
        for i, j in product(
            old.by_clause.get(pair.old.id if pair.old else "", ()),
            new.by_clause.get(pair.new.id if pair.new else "", ()),
        )
        if i not in result.found and j not in taken
    ]
    edited = [
        (i, j)
        for i, j, changed in both
        if changed
        and (one := old.stated[i]).key[:2] == (other := new.stated[j]).key[:2]
        and one.obligation.audience is None is other.obligation.audience
        and search.contents.similarity(one.about, other.about) >= IN_EDITED_CLAUSE
        and may_be_one(one.obligation, other.obligation)
    ]
    for i, j, changed in both:
        one, other = old.stated[i], new.stated[j]
        if changed or one.key[:3] != other.key[:3]:
            continue
        if one.obligation.audience is None is not other.obligation.audience:
            whole = next((b for a, b in edited if a == i and b not in taken), None)
            if whole is not None and len(one.clauses) > 1:
                result.found[i] = whole
                result.split[j], result.listed[i, j] = i, None
                taken.update((whole, j))
        elif other.obligation.audience is None is not one.obligation.audience:
            whole = next((a for a, b in edited if b == j and a not in result.found), None)
            if whole is not None and len(other.clauses) > 1:
                result.found[whole] = j
                result.copied[i] = j
                taken.add(j)


def _match_copies(search: Search, result: Matched) -> None:
    """Take what became a copy of something that stands elsewhere, and copies that were edited."""
    old, new, taken = search.old, search.new, search.taken
    stood = {j: i for i, j in result.found.items()}
    for pair in (pair for section in search.comparison.sections for pair in section.clauses):
        if pair.old is None or pair.new is None or pair.change != "edited":
            continue
        sides = old.by_clause.get(pair.old.id, ()), new.by_clause.get(pair.new.id, ())
        for i, j in product(*sides):
            one, other = old.stated[i], new.stated[j]
            if one.key[:2] != other.key[:2] or not may_be_one(one.obligation, other.obligation):
                continue
            if search.contents.similarity(one.about, other.about) < IN_EDITED_CLAUSE:
                continue
            narrower = [side.obligation.audience for side in (one, other)]
            come = i not in result.found and j in stood and old.stated[stood[j]]
            gone = j not in taken and i in result.found and new.stated[result.found[i]]
            if (
                come
                and narrower[1] in (None, narrower[0])
                and come.key == other.key
                and len(come.clauses) < len(other.clauses)
            ):
                result.copied[i] = j
            elif (
                gone
                and narrower[0] in (None, narrower[1])
                and gone.key == one.key
                and len(gone.clauses) < len(one.clauses)
            ):
                result.split[j], result.listed[i, j] = i, None
                taken.add(j)


def _left_over(stock: Stock, spent: Container[int]) -> dict[int, Told]:
    leads = {clause.id: clause.lead_in for clause in stock.document.clauses if clause.lead_in}
    return {
        at: Told(
            one.obligation,
            one.text,
            frozenset(one.clauses),
            frozenset(leads[clause] for clause in one.clauses if clause in leads),
        )
        for at, one in enumerate(stock.stated)
        if at not in spent
    }
