"""Tables in plain text are read row by row, cell by cell; what only looks like one is not."""

from __future__ import annotations

import pytest

from policydiff.model import Block
from policydiff.readers.text import read_text


def _rows(blocks: list[Block]) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for block in blocks:
        if block.kind == "cell":
            rows.setdefault(block.row, []).append(block.text)
    return list(rows.values())


def _cells(text: str) -> list[list[str]]:
    return _rows(read_text(text))


ROWS = [
    ["Cookie", "What it is for", "Kept"],
    ["_sid", "Keeps you signed in. It is deleted when you leave.", "3 hours"],
    ["1.gif", "counts visits", "until you leave"],
    ["lang", "Remembers your language.", "1 year"],
]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" | ".join(row) for row in ROWS),
        "\n".join("|" + "|".join(row) + "|" for row in ROWS),
        "\n\n".join(" | ".join(row) for row in ROWS),
        "\n".join("\t".join(row) for row in ROWS),
        "\n".join(f"{row[0]:<9}{row[1]:<54}{row[2]}" for row in ROWS),
        "\n".join(f"   {row[0]:<9}{row[1]:<54}{row[2]:>15}" for row in ROWS),
        "\n".join(
            f"{row[0]:<9}{row[1]:<54}{row[2]}" + ("\n-----    ------     -----" * (at == 0))
            for at, row in enumerate(ROWS)
        ),
        "\n".join(
            f"+----+:---+----+\n| {' | '.join(row)} |" for row in ROWS
        ),
        "\n".join("\t".join(row) + "\t" for row in ROWS),
    ],
)  # fmt: skip
@pytest.mark.parametrize("below", ["", "\n5. Other matters go here.", "\nWe answer you in a week."])
def test_a_line_is_a_row_whatever_its_cells_hold(text: str, below: str) -> None:
    blocks = read_text(f"We set these cookies:\n\n{text}{below}\n")
    assert _rows(blocks) == ROWS
    assert [block.text for block in blocks if block.header] == ROWS[0]
    assert len({block.line for block in blocks if block.kind == "cell"}) == len(ROWS)
    outside = [block.text for block in blocks if block.kind not in ("cell", "rule")]
    assert outside == ["We set these cookies:", *filter(None, [below.strip()])]


def test_tabs_typed_to_reach_a_column_and_cells_left_empty() -> None:
    typed = "Name\t\tKept\nE-mail\t\t30 days\nTelephone\t1 year\n"
    assert _cells(typed) == [["Name", "Kept"], ["E-mail", "30 days"], ["Telephone", "1 year"]]
    copied = "Name\tSold\tKept\nE-mail\t\t30 days\nTelephone\tno\t\nPictures\tno\t1 year\n"
    assert _cells(copied)[1:3] == [["E-mail", "", "30 days"], ["Telephone", "no", ""]]


def test_two_rows_are_a_table_where_one_is_a_head_over_figures() -> None:
    blocks = read_text("Ticket | Adult | Child under 14\nSummer | 9.50 | 4.00")
    assert [(block.text, block.header) for block in blocks][2:4] == [
        ("Child under 14", True),
        ("Summer", False),
    ]
    assert not _cells("Home | Shop | Help\nTerms | Imprint | Contact")


@pytest.mark.parametrize(
    "text",
    [
        "1.\tWe keep your name.\n2.\tWe keep your address.\n3.\tWe sell neither.\n",
        "(a)\tyour name;\n(b)\tyour address;\n(c)\tyour age.\n",
        "•  your name\n•  your address\n•  your age\n",
        "1.   Refunds\n2.   Returns\n3.   Repairs\n",
        "Article 1   Refunds\nArticle 2   Returns\nArticle 3   Repairs\n",
        "Refunds\t2\nReturns\t4\nRepairs\t9\n",
        "Refunds           2\nReturns           4\nRepairs          19\n",
        "Home | Shop | Help\n\nTerms of the shop\n",
        "Effective: 2 May 2021 | Version 3\nWe keep your name. We sell it to nobody.\n",
        "Home | Shop\nAbout us | Press\n",
        "\tWe keep your name.\n\tWe keep your address.\n\tWe sell neither.\n",
        "We keep it.  We do not sell it.\nYou may ask us.  We answer in ten days.\nIt is free.  Ask.\n",
        # Two columns of one page: to read across would tear both.
        "We keep your name and address as    Ask us whenever you would like\n"
        "long as your account is open and    to see what we hold, and we do\n"
        "for a month after you close it..    answer you within twenty days.\n",
    ],
)  # fmt: skip
def test_lists_contents_menus_and_prose_are_no_tables(text: str) -> None:
    assert not _cells(text)


def test_prose_is_unwrapped_at_its_own_width_beside_a_table_of_long_lines() -> None:
    prose = [
        "We use cookies so that the shop remembers what you put into your",
        "basket and which language you read. We do not use them to follow",
        "you on other sites, and we give what they hold to nobody else.",
    ]
    rows = [
        f"cookie{n} | Kept so that we can tell {'one visitor from another, ' * 5}no more. | {n} days"
        for n in range(2, 8)
    ]
    text = "\n".join([*prose, "", "Name | Why | Kept", *rows, "", *prose])
    blocks = [block for block in read_text(text) if block.kind != "cell"]
    assert [block.text for block in blocks] == [" ".join(prose)] * 2


def test_an_item_that_ends_in_an_address_ends_before_the_next_number() -> None:
    text = (
        "1. You may refuse all cookies in the settings of the browser you use\n"
        "at home. How that is done is told by those who made it, and for most\n"
        "of them the page is www.browsers.example/settings/privacy/cookies\n"
        "2. Some pages may not work as they should once you have refused all\n"
        "cookies. Those that show what you bought will, whatever you choose\n"
        "there, and so will the form by which you reach us.\n"
    )
    assert [block.text[:2] for block in read_text(text)] == ["1.", "2."]
