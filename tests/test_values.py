"""The published table of values: numbers with unit and comparison, and numbers that are none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import CommandLine
from test_polarity import one_clause

from policydiff.model import Value
from policydiff.obligations.extract import extract_obligations
from policydiff.timeline.build import build_timeline

TABLE = Path(__file__).parent / "cases" / "obligations" / "values.toml"
CASES = [
    pytest.param(sentence, expected, id=f"{group}: {sentence}")
    for group, cases in tomllib.loads(TABLE.read_text(encoding="utf-8")).items()
    for sentence, expected in cases.items()
]


def told(value: Value) -> str:
    """A value in the words of the table."""
    upper = f"-{value.upper}" if value.upper else ""
    number = f"{value.number}{upper} {value.unit}" if value.number else "-"
    return f"{value.kind} {value.comparison} {number}"


def test_the_table_is_as_large_as_promised() -> None:
    assert len(CASES) >= 80


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_values(sentence: str, expected: list[str]) -> None:
    found = extract_obligations(one_clause(sentence))
    assert found, "binds nobody"
    values = [value for obligation in found for value in obligation.values]
    assert [told(value) for value in values] == expected
    assert all(sentence[slice(*value.span)] == value.text for value in values)


CHANGES = [
    pytest.param(
        "We will give you at least 30 days' notice of any change.",
        "We will give you at least 7 days' notice of any change.",
        "notice: at least 30 days -> at least 7 days",
        [("30 days", "7 days")],
        id="a number",
    ),
    pytest.param(
        "We keep your server logs for 30 days.",
        "We keep your server logs for up to 30 days.",
        "retention: 30 days -> at most 30 days",
        [("30 days", "at most 30 days")],
        id="only the comparison",
    ),
    pytest.param(
        "We keep your server logs for thirty (30) days.",
        "We keep your server logs for 30 days.",
        "",
        [],
        id="another spelling",
    ),
    pytest.param(
        "We keep your server logs for two years.",
        "We keep your server logs for 24 months.",
        "",
        [],
        id="another unit",
    ),
    pytest.param(
        "We keep your server logs for 90 days.",
        "We keep your server logs for as long as necessary.",
        "retention: 90 days -> as long as necessary",
        [("90 days", "as long as necessary")],
        id="words in place of a number",
    ),
    pytest.param(
        "We will respond to your access request within 30 days.",
        "We will respond to your access request.",
        "response: within 30 days -> none",
        [("30 days", "")],
        id="a number that went",
    ),
    pytest.param(
        "You must be at least 13 years old to order for 5 EUR.",
        "You must be at least 16 years old to order for 5 EUR.",
        "age: at least 13 years old -> at least 16 years old",
        [("13 years old", "16 years old")],
        id="one of two",
    ),
    pytest.param(
        "We share server logs as Section 4 of these terms says.",
        "We share server logs as Section 5 of these terms says.",
        "",
        [],
        id="a section number is no value",
    ),
]


@pytest.mark.parametrize(("old", "new", "why", "facets"), CHANGES)
def test_what_became_of_a_value(
    old: str, new: str, why: str, facets: list[tuple[str, str]]
) -> None:
    timeline = build_timeline([one_clause(old), one_clause(new)])
    (history,) = timeline.histories
    later = [event for event in history.events if event.snapshot == 1]
    found = [(f.old, f.new) for event in later for f in event.facets if f.kind == "value"]
    assert found == facets
    assert [event.why for event in later if event.why] == ([why] if why else [])


def test_values_are_printed(policydiff: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "policy.md"
    page.write_text("# Privacy Policy\n\nWe delete your data within thirty (30) days.\n")
    (record,) = policydiff("obligations", page, "--format", "json").json["obligations"]
    (value,) = record["values"]
    assert (value["kind"], value["comparison"], value["number"]) == ("retention", "within", "30")
    assert record["text"][slice(*value["span"])] == value["text"] == "thirty (30) days"
    shown = policydiff("obligations", page).out
    assert "retention: within thirty (30) days" in " ".join(shown.split())


def test_hostile_numbers_take_linear_time() -> None:
    """A clause of nothing but numbers is read, whatever it means."""
    text = "We keep " + "one hundred and " * 200 + "1,000," * 200 + "($" * 200 + " days."
    assert extract_obligations(one_clause(text))
