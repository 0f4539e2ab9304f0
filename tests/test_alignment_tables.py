"""Alignment of tables by cases: rows, columns, heads."""

from __future__ import annotations

import pytest
from alignment_fixtures import compare, told

from policydiff.compare.joining import join_rows

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


def test_a_table_that_became_a_list_loses_only_its_head() -> None:
    items = "".join(f"- {a}: {b}, {c}\n" for a, b, c in list(ROWS.values())[1:])
    found = compare(
        markdown_table(list(ROWS.values())),
        f"# Terms\n\n## Retention\n\n{items}\nAfter that it is deleted.\n",
    )
    assert told(found) == ["- Data | Purpose | Kept for"] + [
        f"~ {a}[+:+] {b}[+,+] {c}" for a, b, c in list(ROWS.values())[1:]
    ]
