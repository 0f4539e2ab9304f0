"""Small mishaps around the gate: waivers edited by hand, rules named twice, a set-up taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from test_check_cli import NEW, OLD, check, codes, files, marks, notes

from policydiff.check import Waiver, parse_waivers, render_waivers
from policydiff.check.waivers import add_waivers

__all__ = ["files"]  # the fixture
FILE = "policydiff-waivers.toml"
HEAD = render_waivers([])


def waiver(digit: str, policy: str = "b.md", rule: str = "PD104", reason: str = "why") -> Waiver:
    return Waiver(fingerprint=digit * 16, reason=reason, rule=rule, policy=policy)


def block(digit: str, policy: str = "b.md", comment: str = "", more: str = "") -> str:
    return f'{comment}[[waiver]]\nfingerprint = "{digit * 16}"\nrule = "PD104"\npolicy = "{policy}"\nreason = "why"{more}\n'  # fmt: skip


EDITS = {
    "a file without edits is as ever": (
        render_waivers([waiver("2"), waiver("5")]), waiver("3"),
        render_waivers([waiver("2"), waiver("3"), waiver("5")]),
    ),
    "nothing yet": ("", waiver("3"), render_waivers([waiver("3")])),
    "comments stay": (
        f"# Ours. Ask legal first.\n\n{block('2', comment='# agreed' + chr(10), more='  # ticket 7')}\n{block('5', comment='# five' + chr(10))}# the end\n",
        waiver("3"),
        f"# Ours. Ask legal first.\n\n{block('2', comment='# agreed' + chr(10), more='  # ticket 7')}\n{block('3')}\n{block('5', comment='# five' + chr(10))}# the end\n",
    ),
    "renewed in its place": (
        f"{HEAD}\n{block('2')}\n{block('5', more='  # old')}# kept\n\n{block('7')}",
        waiver("5", reason="new"),
        f"{HEAD}\n{block('2')}\n{block('5').replace('why', 'new')}# kept\n\n{block('7')}",
    ),
    "before the first": (f"# Ours\n\n{block('5')}", waiver("3"), f"# Ours\n\n{block('3')}\n{block('5')}"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "new", "wanted"), EDITS.values(), ids=EDITS)
def test_what_was_written_by_hand_stays(text: str, new: Waiver, wanted: str) -> None:
    known = parse_waivers(text.encode(), where=FILE)
    after = add_waivers(text, known, [new])
    assert after == wanted
    found = parse_waivers(after.encode(), where=FILE)
    assert {w.fingerprint: w.reason for w in found} == {w.fingerprint: w.reason for w in (*known, new)}  # fmt: skip
    again = add_waivers(after, found, [new])
    assert again == after


def test_comments_survive_every_order_of_adding() -> None:
    text = f"# top\n\n{block('4', comment='# four' + chr(10), more='  # note')}\n# loose\n\n{block('8')}# end\n"
    for order in ("159", "951", "519"):
        after = text
        for digit in order:
            after = add_waivers(after, parse_waivers(after.encode(), where=FILE), [waiver(digit)])
        found = [w.fingerprint[0] for w in parse_waivers(after.encode(), where=FILE)]
        assert found == ["1", "4", "5", "8", "9"]
        assert all(
            after.count(f"# {word}") == 1 for word in ("top", "four", "note", "loose", "end")
        )
        assert re.search(r"# four\n\[\[waiver\]\]\nfingerprint = \"4", after)


def test_an_inline_list_of_waivers_is_written_anew() -> None:
    text = f'waiver = [{{ fingerprint = "{"2" * 16}", reason = "x" }}]\n'
    after = add_waivers(text, parse_waivers(text.encode(), where=FILE), [waiver("3")])
    assert len(parse_waivers(after.encode(), where=FILE)) == 2


def test_a_waiver_that_stands_twice_or_names_no_rule(policydiff: CommandLine, files: Path) -> None:
    mark = marks(check(policydiff, "old.md", "new.md"))["PD202"]
    policydiff("waive", mark, "--reason", "x", "old.md", "new.md")
    text = Path(FILE).read_text("utf-8")
    one = text[text.index("[[waiver]]") :]
    Path(FILE).write_text(f"{text}\n{one.replace('x', 'y')}", "utf-8")
    run = check(policydiff, "old.md", "new.md")
    assert (run.code, codes(run)) == (0, [])
    assert f"waiver {mark[:8]} stands twice, in line 5 and line 12" in notes(run)
    Path(FILE).write_text(text.replace("PD202", "PD999"), "utf-8")
    run = check(policydiff, "old.md", "new.md")
    assert (run.code, run.out) == (2, "")
    assert re.match(rf"policydiff: {FILE}:\d+: there is no rule \"PD999\"", run.err)


@pytest.mark.parametrize(
    ("until", "more", "code"),
    [
        ("2020-01-01", (), 2),  # the new text is of 2024
        ("2024-05-31", (), 2),
        ("2024-06-01", (), 0),
        ("2030-01-01", ("--today", "2031-01-01"), 2),
        ("2030-01-01", ("--day", "2031-01-01"), 2),
        ("2030-01-01", ("--today", "2029-01-01"), 0),
    ],
)
def test_a_waiver_ends_after_the_change_that_it_accepts(
    policydiff: CommandLine, files: Path, until: str, more: tuple[str, ...], code: int
) -> None:
    mark = marks(check(policydiff, "old.md", "new.md"))["PD202"]
    run = policydiff("waive", mark, "--reason", "x", "--until", until, *more, "old.md", "new.md")
    assert run.code == code, run.err
    assert Path(FILE).exists() is (code == 0)
    assert code == 0 or "is over: the change is of" in run.err


@pytest.mark.parametrize(
    "rules",
    ['PD101 = "off"\nobligation-vanished = "error"', 'PD101 = "off"\npd101 = "info"', 'pd1 = "off"\nPD1 = "info"'],
)  # fmt: skip
def test_one_rule_by_two_names(policydiff: CommandLine, files: Path, rules: str) -> None:
    Path("policydiff.toml").write_text(f"[rules]\n{rules}\n", "utf-8")
    run = check(policydiff, "old.md", "new.md")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("policydiff: policydiff.toml:3: ")
    assert "are one rule" in run.err


def test_init_silences_no_table_of_pyproject(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    Path("pyproject.toml").write_text('[project]\nname = "x"\n')
    assert policydiff("init").code == 0
    Path("policydiff.toml").unlink()
    for table in (Path("pyproject.toml"), Path("../pyproject.toml")):
        Path("pyproject.toml").write_text('[project]\nname = "x"\n')
        table.write_text('[tool.policydiff]\nagainst = "main"\n')
        run = policydiff("init")
        assert run.code == 2
        assert run.err.startswith(f"policydiff: {table}: [tool.policydiff] is there already")
        assert not Path("policydiff.toml").exists()
        if table.parent == Path():
            assert policydiff("init", "--config", "other.toml").code == 0


def test_a_date_that_went_back_is_told_once(policydiff: CommandLine, files: Path) -> None:
    Path("new.md").write_text(OLD.replace("1 May 2023", "1 March 2023"), "utf-8")
    assert codes(check(policydiff, "old.md", "new.md")) == ["PD405"]
    Path("new.md").write_text(OLD.replace("1 May 2023", "1 June 2023"), "utf-8")
    assert codes(check(policydiff, "old.md", "new.md")) == ["PD402"]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    made = GitRepository(tmp_path / "work")
    made.commit({"privacy.md": OLD}, date="2023-05-01T10:00:00Z")
    monkeypatch.chdir(made.folder)
    return made


@needs_git
@pytest.mark.parametrize("before", [None, "*.png binary\n", "*.png binary"])
def test_undo_takes_back_also_what_was_shared(
    policydiff: CommandLine, repo: GitRepository, before: str | None
) -> None:
    attributes = repo.folder / ".gitattributes"
    if before is not None:
        attributes.write_text(before)
    config = (repo.folder / ".git" / "config").read_bytes()
    for first in (("--shared",), ("--shared", "--shared")):
        for flag in first:
            assert policydiff("git-setup", flag).code == 0
        dry = policydiff("git-setup", "--undo", "--dry-run")
        assert "policydiff git-setup" in attributes.read_text()
        run = policydiff("git-setup", "--undo")
        assert run.out == dry.out
        assert (attributes.read_text() if attributes.exists() else None) == before
        assert (repo.folder / ".git" / "config").read_bytes() == config
        assert policydiff("git-setup", "--undo").out == "nothing to take back\n"


@needs_git
def test_undo_leaves_what_others_shared_and_says_so(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    policydiff("git-setup", "--shared")
    shared = (repo.folder / ".gitattributes").read_text()
    policydiff("git-setup", "--shared", "--undo")
    repo.commit({".gitattributes": shared}, date="2023-06-01T10:00:00Z")
    policydiff("git-setup")
    run = policydiff("git-setup", "--undo")
    assert "left: the lines in" in run.out
    assert (repo.folder / ".gitattributes").read_text() == shared


@needs_git
def test_binary_data_in_a_text_is_not_poured_into_the_pager(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    Path("noise.md").write_bytes(bytes(range(256)) * 4)
    run = policydiff("text", "--textconv", "noise.md")
    assert (run.code, run.out.count("\n")) == (0, 1)
    assert run.out.startswith("(policydiff cannot read this version: ")
    Path("wide.md").write_text("# Privacy\n\nWe may share it.\n", "utf-16")
    assert "We may share it." in policydiff("text", "--textconv", "wide.md").out
    Path("plain.md").write_text(NEW, "utf-8")
    assert policydiff("text", "--textconv", "plain.md").out == NEW


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("check", "--nope"), "No such option"),
        (("check", "--fail-on", "x", "a", "b"), "is not one of"),
        (("diff",), "Missing argument 'OLD'"),
        (("nope",), "No such command 'nope'"),
        (("check", "--head", "x"), "--head needs --against"),
        (("waive", "abcdef"), "Missing option '--reason'"),
    ],
)
def test_a_mistake_in_options_is_one_line(
    policydiff: CommandLine, files: Path, args: tuple[str, ...], told: str
) -> None:
    run = policydiff(*args)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith("policydiff: ")
    assert told in run.err
    assert "--help tells more" in run.err


def test_a_file_whose_name_begins_with_a_dash(policydiff: CommandLine, files: Path) -> None:
    Path("-dash.md").write_text(NEW, "utf-8")
    run = policydiff("check", "old.md", "-dash.md")
    assert (run.code, "a file of that name is ./-dash.md" in run.err) == (2, True)
    assert check(policydiff, "old.md", "./-dash.md").code == 1


@needs_git
def test_an_undated_file_of_a_repository_has_a_history(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    repo.commit({"plain.md": "# Terms\n\nWe may share it.\n"}, date="2023-05-01T10:00:00Z")
    run = policydiff("timeline", "plain.md")
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert "policydiff timeline --git plain.md follows its versions in git" in run.err
    assert policydiff("timeline", "--git", "plain.md").code == 0
    Path("untracked.md").write_text("# Terms\n\nWe may share it.\n", "utf-8")
    assert "in git" not in policydiff("timeline", "untracked.md").err
