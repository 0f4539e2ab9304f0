"""Consent banners that stand in a page's text: "We use cookies. ... Accept all". Furniture, no promise.

A banner is told by its buttons: a line of nothing but answers ("Accept all", "Only necessary cookies",
run together where a page was stripped of its markup). What they answer, right above them, goes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policydiff.model import DroppedKind
from policydiff.patterns import regex
from policydiff.structure.line_words import choice
from policydiff.structure.lines import Line

_LONGEST_ROW = 14  # words of all buttons
_LONGEST_TEXT = 900  # characters of what they answer
_ABOVE = 3  # lines of text, with their title
_TITLE = 6  # words
_JOINED = regex(r"(?<=[a-z])(?=[A-Z])")
_BUTTONS = regex(lambda: rf"^(?:(?:{choice('button_words')}|{choice('answers')})\W*)+$", re.I)
_ANSWERS = regex(lambda: rf"\b{choice('answers')}\b", re.I)
_ASKED = regex(lambda: rf"\b{choice('answered')}\b", re.I)


def find_banners(lines: Sequence[Line], headings: Sequence[bool]) -> dict[int, DroppedKind]:
    """Kind of furniture by index into `lines`, for the lines of consent banners."""
    found: dict[int, DroppedKind] = {}
    for line in lines:
        if line.index in found or not _is_row_of_buttons(line):
            continue
        above = _asked_above(lines, headings, line.index)
        if above is None:
            continue
        for index in range(above, line.index + 1):
            found[index] = "navigation"
        after = line.index + 1
        while after < len(lines) and _is_row_of_buttons(lines[after]):
            found[after] = "navigation"
            after += 1
    return found


def _is_row_of_buttons(line: Line) -> bool:
    text = line.block.text
    if line.block.kind == "cell" or line.words > _LONGEST_ROW or line.end in ".:;?!":
        return False
    apart = _JOINED.sub(" ", text)
    return bool(_BUTTONS.match(apart) and _ANSWERS.search(apart))


def _asked_above(lines: Sequence[Line], headings: Sequence[bool], buttons: int) -> int | None:
    """Where the text begins that the buttons answer, with its title; None where none stands there."""
    first = buttons
    asked = False
    for at in range(buttons - 1, max(-1, buttons - 1 - _ABOVE), -1):
        line = lines[at]
        if headings[at] or line.block.kind == "cell" or len(line.block.text) > _LONGEST_TEXT:
            break
        if not _ASKED.search(line.block.text):
            break
        asked = asked or line.end in ".!?"
        first = at
    title = first - 1
    if asked and title >= 0 and lines[title].words <= _TITLE and _ASKED.search(lines[title].text):
        first = title
    return first if asked else None
