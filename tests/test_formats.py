"""One policy in five formats: the same sections, clauses and obligations, whichever file one has.

`cases/formats/policy.md` is the source; `cases/formats/build.py` makes the other editions.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CASES, CommandLine

from policydiff import api
from policydiff.model import Document

EDITIONS = CASES / "formats"
FORMATS = ("md", "html", "docx", "txt", "pdf")
OTHERS = FORMATS[1:]
FEWEST = 50  # clauses; fewer would mean that nothing was compared


def load(suffix: str) -> Document:
    return api.load(EDITIONS / f"policy.{suffix}")


@pytest.mark.parametrize("suffix", OTHERS)
def test_sections_are_the_same(suffix: str) -> None:
    def outline(document: Document) -> list[tuple[object, ...]]:
        return [(s.heading, s.number, s.level, s.path) for s in document.sections]

    assert outline(load(suffix)) == outline(load("md"))
    assert load(suffix).snapshot.title == "Tidewater Parcels Privacy Policy"


@pytest.mark.parametrize("suffix", OTHERS)
def test_clauses_are_the_same(suffix: str) -> None:
    def clauses(document: Document) -> list[tuple[object, ...]]:
        return [(c.text, c.kind, c.depth, c.context) for c in document.clauses]

    wanted = clauses(load("md"))
    assert len(wanted) >= FEWEST
    assert clauses(load(suffix)) == wanted


@pytest.mark.parametrize("suffix", OTHERS)
def test_obligations_are_the_same(suffix: str) -> None:
    def bound(document: Document) -> list[tuple[object, ...]]:
        return [(o.bearer, o.modality, o.topic, o.text) for o in api.obligations(document)]

    assert bound(load(suffix)) == bound(load("md"))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_date_is_the_same(suffix: str) -> None:
    snapshot = load(suffix).snapshot
    assert (snapshot.date, snapshot.date_kind) == ("2023-03-01", "effective")


@pytest.mark.parametrize("old", FORMATS)
@pytest.mark.parametrize("new", FORMATS)
def test_a_diff_across_formats_finds_nothing(policydiff: CommandLine, old: str, new: str) -> None:
    run = policydiff("diff", EDITIONS / f"policy.{old}", EDITIONS / f"policy.{new}")
    assert (run.code, run.err) == (0, "")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_diff_across_formats_shows_only_what_differs(
    policydiff: CommandLine, tmp_path: Path, suffix: str
) -> None:
    source = (EDITIONS / "policy.md").read_text("utf-8")
    changed = source.replace("We do not sell", "We may sell").replace("14 days", "90 days")
    (tmp_path / "new.md").write_text(changed, "utf-8")
    found = policydiff(
        "diff", EDITIONS / f"policy.{suffix}", tmp_path / "new.md", "--format", "json"
    )
    assert found.code == 1
    edited = [
        ("".join(text for sign, text in pair["ops"] if sign != "+"))
        for section in found.json["sections"]
        for pair in section["clauses"]
        if pair["change"] != "same"
    ]
    assert edited == ["We delete log files after 14 days.", "We do not sell your personal data."]
