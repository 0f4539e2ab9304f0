"""WARC files: addresses are series, captures are snapshots, and what is no page is left out."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from policydiff import api
from policydiff.errors import SourceError
from policydiff.sources import load_series, load_snapshot, warc

POLICY = "Privacy Policy\n\nWe may share your data with our partners.\n"
URL = "https://www.acme.example/privacy"
TERMS = "https://www.acme.example/terms"


class Warc:
    """A WARC that is written record by record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = open(path, "wb")  # noqa: SIM115
        self.writer = WARCWriter(self.file, gzip=path.suffix == ".gz")

    def add(
        self,
        date: str,
        text: str | bytes = POLICY,
        *,
        url: str = URL,
        status: str = "200 OK",
        media: str | None = "text/plain",
        kind: str = "response",
        headers: tuple[tuple[str, str], ...] = (),
        **extra: str,
    ) -> None:
        data = text.encode() if isinstance(text, str) else text
        told = [("Content-Type", media)] if media else []
        http = StatusAndHeaders(status, [*told, *headers], protocol="HTTP/1.1")
        bare = kind in ("resource", "conversion")
        record = self.writer.create_warc_record(
            url, kind, payload=io.BytesIO(data), http_headers=None if bare else http,
            warc_content_type=media if bare and media else "",
            warc_headers_dict={"WARC-Date": date, **{k.replace("_", "-"): v for k, v in extra.items()}},
        )  # fmt: skip
        self.writer.write_record(record)

    def done(self) -> str:
        self.file.close()
        return str(self.path)


@pytest.fixture(params=["c.warc", "c.warc.gz"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Warc:
    return Warc(tmp_path / request.param)


def test_captures_of_one_address_are_a_series_by_time(made: Warc) -> None:
    made.add("2021-06-01T10:30:00Z", POLICY + "Two.\n")
    made.add("2020-06-01T23:30:00Z", url="http://acme.example/privacy/")
    made.add("2021-06-01T12:30:00.123456Z", POLICY + "Three.\n", media="text/markdown")
    path = made.done()
    (series,) = api.load_series([path])
    assert series.name == "acme.example/privacy"
    assert [s.date for s in series.snapshots] == ["2020-06-01", "2021-06-01", "2021-06-01"]
    assert [d.clauses[-1].text for d in series.documents[1:]] == ["Two.", "Three."]
    assert [s.format for s in series.snapshots] == ["text", "text", "markdown"]
    assert {s.date_kind for s in series.snapshots} == {"captured"}
    first = series.snapshots[0].source
    assert first == f"{path}/20200601233000/http://acme.example/privacy/"
    assert load_snapshot(first).data == POLICY.encode()
    with pytest.raises(SourceError, match="no such capture"):
        load_snapshot(first.replace("2020", "2019", 1))


def test_several_addresses_are_several_series(made: Warc) -> None:
    made.add("2021-06-01T10:30:00Z")
    made.add("2021-06-01T10:30:00Z", url="https://acme.example/privacy?lang=de")
    made.add("2021-06-01T10:30:00Z", url="https://acme.example:8080/terms#top")
    assert [s.name for s in load_series([made.done()])] == [
        "acme.example/privacy", "acme.example/privacy?lang=de", "acme.example:8080/terms",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "record",
    [
        {"status": "404 Not Found"},
        {"status": "301 Moved", "headers": (("Location", "/x"),)},
        {"media": "image/png", "text": b"\x89PNG"},
        {"media": "application/json", "text": "{}"},
        {"kind": "request"},
        {"kind": "metadata"},
        {"url": "urn:pageinfo:x"},
        {"url": "dns:acme.example"},
    ],
    ids=str,
)
def test_what_is_no_page_is_left_out(made: Warc, record: dict[str, Any]) -> None:
    made.add("2021-06-01T10:30:00Z", **record)
    made.add("2021-07-01T10:30:00Z")
    (series,) = load_series([made.done()])
    assert [d.value for raw in series.snapshots for d in raw.dates] == ["2021-07-01"]
    assert series.warnings == ()


def test_html_bytes_come_with_their_type_and_charset(made: Warc) -> None:
    made.add(
        "2021-06-01T10:30:00Z",
        "<p>Caf\u00e9".encode("cp1252"),
        media="text/html; charset=ISO-8859-1",
    )
    made.add("2021-07-01T10:30:00Z", "<p>2", media='Text/HTML;charset="UTF-8"')
    made.add("2021-08-01T10:30:00Z", "<p>3", media=None)
    (series,) = load_series([made.done()])
    assert [(r.media, r.charset) for r in series.snapshots] == [
        ("text/html", "iso-8859-1"), ("text/html", "utf-8"), ("text/html", None),
    ]  # fmt: skip
    assert series.snapshots[0].data == b"<p>Caf\xe9"


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("windows-1251", "cp1251", "Мы храним ваши данные."),
        ("Shift_JIS", "cp932", "お客様の情報を利用します。"),
        ("ISO-2022-JP", "iso2022_jp", "お客様の情報を利用します。"),
        ("gb2312", "gb18030", "我们收集您的信息。"),
        ("latin1", "cp1252", "Données “à caractère” personnel — 5 €"),
        ("latin1", "utf-8", "Données à caractère personnel"),  # what servers call Latin-1
        ("utf-7", "ascii", "plain"),  # no encoding of pages
        ("zip", "ascii", "plain"),
        ("none\x00such", "ascii", "plain"),
    ],
)
def test_the_charset_of_the_server_beats_a_guess(
    made: Warc, charset: str, encoding: str, text: str
) -> None:
    made.add(
        "2021-06-01T10:30:00Z", f"Policy\n\n{text}\n".encode(encoding),
        media=f"text/plain; charset={charset}",
    )  # fmt: skip
    (series,) = api.load_series([made.done()])
    assert series.documents[0].clauses[-1].text in (text, "Policy") or text in str(series.documents)


