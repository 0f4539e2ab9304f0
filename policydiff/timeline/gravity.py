"""Which events weigh most: the one order that every output tells them in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policydiff.model import Event, EventName, Impact, Obligation, Topic
from policydiff.timeline.content import carrying_text, wording
from policydiff.timeline.lexicon import language_of, load_words

EVENT_ORDER: Final[tuple[EventName, ...]] = (
    "reversed",
    "vanished",
    "weakened",
    "strengthened",
    "appeared",
    "returned",
    "reworded",
    "moved",
)
"""Gravest first; ties in impact are settled by it."""

IMPACT_ORDER: Final[tuple[Impact, ...]] = ("against-user", "for-user", "neutral")

DATA_TOPICS: Final[frozenset[Topic]] = frozenset(
    {"collection", "use", "sharing", "transfer", "tracking"}
)
"""Of what is done with data."""

# What readers of policies ask about first.
_TOPIC_ORDER: Final[tuple[Topic, ...]] = (
    "sharing", "use", "retention", "children", "choice", "access", "transfer", "security",
    "collection", "tracking", "liability", "changes", "account", "other", "contact",
)  # fmt: skip


def since_first(events: Iterable[Event]) -> list[Event]:
    """Without those of the first snapshot: what it holds has not happened, it was there."""
    return [event for event in events if not event.initial]


def gravity(event: Event) -> tuple[int, ...]:
    """A sort key: gravest first, then by what people ask about first, then by place."""
    shown = event.new or event.old
    if shown is None:
        return (len(IMPACT_ORDER),)
    # What others promise not to do, or a right of the reader, weighs more than a courtesy; what is
    # asked of the reader less than what is done to him.
    firm = (shown.bearer == "user") == (shown.modality == "permission") and (
        shown.modality in ("prohibition", "permission")
    )
    asked = shown.bearer == "user" and shown.modality != "permission"
    topic: Topic = "liability" if shown.modality == "disclaimer" else shown.topic
    return (
        IMPACT_ORDER.index(event.impact),
        EVENT_ORDER.index(event.event),
        not is_feared(shown),
        not firm if shown.strength != "weak" else 1 + asked,
        _leads_in(shown),  # its items say what it is about
        _TOPIC_ORDER.index(topic),
        shown.line,
    )


def is_feared(obligation: Obligation) -> bool:
    """Whether it says that people read what readers wrote, or speaks of what they fear for their data."""
    if obligation.bearer == "user":
        return False
    grave = load_words("impact", language_of(obligation.text)).get("grave", frozenset())
    said = set(wording(carrying_text(obligation)).split())
    return obligation.rule == "read-by-people" or (
        obligation.topic in DATA_TOPICS and not grave.isdisjoint(said)
    )


def _leads_in(obligation: Obligation) -> bool:
    """Whether it is no more than the opening of a list: "You may not do any of the following:"."""
    if not obligation.text.rstrip().endswith(":"):
        return False
    pointing = load_words("lead-ins", language_of(obligation.text)).get("pointing", frozenset())
    return bool(pointing & set(wording(obligation.action).split()))
