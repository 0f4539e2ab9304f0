"""Readers: bytes to text, text to blocks. The pages in cases/readers show block for block."""

from __future__ import annotations

import codecs

import pytest
from conftest import Page, read_pages, spell

from policydiff import api, formats
from policydiff.errors import SourceError
from policydiff.formats import FORMATS
from policydiff.model import Block, RawSnapshot
from policydiff.readers import READERS, Reader, detect_format, read_blocks
from policydiff.readers.decode import decode
from policydiff.readers.reading import Reading

PROSE = "We may share your data – “all of it” – with Café Müller for 5 €.\n" * 3


def read(text: str, name: str = "policy.txt") -> tuple[Block, ...]:
    return read_blocks(RawSnapshot(data=text.encode(), source=name)).blocks


def shown(blocks: tuple[Block, ...]) -> str:
    """Blocks as a page spells them: line, kind, marker, text with |breaks| and **bold**."""
    rows = []
    for block in blocks:
        text = block.text
        for start, end in reversed(block.bold):
            text = f"{text[:start]}**{text[start:end]}**{text[end:]}"
        lines = f"{block.line}-{block.end_line}" if block.end_line > block.line else f"{block.line}"
        kind = block.kind + ("" if block.kind in ("paragraph", "rule") else f" {block.level}")
        kind = f"{kind.removesuffix(' 0')}{' head' if block.header else ''}"
        kind += " quoted" if block.quote else ""
        kind = f"({block.furniture}) {kind}" if block.furniture else kind
        links = "".join(f" <{target}>" for _, target in block.links)
        marker = f"[{block.marker}] " if block.marker else ""
        text = "" if block.kind == "rule" else text
        rows.append(f"{lines} {kind}: {marker}{text}{links}".replace("\n", " | "))
    return "".join(row.rstrip() + "\n" for row in rows)


@pytest.mark.parametrize("page", read_pages("readers"))
def test_pages(page: Page) -> None:
    read = READERS[page.path.stem.split("-")[0]].read
    assert read is not None
    page.check(shown(read(spell(page.given)).blocks))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + PROSE.encode("utf-8"), "utf-8"),
        (b"\xff\xfe" + PROSE.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + PROSE.encode("utf-16-be"), "utf-16"),
        (PROSE.encode("utf-16-le"), "utf-16-le"),
        (PROSE.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + PROSE.encode("utf-32-le"), "utf-32"),
        (PROSE.encode("cp1252"), "cp1252"),
        (b"We may share your data.", "utf-8"),
        (b"", "utf-8"),
    ],
    ids=["utf-8", "bom", "utf-16 little", "utf-16 big", "no bom, little", "no bom, big", "utf-32",
         "cp1252", "ascii", "nothing"],
)  # fmt: skip
def test_encodings_are_read_right_and_reported(data: bytes, encoding: str) -> None:
    text, found, warnings = decode(data, source="x")
    assert found == encoding
    assert text in (PROSE, "We may share your data.", "")
    assert not warnings
    assert api.load(data).snapshot.encoding == encoding


def test_every_format_has_its_reader() -> None:
    assert list(READERS) == list(FORMATS)


WIDE = {
    "Chinese": "隐私政策\n\n我们不会出售您的个人信息。生效日期：2021年5月1日\n",
    "Japanese": "プライバシーポリシー\r\n当社は個人情報を販売しません。\r\n",
    "Russian": "Политика\n\nМы не продаём ваши данные.\n",
    "Arabic": "سياسة الخصوصية\nلن نبيع بياناتك أبدا.\n",
}


@pytest.mark.parametrize("language", WIDE)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_in_every_script(language: str, encoding: str) -> None:
    text, found, warnings = decode(WIDE[language].encode(encoding), source="x")
    assert (text, found, warnings) == (WIDE[language].replace("\r\n", "\n"), encoding, ())


@pytest.mark.parametrize("encoding", ["gb18030", "cp932", "utf-8"])
def test_stray_zeros_make_no_utf16(encoding: str) -> None:
    data = WIDE["Japanese"].encode(encoding)
    assert decode(data * 3 + b"\0a\0", source="x")[1] not in ("utf-16-le", "utf-16-be")


