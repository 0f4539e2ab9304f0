"""Archive notes: a line that tells where and when a page was archived, which is no policy text.

> The following text is extracted from the example.com privacy policy that was archived on
> 2000-06-07. Please check the original snapshot on the Wayback Machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote

from msgspec import Struct

from policydiff.model import DateCandidate
from policydiff.patterns import regex
from policydiff.structure.date_cues import load_cues
from policydiff.structure.date_lines import clean_line, searched_part
from policydiff.structure.date_values import find_written

MAX_NOTE_CHARS = 1_500  # longer paragraphs that name an archive are policy text
_STAMP = regex(
    r"(?:web|wayback)\.archive\.org/(?:web/)?(?P<stamp>(?:19|20)\d{6,12})[a-z_]{0,6}/?(?P<url>[^\s)\]<>\"]{0,2000})",
    re.IGNORECASE,
)
_SERVICE = regex(
    r"wayback|archive\.(?:org|today|ph|is|md)|internet archive|web ?archive|memento|perma\.cc|common ?crawl",
    re.IGNORECASE,
)
_OF_PAGE = regex(
    r"\W*(?:(?:this|the|page|copy|version|was|is|text|file|document|site)\W+){0,6}", re.IGNORECASE
)
_COPY = regex(r"archiv|snapshot|captur|crawl|cached|original|saved|存档|存檔", re.IGNORECASE)


def names_archive(address: str) -> bool:
    """Whether the target of a link can be part of an archive note."""
    return _SERVICE.search(address) is not None or _STAMP.search(address) is not None


def names_copy(text: str) -> bool:
    """Whether it speaks of an archive or a copy of the page."""
    return _SERVICE.search(text) is not None or _COPY.search(text) is not None


class ArchiveNote(Struct, frozen=True, kw_only=True):
    """What an archive note says."""

    dates: tuple[DateCandidate, ...]  # all of kind "captured"; never empty
    original: str | None  # address of the archived page


def archive_note(
    text: str, links: Sequence[str] = (), *, line: int | None = None
) -> ArchiveNote | None:
    """What `text` with its link targets says about its capture; None if it is no archive note.

    A note names an archive and a capture date (in words or as the fourteen digits of a Wayback
    address), or is a short line that starts with "archived on <date>" or the like, or is nothing
    but a Wayback address. A sentence that only links to an archived page is none.
    """
    if len(text) > MAX_NOTE_CHARS:
        return None
    stamps = [m for part in (searched_part(text), *links) for m in _STAMP.finditer(part)]
    words = clean_line(text)
    told = _told(words, line)
    named = any(_SERVICE.search(part) for part in (text, *links))
    bare = bool(stamps) and not words.strip(" <>()[]*_")
    short = bool(told) and len(words) <= 160 and _opens_with_cue(words)
    if not (bare or short or (named and _COPY.search(words) and (told or stamps))):
        return None
    if not told and not bare and len(words) > 400:
        return None  # a paragraph with a link
    dates = told
    for match in stamps:
        value = _stamp_date(match["stamp"])
        if value and all(value != d.value or d.text != match["stamp"] for d in dates):
            dates += (
                _captured(value, match["stamp"], "timestamp in the address of the archive", line),
            )
    if not dates:
        return None
    original = next((unquote(m["url"]) for m in stamps if m["url"]), None)
    return ArchiveNote(dates=dates, original=original)


def _told(words: str, line: int | None) -> tuple[DateCandidate, ...]:
    """The first date that stands behind a capture cue: "archived on 2000-06-07"."""
    cues = load_cues()
    for written in find_written(words):
        before = words[max(0, written.start - 120) : written.start]
        for cue in reversed(list(cues.captured.finditer(before))):
            if cues.gap.fullmatch(before, cue.end()):
                told = before[cue.start() :] + words[written.start : written.end]
                two = len(written.readings) > 1
                return tuple(
                    DateCandidate(
                        kind="captured", value=r.value, precision=r.precision, text=" ".join(told.split()), line=line,
                        ambiguous=two, why=f"archive note; {r.why}",
                    )
                    for r in written.readings
                )  # fmt: skip
    return ()


def _opens_with_cue(words: str) -> bool:
    """ "This page was archived on ...", but not "Data archived on ... is kept"."""
    cue = load_cues().captured.search(words[:80])
    return cue is not None and _OF_PAGE.fullmatch(words[: cue.start()]) is not None


def _stamp_date(stamp: str) -> str | None:
    try:
        return date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])).isoformat()
    except ValueError:
        return None


def _captured(value: str, text: str, why: str, line: int | None) -> DateCandidate:
    return DateCandidate(
        kind="captured",
        value=value,
        precision="day",
        text=text,
        line=line,
        why=why,
    )
