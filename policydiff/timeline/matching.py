"""Which obligation of the old snapshot is which of the new: by clause, by content, by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from itertools import product

from msgspec import Struct, field

from policydiff.compare.similarity import sequence_similarity
from policydiff.model import Comparison
from policydiff.timeline.content import Contents, content_stems, core
from policydiff.timeline.enumeration import Enumeration, Told, find_enumerations, stands_together
from policydiff.timeline.kinship import (
    SAME_ACTION,
    grew,
    may_be_one,
    open_alike,
    share_more_than_act,
    shared_beside_act,
    takes_in,
)
from policydiff.timeline.leftover import (
    in_one_place,
    in_one_section,
    in_one_slot,
    in_other_words,
    invited,
    of_one_act,
)
from policydiff.timeline.renamed import find_renamed, in_new_name
from policydiff.timeline.stock import Stated, Stock

# From which weighted share of content words two obligations are the same one, changed. Below, a
# reader would speak of another promise. See docs/timeline.md for pairs on either side.
_IN_EDITED_CLAUSE = 0.42
_ANYWHERE = 0.58
_LONE = 0.3  # in an edited clause, where nothing else of it is left on either side
_OTHER_BEARER = 0.82
_OWN = 0.4  # of the words of two list items themselves, without what their lead-ins share
_KNOWN_BY = 5  # content words by which an item is known under another lead-in
_NEAR = 0.25  # from which more signs are looked at
_NEAR_IN_FRAME = 0.36
_SAME_FRAME = 0.62  # share of words in the same order
_MERGED = 0.75  # share of an old clause's content that the clause it was joined into has
_SAID_ELSEWHERE = 0.95  # share that any other wording must have for nothing to have vanished
_REWRITTEN = 0.25  # share of obligations found, below which the policy was written anew
_PARTLY_REWRITTEN = 0.5  # the same, below which much of it was; then pairs must be likelier
_PARTLY_SURE = 0.58
_OWN_WORDS = 0.5  # share of the shorter item's own content that the other has
_REWRITTEN_AT_HOME = 0.3  # then, in sections that are a pair
_REWRITTEN_APART = 0.45


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
    _match_copies(old, new, comparison, contents, result, taken)
    settled = result.merged | result.copied
    found.update(settled)  # until the rest is matched: what was merged asks for no partner
    pairs = list(_in_clause_pairs(old, new, comparison, contents, found, taken))
    _take_best(pairs, old, new, found, taken)
    _take_best(list(_anywhere(old, new, contents, found, taken)), old, new, found, taken)
    _take_best(list(in_one_slot(old, new, contents, found, taken)), old, new, found, taken)
    at_home = list(in_one_section(old, new, comparison, contents, found, taken))
    _take_best(at_home, old, new, found, taken)
    replaced_here = list(in_one_place(old, new, comparison, contents, found, taken))
    _take_best(replaced_here, old, new, found, taken)
    _take_best(list(invited(old, new, comparison, contents, found, taken)), old, new, found, taken)
    kept = len(found) / (min(len(old.stated), len(new.stated)) or 1)
    _take_best(list(of_one_act(old, new, contents, found, taken)), old, new, found, taken)
    if kept < _PARTLY_REWRITTEN:
        anew = list(_by_topic(old, new, comparison, contents, found, taken))
        if kept >= _REWRITTEN:
            anew = [one for one in anew if one[0] >= _PARTLY_SURE]
        _take_best(anew, old, new, found, taken)
    _take_best(list(in_other_words(old, new, contents, found, taken)), old, new, found, taken)
    replaced = _lead_ins_turned_round(old, new, contents, found)
    result.merged |= _merged_into(old, new, comparison, contents, found) | replaced
    result.parted = {j: i for j, i in _parted(old, new, contents, found).items() if j not in taken}
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


def _match_copies(
    old: Stock,
    new: Stock,
    comparison: Comparison,
    contents: Contents,
    result: Matched,
    taken: set[int],
) -> None:
    """Take what became a copy of something that stands elsewhere, and copies that were edited."""
    stood = {j: i for i, j in result.found.items()}
    for pair in (pair for section in comparison.sections for pair in section.clauses):
        if pair.old is None or pair.new is None or pair.change != "edited":
            continue
        sides = old.by_clause.get(pair.old.id, ()), new.by_clause.get(pair.new.id, ())
        for i, j in product(*sides):
            one, other = old.stated[i], new.stated[j]
            if one.key[:2] != other.key[:2] or not may_be_one(one.obligation, other.obligation):
                continue
            if contents.similarity(one.about, other.about) < _IN_EDITED_CLAUSE:
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


def _in_clause_pairs(
    old: Stock,
    new: Stock,
    comparison: Comparison,
    contents: Contents,
    found: dict[int, int],
    taken: set[int],
) -> Iterable[tuple[float, int, int]]:
    seen: set[tuple[int, int]] = set()
    for section in comparison.sections:
        for pair in section.clauses:
            if pair.old is None or pair.new is None:
                continue
            left = [i for i in old.by_clause.get(pair.old.id, ()) if i not in found]
            come = [j for j in new.by_clause.get(pair.new.id, ()) if j not in taken]
            lone = len(left) == len(come) == 1
            for i in left:
                for j in come:
                    if (i, j) in seen:
                        continue
                    seen.add((i, j))
                    if not may_be_one(old.stated[i].obligation, new.stated[j].obligation):
                        continue
                    same_words = pair.change in ("same", "moved")
                    score = contents.similarity(old.stated[i].about, new.stated[j].about)
                    near = score >= _IN_EDITED_CLAUSE or (lone and score >= _LONE)
                    if same_words or (
                        near and share_more_than_act(old.stated[i], new.stated[j], lone=lone)
                    ):
                        yield score + 0.15, i, j
                    elif grew(old.stated[i], new.stated[j], contents) or open_alike(
                        old.stated[i], new.stated[j]
                    ):
                        yield score + 0.1, i, j
                    elif len(left) == 1 and takes_in(old.stated[i], new.stated[j], contents):
                        yield score + 0.05, i, j


def _anywhere(
    old: Stock, new: Stock, contents: Contents, found: dict[int, int], taken: set[int]
) -> Iterable[tuple[float, int, int]]:
    olds = [i for i in range(len(old.stated)) if i not in found]
    news = [j for j in range(len(new.stated)) if j not in taken]
    texts = [old.stated[i].text for i in olds], [new.stated[j].text for j in news]
    for a, b in contents.candidates(*texts):
        i, j = olds[a], news[b]
        if not may_be_one(old.stated[i].obligation, new.stated[j].obligation):
            continue
        score = _likeness(old.stated[i], new.stated[j], contents)
        same_bearer = old.stated[i].obligation.bearer == new.stated[j].obligation.bearer
        if score < (_ANYWHERE if same_bearer else _OTHER_BEARER):
            continue
        if _by_lead_ins_alone(old.stated[i], new.stated[j], contents):
            continue
        yield score, i, j


def _by_lead_ins_alone(one: Stated, other: Stated, contents: Contents) -> bool:
    """Whether two items are alike in nothing but the lead-ins that they hang on."""
    hung = bool(one.key[3] and other.key[3])
    return hung and contents.similarity(one.about, other.about) < _OWN


def _lead_ins_turned_round(
    old: Stock, new: Stock, contents: Contents, found: dict[int, int]
) -> dict[int, int]:
    """Give the partner of listed exceptions to the prohibition that they hang on; items by partner.

    "We do not sell it, except to:" with two items, and then "We may sell it to ...": what the items
    allowed is said in the new sentence, but what it turned round is the promise above them.
    """
    replaced: dict[int, int] = {}
    leads = {c.id: c.lead_in for c in old.document.clauses if c.lead_in}
    hanging: dict[str, list[int]] = defaultdict(list)
    for k in found:
        for clause in old.stated[k].clauses:
            if clause in leads:
                hanging[leads[clause]].append(k)
    for i, stated in enumerate(old.stated):
        one = stated.obligation
        if i in found or one.modality != "prohibition" or not one.exceptions:
            continue
        for k in hanging.get(one.clause, ()):
            other = new.stated[found[k]].obligation
            if other.modality not in ("permission", "practice") or other.bearer != one.bearer:
                continue
            if contents.covered(core(one), core(other)) >= SAME_ACTION:
                found[i] = replaced[k] = found.pop(k)
                break
    return replaced


def _merged_into(
    old: Stock, new: Stock, comparison: Comparison, contents: Contents, found: dict[int, int]
) -> dict[int, int]:
    """New index by old index, for what is left over and stands whole inside another wording."""
    joined = [
        (pair.old.id, pair.new.id)
        for section in comparison.sections
        for pair in section.clauses
        if pair.part == "joined" and pair.old and pair.new
    ]
    return _taken_in(old, new, joined, contents, found)


def _parted(old: Stock, new: Stock, contents: Contents, found: dict[int, int]) -> dict[int, int]:
    """Old index by new index, for what came and stood whole inside another wording: the same backwards."""
    stands = {j: i for i, j in found.items()}
    parts = _taken_in(new, old, (), contents, stands)
    return {
        j: i
        for j, i in parts.items()
        if i in found
        and stands_together(
            frozenset(content_stems(new.stated[j].about)), content_stems(old.stated[i].text)
        )
    }


def _taken_in(
    parts: Stock,
    wholes: Stock,
    together: Iterable[tuple[str, str]],
    contents: Contents,
    found: dict[int, int],
) -> dict[int, int]:
    """Whole by part, for parts that are not `found`.

    Either their clauses stand `together`, or the whole says nearly all of the part's content.
    """
    joined: dict[str, set[str]] = defaultdict(set)
    for part, whole in together:
        joined[part].add(whole)
    # A wording that stood there before, unchanged, has taken nothing in.
    unchanged = {j for i, j in found.items() if parts.stated[i].key == wholes.stated[j].key}
    left = [i for i in range(len(parts.stated)) if i not in found]
    texts = [parts.stated[i].text for i in left], [stated.text for stated in wholes.stated]
    best: dict[int, tuple[float, int]] = {}
    for a, j in contents.candidates(*texts):
        one, other = parts.stated[left[a]], wholes.stated[j]
        if j in unchanged or one.obligation.bearer != other.obligation.bearer:
            continue
        if other.obligation.audience not in (None, one.obligation.audience):
            continue  # what stands for other readers only has not taken it in
        if (one.obligation.modality == "prohibition") != (
            other.obligation.modality == "prohibition"
        ):
            continue
        at_home = bool(joined[one.obligation.clause] & set(other.clauses))
        share = contents.share(
            one.about if at_home else one.text, other.text, least=1 if at_home else 3
        )
        if share >= (_MERGED if at_home else _SAID_ELSEWHERE):
            best[left[a]] = max(best.get(left[a], (0.0, 0)), (share, -j))
    return {i: -j for i, (_, j) in best.items()}


def _by_topic(
    old: Stock,
    new: Stock,
    comparison: Comparison,
    contents: Contents,
    found: dict[int, int],
    taken: set[int],
) -> Iterable[tuple[float, int, int]]:
    """Pairs of a policy that was written anew: same bearer and topic, and much of the shorter text.

    Only for policies of which little was found before. In one that was merely edited, what went and
    what came are two obligations, however near their topics are.
    """
    homes = {
        (one.id, other.id) for pair in comparison.sections for one in pair.old for other in pair.new
    }
    for i, one in enumerate(old.stated):
        for j, other in enumerate(new.stated):
            if i in found or j in taken or one.obligation.bearer != other.obligation.bearer:
                continue
            if one.obligation.topic != other.obligation.topic:
                continue
            if (one.obligation.modality == "prohibition") != (
                other.obligation.modality == "prohibition"
            ):
                continue
            if not may_be_one(one.obligation, other.obligation):
                continue
            score = 0.5 * contents.similarity(one.text, other.text)
            score += 0.5 * contents.covered(one.text, other.text, least=3)
            if (
                one.key[3]
                and other.key[3]
                and contents.covered(one.about, other.about) < _OWN_WORDS
            ):
                continue  # items of two lists, alike by their lead-ins alone
            at_home = (one.obligation.section, other.obligation.section) in homes
            if score >= (_REWRITTEN_AT_HOME if at_home else _REWRITTEN_APART):
                yield score + 0.1 * at_home, i, j


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


def _take_best(
    pairs: Sequence[tuple[float, int, int]],
    old: Stock,
    new: Stock,
    found: dict[int, int],
    taken: set[int],
) -> None:
    ranked = []
    for score, i, j in pairs:
        one, other = old.stated[i].obligation, new.stated[j].obligation
        score += 0.25 * (one.modality == other.modality) + 0.15 * (one.bearer == other.bearer)
        score += 0.1 * (one.audience == other.audience)
        score += 0.05 * ((one.modality == "prohibition") == (other.modality == "prohibition"))
        ranked.append((-round(score, 4), abs(old.stated[i].order - new.stated[j].order), i, j))
    for _, _, i, j in sorted(ranked):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
