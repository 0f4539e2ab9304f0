"""PD101: an obligation is gone."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells
from policydiff.model import Event, Severity


def _severity(event: Event) -> Severity | None:
    """A ban that the company had laid on itself is what readers rely on most."""
    old = event.old
    if old and old.bearer == "company" and old.modality == "prohibition":
        return "error"
    return None


RULE = Rule(
    code="PD101",
    name="obligation-vanished",
    severity="warning",
    for_user="info",
    what="An obligation, right, ban or statement of the old text is gone: no clause of the new one says it.",
    why="A promise that is dropped silently still shaped what people agreed to. A ban on the company that vanishes (“we will not sell”) is an error; what weighed against the user and is gone is told for information.",
    fires=(
        "# Privacy Policy\n\n## Sharing\n\nWe will not sell your personal information to anyone. We may share your data with our affiliates.\n",
        "# Privacy Policy\n\n## Sharing\n\nWe may share your data with our affiliates.\n",
    ),
    passes=(
        "# Privacy Policy\n\n## Sharing\n\nWe will not sell your personal information to anyone.\n\n## Contact\n\nYou may write to us.\n",
        "# Privacy Policy\n\n## Contact\n\nYou may write to us.\n\n## What we share\n\nWe will not sell your personal information to anyone.\n",
    ),
    mend="put the clause back, or announce that it is dropped and waive this",
    find=tells("PD101", severity=_severity),
)
