"""Ways for the reader to turn to somebody: "please write to us", "you can complain here"."""

from __future__ import annotations

from policydiff.model import Obligation
from policydiff.timeline.content import carrying_text, wording
from policydiff.timeline.lexicon import language_of, load_words


def is_invitation(obligation: Obligation) -> bool:
    """Whether a right or a request names a way to reach somebody; a duty ("you must report") does not.

    What a reader is asked to do who wants something binds nobody: "please" and "you can" are one.
    """
    asked = obligation.modality == "obligation" and obligation.strength == "weak"
    if obligation.bearer != "user" or not (asked or obligation.modality == "permission"):
        return False
    said = set(wording(carrying_text(obligation)).split())
    words = load_words("invitations", language_of(obligation.text))
    return bool(said & words["acts"]) and bool(said & words["ways"])


def is_request(obligation: Obligation | None) -> bool:
    """Whether it is an invitation in the form of a request: no right, and no burden either."""
    if obligation is None or obligation.modality != "obligation":
        return False
    if obligation.bearer != "user" or obligation.strength != "weak":
        return False
    alone = load_words("invitations", language_of(obligation.text)).get("alone", frozenset())
    return is_invitation(obligation) or wording(obligation.action).partition(" ")[0] in alone
