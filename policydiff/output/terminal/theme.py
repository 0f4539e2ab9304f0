"""Styles and signs of the terminal output: sixteen ANSI colours, so that the user's palette rules.

Colour never carries meaning alone: beside each style stands a gutter sign, a glyph or a word. Code
names styles by role ("removed"), so that goldens can spell them and a palette changes in one place.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from rich.style import Style

from policydiff.model import EventName, Impact, Severity

STYLES: Final[dict[str, Style]] = {
    "": Style.null(),
    "title": Style(bold=True),
    "heading": Style(bold=True),
    "quiet": Style(dim=True),
    "source": Style(dim=True),  # a terminal links it to the file
    "note": Style(color="cyan"),
    "warning": Style(color="yellow"),
    "date": Style(bold=True),
    "removed": Style(color="red"),
    "added": Style(color="green"),
    # Words inside an edited clause; strike and underline keep them apart for the colour-blind.
    "removed-word": Style(color="red", strike=True),
    "added-word": Style(color="green", underline=True),
    "edited-sign": Style(color="yellow", bold=True),
    "removed-sign": Style(color="red", bold=True),
    "added-sign": Style(color="green", bold=True),
    "moved-sign": Style(color="cyan", bold=True),
    "against-user": Style(color="red", bold=True),
    "for-user": Style(color="green", bold=True),
    "neutral": Style(bold=True),
    "severity-error": Style(color="red", bold=True),
    "severity-warning": Style(color="yellow", bold=True),
    "severity-info": Style(color="cyan", bold=True),
    "passed": Style(color="green", bold=True),
}

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
