"""What a check compares, of two files or of series."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from policydiff import api, gate
from policydiff.check import Change, Config
from policydiff.cli.check_options import Asked
from policydiff.cli.options import parse_dates
from policydiff.cli.written import keep_apart
from policydiff.comparing import doubts
from policydiff.errors import ConfigError, PolicydiffError, SourceError
from policydiff.model import SnapshotWarning
from policydiff.sources import given_date

if TYPE_CHECKING:
    from policydiff.obligations.lexicon import Lexicon


class Scope(Struct, frozen=True, kw_only=True):
    """What is compared with what."""

    changes: list[Change]
    names: tuple[str, ...]
    notes: tuple[SnapshotWarning, ...]
    old: str
    new: str
    unread: tuple[PolicydiffError, ...] = ()


def pair_scope(asked: Asked, config: Config, base: str, words: Lexicon | None) -> Scope:
    """The change between two files or REV:PATHs. Raises PolicydiffError."""
    old, new = asked.paths
    documents = api.load_pair(
        old, new, dates=parse_dates(asked.dates), by=asked.date_by, max_size=asked.max_size
    )
    name = _policy_name(new, base)
    change = gate.pair_change(
        *documents, policy=name, old_path=_path_in(old), new_path=_path_in(new), day=asked_day(asked),
        thresholds=config.thresholds, lexicon=words,
    )  # fmt: skip
    notes = doubts(change.comparison) if change.comparison else ()
    return Scope(changes=[change], names=(name,), notes=notes, old=old, new=new)


def _policy_name(path: str, base: str) -> str:
    """What waivers call a policy that is a file: its path from the configuration on, if below it."""
    path = _path_in(path)
    if not os.path.exists(path):
        return path
    inside = below(base, path)
    return posixpath.basename(inside) if inside.startswith("../") else inside


def _path_in(name: str) -> str:
    """The path of what the user names: of REV:PATH the path."""
    from policydiff.sources.git import find_git_name

    if os.path.lexists(name):
        return name.replace(os.sep, "/")
    found = find_git_name(name)
    return found.path if found and found.path else name


def series_scope(
    source: str, asked: Asked, config: Config, words: Lexicon | None, written: Sequence[str]
) -> Scope:
    """The last step of each series in a source. Raises PolicydiffError, also where there is none."""
    changes: list[Change] = []
    notes: list[SnapshotWarning] = []
    for series in api.load_series(
        [source], paths=asked.paths, dates=parse_dates(asked.dates), by=asked.date_by,
        max_size=asked.max_size,
    ):  # fmt: skip
        notes += series.warnings
        keep_apart((document.snapshot.source for document in series.documents), written)
        if series.documents:
            changes.append(
                gate.series_change(
                    series.documents, policy=series.name, day=asked_day(asked),
                    thresholds=config.thresholds, lexicon=words,
                )
            )  # fmt: skip
    if not changes:
        raise SourceError(
            "no snapshots", where=source, fix="policydiff snapshots lists what is there"
        )
    one = changes[0] if len(changes) == 1 else None
    return Scope(
        changes=changes, names=tuple(change.policy for change in changes), notes=tuple(notes),
        old=one.old.snapshot.source if one and one.old else "the step before",
        new=one.new.snapshot.source if one and one.new else source,
    )  # fmt: skip


def configured_scope(
    asked: Asked, config: Config, base: str, words: Lexicon | None, written: Sequence[str]
) -> Scope:
    """The last steps of the series of the configuration; one that cannot be read stops no other."""
    found: list[Scope] = []
    unread: list[PolicydiffError] = []
    for name in config.series:
        try:
            source = os.path.relpath(os.path.join(base, name))
            found.append(series_scope(source, asked, config, words, written))
        except SourceError as error:
            unread.append(ConfigError(f"series: {error}", where=config.place("series", name)))
    return Scope(
        changes=[change for one in found for change in one.changes],
        names=tuple(name for one in found for name in one.names),
        notes=tuple(note for one in found for note in one.notes),
        old=found[0].old if len(found) == 1 else "the step before",
        new=found[0].new if found else "",
        unread=tuple(unread),
    )  # fmt: skip


def below(base: str, path: str) -> str:
    """A path from a folder on, with "/"."""
    return os.path.relpath(path, base).replace(os.sep, "/")


def asked_day(asked: Asked) -> str | None:
    """The ISO date of --day; None without it. Raises SourceError."""
    return given_date(asked.day, "--day").value if asked.day else None
