"""PD405 and PD406: a date that went back, or that is gone."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.check.change import Change
from policydiff.check.rule import Hit, Rule
from policydiff.check.stated import earliest, latest, newest_stated, stated_dates


def _backwards(change: Change) -> Iterator[Hit]:
    if change.old is None or change.new is None:
        return
    old, new = stated_dates(change.old), stated_dates(change.new)
    for kind, before in old.items():
        after = new.get(kind)
        # Any reading of either that makes sense of it counts in its favour.
        if after and latest(max(after.readings)) < earliest(min(before.readings)):
            yield Hit(
                message=f"The date went back from {before.value} to {after.value}: “{after.text}”",
                identity=(kind, before.value, after.value), line=after.line, old_line=before.line,
                old_text=before.text, new_text=after.text,
            )  # fmt: skip
            return


def _gone(change: Change) -> Iterator[Hit]:
    if change.old is None or change.new is None:
        return
    before = newest_stated(change.old)
    if before and newest_stated(change.new) is None:
        yield Hit(
            message=f"The policy no longer says from when it is; it said “{before.text}”",
            identity=(before.value,), line=1, old_line=before.line, old_text=before.text,
        )  # fmt: skip


_OLD = "# Privacy Policy\n\nLast updated: 5 May 2023\n\nWe will notify you of any breach of security.\n"

BACKWARDS = Rule(
    code="PD405",
    name="date-backwards",
    severity="error",
    what="The date of the new text lies before that of the old one.",
    why="It is a slip of the pen, or an old version that was published again.",
    fires=(_OLD, _OLD.replace("5 May 2023", "5 March 2023")),
    passes=(_OLD, _OLD.replace("5 May 2023", "5 March 2024")),
    mend="check the date, and that the newest version is the one that is published",
    find=_backwards,
)
GONE = Rule(
    code="PD406",
    name="date-gone",
    severity="warning",
    what="The old text said from when it was; the new one does not.",
    why="Without a date nobody can tell which version they agreed to.",
    fires=(_OLD, _OLD.replace("Last updated: 5 May 2023\n\n", "")),
    passes=(_OLD, _OLD.replace("Last updated:", "Effective")),
    mend="write a date into the policy",
    find=_gone,
)
