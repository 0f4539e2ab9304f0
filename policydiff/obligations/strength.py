"""How strongly an obligation is worded, inside its modality.

The wording around the verb decides, not the whole clause: "we collect it for security, for
example where thieves may try passwords" is a plain practice, whatever the thieves try.
"""

from __future__ import annotations

from policydiff.model import Modality, Strength
from policydiff.obligations.lexicon import ING, MASKED, Lexicon
from policydiff.obligations.predications import Subordinate
from policydiff.obligations.tokens import Tokens


def strength_of(
    tokens: Tokens,
    start: int,
    end: int,
    modality: Modality,
    cue: str,
    lexicon: Lexicon,
    *,
    verb: int | None = None,
    verbs: tuple[str, ...] = (),
    subordinates: tuple[Subordinate, ...] = (),
) -> Strength:
    """strong (must, will, never), plain (do, may) or weak (should, try, where practicable).

    `verb` is the token where the action begins, `verbs` are its base forms.
    """
    semi, modals = lexicon.tables.periphrasis, lexicon.tables.modals
    end = _end_of_wording(tokens, start if verb is None else verb, end, lexicon)
    if _hedged(tokens, start, end, subordinates, lexicon):
        return "weak"
    words = cue.split()
    at_verb = [
        tokens.words[at]
        for at in range(start, min((verb or 0) + 1, len(tokens)))
        if _is_said(tokens, at, subordinates)
    ]
    bases = {lexicon.forms.get(word, (word,))[0] for word in [*words, *at_verb]} | set(verbs)
    forces = {modals.get(word) for word in words}
    if modality == "prohibition" and not forces.isdisjoint(("commit", "require", "permit")):
        bases -= semi.attempts  # "you must not try to break in": not even that
    if "advise" in forces or bases & semi.weak_verbs:
        return "weak"
    if modality in ("permission", "practice", "disclaimer"):
        return "plain"
    if forces & {"commit", "require"} or any(
        tokens.words[at] in semi.strong_words and _is_said(tokens, at, subordinates)
        for at in range(start, end)
    ):
        return "strong"
    if modality == "obligation":
        return "weak" if "permit" in forces else "strong"
    return "plain"


def _end_of_wording(tokens: Tokens, verb: int, end: int, lexicon: Lexicon) -> int:
    """Where examples ("including", "for example") or means ("by checking") begin."""
    words = tokens.words
    for at in range(verb + 1, end):
        if words[at] in lexicon.tables.topics.example_marks or (
            tokens.phrase(at, at + 2) in lexicon.tables.grammar.example_words
        ):
            return at
        following = lexicon.forms.get(words[at + 1], ("", 0))[1] if at + 1 < end else 0
        if words[at] in lexicon.tables.grammar.agent_marks and following & ING:
            return at
    return end


def _is_said(tokens: Tokens, at: int, subordinates: tuple[Subordinate, ...]) -> bool:
    """Does the word stand in the main clause, outside of brackets?"""
    return not tokens.flags[at] & MASKED and not any(s.start <= at < s.end for s in subordinates)


def _hedged(
    tokens: Tokens,
    start: int,
    end: int,
    subordinates: tuple[Subordinate, ...],
    lexicon: Lexicon,
) -> bool:
    """Does "where practicable" or the like qualify the verb?"""
    opening = {s.start for s in subordinates}  # "where possible" opens a clause of its own
    heads = lexicon.weak_phrases
    for at in range(start, end):
        for phrase in heads.get(tokens.words[at], ()):
            if tuple(tokens.words[at : at + len(phrase)]) != phrase:
                continue
            if not (at in opening or _is_said(tokens, at, subordinates)):
                continue
            if at > 1 and tokens.words[at - 2] in lexicon.tables.grammar.before_clause:
                continue  # "the law as amended from time to time"
            return True
    return False
