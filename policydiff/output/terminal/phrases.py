"""Obligations and events in plain words: who, how strongly, what, where."""

from __future__ import annotations

from typing import Final

from policydiff.model import Bearer, Event, Obligation, Section, Snapshot, Timeline
from policydiff.output.safe import safe
from policydiff.output.sentences import WHO, modal, told, who
from policydiff.output.terminal.places import at, from_to
from policydiff.output.terminal.theme import Signs

WHO_SHORT: Final[dict[Bearer, str]] = {"company": "we", "user": "you", "third-party": "they"}


def statement(obligation: Obligation, before: Obligation | None, signs: Signs) -> str:
    """One sentence: "The company must not → may share your data with others"."""
    bearer, verb = who(obligation), modal(obligation)
    words, reads_on = told(obligation)
    changed_bearer = before is not None and before.bearer != obligation.bearer
    if before is not None and (changed_bearer or modal(before) != verb):
        others = f"{bearer} " if changed_bearer else ""
        text = f"{WHO[before.bearer] if changed_bearer else bearer} {modal(before)} {signs.arrow} {others}{verb}"
    elif verb in ("practice", "disclaimer"):
        text = f"{verb} of {bearer}"
    else:
        text = f"{bearer} {verb}"
    text = f"{text[0].upper()}{text[1:]}"
    if reads_on:
        return f"{text} {safe(words)}"
    return f"{text}: {signs.open_quote}{safe(words)}{signs.close_quote}"


def numbered_heading(section: Section) -> str:
    """Number and heading of a section, made safe."""
    if section.heading is None:
        return "(before the first heading)"
    number = f"{safe(section.number)} " if section.number else ""
    return number + safe(section.heading)


def place(event: Event, signs: Signs) -> str:
    """Where the clause stands: "line 45 → 51", "was line 45"."""
    old, new = event.old, event.new
    if new is None:
        return f"was {at(old.line)}" if old else ""
    if old is None or event.event in ("appeared", "returned"):
        return at(new.line)
    return from_to(old.line, new.line, signs)


def snapshot_date(snapshot: Snapshot, *, unknown: str = "undated") -> str:
    """The date with a "?" where the text has a second reading."""
    if snapshot.date is None:
        return unknown
    return snapshot.date + ("?" if snapshot.ambiguous else "")


def snapshot_mark(snapshot: Snapshot) -> str:
    """What sets a snapshot apart from a state that was published and recorded, or ""."""
    if snapshot.uncommitted:
        return "not committed yet"
    return "technical upgrade" if snapshot.technical else ""


def interval(event: Event) -> str:
    """When it happened: an interval between two snapshots, never a day."""
    if event.after is None:
        return f"by {event.by}" if event.by else "in the first snapshot"
    return f"between {event.after} and {event.by or 'an undated snapshot'}"


def span(timeline: Timeline) -> str:
    """ "5 snapshots, 1999-07-10 to 2018-05-30"."""
    dates = [snapshot.date for snapshot in timeline.snapshots if snapshot.date]
    number = len(timeline.snapshots)
    text = f"{number} snapshot{'' if number == 1 else 's'}"
    if not dates:
        return text
    return f"{text}, {dates[0]}" + (f" to {dates[-1]}" if len(dates) > 1 else "")
