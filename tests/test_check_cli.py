"""`policydiff check` on the command line: two files, git, series, exit codes, outputs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CommandLine, Run
from git_repository import GitRepository, needs_git

OLD = """\
# Privacy Policy

Last updated: 1 May 2023

## Sharing

We will not sell your personal information. We may share it with our affiliates.

## Retention

We keep your data for 30 days after you close your account.
"""
NEW = OLD.replace("1 May 2023", "1 June 2024").replace("for 30 days", "for 90 days")


def check(policydiff: CommandLine, *args: str) -> Run:
    """`policydiff check`, reporting as JSON."""
    return policydiff("check", "--output", "json", *args)


def codes(run: Run) -> list[str]:
    """The codes of the findings, in their order."""
    return [finding["code"] for finding in run.json["findings"]]


def marks(run: Run) -> dict[str, str]:
    """Fingerprints by code."""
    return {finding["code"]: finding["fingerprint"] for finding in run.json["findings"]}


def notes(run: Run) -> str:
    """What the report notes beside its findings."""
    return "\n".join(note["message"] for note in run.json["notes"])


def paths(run: Run) -> list[str]:
    """The files of the findings, in their order."""
    return [finding["place"]["path"] for finding in run.json["findings"]]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """OLD and NEW in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.md").write_text(OLD, "utf-8")
    (tmp_path / "new.md").write_text(NEW, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((), 1),
        (("--fail-on", "error"), 0),
        (("--fail-on", "never"), 0),
        (("--exit-zero",), 0),
        (("--fail-on", "info"), 1),
    ],
    ids=str,
)
def test_exit_codes(policydiff: CommandLine, files: Path, args: tuple[str, ...], code: int) -> None:
    run = check(policydiff, "old.md", "new.md", *args)
    assert (run.code, codes(run), run.err) == (code, ["PD202"], "")
    assert check(policydiff, "old.md", "old.md", *args).code == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("old.md",), "nothing to compare with"),
        ((), "--against REV"),
        (("old.md", "nix.md"), "nix.md: no such file"),
        (("old.md", "new.md", "--output", "terminl"), 'did you mean "terminal"?'),
        (("old.md", "new.md", "--output", "terminal="), "names no file"),
        (("old.md", "new.md", "--output", "terminal=no/such/folder"), "cannot be written"),
        (("old.md", "new.md", "--day", "soon"), "not a date"),
        (("old.md", "new.md", "--config", "nix.toml"), "nix.toml: cannot be read"),
        (("old.md", "new.md", "--waivers", "nix.toml"), "nix.toml: cannot be read"),
        (("--head", "HEAD"), "--against REV"),
        (("--series", ".", "--staged"), "leave --against"),
        (("old.md", "new.md", "--severity"), "No such option"),
    ],
    ids=str,
)
def test_trouble_is_told_with_the_way_out(
    policydiff: CommandLine, files: Path, args: tuple[str, ...], told: str
) -> None:
    run = policydiff("check", *args)
    assert run.code == 2
    assert told in run.err
    assert run.out == ""
    assert len([line for line in run.err.splitlines() if "policydiff:" in line]) <= 1


def test_all_reports_are_rendered_before_one_is_written(
    policydiff: CommandLine, files: Path
) -> None:
    run = policydiff(
        "check", "old.md", "new.md", "--output", "terminal=a.txt", "--output", "terminal"
    )
    assert "PD202" in (files / "a.txt").read_text("utf-8")
    assert "PD202" in run.out
    assert policydiff("check", "old.md", "new.md", "--output", "terminal=b.txt").out == ""
    named = [
        policydiff("check", "old.md", "new.md", way, "json").out for way in ("--output", "--format")
    ]
    assert named[0] == named[1] != ""
    assert sorted(p.name for p in files.iterdir()) == ["a.txt", "b.txt", "new.md", "old.md"]


