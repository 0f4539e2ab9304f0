"""The cue phrases of `date_cues.toml`, compiled as they are needed: what a date is a date of.

Phrases match whole words, in any case, with any white space between them; an apostrophe may be
typewriter's or printer's. Chinese and Japanese have no word boundaries, so their phrases match
anywhere.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

from msgspec import Struct

from policydiff.patterns import regex
from policydiff.vocabulary import STATED, StatedKind

_LETTER = r"0-9A-Za-zÀ-ɏ"  # what a word of these languages is made of, without CJK
_WORD = regex(f"[{_LETTER}]+")
_CJK = "⺀"  # from here on words have no boundaries
_CHOICES = 64  # of phrases, for which a pattern is compiled
_GAP_MARK = r"[\s:：,\-–—.()（）\[\]|·*_\"'“”=/~]"


class SupportsHeld(Protocol):
    """What `NamePattern` is made of."""

    all: tuple[str, ...]

    def held(self, text: str) -> tuple[str, ...]:
        """Those of `all` that may stand in `text`."""


class Phrases:
    """Some phrases, and a quick way to those that a text may hold."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.all = tuple(sorted(set(phrases)))
        self._by_word: dict[str, list[tuple[frozenset[str], str]]] = {}
        for phrase in self.all:
            words = _WORD.findall(fold_letters(phrase))
            first = words[0] if words and phrase[0] <= _CJK else ""
            self._by_word.setdefault(first, []).append((frozenset(words), phrase))

    def held(self, text: str) -> tuple[str, ...]:
        """Every phrase that may stand in `text`, and few others."""
        folded = fold_letters(text)
        words = set(_WORD.findall(folded))
        words |= {word[:-1] for word in words if word[-1] == "s"}  # where a pattern takes plurals
        found = [phrase for needed, phrase in self._by_word.get("", ()) if phrase[0] in folded]
        for word in words:
            for needed, phrase in self._by_word.get(word, ()):
                if needed <= words:
                    found.append(phrase)
        return tuple(sorted(found))


class NamePattern:
    """A pattern over lists of phrases, compiled for the phrases that a text may hold.

    To compile it for all of them, in nine languages, takes longer than to read a short policy. Its
    methods are those of `re.Pattern`.
    """

    def __init__(self, shape: Callable[..., str], *lists: SupportsHeld) -> None:
        self._shape, self._lists = shape, lists
        self._made: dict[tuple[tuple[str, ...], ...], re.Pattern[str]] = {}

    def of(self, text: str) -> re.Pattern[str]:
        """The pattern, as far as `text` may match it."""
        # Many texts hold many choices of phrases: then one pattern for all is cheaper.
        if len(self._made) > _CHOICES:
            return self.whole()
        return self._compiled(tuple(one.held(text) for one in self._lists))

    def whole(self) -> re.Pattern[str]:
        """The pattern for all phrases."""
        return self._compiled(tuple(one.all for one in self._lists))

    def _compiled(self, lists: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
        known = self._made.get(lists)
        if known is None:
            known = self._made[lists] = re.compile(self._shape(*lists), re.IGNORECASE)
        return known

    def search(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.of(text).search(text)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.of(text).match(text, start)

    def fullmatch(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self.of(text).fullmatch(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.of(text).finditer(text)

    def sub(self, replacement: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.of(text).sub(replacement, text)


class Cues(Struct, frozen=True, kw_only=True):
    """Cues; every pattern takes text with white space as it stands."""

    before: NamePattern  # a cue in front of a date; look it up with `meaning`
    meanings: dict[str, tuple[StatedKind, bool]]  # folded cue -> kind, strong
    after: NamePattern  # anchored: a cue right behind a date
    after_kinds: dict[str, StatedKind]
    gap: NamePattern  # fullmatch: only connecting words between cue and date
    lead: NamePattern  # fullmatch: only connecting words in front of a date
    itself: NamePattern  # "this privacy policy"
    nouns: NamePattern  # "policy", with or without "this"
    previous: NamePattern
    changes: NamePattern  # anchored: a heading over a list of changes
    versions: NamePattern  # anchored: a heading over a list of earlier versions
    captured: NamePattern

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

    determiners, nouns = Phrases(listed("determiners")), Phrases(listed("nouns"))
    gap = NamePattern(_gap, determiners, nouns, Phrases(listed("connectors")))
    return Cues(
        before=NamePattern(_phrases, Phrases(meanings)),
        meanings=meanings,
        after=NamePattern(_after, Phrases(after)),
        after_kinds=after,
        gap=gap,
        lead=gap,
        itself=NamePattern(_this, determiners, nouns),
        nouns=NamePattern(_nouns, nouns),
        previous=NamePattern(_phrases, Phrases(listed("previous", "cues"))),
        changes=NamePattern(_heading, Phrases(listed("history", "changes"))),
        versions=NamePattern(_heading, Phrases(listed("history", "versions"))),
        captured=NamePattern(_phrases, Phrases(listed("captured", "cues"))),
    )


def fold_letters(text: str) -> str:
    """Lower case, as `re.IGNORECASE` sees it: a dotless i is an i, a long s an s."""
    return text.lower().replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")


def _after(phrases: Sequence[str]) -> str:
    return rf"[\s,\-–—(]{{0,3}}({_phrases(phrases)})"


def _nouns(phrases: Sequence[str]) -> str:
    return _phrases(phrases, tail=r"s?")


def _this(determiners: Sequence[str], nouns: Sequence[str]) -> str:
    document = _nouns(nouns)
    return (
        rf"{_phrases(determiners)}\s*(?:[\w’'&/-]+\s+){{0,4}}?{document}"
        rf"|(?:本|この)\w{{0,12}}?{document}"
    )


def _gap(determiners: Sequence[str], nouns: Sequence[str], connectors: Sequence[str]) -> str:
    version = r"v?\.?\d{1,3}(?:\.\d{1,3}){0,3}(?!\d)"  # "Version 3.2, May 2024"
    clock = r"\d{1,2}:\d\d(?::\d\d)?"
    link = rf"(?:{_phrases(connectors)}|{_this(determiners, nouns)}|{clock}|{version})"
    return rf"{_GAP_MARK}*(?:{link}{_GAP_MARK}*){{0,6}}"


def _heading(phrases: Iterable[str]) -> str:
    """A line that starts with one of `phrases`, after numbering and marks."""
    return rf"[\s#>*_•·\d.()\[\]]{{0,12}}{_phrases(phrases)}"


def _phrases(phrases: Iterable[str], *, tail: str = "") -> str:
    """An alternation of phrases, the longest first, so that none hides a longer one.

    The word boundaries stand around the whole, not around each phrase: compiles four times faster.
    """
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    cjk = [phrase for phrase in ordered if phrase[0] > _CJK]  # no word boundaries
    elided = [phrase for phrase in ordered if phrase.endswith("'")]  # "l'ultima"
    words = [phrase for phrase in ordered if phrase not in cjk and phrase not in elided]
    # "_" is no letter here: "_Last updated" is emphasis.
    start, end = rf"(?<![{_LETTER}])", rf"(?![{_LETTER}])"
    parts = [rf"{start}(?:{_joined(words)}){tail}{end}"] if words else []
    parts += [rf"{start}(?:{_joined(elided)})"] if elided else []
    parts += [_joined(cjk)] if cjk else []
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


def _joined(phrases: Iterable[str]) -> str:
    return "|".join(
        r"\s{1,4}".join(re.escape(word).replace("'", "['’]") for word in phrase.split())
        for phrase in phrases
    )
