"""DOCX: what Word keeps beside the text, and files that are no sound documents."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from conftest import CASES, CommandLine
from test_readers import shown

from policydiff.errors import SourceError
from policydiff.model import RawSnapshot
from policydiff.readers import Read, read_blocks

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def docx(body: str, *, head: str = "", extra: dict[str, str] | None = None) -> bytes:
    """The smallest package that Word opens, around the XML of a body."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        **(extra or {}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def read(data: bytes, name: str = "policy.docx") -> Read:
    return read_blocks(RawSnapshot(data=data, source=name))


TRACKED = (
    f'<w:p>{run("We keep it for ")}<w:del w:id="1" w:author="x"><w:r><w:delText>30</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" w:author="x">{run("90")}</w:ins>{run(" days.")}</w:p>'
    f'<w:p><w:moveFrom w:id="3" w:author="x">{run("It was here.")}</w:moveFrom></w:p>'
    f'<w:p><w:moveTo w:id="4" w:author="x">{run("It is here.")}</w:moveTo></w:p>'
)


def test_tracked_changes_are_accepted_and_told() -> None:
    found = read(docx(TRACKED))
    assert [block.text for block in found.blocks] == ["We keep it for 90 days.", "It is here."]
    assert [(w.code, w.message) for w in found.warnings] == [
        ("tracked-changes", "tracked changes (4) are read as if they were accepted")
    ]


def test_bold_breaks_and_struck_words() -> None:
    body = (
        f"<w:p>{run('Cookies. ', '<w:b/>')}{run('We use them.')}</w:p>"
        f"<w:p>{run('Old. ', '<w:strike/>')}{run('Acme Ltd')}<w:r><w:br/></w:r>{run('1 Long Street')}</w:p>"
        f"<w:p/><w:p>{run('Last.')}</w:p>"
    )
    found = read(docx(body))
    assert shown(found.blocks) == (
        "1 paragraph: **Cookies.** We use them.\n2 paragraph: Acme Ltd | 1 Long Street\n3 paragraph: Last.\n"
    )
    assert [warning.code for warning in found.warnings] == ["marked-edits"]


def test_the_title_stands_above_the_headings_and_page_headers_are_left_out() -> None:
    found = read((CASES / "formats" / "policy.docx").read_bytes())
    headings = [(block.level, block.text) for block in found.blocks if block.kind == "heading"]
    assert headings[:3] == [
        (1, "Tidewater Parcels Privacy Policy"),
        (2, "1. What we collect"),
        (3, "1.1 Data that you give us"),
    ]
    assert "internal draft" not in found.text
    assert (found.format, found.warnings) == ("docx", ())


def test_the_content_counts_and_not_the_suffix() -> None:
    found = read(docx(TRACKED), "policy.doc.txt")
    assert found.format == "docx"
    assert found.warnings[0].code == "wrong-suffix"


