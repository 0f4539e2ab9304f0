"""The documentation shows what the tool does, names what exists, and leaves no command out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tricky import Case, load_cases, outcome

from policydiff.cli import COMMANDS, load_command

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.title)
def test_tricky_case_is_as_the_page_shows(case: Case) -> None:
    assert outcome(case.before, case.after) == case.got


def test_there_are_tricky_cases() -> None:
    assert len(load_cases()) >= 10


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_a_place_in_the_docs(name: str) -> None:
    command = load_command(name)
    assert command.help
    assert any(f"policydiff {command.name}" in page.read_text("utf-8") for page in PAGES)
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            assert parameter.help, f"{command.name} --{parameter.name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_files_named_in_a_page_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target
    for name in re.findall(
        r"`((?:policydiff|tests|benchmarks|samples|docs|templates|structure|compare|timeline|readers|obligations|check|output)/[\w./-]+\.\w+)`",
        text,
    ):
        if "/xx." not in name:  # stands for a language that is yet to come
            assert (ROOT / name).exists() or (ROOT / "policydiff" / name).exists(), name


def test_the_page_on_the_check_has_every_rule_and_every_key() -> None:
    from policydiff.check import RULES
    from policydiff.check.config import KEYS

    text = (ROOT / "docs" / "check.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| PD")]
    wanted = [
        f"| {r.code} | {r.name} | {r.severity}{f'/{r.for_user}' if r.for_user else ''} | {r.what} |"
        for r in RULES.values()
    ]
    assert rows == wanted
    for key in KEYS:
        assert re.search(rf"^\| `\[*{key}\]*` \|", text, re.M), key


def test_the_configuration_on_the_page_is_valid() -> None:
    from policydiff.check import parse_config, parse_waivers

    text = (ROOT / "docs" / "check.md").read_text("utf-8")
    first, second = re.findall(r"```toml\n(.*?)```", text, re.S)
    assert parse_config(first.encode(), where="policydiff.toml")
    assert parse_waivers(second.encode(), where="waivers.toml")
