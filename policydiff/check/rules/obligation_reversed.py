"""PD105: an obligation turned into its opposite."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD105",
    name="obligation-reversed",
    severity="error",
    for_user="info",
    what="A ban became a liberty, or a liberty a ban: “we will not” and “we may”.",
    why="One small word turns the promise around, and no similarity of texts shows it.",
    fires=(
        "# Privacy Policy\n\nWe will not sell your personal information.\n",
        "# Privacy Policy\n\nWe may sell your personal information.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe will not sell your personal information.\n",
        "# Privacy Policy\n\nWe will never sell your personal information.\n",
    ),
    mend="restore the old sense, or announce the new one and waive this",
    find=tells("PD105"),
)
