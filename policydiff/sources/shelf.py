"""A place with many files, in a folder or an archive, and the series that stand in it."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from policydiff.errors import SourceError
from policydiff.model import RawSnapshot, SnapshotWarning
from policydiff.sources.file import skipped
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.given import GivenDates
from policydiff.sources.layout import group, is_snapshot_name, snapshot_suffixes
from policydiff.sources.manifest import MAX_MANIFEST, NAME, Entry, Manifest, parse_manifest

MAX_FILES = 20_000


class Series(Struct, frozen=True, kw_only=True):
    """Raw snapshots of one policy, and what was left out on the way."""

    name: str
    snapshots: tuple[RawSnapshot, ...]
    warnings: tuple[SnapshotWarning, ...] = ()
    ordered: bool = False  # as a manifest lists them; dates do not count


class Shelf(Protocol):
    """Files by path, with "/" between folders and relative to the source."""

    name: str  # of the series of files that stand at the top

    def paths(self) -> Sequence[str]:
        """Every file that is not hidden. Raises SourceError for too many."""

    def shown(self, path: str) -> str:
        """How the user names a file."""

    def read(self, paths: Iterable[str], *, max_size: int) -> dict[str, bytes | str]:
        """Bytes of some files, or why there are none."""


def load_shelf(
    shelf: Shelf,
    *,
    where: str,
    max_size: int,
    given: GivenDates,
    manifest: Manifest | None = None,
) -> list[Series]:
    """The series of a shelf, by name; a manifest overrides what the paths tell.

    Raises SourceError where there is none.
    """
    files = [path for path in shelf.paths() if posixpath.basename(path) != NAME]
    manifests = [manifest] if manifest else _manifests(shelf, files)
    entries: dict[str, Entry] = {}
    for one in manifests:  # of nested folders the inner one comes first
        for path in files:
            if entry := one.of_file(path):
                entries.setdefault(path, entry)
    wanted, warnings = [], {}
    for path in files:
        entry = entries.get(path)
        if entry and entry.exclude is not None:
            warnings[path] = skipped(shelf.shown(path), f"excluded: {entry.exclude}")
        elif entry is None and not is_snapshot_name(path):
            warnings[path] = skipped(shelf.shown(path), "not a snapshot by its name")
        else:
            wanted.append(path)
    texts = shelf.read(wanted, max_size=max_size)
    snapshots: dict[str, list[tuple[str, RawSnapshot]]] = defaultdict(list)
    told: dict[str, list[SnapshotWarning]] = defaultdict(list)
    for name, path in _named(shelf, files, entries, manifests):
        text = texts.get(path)
        if isinstance(text, bytes):
            raw = _raw(shelf.shown(path), path, text, name, entries.get(path), given)
            snapshots[name].append((path, raw))
        else:
            told[name].append(warnings.get(path) or skipped(shelf.shown(path), text or "is gone"))
    found = []
    for name in snapshots:
        rows = snapshots[name]
        listed = is_listed(name, [(raw, entries.get(path)) for path, raw in rows], manifests)
        if listed:
            rows.sort(key=lambda row: entries[row[0]].place)
        found.append(
            Series(
                name=name, snapshots=tuple(raw for _, raw in rows), warnings=tuple(told[name]),
                ordered=listed,
            )
        )  # fmt: skip
    if not found:
        raise SourceError(
            "no snapshot in this folder", where=where,
            fix="snapshots are files named " + ", ".join(sorted(snapshot_suffixes())),
        )  # fmt: skip
    return found


def _named(
    shelf: Shelf, files: Sequence[str], entries: dict[str, Entry], manifests: Sequence[Manifest]
) -> Iterable[tuple[str, str]]:
    """Name of the series and path, series by series in the order of paths."""
    groups = group(files)
    short = {key: (key[-1] if key else shelf.name) for key in groups}
    shared = Counter(short.values())
    own = {one.folder: one.series for one in manifests if one.series}
    for key, paths in groups.items():
        place = "/".join(key)
        # Two folders of one name are two policies.
        name = own.get(place) or (place if key and shared[short[key]] > 1 else short[key])
        for path in paths:
            entry = entries.get(path)
            yield (entry.series if entry and entry.series else name), path


def _raw(
    shown: str, path: str, data: bytes, series: str, entry: Entry | None, given: GivenDates
) -> RawSnapshot:
    own = given.of(shown) or ((entry.date,) if entry and entry.date else ())
    return RawSnapshot(
        data=data,
        source=shown,
        series=series,
        title=entry.title if entry else None,
        dates=own + dates_in_name(path),
    )


def is_listed(
    name: str, rows: Sequence[tuple[RawSnapshot, Entry | None]], manifests: Sequence[Manifest]
) -> bool:
    """Whether a manifest gives the order of a series. Raises SourceError where it gives half of it."""
    for manifest in manifests:
        own = set(manifest.entries) if manifest.listed else set()
        if any(entry in own for _, entry in rows):
            for raw, entry in rows:
                if entry not in own:
                    raise SourceError(
                        f'order is "listed", but {raw.source} is not', where=manifest.where,
                        fix=f"list it, or exclude it from {name}",
                    )  # fmt: skip
            return True
    return False


def _manifests(shelf: Shelf, files: Sequence[str]) -> list[Manifest]:
    """The manifests that stand on the shelf, those of the innermost folders first."""
    present = set(files)
    paths = [path for path in shelf.paths() if posixpath.basename(path) == NAME]
    found = []
    for path, data in shelf.read(paths, max_size=MAX_MANIFEST).items():
        if isinstance(data, str):
            raise SourceError(data, where=shelf.shown(path))
        folder = posixpath.dirname(path)
        found.append(
            parse_manifest(
                data, where=shelf.shown(path), folder=folder, exists=present.__contains__
            )
        )
    return sorted(
        found, key=lambda one: (-len(one.folder.split("/")), one.folder == "", one.folder)
    )
