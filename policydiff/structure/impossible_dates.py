"""Dates that no calendar has, where a document or its file name states its own: "31 February 2021".

They date nothing, so that without a word a typing error would look like a document without a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

from policydiff.model import Block, SnapshotWarning
from policydiff.patterns import regex
from policydiff.structure.date_kinds import stated_kind
from policydiff.structure.date_lines import clean_line
from policydiff.structure.date_values import find_written

_HEAD, _TAIL = 15, 5  # blocks with text that hold a document's own dates
_LONGEST = 300  # characters of a line that states one
_SHOWN = 80
_MANY = 2  # of one document are told
_NUMBER = regex(r"(?<!\d)(?:1[3-9]|[2-9]\d|0{1,2})(?=(?:st|nd|rd|th)?(?!\d))")
_SOUND = ("15", "11", "01")  # a day and a month, the other way round too
_IN_NAME = regex(
    r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?P<s>[-._]?)(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?P<clock>[T_ ]?\d{4,6})?(?![0-9A-Za-z])"
)


def impossible_dates(blocks: Sequence[Block], source: str) -> Iterator[SnapshotWarning]:
    """A warning for each date of the document's own that is none, two at most, and for one in its name."""
    told = 0
    for block in _edges(blocks):
        for offset, text in enumerate(block.text.split("\n")):
            if len(text) <= _LONGEST and told < _MANY and _is_impossible(text):
                told += 1
                yield _warning(text.strip(), min(block.line + offset, block.end_line))
    name = PurePosixPath(source).name
    for found in _IN_NAME.finditer(name):
        if not _is_day(found):
            yield _warning(name, None)
            return


def _edges(blocks: Sequence[Block]) -> list[Block]:
    """The first and last blocks with text, each once."""
    head = list(islice((block for block in blocks if block.text), _HEAD))
    tail = list(islice((block for block in reversed(blocks) if block.text), _TAIL))
    known = set(map(id, head))
    return [*head, *(block for block in reversed(tail) if id(block) not in known)]


@lru_cache(maxsize=20_000)
def _is_impossible(text: str) -> bool:
    """Whether a number in it, made smaller, would state a date of the document, and none does as it is."""
    if not _NUMBER.search(text):
        return False
    line = clean_line(text)
    found = [(one.start, one.end) for one in find_written(line)]
    for number in _NUMBER.finditer(line):
        at = number.start()
        if any(start <= at < end for start, end in found):
            continue
        for sound in _SOUND:
            changed = f"{line[:at]}{sound}{line[number.end() :]}"
            for one in find_written(changed):
                if (
                    one.start <= at < one.end
                    and one.readings[0].precision == "day"
                    and (stated := stated_kind(changed, one, header=True))
                    and stated.kind
                ):
                    return True
    return False


def _is_day(found: re.Match[str]) -> bool:
    """Whether digits of a name are a day, or need not be meant as one: "20219999"."""
    month, day = int(found["m"]), int(found["d"])
    meant = bool(found["s"] or found["clock"]) or (1 <= month <= 12 and 1 <= day <= 31)
    try:
        date(int(found["y"]), month, day)
    except ValueError:
        return not meant
    return True


def _warning(text: str, line: int | None) -> SnapshotWarning:
    shown = f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text
    message = f"“{shown}” names a day that no calendar has; it dates nothing"
    return SnapshotWarning(code="impossible-date", message=message, line=line)
