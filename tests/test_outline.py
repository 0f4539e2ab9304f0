"""Sections as they come out: who is above whom, and which lines head nothing."""

from __future__ import annotations

import textwrap

import pytest

from policydiff import api
from policydiff.model import Document, RawSnapshot
from policydiff.structure.documents import build_document
from policydiff.structure.sentences import split_sentences

_SAID = (
    "The club keeps what it has to keep by law, and nothing that it can do without.",
    "We look at it once a year, and the committee says in its report what it found there.",
    "Every member may ask the secretary for a copy, which comes by post within thirty days.",
    "Nobody outside the club sees it, unless a court or the harbour office asks us to show it.",
)
_NAMES = ("Members", "Boats and oars", "Fees", "The boat house", "Complaints", "Changes")


def read(text: str, name: str = "rules.txt") -> Document:
    return build_document(RawSnapshot(data=text.encode(), source=name))


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections if section.heading]


def levels(document: Document) -> list[int]:
    return [section.level for section in document.sections if section.heading]


def clauses(document: Document) -> list[str]:
    return [clause.text for section in document.sections for clause in section.clauses]


@pytest.mark.parametrize(
    ("mark", "number", "end"), [("## ", "{}. ", ""), ("## ", "", ""), ("**", "{}. ", "**")]
)
def test_wide_gaps_nest_no_marked_or_numbered_sisters(mark: str, number: str, end: str) -> None:
    """Two blank lines before a long paragraph part nothing where the author has marked the headings."""
    text = "# Club Rules\n"
    for rank, name in enumerate(_NAMES, 1):
        gap = "\n\n\n" if rank in (2, 4) else "\n\n"
        text += f"\n{mark}{number.format(rank)}{name}{end}"
        text += f"{gap}{' '.join(_SAID[:2])}\n\n{_SAID[2]}\n"
    assert levels(read(text, "rules.md")) == [1] * len(_NAMES)


@pytest.mark.parametrize(("mark", "name"), [("## ", "x.md"), ("", "x.txt")])
@pytest.mark.parametrize("number", ["{}. ", ""])
def test_an_entry_that_is_spelled_otherwise_nests_no_section(
    mark: str, name: str, number: str
) -> None:
    asked = ("What we hold", "Why we hold it", "Who sees your data", "How you correct your data",
             "How you complain about us")  # fmt: skip
    entries = [one.replace("correct your data", "correct the data") for one in asked]
    text = "Data at the Fern Rowing Club\n\nThis page tells you:\n\n" + "\n".join(
        f"* {entry}" for entry in entries
    )
    for rank, (heading, said) in enumerate(zip(asked, [*_SAID, _SAID[0]], strict=True), 1):
        text += f"\n\n{mark}{number.format(rank)}{heading}\n\n{said}"
    document = read(text, name)
    assert headings(document) == list(asked)
    assert levels(document) == [1] * len(asked)


@pytest.mark.parametrize(("bold", "gap"), [("", "\n\n"), ("", "\n"), ("**", "\n\n")])
def test_a_first_number_without_its_stop_is_of_the_count(bold: str, gap: str) -> None:
    """Although the letterhead and the signature begin with numbers, too."""
    parts = ["2-8 Quay Street | Fernmouth", "2 Rivers Ltd | Company number 01234567",
             "2RIVERS HIRE TERMS"]  # fmt: skip
    for rank, name in enumerate(_NAMES, 1):
        parts.append(f"{bold}{rank}{' ' if rank == 1 else '.'}{name}{bold}")
        parts += [f"{rank}.1 {_SAID[0]}", f"{rank}.2 {_SAID[1]}"]
    document = read(gap.join([*parts, "2 Rivers Ltd"]), "x.md" if bold else "x.txt")
    assert headings(document) == list(_NAMES)
    assert levels(document) == [1] * len(_NAMES)


_NONE = [
    ['"Race" means club-organised Summer Race.', '"Boat" means what floats and has oars in it.'],
    ['The "Shed" refers to our boat house.', '"Crew" or "Team" means those who sit in a boat.'],
    ["between", "Fern Rowing Club, 4 Quay Street, Fernmouth", "and", "the Member named above"],
    ["You reach the office here:", "Club Rules Desk", "4 Quay Street", "Fernmouth FM1 2AB"],
    ["Copyright (C) fern, Inc., All rights reserved"],
]


