"""git shows policies through policydiff: real git in repositories of the test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CASES, SAMPLES, CommandLine
from git_repository import GitRepository, needs_git

pytestmark = needs_git
NOTES = SAMPLES / "lumen-notes"
OLD = (NOTES / "2022-09-15.md").read_text("utf-8")
NEW = (NOTES / "2023-06-30.md").read_text("utf-8")
FORMATS = CASES / "formats"
REVERSED = "The company must not → may read your notes"


def run(folder: Path, *args: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """git as a user runs it, with nobody's configuration but this repository's."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "COLUMNS": "100"}  # fmt: skip
    return subprocess.run(
        ["git", *args], cwd=folder, env=environment | variables, capture_output=True, check=False,
        encoding="utf-8", errors="surrogateescape", stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A work tree with two policies, not yet set up."""
    made = GitRepository(tmp_path / "work tree")
    made.commit({"terms.md": OLD, "README.md": "Hello.\n"}, date="2022-09-15T10:00:00Z")
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "global"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    return made


def files(repo: GitRepository) -> dict[str, bytes]:
    found = [repo.folder / ".git" / "config", repo.folder / ".gitattributes"]
    found += list((repo.folder / ".git" / "info").glob("*"))
    return {path.name: path.read_bytes() for path in found if path.exists()}


def test_git_diff_shows_policies_and_leaves_the_rest(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    assert policydiff("git-setup").code == 0
    repo.write("terms.md", NEW)
    repo.write("README.md", "Hello, world.\n")
    shown = run(repo.folder, "diff")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "policydiff terms.md\n" in shown.stdout
    assert REVERSED in shown.stdout
    assert "+Hello, world.\n" in shown.stdout
    repo("add", "-A")
    for args in (("diff", "--staged"), ("diff", "HEAD")):
        assert REVERSED in run(repo.folder, *args).stdout
    repo.commit(date="2023-06-30T10:00:00Z")
    assert REVERSED in run(repo.folder, "diff", "HEAD~1", "HEAD").stdout
    assert "@@" in run(repo.folder, "log", "-p", "-1", "--", "terms.md").stdout
    assert run(repo.folder, "diff", "HEAD", "--exit-code").returncode == 0


@pytest.mark.parametrize(
    "name",
    ["privacy policy.md", 'quo"te terms.md', "-x-terms.md", "sub/Ünïcode-PRIVACY.md", "it's policy.md",
     "--help-terms.md", "a\ttab terms.md"],
)  # fmt: skip
def test_additions_deletions_renames(
    policydiff: CommandLine, repo: GitRepository, name: str
) -> None:
    policydiff("git-setup")
    repo.write(name, OLD)
    repo("add", "-A")
    shown = run(repo.folder, "diff", "--staged")
    visible = name.replace("\t", " ")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"policydiff {visible}, added\n" in shown.stdout
    assert "appeared" in shown.stdout
    repo.commit(date="2023-01-01T10:00:00Z")
    repo.commit({name: None, "moved-terms.md": NEW}, date="2023-02-01T10:00:00Z")
    shown = run(repo.folder, "diff", "-M30%", "HEAD~1", "HEAD")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"policydiff {visible} -> moved-terms.md, renamed\n  similarity index" in shown.stdout
    assert REVERSED in shown.stdout
    shown = run(repo.folder, "diff", "--no-renames", "HEAD~1", "HEAD")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"policydiff {visible}, deleted\n" in shown.stdout
    assert "policydiff moved-terms.md, added\n" in shown.stdout


def test_what_cannot_be_compared_is_told_and_git_goes_on(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    policydiff("git-setup", "*.md", "*.pdf")
    repo.commit({"a.pdf": b"%PDF-1.4 broken", "b.md": OLD}, date="2023-01-01T10:00:00Z")
    repo.write("a.pdf", b"%PDF-1.7 broken too")
    repo.write("b.md", NEW)
    repo.write("terms.md", b"\x00\x01\x02\xff" * 50)
    os.symlink("b.md", repo.folder / "link.md")
    repo("add", "-A")
    shown = run(repo.folder, "diff", "--staged")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "policydiff a.pdf" in shown.stdout
    assert "internal error" not in shown.stdout
    assert REVERSED in shown.stdout
    assert "link.md, added\n  no regular file" in shown.stdout


def test_a_conflict_is_told(policydiff: CommandLine, repo: GitRepository) -> None:
    policydiff("git-setup")
    repo("checkout", "-q", "-b", "other")
    repo.commit({"terms.md": OLD.replace("13", "14")}, date="2023-01-01T10:00:00Z")
    repo("checkout", "-q", "main")
    repo.commit({"terms.md": OLD.replace("13", "16")}, date="2023-01-02T10:00:00Z")
    run(repo.folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "merge", "other")
    shown = run(repo.folder, "diff")
    assert shown.returncode == 0
    assert "terms.md" in shown.stdout


def test_colour_and_width_are_those_of_git(policydiff: CommandLine, repo: GitRepository) -> None:
    policydiff("git-setup")
    repo.write("terms.md", NEW)
    assert "\x1b" not in run(repo.folder, "diff").stdout
    assert "\x1b[" in run(repo.folder, "-c", "color.ui=always", "diff").stdout
    assert "\x1b" not in run(repo.folder, "-c", "color.ui=always", "diff", NO_COLOR="1").stdout
    assert "\x1b[" in run(repo.folder, "-c", "color.diff=always", "diff").stdout
    paged = run(repo.folder, "diff", GIT_PAGER_IN_USE="true")
    assert "\x1b[" in paged.stdout  # color.ui is "auto", and a pager is a terminal
    assert max(map(len, run(repo.folder, "diff", COLUMNS="60").stdout.splitlines())) <= 60


def test_a_pager_that_is_left_is_no_crash(policydiff: CommandLine, repo: GitRepository) -> None:
    policydiff("git-setup")
    repo.write("terms.md", "We may share data with partners.\n\n" * 4000)
    shown = run(repo.folder, "-c", "core.pager=true", "-c", "pager.diff=true", "--paginate", "diff")
    assert "died" not in shown.stderr


@pytest.mark.parametrize("ending", ["docx", "pdf", "html"])
def test_documents_have_lines_in_a_log(
    policydiff: CommandLine, repo: GitRepository, ending: str
) -> None:
    policydiff("git-setup")
    data = (FORMATS / f"policy.{ending}").read_bytes()
    repo.commit({f"policy.{ending}": data}, date="2023-01-01T10:00:00Z")
    shown = run(repo.folder, "log", "-p", "-1")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Binary files" not in shown.stdout
    assert "\n+# " in shown.stdout
    found = run(repo.folder, "grep", "--textconv", "-c", "personal", "--", f"policy.{ending}")
    assert found.stdout.startswith(f"policy.{ending}:")
    repo.commit({f"policy.{ending}": b"broken"}, date="2023-02-01T10:00:00Z")
    assert run(repo.folder, "log", "-p").returncode == 0


def test_textconv_leaves_lines_of_markdown_alone(policydiff: CommandLine, repo: GitRepository) -> None:  # fmt: skip
    policydiff("git-setup")
    repo.commit({"terms.md": NEW}, date="2023-06-30T10:00:00Z")
    assert "+Last updated: June 30, 2023\n" in run(repo.folder, "log", "-p", "-1").stdout


def test_difftool(policydiff: CommandLine, repo: GitRepository) -> None:
    policydiff("git-setup")
    repo.write("terms.md", NEW)
    shown = run(repo.folder, "difftool", "-y", "-t", "policydiff")
    assert shown.returncode == 0
    assert REVERSED in shown.stdout
    repo.write("new terms.md", OLD)
    repo("add", "-A")
    shown = run(repo.folder, "difftool", "-y", "-t", "policydiff", "--staged")
    assert shown.returncode == 0
    assert "appeared" in shown.stdout


# Setting up and taking back


@pytest.mark.parametrize("before", [None, b"*.bin binary\n", b"*.bin binary", b"\xff* text\r\n"])
@pytest.mark.parametrize("shared", [False, True])
def test_undo_leaves_what_was_there(
    policydiff: CommandLine, repo: GitRepository, before: bytes | None, shared: bool
) -> None:
    path = repo.folder / (".gitattributes" if shared else ".git/info/attributes")
    if before is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(before)
    repo("config", "diff.policydiff.command", "my own tool")
    repo("config", "diff.other.command", "kept")
    was = files(repo)
    flags = ("--shared",) if shared else ()
    assert policydiff("git-setup", *flags).code == 0
    after = files(repo)
    assert after != was
    again = policydiff("git-setup", *flags)
    assert again.out.count("already") == 4
    assert files(repo) == after
    assert policydiff("git-setup", *flags, "terms.md").code == 0  # other patterns replace the first
    assert path.read_bytes().count(b"diff=policydiff") == 1
    undone = policydiff("git-setup", *flags, "--undo")
    assert files(repo) == was
    assert "my own tool" in undone.out
    assert policydiff("git-setup", *flags, "--undo").out == "nothing to take back\n"
    assert files(repo) == was


def test_undo_takes_back_no_setting_of_somebody_else(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    policydiff("git-setup")
    repo("config", "diff.policydiff.command", "changed since")
    path = repo.folder / ".git" / "info" / "attributes"
    path.write_bytes(path.read_bytes() + b"*.x text\n")
    policydiff("git-setup", "--undo")
    assert repo("config", "diff.policydiff.command") == "changed since"
    assert path.read_bytes() == b"*.x text\n"


def test_every_command_is_told_and_a_dry_run_does_nothing(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    was = files(repo)
    dry = policydiff("git-setup", "--dry-run", "a b.md", "#x.md")
    assert files(repo) == was
    told = policydiff("git-setup", "a b.md", "#x.md")
    assert dry.out == told.out
    assert '    "a b.md" diff=policydiff\n    "#x.md" diff=policydiff\n' in told.out
    # The commands that it prints do what it does, typed into a shell.
    done = files(repo)
    policydiff("git-setup", "--undo")
    for line in told.out.splitlines():
        if line.startswith("git "):
            subprocess.run(["sh", "-c", line], cwd=repo.folder, check=True)
    assert files(repo)["config"] == done["config"]
    repo("check-attr", "diff", "a b.md")


def test_for_every_repository(policydiff: CommandLine, repo: GitRepository, tmp_path: Path) -> None:
    was = files(repo)
    assert policydiff("git-setup", "--global").code == 0
    assert files(repo) == was
    attributes = tmp_path / "xdg" / "git" / "attributes"
    assert "diff=policydiff" in attributes.read_text()
    repo.write("terms.md", NEW)
    variables = {name: os.environ[name] for name in ("GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME")}
    assert REVERSED in run(repo.folder, "diff", **variables).stdout
    assert policydiff("git-setup", "--global", "--undo").code == 0
    assert not attributes.exists()
    assert (tmp_path / "global").read_text() == ""


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--global", "--shared"), "--global goes with neither"),
        (("!x.md",), "no pattern"),
        (("a\nb diff=x",), "no pattern"),
        (("",), "no pattern"),
    ],
)
def test_mistakes(
    policydiff: CommandLine, repo: GitRepository, args: tuple[str, ...], told: str
) -> None:
    was = files(repo)
    run = policydiff("git-setup", *args)
    assert (run.code, told in run.err) == (2, True)
    assert files(repo) == was


def test_outside_of_a_repository(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare").mkdir()
    monkeypatch.chdir(tmp_path / "bare")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    run = policydiff("git-setup")
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert "--global" in run.err


def test_it_works_where_policydiff_is_not_on_the_path(
    policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = shutil.which("git")
    assert git
    monkeypatch.setenv("PATH", os.pathsep.join([os.path.dirname(git), "/bin", "/usr/bin"]))
    if shutil.which("policydiff"):
        pytest.skip("policydiff stands beside git here")
    told = policydiff("git-setup").out
    assert sys.executable in told
    repo.write("terms.md", NEW)
    assert REVERSED in run(repo.folder, "diff").stdout
    assert "remove" in policydiff("git-setup", "--undo").out


# policydiff text


def test_text_is_the_same_in_every_format(policydiff: CommandLine) -> None:
    texts = [policydiff("text", FORMATS / f"policy.{ending}").out for ending in ("md", "html", "docx")]  # fmt: skip
    assert len(texts[0].splitlines()) > 60
    assert texts[1:] == texts[:1] * 2


def test_text_is_stable_and_safe(policydiff: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text("# Terms\n\nYou \x1b[31mmust pay. We may stop.\n\n- One thing\n- Two things\n")
    first = policydiff("text", path)
    assert first.code == 0
    assert first.out.splitlines()[-3:] == ["We may stop.", "- One thing", "- Two things"]
    assert "\x1b" not in first.out
    assert policydiff("text", path).out == first.out
    assert policydiff("text", tmp_path / "nowhere.md").code == 2
