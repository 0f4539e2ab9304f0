"""What list items inherit: from the clause before them, or from a heading that commands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from policydiff.model import Bearer, Modality, Strength, Topic
from policydiff.obligations.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Inherited:
    """Bearer, modality and topic that an item without a verb of its own takes over."""

    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    cue: str


@lru_cache(maxsize=4_096)
def heading_lead_in(heading: str | None, lexicon: Lexicon) -> Inherited | None:
    """What the list under a prohibiting heading inherits ("Do not abuse our platform")."""
    if not heading:
        return None
    text = " ".join(heading.lower().replace("’", "'").replace("n't", " not").split())
    for phrase in sorted(lexicon.tables.periphrasis.prohibiting_headings):
        if f" {phrase} " in f" {text} " and not text.endswith("?") and _addresses_reader(text):
            return Inherited("user", "prohibition", "strong", "other", phrase)
    return None


def _addresses_reader(text: str) -> bool:
    """ "Information we do not collect" is a heading about the publisher."""
    words = set(text.split())
    return not words & {"we", "our", "us"} or text.startswith(("do not", "never", "you"))
