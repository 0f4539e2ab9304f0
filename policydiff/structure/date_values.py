"""Every reading of one written date, and where written dates stand in a text.

`10/7/99` has two readings, `16/10/01` one ("16 can only be a day"), `within 30 days`, `24 hours`,
`page 201`, `version 3.2`, `Regulation (EU) 2016/679` and `11.11` none. Nothing is ever filled in
from today: a component that dateutil takes from its default was not written, so the text is parsed
with two defaults and what differs is cut off. Two-digit years pivot as in POSIX strptime (69 to 99
are 19xx, 00 to 68 are 20xx), not by the year in which the program happens to run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, ClassVar, Literal

from msgspec import Struct

from policydiff.model import Precision
from policydiff.patterns import regex
from policydiff.structure.date_cues import NamePattern, cue_tables, fold_letters

Order = Literal["day-first", "month-first", ""]  # "" where the form leaves no choice


class Reading(Struct, frozen=True, kw_only=True):
    """One way to understand a written date."""

    value: str  # ISO, cut to `precision`
    precision: Precision
    why: str
    order: Order = ""  # how day and month stand to each other
    numeric: bool = False  # written in numbers, so that the order is a guess or a proof


class WrittenDate(Struct, frozen=True, kw_only=True):
    """A date that stands at `text[start:end]`, with its readings, the likelier first."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    needs_cue: bool  # too like a number to be a date by itself ("5/2020", "20200501")


class _Form(Struct, frozen=True):
    pattern: re.Pattern[str] | NamePattern
    read: Callable[[re.Match[str]], tuple[Reading, ...]]
    needs_cue: bool = False
    names: _MonthNames | None = None  # it has one of these in it


# What every form holds; ten times cheaper than trying them all on a line that holds none.
_WORTH_READING = regex(r"(?:19|20)\d\d|\d\s?[/.\-]\s?\d|[/\-]['’]?\d\d|年")


def read_date(text: str, *, years: bool = False) -> tuple[Reading, ...]:
    """Every reading of one written date, the likelier first; () if `text` is none.

    Day first comes before month first: most of the world writes so; `settle_dates` ranks by
    evidence. `years` also takes a lone year from 1990 to 2099.
    """
    text = unicodedata.normalize("NFC", text).strip(" \t\n().,;")
    if years and re.fullmatch(r"199\d|20\d\d", text):
        return (Reading(value=text, precision="year", why="a year only"),)
    for form in _forms():
        if found := form.pattern.fullmatch(text):
            return form.read(found)
    return ()


def find_written(text: str) -> tuple[WrittenDate, ...]:
    """The written dates of `text`, in order, none overlapping. Linear: each form is bounded."""
    if not _WORTH_READING.search(text):
        return ()
    return _find_written(text) if len(text) <= _REMEMBERED else _find_written.__wrapped__(text)


_REMEMBERED = 4_000  # characters of a line that may be met again in the next version


@lru_cache(maxsize=20_000)
def _find_written(text: str) -> tuple[WrittenDate, ...]:
    found: list[WrittenDate] = []
    for form in _forms():
        if form.names and not form.names.held(text):
            continue
        for match in form.pattern.finditer(text):
            if readings := form.read(match):
                # "3.10.12" and "01-02-03" are as often version or phone numbers.
                loose = form.needs_cue or _short_year(match)
                found.append(
                    WrittenDate(
                        start=match.start(), end=match.end(), readings=readings, needs_cue=loose
                    )
                )
    found.sort(key=lambda written: (written.start, -written.end))
    kept: list[WrittenDate] = []
    for written in found:
        if not kept or written.start >= kept[-1].end:
            kept.append(written)
    return tuple(kept)


