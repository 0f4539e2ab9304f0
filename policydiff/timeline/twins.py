"""Sentences that were edited a little, in which something is found on one side alone.

Where the words that bind are the same on both sides, it is the reading that differs, not the promise.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.compare.similarity import sequence_similarity
from policydiff.model import Clause, Comparison
from policydiff.timeline.content import content_stems, wording
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.stock import Stated, Stock

_ALIKE = 0.8  # share of words that stay in place
_KEPT = 0.95  # or of the shorter sentence's words that the longer has
_LEAST = 6  # content words of a sentence that is judged by what it kept
_TYPO = 2  # stems that may differ for nothing to be told


class Twins:
    """Which unread clauses stand for a read one of the other snapshot, by the read clause's id."""

    def __init__(self, old: Stock, new: Stock, comparison: Comparison) -> None:
        self.gone: dict[str, Clause] = {}
        self.come: set[str] = set()
        self._copies: dict[str, list[int]] = {}  # what the twin of an old clause states
        self._new = new
        clauses = [{clause.id: clause for clause in side.document.clauses} for side in (old, new)]
        for section in comparison.sections:
            for pair in section.clauses:
                one, other = pair.old, pair.new
                if one is None or other is None or pair.change == "same":
                    continue
                before, after = one.id in old.by_clause, other.id in new.by_clause
                if pair.part != "whole":
                    lead, lead_now = (
                        clauses[0].get(one.lead_in or ""),
                        clauses[1].get(other.lead_in or ""),
                    )
                    hung = lead is not None and lead_now is not None and lead.text == lead_now.text
                    part, whole = (other, one) if pair.part == "split" else (one, other)
                    if hung and before != after and _stands_in(part, whole):
                        if before:
                            self.gone[one.id] = other
                        else:
                            self.come.add(other.id)
                    continue
                if before and after and _say_alike(one.text, other.text):
                    self._copies[one.id] = new.by_clause[other.id]
                elif before and not after and _reads_on(old, one, other):
                    self.gone[one.id] = other
                elif after and not before and _reads_on(new, other, one):
                    self.come.add(other.id)

    def copy_of(self, stated: Stated) -> int | None:
        """Index of the new obligation, also stated elsewhere, whose copy the old one became by an edit."""
        one = stated.obligation
        for at in self._copies.get(one.clause, ()):
            new = self._new.stated[at]
            if (
                len(new.clauses) > 1
                and (one.bearer, one.modality) == (new.obligation.bearer, new.obligation.modality)
                and _say_alike(stated.about, new.about)
            ):
                return at
        return None

    def stated_in(self, stated: Stated) -> tuple[Stated, bool] | None:
        """An old obligation in the words of its clause's twin, and whether those are other words."""
        twin = self.gone.get(stated.obligation.clause)
        if twin is None:
            return None
        span = (0, len(twin.text))
        found = replace(
            stated.obligation, text=twin.text, span=span, clause=twin.id, line=twin.line
        )
        differing = set(content_stems(stated.obligation.text)) ^ set(content_stems(twin.text))
        return replace(stated, obligation=found), len(differing) > _TYPO


def _stands_in(part: Clause, whole: Clause) -> bool:
    """Whether an item was cut out of another one, word for word: "... or shares it"."""
    return f" {wording(part.text)} " in f" {wording(whole.text)} "


def _reads_on(stock: Stock, read: Clause, unread: Clause) -> bool:
    """Whether the words by which a clause was read stand in one that says nearly the same."""
    said = set(wording(unread.text).split())
    cues = (stock.stated[at].obligation.cue for at in stock.by_clause[read.id])
    return all(said.issuperset(wording(cue).split()) for cue in cues) and _say_alike(
        read.text, unread.text
    )


def _say_alike(one: str, other: str) -> bool:
    """Whether two sentences say nearly the same, with the same modal verbs and denials."""
    first, second = wording(one), wording(other)
    language = language_of(one)
    binding = load_words("twins", language)["binding"]
    if [w for w in first.split() if w in binding] != [w for w in second.split() if w in binding]:
        return False
    if sequence_similarity(first, second) >= _ALIKE:
        return True
    a, b = sorted((set(content_stems(one)), set(content_stems(other))), key=len)
    return len(a) >= _LEAST and len(a & b) >= _KEPT * len(a)
