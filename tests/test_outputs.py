"""`--output`, several at once: on a command of the test, so that only the writing is tried."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from report_fixtures import RULES, hostile, ordinary

from policydiff.cli.options import CONTEXT, Screen
from policydiff.cli.outputs import NAMES, output_option, write_outputs
from policydiff.errors import PolicydiffError
from policydiff.model import Report
from policydiff.output.reports import REPORTS

SCREEN = Screen("terminal", "auto", 100, "never", False)


def run(*args: str, report: Report | None = None, env: dict[str, str] | None = None) -> tuple[int, str]:  # fmt: skip
    @click.command(context_settings=CONTEXT)
    @output_option
    def command(outputs) -> None:
        write_outputs(report or ordinary(), RULES, outputs, screen=SCREEN, environ=env or {})

    result = CliRunner().invoke(command, args)
    if isinstance(result.exception, PolicydiffError):
        return 2, str(result.exception)
    return result.exit_code, result.output


def test_the_choices_are_the_registry() -> None:
    assert tuple(REPORTS) == NAMES


def test_several_at_once(tmp_path: Path) -> None:
    files = {name: tmp_path / f"report.{name}" for name in NAMES}
    code, out = run("--output", "github", *(f"--output={name}={file}" for name, file in files.items()))  # fmt: skip
    assert code == 0
    assert out == REPORTS["github"](ordinary(), RULES)
    for name, file in files.items():
        assert file.read_text("utf-8") == REPORTS[name](ordinary(), RULES)
    assert len(list(tmp_path.iterdir())) == len(NAMES)


def test_without_any_the_terminal_is_asked() -> None:
    assert run() == (0, REPORTS["terminal"](ordinary(), RULES))
    code, out = run("--output", "terminal", "--output=github")
    assert code == 0
    assert out.endswith(REPORTS["github"](ordinary(), RULES))


def test_the_summary_is_appended(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n")
    env = {"GITHUB_STEP_SUMMARY": str(file)}
    run("--output", "github", env=env)
    assert file.read_text("utf-8") == f"before\n{REPORTS['github-summary'](ordinary(), RULES)}\n"
    run("--output", "terminal", env=env)
    assert file.read_text("utf-8").count("policydiff:") == 1
    file.write_text("x" * 1_048_000)
    run("--output", "github", report=hostile(), env=env)
    assert file.stat().st_size <= 1_048_576
    assert "no room for the findings" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--output", "pdf"), "there are: terminal, json, sarif"),
        (("--output", "sarif="), "no file behind"),
        (("--output", "sarif", "--output", "terminal"), "--output sarif=FILE"),
        (("--output", "json", "--output", "junit"), "--output json=FILE"),
        (("--output", "json=a", "--output", "sarif=a"), "two outputs for one file"),
        (("--output", "json=nowhere/a"), "cannot be written: No such file"),
    ],
)
def test_mistakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out = run(*args)
    assert code == 2
    assert told in out
    assert list(tmp_path.iterdir()) == []


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text("old")
    code, _ = run(f"--output=json={kept}", f"--output=sarif={tmp_path / 'nowhere' / 'x'}")
    assert code == 2
    assert kept.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("{}")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    run(f"--output=json={tmp_path / 'link.json'}", "--output=sarif=/dev/null")
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text("utf-8"))["schema"] == "policydiff.check/1"
