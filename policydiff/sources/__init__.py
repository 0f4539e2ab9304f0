"""Sources turn what the user names into raw snapshots: bytes, where they come from, date hints."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from policydiff.errors import SourceError
from policydiff.model import DateCandidate
from policydiff.sources.file import MAX_SIZE, load_file
from policydiff.sources.folder import Series, load_folder
from policydiff.sources.manifest import given_date

__all__ = ["MAX_SIZE", "Series", "given_date", "load_file", "load_series"]


def load_series(
    sources: Sequence[str],
    *,
    max_size: int = MAX_SIZE,
    given: dict[str, DateCandidate] | None = None,
) -> list[Series]:
    """Series behind some files and folders.

    Files named one by one are snapshots of one policy, together with a folder that holds a single
    series. Raises SourceError for what cannot be read.
    """
    stated = given or {}
    singles, found = [], []
    for source in dict.fromkeys(sources):  # the same file named twice is one snapshot
        if source != "-" and os.path.isdir(source):
            found += load_folder(source, max_size=max_size, given=stated)
        else:
            date = stated.get(source) or stated.get(os.path.basename(source))
            singles.append(load_file(source, max_size=max_size, given=(date,) if date else ()))
    unused = set(stated) - {
        key
        for raw in [*singles, *(raw for series in found for raw in series.snapshots)]
        for key in (raw.source, os.path.basename(raw.source))
    }
    if unused:
        raise SourceError(
            f"--date names {sorted(unused)[0]}, which is not among the snapshots",
            fix="check the name",
        )
    if not singles:
        return found
    name = singles[0].series or "policy"
    if len(found) > 1:
        raise SourceError(
            "files beside a folder of several series", fix="name one sub-folder, or the files alone"
        )
    if found:
        name = found[0].name
        singles = [*singles, *found[0].snapshots]
    joined = tuple(replace(raw, series=name) for raw in singles)
    return [Series(name=name, snapshots=joined, warnings=found[0].warnings if found else ())]
