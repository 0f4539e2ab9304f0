"""From what the user asked to a report: configuration, files, waivers. The I/O of the gate."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from policydiff.check import Config, Waiver, check_changes, parse_config, parse_waivers
from policydiff.check.config import NAMES
from policydiff.check.waivers import add_waivers
from policydiff.cli.check_options import Asked
from policydiff.cli.options import read_lexicons
from policydiff.cli.scope import find_scope
from policydiff.cli.written import keep_apart
from policydiff.errors import ConfigError, PolicydiffError
from policydiff.model import Report, SnapshotWarning
from policydiff.sources import given_date
from policydiff.sources.settings import find_root, find_upwards, read_settings, write_whole

if TYPE_CHECKING:
    from policydiff.obligations.lexicon import Lexicon


class Checked(Struct, frozen=True, kw_only=True):
    """A report with what its outcome depends on."""

    report: Report
    config: Config
    waivers: tuple[Waiver, ...]
    waiver_file: str  # where they stand, or would
    unread: tuple[PolicydiffError, ...]  # files and series that are not in the report, and why
    # By policy, when its change was made, where somebody or the text says so.
    days: Mapping[str, str]


def run_check(
    asked: Asked, *, settings: tuple[Config, str] | None = None, written: Sequence[str] = ()
) -> Checked:
    """Find the files, compare, judge. Raises PolicydiffError with one line, click.UsageError.

    `written` are the files that reports go to: none of them may be one that is read.
    """
    config, base = settings or find_settings(asked)
    waiver_file = asked.waivers or os.path.relpath(os.path.join(base, config.waivers))
    waivers: tuple[Waiver, ...] = ()
    if not asked.no_waivers and (asked.waivers or os.path.lexists(waiver_file)):
        waivers = parse_waivers(read_settings(waiver_file), where=waiver_file)
    words = read_lexicons(asked.lexicons) if asked.lexicons else _lexicons(config, base)
    keep_apart([config.where, waiver_file, *asked.lexicons, *asked.paths], written)
    scope = find_scope(asked, config, base, words, written)
    report = check_changes(
        scope.changes, config=config, waivers=waivers, today=_today(asked, waivers),
        notes=(*map(_unread_note, scope.unread), *scope.notes), policies=scope.names,
        old=scope.old, new=scope.new,
    )  # fmt: skip
    return Checked(
        report=report, config=config, waivers=waivers, waiver_file=waiver_file, unread=scope.unread,
        days={
            change.policy: day
            for change in scope.changes
            if (day := change.day or (change.new.snapshot.date if change.new else None))
        },
    )  # fmt: skip


def _lexicons(config: Config, base: str) -> Lexicon | None:
    """The words that the configuration adds. Raises ConfigError at its line."""
    for name in config.lexicons:
        if not os.path.isfile(os.path.join(base, name)):
            raise ConfigError(
                f'lexicons: "{name}" is no file', where=config.place("lexicons", name),
                fix="paths start at the folder of this configuration",
            )  # fmt: skip
    return read_lexicons(tuple(os.path.join(base, name) for name in config.lexicons))


def _unread_note(error: PolicydiffError) -> SnapshotWarning:
    return SnapshotWarning(code="unread", message=f"not checked: {error}")


def keep_waivers(checked: Checked, new: Sequence[Waiver]) -> None:
    """Write waivers to their file; what stands in it stays as it is written."""
    file = checked.waiver_file
    text = read_settings(file).decode("utf-8") if os.path.lexists(file) else ""
    known = parse_waivers(text.encode(), where=file) if text else ()
    write_whole(file, add_waivers(text, known, new))


def find_settings(asked: Asked) -> tuple[Config, str]:
    """The configuration, and the folder that its paths and globs start from. Raises ConfigError."""
    if asked.config:
        found = parse_config(read_settings(asked.config), where=asked.config)
        if found is None:
            raise ConfigError("there is no [tool.policydiff] in it", where=asked.config)
        return _asked(found, asked), os.path.dirname(os.path.abspath(asked.config))
    for path in find_upwards(NAMES):
        found = parse_config(read_settings(path), where=os.path.relpath(path))
        if found is not None:
            return _asked(found, asked), os.path.dirname(path)
    return _asked(Config(), asked), find_root()


def _asked(config: Config, asked: Asked) -> Config:
    """The configuration with what the command line says otherwise."""
    if asked.existing is not None:
        config = replace(config, existing=asked.existing)
    if asked.merge_base is not None:
        config = replace(config, merge_base=asked.merge_base)
    return config


def _today(asked: Asked, waivers: tuple[Waiver, ...]) -> str | None:
    """The day by which waivers end. The clock is asked only where one has an end."""
    if asked.today:
        return given_date(asked.today, "--today").value
    return date.today().isoformat() if any(waiver.until for waiver in waivers) else None
