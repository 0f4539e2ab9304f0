"""Folders of snapshots: every sub-folder with snapshots is a series."""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from policydiff.errors import SourceError
from policydiff.model import RawSnapshot, SnapshotWarning
from policydiff.readers import READERS
from policydiff.sources.file import MAX_SIZE, load_file, readable_size, skipped
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.given import GivenDates
from policydiff.sources.manifest import NAME, load_manifest

_ABOUT_THE_FOLDER = re.compile(r"^(?:readme|license|licence|changelog|contributing)\b", re.I)
_MAX_FILES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Raw snapshots of one policy, by name of file, and what was left out on the way."""

    name: str
    snapshots: tuple[RawSnapshot, ...]
    warnings: tuple[SnapshotWarning, ...] = ()


def load_folder(
    path: str, *, max_size: int = MAX_SIZE, given: GivenDates | None = None
) -> list[Series]:
    """Series of a folder and its sub-folders, by path. Raises SourceError where there is none.

    `given` holds dates from the command line.
    """
    root = Path(path)
    by_folder: dict[Path, list[Path]] = defaultdict(list)
    count = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(files, key=_natural):
            if name.startswith(".") or name == NAME:
                continue
            count += 1
            if count > _MAX_FILES:
                raise SourceError(
                    f"more than {_MAX_FILES} files", where=path, fix="name a sub-folder"
                )
            by_folder[Path(folder)].append(Path(folder) / name)
    series = []
    for place, pages in _one_page_a_folder(by_folder).items():
        loaded = _load_series(place, pages, max_size, given or GivenDates())
        if loaded.snapshots:
            series.append(loaded)
    if not series:
        raise SourceError(
            "no snapshot in this folder", where=path,
            fix="snapshots are files named " + ", ".join(sorted(snapshot_suffixes())),
        )  # fmt: skip
    return series


def _one_page_a_folder(by_folder: dict[Path, list[Path]]) -> dict[Path, list[Path]]:
    """Put `site/2019-05-01/index.md`, `site/2020-01-01/index.md` together as one series of `site`."""
    merged: dict[Path, list[Path]] = defaultdict(list)
    for folder, files in by_folder.items():
        dated = len(files) == 1 and bool(dates_in_name(folder.name))
        merged[folder.parent if dated else folder] += files
    return merged


def _load_series(
    folder: Path,
    files: list[Path],
    max_size: int,
    given: GivenDates,
) -> Series:
    manifest = load_manifest(folder)
    name = manifest.series or (folder.name if folder != Path(".") else Path.cwd().name)
    snapshots, warnings = [], []
    for file in files:
        relative = file.relative_to(folder).as_posix()
        entry = manifest.entries.get(relative)
        if entry and entry.exclude is not None:
            warnings.append(skipped(str(file), f"excluded: {entry.exclude}"))
            continue
        if entry is None and not is_snapshot_name(file.name):
            warnings.append(skipped(str(file), "not a snapshot by its name"))
            continue
        try:
            status = file.stat()
        except OSError as error:
            warnings.append(skipped(str(file), error.strerror or "cannot be read"))
            continue
        if not stat.S_ISREG(status.st_mode):
            warnings.append(skipped(str(file), "this is no file"))
            continue
        if status.st_size > max_size:
            warnings.append(skipped(str(file), f"larger than {readable_size(max_size)}"))
            continue
        own = given.of(str(file)) or ((entry.date,) if entry and entry.date else ())
        raw = load_file(str(file), max_size=max_size, given=own)
        dates = own + dates_in_name(relative)
        snapshots.append(
            replace(raw, series=name, dates=dates, title=entry.title if entry else None)
        )
    return Series(name=name, snapshots=tuple(snapshots), warnings=tuple(warnings))


def snapshot_suffixes() -> set[str]:
    """The ends of names by which snapshots are told, in lower case: ".md", ".txt"."""
    return {suffix for reader in READERS.values() for suffix in reader.suffixes}


def is_snapshot_name(name: str) -> bool:
    """Whether a file is a snapshot by its own name: a text, and none about the folder."""
    return Path(name).suffix.lower() in snapshot_suffixes() and not _ABOUT_THE_FOLDER.match(name)


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key with numbers by value: "v2" before "v10"."""
    parts = re.split(r"(\d+)", name)
    return tuple(
        (1, int(part[:18]), "") if part.isdigit() else (0, 0, part) for part in parts if part
    )
