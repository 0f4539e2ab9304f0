"""PDF: layouts that tell nothing of their structure, and files that cannot be read."""

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path

import pytest
from conftest import CASES, CommandLine
from pdf_writer import Text, write_pdf
from test_readers import shown

from policydiff import api
from policydiff.errors import SourceError
from policydiff.model import Page, RawSnapshot
from policydiff.readers import Read, read_blocks
from policydiff.readers.pdf import read_pdf

LEFT = [
    "We may share your personal data with the",
    "carriers who deliver parcels for us, infor-",
    "mation about the parcel included. Third-",
    "party carriers must keep it confidential.",
    "We do not sell your personal data to any",
    "person at all.",
]
RIGHT = [
    "You have the right to object to our use of",
    "your data. We answer within one month of",
    "your letter, and we may ask you to tell us",
    "who you are before we answer it, because",
    "we must not give information to others, nor",
    "to third-party firms that ask for it.",
]


def page(number: int, body: list[Text]) -> list[Text]:
    return [
        (72, 750, 9, False, "Acme Privacy Policy"),
        (300, 30, 9, False, f"Page {number} of 3"),
        (72, 700, 14, True, f"{number}. Section {number}"),
        *body,
    ]


def column(lines: list[str], left: float, top: float = 660) -> list[Text]:
    return [(left, top - 14 * row, 10, False, text) for row, text in enumerate(lines)]


def read(data: bytes, name: str = "policy.pdf") -> Read:
    return read_blocks(RawSnapshot(data=data, source=name))


def body(data: bytes) -> list[str]:
    return [b.text for b in read(data).blocks if b.furniture is None and b.kind != "heading"]


JOINED = [
    "We may share your personal data with the carriers who deliver parcels for us, information about the parcel "
    "included. Third-party carriers must keep it confidential. We do not sell your personal data to any person at all.",
    "You have the right to object to our use of your data. We answer within one month of your letter, and we may "
    "ask you to tell us who you are before we answer it, because we must not give information to others, nor to "
    "third-party firms that ask for it.",
]  # fmt: skip


@pytest.mark.parametrize("order", ["column by column", "row by row"])
def test_columns_are_read_one_after_the_other_and_hyphens_undone(order: str) -> None:
    """A hyphen of its own stays: "third-party" stands elsewhere in the text."""
    left, right = column(LEFT, 72), column(RIGHT, 320)
    rows = [text for pair in zip(left, right, strict=True) for text in pair]
    data = write_pdf([page(1, [*left, *right] if order == "column by column" else rows)])
    assert [text for text in body(data) if len(text) > 20] == JOINED


def test_a_hyphen_that_stands_for_a_word_keeps_its_blank() -> None:
    lines = ["We let our own people and a few whom we have picked use first-",
             "and third-party cookies where you have let us do so, and only then."]  # fmt: skip
    found = " ".join(body(write_pdf([column(lines, 72)])))
    assert "use first- and third-party cookies" in found


@pytest.mark.parametrize(
    ("end", "start", "word"),
    [
        ("You may send us a re-", "quest at any time", "a request at"),
        ("We keep your postal ad-", "dress for a year", "postal address for"),
        ("We will tell you how-", "ever little it is", "you however little"),
        ("We keep it up-", "dated all the year", "it updated all"),
        ("Nobody here may re-", "identify you from it", "may re-identify you"),
        ("We have chosen our sub-", "processors with care", "our sub-processors with"),
        ("Firms pay us for ad-", "supported pages like it", "for ad-supported pages"),
        ("We follow the self-", "regulatory code of it", "the self-regulatory code"),
        ("Whoever is a cookie-", "lover how ever it is", "a cookie-lover how"),
    ],
)
def test_a_word_that_the_line_cut_is_one_word(end: str, start: str, word: str) -> None:
    more = ["You date a cookie lover up there.", "How we ever did quest is not told.", end, start]
    assert word in " ".join(body(write_pdf([column(more, 72)])))


def test_running_headers_and_page_numbers_are_dropped_and_listed() -> None:
    data = write_pdf([page(number, column(LEFT, 72)) for number in (1, 2, 3)])
    assert " ".join(body(data)) == " ".join(JOINED[:1] * 3)
    document = api.load(data)
    assert [section.heading for section in document.sections] == [
        "Section 1",
        "Section 2",
        "Section 3",
    ]
    assert {dropped.kind for dropped in document.dropped} == {"navigation"}
    assert [block.text for block in read(data).blocks if block.furniture][:2] == [
        "Acme Privacy Policy",
        "Page 1 of 3",
    ]


