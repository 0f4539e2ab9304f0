"""Git on the command line: `--`, REV:PATH, REV..REV, and the list of series."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git

pytestmark = needs_git
NAME = "Shop/Privacy Policy.md"
OLD = "# Privacy Policy\n\nWe may share your data with partners.\n\nWe keep it for 30 days.\n"
NEW = OLD.replace("may share", "will share")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A work tree that is the working folder."""
    made = GitRepository(tmp_path / "archive")
    made.commit({"Shop/Terms.md": OLD, NAME: OLD}, date="2021-03-01T10:00:00Z")
    made("tag", "v1")
    made.commit({NAME: NEW}, date="2021-04-01T10:00:00Z")
    made.commit({"gone.md": OLD}, date="2021-05-01T10:00:00Z")
    made.commit({"gone.md": None}, date="2021-06-01T10:00:00Z")
    monkeypatch.chdir(made.folder)
    return made


@pytest.mark.parametrize(
    "args",
    [
        (f"v1:{NAME}", f"HEAD:{NAME}"),
        (f"v1:{NAME}", NAME),
        ("v1..HEAD", "--", NAME),
        ("v1..", "--", NAME),
        ("v1", "HEAD", "--", NAME),
        (".@v1..HEAD", "--", NAME),
        (".@v1", "HEAD", "--", NAME),
        ("--format", "json", "v1..HEAD", "--", NAME),
    ],
    ids=" ".join,
)
def test_diff_between_revisions(
    policydiff: CommandLine, repo: GitRepository, args: tuple[str, ...]
) -> None:
    run = policydiff("diff", *args)
    assert (run.code, run.err) == (1, "")
    assert "will" in run.out


def test_diff_follows_a_rename_and_knows_no_difference(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    repo("mv", NAME, "privacy.md")
    repo("commit", "-q", "-m", "move", date="2021-07-01T10:00:00Z")
    assert policydiff("diff", "HEAD~1..HEAD", "--", "privacy.md").code == 0
    record = policydiff("diff", "v1..", "--", "privacy.md", "--format", "json")
    assert record.code == 2  # behind -- everything is a path
    record = policydiff("diff", "--format", "json", "v1..", "--", "privacy.md")
    sides = [record.json[side]["source"].rpartition(":")[2] for side in ("old", "new")]
    assert sides == [NAME, NAME]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("diff", "v1..HEAD"), "a comparison needs a file or folder"),
        (("diff", "v1"), "a comparison needs two snapshots"),
        (("diff", "v1..HEAD", "--", "nix"), "no nix at HEAD or v1"),
        (("diff", "HEAD~1..HEAD~1", "--", "nope.md"), "no nope.md at HEAD~1"),
        (("diff", f"v2:{NAME}", NAME), 'no revision "v2"'),
        (("diff", "v1:Shop/privacy policy.md", NAME), f"did you mean {NAME}?"),
        (("timeline", "v1..v7", "--", NAME), 'no revision "v7"'),
        (("timeline", ".", "--", "-x"), "no history of -x"),
        (("sections", "v1:Shop"), "is no file"),
        (("timeline", "."), ""),
    ],
)
def test_mistakes(
    policydiff: CommandLine, repo: GitRepository, args: tuple[str, ...], told: str
) -> None:
    run = policydiff(*args)
    if not told:
        assert run.code == 0
        return
    assert run.code == 2
    assert told in run.err
    assert run.err.count("\n") == 1
    assert "internal error" not in run.err


