"""One promise about several things, said in one sentence or once for each: the same promise."""

from __future__ import annotations

from pathlib import Path

import pytest

import policydiff as library
from policydiff.model import Event, Timeline

POLICY = """# Privacy Policy

Brightwell Ltd ("we", "us") runs the app.

## Collection

We collect your name when you register an account.

{}

## Security

We will encrypt all traffic between your device and our servers.

You may remove the app from your telephone at any time.
"""


def follow(folder: Path, *texts: str) -> Timeline:
    for number, text in enumerate(texts):
        (folder / f"{2010 + number}-01-01.md").write_text(POLICY.format(text), "utf-8")
    (series,) = library.load_series([str(folder)])
    return library.timeline(series)


def later(timeline: Timeline) -> list[Event]:
    return [event for h in timeline.histories for event in h.events if event.snapshot]


def listed(opening: str, *items: str) -> str:
    return "\n".join([f"{opening}:", "", *(f"- {item}" for item in items)])


THREE = "We use cookies. We use web beacons. We use pixels."
RECIPIENTS = "We share your data with couriers, banks and insurers."
AS_LIST = listed("We share your data with", "couriers", "banks", "insurers")
RIGHTS = "You have the right to access, correct, delete and export your data."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (THREE, "We use cookies, web beacons and pixels."),
        (RECIPIENTS, AS_LIST),
        (RIGHTS, listed("You have the right to", *(f"{v} your data" for v in ("access", "correct", "delete", "export")))),
        (RIGHTS, listed("You have the right to", "access", "correct", "delete", "export your data")),
        ("We collect your email address. We collect your phone number.", "We collect your email address and your phone number."),
        ("We do not sell your data. We do not rent your data.", "We do not sell or rent your data."),
        ("We keep logs for 30 days. We keep photos for 30 days.", "We keep logs and photos for 30 days."),
    ],
)  # fmt: skip
def test_the_same_promises_listed_in_another_way_are_no_event(
    tmp_path: Path, one: str, other: str
) -> None:
    timeline = follow(tmp_path, one, other, one)
    assert [(e.event, e.text) for e in later(timeline)] == []
    assert all(history.present == (True, True, True) for history in timeline.histories)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (THREE, "We use cookies and pixels.", [("vanished", "for-user", "We use web beacons.")]),
        ("We use cookies. We use pixels.", "We use cookies, pixels and trackers.",
         [("reworded", "against-user", "We use cookies, pixels and trackers.")]),
        (AS_LIST, "We share your data with couriers, banks, brokers and insurers.",
         [("reworded", "against-user", "We share your data with couriers, banks, brokers and insurers.")]),
        (RECIPIENTS, listed("We share your data with", "couriers", "banks", "brokers", "insurers"),
         [("appeared", "against-user", "brokers")]),
        (RECIPIENTS, listed("We share your data with", "couriers", "insurers"),
         [("reworded", "for-user", "couriers")]),
        (RIGHTS, listed("You have the right to", "access your data", "correct your data", "export your data"),
         [("reworded", "against-user", "access your data")]),
        ("We will delete your data. We will delete your photos.", "We may delete your data and your photos.",
         [("weakened", "against-user", "We may delete your data and your photos.")] * 2),
    ],
)  # fmt: skip
def test_what_changed_beside_the_layout_is_told_once(
    tmp_path: Path, old: str, new: str, told: list[tuple[str, str, str]]
) -> None:
    events = later(follow(tmp_path, old, new))
    assert [(e.event, e.impact, e.text) for e in events] == told


def test_a_condition_that_came_with_the_list_is_told(tmp_path: Path) -> None:
    new = listed("We collect", "your location, if you agree", "your contacts")
    events = later(follow(tmp_path, "We collect your location and your contacts.", new))
    told = {e.text: (e.event, e.impact) for e in events}
    assert told["your location, if you agree"] == ("weakened", "for-user")
    assert told["your contacts"] == ("reworded", "neutral")


def test_an_only_that_went_with_the_list_is_told(tmp_path: Path) -> None:
    old = "We only share your data with couriers. We share your name with banks."
    events = later(follow(tmp_path, old, "We share your data and name with couriers and banks."))
    assert ("strengthened", "against-user") in [(e.event, e.impact) for e in events]


def test_recipients_that_changed_places_are_not_the_same(tmp_path: Path) -> None:
    old = "We share your name with couriers. We share your email with banks."
    new = "We share your name with banks and your email with couriers."
    assert later(follow(tmp_path, old, new))


def test_a_part_that_stood_apart_before_takes_its_own_history_up_again(tmp_path: Path) -> None:
    without = listed("We share your data with", "couriers", "insurers")
    timeline = follow(tmp_path, without, AS_LIST, RECIPIENTS, AS_LIST, without)
    (banks,) = [h for h in timeline.histories if h.latest.text == "banks"]
    assert banks.present == (False, True, True, True, False)
    assert [(e.event, e.snapshot) for e in banks.events] == [("appeared", 1), ("vanished", 4)]
    assert len(later(timeline)) == 2


@pytest.mark.parametrize("back", [False, True])
def test_an_item_cut_in_two_of_which_one_half_was_never_read(tmp_path: Path, back: bool) -> None:
    """Reading "is rude" as no promise makes none of what stood beside it in the same words."""
    lead = "You may not publish content that"
    rest = "reveals the passwords or the addresses of other members"
    one = listed(lead, "is rude or insults another guest of the house;", f"{rest};")
    two = listed(lead, "is rude;", "insults another guest of the house;", f"{rest};")
    found = later(follow(tmp_path, *((two, one) if back else (one, two))))
    assert all(event.impact == "neutral" for event in found)
