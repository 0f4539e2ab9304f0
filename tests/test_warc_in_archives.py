"""WARC files inside zip and tar, WACZ among them: the same series as from the folder that was packed."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from test_warc import POLICY, TERMS, URL, Warc

from policydiff import api
from policydiff.errors import SourceError
from policydiff.sources import load_series, load_snapshot, warc as warc_room

KINDS = ["zip", "tar", "gztar", "xztar"]


def packed(folder: Path, kind: str) -> Path:
    """An archive of a folder, which is gone then."""
    made = Path(shutil.make_archive(str(folder), kind, folder))
    shutil.rmtree(folder)
    return made


def folder_with_captures(root: Path) -> Path:
    """One series of two files, and two addresses in two WARCs."""
    folder = root / "acme"
    (folder / "crawls" / "2021").mkdir(parents=True)
    (folder / "2019-01-01.md").write_text(POLICY)
    (folder / "2020-01-01.md").write_text(POLICY + "More.\n")
    made = Warc(folder / "crawls" / "2021" / "one.warc.gz")
    made.add("2021-06-01T00:00:00Z", POLICY + "One.\n")
    made.add("2022-06-01T00:00:00Z", POLICY + "Two.\n", url=TERMS)
    made.done()
    made = Warc(folder / "crawls" / "two.warc")
    made.add("2023-06-01T00:00:00Z", POLICY + "Three.\n")
    made.done()
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_of_captures_is_the_folder_that_it_packs(tmp_path: Path, kind: str) -> None:
    folder = folder_with_captures(tmp_path)
    wanted = {one.name: [s.date for s in one.snapshots] for one in api.load_series([folder])}
    assert sorted(wanted) == ["acme", "acme.example/privacy", "acme.example/terms"]
    path = packed(folder, kind)
    before = sorted(tmp_path.iterdir())
    found = {one.name: one for one in api.load_series([path])}
    assert {name: [s.date for s in one.snapshots] for name, one in found.items()} == wanted
    source = found["acme.example/terms"].snapshots[0].source
    assert source == f"{path}/crawls/2021/one.warc.gz/20220601000000/{TERMS}"
    assert load_snapshot(source).data.decode() == POLICY + "Two.\n"
    assert [d.clauses[-1].text for d in found["acme.example/privacy"].documents] == [
        "One.",
        "Three.",
    ]
    assert sorted(tmp_path.iterdir()) == before
    with pytest.raises(SourceError, match="no such capture"):
        load_snapshot(f"{path}/crawls/two.warc/20220601000000/{TERMS}")
    with pytest.raises(SourceError, match="no such file in the archive"):
        load_snapshot(f"{path}/crawls/three.warc/20220601000000/{TERMS}")


def test_wacz(tmp_path: Path) -> None:
    made = Warc(tmp_path / "data.warc.gz")
    made.add("2024-03-01T10:00:00Z", POLICY)
    made.add("2025-03-01T10:00:00Z", POLICY + "New.\n")
    made.done()
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as wacz:
        wacz.write(tmp_path / "data.warc.gz", "archive/data.warc.gz")
        wacz.writestr("datapackage.json", json.dumps({"profile": "data-package"}))
        wacz.writestr("pages/pages.jsonl", json.dumps({"url": URL, "title": "Privacy"}) + "\n")
        wacz.writestr("indexes/index.cdx.gz", b"\x1f\x8b")
    (series,) = api.load_series([path])
    assert (series.name, [s.date for s in series.snapshots]) == (
        "acme.example/privacy", ["2024-03-01", "2025-03-01"],
    )  # fmt: skip
    assert not series.warnings or {w.code for w in series.warnings} == {"skipped-file"}


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_a_manifest_inside_speaks_of_captures_and_of_files(tmp_path: Path, kind: str) -> None:
    folder = folder_with_captures(tmp_path)
    (folder / "snapshots.toml").write_text(
        f'series = "Acme"\n[[snapshot]]\nfile = "{URL}"\nseries = "Acme"\n'
        f'[[snapshot]]\nfile = "20230601000000/{URL}"\nexclude = "an error page"\n'
        '[[snapshot]]\nfile = "2020-01-01.md"\nexclude = "a draft"\n'
        f'[[snapshot]]\nfile = "{TERMS}"\ntitle = "The terms"\n'
        f'[[snapshot]]\nfile = "{TERMS}x"\ntitle = "mistyped"\n'
    )
    first, second = api.load_series([packed(folder, kind)])
    assert (first.name, [s.date for s in first.snapshots]) == ("Acme", ["2019-01-01", "2021-06-01"])
    assert (second.name, second.snapshots[0].title) == ("acme.example/terms", "The terms")
    told = sorted(w.message.partition("acme." + ("zip" if kind == "zip" else "tar.gz") + "/")[2]
                  for w in (*first.warnings, *second.warnings))  # fmt: skip
    assert told == [
        "2020-01-01.md: excluded: a draft",
        f"crawls/two.warc/20230601000000/{URL}: excluded: an error page",
        f"snapshots.toml: snapshot 5: no capture {TERMS}x",
    ]


def test_captures_that_cannot_be_read_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    made = Warc(tmp_path / "good.warc")
    made.add("2021-06-01T00:00:00Z")
    made.done()
    good = (tmp_path / "good.warc").read_bytes()
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("a.warc", b"nonsense")
        zipped.writestr("b.warc.gz", b"\x1f\x8bnonsense")
        zipped.writestr("c.warc", good)
    (series,) = load_series([str(path)])
    assert len(series.snapshots) == 1
    told = [w.message.removeprefix(f"{path}/").split(": ")[0] for w in series.warnings]
    assert told == ["a.warc", "b.warc.gz"]
    # A member whose bytes are not those that were packed, and one behind a password.
    data = bytearray(path.read_bytes())
    at = data.index(good[-40:])
    data[at + 5] ^= 255
    path.write_bytes(data)
    with pytest.raises(SourceError) as error:
        load_series([str(path)])
    assert "\n" not in str(error.value)
    data = bytearray(path.read_bytes())
    for at in range(len(data) - 10):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.warc: it is encrypted"):
        load_series([str(path)])


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_what_captures_unpack_to_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (tmp_path / "c").mkdir()
    made = Warc(tmp_path / "c" / "big.warc.gz")
    made.add("2021-06-01T00:00:00Z", b"x" * 3_000_000)
    made.done()
    path = packed(tmp_path / "c", kind)
    monkeypatch.setattr(warc_room, "MAX_TOTAL", 1_000_000)
    with pytest.raises(SourceError, match=r"no snapshot in this archive: .*more than"):
        load_series([str(path)])


def test_a_torn_tar_with_captures_is_told(tmp_path: Path) -> None:
    made = Warc(tmp_path / "a.warc")
    for year in range(2000, 2020):
        made.add(f"{year}-06-01T00:00:00Z", f"{POLICY}{year} {year * 7919}.\n" * 20)
    made.done()
    data = (tmp_path / "a.warc").read_bytes()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tarred:
        info = tarfile.TarInfo("a.warc")
        info.size = len(data)
        tarred.addfile(info, io.BytesIO(data))
    path = tmp_path / "a.tar"
    path.write_bytes(buffer.getvalue()[: len(data) // 2])
    with pytest.raises(SourceError) as error:
        load_series([str(path)])
    assert "\n" not in str(error.value)
