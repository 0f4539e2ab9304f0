"""`policydiff text FILE`."""

from __future__ import annotations

import os
import sys

import click

from policydiff.cli import exit_codes
from policydiff.cli.options import CONTEXT, Size

# Formats that read well as they are; where git asks, their lines stay the file's own.
_PLAIN = (".md", ".markdown", ".txt", ".text", ".rst")

_LOOKED_AT = 8000  # bytes in which git looks for a NUL, the sign of a binary file


@click.command(context_settings=CONTEXT)
@click.argument("source", type=click.Path(), metavar="FILE")
@click.option(
    "--textconv",
    is_flag=True,
    help="As git wants it: plain text and Markdown stay as they are; what cannot be read becomes one line that says so.",
)
@click.option(
    "--max-size", type=Size(), default="32M", show_default=True, help="Refuse larger files."
)
def text(source: str, textconv: bool, max_size: int) -> int:  # fmt: skip
    """Print a snapshot as normalised plain text: a heading a line, a clause a line.

    The lines hold no dates and places, so that diff and grep find only what the policy says.
    """
    from policydiff.cli.screen import write_text
    from policydiff.errors import PolicydiffError

    if textconv and source.lower().endswith(_PLAIN) and os.path.isfile(source):
        with open(source, "rb") as file:
            data = file.read(max_size)
        if b"\0" not in data[:_LOOKED_AT]:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return exit_codes.SAME
    from policydiff import api
    from policydiff.output.plain_text import render_text

    try:
        rendered = render_text(api.load(source, max_size=max_size))
    except PolicydiffError as error:
        if not textconv:
            raise
        # git stops a whole log where a textconv fails.
        rendered = f"(policydiff cannot read this version: {error.what})\n"
    write_text(rendered)
    return exit_codes.SAME
