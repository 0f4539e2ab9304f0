"""PD102: an obligation is new."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD102",
    name="obligation-appeared",
    severity="warning",
    for_user="info",
    what="The new text binds, forbids, allows, states or disclaims something that the old one did not.",
    why="A new liberty of the company or a new duty of the user changes what was agreed to. What is new in the user's favour is told for information.",
    fires=(
        "# Privacy Policy\n\nWe collect your name and e-mail address.\n",
        "# Privacy Policy\n\nWe collect your name and e-mail address.\n\nWe may share your location with advertisers.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe collect your name and e-mail address.\n",
        "# Privacy Policy\n\n## What we collect\n\nWe collect your name and e-mail address.\n",
    ),
    mend="make sure that it is meant, and announce it as the policy promises",
    find=tells("PD102"),
)