SOUND = docx(f"<w:p>{run('We may share it.')}</w:p>")
BROKEN = {
    "cut": (SOUND[: len(SOUND) // 2], "broken ZIP archive or Office document"),
    "no XML": (docx("<w:p>"), "this Word document is broken"),
    "entities": (docx("", head='<!DOCTYPE x [<!ENTITY a "b">]>'), "declares entities"),
    "bomb": (docx(run("a" * 70_000_000)), "unpacks to 66 MB"),
    "nested": (docx("<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000), "broken"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_documents_are_refused(policydiff: CommandLine, tmp_path: Path, name: str) -> None:
    data, told = BROKEN[name]
    with pytest.raises(SourceError, match=told):
        read(data)
    path = tmp_path / "policy.docx"
    path.write_bytes(data)
    result = policydiff("sections", path)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "; " in result.err  # the way out


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["xl/workbook.xml"], "a spreadsheet or a presentation; save it as PDF"),
        (["a.txt"], "a ZIP archive, not text; unpack it first"),
    ],
)
def test_other_packages_are_named(names: list[str], told: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(SourceError, match=told):
        read(data.getvalue())


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def numbered(paragraphs: str, numbering: str) -> list[str]:
    """Markers and texts of the items of a document with that numbering."""
    buffer = io.BytesIO()
    docx = pytest.importorskip("docx")
    docx.Document().save(buffer)
    made = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name == "word/document.xml":
                new.writestr(name, f"<w:document {_W}><w:body>{paragraphs}</w:body></w:document>")
            elif name == "word/numbering.xml":
                new.writestr(name, f"<w:numbering {_W}>{numbering}</w:numbering>")
            else:
                new.writestr(name, old.read(name))
    read = read_blocks(RawSnapshot(data=made.getvalue(), source="x.docx"))
    return [f"{block.marker} {block.text}".strip() for block in read.blocks]


def item(text: str, use: int = 1, level: int = 0) -> str:
    told = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{use}"/></w:numPr>' if use else ""
    return f"<w:p><w:pPr>{told}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def levels(*told: tuple[str, str, int]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, start) in enumerate(told)
    )


LISTS = (
    f'<w:abstractNum w:abstractNumId="7">{levels(("decimal", "%1.", 1), ("lowerLetter", "(%2)", 1))}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="8">{levels(("decimal", "%1.", 4), ("decimal", "%1.%2", 1))}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


@pytest.mark.parametrize(
    ("paragraphs", "wanted"),
    [
        (
            [item("Carry."), item("Weigh.", level=1), item("Stamp.", level=1), item("Deliver.")],
            ["1. Carry.", "(a) Weigh.", "(b) Stamp.", "2. Deliver."],
        ),
        (
            [
                item("Carry."),
                item("We also say this.", use=0),
                item("Deliver."),
                item("Wait.", level=1),
            ],
            ["1. Carry.", "We also say this.", "2. Deliver.", "(a) Wait."],
        ),
        ([item("Carry.", 2), item("Weigh.", 2, 1)], ["4. Carry.", "4.1 Weigh."]),
        (
            [item("Carry."), item("Again.", use=3), item("More.", use=3)],
            ["1. Carry.", "1. Again.", "2. More."],
        ),
        ([item("Carry."), item(" "), item("Deliver.")], ["1. Carry.", "3. Deliver."]),
    ],
)
def test_lists_are_numbered_as_word_shows_them(paragraphs: list[str], wanted: list[str]) -> None:
    assert numbered("".join(paragraphs), LISTS) == wanted


def test_a_broken_numbering_costs_the_numbers_only() -> None:
    assert numbered(item("Carry.", use=9), LISTS) == ["Carry."]
    assert numbered(item("Carry."), LISTS.replace('w:val="1"', 'w:val="x"')) in (
        ["1. Carry."],
        ["Carry."],
        ["• Carry."],
    )


def test_fields_and_words_of_another_direction_are_text() -> None:
    body = (
        f'<w:p>{run("We, ")}<w:fldSimple w:instr="DOCPROPERTY Company">{run("Acme Ltd")}</w:fldSimple>'
        f'{run(", keep it")}<w:dir w:val="rtl">{run(" here")}</w:dir>{run(". No.", "<w:dstrike/>")}</w:p>'
    )
    assert [block.text for block in read(docx(body)).blocks] == ["We, Acme Ltd, keep it here"]


def test_styles_that_are_made_from_a_heading_are_headings() -> None:
    styles = (
        f'<w:styles xmlns:w="{WORD}">'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/><w:basedOn w:val="Own"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
        "</w:styles>"
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/styles" '
        'Target="styles.xml"/></Relationships>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(style)}</w:p>'
        for style in ("Clause", "H2", "Loop")
    )
    extra = {"word/styles.xml": styles, "word/_rels/document.xml.rels": relations}
    blocks = read(docx(body, extra=extra)).blocks
    assert [(b.kind, b.level) for b in blocks] == [("heading", 2), ("heading", 2), ("paragraph", 0)]


def test_comments_are_left_out() -> None:
    comments = (
        f'<w:comments xmlns:w="{WORD}"><w:comment w:id="1" w:author="x"><w:p>{run("We may never!")}</w:p>'
        "</w:comment></w:comments>"
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/comments" '
        'Target="comments.xml"/></Relationships>'
    )
    body = f'<w:p>{run("We keep it.")}<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    extra = {"word/comments.xml": comments, "word/_rels/document.xml.rels": relations}
    assert [b.text for b in read(docx(body, extra=extra)).blocks] == ["We keep it."]


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        ((("Recipient", "Data", "Purpose"), ("Couriers", "Names", "Delivery"), ("Bank", "Card", "Bills")), True),
        ((("_ga", "Acme", "2 years"), ("_gid", "Acme", "1 day"), ("_x", "Acme", "1 day")), False),
        ((("Firm", "Acme"), ("Seat", "Oslo"), ("Mail", "Box")), False),
    ],
)  # fmt: skip
def test_the_first_row_names_the_columns_also_unmarked(
    rows: tuple[tuple[str, ...], ...], head: bool
) -> None:
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p>{run(cell)}</w:p></w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    blocks = read(docx(f"<w:tbl>{cells}</w:tbl>")).blocks
    assert {block.row: block.header for block in blocks} == {1: head, 2: False, 3: False}


@pytest.mark.parametrize(
    ("look", "text", "told"),
    [
        ("<w:vanish/>", "We keep it.", ["hidden-text"]),
        ('<w:vanish w:val="true"/>', "We keep it.", ["hidden-text"]),
        ('<w:vanish w:val="0"/>', "Secretly. We keep it.", []),
        ("<w:webHidden/>", "Secretly. We keep it.", []),
        ("<w:strike/>", "We keep it.", ["marked-edits"]),
    ],
)
def test_text_that_word_hides_is_no_text(look: str, text: str, told: list[str]) -> None:
    found = read(docx(f"<w:p>{run('Secretly. ', look)}{run('We keep it.')}</w:p>"))
    assert [block.text for block in found.blocks] == [text]
    assert [warning.code for warning in found.warnings] == told
