"""Obligations and events in plain words: who, how strongly, what, where."""

from __future__ import annotations

import re
from typing import Final

from policydiff.model import Bearer, Event, Obligation, Snapshot, Timeline
from policydiff.output.terminal.places import at, from_to
from policydiff.output.terminal.safe import safe
from policydiff.output.terminal.theme import Signs

WHO: Final[dict[Bearer, str]] = {
    "company": "the company",
    "user": "the user",
    "third-party": "third parties",
}
# What an active verb stands behind: its auxiliary, its negation, "to", or a request's "please"; with
# an adverb between, as in "will [only] use". A participle stands behind "be" and does not match.
_AUXILIARY: Final = (
    r"(?:^|(?:^|\W)(?:may|might|can|could|will|would|shall|must|should|not|never|to|please)\W+"
    r"(?:(?:also|only|always|then|otherwise|\w+ly)\W+){0,3})"
)
_HANGING: Final = re.compile(r"[\s,;]+(?:and/or|and|or|but|who|which|that)$", re.IGNORECASE)
_NAKED_VERB: Final = re.compile(
    r"(?!(?:to|for|in|with|by|on|at|from|when|if|as|the|a|an)\b)(?!(?!bring|need|feed|proceed|exceed|succeed|embed)[a-z]+(?:ing|ed)\b)[a-z]"
)
_READER: Final = re.compile(r"\b(?:you|users?|customers?|members?)\W*$", re.IGNORECASE)
WHO_SHORT: Final[dict[Bearer, str]] = {"company": "we", "user": "you", "third-party": "they"}


def modal(obligation: Obligation) -> str:
    """How `obligation` binds: "must", "should not", "may"; for the verbless "practice", "disclaimer"."""
    weak = obligation.strength == "weak"
    match obligation.modality:
        case "obligation":
            return "should" if weak else "must"
        case "prohibition":
            return "should not" if weak else "must not"
        case "permission":
            return "may"
        case "practice" | "disclaimer":
            return obligation.modality


def told(obligation: Obligation) -> tuple[str, bool]:
    """What is bound, and whether it reads on behind "the company may".

    An active verb that its own cue governs does: "share your data with others". A passive, a consent
    ("you grant us"), a denial or a plain statement is told in the document's own words; cut to the
    verb, "we are not responsible for" would read as an admission.
    """
    start, end = obligation.span
    words = obligation.text[start:end].strip(" ,;")
    words = _HANGING.sub("", words)
    action = _HANGING.sub("", obligation.action)
    if obligation.modality in ("practice", "disclaimer") or not _NAKED_VERB.match(action):
        return words, False
    match = re.search(_AUXILIARY + re.escape(action[:24]), words, re.IGNORECASE)
    if match is None or (obligation.bearer == "company" and _READER.search(words[: match.start()])):
        return words, False
    if action[:1].isupper() and not action.isupper():
        action = action[0].lower() + action[1:]
    return action, True


def statement(obligation: Obligation, before: Obligation | None, signs: Signs) -> str:
    """One sentence: "The company must not → may share your data with others"."""
    who, verb = WHO[obligation.bearer], modal(obligation)
    words, reads_on = told(obligation)
    changed_bearer = before is not None and before.bearer != obligation.bearer
    if before is not None and (changed_bearer or modal(before) != verb):
        others = f"{who} " if changed_bearer else ""
        text = f"{WHO[before.bearer]} {modal(before)} {signs.arrow} {others}{verb}"
    elif verb in ("practice", "disclaimer"):
        text = f"{verb} of {who}"
    else:
        text = f"{who} {verb}"
    text = f"{text[0].upper()}{text[1:]}"
    if reads_on:
        return f"{text} {safe(words)}"
    return f"{text}: {signs.open_quote}{safe(words)}{signs.close_quote}"


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
