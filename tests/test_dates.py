"""Dates: what one can mean, what it is a date of, which one a snapshot goes by."""

from __future__ import annotations

import random
import tomllib
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from policydiff.model import DateCandidate, RawSnapshot
from policydiff.sources.filename_dates import dates_in_name
from policydiff.structure.date_cues import NamePattern, cue_tables, load_cues
from policydiff.structure.date_lines import HEAD_CHARS, TAIL_CHARS
from policydiff.structure.date_values import find_written, read_date
from policydiff.structure.dates import archive_note, choose_date, find_dates, settle_dates
from policydiff.structure.documents import build_document

CASES = Path(__file__).parent / "cases" / "dates"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))


def flat(name: str) -> list[tuple[str, list[str]]]:
    return [row for part in table(name).values() for row in part.items()]


def numbered(*lines: str) -> list[tuple[int, str]]:
    return list(enumerate(lines, 1))


def told(candidates: tuple[DateCandidate, ...]) -> list[str]:
    return [f"{c.kind} {c.value}{' ?' if c.ambiguous else ''}" for c in candidates]


@pytest.mark.parametrize(("text", "values"), flat("readings.toml"))
def test_readings(text: str, values: list[str]) -> None:
    assert [reading.value for reading in read_date(text)] == values


@pytest.mark.parametrize(("text", "values"), flat("readings.toml"))
def test_a_written_date_is_found_in_a_sentence(text: str, values: list[str]) -> None:
    found = find_written(f"As of {text}, we do so.")
    assert [[r.value for r in written.readings] for written in found] == (
        [values] if values else []
    )


def test_precision_follows_what_is_written() -> None:
    assert [read_date(t)[0].precision for t in ("5 May 2020", "May 2020")] == ["day", "month"]
    assert read_date("2018") == ()
    assert read_date("2018", years=True)[0].precision == "year"


def test_the_reason_names_what_decides() -> None:
    assert read_date("16/10/01")[0].why == "16 can only be a day"
    assert {reading.order for reading in read_date("10/7/99")} == {"day-first", "month-first"}


@pytest.mark.parametrize(("line", "dates"), flat("lines.toml"))
def test_kinds(line: str, dates: list[str]) -> None:
    assert told(find_dates(numbered("Privacy Notice", line))) == dates


def lines_of(case: dict[str, Any]) -> list[tuple[int, str]]:
    lines: list[str] = []
    for line in case["lines"]:
        lines += [line] if isinstance(line, str) else ["We say more."] * line["filler"]
    return numbered(*lines)


@pytest.mark.parametrize("case", table("documents.toml")["case"], ids=lambda case: case["title"])
def test_documents(case: dict[str, Any]) -> None:
    found = find_dates(lines_of(case))
    (settled,) = settle_dates([found])
    chosen = choose_date(settled, by=case.get("by", "effective"))
    assert (chosen.date or "", chosen.kind) == (case["date"], case.get("kind"))
    assert [warning.code for warning in chosen.warnings] == case.get("warnings", [])
    if "found" in case:
        assert told(found) == case["found"]
    assert [c.value for c in chosen.candidates if c.chosen] == (
        [chosen.date] if chosen.date else []
    )


@pytest.mark.parametrize(("path", "values"), table("names.toml").items())
def test_file_names(path: str, values: list[str]) -> None:
    found = dates_in_name(path)
    assert [candidate.value for candidate in found] == values
    assert all(c.kind == "filename" and c.ambiguous == (len(values) > 1) for c in found)


def test_what_the_user_gives_wins_on_both_axes() -> None:
    given = DateCandidate(kind="given", value="2020-02-02", precision="day", text="2020-02-02")
    dates = (
        given,
        *dates_in_name("2020-03-03.md"),
        *find_dates(numbered("P", "Effective: 5 May 2020")),
    )
    assert choose_date(dates).date == choose_date(dates, by="captured").date == "2020-02-02"
    assert [choose_date(dates[1:], by=by).date for by in ("effective", "captured")] == [
        "2020-05-05",
        "2020-03-03",
    ]


def test_a_sibling_ranks_the_readings_but_does_not_settle_them() -> None:
    old = find_dates(numbered("Notice", "Updated on 10/7/99"))
    day, month = (
        find_dates(numbered("Notice", f"Updated on {d}")) for d in ("16/10/01", "10/16/01")
    )
    for sibling, value in ((day, "1999-07-10"), (month, "1999-10-07")):
        chosen = choose_date(settle_dates([old, sibling])[0])
        assert (chosen.date, chosen.ambiguous) == (value, True)
        assert "in the series" in next(c.why for c in chosen.candidates if c.chosen)


def test_the_order_of_the_file_names_settles_a_reading() -> None:
    texts = ("Updated on 5 August 1999", "Updated on 10/7/99", "Updated on 3 March 2000")
    series = [
        (*dates_in_name(f"{year}-06-01.txt"), *find_dates(numbered("Notice", text)))
        for year, text in zip((2001, 2002, 2003), texts, strict=True)
    ]
    chosen = choose_date(settle_dates(series)[1])
    assert (chosen.date, chosen.ambiguous, chosen.warnings) == ("1999-10-07", False, ())
    why = next(c.why for c in chosen.candidates if c.chosen)
    assert "not 1999-07-10, before the 1999-08-05 of an earlier snapshot" in why


def test_settling_alone_and_then_in_the_series_is_settling_once() -> None:
    one = find_dates(numbered("Notice", "Updated on 10/7/99"))
    other = find_dates(numbered("Notice", "Updated on 10/16/01"))
    once = settle_dates([one, other])
    assert settle_dates(once) == once
    assert settle_dates([settle_dates([one])[0], other]) == once