def test_a_revisit_is_no_snapshot_but_for_an_address_of_its_own(made: Warc) -> None:
    digest = "sha1:" + base64.b32encode(hashlib.sha1(POLICY.encode()).digest()).decode()
    made.add("2021-06-01T10:30:00Z")
    same = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    for date, url in (("2021-07-01T10:30:00Z", URL), ("2021-08-01T10:30:00Z", URL + "-new")):
        made.add(date, b"", url=url, kind="revisit", WARC_Payload_Digest=digest, WARC_Profile=same)
    made.add("2021-09-01T10:30:00Z")
    old, new = load_series([made.done()])
    assert [raw.dates[0].value for raw in old.snapshots] == ["2021-06-01"]
    assert [(raw.dates[0].value, raw.data) for raw in new.snapshots] == [
        ("2021-08-01", POLICY.encode())
    ]


def test_packed_and_chunked_bodies(made: Warc) -> None:
    packed = gzip.compress(POLICY.encode(), mtime=0)
    made.add("2021-06-01T10:30:00Z", packed, headers=(("Content-Encoding", "gzip"),))
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (b"Part one. ", b"Part two.", b""))
    made.add("2021-07-01T10:30:00Z", chunked, headers=(("Transfer-Encoding", "chunked"),))
    (series,) = load_series([made.done()])
    assert [raw.data for raw in series.snapshots] == [POLICY.encode(), b"Part one. Part two."]


def test_resources_and_extracted_text(made: Warc) -> None:
    made.add("2021-06-01T10:30:00Z", "Extracted.", kind="conversion")
    made.add("2021-06-01T10:30:00Z", "The page.", kind="resource")
    made.add("2021-06-01T10:30:00Z", "Only this.", kind="conversion", url=URL + "/x")
    found = load_series([made.done()])
    assert [[raw.data for raw in s.snapshots] for s in found] == [[b"The page."], [b"Only this."]]


def test_bounds(made: Warc, monkeypatch: pytest.MonkeyPatch) -> None:
    made.add(
        "2021-06-01T10:30:00Z",
        gzip.compress(b"x" * 3_000_000),
        headers=(("Content-Encoding", "gzip"),),
    )
    made.add("2021-07-01T10:30:00Z")
    path = made.done()
    (series,) = load_series([path], max_size=2_000_000)
    assert [raw.data for raw in series.snapshots] == [POLICY.encode()]
    assert [w.message.rpartition(": ")[2] for w in series.warnings] == ["larger than 2 MB"]
    monkeypatch.setattr(warc, "MAX_FILES", 1)
    with pytest.raises(SourceError, match="more than"):
        load_series([path])


