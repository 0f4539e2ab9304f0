"""Before the first commit there is nothing to compare with, which is no trouble: as git does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from test_check_cli import OLD, check, codes

pytestmark = needs_git


@pytest.fixture
def unborn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository with one staged policy and no commit."""
    made = GitRepository(tmp_path / "new")
    made.write("privacy.md", OLD)
    made("add", "-A")
    monkeypatch.chdir(made.folder)
    return made


def test_what_is_staged_is_new(policydiff: CommandLine, unborn: GitRepository) -> None:
    for more in ((), ("--merge-base",), ("--against", "@"), ("privacy.md",)):
        run = check(policydiff, "--staged", *more)
        assert (run.code, run.err, codes(run)) == (0, "", ["PD604"])
    assert codes(check(policydiff, "--against", "HEAD")) == ["PD604"]
    shown = policydiff("diff", "--staged")
    assert (shown.code, "appeared" in shown.out) == (1, True)
    assert policydiff("diff", "--staged", "--", "privacy.md").code == 1
    missing = policydiff("diff", "--staged", "--", "nope.md")
    assert (missing.code, "no nope.md at HEAD or in the index" in missing.err) == (2, True)


def test_a_branch_without_a_commit_beside_others(
    policydiff: CommandLine, unborn: GitRepository
) -> None:
    unborn.commit({"privacy.md": OLD}, date="2023-05-01T10:00:00Z")
    assert codes(check(policydiff, "--staged")) == []
    unborn("checkout", "-q", "--orphan", "fresh")
    assert codes(check(policydiff, "--staged")) == ["PD604"]


def test_a_head_that_is_broken_is_trouble(policydiff: CommandLine, unborn: GitRepository) -> None:
    (unborn.folder / ".git" / "refs" / "heads" / "main").write_text("garbage\n")
    run = check(policydiff, "--staged")
    assert (run.code, run.out) == (2, "")
    assert "HEAD" in run.err


def test_another_revision_is_still_missing(policydiff: CommandLine, unborn: GitRepository) -> None:
    run = check(policydiff, "--against", "main")
    assert (run.code, 'no revision "main"' in run.err) == (2, True)


def test_the_hook_lets_the_first_commit_through(
    policydiff: CommandLine, unborn: GitRepository
) -> None:
    hook = unborn.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policydiff check --staged\n')
    hook.chmod(0o755)
    unborn("commit", "-q", "-m", "one", date="2023-05-01T10:00:00Z")
    assert unborn("log", "--format=%s") == "one"
