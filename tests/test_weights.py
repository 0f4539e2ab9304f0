"""Who gains from a change: pairs of sentences in one policy, from a table."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from conftest import CASES

from policydiff import api
from policydiff.timeline.net import net_events

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


def test_a_promise_with_listed_exceptions_that_becomes_a_leave_is_reversed() -> None:
    """The net tells that once, not that the leave came with the exceptions."""
    sentences = (
        "We do not sell your data.",
        "We do not sell your data, except to:\n\n- our affiliates;\n- marketing partners.",
        "We may sell your data to our affiliates and marketing partners.",
    )
    dates = ("2002-01-01", "2012-01-01", "2024-01-01")
    timeline = api.timeline(
        [
            api.load(POLICY.format(sentence).encode(), date=date)
            for sentence, date in zip(sentences, dates, strict=True)
        ]
    )
    promise = next(h for h in timeline.histories if h.events[0].text == sentences[0])
    assert [(e.event, e.impact) for e in promise.events] == [
        ("appeared", "for-user"),
        ("weakened", "against-user"),
        ("reversed", "against-user"),
    ]
    assert [(e.event, e.by) for e in net_events(timeline)] == [("reversed", "2024-01-01")]
