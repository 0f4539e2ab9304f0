"""`snapshots.toml`: what a person knows about the snapshots beside it. It overrides anything.

series = "Northwind Parcels privacy policy"
order = "listed"             # the snapshots below, as they stand here; without it they go by date

[[snapshot]]
file = "privacy-old.txt"
date = 1999-06-05            # a TOML date, or "1999-06" or "1999" for less
title = "Privacy Statement"  # optional
series = "Northwind terms"   # optional: this file belongs to another series

[[snapshot]]
file = "outage.txt"
exclude = "an error page was archived that day"

[[snapshot]]
revision = "4812532"         # in git: a commit (7 digits do), with `file` where it has several
date = 2003-01-01
"""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, Precision
from policydiff.patterns import regex
from policydiff.sources.limits import readable_size

NAME = "snapshots.toml"
MAX_MANIFEST = 4 * 1024 * 1024  # bytes
_KEYS = {"file", "revision", "date", "title", "series", "exclude"}
_ISO = regex(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_COMMIT = regex(r"[0-9a-f]{7,64}")


class Entry(Struct, frozen=True, kw_only=True):
    """What the manifest says of one file or version."""

    file: str | None = None  # relative to the manifest
    revision: str | None = None  # opening digits of a commit
    place: int = 0  # in the manifest
    date: DateCandidate | None = None
    title: str | None = None
    series: str | None = None
    exclude: str | None = None  # the reason


class Manifest(Struct, frozen=True, kw_only=True):
    """A `snapshots.toml`, and for which folder it speaks."""

    series: str | None = None
    listed: bool = False  # the order of the entries is that of the snapshots
    entries: tuple[Entry, ...] = ()
    where: str = NAME
    folder: str = ""  # relative to the source

    def of_file(self, path: str) -> Entry | None:
        """The entry of a file, by its path relative to the source."""
        own = posixpath.relpath(path, self.folder or ".")
        return next((e for e in self.entries if e.revision is None and e.file == own), None)

    def of_version(self, path: str, commit: str) -> Entry | None:
        """The entry of a version in git: of its commit and path, of its commit, of its path."""
        own = posixpath.relpath(path, self.folder or ".")
        found = [
            entry
            for entry in self.entries
            if entry.file in (own, None)
            and (entry.revision is None or commit.startswith(entry.revision))
        ]
        return max(found, key=lambda e: (e.revision is not None, e.file is not None), default=None)


def load_manifest(path: str) -> Manifest:
    """The manifest in a file that the user names. Raises SourceError with file and key."""
    file = Path(path)
    try:
        if file.stat().st_size > MAX_MANIFEST:
            raise SourceError(f"larger than {readable_size(MAX_MANIFEST)}", where=path)
        text = file.read_bytes()
    except OSError as error:
        raise SourceError("cannot be read", where=path, why=error.strerror or "") from error
    return parse_manifest(text, where=path)


def parse_manifest(
    data: bytes, *, where: str, folder: str = "", exists: Callable[[str], bool] | None = None
) -> Manifest:
    """A manifest from its bytes. Raises SourceError with file and key.

    `exists` tells of a path relative to the source whether it is there; a name that is not is an
    error of typing.
    """
    table = _table(data, where)
    if unknown := sorted(set(table) - {"series", "order", "snapshot"}):
        raise SourceError(
            f'unknown key "{unknown[0]}"', where=where, fix="use series, order and [[snapshot]]"
        )
    series = table.get("series")
    if series is not None and not isinstance(series, str):
        raise SourceError("series is not a text", where=where)
    order = table.get("order", "date")
    if order not in ("date", "listed"):
        raise SourceError(f'"{order}" is no order', where=where, fix='write "listed" or "date"')
    rows = table.get("snapshot", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError("snapshot is not a list of tables", where=where, fix="write [[snapshot]]")
    entries = tuple(_entry(row, number, where) for number, row in enumerate(rows, 1))
    seen: dict[tuple[str | None, str | None], int] = {}
    for number, entry in enumerate(entries, 1):
        if (first := seen.setdefault((entry.file, entry.revision), number)) != number:
            raise SourceError(
                f"snapshots {first} and {number} are both of {entry.file or entry.revision}",
                where=where, fix="write what is known of it into one",
            )  # fmt: skip
        if entry.file and entry.revision is None and exists is not None:
            path = posixpath.normpath(posixpath.join(folder, entry.file))
            if not exists(path):
                raise SourceError(
                    f"snapshot {number}: no file {entry.file}",
                    where=where,
                    fix="names are relative to this folder",
                )
    return Manifest(
        series=series, listed=order == "listed", entries=entries, where=where, folder=folder
    )


def _table(data: bytes, where: str) -> dict[str, Any]:
    import tomllib  # few have one

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError("not valid TOML", where=where, why=str(error)) from error


def _entry(row: dict[str, Any], number: int, where: str) -> Entry:
    if unknown := sorted(set(row) - _KEYS):
        raise SourceError(
            f'snapshot {number}: unknown key "{unknown[0]}"', where=where,
            fix="known are " + ", ".join(sorted(_KEYS)),
        )  # fmt: skip
    for key in ("title", "series", "exclude", "revision"):
        if key in row and not isinstance(row[key], str):
            raise SourceError(f"snapshot {number}: {key} is not a text", where=where)
        if key in row and not row[key].strip():
            raise SourceError(
                f"snapshot {number}: {key} is empty", where=where,
                fix="write the reason" if key == "exclude" else "leave it out",
            )  # fmt: skip
    name, revision = row.get("file"), row.get("revision")
    if name is not None and (not isinstance(name, str) or not name):
        raise SourceError(f"snapshot {number}: file is not a text", where=where)
    if name is None and revision is None:
        raise SourceError(
            f"snapshot {number}: file is missing", where=where, fix="or name a revision, in git"
        )
    if revision is not None and not _COMMIT.fullmatch(revision):
        raise SourceError(
            f'snapshot {number}: "{revision}" is no commit', where=where,
            fix="write its hash, seven digits or more",
        )  # fmt: skip
    told = f"{where}, {name or revision}"
    return Entry(
        file=posixpath.normpath(name) if name else None,
        revision=revision,
        place=number,
        date=given_date(row["date"], told) if "date" in row else None,
        title=row.get("title"),
        series=row.get("series"),
        exclude=row.get("exclude"),
    )


def given_date(value: object, where: str) -> DateCandidate:
    """A date that the user states: "2020-05-01", "2020-05", "2020". Raises SourceError."""
    text = (value.isoformat()[:10] if isinstance(value, datetime.date) else str(value)).strip()
    if not _ISO.fullmatch(text):
        raise SourceError(f'"{text}" is not a date', where=where, fix="write YYYY-MM-DD")
    if len(text) == 10:
        try:
            datetime.date.fromisoformat(text)
        except ValueError as error:
            raise SourceError(f'"{text}" is not a date', where=where, why=str(error)) from error
    precision: Precision = {4: "year", 7: "month", 10: "day"}[len(text)]  # type: ignore[assignment]
    return DateCandidate(
        kind="given", value=text, precision=precision, text=text, why="given by the user"
    )
