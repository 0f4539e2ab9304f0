"""Pages saved from the web: the notes that tools leave in the markup say when they were captured."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydiff import api
from policydiff.errors import SourceError
from policydiff.structure.date_pages import page_dates

PAGE = "<!DOCTYPE html>\n<html><head><title>Privacy</title>{head}</head>\n<body><h1>Privacy Policy</h1>\n<p>We share data.</p>{body}</body></html>\n{tail}"
SINGLEFILE = """<!--
 Page saved with SingleFile
 url: https://acme.example/privacy
 saved date: {}
-->"""
SAVED = [
    ("Internet Archive", "", "", "<!--\n     FILE ARCHIVED ON 12:30:01 Mar 01, 2019 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 10:00:00 Feb 22, 2020.\n-->", "2019-03-01"),
    ("SingleFile", SINGLEFILE.format("Wed Mar 01 2023 10:30:00 GMT+0100 (Central European Standard Time)"), "", "", "2023-03-01"),
    ("SingleFile, another day in UTC", SINGLEFILE.format("Wed Mar 01 2023 00:30:00 GMT+0100 (CET)"), "", "", "2023-02-28"),
    ("SingleFile, west", SINGLEFILE.format("Wed Mar 01 2023 22:30:00 GMT-0500 (EST)"), "", "", "2023-03-02"),
    ("Save Page WE", '<meta name="savepage-date" content="Wed Mar 01 2023 10:30:00 GMT+0100 (CET)">', "", "", "2023-03-01"),
    ("HTTrack", "", "<!-- Mirrored from acme.example/privacy by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 01 Mar 2021 10:30:00 GMT -->", "", "2021-03-01"),
    ("Wayback script", "<script>__wm.wombat(\"https://acme.example/\",\"20190301123001\",\"https://web.archive.org/\")</script>", "", "", "2019-03-01"),
    ("archive note of a corpus", "<!-- The following text is extracted from the acme.example privacy policy that was archived on 2000-06-07. The original snapshot is on the Wayback Machine. -->", "", "", "2000-06-07"),
    ("archive.today", '<link rel="canonical" href="https://archive.ph/2021.03.01-103000/https://acme.example/privacy">', "", "", "2021-03-01"),
    ("no date", "<!-- saved from url=(0042)https://acme.example/privacy -->", "", "", None),
    ("no day", SINGLEFILE.format("Wed Mar 41 2023 10:30:00 GMT"), "", "", None),
    ("no month", "", "", "<!-- FILE ARCHIVED ON 12:30:01 Mra 01, 2019 AND -->", None),
    ("no page of SingleFile", "<!-- We love SingleFiles! saved date: never -->", "", "", None),
    ("in the text only", "", "<p>FILE ARCHIVED ON 12:30:01 Mar 01, 2019</p>", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "head", "body", "tail", "day"), SAVED, ids=[s[0] for s in SAVED])
def test_the_note_of_a_tool_is_the_capture(
    name: str, head: str, body: str, tail: str, day: str | None
) -> None:
    data = PAGE.format(head=head, body=body, tail=tail).encode()
    assert [(d.kind, d.value) for d in page_dates(data)] == ([("captured", day)] if day else [])
    if day:
        snapshot = api.load(data).snapshot
        assert ("captured", day) in [(d.kind, d.value) for d in snapshot.dates]
    # Comments also stand before the page and in large ones.
    moved = (
        f"{head}{tail}{body}".encode() + PAGE.format(head="", body="x" * 500_000, tail="").encode()
    )
    if "<!--" in head + tail + body and "<p>" not in body:
        assert [d.value for d in page_dates(moved)] == ([day] if day else [])


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ('<meta property="article:modified_time" content="2021-03-01T23:30:00-05:00">', "2021-03-01"),
        ("<META HTTP-EQUIV='Last-Modified' CONTENT='Mon, 01 Mar 2021 10:30:00 GMT'>", "2021-03-01"),
        ('<meta content="2021-03-01" name="dcterms.modified"/>', "2021-03-01"),
        ('<meta name="date" content="2021-03-01">', "2021-03-01"),
        ('<meta name="DC.Date" content="2021-03-01T10:00">', "2021-03-01"),
        ('<META NAME=revised CONTENT="March 1, 2021">', "2021-03-01"),
        ('<meta name="revised" content="03/04/2021">', None),
        ('<meta name="date" content="March 2021">', None),
        ('<meta name="last-modified" content="soon">', None),
        ('<meta name="viewport" content="2021-03-01">', None),
        ('<meta property="article:modified_time" content="2021-13-01">', None),
    ],
)  # fmt: skip
def test_what_the_software_of_the_site_says_counts_only_where_the_text_is_silent(
    meta: str, day: str | None
) -> None:
    silent = PAGE.format(head=meta, body="", tail="").encode()
    found = page_dates(silent)
    assert [(d.kind, d.value) for d in found] == ([("updated", day)] if day else [])
    assert api.load(silent).snapshot.date == day
    spoken = PAGE.format(head=meta, body="\n<p>Last updated: 5 May 2020</p>", tail="").encode()
    snapshot = api.load(spoken).snapshot
    assert (snapshot.date, [w.code for w in snapshot.warnings if "date" in w.code]) == (
        "2020-05-05", [],
    )  # fmt: skip


def test_a_page_that_was_saved_and_says_when_it_was_updated() -> None:
    data = PAGE.format(
        head=SAVED[1][1], body="\n<p>Last updated: 5 May 2020</p><p>x</p>", tail=""
    ).encode()
    assert api.load(data).snapshot.date == "2020-05-05"
    assert api.load(data, by="captured").snapshot.date == "2023-03-01"


@pytest.mark.parametrize("text", ["Privacy\n\nSee <!-- FILE ARCHIVED ON 12:30:01 Mar 01, 2019 AND",
                                  "", "\xff\xfe\0<", "# Policy\n\n```\n<meta name='revised' x>\n```"])  # fmt: skip
def test_other_texts_have_no_such_dates(text: str) -> None:
    assert [d for d in page_dates(text.encode("latin-1")) if d.kind != "captured"] == []


@pytest.mark.parametrize("unit", [b"<!--", b"<meta ", b"<!-- SingleFile ", b"<meta a='", b"-->"])
def test_hostile_markup_is_read_in_linear_time(unit: bytes) -> None:
    data = b"<html>" + unit * (3_000_000 // len(unit))
    assert page_dates(data) == ()


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ('{"@type": "WebPage", "dateModified": "2022-04-05T08:00:00+02:00"}', ["2022-04-05"]),
        ('{"dateModified":"2022-04-05"}', ["2022-04-05"]),
        ('{"dateModified": "yesterday"}', []),
    ],
)
def test_linked_data_tells_when_the_site_changed_the_page(script: str, wanted: list[str]) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    found = page_dates(PAGE.format(head=head, body="", tail="").encode())
    assert [(date.kind, date.value) for date in found] == [("updated", day) for day in wanted]


MHTML = (
    "From: <Saved by Blink>\r\nSubject: Privacy\r\nDate: Mon, 1 Mar 2021 23:30:00 -0500\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n\r\n----b\r\n'
    "Content-Type: {media}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<h1>Privacy Policy</h1><h2 class=3D'x'>Sharing</h2><p>We will never sell your d=\r\nata to Caf=E9 M=FCller.</p>\r\n"
    "----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----b--\r\n"
)


def test_a_page_that_a_browser_saved_in_one_file(tmp_path: Path) -> None:
    data = MHTML.format(media="text/html; charset=iso-8859-1").encode()
    document = api.load(data)
    assert [clause.text for clause in document.clauses] == [
        "We will never sell your data to Café Müller."
    ]
    assert document.title == "Privacy Policy"
    assert [(d.kind, d.value) for d in document.snapshot.dates] == [("captured", "2021-03-02")]
    assert document.snapshot.format == "html"
    (tmp_path / "a.mhtml").write_bytes(data)
    (tmp_path / "b.html").write_text("<p>We may sell it.</p>", "utf-8")
    (series,) = api.load_series([tmp_path], undated="order")
    assert [Path(one.source).name for one in series.snapshots] == ["a.mhtml", "b.html"]


@pytest.mark.parametrize("data", [MHTML.format(media="text/css").encode(),
                                  MHTML.format(media="text/html").encode()[:200]])  # fmt: skip
def test_a_web_archive_without_a_page_is_refused_on_one_line(data: bytes) -> None:
    with pytest.raises(SourceError, match="holds no page; save the page as HTML only"):
        api.load(data)


def test_a_nested_web_archive_is_refused_in_time() -> None:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b{0}\n\n--b{0}\n"
    with pytest.raises(SourceError):
        api.load("".join(head.format(depth) for depth in range(20_000)).encode())
