"""Who gains from a change: pairs of sentences in one policy, from a table."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from conftest import CASES

from policydiff import api

PAIRS = tomllib.loads((CASES / "timeline" / "pairs.toml").read_text("utf-8"))["pair"]
POLICY = """# Privacy Policy

This policy tells how Lumen Cloud treats the people who read our pages.

## Your information

The weather page is shown in three colours.

{}

## Contact

Write to privacy@lumen.example with questions.
"""


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['old']} => {pair['new']}")
def test_pairs(pair: dict[str, Any]) -> None:
    old, new = (api.load(POLICY.format(pair[side]).encode()) for side in ("old", "new"))
    timeline = api.diff(old, new).timeline
    events = [event for h in timeline.histories for event in h.events if not event.initial]
    assert "; ".join(f"{event.event}, {event.impact}" for event in events) == pair["told"]
    if "facets" in pair:
        facets = [facet for event in events for facet in event.facets]
        assert [f"{f.kind}: {f.old} -> {f.new}" for f in facets] == pair["facets"]
