"""From what the user asked to a report: configuration, files, waivers. The I/O of the gate."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import click

from policydiff import api, gate
from policydiff.check import Change, Config, Waiver, check_changes, parse_config, parse_waivers
from policydiff.check.config import NAMES
from policydiff.check.globs import matches, matches_any
from policydiff.check.waivers import add_waivers
from policydiff.cli.check_options import Asked
from policydiff.cli.options import parse_dates, read_lexicons
from policydiff.errors import ConfigError, PolicydiffError, SourceError
from policydiff.model import Report, SnapshotWarning, Timeline
from policydiff.sources import given_date
from policydiff.sources.settings import find_root, find_upwards, read_settings, write_whole

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
    unread: tuple[PolicydiffError, ...]  # files and series that are not in the report, and why
    days: Mapping[
        str, str
    ]  # by policy, when its change was made, where somebody or the text says so


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What is compared with what."""

    changes: list[Change]
    names: tuple[str, ...]
    notes: tuple[SnapshotWarning, ...]
    old: str
    new: str
    unread: tuple[PolicydiffError, ...] = ()


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
    _keep_apart([config.where, waiver_file, *asked.lexicons, *asked.paths], written)
    scope = _scope(asked, config, base, words, written)
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


def _keep_apart(read: Iterable[str], written: Sequence[str]) -> None:
    """Raise ConfigError where a report would replace a file that the check reads."""
    known = {os.path.realpath(name) for name in read if name and os.path.isfile(name)}
    for file in written:
        if os.path.realpath(file) in known:
            raise ConfigError(
                "a report would overwrite a file that is read", where=file, fix="name another file"
            )


def _is_report(file: str) -> bool:
    """Whether a file is the Markdown report of an earlier check."""
    from policydiff.output.reports.markdown import MARKER

    try:
        with open(file, "rb") as stream:
            return stream.read(len(MARKER)) == MARKER.encode()
    except OSError:
        return False


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


def _scope(
    asked: Asked, config: Config, base: str, words: Lexicon | None, written: Sequence[str]
) -> _Scope:
    modes = [bool(asked.series), bool(asked.against or asked.head or asked.staged)]
    if all(modes):
        raise click.UsageError(
            "--series is a timeline of its own; leave --against, --head and --staged out"
        )
    if asked.head and asked.staged:
        raise click.UsageError("give --head or --staged, not both")
    if asked.series:
        return _series([asked.series], asked, config, words, written)
    if not any(modes) and len(asked.paths) == 2:
        return _pair(asked, config, base, words)
    against = asked.against or ("HEAD" if asked.staged else config.against)
    more = None
    if config.series and not asked.paths and not any(modes):
        more = _configured_series(asked, config, base, words, written)
    if against:
        found = _git(replace(asked, against=against), config, base, words, written)
        if more is None:
            return found
        return _Scope(
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


def _series(
    sources: list[str], asked: Asked, config: Config, words: Lexicon | None, written: Sequence[str]
) -> _Scope:
    changes: list[Change] = []
    notes: list[SnapshotWarning] = []
    for source in sources:
        for series in api.load_series(
            [source], paths=asked.paths, dates=parse_dates(asked.dates), by=asked.date_by,
            max_size=asked.max_size,
        ):  # fmt: skip
            notes += series.warnings
            _keep_apart((document.snapshot.source for document in series.documents), written)
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


def _configured_series(
    asked: Asked, config: Config, base: str, words: Lexicon | None, written: Sequence[str]
) -> _Scope:
    """The last steps of the series of the configuration; one that cannot be read stops no other."""
    found: list[_Scope] = []
    unread: list[PolicydiffError] = []
    for name in config.series:
        try:
            source = os.path.relpath(os.path.join(base, name))
            found.append(_series([source], asked, config, words, written))
        except SourceError as error:
            unread.append(ConfigError(f"series: {error}", where=config.place("series", name)))
    return _Scope(
        changes=[change for one in found for change in one.changes],
        names=tuple(name for one in found for name in one.names),
        notes=tuple(note for one in found for note in one.notes),
        old=found[0].old if len(found) == 1 else "the step before",
        new=found[0].new if found else "",
        unread=tuple(unread),
    )  # fmt: skip


def _git(
    asked: Asked, config: Config, base: str, words: Lexicon | None, written: Sequence[str]
) -> _Scope:
    from policydiff.sources.git.changes import load_changes, shown
    from policydiff.sources.git.work_tree import find_work_tree, list_files

    root = find_work_tree(needed=asked.head is None)
    chosen = [_chosen(path, root) for path in asked.paths]
    hits = [False] * len(chosen)

    top = _below(root, base)
    places = [
        file for file in written if os.path.isfile(file)
    ]  # not a pipe, which would be waited for
    targets = {_below(os.path.realpath(root), os.path.realpath(file)): file for file in places}
    # A report of the run before is no policy, whatever its name.
    reports = {path for path, file in targets.items() if _is_report(file)}
    if targets:
        known = set(list_files(root, "--cached")) - reports
        policies = {path for path in targets if _is_policy(posixpath.relpath(path, top), config)}
        _keep_apart((targets[path] for path in known & {*targets} | policies - reports), written)

    @cache
    def wanted(path: str) -> bool:
        if path in reports:
            return False
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
    lost: dict[str, PolicydiffError] = {}
    changes = list(_changes(found, asked, config, words, dates, lambda p: shown(root, p), lost))
    return _Scope(
        changes=changes,
        unread=(*found.unread, *lost.values()),
        names=tuple(name for name in found.names if name not in lost),
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
    lost: dict[str, PolicydiffError],
) -> Iterator[Change]:
    """The change of every file; for what cannot be read, `lost` is told why, by policy."""
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
        try:
            old, new = api.read_pair(sides[0], sides[1], by=asked.date_by)
        except SourceError as error:
            lost[file.old_path or file.new_path or ""] = error
            continue
        yield gate.pair_change(
            old, new, policy=file.old_path or file.new_path or "", day=_day(asked),
            old_path=name(file.old_path) if file.old_path else "",
            new_path=name(file.new_path) if file.new_path else "",
            thresholds=config.thresholds, lexicon=words,
        )  # fmt: skip
    if unused:
        raise SourceError("no changed file of that name", where=f"--date {min(unused)}")
