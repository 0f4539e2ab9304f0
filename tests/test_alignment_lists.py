"""Alignment of lists by cases: sentences that became lists, items that moved, numbers of items."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from alignment_fixtures import compare, section, told
from conftest import CommandLine

from policydiff.compare.word_count import count_words

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
