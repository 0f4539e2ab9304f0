"""`snapshots.toml`: order, series, versions in git, and a manifest that stands elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from test_sources import POLICY, write

from policydiff import api
from policydiff.errors import SourceError

FILES = {f"{name}.md": f"{POLICY}{name}\n" for name in ("a", "b", "c")}


def names(series: api.Series) -> list[str]:
    return [Path(s.source).stem for s in series.snapshots]


def test_the_order_of_the_list_is_taken_also_against_dates_and_without(tmp_path: Path) -> None:
    manifest = 'order = "listed"\n' + "".join(
        f'[[snapshot]]\nfile = "{name}.md"\n{date}\n'
        for name, date in (("c", "date = 2005-01-01"), ("a", "date = 2001-01-01"), ("b", ""))
    )
    write(tmp_path, {**FILES, "snapshots.toml": manifest})
    (series,) = api.load_series([tmp_path])
    assert names(series) == ["c", "a", "b"]
    assert [w.code for w in series.warnings] == ["manifest-order"]
    assert [s.date for s in series.snapshots] == ["2005-01-01", "2001-01-01", None]


def test_an_order_that_leaves_a_file_out_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "snapshots.toml": 'order = "listed"\n[[snapshot]]\nfile = "a.md"\n'})
    with pytest.raises(SourceError, match=r'order is "listed", but .*b\.md is not'):
        api.load_series([tmp_path])


def test_files_of_one_folder_can_be_several_series_and_of_several_one(tmp_path: Path) -> None:
    manifest = """
        [[snapshot]]
        file = "a.md"
        series = "Terms"
        date = 2001
        [[snapshot]]
        file = "sub/d.md"
        series = "Terms"
        date = 2002
    """.replace("= 2001", '= "2001"').replace("= 2002", '= "2002"')
    write(tmp_path, {**FILES, "sub/d.md": POLICY, "snapshots.toml": manifest})
    found = {s.name: names(s) for s in api.load_series([tmp_path], undated="order")}
    assert found == {"Terms": ["a", "d"], tmp_path.name: ["b", "c"]}


def test_a_manifest_elsewhere_stands_in_for_all_others(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    folder = write(tmp_path / "x", {**FILES, "snapshots.toml": "this is no TOML"})
    rows = "".join(f'[[snapshot]]\nfile = "{n}.md"\ndate = "200{n}"\n' for n in "abc")
    for number, name in enumerate("abc", 1):
        rows = rows.replace(f"200{name}", f"200{number}")
    file = write(tmp_path, {"own.toml": rows + 'exclude = "a draft"\n'}) / "own.toml"
    for sources in ([folder], [folder / "b.md", folder / "a.md", folder / "c.md"]):
        run = policydiff("snapshots", "--format", "json", "--manifest", file, *sources)
        assert [s["date"] for s in run.json["snapshots"]] == ["2001", "2002"]
        assert "excluded: a draft" in run.err
    assert policydiff("snapshots", "--manifest", tmp_path / "none.toml", folder).code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('order = "random"', '"random" is no order; write "listed" or "date"'),
        ("order = 3", '"3" is no order'),
        ('[[snapshot]]\nrevision = "HEAD"', '"HEAD" is no commit; write its hash'),
        ("[[snapshot]]\nrevision = 1234567", "revision is not a text"),
        ('[[snapshot]]\nfile = "a.md"\nseries = 3', "series is not a text"),
        ("[[snapshot]]\nfile = 3", "file is not a text"),
        ('[[snapshot]]\nfile = "a.md"\nexclude = " "', "exclude is empty; write the reason"),
        ("a = " + "[" * 100_000, "not valid TOML"),
    ],
    ids=lambda text: str(text)[:30],
)
def test_mistakes(tmp_path: Path, text: str, told: str) -> None:
    write(tmp_path, {**FILES, "snapshots.toml": text})
    with pytest.raises(SourceError) as error:
        api.load_series([tmp_path])
    assert told in str(error.value)
    assert "snapshots.toml" in str(error.value)


@needs_git
def test_versions_in_git_are_named_by_their_commits(tmp_path: Path) -> None:
    repo = GitRepository(tmp_path / "repo")
    commits = [
        repo.commit({"legal/p.md": f"{POLICY}{n}\n"}, date=f"2021-03-0{n}T10:00:00Z")
        for n in (1, 2, 3, 4)
    ]
    manifest = f"""
        series = "Acme privacy"
        [[snapshot]]
        revision = "{commits[0][:8]}"
        date = 2001-02-03
        title = "Statement"
        [[snapshot]]
        revision = "{commits[1]}"
        file = "p.md"
        exclude = "an error page"
        [[snapshot]]
        revision = "{commits[2]}"
        file = "other.md"
        exclude = "of another file"
    """
    repo.commit({"legal/snapshots.toml": manifest}, date="2021-04-01T10:00:00Z")
    for sources, options in (
        ([str(repo.folder)], {"paths": ["legal/p.md"]}),
        ([str(repo.folder)], {"name": "Acme privacy"}),
    ):
        (series,) = api.load_series(sources, **options)  # type: ignore[arg-type]
        assert series.name == "Acme privacy"
        assert [s.date for s in series.snapshots] == ["2001-02-03", "2021-03-03", "2021-03-04"]
        assert series.snapshots[0].title == "Statement"
        assert [w.message[-23:] for w in series.warnings] == ["excluded: an error page"]
    # At an older revision there was no manifest; one from outside says its own.
    (series,) = api.load_series([f"{repo.folder}@{commits[3]}"])
    assert len(series.documents) == 4
    order = "".join(f'[[snapshot]]\nrevision = "{c[:7]}"\n' for c in reversed(commits))
    own = write(tmp_path, {"own.toml": f'order = "listed"\n{order}'}) / "own.toml"
    (series,) = api.load_series([repo.folder], manifest=own)
    assert [s.revision for s in series.snapshots] == commits[::-1]


def test_a_manifest_of_another_name_is_no_file_that_is_passed_by(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "dates.toml": 'series = "Own"\n', "other.toml": ""})
    (series,) = api.load_series([tmp_path], manifest=str(tmp_path / "dates.toml"), undated="order")
    told = " ".join(warning.message for warning in series.warnings)
    assert (series.name, "dates.toml" in told, "other.toml" in told) == ("Own", False, True)
