"""Folders of snapshots on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from policydiff.errors import SourceError
from policydiff.sources.given import GivenDates
from policydiff.sources.kinds import WEB_ARCHIVES
from policydiff.sources.layout import is_hidden, is_snapshot_name, natural
from policydiff.sources.limits import MAX_FILES, MAX_SIZE, readable_size
from policydiff.sources.manifest import Manifest
from policydiff.sources.shelf import RawSeries, load_shelf


class Folder:
    """The files below a folder; links to files are followed, links to folders are not."""

    what = "folder"

    def __init__(self, path: str) -> None:
        self.path = path
        self.root = Path(path)
        self.name = self.root.name or self.root.resolve().name or "policy"

    @cached_property
    def _found(self) -> list[str]:
        found: list[str] = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
            place = Path(folder).relative_to(self.root)
            found += [path for name in files if not is_hidden(path := (place / name).as_posix())]
            if len(found) > MAX_FILES:
                raise SourceError(
                    f"more than {MAX_FILES} files", where=self.path, fix="name a sub-folder"
                )
        return sorted(found, key=natural)

    def paths(self) -> Sequence[str]:
        """Every file that is not hidden, numbers in names by value."""
        return self._found

    def shown(self, path: str) -> str:
        """Path from where the user stands."""
        return str(self.root / path)

    def read(self, paths: Iterable[str], *, max_size: int) -> dict[str, bytes | str]:
        """Bytes of some files, or why there are none."""
        return {path: _read(self.root / path, max_size) for path in paths}


def load_folder(
    path: str,
    *,
    max_size: int = MAX_SIZE,
    given: GivenDates | None = None,
    manifest: Manifest | None = None,
) -> list[RawSeries]:
    """Series of a folder and its sub-folders, by path. Raises SourceError where there is none.

    `given` holds dates from the command line; `manifest` stands in for those in the folder. Web
    captures in it are series by address, or join the files beside them.
    """
    place, stated = Folder(path), given or GivenDates()
    held = [one for one in place.paths() if one.lower().endswith(WEB_ARCHIVES)]
    if not held:
        return load_shelf(place, where=path, max_size=max_size, given=stated, manifest=manifest)
    from policydiff.sources.captures import with_captures  # few have any
    from policydiff.sources.warc_manifest import manifests_of

    warcs = [os.path.join(path, one) for one in held]
    found: list[RawSeries] = []
    if any(map(is_snapshot_name, place.paths())):
        found = load_shelf(
            place, where=path, max_size=max_size, given=stated, manifest=manifest, captures=held
        )
    told = [manifest] if manifest else manifests_of(warcs, path)
    return with_captures(
        found, warcs, told, place=path, what="folder", max_size=max_size, given=stated
    )


def _read(file: Path, max_size: int) -> bytes | str:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return "this is no file"
        if status.st_size > max_size:
            return f"larger than {readable_size(max_size)}"
        with open(file, "rb") as opened:
            data = opened.read(max_size + 1)
    except OSError as error:
        return error.strerror or "cannot be read"
    return data if len(data) <= max_size else f"larger than {readable_size(max_size)}"