@pytest.mark.parametrize(("gap", "stop"), [("\n\n", "."), ("\n", "")])
@pytest.mark.parametrize("lines", _NONE, ids=lambda lines: lines[0])
def test_lines_that_head_nothing(lines: list[str], gap: str, stop: str) -> None:
    parts = ["Club Rules"]
    for name in _NAMES[:4]:
        parts += [f"{name.title()}{stop}", *_SAID[:2]]
        if name == _NAMES[2]:
            parts += [*lines, _SAID[3]]
    found = headings(read(gap.join(parts)))
    assert not {line.rstrip(".") for line in lines} & set(found)


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_heading_below_prose_is_no_title(gap: str) -> None:
    parts = ["This page tells you how the Fern Rowing Club uses cookies on its website."]
    for name in ("What are cookies", "How we use them", "Switching them off", "Other websites"):
        parts += [name, " ".join(_SAID[:2])]
    document = read(gap.join(parts))
    assert document.title is None
    assert headings(document)[0] == "What are cookies"


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_pair_of_headings_right_below_the_title(gap: str) -> None:
    parts = ["Refund and Payment Policy", "Refund Policy", "Refund within 14 days from payment day",
             "You can have your fee back within 14 days if you have not rowed."]  # fmt: skip
    for name, said in zip(("Refund terms", "Paying by card", "Prices", "Service"), _SAID, strict=True):  # fmt: skip
        parts += [name, said]
    found = headings(read(gap.join(parts)))
    assert found[:3] == ["Refund Policy", "Refund within 14 days from payment day", "Refund terms"]


def _wrapped(parts: list[str], width: int = 72) -> str:
    return "\n".join(line for part in parts for line in textwrap.wrap(part, width))


def test_the_next_section_is_no_end_of_a_full_item() -> None:
    item = "- photographs that members took at the races in the club's own boats"
    parts = ["Data Agreement"]
    for rank, name in enumerate(_NAMES, 1):
        parts += [f"{rank}. {name}", f"{rank}.1. {_SAID[0]} {_SAID[1]}",
                  f"{rank}.2. The data are of these kinds:", "- names and addresses", item]  # fmt: skip
    assert headings(read(_wrapped(parts))) == list(_NAMES)


def test_a_section_that_is_cited_ends_no_item() -> None:
    parts = ["Data Agreement"]
    for rank, name in enumerate(_NAMES, 1):
        parts += [f"{rank}. {name}", f"{_SAID[0]} {_SAID[1]}", "- what it says of them in our section",
                  f"{rank + 1}. Nobody else may see it."]  # fmt: skip
    text = _wrapped(parts).replace("our section\n", "and in more words our dear old section\n")
    document = read(text)
    assert not [one for one in headings(document) if one.startswith("Nobody")]


def test_a_title_as_long_as_the_lines_is_no_part_of_its_paragraph() -> None:
    long = "Improper Conduct/Interference with a Neighbouring Club or its Members"
    parts = ["Club Rules"]
    for name in (*_NAMES[:3], long, *_NAMES[3:]):
        parts += [
            name,
            f"Includes, but is not limited to, what is said here. {_SAID[1]} {_SAID[2]}",
        ]
    assert long in headings(read(_wrapped(parts)))


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("label", ["({n})", "({a})"])
def test_labels_that_count_over_prose_are_of_headings(label: str, gap: str) -> None:
    asked = ("What is a cookie?", "How the club uses them", "Types of cookies (all of them)",
             "Switching Them Off.", "Who to ask")  # fmt: skip
    parts = ["Cookie Notice", _SAID[0]]
    for rank, name in enumerate(asked):
        number = label.format(n=rank + 1, a="abcdefg"[rank])
        parts += [f"{number} {name}", f"{_SAID[1]} {_SAID[2]}", "We use them:", "- to count visits"]
    document = read(gap.join(parts))
    assert headings(document) == [name.rstrip(".") for name in asked]
    assert [section.number for section in document.sections if section.heading] == [
        label.format(n=rank + 1, a="abcdefg"[rank]) for rank in range(len(asked))
    ]


