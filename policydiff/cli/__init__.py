"""The command line. It wires: options in, one call of the library, result out, exit code."""

from __future__ import annotations

import gc
import os
import sys

import click

from policydiff import __version__
from policydiff.cli import exit_codes
from policydiff.cli.blame import blame
from policydiff.cli.cache import cache
from policydiff.cli.check import check
from policydiff.cli.diff import diff
from policydiff.cli.git_driver import git_driver
from policydiff.cli.git_setup import git_setup
from policydiff.cli.init import init
from policydiff.cli.log import log
from policydiff.cli.obligations import obligations
from policydiff.cli.options import CONTEXT
from policydiff.cli.rules import rule, rules
from policydiff.cli.schema import completion, schema
from policydiff.cli.sections import sections
from policydiff.cli.snapshots import snapshots
from policydiff.cli.text import text
from policydiff.cli.timeline import timeline
from policydiff.cli.waive import waive
from policydiff.errors import PolicydiffError


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="policydiff")
def policydiff() -> None:
    """What changed between dated versions of a privacy policy or terms of service.

    Every command reads HTML, PDF, DOCX, Markdown and plain text, and prints for a terminal or as JSON (--format).
    """


# In the order of --help: what people came for first.
COMMANDS = (
    diff, timeline, log, blame, check, waive, rules, rule, init, sections, obligations, snapshots, text,
    git_setup, git_driver, schema, cache, completion,
)  # fmt: skip
for command in COMMANDS:
    policydiff.add_command(command)


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit. The one place that turns exceptions into exit codes."""
    # Documents are made of many small objects and hold no cycles: looking for some after every 700
    # of them took a fifth of the time.
    gc.set_threshold(100_000, 20, 20)
    try:
        # Not policydiff.main(): click turns a broken pipe into exit code 1, which reads as "different".
        with policydiff.make_context(
            "policydiff", list(sys.argv[1:] if args is None else args)
        ) as ctx:
            code = policydiff.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.exceptions.Abort:
        _leave(exit_codes.INTERRUPTED)
    except click.UsageError as error:
        code = _complain(_usage(error, list(sys.argv[1:] if args is None else args)))
    except click.ClickException as error:
        code = _complain(error.format_message())
    except PolicydiffError as error:
        code = _complain(str(error))
    except BrokenPipeError:
        _leave(exit_codes.BROKEN_PIPE)
    except KeyboardInterrupt:
        _leave(exit_codes.INTERRUPTED)
    except OSError as error:
        code = _complain(f"{error.filename or 'output'}: {error.strerror or error}")
    except Exception as error:
        if os.environ.get("POLICYDIFF_DEBUG"):
            raise
        reason = " ".join(str(error).split())[:200]
        code = _complain(
            f"internal error: {type(error).__name__}: {reason}; set POLICYDIFF_DEBUG=1 for details and "
            "please report it"
        )
    sys.exit(code if isinstance(code, int) else exit_codes.SAME)


def _usage(error: click.UsageError, args: list[str]) -> str:
    """What is wrong with the options, on one line, and where to read on."""
    message = " ".join(error.format_message().split()).rstrip(".")
    path = error.ctx.command_path if error.ctx else "policydiff"
    dashed = next((a for a in args if a[:1] == "-" and a != "-" and os.path.lexists(a)), None)
    if isinstance(error, click.NoSuchOption) and dashed:
        return f"{message}; a file of that name is ./{dashed}"
    mark = "" if message.endswith("?") else ";"
    return f"{message}{mark} {path} --help tells more"


def _complain(message: str) -> int:
    from policydiff.output.workflow import without_commands

    click.echo(f"policydiff: {without_commands(message)}", err=True)
    return exit_codes.TROUBLE


def _leave(code: int) -> None:
    """Exit without letting the interpreter flush into a pipe that nobody reads."""
    try:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    sys.exit(code)
