"""Git: author dates against the history, what is not committed, technical upgrades, odd names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git

from policydiff import api
from policydiff.sources import RawSeries, load_series

pytestmark = needs_git
NAME = "parcels.md"


def text(*promises: str) -> str:
    body = "\n\n".join(f"We may show parcel list number {n} to our couriers." for n in range(9))
    return f"# Parcel Policy\n\n{body}\n\n" + "\n\n".join(promises) + "\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    made = GitRepository(tmp_path / "repo")
    monkeypatch.chdir(made.folder)
    return made


def captures(series: RawSeries) -> list[str]:
    return [d.value for raw in series.snapshots for d in raw.dates if d.kind == "captured"]


@pytest.mark.parametrize(
    ("authored", "committed", "wanted"),
    [
        (["01-01", "06-01", "03-01"], ["01-01", "06-01", "06-20"], ["01-01", "06-01", "06-20"]),
        (["01-01", "06-01", "03-01"], ["01-01", "06-01", "03-01"], ["01-01", "06-01", "06-01"]),
        # Rebased at the end of the year: the committer dates say nothing.
        (
            ["01-01", "06-01", "03-01", "07-01"],
            ["12-24", "12-24", "12-24", "12-24"],
            ["01-01", "06-01", "06-01", "07-01"],
        ),
        # One clock was wrong.
        (["01-01", "12-31", "03-01", "07-01"], ["01-01", "02-01", "03-01", "07-01"],
         ["01-01", "02-01", "03-01", "07-01"]),
        (["05-01", "02-01", "03-01"], ["05-01", "02-01", "03-01"], ["02-01", "02-01", "03-01"]),
    ],
)  # fmt: skip
def test_the_history_counts_before_author_dates(
    repo: GitRepository, authored: list[str], committed: list[str], wanted: list[str]
) -> None:
    for number, (one, other) in enumerate(zip(authored, committed, strict=True)):
        day, again = f"2021-{one}T12:00:00Z", f"2021-{other}T12:00:00Z"
        repo.commit({NAME: text(f"We keep it {number} days.")}, date=day, committed=again)
    (series,) = load_series(["."], paths=[NAME])
    assert captures(series) == [f"2021-{one}" for one in wanted]
    assert [warning.code for warning in series.warnings] == ["author-date"]


def test_a_promise_of_the_newest_commit_is_in_force(
    repo: GitRepository, policydiff: CommandLine
) -> None:
    """A commit with an older author date is not put before its parent."""
    promise = "We will not sell your address."
    repo.commit({NAME: text()}, date="2021-06-01T12:00:00Z")
    repo.commit({NAME: text(promise)}, date="2021-03-01T12:00:00Z")
    run = policydiff("timeline", "--format", "json", ".", "--", NAME)
    found = [one["present"] for one in run.json["obligations"] if "sell" in one["text"]]
    assert found == [[False, True]]
    assert "out of the order of its history" in run.err


def test_what_is_not_committed_says_so(repo: GitRepository, policydiff: CommandLine) -> None:
    repo.commit({NAME: text("We keep it 3 days.")}, date="2021-01-01T12:00:00Z")
    repo.commit({NAME: text("We keep it 5 days.")}, date="2021-02-01T12:00:00Z")
    repo.write(NAME, text("We keep it 5 days.", "We will burn your letters."))
    blame = policydiff("blame", NAME).out
    (line,) = [line for line in blame.splitlines() if "burn" in line]
    assert line.startswith("uncommitted ")
    assert policydiff("log", NAME).out.startswith("not committed yet ")
    (entry, *older) = policydiff("log", NAME, "--format", "json").json["entries"]
    assert entry["snapshot"]["uncommitted"]
    assert not any(one["snapshot"]["uncommitted"] for one in older)


def test_technical_upgrades_are_named(repo: GitRepository, policydiff: CommandLine) -> None:
    repo.commit({NAME: text()}, date="2021-01-01T12:00:00Z", message="First record of Parcels")
    repo.commit(
        {NAME: text("We list our couriers.")}, date="2021-02-01T12:00:00Z",
        message="Apply technical or declaration upgrade on Parcels",
    )  # fmt: skip
    head, *_ = policydiff("log", ".", "--", NAME).out.splitlines()
    assert "technical upgrade" in head
    listed = policydiff("snapshots", ".", "--", NAME).out
    assert listed.count("technical upgrade") == 1


@pytest.mark.parametrize("command", ["timeline", "log", "blame", "snapshots"])
@pytest.mark.parametrize("format_", ["terminal", "json"])
def test_a_path_that_is_no_utf8(
    repo: GitRepository, policydiff: CommandLine, command: str, format_: str
) -> None:
    """Also with the cache, whose keys and records hold names."""
    name = os.fsdecode(b"caf\xe9.md")
    repo.commit({name: text("one")}, date="2021-01-01T12:00:00Z")
    repo.commit({name: text("two")}, date="2021-02-01T12:00:00Z")
    for _ in range(2):
        run = policydiff(command, "--format", format_, ".", "--", name)
        assert run.code == 0, run.err


OLD = text("We keep it 3 days.")
NEW = text("We keep it 30 days.")


@pytest.fixture
def renamed(repo: GitRepository) -> GitRepository:
    """A document that was edited, and then renamed."""
    repo.commit({"Post/Old Terms.md": OLD}, date="2021-01-01T12:00:00Z")
    repo("tag", "v1")
    repo.commit({"Post/Old Terms.md": NEW}, date="2021-02-01T12:00:00Z")
    repo("mv", "Post/Old Terms.md", "Post/Terms.md")
    repo("commit", "-q", "-m", "rename", date="2021-03-01T12:00:00Z")
    return repo


def test_the_old_name_tells_the_new_one(renamed: GitRepository, policydiff: CommandLine) -> None:
    run = policydiff("log", ".", "--", "Post/Old Terms.md")
    assert "Post/Old Terms.md: became Post/Terms.md in " in run.err
    assert "deleted" not in run.err


@pytest.mark.parametrize("place", ["Post/Terms.md", "Post/Old Terms.md", "Post/", "Post"])
def test_behind_two_hyphens_stands_what_git_knows(
    renamed: GitRepository, policydiff: CommandLine, place: str
) -> None:
    for command in ("timeline", "log", "snapshots"):
        run = policydiff(command, "--format", "json", "--", place)
        rows = run.json.get("snapshots") or run.json["entries"]
        assert (run.code, len(rows)) == (0, 2), command


def test_without_a_source_the_repository_around_is_meant(
    renamed: GitRepository, policydiff: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(renamed.folder / "Post")
    assert [s["snapshots"] for s in policydiff("snapshots", "--format", "json").json["series"]] == [
        2
    ]
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    run = policydiff("snapshots")
    assert (run.code, "Missing argument" in run.err) == (2, True)


def test_files_that_are_named_by_dates_stay_files(
    repo: GitRepository, policydiff: CommandLine
) -> None:
    repo.commit({"2021-01-01.md": OLD, "2022-01-01.md": NEW}, date="2022-03-01T12:00:00Z")
    run = policydiff("timeline", "--format", "json", "--", "2021-01-01.md", "2022-01-01.md")
    assert [one["date"] for one in run.json["snapshots"]] == ["2021-01-01", "2022-01-01"]


def test_a_range_from_head_backwards(renamed: GitRepository, policydiff: CommandLine) -> None:
    run = policydiff("diff", "--format", "json", "..v1", "--", "Post/")
    assert run.code == 1
    assert (run.json["old"]["date"], run.json["new"]["date"]) == ("2021-02-01", "2021-01-01")


def test_three_dots_start_where_both_parted(repo: GitRepository, policydiff: CommandLine) -> None:
    repo.commit({"Terms.md": OLD}, date="2021-01-01T12:00:00Z")
    repo("checkout", "-q", "-b", "side")
    repo.commit({"Terms.md": NEW}, date="2021-02-01T12:00:00Z")
    repo("checkout", "-q", "main")
    repo.commit({"Terms.md": f"{OLD}\nYou must pay.\n"}, date="2021-03-01T12:00:00Z")
    run = policydiff("diff", "--format", "json", "main...side", "--", "Terms.md")
    assert (run.json["old"]["date"], run.json["new"]["date"]) == ("2021-01-01", "2021-02-01")
    run = policydiff("log", "--format", "json", ".@side...", "--", "Terms.md")
    assert [one["snapshot"]["date"] for one in run.json["entries"]] == ["2021-03-01", "2021-01-01"]


def test_the_versions_of_a_file_elsewhere(
    repo: GitRepository, policydiff: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"legal/Terms.md": OLD}, date="2021-01-01T12:00:00Z")
    repo.commit({"legal/Terms.md": NEW}, date="2021-02-01T12:00:00Z")
    monkeypatch.chdir(repo.folder.parent)
    file = f"{repo.folder.name}/legal/Terms.md"
    assert f"policydiff timeline --git {file} follows" in policydiff("timeline", file).err
    sources = [
        one["source"]
        for one in policydiff("timeline", "--git", file, "--format", "json").json["snapshots"]
    ]
    assert sources[1] == file
    assert sources[0].startswith(f"{repo.folder.name}/legal@")


def test_a_repository_without_commits_is_called_one(
    repo: GitRepository, policydiff: CommandLine
) -> None:
    assert "no commit and no snapshot in this repository" in policydiff("snapshots").err
    assert "write REV:PATH" in policydiff("sections", "v1:").err


def test_accents_may_be_spelled_either_way(repo: GitRepository, policydiff: CommandLine) -> None:
    """Some systems hand file names over with the accent as a letter of its own."""
    repo.commit({"Caf\u00e9/Terms.md": OLD}, date="2021-01-01T12:00:00Z")
    repo.commit({"Caf\u00e9/Terms.md": NEW}, date="2021-02-01T12:00:00Z")
    for name in ("Cafe\u0301/Terms.md", "Cafe\u0301"):
        assert len(policydiff("log", "--format", "json", ".", "--", name).json["entries"]) == 2
    assert policydiff("sections", "HEAD:Cafe\u0301/Terms.md").code == 0


def test_the_older_side_of_the_work_tree_has_the_date_of_its_commit(
    renamed: GitRepository, policydiff: CommandLine
) -> None:
    renamed.write("Post/Terms.md", OLD)
    run = policydiff("diff", "--format", "json", "HEAD", "--", "Post/Terms.md")
    assert (run.json["old"]["date"], run.json["new"]["date"]) == ("2021-02-01", None)


def test_a_closed_standard_output_is_told(tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    file.write_text(OLD, "utf-8")
    command = 'exec "$0" -m policydiff sections "$1" >&-'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, str(file)], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr == (
        "policydiff: standard output is closed; send it to a file or to /dev/null\n"
    )


@pytest.mark.parametrize(("stated", "told"), [("14 February 2021", True), ("1 June 2021", False)])
def test_two_texts_of_one_day_that_state_one_date_are_a_silent_edit(
    tmp_path: Path, stated: str, told: bool
) -> None:
    repo = GitRepository(tmp_path / "a")
    text = f"# Privacy Policy\n\nEffective date: {stated}\n\nWe will never sell your data.\n"
    repo.commit({"p.md": text}, date="2021-06-01T08:00:00Z")
    repo.commit({"p.md": text.replace("will never", "may")}, date="2021-06-01T20:00:00Z")
    (series,) = api.load_series([str(repo.folder)], paths=["p.md"])
    assert [one.date for one in series.snapshots] == ["2021-06-01"] * 2
    codes = [warning.code for warning in series.snapshots[1].warnings]
    assert ("date-order" in codes) is told
