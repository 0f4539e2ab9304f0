"""The obligations of one snapshot, with what they are compared by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.compare.normalise import Key
from policydiff.model import Document, Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import about, carrying_text, lead_in_texts, wording

NOBODY: Mapping[tuple[str, tuple[int, int]], str] = {}


class Stated(Struct, frozen=True):
    """An obligation of one snapshot, once for all copies of it, with what it is compared by."""

    obligation: Obligation
    key: tuple[str, str, Key, Key]  # bearer, modality, wording, wording of the lead-in
    about: str  # carrying text without its numbers
    text: str  # the same, behind the lead-in's words where the item hangs on one
    clauses: tuple[str, ...]  # ids of the clauses that state it
    sections: frozenset[str]  # ids of the sections where those stand
    order: int
    named: str = ""  # who is bound as far as the snapshot alone tells; "" for the same

    def read_by(self, audience: str | None) -> Stated:
        """The same for other readers: a copy among the rules for some is one with what is for all."""
        return replace(self, obligation=replace(self.obligation, audience=audience))


_HANGING = regex(r"\b(?:that|which|who)$", re.I)


def _whole_relatives(obligations: Sequence[Obligation]) -> list[Obligation]:
    """Each that was read up to a "that" or "which", with the words behind it if nothing is read there."""
    last: dict[str, int] = {}
    for one in obligations:
        last[one.clause] = max(last.get(one.clause, 0), one.span[1])
    return [
        replace(one, span=(one.span[0], len(one.text)))
        if one.span[1] == last[one.clause] and _HANGING.search(carrying_text(one))
        else one
        for one in obligations
    ]


def _key(obligation: Obligation, leads: dict[str, str]) -> tuple[str, str, Key, Key]:
    own, lead = wording(carrying_text(obligation)), wording(leads.get(obligation.clause, ""))
    return obligation.bearer, obligation.modality, own, lead


class Stock(Struct, dict=True):
    """All obligations of one snapshot."""

    document: Document
    stated: list[Stated]
    by_clause: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        document: Document,
        obligations: Iterable[Obligation],
        alone: Mapping[tuple[str, tuple[int, int]], str] = NOBODY,
    ) -> Stock:
        """Collect the obligations of a document; equal ones are one, stated several times.

        `alone` says who is bound, by clause and span, as far as the document alone tells.
        """
        leads = lead_in_texts(document)
        first: dict[tuple[str, str, Key, Key], Obligation] = {}
        clauses: dict[tuple[str, str, Key, Key], list[str]] = defaultdict(list)
        sections: dict[tuple[str, str, Key, Key], set[str]] = defaultdict(set)
        whole = _whole_relatives(list(obligations))
        keyed = [(_key(obligation, leads), obligation) for obligation in whole]
        general = {key for key, obligation in keyed if obligation.audience is None}
        # What stands for everybody stands for Brazil too; a copy there is no promise of its own.
        keyed.sort(key=lambda pair: pair[0] in general and pair[1].audience is not None)
        for key, obligation in keyed:
            if obligation.audience is not None and key not in general:
                lead = Key(f"{key[3]} for {obligation.audience}")  # one promise for each audience
                key = (*key[:3], lead)
            first.setdefault(key, obligation)
            clauses[key].append(obligation.clause)
            sections[key].add(obligation.section)
        stated = []
        for order, (same, obligation) in enumerate(first.items()):
            opening = leads.get(obligation.clause, "")
            own_text = about(obligation)
            text = f"{opening} {own_text}" if opening else own_text
            homes = frozenset(sections[same])
            named = alone.get((obligation.clause, obligation.span), "")
            stated.append(
                Stated(obligation, same, own_text, text, tuple(clauses[same]), homes, order, named)
            )
        stock = cls(document, stated)
        for index, one in enumerate(stated):
            for clause in one.clauses:
                stock.by_clause.setdefault(clause, []).append(index)
        return stock

    @cached_property
    def homes(self) -> dict[str, frozenset[str]]:
        """The id of the section that each clause stands in, by the clause's."""
        sections = self.document.sections
        return {one.id: frozenset((home.id,)) for home in sections for one in home.clauses}

    def carry(self, stated: Stated, clause: str) -> int:
        """Take over an obligation of the last snapshot that `clause` states still; its index."""
        index = len(self.stated)
        home = self.homes[clause]
        self.stated.append(replace(stated, clauses=(clause,), sections=home, order=index))
        self.by_clause.setdefault(clause, []).append(index)
        return index