def _short_year(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    return parts.get("mark") in (".", "-") and len(parts.get("short") or "") == 2


@cache
def _forms() -> tuple[_Form, ...]:
    """The written forms, year-first ones before those that dateutil reads.

    Refused on purpose: `2016/679` and `2002/58/EC` (no such month), `24/7`, `10.15.7`,
    `192.168.10.12`, `+44-20-1234` (a digit group before or behind), `11.11` (no year).
    """
    year = r"(?:19|20)\d\d"
    start = r"(?<![0-9A-Za-zÀ-ɏ])(?<![0-9][./\-])(?<![+§$€£])"
    end = r"(?![0-9])(?![./\-][0-9])"
    word = r"(?<![A-Za-zÀ-ɏ])"  # glued links: "December 18, 2025November 18, 2025"
    month, day = r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>[12]\d|3[01]|0?[1-9])"
    clock = r"(?:[T ]\d\d:?\d\d(?::?\d\d(?:\.\d{1,6})?)?(?:Z|(?![0-9]))?)?"
    nth = r"(?:st|nd|rd|th|er|\.?[ºª°])?"
    of = r"(?:(?:day\s{1,2})?of\s{1,2}|del?\s{1,2}|the\s{1,2})?"
    years = rf"(?:{year}(?!\d)|['’]?\d\d(?![0-9A-Za-z]))"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    every = _MonthNames(with_day=True)

    def named(before: str, after: str) -> _Form:
        """A form with a day and the name of a month in it."""
        pattern = NamePattern(
            lambda names: f"{before}{_one_of(names, with_day=True)}{after}", every
        )
        return _Form(pattern, _read_named, names=every)

    return (
        _Form(compiled(rf"{start}(?P<y>{year})(?P<s>[-./])\s?{month}(?P=s)\s?{day}{clock}{end}"),
              _read_year_first),
        _Form(compiled(rf"(?<!\d)(?P<y>{year})\s?[年년]\s?{month}\s?[月월](?:\s?{day}\s?[日일号號])?"),
              _read_year_first),
        _Form(compiled(rf"(?P<era>令和|平成|民國|民国)\s?(?P<n>\d{{1,3}}|元)\s?年\s?{month}月(?:\s?{day}日)?"),
              _read_year_first),
        _Form(compiled(rf"{start}(?P<y>{year})(?P<m>1[0-2]|0[1-9])(?P<d>[12]\d|3[01]|0[1-9])"
                       rf"(?:T?\d{{4}}(?:\d\d)?Z?)?{end}"), _read_year_first, needs_cue=True),
        _Form(compiled(rf"{start}(?P<first>\d{{1,2}})(?P<mark>[/.\-])\s?(?P<second>\d{{1,2}})(?P=mark)\s?"
                       rf"(?:{year}|(?P<short>\d\d)){end}"), _read_numeric),
        named(rf"{start}\d{{1,2}}{nth}\.?[\s,]{{0,3}}{of}", rf"\.?[\s,]{{0,3}}{of}{year}(?!\d)"),
        named(rf"{start}\d{{1,2}}(?P<s>[-/])", rf"(?P=s){years}"),
        named(word, r"\.?[\s\-/]{0,3}\d{1,2}"
              rf"(?:(?:st|nd|rd|th)[\s,.]{{0,3}}|\s?[,.]\s{{0,3}}|\s{{1,3}}|[-/]){of}{year}(?!\d)"),
        named(rf"{start}{year}[\s,\-/]{{1,2}}", rf"\.?[\s\-/]{{1,2}}\d{{1,2}}{end}"),
        _Form(
            NamePattern(
                lambda names: rf"{word}{_one_of(names, with_day=False)}\.?[\s,/\-]{{0,3}}{of}{year}{end}",
                _MonthNames(with_day=False),
            ),
            _read_named,
        ),
        _Form(compiled(rf"{start}{month}[/.](?P<y>{year}){end}"), _read_year_first, needs_cue=True),
        _Form(compiled(rf"{start}(?P<y>{year})[-/.](?P<m>1[0-2]|0[1-9]){end}"), _read_year_first,
              needs_cue=True),
    )  # fmt: skip


