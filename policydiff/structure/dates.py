"""The dates that a document holds, each with its kind and the words that say so.

(Updated on 10/7/99)               updated, two readings
2018-10-30   (under the title)     published
Previous versions: 5 May 2019      previous
© 1999-2018                        copyright, a year
In July 2017 a court found ...     mention, never the document's own
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.model import Block, DateCandidate, DateKind
from policydiff.patterns import regex
from policydiff.structure.date_choice import ChosenDate, choose_date
from policydiff.structure.date_cues import load_cues
from policydiff.structure.date_history import GAP_LINES, history_entries
from policydiff.structure.date_kinds import HEADER_LINES, stated_kind
from policydiff.structure.date_lines import clean_line, searched_part
from policydiff.structure.date_notes import ArchiveNote, archive_note, names_archive
from policydiff.structure.date_series import settle_dates
from policydiff.structure.date_values import WrittenDate, find_written
from policydiff.vocabulary import STATED

__all__ = [
    "ArchiveNote", "ChosenDate", "archive_note", "choose_date", "find_block_dates", "find_dates", "settle_dates",
    "tells_a_date",
]  # fmt: skip

HEADING_LINES = 3  # the title itself stands within so many lines with text
TITLE_LINES = 8  # a bare date within so many lines with text stands "under the title"
LIST_GAP_LINES = 4  # a list of versions ends after so many lines that open with no date
SIGNATURE_LINES = 3  # place and date of a letter stand within so many lines from the end
NOTE_LINES = (8, 5)  # archive notes stand within so many lines from the top, from the end

_COPYRIGHT = regex(
    r"(?:©[^\d\n.;]{0,60}?|\(c\)\s{0,3}|\bcopyright\s{0,3}(?:©|\(c\)|:|by)?\s{0,3})(?P<first>(?:19|20)\d\d)(?!\d)"
    r"(?:\s{0,2}(?:[-–—,/~至]|to)\s{0,2}(?P<last>(?:19|20)\d\d)(?!\d)){0,20}"
    r"(?:\s{0,2}(?:[-–—]|to)\s{0,2}(?P<open>present|now|today|date))?"
    r"|(?<!\d)(?:(?:19|20)\d\d\s{0,2}[-–—]\s{0,2})?(?P<before>(?:19|20)\d\d)\s{0,2}©",
    re.IGNORECASE,
)
_DIGIT = regex(r"\d")
_MARKS_ONLY = regex(r"[\s#>*_•·\-–—|()\[\].,;:]*")
_CAPITAL = r"[^\W\d_a-zà-ÿ][^\W\d_]{1,20}"
_PLACE = regex(
    rf"{_CAPITAL}(?:[ '’.-]{{1,2}}(?:{_CAPITAL}|a[mn]|de[rls]?|d[aoi]|la|le|sur|en|upon|bei|ob)){{0,4}},"
    r"(?:\s*(?:le|den|a|à|il|lì|li|em|on|the|el|am))?"
)
_JOINT = regex(r"[\s,;|/\[\]()&•·–—\-]*(?:and|und|et|y|e)?[\s,;|/\[\]()&•·–—\-]*")
_VERSION_LINK = regex(
    r"(?:previous|revisions?|archive|versions?)[-/_.](?:\w+[-/])?(?P<date>(?:19|20)\d\d-?\d\d-?\d\d)(?!\d)"
)
_VERSION_WORDS = ("previous", "revision", "archive", "version")  # that it can begin with


class _Listing(Struct):
    """The list of versions that the lines stand in, if any. Used by one walk only."""

    kind: Literal["changes", "versions", ""] = ""
    misses: int = 0  # lines since the last one that opened with a date
    cued: bool | None = None  # its first entry has a cue ("Updated on ..."); None before it
    found: list[int] = field(default_factory=list)  # indexes of candidates of the list of changes
    # The same of lines like "2020年1月1日 改訂".
    history: list[list[int]] = field(default_factory=list)
    entered: int = 0  # place of the last such line


def find_dates(
    lines: Sequence[tuple[int, str]],
    *,
    links: Sequence[tuple[int, str]] = (),
    around: Collection[int] = (),
) -> tuple[DateCandidate, ...]:
    """Every date in the visible `lines` (number, text) of one document, in reading order.

    A written date with two readings gives two candidates, both ambiguous, day first leading.
    `links` are (line number, target); a reader hides targets, and those of archive notes and
    of "previous version" links carry dates. Of a line longer than 25,000 characters only the ends
    are searched. `around` are indices of lines around the text, as of menus: none of them puts others
    further from the title. Linear in the text; raises nothing.
    """
    targets: dict[int, list[str]] = {}
    for number, target in links:
        targets.setdefault(number, []).append(target)
    asked = {number: tuple(found) for number, found in targets.items()}
    kept = [index for index, (_, text) in enumerate(lines) if text and not text.isspace()]
    shown = [lines[index] for index in kept]
    found: list[DateCandidate] = []
    listing, above, before = _Listing(), "", 0
    for index, (number, text) in enumerate(shown):
        edge = index < NOTE_LINES[0] or index >= len(shown) - NOTE_LINES[1]
        linked = asked.get(number, ())
        note = archive_note(text, linked, line=number) if edge else None
        if note:
            found += note.dates
            continue
        aside = kept[index] in around
        before += not aside
        place = index + 1 if aside else before
        look = _look(text) if len(text) <= _REMEMBERED else _look.__wrapped__(text)
        line = look.line
        _enter_list(listing, look.opens)
        if look.digits:
            if look.copyright:
                found += _copyright(line, number)
            found += _line_dates(line, number, place, above, listing, len(found))
        elif listing.kind:
            listing.misses += 1
        if linked or look.digits_at_all:
            found += _linked(searched_part(text), linked, number)
        above = line
    if not any(date.kind in STATED for date in found):
        _date_by_signature(found, shown)
    for history in listing.history:
        _newest_of_history(found, history)
    return _newest_change(found, listing)


def find_block_dates(blocks: Sequence[Block]) -> tuple[DateCandidate, ...]:
    """`find_dates` of the text and the link targets of some blocks."""
    parts = [
        (min(block.line + offset, block.end_line), part, block.furniture)
        for block in blocks
        if block.kind != "rule" and not _of_the_archive(block)
        for offset, part in enumerate(block.text.split("\n"))
    ]
    around = {index for index, (_, _, kind) in enumerate(parts) if kind in ("navigation", "toc")}
    links = [(block.line, target) for block in blocks for _, target in block.links]
    return find_dates([(line, text) for line, text, _ in parts], links=links, around=around)


def _of_the_archive(block: Block) -> bool:
    """Whether a block is the bar that an archive puts above a page: its dates are other captures'."""
    return block.furniture == "archive-note" and archive_note(block.text) is None