def test_a_timeline_of_one_path_and_of_a_range(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    whole = policydiff("timeline", "--format", "json", ".", "--", NAME).json
    assert [s["date"] for s in whole["snapshots"]] == ["2021-03-01", "2021-04-01"]
    events = [e["event"] for o in whole["obligations"] for e in o["events"] if e["snapshot"] == 1]
    assert events
    ranged = policydiff("timeline", "--format", "json", "v1..HEAD", "--", NAME).json
    assert ranged["obligations"] == whole["obligations"]
    named = policydiff("timeline", "--format", "json", ".", "--series", "Shop/Privacy Policy").json
    assert named == whole


def test_snapshots_lists_the_series_of_a_repository(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    listed = policydiff("snapshots", ".", "--format", "json").json
    assert [(s["name"], s["snapshots"], s["first"], s["last"]) for s in listed["series"]] == [
        ("Shop/Privacy Policy", 2, "2021-03-01", "2021-04-01"),
        ("Shop/Terms", 1, "2021-03-01", "2021-03-01"),
        ("gone", 1, "2021-05-01", "2021-05-01"),
    ]
    text = policydiff("snapshots", ".").out
    assert "2021-03-01 – 2021-04-01  Shop/Privacy Policy" in text
    assert "was deleted in" in text
    assert "3 series, 4 snapshots" in text
    assert policydiff("snapshots", ".", "--ascii").out.isascii()
    one = policydiff("snapshots", "--format", "json", ".", "--", NAME).json
    assert [s["date_kind"] for s in one["snapshots"]] == ["captured", "captured"]
    assert one["series"][0]["snapshots"] == 2


def test_two_hyphens_behind_files_or_first_end_the_options(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    Path("-x.md").write_text(NEW, "utf-8")
    Path("y.md").write_text(OLD, "utf-8")
    assert policydiff("diff", "y.md", "--", "-x.md").code == 1
    assert policydiff("diff", "--", "-x.md", "y.md").code == 1
    assert policydiff("timeline", "--undated", "order", "--", "-x.md", "y.md").code == 0
    assert policydiff("sections", "--", "-x.md").code == 0


def test_a_date_can_be_given_to_a_commit(policydiff: CommandLine, repo: GitRepository) -> None:
    first = repo("rev-parse", "v1")
    for key in (first[:9], f"{first}:{NAME}", f".@{first[:12]}:{NAME}"):
        run = policydiff(
            "snapshots", "--format", "json", "--date", f"{key}=2001-02-03", ".", "--", NAME
        )
        assert run.json["snapshots"][0]["date"] == "2001-02-03", key
    run = policydiff("snapshots", "--date", "abcdef1=2001", ".", "--", NAME)
    assert "--date names abcdef1" in run.err


@pytest.mark.parametrize("name", ["v1:policy.md", "old..new", "note: draft.md", "x@y:z"])
def test_outside_of_a_repository_such_names_are_files(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    for command in ("sections", "timeline"):
        run = policydiff(command, name)
        assert (run.code, run.err) == (2, f"policydiff: {name}: no such file; check the path\n")
    Path(name).write_text(OLD, "utf-8")
    assert policydiff("sections", name).code == 0


@pytest.mark.parametrize("source", [f"HEAD:{NAME}", f".@HEAD:{NAME}", f"main:{NAME}"])
def test_blame_of_a_file_at_a_revision_knows_its_past(
    policydiff: CommandLine, repo: GitRepository, source: str
) -> None:
    out = policydiff("blame", source).out
    assert "2021-03-01  2021-04-01      3  We will share" in out
    assert "2021-03-01                  5  We keep it" in out
    assert "2021-04-01" not in policydiff("blame", f"v1:{NAME}").out


def test_the_log_tells_what_was_ignored_on_demand(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    text = NEW + "\nWe may sell it.\n"
    repo.commit(
        {NAME: text}, date="2021-07-01T10:00:00Z", message="Apply technical or declaration upgrade"
    )
    short = policydiff("log", "--", NAME).out
    assert "ignored, 1 difference, technical-upgrade; --show-ignored tells each" in short
    assert "1 appeared" not in short
    told = policydiff("log", "--show-ignored", "--", NAME).out
    assert "ignored, technical-upgrade: read in another way: 1 appeared" in told


def test_a_revision_without_a_file_is_told_so(policydiff: CommandLine, repo: GitRepository) -> None:
    run = policydiff("diff", ".@v1", ".@HEAD")
    assert run.code == 2
    assert run.err == "policydiff: .@v1: no file is named; write .@v1:PATH, or -- PATH at the end\n"
