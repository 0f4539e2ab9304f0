"""Zip and tar files of snapshots, read where they are: nothing is ever unpacked to disk.

What an archive says of itself may be a lie: names lead out of it, sizes are wrong, a few kilobytes
hold terabytes. So names are only names, and every step of reading has a bound.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import IO

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import SnapshotWarning
from policydiff.patterns import regex
from policydiff.sources.bounded import BoundedStream, TooMuchError
from policydiff.sources.given import GivenDates
from policydiff.sources.kinds import WEB_ARCHIVES, check_zip, kind_of, open_packed
from policydiff.sources.layout import is_hidden, is_snapshot_name, natural
from policydiff.sources.limits import MAX_FILES, MAX_SIZE, readable_size
from policydiff.sources.manifest import Manifest
from policydiff.sources.members import archive_of
from policydiff.sources.shelf import RawSeries, load_shelf, manifests_on

MAX_TOTAL = 1024 * 1024 * 1024  # bytes of all members together, unpacked
_HEADER_ROOM = 4 * 1024 * 1024  # bytes that the headers before one member of a tar may take
_ENDS = regex(r"(?:\.(?:zip|wacz|tar|tgz|tbz2?|txz|gz|bz2|xz))+$", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError,
    NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
# What reading a member raises on its way that reading what stands in it does not.
_UNREADABLE = (
    zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, NotImplementedError, RuntimeError,
)  # fmt: skip


def load_archive(
    path: str,
    *,
    max_size: int = MAX_SIZE,
    given: GivenDates | None = None,
    manifest: Manifest | None = None,
) -> list[RawSeries]:
    """Series of an archive, like those of the folder that it packs. Raises SourceError."""
    archive = open_archive(path)
    try:
        first, *others = _series(archive, max_size, given or GivenDates(), manifest)
        doubles = tuple(
            SnapshotWarning(
                code="same-name", message=f"{archive.shown(name)}: {count} files of this name; the last is read"
            )
            for name, count in sorted(archive.counts.items())
            if count > 1 and is_snapshot_name(name)
        )  # fmt: skip
        return [replace(first, warnings=(*first.warnings, *doubles)), *others]
    except TooMuchError as error:
        raise SourceError(
            f"unpacks to more than {readable_size(MAX_TOTAL)}", where=path,
            fix="split it if it really holds policies",
        ) from error  # fmt: skip
    except _BROKEN as error:
        raise SourceError("this archive is broken", where=path, why=str(error)[:200]) from error


def _series(
    archive: Zip | Tar, max_size: int, given: GivenDates, manifest: Manifest | None
) -> list[RawSeries]:
    """The series of the files, with the web captures among them."""
    where, paths = archive.path, archive.paths()
    held = [one for one in paths if _is_warc(one)]
    if not held:
        return load_shelf(archive, where=where, max_size=max_size, given=given, manifest=manifest)
    from policydiff.sources.captures import with_captures  # few have any

    found: list[RawSeries] = []
    if any(map(is_snapshot_name, paths)):
        found = load_shelf(
            archive, where=where, max_size=max_size, given=given, manifest=manifest, captures=held
        )
    told = [manifest] if manifest else manifests_on(archive, held)
    return with_captures(
        found, [archive.shown(one) for one in held], told, place=where, what="archive",
        max_size=max_size, given=given, exists={os.path.normpath(archive.shown(one)) for one in paths}.__contains__,
    )  # fmt: skip


def read_member(path: str, *, max_size: int) -> tuple[bytes, str] | None:
    """Bytes and path of a file in an archive, named `archive.zip/folder/file.md`; None if it is none.

    Raises SourceError for a member that is not there or cannot be read.
    """
    found = archive_of(path)
    if found is None:
        return None
    place, member = found
    try:
        data = open_archive(place).read([member], max_size=max_size).get(member)
    except (TooMuchError, *_BROKEN) as error:
        raise SourceError("this archive is broken", where=place) from error
    if isinstance(data, bytes):
        return data, member
    raise SourceError(data or "no such file in the archive", where=path)


def open_archive(path: str) -> Zip | Tar:
    """The files in an archive, which is looked into when they are asked for."""
    return Zip(path) if kind_of(path) == "zip" else Tar(path)


def _is_warc(name: str) -> bool:
    return name.lower().endswith(WEB_ARCHIVES)


def _clean(name: str) -> str:
    """A member's name without what leads out of the archive."""
    parts = re.split(r"[/\\]", name)
    return "/".join(part for part in parts if part not in ("", ".", ".."))


class _Archive:
    """What zip and tar have in common."""

    what = "archive"

    def __init__(self, path: str) -> None:
        self.path = path
        self.name = _ENDS.sub("", os.path.basename(path)) or "policy"
        self.counts: Counter[str] = Counter()  # members by name, once `paths` was asked for

    def shown(self, path: str) -> str:
        """The archive, then the path inside."""
        return f"{self.path}/{path}"

    def _sorted(self, names: Iterable[str]) -> list[str]:
        self.counts = Counter(name for name in map(_clean, names) if name and not is_hidden(name))
        return sorted(self.counts, key=natural)


