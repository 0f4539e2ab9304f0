"""Headings of unmarked text, kind by kind: documents whose headings are marked in their cases.

A line that starts with "@1 " is a heading of level 1, "@T " the title; in run-in cases the heading is
what stands before the first full stop or colon.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from policydiff.api import explained, read_pair
from policydiff.model import Document, RawSnapshot
from policydiff.structure.documents import build_document
from policydiff.structure.settling import settle_headings

CASES = Path(__file__).parent / "cases" / "headings"
_MARK = re.compile(r"^@([T\d]) ", re.M)

Found = list[tuple[int, int]]  # line and level


def read_case(path: Path) -> tuple[bytes, Found]:
    """The text without marks, and its headings."""
    text = path.read_text()
    wanted = [
        (number, int(mark[1]))
        for number, line in enumerate(text.split("\n"), 1)
        if (mark := _MARK.match(line)) and mark[1] != "T"
    ]
    return _MARK.sub("", text).encode(), wanted


def headings(data: bytes, name: str = "case.txt") -> Found:
    """Line and level of what is found."""
    document = build_document(RawSnapshot(data=data, source=name))
    return [(section.line, section.level) for section in document.sections if section.heading]


# Known limits: what is wrong with them is said in docs/headings.md.
# Lines that are full by chance stand over headings that look like the rest of a sentence ("Leaving."),
# or the author's own layout is wrapped as well: dots of a table of contents, an indent.
_WRAPPED_LIMITS = frozenset(
    [
        "colon-shop", "count-sections", "house-insurer", "house-library", "run-in", "run-in-colon",
        "stop-notice", "stop-terms", "toc-airline", "toc-council",
    ]
)  # fmt: skip
_LIMITS = frozenset(["levels-under-empty", "lists-without-bullets", "toc-bare"])


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("dense", [False, True], ids=["as it is", "dense"])
def test_cases(path: Path, dense: bool) -> None:
    if path.stem in _LIMITS:
        pytest.skip("a known limit")
    data, wanted = read_case(path)
    if dense:  # without blank lines
        lines = data.decode().split("\n")
        kept = [number for number, line in enumerate(lines, 1) if line.strip()]
        place = {number: position for position, number in enumerate(kept, 1)}
        data = "\n".join(lines[number - 1] for number in kept).encode()
        wanted = [(place[line], level) for line, level in wanted]
    assert headings(data) == wanted


def wrapped(text: str, widths: tuple[int, ...], *, dense: bool) -> bytes:
    """The text as mail programs send it on: every line wrapped, and the result again."""
    lines = [line for line in text.split("\n") if line.strip() or not dense]
    for width in widths:
        lines = [
            row
            for line in lines
            for row in textwrap.wrap(line, width, break_on_hyphens=False) or [""]
        ]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("widths", [(72,), (80, 60), (76, 72)], ids=str)
@pytest.mark.parametrize("dense", [False, True], ids=["as it is", "dense"])
def test_wrapping_changes_no_heading(path: Path, widths: tuple[int, ...], dense: bool) -> None:
    """A text that was wrapped, and wrapped again at another width, has the headings that it had."""
    if path.stem in _WRAPPED_LIMITS | _LIMITS:
        pytest.skip("a known limit")
    text = read_case(path)[0].decode()
    documents = [
        build_document(RawSnapshot(data=data, source="case.txt"))
        for data in (wrapped(text, (), dense=dense), wrapped(text, widths, dense=dense))
    ]
    said, again = [[(s.level, s.heading) for s in document.sections] for document in documents]
    assert said == again


@pytest.mark.parametrize(
    "path",
    sorted(path for path in CASES.iterdir() if path.suffix in (".md", ".html")),
    ids=lambda path: path.name,
)
def test_cases_with_markup(path: Path) -> None:
    data, wanted = read_case(path)
    assert headings(data, path.name) == wanted


_UNDER_A_TITLE = "\n\nI. PARTIES\n\nThese terms bind us.\n\nII. SHARES\n\nA share costs 9 pounds.\n"
_PAGE = "Terms of the Club\n\nRenewal\n\nMembership renews every month, and it can be ended in the settings.\n"
_MORE = "\nReviews\n\nYou keep your rights in what you write, but you let us show it to other members of the club.\n"


@pytest.mark.parametrize(
    ("text", "title", "dropped", "kept"),
    [
        ("NORTH SEA CO-OPERATIVE\nMEMBERSHIP TERMS" + _UNDER_A_TITLE,
         "NORTH SEA CO-OPERATIVE MEMBERSHIP TERMS", [], []),
        ("Galloway Ferries Limited\n\nTERMS OF CARRIAGE" + _UNDER_A_TITLE,
         "TERMS OF CARRIAGE", [], ["Galloway Ferries Limited"]),
        ("For customers in Germany\n\nTERMS OF CARRIAGE" + _UNDER_A_TITLE,
         "TERMS OF CARRIAGE", [], ["For customers in Germany"]),
        ("Our Products\n\nTERMS OF CARRIAGE" + _UNDER_A_TITLE,
         "TERMS OF CARRIAGE", ["navigation"], []),
        ("# Ferry Terms\n\n**Ferry Terms**\n\nRead them.\n\n## Fares\n\nYou pay.\n",
         "Ferry Terms", ["title"], ["Read them."]),
        (_PAGE + _MORE + "\nJohn Smith\n\nChief Executive Officer\n", "Terms of the Club", [],
         ["John Smith", "Chief Executive Officer"]),
        (_PAGE + _MORE + "\nAnna Berg\n\nOle Lund\n", "Terms of the Club", [], ["Anna Berg"]),
        (_PAGE + _MORE + "\nMore information\n\nOur Shop\n", "Terms of the Club",
         ["navigation"], []),
        (_PAGE + _MORE + "\nRedefining clubs\n\nand company\n", "Terms of the Club",
         ["navigation"], []),
        (_PAGE + _MORE + "\nJane Doe\n\nPresident\n\n© 2020 Club\n", "Terms of the Club",
         ["copyright"], ["Jane Doe", "President"]),
    ],
)  # fmt: skip
def test_what_is_title_what_is_dropped(
    text: str, title: str, dropped: list[str], kept: list[str]
) -> None:
    """Only what is surely of the page is dropped; a name, an office or a region is a clause."""
    name = "x.md" if text.startswith("#") else "x.txt"
    document = build_document(RawSnapshot(data=text.encode(), source=name))
    clauses = [clause.text for section in document.sections for clause in section.clauses]
    assert document.title == title
    assert [one.kind for one in document.dropped] == dropped
    assert not set(kept) - set(clauses)


def pair(old: bytes, new: bytes) -> tuple[Document, Document]:
    """Two versions, read together."""
    raws = [RawSnapshot(data=data, source=f"{at}.txt") for at, data in enumerate((old, new))]
    first, second = read_pair(*raws)
    assert first
    assert second
    return first, second


def named(document: Document) -> set[str]:
    return {section.heading for section in document.sections if section.heading}


_UNSTEADY = sorted(CASES.glob("[cnls]*.txt"))  # those without tables of contents


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize(
    ("table", "left_out"),
    [
        ("Contents: Hiring a boat • Your deposit • Storms and fog • Leaving us", True),
        ("In this document: 1. Hiring a boat; 2. Your deposit; 3. Storms and fog; 4. Leaving us", True),
        ("Hiring a boat | Your deposit | Storms and fog | Leaving us", True),
        ("Hiring a boat | Your money | Storms and fog | Leaving us", True),
        ("Leaving us ..... 1\nStorms and fog ..... 2\nYour deposit ..... 3\nHiring a boat ..... 4", True),
        ("You must observe: Hiring a boat; Your deposit; Storms and fog; Leaving us", False),
        ("Hiring a boat; Your deposit; We sell your name; Leaving us", False),
        ("Ropes | Oars | Lamps", False),
    ],
)  # fmt: skip
def test_a_table_of_contents_in_one_line_or_out_of_order(
    table: str, left_out: bool, gap: str
) -> None:
    names = ["Hiring a boat", "Your deposit", "Storms and fog", "Leaving us"]
    text = [
        "We tie the boats up in a storm, and you pay no fee for that day.",
        "You may write to us within 20 days. We answer every letter that we get.",
    ]
    lines = ["Terms of the Boat House", "These terms bind you when you hire a boat from us.", table]
    lines += [row for at, name in enumerate(names) for row in (name, text[at % 2])]
    document = build_document(RawSnapshot(data=gap.join(lines).encode(), source="x.txt"))
    assert [section.heading for section in document.sections if section.heading] == names
    assert ("toc" in [one.kind for one in document.dropped]) is left_out


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize(
    "under", ["|---|---|", "| --- | :---: |", "|------|------|"], ids=["plain", "centred", "wide"]
)
def test_a_table_of_pipes_takes_no_heading_from_a_plain_text(under: str, gap: str) -> None:
    """Its cells are those of the same table in Markdown."""
    table = f"| Boat | Price a day |\n{under}\n| Skiff | 9 pounds |\n| Punt \\| raft | |\n"
    lines = [
        "Rules of the Rowing Club", "These rules bind you when you row one of our boats.",
        "What we ask for", table.strip(), "Ending your membership",
        "You may leave when you have paid for your boat. We return nothing of what you have paid.",
    ]  # fmt: skip
    text, marked = (
        build_document(RawSnapshot(data=data.encode(), source=name))
        for data, name in ((gap.join(lines), "x.txt"), ("\n\n".join(lines), "x.md"))
    )
    assert [s.heading for s in text.sections if s.heading] == [
        "What we ask for",
        "Ending your membership",
    ]
    cells = [
        [c.text for c in d.clauses if "cell" in c.kind or "row" in c.kind] for d in (text, marked)
    ]
    assert cells[0] == cells[1]
    assert len(cells[0]) >= 2


@pytest.mark.parametrize(
    ("top", "rows"),
    [
        (["Dr. Ada Reed", "Elm Harbour Surgery"], []),
        (["Chief Executive Officer", "Elm Harbour Surgery"], []),
        ([], ["Ropes and oars", "Food you cooked", "Tents and lamps"]),
        ([], ["Ropes", "Fish you caught", "Dogs", "Lamps and oil"]),
    ],
)
def test_names_and_rows_of_a_dense_text_head_no_section(top: list[str], rows: list[str]) -> None:
    text = [
        "Rules of the House", *top,
        "This page tells what our guests may do in the house, and what we do with their names.",
        "What you may bring", "You may bring these to the house:", *rows,
        "You may not bring a thing that burns or that bites somebody.",
        "Leaving", "Lock the door behind you, and write your name into the book on the table.",
    ]  # fmt: skip
    document = build_document(RawSnapshot(data="\n".join(text).encode(), source="x.txt"))
    wanted = ["What you may bring", "Leaving"]
    assert [section.heading for section in document.sections if section.heading] == wanted


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("Charts are drawn by Tern Inc.", False),
        ("Charts are drawn by Tern, Inc.", False),
        ("We buy charts from Tern Ltd.", False),
        ("Welcome to Tern Charts Inc.", False),
        ("The rights of Tern Ltd.", True),
    ],
)
def test_a_sentence_may_end_in_the_name_of_a_company(line: str, heads: bool, gap: str) -> None:
    """It heads no section, and the name above it does."""
    parts = [
        "Privacy at the Rowing Club", "Data", "We keep your name and your address for a year.",
        *([] if heads else ["Charts"]), line, "It may send you a letter if you have asked for a chart.",
        "Payments", "You pay by card, and the bank tells us that you did.",
    ]  # fmt: skip
    document = build_document(RawSnapshot(data=gap.join(parts).encode(), source="x.txt"))
    middle = line if heads else "Charts"
    assert [s.heading for s in document.sections if s.heading] == ["Data", middle, "Payments"]


def test_a_number_without_its_stop_counts_only_where_it_fills_a_hole() -> None:
    """A house number below the title is none, where "1." has its place."""
    body = "1. Boats\n\nYou may row them.\n\n2. Oars\n\nYou pay for them.\n\n3. Fees\n\nWe ask for 5 pounds.\n"
    for text, number in ((body.replace("1.", "1", 1), "1"), (f"1 Quay Street\n\n{body}", "1.")):
        document = build_document(RawSnapshot(data=text.encode(), source="x.txt"))
        sections = [section for section in document.sections if section.heading]
        assert [section.number for section in sections] == [number, "2.", "3."]


@pytest.mark.parametrize("path", _UNSTEADY, ids=lambda path: path.stem)
def test_an_edit_elsewhere_makes_no_heading(path: Path) -> None:
    """Swap two sections, or add a sentence: the lines that stand in both are decided alike."""
    data, wanted = read_case(path)
    lines = data.decode().rstrip("\n").split("\n")
    starts = [line - 1 for line, _ in wanted]
    parts = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    top = lines[: starts[0]]
    for at in range(len(parts) - 1):
        if min(sum(map(bool, part)) for part in parts[at : at + 2]) < 2:
            continue  # a heading with nothing under it
        swapped = [*parts[:at], parts[at + 1], parts[at], *parts[at + 2 :]]
        last = max(rank for rank, line in enumerate(parts[at]) if line)
        added = [
            line + " Staff are told as well." * (rank == last)
            for rank, line in enumerate(parts[at])
        ]
        for edited in (swapped, [*parts[:at], added, *parts[at + 1 :]]):
            new = "\n".join([*top, *(line for part in edited for line in part)]).encode()
            first, second = pair(data, new)
            assert named(first) == named(second), at


def test_versions_decide_together_whatever_their_order() -> None:
    data, _ = read_case(CASES / "names-on-top.txt")
    other = data.replace(b"Wills are kept until they are needed.", b"")
    third = data.replace(b"What we learn\n", b"What we learn\nFrom you\nFrom the court\n")
    documents = [
        build_document(RawSnapshot(data=text, source="x.txt")) for text in (data, other, third)
    ]
    settled = settle_headings(documents)
    assert settle_headings(documents[::-1]) == settled[::-1]
    assert settle_headings([documents[0], *documents]) == [settled[0], *settled]
    assert settle_headings([documents[0]] * 3) == [{}, {}, {}]


def test_what_an_author_marked_up_is_not_decided_by_other_versions() -> None:
    """A line that becomes a heading by markup has changed."""
    rest = "\n\nWe keep it.\n\n# Uses\n\nWe use it.\n\n# Rights\n\nYou have some.\n"
    raws = [RawSnapshot(data=(f"# One\n\nText.\n\n{line}{rest}").encode(), source="p.md")
            for line in ("Storage", "# Storage")]  # fmt: skip
    first, second = read_pair(*raws)
    assert first
    assert second
    assert "Storage" in named(second) - named(first)


@pytest.mark.parametrize("name", ["run-in", "parts", "lists-without-bullets", "toc-leaders"])
def test_every_line_is_explained(name: str) -> None:
    data, _ = read_case(CASES / f"{name}.txt")
    document = explained(build_document(RawSnapshot(data=data, source="case.txt")))
    told = [decision.line for decision in document.decisions]
    lines = data.decode().split("\n")
    assert told == sorted(told)
    assert set(told) == {number for number, line in enumerate(lines, 1) if line.strip()}
    assert all(decision.signs for decision in document.decisions)


_BIRDS = """Privacy Notice of the Heron App

