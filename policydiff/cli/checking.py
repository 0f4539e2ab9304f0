"""From what the user asked to a report: configuration, files, waivers. The I/O of the gate."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import click

from policydiff import api, gate
from policydiff.check import Change, Config, Waiver, check_changes, parse_config, parse_waivers
from policydiff.check.config import NAMES
from policydiff.check.globs import matches, matches_any
from policydiff.cli.check_options import Asked
from policydiff.cli.options import parse_dates, read_lexicons
from policydiff.errors import ConfigError, SourceError
from policydiff.model import Report, SnapshotWarning, Timeline
from policydiff.sources import given_date
from policydiff.sources.settings import find_root, find_upwards, read_settings

if TYPE_CHECKING:
    from policydiff.obligations import Lexicon
    from policydiff.sources.git.changes import Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A report with what its outcome depends on."""

    report: Report
    config: Config
    waivers: tuple[Waiver, ...]
    waiver_file: str  # where they stand, or would


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What is compared with what."""

    changes: list[Change]
    names: tuple[str, ...]
    notes: tuple[SnapshotWarning, ...]
    old: str
    new: str


def run_check(asked: Asked) -> Checked:
    """Find the files, compare, judge. Raises PolicydiffError with one line, click.UsageError."""
    config, base = _config(asked)
    waiver_file = asked.waivers or os.path.relpath(os.path.join(base, config.waivers))
    waivers: tuple[Waiver, ...] = ()
    if not asked.no_waivers and (asked.waivers or os.path.lexists(waiver_file)):
        waivers = parse_waivers(read_settings(waiver_file), where=waiver_file)
    words = read_lexicons(
        asked.lexicons or tuple(os.path.join(base, name) for name in config.lexicons)
    )
    scope = _scope(asked, config, base, words)
    report = check_changes(
        scope.changes, config=config, waivers=waivers, today=_today(asked, waivers),
        notes=scope.notes, policies=scope.names, old=scope.old, new=scope.new,
    )  # fmt: skip
    return Checked(report=report, config=config, waivers=waivers, waiver_file=waiver_file)


def _config(asked: Asked) -> tuple[Config, str]:
    """The configuration, and the folder that its paths and globs start from."""
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


def _scope(asked: Asked, config: Config, base: str, words: Lexicon | None) -> _Scope:
    modes = [bool(asked.series), bool(asked.against or asked.head or asked.staged)]
    if all(modes):
        raise click.UsageError(
            "--series is a timeline of its own; leave --against, --head and --staged out"
        )
    if asked.head and asked.staged:
        raise click.UsageError("give --head or --staged, not both")
    if asked.series:
        return _series([asked.series], asked, config, words)
    if not any(modes) and len(asked.paths) == 2:
        return _pair(asked, config, base, words)
    against = asked.against or ("HEAD" if asked.staged else config.against)
    if against:
        found = _git(replace(asked, against=against), config, base, words)
        if config.series and not asked.paths and not any(modes):
            rest = _series(
                [os.path.relpath(os.path.join(base, one)) for one in config.series],
                asked,
                config,
                words,
            )
            return _Scope(
                changes=[*found.changes, *rest.changes], names=found.names + rest.names,
                notes=found.notes + rest.notes, old=found.old, new=found.new,
            )  # fmt: skip
        return found
    if config.series and not asked.paths and not any(modes):
        sources = [os.path.relpath(os.path.join(base, one)) for one in config.series]
        return _series(sources, asked, config, words)
    if any(modes):
        raise click.UsageError("--head needs --against REV to compare with")
    raise click.UsageError(
        "nothing to compare with: name --against REV (such as origin/main), two files OLD NEW or "
        '--series SOURCE, or set "against" in policydiff.toml (policydiff init writes one)'
    )


def _below(base: str, path: str) -> str:
    """A path from a folder on, with "/"."""
    return os.path.relpath(path, base).replace(os.sep, "/")


def _is_policy(path: str, config: Config) -> bool:
    return matches_any(path, config.policies) and not matches_any(path, config.exclude)


def _day(asked: Asked) -> str | None:
    return given_date(asked.day, "--day").value if asked.day else None


def _pair(asked: Asked, config: Config, base: str, words: Lexicon | None) -> _Scope:
    old, new = asked.paths
    documents = api.load_pair(
        old, new, dates=parse_dates(asked.dates), by=asked.date_by, max_size=asked.max_size
    )
    name = _policy_name(new, base)
    change = gate.pair_change(
        *documents, policy=name, old_path=_path_in(old), new_path=_path_in(new), day=_day(asked),
        thresholds=config.thresholds, lexicon=words,
    )  # fmt: skip
    notes = _doubts(change)
    return _Scope(changes=[change], names=(name,), notes=notes, old=old, new=new)


def _doubts(change: Change) -> tuple[SnapshotWarning, ...]:
    """Why two files may not be what was meant: swapped, or two policies."""
    if change.comparison is None:
        return ()
    empty = Timeline(series=None, snapshots=(), histories=())
    return api.Diff(comparison=change.comparison, timeline=empty).warnings


def _policy_name(path: str, base: str) -> str:
    """What waivers call a policy that is a file: its path from the configuration on, if below it."""
    path = _path_in(path)
    if not os.path.exists(path):
        return path
    below = _below(base, path)
    return posixpath.basename(below) if below.startswith("../") else below


def _path_in(name: str) -> str:
    """The path of what the user names: of REV:PATH the path."""
    from policydiff.sources.git import find_git_name

    if os.path.lexists(name):
        return name.replace(os.sep, "/")
    found = find_git_name(name)
    return found.path if found and found.path else name


def _series(sources: list[str], asked: Asked, config: Config, words: Lexicon | None) -> _Scope:
    changes: list[Change] = []
    notes: list[SnapshotWarning] = []
    for source in sources:
        for series in api.load_series(
            [source], paths=asked.paths, dates=parse_dates(asked.dates), by=asked.date_by,
            max_size=asked.max_size,
        ):  # fmt: skip
            notes += series.warnings
            if series.documents:
                changes.append(
                    gate.series_change(
                        series.documents, policy=series.name, day=_day(asked),
                        thresholds=config.thresholds, lexicon=words,
                    )
                )  # fmt: skip
    if not changes:
        raise SourceError(
            "no snapshots", where=sources[0], fix="policydiff series lists what is there"
        )
    one = changes[0] if len(changes) == 1 else None
    return _Scope(
        changes=changes, names=tuple(change.policy for change in changes), notes=tuple(notes),
        old=one.old.snapshot.source if one and one.old else "the step before",
        new=one.new.snapshot.source if one and one.new else sources[0],
    )  # fmt: skip


def _git(asked: Asked, config: Config, base: str, words: Lexicon | None) -> _Scope:
    from policydiff.sources.git.changes import load_changes, shown
    from policydiff.sources.git.work_tree import find_work_tree

    root = find_work_tree(needed=asked.head is None)
    chosen = [_chosen(path, root) for path in asked.paths]
    hits = [False] * len(chosen)

    top = _below(root, base)

    @cache
    def wanted(path: str) -> bool:
        below = posixpath.relpath(path, top)
        policy = not below.startswith("../") and _is_policy(below, config)
        if not chosen:
            return policy
        answer = False
        for index, named in enumerate(chosen):
            if named(path, policy):
                hits[index] = answer = True
        return answer

    against = asked.against or ""
    found = load_changes(
        against=against, head=asked.head, staged=asked.staged, wanted=wanted,
        from_merge_base=config.merge_base, unchanged=config.existing, max_size=asked.max_size,
    )  # fmt: skip
    for path, hit in zip(asked.paths, hits, strict=True):
        if not hit:
            raise SourceError(
                "no policy of that name", where=path, why=f"neither here nor at {against}",
                fix="check the path, or the globs under `policies` in the configuration",
            )  # fmt: skip
    dates = parse_dates(asked.dates)
    return _Scope(
        changes=list(_changes(found, asked, config, words, dates, lambda p: shown(root, p))),
        names=found.names,
        notes=() if found.names else (_no_policies(config),),
        old=against[:12] if re.fullmatch("[0-9a-f]{40,64}", against) else against,
        new=asked.head or ("what is staged" if asked.staged else "the work tree"),
    )


def _no_policies(config: Config) -> SnapshotWarning:
    where = f"the globs of {config.where}" if config.where else "the usual names"
    message = f"no file fits {where}; name files, or set `policies` in policydiff.toml"
    return SnapshotWarning(code="no-policies", message=message)


def _chosen(path: str, root: str) -> Callable[[str, bool], bool]:
    """Whether a path from the root is what the user named: a file, a folder's policies, a glob's."""
    named = _below(os.path.realpath(root), os.path.realpath(os.path.abspath(path)))
    if named.startswith("../") or os.path.isabs(named):
        raise SourceError("this path lies outside of the repository", where=path)
    if any(sign in path for sign in "*?[{") and not os.path.lexists(path):
        return lambda found, _policy: matches(found, named)
    folder = "" if named == "." else f"{named}/"
    return lambda found, policy: found == named or (policy and found.startswith(folder))


def _changes(
    found: Changes,
    asked: Asked,
    config: Config,
    words: Lexicon | None,
    dates: dict[str, str],
    name: Callable[[str], str],
) -> Iterator[Change]:
    unused = set(dates)
    for file in found.files:
        sides = []
        for raw, path in ((file.old, file.old_path), (file.new, file.new_path)):
            if raw is not None and path is not None:
                key = next((k for k in (raw.source, name(path), path) if k in dates), None)
                # The old side is named by its revision; a bare path is that of the new one.
                if key is not None and (raw is file.new or key == raw.source):
                    unused.discard(key)
                    raw = replace(raw, dates=(given_date(dates[key], f"--date {key}"), *raw.dates))
            sides.append(raw)
        old, new = api.read_pair(sides[0], sides[1], by=asked.date_by)
        yield gate.pair_change(
            old, new, policy=file.old_path or file.new_path or "", day=_day(asked),
            old_path=name(file.old_path) if file.old_path else "",
            new_path=name(file.new_path) if file.new_path else "",
            thresholds=config.thresholds, lexicon=words,
        )  # fmt: skip
    if unused:
        raise SourceError("no changed file of that name", where=f"--date {min(unused)}")
