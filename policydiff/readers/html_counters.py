"""Numbers of headings that a style sheet in the page counts, as a browser shows them.

h2 { counter-increment: part; counter-reset: item }    <h2>Sharing      1. Sharing
h2::before { content: counter(part) ". " }             <h3>Partners     1.1 Partners
h3::before { counter-increment: item; content: counter(part) "." counter(item) " " }
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from policydiff.patterns import regex
from policydiff.readers.decode import show_controls
from policydiff.readers.html_lists import in_style
from policydiff.readers.html_styles import sheet_rules

_SELECTOR = regex(r"(?:.*[\s>])?([a-z][a-z0-9]*)(?:\.([\w-]+))?(::?before)?", re.I)
_HEADING = regex(r"h[1-6]")
_PROPERTY = regex(
    r"(?:^|;)\s*(counter-increment|counter-reset|counter-set|content)\s*:\s*([^;]{1,300})", re.I
)
_COUNT = regex(r"([a-z_][\w-]*)(?:\s+(-?\d{1,5})(?!\d))?", re.I)
_TOKEN = regex(
    r"\s*(?:counters?\(\s*(?P<name>[\w-]+)\s*(?:,\s*(?:\"[^\"]*\"|'[^']*')\s*)?(?:,\s*(?P<style>[a-z-]+)\s*)?\)"
    r"|\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')\s*", re.I,
)  # fmt: skip
_ESCAPED = regex(r"\\([0-9a-f]{1,6})\s?", re.I)
_LONGEST = 60  # characters that are put in front of a heading
_PARTS = ("", "::before")


class _Rule(NamedTuple):
    tag: str
    name: str  # of a class, or ""
    before: str  # "::before" or ""
    told: Mapping[str, str]  # value by property


class Counters:
    """What the headings of one page are numbered, asked in the order of the page."""

    def __init__(self, rules: list[_Rule]) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        for rule in rules:
            self._rules.setdefault(rule.tag, []).append(rule)
        self._values: dict[str, int] = {}

    def enter(self, tag: str, classes: str | None) -> str:
        """What a browser writes in front of an element that opens: "1.1 ", or nothing."""
        if (rules := self._rules.get(tag)) is None:
            return ""
        names = {"", *(classes or "").split()}
        shown = ""
        for part in _PARTS:
            told: dict[str, str] = {}
            for rule in rules:
                if rule.before == part and rule.name in names:
                    told |= rule.told
            for key in ("counter-reset", "counter-increment", "counter-set"):
                for name, number in _COUNT.findall(told.get(key, "")):
                    base = self._values.get(name, 0) if key == "counter-increment" else 0
                    default = int(key == "counter-increment")
                    self._values[name] = base + (int(number) if number else default)
            if part and _HEADING.fullmatch(tag):
                shown = self._content(told.get("content", ""))
        return shown

    def _content(self, content: str) -> str:
        """What `content` writes where it counts; "" for pictures, quotes and plain ornaments."""
        at, written, counts = 0, "", False
        while at < len(content):
            token = _TOKEN.match(content, at)
            if token is None:
                return ""
            at = token.end()
            if token["name"]:
                counts = True
                style = (token["style"] or "decimal").lower()
                written += in_style(self._values.get(token["name"], 0), style)
            else:
                written += _ESCAPED.sub(_letter, token["double"] or token["single"] or "")
        return show_controls(written) if counts and len(written) <= _LONGEST else ""


def heading_counters(source: str) -> Counters | None:
    """The counters of a page whose own style sheet numbers its headings; None for others. O(length)."""
    if "counter" not in source:
        return None
    rules: list[_Rule] = []
    for selectors, body, nested in sheet_rules(source):
        if nested or "counter" not in body:  # for print, or for small screens
            continue
        told = {key.lower(): value.strip() for key, value in _PROPERTY.findall(body)}
        for selector in selectors.split(","):
            if told and (found := _SELECTOR.fullmatch(selector.strip())):
                before = _PARTS[1] if found[3] else ""
                rules.append(_Rule(found[1].lower(), found[2] or "", before, told))
    numbers = any(
        rule.before and _HEADING.fullmatch(rule.tag) and "content" in rule.told for rule in rules
    )
    return Counters(rules) if numbers else None


def _letter(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
