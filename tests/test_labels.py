"""Tables, labels and answers: what is said by a heading and a value together."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import policydiff
from policydiff.model import Document

TABLE = Path(__file__).parent / "cases" / "obligations" / "labels.toml"
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
START = (  # long enough for the language to be told
    'This is the policy of Northern Parcels ("we") for the website and for all of the people who '
    "are on it, and it is as short as it can be in this language."
)


def load(text: str) -> Document:
    return policydiff.load(f"# Privacy Policy\n\n{START}\n\n## Details\n\n{text}\n".encode())


@pytest.mark.parametrize("case", CASES, ids=[case["document"].strip()[:40] for case in CASES])
def test_labels(case: dict[str, Any]) -> None:
    found = [one for one in policydiff.obligations(load(case["document"])) if one.text != START]
    said = []
    for one in found:
        values = ", ".join(
            f"{v.kind} {v.comparison} {v.number or '-'} {v.unit or ''}".strip() for v in one.values
        )
        said.append(f"{one.bearer} {one.modality} {one.topic} | {one.text} | {values}")
        for value in one.values:
            assert one.text[slice(*value.span)] == value.text
        assert 0 <= one.span[0] < one.span[1] <= len(one.text)
    assert said == case["says"]


ROW = "| Data | Sold | Kept for |\n|---|---|---|\n| Names | {} | {} |\n| Photos | No | 2 years |\n"


@pytest.mark.parametrize(
    ("old", "new", "event", "facets"),
    [
        (("No", "90 days"), ("Yes", "90 days"), "reversed", []),
        (("No", "90 days"), ("No", "2 years"), "reworded", [("90 days", "2 years")]),
    ],
)
def test_a_changed_cell_is_an_event(
    old: tuple[str, str], new: tuple[str, str], event: str, facets: list[tuple[str, str]]
) -> None:
    documents = [load(ROW.format(*cells)) for cells in (old, new)]
    compared = policydiff.diff(*documents)
    assert [one.event for one in compared.events] == [event]
    assert [
        (f.old, f.new) for e in compared.events for f in e.facets if f.kind == "value"
    ] == facets
