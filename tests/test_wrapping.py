"""Plain text wrapped by hand, at any width, reads as the same text with a line a paragraph."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

import policydiff
from policydiff import api
from policydiff.model import Document

LOOSE = """Harbour Freight Notice
Last updated: March 2, 2024

This notice applies to all services of Harbour Freight and explains what we (i) collect from you, (ii) where we store it, and (iii) how we use it - always in line with the law - for the purposes that section 2.3 names.

1. Information we collect

We collect your name, e-mail address and phone number when you register. We also collect the following:

- your payment data, which our provider stores for us and which we never see in full
- your “home address” as you gave it – or as a neighbour did
- logs

2. How we use it

2.1 We use your data to ship parcels. We will not sell your data.
2.2 We may share your data with carriers (a) to deliver parcels, and (b) to find lost ones.
2.3 We keep your data for 3 years.

3. Your rights

You may object at any time by writing to privacy@harbour.example. You have the right to (1) access, (2) rectify and (3) erase your data, unless:

(a) a law demands that we keep it for longer than the period of section 2.3 above;
(b) we need it in court; or
(c) somebody else would be harmed.

Contact

Harbour Freight Ltd.
12 Quay Road
Dublin
"""
DENSE = "\n".join(line for line in LOOSE.split("\n") if line)


def greedy(text: str, width: int) -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))
        for line in text.split("\n")
    )


def hanging(text: str, width: int) -> str:
    return "\n".join(
        "\n".join(
            textwrap.wrap(
                line, width, break_long_words=False, break_on_hyphens=False,
                subsequent_indent="  " if line.startswith("- ") else "",
            )
        )
        for line in text.split("\n")
    )  # fmt: skip


def by_bytes(text: str, width: int) -> str:
    """As programs do that count bytes: a line with curly quotes is broken earlier."""
    rows: list[str] = []
    for line in text.split("\n"):
        row = ""
        for word in line.split(" "):
            if row and len(f"{row} {word}".encode()) > width:
                rows.append(row + " ")
                row = word
            else:
                row = f"{row} {word}" if row else word
        rows.append(row)
    return "\n".join(rows)


def outline(document: Document) -> list[tuple[str | None, list[tuple[str, str]]]]:
    return [(s.heading, [(c.kind, c.text) for c in s.clauses]) for s in document.sections]


@pytest.mark.parametrize("width", [36, 40, 46, 52, 60, 66, 72, 78, 84, 92, 100, 108, 116, 124, 132])
@pytest.mark.parametrize("fill", [greedy, hanging, by_bytes])
@pytest.mark.parametrize("text", [LOOSE, DENSE], ids=["blank lines", "dense"])
def test_a_wrapped_text_is_the_text(text: str, fill: Callable[[str, int], str], width: int) -> None:
    plain = policydiff.load(text.encode())
    wrapped = policydiff.load(fill(text, width).encode())
    assert outline(wrapped) == outline(plain)
    assert not policydiff.diff(plain, wrapped).events


@pytest.mark.parametrize(
    "text",
    [
        "We collect:\nyour name\nyour address\nyour phone number\n",
        "Harbour Freight Ltd.\n12 Quay Road\nDublin\nIreland\nVAT 12345678\nPhone 1234\nFax 12\nMail\n",
        "You can write to our officer at privacy@harbour.example\niPhone users may use the app\n",
    ],
)
def test_short_lines_stay_lines(text: str) -> None:
    clauses = [
        clause for section in policydiff.load(text.encode()).sections for clause in section.clauses
    ]
    headings = [s.heading for s in policydiff.load(text.encode()).sections if s.heading]
    assert len(clauses) + len(headings) == len(text.strip().split("\n"))


SHORT = """Terms & Conditions of Sale

1. THE CONTRACT

1.1 Orders. An order is an offer. We accept it when we dispatch the{}goods.

1.2 Prices. Prices include VAT. Delivery is extra.

2. CANCELLATION

