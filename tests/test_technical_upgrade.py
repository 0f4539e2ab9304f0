"""A technical upgrade changes how an archive reads a page: its events are kept, and none is told."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from msgspec.structs import replace

from policydiff import api
from policydiff.model import Timeline
from policydiff.timeline.rules import RULES

HEAD = "# Privacy Policy\n\nWe collect your name and address.\n\n"
SELL = "We will not sell your location to advertisers.\n\n"
KEEP = "We keep your invoices for ten years.\n\n"
LOGS = "We may share server logs with hosting providers.\n\n"
MENU = "You must accept the newsletter terms.\n\n"


def follow(*texts: str, technical: Collection[int], denoise: Collection[str] = RULES) -> Timeline:
    documents = [
        api.load(text.encode(), date=f"2021-0{number}-01") for number, text in enumerate(texts, 1)
    ]
    return api.timeline(
        [
            replace(d, snapshot=replace(d.snapshot, technical=index in technical))
            for index, d in enumerate(documents)
        ],
        denoise=denoise,
    )


def told(timeline: Timeline) -> list[str]:
    """Events after the first snapshot."""
    return [
        f"{e.snapshot} {e.event}: {e.text}"
        for h in timeline.histories for e in h.told if e.snapshot
    ]  # fmt: skip


def presence(timeline: Timeline) -> dict[str, str]:
    return {
        h.latest.text: "".join("x" if here else "." for here in h.present)
        for h in timeline.histories
    }


def test_the_differences_of_an_upgrade_are_ignored_and_later_ones_are_not() -> None:
    before, after = HEAD + SELL + MENU, HEAD + SELL + KEEP + LOGS
    later = after.replace("ten", "five").replace(LOGS, "")
    timeline = follow(before, after, later, technical={1})
    assert [(i.rule, i.snapshot, i.detail) for i in timeline.ignored] == [
        ("technical-upgrade", 1, "read in another way: 2 appeared, 1 vanished"),
    ]
    assert [line.partition(":")[0] for line in told(timeline)] == ["2 reworded", "2 vanished"]
    rows = presence(timeline)
    assert rows[MENU.strip()] == "x.."
    assert rows[LOGS.strip()] == ".x."
    assert rows[KEEP.replace("ten", "five").strip()] == ".xx"


def test_the_rule_can_be_switched_off() -> None:
    rules = [rule for rule in RULES if rule != "technical-upgrade"]
    timeline = follow(HEAD + SELL, HEAD + SELL + KEEP, technical={1}, denoise=rules)
    assert timeline.ignored == ()
    assert told(timeline) == [f"1 appeared: {KEEP.strip()}"]


def test_a_rewording_by_an_upgrade_is_the_wording_from_then_on() -> None:
    wordy = HEAD + SELL.replace("location", "precise location data")
    timeline = follow(HEAD + SELL, wordy, wordy, technical={1})
    assert told(timeline) == []
    (ignored,) = timeline.ignored
    assert ignored.snapshot == 1


def test_what_an_upgrade_lost_can_return() -> None:
    timeline = follow(HEAD + SELL + KEEP, HEAD + KEEP, HEAD + SELL + KEEP, technical={1})
    assert told(timeline) == [f"2 returned: {SELL.strip()}"]
    both = follow(HEAD + SELL + KEEP, HEAD + KEEP, HEAD + SELL + KEEP, technical={1, 2})
    assert told(both) == []
    assert presence(both)[SELL.strip()] == "x.x"


@pytest.mark.parametrize("texts", [(HEAD + SELL,) * 2, (HEAD + SELL, HEAD + SELL + "Thank you.\n")])
def test_an_upgrade_that_changes_no_obligation_is_not_told(texts: tuple[str, ...]) -> None:
    assert follow(*texts, technical={1}).ignored == ()


def test_the_first_snapshot_may_be_one() -> None:
    timeline = follow(HEAD + SELL, HEAD + SELL + KEEP, technical={0})
    assert (timeline.ignored, len(told(timeline))) == ((), 1)
    assert {e.event for h in timeline.histories for e in h.events} == {"appeared"}


@needs_git
@pytest.mark.parametrize(
    ("subject", "technical"),
    [
        ("First record of Shop Privacy Policy", False),
        ("Record new changes of Shop Privacy Policy", False),
        ("Apply technical or declaration upgrade on Shop Privacy Policy", True),
        ("Refilter Shop Privacy Policy", True),
        ("Apply technical changes that lawyers asked for", False),
        ("Update Shop Privacy Policy\n\nApply technical or declaration upgrade", False),
    ],
)
def test_the_subject_of_a_commit_tells(
    tmp_path: Path, policydiff: CommandLine, subject: str, technical: bool
) -> None:
    repo = GitRepository(tmp_path)
    repo.commit({"p.md": HEAD + SELL}, date="2021-03-01T10:00:00Z", message="First record of x")
    repo.commit({"p.md": HEAD + SELL + KEEP}, date="2021-04-01T10:00:00Z", message=subject)
    found = policydiff("timeline", "--format", "json", tmp_path, "--", "p.md").json
    assert [s["technical"] for s in found["snapshots"]] == [False, technical]
    assert [i["rule"] for i in found["ignored"]] == ["technical-upgrade"] * technical
    taken = policydiff(
        "timeline", "--format", "json", "--no-denoise", "technical-upgrade", tmp_path, "--", "p.md"
    ).json
    assert taken["ignored"] == []
    # Two snapshots held against each other are what they are.
    assert policydiff("diff", f"{tmp_path}@HEAD~1", "HEAD", "--", "p.md").code == 1


@pytest.mark.parametrize(
    ("before", "after", "hushed"),
    [("3 May 2020", "3 May 2020", True), ("3 May 2020", "", True), ("", "3 May 2020", True),
     ("3 May 2020", "7 June 2020", False)],
)  # fmt: skip
def test_an_upgrade_that_brings_a_new_date_brings_a_new_version(
    before: str, after: str, hushed: bool
) -> None:
    def dated(day: str) -> str:
        return HEAD.replace("\n\n", f"\n\nLast updated: {day}\n\n", 1) if day else HEAD

    timeline = follow(dated(before) + SELL, dated(after) + KEEP, technical={1})
    assert bool(timeline.ignored) is hushed
    assert bool(told(timeline)) is not hushed
