"""The series that one file belongs to, for commands that ask for the past of a file.

A file that git has seen change: its versions, and its state in the work tree if that is newer. Any
other: the snapshots beside it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import RawSnapshot, SnapshotWarning
from policydiff.sources.file import load_file
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.folder import load_folder
from policydiff.sources.git import GitName, load_git
from policydiff.sources.given import GivenDates
from policydiff.sources.manifest import NAME, Manifest
from policydiff.sources.shelf import RawSeries


def load_around(
    path: str, *, max_size: int, given: GivenDates, git: bool | None, manifest: Manifest | None
) -> RawSeries:
    """The series of a file, with a warning that says which it is. Raises SourceError for no file."""
    own = load_file(path, max_size=max_size, given=given.of(path))
    found = None if git is False else _versions(path, own, max_size, given, manifest)
    if found and len(found.snapshots) > 1:
        return _said(found, f"followed through its {len(found.snapshots)} versions in git")
    if git and found:
        return found
    if git:
        raise SourceError("git knows no earlier version", where=path, fix="leave --git out")
    for series in load_folder(
        os.path.dirname(path) or ".", max_size=max_size, given=given, manifest=manifest
    ):
        if len(series.snapshots) < 2 or (found and not _are_versions(path, series)):
            continue
        for raw in series.snapshots:
            if os.path.exists(raw.source) and os.path.samefile(raw.source, path):
                # Under the name that the user gave, so that the series can be cut at it.
                return _said(
                    replace(
                        series, snapshots=_with(series.snapshots, raw, replace(raw, source=path))
                    ),
                    f"followed through the {len(series.snapshots)} snapshots of its folder",
                )
    return found or RawSeries(name=own.series or "policy", snapshots=(own,))


def _are_versions(path: str, series: RawSeries) -> bool:
    """Whether the files beside one that git knows are versions of it: a manifest, or names, say so."""
    if os.path.exists(os.path.join(os.path.dirname(path) or ".", NAME)):
        return True
    dated = sum(bool(dates_in_name(os.path.basename(raw.source))) for raw in series.snapshots)
    return 2 * dated >= len(series.snapshots)


def _versions(
    path: str, own: RawSnapshot, max_size: int, given: GivenDates, manifest: Manifest | None
) -> RawSeries | None:
    """The versions of a file in git, and what is not committed yet; None where git knows none."""
    folder, name = os.path.split(os.path.realpath(path))
    if not os.path.isabs(path):
        folder = os.path.relpath(folder)
    try:
        (series,) = load_git(
            GitName(repository=folder), [name], max_size=max_size, given=given, manifest=manifest
        )
    except (SourceError, ValueError):
        return None
    snapshots = series.snapshots
    if snapshots and snapshots[-1].data != own.data:
        # What is not committed yet has no date of its own; it is not older than the last commit.
        last = tuple(date for date in snapshots[-1].dates if date.kind == "captured")
        last = tuple(replace(date, why=f"not committed yet; {date.why}") for date in last)
        snapshots = (
            *snapshots,
            replace(own, series=series.name, dates=own.dates + last, uncommitted=True),
        )
    elif snapshots:
        snapshots = (*snapshots[:-1], replace(snapshots[-1], source=path))
    return replace(series, snapshots=snapshots) if snapshots else None


def _with(
    snapshots: Sequence[RawSnapshot], old: RawSnapshot, new: RawSnapshot
) -> tuple[RawSnapshot, ...]:
    return tuple(new if raw is old else raw for raw in snapshots)


def _said(series: RawSeries, how: str) -> RawSeries:
    note = SnapshotWarning(code="around", message=f"{series.snapshots[-1].series}: {how}")
    return replace(series, warnings=(*series.warnings, note))
