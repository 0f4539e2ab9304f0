"""The lines by which Chinese and Japanese documents tell their history, mostly at the end.

    2018年5月25日 制定        the first version
    2020年1月1日 改訂         a later one
    2023年4月1日 改訂・施行   the newest: the date of the document

Words stand behind the date or before it; one line may hold one entry or all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from policydiff.structure.date_cues import cue_tables
from policydiff.structure.date_values import WrittenDate
from policydiff.vocabulary import STATED, StatedKind

GAP_LINES = 3  # lines with text between two entries of one history
_MARKS = r"[\s()（）\[\]「」、，,。.;；:：・/|*#>•·\-–—]*"


class Entry(Struct, frozen=True):
    """One date of a history and what happened on it."""

    written: WrittenDate
    kind: StatedKind
    words: str


def history_entries(line: str, dates: Sequence[WrittenDate]) -> list[Entry]:
    """The entries of a line that holds nothing but entries; else []."""
    if not dates or not any(word[0] in line for word in _words()):
        return []
    entries: list[Entry] = []
    end = 0
    for index, written in enumerate(dates):
        before, stop = line[end : written.start], len(line)
        if index + 1 < len(dates):
            stop = dates[index + 1].start
        behind = _behind().match(line, written.end, stop)
        ahead = _ahead().fullmatch(before)
        if behind and _marks().fullmatch(before):
            words, end = behind[1], behind.end()
        elif ahead:
            words, end = ahead[1], written.end
        else:
            return []
        entries.append(Entry(written, _kind(words), words))
    return entries if _marks().fullmatch(line, end) else []


@cache
def _words() -> dict[str, StatedKind]:
    table = cue_tables()["cjk"]["history"]["entries"]
    return {word: kind for kind, words in table.items() for word in words}


def _kind(words: str) -> StatedKind:
    """Of "制定・施行" the day from which it holds; of "制定・改定" the change."""
    kinds = {kind for word, kind in _words().items() if word in words}
    return next(kind for kind in STATED if kind in kinds)


@cache
def _choice() -> str:
    return "|".join(sorted(map(re.escape, _words()), key=len, reverse=True))


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        rf"{_MARKS}(?:に|より|から|起|付)?((?:{_choice()})(?:[・、/]?(?:{_choice()}))?)"
    )


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"{_MARKS}({_choice()})(?:年月日|日付|日)?{_MARKS}")


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"{_MARKS}(?:(?:以上|附則|附则|沿革){_MARKS})?")
