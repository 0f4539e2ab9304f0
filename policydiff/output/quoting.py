"""Words of a policy inside a sentence about it: quoted, cut behind a word, one set against the other."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

SHORTEST: Final = 24  # characters that are left of words that are cut


class Punctuation(Struct, frozen=True):
    """The signs that a sentence needs beyond ASCII; the defaults are for people."""

    arrow: str = "→"
    open_quote: str = "“"
    close_quote: str = "”"
    ellipsis: str = "…"


PLAIN: Final = Punctuation()


def quoted(text: str, signs: Punctuation) -> str:
    """`text` between the signs of a quotation; its own ones around all of it are enough."""
    if text.startswith(signs.open_quote) and text.endswith(signs.close_quote):
        return text
    return f"{signs.open_quote}{text}{signs.close_quote}"


def full_stop(text: str, signs: Punctuation) -> str:
    """`text` with a full stop, where it has no end of its own."""
    ends = (
        ".",
        "!",
        "?",
        f".{signs.close_quote}",
        signs.ellipsis,
        signs.ellipsis + signs.close_quote,
    )
    return text if text.endswith(ends) else f"{text}."


def clipped(text: str, room: int, signs: Punctuation) -> str:
    """`text` with so many characters at most, cut behind a word."""
    if len(text) <= room:
        return text
    return text[: max(room - 1, SHORTEST)].rpartition(" ")[0].rstrip(" ,;:(") + signs.ellipsis


def exchanged(old: str, new: str, signs: Punctuation, *, longest: int = 0) -> str:
    """What was exchanged for what, or what came or went; "" for nothing.

    With `longest`, in about so many characters, of which a short side leaves the other what it can.
    """
    if old and new:
        if longest:
            room = longest - len(f"{signs.arrow}  ") - 4  # blanks and quotes
            half = room // 2
            spare = (max(half - len(old), 0), max(half - len(new), 0))
            old, new = clipped(old, half + spare[1], signs), clipped(new, half + spare[0], signs)
        return f"{quoted(old, signs)} {signs.arrow} {quoted(new, signs)}"
    lead, words = ("now also", new) if new else ("no longer", old)
    if longest:
        words = clipped(words, longest - len(lead) - 3, signs)
    return f"{lead} {quoted(words, signs)}" if words else ""
