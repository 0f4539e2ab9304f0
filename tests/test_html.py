"""HTML: which bytes are a page, in which encoding, what of it is text, and where it stands."""

from __future__ import annotations

import random
import re

import pytest
from conftest import CommandLine

from policydiff import api
from policydiff.model import Block, Document, RawSnapshot
from policydiff.readers import Read, read_blocks

PAGE = "<!DOCTYPE html>\n<html><body>\n<h1>Privacy</h1>\n<p>We may share it.</p></body></html>\n"
FRAGMENT = (
    "<h2>Sharing</h2>\n<p>We may share it.</p>\n<p>We sell nothing.</p>\n<ul><li>names</li></ul>\n"
)
MARKDOWN = "# Policy\n\nWe **may** share <b>it</b>.<br>\n\n## More\n\nA [link](http://a.example).\n"


def read(data: str | bytes, name: str = "policy.html") -> Read:
    data = data.encode() if isinstance(data, str) else data
    return read_blocks(RawSnapshot(data=data, source=name))


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if block.furniture is None]


@pytest.mark.parametrize(
    ("text", "name", "wanted", "told"),
    [
        (PAGE, "policy.html", "html", False),
        (PAGE, "policy.HTM", "html", False),
        (PAGE, "policy", "html", False),
        (PAGE, "-", "html", False),
        (PAGE, "policy.txt", "html", True),
        (PAGE, "policy.md", "html", True),
        ("<!-- saved -->\n<!-- twice -->\n" + PAGE, "-", "html", False),
        ('<?xml version="1.0" encoding="utf-8"?>\n' + PAGE, "policy.txt", "html", True),
        ("<HTML><BODY>We may share it.", "-", "html", False),
        (FRAGMENT, "-", "html", False),
        (FRAGMENT, "policy.txt", "html", True),
        ("Privacy Policy<P>We share it.<P>We sell it.<P>One.<P>Two.<P>Three.", "-", "html", False),
        (MARKDOWN, "policy.md", "markdown", False),
        (MARKDOWN, "-", "markdown", False),
        (MARKDOWN, "policy.html", "markdown", True),
        ("We may share it.\n", "policy.html", "text", True),
        ("<b>We</b> may share it.\n", "policy.html", "html", False),
        ("We may share it.<br>\nWith <Data Protection Officer>.\n" * 9, "policy.txt", "text", False),
        ("If a < b and c > d we share it.\n" * 9, "policy.txt", "text", False),
        ("Use <p> and <div> in your page, said the policy.\n" * 2, "policy.txt", "text", False),
        ("<p>One paragraph of raw HTML</p>\n\n# Policy\n\nText.\n\n# More\n", "policy.md", "markdown", False),
    ],
)  # fmt: skip
def test_content_tells_the_format_before_the_name(
    text: str, name: str, wanted: str, told: bool
) -> None:
    found = read(text, name)
    assert found.format == wanted
    assert ("wrong-suffix" in [warning.code for warning in found.warnings]) is told


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("windows-1250", "cp1250"),
        ("iso-8859-2", "iso8859-2"),
        ("windows-1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("shift_jis", "cp932"),
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
    ],
)
@pytest.mark.parametrize("form", ['<meta charset="{}">', '<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset={}">'])  # fmt: skip
def test_a_page_tells_its_encoding(charset: str, encoding: str, form: str) -> None:
    words = {
        "windows-1250": "Zásady ochrany údajů: žádné", "iso-8859-2": "Zásady ochrany údajů: žádné",
        "windows-1251": "Политика данных", "koi8-r": "Политика данных", "shift_jis": "個人情報の方針",
        "gb2312": "隐私政策",
    }.get(charset, "Café à 5 £")  # fmt: skip
    data = f"<html><head>{form.format(charset)}</head><p>{words}</p>".encode(charset)
    found = read(data)
    assert texts(found.blocks) == [words]
    assert found.encoding == encoding


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<meta charset=iso-8859-1><p>Café – naïve</p>".encode(), "utf-8"),  # valid UTF-8 wins
        (b"\xef\xbb\xbf" + "<meta charset=koi8-r><p>Café – naïve</p>".encode(), "utf-8"),
        ("<meta charset=utf-16><p>Café – naïve</p>".encode(), "utf-8"),
        ("<meta charset=nonsense><p>Café – naïve</p>".encode("cp1252"), "cp1252"),
        ("<meta charset=utf-8><p>Café – naïve</p>".encode("cp1252"), "cp1252"),
        ("<p>Café – naïve</p>".encode("utf-16"), "utf-16"),
    ],
)
def test_a_declaration_that_the_bytes_contradict_is_none(data: bytes, encoding: str) -> None:
    found = read(data)
    assert texts(found.blocks) == ["Café – naïve"]
    assert found.encoding == encoding


@pytest.mark.parametrize("name", ["policy.html", "policy.md", "policy.txt"])
def test_mojibake_is_mended_and_told(name: str) -> None:
    good = "We don’t share your “data” with Café Müller.\n"
    bad = good.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    paragraph = f"<p>{bad}</p>" if name.endswith("html") else bad
    found = read(paragraph, name)
    assert texts(found.blocks) == [good.strip()]
    assert [warning.code for warning in found.warnings] == ["mojibake"]


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” ‘quotes’ — dashes, ﬁne ligatures, ｗｉｄｅ letters, &amp; entities…",
        "São Paulo, Ângela, Åse; CAFÉ Â© — não, à l’été",
        "Ã la carte; « Â »; naïve façade; Škoda",
        "Политика конфиденциальности и Ñandú",
    ],
)
def test_sound_text_is_not_mended(text: str) -> None:
    found = read(text, "policy.txt")
    assert not [warning for warning in found.warnings if warning.code == "mojibake"]
    if "&amp;" not in text:
        assert texts(found.blocks) == [text]