def test_headers_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_HEADER_ROOM", 200_000)
    path = tmp_path / "c.warc.gz"
    path.write_bytes(gzip.compress(b"WARC/1.0\r\nWARC-Type: " + b"x" * 20_000_000))
    with pytest.raises(SourceError, match="more than"):
        load_series([str(path)])


def test_what_stands_before_the_damage_is_read(made: Warc) -> None:
    made.add("2021-06-01T10:30:00Z")
    made.add("2021-07-01T10:30:00Z", POLICY * 99, url=URL + "/2")
    path = Path(made.done())
    path.write_bytes(path.read_bytes()[:-90])
    (series, *_) = load_series([str(path)])
    assert [raw.data for raw in series.snapshots] == [POLICY.encode()]
    assert "cut short" in series.warnings[0].message or series.warnings[0].code == "torn"


@pytest.mark.parametrize("cut", [10, 200, 330])
def test_a_torn_file_is_told_on_one_line(made: Warc, cut: int) -> None:
    made.add("2021-06-01T10:30:00Z", media="image/png")
    path = Path(made.done())
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SourceError) as error:
        load_series([str(path)])
    assert "\n" not in str(error.value)


def test_captures_in_several_files_are_one_series(tmp_path: Path) -> None:
    for number, day in ((1, "2021-07-01"), (2, "2021-06-01"), (3, "2021-08-01")):
        made = Warc(tmp_path / f"{number}.warc.gz")
        made.add(f"{day}T10:30:00Z", POLICY + ("New.\n" if number == 3 else ""))
        made.add(f"{day}T10:30:00Z", url=f"https://acme.example/{number}")
        made.done()
    for sources in ([str(tmp_path)], [str(tmp_path / f"{n}.warc.gz") for n in (3, 1, 2)]):
        found = {s.name: s for s in load_series(sources)}
        assert len(found) == 4
        days = [raw.dates[-1].value for raw in found["acme.example/privacy"].snapshots]
        assert days == ["2021-06-01", "2021-08-01"]


SAME = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"


def test_a_revisit_of_an_older_text_is_a_snapshot(made: Warc) -> None:
    """The page went back to what it was: also by address and time, where there is no digest."""
    digest = "sha1:" + base64.b32encode(hashlib.sha1(POLICY.encode()).digest()).decode()
    made.add("2021-01-01T10:30:00Z")
    made.add("2021-02-01T10:30:00Z", POLICY + "We may sell it.\n")
    made.add(
        "2021-03-01T10:30:00Z", b"", kind="revisit", WARC_Payload_Digest=digest, WARC_Profile=SAME
    )
    made.add("2021-04-01T10:30:00Z", POLICY + "We may sell it.\n")
    made.add(
        "2021-05-01T10:30:00Z", b"", kind="revisit", WARC_Profile=SAME, WARC_Refers_To_Target_URI=URL,
        WARC_Refers_To_Date="2021-01-01T10:30:00Z",
    )  # fmt: skip
    (series,) = load_series([made.done()])
    assert [(raw.dates[0].value[5:7], raw.data == POLICY.encode()) for raw in series.snapshots] == [
        ("01", True), ("02", False), ("03", True), ("04", False), ("05", True),
    ]  # fmt: skip
    assert series.warnings == ()


def test_a_revisit_may_mean_another_file(tmp_path: Path) -> None:
    digest = "sha1:" + base64.b32encode(hashlib.sha1(POLICY.encode()).digest()).decode()
    first, second = Warc(tmp_path / "1.warc.gz"), Warc(tmp_path / "2.warc.gz")
    first.add("2021-01-01T10:30:00Z")
    first.add("2021-02-01T10:30:00Z", POLICY + "We may sell it.\n")
    for number in (3, 4):
        second.add(
            f"2021-0{number}-01T10:30:00Z", b"", kind="revisit", WARC_Payload_Digest=digest, WARC_Profile=SAME
        )  # fmt: skip
    second.add("2021-01-01T10:30:00Z", url="https://acme.example/other")
    first.done()
    alone = second.done()
    found = {s.name: s for s in load_series([str(tmp_path)])}
    assert [raw.dates[0].value for raw in found["acme.example/privacy"].snapshots] == [
        "2021-01-01", "2021-02-01", "2021-03-01",
    ]  # fmt: skip
    (series,) = load_series([alone])
    assert [w.message.rpartition(": ")[2] for w in series.warnings] == [
        "revisits of a text that is not in this WARC are left out"
    ]


