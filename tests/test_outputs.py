"""`--output`, several at once: what is asked for, and writing it."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path

import pytest
from conftest import SAMPLES, CommandLine
from report_fixtures import RULES, hostile, ordinary

from policydiff.cli.check import check
from policydiff.cli.options import Screen
from policydiff.cli.report_output import plan_outputs, write_outputs
from policydiff.errors import PolicydiffError
from policydiff.model import Report
from policydiff.output.reports import REPORTS

SCREEN = Screen("terminal", "auto", 100, "never", False)


def run(*asked: str, report: Report | None = None, env: dict[str, str] | None = None) -> tuple[int, str]:  # fmt: skip
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    try:
        with contextlib.redirect_stdout(out):
            write_outputs(
                plan_outputs(asked), report or ordinary(), RULES, screen=SCREEN, environ=env or {}
            )
    except PolicydiffError as error:
        return 2, str(error)
    assert isinstance(out.buffer, io.BytesIO)
    return 0, out.buffer.getvalue().decode()


def test_the_choices_are_the_registry() -> None:
    option = next(one for one in check.params if one.name == "outputs")
    assert f": {', '.join(REPORTS)}  [" in str(getattr(option, "help", ""))


def test_several_at_once(tmp_path: Path) -> None:
    files = {name: tmp_path / f"report.{name}" for name in REPORTS}
    code, out = run("github", *(f"{name}={file}" for name, file in files.items()))  # fmt: skip
    assert code == 0
    assert out == REPORTS["github"](ordinary(), RULES)
    for name, file in files.items():
        assert file.read_text("utf-8") == REPORTS[name](ordinary(), RULES)
    assert len(list(tmp_path.iterdir())) == len(REPORTS)


def test_without_any_the_terminal_is_asked() -> None:
    assert run() == (0, REPORTS["terminal"](ordinary(), RULES))
    code, out = run("terminal", "github")
    assert code == 0
    assert out.endswith(REPORTS["github"](ordinary(), RULES))


def test_the_summary_is_appended(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n")
    env = {"GITHUB_STEP_SUMMARY": str(file)}
    run("github", env=env)
    assert file.read_text("utf-8") == f"before\n{REPORTS['github-summary'](ordinary(), RULES)}\n"
    run("terminal", env=env)
    assert file.read_text("utf-8").count("policydiff:") == 1
    file.write_text("x" * 1_048_000)
    run("github", report=hostile(), env=env)
    assert file.stat().st_size <= 1_048_576
    assert "no room for the findings" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("pdf",), "there are github, github-summary, gitlab"),
        (("sarif=",), "names no file"),
        (("sarif", "terminal"), "write sarif=FILE"),
        (("json", "junit"), "write json=FILE"),
        (("json=a", "sarif=a"), "two reports for one file"),
        (("json=nowhere/a",), "cannot be written: No such file"),
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
    code, _ = run(f"json={kept}", f"sarif={tmp_path / 'nowhere' / 'x'}")
    assert code == 2
    assert kept.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("{}")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    run(f"json={tmp_path / 'link.json'}", "sarif=/dev/null")
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text("utf-8"))["schema"] == "policydiff.check/1"


NOTES = SAMPLES / "lumen-notes"


def test_check_writes_them(policydiff: CommandLine, tmp_path: Path) -> None:
    pair = (NOTES / "2022-09-15.md", NOTES / "2023-06-30.md")
    files = [tmp_path / name for name in ("p.sarif", "p.json")]
    run = policydiff("check", *pair, "--output", f"sarif={files[0]}", "--output", "github",
                     "--output", f"json={files[1]}")  # fmt: skip
    assert run.code == 1
    assert run.out.startswith("::")
    found = json.loads(files[1].read_text("utf-8"))["findings"]
    assert len(json.loads(files[0].read_text("utf-8"))["runs"][0]["results"]) == len(found) > 3
    shown = policydiff("check", *pair, "--color", "always", "--width", "80", "--ascii")
    assert "\x1b[" in shown.out
    assert f"{found[0]['code']}" in shown.out
    assert "✗" not in shown.out
    assert policydiff("check", *pair, "--output", "pdf").code == 2
