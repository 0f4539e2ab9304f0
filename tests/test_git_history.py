"""Git: which versions a document has, in which order, under which names, with which dates."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from git_repository import GitRepository, needs_git

from policydiff.errors import SourceError
from policydiff.sources import RawSeries, load_series, load_snapshot

pytestmark = needs_git
NAME = "legal/Privacy Policy.md"


def text(*words: str) -> str:
    """A short policy with a body of its own, so that renames can be told."""
    body = "\n\n".join(f"We may share data number {n} with our partners." for n in range(12))
    return f"# Privacy Policy\n\n{body}\n\n" + "\n\n".join(words) + "\n"


def day(number: int, hour: int = 12, zone: str = "+0000") -> str:
    return f"2021-03-{number:02}T{hour:02}:00:00{zone}"


def tails(series: RawSeries) -> list[str]:
    """The last word of every snapshot."""
    return [raw.data.decode().split()[-1] for raw in series.snapshots]


def captures(series: RawSeries) -> list[str]:
    return [d.value for raw in series.snapshots for d in raw.dates if d.kind == "captured"]


@pytest.fixture
def repo(tmp_path: Path) -> GitRepository:
    return GitRepository(tmp_path / "repo")


def history(repo: GitRepository, path: str = NAME, at: str = "") -> RawSeries:
    (series,) = load_series([str(repo.folder) + at], paths=[path])
    return series


def test_versions_are_snapshots_with_commit_date_and_a_name_to_use_again(
    repo: GitRepository,
) -> None:
    first = repo.commit({NAME: text("one")}, date=day(1), message="First record of X")
    repo.commit({"other.md": text("x")}, date=day(2))
    second = repo.commit({NAME: text("two")}, date=day(3), message="Record new changes of X")
    repo("update-index", "--chmod=+x", NAME)
    repo("commit", "-q", "-m", "mode only", date=day(4))
    series = history(repo)
    assert (series.name, tails(series)) == ("legal/Privacy Policy", ["one", "two"])
    assert [raw.revision for raw in series.snapshots] == [first, second]
    assert captures(series) == ["2021-03-01", "2021-03-03"]
    for raw in series.snapshots:
        again = load_snapshot(raw.source)
        assert (again.data, again.revision, again.dates) == (raw.data, raw.revision, raw.dates)


@pytest.mark.parametrize(
    "name",
    ["a b.md", "-dash.md", "q'uote \"d\".md", "größe/プライバシー.md", "a:b@c.md", "[x]*?.md",
     "tab\there.md", "line\nbreak.md", "HEAD", "back\\slash.md"],
)  # fmt: skip
def test_odd_paths(repo: GitRepository, name: str) -> None:
    repo.commit({name: text("one"), "x.md": "y"}, date=day(1))
    repo.commit({name: text("two")}, date=day(2))
    series = history(repo, name)
    assert tails(series) == ["one", "two"]
    assert load_snapshot(series.snapshots[0].source).data == series.snapshots[0].data


@pytest.mark.skipif(os.name != "posix", reason="names that are not UTF-8 need POSIX")
def test_a_name_that_is_no_utf8(repo: GitRepository) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    repo.commit({name: text("one")}, date=day(1))
    assert tails(history(repo, name)) == ["one"]


def test_renames_are_followed_also_with_an_edit_and_twice(repo: GitRepository) -> None:
    repo.commit({"privacy.txt": text("one")}, date=day(1))
    repo.commit({"privacy.txt": None, "legal/privacy.md": text("two")}, date=day(2))
    repo.commit({"legal/privacy.md": text("three")}, date=day(3))
    repo.commit({"legal/privacy.md": None, NAME: text("three")}, date=day(4))
    repo.commit({NAME: text("four")}, date=day(5))
    whole = load_series([str(repo.folder)], git=True)
    assert [(s.name, tails(s)) for s in whole] == [
        ("legal/Privacy Policy", ["one", "two", "three", "four"])
    ]
    assert history(repo).snapshots == whole[0].snapshots
    assert whole[0].warnings == ()
    assert [raw.source.rpartition(":")[2] for raw in whole[0].snapshots] == [
        "privacy.txt", "legal/privacy.md", "legal/privacy.md", NAME,
    ]  # fmt: skip
    # The old name alone: what stood there until it went.
    old = history(repo, "legal/privacy.md")
    assert tails(old) == ["one", "two", "three"]
    assert [w.code for w in old.warnings] == ["renamed"]


def test_a_deletion_is_no_snapshot_but_told(repo: GitRepository) -> None:
    repo.commit({NAME: text("one"), "x.md": "y"}, date=day(1))
    repo.commit({NAME: None}, date=day(2))
    repo.commit({NAME: text("two")}, date=day(3))
    repo.commit({"gone.md": text("away")}, date=day(4))
    repo.commit({"gone.md": None}, date=day(5))
    series = history(repo)
    assert tails(series) == ["one", "two"]
    assert [w.message.partition(": ")[2][:10] for w in series.warnings] == ["was delete"]
    assert series.warnings[0].message.endswith("on 2021-03-02 and came back later")
    gone = history(repo, "gone.md")
    assert (tails(gone), gone.warnings[0].message[-13:]) == (["away"], "on 2021-03-05")
    names = {s.name: tails(s) for s in load_series([str(repo.folder)])}
    assert names["gone"] == ["away"]
    assert names["legal/Privacy Policy"] == ["one", "two"]


def test_a_merged_branch_keeps_its_own_commits(repo: GitRepository) -> None:
    repo.commit({NAME: text("one"), "x.md": "1"}, date=day(1))
    repo("checkout", "-q", "-b", "side")
    repo.commit({NAME: text("two")}, date=day(2))
    edit = repo.commit({NAME: text("three")}, date=day(3))
    repo("checkout", "-q", "main")
    repo.commit({"x.md": "2"}, date=day(4))
    repo("merge", "-q", "--no-ff", "-m", "merge", "side", date=day(5))
    for series in (history(repo), *(s for s in load_series([str(repo.folder)]) if s.name != "x")):
        assert tails(series) == ["one", "two", "three"]
        assert series.snapshots[-1].revision == edit
        assert series.warnings == ()


def test_a_merge_of_three_branches(repo: GitRepository) -> None:
    """The branches that did not touch the file are left out of its history, and the parents renumbered."""
    repo.commit({NAME: text("one")}, date=day(1))
    for number, (branch, file) in enumerate((("a", NAME), ("b", "b.md"), ("c", "c.md")), 2):
        repo("checkout", "-q", "-b", branch, "main")
        repo.commit({file: text(branch)}, date=day(number))
    repo("checkout", "-q", "main")
    repo("merge", "-q", "-m", "merge", "a", "b", "c", date=day(6))
    repo.commit({NAME: text("two")}, date=day(7))
    assert tails(history(repo)) == ["one", "a", "two"]


def test_a_merge_of_branches_that_went_on_elsewhere(repo: GitRepository) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo("checkout", "-q", "-b", "side")
    repo.commit({NAME: text("side")}, date=day(2))
    repo.commit({"x.md": "x"}, date=day(3))
    repo("checkout", "-q", "main")
    repo.commit({NAME: text("main")}, date=day(4))
    repo.commit({"y.md": "y"}, date=day(5))
    repo("merge", "-q", "-s", "ours", "--no-commit", "side")
    repo.commit({NAME: text("both")}, date=day(6))
    series = history(repo)
    assert tails(series) == ["one", "main", "both"]
    assert [w.code for w in series.warnings] == ["merged"]


def test_of_a_merge_with_a_text_of_its_own_the_first_side_stood_here(repo: GitRepository) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo("checkout", "-q", "-b", "side")
    repo.commit({NAME: text("side")}, date=day(2))
    repo("checkout", "-q", "main")
    repo.commit({NAME: text("main")}, date=day(3))
    repo("merge", "-q", "-s", "ours", "--no-commit", "side")
    repo.commit({NAME: text("both")}, date=day(4))
    for series in (history(repo), *load_series([str(repo.folder)])):
        assert tails(series) == ["one", "main", "both"]
        assert [w.code for w in series.warnings] == ["merged"]


def test_a_merge_that_refused_the_other_side(repo: GitRepository) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo("checkout", "-q", "-b", "side")
    repo.commit({NAME: text("side")}, date=day(2))
    repo("checkout", "-q", "main")
    repo.commit({"x.md": "1"}, date=day(3))
    repo("merge", "-q", "-s", "ours", "-m", "no", "side", date=day(4))
    repo.commit({NAME: text("two")}, date=day(5))
    assert tails(history(repo)) == ["one", "two"]
    assert tails(load_series([str(repo.folder)])[0]) == ["one", "two"]


def test_a_file_that_came_and_went_on_a_merged_branch(repo: GitRepository) -> None:
    repo.commit({NAME: text("one"), "old.md": text("old")}, date=day(1))
    repo("checkout", "-q", "-b", "side")
    repo.commit({"old.md": None, "new.md": "brief\n"}, date=day(2))
    repo("checkout", "-q", "main")
    repo.commit({NAME: text("two")}, date=day(3))
    repo("merge", "-q", "--no-ff", "-m", "merge", "side", date=day(4))
    found = {s.name: tails(s) for s in load_series([str(repo.folder)])}
    assert found == {"legal/Privacy Policy": ["one", "two"], "new": ["brief"], "old": ["old"]}


def test_days_are_those_of_the_author_in_utc(repo: GitRepository) -> None:
    repo.commit({NAME: text("one")}, date=day(2, 1, "+0200"), committed=day(20))
    repo.commit({NAME: text("two")}, date=day(2, 23, "-0500"))
    series = history(repo)
    assert captures(series) == ["2021-03-01", "2021-03-03"]
    first = series.snapshots[0].dates[0]
    assert first.text == "2021-03-02 01:00:00+02:00"
    assert "committed 2021-03-20" in first.why


def test_several_versions_of_one_day_keep_the_order_of_commits(repo: GitRepository) -> None:
    from policydiff import api

    # Author dates out of order: a rebase, a clock that was wrong.
    for number, hour in enumerate((9, 7, 8)):
        repo.commit({NAME: text(f"number {number}")}, date=day(1, hour))
    (series,) = api.load_series([str(repo.folder)], paths=[NAME])
    last = [document.clauses[-1].text for document in series.documents]
    assert last == ["number 0", "number 1", "number 2"]


def test_a_range_starts_with_what_stood_at_its_start(repo: GitRepository) -> None:
    repo.commit({"old.md": text("one")}, date=day(1))
    repo.commit({"old.md": text("two")}, date=day(2))
    repo.commit({"x.md": "1"}, date=day(3))
    repo("tag", "v1")
    repo.commit({"old.md": None, NAME: text("three")}, date=day(4))
    repo.commit({NAME: text("four")}, date=day(5))
    repo("tag", "v2")
    repo.commit({NAME: text("five")}, date=day(6))
    assert tails(history(repo, at="@v1..v2")) == ["two", "three", "four"]
    assert tails(history(repo, at="@v2..")) == ["four", "five"]
    assert tails(history(repo, at="@v2..v2")) == ["four"]
    assert tails(history(repo, at="@v2")) == ["one", "two", "three", "four"]
    with pytest.raises(SourceError, match=r'no revision "v9"'):
        history(repo, at="@v9..v2")


def test_inside_a_repository_no_repo_needs_a_name(
    repo: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo("tag", "v1")
    repo.commit({NAME: text("two")}, date=day(2))
    monkeypatch.chdir(repo.folder)
    assert load_snapshot(f"v1:{NAME}").data == text("one").encode()
    assert load_snapshot(f"HEAD~1:{NAME}").data == text("one").encode()
    (series,) = load_series(["v1..HEAD"], paths=[NAME])
    assert tails(series) == ["one", "two"]
    (series,) = load_series(["v1"], paths=[NAME])
    assert tails(series) == ["one"]
    assert load_snapshot(series.snapshots[0].source).data == text("one").encode()
    monkeypatch.chdir(repo.folder / "legal")
    assert load_snapshot("v1:./Privacy Policy.md").data == text("one").encode()
    for source in ("HEAD", "."):
        (series,) = load_series([source], paths=["Privacy Policy.md"])
        assert tails(series) == ["one", "two"]
    with pytest.raises(SourceError, match=r"did you mean legal/Privacy Policy\.md"):
        load_snapshot("v1:legal/privacy policy.md")
    monkeypatch.setenv("GIT_DIR", str(repo.folder / ".git"))
    monkeypatch.chdir("/")
    assert load_snapshot(f"v1:{NAME}").data == text("one").encode()


def test_staged_text(repo: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo.write(NAME, text("staged"))
    repo("add", "-A")
    monkeypatch.chdir(repo.folder)
    assert load_snapshot(f":{NAME}").data == text("staged").encode()


def test_bare_repositories_bundles_and_worktrees(repo: GitRepository, tmp_path: Path) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo.commit({NAME: text("two")}, date=day(2))
    repo("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    repo("bundle", "create", "-q", str(tmp_path / "all.bundle"), "main")  # without HEAD
    repo("worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"))
    repo("clone", "-q", str(tmp_path / "all.bundle"), "-b", "main", str(tmp_path / "clone"))
    for place in ("bare.git", "all.bundle", "tree", "clone"):
        found = load_series([str(tmp_path / place)])
        assert [tails(series) for series in found] == [["one", "two"]], place
        again = load_snapshot(found[0].snapshots[0].source)
        assert again.data == text("one").encode(), place


def test_a_repository_of_dated_files_is_a_folder(repo: GitRepository) -> None:
    repo.commit({"2019-01-01.md": text("one"), "2020-01-01.md": text("typo")}, date=day(1))
    repo.commit({"2020-01-01.md": text("two"), "README.md": "About"}, date=day(2))
    (series,) = load_series([str(repo.folder)])
    assert tails(series) == ["one", "two"]
    assert series.snapshots[0].revision is None
    assert len(load_series([str(repo.folder)], git=True)) == 2
    (folder,) = load_series([str(repo.folder)], git=False)
    assert folder.snapshots == series.snapshots


def test_what_git_cannot_give_is_told_and_passed_by(repo: GitRepository, tmp_path: Path) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo.commit({NAME: text("x" * 5000)}, date=day(2))
    repo.commit(
        {NAME: "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n"}, date=day(3)
    )
    repo.commit({NAME: text("four")}, date=day(4))
    (series,) = load_series([str(repo.folder)], paths=[NAME], max_size=3000)
    assert tails(series) == ["one", "four"]
    assert [w.message.rpartition(": ")[2][:15] for w in series.warnings] == [
        "larger than 3 k", "is kept outside",
    ]  # fmt: skip
    blob = repo("rev-parse", f"HEAD:{NAME}")
    (repo.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    (series,) = load_series([str(repo.folder)], paths=[NAME])
    assert any("is missing here" in w.message for w in series.warnings)


def test_a_shallow_clone_says_so(repo: GitRepository, tmp_path: Path) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    repo.commit({NAME: text("two")}, date=day(2))
    repo("clone", "-q", "--depth=1", f"file://{repo.folder}", str(tmp_path / "shallow"))
    (series,) = load_series([str(tmp_path / "shallow")])
    assert tails(series) == ["two"]
    assert [w.code for w in series.warnings] == ["shallow"]


def test_of_a_partial_clone_what_is_there(repo: GitRepository, tmp_path: Path) -> None:
    repo("config", "uploadpack.allowFilter", "true")
    repo.commit({NAME: text("one")}, date=day(1))
    repo.commit({NAME: text("two")}, date=day(2))
    repo.commit({NAME: text("three")}, date=day(3))
    clone = tmp_path / "partial"
    repo(
        "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repo.folder}", str(clone)
    )  # fmt: skip
    with pytest.raises(SourceError, match=r"no version can be read.*git fetch --refetch"):
        load_series([str(clone)], paths=[NAME])
    repo("-C", str(clone), "cat-file", "-p", f"HEAD~1:{NAME}")
    (series,) = load_series([str(clone)], paths=[NAME])
    assert tails(series) == ["two"]
    assert ["partial" in w.message for w in series.warnings] == [True, True]
    repo.commit({NAME: None, "new.md": text("one", "two", "four")}, date=day(4))
    repo("-C", str(clone), "fetch", "-q", "--filter=blob:none")
    with pytest.raises(SourceError, match=r"the clone is partial, .*; git fetch --refetch"):
        load_series([f"{clone}@origin/main"], paths=["new.md"])


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need POSIX")
def test_links_and_submodules_are_no_documents(repo: GitRepository, tmp_path: Path) -> None:
    inner = GitRepository(tmp_path / "inner")
    inner.commit({"p.md": text("inner")}, date=day(1))
    repo.commit({NAME: text("one")}, date=day(1))
    (repo.folder / "link.md").symlink_to("/etc/passwd")
    repo("submodule", "add", "-q", str(inner.folder), "sub.md")
    repo.commit(date=day(2))
    assert [s.name for s in load_series([str(repo.folder)])] == ["legal/Privacy Policy"]
    with pytest.raises(SourceError, match=r"no history of link\.md"):
        history(repo, "link.md")


@pytest.mark.parametrize(
    ("source", "path", "told"),
    [
        ("{repo}", "nothing.md", "no history of nothing.md"),
        ("{repo}", "legal/privacy policy.md", "did you mean legal/Privacy Policy.md?"),
        ("{repo}", "../../etc/passwd", "outside of the repository"),
        ("{repo}@--output=x", NAME, "no revision"),
        ("{repo}@main...side", NAME, 'no revision "side"'),
        ("{repo}@nope", NAME, 'no revision "nope"'),
        ("{repo}", "legal/*.md", "paths stand for themselves"),
        ("{tmp}", NAME, "no git repository here"),
        ("{tmp}/none", NAME, "no git repository and no revision"),
        ("{tmp}/x.bundle", NAME, "git cannot read this bundle"),
        ("{tmp}/empty", "", "this repository has no commits"),
    ],
)
def test_mistakes_say_what_is_wrong_on_one_line(
    repo: GitRepository, tmp_path: Path, source: str, path: str, told: str
) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    GitRepository(tmp_path / "empty")
    (tmp_path / "x.bundle").write_bytes(b"# v2 git bundle\nrubbish\n")
    with pytest.raises(SourceError) as error:
        load_series([source.format(repo=repo.folder, tmp=tmp_path)], paths=[path])
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_without_git_there_is_one_line(
    repo: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({NAME: text("one")}, date=day(1))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SourceError, match="git is not installed; install git"):
        history(repo)


def test_nothing_that_a_repository_configures_is_run(repo: GitRepository, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    run = f"touch {trap}; cat"
    repo.commit({NAME: text("one"), ".gitattributes": "*.md diff=evil\n"}, date=day(1))
    repo.commit({NAME: text("two")}, date=day(2))
    for key in ("diff.evil.textconv", "diff.external", "core.pager", "core.fsmonitor",
                "gpg.program", "diff.evil.command", "core.sshCommand"):  # fmt: skip
        repo("config", key, run)
    repo("config", "log.showSignature", "true")
    repo("config", "diff.renames", "copies")
    repo("config", "core.worktree", "/")
    assert tails(history(repo)) == ["one", "two"]
    assert not trap.exists()


def test_the_name_of_a_file_dates_it_only_where_it_has_one_version(repo: GitRepository) -> None:
    repo.commit({"2018/a.md": text("one"), "2018/b.md": text("one")}, date=day(1))
    repo.commit({"2018/b.md": text("two")}, date=day(2))
    kinds = {
        series.name: [[d.kind for d in raw.dates] for raw in series.snapshots]
        for series in load_series([str(repo.folder)], git=True)
    }
    assert kinds == {"2018/a": [["captured", "filename"]], "2018/b": [["captured"], ["captured"]]}
