"""Which revision the action compares with: what the change did, however little of it was cloned."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from test_ci import NEW, OLD, Runner, clone, head, programs

__all__ = ["programs"]  # the fixture
pytestmark = [
    needs_git,
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed"),
]
DEPTHS = {"one commit": ("--depth=1", "--single-branch"), "everything": ()}
NONE = "0" * 40
COOKIES = "# Cookie Policy\n\nWe may use cookies. We will ask you first.\n"


class Forge:
    """A remote on disk with `main`, `change` of three commits, and its merge as GitHub makes it."""

    def __init__(self, folder: Path) -> None:
        self.work = GitRepository(folder / "origin work")
        self.work.commit({"legal/terms.md": OLD, "cookies.md": COOKIES}, date="2022-09-01T10:00:00Z")  # fmt: skip
        for number in range(3):
            self.work.commit({"README.md": f"{number}\n"}, date=f"2022-09-0{number + 2}T10:00:00Z")
        self.work("checkout", "-q", "-b", "change")
        self.work.commit({"legal/terms.md": NEW}, date="2023-06-30T10:00:00Z")
        self.work.commit({"x.txt": "x\n"}, date="2023-07-01T10:00:00Z")
        self.work.commit({"x.txt": "y\n"}, date="2023-07-02T10:00:00Z")
        self.bare = folder / "origin.git"
        self.work("clone", "-q", "--bare", str(self.work.folder), str(self.bare))
        subprocess.run(["git", "-C", str(self.bare), "symbolic-ref", "HEAD", "refs/heads/main"], check=True)  # fmt: skip
        self.work("remote", "add", "origin", str(self.bare))

    def merge(self) -> None:
        """Let `merge` be the merge of `change` into what `main` is now."""
        self.work("checkout", "-q", "-B", "merge", "main")
        self.work("merge", "-q", "--no-ff", "-m", "merge", "change", date="2023-07-03T10:00:00Z")
        self.push("merge")

    def main_moves(self) -> None:
        """Let somebody else change another policy on `main`."""
        self.work("checkout", "-q", "main")
        self.work.commit({"cookies.md": COOKIES.replace("will ask", "may ask")}, date="2023-07-04T10:00:00Z")  # fmt: skip
        self.push("main")

    def push(self, branch: str) -> None:
        self.work("push", "-q", "-f", "origin", branch)


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path)


def start(forge: Forge, programs: Path, cloned: str, /, *options: str, **context: str) -> Runner:
    number = len(list(forge.bare.parent.glob("clone*")))
    folder = clone(forge.bare, forge.bare.parent / f"clone{number}", cloned, *options)
    names = {
        "base": "github.base_ref", "before": "github.event.before", "branch": "github.ref_name",
        "head_sha": "github.event.pull_request.head.sha", "queue": "github.event.merge_group.base_sha",
        "main": "github.event.repository.default_branch",
    }  # fmt: skip
    given = {names[key]: value for key, value in context.items()}
    return Runner(folder, programs, forge.bare.parent / f"temp{number}", **given)


def shallow(runner: Runner) -> bool:
    done = subprocess.run(["git", "rev-parse", "--is-shallow-repository"], cwd=runner.folder, check=True, capture_output=True, text=True)  # fmt: skip
    return done.stdout.strip() == "true"


def told(runner: Runner) -> tuple[bool, bool]:
    """Whether the change of `change` is reported, and that of `main`."""
    return "legal/terms.md,line" in runner.shown, "file=cookies.md" in runner.shown


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
@pytest.mark.parametrize("settings", ["", "merge-base = true\n"], ids=["", "merge-base"])
def test_a_pull_request_as_it_is_checked_out_by_default(
    forge: Forge, programs: Path, depth: tuple[str, ...], settings: str
) -> None:
    forge.main_moves()
    forge.merge()
    forge.main_moves()  # after the event
    runner = start(forge, programs, "merge", *depth, base="main", head_sha=head(forge.bare, "change"))  # fmt: skip
    (runner.folder / "policydiff.toml").write_text(settings)
    assert (runner(), told(runner)) == (1, (True, False))
    assert shallow(runner) is bool(depth)
    assert runner.outputs["base"]["against"] == head(forge.bare, "merge^1")


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_a_pull_request_whose_branch_is_checked_out(
    forge: Forge, programs: Path, policydiff: CommandLine, depth: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    forge.main_moves()
    runner = start(forge, programs, "change", *depth, base="main", head_sha=head(forge.bare, "change"))  # fmt: skip
    monkeypatch.chdir(runner.folder)
    assert policydiff("init").code == 0  # with its merge-base = true
    assert (runner(), told(runner)) == (1, (True, False))
    assert not depth or runner.outputs["base"]["against"] == head(forge.bare, "change~3")
    if not depth:
        assert not shallow(runner)


def test_a_branch_that_merged_its_target_is_no_merge_of_github(
    forge: Forge, programs: Path
) -> None:
    forge.main_moves()
    forge.work("checkout", "-q", "change")
    forge.work("merge", "-q", "-m", "up to date", "main", date="2023-07-05T10:00:00Z")
    forge.push("change")
    for depth in DEPTHS.values():
        runner = start(forge, programs, "change", *depth, base="main", head_sha=head(forge.bare, "change"))  # fmt: skip
        assert (runner(), told(runner)) == (1, (True, False))


def test_a_clone_of_some_depth_keeps_it(forge: Forge, programs: Path) -> None:
    """A fetch with --depth=1 of a commit that is there would cut the history behind it."""
    runner = start(forge, programs, "change", "--depth=6", "--no-single-branch", base="main")
    assert runner() == 1
    count = subprocess.run(["git", "rev-list", "--count", "HEAD"], cwd=runner.folder, check=True, capture_output=True, text=True)  # fmt: skip
    assert int(count.stdout) >= 6


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
@pytest.mark.parametrize("main", ["main", ""], ids=["told", "asked"])
@pytest.mark.parametrize("before", [NONE, ""], ids=["first push", "by hand"])
def test_a_branch_is_compared_with_where_it_left_the_default_branch(
    forge: Forge, programs: Path, depth: tuple[str, ...], main: str, before: str
) -> None:
    forge.main_moves()
    runner = start(forge, programs, "change", *depth, before=before, branch="change", main=main)
    assert (runner(), told(runner)) == (1, (True, False))
    assert "where this left main" in runner.shown


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_a_push_is_compared_with_the_commit_before_it(
    forge: Forge, programs: Path, depth: tuple[str, ...]
) -> None:
    before = head(forge.bare, "change~3")
    runner = start(forge, programs, "change", *depth, before=before, branch="change", main="main")
    assert (runner(), told(runner)) == (1, (True, False))
    before = head(forge.bare, "change~1")
    runner = start(forge, programs, "change", *depth, before=before, branch="change", main="main")
    assert (runner(), told(runner)) == (0, (False, False))
    assert shallow(runner) is bool(depth)


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_after_a_force_push_the_remote_lacks_the_commit_before(
    forge: Forge, programs: Path, depth: tuple[str, ...]
) -> None:
    gone = "1234567890" * 4
    runner = start(forge, programs, "change", *depth, before=gone, branch="change", main="main")
    assert (runner(), told(runner)) == (1, (True, False))
    assert f"the remote has no {gone} any more" in runner.shown
    runner = start(forge, programs, "main", *depth, before=gone, branch="main", main="main")
    assert runner() == 2
    assert runner.told.count("\n") == 1
    assert runner.told.startswith("policydiff: nothing to compare with; ")
    assert 'set the input "against"' in runner.told


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_the_first_push_of_all_and_a_run_by_hand(
    forge: Forge, programs: Path, depth: tuple[str, ...]
) -> None:
    runner = start(forge, programs, "main", *depth, before=NONE, branch="main", main="main")
    assert runner() == 0
    assert "PD604" in runner.shown
    assert Path(runner.outputs["check"]["sarif"]).exists()
    forge.work("checkout", "-q", "main")
    forge.work.commit({"legal/terms.md": NEW}, date="2023-06-30T10:00:00Z")
    forge.push("main")
    runner = start(forge, programs, "main", *depth, branch="main", main="main")
    assert (runner(), told(runner)) == (1, (True, False))


def test_a_merge_queue(forge: Forge, programs: Path) -> None:
    forge.main_moves()
    forge.merge()
    runner = start(forge, programs, "merge", "--depth=1", queue=head(forge.bare, "main"))
    assert (runner(), told(runner)) == (1, (True, False))


@pytest.mark.parametrize("depth", DEPTHS.values(), ids=DEPTHS)
def test_histories_without_a_common_commit_are_told_in_one_line(
    forge: Forge, programs: Path, depth: tuple[str, ...]
) -> None:
    forge.work("checkout", "-q", "--orphan", "alone")
    forge.work.commit({"legal/terms.md": NEW}, date="2023-06-30T10:00:00Z")
    forge.push("alone")
    for context in ({"base": "main"}, {"before": NONE, "branch": "alone", "main": "main"}):
        runner = start(forge, programs, "alone", *depth, **context)
        assert runner() == 2
        assert runner.told.count("\n") == 1
        assert "found no commit where this left main; " in runner.told


def test_the_target_itself_checked_out_is_warned_of(forge: Forge, programs: Path) -> None:
    runner = start(forge, programs, "main", "--depth=1", base="main")
    assert runner() == 0
    assert "::warning title=policydiff::HEAD has no commits of its own" in runner.shown


def test_a_revision_that_is_asked_for_stays_as_it_is(forge: Forge, programs: Path) -> None:
    runner = start(forge, programs, "change", base="main")
    assert runner(against="origin/main~1") == 1
    assert runner.outputs["base"]["against"] == "origin/main~1"
