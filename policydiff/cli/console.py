"""Where output goes: colour or not, how wide, which characters, through which pager.

Decided and written here and not by rich: rich ignores CLICOLOR, takes FORCE_COLOR=0 for "on", exits 1
on a broken pipe, which would read as "the policies differ", and costs as much to import as a short diff.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from policydiff.output.terminal.theme import UNICODE

if TYPE_CHECKING:
    import subprocess

    from policydiff.output.terminal.columns import Lines

ColorChoice = Literal["auto", "always", "never"]
PagerChoice = Literal["auto", "always", "never"]

_DEFAULT_WIDTH = 80


class Console:
    """Where lines are written, with its colour and width settled."""

    def __init__(self, file: TextIO, *, colored: bool, width: int) -> None:
        self.file, self.no_color, self.width = file, not colored, width

    def print(self, lines: Lines) -> None:
        """Write finished lines. Raises OSError; a broken pipe is left to the caller."""
        self.file.write(lines.plain if self.no_color else lines.styled(self._link))
        self.file.flush()

    def _link(self, text: str) -> str | None:
        """Parameters and address (OSC 8) that link the name of a file to it, on a terminal.

        Only for files that exist under that very name: what a policy says is never made a link.
        """
        if not _is_terminal(self.file) or not os.path.isfile(text):
            return None
        import zlib

        # A fixed id: output is to be the same for the same input.
        number = f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
        return f"id={number};{Path(os.path.abspath(text)).as_uri()}"


def shows_color(color: ColorChoice, *, environ: Mapping[str, str], stream: TextIO) -> bool:
    """Whether `stream` gets colour; where it does not, render with `marks`.

    --color, then NO_COLOR, then CLICOLOR_FORCE or FORCE_COLOR, then CLICOLOR=0, then the terminal.
    Source: no-color.org, bixense.com/clicolors.
    """
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("CLICOLOR_FORCE", "FORCE_COLOR")):
        return True
    if environ.get("CLICOLOR") == "0":
        return False
    return _is_terminal(stream) and environ.get("TERM") != "dumb"


def shows_ascii_only(stream: TextIO) -> bool:
    """Whether `stream` cannot show our signs. Pipes and files always can: they get UTF-8."""
    if not _is_terminal(stream):
        return False
    ours = "".join(
        sign for sign in (UNICODE.rule, UNICODE.arrow, UNICODE.open_quote, *UNICODE.events.values())
    )
    try:
        ours.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def terminal_width(*, width: int | None, environ: Mapping[str, str], stream: TextIO) -> int:
    """--width, then COLUMNS, then the terminal (also when only stdin or stderr is one), then 80."""
    if width is not None and width > 0:
        return width
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    for candidate in (stream, sys.__stderr__, sys.__stdin__):
        if candidate is None:
            continue
        with suppress(AttributeError, ValueError, OSError):
            cells = os.get_terminal_size(candidate.fileno()).columns
            if cells > 0:  # some pseudo-terminals say 0
                return cells
    return _DEFAULT_WIDTH


def make_console(
    *,
    color: ColorChoice = "auto",
    width: int | None = None,
    stderr: bool = False,
    environ: Mapping[str, str],
    stream: TextIO | None = None,
) -> Console:
    """A console for `stream` (default: stdout, or stderr) whose colour and width are settled.

    Without colour it writes no escape sequence at all. A pipe or a file gets UTF-8 and "\\n",
    whatever the locale says; a terminal gets its own encoding with "?" for what that lacks.
    """
    out = stream or (sys.stderr if stderr else sys.stdout)
    colored = shows_color(color, environ=environ, stream=out)
    if isinstance(out, io.TextIOWrapper):
        if _is_terminal(out):
            out.reconfigure(errors="replace")
        else:
            out.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    cells = terminal_width(width=width, environ=environ, stream=out)
    return Console(out, colored=colored, width=cells)


def write(console: Console, blocks: Iterable[Lines]) -> None:
    """Print each block as soon as it is laid out, so that the first screen shows at once."""
    for lines in blocks:
        console.print(lines)


@contextmanager
def open_output(
    *,
    color: ColorChoice = "auto",
    width: int | None = None,
    pager: PagerChoice = "auto",
    environ: Mapping[str, str],
    stream: TextIO | None = None,
) -> Iterator[Console]:
    """The console for a result: a pager's if stdout is a terminal, otherwise stdout's.

    POLICYDIFF_PAGER, then PAGER, then less; an empty one or "cat" is none. "always" pages even what
    fits on one screen. Leaving the pager early is no error; a broken pipe without one is raised.
    """
    out = stream or sys.stdout
    process = _start_pager(pager, environ, out)
    if process is None or process.stdin is None:
        yield make_console(color=color, width=width, environ=environ, stream=out)
        return
    colored = shows_color(color, environ=environ, stream=out)
    pipe = io.TextIOWrapper(
        process.stdin, encoding=out.encoding or "utf-8", errors="replace", newline="\n"
    )
    cells = terminal_width(width=width, environ=environ, stream=out)
    try:
        with suppress(BrokenPipeError):
            yield Console(pipe, colored=colored, width=cells)
    finally:
        with suppress(BrokenPipeError):
            pipe.close()
        _wait(process)


def pager_command(pager: PagerChoice, environ: Mapping[str, str]) -> list[str]:
    """The words of the pager's command line; empty for none."""
    if pager == "never" or (pager == "auto" and environ.get("TERM") == "dumb"):
        return []
    import shlex

    command = environ.get("POLICYDIFF_PAGER", environ.get("PAGER", "less"))
    try:
        words = shlex.split(command)
    except ValueError:  # an unclosed quote
        return []
    return [] if words[:1] == ["cat"] else words


def _start_pager(
    pager: PagerChoice, environ: Mapping[str, str], out: TextIO
) -> subprocess.Popen[bytes] | None:
    if not _is_terminal(out):
        return None
    import subprocess

    words = pager_command(pager, environ)
    if not words:
        return None
    # As git does: F quits if it fits, R passes colour through, X leaves the text on the screen.
    settings = {"LESS": "RX" if pager == "always" else "FRX", "LV": "-c"}
    try:
        return subprocess.Popen(words, stdin=subprocess.PIPE, env={**settings, **environ})
    except OSError:
        return None  # no such program: show the result rather than fail


def _wait(process: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C belongs to the pager while it runs
        return


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False
