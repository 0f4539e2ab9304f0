"""What a clause is about: by its own words first, then by what stands above it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import policydiff

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "cases" / "obligations" / "topics.toml").read_text(encoding="utf-8")
)
CASES = [
    *(
        ("General", text, topic)
        for topic, texts in TABLE.items()
        if topic != "under"
        for text in texts
    ),
    *(
        (heading, text, topic)
        for heading, said in TABLE["under"].items()
        for text, topic in said.items()
    ),
]


@pytest.mark.parametrize(("heading", "text", "topic"), CASES)
def test_topic(heading: str, text: str, topic: str) -> None:
    page = f'# Terms\n\nNorthern Parcels ("we") has a website for you and for all of us.\n\n## {heading}\n\n'
    found = policydiff.obligations(policydiff.load(f"{page}{text}\n".encode()))
    assert {one.topic for one in found if one.text == text} == {topic}