JAPANESE = (
    "荷物の方針\n\n当社は、お客様の荷物を第三者にお渡ししません。ご質問は窓口までお願いします。\n"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "iso2022_jp"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "cp932"),
        ("包裹政策\n\n我们不会向第三方出售您的数据，也不会打开您的包裹。\n", "gb18030"),
        ("소포 방침\n\n당사는 고객의 소포를 제3자에게 제공하지 않습니다.\n", "euc_kr"),
        (
            "Paketrichtlinie\n\nWir öffnen keine Päckchen für Dritte. Später löschen wir Ihre Daten.\n",
            "mac_roman",
        ),
        (
            "Parcel Policy\n\nWe don’t open parcels. It’s yours – “always”, says the café.\n",
            "mac_roman",
        ),
        (
            "Parcel Policy\n\nA “partner” carries parcels for us – and no letters – by day.\n",
            "mac_roman",
        ),
        ("Parcel Policy\n\nПолитика. Мы не открываем посылки. Товар у нас.\n", "cp1251"),
        (
            "Paketrichtlinie\n\nWir öffnen keine Päckchen für Dritte. Später löschen wir Ihre Daten.\n",
            "cp1252",
        ),
    ],
)
def test_encodings_that_nobody_declares_are_told_by_their_letters(text: str, encoding: str) -> None:
    found, name, warnings = decode(text.encode(encoding), source="x")
    assert found == text
    assert codecs.lookup(name).name in (codecs.lookup(encoding).name, "iso2022_jp")
    assert [w.code for w in warnings] == ["guessed-encoding"] * (name != "iso-2022-jp")


def test_a_page_that_declares_seven_bits_of_japanese() -> None:
    page = f"<html><head><meta charset=iso-2022-jp></head><body><p>{JAPANESE}</p></body></html>"
    found, name, _ = decode(page.encode("iso2022_jp"), source="x")
    assert (found, name) == (page, "iso-2022-jp")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_are_alike(ends: str) -> None:
    assert decode(f"One{ends}Two{ends}".encode(), source="x")[0] == "One\nTwo\n"


def test_a_few_broken_bytes_are_damage_and_no_other_encoding() -> None:
    data = ("Café Müller, naïve façade – “quoted”.\n" * 4).encode() + b"A broken \xff byte.\n"
    text, encoding, warnings = decode(data, source="x")
    assert encoding == "utf-8"
    assert text.splitlines()[4] == "A broken \ufffd byte."
    assert [(warning.code, warning.line) for warning in warnings] == [("invalid-utf8", 5)]


def test_controls_are_shown_and_counted_never_obeyed() -> None:
    text, _, warnings = decode("One\x1b[31m\nTwo\u202e\x9b\x07\n".encode(), source="x")
    assert text == "One\nTwo\ufffd\ufffd\u2407\n"  # a colour is no word
    assert [(w.code, w.message, w.line) for w in warnings] == [
        ("control-characters", "4 control characters are shown as symbols or left out", 1)
    ]


def test_what_no_reader_sees_is_taken_out() -> None:
    assert decode("da\u00adta\u200b\ufeff\u2060".encode(), source="x")[0] == "data"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            r"an old Word document \(.doc\), not text; save it as .docx",
        ),
        (b"{\\rtf1", "an RTF document, not text; save it as .docx or PDF"),
        (b"PK\x03\x04", "a broken ZIP archive or Office document"),
        (b"\x7fELF", "a program, not text"),
        (b"\xff\xd8\xff", "a JPEG picture, not text; convert it to text with OCR"),
    ],
)
def test_other_kinds_of_file_are_named_with_the_way_out(head: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=f"x.html: this is {kind}"):
        read_blocks(RawSnapshot(data=head + b"rest", source="x.html"))


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"We may" + b"\0" * 300])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="x: this is a binary file, not text"):
        decode(data, source="x")


