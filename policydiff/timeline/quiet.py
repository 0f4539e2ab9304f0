"""Differences between two snapshots that are no change of the policy: the snapshots count, they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from policydiff.compare.normalise import Key
from policydiff.model import Document, Event, History, Ignored
from policydiff.timeline.appended import find_appendices
from policydiff.timeline.flapping import calm
from policydiff.timeline.noise import SOON_DAYS, day_number, stated_dates
from policydiff.timeline.rules import APPENDED, FLAPPING, TECHNICAL

Quiet = tuple[str, tuple[str, frozenset[str] | None]]  # rule, (why, sections or all)


def quiet_differences(old: Document, new: Document, denoise: Collection[str]) -> Iterator[Quiet]:
    """Which differences between two snapshots are no change of the policy, by rule."""
    if new.snapshot.technical and TECHNICAL in denoise and not _renewed(old, new):
        yield TECHNICAL, ("read in another way", None)
    elif APPENDED in denoise:
        for there, here, what in ((old, new, "is another document"), (new, old, "is gone again")):
            for one in find_appendices(there, here):
                why = f"“{one.heading}”, {one.words:,} words, {what}"
                yield (
                    APPENDED,
                    (why, frozenset(f"{'+' if here is new else '-'}{s}" for s in one.sections)),
                )


def _renewed(old: Document, new: Document) -> bool:
    """Whether the policy gives itself another date: then it changed, whatever the archive did.

    Of 37 technical upgrades in a public archive, 5 came with a new version of the policy, and with most
    of the events that all of them together would have hidden.
    """
    before, after = stated_dates(old), stated_dates(new)
    return bool(before and after) and max(before) != max(after)


def is_within(event: Event, sections: frozenset[str]) -> bool:
    """Whether an event only tells that one of `sections` ("+s4" came, "-s4" went) did."""
    if event.event in ("appeared", "returned") and event.new:
        return f"+{event.new.section}" in sections
    return (
        event.event == "vanished" and event.old is not None and f"-{event.old.section}" in sections
    )


def calm_histories(
    histories: Sequence[History], documents: Sequence[Document], known: Mapping[Key, int]
) -> tuple[list[History], list[Ignored]]:
    """The histories without obligations that flap, and in which snapshots how many of them did."""
    days = {index: day_number(document.snapshot) for index, document in enumerate(documents)}
    counts: Counter[int] = Counter()
    calmed = []
    for history in histories:
        calmer, absent = calm(history, known=known, days=days, within=SOON_DAYS)
        counts.update(absent)
        calmed.append(calmer)
    told = [
        Ignored(rule=FLAPPING, snapshot=at, detail=f"{number} that come and go are held to stand")
        for at, number in sorted(counts.items())
    ]
    return calmed, told
