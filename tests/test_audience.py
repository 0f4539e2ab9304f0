"""For whom an obligation stands: the published table, scopes, and what a timeline makes of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from conftest import CommandLine
from msgspec.structs import replace
from test_obligations import build

from policydiff.model import Document
from policydiff.obligations.extract import extract_obligations
from policydiff.timeline.build import build_timeline

TABLE = Path(__file__).parent / "cases" / "obligations" / "audience.toml"
CASES = [
    pytest.param(place, expected, id=f"{group}: {place}")
    for group, cases in tomllib.loads(TABLE.read_text(encoding="utf-8")).items()
    for place, expected in cases.items()
]
PROMISE = "We will not sell your recorded voice messages to data brokers."


def under(*parts: tuple[str, tuple[str, ...]]) -> Document:
    """A document of sections; " > " in a heading parts the levels of its path."""
    lines = [line for heading, clauses in parts for line in (f"# {heading}", *clauses)]
    document = build(*lines)
    sections = tuple(
        replace(section, path=tuple((section.heading or "").split(" > ")))
        for section in document.sections
    )
    return replace(document, sections=sections)


@pytest.mark.parametrize(("place", "expected"), CASES)
def test_audience(place: str, expected: str) -> None:
    heading, clause = place.split(" | ")
    found = extract_obligations(under((heading, (clause,))))
    assert found, "binds nobody"
    assert {o.audience for o in found} == {expected or None}


def test_what_a_clause_says_of_its_section() -> None:
    found = extract_obligations(
        under(
            ("State laws", ("This section applies only to residents of Texas.", PROMISE)),
            ("State laws > Requests", ("You may ask for a copy of your data.",)),
            ("Cookies", ("We use cookies to remember your language.",)),
        )
    )
    assert [o.audience for o in found] == ["Texas", "Texas", None]


def test_items_stand_for_the_readers_of_their_lead_in() -> None:
    lines = (
        "If you are a resident of Brazil, you may:",
        "- object to profiling",
        "- ask for a copy",
    )
    found = extract_obligations(build("# Rights", *lines, "We use cookies."))
    assert [o.audience for o in found if o.text != lines[0]] == ["Brazil", "Brazil", None]


def test_a_subsection_may_be_for_others() -> None:
    found = extract_obligations(
        under(
            ("Regional terms > California", (PROMISE,)),
            ("Regional terms > Brazil", (PROMISE,)),
            ("For users in Canada > Cookies", (PROMISE,)),
        )
    )
    assert [o.audience for o in found] == ["California", "Brazil", "Canada"]


def events(old: Document, new: Document) -> list[tuple[str, str | None, str]]:
    timeline = build_timeline([old, new])
    return [
        (
            event.event,
            (event.new or event.old).audience if event.new or event.old else None,
            event.why,
        )  # type: ignore[union-attr]
        for history in timeline.histories
        for event in history.events
        if event.snapshot == 1
    ]


CALIFORNIA, EUROPE, BRAZIL = "For users in California", "For users in Europe", "For users in Brazil"


def test_a_promise_vanishes_for_some() -> None:
    both = under((CALIFORNIA, (PROMISE,)), (EUROPE, (PROMISE,)))
    one = under((CALIFORNIA, ("You may opt out of telephone calls.",)), (EUROPE, (PROMISE,)))
    assert ("vanished", "California", "") in events(both, one)
    assert not [e for e in events(both, one) if e[0] == "vanished" and e[1] != "California"]


def test_a_promise_is_not_carried_to_other_readers() -> None:
    found = events(under((CALIFORNIA, (PROMISE,))), under((BRAZIL, (PROMISE,))))
    assert sorted(found) == [("appeared", "Brazil", ""), ("vanished", "California", "")]


def test_a_promise_to_everybody_becomes_one_to_some() -> None:
    found = events(under(("Sharing", (PROMISE,))), under((CALIFORNIA, (PROMISE,))))
    assert found == [("weakened", "California", "for everybody -> for California")]


def test_more_readers() -> None:
    old = under(("For users in the EEA", (PROMISE,)))
    new = under(("For users in the EEA and Switzerland", (PROMISE,)))
    why = "for European Economic Area -> for European Economic Area, Switzerland"
    assert [event[2] for event in events(old, new)] == [why]


def test_the_company_of_each_country_is_the_company() -> None:
    found = extract_obligations(
        build(
            "If you live in Europe, the controller of your personal data is Brightmoor Ireland Limited.",
            "If you live in Brazil, Larkfield Brasil Ltda. is the data controller.",
            "Brightmoor will delete your file within 30 days.",
            "Larkfield may share your file with banks.",
        )
    )
    assert [(o.bearer, o.modality) for o in found] == [
        ("company", "obligation"),
        ("company", "permission"),
    ]


def test_audience_is_printed(policydiff: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "policy.md"
    page.write_text(f"# Privacy Policy\n\n## {CALIFORNIA}\n\n{PROMISE}\n", "utf-8")
    (record,) = policydiff("obligations", page, "--format", "json").json["obligations"]
    assert record["audience"] == "California"
    assert "for California" in policydiff("obligations", page).out


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Hinweise für Nutzer in der Schweiz | Wir verkaufen Ihre Daten nicht.", "Schweiz"),
        ("Rechte | Wenn Sie in Österreich leben, können Sie Ihre Daten löschen.", "Österreich"),
        ("Übermittlung in die USA | Wir dürfen Ihre Daten in die USA übermitteln.", ""),
        ("Server | Wir speichern Ihre Daten in Deutschland.", ""),
    ],
)
def test_audience_in_german(place: str, expected: str) -> None:
    heading, clause = place.split(" | ")
    found = extract_obligations(
        under((heading, (clause, "Wir setzen die Cookies nur mit Ihrer Einwilligung ein.")))
    )
    assert {o.audience for o in found if o.text == clause} == {expected or None}


def test_the_command_line_chooses_by_audience(policydiff: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "policy.md"
    page.write_text(
        "# Privacy Policy\n\nWe store your data.\n\n"
        "## Brazil\n\nIf you are in Brazil, you may ask us to block your data.\n\n"
        "## California\n\nIf you are in California, we will not sell your data.\n",
        "utf-8",
    )

    def told(*options: str) -> list[str | None]:
        run = policydiff("obligations", page, "--format", "json", *options)
        return [one["audience"] for one in json.loads(run.out)["obligations"]]

    assert told() == [None, "Brazil", "California"]
    assert told("--audience", "brazil") == [None, "Brazil"]
    assert told("--audience", "Brazil", "--audience", "California") == [
        None,
        "Brazil",
        "California",
    ]
    assert told("--audience", "Texas") == [None]