MARKDOWN = "# Privacy\n\nWe [share](http://a.example) **all** of it.\n"


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        (MARKDOWN, "policy.md", "markdown"),
        (MARKDOWN, "policy.txt", "markdown"),
        (MARKDOWN, "policy", "markdown"),
        ("# One\n\n# Two\n\n# Three\n", "policy.txt", "markdown"),
        ("# Policy\n\n## Sharing\n\nWe may share it.\n", "policy.txt", "markdown"),
        ("Just prose.\n", "policy.md", "markdown"),
        ("Just prose.\n", "policy.txt", "text"),
        ("Security\n========\nWe [1] do * what we # can.\n", "policy.txt", "text"),
        ("We are #1 in parcels.\n* one\n* two\n", "policy.txt", "text"),
        ("One\n==========\nTwo\n----------\n", "policy.txt", "text"),
    ],
)
def test_formats_are_told_by_name_and_by_content(text: str, name: str, wanted: str) -> None:
    assert detect_format(text, name) == wanted


@pytest.mark.parametrize("rule", ["==========", "= = = = =", "----------", "* * *", "_____"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_row_of_signs_in_plain_text_is_a_separator(rule: str, gap: str) -> None:
    blocks = read(f"Security Measures{gap}{rule}{gap}We keep it safe.\n")
    assert [block.kind for block in blocks] == ["paragraph", "rule", "paragraph"]
    document = api.load(f"We share it with shops.\n{rule}\nWe keep it safe.\n".encode())
    assert [section.heading for section in document.sections] == [None]
    assert [(d.kind, d.first_line) for d in document.dropped] == [("rule", 2)]


@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_lines_count_from_one_in_the_source(suffix: str) -> None:
    text = "\n\nOne stands here.\n\n\n\nTwo stands here.\n"
    blocks = read(text, f"policy.{suffix}")
    assert [(b.text, b.line, b.end_line) for b in blocks] == [
        ("One stands here.", 3, 3),
        ("Two stands here.", 7, 7),
    ]


def test_the_same_markdown_twice_is_read_the_same() -> None:
    """Pieces are remembered; what is remembered must not depend on where it stood first."""
    once = read("Para.\n\n- item\n\n| a | b |\n|---|---|\n| c | d |\n", "x.md")
    again = read("X.\n\nPara.\n\n- item\n\n| a | b |\n|---|---|\n| c | d |\n", "x.md")[1:]
    assert [(b.text, b.line + 2, b.row) for b in once] == [(b.text, b.line, b.row) for b in again]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We may ~~never~~ share it.\n\nWe ~~do not~~ sell it.\n", "strikes out 2 passages"),
        ("We keep it.\n\n~~~\ncode\n~~~\n\nIt costs ~~ 5.\n", ""),
    ],
)
def test_words_struck_out_in_markdown_are_told(text: str, told: str) -> None:
    warnings = read_blocks(RawSnapshot(data=text.encode(), source="a.md")).warnings
    assert [told in warning.message for warning in warnings] == ([True] if told else [])


@pytest.mark.parametrize("end", ["\r", "\r\n", "\u2028", "\u2029", "\x85"])
def test_line_ends_of_other_systems(end: str) -> None:
    lines = ["Privacy Policy", "", "1. Sharing", "", "We share it with nobody.", ""]
    wanted = read("\n".join(lines))
    assert read(end.join(lines)) == wanted
    assert len(wanted) == 3


def test_a_lone_line_separator_is_no_line_end() -> None:
    (block,) = read("We share it\u2028with nobody.\n")
    assert block.line == block.end_line == 1


