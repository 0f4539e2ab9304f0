"""Tables of contents that tell themselves: runs of short lines that are said again, in order, over text.

    CONTENTS                                    1. Acceptance
    1. Acceptance ................ 1            If you use Brightpeg you accept these terms.
    2. Your Account .............. 1            2. Your Account
    3. Fees ...................... 2            You may have one account only.

Found before any line is judged as a heading, so that entries do not count among the lines that are
weighed, and the lines that they name do.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from policydiff.patterns import regex
from policydiff.structure.line_words import choice
from policydiff.structure.lines import WORD, Line
from policydiff.structure.notices import says_something

_FEWEST = 3  # entries; two short lines said twice are no table
_FOOTER = 2  # lines of the page below a table at the end
_UNMATCHED = 2  # lines in a row within a table that name nothing: a heading that was renamed
_LONGEST = 16  # words of an entry
_PAGE = regex(
    r"[\s.·…_\-–—|(]*(?<!\w)(?:(?:page|pg\.?|p\.|seite|s\.)\s?)?(?:\d{1,3}|[ivxl]{1,6})\)?$", re.I
)
_LEADER = regex(r"(?:\.{3,}|…|(?:\s[.·]){3,}|\s)\s*(?:\d{1,3})$")  # dots and a page number
_DOTS = regex(r"(?:\.{3,}|…|(?:\s[.·]){3,})\s*\d{1,3}$")
_PART = regex(r"\s*[;|•·]\s*")  # between the entries of a table in one line
_COUNTED = regex(r"^(?:\d{1,2}\s)+")
_WHOLE = 2_000  # characters of such a line
_CAPTION = regex(lambda: rf"^{choice('captions')}$", re.I)
_SAYS = regex(lambda: rf"\b{choice('speakers')}\s+[a-zäöü]", re.I)
_BINDS = regex(
    r"\b(?:must|shall|comply|complies|bound|agree|accept|observe|surviv|appl(?:y|ies)\b|subject to|breach)",
    re.I,
)


def find_contents(lines: Sequence[Line]) -> dict[int, int]:
    """Index of the line that each entry of a table of contents names, by the entry's index.

    Captions ("Contents") are entries that name themselves. An entry may carry a page number; order
    may be broken once in a while. O(lines * log lines).
    """
    said: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line.short and line.words <= _LONGEST and line.block.kind != "cell":
            said[line.key_text()].append(line.index)
    runs: list[list[int]] = []
    at = 0
    while at < len(lines):
        run = _run(lines, at, said)
        if len(run) >= _FEWEST:
            runs.append(run)
        at = run[-1] + 1 if run else at + 1
    found: dict[int, int] = {}
    for run in reversed(runs):  # a page may show its table twice: both name the headings
        entries = _table(lines, run, said)
        for index in entries:
            places = said[lines[index].key_text()]
            if index in places:
                places.remove(index)
        found |= entries
    found |= _table(lines, _closing_run(lines, said), said, above=True)
    found |= {line.index: line.index for line in lines if _is_contents_line(line, lines, said)}
    return dict(sorted(found.items()))


def _is_contents_line(line: Line, lines: Sequence[Line], said: Mapping[str, list[int]]) -> bool:
    """Whether it is a whole table: "On this page: Fees; Refunds; Leaving", "Fees | Refunds | Leaving".

    Its parts come again below, in order and over text; in front of them is at most a caption.
    """
    text = line.block.text
    parts = _PART.split(text) if len(text) <= _WHOLE else []
    if len(parts) < _FEWEST or line.block.kind in ("heading", "cell") or line.end in ".,":
        return False
    if _is_list(lines, line.index):
        return False
    caption, colon, first = parts[0].partition(":")
    if colon and not _CAPTION.match(caption.strip()):
        return False
    parts[0] = first if colon else caption
    at = line.index
    named: list[int] = []
    for part in parts:
        key = " ".join(WORD.findall(part.lower()))
        places = said.get(key) or said.get(_COUNTED.sub("", key), [])
        if (rank := bisect_right(places, at)) < len(places):
            at = places[rank]
            named.append(at)
        elif says_something(part):
            return False
    over_text = sum(_stands_over_text(lines, index) for index in named)
    return len(named) >= max(_FEWEST, 0.7 * len(parts)) and over_text >= 0.6 * len(named)


def _closing_run(lines: Sequence[Line], said: Mapping[str, list[int]]) -> list[int]:
    """Indices of the last lines of the text, if all were said before: a table at its end."""
    run: list[int] = []
    for line in reversed(lines):
        plain = line.block.kind not in ("heading", "cell") and line.end not in ".;,"
        if not plain or said.get(line.key_text(), [line.index])[0] >= line.index:
            if run or len(lines) - line.index > _FOOTER:
                break
            continue
        run.append(line.index)
    return run[::-1] if len(run) > _FEWEST else []


def _run(lines: Sequence[Line], start: int, said: Mapping[str, list[int]]) -> list[int]:
    """Indices of the lines from `start` on that are said again, until one has been said already."""
    run: list[int] = []
    known: set[str] = set()
    unmatched = 0
    for at in range(start, len(lines)):
        line = lines[at]
        if line.block.kind in ("heading", "cell") or line.words > _LONGEST or line.end in ";,":
            break
        key = _named(line, said)
        if line.key_text() in known or key in known:
            break
        if not key:
            unmatched += 1
            if not run or unmatched > _UNMATCHED or line.end in ".;,":
                break
            continue
        unmatched = 0
        known.add(key)
        run.append(line.index)
    return run


def entry_key(line: Line) -> str:
    """Words of an entry, its number, dots and page number left aside."""
    return " ".join(WORD.findall(_PAGE.sub("", line.text).lower()))[:200]


def _named(line: Line, said: Mapping[str, list[int]]) -> str:
    """The key under which the line is said again further down, or ""."""
    for key in (line.key_text(), entry_key(line)):
        if key and (said.get(key) or [-1])[-1] > line.index:
            return key
    return ""


def _table(
    lines: Sequence[Line],
    run: Sequence[int],
    said: Mapping[str, list[int]],
    *,
    above: bool = False,
) -> dict[int, int]:
    """Line by entry, if the run is a table of contents: its lines come again in order, over text.

    `above`: the table stands at the end, below what it names.
    """
    if not run or _is_list(lines, run[0]):
        return {}
    named: dict[int, int] = {}
    start = reached = -1 if above else run[-1]
    rising = 0
    for index in run:
        places = said.get(lines[index].key_text() if above else _named(lines[index], said), [])
        end = bisect_left(places, run[0]) if above else len(places)
        at = bisect_right(places, reached, 0, end)
        if at < end:
            rising += 1
            reached = places[at]
            named[index] = reached
        elif (at := bisect_right(places, start, 0, end)) < end:
            named[index] = places[at]
    targets = sorted(set(named.values()))
    # Dots and the numbers of pages tell by themselves, in whatever order the sections are by now.
    rising = len(targets) if all(_DOTS.search(lines[index].text) for index in run) else rising
    if len(targets) < max(_FEWEST, 0.7 * len(run)) or rising < 0.7 * len(run):
        return {}
    # What comes again as it stands is a text said twice, and no table of what is below.
    apart = sum(after - before >= 2 for before, after in pairwise(targets))
    if apart < 0.7 * (len(targets) - 1):
        return {}
    over_text = sum(
        _stands_over_text(lines, index)
        or (index + 1 not in targets and _stands_over_text(lines, index + 1))  # a heading below it
        for index in targets
    )
    if over_text < 0.6 * len(targets):
        return {}
    first, last = run[0], run[-1]
    # Entries at either end whose heading was taken out or renamed.
    if all(_LEADER.search(lines[index].text) for index in run):
        while first and _is_led(lines[first - 1]):
            first -= 1
        while last + 1 < len(lines) and _is_led(lines[last + 1]):
            last += 1
    found = {
        index: named.get(index, index)
        for index in range(first, last + 1)
        if index in named or not says_something(lines[index].text)
    }
    return found | {caption: caption for caption in captions(lines, first)}


def captions(lines: Sequence[Line], first: int) -> list[int]:
    """Index of the line above the first entry of a table, if it says "Contents" or is that entry."""
    above = lines[first - 1] if first else None
    named = above is not None and above.short and _CAPTION.match(above.key)
    return [first - 1] if named or _is_chosen(lines, first) else []


def _is_chosen(lines: Sequence[Line], first: int) -> bool:
    """Whether the first entry stands above its table once more, behind text: the one that is shown."""
    return (
        first > 1
        and lines[first - 1].block.kind == "paragraph"
        and lines[first - 1].key_text() == lines[first].key_text()
        and lines[first - 2].end in ".!?"
    )


def _is_led(line: Line) -> bool:
    return line.words <= _LONGEST and _LEADER.search(line.text) is not None


def _is_list(lines: Sequence[Line], first: int) -> bool:
    """Whether a sentence leads in to the run: "We collect the following:" opens a list."""
    before = lines[first - 1] if first else None
    said = before is not None and before.end == ":" and bool(_SAYS.search(before.text))
    return said or binds_to_list(lines, first)


def binds_to_list(lines: Sequence[Line], first: int) -> bool:
    """Whether a duty leads in to the run: "You must comply with the following sections:"."""
    return first > 0 and leads_duty(lines[first - 1])


def leads_duty(line: Line) -> bool:
    """Whether it is such a lead-in; "In this policy you will find:" is none."""
    text = line.block.text
    return text.rstrip(" *_").endswith(":") and _BINDS.search(text) is not None


def _stands_over_text(lines: Sequence[Line], index: int) -> bool:
    after = lines[index + 1] if index + 1 < len(lines) else None
    return after is not None and (
        after.words >= 6 or after.end in ".!?" or after.block.kind == "item"
    )
