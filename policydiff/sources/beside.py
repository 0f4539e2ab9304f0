"""What the `snapshots.toml` beside a file says of it, also where the file is named by itself."""

from __future__ import annotations

import os
from functools import lru_cache

from msgspec.structs import replace

from policydiff.model import RawSnapshot
from policydiff.sources.manifest import NAME, Entry, Manifest, load_manifest


def manifest_beside(path: str) -> Manifest | None:
    """The manifest in the folder of a file; None without one. Raises SourceError for a broken one."""
    place = os.path.join(os.path.dirname(path), NAME)
    try:
        state = os.stat(place)
    except (OSError, ValueError):
        return None
    return _load(place, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)  # files that are named together often stand together
def _load(place: str, _changed: int, _size: int) -> Manifest:
    return load_manifest(place)


def entry_of(manifest: Manifest | None, source: str) -> Entry | None:
    """What a manifest says of a file that is named by itself: by its path, or its name."""
    if manifest is None:
        return None
    return manifest.of_file(source) or manifest.of_file(os.path.basename(source))


def informed(raw: RawSnapshot, entry: Entry | None, *, given: bool) -> RawSnapshot:
    """A snapshot with the title and date of its entry; `given`: the user has said another date."""
    if entry is None:
        return raw
    dates = (entry.date,) if entry.date and not given else ()
    return replace(raw, title=entry.title, dates=dates + raw.dates)
