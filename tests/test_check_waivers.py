"""Waivers: what keeps one, what ends it, and the file that holds them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from test_check_cli import check, marks, notes
from test_check_rules import findings

from policydiff import api, gate
from policydiff.check import Waiver, parse_waivers, render_waivers
from policydiff.check.run import find_all
from policydiff.errors import ConfigError

OLD = """\
# Privacy Policy

## 1. Sharing

We will notify you of any breach of security, as section 2 describes. We may share your data with our affiliates.

## 2. Retention

We keep your data for 30 days after you close your account. You may ask us to delete it.

## 3. Contact

You may write to us at any time. We answer every letter that reaches our office.
"""
NEW = OLD.replace("will notify", "may notify").replace("for 30 days", "for 90 days")
LETTER = "You may write to us at any time. We answer every letter that reaches our office.\n"
SHARING = NEW.partition("## 1. Sharing\n\n")[2].partition("\n\n## 2.")[0]
WEAKER = "We may notify you of any breach of security, as section 2 describes. "


def prints(old: str, new: str) -> dict[str, str]:
    """Fingerprints by code, of the rules about obligations and values."""
    return {f.code: f.fingerprint for f in findings(old, new) if f.code < "PD300"}


KEEPS = {
    "other lines": NEW.replace("# Privacy Policy\n", "# Privacy Policy\n\nWelcome to this page.\n\n\n"),
    "a retitled section": NEW.replace("## 1. Sharing", "## 1. With whom we share data"),
    "renumbered": NEW.replace("## 3.", "## 4.").replace("## 2.", "## 3.").replace("section 2", "section 3"),
    "moved": NEW.replace(f"## 1. Sharing\n\n{SHARING}\n\n", "").replace(LETTER, f"{LETTER}\n## 4. Sharing\n\n{SHARING}\n"),
    "moved to another section": NEW.replace(WEAKER, "").replace(LETTER, f"{LETTER}\n{WEAKER}\n"),
    "other typography": NEW.replace("We may notify", "We  MAY notify").replace("days after", "days, after"),
    "the number in words": NEW.replace("90 days", "ninety (90) days"),
}  # fmt: skip


@pytest.mark.parametrize("new", KEEPS.values(), ids=KEEPS)
def test_a_fingerprint_outlives_a_move_a_renumbering_and_a_retitling(new: str) -> None:
    assert new != NEW
    first, then = prints(OLD, NEW), prints(OLD, new)
    assert set(first) == {"PD104", "PD202"}
    assert {code: then.get(code) for code in first} == first


REOPENS = {
    "weaker still": (NEW.replace("We may notify", "We might try to notify"), "PD104"),
    "another verb": (NEW.replace("may notify", "may bill"), "PD104"),
    "another value": (NEW.replace("90 days", "91 days"), "PD202"),
    "a value no longer exact": (NEW.replace("for 90 days", "for at least 90 days"), "PD202"),
    "weaker too": (NEW.replace("We keep your data for 90", "We may keep your data for 90"), "PD202"),
}  # fmt: skip


@pytest.mark.parametrize(("new", "code"), REOPENS.values(), ids=REOPENS)
def test_another_strength_or_value_is_another_finding(new: str, code: str) -> None:
    assert new != NEW
    assert prints(OLD, new).get(code) != prints(OLD, NEW)[code]


def test_policies_of_one_text_have_findings_of_their_own() -> None:
    documents = [api.load(text.encode()) for text in (OLD, NEW)]
    found = [
        finding.fingerprint
        for policy in ("a.md", "b.md")
        for finding in find_all(gate.pair_change(*documents, policy=policy))
    ]
    assert len(found) == 4 == len(set(found))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    made = GitRepository(tmp_path / "r")
    made.commit(
        {"privacy.md": OLD, "policydiff.toml": 'against = "main"\n'}, date="2023-05-01T10:00:00Z"
    )
    made("checkout", "-q", "-b", "mine")
    made.write("privacy.md", NEW)
    monkeypatch.chdir(made.folder)
    return made


FILE = "policydiff-waivers.toml"


@needs_git
class TestWaive:
    def test_one_finding(self, policydiff: CommandLine, repo: GitRepository) -> None:
        found = marks(check(policydiff))
        run = policydiff("waive", found["PD104"][:6].upper(), "--reason", 'agreed "with"\ncounsel', "--until", "2026-12-31")  # fmt: skip
        assert (run.code, run.err) == (0, "")
        assert "PD104" in run.out
        (row,) = tomllib.loads((repo.folder / FILE).read_text("utf-8"))["waiver"]
        assert row["reason"] == 'agreed "with" counsel'
        assert (row["rule"], row["policy"]) == ("PD104", "privacy.md")
        assert "breach" in row["finding"]
        assert str(row["until"]) == "2026-12-31"
        left = check(policydiff, "--today", "2026-12-31")
        assert set(marks(left)) == {"PD202"}
        assert len(left.json["waived"]) == 1
        assert set(marks(check(policydiff, "--no-waivers"))) == {"PD104", "PD202"}
        assert policydiff("waive", found["PD202"], "--reason", "x").code == 0
        assert check(policydiff, "--today", "2026-12-31").code == 0

    def test_a_change_reopens_and_the_old_waiver_is_unused(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        assert check(policydiff, "--baseline").code == 0
        assert check(policydiff).code == 0
        repo.write("privacy.md", NEW.replace("90 days", "95 days"))
        run = check(policydiff)
        assert (run.code, set(marks(run))) == (1, {"PD202"})
        assert "is unused" in notes(run)

    def test_expired_waivers_are_told(self, policydiff: CommandLine, repo: GitRepository) -> None:
        mark = marks(check(policydiff))["PD104"]
        policydiff("waive", mark, "--reason", "x", "--until", "2024-01-31")
        before = check(policydiff, "--today", "2024-01-31")
        assert "PD104" not in marks(before)
        after = check(policydiff, "--today", "2024-02-01")
        assert "PD104" in marks(after)
        assert "ended on 2024-01-31" in notes(after)

    def test_a_baseline_keeps_the_reasons_that_were_given(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        mark = marks(check(policydiff))["PD104"]
        policydiff("waive", mark, "--reason", "agreed")
        assert check(policydiff, "--baseline").code == 0
        text = (repo.folder / FILE).read_text("utf-8")
        rows = tomllib.loads(text)["waiver"]
        assert [(r["rule"], r["reason"] == "agreed") for r in rows] == [
            ("PD104", True),
            ("PD202", False),
        ]
        assert check(policydiff, "--baseline").code == 0
        assert (repo.folder / FILE).read_text("utf-8") == text

    def test_a_baseline_takes_what_a_broken_text_hides(
        self, policydiff: CommandLine, repo: GitRepository
    ) -> None:
        repo.write("privacy.md", "# 404\n\nPage not found.\n")
        assert set(marks(check(policydiff))) == {"PD601"}
        assert check(policydiff, "--baseline").code == 0
        run = check(policydiff)
        assert (run.code, marks(run)) == (0, {})

    def test_from_another_folder(
        self, policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (repo.folder / "sub").mkdir()
        monkeypatch.chdir(repo.folder / "sub")
        assert check(policydiff, "--baseline").code == 0
        assert (repo.folder / FILE).exists()
        assert check(policydiff).code == 0

    @pytest.mark.parametrize(
        ("args", "told"),
        [
            (("abcdef", "--reason", "x"), "nothing is found"),
            (("abc", "--reason", "x"), "no fingerprint"),
            (("PD104", "--reason", "x"), "no fingerprint"),
            (("{}", "--reason", "  "), "say why"),
            (("{}",), "--reason"),
            (("{}", "--reason", "x", "--until", "2026-02-30"), "not a date"),
            (("{}", "--reason", "x", "--until", "2026"), "no day"),
            (("{}", "--reason", "x", "--against", "nix"), "no revision"),
        ],
        ids=str,
    )
    def test_trouble(
        self, policydiff: CommandLine, repo: GitRepository, args: tuple[str, ...], told: str
    ) -> None:
        mark = marks(check(policydiff))["PD104"]
        run = policydiff("waive", *(arg.format(mark) for arg in args))
        assert run.code == 2
        assert told in run.err
        assert not (repo.folder / FILE).exists()


A = Waiver(
    fingerprint="a" * 16,
    reason="one",
    rule="PD104",
    policy="b.md",
    finding='x \x1b[31m\u202e \\ " é',
)
B = Waiver(
    fingerprint="b" * 16, reason="two\nlines", rule="PD101", policy="b.md", until="2026-01-31"
)
C = Waiver(fingerprint="c" * 16, reason="three", policy="a.md")  # fmt: skip


def test_the_file_is_sorted_and_read_back() -> None:
    text = render_waivers([A, B, C])
    assert text == render_waivers([C, B, A, B])
    assert [w.fingerprint[0] for w in parse_waivers(text.encode(), where="w.toml")] == list("cba")
    back = {w.fingerprint: w for w in parse_waivers(text.encode(), where="w.toml")}
    for one in (A, B, C):
        again = back[one.fingerprint]
        assert (again.reason, again.until, again.finding) == (one.reason, one.until, one.finding)
    assert text.isprintable() is False  # line ends
    assert all(line.isprintable() for line in text.splitlines())


def test_waivers_of_two_branches_merge_by_joining_their_tables() -> None:
    one, other = render_waivers([A, C]), render_waivers([B, C])
    joined = one + other.partition("[[waiver]]")[1] + other.partition("[[waiver]]")[2]
    again = render_waivers(parse_waivers(joined.encode(), where="w.toml"))
    assert again == render_waivers([A, B, C])


MISTAKES = {
    '[[waiver]]\nfingerprint = "abc"\nreason = "x"': (2, "no fingerprint"),
    '[[waiver]]\nreason = "x"': (1, "fingerprint is missing"),
    f'[[waiver]]\nfingerprint = "{"a" * 16}"': (1, "reason is missing"),
    f'[[waiver]]\nfingerprint = "{"a" * 16}"\nreason = " "': (3, "needs a reason"),
    f'[[waiver]]\nfingerprint = "{"a" * 16}"\nreason = "x"\nuntil = "soon"': (4, "not a date"),
    f'[[waiver]]\nfingerprint = "{"a" * 16}"\nreason = "x"\nuntl = 2026-01-01': (4, 'did you mean "until"?'),
    '[[waivers]]\nfingerprint = "x"': (1, 'did you mean "waiver"?'),
    '[waiver]\nfingerprint = "x"': (1, "a list of tables"),
    "<<<<<<< HEAD\n": (1, "not valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), MISTAKES.items(), ids=lambda one: str(one)[:40])
def test_mistakes_in_the_file(text: str, told: tuple[int, str]) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_waivers(text.encode(), where="w.toml")
    assert str(caught.value).startswith(f"w.toml:{told[0]}: ")
    assert told[1] in str(caught.value)
