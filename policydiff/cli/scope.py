"""What a check compares with what, of all the ways to ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from policydiff.check import Config
from policydiff.cli.check_options import Asked
from policydiff.cli.scope_files import Scope, configured_scope, pair_scope, series_scope

if TYPE_CHECKING:
    from policydiff.obligations.lexicon import Lexicon


def find_scope(
    asked: Asked, config: Config, base: str, words: Lexicon | None, written: Sequence[str]
) -> Scope:
    """The changes that a check is about. Raises PolicydiffError; click.UsageError for options that clash.

    `base` is the folder of the configuration; `written` are the files that reports go to.
    """
    modes = [bool(asked.series), bool(asked.against or asked.head or asked.staged)]
    if all(modes):
        raise click.UsageError(
            "--series is a timeline of its own; leave --against, --head and --staged out"
        )
    if asked.head and asked.staged:
        raise click.UsageError("give --head or --staged, not both")
    if asked.series:
        return series_scope(asked.series, asked, config, words, written)
    if not any(modes) and len(asked.paths) == 2:
        return pair_scope(asked, config, base, words)
    against = asked.against or ("HEAD" if asked.staged else config.against)
    more = None
    if config.series and not asked.paths and not any(modes):
        more = configured_scope(asked, config, base, words, written)
    if against:
        from policydiff.cli.scope_git import git_scope

        found = git_scope(asked._replace(against=against), config, base, words, written)
        if more is None:
            return found
        return Scope(
            changes=[*found.changes, *more.changes], names=found.names + more.names,
            notes=found.notes + more.notes, old=found.old, new=found.new,
            unread=found.unread + more.unread,
        )  # fmt: skip
    if more is not None:
        if not more.changes:
            raise more.unread[0]
        return more
    if any(modes):
        raise click.UsageError("--head needs --against REV to compare with")
    raise click.UsageError(
        "nothing to compare with: name --against REV (such as origin/main), two files OLD NEW or "
        '--series SOURCE, or set "against" in policydiff.toml (policydiff init writes one)'
    )