@pytest.mark.parametrize(
    ("packing", "body", "told"),
    [
        ("gzip", b"\x1f\x8b\x00rubbish\x00\x01\x02", "is packed as"),
        ("br", b"\x1b\x02\x00\x01\x02brotli", "is packed"),
        ("gzip", b"<html><p>We never packed this.</p></html>", None),
    ],
)
def test_bodies_that_cannot_be_unpacked_are_no_snapshots(
    made: Warc, packing: str, body: bytes, told: str | None
) -> None:
    made.add(
        "2021-06-01T10:30:00Z", body, media="text/html", headers=(("Content-Encoding", packing),)
    )
    made.add("2021-07-01T10:30:00Z", media="text/html", text="<p>We may share.")
    (series,) = load_series([made.done()])
    assert len(series.snapshots) == (1 if told else 2)
    assert [told in w.message for w in series.warnings if told] == ([True] if told else [])


@pytest.mark.parametrize("cut", [-20, -100])
def test_a_file_that_ends_inside_of_a_record_is_told_once(made: Warc, cut: int) -> None:
    made.add("2021-06-01T10:30:00Z")
    made.add("2021-06-01T10:30:00Z", url=URL + "/terms")
    made.add("2021-07-01T10:30:00Z", b"\x89PNG", media="image/png", url=URL + "/x.png")
    path = Path(made.done())
    path.write_bytes(path.read_bytes()[:cut])
    found = load_series([str(path)])
    assert [w.code for s in found for w in s.warnings] == ["torn"]


def test_a_warc_in_a_pipe_is_refused(made: Warc) -> None:
    made.add("2021-06-01T10:30:00Z")
    data = Path(made.done()).read_bytes()
    with pytest.raises(SourceError, match=r"WARC|gzip"):
        api.load(data)


@pytest.mark.parametrize(("times", "told"), [(1, "x-gzip"), (2, "gzip, gzip"), (1, None)])
def test_bodies_that_are_packed_in_other_words(made: Warc, times: int, told: str | None) -> None:
    packed = POLICY.encode()
    for _ in range(times):
        packed = gzip.compress(packed)
    made.add("2020-06-01T10:00:00Z", packed, headers=(("Content-Encoding", told),) if told else ())
    (series,) = load_series([made.done()])
    assert series.snapshots[0].data.decode() == POLICY


def test_what_the_crawler_cut_is_left_out(made: Warc) -> None:
    made.add("2020-06-01T10:00:00Z", POLICY[:20], WARC_Truncated="length")
    made.add("2020-07-01T10:00:00Z")
    (series,) = load_series([made.done()])
    assert [raw.data.decode() for raw in series.snapshots] == [POLICY]
    assert "was cut short by the crawler (length)" in series.warnings[0].message


@pytest.mark.parametrize("packed", [False, True])
def test_arc_files_of_before(tmp_path: Path, packed: bool) -> None:
    def record(address: str, date: str, text: str) -> bytes:
        body = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{text}"
        return f"{address} 1.2.3.4 {date} text/html {len(body)}\n{body}\n".encode()

    head = "1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n\n"
    parts = [
        f"filedesc://x.arc 0.0.0.0 20010101000000 text/plain {len(head)}\n{head}\n".encode(),
        record("http://www.acme.example/privacy", "20010607142557", "<p>We will not share data."),
        record("http://acme.example/privacy/", "20030607142557", "<p>We may share your data."),
    ]
    path = tmp_path / ("c.arc.gz" if packed else "c.arc")
    path.write_bytes(b"".join(gzip.compress(part) if packed else part for part in parts))
    for source in (path, tmp_path):
        (series,) = api.load_series([str(source)])
        assert [s.date for s in series.snapshots] == ["2001-06-07", "2003-06-07"]
        assert series.warnings == ()


