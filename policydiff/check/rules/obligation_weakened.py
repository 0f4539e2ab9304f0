"""PD104: an obligation binds less."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD104",
    name="obligation-weakened",
    severity="warning",
    for_user="info",
    what="An obligation binds less than before: “will” became “may”, a condition or exception came in.",
    why="A promise that turns into a possibility reads almost as before and binds nobody. A duty of the user that shrinks is told for information.",
    fires=(
        "# Privacy Policy\n\nWe will notify you of any breach of security.\n",
        "# Privacy Policy\n\nWe may notify you of any breach of security.\n",
    ),
    passes=(
        "# Privacy Policy\n\nWe will notify you of any breach of security.\n",
        "# Privacy Policy\n\n- We will notify you of any breach of security.\n",
    ),
    mend="restore the stronger wording, or announce the weaker one and waive this",
    find=tells("PD104"),
)
