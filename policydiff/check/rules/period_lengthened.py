"""PD202: a period is longer."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD202",
    name="period-lengthened",
    severity="warning",
    for_user="info",
    what="A period is longer: of storage, for an answer, of notice, of a trial.",
    why="Data kept for ninety days instead of thirty are at risk three times as long. A longer notice is in the user's favour and told for information.",
    fires=(
        "# Privacy Policy\n\nWe keep your data for 30 days after you close your account.\n",
        "# Privacy Policy\n\nWe keep your data for 90 days after you close your account.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe keep your data for 12 months after you close your account.\n",
        "# Privacy Policy\n\nWe keep your data for one year after you close your account.\n",
    ),
    mend="restore the period, or announce the longer one and waive this",
    find=tells("PD202"),
)
