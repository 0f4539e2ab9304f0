"""TOML that people write, read with their mistakes in mind: every complaint names file and line.

`tomllib` tells no lines of keys, so the line of a key is looked for in the text: the key in the table
where it stands. A spelling that the search does not know (a dotted key over several tables) falls back to the table's line.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from policydiff.errors import ConfigError
from policydiff.patterns import regex

MAX_SIZE = 4 * 1024 * 1024  # bytes
_KINDS = {
    str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list",
    dict: "a table", datetime.date: "a date",
}  # fmt: skip
_HEADER = regex(r"^\s*\[(\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")


def read_toml(data: bytes, *, where: str, inside: tuple[str, ...] = ()) -> Reader:
    """A reader of a TOML file, or of the table `inside` it. Raises ConfigError."""
    if len(data) > MAX_SIZE:
        raise ConfigError("larger than 4 MB", where=where, fix="this is no configuration")
    try:
        text = data.decode("utf-8-sig")
        table: Any = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError("not UTF-8", where=where, why=str(error)) from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        line = re.search(r"at line (\d+)", str(error))
        # Otherwise it says "at end of document".
        number = line[1] if line else str(len(data.rstrip().splitlines()) or 1)
        place = f"{where}:{number}"
        raise ConfigError("not valid TOML", where=place, why=str(error)) from error
    for key in inside:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError(f"{'.'.join(inside)} is not a table", where=where)
    return Reader(table, where, inside, text.split("\n"), None)


class Reader:
    """One table of a file, with typed access. Every method that reads raises ConfigError."""

    def __init__(
        self,
        table: dict[str, Any],
        where: str,
        path: tuple[str, ...],
        lines: list[str],
        row: int | None,
    ) -> None:
        self.table, self.where, self.path, self.lines, self.row = table, where, path, lines, row

    def only(self, known: Iterable[str]) -> None:
        """Complain of the first key that is not known."""
        names = sorted(known)
        for key in self.table:
            if key not in names:
                at = f" in [{'.'.join(self.path)}]" if self.path else ""
                self.complain(key, f'unknown key "{key}"{at}', fix=suggest(key, names))

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A text."""
        if required and key not in self.table:
            self.complain(None, f"{key} is missing")
        return str(self._typed(key, str, default))

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        return bool(self._typed(key, bool, default))

    def number(self, key: str, default: float, *, least: float, most: float) -> float:
        """A number between two bounds, both included."""
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            self._wrong(key, value, "a number")
        if not least <= value <= most:
            self.complain(key, f"{key} is {value}", fix=f"write {least:g} to {most:g}")
        return float(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of it."""
        value = self.table.get(key, [])
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            self._wrong(key, value, "a list of texts")
        for one in value:
            if not isinstance(one, str):
                self._wrong(f"{key}[{value.index(one)}]", one, "a text", line_of=key)
        return tuple(value)

    def one_of(self, key: str, choices: Iterable[str], default: str) -> str:
        """One of some words."""
        value, names = self._typed(key, str, default), sorted(choices)
        if value != default and value not in names:
            self.complain(key, f'{key} cannot be "{value}"', fix=suggest(value, names))
        return str(value)

    def date(self, key: str) -> str:
        """An ISO date with a day, "" where it is missing."""
        value = self.table.get(key, "")
        if isinstance(value, datetime.datetime):
            value = value.date()
        text = value.isoformat() if isinstance(value, datetime.date) else value
        try:
            if text == "" and key not in self.table:
                return ""
            return datetime.date.fromisoformat(text).isoformat()
        except (TypeError, ValueError):
            self.complain(key, f'{key}: "{value}" is not a date', fix="write YYYY-MM-DD")

    def inner(self, key: str) -> Reader:
        """A table inside."""
        value = self._typed(key, dict, {})
        return Reader(value, self.where, (*self.path, key), self.lines, None)

    def tables(self, key: str) -> Iterator[Reader]:
        """The tables of a list."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self._wrong(key, value, f"a list of tables, [[{'.'.join((*self.path, key))}]]")
        for number, one in enumerate(value):
            yield Reader(one, self.where, (*self.path, key), self.lines, number)

    def complain(self, key: str | None, what: str, *, fix: str = "") -> NoReturn:
        """Raise ConfigError at the line of a key; None is the table itself."""
        line = self.line_of(key)
        raise ConfigError(what, where=f"{self.where}:{line}" if line else self.where, fix=fix)

    def line_of(self, key: str | None) -> int | None:
        """The line of a key of this table, from 1; the table's own where it cannot be told."""
        start, end = self._extent()
        if key is not None:
            name = re.escape(key)
            spelled = re.compile(rf"""(?:^\s*|[{{,.]\s*)(?:{name}|"{name}"|'{name}')\s*[.=]""")
            for index in range(start, end):
                if spelled.search(self.lines[index]):
                    return index + 1
            nested = ".".join((*self.path, key))
            for index, line in enumerate(self.lines):
                match = _HEADER.match(line)
                if match and _plain(match[2]).startswith(nested):
                    return index + 1
        return start if start and self.path else None

    def line_of_value(self, key: str, value: str) -> int | None:
        """The line of one text in the list under a key; that of the key where it is spelled otherwise."""
        first = self.line_of(key)
        if first is None:
            return None
        _, end = self._extent()
        spelled = (f'"{value}"', f"'{value}'")
        behind = range(first - 1, max(first, end))
        found = (i + 1 for i in behind if any(one in self.lines[i] for one in spelled))
        return next(found, first)

    def _extent(self) -> tuple[int, int]:
        """Half-open range of lines in which the table stands, behind its header."""
        if not self.path:
            return 0, self._next_header(0)
        name, seen = ".".join(self.path), 0
        for index, line in enumerate(self.lines):
            match = _HEADER.match(line)
            if match and _plain(match[2]) == name:
                if self.row is None or seen == self.row:
                    return index + 1, self._next_header(index + 1)
                seen += 1
        last = re.escape(self.path[-1])
        inline = re.compile(rf"""(?:^\s*|[{{,.]\s*)["']?{last}["']?\s*=""")
        for index, line in enumerate(self.lines):
            if inline.search(line):
                return index, self._next_header(index + 1)
        return 0, len(self.lines)

    def _next_header(self, start: int) -> int:
        for index in range(start, len(self.lines)):
            if _HEADER.match(self.lines[index]):
                return index
        return len(self.lines)

    def _typed(self, key: str, kind: type, default: Any) -> Any:
        value = self.table.get(key, default)
        if not isinstance(value, kind):
            self._wrong(key, value, _KINDS[kind])
        return value

    def _wrong(self, key: str, value: object, wanted: str, *, line_of: str = "") -> NoReturn:
        kind = next((word for type_, word in _KINDS.items() if isinstance(value, type_)), "a value")
        self.complain(line_of or key, f"{key} is {kind}", fix=f"write {wanted}")


def _plain(header: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in header.split("."))


def suggest(word: str, known: Iterable[str]) -> str:
    """ "did you mean "policies"?", or the words there are."""
    names = {name.casefold(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return (
        f'did you mean "{names[close[0]]}"?' if close else f"there are {', '.join(names.values())}"
    )
