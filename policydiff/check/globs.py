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


def matches_any(path: str, globs: tuple[str, ...]) -> bool:
    """Whether `path` fits one of `globs`. Those about names alone are tried at once."""
    names, rest = _joined(globs)
    if names is not None and names.match(path.rpartition("/")[2]):
        return True
    return any(matches(path, glob) for glob in rest)


@lru_cache(maxsize=100)
def _joined(globs: tuple[str, ...]) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """One pattern for the globs that only look at a name, and the other globs."""
    alone = [glob for glob in globs if all(len(p) == 2 and p[0] is None for p in _compile(glob))]
    parts = [part.pattern for glob in alone for p in _compile(glob) if (part := p[1])]
    joined = re.compile("|".join(parts), re.IGNORECASE) if parts else None
    return joined, tuple(glob for glob in globs if glob not in alone)


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