def test_a_sentence_over_a_page_break_is_one_paragraph() -> None:
    first, second = column(LEFT[:1], 72, 100), column(LEFT[1:4], 72)
    found = read(write_pdf([first, second])).blocks
    assert [(b.text, b.line, b.end_line) for b in found] == [
        (JOINED[0].partition(" We do")[0], Page(1), Page(2))
    ]


def test_headings_items_bold_and_a_table() -> None:
    data = write_pdf(
        [
            [
                (72, 740, 20, True, "Privacy Policy"),
                (72, 700, 14, True, "What we collect"),
                (72, 680, 10, False, "We collect what you tell us and nothing else, as you may see in this list:"),
                (80, 660, 10, False, "• names;"),
                (80, 646, 10, False, "• addresses, which we need for the parcels that we bring to you and to"),
                (88, 632, 10, False, "those who live with you;"),
                (100, 618, 10, False, "– streets."),
                (72, 590, 10, True, "Cookies."),
                (120, 590, 10, False, "We set three."),
                (72, 560, 10, True, "Cookie"), (200, 560, 10, True, "Use"), (400, 560, 10, True, "Kept for"),
                (72, 540, 10, False, "sid"), (200, 540, 10, False, "Log-in"), (400, 540, 10, False, "a day"),
                (72, 520, 10, False, "lang"), (200, 520, 10, False, "Language of the"),
                (200, 507, 10, False, "page"), (400, 520, 10, False, "a year"),
            ]
        ]
    )  # fmt: skip
    assert shown(read(data).blocks) == (
        "1 heading 1: **Privacy Policy**\n"
        "1 heading 2: **What we collect**\n"
        "1 paragraph: We collect what you tell us and nothing else, as you may see in this list:\n"
        "1 item 1: [•] names;\n"
        "1 item 1: [•] addresses, which we need for the parcels that we bring to you and to those who live with you;\n"
        "1 item 2: [–] streets.\n"
        "1 paragraph: **Cookies.** We set three.\n"
        "1 cell head: **Cookie**\n1 cell head: **Use**\n1 cell head: **Kept for**\n"
        "1 cell: sid\n1 cell: Log-in\n1 cell: a day\n"
        "1 cell: lang\n1 cell: Language of the page\n1 cell: a year\n"
    )


@pytest.mark.parametrize("edition", ["policy-columns.pdf", "policy-office.pdf"])
def test_other_editions_of_the_policy_say_the_same(policydiff: CommandLine, edition: str) -> None:
    """Two columns printed without tags; and what LibreOffice makes of the DOCX."""
    folder = CASES / "formats"
    run = policydiff("diff", folder / "policy.md", folder / edition)
    assert (run.code, run.err) == (0, "")


def test_terms_and_boxes_of_a_printed_page_are_blocks(policydiff: CommandLine) -> None:
    """Chromium tags a definition list and a `<div>` with the element that says nothing."""
    folder = CASES / "formats"
    run = policydiff("diff", folder / "words.html", folder / "words.pdf")
    assert (run.code, run.err) == (0, "")


def test_headings_that_a_style_sheet_numbers_are_numbered_in_print(policydiff: CommandLine) -> None:
    """Chromium prints counters without a tag."""
    folder = CASES / "formats"
    run = policydiff("diff", folder / "counters.html", folder / "counters.pdf")
    assert (run.code, run.err) == (0, "")
    names = [s.number for s in api.load(folder / "counters.pdf").sections]
    assert names == ["I.", "§ 1.1", "§ 1.2", "II.", "§ 2.1"]


