"""List markers as a browser would write them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from policydiff.patterns import regex

_STYLES = {"a": "a", "A": "A", "i": "i", "I": "I", "1": "1"}
_NAMED = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "decimal": "1", "none": "",
}  # fmt: skip
_STYLE = regex(r"list-style(?:-type)?\s*:[^;]*?\b([a-z-]+)\b", re.I)
_ROMAN = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_BULLET = "•"


class OpenList(Struct):
    """A list that is being read, and the number that its next item gets."""

    style: str  # "•", "" or one of "1", "a", "A", "i", "I"
    number: int = 1
    step: int = 1
    in_item: bool = False
    counted: str = ""  # marker of its open item with those around it, "2.1."
    headed: bool = False  # do its items begin with headings? Then they are sections
    around: int = 0  # lists around it that are none of sections

    @property
    def level(self) -> int:
        """How deep its items stand, from 1."""
        return max(self.around + (not self.headed), 1)

    def marker(self, value: str | None) -> str:
        """Marker of the next item; `value` is the item's own number."""
        if self.style in (_BULLET, ""):
            return self.style
        number = self.number = _number(value, self.number)
        self.number += self.step
        return f"{spelt(number, self.style)}."


def open_list(tag: str, attributes: Mapping[str, str | None], items: int) -> OpenList:
    """The state of a list that opens; `items` is how many it has, for lists that count down."""
    named = _STYLE.search(attributes.get("style") or "")
    style = _NAMED.get(named[1].lower()) if named else None
    if tag != "ol":
        return OpenList(_BULLET if style != "" else "")
    if style is None:
        style = _STYLES.get(attributes.get("type") or "1", "1")
    backwards = "reversed" in attributes
    start = _number(attributes.get("start"), items if backwards else 1)
    return OpenList(style, start, -1 if backwards else 1)


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default


def in_style(number: int, name: str) -> str:
    """A number in a style that CSS names: "lower-roman"; others are written in digits."""
    return spelt(number, _NAMED.get(name, "1"))


def spelt(number: int, style: str) -> str:
    """A number in one of the styles "1", "a", "A", "i", "I"."""
    if style in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters.upper() if style == "A" else letters
    if style in "iI" and 0 < number < 400:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman.upper() if style == "I" else roman
    return str(number)
