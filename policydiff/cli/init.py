"""`policydiff init`."""

from __future__ import annotations

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

    write_whole(path, render_template(), new=True)
    click.echo(f"wrote {path}; next: name your policies in it, then run: policydiff check")