class Zip(_Archive):
    """The files in a zip file."""

    @cached_property
    def _files(self) -> list[zipfile.ZipInfo]:
        check_zip(self.path)
        with zipfile.ZipFile(self.path) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
        if len(files) > MAX_FILES:
            raise SourceError(f"more than {MAX_FILES} files", where=self.path, fix="split it")
        # What web captures unpack to is bounded where their records are read.
        if sum(i.file_size for i in files if not _is_warc(i.filename)) > MAX_TOTAL:
            raise TooMuchError
        return files

    @cached_property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        return {_clean(info.filename): info for info in self._files}

    def paths(self) -> Sequence[str]:
        """Every file that is not hidden."""
        return self._sorted(info.filename for info in self._files)

    def read(self, paths: Iterable[str], *, max_size: int) -> dict[str, bytes | str]:
        """Bytes of some files, or why there are none."""
        with zipfile.ZipFile(self.path) as archive:
            found = ((path, self._members.get(path)) for path in paths)
            return {p: _read_zipped(archive, info, max_size) for p, info in found if info}

    @contextmanager
    def open(self, path: str) -> Iterator[IO[bytes]]:
        """The bytes of a member as they come, for what may be larger than memory. Raises SourceError."""
        info = self._members.get(path)
        if info is None:
            raise SourceError("no such file in the archive", where=self.shown(path))
        if info.flag_bits & 1:
            raise SourceError("it is encrypted", where=self.shown(path))
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(info) as member:
                yield member
        except _UNREADABLE as error:
            raise SourceError(
                "cannot be unpacked", where=self.shown(path), why=str(error)[:100]
            ) from error


class Tar(_Archive):
    """The files in a tar file, packed or not."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._links: dict[str, str] = {}  # hard links, and the member that has their text

    @cached_property
    def _names(self) -> list[str]:
        names = []
        for info, _ in self._walk():
            names.append(info.name)
            if info.islnk():
                self._links[_clean(info.name)] = _clean(info.linkname)
        return self._sorted(names)

    def paths(self) -> Sequence[str]:
        """Every file that is not hidden."""
        return self._names

    def read(self, paths: Iterable[str], *, max_size: int) -> dict[str, bytes | str]:
        """Bytes of some files, or why there are none; of two of one name the later counts."""
        asked = list(paths)
        found: dict[str, bytes | str] = {}
        if not asked or not self._names:
            return found
        wanted = {*asked, *(self._links[path] for path in asked if path in self._links)}
        for info, open_member in self._walk():
            path = _clean(info.name)
            if path not in wanted:
                continue
            if (
                info.islnk() and _clean(info.linkname) in found
            ):  # as copies of hard links are packed
                found[path] = found[_clean(info.linkname)]
            elif not info.isreg() or info.issparse():
                found[path] = "this is a link or no file"
            elif info.size > max_size:
                found[path] = f"larger than {readable_size(max_size)}"
            else:
                found[path] = open_member().read(info.size)
        return {path: found[path] for path in asked if path in found}

    @contextmanager
    def open(self, path: str) -> Iterator[IO[bytes]]:
        """The bytes of a member as they come, for what may be larger than memory. Raises SourceError."""
        wanted = self._links.get(path, path) if self._names else path
        try:
            for info, open_member in self._walk():
                if _clean(info.name) == wanted and info.isreg() and not info.issparse():
                    yield open_member()
                    return
        except _UNREADABLE as error:
            raise SourceError(
                "cannot be unpacked", where=self.shown(path), why=str(error)[:100]
            ) from error
        raise SourceError("no such file in the archive", where=self.shown(path))

    def _walk(self) -> Iterator[tuple[tarfile.TarInfo, Callable[[], IO[bytes]]]]:
        """Members but folders, in order, each with a way to read it before the next is asked for."""
        count = 0
        with open_packed(self.path) as stream:
            bounded = BoundedStream(stream, room=_HEADER_ROOM, total=MAX_TOTAL)
            with tarfile.open(fileobj=bounded, mode="r|") as archive:
                while True:
                    info = archive.next()
                    if info is None:
                        # A header that breaks off would pass for the end.
                        if 0 < bounded.given - archive.offset < tarfile.BLOCKSIZE:
                            raise tarfile.ReadError("unexpected end of data")
                        return
                    archive.members.clear()  # type: ignore[attr-defined]  # else all headers stay in memory
                    count += 1
                    if count > 2 * MAX_FILES:
                        raise SourceError(
                            f"more than {MAX_FILES} files", where=self.path, fix="split it"
                        )
                    bounded.allow(info.size)
                    if not info.isdir():
                        yield info, lambda info=info: _of_tar(archive, info)  # type: ignore[misc]


def _read_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, max_size: int) -> bytes | str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "this is a link or no file"
    if info.flag_bits & 1:
        return "it is encrypted"
    if info.file_size > max_size:
        return f"larger than {readable_size(max_size)}"
    try:
        with archive.open(info) as file:
            data = file.read(max_size + 1)
    except _BROKEN as error:
        return f"cannot be unpacked: {str(error)[:100]}"
    return data if len(data) <= max_size else f"larger than {readable_size(max_size)}"


def _of_tar(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    return archive.extractfile(info) or io.BytesIO()
