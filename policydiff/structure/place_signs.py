"""The signs that the lines around a line give: whether a heading would stand where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policydiff.structure.echo import echo_signs
from policydiff.structure.lines import Line
from policydiff.structure.signs import ADDRESS
from policydiff.structure.wording import is_address_line, takes_leave

_THANKS = 2  # words of a heading that thanks
_ROW = 6  # words of a row of a list that has lost its bullets
_FAR = 12  # lines below a heading in which something is said, if anything is


def _is_said(line: Line) -> bool:
    """Whether it says something that a heading could stand over: prose, or where to write to."""
    return (
        line.words >= 8
        or (line.block.kind == "item" and line.words >= 3)
        or (line.words >= 3 and line.end in ".!?")
        or is_address_line(line.text)
        or ADDRESS.search(line.text) is not None
    )


def _stands_over_stack(line: Line, lines: Sequence[Line]) -> bool:
    """Whether two short lines without a blank one between them follow behind a blank one: a list."""
    below = lines[line.index + 1 : line.index + 3]
    return (
        len(below) == 2
        and line.end not in ".:"
        and below[0].block.gap_lines > 0
        and below[1].block.gap_lines == 0
        and all(row.short and row.words <= _ROW for row in below)
    )


def _part_signs(line: Line, before: Line | None, after: Line | None) -> list[str]:
    """Whether a count one level deeper begins below it, or with it: "2." over "2.1"."""
    signs = []
    if _counts_in(after, line):
        signs.append("over its first part")
    if _counts_in(line, before):
        signs.append("first part")
    return signs


def _counts_in(part: Line | None, whole: Line | None) -> bool:
    """Whether the number of one goes on in that of the other, as the first: "2.1" in "2."."""
    if part is None or whole is None or part.number is None or whole.number is None:
        return False
    return part.number.last == 1 and part.number.values[:-1] == whole.number.values


def _signs_above(before: Line | None) -> list[str]:
    """What the line above says."""
    if before is None:
        return ["first line"]
    if before.end == ":":
        sign = "after a colon"
    elif before.end in ";,":
        sign = "inside a list"
    elif before.short:
        sign = "after a short line"
    else:
        sign = "after a full sentence"
    return [sign, "after a list item"] if before.block.kind == "item" else [sign]


def _signs_below(line: Line, after: Line | None, cells: frozenset[int]) -> list[str]:
    """What the line below says; `cells` as in `place_signs`."""
    if after is None:
        return ["last line"]
    signs = []
    sentence = (after.end in ".:;!?" and after.words >= 6) or after.words >= 18
    # "1. that it floats" under "4. Things we do not promise" is an item, whatever marks it.
    item = after.block.kind == "item" or (after.number is not None and after.text[:1].islower())
    if item:
        signs.append("before a list item")
    elif after.block.kind == "cell" or after.index in cells:
        signs.append("before a table")
    elif sentence:
        signs.append("before a paragraph" if after.words >= 12 else "before a sentence")
    elif (
        after.number is not None
        and line.number is not None
        and after.number.style != line.number.style
    ):
        signs.append("before another numbering")
    else:
        signs.append("before a short line")
    if after.text[:1].islower() and not item and not after.text.startswith(("www.", "http")):
        signs.append("before lower case")
    if is_address_line(after.text):
        signs.append("before an address")
    return signs


def _run_sign(line: Line, lines: Sequence[Line]) -> str:
    """How many short lines stand together, this one among them."""
    run = 1
    for step in (-1, 1):
        other = line.index + step
        while (
            0 <= other < len(lines)
            and lines[other].short
            and lines[other].end != ":"
            and lines[other].block.kind not in ("cell", "item")
            and run < 9
        ):
            run, other = run + 1, other + step
    if run == 1:
        return "alone"
    if run == 2:
        return "two short lines"
    return "few short lines" if run <= 4 else "many short lines"


def place_signs(
    line: Line,
    lines: Sequence[Line],
    seen: Counter[str],
    wide: bool,
    cells: frozenset[int] = frozenset(),
) -> list[str]:
    """What stands around it. `wide`: blank lines separate the blocks of this document.

    `cells` are the indices of the lines of tables that lost their lines.
    """
    index = line.index
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    signs = [*_signs_above(before), *_signs_below(line, after, cells)]
    signs += _part_signs(line, before, after)
    # "Thanks" over "Thanks to all who helped." is a heading.
    if takes_leave(line.text) and (line.words > _THANKS or after is None or after.end not in ".!"):
        signs.append("takes leave")
    signs += echo_signs(line, lines)
    if line.number is None and re.match("[Tt]o [a-z]", line.text):
        # A purpose in a list or a table; "2. To copy it" may be a heading.
        signs.append("infinitive")
    below = lines[index + 1 : index + _FAR]
    if not any(_is_said(other) or other.index in cells for other in below):
        signs.append("nothing below")
    signs.append(_run_sign(line, lines))
    if seen[line.key] > 1:
        signs.append("said twice" if seen[line.key] == 2 else "said often")
    if line.ruled:
        signs.append("after a rule")
    if line.underlined:
        signs.append("underlined")
    if wide and line.block.gap_lines and _stands_over_stack(line, lines):
        signs.append("over a stack")
    if wide and index and line.block.gap_lines == 0:
        signs.append("no blank line before")
    if wide and after is not None and after.block.gap_lines == 0:
        signs.append("no blank line after")
    return signs