def tells_a_date(target: str) -> bool:
    """Whether `find_dates` or `archive_note` may find something in the target of a link."""
    return names_archive(target) or _VERSION_LINK.search(target) is not None


_REMEMBERED = 4_000  # characters of a line that may be met again in the next version


class _Look(NamedTuple):
    """What one line is, whatever stands around it."""

    line: str  # as it is searched
    digits: bool
    digits_at_all: bool  # in addresses too
    copyright: bool  # there may be one in it
    opens: Literal["changes", "versions", ""]  # a list of versions


@lru_cache(maxsize=50_000)
def _look(text: str) -> _Look:
    line = clean_line(text)
    digits_at_all = _DIGIT.search(text) is not None
    low = line.lower()
    return _Look(
        line,
        _DIGIT.search(line) is not None,
        digits_at_all,
        any(sign in low for sign in ("©", "(c)", "copyright")),
        _list_heading(line),
    )


@lru_cache(maxsize=20_000)
def _leads_on(line: str) -> str:
    """The end of a line that waits for a date: "Effective Date:", "... was last updated on"."""
    tail = line[-120:]
    for cue in reversed(list(load_cues().before.finditer(tail))):
        if load_cues().gap.fullmatch(tail, cue.end()):
            return tail
    return ""


def _enter_list(listing: _Listing, opens: Literal["changes", "versions", ""]) -> None:
    """Open the list that a line is the heading of, or close the one that has ended."""
    if listing.misses > LIST_GAP_LINES:
        listing.kind = ""
    if opens:
        listing.kind, listing.misses, listing.cued = opens, 0, None