SOUND = write_pdf([page(1, column(LEFT, 72))])
BAD = {
    "encrypted": (
        (CASES / "formats" / "encrypted.pdf").read_bytes(),
        "this PDF is encrypted; open it with its password",
    ),
    "a scan": (write_pdf([[], []]), "this PDF holds no text: it is a scan or a picture; run OCR"),
    "cut": (SOUND[:200], "this PDF is broken"),
    "a head only": (b"%PDF-1.7\n", "this PDF is broken"),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 50, "this PDF is broken"),
    "many pages": (write_pdf([[(72, 700, 10, False, "x")]] * 1_001), "has 1001 pages"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_what_cannot_be_read_is_one_line_with_the_way_out(
    policydiff: CommandLine, tmp_path: Path, name: str, suffix: str
) -> None:
    data, told = BAD[name]
    with pytest.raises(SourceError, match=told):
        read(data)
    path = tmp_path / f"policy.{suffix}"
    path.write_bytes(data)
    run = policydiff("sections", path)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert "; " in run.err


def test_places_are_pages(policydiff: CommandLine, tmp_path: Path) -> None:
    path = CASES / "formats" / "policy.pdf"
    found = policydiff("sections", path, "--format", "json").json
    clause = found["sections"][-1]["clauses"][0]
    assert (clause["page"], "line" in clause) == (3, False)
    assert found["snapshot"]["dates"][0]["page"] == 1
    bound = policydiff("obligations", path, "--format", "json").json["obligations"]
    assert {"page", "line"} & bound[0].keys() == {"page"}
    new = tmp_path / "new.md"
    new.write_text(
        (CASES / "formats" / "policy.md").read_text("utf-8").replace("do not sell", "sell")
    )
    out = policydiff("diff", path, new).out
    assert "p. 2 → line" in out


def test_two_thousand_lines_are_read_in_time() -> None:
    start = time.perf_counter()
    data = write_pdf(
        [[(72, 750 - 14 * row, 10, False, text) for row, text in enumerate(LEFT * 8)]] * 40
    )
    assert read(data).blocks
    assert time.perf_counter() - start < 15


@pytest.mark.parametrize("name", ["policy.pdf", "policy-columns.pdf", "policy.docx"])
@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_are_read_or_refused(name: str, seed: int) -> None:
    """Cut, overwritten, or with a piece missing: never another error than ours."""
    chance = random.Random(seed)
    data = bytearray((CASES / "formats" / name).read_bytes())
    if seed % 3 == 0:
        del data[chance.randrange(len(data)) :]
    elif seed % 3 == 1:
        for _ in range(chance.randint(1, 200)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    else:
        start = chance.randrange(len(data))
        del data[start : start + 5_000]
    with contextlib.suppress(SourceError):
        assert api.load(bytes(data)).snapshot.format


def test_a_page_is_no_line_even_where_a_text_said_the_same_before(tmp_path: Path) -> None:
    pages = [(72, 700, 18, True, "Privacy Policy"), (72, 660, 11, False, "We may share your data.")]
    pdf = write_pdf([pages])
    assert Page(1) != 1
    assert Page(1) == Page(1)
    (line,) = {clause.line for clause in api.load(pdf).clauses}
    text = api.load(b"# Privacy Policy\n\nWe may share your data.\n")
    assert type(line) is Page
    assert {type(clause.line) for clause in text.clauses} == {int}
    assert {type(clause.line) for clause in api.load(pdf).clauses} == {Page}


POLICY = [
    (60.0, 520.0, 20.0, True, "Parcel Policy"),
    (
        60.0,
        480.0,
        11.0,
        False,
        "We never open the parcels of our customers, and we never ask what they hold; we",
    ),
    (60.0, 466.0, 11.0, False, "only weigh them."),
    (60.0, 430.0, 15.0, True, "Letters"),
    (60.0, 400.0, 11.0, False, "We never read a letter."),
]


@pytest.mark.parametrize(
    "how", [{"turned": True}, {"rotate": 90}, {"rotate": 180}, {"rotate": 270}]
)
def test_turned_pages_are_read_like_upright_ones(how: dict[str, int]) -> None:
    upright = read_pdf(write_pdf([POLICY]), "x").blocks
    assert [block.text for block in upright] == [
        "Parcel Policy",
        "We never open the parcels of our customers, and we never ask what they hold; we only weigh them.",
        "Letters",
        "We never read a letter.",
    ]
    assert read_pdf(write_pdf([POLICY], **how), "x").blocks == upright  # type: ignore[arg-type]


def test_a_word_cut_short_of_the_margin_is_put_together() -> None:
    blocks = read_pdf(
        write_pdf([[
            (60.0, 700.0, 11.0, False, "We carry letters and parcels from every town to every other town of the land."),
            (60.0, 686.0, 11.0, False, "We ask couri-"),
            (60.0, 672.0, 11.0, False, "ers of third-"),
            (60.0, 658.0, 11.0, False, "party firms."),
        ]]), "x",
    ).blocks  # fmt: skip
    assert blocks[-1].text.endswith("We ask couriers of third-party firms.")


def test_a_title_that_is_centred_on_two_lines_is_one() -> None:
    blocks = read_pdf(
        write_pdf([[
            (200.0, 740.0, 20.0, True, "The Northwind Parcels"),
            (240.5, 716.0, 20.0, True, "Privacy Policy"),
            *((60.0, 660.0 - 14 * n, 11.0, False, f"We carry parcel number {n}.") for n in range(6)),
        ]]), "x",
    ).blocks  # fmt: skip
    assert (blocks[0].kind, blocks[0].text) == ("heading", "The Northwind Parcels Privacy Policy")


def test_what_stands_above_and_below_a_table_is_no_row_of_it() -> None:
    table = [
        (left, 640.0 - 14 * row, 11.0, False, f"{name} {row}")
        for row in range(4)
        for left, name in ((90.0, "Courier"), (250.0, "Street"), (400.0, "Parcels"))
    ]
    blocks = read_pdf(
        write_pdf([[
            (60.0, 680.0, 11.0, False, "We may hand your parcels over to couriers who bring them to the door and to"),
            (60.0, 666.0, 11.0, False, "neighbours."),
            *table,
            (60.0, 570.0, 15.0, True, "Letters"),
            (60.0, 545.0, 11.0, False, "We never read a letter of anybody."),
        ]]), "x",
    ).blocks  # fmt: skip
    assert [block.kind for block in blocks] == ["paragraph", *["cell"] * 12, "heading", "paragraph"]
    assert blocks[0].text.endswith("to neighbours.")


COURIERS = [
    ("Courier", "Street", "Parcels"),
    *((f"Firm {n}", f"Lane {n}", str(n)) for n in range(5)),
]


def grid(rows: list[tuple[str, ...]], left: float, top: float) -> list[Text]:
    return [
        (left + 70 * column, top - 14 * row, 10, False, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]


@pytest.mark.parametrize("kept", [3, 5])
def test_a_table_goes_on_on_the_next_page(kept: int) -> None:
    """Also where one row is left for it, between running lines."""
    running: list[Text] = [
        (72, 750, 9, False, "Acme Privacy Policy"),
        (300, 30, 9, False, "Page 1"),
    ]
    behind: list[Text] = [(60, 500, 10, False, "We never read a letter of anybody in the town.")]
    pages = [
        [*running, *grid(COURIERS[:kept], 60, 200)],
        [*running, *grid(COURIERS[kept:], 60, 700), *behind],
    ]
    blocks = [b for b in read(write_pdf(pages)).blocks if b.furniture is None]
    assert [b.kind for b in blocks] == [*["cell"] * 18, "paragraph"]
    assert [b.text for b in blocks if b.kind == "cell"] == [
        cell for row in COURIERS for cell in row
    ]


def test_a_table_goes_on_in_the_next_column() -> None:
    shown = [*grid(COURIERS[:5], 60, 200), *grid(COURIERS[5:], 330, 700)]
    blocks = read(write_pdf([shown])).blocks
    assert [b.kind for b in blocks] == ["cell"] * 18


@pytest.mark.parametrize(
    ("bold", "lefts", "heads"),
    [
        (True, (110, 330), True),  # centred over columns that begin at 72 and 250
        (False, (110, 330), False),
        (True, (110, 200), False),  # both over the first column
    ],
)
def test_heads_that_are_centred_over_their_columns_are_cells(
    bold: bool, lefts: tuple[float, float], heads: bool
) -> None:
    rows = [
        ("The session in which you are", "It keeps you logged in."),
        ("Language", "It remembers how you read."),
        ("Basket of the shop", "It holds what you chose."),
    ]
    texts: list[Text] = [
        (left, 600, 10, bold, text) for left, text in zip(lefts, ("Cookie", "Use"), strict=True)
    ]
    for down, row in enumerate(rows):
        texts += [
            (left, 584 - 16 * down, 10, False, cell)
            for left, cell in zip((72, 250), row, strict=True)
        ]
    blocks = read(write_pdf([page(1, texts)])).blocks
    cells = [(block.text, block.header) for block in blocks if block.kind == "cell"]
    named = [("Cookie", True), ("Use", True)] if heads else []
    assert cells == [*named, *((cell, False) for row in rows for cell in row)]


def test_small_words_at_one_place_of_the_pages_run_through_them() -> None:
    pages = [
        [*column(LEFT, 72), (200, 420, 8, False, "Acme - confidential"), *column(RIGHT, 72, 300)]
    ] * 3
    blocks = read(write_pdf(pages)).blocks
    assert {b.text for b in blocks if b.furniture} == {"Acme - confidential"}


def test_a_stamp_across_the_page_is_listed() -> None:
    blocks = read(
        write_pdf([[*column(LEFT, 72), (200, 300, 60, False, "DRAFT 2"), *column(RIGHT, 72, 300)]])
    ).blocks
    assert [b.text for b in blocks if b.furniture] == ["DRAFT 2"]
    assert all(b.kind == "paragraph" for b in blocks)


def test_letters_of_another_size_are_no_taller_line() -> None:
    """A label in a larger font made a heading of its line, and cut the sentence."""
    lines = [
        *column(["We may share your personal data with the carriers that deliver it."] * 3, 60, 700),
        (60, 640, 12, False, "(b)"), (78, 643, 10, False, "We may bill you once a year, and we will tell you before"),
        (78, 631, 10, False, "we do so."),
    ]  # fmt: skip
    block = read(write_pdf([lines])).blocks[-1]
    assert (block.kind, block.text) == (
        "item", "We may bill you once a year, and we will tell you before we do so.",
    )  # fmt: skip


def test_the_mark_of_a_footnote_is_no_part_of_a_word() -> None:
    line = [
        (60.0, 700.0, 10.0, False, "We share it."), (113.5, 704.0, 6.0, False, "1"),
        (119.0, 700.0, 10.0, False, "We keep 10 m"), (180.5, 704.0, 6.0, False, "2"),
        (60.0, 640.0, 10.0, False, "We say more below."),
    ]  # fmt: skip
    assert body(write_pdf([line])) == ["We share it.[1] We keep 10 m2", "We say more below."]


NUMBERED = [
    "We may share your personal data with the carriers who",
    "deliver parcels for us, and with nobody else. They must",
    "keep it confidential and delete it as soon as they can.",
    "You have the right to object to our use of your data, and",
    "we answer within one month of the day on which your",
    "letter came. We do not sell your personal data.",
]


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("left", [30, 590])
@pytest.mark.parametrize("again", [False, True], ids=["continuous", "every page"])
def test_numbers_of_lines_in_the_margin_are_no_text(step: int, left: float, again: bool) -> None:
    pages = []
    for first in (0, 0 if again else 15):
        texts: list[Text] = []
        for row in range(15):
            at, number = 660 - 14 * row - 20 * (row // 6), first + row + 1
            texts.append((72, at, 10, False, NUMBERED[row % 6]))
            if number % step == 0:
                texts.append((left - 4 * (number > 9), at, 7, False, str(number)))
        pages.append(texts)
    blocks = read(write_pdf(pages)).blocks
    assert not any(block.text.strip().isdigit() for block in blocks if not block.furniture)
    assert sum(block.furniture == "navigation" for block in blocks) == 30 // step
    assert "7 We" not in " ".join(block.text for block in blocks)


def test_numbers_of_paragraphs_in_the_margin_are_text() -> None:
    texts: list[Text] = []
    for row in range(36):
        at = 760 - 14 * row
        texts.append((72, at, 10, False, NUMBERED[row % 6]))
        if row % 3 == 0:
            texts.append((50, at, 10, False, str(1 + row // 3)))
    blocks = read(write_pdf([texts])).blocks
    assert not any(block.furniture for block in blocks)
    assert "12" in " ".join(block.text for block in blocks).split()


@pytest.mark.parametrize(("size", "left_out"), [(8, True), (18, False)])
def test_small_words_above_the_title_of_a_lone_page_are_not_its_title(
    size: int, left_out: bool
) -> None:
    data = write_pdf(
        [[(72, 760, size, False, "Acme Ltd, in confidence"), (72, 700, 18, True, "Privacy Notice"),
          *column(NUMBERED, 72)]]
    )  # fmt: skip
    document = api.load(data)
    assert (document.title == "Privacy Notice", bool(document.dropped)) == (left_out, left_out)


@pytest.mark.parametrize(("bold", "head"), [(True, True), (False, False)])
def test_a_table_of_two_columns_has_a_head_where_it_is_bold(bold: bool, head: bool) -> None:
    rows = [
        ("Recipient", "Period"),
        ("Carriers", "30 days"),
        ("Banks", "10 years"),
        ("Ann", "1 day"),
    ]
    texts = [
        (left, 600 - 20 * at, 10, bold and not at, text)
        for at, row in enumerate(rows)
        for left, text in zip((72, 250), row, strict=True)
    ]
    cells = read(write_pdf([texts])).blocks
    assert [(cell.text, cell.header) for cell in cells[:3]] == [
        ("Recipient", head), ("Period", head), ("Carriers", False),
    ]  # fmt: skip
