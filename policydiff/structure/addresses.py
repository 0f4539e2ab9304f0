"""Whether a line stands over an address, or is the name that opens one.

How to reach us                              a heading
Gull Rentals Ltd                             the first line of the address
12 Quay Street
Bristol BS1 4DJ
"""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.structure.date_values import find_written
from policydiff.structure.lines import Line
from policydiff.structure.wording import is_address_line, names_somebody

_ROWS = 5  # lines below in which an address shows that it is one
_LONGEST = 7  # words of such a line
_TOP = 3  # lines at the top of a text that say whose it is


def address_signs(line: Line, lines: Sequence[Line], *, calls: bool) -> list[str]:
    """Sign of a line over an address; `calls`: it asks, or has a word that headings are made of."""
    if not calls and (_is_letterhead(line, lines) or _is_below_person(line, lines)):
        return ["opens an address"]
    rows = 0
    for row in lines[line.index + 1 : line.index + 1 + _ROWS]:
        if row.words > _LONGEST or row.number is not None:
            break
        rows += 1
        if is_address_line(row.text):
            break
    else:
        return []
    if not rows or not is_address_line(lines[line.index + rows].text):
        return []
    if line.number is not None:
        return []
    above = lines[line.index - 1] if line.index else None
    led = above is not None and above.end == ":" and above.short and line.end != ":"
    if (
        led
        or is_address_line(line.text)
        or names_somebody(line.text)
        or _is_of_the_house(line, lines)
    ):
        return ["opens an address"]
    return ["over an address"] if calls else []


def _is_of_the_house(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the top of the text has all its words: the house whose text it is."""
    return any(f" {line.key} " in f" {top.key} " for top in lines[: min(_TOP, line.index)])


def _is_below_person(line: Line, lines: Sequence[Line]) -> bool:
    """Whether it follows the name of somebody at the top of the text: "Dr. Ada Reed", "Elm Practice"."""
    return (
        0 < line.index <= _TOP
        and line.number is None
        and line.end not in ".:?!"
        and line.words <= _LONGEST
        and names_somebody(lines[line.index - 1].text)
    )


def _is_letterhead(line: Line, lines: Sequence[Line]) -> bool:
    """Whether it stands between the title and a date, and the first lines say its name again."""
    name = " ".join(line.key.split()[:2])
    below = lines[line.index + 1 : line.index + 1 + _ROWS]
    return (
        0 < line.index < _TOP
        and line.number is None
        and line.end not in ".:?!"
        and " " in name
        and bool(below)
        and below[0].words <= _LONGEST
        and bool(find_written(below[0].text))
        and any(f" {name} " in f" {other.key} " for other in below)
    )
