"""The words of a rewording that tell most of it."""

from __future__ import annotations

import re

from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import wording
from policydiff.timeline.scope import Stretch, stretches

_IDLE = " ,;.:()"  # signs around words that were put in
_MOST_WORDS = 14  # of an edited stretch that is told; a longer one is a sentence written anew
_JOINED = regex(r"^(?:and/or|and|or)\s+", re.IGNORECASE)


def other_words(old: Obligation, new: Obligation) -> tuple[str, str]:
    """What went and what came in the longest stretch that was worded anew; "" where there is nothing.

    Both are "" where the stretch is too long to say something by itself.
    """
    said = [set(wording(one.text).split()) for one in (old, new)]
    edited = []
    for one in stretches(old, new):
        gone, come = map(_trimmed, _slid(one))
        own = [
            len(set(wording(text).split()) - said[1 - at]) for at, text in enumerate((gone, come))
        ]
        if any(own):  # words that the other side has elsewhere only changed their place
            gone, come = gone if own[0] else "", come if own[1] else ""
        edited.append((sum(own), len(gone + come), gone, come))
    _, _, gone, come = max(edited, default=(0, 0, "", ""))
    return ("", "") if max(len(gone.split()), len(come.split())) > _MOST_WORDS else (gone, come)


def _slid(one: Stretch) -> tuple[str, str]:
    """What went and came, from the beginning of a member: "Lumen [Team, Lumen] Pro" is "[Lumen Team,]"."""
    if bool(one.removed.strip()) == bool(one.added.strip()):
        return one.removed, one.added
    words, before = (one.removed or one.added).split(), one.before.split()
    while before and words[-1] == before[-1] and not words[-1].endswith(","):
        words = [before.pop(), *words[:-1]]
    text = " ".join(words)
    if not text.endswith(","):
        return one.removed, one.added
    return (text, "") if one.removed.strip() else ("", text)


def _trimmed(text: str) -> str:
    words = _JOINED.sub("", text.strip(_IDLE))
    lacking = words.count("(") - words.count(")")
    if lacking == 1 and f"{words})" in text:
        return f"{words})"
    return f"({words}" if lacking == -1 and f"({words}" in text else words
