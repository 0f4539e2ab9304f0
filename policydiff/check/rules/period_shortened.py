"""PD201: a period is shorter."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD201",
    name="period-shortened",
    severity="warning",
    for_user="info",
    what="A period is shorter: of notice, for an answer, of storage, of a trial.",
    why="Seven days of notice instead of thirty leave no time to object. A shorter storage or a quicker answer is in the user's favour and told for information.",
    fires=(
        "# Privacy Policy\n\nWe will notify you at least 30 days before changes take effect.\n",
        "# Privacy Policy\n\nWe will notify you at least 7 days before changes take effect.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe will notify you at least 30 days before changes take effect.\n",
        "# Privacy Policy\n\nWe will notify you at least thirty (30) days before changes take effect.\n",
    ),
    mend="restore the period, or announce the shorter one and waive this",
    find=tells("PD201"),
)
