"""What the words of a cue ("may only", "is prohibited") say about how an obligation binds."""

from __future__ import annotations

from typing import Final

from policydiff.model import Obligation
from policydiff.timeline.lexicon import language_of, load_words

# Rules that read a duty denied: "we do not have to pay you".
FREEING: Final = frozenset({"need-not", "not-required", "no-duty", "denied-duty"})

# Rules that read consent into something else that the reader does.
TACIT: Final = frozenset({"consent-by-use", "use-is-consent"})

# Rules that read that the reader's leave is needed, and that it is not.
LEAVE: Final = frozenset({"consent-needed"})
NO_LEAVE: Final = frozenset({"consent-not-needed"})


def cue_words(obligation: Obligation) -> dict[str, frozenset[str]]:
    """Word groups by which cues of the obligation's language are judged."""
    return load_words("cues", language_of(obligation.text))


def is_only(obligation: Obligation) -> bool:
    """Whether it allows one thing and forbids the rest: "We will only use it for ..."."""
    said = set(obligation.cue.casefold().split())
    return bool(cue_words(obligation)["only"] & said) or obligation.rule.endswith(
        ("only", "only-be")
    )
