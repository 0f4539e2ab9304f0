"""Quality on documents labelled outside the project; floors in floors.toml. Skipped where absent."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED, needs_shared

from policydiff import api

pytestmark = needs_shared
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))
_NUMBER = re.compile(
    r"^(?:(?:section|article|part)\s+)?(?:[ivxlc]+|[a-z]|\d+(?: \d+)*)\s+(?=\S{2})"
)


def bare(text: str | None) -> str:
    """Letters and digits of a heading without its number."""
    folded = unicodedata.normalize("NFKC", text or "").lower()
    plain = re.sub(r"[\W_]+", " ", folded).strip()
    return _NUMBER.sub("", plain) or plain


def count_headings(path: Path, gold: Iterable[tuple[int, str]]) -> tuple[int, int, int]:
    """(hits, false, missed) headings: same words within two lines; run-in ones are never false."""
    document = api.load(path)
    left, hits, false = list(gold), 0, 0
    for section in document.sections:
        if not section.heading:
            continue
        match = next(
            (g for g in left if g[1] == bare(section.heading) and abs(g[0] - section.line) <= 2),
            None,
        )
        if match:
            left.remove(match)
            hits += 1
        elif section.style != "run-in":
            false += 1
    title = bare(document.snapshot.title)
    as_title = sum(1 for g in left[:] if g[1] == title) > 0
    return hits + as_title, false, len(left) - as_title


def f1(rows: Iterable[tuple[int, int, int]]) -> float:
    hits, false, missed = (sum(column) for column in zip(*rows, strict=True))
    return 2 * hits / (2 * hits + false + missed)


@pytest.mark.parametrize("style", ["loose", "dense"])
def test_headings_of_plain_text(style: str) -> None:
    rows = []
    for gold in sorted((SHARED / "corpus" / "headings").glob(f"*.{style}.json")):
        headings = json.loads(gold.read_text("utf-8"))["headings"]
        rows.append(
            count_headings(
                gold.with_suffix(".txt"), [(h["line"], bare(h["text"])) for h in headings]
            )
        )
    assert len(rows) > 20
    assert f1(rows) >= FLOORS["headings"][style]


def test_headings_of_the_seeds() -> None:
    rows = []
    for gold in sorted((SHARED / "gold" / "headings").glob("*.json")):
        found: Any = json.loads(gold.read_text("utf-8"))
        headings = [(h["line"], bare(h["text"])) for h in found["headings"]]
        rows.append(count_headings(SHARED / "seeds" / f"{gold.stem}.txt", headings))
    assert rows
    assert f1(rows) >= FLOORS["headings"]["seeds"]


@pytest.mark.parametrize("name", sorted(p.name for p in (SHARED / "corpus" / "series").glob("*")))
def test_histories_of_real_series_replay(name: str) -> None:
    """Presence replayed from the events is presence found, also on real series."""
    (series,) = api.load_series(sorted((SHARED / "corpus" / "series" / name).glob("*.md"))[:4])
    for history in api.timeline(series).histories:
        here = False
        for index, present in enumerate(history.present):
            for event in history.events:
                if event.snapshot == index:
                    here = event.event != "vanished" and (
                        here or event.event in ("appeared", "returned")
                    )
            assert here == present, (history.id, index)
