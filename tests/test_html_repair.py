"""Pages that are broken or made by programs: unclosed headings, written bullets, hidden classes, spans."""

from __future__ import annotations

import pytest

from policydiff.model import Block
from policydiff.readers.html import read_html
from policydiff.readers.html_styles import hidden_names

PROSE = "<p>" + "We carry parcels to every door of the town. " * 20 + "</p>"


def shapes(html: str) -> list[str]:
    """Each block as its kind, level or marker, and text."""
    return [shape(block) for block in read_html(html).blocks if block.furniture is None]


def shape(block: Block) -> str:
    if block.kind == "heading":
        return f"h{block.level} {block.text}"
    return f"{block.marker} {block.text}" if block.kind == "item" else block.text


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (
            "<h1>Parcels<p>We carry parcels.<h2>Letters<p>We read <b>no</b> letters.<ul><li>Not one.</ul>",
            ["h1 Parcels", "We carry parcels.", "h2 Letters", "We read no letters.", "• Not one."],
        ),
        ("<h1>Parcels</h1><h2/><a name='x'/><p>We carry.</p>", ["h1 Parcels", "We carry."]),
        ('<h2/><a href="/x">Here</a> we carry.', ["Here we carry."]),
        ("<a href=https://parcels.example/>We carry</a> it.", ["We carry it."]),
        ("<h2><p>1.</p><p>Parcels</p></h2><p>We carry.</p>", ["h2 1. Parcels", "We carry."]),
        ("<h2><div>1.</div><div>Parcels</div></h2><p>We carry.", ["h2 1. Parcels", "We carry."]),
        ("<h2>Parcels<table><tr><td>We carry.</table>", ["h2 Parcels", "We carry."]),
    ],
)
def test_a_heading_ends_where_a_block_begins(html: str, wanted: list[str]) -> None:
    assert shapes(html) == wanted


WORD = "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (f"{WORD}<span>·<span>&nbsp;&nbsp; </span></span>We carry.</p>", ["· We carry."]),
        (f"{WORD}<span>§&nbsp; </span>We carry.<p>§ 5 holds.</p>", ["§ We carry.", "§ 5 holds."]),
        ("<p>•\tWe <b>carry</b>.</p><p>• We wait.</p>", ["• We carry.", "• We wait."]),
        ("<p>- We carry, we said -</p>", ["- We carry, we said -"]),
        ("<p>•</p><p>o we carry</p>", ["•", "o we carry"]),
    ],
)
def test_bullets_that_are_written_are_bullets(html: str, wanted: list[str]) -> None:
    assert shapes(html) == wanted


def test_bold_stands_behind_a_written_bullet() -> None:
    (block,) = read_html("<p>• <b>We</b> carry.</p>").blocks
    assert (block.text, block.bold) == ("We carry.", ((0, 2),))


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("<style>.note{display:none}</style>", {".note"}),
        ("<style>p.note, #tip { color: red; visibility: hidden }</style>", {".note", "#tip"}),
        ("<style>/* .a{display:none} */ .b{display:block}</style>", set()),
        ("<style>@media print { .note { display: none } } .tip{display:none}</style>", {".tip"}),
        ("<style>.note{display:none} .note.open{display:block}</style>", set()),
        ("<style>.note{display:none}</style><script>show('note')</script>", set()),
        ("<style>.note{display:none}</style><a onclick=\"open('note')\">More</a>", set()),
        ("<style>.list .note{display:none}</style>", set()),
        ("<style>.note{display:none", set()),
    ],
)
def test_classes_that_a_style_sheet_hides(head: str, wanted: set[str]) -> None:
    assert hidden_names(head) == wanted


def test_what_a_style_sheet_hides_is_left_out_where_it_is_little() -> None:
    style = "<style>.note{display:none}</style>"
    page = f"{style}{PROSE}<p class=note>We will pay you ten crowns for each parcel.</p>"
    assert not any("crowns" in text for text in shapes(page))
    assert [w.code for w in read_html(page).warnings] == ["hidden-text"]
    assert len(shapes(f"{style}{PROSE}<div class=note>{PROSE}</div>")) == 2  # half of the page


