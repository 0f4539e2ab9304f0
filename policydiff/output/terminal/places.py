"""Where something stands in its source, in words: "line 3", "p. 3", "par. 3"."""

from __future__ import annotations

from policydiff.model import Page, Paragraph
from policydiff.output.terminal.theme import Signs


def unit(line: int) -> str:
    """What a number counts: "line", "p." or "par."."""
    return "p." if isinstance(line, Page) else "par." if isinstance(line, Paragraph) else "line"


def at(line: int) -> str:
    """ "line 3"."""
    return f"{unit(line)} {line}"


def from_to(old: int, new: int, signs: Signs) -> str:
    """ "line 3 → 5", or "line 3 → p. 2" where the sides count different things."""
    behind = f"{new}" if unit(old) == unit(new) else at(new)
    return f"{at(old)} {signs.arrow} {behind}"
