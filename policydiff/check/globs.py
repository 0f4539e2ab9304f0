"""Globs over paths with "/": "*" within a name, "**" over folders, "?", "[...]", "{a,b}".

`fnmatch` knows names and matches them in linear time; folders and braces are added here.
`pathlib` of the oldest supported Python matches "**" against a file system only.
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache

_MOST = 256  # spellings that braces may have; beyond, they are taken as they stand

_Glob = tuple[re.Pattern[str] | None, ...]  # a pattern for each name; None is "**"


def matches(path: str, glob: str) -> bool:
    """Whether `path`, relative and with "/", fits `glob`. Letters fit in any case.

    A glob that ends in "/" means everything below; one without "/" fits the name in any folder.
    """
    names = path.split("/")
    return any(_fits(names, pattern) for pattern in _compile(glob))


def _fits(names: list[str], pattern: _Glob) -> bool:
    """Which openings of `names` the openings of `pattern` fit, row by row. O(names * pattern)."""
    reached = [True, *[False] * len(names)]
    for part in pattern:
        if part is None:
            first = reached.index(True) if True in reached else len(reached)
            reached = [at >= first for at in range(len(reached))]
        else:
            steps = zip(reached, names, strict=False)
            reached = [False, *(before and bool(part.match(name)) for before, name in steps)]
    return reached[-1]


@lru_cache(maxsize=1_000)
def _compile(glob: str) -> tuple[_Glob, ...]:
    glob = glob.removeprefix("./")
    if glob.endswith("/"):
        glob += "**/*"
    elif glob == "**" or glob.endswith("/**"):
        glob += "/*"
    if "/" not in glob:
        glob = f"**/{glob}"
    return tuple(
        tuple(
            None if part == "**" else re.compile(translate(part), re.IGNORECASE)
            for part in one.split("/")
        )
        for one in _braces(glob)
    )


def _braces(glob: str) -> list[str]:
    """Every spelling of a glob with braces."""
    done: list[str] = []
    waiting = [glob]
    while waiting:
        text = waiting.pop()
        match = re.search(r"\{([^{}]*,[^{}]*)\}", text)
        if match is None:
            done.append(text)
        else:
            parts = match[1].split(",")
            waiting += [text[: match.start()] + part + text[match.end() :] for part in parts]
        if len(done) + len(waiting) > _MOST:
            return [glob]
    return done
