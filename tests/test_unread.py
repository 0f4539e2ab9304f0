"""What the first line of a comparison claims where changed sentences hold no obligation that was read."""

from __future__ import annotations

import pytest

from policydiff import api
from policydiff.timeline.unread import count_unread

POLICY = """# Privacy Policy

## Data

We keep your data for a year. {}

## Contact

Questions reach the harbour office on weekdays.
"""


@pytest.mark.parametrize(
    ("old", "new", "unread"),
    [
        ("The harbour has four long piers.", "The harbour has nine long wooden piers.", 1),
        ("", "Our pages exist in three colours today.", 1),
        ("The harbour has four long piers.", "", 1),
        ("The harbour has four colourful long piers.", "The harbour has four colorful, long piers.", 0),
        ("We use cookies on our pages.", "We use many cookies on our pages.", 0),  # an event
        ("", "We use cookies on our pages.", 0),
        ("", "12 May 2024.", 0),  # no sentence
        ("", "Questions reach the harbour office on weekdays.", 0),  # stands elsewhere
        ("", "", 0),
    ],
)  # fmt: skip
def test_changed_sentences_without_obligation_are_counted(old: str, new: str, unread: int) -> None:
    before, after = (api.load(POLICY.format(text).encode()) for text in (old, new))
    difference = api.diff(before, after)
    assert count_unread(difference.comparison, difference.timeline) == unread
