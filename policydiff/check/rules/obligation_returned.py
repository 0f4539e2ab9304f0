"""PD106: an obligation that had vanished is back."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD106",
    name="obligation-returned",
    severity="warning",
    for_user="info",
    what="A clause that an earlier version had and the one before lacked stands again (needs a series).",
    why="What comes and goes points to a mistake in one of the versions, or to a promise that cannot be relied on.",
    fires=(
        "# Privacy Policy\n\nWe collect your name.\n\nWe will not sell your personal information.\n",
        "# Privacy Policy\n\nWe collect your name.\n",
        "# Privacy Policy\n\nWe collect your name.\n\nWe will not sell your personal information.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe collect your name.\n",
        "# Privacy Policy\n\nWe collect your name.\n\nWe will not sell your personal information.\n",
    ),
    mend="find out which version was wrong",
    find=tells("PD106"),
)
