"""Word lists of a room, in one TOML file for each language, read as one.

Where a text is judged before its language is known, the lists of all languages count together.
Another language is one more file.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


def choice(folder: Path, name: str) -> str:
    """A regular expression for any entry of the list `name`."""
    return f"(?:{'|'.join(listed(folder, name))})"


@cache
def listed(folder: Path, name: str) -> tuple[str, ...]:
    """The entries of the list `name` in all languages, longest first: "and/or" before "and"."""
    found = {entry for table in _tables(folder) for entry in table.get(name, ())}
    return tuple(sorted(found, key=lambda entry: (-len(entry), entry)))


@cache
def _tables(folder: Path) -> tuple[dict[str, list[str]], ...]:
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.toml")))
