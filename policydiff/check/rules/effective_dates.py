"""PD403 and PD404: a change in force before it was made, or within the notice that was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from policydiff.check.change import Change
from policydiff.check.promised_notice import promised_notice
from policydiff.check.rule import Hit, Rule
from policydiff.check.stated import StatedDate, earliest, latest, stated_dates
from policydiff.check.telling import is_substantial
from policydiff.model import DateKind, Document, Severity


def _dates(change: Change) -> tuple[StatedDate, str, Severity | None] | None:
    """The effective date of the new text and the day of the change (ISO), where both are known.

    The day that somebody gave counts, else the date of the update that the new text states, else the
    day of its commit; an archive commits what it sees, so that this is only a warning. Where neither
    date of the text is new, it is a silent change.
    """
    if change.new is None or change.old is None:
        return None
    old, new = stated_dates(change.old), stated_dates(change.new)
    effective, updated = new.get("effective"), new.get("updated") or new.get("published")
    if effective is None:
        return None
    if updated is not None and _is_new(updated, old):
        return effective, change.day or min(updated.readings), None
    if not _is_new(effective, old):
        return None
    if change.day:
        return effective, change.day, None
    day = _committed(change.new)
    return (effective, day, "warning") if day else None


def _is_new(date_: StatedDate, old: dict[DateKind, StatedDate]) -> bool:
    before = old.get(date_.kind)
    return before is None or not set(before.readings) & set(date_.readings)


def _committed(document: Document) -> str | None:
    """The day of the commit; captures of the web may come years after a change."""
    if not document.snapshot.revision:
        return None
    found = (d.value for d in document.snapshot.dates if d.kind == "captured" and d.line is None)
    return next(found, None)


def _before_change(change: Change) -> Iterator[Hit]:
    if not (found := _dates(change)) or not is_substantial(change):
        return
    effective, day, severity = found
    if latest(max(effective.readings)) < earliest(day):
        yield Hit(
            message=f"The policy says “{effective.text}”, but the change is of {day}: it would be in force before it was made",
            severity=severity, identity=(effective.value, day), line=effective.line, new_text=effective.text,
        )  # fmt: skip


def _inside_notice(change: Change) -> Iterator[Hit]:
    if not (found := _dates(change)) or not is_substantial(change):
        return
    effective, day, severity = found
    promise, days = promised_notice(change), change.thresholds.notice_days
    if promise and promise.days > days:
        days = promise.days
    else:
        promise = None
    if not days or latest(max(effective.readings)) < earliest(day):
        return  # in force before it was made: PD403
    try:
        due = earliest(day) + timedelta(days=days)
    except OverflowError:
        return
    if latest(max(effective.readings)) < due:
        words = (
            f"the policy promises “{promise.text}”" if promise else f"{days} days of notice are due"
        )
        yield Hit(
            message=f"The change of {day} is in force from {effective.value}, but {words}: {_iso(due)} at the earliest",
            severity=severity, identity=(effective.value, day, str(days)), line=effective.line, new_text=effective.text,
            old_line=promise.line if promise else None, old_text=promise.text if promise else "",
        )  # fmt: skip


def _iso(day: date) -> str:
    return day.isoformat()


_OLD = """\
# Privacy Policy

Effective date: 1 January 2023

Last updated: 1 December 2022

We may share your data with our affiliates. We will notify you at least 30 days before any changes to this policy take effect.
"""
_NEW = _OLD.replace("our affiliates", "advertisers and our affiliates").replace(
    "1 December 2022", "2 May 2024"
)

BEFORE = Rule(
    code="PD403",
    name="effective-before-change",
    severity="error",
    what="The new text is in force from a day before the change was made.",
    why="Nobody can keep to, or object to, terms that were not there yet. Mostly it is an old date that stayed. The day of the change is that of --day, else what the text calls its update, else the commit's.",
    fires=(_OLD, _NEW.replace("1 January 2023", "1 April 2024")),
    passes=(_OLD, _NEW.replace("1 January 2023", "10 June 2024")),
    mend="let the policy take effect after it is published",
    find=_before_change,
)
INSIDE = Rule(
    code="PD404",
    name="notice-too-short",
    severity="error",
    what="The change takes effect within the notice that the old text promises (or `notice-days`).",
    why="“We will notify you 30 days before” binds the company in this very change.",
    fires=(_OLD, _NEW.replace("1 January 2023", "10 May 2024")),
    passes=(_OLD, _NEW.replace("1 January 2023", "10 June 2024")),
    mend="let the policy take effect later",
    find=_inside_notice,
)
