"""Dates from the command line, by the names that users give snapshots; none may go unused."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from policydiff.errors import SourceError
from policydiff.model import DateCandidate
from policydiff.patterns import regex

_COMMIT = regex(r"(?:.*@)?(?P<commit>[0-9a-f]{7,64})(?::(?P<path>.+))?", re.DOTALL)


class GivenDates:
    """`--date NAME=DATE` options: looked up by snapshot, and counted."""

    def __init__(self, table: dict[str, DateCandidate] | None = None) -> None:
        self.table = table or {}
        self.used: set[str] = set()

    def of(self, source: str) -> tuple[DateCandidate, ...]:
        """The date given for a file, by path as the user wrote it or by file name."""
        return self._first(key for key in (source, os.path.basename(source)) if key in self.table)

    def of_commit(self, source: str, commit: str, path: str) -> tuple[DateCandidate, ...]:
        """The date given for a version: by its name, `COMMIT:PATH` or `COMMIT` (7 digits do)."""
        keys = [source] if source in self.table else []
        for key in self.table:
            match = _COMMIT.fullmatch(key)
            if match and commit.startswith(match["commit"]) and match["path"] in (None, path):
                keys.append(key)
        return self._first(keys)

    def refuse_unused(self) -> None:
        """Raise SourceError for a name that no snapshot has."""
        if unused := sorted(set(self.table) - self.used):
            raise SourceError(
                f"--date names {unused[0]}, which is not among the snapshots",
                fix="check the name",
            )

    def _first(self, keys: Iterable[str]) -> tuple[DateCandidate, ...]:
        found = list(keys)
        self.used.update(found)
        return (self.table[found[0]],) if found else ()