def _list_heading(line: str) -> Literal["changes", "versions", ""]:
    """The kind of list that a line is the heading of."""
    if len(line) > 80:
        return ""
    kinds: tuple[Literal["changes", "versions"], ...] = ("changes", "versions")
    for kind in kinds:
        heading = getattr(load_cues(), kind).match(line)
        # "Archive" and "History" open many sentences: one word must be the whole line.
        if heading and (" " in heading.group().strip() or not line[heading.end() :].strip(" :.*]")):
            return kind
    return ""


def _line_dates(
    line: str, number: int, place: int, above: str, listing: _Listing, offset: int
) -> list[DateCandidate]:
    """The dates written in one line; keeps `listing` up to date."""
    found: list[DateCandidate] = []
    header = place <= HEADER_LINES
    last_end, last_kind = 0, ""
    opened = False
    dates = find_written(line)
    if entries := history_entries(line, dates):
        if not listing.history or place > listing.entered + GAP_LINES:
            listing.history.append([])
        listing.entered = place
        for entry in entries:
            listing.history[-1].append(offset + len(found))
            text = line[entry.written.start : entry.written.end]
            why = f"“{entry.words}” beside it"
            found += _candidates(entry.kind, text, entry.written, number, why)
        return found
    for written in dates:
        lead = line[: written.start]
        opens = _opens_line(lead)
        label = _leads_on(above) if opens else ""
        stated = stated_kind(line, written, header=header, prefix=label)
        if label and stated is None:  # the words above were another date's
            stated = stated_kind(line, written, header=header)
        listed = bool(listing.kind) and opens
        if listed and listing.cued is None:
            listing.cued = bool(stated and stated.kind)
        chained = last_kind == "previous" and bool(_JOINT.fullmatch(line, last_end, written.start))
        kind: DateKind
        in_list = listed and listing.cued and (listing.kind == "changes" or not header)
        if stated and stated.kind and not in_list:
            # Behind a list of bare dates "Updated: ..." opens the next document of the file.
            kind, start, why = stated.kind, stated.start, stated.why
        elif listed or chained or stated:
            kind, start, why = "previous", written.start, "of an earlier version"
            opened = opened or listed
        elif place <= TITLE_LINES and _stands_alone(line, written):
            kind, start, why = "published", written.start, "a bare date under the title"
        elif place <= HEADING_LINES and _ends_title(line, written):
            kind, start, why = "published", written.start, "a date behind the title"
        elif written.needs_cue:
            continue
        else:
            kind, start, why = "mention", written.start, "running text"
        if listing.kind == "changes" and listed and kind == "previous":
            listing.found.append(offset + len(found))
        found += _candidates(kind, line[start : written.end], written, number, why)
        last_end, last_kind = written.end, kind
    if listing.kind:
        listing.misses = 0 if opened else listing.misses + 1
    return found


@lru_cache(maxsize=20_000)
def _opens_line(lead: str) -> bool:
    """Only list marks, connecting words and cues stand before the date."""
    if len(lead) > 60:
        return False
    return bool(load_cues().lead.fullmatch(load_cues().before.sub(" ", lead.lstrip(" #>*•·"))))


def _stands_alone(line: str, written: WrittenDate) -> bool:
    """The line is nothing but the date, with a full year."""
    rest = line[: written.start] + line[written.end :]
    alone = bool(_MARKS_ONLY.fullmatch(rest)) or bool(load_cues().lead.fullmatch(rest))
    whole = re.search(r"(?:19|20)\d\d|[年/]", line[written.start : written.end])
    return alone and (whole is not None or not written.needs_cue)


