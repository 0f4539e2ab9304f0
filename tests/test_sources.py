"""Sources: files, folders, manifests; and the ways to give a snapshot its date."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policydiff import api
from policydiff.errors import SnapshotDateError, SourceError
from policydiff.model import Document

POLICY = "Privacy Policy\n\nWe may share your data with our partners.\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def dated(documents: tuple[Document, ...]) -> list[tuple[str, str | None]]:
    return [(Path(d.snapshot.source).name, d.snapshot.date) for d in documents]


def test_every_sub_folder_is_a_series(tmp_path: Path) -> None:
    write(tmp_path, {
        "acme/2020-01-01.md": POLICY, "acme/2019-01-01.md": POLICY,
        "shop/deep/2018-05-05.txt": POLICY, ".git/2017-01-01.txt": POLICY,
        "__pycache__/2017-01-01.txt": POLICY,
    })  # fmt: skip
    found = api.load_series([tmp_path])
    assert [(s.name, dated(s.documents)) for s in found] == [
        ("acme", [("2019-01-01.md", "2019-01-01"), ("2020-01-01.md", "2020-01-01")]),
        ("deep", [("2018-05-05.txt", "2018-05-05")]),
    ]
    assert [s.name for s in api.load_series([tmp_path], name="deep")] == ["deep"]
    with pytest.raises(SourceError, match=r'no series "other"; there are: acme, deep'):
        api.load_series([tmp_path], name="other")


def test_dated_folders_with_a_page_each_are_one_series(tmp_path: Path) -> None:
    write(tmp_path, {"site/2019-05-01/index.md": POLICY, "site/2020-05-01/index.md": POLICY})
    (series,) = api.load_series([tmp_path])
    assert (series.name, [d.snapshot.date for d in series.documents]) == (
        "site",
        ["2019-05-01", "2020-05-01"],
    )


def test_what_is_no_snapshot_is_left_out_with_a_warning(tmp_path: Path) -> None:
    write(tmp_path, {"2020-01-01.md": POLICY, "README.md": "About.", "logo.png": "x", ".x.md": "x"})
    (series,) = api.load_series([tmp_path])
    assert len(series.documents) == 1
    assert sorted(Path(w.message.partition(":")[0]).name for w in series.warnings) == [
        "README.md",
        "logo.png",
    ]


def test_numbers_in_names_sort_by_value(tmp_path: Path) -> None:
    write(tmp_path, {f"v{n}.txt": POLICY for n in (10, 9, 1, 2)})
    (series,) = api.load_series([tmp_path], undated="order")
    assert [Path(s.source).name for s in series.snapshots] == [
        "v1.txt", "v2.txt", "v9.txt", "v10.txt",
    ]  # fmt: skip


def test_files_named_one_by_one_are_one_series_in_date_order(tmp_path: Path) -> None:
    write(tmp_path, {"new.txt": "Updated: 3 May 2020\n" + POLICY, "2010-01-01.txt": POLICY})
    (series,) = api.load_series([tmp_path / "new.txt", tmp_path / "2010-01-01.txt"])
    assert dated(series.documents) == [("2010-01-01.txt", "2010-01-01"), ("new.txt", "2020-05-03")]


def test_a_file_beside_its_own_folder_is_one_snapshot(tmp_path: Path) -> None:
    write(tmp_path, {"2020-01-01.txt": POLICY, "2010-01-01.txt": POLICY})
    (series,) = api.load_series([tmp_path, tmp_path / "2010-01-01.txt"])
    assert len(series.documents) == 2


def test_a_folder_without_snapshots_says_what_they_are_called(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no snapshot in this folder; .*\.md.*\.txt"):
        api.load_series([tmp_path])


@pytest.mark.parametrize(
    ("name", "text", "given", "date", "kind"),
    [
        ("policy.txt", POLICY, "2001-02-03", "2001-02-03", "given"),
        ("2015-01-01.txt", "Effective: 1 May 2016\n" + POLICY, "2001-02", "2001-02", "given"),
        ("2015-01-01.txt", "Effective: 1 May 2016\n" + POLICY, None, "2016-05-01", "effective"),
        ("2015-01-01.txt", POLICY, None, "2015-01-01", "filename"),
        ("policy.txt", "Last updated: 1 May 2016\n" + POLICY, None, "2016-05-01", "updated"),
        ("policy.txt", POLICY, None, None, None),
    ],
    ids=["given", "given wins", "text before name", "name", "text", "none"],
)
def test_where_a_date_comes_from(
    tmp_path: Path, name: str, text: str, given: str | None, date: str | None, kind: str | None
) -> None:
    snapshot = api.load(write(tmp_path, {name: text}) / name, date=given).snapshot
    assert (snapshot.date, snapshot.date_kind) == (date, kind)


def test_dates_are_given_by_path_or_by_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": POLICY, "b.txt": POLICY})
    dates = {str(tmp_path / "a.txt"): "2002", "b.txt": "2001-04"}
    (series,) = api.load_series([tmp_path], dates=dates)
    assert dated(series.documents) == [("b.txt", "2001-04"), ("a.txt", "2002")]
    with pytest.raises(SourceError, match=r"--date names c\.txt, which is not among"):
        api.load_series([tmp_path], dates=dates | {"c.txt": "2001"})


@pytest.mark.parametrize(
    "value", ["2001-13", "2001-02-30", "1.2.2001", "yesterday", "", "2001-1-1"]
)
def test_a_date_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    write(tmp_path, {"a.txt": POLICY})
    with pytest.raises(SourceError, match="is not a date"):
        api.load_series([tmp_path], dates={"a.txt": value})


def test_an_undated_snapshot_stops_is_skipped_or_keeps_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": POLICY, "2001-01-01.txt": POLICY})
    with pytest.raises(SnapshotDateError) as error:
        api.load_series([tmp_path])
    for part in ("a.txt", "no date", "--date", "YYYY-MM-DD", "snapshots.toml"):
        assert part in str(error.value)
    (skipped,) = api.load_series([tmp_path], undated="skip")
    assert dated(skipped.documents) == [("2001-01-01.txt", "2001-01-01")]
    assert [w.code for w in skipped.warnings] == ["undated"]
    (ordered,) = api.load_series([tmp_path], undated="order")
    assert len(ordered.documents) == 2


MANIFEST = """
series = "Acme privacy"

