"""What the README says is true: its commands exist and run, its Python runs, its links lead somewhere."""

from __future__ import annotations

import re
import shlex

import pytest
from conftest import SAMPLES, CommandLine

ROOT = SAMPLES.parent
README = (ROOT / "README.md").read_text("utf-8")
FENCES = re.findall(r"(?ms)^```(\w*)\n(.*?)^```", README)
CALLS = sorted(
    {
        line.removeprefix("$ ").strip()
        for kind, text in FENCES
        if kind in ("", "sh", "bash", "console", "shell")
        for line in text.splitlines()
        if line.removeprefix("$ ").startswith("policydiff ")
    }
)
LINKS = sorted(set(re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", README)))


def test_it_has_calls_and_links_to_try() -> None:
    assert len(CALLS) >= 10
    assert len(LINKS) >= 5


def test_it_has_a_title() -> None:
    assert README.startswith("# policydiff") or "# policydiff" in README


@pytest.mark.parametrize("call", CALLS)
def test_commands_run(policydiff: CommandLine, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Calls on the samples run; the options of the others exist."""
    monkeypatch.chdir(ROOT)
    words = shlex.split(call, comments=True)[1:]
    words = words[: next((n for n, w in enumerate(words) if w in "|>&&;"), len(words))]
    if any("samples" in word for word in words):
        assert policydiff(*words).code in (0, 1)
    elif words and not words[0].startswith("-"):
        told = policydiff(words[0], "--help").out
        assert all(word.partition("=")[0] in told for word in words if word.startswith("--"))


@pytest.mark.parametrize(
    "code",
    [text for kind, text in FENCES if kind in ("python", "py")],
)
def test_python_compiles(code: str) -> None:
    compile(code, "README.md", "exec")


@pytest.mark.parametrize("link", LINKS)
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
