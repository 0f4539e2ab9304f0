"""`policydiff schema NAME` and `policydiff completion SHELL`."""

from __future__ import annotations

import click

from policydiff.cli.options import CONTEXT

# Those of `records.RECORDS`, which is not loaded for the sake of --help.
NAMES = ("diff", "timeline", "log", "blame", "check", "sections", "obligations", "snapshots")


@click.command(context_settings=CONTEXT)
@click.argument("name", type=click.Choice(NAMES))
def schema(name: str) -> None:
    """Print the JSON Schema (2020-12) of what `policydiff NAME --format json` prints."""
    from policydiff.cli.screen import write_text
    from policydiff.output.json import schema as json_schema

    write_text(json_schema(name))


@click.command(context_settings=CONTEXT)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell: eval "$(policydiff completion bash)"."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # the choice above names only shells that click knows
        raise click.BadParameter(shell)
    click.echo(kind(ctx.find_root().command, {}, "policydiff", "_POLICYDIFF_COMPLETE").source())
