"""`policydiff init`."""

from __future__ import annotations

import os

import click

from policydiff.cli.options import CONTEXT


@click.command(context_settings=CONTEXT)
@click.option(
    "--config", "path", type=click.Path(), default="policydiff.toml", show_default=True,
    metavar="FILE", help="Where to write it; a file that is there is left alone.",
)  # fmt: skip
def init(path: str) -> None:
    """Write a policydiff.toml with every setting, explained, for `policydiff check`."""
    from policydiff.check.template import render_template
    from policydiff.sources.settings import write_whole

    _refuse_to_shadow(path)
    write_whole(path, render_template(), new=True)
    click.echo(f"wrote {path}; next: name your policies in it, then run: policydiff check")


def _refuse_to_shadow(path: str) -> None:
    """Raise ConfigError where the new file would silence a [tool.policydiff] that counts until now."""
    from policydiff.check.config import NAMES, parse_config
    from policydiff.errors import ConfigError
    from policydiff.sources.settings import find_upwards, read_settings

    if os.path.basename(path) != NAMES[0]:
        return
    for name in find_upwards(NAMES):
        if os.path.basename(name) == NAMES[1] and parse_config(read_settings(name), where=name):
            raise ConfigError(
                "[tool.policydiff] is there already, and policydiff.toml would silence it",
                where=os.path.relpath(name), fix="go on in that table, or take it out first",
            )  # fmt: skip
