"""PD103: an obligation binds more."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD103",
    name="obligation-strengthened",
    severity="warning",
    for_user="info",
    what="An obligation binds more than before: “may” became “will”, a limit is gone, a ban covers more.",
    why="A duty of the user that grows, or a liberty that the company now makes use of, weighs against the user. A promise of the company that grows is told for information.",
    fires=(
        "# Privacy Policy\n\nWe may share your data with advertisers.\n",
        "# Privacy Policy\n\nWe will share your data with advertisers.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe may share your data with advertisers.\n",
        "# Privacy Policy\n\nWe may share the data of yours with advertisers.\n",
    ),
    mend="check that the stronger word is meant",
    find=tells("PD103"),
)
