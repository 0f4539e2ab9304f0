"""Words that stand in both snapshots, though something is found in them in one of them only."""

from __future__ import annotations

import re
from functools import cached_property

from policydiff.compare.normalise import Key, normalise
from policydiff.model import Clause, Obligation
from policydiff.patterns import regex
from policydiff.timeline.stock import Stated, Stock
from policydiff.timeline.twins import worded_as

# What an item opens with; whether a reader takes it for a marker or for text varies between layouts.
_MARKER = regex(r"\s*(?:[•*●▪◦–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s+", re.IGNORECASE)


def _bare(text: str) -> Key:
    """A clause's words for comparison, without the marker of an item."""
    marker = _MARKER.match(text)
    return normalise(text[marker.end() :] if marker else text)


class Still:
    """Which clauses of a snapshot stand there, and for whom something is found in them."""

    def __init__(self, stock: Stock) -> None:
        self.sections = stock.document.sections
        self.obligations = [stated.obligation for stated in stock.stated]

    def stands(self, old: Obligation) -> str | None:
        """Id of the clause that says the words of `old` still, for the same readers; or None."""
        words = _bare(old.text)
        clause = self._clauses.get(words)
        readers = self._readers.get(words, {None})
        return clause if clause is not None and {None, old.audience} & readers else None

    @cached_property
    def _clauses(self) -> dict[Key, str]:
        clauses = [clause for section in self.sections for clause in section.clauses]
        return {_bare(clause.text): clause.id for clause in reversed(clauses)}

    @cached_property
    def _readers(self) -> dict[Key, set[str | None]]:
        readers: dict[Key, set[str | None]] = {}
        for one in self.obligations:
            readers.setdefault(_bare(one.text), set()).add(one.audience)
        return readers


class Stood:
    """Which clauses of the last snapshot say nothing that was found, though the next one reads them.

    The counterpart of `Still`: else a series read backwards would tell something else. A ban or a duty
    that only a new lead-in makes of old words ("You must not:") has appeared all the same.
    """

    def __init__(self, stock: Stock) -> None:
        self.stock = stock

    def stood_as(self, stated: Stated) -> tuple[Stated, bool] | None:
        """A new obligation in the words of the old clause in which nothing was found, as `Twins` does."""
        one = stated.obligation
        lent = one.rule == "inherited" and one.modality in ("prohibition", "obligation")
        return None if lent else worded_as(stated, self._unread.get(_bare(one.text)))

    @cached_property
    def _unread(self) -> dict[Key, Clause]:
        return {
            _bare(clause.text): clause
            for clause in reversed(self.stock.document.clauses)
            if clause.id not in self.stock.by_clause
        }
