"""The publisher's names in a series: one version teaches them, all are read with them."""

from __future__ import annotations

from policydiff import api

POLICY = """# Terms

These terms are for the people who read our weather pages.

## Data

{}

Fable PBC discloses account records solely as the law asks.

Fable keeps the photos of storms.
"""
SHY = POLICY.format("We use cookies.")
TELLS = POLICY.format("We use cookies. At Fable, we use pixels.")


def _histories(*texts: str) -> list[tuple[str, str, str, tuple[bool, ...]]]:
    dates = (f"{year}-01-01" for year in range(2010, 2030))
    series = api.timeline(
        [api.load(text.encode(), date=date) for text, date in zip(texts, dates, strict=False)]
    )
    return [(h.id, h.latest.bearer, h.latest.text, h.present) for h in series.histories]


def test_a_name_that_the_new_version_teaches_adds_nothing_that_stood_there() -> None:
    told = api.diff(api.load(SHY.encode()), api.load(TELLS.encode())).timeline
    events = [e for h in told.histories for e in h.events if not e.initial]
    assert [(e.event, e.text) for e in events] == [("appeared", "At Fable, we use pixels.")]


def test_a_name_that_only_the_old_version_teaches_takes_nothing_away() -> None:
    told = api.diff(api.load(TELLS.encode()), api.load(SHY.encode())).timeline
    events = [e for h in told.histories for e in h.events if not e.initial]
    assert [(e.event, e.text) for e in events] == [("vanished", "At Fable, we use pixels.")]


def test_a_snapshot_added_later_changes_no_id() -> None:
    before = {text: one for one, _, text, _ in _histories(SHY, SHY)}
    after = {text: one for one, _, text, _ in _histories(SHY, SHY, TELLS)}
    assert before.items() <= after.items()
    bearers = {text: bearer for _, bearer, text, _ in _histories(SHY, SHY, TELLS)}
    assert bearers["Fable PBC discloses account records solely as the law asks."] == "company"


def test_a_name_is_the_publishers_only_where_the_version_does_not_say_it_is_the_reader() -> None:
    reader = SHY.replace("We use cookies.", "The buyer (“Fable” or “you”) must pay.")
    told = _histories(TELLS, reader)
    assert any(bearer == "user" for _, bearer, text, _ in told if text.startswith("The buyer"))