def test_one_page_that_no_reader_takes_does_not_stop_the_others(made: Warc) -> None:
    made.add("2020-06-01T10:00:00Z")
    made.add("2020-06-01T10:00:00Z", b"GIF89a", url="https://acme.example/x", media="text/html")
    (series,) = api.load_series([made.done()])
    assert [w.code for w in series.warnings] == ["unreadable"]


TOLD = f"""
[[snapshot]]
file = "{URL}"
series = "Acme"
title = "Acme's notice"
[[snapshot]]
file = "20210401000000/{URL}"
date = 2021-03-20
series = "Acme"
[[snapshot]]
file = "acme.example/terms"
exclude = "not the notice"
[[snapshot]]
file = "https://acme.example/nowhere"
title = "x"
"""


@pytest.mark.parametrize("how", ["beside", "folder", "option"])
def test_a_manifest_speaks_of_captures(tmp_path: Path, how: str) -> None:
    inside = tmp_path / "crawl" / "archive"
    inside.mkdir(parents=True)
    made = Warc(inside / "c.warc.gz")
    made.add("2021-03-01T00:00:00Z")
    made.add("2021-04-01T00:00:00Z", POLICY + "More.\n")
    made.add("2021-04-01T00:00:00Z", url="https://acme.example/terms")
    path = made.done()
    place = inside if how == "beside" else tmp_path / "crawl" if how == "folder" else tmp_path
    (place / "snapshots.toml").write_bytes(b"\xef\xbb\xbf" + TOLD.encode())
    sources = [path] if how == "beside" else [str(tmp_path / "crawl")]
    manifest = str(place / "snapshots.toml") if how == "option" else None
    (series,) = load_series(sources, manifest=manifest)
    assert series.name == "Acme"
    assert [raw.title for raw in series.snapshots] == ["Acme's notice", None]
    assert [raw.dates[0].value for raw in series.snapshots] == ["2021-03-01", "2021-03-20"]
    told = " ".join(warning.message for warning in series.warnings)
    assert "acme.example/terms: excluded: not the notice" in told
    assert "no capture https://acme.example/nowhere" in told
    if how == "beside":
        assert load_snapshot(series.snapshots[0].source).title == "Acme's notice"
        assert load_snapshot(series.snapshots[1].source).dates[0].kind == "given"


def test_a_manifest_may_leave_out_a_whole_file_and_say_the_order(tmp_path: Path) -> None:
    sources = []
    for name, day in (("a", "01"), ("b", "02"), ("c", "03")):
        made = Warc(tmp_path / f"{name}.warc")
        made.add(f"2021-03-{day}T00:00:00Z", f"{POLICY}{name}")
        sources.append(made.done())
    rows = [f"202103{day}000000/{URL}" for day in ("03", "02")]
    (tmp_path / "snapshots.toml").write_text(
        'order = "listed"\nseries = "Acme"\n[[snapshot]]\nfile = "a.warc"\nexclude = "a test"\n'
        + "".join(f'[[snapshot]]\nfile = "{row}"\n' for row in rows)
    )
    (series,) = load_series([str(tmp_path)])
    assert (series.name, series.ordered) == ("Acme", True)
    assert [raw.data[-1:] for raw in series.snapshots] == [b"c", b"b"]


def test_what_sites_say_to_crawlers_is_no_document(made: Warc) -> None:
    made.add("2021-03-01T00:00:00Z", "User-agent: *", url="https://acme.example/robots.txt")
    made.add("2021-03-01T00:00:00Z")
    assert [series.name for series in load_series([made.done()])] == ["acme.example/privacy"]


def test_nothing_is_printed_of_a_torn_file(made: Warc, capfd: pytest.CaptureFixture[str]) -> None:
    made.add("2021-03-01T00:00:00Z")
    path = Path(made.done())
    if path.suffix == ".warc":
        path.write_bytes(path.read_bytes() + b"garbage\n" * 5)
        assert load_series([str(path)])
    assert capfd.readouterr().err == ""


