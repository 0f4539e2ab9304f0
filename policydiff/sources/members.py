"""Web captures by their path: a file on disk, or a member of a zip or tar (WACZ is a zip of WARCs)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from policydiff.sources.kinds import WEB_ARCHIVES, kind_of, open_packed, unpacking


def is_warc(path: str) -> bool:
    """Whether a path names a WARC, on disk by its bytes, in an archive by its name."""
    if kind_of(path) == "warc":
        return True
    return path.lower().endswith(WEB_ARCHIVES) and archive_of(path) is not None


@contextmanager
def open_captures(path: str) -> Iterator[IO[bytes]]:
    """The records of a WARC, unpacked. Raises SourceError for a member that is not there, OSError."""
    found = None if os.path.lexists(path) else archive_of(path)
    if found is None:
        with open_packed(path) as stream:
            yield stream
        return
    from policydiff.sources.archive import open_archive

    with open_archive(found[0]).open(found[1]) as member:
        yield unpacking(member)


def archive_of(path: str) -> tuple[str, str] | None:
    """The archive that a path leads into, and the path inside; None where it leads into none."""
    place = path
    while (parent := os.path.dirname(place)) and parent != place:
        place = parent
        if kind_of(place) in ("zip", "tar"):
            return place, path[len(place) :].strip("/").replace(os.sep, "/")
    return None
