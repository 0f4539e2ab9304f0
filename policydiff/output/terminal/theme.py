"""Styles and signs of the terminal output: sixteen ANSI colours, so that the user's palette rules.

Colour never carries meaning alone: beside each style stands a gutter sign, a glyph or a word. Code
names styles by role ("removed"), so that goldens can spell them and a palette changes in one place.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from policydiff.model import EventName, Impact, Severity

# In the words of rich, attributes before the colour.
STYLES: Final[dict[str, str]] = {
    "": "",
    "title": "bold",
    "heading": "bold",
    "quiet": "dim",
    "source": "dim",  # a terminal links it to the file
    "note": "cyan",
    "warning": "yellow",
    "date": "bold",
    "removed": "red",
    "added": "green",
    # Words inside an edited clause; strike and underline keep them apart for the colour-blind.
    "removed-word": "strike red",
    "added-word": "underline green",
    "edited-sign": "bold yellow",
    "removed-sign": "bold red",
    "added-sign": "bold green",
    "moved-sign": "bold cyan",
    "against-user": "bold red",
    "for-user": "bold green",
    "neutral": "bold",
    "severity-error": "bold red",
    "severity-warning": "bold yellow",
    "severity-info": "bold cyan",
    "passed": "bold green",
}
_CODES: Final = {
    "bold": "1", "dim": "2", "underline": "4", "strike": "9",
    "red": "31", "green": "32", "yellow": "33", "cyan": "36",
}  # fmt: skip
# What a terminal is told before a run of a style (ECMA-48, SGR); "" where nothing.
SEQUENCES: Final[dict[str, str]] = {
    name: f"\x1b[{';'.join(_CODES[word] for word in style.split())}m" if style else ""
    for name, style in STYLES.items()
}
RESET: Final = "\x1b[0m"

IMPACT_WORDS: Final[dict[Impact, str]] = {
    "against-user": "against the user",
    "for-user": "for the user",
    "neutral": "neutral",
}


class Signs(Struct, frozen=True, kw_only=True):
    """Every non-ASCII sign that the output draws itself, each one cell wide."""

    rule: str
    divider: str
    ellipsis: str
    arrow: str
    dot: str  # between items on one line
    path: str  # between headings of a path
    open_quote: str
    close_quote: str
    dash: str  # between two numbers
    alive: str  # grid: in force
    absent: str
    branch: str
    passed: str
    severities: dict[Severity, str]
    events: dict[EventName, str]


UNICODE: Final = Signs(
    rule="─",
    divider="│",
    ellipsis="…",
    arrow="→",
    dot="·",
    path="›",
    open_quote="“",
    close_quote="”",
    dash="–",
    alive="─",
    absent="·",
    branch="└",
    passed="✓",
    severities={"error": "✗", "warning": "!", "info": "i"},
    events={
        "appeared": "●",
        "reworded": "~",
        "strengthened": "▲",
        "weakened": "▼",
        "reversed": "⇄",
        "moved": "»",
        "vanished": "○",
        "returned": "↺",
    },
)

ASCII: Final = Signs(
    rule="-",
    divider="|",
    ellipsis="...",
    arrow="->",
    dot="-",
    path=">",
    open_quote='"',
    close_quote='"',
    dash="-",
    alive="-",
    absent=".",
    branch="`",
    passed="+",
    severities={"error": "x", "warning": "!", "info": "i"},
    events={
        "appeared": "*",
        "reworded": "~",
        "strengthened": "^",
        "weakened": "v",
        "reversed": "!",
        "moved": ">",
        "vanished": "o",
        "returned": "@",
    },
)


def signs(*, ascii_only: bool) -> Signs:
    """The signs for a stream that can, or cannot, show more than ASCII."""
    return ASCII if ascii_only else UNICODE