def _ends_title(line: str, written: WrittenDate) -> bool:
    """A title that names the document and ends with its date: "Privacy Policy, May 25, 2018"."""
    lead = line[: written.start].rstrip(" (")
    if len(lead.split()) > 8 or re.search(r"[.!?]\s", lead) or line[written.end :].strip(" ).]"):
        return False
    nouns = list(load_cues().nouns.finditer(lead))
    # Behind any other word ("our policy for orders of") it is running text.
    return bool(nouns) and (nouns[-1].end() == len(lead) or lead[-1] in ",:–—|-")


def _candidates(
    kind: DateKind, text: str, written: WrittenDate, number: int | None, why: str
) -> Iterator[DateCandidate]:
    two = len(written.readings) > 1
    text = " ".join(text.split())
    if text.count("(") > text.count(")"):
        text += ")"  # "Version 2 (May 5, 2022"
    for reading in written.readings:
        yield DateCandidate(
            kind=kind, value=reading.value, precision=reading.precision, text=text,
            line=number, ambiguous=two, why=f"{why}; {reading.why}",
        )  # fmt: skip


def _copyright(line: str, number: int) -> Iterator[DateCandidate]:
    """The last year of each copyright range; an open one ("1999-present") dates nothing."""
    for match in _COPYRIGHT.finditer(line):
        if match["open"] or re.search(r"\b(?:act|law|directive)\b", match.group(), re.IGNORECASE):
            continue
        year = match["last"] or match["first"] or match["before"]
        yield DateCandidate(
            kind="copyright", value=year, precision="year", text=match.group().strip(), line=number,
            why="copyright of the page, not of the policy",
        )  # fmt: skip


def _linked(text: str, targets: Sequence[str], number: int) -> Iterator[DateCandidate]:
    """Dates in addresses of earlier versions, where the words name such a version."""
    whole = " ".join((text, *targets))
    if not any(word in whole for word in _VERSION_WORDS):
        return
    matches = list(_VERSION_LINK.finditer(whole))
    if not matches or not load_cues().previous.search(text):
        return
    for match in matches:
        for written in find_written(match["date"]):
            yield from _candidates(
                "previous", match.group(), written, number, "address of an earlier version"
            )


def _date_by_signature(found: list[DateCandidate], shown: Sequence[tuple[int, str]]) -> None:
    """Where a document states no date, the line of place and date at its end does: "Paris, le 3 avril 2018"."""
    for number, text in shown[-SIGNATURE_LINES:]:
        line = clean_line(text) if len(text) <= 80 else ""
        for written in find_written(line)[:1]:
            before, behind = line[: written.start].strip(), line[written.end :].strip(" .)*_")
            earlier = any(date.line == number and date.kind == "previous" for date in found)
            if earlier or behind or not (_PLACE.fullmatch(before) or _stands_alone(line, written)):
                continue
            found[:] = [date for date in found if date.line != number]
            why = "place and date at the end" if before else "a bare date at the end"
            found += _candidates("published", line[: written.end], written, number, why)


def _newest_of_history(found: list[DateCandidate], history: list[int]) -> None:
    """Of several entries of a history the newest dates the document, the others do not."""
    newest = max(history, key=lambda index: found[index].value)
    for index in history:
        if len(history) > 1 and index != newest:
            found[index] = replace(found[index], kind="previous")
    if len(history) > 1 and found[newest].kind == "published":
        found[newest] = replace(found[newest], kind="updated")


def _newest_change(found: list[DateCandidate], listing: _Listing) -> tuple[DateCandidate, ...]:
    """The newest entry of a list of changes dates the present version, if it opens or ends it."""
    entries = listing.found
    if entries:
        newest = max(entries, key=lambda index: found[index].value)
        if newest in (entries[0], entries[-1]) and not found[newest].ambiguous:
            found[newest] = replace(
                found[newest], kind="updated", why="newest entry of the list of changes"
            )
    return tuple(found)
