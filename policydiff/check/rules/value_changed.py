"""PD204: an amount, share, count or other value is another, is new or is gone."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import changed_pair, tells
from policydiff.model import Event, Severity


def _severity(event: Event) -> Severity | None:
    """A period that the company kept to weighs for the user as long as it has a number."""
    old, new = event.old, event.new
    pair = changed_pair(old, new) if old and new else None
    if old is None or pair is None or old.bearer != "company":
        return None
    measured = [value is not None and value.number is not None for value in pair]
    first = pair[0] or pair[1]
    if first is None or first.kind not in ("retention", "response", "notice"):
        return None
    if measured == [True, False]:
        return "warning"
    return "info" if measured == [False, True] else None


RULE = Rule(
    code="PD204",
    name="value-changed",
    severity="warning",
    for_user="info",
    what="A number of an obligation is another (and no period that moved, nor an age that fell), is new, or is gone.",
    why="A cap of liability or a fee is agreed to by its number; a promise that loses its number is no longer one that can be tested.",
    fires=(
        "# Terms of Service\n\nYou must pay a fee of $50 for every late payment.\n",
        "# Terms of Service\n\nYou must pay a fee of $80 for every late payment.\n",
    ),
    passes=(
        "# Terms of Service\n\nYou must pay a fee of $50 for every late payment.\n",
        "# Terms of Service\n\nYou must pay a fee of USD 50 for every late payment.\n",
    ),
    mend="check the number, and announce it as the policy promises",
    find=tells("PD204", severity=_severity),
)
