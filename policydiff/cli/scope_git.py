"""The policies that a check finds changed in a git repository."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policydiff import api, gate
from policydiff.check import Change, Config
from policydiff.check.globs import matches, matches_any
from policydiff.cli.check_options import Asked
from policydiff.cli.options import parse_dates
from policydiff.cli.scope_files import Scope, asked_day, below
from policydiff.cli.written import is_report, keep_apart
from policydiff.errors import PolicydiffError, SourceError
from policydiff.model import SnapshotWarning
from policydiff.sources import given_date

if TYPE_CHECKING:
    from policydiff.obligations.lexicon import Lexicon
    from policydiff.sources.git.changes import Changes


def git_scope(
    asked: Asked, config: Config, base: str, words: Lexicon | None, written: Sequence[str]
) -> Scope:
    """The policies that differ from the revision `asked.against`. Raises PolicydiffError."""
    from policydiff.sources.git.changes import load_changes, shown
    from policydiff.sources.git.work_tree import find_work_tree

    root = find_work_tree(needed=asked.head is None)
    chosen = [_chosen(path, root) for path in asked.paths]
    hits = [False] * len(chosen)

    top = below(root, base)
    reports = _old_reports(written, root, top, config)

    @cache
    def wanted(path: str) -> bool:
        if path in reports:
            return False
        inside = posixpath.relpath(path, top)
        policy = not inside.startswith("../") and _is_policy(inside, config)
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
    return Scope(
        changes=changes,
        unread=(*found.unread, *lost.values()),
        names=tuple(name for name in found.names if name not in lost),
        notes=() if found.names else (_no_policies(config),),
        old=against[:12] if re.fullmatch("[0-9a-f]{40,64}", against) else against,
        new=asked.head or ("what is staged" if asked.staged else "the work tree"),
    )


def _old_reports(written: Sequence[str], root: str, top: str, config: Config) -> set[str]:
    """Which files of the repository are reports of the run before: no policies, whatever their names.

    `top` is the way from the folder of the configuration to the root. Raises ConfigError where a
    report would overwrite a policy, or a file that git knows.
    """
    from policydiff.sources.git.work_tree import list_files

    # Not pipes, which would be waited for.
    files = [file for file in written if os.path.isfile(file)]
    targets = {below(os.path.realpath(root), os.path.realpath(file)): file for file in files}
    reports = {path for path, file in targets.items() if is_report(file)}
    if targets:
        known = set(list_files(root, "--cached")) - reports
        policies = {path for path in targets if _is_policy(posixpath.relpath(path, top), config)}
        keep_apart((targets[path] for path in known & {*targets} | policies - reports), written)
    return reports


def _is_policy(path: str, config: Config) -> bool:
    return matches_any(path, config.policies) and not matches_any(path, config.exclude)


def _no_policies(config: Config) -> SnapshotWarning:
    where = f"the globs of {config.where}" if config.where else "the usual names"
    message = f"no file fits {where}; name files, or set `policies` in policydiff.toml"
    return SnapshotWarning(code="no-policies", message=message)


def _chosen(path: str, root: str) -> Callable[[str, bool], bool]:
    """Whether a path from the root is what the user named: a file, a folder's policies, a glob's."""
    named = below(os.path.realpath(root), os.path.realpath(os.path.abspath(path)))
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
            old, new, policy=file.old_path or file.new_path or "", day=asked_day(asked),
            old_path=name(file.old_path) if file.old_path else "",
            new_path=name(file.new_path) if file.new_path else "",
            thresholds=config.thresholds, lexicon=words,
        )  # fmt: skip
    if unused:
        raise SourceError("no changed file of that name", where=f"--date {min(unused)}")
