"""Sentences that were edited a little, in which something is found on one side alone.

Where the words that bind are the same on both sides, it is the reading that differs, not the promise.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.compare.similarity import sequence_similarity
from policydiff.model import Clause, Comparison
from policydiff.timeline.content import content_stems, stem, wording
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
        self.come: dict[str, Clause] = {}  # the unread old clause by the read new one's id
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
                            self.come[other.id] = one
                    continue
                if before and not after and _reads_on(old, one, other):
                    self.gone[one.id] = other
                elif after and not before and _reads_on(new, other, one):
                    self.come[other.id] = one

    def stated_in(self, stated: Stated) -> tuple[Stated, bool] | None:
        """An old obligation in the words of its clause's twin, and whether those are other words."""
        return worded_as(stated, self.gone.get(stated.obligation.clause))

    def stood_as(self, stated: Stated) -> tuple[Stated, bool] | None:
        """The same for a new obligation, in the words of the old clause in which nothing was found."""
        return worded_as(stated, self.come.get(stated.obligation.clause))


def worded_as(stated: Stated, twin: Clause | None) -> tuple[Stated, bool] | None:
    """A reading in the words of another clause, and whether those are other words."""
    if twin is None:
        return None
    found = replace(
        stated.obligation, text=twin.text, span=(0, len(twin.text)), clause=twin.id, line=twin.line
    )
    return replace(stated, obligation=found), _differ(stated.obligation.text, twin.text)


def _stands_in(part: Clause, whole: Clause) -> bool:
    """Whether an item was cut out of another one, word for word: "... or shares it"."""
    return f" {wording(part.text)} " in f" {wording(whole.text)} "


def _reads_on(stock: Stock, read: Clause, unread: Clause) -> bool:
    """Whether words by which a clause was read stand in one that says nearly the same.

    One act of several is enough: "click here to [log in] and update it" lost what binds nobody.
    """
    said = _stems(unread.text)
    cues = (stock.stated[at].obligation.cue for at in stock.by_clause[read.id])
    return any(said >= _stems(cue) for cue in cues) and _say_alike(read.text, unread.text)


def _stems(text: str) -> set[str]:
    """Of all words, so that another tense is the same word: "authorized", "authorizes"."""
    return {stem(word, language_of(text)) for word in wording(text).split()}


def is_slip(one: str, other: str) -> bool:
    """Whether two sentences say nearly the same, but for a word or two: nothing to be told."""
    return _say_alike(one, other) and not _differ(one, other)


def _differ(one: str, other: str) -> bool:
    return len(set(content_stems(one)) ^ set(content_stems(other))) > _TYPO


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
