"""`policydiff diff` between revision, index and work tree, as git users expect it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import SAMPLES, CommandLine
from git_repository import GitRepository, needs_git

pytestmark = needs_git
NOTES = SAMPLES / "lumen-notes"
FIRST, SECOND, THIRD = ((NOTES / f"{day}.md").read_text("utf-8") for day in ("2021-03-01", "2022-09-15", "2023-06-30"))  # fmt: skip
REVERSED = "must not → may read your notes"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """Revision: FIRST, then SECOND; staged: THIRD; on disk: THIRD with another age."""
    made = GitRepository(tmp_path / "work")
    made.commit({"legal/terms.md": FIRST}, date="2021-03-01T10:00:00Z")
    made("tag", "v1")
    made.commit({"legal/terms.md": SECOND, "privacy.md": FIRST}, date="2022-09-15T10:00:00Z")
    made.write("legal/terms.md", THIRD)
    made("add", "-A")
    made.write("legal/terms.md", THIRD.replace("13 years", "18 years"))
    monkeypatch.chdir(made.folder)
    return made


def sides(policydiff: CommandLine, *args: str) -> tuple[str, str]:
    run = policydiff("diff", "--format", "json", *args)
    assert run.code in (0, 1), run.err
    return run.json["old"]["source"], run.json["new"]["source"]


@pytest.mark.parametrize(
    ("args", "old", "new"),
    [
        (("HEAD", "--", "legal/terms.md"), "HEAD:legal/terms.md", "legal/terms.md"),
        (("v1", "--", "legal/terms.md"), "v1:legal/terms.md", "legal/terms.md"),
        (("v1", "--", "legal"), "v1:legal/terms.md", "legal/terms.md"),
        (("--", "legal/terms.md"), ":legal/terms.md", "legal/terms.md"),
        (("legal/terms.md",), ":legal/terms.md", "legal/terms.md"),
        (("--staged",), "HEAD:legal/terms.md", ":legal/terms.md"),
        (("--staged", "--", "legal/terms.md"), "HEAD:legal/terms.md", ":legal/terms.md"),
        (("--staged", "legal/"), "HEAD:legal/terms.md", ":legal/terms.md"),
        (("--staged", "v1", "--", "legal/terms.md"), "v1:legal/terms.md", ":legal/terms.md"),
        (("v1:legal/terms.md", "HEAD:legal/terms.md"), "v1:legal/terms.md", "HEAD:legal/terms.md"),
        ((":legal/terms.md", "legal/terms.md"), ":legal/terms.md", "legal/terms.md"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_the_sides_are_those_of_git(
    policydiff: CommandLine, repo: GitRepository, args: tuple[str, ...], old: str, new: str
) -> None:
    assert sides(policydiff, *args) == (old, new)


def test_what_is_compared_is_what_stands_there(policydiff: CommandLine, repo: GitRepository) -> None:  # fmt: skip
    staged = policydiff("diff", "--staged")
    assert (staged.code, REVERSED in staged.out, "18" in staged.out) == (1, True, False)
    unstaged = policydiff("diff", "legal/terms.md")
    assert (unstaged.code, REVERSED in unstaged.out, "18" in unstaged.out) == (1, False, True)
    both = policydiff("diff", "HEAD", "--", "legal/terms.md")
    assert (both.code, REVERSED in both.out, "18" in both.out) == (1, True, True)
    assert policydiff("diff", "HEAD", "--", "privacy.md").code == 0
    assert policydiff("diff", "privacy.md").code == 0


def test_paths_start_where_the_user_stands(
    policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.folder / "legal")
    assert sides(policydiff, "HEAD", "--", "terms.md") == ("HEAD:legal/terms.md", "terms.md")
    assert sides(policydiff, "--staged", "terms.md") == ("HEAD:legal/terms.md", ":legal/terms.md")
    assert sides(policydiff, "HEAD", "--", "../privacy.md")[1] == "../privacy.md"
    assert sides(policydiff, "terms.md") == (":legal/terms.md", "terms.md")


def test_renames_additions_deletions(policydiff: CommandLine, repo: GitRepository) -> None:
    repo.commit(date="2023-06-30T10:00:00Z")
    repo("mv", "legal/terms.md", "legal/conditions.md")
    repo("rm", "-q", "privacy.md")
    repo.write("cookies.md", "# Cookies\n\nWe may set cookies. You can refuse them.\n")
    repo("add", "-A")
    for args in (("--staged",), ("HEAD", "--", ".")):
        shown = policydiff("diff", *args)
        assert shown.code == 1
        assert "HEAD:legal/terms.md -> " in shown.out
        assert "conditions.md, renamed" in shown.out
        assert "privacy.md, deleted" in shown.out
        assert "cookies.md, added" in shown.out
    renamed = sides(policydiff, "HEAD", "--", "legal/conditions.md")
    assert renamed == ("HEAD:legal/terms.md", "legal/conditions.md")
    assert sides(policydiff, "--staged", "--", "privacy.md") == ("HEAD:privacy.md", "/dev/null")
    assert policydiff("diff", "--staged", "--format", "json").code == 2


def test_the_index_of_a_hook_is_the_one_that_git_names(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    repo("config", "core.hooksPath", "hooks")
    hook = repo.folder / "hooks" / "pre-commit"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\nexec policydiff diff --staged > shown.txt\n")
    hook.chmod(0o755)
    repo("reset", "-q")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run(
        ["git", "commit", "-q", "-m", "x", "legal/terms.md"], cwd=repo.folder, env=environment,
        capture_output=True, check=False,
    )  # fmt: skip
    if not (repo.folder / "shown.txt").read_text("utf-8"):
        pytest.skip("policydiff is not on the path of this shell")
    assert REVERSED in (repo.folder / "shown.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "Missing argument"),
        (("--staged", "--", "nope.md"), "no nope.md at HEAD or in the index"),
        (("HEAD", "--", "nope.md"), "no nope.md at HEAD or in the work tree"),
        (("v9", "--", "privacy.md"), 'no revision "v9"'),
        (("--staged", "v9", "--", "privacy.md"), "no v9 at HEAD"),
        (("HEAD", "--", "../outside.md"), "outside of the repository"),
        ((".@HEAD", "--", "privacy.md"), "the work tree of another repository"),
        (("untracked.md",), "no such file at this revision"),
    ],
)
def test_mistakes(
    policydiff: CommandLine, repo: GitRepository, args: tuple[str, ...], told: str
) -> None:
    (repo.folder / "untracked.md").write_text(FIRST, "utf-8")
    run = policydiff("diff", *args)
    assert run.code == 2
    assert told in run.err
    assert "internal error" not in run.err


@pytest.fixture
def moved(repo: GitRepository) -> GitRepository:
    """v2: terms reworded, cookies.md come, privacy.md gone, a README; then terms renamed; v3."""
    repo.commit({"legal/same.md": FIRST.replace("notes", "recipes")}, date="2022-10-15T10:00:00Z")
    repo.commit({"legal/terms.md": SECOND}, date="2022-11-15T10:00:00Z")
    repo("tag", "-f", "v1")
    repo("rm", "-q", "privacy.md", "--cached")
    (repo.folder / "privacy.md").unlink()
    cookies = "# Cookies\n\nWe may set cookies. You can refuse them.\n"
    repo.commit({"legal/terms.md": THIRD, "legal/cookies.md": cookies, "README.md": "x\n"}, date="2023-06-30T10:00:00Z")  # fmt: skip
    repo("tag", "v2")
    repo("mv", "legal", "docs")
    repo.commit({"docs/terms.md": THIRD.replace("13 years", "18 years"), "docs/cookies.md": cookies + "\nAsk us.\n"}, date="2023-07-30T10:00:00Z")  # fmt: skip
    repo("tag", "v3")
    repo.commit({"README.md": "y\n"}, date="2023-08-30T10:00:00Z")
    return repo


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        (("v1..v2", "--", "legal"), ["legal/cookies.md, added", "legal/terms.md -> "]),
        (("v1", "v2", "--", "legal/"), ["legal/cookies.md, added", "legal/terms.md -> "]),
        (("v1..v2", "--", "."), ["legal/cookies.md, added", "legal/terms.md -> ", "privacy.md, deleted"]),
        (("v1..v2", "--", "legal/terms.md", "privacy.md"), ["legal/terms.md -> ", "privacy.md, deleted"]),
        (("v1..v3", "--", "docs"), ["docs/cookies.md, added", " -> "]),
        (("v1..v3", "--", "legal/terms.md", "docs/terms.md", "docs/cookies.md"), ["docs/cookies.md, added", " -> "]),
        (("v2..v2", "--", "legal"), []),
        (("v3..", "--", "."), []),
    ],
    ids=lambda one: " ".join(one),
)  # fmt: skip
def test_files_and_folders_between_revisions(
    policydiff: CommandLine, moved: GitRepository, args: tuple[str, ...], shown: list[str]
) -> None:
    run = policydiff("diff", "--width", "200", *args)
    assert run.code == (1 if shown else 0), run.err
    for one in shown:
        assert one in run.out
    assert "same.md" not in run.out or args == ("v1..v3", "--", "docs")  # its name differs
    assert "README" not in run.out
    if not shown:
        assert run.err == "policydiff: note: no policy differs\n"


@pytest.mark.parametrize(
    ("args", "old", "new"),
    [
        (("v1..v3", "--", "legal/terms.md"), "legal/terms.md", "docs/terms.md"),  # the old name
        (("v1..v3", "--", "docs/terms.md"), "legal/terms.md", "docs/terms.md"),
        (("v1..v2", "--", "docs/terms.md"), "legal/terms.md", "legal/terms.md"),  # today's name
        (("v3..v2", "--", "docs/terms.md"), "docs/terms.md", "legal/terms.md"),  # backwards
        (("v1..v2", "--", "privacy.md"), "privacy.md", "/dev/null"),
        (("v1..v2", "--", "legal/cookies.md"), "/dev/null", "legal/cookies.md"),
        (("v1..v2", "--", "legal", "privacy.md", "legal/cookies.md"), "", ""),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)
def test_a_file_has_the_name_of_either_end_or_of_today(
    policydiff: CommandLine, moved: GitRepository, args: tuple[str, ...], old: str, new: str
) -> None:
    if not old:
        run = policydiff("diff", "--format", "json", *args)
        assert (run.code, "3 files differ" in run.err) == (2, True)
        return
    found = sides(policydiff, *args)
    assert tuple(one.rpartition(":")[2] for one in found) == (old, new)


def test_folders_of_another_repository(
    policydiff: CommandLine, moved: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = policydiff("diff", "--width", "200", "work@v1..v2", "--", "legal")
    assert (run.code, "legal/terms.md -> work@" in run.out) == (1, True)
    monkeypatch.chdir(moved.folder / "docs")
    assert policydiff("diff", "v1..v3", "--", ".").code == 1


def test_nothing_staged_is_no_difference(policydiff: CommandLine, repo: GitRepository) -> None:
    repo("reset", "-q", "--hard")
    run = policydiff("diff", "--staged")
    assert (run.code, run.out) == (0, "")
    assert run.err == "policydiff: note: no policy differs\n"


def test_outside_of_a_repository_one_file_is_too_few(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "alone").mkdir()
    monkeypatch.chdir(tmp_path / "alone")
    Path("a.md").write_text(FIRST, "utf-8")
    assert "a comparison needs two snapshots" in policydiff("diff", "a.md").err
    assert policydiff("diff", "--staged").code == 2
    assert policydiff("diff", "/dev/null", "a.md").code == 1