def test_a_format_may_be_known_by_its_suffix_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line in the registry makes a reader, also of a text that looks like Markdown."""

    def read_org(text: str) -> Reading:
        return Reading(blocks=(Block(kind="heading", level=1, text=text[2:], line=1, end_line=1),))

    monkeypatch.setitem(READERS, "org", Reader(read_org, by_suffix=True))
    monkeypatch.setitem(formats.FORMATS, "org", formats.Format("Org", (".org",)))
    monkeypatch.setitem(formats.SUFFIXES, ".org", "org")
    raw = RawSnapshot(data=b"* **Terms** of [use](https://parcels.example)", source="policy.org")
    found = read_blocks(raw)
    assert (found.format, found.warnings, found.blocks[0].kind) == ("org", (), "heading")
    assert detect_format("Terms", "policy.txt") == "text"


@pytest.mark.parametrize(
    "head",
    [
        "| Data | Recipients | |\n| --- | --- | --- |",
        "| Data | Recipients |\n| --- | --- | --- |",
        "| Data | Recipients | |\n| --- | --- |",
    ],
)
def test_the_head_of_a_markdown_table_may_span_columns(head: str) -> None:
    """Converters write a head over two columns as one cell, which is no table to GFM."""
    rows = "| Name | * Banks.<br>* Shops. | N/A. |\n| Mail | * Banks. | * Advertisers. |"
    text = f"{head}\n{rows}\n\nText behind it.\n"
    found = read_blocks(RawSnapshot(data=text.encode(), source="policy.md")).blocks
    cells = [(block.row, block.text) for block in found if block.kind == "cell"]
    assert [text for row, text in cells if row == 1] == ["Data", "Recipients", ""]
    assert [text for row, text in cells if row == 3] == ["Mail", "* Banks.", "* Advertisers."]


@pytest.mark.parametrize(
    ("source", "text", "bold"),
    [
        ("**What we collect:  **When you register", "What we collect: When you register", "What we collect:"),
        ("Your data **and **all of it", "Your data and all of it", "and"),
        ("2 ** 3 is **bold** here ** too", "2 3 is bold here too", "bold"),
    ],
)  # fmt: skip
def test_bold_whose_blanks_stand_inside_it(source: str, text: str, bold: str) -> None:
    """CommonMark closes nothing there, and converters of web pages write it all the time."""
    (block,) = read_blocks(RawSnapshot(data=source.encode(), source="policy.md")).blocks
    assert block.text == text
    assert [block.text[start:end] for start, end in block.bold] == [bold]


@pytest.mark.parametrize("glyph", ["·", "•", "o", "–"])
def test_bullets_of_word_are_items_though_each_is_a_paragraph(glyph: str) -> None:
    source = f"We collect:\n\n{glyph}       your name\n\n{glyph}       your age\n\nWe keep it.\n"
    found = read_blocks(RawSnapshot(data=source.encode(), source="policy.md")).blocks
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "We collect:"), ("item", "your name"), ("item", "your age"),
        ("paragraph", "We keep it."),
    ]  # fmt: skip


def test_pipes_of_a_page_that_was_laid_out_with_tables_are_no_text() -> None:
    """Converters leave the edges of layout tables behind, which are no rows of anything."""
    text = (
        "# Rowan Privacy Policy\n\n|  |   |  |   \n---  \n  \n|   \n"
        "**ACCESS** You can ask for your data.  \n|   \n|  **SHARING** We do not sell it.   \n|   \n"
        "We keep it safe. |  \n\n| |  **·** Your name\n\n---|---  \n**·** Your address\n"
    )
    blocks = read(text, "policy.md")
    assert not [block for block in blocks if "|" in block.text]
    told = " ".join(block.text for block in blocks)
    for words in ("You can ask for your data.", "We do not sell it.", "Your name", "Your address"):
        assert words in told
    assert next(block.line for block in blocks if "sell" in block.text) == 9


@pytest.mark.parametrize(
    "table", ["| | |\n|---|---|\n| sid | 1 year |\n", "Name | Kept\n---|---\nsid | 1 year\n"]
)
def test_what_is_a_table_stays_one(table: str) -> None:
    blocks = read(f"# Cookies\n\n{table}", "policy.md")
    assert [block.text for block in blocks if block.row][-2:] == ["sid", "1 year"]


def test_sentences_over_a_rule_are_no_heading() -> None:
    sentence = "Everything on these pages is for information only. " * 3
    kinds = [b.kind for b in read(f"**{sentence.strip()}**\n---\n\nWe keep it.\n", "policy.md")]
    assert "heading" not in kinds
    assert read("Sharing\n---\n\nWe keep it.\n", "policy.md")[0].kind == "heading"
