"""Zip and tar files of snapshots: like the folders that they pack, and never unpacked to disk."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from policydiff import api
from policydiff.errors import SourceError
from policydiff.sources import archive, load_series, load_snapshot

POLICY = "Privacy Policy\n\nWe may share your data with our partners.\n"
FILES = {
    "acme/2019-05-01/index.md": POLICY,
    "acme/2020-05-01/index.md": POLICY,
    "shop/2018-05-05.txt": POLICY,
    "shop/logo.png": "x",
    "shop/.hidden.md": POLICY,
    "__MACOSX/shop/._2018-05-05.txt": "x",
}
KINDS = ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"]


def pack(path: Path, files: dict[str, str]) -> Path:
    """An archive of a kind that its name tells."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, text in files.items():
                zipped.writestr(name, text)
        return path
    mode = {".tar": "w", ".gz": "w:gz", ".bz2": "w:bz2", ".xz": "w:xz"}[path.suffix]
    with tarfile.open(path, mode) as tarred:  # type: ignore[call-overload]
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tarred.addfile(info, io.BytesIO(text.encode()))
    return path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("named", [True, False])
def test_an_archive_is_the_folder_that_it_packs(tmp_path: Path, kind: str, named: bool) -> None:
    made = pack(tmp_path / f"corpus.{kind}", FILES)
    path = made if named else made.rename(tmp_path / "corpus")
    before = sorted(tmp_path.iterdir())
    found = api.load_series([path])
    assert [(s.name, [d.date for d in s.snapshots]) for s in found] == [
        ("acme", ["2019-05-01", "2020-05-01"]), ("shop", ["2018-05-05"]),
    ]  # fmt: skip
    assert found[0].snapshots[0].source == f"{path}/acme/2019-05-01/index.md"
    assert api.load(found[0].snapshots[0].source).snapshot.date == "2019-05-01"
    assert [w.message for w in found[1].warnings] == [
        f"{path}/shop/logo.png: not a snapshot by its name"
    ]
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", KINDS)
def test_files_at_the_top_are_a_series_of_the_archives_name(tmp_path: Path, kind: str) -> None:
    path = pack(tmp_path / f"acme.{kind}", {"2019.md": POLICY, "2020-01.md": POLICY})
    (series,) = api.load_series([path])
    assert (series.name, [d.date for d in series.snapshots]) == ("acme", ["2019", "2020-01"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_manifest_inside_works(tmp_path: Path, kind: str) -> None:
    manifest = (
        'series = "Acme"\n[[snapshot]]\nfile = "a.md"\ndate = 2001-02-03\n'
        '[[snapshot]]\nfile = "b.md"\nexclude = "an error page"\n'
    )
    files = {"x/a.md": POLICY, "x/b.md": POLICY, "x/snapshots.toml": manifest}
    (series,) = api.load_series([pack(tmp_path / f"c.{kind}", files)])
    assert (series.name, [d.date for d in series.snapshots]) == ("Acme", ["2001-02-03"])
    assert [w.message[-23:] for w in series.warnings] == ["excluded: an error page"]


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
@pytest.mark.parametrize("name", ["/etc/acme/2019.md", "../../acme/2019.md", "..\\acme\\2019.md"])
def test_names_that_lead_out_are_only_names(tmp_path: Path, kind: str, name: str) -> None:
    path = pack(tmp_path / f"c.{kind}", {name: POLICY})
    (series,) = load_series([str(path)])
    assert (series.name, len(series.snapshots)) == ("acme", 1)
    assert ".." not in series.snapshots[0].source.removeprefix(str(tmp_path))


def test_links_are_no_snapshots(tmp_path: Path) -> None:
    path = tmp_path / "c.tar"
    with tarfile.open(path, "w") as tarred:
        for name, kind in (("link.md", tarfile.SYMTYPE), ("hard.md", tarfile.LNKTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tarred.addfile(info)
        info = tarfile.TarInfo("2019.md")
        info.size = len(POLICY)
        tarred.addfile(info, io.BytesIO(POLICY.encode()))
    (series,) = load_series([str(path)])
    assert len(series.snapshots) == 1
    assert [w.message.rpartition(": ")[2] for w in series.warnings] == [
        "this is a link or no file"
    ] * 2
    zipped = tmp_path / "c.zip"
    with zipfile.ZipFile(zipped, "w") as made:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("2019.md", POLICY)
    (series,) = load_series([str(zipped)])
    assert len(series.snapshots) == 1


def test_hard_links_inside_have_the_text_that_they_name(tmp_path: Path) -> None:
    """As backups are packed in which each day links to what did not change."""
    path = pack(tmp_path / "c.tar", {"./p/2019-01-01.md": POLICY})
    with tarfile.open(path, "a") as tarred:
        info = tarfile.TarInfo("./p/2020-01-01.md")
        info.type, info.linkname = tarfile.LNKTYPE, "./p/2019-01-01.md"
        tarred.addfile(info)
    (series,) = load_series([str(path)])
    assert [raw.data.decode() for raw in series.snapshots] == [POLICY, POLICY]
    assert load_snapshot(f"{path}/p/2020-01-01.md").data.decode() == POLICY


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_of_two_files_of_one_name_the_last_is_read_and_it_is_told(
    tmp_path: Path, kind: str
) -> None:
    path = pack(tmp_path / f"c.{kind}", {"2019.md": "old", "../2019.md": "older", "x.md": POLICY})
    if kind == "tar":
        with tarfile.open(path, "a") as tarred:
            tarred.addfile(tarfile.TarInfo("2019.md"))
    else:
        with zipfile.ZipFile(path, "a") as zipped:
            zipped.writestr("2019.md", "")
    (series,) = load_series([str(path)])
    assert sorted(raw.data.decode() for raw in series.snapshots) == ["", POLICY]
    assert [w.message for w in series.warnings] == [
        f"{path}/2019.md: 3 files of this name; the last is read"
    ]


def test_a_tar_from_before_the_signature(tmp_path: Path) -> None:
    path = pack(tmp_path / "c.tar", {"2019.md": POLICY})
    data = bytearray(path.read_bytes())
    data[257:265] = bytes(8)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    path.write_bytes(data)
    assert len(load_series([str(path)])[0].snapshots) == 1


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tar.xz"])
def test_a_bomb_is_refused_or_passed_by(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"2019.md": POLICY, "2020.md": "x" * 200_000, "2021.md": POLICY}
    path = pack(tmp_path / f"c.{kind}", files)
    (series,) = load_series([str(path)], max_size=100_000)
    assert len(series.snapshots) == 2
    assert series.warnings[0].message.endswith("2020.md: larger than 98 kB")
    monkeypatch.setattr(archive, "MAX_TOTAL", 150_000)
    monkeypatch.setattr(archive, "_HEADER_ROOM", 20_000)
    with pytest.raises(SourceError, match="unpacks to more than 146 kB"):
        load_series([str(path)])


def test_a_tar_header_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_HEADER_ROOM", 100_000)
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 50_000_000
    path = tmp_path / "c.tar.gz"
    with gzip.open(path, "wb") as packed:
        packed.write(info.tobuf(tarfile.USTAR_FORMAT) + b"9 a=bbbbb" * 1_000_000)
    with pytest.raises(SourceError, match="unpacks to more"):
        load_series([str(path)])


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_too_many_files_are_refused(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_FILES", 5)
    path = pack(tmp_path / f"c.{kind}", {f"{year}.md": POLICY for year in range(2000, 2020)})
    with pytest.raises(SourceError, match="more than 5 files"):
        load_series([str(path)])


def test_what_is_broken_or_encrypted_says_so_on_one_line(tmp_path: Path) -> None:
    whole = pack(tmp_path / "c.zip", {"2019.md": POLICY * 50, "2020.md": POLICY}).read_bytes()
    # A wrong size, a wrong checksum, a locked member, and a torn file.
    at = whole.index(b"PK\x01\x02")
    for name, data in (
        ("crc.zip", whole[:at] + whole[at:].replace(whole[at + 16 : at + 20], b"\1\2\3\4", 1)),
        ("locked.zip", whole[: at + 8] + struct.pack("<H", 1) + whole[at + 10 :]),
        ("size.zip", whole[: at + 24] + struct.pack("<I", 10) + whole[at + 28 :]),
    ):
        (tmp_path / name).write_bytes(data)
        (series,) = load_series([str(tmp_path / name)])
        assert [Path(raw.source).name for raw in series.snapshots][-1:] == ["2020.md"], name
    packed = pack(tmp_path / "c.tar.gz", {"2019.md": POLICY * 500, "2020.md": POLICY}).read_bytes()
    for name, data in (("torn.zip", whole[:-30]), ("torn.tar.gz", packed[:-30])):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceError) as error:
            load_series([str(tmp_path / name)])
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("cut", "told"),
    [(700, "unexpected end of data"), (1500, "unexpected end of data"), (1024, ""), (-1, "")],
    ids=["in a text", "in a header", "between members", "in the padding"],
)
def test_a_tar_that_breaks_off_is_refused_where_anything_is_lost(
    tmp_path: Path, cut: int, told: str
) -> None:
    whole = pack(tmp_path / "c.tar", {"2019.md": POLICY, "2020.md": POLICY}).read_bytes()
    assert len(POLICY) < 512
    (tmp_path / "c.tar").write_bytes(whole[:cut])
    if told:
        with pytest.raises(SourceError, match=told):
            load_series([str(tmp_path / "c.tar")])
    else:
        (series,) = load_series([str(tmp_path / "c.tar")])
        assert len(series.snapshots) == (1 if cut == 1024 else 2)


def test_an_office_document_is_a_file_and_not_an_archive(tmp_path: Path) -> None:
    path = pack(tmp_path / "2019-01-01.zip", {"[Content_Types].xml": "<x/>", "word/a.xml": "x"})
    (series,) = load_series([str(path)])
    assert [raw.source for raw in series.snapshots] == [str(path)]
    with pytest.raises(SourceError, match="no such file in the archive"):
        load_snapshot(str(pack(tmp_path / "d.zip", {"a.md": POLICY})) + "/b.md")