def _read_year_first(match: re.Match[str]) -> tuple[Reading, ...]:
    """Named groups give year, month and perhaps day; dateutil would read 2024.05.01 as 5 January."""
    parts = match.groupdict()
    if era := parts.get("era"):
        count = 1 if parts["n"] == "元" else int(parts["n"])
        year = count + {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}[era]
    else:
        year = int(parts["y"])
    month, day = int(parts["m"]), parts.get("d")
    if day is None:
        return (Reading(value=f"{year:04}-{month:02}", precision="month", why="names no day"),)
    try:
        value = date(year, month, int(day)).isoformat()
    except ValueError:  # 31 June
        return ()
    return (Reading(value=value, precision="day", why="year, month and day stand in that order"),)


def _read_numeric(match: re.Match[str]) -> tuple[Reading, ...]:
    """Two readings where both leading numbers can be a month, else one and the reason."""
    text = re.sub(r"\s", "", match.group())
    first, second = int(match["first"]), int(match["second"])
    if first > 31 or second > 31:
        return ()
    by_day, by_month = (_parse(text, dayfirst=dayfirst) for dayfirst in (True, False))
    if by_day is None or by_month is None:
        return ()
    if by_day == by_month:
        order: Order = "day-first" if first > 12 else "month-first" if second > 12 else ""
        why = f"{max(first, second)} can only be a day" if order else "day and month are equal"
        return (
            Reading(
                value=by_day[0], precision=by_day[1], why=why, order=order, numeric=bool(order)
            ),
        )
    day_first = Reading(
        value=by_day[0], precision="day", why="read day first", order="day-first", numeric=True
    )
    if match["mark"] == ".":
        # Dots belong to the day-first countries; doubting each "01.05.2024" would drown the rest.
        # It is custom and no proof, so it does not count as evidence for other dates.
        return (
            Reading(value=by_day[0], precision="day", why="dots are written day first", order=""),
        )
    month_first = Reading(
        value=by_month[0],
        precision="day",
        why="read month first",
        order="month-first",
        numeric=True,
    )
    return (day_first, month_first)


def _read_named(match: re.Match[str]) -> tuple[Reading, ...]:
    """A date with the month in letters; the order of its parts is told as a habit."""
    text = unicodedata.normalize("NFC", match.group()).replace("’", "'")
    parsed = _parse(text, dayfirst=True)
    if parsed is None:
        return ()
    value, precision = parsed
    if precision == "month":
        return (Reading(value=value, precision="month", why="names no day"),)
    order: Order = "day-first" if text[0].isdigit() else "month-first"
    if text[:4].isdigit():
        order = ""
    return (Reading(value=value, precision="day", why="the month is spelled out", order=order),)


_PLAIN_NAMED = regex(
    r"(?:(?P<first>[A-Za-z]+)(?: (?P<d>\d{1,2}),?)?|(?P<day>\d{1,2}) (?P<second>[A-Za-z]+),?)"
    r" (?P<y>(?:19|20)\d\d)", re.ASCII,
)  # fmt: skip
_PLAIN_NUMBERS = regex(
    r"(?P<one>\d{1,2})(?P<s>[/.-])(?P<two>\d{1,2})(?P=s)(?P<y>(?:19|20)?\d\d)", re.ASCII
)


def _full_year(year: int) -> int:
    """The POSIX pivot for years of two digits; dateutil's own counts from the present year."""
    return year if year >= 100 else year + (1900 if year >= 69 else 2000)


