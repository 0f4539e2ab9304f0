"""Alignment of sections by cases: cut, joined, renamed, written anew."""

from __future__ import annotations

import pytest
from alignment_fixtures import compare, told


def test_sections_of_a_policy_that_was_written_anew() -> None:
    old = (
        "# Terms\n\n## 1. What we collect\n\nWe collect the following:\n\n- your name and e-mail address;\n"
        "- your mobile number, which receives the opening code; and\n- the times of opening.\n\n"
        "We do not collect your date of birth.\n\n## 2. Sharing\n\nWe share your name with the carrier who "
        "brings the parcel, and with the police, if a court orders it.\n\n## 3. Definitions\n\n"
        '"Parcel" means an item of up to 20 kg. "User" means a person who registers with us.\n\n'
        "## 4. Changes and contact\n\nWe may change this document. Write to Marlowe Ltd, 3 Wharf Road, "
        "Bristol, or to privacy@marlowe.example.\n"
    )
    new = (
        "# Terms\n\n## The data we have about you\n\nTo open an account you give us your name, e-mail address "
        "and mobile number. Our lockers record the times when doors open. We never ask for your date of "
        "birth.\n\n## Who receives it\n\nCarriers get your name so that they bring the parcel. The police get "
        "data if a court orders it.\n\n## Rules for lockers\n\nDo not put live animals or weapons into one.\n\n"
        "## How to reach us\n\nprivacy@marlowe.example, or 3 Wharf Road, Bristol.\n"
    )
    found = {
        (pair.old[0].heading if pair.old else None, pair.new[0].heading if pair.new else None)
        for pair in compare(old, new).sections
    }
    assert found == {
        ("What we collect", "The data we have about you"),
        ("Sharing", "Who receives it"),
        ("Definitions", None),
        (None, "Rules for lockers"),
        ("Changes and contact", "How to reach us"),
    }


def test_a_policy_in_other_words_keeps_the_order_of_its_topics() -> None:
    old = (
        "# Kite club terms\n\n## Borrowing\n\nYou may borrow three kites at once. A loan lasts seven days. "
        "You may renew a loan once.\n\n## Judges\n\nThree judges stand at every field on Sundays.\n\n"
        "## Leaving\n\nYou may leave by writing to us. We refund the unused part of your fee.\n"
    )
    new = (
        "# Kite club terms\n\n## Loans\n\nTake up to three items home for a week. One renewal is allowed.\n\n"
        "## If you leave\n\nSend us a note, and the rest of your subscription comes back.\n"
    )
    found = {
        (pair.old[0].heading if pair.old else None, pair.new[0].heading if pair.new else None)
        for pair in compare(old, new).sections
    }
    assert found == {("Borrowing", "Loans"), ("Judges", None), ("Leaving", "If you leave")}


@pytest.mark.parametrize("turned", [False, True])
def test_a_section_cut_into_small_ones_of_its_name(turned: bool) -> None:
    report, theft = (
        "Report damage within 24 hours.",
        ("If a bike is stolen while you rent it, you pay no more than 150 euros if you report it."),
    )
    prices = "## Prices\n\nThe first half hour costs 2 euros and each further one costs 1 euro.\n"
    whole = f"# Terms\n\n## Damage and theft\n\n{report} {theft}\n\n{prices}"
    parts = f"# Terms\n\n## Damage\n\n{report}\n\n## Theft\n\n{theft}\n\n{prices}"
    old, new = (parts, whole) if turned else (whole, parts)
    found = compare(old, new)
    assert [pair.changes for pair in found.sections if pair.changes] == [
        ("merged" if turned else "split", "renamed")
    ]
    assert told(found) == []


