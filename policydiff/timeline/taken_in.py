"""What lives on inside another wording, or came out of one: joined, split, said elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from policydiff.timeline.content import Contents, content_stems, core
from policydiff.timeline.enumeration import stands_together
from policydiff.timeline.kinship import SAME_ACTION
from policydiff.timeline.search import Search
from policydiff.timeline.stock import Stock

_MERGED = 0.75  # share of an old clause's content that the clause it was joined into has
_SAID_ELSEWHERE = 0.95  # share that any other wording must have for nothing to have vanished


def merged_into(search: Search) -> dict[int, int]:
    """New index by old index, for what is left over and stands whole inside another wording."""
    joined = [
        (pair.old.id, pair.new.id)
        for section in search.comparison.sections
        for pair in section.clauses
        if pair.part == "joined" and pair.old and pair.new
    ]
    return _taken_in(search.old, search.new, joined, search.contents, search.found)


def parted(search: Search) -> dict[int, int]:
    """Old index by new index, for what came and stood whole inside another wording: the same backwards."""
    stands = {j: i for i, j in search.found.items()}
    parts = _taken_in(search.new, search.old, (), search.contents, stands)
    return {
        j: i
        for j, i in parts.items()
        if i in search.found
        and stands_together(
            frozenset(content_stems(search.new.stated[j].about)),
            content_stems(search.old.stated[i].text),
        )
    }


def lead_ins_turned_round(search: Search) -> dict[int, int]:
    """Give the partner of listed exceptions to the prohibition that they hang on; items by partner.

    "We do not sell it, except to:" with two items, and then "We may sell it to ...": what the items
    allowed is said in the new sentence, but what it turned round is the promise above them.
    """
    replaced: dict[int, int] = {}
    leads = {c.id: c.lead_in for c in search.old.document.clauses if c.lead_in}
    hanging: dict[str, list[int]] = defaultdict(list)
    for k in search.found:
        for clause in search.old.stated[k].clauses:
            if clause in leads:
                hanging[leads[clause]].append(k)
    for i, stated in enumerate(search.old.stated):
        one = stated.obligation
        if i in search.found or one.modality != "prohibition" or not one.exceptions:
            continue
        for k in hanging.get(one.clause, ()):
            other = search.new.stated[search.found[k]].obligation
            if other.modality not in ("permission", "practice") or other.bearer != one.bearer:
                continue
            if search.contents.covered(core(one), core(other)) >= SAME_ACTION:
                search.found[i] = replaced[k] = search.found.pop(k)
                break
    return replaced


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
