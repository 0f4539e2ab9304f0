"""What several test files need: the command line in this process, case pages, and the corpus."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent
CASES = TESTS / "cases"
SAMPLES = TESTS.parent / "samples"
SHARED = TESTS.parents[1] / "shared"  # labelled documents beside the project, not part of it
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the labelled documents in ../shared are not here"
)

# Colour, width and the options that click reads from the environment would change the output.
_UNWANTED = re.compile(r"^(?:POLICYDIFF_.*|COLUMNS|LINES|NO_COLOR|CLICOLOR.*|FORCE_COLOR|.*PAGER)$")


@pytest.fixture(autouse=True)
def plain_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No setting of whoever runs the tests reaches the tool; each test has a cache of its own."""
    for name in [name for name in os.environ if _UNWANTED.match(name)]:
        if name != "POLICYDIFF_GOLDENS":
            monkeypatch.delenv(name)
    monkeypatch.setenv("POLICYDIFF_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@dataclass(frozen=True)
class Run:
    """What one call of the command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


class CommandLine:
    """`policydiff ARGS` without a new process."""

    def __call__(self, *args: object) -> Run:
        from policydiff.cli import main

        bytes_out, bytes_err = io.BytesIO(), io.BytesIO()
        out = io.TextIOWrapper(bytes_out, "utf-8", write_through=True)
        err = io.TextIOWrapper(bytes_err, "utf-8", write_through=True)
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as left,
        ):
            main([str(arg) for arg in args])
        code = left.value.code
        assert isinstance(code, int)
        return Run(code, bytes_out.getvalue().decode("utf-8"), bytes_err.getvalue().decode("utf-8"))


@pytest.fixture
def policydiff() -> CommandLine:
    """The command line, to be called with its arguments."""
    return CommandLine()


@dataclass(frozen=True)
class Page:
    """One case of a page: a title, what goes in, what should come out."""

    path: Path
    title: str
    given: str
    wanted: str

    def check(self, found: str) -> None:
        """Compare, or with POLICYDIFF_GOLDENS=1 rewrite the page."""
        if os.environ.get("POLICYDIFF_GOLDENS") == "1" and found != self.wanted:
            text = self.path.read_text("utf-8")
            before, after = _page(self.title, self.given, self.wanted), _page(
                self.title, self.given, found
            )  # fmt: skip
            assert before in text
            self.path.write_text(text.replace(before, after), "utf-8")
        assert found == self.wanted


def _page(title: str, given: str, wanted: str) -> str:
    return f"{title}\n.\n{given}.\n{wanted}.\n"


def read_pages(folder: str) -> list[Any]:
    """Cases of every page in a folder of `cases`: title, a dot, input, a dot, expected, a dot."""
    form = re.compile(
        r"^(?P<title>\S.*)\n\.\n(?P<given>(?s:.*?))^\.\n(?P<wanted>(?s:.*?))^\.$", re.M
    )
    found = []
    for path in sorted((CASES / folder).glob("*.md")):
        for match in form.finditer(path.read_text("utf-8")):
            page = Page(path, match["title"], match["given"], match["wanted"])
            found.append(pytest.param(page, id=f"{path.stem}: {page.title}"))
    return found


def spell(text: str) -> str:
    """Input of a page with what an editor would spoil spelled out: {tab}, {esc}, {nbsp}, ..."""
    names = {"tab": "\t", "esc": "\x1b", "nbsp": "\u00a0", "shy": "\u00ad", "zwsp": "\u200b",
             "rlo": "\u202e", "bom": "\ufeff", "nul": "\0", "cr": "\r", "space": " "}  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda m: names.get(m[1], m[0]), text)
