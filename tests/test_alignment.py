"""Alignment by cases: what a reader of the old and the new text would say became of each clause."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import CommandLine

from policydiff import api
from policydiff.compare.documents import compare_documents
from policydiff.compare.joining import join_parts, join_rows
from policydiff.compare.tokens import split_tokens
from policydiff.compare.word_count import count_words
from policydiff.compare.words import diff_words
from policydiff.model import Comparison


def compare(old: str, new: str) -> Comparison:
    """Two Markdown or HTML texts compared."""
    return compare_documents(api.load(old.encode()), api.load(new.encode()))


def told(comparison: Comparison) -> list[str]:
    """What is told of the clauses that changed, one string each, rows and parts put together."""
    found = []
    for section in comparison.sections:
        for pair in join_rows(join_parts(section.clauses)):
            if pair.change == "edited":
                marks = {"=": "{}", "-": "[-{}-]", "+": "[+{}+]"}
                found.append("~ " + "".join(marks[op].format(text) for op, text in pair.ops))
            elif pair.change != "same":
                shown = pair.new or pair.old
                assert shown is not None
                found.append(
                    {"added": "+ ", "removed": "- ", "moved": "> "}[pair.change] + shown.text
                )
    return found


ROWS = {
    "head": ("Data", "Purpose", "Kept for"),
    "name": ("Name", "Delivery", "90 days"),
    "mobile": ("Mobile number", "Opening code", "30 days"),
    "times": ("Opening times", "Planning", "12 months"),
    "card": ("Card digits", "Refunds", "13 months"),
}


def markdown_table(rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|")
    return "# Terms\n\n## Retention\n\n" + "\n".join(lines) + "\n\nAfter that it is deleted.\n"


def html_table(rows: list[tuple[str, ...]]) -> str:
    head, *body = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    rest = "".join(f"<tr>{row}</tr>" for row in body)
    return (
        f"<h1>Terms</h1><h2>Retention</h2><table><tr>{head.replace('td>', 'th>')}</tr>{rest}</table>"
        "<p>After that it is deleted.</p>"
    )


@pytest.mark.parametrize("write", [markdown_table, html_table])
@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        pytest.param(
            [("Name", "Delivery", "30 days"), ("Mobile number", "Opening code", "90 days"),
             ROWS["times"], ROWS["card"]],
            ["~ [-90-][+30+] days", "~ [-30-][+90+] days"], id="two values exchanged",
        ),
        pytest.param(
            [ROWS["name"], ("Opening times", "Planning", "30 days"),
             ("Mobile number", "Opening code", "12 months"), ROWS["card"]],
            ["> Opening times | Planning", "~ [-12 months-][+30 days+]",
             "~ [-30 days-][+12 months+]"], id="rows and values exchanged",
        ),
        pytest.param(
            [ROWS["mobile"], ROWS["times"], ROWS["card"], ROWS["name"]],
            ["> Name | Delivery | 90 days"], id="a row moved is one move",
        ),
        pytest.param(
            [ROWS["name"], ROWS["mobile"], ("Photographs", "Claims", "30 days"), ROWS["times"],
             ROWS["card"]],
            ["+ Photographs | Claims | 30 days"], id="a row put in",
        ),
        pytest.param(
            [ROWS["name"], ROWS["times"], ROWS["card"]],
            ["- Mobile number | Opening code | 30 days"], id="a row taken out",
        ),
        pytest.param(
            [ROWS["name"], ROWS["mobile"], ROWS["times"], ("Card number", "Refunds", "13 months")],
            ["~ Card [-digits-][+number+]"], id="a row renamed",
        ),
        pytest.param(
            [ROWS["times"], ROWS["mobile"], ("Fax", "Orders", "90 days"), ROWS["card"]],
            ["> Opening times | Planning | 12 months", "+ Fax | Orders | 90 days",
             "- Name | Delivery | 90 days"], id="a row with an equal value is another row",
        ),
    ],
)  # fmt: skip
def test_a_row_is_known_by_what_it_is_about(
    write: object, new: list[tuple[str, ...]], wanted: list[str]
) -> None:
    assert callable(write)
    found = told(compare(write(list(ROWS.values())), write([ROWS["head"], *new])))
    assert sorted(found) == sorted(wanted)


def test_columns_are_paired_by_their_cells() -> None:
    rows = list(ROWS.values())
    swapped = [(a, c, b) for a, b, c in rows]
    found = compare(markdown_table(rows), markdown_table(swapped))
    # The same column in every row, told once.
    assert told(found) in [["> " + " | ".join(row[at] for row in rows)] for at in (1, 2)]
    renamed = [("Data", "Why", "Kept for"), *rows[1:]]
    assert told(compare(markdown_table(rows), markdown_table(renamed))) == ["~ [-Purpose-][+Why+]"]
    wider = [(*row, extra) for row, extra in zip(rows, ("Basis", *"ABCD"), strict=True)]
    assert told(compare(markdown_table(rows), markdown_table(wider))) == [
        f"+ {extra}" for extra in ("Basis", *"ABCD")
    ]


def test_the_head_of_a_table_may_be_worded_anew() -> None:
    old, new = list(ROWS.values()), [("What", "For what", "How long"), *list(ROWS.values())[1:]]
    assert told(compare(markdown_table(old), markdown_table(new))) == [
        "~ [-Data-][+What+]", "~ [-Purpose-][+For what+]", "~ [-Kept for-][+How long+]"
    ]  # fmt: skip
    new.insert(1, ("Faxes", "Orders", "2 years"))
    assert "+ Faxes | Orders | 2 years" in told(compare(markdown_table(old), markdown_table(new)))
    assert len(told(compare(markdown_table(old), markdown_table(new)))) == 4


def test_a_number_that_counts_the_rows_is_no_key() -> None:
    rows = [("No.", "Data", "Kept for"), ("1", "Name", "9 days"), ("2", "Fax", "8 days")]
    new = [rows[0], ("1", "Photograph", "7 days"), ("2", "Name", "9 days"), ("3", "Fax", "8 days")]
    found = told(compare(markdown_table(rows), markdown_table(new)))
    assert found == ["+ 1 | Photograph | 7 days"]


def test_a_cell_of_a_row_that_another_one_reaches_into() -> None:
    page = (
        "<h1>T</h1><h2>Cookies</h2><table><tr><th>Use</th><th>Provider</th><th>Days</th></tr>"
        "<tr><td rowspan=2>Analytics</td><td>Plausible</td><td>{}</td></tr>"
        "<tr><td>Matomo</td><td>{}</td></tr><tr><td>Login</td><td>Own</td><td>30</td></tr></table>"
    )
    assert told(compare(page.format(1, 30), page.format(30, 1))) == [
        "~ [-1-][+30+]",
        "~ [-30-][+1+]",
    ]
    assert told(compare(page.format(1, 30), page.format(1, 90))) == ["~ [-30-][+90+]"]


def test_rows_that_share_a_name_are_told_apart() -> None:
    rows = [("Needed", "sid", "Session"), ("", "csrf", "1 hour"), ("Counting", "_ga", "2 years")]
    page = "<h1>Cookies</h1><h2>Ours</h2><table><tr><th>Type</th><th>Name</th><th>Life</th></tr>{}</table>"
    html = page.format(
        "".join(
            "<tr>"
            + "".join(f"<td{' rowspan=2' * (c == 'Needed')}>{c}</td>" for c in row if c)
            + "</tr>"
            for row in rows
        )
    )
    (section,) = (s for s in compare(html, html.replace("1 hour", "2 hours")).sections if s.changes)
    edited = [pair for pair in join_rows(section.clauses) if pair.change == "edited"]
    assert [pair.new.context for pair in edited if pair.new] == [("Life", "Needed", "csrf")]
    (section,) = (
        s for s in compare(html, html.replace("2 years", "3 years")).sections if s.changes
    )
    edited = [pair for pair in join_rows(section.clauses) if pair.change == "edited"]
    assert [pair.new.context for pair in edited if pair.new] == [("Life", "Counting")]


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


def section(body: str) -> str:
    """A policy with one section of these blocks, between two that stay."""
    return (
        "# Terms\n\n## Scope\n\nThese terms are between you and the club.\n\n"
        f"## Rules\n\n{body}\n\nWe answer within one month.\n\n## Ending\n\nYou may leave by letter.\n"
    )


LISTS = [
    pytest.param(
        "You must not put live animals, weapons or food that rots into a locker.",
        "You must not put into a locker:\n\n- live animals;\n- weapons; or\n- food that rots.\n", 4,
        id="lead-in rearranged",
    ),
    pytest.param(
        "You have the right to see, correct and erase your data.",
        "You have the right to:\n\n- see your data,\n- correct your data, and\n- erase your data.\n",
        4, id="a word repeated in each item",
    ),
    pytest.param(
        "We share names with carriers, insurers and the police.",
        "We share names with:\n\n1. carriers\n2. insurers\n3. the police\n", 4, id="short items",
    ),
    pytest.param(
        "Name: Delivery, 90 days.",
        "| Data | Purpose | Kept for |\n|---|---|---|\n| Name | Delivery | 90 days |\n", 3,
        id="a row",
    ),
    pytest.param(
        "We keep plaster casts for 8 years so that we can compare them.",
        "| What | Kept for | Why |\n|---|---|---|\n| Plaster casts | 8 years | To compare them |\n",
        3, id="a row with the number of a longer sentence",
    ),
    pytest.param(
        "We keep plaster casts for 8 years.",
        "| What | Kept for |\n|---|---|\n| Plaster casts | 10 years |\n", 2,
        id="a row with another number",
    ),
    pytest.param(
        "We share names with our carrier, our insurer and the police.",
        "| Who | Why |\n|---|---|\n| Our insurer | Claims |\n| Our carrier | Parcels |\n"
        "| The police | Theft |\n", 3, id="a column",
    ),
    pytest.param(
        "You may not lend, sell or copy the key.",
        "You may not lend the key. You may not sell or copy the key.", 2, id="the same start again",
    ),
    pytest.param(
        "Guests may not paint, hide, alter or lend out the key.",
        "Guests may not paint or hide the key. Guests may not alter or lend out the key.", 2,
        id="the same start again, and a second or",
    ),
]  # fmt: skip


@pytest.mark.parametrize("back", [False, True], ids=["split", "joined"])
@pytest.mark.parametrize(("sentence", "items", "parts"), LISTS)
def test_a_sentence_that_became_a_list(sentence: str, items: str, parts: int, back: bool) -> None:
    texts = [section(sentence), section(items)]
    found = compare(*(reversed(texts) if back else texts))
    pairs = [pair for each in found.sections for pair in each.clauses if pair.part != "whole"]
    assert {pair.part for pair in pairs} == {"joined" if back else "split"}
    assert len(pairs) == parts
    assert [line[0] for line in told(found)].count("~") == 1


def test_a_table_that_became_a_list_loses_only_its_head() -> None:
    items = "".join(f"- {a}: {b}, {c}\n" for a, b, c in list(ROWS.values())[1:])
    found = compare(
        markdown_table(list(ROWS.values())),
        f"# Terms\n\n## Retention\n\n{items}\nAfter that it is deleted.\n",
    )
    assert told(found) == ["- Data | Purpose | Kept for"] + [
        f"~ {a}[+:+] {b}[+,+] {c}" for a, b, c in list(ROWS.values())[1:]
    ]


def test_items_are_shown_in_the_order_of_the_sentence() -> None:
    items = "We ask for:\n\n- your name\n- your age\n- the size of your shoes"
    sentence = "We ask for the size of your shoes, your name and your age."
    assert told(compare(section(items), section(sentence))) == [
        "~ We ask for[-:-] the size of your shoes[+,+] your name [+and +]your age[+.+]"
    ]


def test_a_table_about_something_else_is_no_sentence() -> None:
    table = "| Who | Why |\n|---|---|\n| Our carrier | Parcels |\n| The police | Theft |\n"
    found = told(compare(section("We share names with the school nurse."), section(table)))
    assert "~" not in {line[0] for line in found}


def test_halves_of_a_sentence_that_changed_places() -> None:
    one = "If you live in the United Kingdom, we send your data to our office in Leeds."
    other = "We send your data to our office in Leeds if you live in the United Kingdom."
    assert [line[0] for line in told(compare(section(one), section(other)))] == ["~"]


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        ("We share your name with our carrier, our insurer and the police.", []),
        # A promise is not kept by a table of those whom it was about.
        ("We do not share your name with our carrier, our insurer or the police.", ["vanished"]),
    ],
)
def test_what_a_table_says_still_has_not_vanished(
    tmp_path: Path, policydiff: CommandLine, sentence: str, events: list[str]
) -> None:
    table = (
        "| Who | Why |\n|---|---|\n| Our carrier | Parcels |\n| Our insurer | Claims |\n"
        "| The police | Theft |\n"
    )
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, text in zip(paths, (sentence, table), strict=True):
        path.write_text(section(text), "utf-8")
    record = json.loads(policydiff("diff", *paths, "--no-cache", "--format", "json").out)
    assert [one["event"] for one in record["obligations"]] == events
    back = json.loads(policydiff("diff", *paths[::-1], "--no-cache", "--format", "json").out)
    impacts = [one["impact"] for one in back["obligations"]]
    assert impacts == (["for-user"] if events else ["neutral"])


@pytest.mark.parametrize(("years", "events"), [("8", []), ("10", ["vanished"])])
def test_a_number_that_changed_on_the_way_into_a_table_is_told(
    tmp_path: Path, policydiff: CommandLine, years: str, events: list[str]
) -> None:
    row = f"| What | Time |\n|---|---|\n| Plaster casts | {years} years |\n"
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, text in zip(paths, ("We keep plaster casts for 8 years.", row), strict=True):
        path.write_text(section(text), "utf-8")
    record = json.loads(policydiff("diff", *paths, "--no-cache", "--format", "json").out)
    assert [one["event"] for one in record["obligations"]] == events


def test_an_item_that_is_new_is_no_part_of_the_sentence() -> None:
    old = section("We share names with carriers, insurers and the police.")
    new = section("We share names with:\n\n- carriers\n- insurers\n- advertisers\n- the police\n")
    assert "+ advertisers" in told(compare(old, new))


def two_sections(one: str, other: str) -> str:
    return (
        "# Terms\n\n## Visiting\n\nPlease bring your ticket to the desk in the hall.\n\n"
        f"{one}\n\n## Sizes\n\n{other}\n\nWe list no sizes elsewhere than on this page.\n"
    )


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ("- Bicycle\n- Tandem\n- Prescription history\n",
         ["> Bicycle", "> Tandem", "> Prescription history"]),
        ("1. Tandem\n", ["> Tandem"]),
        ("| Bicycle | 3.00 |\n|---|---|\n| Tandem | 4.50 |\n",
         ["> Bicycle | 3.00", "> Tandem | 4.50"]),
    ],
    ids=["items", "one item", "rows"],
)  # fmt: skip
def test_short_items_that_went_to_another_section(items: str, wanted: list[str]) -> None:
    assert told(compare(two_sections("", items), two_sections(items, ""))) == wanted
    assert told(compare(two_sections(items, ""), two_sections("", items))) == wanted


def test_short_words_that_stand_twice_prove_nothing() -> None:
    old, new = (
        two_sections("- Yes\n- No\n", "- Yes\n- Wood\n"),
        two_sections("- No\n", "- Wood\n- Yes\n"),
    )
    assert "- Yes" in told(compare(old, new))


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Bristol BS1 6QA, or", "Bristol BS1 6QB, or", "Bristol BS1 [-6QA-][+6QB+], or"),
        ("to 5 p.m.; call", "to 5 a.m.; call", "to 5 [-p.m.-][+a.m.+]; call"),
        ("or 020-7946-0019.", "or 020-7946-0018.", "or [-020-7946-0019-][+020-7946-0018+]."),
        ("call +44 (0)20 7946 0018 or", "call +44 (0)20 7946 0017 or",
         "call [-+44 (0)20 7946 0018-][++44 (0)20 7946 0017+] or"),
        ("call (555) 010-0199 or", "call (555) 010-0198 or",
         "call [-(555) 010-0199-][+(555) 010-0198+] or"),
        ("call 1-800-555-0199 now", "call 1-800-555-0198 now",
         "call [-1-800-555-0199-][+1-800-555-0198+] now"),
        ("at -5 °C or", "at 5 °C or", "at [--5-][+5+] °C or"),
        ("at −5 °C or", "at −6 °C or", "at [-−5-][+−6+] °C or"),
        ("for 3½ weeks", "for 3 weeks", "for [-3½-][+3+] weeks"),
        ("by 2020-05-03 or", "by 2020-05-04 or", "by [-2020-05-03-][+2020-05-04+] or"),
        ("in 30-60 days", "in 30-90 days", "in 30-[-60-][+90+] days"),
        ("mail a.b@c.example now", "mail a.c@c.example now",
         "mail [-a.b@c.example-][+a.c@c.example+] now"),
        ("call 55 01 02 03 or", "call 55 01 02 04 or", "call [-55 01 02 03-][+55 01 02 04+] or"),
        ("We tell you of it.", "We tell you of it, unless a court forbids it.",
         "We tell you of it[+, unless a court forbids it+]."),
        ("in the U.S. only", "in the U.K. only", "in the [-U.S.-][+U.K.+] only"),
    ],
)  # fmt: skip
def test_what_a_mark_up_never_cuts(old: str, new: str, wanted: str) -> None:
    marks = {"=": "{}", "-": "[-{}-]", "+": "[+{}+]"}
    assert "".join(marks[op].format(text) for op, text in diff_words(old, new)) == wanted


@pytest.mark.parametrize(
    "text", ["+" + "1" * 50_000, "1-1." * 20_000, "(0) " * 20_000, "a." * 30_000, "-1" * 30_000]
)
def test_odd_numbers_are_cut_in_good_time(text: str) -> None:
    assert "".join(split_tokens(text)) == text


def test_a_comma_is_no_word() -> None:
    found = compare(
        section("We share names and sell them."), section("We share names, and sell them.")
    )
    assert count_words(found) == (0, 0)
    found = compare(section("We share names."), section("We share names – and addresses."))
    assert count_words(found) == (2, 0)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (["your name;", "your number, which gets the code; and", "the times of opening."],
         ["your name;", "the times of opening; and", "your number, which gets the code."],
         ["> the times of opening; and"]),
        (["your name,", "your address or", "your number"],
         ["your number", "your name,", "your address or", "a code"],
         ["> your number", "+ a code"]),
        (["your name; and", "your number."], ["your name;", "your number; and", "your age."],
         ["+ your age."]),
        (["your name; and", "your number."], ["your name; or", "your number."],
         ["~ your name; [-and-][+or+]"]),
        (["your name;", "your number; and", "your age."], ["your age;", "your name; or", "your number."],
         ["> your age;", "~ your name;[+ or+]", "~ your number[-; and-][+.+]"]),
        (["your name;", "your number; or", "your age."], ["your name", "your number", "your age"],
         ["~ your number[-; or-]"]),
        (["a code for Ann", "a code for Bo"], ["a code for Bo", "a code for Ann"],
         ["> a code for Bo"]),
    ],
)  # fmt: skip
def test_the_mark_at_the_end_of_an_item_is_its_place_in_the_list(
    old: list[str], new: list[str], wanted: list[str]
) -> None:
    texts = [
        section("We hold:\n\n" + "".join(f"- {item}\n" for item in items)) for items in (old, new)
    ]
    assert told(compare(*texts)) == wanted


@pytest.mark.parametrize(
    ("items", "sentences", "wanted"),
    [("- we keep your name;\n- we lend you a lock; and\n- you may leave", "We keep your name. We lend you a lock. You may leave.", []),
     ("- we keep your name; or\n- we delete it", "We keep your name. We delete it.", ["~ [-we-][+we+] keep your name[-; or-][+.+]"]),
     ("- we keep your name\n- you must leave", "We keep your name. You may leave.", ["~ [-you-][+you+] [-must-][+may+] leave[+.+]"])],
)  # fmt: skip
def test_items_that_became_sentences_of_the_same_words(
    items: str, sentences: str, wanted: list[str]
) -> None:
    shown = [line.lower() for line in told(compare(section(items), section(sentences)))]
    assert shown == wanted
    assert len(told(compare(section(sentences), section(items)))) == len(wanted)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("[us](mailto:a@x.example)", "[us](mailto:b@x.example)", True),
        ("[a@x.example](mailto:a@x.example)", "[a@x.example](mailto:b@x.example)", True),
        ("[us](mailto:a@x.example)", "[us](mailto:A@X.example?subject=Hello)", False),
        ("[us](mailto:a@x.example)", "[us](<mailto:a%40x.example>)", False),
        ("a@x.example", "[a@x.example](mailto:a@x.example)", False),
        ("[us](mailto:a@x.example)", "us", False),
        ("[us](https://x.example/a)", "[us](https://x.example/b)", False),
    ],
)
def test_another_address_behind_the_same_words(
    old: str, new: str, wanted: bool, tmp_path: Path, policydiff: CommandLine
) -> None:
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, link in zip(paths, (old, new), strict=True):
        path.write_text(section(f"If you want to know more, write to {link} at any time."), "utf-8")
    run = policydiff("diff", *paths, "--no-cache", "--color", "never")
    assert run.code == wanted
    assert ("the link writes to a@x.example → b@x.example" in run.out) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We are Acme Pte. Ltd. and run this site for you.", 1),
        ("We share it with Foo Sdn. Bhd. for storage only.", 1),
        ("We are Acme Pte. Ltd. We sell books to everybody who asks.", 2),
        ("Write to Acme, Kav. 52-53, Jakarta, or call us at any time of the day.", 1),
        ("Siehe Abs. 1 und Art. 6 Abs. 1 lit. f für die Verarbeitung der Daten.", 1),
        ("It stands in Bldg. 4, Rm. 12 of the house and has been there for years.", 1),
        ("This is done by Acme. 2. We may do it again and again until nobody is left.", 2),
        ("If anybody breaks Section B. We will close the account of whoever did so.", 1 + 1),
        ("This is Exhibit A. It forms part of the agreement between you and us.", 2),
        ("They are set out in Section V.F. We may change them whenever we like to.", 2),
        ("The rules of Section VI.D below apply to it. We may change them later.", 2),
        ("Write to John F. Kennedy about it, who will answer within thirty days.", 1),
        ("In accordance with Sections A. and B. above we may do it as we like to.", 1),
        ("A. We collect your name and address for the time being, as you know.", 1),
    ],
)  # fmt: skip
def test_where_a_sentence_ends(text: str, wanted: int) -> None:
    document = api.load(f"# Terms\n\n## Rules\n\nRead this first.\n\n> {text}\n".encode())
    found = [c.text for c in document.clauses if c.text != "Read this first."]
    assert len(found) == wanted, found
    assert " ".join(found).endswith(text.split(" ", 1)[1])


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


def numbered(*sections: tuple[str, str], first: int = 1, style: str = "{}.") -> str:
    parts = [
        f"## {style.format(number)} {heading}\n\n{body}\n"
        for number, (heading, body) in enumerate(sections, first)
    ]
    return "# Terms\n\n" + "\n".join(parts)


USE = ("Use", "We use your number to send the opening code to it.")
FEES = ("Fees", "3.1 Interest is paid every year.\n\n3.2 The fee is $4 a month for everybody.")
CHILDREN = ("Children", "Nobody under the age of thirteen may open a locker.")


def refers(text: str) -> tuple[str, str]:
    return ("Scope", f"These terms apply to you and us. {text}")


def warned(comparison: Comparison) -> list[tuple[str, str]]:
    codes = ("reference-elsewhere", "dangling-reference")
    found = [w for w in comparison.new.snapshot.warnings if w.code in codes]
    return [(w.code, w.message) for w in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may object, see Section 2.", "You may object, see Section 3."),
        ("You may object under Sections 1 and 2 then.", "You may object under Sections 1 and 3 then."),
        ("Fees are due under clause 3.2 of these terms.", "Fees are due under clause 4.2 of these terms."),
        ("Read paragraph 3.1 first, then section 2 again.",
         "Read paragraph 4.1 first, then section 3 again."),
    ],
)  # fmt: skip
def test_references_that_were_shifted_are_no_edit(old: str, new: str) -> None:
    moved_fees = ("Fees", FEES[1].replace("3.", "4."))
    found = compare(
        numbered(refers(old), USE, FEES), numbered(refers(new), CHILDREN, USE, moved_fees)
    )
    assert warned(found) == []
    assert [pair.changes for pair in found.sections if pair.new[0].heading == "Scope"] == [()]


def test_a_reference_that_keeps_its_number_and_points_elsewhere() -> None:
    scope = refers("You may object, see Section 2. Fees are set out in Section 3.2.")
    put_in = compare(numbered(scope, USE, FEES), numbered(scope, CHILDREN, USE))
    assert warned(put_in) == [
        ("dangling-reference", "“Section 3.2” points nowhere in this version"),
        ("reference-elsewhere", "“Section 2” points to “2. Children” now, to “2. Use” before"),
    ]
    swapped = (
        "Fees",
        "3.1 The fee is $4 a month for everybody.\n\n3.2 Interest is paid every year.",
    )
    assert warned(compare(numbered(scope, USE, FEES), numbered(scope, USE, swapped))) == [
        ("reference-elsewhere", "“Section 3.2” points to “3.2 Interest is paid every year.” now, to "
         "“3.2 The fee is $4 a month for everybody.” before"),
    ]  # fmt: skip


def test_references_updated_in_part() -> None:
    old = refers("Fines under Sections 2 and 3 apply.")
    new = refers("Fines under Sections 3 and 4 apply.")
    shifted = numbered(new, CHILDREN, USE, ("Fees", FEES[1].replace("3.", "4.")))
    assert warned(compare(numbered(old, USE, FEES), shifted)) == []
    left = numbered(old, CHILDREN, USE, ("Fees", FEES[1].replace("3.", "4.")))
    assert [message.split("”")[0] for _, message in warned(compare(numbered(old, USE, FEES), left))] == [
        "“Section 2", "“Section 3",
    ]  # fmt: skip


def test_another_number_of_the_same_target_is_no_part_of_an_edit(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    old = numbered(refers("You may object at any time, as described in Section 2."), USE)
    new = numbered(
        refers("You may object at any time, as described in Section 3 above, and without reasons."),
        CHILDREN, USE,
    )  # fmt: skip
    found = compare(old, new)
    pair = next(p for s in found.sections for p in s.clauses if p.change == "edited")
    assert pair.renumbered
    assert "".join(text for op, text in pair.ops if op in "=-") == (
        pair.old.text if pair.old else ""
    )
    assert "".join(text for op, text in pair.ops if op in "=+") == (
        pair.new.text if pair.new else ""
    )
    assert [pair.ops[at] for at in pair.renumbered] == [("-", "2"), ("+", "3")]
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text, "utf-8")
    shown = policydiff("diff", *paths, "--no-cache", "--color", "never", "--layout", "unified")
    assert "described in Section 3 {+above, and without reasons+}." in " ".join(shown.out.split())


ANNEXED = (
    "# Boat hire\n\n## 1. Hire\n\nThe boats are listed in {w} {0}. {said}\n\n## 2. End\n\nEach of us may end "
    "the hire with a week of notice.\n\n## {w} {0}{dash}Boats\n\nOne rowing boat with two pairs of oars and "
    "four life vests in it.\n\n{more}## {w} {last}{dash}Prices\n\nAn hour costs nine pounds, and a day on "
    "the lake costs fifty.\n"
)
PIERS = (
    "## {w} {1}{dash}Piers\n\nYou may land at the west pier, and at the mill while it is open.\n\n"
)


@pytest.mark.parametrize(
    ("word", "dash", "numbers"),
    [
        ("Schedule", ": ", "123"), ("Annex", " - ", ("I", "II", "III")), ("Appendix", " – ", "ABC"),
        ("EXHIBIT", ". ", "ABC"), ("Attachment", " ", "123"), ("Part", " — ", "123"), ("Anlage", ": ", "123"),
    ],
)  # fmt: skip
def test_references_to_what_stands_behind_the_sections(
    word: str, dash: str, numbers: tuple[str, ...]
) -> None:
    def text(said: str, *, piers: bool = False) -> str:
        names = {"w": word, "dash": dash}
        more = PIERS.format(*numbers, **names) if piers else ""
        last = numbers[1 + piers]
        said = said.format(*numbers, w=word)
        return ANNEXED.format(*numbers, said=said, more=more, last=last, **names)

    before = text("You pay what {w} {1} says.")
    rightly = compare(before, text("You pay what {w} {2} says.", piers=True))
    assert warned(rightly) == []
    changes = {pair.new[0].heading: pair.changes for pair in rightly.sections}
    assert [change for change in changes.values() if change] == [("added",), ("renumbered",)]
    left = compare(before, text("You pay what {w} {1} says.", piers=True))
    assert [(code, message.split("”")[0]) for code, message in warned(left)] == [
        ("reference-elsewhere", f"“{word} {numbers[1]}")
    ]
    gone = compare(text("You pay what {w} {2} says.", piers=True), before)
    assert [code for code, _ in warned(gone)] == []
    law = "Read {w} {1} to the Boats Act 1990."
    assert warned(compare(text(law), text(law, piers=True))) == []


def test_an_annex_whose_name_stands_below_its_letter() -> None:
    text = (
        "MILL LICENCE\n\n1. GRANT\n\n1.1 You may use the mill that Schedule A describes.\n\n1.2 You pay the "
        "rent that Schedule {} lays down.\n\n2. END\n\n2.1 This licence ends on the last day of May.\n\n"
        "SCHEDULE A\n\nTHE MILL\n\nThe mill on the river with its wheel and with both of its stones.\n\n{}"
        "SCHEDULE {}\n\nTHE RENT\n\nThe rent is ninety pounds a month, payable on the first day of it.\n"
    )
    tools = "SCHEDULE B\n\nTHE TOOLS\n\nTwo picks for the stones, one crane, and a sack lift in good order.\n\n"
    old = text.format("B", "", "B")
    assert warned(compare(old, text.format("C", tools, "C"))) == []
    assert [code for code, _ in warned(compare(old, text.format("B", tools, "C")))] == [
        "reference-elsewhere"
    ]
    # Its name is a line of its text now; two schedules of one letter tell nothing.
    assert warned(compare(old, old.replace("\n\nTHE RENT\n\nThe", "\n\nThe"))) == []
    assert warned(compare(old, text.format("B", tools, "B"))) == []


@pytest.mark.parametrize("word", ["clause", "Section", "paragraph"])
def test_items_by_their_letter_where_the_text_speaks_of_a_law(word: str) -> None:
    text = (
        "RADIO TERMS\n\n1. SCOPE\n\n1.1 What is free is told in {} 2.1({}).\n\n2. USE\n\n2.1 You may:\n"
        "(a) listen at home;\n{}({}) record one hour for yourself.\n\n3. LAW\n\n3.1 Article 6 of the GDPR "
        "applies.\n3.2 Clause 2.1(b) of the Standard Contractual Clauses prevails.\n"
    )
    old = text.format(word, "b", "", "b")
    rightly = compare(old, text.format(word, "c", "(b) lend your radio to a friend;\n", "c"))
    assert [line[0] for line in told(rightly)] == ["+"]
    assert warned(rightly) == []
    left = compare(old, text.format(word, "b", "(b) lend your radio to a friend;\n", "c"))
    assert [message.split("”")[0] for _, message in warned(left)] == [f"“{word} 2.1(b)"]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("How a fine is fought, see ‘Appeals to us’.", 1),
        ('Fines are described in the section "Appeals To Us" below.', 1),
        ("Fines are open to what the section entitled “Appeals to us” says.", 1),
        ("Fines may be fought (see the Appeals to us section).", 1),
        ("Fines may be fought under the heading “Appeals to us”.", 1),
        ("Nobody makes appeals to us in vain, see below.", 0),
        ("We call these letters “Appeals to us” from here on.", 0),
        ("Fines are fought as in [“Appeals to us”](https://court.example/appeals).", 0),
        ("Fines are told, see ‘Use’.", 0),
        ("Appeals to us are told in the section “Appeals to us”.", 1),
        (
            "Fines are told under “Appeals to us”.\n\n**Appeals to us:** Write a letter to the office.",
            0,
        ),
    ],
)
def test_a_removed_section_that_is_still_named(sentence: str, wanted: int) -> None:
    appeals = ("Appeals to us", "Send an appeal within a month and say what it is that you fight.")
    scope = refers(sentence)
    gone = compare(numbered(scope, appeals, USE), numbered(scope, USE, CHILDREN))
    assert [code for code, _ in warned(gone)] == ["dangling-reference"] * wanted
    assert warned(compare(numbered(scope, USE), numbered(scope, USE, CHILDREN))) == []
    renamed = ("Appeals To Us:", appeals[1].replace("month", "year"))
    assert warned(compare(numbered(scope, appeals), numbered(scope, renamed))) == []


def test_sections_named_together_may_change_places() -> None:
    both, each = refers("Read Sections 2-3 first."), refers("Read Section 2, then read Section 3.")
    later = ("Fees", "Interest is paid every year on the whole of it.")
    for scope, count in ((both, 0), (each, 2)):
        swapped = compare(numbered(scope, USE, later), numbered(scope, later, USE))
        assert len(warned(swapped)) == count


@pytest.mark.parametrize(
    ("before", "now"),
    [("See Sections 2-3 there.", "See Section 2 there."),
     ("If you break sections 1, 2 and 3, you go.", "If you break sections 1 and 2, you go.")],
)  # fmt: skip
def test_sections_that_were_merged_have_one_number(before: str, now: str) -> None:
    both = ("Use and fees", f"{USE[1]}\n\nThe fee is $4 a month for everybody, without a discount.")
    fees = ("Fees", "The fee is $4 a month for everybody, without a discount.")
    old = numbered(refers(before), USE, fees, CHILDREN)
    found = compare(old, numbered(refers(now), both, CHILDREN))
    assert (told(found), warned(found)) == ([], [])
    assert told(compare(old, numbered(refers(now.replace("2", "3")), both, CHILDREN)))


def test_numbers_of_laws_and_of_nobody_stay_words() -> None:
    old = numbered(refers("Article 2 GDPR and Section 2 of the Data Protection Act apply."), USE)
    new = numbered(
        refers("Article 3 GDPR and Section 3 of the Data Protection Act apply."), CHILDREN, USE
    )
    assert "~" in {line[0] for line in told(compare(old, new))}


@pytest.mark.parametrize(("number", "wanted"), [("II.B", []), ("II.F", ["dangling-reference"])])
def test_a_lettered_part_that_a_section_does_not_have(number: str, wanted: list[str]) -> None:
    text = (
        "TERMS OF SERVICE\n\nI. SCOPE\n\nThese terms apply as described in Section {} below to all of us.\n\n"
        "II. ENDING\n\nA. Term\n\nThese terms last for one whole year from the day of signing.\n\n"
        "B. Effect\n\nWhen they end, the data of the customer are deleted by us at once.\n\n"
        "III. NOTICES\n\nNotices are sent by letter to the address that we were given last.\n"
    )
    found = compare(text.format("II.A"), text.format(number))
    assert [code for code, _ in warned(found)] == wanted


def test_an_address_above_the_footer_does_not_go_with_one_of_its_lines() -> None:
    text = (
        "Acme Robotics Privacy Policy\n\nWhat we collect\n\nWe collect sensor data from your robot: maps "
        "of your rooms, the battery state and error reports.\n\nHow to reach us\n\nWrite to the following "
        "address whenever you want to know what we hold about you and yours.\n\nAcme Robotics GmbH\n"
        "Hansaring 61\n{}\nBack to top\n© 2024 Acme Robotics GmbH\nPrivacy\nTerms\nImprint\n"
    )
    found = compare(text.format("50670 Köln\nGermany"), text.format("Germany"))
    assert count_words(found) == (0, 2)


CAR = (
    "CAR SHARE TERMS\n\nARTICLE I - DRIVERS\n\nSection 1.01 Licence. A driver must hold a valid licence.\n\n"
    "Section 1.02 Age. A driver must be 21 or older.\n\nARTICLE II - MONEY\n\nSection 2.01 Fees. {}\n\n"
    "Section 2.02 Fines. A driver pays all fines.\n\nSchedule 1\n\nOne hour costs 9 dollars.\n\n"
    "Schedule 2\n\nOne day costs 60 dollars.\n"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fees are due, see Section 1.09.", ["Section 1.09"]),
        ("Fees are due, see Section 1.02.", []),
        ("Fees are listed in Schedule 4.", ["Schedule 4"]),
        ("Fees are listed in Schedules 1 and 3.", ["Schedule 3"]),
        ("Fees are listed in Schedule 2.", []),
        ("Fees are listed in Annex B.", []),  # there is no annex: another file
        ("Section 5 of the FTC Act and Article 6 GDPR apply.", []),
        ("Schedule 4 to the Data Protection Act 2018 applies.", []),
        ("Section 7.03 of the insurance contract applies.", []),
    ],
)
def test_paragraphs_and_annexes_that_are_not_there(text: str, wanted: list[str]) -> None:
    found = compare(CAR.format("Fees are due at once."), CAR.format(text))
    assert [message.split("”")[0][1:] for _, message in warned(found)] == wanted


TOOLS = (
    "TOOL LIBRARY TERMS\n\nMembers\n\n1.1 A member must be over 16.\n\n1.2 A member pays {}.\n\n"
    "Loans\n\n2.1 A loan ends after 14 days.\n\n2.2 A lost tool is paid for.\n\nEnd\n\n3.1 A member may leave.\n"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the fee of clause 4.1", ["clause 4.1"]),  # no section bears a number of its own
        ("the fee of clause 2.3", ["clause 2.3"]),
        ("the fee of clause 2.02", []),  # as contracts write 2.2
        ("the fee that Section 40.12 of the Civil Code allows", []),
    ],
)
def test_numbers_that_only_paragraphs_bear(text: str, wanted: list[str]) -> None:
    found = compare(TOOLS.format("a fee"), TOOLS.format(text))
    assert [message.split("”")[0][1:] for _, message in warned(found)] == wanted


def section_of(body: str) -> str:
    return (
        f"# Rules\n\n## Conduct\n\n{body}\n\n## Contact\n\nWrite to us at any time, day or night.\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Be kind.\n\n- no spam\n- no threats\n- no links to shops",
         "Be kind. No spam, no threats, no links to shops.",
         ["~ [-no-][+No+] spam[+,+] no threats[+,+] no links to shops[+.+]"]),
        # A duty that is gone is no part of a sentence that happens to hold its words.
        ("- You keep all of the data and comply with the law.\n- You comply with the data law.",
         "- You keep all of the data that the law wants and comply with it.",
         ["~ You keep all of the data [+that the law wants +]and comply with [-the law-][+it+].",
          "- You comply with the data law."]),
        ("We take these measures:\n\n- locks on all doors;\n- guards at night; and\n- a dog.",
         "We take locks on all doors, guards at night and a dog.",
         ["~ We take[- these measures:-] locks on all doors[-;-][+,+] guards at night[-;-] and a dog."]),
        ("If you keep it, we may suspend your membership and keep the deposit.",
         "If you keep it, we may suspend your membership. We may then keep the deposit.",
         ["~ If you keep it, we may suspend your membership[- and-][+. We may then+] keep the deposit."]),
        # An item of one or two words that leads to items of its own.
        ("We use:\n\n- needed cookies\n  - to keep you logged in\n- marketing cookies\n  - to show ads",
         "We use needed cookies to keep you logged in.\n\nWe use marketing cookies to show ads.",
         ["~ We use[-:-] needed cookies to keep you logged in[+.+]",
          "~ [+We use +]marketing cookies to show ads[+.+]"]),
    ],
)  # fmt: skip
def test_lists_and_sentences(old: str, new: str, wanted: list[str]) -> None:
    assert told(compare(section_of(old), section_of(new))) == wanted


def test_a_number_that_a_clause_bears_by_its_place_is_no_change() -> None:
    text = (
        "<h1>Terms</h1>{}<h2>{n}. Notice</h2><p>{n}.1 We give notice of it. {n}.2 You may object within 9 days."
        " {n}.3 We answer.</p>"
    )
    first = "<h2>1. Scope</h2><p>These terms apply to you and to us.</p>"
    new = text.format(first + "<h2>2. Words</h2><p>A day is a working day.</p>", n=3)
    found = compare(text.format(first, n=2), new)
    assert told(found) == ["+ A day is a working day."]
    edited = told(compare(text.format(first, n=2), new.replace("9 days", "8 days")))
    assert edited[1:] == ["~ [-2.2-][+3.2+] You may object within [-9-][+8+] days."]
    pair = next(
        p
        for s in compare(text.format(first, n=2), new.replace("9 days", "8 days")).sections
        for p in s.clauses
        if p.change == "edited"
    )
    assert [pair.ops[at][1] for at in pair.renumbered] == ["2.2", "3.2"]


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


@pytest.mark.parametrize(("option", "dot"), [((), "·"), (("--ascii",), "-")])
def test_a_list_that_became_a_sentence_shows_its_items_apart(
    tmp_path: Path, policydiff: CommandLine, option: tuple[str, ...], dot: str
) -> None:
    rest = "\n\nThe pool is open from May on, whatever the weather of the day may be.\n"
    old = "# Pool rules\n\nBring with you to the pool:\n\n- a towel of your own\n- a lock for the box\n"
    new = "# Pool rules\n\nBring with you to the pool a towel of your own and a lock for the box.\n"
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text + rest, "utf-8")
    shown = policydiff(
        "diff", *paths, "--no-cache", "--color", "never", "--layout", "unified", *option
    )
    assert f"[-{dot}-] {{+and+}} a lock" in " ".join(shown.out.split())
    assert count_words(compare(old + rest, new + rest)) == (1, 0)


@pytest.mark.parametrize("back", [False, True])
def test_what_happened_to_all_items_of_a_list_is_told_once(
    tmp_path: Path, policydiff: CommandLine, back: bool
) -> None:
    items = (
        "Open your locker with the code",
        "Lend your locker to a friend",
        "Close your locker at night",
    )
    sentence = "{}, {}, and {}, except on holidays.".format(*(i[0].lower() + i[1:] for i in items))
    texts = [
        f"# Lockers\n\n## Use\n\nThe app allows you to{use}\n\n## Law\n\nThe law of Malta applies.\n"
        for use in (":\n\n- " + "\n- ".join(items), " " + sentence)
    ]
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, text in zip(paths, reversed(texts) if back else texts, strict=True):
        path.write_text(text, "utf-8")
    shown = policydiff(
        "diff", *paths, "--no-cache", "--color", "never", "--layout", "unified"
    ).out.split("Obligations ", 1)[1]  # fmt: skip
    assert ("strengthened" if back else "weakened") + ", 2 obligations" in shown
    assert " ".join(shown.split()).count("limited: except on holidays") == 1


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


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Ask us — at any time.", "Ask us -- at any time.", []),
        ("Bring a towel—or two.", "Bring a towel--or two.", []),
        ("Ask -- at any time.", "Ask — at all times.", ["~ Ask [----][+—+] at [-any time-][+all times+]."]),
        ("Call it with -help.", "Call it with --help.", ["~ Call it with [---][+--+]help."]),
    ],
)  # fmt: skip
def test_a_dash_may_be_typed(old: str, new: str, wanted: list[str]) -> None:
    assert told(compare(section(old), section(new))) == wanted


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


LISTED = "The club agrees that (i) it will keep the ice clean, (ii) it opens at nine, and (iii) it pays the guard."


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (LISTED.replace("(iii)", "(c)").replace("(ii)", "(b)").replace("(i)", "(a)"), []),
        (LISTED.replace("(iii)", "3)").replace("(ii)", "2)").replace("(i)", "1)"), []),
        # A member more, and one out of its order: not the same list.
        (LISTED.replace("(iii)", "(iv)"), ["~ " + LISTED.replace("(iii)", "[-(iii)-][+(iv)+]")]),
    ],
)
def test_what_counts_a_list_inside_a_sentence_is_no_change(new: str, wanted: list[str]) -> None:
    assert told(compare(section(LISTED), section(new))) == wanted


def test_beside_an_edit_it_is_another_number() -> None:
    new = LISTED.replace("(iii)", "(c)").replace("(ii)", "(b)").replace("(i)", "(a)")
    changed = compare(section(LISTED), section(new.replace("nine", "ten"))).sections
    pair = next(p for s in changed for p in s.clauses if p.change == "edited")
    edits = [at for at, (op, _) in enumerate(pair.ops) if op != "=" and at not in pair.renumbered]
    assert [pair.ops[at][1] for at in edits] == ["nine", "ten"]
    assert [pair.ops[at][1] for at in pair.renumbered] == ["(i)", "(a)", "(ii)", "(b)", "(iii)", "(c)"]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What paragraph (a) or (b) says stays.", "What paragraph (i) or (ii) says stays."),
        ("It is under Article 6(1)(a) and 6(1)(b).", "It is under Article 6(1)(i) and 6(1)(ii)."),
        ("Skates are (a) sharp or (b) blunt when hired.", "Skates are (a) sharp or (b) new when hired."),
    ],
)  # fmt: skip
def test_letters_that_count_nothing_are_words(old: str, new: str) -> None:
    assert told(compare(section(old), section(new)))
