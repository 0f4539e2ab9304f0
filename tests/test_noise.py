"""Flapping layouts and appended documents: what is ignored, what is told of it, and what must stay."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import CommandLine

import policydiff as library
from policydiff.model import Timeline

RULES = [f"We will send parcel number {n} to the depot of town {n}." for n in range(40)]
NOTICE = [f"We share list {n} of your purchases with partner number {n}." for n in range(4)]
POLICY = "# Privacy Policy\n\n" + "\n\n".join(RULES) + "\n"
WITH = POLICY + "\n## Partners\n\n" + "\n\n".join(NOTICE) + "\n"


def follow(
    folder: Path, *texts: str, days: int = 2, rules: tuple[str, ...] | None = None
) -> Timeline:
    for number, text in enumerate(texts):
        day = number * days
        (folder / f"2020-{1 + day // 28:02}-{1 + day % 28:02}.md").write_text(text, "utf-8")
    (series,) = library.load_series([str(folder)])
    return library.timeline(series) if rules is None else library.timeline(series, denoise=rules)


def later(timeline: Timeline) -> list[str]:
    return [e.event for h in timeline.histories for e in h.told if e.snapshot]


def test_clauses_that_go_and_come_again_and_again_are_one_layout(tmp_path: Path) -> None:
    timeline = follow(tmp_path, WITH, POLICY, WITH, POLICY, WITH, POLICY, WITH)
    assert later(timeline) == []
    assert [(i.rule, i.snapshot) for i in timeline.ignored] == [("flapping", n) for n in (1, 3, 5)]
    assert "6 times in all" in timeline.ignored[0].detail


def test_the_state_with_more_words_counts_also_where_it_comes_second(tmp_path: Path) -> None:
    timeline = follow(tmp_path, POLICY, WITH, POLICY, WITH, POLICY, WITH)
    assert later(timeline) == ["appeared"] * 4
    assert [i.snapshot for i in timeline.ignored] == [2, 4]


def test_what_was_taken_back_once_is_two_changes(tmp_path: Path) -> None:
    timeline = follow(tmp_path, WITH, POLICY, WITH)
    assert sorted(later(timeline)) == ["returned"] * 4 + ["vanished"] * 4
    assert timeline.ignored == ()


def test_the_last_state_stands_even_if_it_is_the_shorter_one(tmp_path: Path) -> None:
    timeline = follow(tmp_path, WITH, POLICY, WITH, POLICY)
    assert later(timeline) == ["vanished"] * 4
    assert all(not h.present[-1] for h in timeline.histories if "purchases" in h.latest.text)


def test_one_more_absence_at_the_end_of_a_series_is_flapping_too(tmp_path: Path) -> None:
    timeline = follow(tmp_path, WITH, POLICY, WITH, POLICY, WITH, POLICY)
    assert later(timeline) == []
    assert all(history.present[-1] for history in timeline.histories)
    assert timeline.ignored[-1].snapshot == 5
    assert timeline.ignored[-1].detail.endswith("they are not back yet")


def test_what_flapped_and_then_stayed_away_for_weeks_has_vanished(tmp_path: Path) -> None:
    texts = [WITH, POLICY, WITH, POLICY, WITH, *[POLICY] * 15]
    assert later(follow(tmp_path, *texts)) == ["vanished"] * 4


def test_one_more_absence_beside_a_change_is_not_told_with_it(tmp_path: Path) -> None:
    changed = POLICY.replace("town 7.", "town 7 within three days.")
    timeline = follow(tmp_path, WITH, POLICY, WITH, POLICY, WITH, changed)
    assert len(later(timeline)) == 1
    assert all(history.present[-1] for history in timeline.histories)


def test_a_spell_of_months_is_no_flapping(tmp_path: Path) -> None:
    timeline = follow(tmp_path, WITH, POLICY, WITH, POLICY, WITH, days=40)
    assert later(timeline).count("returned") == 8


def test_a_monthly_archive_may_flap_too(tmp_path: Path) -> None:
    timeline = follow(tmp_path, WITH, POLICY, WITH, POLICY, WITH, POLICY, WITH, days=28)
    assert later(timeline) == []
    assert [(i.rule, i.snapshot) for i in timeline.ignored] == [("flapping", n) for n in (1, 3, 5)]


def test_a_spell_of_two_snapshots_in_a_monthly_archive_is_no_flapping(tmp_path: Path) -> None:
    texts = [WITH, POLICY, POLICY, WITH, POLICY, POLICY, WITH, POLICY, POLICY, WITH]
    assert later(follow(tmp_path, *texts, days=28)).count("returned") > 0


def test_a_change_beside_the_flapping_is_told(tmp_path: Path) -> None:
    def changed(text: str) -> str:
        return text.replace("town 7.", "town 7 within three days.")

    timeline = follow(
        tmp_path, WITH, POLICY, WITH, changed(POLICY), changed(WITH), changed(POLICY), changed(WITH)
    )
    assert later(timeline) == ["reworded"] or later(timeline) == ["weakened"]


def test_flapping_can_be_switched_off(tmp_path: Path, policydiff: CommandLine) -> None:
    follow(tmp_path, WITH, POLICY, WITH, POLICY, WITH)
    run = policydiff("timeline", tmp_path, "--no-denoise", "flapping", "--format", "json").json
    assert run["ignored"] == []
    assert sum(e["event"] == "returned" for o in run["obligations"] for e in o["events"]) == 8


COOKIES = "\n\n".join(
    f"We use cookie number {n} to count how often you visit page {n} of our shop."
    for n in range(12)
)


@pytest.mark.parametrize("heading", ["# Cookie Policy", "# Terms of Service", "# Acceptable Use Policy"])  # fmt: skip
def test_another_document_behind_the_policy_promises_nothing_in_it(
    tmp_path: Path, heading: str
) -> None:
    both = f"{POLICY}\n{heading}\n\n{COOKIES}\n"
    timeline = follow(tmp_path, POLICY, both, both, POLICY, days=60)
    assert later(timeline) == []
    assert [i.rule for i in timeline.ignored] == ["appended", "appended"]
    assert heading[2:] in timeline.ignored[0].detail
    assert "12 appeared" in timeline.ignored[0].detail
    assert "12 vanished" in timeline.ignored[1].detail


@pytest.mark.parametrize(
    "heading",
    ["# California Privacy Notice", "## Cookies", "## How we use cookies", "# Data Protection Addendum",
     "## Information for residents of Brazil"],
)  # fmt: skip
def test_a_chapter_of_the_policy_is_new_in_it(tmp_path: Path, heading: str) -> None:
    timeline = follow(tmp_path, POLICY, f"{POLICY}\n{heading}\n\n{COOKIES}\n", days=60)
    assert later(timeline).count("appeared") == 12
    assert timeline.ignored == ()


SHORT = "You must pay within 14 days. We may charge interest. We do not refund fees. You must be 18 or older."
CHAPTERS = "# Privacy Policy\n\n## Parcels\n\n" + "\n\n".join(RULES) + "\n"


@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
@pytest.mark.parametrize("heading", ["# Terms of Service", "# Northern Parcels Terms of Service"])
def test_a_short_document_beside_the_title_is_another_one(
    tmp_path: Path, heading: str, first: bool
) -> None:
    terms = f"{heading}\n\n{SHORT}\n"
    both = f"{terms}\n{CHAPTERS}" if first else f"{CHAPTERS}\n{terms}"
    timeline = follow(tmp_path, CHAPTERS, both, CHAPTERS, days=60)
    assert later(timeline) == []
    assert [i.rule for i in timeline.ignored] == ["appended", "appended"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{CHAPTERS}\n## Terms of Service\n\n{SHORT}\n", id="a chapter"),
        pytest.param(f"{CHAPTERS}\n# Security\n\nWe lock doors.\n\n# Terms of Use\n\n{SHORT}\n", id="chapters on the level of the title"),
        pytest.param(f"{CHAPTERS}\n# Terms of Service\n\nYou must pay at once.\n", id="a line"),
    ],
)  # fmt: skip
def test_a_short_chapter_is_new_in_the_policy(tmp_path: Path, text: str) -> None:
    timeline = follow(tmp_path, CHAPTERS, text, days=60)
    assert "appeared" in later(timeline)
    assert timeline.ignored == ()


def test_a_change_of_the_policy_beside_an_appended_document_is_told(tmp_path: Path) -> None:
    changed = POLICY.replace("We will send parcel number 3 ", "We may send parcel number 3 ")
    both = f"{changed}\n# Cookie Policy\n\n{COOKIES}\n"
    assert later(follow(tmp_path, POLICY, both, days=60)) == ["weakened"]


def test_presence_follows_the_snapshots_also_where_it_is_ignored(tmp_path: Path) -> None:
    both = f"{POLICY}\n# Cookie Policy\n\n{COOKIES}\n"
    timeline = follow(tmp_path, POLICY, both, POLICY, days=60)
    cookie = [h for h in timeline.histories if "cookie number 3" in h.latest.text]
    assert [h.present for h in cookie] == [(False, True, False)]


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("depot", "[depot](https://example.org/new)"),
        lambda text: text.replace("# Privacy Policy", "# Privacy Policy\n\nLast updated: 3 May 2021"),
        lambda text: text.replace("\n\n", "\n\n\n\n"),
        lambda text: "# Privacy Policy\n\n" + "\n\n".join(reversed(RULES)) + "\n",
    ],
    ids=["links", "date", "blank lines", "order"],
)  # fmt: skip
def test_what_touches_no_sentence_makes_no_event(tmp_path: Path, edit: object) -> None:
    assert callable(edit)
    assert later(follow(tmp_path, POLICY, edit(POLICY), days=60)) == []


def test_renumbering_makes_no_event(tmp_path: Path) -> None:
    def numbered(first: int) -> str:
        parts = [
            f"## {n + first}. Town {n}\n\n{rule} See Section {n + first}."
            for n, rule in enumerate(RULES)
        ]
        return "# Privacy Policy\n\n" + "\n\n".join(parts) + "\n"

    extra = "## 1. About us\n\nNorthern Parcels is a firm in Port Ellery with nine vans.\n\n"
    new = numbered(2).replace("## 2. Town 0", extra + "## 2. Town 0")
    assert later(follow(tmp_path, numbered(1), new, days=60)) == []


def test_an_item_whose_marker_became_text_has_not_vanished(tmp_path: Path) -> None:
    item = "delete all copies of your data after the contract has ended"
    before = f"{POLICY}\n## Ending\n\nWe will:\n\n* {item};\n* tell you so.\n"
    after = f"{POLICY}\n## Ending\n\nWhat happens then\n\nb. {item};\n"
    assert "vanished" not in [
        e.event
        for h in follow(tmp_path, before, after, days=60).histories
        for e in h.events
        if "copies" in e.text
    ]


OTHER = "# Quill Books Privacy Policy\n\n" + "\n\n".join(
    f"Readers of novel {n} must return it to shelf {n} of our library." for n in range(30)
)
CUT = POLICY[: len(POLICY) // 4]


@pytest.mark.parametrize("days", [24, 31, 300])
@pytest.mark.parametrize(
    ("bad", "rule"), [([OTHER], "other-policy"), ([CUT], "collapse"), ([CUT, OTHER], "collapse")]
)
def test_what_is_no_state_of_the_policy_is_none_at_any_distance(
    tmp_path: Path, bad: list[str], rule: str, days: int
) -> None:
    after = POLICY.replace("town 7.", "town 7 within three days.")
    timeline = dated(tmp_path, POLICY, *bad, after, days=days)
    assert len(later(timeline)) == 1
    assert timeline.ignored[0].rule == rule
    assert [i.snapshot for i in timeline.ignored] == list(range(1, 1 + len(bad)))


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("\n\n".join(RULES[:36]), id="some promises taken out"),
        pytest.param(
            "\n\n".join(RULES[::4]), id="three of four promises taken out, here and there"
        ),
        pytest.param(POLICY.replace("depot", "old depot"), id="every promise in other words"),
        pytest.param("\n\n".join([*RULES[:4], OTHER]), id="a few promises in common"),
    ],
)
def test_what_was_really_taken_out_for_a_month_is_told(tmp_path: Path, between: str) -> None:
    title = "# Privacy Policy\n\n" if "#" not in between else ""
    timeline = dated(tmp_path, POLICY, title + between, POLICY, days=31)
    assert timeline.ignored == ()
    assert later(timeline)


def test_another_policy_that_stays_is_told(tmp_path: Path) -> None:
    for texts in ([POLICY, OTHER], [POLICY, OTHER, OTHER, OTHER, POLICY]):
        assert later(dated(tmp_path, *texts, days=31))


def dated(folder: Path, *texts: str, days: int) -> Timeline:
    for number, text in enumerate(texts):
        day = date(2020, 1, 15) + timedelta(days=days * number)
        (folder / f"{day}.md").write_text(text, "utf-8")
    (series,) = library.load_series([str(folder)])
    return library.timeline(series)


@pytest.mark.parametrize(
    ("dates", "days", "ignored"),
    [
        (("3 May 2019", "3 May 2019", "3 May 2019"), 30, True),
        (("3 May 2019", "9 May 2020", "3 May 2019"), 30, False),  # it says that it changed
        (("3 May 2019", "", "3 May 2019"), 30, False),
        (("", "", ""), 30, False),
        (("", "", ""), 10, True),  # within three weeks nothing else is asked for
        (("3 May 2019", "3 May 2019", "3 May 2019"), 60, False),
    ],
)
def test_a_layout_of_a_month_has_blinked_where_the_policy_keeps_its_date(
    tmp_path: Path, dates: tuple[str, str, str], days: int, ignored: bool
) -> None:
    other = "# Privacy Policy\n\n" + "\n\n".join(RULES[:30]) + "\n"
    texts = [
        text.replace("Policy\n\n", f"Policy\n\nLast updated: {day}\n\n", 1) if day else text
        for text, day in zip((POLICY, other, POLICY), dates, strict=True)
    ]
    timeline = follow(tmp_path, *texts, days=days)
    assert [i.rule for i in timeline.ignored] == ["blink"] * ignored
    assert bool(later(timeline)) is not ignored
