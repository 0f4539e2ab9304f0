"""A place with many files, in a folder or an archive, and the series that stand in it."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.formats import SUFFIXES, is_page_or_pdf
from policydiff.model import RawSnapshot, SnapshotWarning
from policydiff.sources.file import skipped
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.given import GivenDates
from policydiff.sources.layout import (
    group,
    is_snapshot_name,
    may_be_page,
    parts_of_pages,
)
from policydiff.sources.manifest import MAX_MANIFEST, NAME, Entry, Manifest, parse_manifest
from policydiff.sources.packed import unpacked


class RawSeries(Struct, frozen=True, kw_only=True):
    """Raw snapshots of one policy, and what was left out on the way."""

    name: str
    snapshots: tuple[RawSnapshot, ...]
    warnings: tuple[SnapshotWarning, ...] = ()
    ordered: bool = False  # as a manifest lists them; dates do not count


class Shelf(Protocol):
    """Files by path, with "/" between folders and relative to the source."""

    name: str  # of the series of files that stand at the top
    what: str  # "folder"

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
    captures: Collection[str] = (),
) -> list[RawSeries]:
    """The series of a shelf, by name; a manifest overrides what the paths tell.

    `captures` are paths of WARCs, which are read elsewhere. Raises SourceError where there is none.
    """
    own = posixpath.normpath(manifest.where) if manifest else None  # it is no snapshot itself
    files = [
        path
        for path in shelf.paths()
        if posixpath.basename(path) != NAME
        and posixpath.normpath(shelf.shown(path)) != own
        and path not in captures
    ]
    manifests = [manifest] if manifest else _manifests(shelf, set(files), captures)
    entries: dict[str, Entry] = {}
    for one in manifests:  # of nested folders the inner one comes first
        for path in files:
            if entry := one.of_file(path):
                entries.setdefault(path, entry)
    wanted, reasons = _chosen(files, entries)
    texts = _texts(shelf, wanted, reasons, max_size=max_size)
    snapshots: dict[str, list[tuple[str, RawSnapshot]]] = defaultdict(list)
    told: dict[str, list[SnapshotWarning]] = defaultdict(list)
    for name, path in _named(shelf, files, entries, manifests):
        if (text := texts.get(path)) is not None:
            raw = _raw(shelf.shown(path), path, text, name, entries.get(path), given)
            snapshots[name].append((path, raw))
        else:
            told[name].append(skipped(shelf.shown(path), reasons[path]))
    # Of series without any snapshot only what somebody may miss.
    lost = [skipped(shelf.shown(path), why) for path, why in reasons.items() if why != _BY_NAME]
    lost = [one for one in lost if not any(one in told[name] for name in snapshots)]
    found = []
    for name, rows in snapshots.items():
        listed = is_listed(name, [(raw, entries.get(path)) for path, raw in rows], manifests)
        if listed:
            rows.sort(key=lambda row: entries[row[0]].place)
        found.append(
            RawSeries(
                name=name, snapshots=tuple(raw for _, raw in rows), warnings=tuple(told[name]),
                ordered=listed,
            )
        )  # fmt: skip
    if not found:
        raise SourceError(
            f"no snapshot in this {shelf.what}", where=where, why=lost[0].message if lost else "",
            fix="snapshots are files named " + ", ".join(sorted(SUFFIXES)),
        )  # fmt: skip
    if lost:
        found[0] = replace(found[0], warnings=(*found[0].warnings, *lost))
    return found


def _chosen(
    files: Sequence[str], entries: Mapping[str, Entry]
) -> tuple[dict[str, bool], dict[str, str]]:
    """Files to read, with whether they count whatever is in them; and why others are no snapshots."""
    wanted: dict[str, bool] = {}
    reasons: dict[str, str] = {}
    parts = parts_of_pages(files)
    for path in files:
        entry = entries.get(path)
        if entry and entry.exclude is not None:
            reasons[path] = f"excluded: {entry.exclude}"
        elif entry is None and path in parts:
            reasons[path] = _BY_NAME
        elif entry is None and not is_snapshot_name(path):
            reasons[path] = _other_kind(path)
            if may_be_page(path):
                wanted[path] = False
        else:
            wanted[path] = True
    return wanted, reasons


def _texts(
    shelf: Shelf, wanted: Mapping[str, bool], reasons: dict[str, str], *, max_size: int
) -> dict[str, bytes]:
    """What stands in the files that are `wanted`; where nothing does, `reasons` is told why."""
    found: dict[str, bytes] = {}
    read = shelf.read(wanted, max_size=max_size)
    for path, sure in wanted.items():
        text = read.get(path)
        if isinstance(text, bytes):
            text = unpacked(text, max_size=max_size)
        if isinstance(text, bytes) and (sure or is_page_or_pdf(text)):
            found[path] = text
        elif sure:
            reasons[path] = text if isinstance(text, str) and text else "is gone"
    return found


_BY_NAME = "not a snapshot by its name"
_OTHERS = {
    (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".7z", ".rar"): "an archive inside; name it by itself, or unpack it",
    (".doc", ".rtf", ".odt", ".wpd", ".pages"): "no reader takes this format; save it as .docx or PDF",
    (".webarchive",): "a web archive; save the page as HTML only",
}  # fmt: skip


def _other_kind(path: str) -> str:
    """Why a file is passed by that could hold a policy, or that its name says nothing of one."""
    name = path.lower()
    return next((why for ends, why in _OTHERS.items() if name.endswith(ends)), _BY_NAME)


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


def manifests_on(shelf: Shelf, captures: Collection[str]) -> list[Manifest]:
    """The manifests of a shelf with web captures, those of the innermost folders first.

    Raises SourceError for a broken one.
    """
    return _manifests(shelf, set(shelf.paths()), captures)


def _manifests(shelf: Shelf, present: set[str], captures: Collection[str]) -> list[Manifest]:
    about_captures = {"", *map(posixpath.dirname, captures)} if captures else set()
    paths = [path for path in shelf.paths() if posixpath.basename(path) == NAME]
    found = []
    for path, data in shelf.read(paths, max_size=MAX_MANIFEST).items():
        if isinstance(data, str):
            raise SourceError(data, where=shelf.shown(path))
        folder = posixpath.dirname(path)
        found.append(
            parse_manifest(
                data,
                where=shelf.shown(path),
                folder=folder,
                # Which captures there are is known when they are read.
                exists=None if folder in about_captures else present.__contains__,
            )
        )
    return sorted(
        found, key=lambda one: (-len(one.folder.split("/")), one.folder == "", one.folder)
    )
