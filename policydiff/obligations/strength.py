"""How strongly an obligation is worded, inside its modality."""

from __future__ import annotations

from policydiff.model import Modality, Strength
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.tokens import Tokens


def strength_of(
    tokens: Tokens, start: int, end: int, modality: Modality, cue: str, lexicon: Lexicon
) -> Strength:
    """strong (must, will, never), plain (do, may) or weak (should, try, where practicable)."""
    semi, modals = lexicon.tables.periphrasis, lexicon.tables.modals
    text = f" {tokens.phrase(start, end)} "
    if any(f" {phrase} " in text for phrase in semi.weak_phrases):
        return "weak"
    words = cue.split()
    forces = {modals.get(word) for word in words}
    if "advise" in forces:
        return "weak"
    if modality in ("permission", "practice", "disclaimer"):
        return "plain"
    if forces & {"commit", "require"} or semi.strong_words & set(tokens.words[start:end]):
        return "strong"
    if modality == "obligation":
        return "weak" if "permit" in forces else "strong"
    return "plain"
