"""PD107: an obligation reaches other data, recipients, purposes, places or people."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells
from policydiff.model import Event, Severity


def _severity(event: Event) -> Severity | None:
    """More data, more recipients, fewer rights are as grave as another modal; neutral ones are not."""
    return "info" if event.impact == "neutral" else None


RULE = Rule(
    code="PD107",
    name="obligation-reworded",
    severity="warning",
    for_user="info",
    what="As binding as before, an obligation names other data, recipients, purposes, conditions or bearers.",
    why="“Our affiliates” that become “our affiliates and advertisers” change much without a stronger word. Other wordings of the same are not told. What is against the user is a warning, the rest is told for information.",
    fires=(
        "# Privacy Policy\n\nWe may share your data with our affiliates.\n",
        "# Privacy Policy\n\nWe may share your data with our affiliates and advertisers.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe may share your data with our affiliates.\n",
        "# Privacy Policy\n\nWe may share your data with our Affiliates.\n",
    ),
    mend="check that the wider or narrower reach is meant",
    find=tells("PD107", severity=_severity),
)
