"""PD401: the substance changed and the document's own date did not."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.check.change import Change
from policydiff.check.fingerprint import event_identity
from policydiff.check.rule import Hit, Rule
from policydiff.check.stated import newest_stated, stated_dates
from policydiff.check.telling import code_of, is_substantial


def _find(change: Change) -> Iterator[Hit]:
    if change.old is None or change.new is None or not is_substantial(change):
        return
    old, new = stated_dates(change.old), stated_dates(change.new)
    shown, before = newest_stated(change.new), newest_stated(change.old)
    if shown is None or before is None:
        return
    if any(not set(old[kind].readings) & set(new[kind].readings) for kind in old if kind in new):
        return
    if shown.value != before.value:
        return
    changed = [t for t in change.told if code_of(t.event) is not None]
    number = len(changed)
    # Waived is this change, not every later one under the same date.
    substance = sorted("|".join(event_identity(told.event)) for told in changed)
    what = f"{number} obligation{'s' * (number != 1)} changed" if number else "Sections changed"
    yield Hit(
        message=f"{what}, but the policy still says “{shown.text}”",
        identity=(shown.value, *substance), line=shown.line, old_line=before.line, old_text=before.text,
        new_text=shown.text,
    )  # fmt: skip


_OLD = "# Privacy Policy\n\nLast updated: 5 May 2023\n\nWe will notify you of any breach of security.\n"

RULE = Rule(
    code="PD401",
    name="silent-change",
    severity="error",
    what="What the policy binds somebody to changed, and the date that it bears did not.",
    why="Readers and regulators go by the date on the page. A changed text under an old date looks like concealment.",
    fires=(_OLD, _OLD.replace("will notify", "may notify")),
    passes=(_OLD, _OLD.replace("will notify", "may notify").replace("5 May 2023", "1 June 2024")),
    mend="give the policy a new date",
    find=_find,
)
