"""PD402: the date moved and nothing else did."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.check.change import Change
from policydiff.check.rule import Hit, Rule
from policydiff.check.rules.date_backwards import BACKWARDS
from policydiff.check.stated import is_dating, newest_stated
from policydiff.check.telling import is_substantial
from policydiff.model import Clause, Document


def _find(change: Change) -> Iterator[Hit]:
    if change.old is None or change.new is None or change.comparison is None:
        return
    old, new = newest_stated(change.old), newest_stated(change.new)
    if old is None or new is None or set(old.readings) & set(new.readings):
        return
    if is_substantial(change) or _clauses_came_or_went(change):
        return
    if any(BACKWARDS.find(change)):
        return  # PD405 tells of that date
    edited = _edited(change)
    rest = "nothing of substance changed"
    if edited:
        sentences = "one sentence reads" if edited == 1 else f"{edited} sentences read"
        rest = f"no obligation binds more or less; {sentences} otherwise"
    yield Hit(
        message=f"The date moved from {old.value} to {new.value}, but {rest}",
        identity=(old.value, new.value), line=new.line, old_line=old.line, old_text=old.text,
        new_text=new.text,
    )  # fmt: skip


def _edited(change: Change) -> int:
    """Clauses that changed in more than a date."""
    assert change.comparison
    return sum(
        pair.change == "edited" and not _only_dates(change.new, pair.new)
        for section in change.comparison.sections
        for pair in section.clauses
    )


def _clauses_came_or_went(change: Change) -> bool:
    assert change.comparison
    return any(
        pair.change in ("added", "removed")
        and not _only_dates(change.old, pair.old)
        and not _only_dates(change.new, pair.new)
        for section in change.comparison.sections
        for pair in section.clauses
    )


def _only_dates(document: Document | None, clause: Clause | None) -> bool:
    return bool(document and clause and is_dating(document, clause.text))


_OLD = "# Privacy Policy\n\nLast updated: 5 May 2023\n\nWe will notify you of any breach of security.\n"

RULE = Rule(
    code="PD402",
    name="date-only",
    severity="info",
    what="The date of the policy moved, and nothing that anybody is bound to changed.",
    why="Each new date asks every reader to read again; and it may be a change that was forgotten.",
    fires=(_OLD, _OLD.replace("5 May 2023", "1 June 2024")),
    passes=(_OLD, _OLD.replace("5 May 2023", "1 June 2024").replace("will notify", "may notify")),
    mend="keep the old date, or commit the change that belongs to the new one",
    find=_find,
)