2.1 Your right. You may cancel within 14 days of receipt without giving{}a reason.

2.2 Exceptions. The right does not apply to goods made to order, nor to{}sealed goods that were opened.

THIS NOTICE DESCRIBES HOW MEDICAL INFORMATION ABOUT YOU MAY BE USED AND{}DISCLOSED AND HOW YOU CAN GET ACCESS TO THIS INFORMATION. PLEASE REVIEW{}IT CAREFULLY.

3. GENERAL

English law applies. Write to Quay Tiles, Unit 9, Tolmouth TR1 0AB.
"""


def test_a_short_text_of_which_few_lines_were_wrapped() -> None:
    wrapped, plain = (SHORT.replace("{}", sign) for sign in ("\n", " "))
    assert outline(policydiff.load(wrapped.encode())) == outline(policydiff.load(plain.encode()))


@pytest.mark.parametrize("glyph", "•·–▪◦‣►o*")
@pytest.mark.parametrize("name", ["policy.md", "policy.txt"])
def test_bullets_of_another_glyph_are_no_change(glyph: str, name: str) -> None:
    marks = "## " if name.endswith(".md") else ""
    text = f"""{marks}What we collect

We collect the following when you rent a locker from us in any of our shops:

- your name and e-mail address;
- your mobile number, which receives the opening code; and
- the times at which a locker is opened.

{marks}What we do not do

We do not sell it.
"""
    old = policydiff.load(text.encode())
    new = policydiff.load(text.replace("\n- ", f"\n{glyph} ").encode())
    assert outline(new) == outline(old)
    assert [clause.kind for clause in old.clauses].count("item") == 3
    assert not policydiff.diff(old, new).events


def test_a_dash_or_an_o_that_begins_one_line_is_a_word() -> None:
    text = "# Privacy\n\n**La tua** casella può stare nella filiale\no in un [negozio](https://n.example).\n"
    clauses = policydiff.load(text.encode()).clauses
    assert [clause.text for clause in clauses] == [
        "La tua casella può stare nella filiale o in un negozio."
    ]


def test_a_paragraph_of_two_lines_in_a_short_text() -> None:
    text = (
        "Library Notice\n\nChildren under 12 need the consent of a parent. The law of our county obliges us to{}"
        "keep a register of the consents that were given.\n\nContact\n\nWrite to us at any time.\n"
    )
    wrapped, plain = (policydiff.load(text.format(sign).encode()) for sign in ("\n", " "))
    assert outline(wrapped) == outline(plain)


CARRIAGE = """Carriage of Parcels

1. Sending

A parcel is taken when the sender has paid. A sender who breaks{}Section 2 loses the fee.

2. What may not be sent

Live animals and cash may not be sent, nor may anything that the post of the country forbids; see{}Section 1 for what follows.

3. Law

The law of Iceland governs this contract, whatever the country from which the parcel was sent or{}to which it goes.
"""


def test_a_reference_that_begins_a_line_is_no_number() -> None:
    wrapped, plain = (CARRIAGE.replace("{}", sign) for sign in ("\n", " "))
    assert outline(policydiff.load(wrapped.encode())) == outline(policydiff.load(plain.encode()))


TABLE = """Terms of the Ferry

Contents

1. Tickets and who may travel on them ...... 1
2. Luggage and animals on board ............ 1
3. Delays, and what we owe you for them .... 2

1. Tickets and who may travel on them

A ticket is good for one crossing on the day that is printed on it, and it is good for one person only.

2. Luggage and animals on board

Each passenger may bring two pieces. Animals stay on the car deck, and they need a ticket of their own.

3. Delays, and what we owe you for them

