"""Sources as people have them: packed files, archives in archives, crawlers' names, manifests beside files."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest
from conftest import CommandLine
from test_sources import POLICY

from policydiff import api
from policydiff.errors import SourceError
from policydiff.sources import load_series, load_snapshot
from policydiff.sources.filename_dates import dates_in_name

PAGE = "<!DOCTYPE html><html><body><h1>Parcel Policy</h1><p>We may sort parcels.</p></body></html>"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def sources(folder: Path) -> list[str]:
    found = load_series([str(folder)])
    return sorted(
        Path(raw.source).relative_to(folder).as_posix() for s in found for raw in s.snapshots
    )


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_packed_files(
    tmp_path: Path, policydiff: CommandLine, suffix: str, pack: type[bytes]
) -> None:
    packed = pack(POLICY.encode())
    write(tmp_path, {f"2021-03-01.md{suffix}": packed, f"2022-03-01.md{suffix}": packed[:-9]})
    assert load_snapshot(str(tmp_path / f"2021-03-01.md{suffix}")).data == POLICY.encode()
    (series,) = api.load_series([tmp_path])
    assert [s.date for s in series.snapshots] == ["2021-03-01"]
    assert [w.code for w in series.warnings] == ["skipped-file"]
    run = policydiff("sections", tmp_path / f"2022-03-01.md{suffix}")
    assert (run.code, "cannot be unpacked" in run.err) == (2, True)


def test_a_packed_file_unpacks_to_no_more_than_the_limit(tmp_path: Path) -> None:
    write(tmp_path, {"2021.md.gz": gzip.compress(b"x " * 1_000_000)})
    with pytest.raises(SourceError, match="unpacks to more than"):
        load_snapshot(str(tmp_path / "2021.md.gz"), max_size=100_000)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_an_archive_inside_an_archive_is_told(tmp_path: Path) -> None:
    inner = zipped({"2020-01-01.md": POLICY.encode()})
    write(tmp_path, {
        "both.zip": zipped({"2021-01-01.md": POLICY.encode(), "old/years.zip": inner}),
        "only.zip": zipped({"old/years.zip": inner}),
        "bomb.zip": zipped({"2021-01-01.md": b"x" * 3_000_000}),
    })  # fmt: skip
    (series,) = load_series([str(tmp_path / "both.zip")])
    assert ["archive inside" in w.message for w in series.warnings] == [True]
    with pytest.raises(SourceError, match=r"years\.zip: an archive inside"):
        load_series([str(tmp_path / "only.zip")])
    with pytest.raises(SourceError, match="larger than"):
        load_series([str(tmp_path / "bomb.zip")], max_size=1_000_000)


def test_one_file_is_no_archive(tmp_path: Path, policydiff: CommandLine) -> None:
    write(tmp_path, {"a.zip": zipped({"2021-01-01.md": POLICY.encode()}), "b.md": POLICY})
    run = policydiff("diff", tmp_path / "a.zip", tmp_path / "b.md")
    assert run.code == 2
    assert "name one of them" in run.err


def test_what_a_browser_saves_beside_a_page_is_no_series(tmp_path: Path) -> None:
    write(tmp_path, {
        "2021-01-01/Terms.html": PAGE, "2021-01-01/Terms_files/frame.html": PAGE,
        "2022-01-01/Terms.htm": PAGE, "2022-01-01/Terms-Dateien/deep/frame.html": PAGE,
        "old_files/2019-01-01.html": PAGE,
    })  # fmt: skip
    assert sources(tmp_path) == [
        "2021-01-01/Terms.html", "2022-01-01/Terms.htm", "old_files/2019-01-01.html",
    ]  # fmt: skip


def test_names_of_crawlers_are_told_by_their_bytes(tmp_path: Path) -> None:
    write(tmp_path, {
        "privacy": PAGE, "terms.html?lang=en": PAGE, "index.php@page=2": PAGE, "robots": "User-agent: *\n",
        "logo": b"\x89PNG\r\n", "COPYING": POLICY, "notice": b"%PDF-1.4 ...",
    })  # fmt: skip
    assert sources(tmp_path) == ["index.php@page=2", "notice", "privacy", "terms.html?lang=en"]


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("privacy-2021.html", "2021"),
        ("2019_terms.pdf", "2019"),
        ("terms.2023.06.html", "2023-06"),
        ("20200303101112id_/index.html", "2020-03-03"),
        ("2021-03-02T23-59-01Z.md", "2021-03-02"),  # as Open Terms Archive names its versions
        ("2021-03-02T23-59-01.123Z.md", "2021-03-02"),
        ("2021-03-01T103000+0100.html", "2021-03-01"),
        ("privacy_2021-03-02_23_59.html", "2021-03-02"),
        ("Page 2021-03-02 at 10.30.12.pdf", "2021-03-02"),
        ("privacy-v2-2021.html", None),  # two numbers: which is the year?
        ("gdpr-2016-679.md", None),
        ("model2021.md", None),
        ("acme-2021/privacy.html", None),  # the name of a folder is that of a series
        ("room-1234.md", None),
    ],
)
def test_years_in_names(name: str, date: str | None) -> None:
    assert next((found.value for found in dates_in_name(name)), None) == date


MANIFEST = """
[[snapshot]]
file = "a.md"
date = 2020-05-01
title = "Old Parcels"
[[snapshot]]
file = "b.md"
date = "2019"
[[snapshot]]
file = "c.md"
exclude = "an error page"
"""
FILES = {f"{name}.md": f"{POLICY}We keep {name} for 3 days.\n" for name in "abc"}


def test_a_manifest_speaks_for_files_that_are_named(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    folder = write(tmp_path, {**FILES, "snapshots.toml": MANIFEST})
    a, b, c = (folder / f"{name}.md" for name in "abc")
    record = policydiff("diff", "--format", "json", b, a).json
    assert [record[side]["date"] for side in ("old", "new")] == ["2019", "2020-05-01"]
    assert record["new"]["title"] == "Old Parcels"
    run = policydiff("timeline", "--format", "json", a, b, c)
    assert [one["date"] for one in run.json["snapshots"]] == ["2019", "2020-05-01"]
    assert "excluded: an error page" in run.err
    run = policydiff("timeline", "--format", "json", "--date", "b.md=2021-01-01", a, b)
    assert [one["date"] for one in run.json["snapshots"]] == ["2020-05-01", "2021-01-01"]


def test_the_order_of_a_manifest_holds_for_files_that_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path, {**FILES, "snapshots.toml": 'order = "listed"\n' + MANIFEST})
    (series,) = api.load_series([folder / "b.md", folder / "a.md"])
    assert [Path(s.source).name for s in series.snapshots] == ["a.md", "b.md"]


def test_a_manifest_that_names_a_file_twice_is_refused(tmp_path: Path) -> None:
    twice = '[[snapshot]]\nfile = "a.md"\ndate = 2020-01-01\n' * 2
    folder = write(tmp_path, {**FILES, "snapshots.toml": twice})
    with pytest.raises(SourceError, match=r"snapshots 1 and 2 are both of a\.md"):
        load_series([str(folder)])


def test_no_text_contradicts_the_day_on_which_it_was_captured(tmp_path: Path) -> None:
    """Three captures that all say when they were changed; the second day is also that of the capture."""
    text = "# Parcel Policy\n\nLast updated: {}\n\nWe keep parcels for {} days.\n"
    write(tmp_path, {
        "2021-03-01.md": text.format("1 August 2023", 1), "2022-06-10.md": text.format("10 June 2022", 2),
        "2023-08-01.md": text.format("1 August 2023", 3),
    })  # fmt: skip
    (series,) = api.load_series([tmp_path])
    assert len(series.snapshots) == 3
    for snapshot in series.snapshots:
        for warning in snapshot.warnings:
            assert f"says {snapshot.date}" not in warning.message
