"""Word lists of the timeline, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def load_words(table: str) -> dict[str, frozenset[str]]:
    """Word groups of one table of `words.toml`."""
    data = files("policydiff.timeline").joinpath("words.toml").read_text("utf-8")
    groups: dict[str, list[str]] = tomllib.loads(data)[table]
    return {name: frozenset(words) for name, words in groups.items()}