@pytest.mark.parametrize(
    "items",
    [
        ["(a) your name", "(b) your boat", "(c) your fee"],
        ["(a) Boats", "(b) Oars", "(c) Ropes"],
        ["(1) Show your card", "(2) Pay the fee", "(3) Take an oar"],
    ],
)
def test_labels_of_a_list_are_of_items(items: list[str]) -> None:
    parts = ["Club Rules"]
    for name in _NAMES[:4]:
        parts += [name, f"{_SAID[0]} {_SAID[1]}", "To row with us you bring and do this:", *items]
    assert headings(read("\n".join(parts))) == list(_NAMES[:4])


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("entry", ["{name}\t{page}", "{name} - page {page}", "{name} (p. {page})"])
def test_contents_with_pages_are_left_out_whole(entry: str, gap: str) -> None:
    table = "\n".join(entry.format(name=name, page=at) for at, name in enumerate(_NAMES, 2))
    parts = ["Terms of the Club", _SAID[0], f"Contents\n{table}"]
    for name in _NAMES:
        parts += [name, f"{_SAID[1]} {_SAID[2]}"]
    document = read(gap.join(parts))
    assert headings(document) == list(_NAMES)
    assert set(clauses(document)) == {_SAID[0], _SAID[1], _SAID[2]}
    assert [one.kind for one in document.dropped] == ["toc"]


def test_headings_between_dashes() -> None:
    text = "Club Rules\n\n" + "\n\n".join(f"- {name} -\n\n{_SAID[0]}" for name in _NAMES)
    assert headings(read(text)) == list(_NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "A member can have max. 3 boats in the shed at any time of the year.",
        "We keep the recordings for min. 30 days and then delete all of them.",
    ],
)
def test_a_shortened_word_before_a_number_ends_no_sentence(text: str) -> None:
    assert split_sentences(text) == (text,)


@pytest.mark.parametrize(
    ("entries", "last"),
    [
        ("[{0}](#{1})", "What the work looks like"),
        ("[{0}](#{1})", "What we no longer do"),
        ("{0}", "What the work looks like"),
    ],
    ids=["links", "links, one of no heading", "words"],
)
def test_the_chosen_entry_above_its_table_of_contents_goes_with_it(entries: str, last: str) -> None:
    names = ("Services for people", "Services for firms", "What the work looks like")
    table = "".join(
        f"* {entries.format(name, number)}\n" for number, name in enumerate((*names[:2], last))
    )
    sections = "".join(f"\n## {name}\n\nWe take names out of letters.\n" for name in names)
    text = (
        "# Privacy Policy\n\n## How we learn\n\nRead more about how we learn.\n\n"
        f"Services for people\n\n{table}\nWe learn from your letters.\n{sections}"
    )
    document = api.load(text.encode())
    assert [clause.text for clause in document.sections[0].clauses] == [
        "Read more about how we learn.", "We learn from your letters.",
    ]  # fmt: skip


@pytest.mark.parametrize("sign", [">>", "»", "›", ">"])
def test_the_way_to_a_page_is_not_its_title(sign: str) -> None:
    page = f"<p><b>Home {sign} Privacy Policy</b></p><h1>Privacy Policy:</h1><p>We keep it.</p>"
    document = build_document(RawSnapshot(data=page.encode(), source="a.html"))
    assert document.title == "Privacy Policy:"
    assert [(d.kind, len(document.sections)) for d in document.dropped] == [("navigation", 1)]


def test_what_leads_in_to_an_address_is_no_heading() -> None:
    page = "<p>Welcome to our shop.</p><p>Our postal address is</p><address>12 Quay Street<br>Bristol</address>"
    more = (
        "<p>How safe it is</p><p>We keep it in a safe that nobody but the owner can open.</p>" * 2
    )
    document = read(f"<html><body>{page}{more}</body></html>", "a.html")
    assert "Our postal address is" not in headings(document)