PAGES = {
    "one.warc": [(URL, "2021-06-01")],
    "two.warc.gz": [(URL, "2021-06-01"), (TERMS, "2022-06-01")],
}


@pytest.mark.parametrize(
    ("files", "warcs", "wanted"),
    [
        (["2020-01-01.md", "2022.md"], ["one.warc"], {"f": ["2020-01-01", "2021-06-01", "2022"]}),
        (["2020-01-01.md"], ["two.warc.gz"],
         {"f": ["2020-01-01"], "acme.example/privacy": ["2021-06-01"], "acme.example/terms": ["2022-06-01"]}),
        (["acme/2020/privacy.md", "bolt/2020.md"], ["acme/2021/one.warc"],
         {"acme": ["2020", "2021-06-01"], "bolt": ["2020"]}),
        (["acme/2020.md"], ["web/one.warc"], {"acme": ["2020"], "acme.example/privacy": ["2021-06-01"]}),
    ],
    ids=["one page", "two pages", "below dates", "in another folder"],
)  # fmt: skip
def test_captures_beside_files_are_their_snapshots_where_they_are_one_page(
    tmp_path: Path, files: list[str], warcs: list[str], wanted: dict[str, list[str]]
) -> None:
    root = tmp_path / "f"
    for name in files + warcs:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    for name in files:
        (root / name).write_text(POLICY)
    for name in warcs:
        made = Warc(root / name)
        for number, (url, day) in enumerate(PAGES[Path(name).name]):
            made.add(f"{day}T00:00:00Z", f"{POLICY}Number {number}.\n", url=url)
        made.done()
    found = {one.name: [s.date for s in one.snapshots] for one in api.load_series([root])}
    assert found == wanted


def test_a_manifest_speaks_of_files_and_of_captures_beside_them(tmp_path: Path) -> None:
    (tmp_path / "2020-01-01.md").write_text(POLICY)
    made = Warc(tmp_path / "c.warc")
    for day, url in (("2021-01-01", URL), ("2022-01-01", URL), ("2023-01-01", TERMS)):
        made.add(f"{day}T00:00:00Z", POLICY + day, url=url)
    made.done()
    (tmp_path / "snapshots.toml").write_text(
        f'series = "Acme"\n[[snapshot]]\nfile = "{URL}"\nseries = "Acme"\n'
        f'[[snapshot]]\nfile = "20220101000000/{URL}"\nexclude = "an error page"\n'
        f'[[snapshot]]\nfile = "{TERMS}x"\ntitle = "mistyped"\n'
    )
    first, second = api.load_series([tmp_path])
    assert (first.name, [s.date for s in first.snapshots]) == ("Acme", ["2020-01-01", "2021-01-01"])
    assert second.name == "acme.example/terms"
    told = " ".join(w.message for w in first.warnings)
    assert "excluded: an error page" in told
    assert "no capture https://www.acme.example/termsx" in told
    (tmp_path / "snapshots.toml").write_text(
        f'order = "listed"\n[[snapshot]]\nfile = "2020-01-01.md"\n[[snapshot]]\nfile = "{TERMS}"\n'
    )
    names = [one.name for one in api.load_series([tmp_path])]
    assert names == [tmp_path.name, "acme.example/privacy", "acme.example/terms"]


def test_a_broken_web_archive_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"nonsense")
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\nWARC-Ty")[:-9])
    with pytest.raises(SourceError, match=r"no snapshot in this folder: .*a\.warc: "):
        api.load_series([tmp_path])
    (tmp_path / "2020.md").write_text(POLICY)
    (series,) = api.load_series([tmp_path])
    assert [w.code for w in series.warnings] == ["skipped-file", "skipped-file"]
    made = Warc(tmp_path / "c.warc")
    made.add("2021-01-01T00:00:00Z")
    made.done()
    (series,) = api.load_series([tmp_path])
    assert [w.code for w in series.warnings] == ["captures", "skipped-file", "skipped-file"]
    with pytest.raises(SourceError, match=r"b\.warc\.gz: this WARC is broken"):
        api.load_series([tmp_path / "b.warc.gz", tmp_path / "c.warc"])