def test_lines_are_those_of_the_source() -> None:
    """Also behind entities, repeated words, scripts, comments and tags over several lines."""
    source = (
        "<html>\n<head><script>\nif (a < b) document.write('<p>\\n')\n</script>\n<style>\np {}\n</style></head>\n"
        "<body\n  class=x>\n<!-- a\ncomment -->\n<p\n  id=y>Same &amp;\nsame.</p>\n\n<p>Same &amp;\nsame.</p>"
        "<noscript>\n\n</noscript>After.\n<b>bold\n</b><i>x</i>\n<div><a\nhref=z>link</a>\n\n</div>last\n"
    )
    assert [(b.text, b.line, b.end_line) for b in read(source).blocks if b.furniture is None] == [
        ("Same & same.", 13, 14),
        ("Same & same.", 16, 17),
        ("After. bold x", 19, 21),
        ("link", 23, 23),
        ("last", 25, 25),
    ]


def visible(document: Document) -> str:
    return " ".join(clause.text for clause in document.clauses)


def test_every_word_is_heading_clause_or_dropped() -> None:
    source = PAGE.replace("<h1>", "<nav><a href=/a>Home</a></nav>\n<h1>").replace(
        "</body>",
        "\n<h2>More</h2>\n<p>All of it.</p><footer>\n<a href=/b>Imprint</a></footer></body>",
    )
    document = api.load(source.encode())
    assert visible(document) == "We may share it. All of it."
    assert [(d.kind, d.first_line, d.last_line) for d in document.dropped] == [
        ("navigation", 3, 3),
        ("navigation", 8, 8),
    ]


def test_the_dates_of_an_archive_bar_are_not_those_of_the_page() -> None:
    source = (
        "<html><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div>12 captures, last updated 5 Jun 2020</div>"
        "<!-- END WAYBACK TOOLBAR INSERT --><h1>Policy</h1><p>We share it.</p></body></html>\n"
        "<!-- FILE ARCHIVED ON 05:08:38 Mar 06, 2003 AND RETRIEVED FROM THE INTERNET ARCHIVE ON "
        "10:00:00 Nov 01, 2024. -->"
    )
    dates = api.load(source.encode()).snapshot.dates
    assert [(date.kind, date.value) for date in dates] == [("captured", "2003-03-06")]


def test_marked_edits_and_hidden_text_are_told(policydiff: CommandLine, tmp_path: object) -> None:
    source = (
        f"<p>We keep it <del>30</del><ins>90</ins> days.</p><p hidden>{'hidden words ' * 40}</p>"
    )
    codes = {warning.code: warning.message for warning in read(source).warnings}
    assert codes["marked-edits"].startswith("the page marks 2 edits")
    assert codes["hidden-text"] == "80 words that the page does not show are not read"


@pytest.mark.parametrize("depth", [10, 3_000])
def test_depth_loses_no_words(depth: int) -> None:
    blocks = read(
        "<html>" + "<div>" * depth + "We may share it." + "</div>" * depth + "After."
    ).blocks
    assert texts(blocks) == ["We may share it.", "After."]


VISIBLE = (
    "p div span b i a h1 h2 h3 ul ol li table tr td th dl dt dd br blockquote font center em strong"
)


def soup(seed: int) -> str:
    """Tags opened and closed at random, with words that each stand once, over many lines."""
    chance = random.Random(seed)
    parts = []
    for number in range(chance.randint(1, 60)):
        tag = chance.choice(VISIBLE.split())
        parts.append(
            chance.choice(
                [f"<{tag}>", f"<{tag}\n>", f"</{tag}>", f" word{number} ", f"\nword{number}\n"]
            )
        )
    return "".join(parts)


@pytest.mark.parametrize("seed", range(300))
def test_no_visible_word_is_lost_and_each_stands_in_its_lines(seed: int) -> None:
    source = soup(seed)
    blocks = read(source + "<p>end</p>").blocks
    found = re.findall(r"word\d+", " ".join(block.text for block in blocks))
    assert sorted(found) == sorted(re.findall(r"word\d+", source))
    for block in blocks:
        for word in re.findall(r"word\d+", block.text):
            line = source.count("\n", 0, re.search(rf"{word}\b", source).start()) + 1  # type: ignore[union-attr]
            # What stands wrongly in a table is moved out of it, and told by the line of the table.
            if "<table" not in source:
                assert block.line <= line <= block.end_line


@pytest.mark.parametrize(
    ("panel", "kept"),
    [('<div class="accordion-body" style="display:none">', True), ('<div class="tab-pane" hidden>', True),
     ('<div id="faq-answer-3" style="display: none">', True), ('<div style="display:none">', False),
     ('<div class="cookie-banner collapse" hidden>', False)],
)  # fmt: skip
def test_hidden_panels_hold_text_of_the_policy(panel: str, kept: bool) -> None:
    text = "We will never sell your data to anybody."
    source = f"<html><body><h1>Privacy</h1><h2>Sharing</h2>{panel}<p>{text}</p></div><p>We use cookies.</p></body></html>"
    found = api.load(source.encode())
    assert (text in [clause.text for clause in found.clauses]) is kept
    codes = [warning.code for warning in found.snapshot.warnings]
    assert ("hidden-text" in codes) is not kept