def test_links_of_notes_and_earlier_versions_carry_dates() -> None:
    links = [
        (1, "https://web.archive.org/web/20040312101010id_/http%3A//shop.example/privacy"),
        (3, "https://shop.example/privacy/previous-2003-06-26"),
        (4, "https://shop.example/2019-05-01/faq"),
    ]
    lines = numbered("The original snapshot is on the Wayback Machine.", "Notice",
                     "Effective: 1 May 2004 (previous version)", "Questions")  # fmt: skip
    assert told(find_dates(lines, links=links)) == [
        "captured 2004-03-12", "effective 2004-05-01", "previous 2003-06-26",
    ]  # fmt: skip
    note = archive_note(lines[0][1], [links[0][1]])
    assert note is not None
    assert note.original == "http://shop.example/privacy"
    assert archive_note("We keep archives of your orders until 3 May 2030.") is None


@pytest.mark.parametrize(
    "unit", ["1/", "5 May ", "last updated ", " ", "(", ".", "© ", "](", "_a_", "this a b c ", "年"]
)
def test_of_a_very_long_line_only_the_ends_are_searched(unit: str) -> None:
    filler = unit * (2_000_000 // len(unit))
    middle = len(filler) // 2
    lines = numbered(
        "Notice", f"{filler[:middle]} 3 March 2011 {filler[middle:]}. Updated: 4 May 2012"
    )
    values = [candidate.value for candidate in find_dates(lines)]
    assert "2012-05-04" in values
    assert "2011-03-03" not in values
    assert HEAD_CHARS + TAIL_CHARS < 100_000


def test_every_cue_works_as_a_label() -> None:
    """The data file holds no phrase that the patterns cannot match."""
    for language, cues in cue_tables().items():
        for kind in ("effective", "updated", "published"):
            for phrase in cues[kind]["strong"]:
                found = find_dates(numbered("Notice", f"{phrase.capitalize()}: 2020-05-04"))
                assert told(found) == [f"{kind} 2020-05-04"], (language, phrase)


@pytest.mark.parametrize("month", range(1, 13))
def test_plain_forms_read_as_dateutil_reads_them(month: int) -> None:
    """They do without its import, so nothing may come out but what it says."""
    from dateutil import parser

    for day, year in product((1, 5, 12, 13, 28, 31), (1969, 1999, 2000, 2024)):
        name = f"{date(2000, month, 1):%B}"
        for text in (
            f"{name} {day}, {year}",
            f"{day} {name} {year}",
            f"{name.upper()} {day} {year}",
        ):
            try:
                wanted = [parser.parse(text, dayfirst=True).date().isoformat()]
            except ValueError:
                wanted = []
            assert [r.value for r in read_date(text)] == wanted, text
        numbers = f"{month}/{day}/{year}"
        readings = set()
        for day_first in (True, False):
            try:
                readings.add(parser.parse(numbers, dayfirst=day_first).date().isoformat())
            except ValueError:
                readings.clear()
                break
        assert {r.value for r in read_date(numbers)} == readings, numbers
        assert [r.value for r in read_date(f"{name} {year}")] == [f"{year}-{month:02}"]


@pytest.mark.parametrize("seed", range(8))
def test_a_pattern_for_some_phrases_finds_what_one_for_all_finds(seed: int) -> None:
    """Only the phrases that a text may hold are compiled; none of those that it holds is left out."""
    rng = random.Random(seed)
    found = _strings(list(cue_tables().values()))
    cues = load_cues()
    names = [n for n in cues.__struct_fields__ if isinstance(getattr(cues, n), NamePattern)]
    assert len(names) > 8
    whole = {name: getattr(cues, name).whole() for name in names}
    for _ in range(150):
        words = [rng.choice(found) for _ in range(rng.randint(1, 5))]
        styles = (
            str,
            str.upper,
            str.title,
            lambda word: word.replace("'", "’"),
            lambda word: f"_{word}_",
        )
        text = rng.choice((" ", "  ", ", ", "\n", "")).join(
            rng.choice(styles)(word) for word in words
        )
        for name in names:
            spans = [match.span() for match in getattr(cues, name).finditer(text)]
            assert spans == [match.span() for match in whole[name].finditer(text)], (name, text)


def _strings(value: Any) -> list[str]:
    """Every phrase of the tables."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for one in inner for found in _strings(one)]


@pytest.mark.parametrize(
    ("line", "name", "told"),
    [
        ("Last updated: 31 February 2021", "a.txt", True),
        ("Effective June 31st, 2019.", "a.txt", True),
        ("Stand: 30.02.2022", "a.txt", True),
        ("Dernière mise à jour : 2021-13-05", "a.txt", True),
        ("最終更新日：2021年4月31日", "a.txt", True),
        ("Last updated: 28 February 2021", "a.txt", False),
        ("Last updated: 02/28/2021", "a.txt", False),
        ("We keep the files of 31 February 2021 for 30 days.", "a.txt", False),
        ("Version 31.2, room 45, 2021.", "a.txt", False),
        ("Call 31-99-2021 to reach us.", "a.txt", False),
        ("", "policy-2021-02-30.txt", True),
        ("", "20210931.txt", True),
        ("", "20211331101500.txt", True),
        ("", "20219999.txt", False),
        ("", "2021-02-28.txt", False),
    ],
)
def test_a_day_that_no_calendar_has_is_told(line: str, name: str, told: bool) -> None:
    text = f"Privacy Policy\n\n{line}\n\nWe keep your data.\n"
    document = build_document(RawSnapshot(data=text.encode(), source=f"x/{name}"))
    codes = [warning.code for warning in document.snapshot.warnings]
    assert codes.count("impossible-date") == told
