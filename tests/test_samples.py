"""What was built into `samples/` is found: dates, encodings, sections, and most obligations."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES
from sample_truths import TRUTHS, check, load_timeline

from policydiff import api
from policydiff.model import Document, Timeline

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
SERIES = sorted({truth["series"] for truth in TRUTHS["snapshots"]})


@cache
def documents(series: str) -> dict[str, Document]:
    """Documents of a sample series by date."""
    found = api.load_series([SAMPLES / series])[0].documents
    return {document.snapshot.date or "": document for document in found}


@cache
def timeline(series: str) -> Timeline:
    return load_timeline(series)


@pytest.mark.parametrize("truth", TRUTHS["snapshots"], ids=lambda truth: truth["file"])
def test_snapshots(truth: dict[str, Any]) -> None:
    by_name = {
        Path(d.snapshot.source).name: d.snapshot for d in documents(truth["series"]).values()
    }
    snapshot = by_name[truth["file"]]
    assert (snapshot.date, snapshot.precision, snapshot.ambiguous, snapshot.encoding) == (
        truth["date"], truth["precision"], truth["ambiguous"], truth["encoding"],
    )  # fmt: skip
    assert truth["kind"] in (None, snapshot.date_kind)
    found = {(date.kind, date.value) for date in snapshot.dates}
    # A lone year inside a name ("privacy-2001.txt") is no date for the tool: it may be a number.
    others = {(d["kind"], d["value"]) for d in truth["also"]} - {("filename", "2001")}
    assert others <= found


@pytest.mark.parametrize("series", SERIES)
def test_snapshots_stand_in_date_order(series: str) -> None:
    wanted = sorted(t["date"] for t in TRUTHS["snapshots"] if t["series"] == series)
    assert list(documents(series)) == wanted


def test_enough_obligations_are_wholly_right() -> None:
    """The floor is in floors.toml: raise it when more are right, never lower it."""
    wrong = {
        t["id"]: found for t in TRUTHS["obligations"] if (found := check(timeline(t["series"]), t))
    }
    right = len(TRUTHS["obligations"]) - len(wrong)
    assert right >= FLOORS["samples"]["obligations_right"], wrong


def bare(heading: str | None) -> str:
    return " ".join(re.findall(r"\w+", (heading or "").casefold()))


def section_is_right(truth: dict[str, Any]) -> bool:
    """Whether some pair has just these headings on both sides, and at least these changes."""
    found = documents(truth["series"])
    comparison = api.diff(found[truth["after"]], found[truth["by"]]).comparison
    wanted = tuple({bare(heading) for heading in truth[side]} for side in ("old", "new"))
    return any(
        ({bare(s.heading) for s in pair.old}, {bare(s.heading) for s in pair.new}) == wanted
        and set(truth["changes"]) <= set(pair.changes)
        for pair in comparison.sections
    )


def test_enough_sections_are_right() -> None:
    """The floor is in floors.toml: raise it when more are right, never lower it."""
    wrong = [
        f"{t['by']}: {t['old']} -> {t['new']}"
        for t in TRUTHS["sections"]
        if not section_is_right(t)
    ]
    assert len(TRUTHS["sections"]) - len(wrong) >= FLOORS["samples"]["sections_right"], wrong
