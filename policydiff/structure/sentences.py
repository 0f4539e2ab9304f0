"""Paragraphs to sentences: the segmenter's cuts, without those where no sentence ends."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import sentencex
from msgspec import Struct

from policydiff.patterns import regex

# A day of the month, or any number that is an ordinal; "31. 12." + "2022".
_DAY = regex(r"(?<![\d.,])(?:[12]?\d|3[01])\.\s*$")
_MONTH_NUMBER = regex(r"\s*(?:0?[1-9]|1[0-2])\.(?!\d)")
_DAY_AND_MONTH = regex(r"(?<![\d.,])(?:[12]?\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s*$")
_YEAR = regex(r"\s*(?:19|20)\d\d\b")
# Any other short word with a capital before a number: "Rm. 12"; not "... by Acme. 2. We may ..." nor "these
# Terms. 11.3 Term and Termination".
_BEFORE_NUMBER = regex(r"\b[A-Z][a-z]{0,4}\.\W*$")
_NUMBER = regex(r"\s*\d++(?![\d.)]*[.)]\s)(?!(?:\.\d+)+\s+[A-Z])")
# "Section VI." + "D below": a number that goes on without a blank.
_NUMBER_PART = regex(r"(?<![A-Za-z])(?:\d+|[IVXLCDM]+|[A-Z])\.$")
# These may end a sentence too: "... of Acme Inc. We ..." against "Acme Inc. or its agents".
_COMPANY_FORM = regex(
    r"\b(?:Inc|Ltd|Co|Corp|LLC|Pte|Pty|Sdn|Bhd|Tbk|Ltda|e?hf|U\.S|U\.K|E\.U)\.\W*$"
)
_GOES_ON = regex(
    r"[\s(]*(?:[a-z]|(?:[A-Z][\w&]*,?\s+)?(?:Ltd|Limited|Inc|Co|Corp|Bhd|Berhad|Tbk|LLC|PLC)\b)"
)
# "... breaks Section B. We will close ..." ends a sentence, "John F. Kennedy" and "A. We collect" do not:
# a letter behind a word, before a word that opens sentences and is no name.
_OPENS_SENTENCE = (
    r"(?=\s+(?:We|You|The|This|These|Those|It|They|If|In|For|Any|No|Our|Your|All|Please|When|Where|Such|There|"
    r"Each|Unless|As|To|By|Nothing|Upon)\s+[a-z])"
)
_LETTER_END = regex(  # and "No. We use it": an answer
    r"(?:(?<=[\w)]\s)(?<!\band\s)(?<!\bor\s)(?<!\bof\s)(?:[IVXLC]+\.)?[A-Z]\.|^\s*No\.)"
    + _OPENS_SENTENCE
)
# "section II. How We Share Your Data may be ...": a heading is cited whole, and its sentence goes on.
CITED_TITLE = regex(
    r"\b(?i:section|article|part|clause|annex|chapter)\s?(?:[IVXLC]+|\d+)\.\s+"
    r"(?:[A-Z][a-z][\w’'-]*\s+(?:(?:of|the|and|for|or|with|a)\s+)?){2,12}[A-Z][a-z][\w’'-]*"
)
_HOST = regex(r"(?<![^\W_])[A-Z\d][A-Z\d.\-]*\.$")  # "AMAZON." + "COM"
_NAMED_HOST = regex(r"(?:Com|Net|Org|Edu|Gov)\b")  # "Acme." + "Org"
# "... under these Terms.4.2 Retention.": what a page lost between two blocks.
_GLUED = regex(r"(?:[a-z]{4}|[A-Z]{3}|[)”\"])\.(?=\d{1,2}(?:\.\d{1,2})?\.? ?[A-Z][a-z])")
# "Prohibited UsesWe want everyone to": a label, or a line without its stop. Not "LinkedIn collects".
_STUCK = regex(
    r"(?<=[A-Za-z]{3}[a-z\d])(?=(?:We|You|These|This|The|If|Our|Your|For|When|Please) [a-z]"
    r"|In (?:the|any|certain|some|addition|order|this|our|these|case)\b)"
)
_LOWER_START = regex(r"^[\s\"“‘'(]*(?![a-z]{1,3}[A-Z])[a-z]")  # but "xAI may", "iTunes is"
_ONLY_NUMBER = regex(r"^[\s(]*(?:\d{1,3}(?:\.\d+)*|[ivxlc]{1,6}|[A-Za-z])[.)]+\s*$")
_TAIL = 32  # characters before a cut that may hold an abbreviation
_LABEL = regex(r"\((?:[ivxlc]{1,5}|[IVXLC]{1,5}|[A-Za-z]|\d{1,3})\)")
_PRIVATE = frozenset("\ue000\ue001")  # stand for the brackets while a text is cut
_HIDE = str.maketrans("()", "\ue000\ue001")
_SHOW = str.maketrans("\ue000\ue001", "()")
_LONGEST = 20_000  # characters; some runs of marks cost the segmenter their square


@lru_cache(maxsize=100_000)
def split_sentences(text: str) -> tuple[str, ...]:
    """Sentences of one block, white space folded. Joined by blanks they give the block again."""
    pieces: list[str] = []
    for line in _STUCK.sub("\n", text).split("\n"):
        if not line.strip():
            continue
        if len(line) < 60 and not re.search(r"[.!?。！？]\s*\S", line):
            pieces.append(line)
            continue
        joined: list[str] = []
        for window in _windows(_apart(line)):
            for rank, piece in enumerate(_segments(window)):
                cut = rank == 0 and joined and not joined[-1].rstrip().endswith((".", "!", "?"))
                if joined and (cut or _belongs(joined[-1], piece)):
                    joined[-1] += piece
                else:
                    joined.append(piece)
        pieces += (part for piece in joined for part in _cut_at_letters(piece))
    return tuple(folded for piece in pieces if (folded := " ".join(piece.split())))


def _segments(text: str) -> list[str]:
    """The segmenter's sentences. A label "(a)" it cuts off whatever stands before it, and what stands
    behind one is a single sentence to it: so labels are hidden from it.
    """
    if "(" not in text or not _PRIVATE.isdisjoint(text):
        return list(sentencex.segment("en", text))
    hidden = _LABEL.sub(lambda found: found[0].translate(_HIDE), text)
    return [part.translate(_SHOW) for part in sentencex.segment("en", hidden)]


def _cut_at_letters(piece: str) -> Iterator[str]:
    at = 0
    for match in _LETTER_END.finditer(piece):
        yield piece[at : match.end()]
        at = match.end()
    yield piece[at:]


def _apart(line: str) -> str:
    """The line with a blank before each section number that sticks to the sentence before it."""
    if not _GLUED.search(line):
        return line
    words = _words()
    return _GLUED.sub(
        lambda found: (
            found[0]
            if words.anything.search(line, max(0, found.start() - _TAIL), found.end())
            else f"{found[0]} "
        ),
        line,
    )


def _windows(line: str) -> Iterator[str]:
    """A long line in stretches that the segmenter takes in good time, cut at blanks."""
    at = 0
    while len(line) - at > _LONGEST:
        blank = line.rfind(" ", at, at + _LONGEST)
        end = blank + 1 if blank > at else at + _LONGEST
        yield line[at:end]
        at = end
    yield line[at:]


def _belongs(before: str, piece: str) -> bool:
    """Whether the segmenter cut where no sentence ends."""
    tail = before.rstrip()[-_TAIL:]
    if _ONLY_NUMBER.match(before) or not piece.strip(" \"'”’)*."):
        return True
    cited = CITED_TITLE.search(f"{tail} {piece[:80]}")
    if cited and 0 < cited.start() < len(tail) < cited.end():
        return True
    if _COMPANY_FORM.search(tail):
        return bool(_GOES_ON.match(piece) or _NUMBER.match(piece))
    words = _words()
    host = _HOST.search(tail) and words.domains.match(piece)
    if host or (before.endswith(".") and _NAMED_HOST.match(piece)):
        return True
    if words.anything.search(tail) or _is_dated(words, tail, piece):
        return True
    if _NUMBER.match(piece) and (_BEFORE_NUMBER.search(tail) or words.numbers.search(tail)):
        return True
    if not piece[:1].isspace() and before.endswith(".") and _NUMBER_PART.search(before[-12:]):
        return True
    # "... etc. and more": a full word before the stop ends a sentence even before lower case
    # ("... ends here. you may"), anything shorter does not.
    # "Acme! collects it": a sign that belongs to a name.
    ends = tail.endswith(("?", "。")) or re.search(r"[a-z]{4}\.[)\"”]*$", tail)
    return bool(_LOWER_START.match(piece)) and not ends


def _is_dated(words: _Words, tail: str, piece: str) -> bool:
    """Whether the cut goes through a day ("31. Dezember", "31. 12. 2022") or behind an ordinal."""
    if _DAY.search(tail) and (words.months.match(piece) or _MONTH_NUMBER.match(piece)):
        return True
    if _DAY_AND_MONTH.search(tail) and _YEAR.match(piece):
        return True
    return words.ordinals.search(tail) is not None


class _Words(Struct, frozen=True):
    """`sentence_words.toml`, each list as what is looked for before or behind a cut."""

    anything: re.Pattern[str]
    numbers: re.Pattern[str]
    ordinals: re.Pattern[str]
    months: re.Pattern[str]
    domains: re.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_name("sentence_words.toml").read_text("utf-8"))
    one_of = {name: "|".join(map(re.escape, listed)) for name, listed in data.items()}
    return _Words(
        anything=re.compile(rf"(?:\b(?:{one_of['before_anything']})\.|\b[A-Z]\.)\W*$"),
        numbers=re.compile(rf"(?:\b(?:{one_of['before_numbers']})|{one_of['suffixes']})\.\W*$"),
        ordinals=re.compile(rf"\b(?:{one_of['ordinals_behind']})\s\d{{1,3}}\.$"),
        months=re.compile(rf"\s*(?:{one_of['months']})\b"),
        domains=re.compile(rf"(?:{one_of['domains'].upper()})(?![\w\-])"),
    )


def ends_in_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of a text belongs to a shortened word."""
    return _words().anything.search(text) is not None
