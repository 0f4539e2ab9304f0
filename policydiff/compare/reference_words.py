"""The words that refer to a section, an annex or an item, as patterns; they stand in `cross_references.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DIGITS = r"\d{1,3}(?:\.\d{1,3}){0,5}(?!\.?\d|\w)"
_LETTER = r"(?:[IVXLC]{1,7}|[A-Z](?:\.\d{1,3}){0,4})\b"
ITEM = r"(?:\s?\([a-zA-Z0-9]{1,4}\))*"  # "2.3(b)": the item lies in the section


class ReferenceWords(NamedTuple):
    reference: re.Pattern[str]
    annex: re.Pattern[str]
    title: re.Pattern[str]
    cited: re.Pattern[str]
    behind: re.Pattern[str]
    dotted: re.Pattern[str]
    one: re.Pattern[str]
    up_to: re.Pattern[str]
    either: re.Pattern[str]
    shared: re.Pattern[str]
    itself: re.Pattern[str]
    owner: re.Pattern[str]
    inside: re.Pattern[str]
    items: re.Pattern[str]
    lettered: re.Pattern[str]
    elsewhere: re.Pattern[str]
    pointing: re.Pattern[str]
    law: re.Pattern[str]
    names: tuple[str, ...]


@cache
def reference_words() -> ReferenceWords:
    data = Path(__file__).with_name("cross_references.toml").read_text("utf-8")
    table: dict[str, list[str]] = tomllib.loads(data)

    def any_of(*names: str) -> str:
        return "(?:" + "|".join(word for name in names for word in table[name]) + ")"

    joined = any_of("joined")

    def reference(*names: str) -> re.Pattern[str]:
        word = any_of(*names)

        def numbers(one: str) -> str:
            more = (
                rf"(?:\s*(?i:{joined})\s*(?i:{word}\s*)?{one}{ITEM}"
                rf"(?!\s*(?i:{any_of('counted')})))*"
            )
            return f"{one}{ITEM}{more}"

        return re.compile(
            rf"(?<![\w.])(?P<word>(?i:{word}))\s*[\"“'(]?"
            rf"(?P<numbers>{numbers(_DIGITS)}|{numbers(_LETTER)})"
        )

    return ReferenceWords(
        reference=reference("own", "shared", "dotted"),
        annex=reference("annexes"),
        title=reference("annexes", "parts"),
        cited=reference("own", "shared", "dotted", "annexes", "parts"),
        behind=re.compile(any_of("annexes", "parts"), re.I),
        dotted=re.compile(any_of("dotted"), re.I),
        one=re.compile(rf"{_DIGITS}|(?<!\w){_LETTER}"),
        up_to=re.compile(rf"{any_of('up_to')}(?!(?<=\w)\w)"),
        either=re.compile(rf"{any_of('either')}(?!\w)"),
        shared=re.compile(any_of("shared", "dotted"), re.I),
        itself=re.compile(rf"\s*(?:of|in|des|der|in)\s+(?:{any_of('itself')})\b|\s*(?:hereof|above|below|oben|unten)\b", re.I),
        owner=re.compile(rf"\s*,?\s*(?:{any_of('of')})\s+(?!{any_of('itself')}\b)", re.I),
        inside=re.compile(rf"\s*,?\s*{any_of('inside')}\s+", re.I),
        items=re.compile(
            rf"(?P<items>\(\w{{1,4}}\)(?:\s*(?i:{joined})\s*\(\w{{1,4}}\))*)\s+(?i:{any_of('inside')})\s+(?:the\s+)?$"
        ),
        lettered=re.compile(
            rf"(?<![\w.])(?P<word>(?i:{any_of('lettered')}))\s*"
            rf"(?P<items>\([a-z]{{1,4}}\)(?:\s*(?:{joined})\s*\([a-z]{{1,4}}\))*)(?!\s?\()"
        ),
        elsewhere=re.compile(rf"\s*,?\s*{any_of('of', 'inside')}\s+(?!{any_of('itself')}\b)", re.I),
        pointing=re.compile(rf"\b{any_of('pointing', 'pointing_at')}\s+(?:the |our |den |dem |der )?$", re.I),
        law=re.compile(rf"(?<![\w.])(?:{any_of('laws')})(?!\w)"),
        names=(any_of("pointing"), any_of("pointing_at", "naming"), any_of("own", "headed"), any_of("there")),
    )  # fmt: skip


def stem(word: str) -> str:
    """What "Article", "articles" and "Art." have in common."""
    return word.strip().casefold()[: 1 if word.strip().startswith("§") else 3]


def is_range(joint: str) -> bool:
    """Whether what stands between two numbers says that those between them are meant, too."""
    return reference_words().up_to.match(joint) is not None


def is_choice(joint: str) -> bool:
    """Whether it says that one of them is meant."""
    return reference_words().either.search(joint) is not None


def name_patterns() -> tuple[str, ...]:
    """Regular expressions of what turns a reader to a place, of what does so before a name in quotes, of
    words for a place, and of what stands behind a name."""
    return reference_words().names


@cache
def item_patterns() -> tuple[re.Pattern[str], ...]:
    """Patterns of a reference by letter alone, of what says behind it that another text has the list, of a law."""
    words = reference_words()
    return words.lettered, words.elsewhere, words.law