[[snapshot]]
file = "old.txt"
date = 1999-06-05
title = "Statement"

[[snapshot]]
file = "middle.txt"
date = "2003-04"

[[snapshot]]
file = "error.txt"
exclude = "an error page"

[[snapshot]]
file = "page.htmltext"
date = "2005"
"""


def test_a_manifest_overrides_names_and_texts(tmp_path: Path) -> None:
    files = {"old.txt": "Updated: 3 May 2020\n" + POLICY, "middle.txt": POLICY, "error.txt": "Oops",
             "page.htmltext": POLICY, "2001-01-01.txt": POLICY}  # fmt: skip
    write(tmp_path, {**files, "snapshots.toml": MANIFEST})
    (series,) = api.load_series([tmp_path])
    assert series.name == "Acme privacy"
    assert dated(series.documents) == [
        ("old.txt", "1999-06-05"), ("2001-01-01.txt", "2001-01-01"), ("middle.txt", "2003-04"),
        ("page.htmltext", "2005"),
    ]  # fmt: skip
    assert series.snapshots[0].title == "Statement"
    assert [w.message.endswith("excluded: an error page") for w in series.warnings] == [True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("series = ", "not valid TOML"),
        ("series = 3", "series is not a text"),
        ('name = "x"', 'unknown key "name"; use series, order and [[snapshot]]'),
        ("snapshot = 3", "snapshot is not a list of tables"),
        ("[[snapshot]]\ndate = 2001-01-01", "snapshot 1: file is missing"),
        ('[[snapshot]]\nfile = "b.txt"', "snapshot 1: no file b.txt"),
        ('[[snapshot]]\nfile = "a.txt"\nday = 3', 'snapshot 1: unknown key "day"'),
        ('[[snapshot]]\nfile = "a.txt"\ndate = "soon"', '"soon" is not a date'),
        ('[[snapshot]]\nfile = "a.txt"\ntitle = 3', "snapshot 1: title is not a text"),
    ],
)
def test_a_bad_manifest_says_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, {"a.txt": POLICY, "snapshots.toml": text})
    with pytest.raises(SourceError) as error:
        api.load_series([tmp_path])
    assert told in str(error.value)
    assert "snapshots.toml" in str(error.value)


def test_missing_too_large_and_unreadable_files(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": POLICY})
    with pytest.raises(SourceError, match="no such file; check the path"):
        api.load(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="this is a folder"):
        api.load(tmp_path)
    with pytest.raises(SourceError, match=r"larger than .* --max-size"):
        api.load(tmp_path / "a.txt", max_size=10)
    with pytest.raises(SourceError, match="no such file"):
        api.load("a\0b.txt")


@pytest.mark.skipif(os.name != "posix", reason="names like these need POSIX")
@pytest.mark.parametrize(
    "name", ["-x.txt", "a\nb.txt", "\x1b[31m.txt", "a b.txt", "é.txt", "[red].txt"]
)
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: POLICY})
    assert api.load(tmp_path / name).snapshot.source == str(tmp_path / name)
    (series,) = api.load_series([tmp_path], undated="order")
    assert len(series.documents) == 1


def test_one_unreadable_snapshot_of_many_is_left_out_with_a_warning(tmp_path: Path) -> None:
    for year in (2001, 2003):
        (tmp_path / f"{year}-01-01.md").write_text("# Policy\n\nWe may share your data.\n", "utf-8")
    broken = tmp_path / "2002-01-01.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing behind it")
    (series,) = api.load_series([str(tmp_path)])
    assert len(series.documents) == 2
    assert [w.code for w in series.warnings] == ["unreadable"]
    assert "2002-01-01.pdf" in series.warnings[0].message
    with pytest.raises(SourceError):
        api.load_series([str(broken), str(tmp_path / "2001-01-01.md")])