def test_a_short_section_under_another_heading() -> None:
    old = (
        "# T\n\n## Data\n\nWe keep names for a year.\n\n## General\n\nThe Finnish text prevails.\n"
    )
    new = (
        "# T\n\n## Language\n\nThe Finnish text prevails.\n\n## Data\n\nWe keep names for a year.\n"
    )
    assert {pair.changes for pair in compare(old, new).sections if pair.changes} <= {
        ("renamed", "moved"), ("renamed",), ("moved",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("The app may show ads.", "If you use the free edition and are an adult, the app may show ads.",
         ["~ [-The-][+If you use the free edition and are an adult, the+] app may show ads."]),
        ("Effective: November 28, 2025.", "Effective: March 3, 2026.",
         ["~ Effective: [-November 28, 2025-][+March 3, 2026+]."]),
        ("You pay all of the taxes.", "The shop is closed on Sundays.",
         ["- You pay all of the taxes.", "+ The shop is closed on Sundays."]),
    ],
)  # fmt: skip
def test_a_clause_that_stands_alone_between_its_neighbours(
    old: str, new: str, wanted: list[str]
) -> None:
    text = "# Terms\n\n## Use\n\nYou keep the rights in your own texts.\n\n{}\n\nWe delete old texts each May.\n"
    assert told(compare(text.format(old), text.format(new))) == wanted


def test_a_section_that_became_three_short_ones() -> None:
    why = ("We use the key to open doors, to find lost bags and to count visits. We may keep it for "
           "studies. We will never lend it to a guest.")  # fmt: skip
    rest = (
        "## Complaints\n\nComplaints go to the porter, who answers each of them within one week.\n"
    )
    old = f"# Keys\n\n## What keys are for\n\n{why}\n\n{rest}"
    first, second, third = why.replace(". We", ".|We").split("|")
    new = (
        f"# Keys\n\n## Aims\n\n{first}\n\n## Science\n\n{second[:-1]} at the university.\n\n"
        f"## Lending\n\n{third}\n\n{rest}"
    )
    found = compare(old, new).sections
    assert [([s.heading for s in p.old], [s.heading for s in p.new]) for p in found][:-1] == [
        (["What keys are for"], ["Aims", "Science", "Lending"])
    ]
    back = compare(new, old).sections
    assert [len(pair.old) for pair in back] == [3, 1]
    # The same clause in a section far away is a clause that moved.
    away = compare(old, f"# Keys\n\n## Aims\n\n{first} {second}\n\n{rest}\n## Lending\n\n{third}\n")
    assert ("added",) in [pair.changes for pair in away.sections]


BARE = """# Terms

## Fees

{first}

{second}

## Law

The law of the place where the rink stands applies to all that is said here.
"""


HIRE = "### Hire\n\nYou hire skates for an hour and bring them back dry and with both laces."


LOST = "### Lost skates\n\nWho loses a pair pays what the rink paid for it, less a tenth a year."


@pytest.mark.parametrize(
    "second", [LOST, LOST.replace("a tenth", "a fifth"), "### Sharpening\n\nWe sharpen on Mondays."]
)
def test_a_heading_over_sections_alone_is_renamed_not_replaced(second: str) -> None:
    old = BARE.format(first=HIRE, second=LOST)
    new = BARE.format(first=HIRE, second=second).replace("## Fees", "## What it costs")
    for one, other, names in (
        (old, new, (["Fees"], ["What it costs"])),
        (new, old, (["What it costs"], ["Fees"])),
    ):
        pairs = {tuple(s.heading for s in p.old): p for p in compare(one, other).sections}
        renamed = pairs[tuple(names[0])]
        assert [s.heading for s in renamed.new] == names[1]
        assert renamed.changes == ("renamed",)


def test_a_bare_heading_over_other_sections_is_another() -> None:
    old = BARE.format(first=HIRE, second=LOST)
    new = BARE.format(first="We skate at night.", second="").replace("## Fees", "## Music")
    new += "\n## Costs\n\n### Parking\n\nParking is free on all days but Sunday.\n"
    found = {s.heading: p.changes for p in compare(old, new).sections for s in p.old}
    assert found["Fees"] == ("removed",)
