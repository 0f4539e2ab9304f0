"""`snapshots.toml`: what a person knows about the snapshots beside it. It overrides anything.

series = "Northwind Parcels privacy policy"

[[snapshot]]
file = "privacy-old.txt"
date = 1999-06-05            # a TOML date, or "1999-06" or "1999" for less
title = "Privacy Statement"  # optional

[[snapshot]]
file = "outage.txt"
exclude = "an error page was archived that day"
"""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, Precision

NAME = "snapshots.toml"
_KEYS = {"file", "date", "title", "exclude"}
_ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the manifest says of one file."""

    date: DateCandidate | None = None
    title: str | None = None
    exclude: str | None = None  # the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A folder's `snapshots.toml`."""

    series: str | None
    entries: dict[str, Entry]  # by file, relative to the folder


def load_manifest(folder: Path) -> Manifest:
    """The folder's manifest, or an empty one. Raises SourceError with file and key."""
    path = folder / NAME
    if not path.is_file():
        return Manifest(series=None, entries={})
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError("not valid TOML", where=str(path), why=str(error)) from error
    where = str(path)
    if unknown := sorted(set(table) - {"series", "snapshot"}):
        raise SourceError(
            f'unknown key "{unknown[0]}"', where=where, fix="use series and [[snapshot]]"
        )
    series = table.get("series")
    if series is not None and not isinstance(series, str):
        raise SourceError("series is not a text", where=where)
    rows = table.get("snapshot", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError("snapshot is not a list of tables", where=where, fix="write [[snapshot]]")
    entries: dict[str, Entry] = {}
    for number, row in enumerate(rows, 1):
        name = row.get("file")
        if unknown := sorted(set(row) - _KEYS):
            raise SourceError(
                f'snapshot {number}: unknown key "{unknown[0]}"', where=where,
                fix="known are " + ", ".join(sorted(_KEYS)),
            )  # fmt: skip
        if not isinstance(name, str) or not name:
            raise SourceError(f"snapshot {number}: file is missing", where=where)
        if not (folder / name).is_file():
            raise SourceError(
                f"snapshot {number}: no file {name}",
                where=where,
                fix="names are relative to this folder",
            )
        for key in ("title", "exclude"):
            if key in row and not isinstance(row[key], str):
                raise SourceError(f"snapshot {number}: {key} is not a text", where=where)
        date = given_date(row["date"], f"{where}, {name}") if "date" in row else None
        entries[name] = Entry(date=date, title=row.get("title"), exclude=row.get("exclude"))
    return Manifest(series=series, entries=entries)


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
