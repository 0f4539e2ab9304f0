"""Sentences that were edited a little, in which something is found on one side alone.

Where the words that bind are the same on both sides, it is the reading that differs, not the promise.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from policydiff.compare.similarity import sequence_similarity
from policydiff.model import Clause, Comparison, Obligation
from policydiff.timeline.content import carrying_text, content_stems, stem, wording
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.stock import Stated, Stock

_ALIKE = 0.8  # share of words that stay in place
_KEPT = 0.95  # or of the shorter sentence's words that the longer has
_LEAST = 6  # content words of a sentence that is judged by what it kept
_TYPO = 2  # stems that may differ for nothing to be told


class Twins:
    """Which clauses stand for one of the other snapshot in which alone something was read, by its id."""

    def __init__(self, old: Stock, new: Stock, comparison: Comparison) -> None:
        pairs = [(pair.old, pair.new) for s in comparison.sections for pair in s.clauses]
        changed = [(one, other) for one, other in pairs if one and other and one.text != other.text]
        self.gone = _items_of(old, new, {one.id: other for one, other in changed})
        self.come = _items_of(new, old, {other.id: one for one, other in changed})
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


def _items_of(read: Stock, there: Stock, pairs: Mapping[str, Clause]) -> dict[str, Clause]:
    """The sentence that each item of a list stood in, by the item's id: "We share it with banks and shops"."""
    found = {}
    for clause in read.document.clauses:
        whole = pairs.get(clause.lead_in or "")
        if whole is None or clause.id not in read.by_clause or clause.lead_in == clause.id:
            continue
        items = [read.stated[at].obligation for at in read.by_clause[clause.id]]
        said = [there.stated[at].obligation for at in there.by_clause.get(whole.id, ())]
        if all(any(_says(one, item) for one in said) for item in items):
            found[clause.id] = whole
    return found


def _says(one: Obligation, item: Obligation) -> bool:
    """Whether the words of an item stand in an obligation, and bind the same way there."""
    words = f" {wording(carrying_text(item))} "
    if not content_stems(words) or one.bearer != item.bearer:
        return False
    denials = load_words("acts", language_of(one.text)).get("denials", frozenset())
    if (one.modality == "prohibition") != (item.modality == "prohibition"):
        return any(words in f" {wording(part)} " for part in one.exceptions)
    said = f" {wording(carrying_text(one))} "
    before = said.partition(words)[0].split()
    denied = one.modality != "prohibition" and not denials.isdisjoint(before)
    return (
        words in said and not denied and not any(words in f" {wording(p)} " for p in one.exceptions)
    )


def worded_as(stated: Stated, twin: Clause | None) -> tuple[Stated, bool] | None:
    """A reading in the words of another clause, and whether those are other words."""
    if twin is None:
        return None
    found = replace(
        stated.obligation, text=twin.text, span=(0, len(twin.text)), clause=twin.id, line=twin.line
    )
    item = stated.key[3] and _stands_in(stated.obligation, twin)
    return replace(stated, obligation=found), not item and _differ(
        stated.obligation.text, twin.text
    )


def _stands_in(part: Clause | Obligation, whole: Clause) -> bool:
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
