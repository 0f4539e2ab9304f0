"""Plain text that was wrapped twice: first at one width, then every line by itself at a smaller one.

    We do not sell your name, your           full at the inner width
    address                                  what was left of the outer line
    or anything else that you tell us, to    full again
    anybody.

Mails that were answered and forwarded look so. Taken for one width, each rest ends a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from policydiff.patterns import regex
from policydiff.readers.item_labels import BULLET, NUMBER, PAREN_NUMBER, SCAN
from policydiff.readers.wrapping import is_full

_NARROWEST, _WIDEST = 36, 140  # columns; nobody wraps narrower or wider
_FEWEST = 2  # rests in the middle of a sentence
_FEW = 6  # lines that were wrapped again: of so many one such rest is enough
_MANY = 3  # such rests that agree: no other witness is needed
_SHARE = (
    0.8  # of them, and of all lines that were wrapped again, that must agree on the outer width
)
_ENDS = ".!?:;"
_OPENS = regex("|".join(mark.pattern for mark in (BULLET, NUMBER, PAREN_NUMBER)))


class Row(Struct, frozen=True):
    """A line as it was before the text was wrapped again."""

    text: str
    first: int  # index of the first line that holds it
    last: int


def rejoined(lines: Sequence[str]) -> list[Row]:
    """The lines as they were before they were wrapped again; as they are if none were. O(length)."""
    inner, outer = _widths(lines)
    rows: list[Row] = []
    for index, line in enumerate(lines):
        above = rows[-1] if rows and outer else None
        if above is not None and above.first == above.last and above.text.strip() and line.strip():
            text = f"{above.text.rstrip()} {line.strip()}"
            after = lines[index + 1] if index + 1 < len(lines) else ""
            if len(text) <= outer and _was_one(above.text, line, after, inner, outer):
                rows[-1] = Row(text, above.first, index)
                continue
        rows.append(Row(line, index, index))
    return rows


def _was_one(line: str, rest: str, after: str, inner: int, outer: int) -> bool:
    """Whether `rest` was on the line above it: not where that is full by chance, over a heading."""
    if not is_full(line, rest, inner):
        return False
    stops = line.rstrip()[-1] in ".!?:"
    if stops and _OPENS.match(rest[:SCAN]):
        return False
    stops = stops and rest.rstrip()[-1] not in _ENDS
    return (
        not stops or rest[:1].islower() or is_full(f"{line.rstrip()} {rest.strip()}", after, outer)
    )


def _widths(lines: Sequence[str]) -> tuple[int, int]:
    """Inner and outer width of a text that was wrapped twice, or (0, 0).

    A rest that stops inside a sentence, behind a full line, was at the end of an outer line: that
    one was full as well. All of them together leave room for hardly more than one outer width. Where
    they are few, no line that was wrapped again may be longer, as paragraphs of three lines would be.
    """
    inner = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    if not _NARROWEST <= inner <= _WIDEST:
        return 0, 0
    broken: list[int] = []  # columns of the lines that were wrapped again
    rows: list[tuple[int, int]] = []  # of those that were full: columns, and with one word more
    for (line, rest), (_, below) in pairwise(pairwise([*lines, ""])):
        inside = line.strip() and line.rstrip()[-1] not in _ENDS and rest.strip()
        if not inside or not is_full(line, rest, inner):
            continue
        broken.append(len(line.rstrip()) + 1 + len(rest.strip()))
        ends = rest.rstrip()[-1] in _ENDS
        if below[:1].islower() and not ends and not is_full(rest, below, inner):
            rows.append((broken[-1], broken[-1] + 1 + len(below.split(None, 1)[0])))
    if len(rows) < (1 if len(broken) >= _FEW else _FEWEST):
        return 0, 0
    most = _common(rows)
    outer = max(columns for columns in broken if columns <= most)
    agreed = sum(columns <= outer < more for columns, more in rows)
    kept = sum(columns <= outer for columns in broken) >= _SHARE * len(broken)
    fits = inner < outer <= min(_WIDEST, 2 * inner) and agreed >= _SHARE * len(rows)
    return (inner, outer) if fits and (kept or agreed >= _MANY) else (0, 0)


def _common(rows: Sequence[tuple[int, int]]) -> int:
    """The width that the most rows were full at, the widest of equals. O(rows log rows)."""
    steps = sorted([(columns, 1) for columns, _ in rows] + [(more, -1) for _, more in rows])
    best = most = deep = 0
    for (at, step), (after, _) in pairwise([*steps, (steps[-1][0] + 1, 0)]):
        deep += step
        if at < after and deep >= most:
            best, most = after - 1, deep
    return best
