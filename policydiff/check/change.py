"""What the rules look at: one policy before and after, and what happened to its obligations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct, field

from policydiff.check.stated import is_dating
from policydiff.model import Comparison, Document, Event, Obligation, Section, Timeline


class Thresholds(Struct, frozen=True, kw_only=True):
    """Where a rule draws its line; each is a key of `[thresholds]`."""

    collapsed: float = 0.35  # share of words left, below which a text counts as cut short
    collapsed_words: int = 60  # texts of fewer words cannot collapse
    notice_days: int = 0  # notice that is due where the policy itself promises none
    same_period: float = 0.02  # periods that differ by less are one: 30 days, a month


class Told(Struct, frozen=True, kw_only=True):
    """One event with the history it belongs to, and a sentence that tells it."""

    history: str  # its id; "" where it belongs to none
    event: Event
    sentence: str


class Change(Struct, frozen=True, kw_only=True):
    """One policy before and after. A side is None where the policy was added or removed."""

    policy: str  # what it is called, and known by in waivers
    old: Document | None
    new: Document | None
    old_path: str = ""  # as the user names them
    new_path: str = ""
    comparison: Comparison | None = None  # where there are both sides
    told: tuple[Told, ...] = ()  # in reading order; "moved" and what only dates the text left out
    standing: tuple[Obligation, ...] = ()  # of the old side
    day: str | None = None  # ISO: when the change was or will be made, if anybody said so
    thresholds: Thresholds = field(default_factory=Thresholds)
    no_state: str = ""  # why the new text is no state of the policy, where a series tells


def make_change(
    *,
    policy: str,
    old: Document | None,
    new: Document | None,
    comparison: Comparison | None = None,
    timeline: Timeline | None = None,
    more: Iterable[Event] = (),
    step: int = 1,
    sentence: Callable[[Event], str] = lambda event: event.text,
    standing: tuple[Obligation, ...] = (),
    old_path: str = "",
    new_path: str = "",
    day: str | None = None,
    thresholds: Thresholds | None = None,
    no_state: str = "",
) -> Change:
    """The change between two documents; `timeline` tells its events, those of snapshot `step`.

    `more` are events that belong to no history.
    """
    told = []
    for history in timeline.histories if timeline else ():
        for event in history.told:
            if event.snapshot == step and event.event != "moved" and not _dates(event, old, new):
                told.append(Told(history=history.id, event=event, sentence=sentence(event)))
    for event in more:
        if not _dates(event, old, new):
            told.append(Told(history="", event=event, sentence=sentence(event)))
    return Change(
        policy=policy, old=old, new=new, old_path=old_path, new_path=new_path, day=day,
        comparison=comparison, told=tuple(told), standing=standing, thresholds=thresholds or Thresholds(),
        no_state=no_state,
    )  # fmt: skip


def _dates(event: Event, old: Document | None, new: Document | None) -> bool:
    """Whether an event tells of a sentence that only dates the policy: rules of dates tell it."""
    sides = [(old, event.old), (new, event.new)]
    stated = [(document, one) for document, one in sides if document and one]
    return bool(stated) and all(is_dating(document, one.text) for document, one in stated)


def find_section(document: Document, section_id: str) -> Section | None:
    """A section by its id."""
    return next((s for s in document.sections if s.id == section_id), None)


def heading_of(section: Section | None) -> str:
    """Heading path of a section: "Sharing > With advertisers"."""
    return " > ".join(section.path) if section else ""


def home_of(change: Change, section_id: str) -> Section | None:
    """The section of the new side that a section of the old side became.

    Where it is gone, the one before the place where it stood; None where there is none.
    """
    before: Section | None = None
    for pair in change.comparison.sections if change.comparison else ():
        if any(section.id == section_id for section in pair.old):
            return pair.new[0] if pair.new else before
        before = pair.new[0] if pair.new else before
    return before
