"""Configuration: what it changes, and how its mistakes are told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from test_check_cli import NEW, OLD, check, codes, notes, paths

from policydiff.check import RULES, Config, parse_config
from policydiff.check.globs import matches, matches_any
from policydiff.errors import ConfigError

MISTAKES = {
    'polices = ["a"]': (1, 'unknown key "polices"', 'did you mean "policies"?'),
    '\n\nfail-on = "warn"': (3, 'fail-on cannot be "warn"', 'did you mean "warning"?'),
    "# fail-on = 1\nfail-on = 1": (2, "fail-on is a number", "write a text"),
    'policies = "a"\npolicies = "b"': (2, "not valid TOML", ""),
    'policies = ["a", 3]': (1, "policies[1] is a number", "write a text"),
    'policies = ["/etc/*"]': (1, "no glob below this folder", ""),
    'policies = ["../*"]': (1, "no glob below this folder", ""),
    "policies = 7": (1, "policies is a number", "a list of texts"),
    'merge-base = "yes"': (1, "merge-base is a text", "write true or false"),
    "rules = 3": (1, "rules is a number", "write a table"),
    '[rules]\nPD999 = "off"': (2, 'there is no rule "PD999"', "policydiff rules"),
    '[rules]\nPD10l = "off"': (2, 'there is no rule "PD10l"', 'did you mean "PD10'),
    '[rules]\nsilent-chnage = "off"': (2, "silent-chnage", 'did you mean "silent-change"?'),
    '[rules]\nPD101 = "fatal"': (2, 'PD101 cannot be "fatal"', "error"),
    "[rules]\nPD101 = 3": (2, "PD101 is a number", "write a table"),
    '[rules.PD101]\nseverity = "errro"': (2, 'severity cannot be "errro"', 'did you mean "error"?'),
    '[rules.PD101]\ntopics = { sharin = "error" }': (2, 'unknown key "sharin"', 'did you mean "sharing"?'),
    '[rules.PD101.topics]\nsharing = "eror"': (2, 'sharing cannot be "eror"', 'did you mean "error"?'),
    '[rules]\nPD1 = { severity = "error", tpics = {} }': (2, 'unknown key "tpics"', '"topics"'),
    '[[override]]\nseverity = "error"\ntopic = "use"\n[[override]]\nseverity = "error"\ntopic = "shaaring"': (6, "shaaring", '"sharing"'),
    '[[override]]\ntopic = "sharing"': (1, "needs a severity", ""),
    '[[override]]\nseverity = "off"': (1, "something to fit", ""),
    '[override]\nseverity = "off"': (1, "override is a table", "a list of tables"),
    "[thresholds]\ncollapsed = 35": (2, "collapsed is 35", "write 0 to 1"),
    "[thresholds]\ncollapse = 0.3": (2, 'unknown key "collapse"', '"collapsed"'),
    "[thresholds]\nnotice-days = true": (2, "notice-days is true or false", "write a number"),
    "[thresholds]\nnotice-days = nan": (2, "notice-days", "a number"),
    "a = [": (None, "not valid TOML", ""),
    "[" * 5000: (None, "not valid TOML", ""),
    "x" * (4 << 20) + " = 1": (None, "larger than 4 MB", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), MISTAKES.items(), ids=lambda one: str(one)[:40])
def test_mistakes_are_told_with_line_and_suggestion(
    text: str, told: tuple[int | None, str, str]
) -> None:
    line, what, fix = told
    with pytest.raises(ConfigError) as caught:
        parse_config(text.encode(), where="policydiff.toml")
    message = str(caught.value)
    assert what in message
    assert fix in message
    if line is not None:
        assert message.startswith(f"policydiff.toml:{line}: ")
    assert "\n" not in message


def test_lines_in_pyproject() -> None:
    text = (
        '[project]\nname = "x"\npolices = 1\n\n[tool.policydiff]\nagainst = "main"\npolices = []\n'
    )
    with pytest.raises(ConfigError, match=r"^pyproject.toml:7: unknown key"):
        parse_config(text.encode(), where="pyproject.toml")
    nested = '[tool.policydiff.rules]\nPD101 = "off"\nPD1O2 = "off"\n'
    with pytest.raises(ConfigError, match=r"^pyproject.toml:3: there is no rule"):
        parse_config(nested.encode(), where="pyproject.toml")
    assert parse_config(b'[project]\nname = "x"\n', where="pyproject.toml") is None
    assert parse_config(b"[tool.policydiff]\n", where="pyproject.toml") == Config(where="pyproject.toml")  # fmt: skip


def test_not_utf_8() -> None:
    with pytest.raises(ConfigError, match="not UTF-8"):
        parse_config(b'against = "\xff"', where="policydiff.toml")


def test_every_example_of_a_new_configuration_is_valid(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert policydiff("init").code == 0
    text = (tmp_path / "policydiff.toml").read_text("utf-8")
    assert parse_config(text.encode(), where="policydiff.toml") is not None
    assert all(code in text for code in RULES)
    lines = [
        line.removeprefix("# ")
        if line.startswith(("# [[", "# ")) and _is_setting(line[2:])
        else line
        for line in text.splitlines()
    ]
    config = parse_config("\n".join(lines).encode(), where="policydiff.toml")
    assert config is not None
    assert config.thresholds == Config().thresholds
    assert config.fail_on == Config().fail_on
    assert config.output == ("terminal", "sarif=policydiff.sarif")
    before = text
    again = policydiff("init")
    assert (again.code, again.out) == (2, "")
    assert "there already" in again.err
    assert (tmp_path / "policydiff.toml").read_text("utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["policydiff.toml"]


def _is_setting(text: str) -> bool:
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.md").write_text(OLD, "utf-8")
    (tmp_path / "new.md").write_text(
        NEW.replace("We may share it with our affiliates.", "We will share it with our affiliates.")
        .replace("## Retention", "## How long"), "utf-8",
    )  # fmt: skip
    return tmp_path


EFFECTS = {
    "": (1, "warning PD103", "warning PD202"),
    '[rules]\nPD2 = "off"': (1, "warning PD103"),
    '[rules]\nPD1 = "off"\nPD103 = "error"\nperiod-lengthened = false': (1, "error PD103"),
    '[rules]\nPD103 = "error"\nPD1 = "off"\nPD202 = "off"': (1, "error PD103"),
    '[rules.PD103]\nseverity = "info"\ntopics = { sharing = "error" }': (1, "error PD103", "warning PD202"),
    '[rules]\nPD103 = { impacts = { for-user = "error" } }': (1, "warning PD103", "warning PD202"),
    'fail-on = "error"': (0, "warning PD103", "warning PD202"),
    '[[override]]\nimpact = "against-user"\ntopic = "sharing"\nseverity = "error"': (1, "error PD103", "warning PD202"),
    '[[override]]\nimpact = "against-user"\nseverity = "info"\n[[override]]\ntopic = "retention"\nseverity = "off"': (0, "info PD103"),
    '[[override]]\npolicy = "old*"\nseverity = "off"': (1, "warning PD103", "warning PD202"),
    '[[override]]\npolicy = "new*"\nseverity = "off"': (0,),
    '[thresholds]\nsame-period = 1\n[rules]\nPD1 = "off"': (1, "warning PD202"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), EFFECTS.items(), ids=lambda one: str(one)[:50])
def test_what_settings_change(
    policydiff: CommandLine, files: Path, text: str, wanted: tuple[object, ...]
) -> None:
    (files / "policydiff.toml").write_text(f'{text}\n', "utf-8")  # fmt: skip
    run = check(policydiff, "old.md", "new.md")
    assert run.err == ""
    found = [f"{one['severity']} {one['code']}" for one in run.json["findings"]]
    assert (run.code, *(one for one in found if "PD303" not in one)) == wanted


def test_the_nearest_configuration_counts(
    policydiff: CommandLine, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "pyproject.toml").write_text('[tool.policydiff.rules]\nPD = "off"\n', "utf-8")
    assert codes(check(policydiff, "old.md", "new.md")) == []
    inner = files / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert codes(check(policydiff, "../old.md", "../new.md")) == []
    (inner / "policydiff.toml").write_text("", "utf-8")
    assert codes(check(policydiff, "../old.md", "../new.md")) != []
    assert codes(check(policydiff, "../old.md", "../new.md", "--config", "../pyproject.toml")) == []
    (inner / "policydiff.toml").write_text("nonsense = 1", "utf-8")
    run = check(policydiff, "../old.md", "../new.md")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("policydiff: policydiff.toml:1: unknown key")


@needs_git
def test_policies_series_and_the_base_come_from_the_configuration(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = GitRepository(tmp_path / "r")
    settings = 'against = "HEAD"\npolicies = ["docs/**/*.md", "legal.{txt,md}"]\nexclude = ["docs/drafts/"]\nseries = ["archive"]\n'
    repo.commit(
        {
            "policydiff.toml": settings, "docs/a/b.md": OLD, "docs/drafts/c.md": OLD, "legal.txt": OLD,
            "privacy.md": OLD, "archive/2023-05-01.md": OLD, "archive/2024-06-01.md": NEW,
        },
        date="2023-05-01T10:00:00Z",
    )  # fmt: skip
    monkeypatch.chdir(repo.folder / "docs")
    for name in ("docs/a/b.md", "docs/drafts/c.md", "legal.txt", "privacy.md"):
        repo.write(name, NEW)
    run = check(policydiff)
    assert paths(run) == ["../archive/2024-06-01.md", "a/b.md", "../legal.txt"]
    assert check(policydiff, "--against", "HEAD", "drafts/c.md").code == 1  # named by hand
    (repo.folder / "policydiff.toml").write_text(
        'against = "HEAD"\npolicies = ["nix/*"]\n', "utf-8"
    )
    run = check(policydiff)
    assert run.code == 0
    assert "no file fits" in notes(run)


GLOBS = {
    ("legal/privacy.md", "**/*privacy*.md"): True,
    ("privacy.md", "**/*privacy*.md"): True,
    ("PRIVACY.MD", "**/*privacy*.md"): True,
    ("privacy.txt", "**/*privacy*.md"): False,
    ("a/b/c.md", "a/*.md"): False,
    ("a/b/c.md", "a/**/*.md"): True,
    ("a/c.md", "a/**/*.md"): True,
    ("a/b/c.md", "a/"): True,
    ("a/b/c.md", "a/**"): True,
    ("ab/c.md", "a/"): False,
    ("x/terms.html", "terms.{html,md}"): True,
    ("x/terms.txt", "terms.{html,md}"): False,
    ("a1.md", "a[0-9].md"): True,
    ("ax.md", "a[!0-9].md"): True,
    ("a.md", "./a.md"): True,
    ("a+b (1).md", "a+b (1).md"): True,
    ("a\nb.md", "a*.md"): True,
    ("[x].md", "[x.md"): False,
}  # fmt: skip


@pytest.mark.parametrize(("case", "wanted"), GLOBS.items(), ids=str)
def test_globs(case: tuple[str, str], wanted: bool) -> None:
    assert matches(*case) is wanted
    assert matches_any(case[0], ("nix", case[1], "nix/*")) is wanted


def test_globs_are_bounded() -> None:
    assert not matches("a" * 3000, "*a" * 12 + "b")
    assert not matches("x", "{a,b}" * 40)
    assert not matches("/".join("a" * 500), "**/a/" * 200 + "b")
