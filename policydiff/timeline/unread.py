"""Changed sentences of which nothing is told: no obligation was read in them, in either version."""

from __future__ import annotations

from policydiff.model import ClausePair, Comparison, Timeline
from policydiff.patterns import regex
from policydiff.timeline.content import wording
from policydiff.timeline.spelling import is_respelled

_FEWEST_WORDS = 5  # with letters; a name, a date or a link is no sentence
_WORD = regex(r"[^\W\d_]{2,}")


def count_unread(comparison: Comparison, timeline: Timeline) -> int:
    """How many sentences were added, removed or edited, beyond spelling, that hold no obligation read.

    `timeline` follows the obligations between the same two snapshots. A sentence that was split or
    joined counts once; one whose words stand elsewhere in the other version does not count.
    """
    told = [history.latest for history in timeline.histories]
    for history in timeline.histories:
        told += [one for event in history.events for one in (event.old, event.new) if one]
    read = {wording(one.text) for one in told}
    stands = [
        {wording(clause.text) for clause in document.clauses}
        for document in (comparison.old, comparison.new)
    ]
    counted: set[str] = set()
    for section in comparison.sections:
        for pair in section.clauses:
            before, after = (wording(one.text) if one else "" for one in (pair.old, pair.new))
            if before in stands[1] or after in stands[0] or {before, after} & read:
                continue
            if _is_change(pair):
                counted.add(f"-{pair.old.id}" if pair.old else f"+{pair.new and pair.new.id}")
    return len(counted)


def _is_change(pair: ClausePair) -> bool:
    texts = [one.text for one in (pair.old, pair.new) if one]
    if pair.change not in ("added", "removed", "edited"):
        return False
    if not any(len(_WORD.findall(text)) >= _FEWEST_WORDS for text in texts):
        return False
    if pair.change == "edited":
        quiet = {*pair.renumbered, *pair.respelled}
        return not is_respelled(*texts) and any(
            sign != "=" and at not in quiet for at, (sign, _) in enumerate(pair.ops)
        )
    return True
