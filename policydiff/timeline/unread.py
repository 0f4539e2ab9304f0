"""Changed sentences of which nothing is told: no obligation was read in them, in either version."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.compare.normalise import Key
from policydiff.model import ClausePair, Comparison, Section, Step, Timeline
from policydiff.patterns import regex
from policydiff.timeline.content import wording
from policydiff.timeline.spelling import is_respelled

_FEWEST_WORDS = 5  # with letters; a name, a date or a link is no sentence
_WORD = regex(r"[^\W\d_]{2,}")


def count_unread(comparison: Comparison, timeline: Timeline) -> int:
    """How many sentences were added, removed or edited, beyond spelling, that hold no obligation read.

    `timeline` follows the obligations between the same two snapshots.
    """
    read = _read(timeline)
    return sum(
        read.isdisjoint(wording(one.text) for one in (pair.old, pair.new) if one)
        for pair, _, _ in changed_sentences(comparison)
    )


def without_read(steps: Sequence[Step], timeline: Timeline) -> tuple[Step, ...]:
    """The steps of a timeline, each with those of its `unread` sentences in which nothing was read."""
    read = _read(timeline)
    return tuple(
        replace(
            step,
            unread=tuple(
                one for one in step.unread if read.isdisjoint((wording(one.old), wording(one.new)))
            ),
        )
        for step in steps
    )


def _read(timeline: Timeline) -> set[Key]:
    told = [history.latest for history in timeline.histories]
    for history in timeline.histories:
        told += [one for event in history.events for one in (event.old, event.new) if one]
    return {wording(one.text) for one in told} - {wording("")}


def changed_sentences(comparison: Comparison) -> list[tuple[ClausePair, Section, bool]]:
    """Sentences that were added, removed or edited, beyond spelling, in reading order: with its
    section, and whether that came or went as a whole.

    A sentence that was split or joined comes once; one whose words stand elsewhere in the other
    version is none.
    """
    stands = [
        {wording(clause.text) for clause in document.clauses}
        for document in (comparison.old, comparison.new)
    ]
    found: dict[str, tuple[ClausePair, Section, bool]] = {}
    for section in comparison.sections:
        whole = not (section.old and section.new)
        for pair in section.clauses:
            before, after = (wording(one.text) if one else "" for one in (pair.old, pair.new))
            if before not in stands[1] and after not in stands[0] and _is_change(pair):
                key = f"-{pair.old.id}" if pair.old else f"+{pair.new and pair.new.id}"
                found.setdefault(key, (pair, (section.new or section.old)[0], whole))
    return list(found.values())


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
