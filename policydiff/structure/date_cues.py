"""The cue phrases of `date_cues.toml`, compiled once: what a date is a date of.

Phrases match whole words, in any case, with any white space between them; an apostrophe may be
typewriter's or printer's. Chinese and Japanese have no word boundaries, so their phrases match
anywhere.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct

StatedKind = Literal["effective", "updated", "published"]
STATED: tuple[StatedKind, ...] = ("effective", "updated", "published")  # in order of precedence

_LETTER = r"0-9A-Za-zÀ-ɏ"  # what a word of these languages is made of, without CJK
_GAP_MARK = r"[\s:：,\-–—.()（）\[\]|*_\"'“”=/~]"


class Cues(Struct, frozen=True, kw_only=True):
    """Compiled cues; every pattern takes text with white space as it stands."""

    before: re.Pattern[str]  # a cue in front of a date; look it up with `meaning`
    meanings: dict[str, tuple[StatedKind, bool]]  # folded cue -> kind, strong
    after: re.Pattern[str]  # anchored: a cue right behind a date
    after_kinds: dict[str, StatedKind]
    gap: re.Pattern[str]  # fullmatch: only connecting words between cue and date
    lead: re.Pattern[str]  # fullmatch: only connecting words in front of a date
    itself: re.Pattern[str]  # "this privacy policy"
    nouns: re.Pattern[str]  # "policy", with or without "this"
    previous: re.Pattern[str]
    changes: re.Pattern[str]  # anchored: a heading over a list of changes
    versions: re.Pattern[str]  # anchored: a heading over a list of earlier versions
    captured: re.Pattern[str]

    def meaning(self, words: str) -> tuple[StatedKind, bool]:
        """The kind that a match of `before` stands for, and whether it is a strong one."""
        return self.meanings[fold(words)]


def fold(words: str) -> str:
    """`words` as a key of the tables: lower case, single blanks, plain apostrophes."""
    return " ".join(words.replace("’", "'").lower().split())


@cache
def cue_tables() -> dict[str, dict[str, Any]]:
    """`date_cues.toml` as it stands, by language."""
    text = Path(__file__).with_name("date_cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(unicodedata.normalize("NFC", text))


@cache
def load_cues() -> Cues:
    """All languages as one set of patterns.

    A page is not asked for its language first: short headers give too few words to tell, and
    translated pages keep an English date line.
    """
    tables = tuple(cue_tables().values())
    meanings: dict[str, tuple[StatedKind, bool]] = {}
    after: dict[str, StatedKind] = {}
    for kind in STATED:
        for table in tables:
            part = cast("dict[str, list[str]]", table[kind])
            # A phrase that one language calls strong and another weak ("version") stays strong.
            meanings |= {p: (kind, False) for p in part.get("weak", ()) if p not in meanings}
            meanings |= dict.fromkeys(part["strong"], (kind, True))
            after |= dict.fromkeys(part.get("after", ()), kind)

    def listed(*path: str) -> list[str]:
        found: list[str] = []
        for table in tables:
            value: Any = table
            for key in path:
                value = value.get(key, {})
            found += value
        return found

    itself = _phrases(listed("determiners"))
    nouns = _phrases(listed("nouns"), tail=r"s?")
    this = rf"{itself}\s*(?:[\w’'&/-]+\s+){{0,4}}?{nouns}|(?:本|この)\w{{0,12}}?{nouns}"
    version = r"v?\.?\d{1,3}(?:\.\d{1,3}){0,3}(?!\d)"  # "Version 3.2, May 2024"
    clock = r"\d{1,2}:\d\d(?::\d\d)?"
    link = rf"(?:{_phrases(listed('connectors'))}|{this}|{clock}|{version})"
    gap = rf"{_GAP_MARK}*(?:{link}{_GAP_MARK}*){{0,6}}"
    return Cues(
        before=_compile(_phrases(meanings)),
        meanings=meanings,
        after=_compile(rf"[\s,\-–—(]{{0,3}}({_phrases(after)})"),
        after_kinds=after,
        gap=_compile(gap),
        lead=_compile(gap),
        itself=_compile(this),
        nouns=_compile(nouns),
        previous=_compile(_phrases(listed("previous", "cues"))),
        changes=_compile(_heading(listed("history", "changes"))),
        versions=_compile(_heading(listed("history", "versions"))),
        captured=_compile(_phrases(listed("captured", "cues"))),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _heading(phrases: Iterable[str]) -> str:
    """A line that starts with one of `phrases`, after numbering and marks."""
    return rf"[\s#>*_•·\d.()\[\]]{{0,12}}{_phrases(phrases)}"


def _phrases(phrases: Iterable[str], *, tail: str = "") -> str:
    """An alternation of phrases, the longest first, so that none hides a longer one.

    The word boundaries stand around the whole, not around each phrase: compiles four times faster.
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    cjk = [phrase for phrase in ordered if phrase[0] > "⺀"]  # no word boundaries
    elided = [phrase for phrase in ordered if phrase.endswith("'")]  # "l'ultima"
    words = [phrase for phrase in ordered if phrase not in cjk and phrase not in elided]
    # "_" is no letter here: "_Last updated" is emphasis.
    start, end = rf"(?<![{_LETTER}])", rf"(?![{_LETTER}])"
    parts = [rf"{start}(?:{_joined(words)}){tail}{end}"] if words else []
    parts += [rf"{start}(?:{_joined(elided)})"] if elided else []
    parts += [_joined(cjk)] if cjk else []
    return f"(?:{'|'.join(parts)})"


def _joined(phrases: Iterable[str]) -> str:
    return "|".join(
        r"\s{1,4}".join(re.escape(word).replace("'", "['’]") for word in phrase.split())
        for phrase in phrases
    )
