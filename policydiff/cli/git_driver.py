"""`policydiff git-driver`: what git calls for a file with `diff=policydiff`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import click

from policydiff.cli import exit_codes
from policydiff.cli.options import CONTEXT, Screen
from policydiff.errors import PolicydiffError

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.output.terminal import Lines
    from policydiff.sources.git.driver import Driven


@click.command(
    context_settings={**CONTEXT, "ignore_unknown_options": True, "allow_interspersed_args": False},
    hidden=True,
)
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def git_driver(args: tuple[str, ...]) -> int:
    """Show one file of `git diff`, called by git with its seven or nine arguments.

    Exits with 0 whatever it finds: git takes anything else for a crash, and stops.
    """
    from policydiff.cli.screen import show
    from policydiff.sources.git.driver import Driven, load_driven

    try:
        driven = load_driven(args)
    except PolicydiffError as error:
        name = args[0] if args else ""
        driven = Driven(old_path=name, new_path=name, told=str(error))

    screen = Screen(color=_color(), pager="never")
    try:
        show(screen, None, lambda canvas: _render(driven, canvas))
        sys.stdout.flush()
    except BrokenPipeError:  # the pager was left: no reason to tell of a crash either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exit_codes.SAME


def _render(driven: Driven, canvas: Canvas) -> Iterator[Lines]:
    from policydiff.output.terminal import render_diff
    from policydiff.output.terminal.file_head import render_file_head

    found = None
    told = driven.told
    if not told:
        try:
            found = _compare(driven)
        except PolicydiffError as error:
            told = str(error)
        except Exception as error:  # one bad file is no reason for git to stop
            told = f"internal error: {type(error).__name__}: {error}"
    yield render_file_head(
        old=driven.old_path, new=driven.new_path, notes=[n for n in (driven.similarity, told) if n],
        width=canvas.width,
    )  # fmt: skip
    if found is not None:
        yield from render_diff(
            found.comparison, found.timeline, unread=found.unread, quotes=found.quotes,
            width=canvas.width, layout="auto",
            ascii_only=canvas.ascii_only, marks=canvas.marks,
        )  # fmt: skip


def _compare(driven: Driven) -> Any:
    from policydiff import api
    from policydiff.model import RawSnapshot

    nothing = RawSnapshot(data=b"", source="/dev/null")
    old, new = api.read_pair(driven.old or nothing, driven.new or nothing)
    assert old is not None
    assert new is not None
    return api.diff(old, new)


def _color() -> Literal["auto", "always", "never"]:
    """What `color.diff` and `color.ui` of git say, `git -c` included; NO_COLOR comes first."""
    if os.environ.get("NO_COLOR"):
        return "never"
    to_terminal = sys.stdout.isatty() or os.environ.get("GIT_PAGER_IN_USE") == "true"
    command = ["git", "config", "--get-colorbool", "color.diff", str(to_terminal).lower()]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return "auto"
    return "always" if answer.strip() == "true" else "never"
