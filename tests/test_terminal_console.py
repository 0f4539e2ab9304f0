"""Colour, width, encoding and pager: decided as documented, whatever rich would do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from policydiff.cli.console import (
    make_console,
    open_output,
    pager_command,
    shows_ascii_only,
    shows_color,
    terminal_width,
    write,
)
from policydiff.output.terminal import Lines

BLOCK = Lines(((("may “not” 个", "removed-word"),),))


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "environ", "terminal", "wanted"),
    [
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "0"}, True, True),
        ("auto", {"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, False, True),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"CLICOLOR": "1"}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colour_order(color: str, environ: dict[str, str], terminal: bool, wanted: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert shows_color(color, environ=environ, stream=stream) is wanted  # type: ignore[arg-type]
    console = make_console(color=color, environ=environ, stream=stream)  # type: ignore[arg-type]
    write(console, [BLOCK])
    assert ("\x1b[" in stream.getvalue()) is wanted


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [({}, ["less"]), ({"PAGER": "more -s"}, ["more", "-s"]), ({"PAGER": ""}, []), ({"PAGER": "cat"}, []),
     ({"PAGER": "more", "POLICYDIFF_PAGER": "bat -p"}, ["bat", "-p"]),
     ({"PAGER": "more", "POLICYDIFF_PAGER": ""}, []), ({"PAGER": "'open"}, []), ({"TERM": "dumb"}, [])],
)  # fmt: skip
def test_pager_choice(environ: dict[str, str], wanted: list[str]) -> None:
    assert pager_command("auto", environ) == wanted
    assert pager_command("never", environ) == []


def test_no_pager_without_a_terminal() -> None:
    out = io.StringIO()
    with open_output(pager="always", environ={"PAGER": "false"}, stream=out) as console:
        write(console, [BLOCK])
    assert out.getvalue() == "may “not” 个\n"


def test_the_pager_gets_the_text_and_less_its_settings(tmp_path: Path) -> None:
    target = tmp_path / "seen"
    pager = tmp_path / "pager"
    pager.write_text(f'#!/bin/sh\necho "$LESS" > "{target}"; exec tee -a "{target}" > /dev/null\n')
    pager.chmod(0o755)
    environ = {"PATH": os.environ["PATH"], "PAGER": str(pager)}
    with open_output(environ=environ, stream=Terminal(), color="never") as console:
        write(console, [BLOCK] * 3)
    assert target.read_text(encoding="utf-8") == "FRX\n" + "may “not” 个\n" * 3


def test_leaving_the_pager_early_is_quiet_and_a_missing_one_no_loss() -> None:
    environ = {"PATH": os.environ["PATH"], "PAGER": "true"}
    with open_output(environ=environ, stream=Terminal()) as console:
        write(console, [BLOCK] * 20000)
    out = Terminal()
    with open_output(environ={"PAGER": "/no/such/pager"}, stream=out, color="never") as console:
        write(console, [BLOCK])
    assert out.getvalue() == "may “not” 个\n"


def test_an_error_while_rendering_is_not_swallowed_by_the_pager() -> None:
    environ = {"PATH": os.environ["PATH"], "PAGER": "true"}
    with (
        pytest.raises(ZeroDivisionError),
        open_output(environ=environ, stream=Terminal()) as console,
    ):
        write(console, (Lines(((("x", ""),),) * (1 // 0)) for _ in range(2)))


def test_width_order() -> None:
    out = io.StringIO()
    assert terminal_width(width=66, environ={"COLUMNS": "90"}, stream=out) == 66
    assert terminal_width(width=None, environ={"COLUMNS": "90"}, stream=out) == 90
    assert terminal_width(width=None, environ={"COLUMNS": "0"}, stream=out) > 0
    assert make_console(width=66, environ={}, stream=out).width == 66


def test_a_pipe_gets_utf8_and_an_ascii_terminal_question_marks() -> None:
    raw = io.BytesIO()
    pipe = io.TextIOWrapper(raw, encoding="ascii", newline="\r\n")
    write(make_console(environ={}, stream=pipe), [BLOCK])
    assert raw.getvalue() == "may “not” 个\n".encode()
    assert not shows_ascii_only(pipe)

    class AsciiTerminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    raw = io.BytesIO()
    screen = AsciiTerminal(raw, encoding="ascii")
    assert shows_ascii_only(screen)
    write(make_console(environ={}, stream=screen, color="never"), [BLOCK])
    assert raw.getvalue() == b"may ?not? ?\n"


def test_a_broken_pipe_is_left_to_the_caller() -> None:
    """rich would exit 1 here, which reads as "different"."""
    code = (
        "import os, sys\n"
        "from policydiff.cli.console import make_console, write\n"
        "from policydiff.output.terminal import Lines\n"
        "try:\n"
        "    write(make_console(environ={}), [Lines(((('x' * 70, ''),),) * 2000)] * 50)\n"
        "except BrokenPipeError:\n"
        "    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)\n"
        "    sys.exit(41)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 41
    assert errors == b""


def test_a_file_name_is_linked_on_a_colour_terminal_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OSC 8 with a fixed id; none into a pipe, none for a name that is no file."""
    (tmp_path / "2021.md").write_text("We may share it.")
    monkeypatch.chdir(tmp_path)

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    def shown(stream: io.StringIO, name: str) -> str:
        console = make_console(color="always", width=80, environ={}, stream=stream)
        write(console, [Lines((((name, "source"),),))])
        return stream.getvalue()

    link = shown(Screen(), "2021.md")
    assert "]8;id=" in link
    assert link == shown(Screen(), "2021.md")
    assert "]8;" not in shown(io.StringIO(), "2021.md")
    assert "]8;" not in shown(Screen(), "no such file.md")
