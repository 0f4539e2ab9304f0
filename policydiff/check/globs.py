"""Globs over paths with "/": "*" within a name, "**" over folders, "?", "[...]", "{a,b}".

`pathlib` and `fnmatch` of the oldest supported Python know neither "**" without a file system nor
braces. A glob is compiled once and matched in linear time: stars become tempered, not nested.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MOST = 256  # alternatives that braces may spell


def matches(path: str, glob: str) -> bool:
    """Whether `path`, relative and with "/", fits `glob`. Letters fit in any case.

    A glob that ends in "/" means everything below; one without "/" fits the name in any folder.
    """
    return any(pattern.fullmatch(path) for pattern in _compile(glob))


@lru_cache(maxsize=1_000)
def _compile(glob: str) -> tuple[re.Pattern[str], ...]:
    glob = glob.removeprefix("./")
    if glob.endswith("/"):
        glob += "**"
    if "/" not in glob:
        glob = f"**/{glob}"
    return tuple(re.compile(_regex(one), re.IGNORECASE | re.DOTALL) for one in _braces(glob))


def _braces(glob: str) -> list[str]:
    """Every spelling of a glob with braces; nested ones stay as they are."""
    done: list[str] = []
    open_ = [glob]
    while open_ and len(done) + len(open_) <= _MOST:
        text = open_.pop()
        match = re.search(r"\{([^{}]*,[^{}]*)\}", text)
        if match is None:
            done.append(text)
            continue
        open_ += [
            text[: match.start()] + part + text[match.end() :] for part in match[1].split(",")
        ]
    return done or [glob]


def _regex(glob: str) -> str:
    out = []
    index = 0
    glob = re.sub(r"(?:\*\*/)+", "**/", glob)
    while index < len(glob):
        sign = glob[index]
        if glob.startswith("**/", index) and (index == 0 or glob[index - 1] == "/"):
            out.append(r"(?:.+/)?")
            index += 3
            continue
        if sign == "*":
            end = index
            while end < len(glob) and glob[end] == "*":
                end += 1
            whole = end - index > 1 and end == len(glob) and glob[index - 1 : index] in ("", "/")
            out.append(".+" if whole else "[^/]*+" if end == len(glob) else "[^/]*")
            index = end
            continue
        if sign == "?":
            out.append("[^/]")
        elif sign == "[" and (close := glob.find("]", index + 2)) > 0:
            inner = glob[index + 1 : close]
            negated = inner[0] in "!^"
            inner = re.sub(r"([\\\[\]^&~|])", r"\\\1", inner[1:] if negated else inner)
            out.append(f"[{'^/' if negated else ''}{inner}]")
            index = close
        else:
            out.append(re.escape(sign))
        index += 1
    return "".join(out)
