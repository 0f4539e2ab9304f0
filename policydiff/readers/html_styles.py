"""Which classes a page's own style sheet hides, told without applying the style sheet.

Only rules of one class or id count (".note { display: none }"), outside of `@media`; and none whose
name stands in another rule or in a script as well, for that may show it again: panels, tabs, menus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policydiff.patterns import regex

_START = regex(r"<(style|script)\b[^<>]{0,2000}>", re.I)
_END = {name: re.compile(rf"</{name}\b", re.I) for name in ("style", "script")}
_HANDLER = regex(r"""\son[a-z]{3,20}\s{0,9}=\s{0,9}(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}')""", re.I)
_HIDES = regex(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_ONE_NAME = regex(r"[a-z]{0,20}([.#][\w-]+)", re.I)
_NESTED = regex(r"\bcontent\s*:\s*counters\(\s*[\w-]+\s*,\s*([\"'])\.\1", re.I)
_LIST = regex(r"\b(?:ol|li)\b", re.I)
_NAME = regex(r"[\w-]+")
_LONGEST = 500_000  # characters of style sheets, and of scripts, that are looked through


def hidden_names(source: str) -> frozenset[str]:
    """ ".x" and "#x" of what the style sheets in a page hide for good. O(length)."""
    code = _code(source)
    hidden: set[str] = set()
    spoken: set[str] = set()  # names that something else may show again
    for selector, body, nested in _rules("\n".join(code["style"])[:_LONGEST]):
        parts = [part.strip() for part in selector.split(",")]
        names = [found[1] for part in parts if (found := _ONE_NAME.fullmatch(part))]
        if _HIDES.search(body) and len(names) == len(parts) and not nested:
            hidden.update(names)
        else:
            spoken.update(_NAME.findall(selector))
    if not hidden:
        return frozenset()
    spoken.update(_NAME.findall("\n".join(code["script"])[:_LONGEST]))
    spoken.update(word for handler in _HANDLER.findall(source) for word in _NAME.findall(handler))
    return frozenset(name for name in hidden if name[1:] not in spoken)


def nests_counters(source: str) -> bool:
    """Whether a style sheet in a page numbers the items of its lists "2.1", with the number of the outer item. O(length)."""
    if "counters(" not in source:
        return False
    return any(_NESTED.search(body) and _LIST.search(head) for head, body, _ in sheet_rules(source))


def sheet_rules(source: str) -> Iterator[tuple[str, str, bool]]:
    """Selector and body of each rule in the style sheets of a page, and whether it stands in another. O(length)."""
    return _rules("\n".join(_code(source)["style"])[:_LONGEST])


def _code(source: str) -> dict[str, list[str]]:
    """What stands in the <style> and <script> elements of a page."""
    code: dict[str, list[str]] = {"style": [], "script": []}
    at = 0
    while start := _START.search(source, at):
        end = _END[start[1].lower()].search(source, start.end())
        if not end:
            break
        code[start[1].lower()].append(source[start.end() : end.start()])
        at = end.end()
    return code


def _rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """Selector and body of each rule, and whether it stands inside another one, as in `@media`."""
    first, *rest = sheet.split("/*")
    plain = " ".join([first, *(part.partition("*/")[2] for part in rest)])
    depth = 0
    *closed, _ = plain.split("}")
    for piece in closed:
        depth += piece.count("{")
        head, _, body = piece.rpartition("{")
        selector = head.rpartition("{")[2].rpartition(";")[2]
        if head:
            yield selector, body, depth > 1
        depth = max(0, depth - 1)
