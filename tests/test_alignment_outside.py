"""What changed outside the sections, by cases: titles, letterheads, menus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from alignment_fixtures import compare
from conftest import CommandLine

from policydiff.compare.word_count import count_words


def text_page(*, head: str = "", foot: str = "") -> str:
    """A policy without markup, with what stands above its name and at its end."""
    return (
        f"{head}PRIVACY POLICY OF THE CLUB\n\n"
        "1. Your data\n\nWe hold your name, your address and what you told us when you joined.\n\n"
        "2. Sharing\n\nWe share none of it with anybody who is not a member of the committee.\n\n"
        f"3. Contact\n\nWrite to the secretary at the address that stands on your membership card.\n{foot}"
    )


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("© 2020 Fern Vets Ltd. Registered in Wales, 1234567.",
         "© 2021 Fern Pets Inc. Registered in Wales, 7654321.", True),
        ("© 2020 Fern Vets Ltd", "© 2020 Zenith SE", True),
        ("Copyright 1999-2002 Barn.com, Inc. All rights reserved.",
         "Copyright 1999-2002 Mega Holdings, Inc. All rights reserved.", True),
        ("© 2020 Fern Vets Ltd", "© 2019-2024 Fern Vets Ltd", False),
        ("© 2020 Fern Vets Ltd. All rights reserved.", "© Fern Vets Ltd 2023", False),
        ("© 2020 FERN VETS LTD", "© 2020 Fern Vets Ltd", False),
        ("© 2020 Fern Vets Ltd. Updated 3 May 2020.", "© 2020 Fern Vets Ltd. Updated 4 June 2021.",
         False),
        ("© 2020 Fern Vets Ltd Privacy Terms", "© 2020 Fern Vets Ltd Legal Imprint Sitemap", False),
    ],
)  # fmt: skip
def test_names_and_numbers_that_were_left_out(old: str, new: str, wanted: bool) -> None:
    found = compare(text_page(foot=f"\n{old}\n"), text_page(foot=f"\n{new}\n"))
    assert [(change.old, change.new) for change in found.left_out] == [(old, new)] * wanted
    assert not any(pair.changes for pair in found.sections)
    assert found.same is not wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("GALLOWAY FERRIES LIMITED", "GALLOWAY FERRIES (2023) LIMITED", True),
        ("HARGREAVE & SONS OPTICIANS", "LINDSAY & SONS OPTICIANS", True),
        ("Home", "Start", False),
        ("Sign in", "Log in", False),
        ("Our Products", "Our Services", False),
    ],
)
def test_a_letterhead_is_no_menu(old: str, new: str, wanted: bool) -> None:
    found = compare(text_page(head=f"{old}\n\n"), text_page(head=f"{new}\n\n"))
    assert found.same is not wanted
    assert not found.left_out


def test_links_of_a_menu_may_change() -> None:
    page = (
        '<nav><a href="/a">{}</a> <a href="/b">Acme Club Ltd</a></nav><h1>Privacy Policy</h1>'
        "<h2>Data</h2><p>We hold your name and your address.</p>"
        '<footer><p>© 2020 Acme</p><a href="/t">{}</a></footer>'
    )
    assert compare(page.format("Prices", "Terms"), page.format("Jobs 4711", "Law")).same


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Marlowe Lockers: Privacy", "Orwell Lockers: No Privacy",
         (("-", "Marlowe Lockers:"), ("+", "Orwell Lockers: No"), ("=", " Privacy"))),
        ("Terms of Use", "Terms of use", None),
        ("Terms – Acme", "Terms | Acme", None),
        ("Terms (effective 3 May 2020)", "Terms (effective 4 June 2021)", None),
        ("Terms for users over 16", "Terms for users over 13",
         (("=", "Terms for users over "), ("-", "16"), ("+", "13"))),
    ],
)  # fmt: skip
def test_a_title_is_compared(old: str, new: str, wanted: object) -> None:
    for page in (
        "# {}\n\n## Data\n\nWe hold your name.\n\n## Ending\n\nYou may leave.\n",
        "<h1>{}</h1><h2>Data</h2><p>We hold your name.</p><h2>Ending</h2><p>You may leave.</p>",
    ):
        found = compare(page.format(old), page.format(new))
        assert (found.title.ops if found.title else None) == wanted
        assert found.same is (wanted is None)


def test_what_changed_outside_is_on_the_screen_in_json_and_in_the_exit_code(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    paths = tmp_path / "old.html", tmp_path / "new.html"
    page = (
        "<h1>{} Terms</h1><h2>Data</h2><p>We hold your name.</p>"
        "<footer><p>© 2020 {} Ltd</p></footer>"
    )
    for path, name in zip(paths, ("Fern", "Moss"), strict=True):
        path.write_text(page.format(name, name), "utf-8")
    command = ["diff", *map(str, paths), "--no-cache"]
    shown = policydiff(*command, "--color", "never", "--width", "100")
    assert shown.code == 1
    assert "~ Title: [-Fern-] {+Moss+} Terms" in shown.out
    assert "and changed: “© 2020 Fern Ltd” → “© 2020 Moss Ltd”" in shown.out
    record = json.loads(policydiff(*command, "--format", "json").out)
    assert (record["title"]["old"], record["title"]["new"]) == ("Fern Terms", "Moss Terms")
    assert [(one["kind"], one["new"]) for one in record["left_out"]] == [
        ("copyright", "© 2020 Moss Ltd")
    ]


def test_an_address_above_the_footer_does_not_go_with_one_of_its_lines() -> None:
    text = (
        "Acme Robotics Privacy Policy\n\nWhat we collect\n\nWe collect sensor data from your robot: maps "
        "of your rooms, the battery state and error reports.\n\nHow to reach us\n\nWrite to the following "
        "address whenever you want to know what we hold about you and yours.\n\nAcme Robotics GmbH\n"
        "Hansaring 61\n{}\nBack to top\n© 2024 Acme Robotics GmbH\nPrivacy\nTerms\nImprint\n"
    )
    found = compare(text.format("50670 Köln\nGermany"), text.format("Germany"))
    assert count_words(found) == (0, 2)
