"""PD203: an age is lower, or no longer asked for."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.telling import tells

RULE = Rule(
    code="PD203",
    name="age-lowered",
    severity="warning",
    what="An age of the policy is lower than before, or a lower limit of age is gone.",
    why="Below 13 to 16 years, depending on the country, consent is that of the parents: a lower age needs a lawyer.",
    fires=(
        "# Privacy Policy\n\nYou must be at least 16 years old to use the service.\n",
        "# Privacy Policy\n\nYou must be at least 13 years old to use the service.\n",
    ),
    passes=(
        "# Privacy Policy\n\nYou must be at least 16 years old to use the service.\n",
        "# Privacy Policy\n\nYou must be at least 18 years old to use the service.\n",
    ),
    mend="check the age of consent in every country that the policy is for",
    find=tells("PD203"),
)
