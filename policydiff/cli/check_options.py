"""The options of `check`, which `waive` repeats to find what it waives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, get_args

import click

from policydiff import vocabulary
from policydiff.cli.options import apply_options, lexicon_option, reading_options

F = TypeVar("F", bound=Callable[..., Any])


class Asked(NamedTuple):
    """What the user asked to be checked, unchecked."""

    paths: tuple[str, ...] = ()
    against: str | None = None
    head: str | None = None
    staged: bool = False
    merge_base: bool | None = None
    series: str | None = None
    config: str | None = None
    waivers: str | None = None
    no_waivers: bool = False
    existing: bool | None = None
    day: str | None = None
    today: str | None = None
    dates: tuple[str, ...] = ()
    lexicons: tuple[str, ...] = ()
    date_by: Any = "effective"
    max_size: int = 0


def what_options(function: F) -> F:
    """--against and its like: what is compared, by which configuration."""
    return apply_options(
        function,
        click.option("--against", metavar="REV", help="Compare with this git revision  [default: `against` of the configuration]"),
        click.option("--head", metavar="REV", help="Compare this revision with the one of --against, not the work tree."),
        click.option("--staged", is_flag=True, help="Compare what is staged for commit, not the work tree  [default: with HEAD]"),
        click.option("--merge-base/--no-merge-base", default=None, help="Compare with the commit where the two histories parted."),
        click.option("--series", metavar="SOURCE", help="Check the last step of a series: a folder, an archive, a repository or a range; PATHs are files in it."),
        click.option("--config", type=click.Path(), metavar="FILE", help="Take the configuration from here  [default: policydiff.toml or pyproject.toml, here or above]"),
        click.option("--waivers", type=click.Path(), metavar="FILE", help="Take waivers from here  [default: policydiff-waivers.toml beside the configuration]"),
        click.option("--no-waivers", is_flag=True, help="Waive nothing."),
        click.option("--existing/--introduced", "existing", default=None, help="Also report what was wrong with a text before it changed  [default: introduced]"),
        click.option("--day", metavar="DATE", help="When the change was or will be made  [default: what the text says, or its commit]"),
        click.option("--today", metavar="DATE", help="The day by which waivers end or hold  [default: today]"),
        click.option("--date", "dates", multiple=True, metavar="FILE=DATE", help="Date of one snapshot, YYYY-MM-DD; may be repeated."),
        lexicon_option,
        reading_options,
    )  # fmt: skip


def outcome_options(function: F) -> F:
    """--fail-on and --exit-zero."""
    return apply_options(
        function,
        click.option("--fail-on", type=click.Choice([*get_args(vocabulary.Severity), "never"]), help="Exit with 1 for findings of this severity or a graver one  [default: warning]"),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
    )  # fmt: skip