Last changed 02/05/2020

PURPOSE

Heron plays the calls of birds. This notice explains what data the app handles.

WHAT THE APP HANDLES

Device data

Maker, system, language and the number of the phone.

Camera

The app looks for birds. No picture leaves your hands.

Orders

Orders go through the shop of your phone. We see only that one was made.

THIRD PARTIES

Nimbus Analytics for Phones
Nimbus Adverts
Birdbook Service

These firms have notices of their own. Read them.

CHILDREN

The app is for grown people. We do not knowingly gather data from those under 16.

CHANGES

We may change this notice from time to time. Look at this page now and then.
"""


def test_rows_of_a_list_without_bullets_are_no_headings() -> None:
    """Blocks stand apart here, so rows that stand together are a list, whatever is above them."""
    document = build_document(RawSnapshot(data=_BIRDS.encode(), source="birds.txt"))
    assert [(section.level, section.heading) for section in document.sections][1:] == [
        (1, "PURPOSE"),
        (1, "WHAT THE APP HANDLES"),
        (2, "Device data"),
        (2, "Camera"),
        (2, "Orders"),
        (1, "THIRD PARTIES"),
        (1, "CHILDREN"),
        (1, "CHANGES"),
    ]


@pytest.mark.parametrize("annex", ["SCHEDULE A - BOATS", "APPENDIX 1 BOATS", "EXHIBIT I: BOATS"])
@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("ARTICLE {}", "Section {}.0{}"),
        ("Article {}.", "{}.{}"),
        ("Article {} -", "Section {}.{}."),
    ],
)
def test_an_annex_leaves_the_levels_before_it_alone(outer: str, inner: str, annex: str) -> None:
    text = "Club Rules\n\n"
    for one, name in enumerate(("Members", "Boats", "Money"), 1):
        text += f"{outer.format(one)} {name}\n\n"
        for two, part in enumerate(("Scope", "Duties"), 1):
            text += f"{inner.format(one, two)} {part} of {name}\n\n"
            text += "Every member keeps to what the committee says of it, and so does the committee.\n\n"
    text += (
        f"{annex}\n\nThe club has two boats and a raft, and nobody may take the raft out alone.\n"
    )
    document = build_document(RawSnapshot(data=text.encode(), source="rules.txt"))
    levels = [section.level for section in document.sections if section.heading]
    assert levels == [1, 2, 2, 1, 2, 2, 1, 2, 2, 1]


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("title", ["Help Desk: Data at Fern Rowing", "Your data at Fern Rowing"])
def test_the_first_question_of_a_page_is_not_its_title(title: str, gap: str) -> None:
    parts = [title]
    for asked in ("What is on this page?", "Which data do you hold about me?", "Do you sell my data?",
                  "How long do you keep it?", "Where can I complain?"):  # fmt: skip
        parts += [
            asked,
            "The club keeps what it has to keep by law, and nothing that it can do without.",
        ]
    document = build_document(RawSnapshot(data=gap.join(parts).encode(), source="faq.txt"))
    assert document.title == title
    assert document.sections[0].heading == "What is on this page?"
    assert not document.dropped


def test_a_section_sign_is_a_number_and_no_bullet() -> None:
    text = "BYLAWS\n\n" + "".join(
        f"§ {number} {name}\n\nThe club is called Fern, and it rows on the river when it can.\n\n"
        for number, name in enumerate(("Name", "Members", "Boats", "Ending"), 1)
    )
    document = build_document(RawSnapshot(data=text.encode(), source="bylaws.txt"))
    assert [section.number for section in document.sections] == ["§ 1", "§ 2", "§ 3", "§ 4"]


def test_a_marked_up_heading_over_a_notice_of_rights_stays() -> None:
    text = (
        "# Rules\n\n## Boats\n\nNobody takes a boat out alone, be it day or night, in any weather at all."
        "\n\n## Copyright Notice\n\nCopyright 2007-2024 Fern Club. All rights reserved.\n"
    )
    document = build_document(RawSnapshot(data=text.encode(), source="rules.md"))
    assert [section.heading for section in document.sections] == ["Boats", "Copyright Notice"]


_SENTENCE = "The club keeps what it has to keep by law, and nothing that it can do without."


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_lettered_names_over_prose_are_headings_below_the_numbered(gap: str) -> None:
    parts = ["Club Rules"]
    for number, name in enumerate(("Members", "Boats", "Money"), 1):
        parts.append(f"{number}. {name}")
        for label, part in zip("ab", ("Who Decides", "What They Owe"), strict=True):
            parts += [f"({label}) {part}", _SENTENCE]
    document = build_document(RawSnapshot(data=gap.join(parts).encode(), source="rules.txt"))
    found = [(s.level, s.number, s.heading) for s in document.sections if s.heading]
    assert found[:4] == [
        (1, "1.", "Members"),
        (2, "(a)", "Who Decides"),
        (2, "(b)", "What They Owe"),
        (1, "2.", "Boats"),
    ]
    assert len(found) == 9


def test_lettered_names_in_lists_are_items() -> None:
    parts = ["Club Rules"]
    for number, name in enumerate(("Members", "Boats", "Money"), 1):
        parts += [
            f"{number}. {name}",
            "The club takes:",
            "(a) Visa Cards",
            "(b) Bank Notes",
            _SENTENCE,
        ]
    document = build_document(RawSnapshot(data="\n\n".join(parts).encode(), source="rules.txt"))
    assert [s.heading for s in document.sections if s.heading] == ["Members", "Boats", "Money"]


@pytest.mark.parametrize(
    "rows",
    [
        ["Ada Finch, Copyright Agent", "Fern Rowing Club", "12 Quay Road", "Cardiff CF10 1AA"],
        ["Legal Department", "12 Quay Road", "Cardiff CF10 1AA"],
        ["Boats and Safety Team", "12 Quay Road", "Cardiff CF10 1AA"],
    ],
)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_who_opens_an_address_heads_no_section(rows: list[str], gap: str) -> None:
    parts = ["Club Terms"]
    for name in ("Your Membership", "Use of Boats", "Claims"):
        parts += [name, _SENTENCE]
    parts += [
        "If you think that we owe you something, write to:",
        "\n".join(rows),
        "Children",
        _SENTENCE,
    ]
    document = build_document(RawSnapshot(data=gap.join(parts).encode(), source="terms.txt"))
    assert rows[0] not in [section.heading for section in document.sections]


def test_a_house_between_title_and_date_heads_no_section() -> None:
    parts = ["Privacy Notice\n\nFinch & Moss, Florists\nLast revised: 3 March 2019"]
    parts += ["At Finch & Moss we look after your name as carefully as after flowers."]
    for name in ("What we collect from you", "Who sees it", "How to reach us"):
        parts += [name, _SENTENCE]
    document = build_document(RawSnapshot(data="\n\n".join(parts).encode(), source="notice.txt"))
    assert [section.heading for section in document.sections] == [
        None, "What we collect from you", "Who sees it", "How to reach us",
    ]  # fmt: skip
