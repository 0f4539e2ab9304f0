"""What the check reads and writes: files that cannot be read, reports that would replace a policy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import CommandLine
from git_repository import GitRepository, needs_git
from test_check_cli import NEW, OLD, check, codes, notes

pytestmark = needs_git
NOISE = bytes(range(256)) * 8


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """privacy.md, changed in the work tree."""
    made = GitRepository(tmp_path / "work")
    made.commit({"legal/privacy.md": OLD, "terms.txt": OLD}, date="2023-05-01T10:00:00Z")
    made.write("legal/privacy.md", NEW)
    monkeypatch.chdir(made.folder)
    return made


def test_what_can_be_read_is_reported_beside_what_cannot(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    repo.write("a policy.txt", NOISE)
    run = policydiff("check", "--against", "HEAD", "--output", "sarif=x.sarif", "--output", "json")
    assert run.code == 2
    assert codes(run) == ["PD202"]
    assert run.json["policies"] == ["legal/privacy.md", "terms.txt"]
    assert run.err.startswith("policydiff: a policy.txt: this is a binary file")
    assert run.err.count("\n") == 1
    assert "not checked: a policy.txt" in notes(run)
    assert json.loads(Path("x.sarif").read_text("utf-8"))["runs"][0]["results"]
    for more in (("--exit-zero",), ("--fail-on", "never"), ("a policy.txt", "legal")):
        assert check(policydiff, "--against", "HEAD", *more).code == 2


@pytest.mark.parametrize("staged", [False, True])
def test_a_known_policy_that_became_unreadable_or_too_large(
    policydiff: CommandLine, repo: GitRepository, staged: bool
) -> None:
    repo.write("terms.txt", NOISE)
    repo.write("cookie-policy.md", "x" * 3000)
    if staged:
        repo("add", "-A")
    more = ("--staged",) if staged else ("--against", "HEAD")
    run = check(policydiff, "--max-size", "2K", *more)
    assert (run.code, codes(run)) == (2, ["PD202"])
    assert run.err.count("\n") == 1
    assert "and 1 more that cannot be read" in run.err
    assert "terms.txt: this is a binary file" in notes(run)
    assert "cookie-policy.md" in notes(run)
    assert "larger than" in notes(run)


def test_a_policy_that_was_unreadable_before(policydiff: CommandLine, repo: GitRepository) -> None:
    repo.commit({"terms.txt": NOISE, "legal/privacy.md": OLD}, date="2023-06-01T10:00:00Z")
    repo.write("terms.txt", OLD)
    repo.write("legal/privacy.md", NEW)
    run = check(policydiff, "--against", "HEAD")
    assert (run.code, codes(run)) == (2, ["PD202"])
    assert "HEAD:terms.txt: this is a binary file" in run.err


def test_a_waiver_of_a_policy_that_was_not_read_is_not_called_unused(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    mark = check(policydiff, "--against", "HEAD").json["findings"][0]["fingerprint"]
    assert policydiff("waive", mark, "--reason", "x", "--against", "HEAD").code == 0
    repo.write("legal/privacy.md", NOISE)
    run = check(policydiff, "--against", "HEAD")
    assert (run.code, "unused" in notes(run)) == (2, False)


def test_a_series_that_is_missing_stops_no_other(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    repo.write("policydiff.toml", 'against = "HEAD"\nseries = [\n  "nix",\n  "archive",\n]\n')
    repo.write("archive/2023-05-01.md", OLD)
    repo.write("archive/2024-06-01.md", NEW)
    run = check(policydiff)
    assert (run.code, codes(run)) == (2, ["PD202", "PD202"])
    assert run.err == "policydiff: policydiff.toml:3: series: nix: no such file; check the path\n"
    repo.write("policydiff.toml", 'series = ["nix"]\n')
    run = check(policydiff)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("policydiff: policydiff.toml:1: series: nix")


def test_a_report_replaces_nothing_that_is_read(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    repo.write("policydiff.toml", "")
    repo.write("new-policy.md", OLD)  # git does not know it yet
    repo.write("old.md", OLD)
    repo.write("archive/2023-05-01.md", OLD)
    repo.write("archive/2024-06-01.md", NEW)
    for args, file in [
        (("--against", "HEAD"), "legal/privacy.md"),
        (("--against", "HEAD"), "./legal/../terms.txt"),
        (("--against", "HEAD", "terms.txt"), "legal/privacy.md"),
        (("--against", "HEAD"), "new-policy.md"),
        (("--against", "HEAD"), "policydiff.toml"),
        (("old.md", "legal/privacy.md"), "old.md"),
        (("old.md", "legal/privacy.md"), "legal/privacy.md"),
        (("--series", "archive"), "archive/2023-05-01.md"),
    ]:
        before = Path(file).read_bytes()
        run = policydiff(
            "check", *args, "--output", f"json={file}", "--output", "sarif=other.sarif"
        )
        assert (run.code, run.out) == (2, ""), (args, file)
        assert run.err == f"policydiff: {file}: a report would overwrite a file that is read; name another file\n"  # fmt: skip
        assert Path(file).read_bytes() == before
        assert not Path("other.sarif").exists()


def test_a_report_is_renewed_and_is_no_policy(policydiff: CommandLine, repo: GitRepository) -> None:
    for _ in range(2):
        run = policydiff("check", "--against", "HEAD", "--output", "markdown=policydiff.md", "--output", "json")  # fmt: skip
        assert (run.code, codes(run)) == (1, ["PD202"])
    repo("add", "policydiff.md")
    assert policydiff("check", "--against", "HEAD", "--output", "markdown=policydiff.md").code == 1


def shell(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script.replace("policydiff", f'"{sys.executable}" -m policydiff')],
        cwd=folder, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="there is no /dev/stdout")
def test_devices_and_pipes(repo: GitRepository) -> None:
    for script in (
        "policydiff check --against HEAD --output json=/dev/stdout | cat",
        "policydiff check --against HEAD --output json=/dev/fd/1 > x; cat x",
        "policydiff check --against HEAD --output json=/dev/stderr 2>&1 >/dev/null | cat",
        "policydiff check --against HEAD --output json=/dev/stderr 2> x; cat x",
        "{ policydiff check --against HEAD --output json=/dev/fd/9; } 9>&1 | cat",
    ):
        done = shell(repo.folder, script)
        assert [one["code"] for one in json.loads(done.stdout)["findings"]] == ["PD202"], script
    both = shell(repo.folder, "policydiff check --against HEAD --output json=/dev/stdout --output terminal")  # fmt: skip
    assert (both.returncode, "both go to standard output" in both.stderr) == (2, True)


CONFIGS = {
    'output = ["sarf=x"]': "policydiff.toml:2: no report \"sarf\"",
    'output = [\n  "terminal",\n  "sarif=",\n]': 'policydiff.toml:4: "sarif=" names no file',
    'output = ["json", "terminal"]': "policydiff.toml:2: json and terminal would both go",
    'lexicons = ["nope.toml"]': 'policydiff.toml:2: lexicons: "nope.toml" is no file',
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CONFIGS.items())
def test_mistakes_of_a_configuration_have_its_line(
    policydiff: CommandLine, repo: GitRepository, text: str, told: str
) -> None:
    repo.write("policydiff.toml", f'against = "HEAD"\n{text}\n')
    run = policydiff("check")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith(f"policydiff: {told}")


def test_files_of_a_configuration_start_at_its_folder(
    policydiff: CommandLine, repo: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("policydiff.toml", 'against = "HEAD"\noutput = ["json=out/x.json"]\n')
    (repo.folder / "out").mkdir()
    monkeypatch.chdir(repo.folder / "legal")
    assert policydiff("check").code == 1
    assert (repo.folder / "out" / "x.json").exists()
    assert policydiff("check", "--output", "json=x.json").code == 1
    assert (repo.folder / "legal" / "x.json").exists()


def test_every_report_that_can_names_what_was_not_checked(
    policydiff: CommandLine, repo: GitRepository
) -> None:
    repo.write("a policy.txt", NOISE)
    files = {"sarif": "x.sarif", "junit": "x.xml", "github": "x.log", "markdown": "x.md"}
    options = [part for name, file in files.items() for part in ("--output", f"{name}={file}")]
    assert policydiff("check", "--against", "HEAD", *options).code == 2
    told = {name: Path(file).read_text("utf-8") for name, file in files.items()}
    assert all("a policy.txt" in text for text in told.values())
    run = json.loads(told["sarif"])["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    suites = ET.fromstring(told["junit"])
    assert suites.get("errors") == "1"
    assert len(suites.findall("testsuite/testcase/error")) == 1
    assert told["github"].startswith("::error title=policydiff::not checked: a policy.txt")
    assert "1 file not checked" in told["markdown"]