@lru_cache(maxsize=1024)
def _parse(text: str, *, dayfirst: bool) -> tuple[str, Precision] | None:
    """`text` through dateutil with two defaults; None if it is no date or lacks its year.

    What differs between the two results came from the default, not from the text. The plainest forms
    do not wait for dateutil's import.
    """
    if plain := _PLAIN_NAMED.fullmatch(text):
        month = _month_numbers().get((plain["first"] or plain["second"]).lower(), 0)
        day = plain["d"] or plain["day"]
        with suppress(ValueError):
            found = date(int(plain["y"]), month, int(day or 1)).isoformat()
            return (found, "day") if day else (found[:7], "month")
    if plain := _PLAIN_NUMBERS.fullmatch(text):
        left, right, year = int(plain["one"]), int(plain["two"]), _full_year(int(plain["y"]))
        by_day = left > 12 or (dayfirst and right <= 12)
        with suppress(ValueError):
            return date(year, *((right, left) if by_day else (left, right))).isoformat(), "day"
    seen: list[datetime] = []
    for default in (datetime(2000, 1, 1), datetime(2004, 2, 2)):
        try:
            seen.append(_parser().parse(text, default=default, dayfirst=dayfirst, ignoretz=True))
        except (ValueError, OverflowError):
            return None
    one, other = seen
    if one.year != other.year or one.month != other.month:
        return None
    if one.day != other.day:
        return one.strftime("%Y-%m"), "month"
    return one.date().isoformat(), "day"


@cache
def _parser() -> Any:
    """dateutil's parser, taught the month names of `date_cues.toml` and a fixed century."""
    from dateutil.parser import parser, parserinfo  # 25 ms that `--help` need not pay

    class Info(parserinfo):  # type: ignore[misc, unused-ignore]
        JUMP: ClassVar[list[str]] = [" ", ".", ",", "-", "/", "'", "day", "of", "the", "de", "del", "st", "nd", "rd",
                "th", "er", "º", "ª", "°"]  # fmt: skip
        MONTHS: ClassVar[list[tuple[str, ...]]] = [tuple(names) for names in _months(with_day=True)]
        HMS: ClassVar[list[tuple[str, ...]]] = []  # else the "m" of a stray word is minutes
        AMPM: ClassVar[list[tuple[str, ...]]] = []
        UTCZONE: ClassVar[list[str]] = []

        def convertyear(self, year: int, century_specified: bool = False) -> int:
            """Years of four digits as they stand."""
            return year if century_specified else _full_year(year)

    return parser(Info())


@cache
def _months(*, with_day: bool) -> tuple[tuple[str, ...], ...]:
    """Names of the twelve months in all languages, also without their accents."""
    names: list[set[str]] = [set() for _ in range(12)]
    for table in cue_tables().values():
        for index, spelled in enumerate(table.get("months", ())):
            names[index].update(spelled)
        if with_day:
            for name, number in table.get("months_with_day", {}).items():
                names[number - 1].add(name)
    return tuple(tuple(sorted(month | {_plain(name) for name in month})) for month in names)


@cache
def _month_numbers() -> dict[str, int]:
    return {
        name: number
        for number, names in enumerate(_months(with_day=True), start=1)
        for name in names
    }


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class _MonthNames:
    """The names of months in all languages; without a day, "may" needs its capital."""

    def __init__(self, *, with_day: bool) -> None:
        spelled = {name for month in _months(with_day=with_day) for name in month}
        if not with_day:
            spelled.discard("may")
        self.all = tuple(sorted(spelled, key=lambda name: (-len(name), name)))
        self._asked: tuple[str, tuple[str, ...]] = ("", ())

    def held(self, text: str) -> tuple[str, ...]:
        """Those that stand in `text`, as words or within."""
        if text != self._asked[0]:  # several patterns ask of one text
            folded = fold_letters(text)
            self._asked = text, tuple(name for name in self.all if name in folded)
        return self._asked[1]


def _one_of(names: Sequence[str], *, with_day: bool) -> str:
    """One of some names of months; without a day also "May" ("we may 2020 ...")."""
    known = "|".join(re.escape(name) for name in names) or "(?!)"
    return f"(?:{known})(?![a-zà-ɏ])" if with_day else f"(?:{known}|(?-i:May|MAY))(?![a-zà-ɏ])"
