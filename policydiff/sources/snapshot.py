"""One snapshot, however the user names it."""

from __future__ import annotations

import os
from contextlib import suppress

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot
from policydiff.sources.beside import entry_of, informed, manifest_beside
from policydiff.sources.file import load_file
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.kinds import kind_of
from policydiff.sources.limits import MAX_SIZE

_KINDS = {"zip": "a ZIP archive", "tar": "a tar archive", "warc": "a web archive (WARC)"}
_MEMBERS = {"zip": "PATH", "tar": "PATH", "warc": "YYYYMMDDhhmmss/ADDRESS"}


def load_snapshot(
    source: str,
    *,
    max_size: int = MAX_SIZE,
    given: tuple[DateCandidate, ...] = (),
    beside: bool = True,
) -> RawSnapshot:
    """One snapshot: a file, "-", a file in an archive (`archive.zip/folder/file.md`), or a file at a
    revision (`REV:PATH`, `REPO@REV:PATH`).

    A file has the date and title of the `snapshots.toml` `beside` it, if that gives any.
    Raises SourceError with the way out.
    """
    if source != "-" and not os.path.lexists(source):
        from policydiff.sources.archive import read_member
        from policydiff.sources.git import NoRepositoryError, find_git_name, load_revision
        from policydiff.sources.warc import read_capture

        if (capture := read_capture(source, max_size=max_size)) is not None:
            from policydiff.sources.warc_manifest import informed_capture

            capture = informed_capture(capture, given=bool(given))
            return replace(capture, dates=given + capture.dates)
        if (member := read_member(source, max_size=max_size)) is not None:
            data, path = member
            return RawSnapshot(data=data, source=source, dates=given + dates_in_name(path))
        name = find_git_name(source)
        if name is not None and name.path is not None:
            with suppress(NoRepositoryError):  # then it was meant for a file, mistyped
                return load_revision(name, source=source, max_size=max_size, given=given)
        if name is not None and name.path is None and name.repository:
            raise SourceError(
                "no file is named", where=source, fix=f"write {source}:PATH, or -- PATH at the end"
            )
    if kind := kind_of(source):
        raise SourceError(
            f"this is {_KINDS[kind]} of several snapshots", where=source,
            fix=f"policydiff snapshots lists them; name one of them: {source}/{_MEMBERS[kind]}",
        )  # fmt: skip
    raw = load_file(source, max_size=max_size, given=given)
    entry = entry_of(manifest_beside(source), source) if source != "-" and beside else None
    return informed(raw, entry, given=bool(given))
