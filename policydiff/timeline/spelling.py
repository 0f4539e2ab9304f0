"""What counts as the same words in two spellings, and as the same clause read twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from policydiff.compare.normalise import normalise
from policydiff.model import Clause, Comparison, Document, Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, spelled, spelled_alike

# Signs that say nothing by themselves; "✓", "%" and "?" do.
_IDLE = regex(r"[\w\s,.;:'\"()\[\]*•-]+")


def is_respelled(old: str, new: str) -> bool:
    """Whether two texts say the same words with the same telling signs."""
    return spelled_alike(old, new) and _signs(old) == _signs(new)


def _signs(text: str) -> str:
    return _IDLE.sub("", normalise(text))


def read_alike(
    before: Sequence[Obligation],
    after: Sequence[Obligation],
    comparison: Comparison,
) -> Sequence[Obligation]:
    """The obligations `after`, where a clause only got other commas or spellings as it was read before.

    A comma before "and" may cut a sentence in another place; nothing in the policy has changed by it.
    Clauses are respelled only where they hang on the same lead-in and bound somebody before.
    """
    respelled = _respelled(comparison)
    if not respelled:
        return after
    olds, news = _by_clause(before), _by_clause(after)
    taken: dict[str, list[Obligation]] = {}
    for new, old in respelled.items():
        one, other = olds.get(old.id, []), news.get(new.id, [])
        if old.text == new.text and not _taken_over(old, one):
            continue
        if one and [_reading(o) for o in one] != [_reading(o) for o in other]:
            here = other[0] if other else None
            taken[new.id] = [
                replace(
                    o,
                    clause=new.id,
                    line=new.line,
                    section=here.section if here else _section_of(new, comparison.new),
                    audience=here.audience if here else o.audience,
                )
                for o in one
            ]
    if not taken:
        return after
    order = {clause.id: at for at, clause in enumerate(comparison.new.clauses)}
    kept = [o for o in after if o.clause not in taken]
    kept += [o for many in taken.values() for o in many]
    return sorted(kept, key=lambda o: order[o.clause])


def _taken_over(clause: Clause, obligations: Sequence[Obligation]) -> bool:
    """Whether a clause is read as it was in an earlier spelling, which stays so from then on."""
    return any(o.text != clause.text and is_respelled(o.text, clause.text) for o in obligations)


def _reading(one: Obligation) -> tuple[object, ...]:
    return one.bearer, one.modality, one.strength, spelled(carrying_text(one))


def _by_clause(obligations: Iterable[Obligation]) -> dict[str, list[Obligation]]:
    found: dict[str, list[Obligation]] = defaultdict(list)
    for one in obligations:
        found[one.clause].append(one)
    return found


def _respelled(comparison: Comparison) -> dict[Clause, Clause]:
    """Old clause by new one, for those that say the same words in other signs or spellings."""
    leads = [
        {clause.id: clause for clause in document.clauses}
        for document in (comparison.old, comparison.new)
    ]

    def lead(clause: Clause, side: int) -> str:
        known = leads[side].get(clause.lead_in or "")
        return spelled(known.text) if known else ""

    return {
        pair.new: pair.old
        for section in comparison.sections
        for pair in section.clauses
        if pair.old
        and pair.new
        and pair.part == "whole"
        and is_respelled(pair.old.text, pair.new.text)
        and lead(pair.old, 0) == lead(pair.new, 1)
    }


def _section_of(clause: Clause, document: Document) -> str:
    return next(
        section.id
        for section in document.sections
        if any(one.id == clause.id for one in section.clauses)
    )
