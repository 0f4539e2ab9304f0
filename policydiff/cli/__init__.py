"""The command line. It wires: options in, one call of the library, result out, exit code."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

import click

from policydiff import __version__
from policydiff.cli import exit_codes
from policydiff.cli.options import CONTEXT
from policydiff.errors import PolicydiffError

# Name -> module with the command, and what --help lists it with: whole on 80 columns. In the order of
# what people came for.
COMMANDS = {
    "diff": ("diff", "Show what changed between two snapshots."),
    "timeline": ("timeline", "Show when each obligation appeared, changed or vanished."),
    "log": ("log", "Tell the history of a policy, newest snapshot first."),
    "blame": ("blame", "Tell since when each clause has stood, and in these words."),
    "check": ("check", "Judge what changed by rules, as a gate in CI."),
    "waive": ("waive", "Accept a finding of `check`, with the reason."),
    "rules": ("rules", "List the rules of `check`."),
    "rule": ("rules", "Explain one rule, with examples."),
    "init": ("init", "Write a policydiff.toml for `check`, with every setting."),
    "sections": ("sections", "Show the headed sections of a document."),
    "obligations": ("obligations", "Show what a document binds, forbids, allows or disclaims."),
    "snapshots": ("snapshots", "List snapshots with their dates, and why these were chosen."),
    "text": ("text", "Print a snapshot as normalised plain text."),
    "git-setup": ("git_setup", "Let git show policies through policydiff."),
    "git-driver": ("git_driver", "Show one file of `git diff`, called by git."),
    "schema": ("schema", "Print the JSON Schema of what a command prints."),
    "cache": ("cache", "Show or empty what is kept between runs."),
    "completion": ("schema", "Print the completion script for a shell."),
}
HIDDEN = ("git-driver",)


def load_command(name: str) -> click.Command:
    """The command of that name, imported now. Raises KeyError."""
    module = importlib.import_module(f"policydiff.cli.{COMMANDS[name][0]}")
    found: click.Command = getattr(module, name.replace("-", "_"))
    return found


class _Commands(click.Group):
    """Imports a command when it is called. What it lists are names with a line of help each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table, not of the alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As ever, and the command itself in place of what is listed."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name and listed else listed, rest


@click.group(
    cls=_Commands,
    context_settings=CONTEXT,
    commands=[
        click.Command(name, help=line, hidden=name in HIDDEN)
        for name, (_, line) in COMMANDS.items()
    ],
)
@click.version_option(__version__, prog_name="policydiff")
def policydiff() -> None:
    """What changed between dated versions of a privacy policy or terms of service.

    Policies are HTML, PDF, DOCX, Markdown or plain text, in files, folders, archives or git. Most
    commands print for a terminal, or JSON with --format json. Begin with: policydiff diff OLD NEW
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit. The one place that turns exceptions into exit codes."""
    if sys.stdout is None:  # ">&-": the next file opened would take its place
        sys.exit(_complain("standard output is closed; send it to a file or to /dev/null"))
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
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = exit_codes.TROUBLE
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