def test_banners_with_tags_of_their_own_and_page_headers_are_furniture() -> None:
    page = (
        f"<div title='header'><p>Parcels Ltd, confidential</p></div><h1>Parcels</h1>{PROSE}"
        "<amp-consent id=c><p>We use cookies. Accept?</p></amp-consent><div title='footer'><p>Page 5</p></div>"
    )
    assert len(shapes(page)) == 2
    assert len(read_html(page).blocks) == 5


def test_a_table_without_head_cells_keeps_its_rows_where_cells_span() -> None:
    table = (
        "<table><tr><td colspan=3>What we hold</td></tr><tr><td>Data</td><td>Purpose</td><td>Shared</td></tr>"
        "<tr><td rowspan=2>Names</td><td>Bills</td><td>Yes</td></tr><tr><td>Ads</td></tr></table>"
    )
    cells = [(b.row, b.text) for b in read_html(table).blocks if b.kind == "cell"]
    assert cells == [
        (1, "What we hold"), (1, ""), (1, ""), (2, "Data"), (2, "Purpose"), (2, "Shared"),
        (3, "Names"), (3, "Bills"), (3, "Yes"), (4, ""), (4, "Ads"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (
            "<frameset cols='1,2'><frame src=menu.html><frame name=x src='policy.html'></frameset>",
            "policy.html",
        ),
        ("<html><body><div id=root></div><script src=app.js></script></body></html>", "scripts"),
        ("<meta content='0; URL=/legal/new' http-equiv='Refresh'>", "leads on to /legal/new"),
        ("<html><body></body></html>", None),
        ("<html><body><p>We carry.</p><script src=app.js></script></body></html>", None),
    ],
)
def test_a_page_without_text_says_why(page: str, told: str | None) -> None:
    assert [told in w.message for w in read_html(page).warnings if told] == ([True] if told else [])
    assert told or not read_html(page).warnings


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<h2>Letters<a href=#l>¶</a></h2><h2>Parcels <a href='#p'>#</a></h2>", ["h2 Letters", "h2 Parcels"]),
        ("<p>We carry.<sup><a href='#n1'>1</a></sup> We wait.", ["We carry.[1] We wait."]),
        ("<p>We carry<a href='#n1'><sup>[1]</sup></a> it.", ["We carry[1] it."]),
        ("<p><a href='#r1'>1</a>Not on Sundays. <a href='#r1'>↩</a>", ["1. Not on Sundays."]),
        ("<p>See section <a href='#s4'>4</a>, 10<sup>th</sup> line.", ["See section 4, 10th line."]),
        ("<p>We carry.<sup><a href='/notes'>1</a></sup>", ["We carry.1"]),
    ],
)  # fmt: skip
def test_marks_that_lead_to_notes_are_no_words(html: str, wanted: list[str]) -> None:
    assert shapes(html) == wanted


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (
            "<x-page><template shadowrootmode=open><p>We carry.<template><p>Never</template></p>"
            "</template></x-page><template><p>No.</template><p>We wait.",
            ["We carry.", "We wait."],
        ),
        ("<x-h>Parcels</x-h><x-p>We carry.</x-p><x-p>We wait.</x-p>", ["Parcels We carry. We wait."]),
        ("<p>We informa<x-b>tion</x-b>, Post<x-r>®</x-r>", ["We information, Post®"]),
    ],
)  # fmt: skip
def test_elements_of_the_pages_own(html: str, wanted: list[str]) -> None:
    assert shapes(html) == wanted


def test_a_policy_in_a_frame_that_was_saved_with_the_page() -> None:
    inside = "<html><body>\n<h1>Parcels</h1><p>We carry them, &quot;always&quot;.&#10;&amp;amp; wait.</body></html>"
    page = f'<body><p>Post.</p><iframe sandbox srcdoc="{inside}"></iframe>\n<p>End.'
    blocks = read_html(page).blocks
    assert [shape(block) for block in blocks] == [
        "Post.", "h1 Parcels", 'We carry them, "always". & wait.', "End.",
    ]  # fmt: skip
    assert [block.line for block in blocks] == [1, 2, 2, 3]
    advertisement = f'<body>{PROSE}<iframe srcdoc="{inside}"></iframe>'
    assert [shape(b)[:8] for b in read_html(advertisement).blocks] == ["We carry"]