def test_a_hostile_text_reaches_nobody_raw(policydiff: CommandLine, files: Path) -> None:
    (files / "new.md").write_text(
        NEW.replace("90 days", "90 days \x1b[31m::error::\u202e"), "utf-8"
    )
    run = policydiff("check", "old.md", "new.md")
    assert run.code == 1
    assert "\x1b" not in run.out
    assert "\u202e" not in run.out


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository with two policies that is the working folder."""
    made = GitRepository(tmp_path / "r ö")
    made.commit(
        {"legal/privacy policy é.md": OLD, "terms.txt": OLD, "notes.md": OLD},
        date="2023-05-01T10:00:00Z",
    )
    monkeypatch.chdir(made.folder)
    return made


P = "legal/privacy policy é.md"


@needs_git
class TestGit:
    """What differs from a revision."""

    def test_nothing_changed(self, policydiff: CommandLine, repo: GitRepository) -> None:
        run = check(policydiff, "--against", "HEAD")
        assert (run.code, codes(run)) == (0, [])

    def test_the_work_tree(self, policydiff: CommandLine, repo: GitRepository) -> None:
        repo.write(P, NEW)
        repo.write("notes.md", NEW)  # no policy by its name
        run = check(policydiff, "--against", "HEAD")
        assert (run.code, codes(run)) == (1, ["PD202"])
        assert paths(run) == [P]
        assert codes(check(policydiff, "--against", "HEAD", "notes.md")) == ["PD202"]
        assert codes(check(policydiff, "--against", "HEAD", "legal")) == ["PD202"]
        assert codes(check(policydiff, "--against", "HEAD", "terms.txt")) == []
        assert (
            codes(check(policydiff, "--against", "HEAD", "legal/*.md", "notes.md")) == ["PD202"] * 2
        )

    def test_paths_start_where_the_user_stands(
        self, policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo.write(P, NEW)
        above = check(policydiff, "--against", "HEAD")
        monkeypatch.chdir(repo.folder / "legal")
        below = check(policydiff, "--against", "HEAD")
        assert paths(below) == ["privacy policy é.md"]
        assert marks(above) == marks(below)
        assert check(policydiff, "--against", "HEAD", "../terms.txt").code == 0

    def test_staged_and_head(self, policydiff: CommandLine, repo: GitRepository) -> None:
        repo.write(P, NEW)
        assert codes(check(policydiff, "--against", "HEAD", "--staged")) == []
        repo("add", "-A")
        repo.write(P, OLD)
        assert codes(check(policydiff, "--staged")) == ["PD202"]
        assert codes(check(policydiff, "--against", "HEAD")) == []
        repo("commit", "-q", "-m", "two", date="2024-06-01T10:00:00Z")
        assert codes(check(policydiff, "--against", "HEAD~1", "--head", "HEAD")) == ["PD202"]
        assert codes(check(policydiff, "--against", "HEAD", "--head", "HEAD~1")) == [
            "PD405",
            "PD201",
        ]

    def test_a_rename_is_followed(self, policydiff: CommandLine, repo: GitRepository) -> None:
        repo.write(P, NEW)
        before = marks(check(policydiff, "--against", "HEAD"))
        (repo.folder / P).rename(repo.folder / "data-protection.md")  # no policy by its name
        run = check(policydiff, "--against", "HEAD")
        assert codes(run) == ["PD202"]
        assert paths(run) == ["data-protection.md"]
        assert marks(run) == before
        repo("add", "-A")
        repo("commit", "-q", "-m", "two", date="2024-06-01T10:00:00Z")
        assert codes(check(policydiff, "--against", "HEAD~1", "--head", "HEAD")) == ["PD202"]

    def test_a_bare_repository_has_revisions(
        self, policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo.commit({P: NEW}, date="2024-06-01T10:00:00Z")
        bare = repo.folder.parent / "bare.git"
        repo("clone", "-q", "--bare", str(repo.folder), str(bare))
        monkeypatch.chdir(bare)
        run = check(policydiff, "--against", "main~1", "--head", "main")
        assert (codes(run), paths(run)) == (["PD202"], [P])
        run = check(policydiff, "--against", "main~1")
        assert (run.code, "--head REV" in run.err) == (2, True)

    def test_a_linked_work_tree(
        self, policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = repo.folder.parent / "other"
        repo("worktree", "add", "-q", "--detach", str(other))
        (other / P).write_text(NEW, "utf-8")
        monkeypatch.chdir(other)
        assert codes(check(policydiff, "--against", "main")) == ["PD202"]

    def test_the_index_that_git_names_to_a_hook_counts(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        hook = repo.folder / ".git" / "hooks" / "pre-commit"
        command = f"{sys.executable} -m policydiff check --staged --output json=../out.json"
        hook.write_text(f"#!/bin/sh\nexec {command}\n")
        hook.chmod(0o755)
        repo.write(P, NEW)
        with pytest.raises(subprocess.CalledProcessError):
            repo("commit", "-q", "-a", "-m", "two")
        found = json.loads((repo.folder.parent / "out.json").read_text("utf-8"))["findings"]
        assert [one["code"] for one in found] == ["PD202"]

    def test_files_that_come_and_go(self, policydiff: CommandLine, repo: GitRepository) -> None:
        (repo.folder / "terms.txt").unlink()
        repo.write("cookie-policy.md", "# Cookie Policy\n\nWe may use cookies to show you ads.\n")
        run = check(policydiff, "--against", "HEAD")
        assert (run.code, codes(run)) == (1, ["PD603", "PD604"])

    def test_line_ends_of_another_system_are_no_change(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        repo.write(P, OLD.replace("\n", "\r\n"))
        assert codes(check(policydiff, "--against", "HEAD")) == []

    def test_no_filter_of_the_repository_is_run(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        repo.write(".gitattributes", "*.md filter=evil diff=evil\n")
        for key in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv"):
            repo("config", key, "touch ran; cat")
        repo.write(P, NEW)
        assert codes(check(policydiff, "--against", "HEAD")) == ["PD202"]
        assert not (repo.folder / "ran").exists()

    def test_the_merge_base_leaves_out_what_others_did(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        repo("checkout", "-q", "-b", "mine")
        repo("checkout", "-q", "main")
        repo.commit({"terms.txt": NEW}, date="2024-06-01T10:00:00Z")
        repo("checkout", "-q", "mine")
        repo.write(P, NEW)
        assert len(codes(check(policydiff, "--against", "main"))) > 1
        assert codes(check(policydiff, "--against", "main", "--merge-base")) == ["PD202"]

    def test_links_are_not_followed(self, policydiff: CommandLine, repo: GitRepository) -> None:
        (repo.folder / "privacy-link.md").symlink_to("/etc/hostname")
        assert check(policydiff, "--against", "HEAD").code == 0

    def test_a_shallow_clone_says_what_to_do(
        self, policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = repo("rev-parse", "HEAD")
        repo.commit({P: NEW}, date="2024-06-01T10:00:00Z")
        shallow = repo.folder.parent / "shallow"
        repo("clone", "-q", "--depth", "1", f"file://{repo.folder}", str(shallow))
        monkeypatch.chdir(shallow)
        run = check(policydiff, "--against", first)
        assert run.code == 2
        assert "fetch-depth: 0" in run.err
        assert run.err.count("\n") == 1

    @pytest.mark.parametrize(
        ("args", "told"),
        [
            (("--against", "nope"), 'no revision "nope"'),
            (("--against", "origin/main"), "git fetch origin main"),
            (("--against", "--all"), "no revision"),
            (("--against", "HEAD", "--head", "nope"), 'no revision "nope"'),
            (("--against", "HEAD", "nix.md"), "nix.md: no policy of that name"),
            (("--against", "HEAD", "/etc/hostname"), "outside of the repository"),
            (("--against", "HEAD", "--head", "HEAD", "--staged"), "not both"),
            (("--against", "HEAD", "--date", "x.md=2024-01-01"), "no changed file of that name"),
        ],
        ids=str,
    )
    def test_trouble(
        self, policydiff: CommandLine, repo: GitRepository, args: tuple[str, ...], told: str
    ) -> None:
        run = check(policydiff, *args)
        assert run.code == 2
        assert told in run.err

    def test_outside_of_a_repository(
        self, policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        run = check(policydiff, "--against", "HEAD")
        assert (run.code, run.err.count("\n")) == (2, 1)

    def test_revisions_of_a_file_are_two_files(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        repo.commit({P: NEW}, date="2024-06-01T10:00:00Z")
        assert codes(check(policydiff, f"HEAD~1:{P}", P)) == ["PD202"]
        assert codes(check(policydiff, f"HEAD~1:{P}", f"HEAD:{P}")) == ["PD202"]

    def test_a_history_is_a_series(self, policydiff: CommandLine, repo: GitRepository) -> None:
        repo.commit({P: OLD.replace("We will not sell your personal information. ", "").replace("2023", "2024")}, date="2024-05-01T10:00:00Z")  # fmt: skip
        repo.commit({P: NEW}, date="2024-06-01T10:00:00Z")
        run = check(policydiff, "--series", ".", P)
        assert sorted(codes(run)) == ["PD106", "PD202"]


def test_the_last_step_of_a_series(policydiff: CommandLine, files: Path) -> None:
    folder = files / "acme"
    folder.mkdir()
    for name, text in (("2022-05-01.md", OLD.replace("2023", "2022")), ("2023-05-01.md", OLD), ("2024-06-01.md", NEW)):  # fmt: skip
        (folder / name).write_text(text, "utf-8")
    run = check(policydiff, "--series", "acme")
    assert (run.code, codes(run)) == (1, ["PD202"])
    (folder / "2024-06-01.md").unlink()
    assert codes(check(policydiff, "--series", "acme")) == ["PD402"]


def test_rules_are_listed_and_explained(policydiff: CommandLine) -> None:
    from policydiff.check import RULES

    listed = policydiff("rules")
    assert [line.split()[0] for line in listed.out.splitlines()] == list(RULES)
    assert [row["code"] for row in json.loads(policydiff("rules", "--format", "json").out)] == list(RULES)  # fmt: skip
    for rule in RULES.values():
        page = policydiff("rule", rule.code.lower())
        assert page.code == 0
        assert all(part in page.out for part in (rule.what, rule.why, rule.mend, "fires here"))
    assert policydiff("rule", "silent-change").out == policydiff("rule", "PD401").out
    run = policydiff("rule", "PD401x")
    assert run.code == 2
    assert 'did you mean "PD401"?' in run.err
