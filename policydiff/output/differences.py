"""What makes one wording of an obligation another, in few words: a limit that came, what was set anew."""

from __future__ import annotations

from typing import Final

from policydiff.model import Event, Obligation, Value
from policydiff.output.quoting import Punctuation, clipped, exchanged, quoted

_LONG_REASON: Final = 60  # characters of a reason, from which the words that differ are told
# How an event says that a word for the width stands on one side alone.
_UNBOUND: Final = frozenset({"no limit", "not said"})
_JOINS: Final = frozenset({"", "or", "and", "and/or"})
EXCEPTION: Final = "its exception"
# How an event says that a limit came or went.
_LIMITED: Final = frozenset(
    {"now limited", "now also", "no longer limited", "no longer", "now only", "no longer only"}
)


def difference(
    event: Event, old: Obligation, new: Obligation, signs: Punctuation, *, longest: int = 0
) -> str:
    """What makes the one wording another: a limit that came or went, or the words set anew.

    With `longest`, in about so many characters.
    """
    # Few sentences ask, and these load the diff.
    from policydiff.timeline.content import is_theirs
    from policydiff.timeline.other_words import other_words

    verb, _, limit = event.why.partition(": ")
    stands = new if verb.startswith("now") else old
    if verb in _LIMITED and limit.removesuffix(" ...") in stands.text:
        lead = verb.removesuffix(" limited")
        limit = clipped(limit, longest - len(lead) - 3, signs) if longest else limit
        return f"{lead} {quoted(limit, signs)}"
    one, arrow, other = event.why.partition(" -> ")
    if arrow and "none" in (other, one.rpartition(": ")[2]):  # a number that became words
        number = one.rpartition(": ")[2] if other == "none" else other
        return exchanged(*other_words(old, new), signs, longest=longest) or (
            f"{'no longer' if other == 'none' else 'now'} {quoted(number, signs)}"
        )
    if is_theirs(old) != is_theirs(new):
        return "now theirs alone" if is_theirs(new) else "no longer theirs alone"
    if arrow and not _UNBOUND.isdisjoint((one, other)):
        bound = one if other in _UNBOUND else other
        words = other_words(old, new)[other == bound]
        said = words if f" {bound} " in f" {words.casefold()} " else bound
        return f"{'now' if other == bound else 'no longer'} {quoted(said, signs)}"
    limits = (f for f in event.facets[:1] if f.kind in ("condition", "exception"))
    limited = next(limits, None) if arrow and event.event != "reworded" else None
    if limited and limited.old and limited.new:
        sides = _more(limited.old, limited.new)
        return _set_against(sides, signs, longest, excepted=limited.kind == "exception")
    if event.why and verb not in _LIMITED and len(event.why) <= _LONG_REASON:
        return event.why.replace("->", signs.arrow)
    if event.facets and not event.why:
        facet = event.facets[0]
        apart = facet.kind == "exception" and facet.old and facet.new
        return _set_against((facet.old, facet.new), signs, longest, excepted=bool(apart))
    others = other_words(old, new)
    if any(others):
        return _set_against(others, signs, longest, excepted=_in_exception(others, old, new))
    return event.why.replace("->", signs.arrow)


def _more(old: str, new: str) -> tuple[str, str]:
    """Both sides of what changed, or only what one of them has more than the other."""
    from policydiff.compare.words import diff_words

    told = [(sign, _bare(text)) for sign, text in diff_words(old, new) if sign != "="]
    edits = [(sign, text) for sign, text in told if text]
    if len(edits) != 1:
        return old, new
    sign, text = edits[0]
    return (text, "") if sign == "-" else ("", text)


def _bare(text: str) -> str:
    """Edited words without the conjunctions and signs around them; "" where nothing else is left."""
    words = text.split()
    while words and words[0].strip(" ,;").casefold() in _JOINS:
        words = words[1:]
    while words and words[-1].strip(" ,;").casefold() in _JOINS:
        words = words[:-1]
    return " ".join(words).strip(" ,;")


def _set_against(
    words: tuple[str, str], signs: Punctuation, longest: int, *, excepted: bool
) -> str:
    lead = f"{EXCEPTION} " if excepted else ""
    return lead + exchanged(*words, signs, longest=max(longest - len(lead), 0))


def _in_exception(words: tuple[str, str], old: Obligation, new: Obligation) -> bool:
    """Whether what came or went is a part of an exception that stands on both sides."""
    if not (old.exceptions and new.exceptions):
        return False
    within = " ".join(old.exceptions), " ".join(new.exceptions)
    return any(words) and all(
        word in text for word, text in zip(words, within, strict=True) if word
    )


def value_said(value: Value) -> str:
    """A value as a sentence says it: "under 13", "at least 30 days"."""
    return value.phrase.replace("less than", "under") if value.kind == "age" else value.phrase