We pay back half of the fare when the ferry lands more than two hours late.
"""


@pytest.mark.parametrize("width", [40, 48, 66, 90])
def test_entries_with_dots_are_lines_of_their_own(width: int) -> None:
    rows = [row if "...." in row else greedy(row, width) for row in TABLE.split("\n")]
    wrapped = policydiff.load("\n".join(rows).encode())
    assert outline(wrapped) == outline(policydiff.load(TABLE.encode()))
    assert [dropped.kind for dropped in wrapped.dropped] == ["toc"]


def test_a_line_that_nobody_wrapped_does_not_hide_the_width() -> None:
    head = "The heading of this notice is longer than its lines are"
    body = greedy(
        "We keep what you give us for as long as the law asks and no longer than that. "
        "We may give it to a bailiff when you do not pay what you owe us.",
        40,
    )
    clauses = policydiff.load(f"{head}\n\n{body}\n".encode()).clauses
    assert [clause.text[:10] for clause in clauses if clause.text != head] == [
        "We keep wh",
        "We may giv",
    ]


def test_a_capital_makes_no_other_word_of_e_mail() -> None:
    old = policydiff.load(b"# Notice\n\nYour E-mail Address is kept. E-Mail us.\n")
    new = policydiff.load(b"# Notice\n\nYour Email Address is kept. Email us.\n")
    assert policydiff.diff(old, new).comparison.same


@pytest.mark.parametrize(
    "text",
    [
        "The law of the port applies, and you may sue us in any court of the{}Faroe Islands.",
        "This notice is for everybody who asks for a berth in the harbours of Port{}Ellen.",
        "DO NOT SAIL IF YOU DO NOT AGREE WITH THESE TERMS OF USE OF THE{}HARBOUR.",
        "We give the number of your card to nobody but the bank that our processor{}Klarvik holds.",
    ],
)
@pytest.mark.parametrize("dense", [False, True])
def test_a_last_line_that_begins_with_a_capital(text: str, dense: bool) -> None:
    page = f"Berth Notice\n\nFees\n\nYou pay before you land.\n\nTerms\n\n{text}\n\nContact\n\nCall us.\n"
    page = page.replace("\n\n", "\n") if dense else page
    wrapped, plain = (policydiff.load(page.format(sign).encode()) for sign in ("\n", " "))
    assert outline(wrapped) == outline(plain)
    assert not policydiff.diff(plain, wrapped).events


@pytest.mark.parametrize(
    "line",
    [
        "What We Ask You For When You Rent a Berth in Our Harbour for a Year\nMoney.",
        "We may ask the following of everybody who has a berth in the harbour:\nName.",
        "You may not do any of this while you lie at a berth in the harbour\n1. Fish.",
    ],
)
def test_a_short_sentence_below_a_line_is_one_of_its_own(line: str) -> None:
    document = policydiff.load(f"Berth Notice\n\n{line}\n\nContact\n\nCall us.\n".encode())
    assert line.replace("\n", " ") not in [clause.text for clause in document.clauses]


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("We tell you about auto-", "renewal of your plan before it happens."),
        ("We keep the list up-", "to-date, and tell you when it is not."),
        ("The supply of out-", "of-contract members costs more than that of others."),
        ("We never lend it to a third-", "party that you do not know."),
        ("You get a non-", "exclusive licence, a term of which is the law of Wales."),
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_a_line_may_end_at_the_hyphen_of_a_word(
    line: str, below: str, suffix: str, tmp_path: Path
) -> None:
    documents = []
    for joint in ("", "\n"):
        path = tmp_path / f"page.{suffix}"
        path.write_text(f"Club Terms\n\n1. Use\n\n{line}{joint}{below}\n", "utf-8")
        documents.append(policydiff.load(path))
    assert outline(documents[0]) == outline(documents[1])


def test_a_hyphen_that_stands_for_a_word_keeps_its_blank() -> None:
    text = "1. Use\n\nWe use first-\nand third-party cookies where you let us.\n"
    assert "first- and third-party cookies" in str(outline(policydiff.load(text.encode())))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (  # items without a stop, the first of them as long as a wrapped line
            "In these rules:\na) the word Club means the Fern Rowing Club of 12 Quay Road, Cardiff, VAT no. GB 1234567\n"
            "b) the word Member means whoever pays\nc) the word Boat means what floats\n",
            ["the word Member means whoever pays", "the word Boat means what floats"],
        ),
        (
            "You may bring\ni) a dog\nii) a friend of yours who has learnt to swim and does not fear the cold water\n"
            "iii) cake\n",
            ["a dog", "cake"],
        ),
        (  # a heading as long as the lines, over a starred item
            "You answer for what comes of your use of any of the club's boats\n"
            "* You tell the club that you can swim and that you will not row out\nwhen there is fog or ice on the water, or a storm.\n"
            "* You clean the boat that you have used and put it back where it\nwas before.\n"
            "* You pay for what you break, unless somebody else has paid for it\nalready.\n",
            ["You answer for what comes of your use of any of the club's boats",
             "You clean the boat that you have used and put it back where it was before."],
        ),
        (  # an address, its last line in lower case
            "The club is not bound by what its members say, and they are\nnot bound by what it says, as the law has it.\n\n"
            "You write to the club before you sue it, as the law of Wales\nhas it, and wait for a month.\n\n"
            "Fern Rowing Club\n12 Quay Road, Old Harbour\nletters-to-the-club@fern-rowing.example\n",
            ["12 Quay Road, Old Harbour", "letters-to-the-club@fern-rowing.example"],
        ),
    ],
)  # fmt: skip
def test_lines_that_begin_something_go_on_with_nothing(text: str, wanted: list[str]) -> None:
    document = policydiff.load(text.encode())
    told = [document.title, *(section.heading for section in document.sections)]
    told += [clause.text for section in document.sections for clause in section.clauses]
    assert set(wanted) <= set(told)


@pytest.mark.parametrize("ends", [(";", "; and", "."), (";", ", or", ""), (".", ".", ".")])
def test_lettered_lines_are_items_in_every_format(ends: tuple[str, ...], tmp_path: Path) -> None:
    items = [
        f"({label}) to {what}" for label, what in zip("abc", ("row", "mend", "paint"), strict=True)
    ]
    lines = "\n".join(item + end for item, end in zip(items, ends, strict=True))
    documents = []
    for suffix in ("md", "txt"):
        path = tmp_path / f"page.{suffix}"
        path.write_text(
            f"Rules\n\nYou may take a boat:\n{lines}\n\nSee (a) and the rest.\n", "utf-8"
        )
        documents.append(policydiff.load(path))
    found = [
        [(c.line, c.kind, c.number, c.text) for s in d.sections for c in s.clauses][-5:]
        for d in documents
    ]
    assert found[0] == found[1]
    assert [one[2] for one in found[0]] == ["", "(a)", "(b)", "(c)", ""]


_ON = (
    "We keep the book for ten years and show it to the harbour master, who may copy what is in it."
)


@pytest.mark.parametrize(
    ("item", "below", "heads"),
    [
        ("- The harbour master may ask for the book of boats and trips", "Storms and Fog", True),
        ("- The harbour master may ask for the book of all of the boats", "Storms", True),
        ("- The harbour master sends the book of the boats and trips by", "Royal Mail", False),
        ("- The harbour master keeps the book of the boats in the Royal", "Harbour Office", False),
        ("- The harbour master may ask for the book of the boats and trips", "of others", False),
    ],
)
def test_a_heading_below_a_full_item_of_a_dense_text(item: str, below: str, heads: bool) -> None:
    """Nothing in the item asks for more, and text stands below: "Storms and Fog" is a line of its own."""
    rest = textwrap.wrap(f"{_ON} {_ON}", 68)
    text = "\n".join(
        ["Rules of the Rowing Club", "The Book", *rest, "- Members row.", item, below, *rest]
    )
    document = api.load(text.encode())
    assert (below in [section.heading for section in document.sections]) is heads
    assert (
        any(clause.text.endswith(f"{item[-9:]} {below}") for clause in document.clauses)
        is not heads
    )
