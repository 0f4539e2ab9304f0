"""The dates that a path tells: `2021-03-01.md`, `site/2019-05-01/index.html`.

Stands apart from the dates of texts: in a name digits are more often a hash or a counter than a
date (`000_417d1d5395727e21.txt`), so the forms are fewer and their edges stricter.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from policydiff.model import DateCandidate, Precision
from policydiff.patterns import regex

_YEAR, _MONTH, _DAY = (
    r"(?P<y>(?:19|20)\d\d)",
    r"(?P<m>0[1-9]|1[0-2])",
    r"(?P<d>0[1-9]|[12]\d|3[01])",
)
# T1030, _10.30.12, T23-59-01Z (no file name may hold a colon on Windows), " at 10.30.12" (macOS).
_TIME = (
    r"(?:(?:(?:[T_ ]| at )?\d\d[.:h]?\d\d(?:[.:m]?\d\d)?|(?:[T_ ]| at )\d\d([-_])\d\d(?:[-_]\d\d)?)"
    r"(?:[.-]\d{3,9})?(?:Z|[+-]\d\d[-:]?\d\d)?)?"
)
_START = r"(?<![0-9A-Za-z])"
# Refused: 417d20200501 and 20200501cd (parts of a hash), 2020-05-0112, 2020-05-99 as a month.
_END = r"(?![0-9A-Za-z])(?![-._]\d{1,2}(?!\d))"
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
_NAME = r"(?P<name>" + "|".join(f"{n[:3]}(?:{n[3:]})?" if n[3:] else n for n in _NAMES) + r"|sept)"

_ANY_YEAR = regex(r"(?<!\d)(?:19|20)\d\d")  # stands in every form
_PLAIN_YEAR = regex(r"199\d|20\d\d")
_EDGE_YEAR = regex(r"(?P<first>199\d|20\d\d)[-_. ]\D+|\D+[-_. ](?P<last>199\d|20\d\d)")
# What is numbered by itself, also beyond 2,000.
_COUNTED = regex(
    r"(?<![a-z])(?:page|file|doc|img|image|scan|id|no|nr|part|item|node|post|art|article|case|line|row)(?![a-z])",
    re.I,
)
_WAYBACK = regex(r"(?<=\d{14})(?:id|im|if|js|cs|fw)_$")  # how the Wayback Machine was asked


class _Forms(NamedTuple):
    """Compiled forms; most file names bear no date and need none of them."""

    whole: tuple[re.Pattern[str], ...]
    day_or_month: re.Pattern[str]
    year_month: re.Pattern[str]


@cache
def _forms() -> _Forms:
    return _Forms(
        whole=(
            re.compile(rf"{_START}{_YEAR}(?P<s>[-._]?){_MONTH}(?P=s){_DAY}{_TIME}(?![0-9A-Za-z])"),
            # "policy20200501": a word before it, whose last letter is no hexadecimal digit.
            re.compile(rf"(?<=[g-zG-Z]){_YEAR}{_MONTH}{_DAY}{_TIME}(?![0-9A-Za-z])"),
            re.compile(rf"{_START}{_YEAR}[-._ ]{_NAME}[-._ ]{_DAY}{_END}", re.I),
            re.compile(rf"{_START}(?P<d>\d{{1,2}})[-._ ]?{_NAME}[-._ ]?{_YEAR}{_END}", re.I),
            re.compile(rf"{_START}{_NAME}[-._ ]?(?P<d>\d{{1,2}})[-._, ]{{1,2}}{_YEAR}{_END}", re.I),
            re.compile(rf"{_START}{_NAME}[-._ ]?{_YEAR}{_END}", re.I),
        ),
        day_or_month=re.compile(rf"{_START}(?P<a>\d\d)(?P<s>[-._])(?P<b>\d\d)(?P=s){_YEAR}{_END}"),
        year_month=re.compile(rf"{_START}{_YEAR}[-_.]{_MONTH}{_END}"),
    )


def dates_in_name(path: str, *, years: bool = True) -> tuple[DateCandidate, ...]:
    """The date that `path` tells, of kind "filename"; two candidates where it has two readings.

    The file's own name comes first, then the nearest folder; `2019/05/01` over three folders is one
    date. A lone year (1990 to 2099) counts as a whole component, and with `years` also at the edge of
    the file's own name (`privacy-2021.html`). () if nothing tells one.
    """
    parts = [part for part in re.split(r"[/\\]", path) if part not in ("", ".", "..")]
    parts = [_WAYBACK.sub("", part) for part in parts]
    for depth in range(len(parts) - 1, -1, -1):
        name = parts[depth]
        if found := _in_component(name):
            return found
        stem = PurePosixPath(name).stem if depth == len(parts) - 1 else name
        if found := _in_folders([*parts[:depth], stem]):
            return found
        if _PLAIN_YEAR.fullmatch(stem):
            return (_candidate(stem, "year", name, "a year in the path"),)
        if years and depth == len(parts) - 1 and (edge := _edge_year(stem)):
            return (_candidate(edge, "year", name, "a year in the file name"),)
    return ()


def _edge_year(stem: str) -> str:
    """The year that a name begins or ends with; none where it has other numbers beside it."""
    found = _EDGE_YEAR.fullmatch(stem)
    return (found["first"] or found["last"]) if found and not _COUNTED.search(stem) else ""


def _in_component(name: str) -> tuple[DateCandidate, ...]:
    """The first date in one component of a path."""
    if not _ANY_YEAR.search(name):
        return ()
    forms = _forms()
    for pattern in forms.whole:
        for match in pattern.finditer(name):
            parts = match.groupdict()
            month = _month(parts["name"]) if parts.get("name") else int(parts["m"])
            day = parts.get("d")
            if day is None:
                return (_candidate(f"{parts['y']}-{month:02}", "month", name, "file name"),)
            if value := _iso(int(parts["y"]), month, int(day)):
                return (_candidate(value, "day", name, "file name"),)
    if both := forms.day_or_month.search(name):
        first, second, year = int(both["a"]), int(both["b"]), int(both["y"])
        day_first, month_first = _iso(year, second, first), _iso(year, first, second)
        if day_first and month_first and day_first != month_first:
            return (
                _candidate(day_first, "day", name, "file name; read day first", ambiguous=True),
                _candidate(month_first, "day", name, "file name; read month first", ambiguous=True),
            )
        if value := day_first or month_first:
            return (_candidate(value, "day", name, "file name"),)
    if whole := forms.year_month.search(name):
        return (_candidate(f"{whole['y']}-{whole['m']}", "month", name, "file name"),)
    return ()


def _in_folders(parts: list[str]) -> tuple[DateCandidate, ...]:
    """Year, month and day, or year and month, as the last components."""
    for length in (3, 2):
        tail = parts[-length:]
        if len(tail) == length and _PLAIN_YEAR.fullmatch(tail[0]):
            rest = [int(part) for part in tail[1:] if re.fullmatch(r"\d{1,2}", part)]
            text = "/".join(tail)
            if length == 3 and len(rest) == 2 and (value := _iso(int(tail[0]), *rest)):
                return (_candidate(value, "day", text, "folders of the path"),)
            if length == 2 and len(rest) == 1 and 1 <= rest[0] <= 12 and len(tail[1]) == 2:
                return (
                    _candidate(f"{tail[0]}-{rest[0]:02}", "month", text, "folders of the path"),
                )
    return ()


def _month(name: str) -> int:
    return next(i for i, full in enumerate(_NAMES, 1) if full.startswith(name[:3].lower()))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _candidate(
    value: str, precision: Precision, text: str, why: str, *, ambiguous: bool = False
) -> DateCandidate:
    return DateCandidate(
        kind="filename", value=value, precision=precision, text=text, ambiguous=ambiguous, why=why
    )
