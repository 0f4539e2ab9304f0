"""When a page was saved or last changed, by what stands in its markup and no reader sees.

    <!-- FILE ARCHIVED ON 12:30:01 Mar 01, 2019 AND RETRIEVED FROM THE INTERNET ARCHIVE ON ...
    <!-- Page saved with SingleFile url: ... saved date: Wed Mar 01 2023 10:30:00 GMT+0100 (...)
    <!-- Mirrored from shop.example/privacy by HTTrack ..., Mon, 01 Mar 2021 10:30:00 GMT -->
    <meta name="savepage-date" content="Wed Mar 01 2023 10:30:00 GMT+0100 (...)">
    <meta property="article:modified_time" content="2021-03-01T10:30:00+01:00">

The first four are captures. The last is told by the site's software: of the page, perhaps of its
layout. It counts as an update only where the text states no date of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice

from policydiff.model import DateCandidate
from policydiff.patterns import regex
from policydiff.readers.mhtml import is_mhtml
from policydiff.structure.date_cues import cue_tables
from policydiff.structure.date_notes import archive_note
from policydiff.structure.date_values import read_date

_MARKUP = regex(rb"(?i)<(?:!doctype\s+html|html|head|body|meta|title|!--)")
_OPENING = 2_000  # bytes in which a page shows that it is one
_HEAD = 300_000  # bytes in which meta tags stand; pages with inlined styles are long
_COMMENTS = 300  # that are looked at, from the top and from the end
_COMMENT_CHARS = 3_000
_EARLY_COMMENTS = 5  # in which an archive may have put its note

_MONTH = r"(?P<month>[A-Z][a-z]{2})[a-z]*"
_CLOCK = r"(?P<clock>\d\d:\d\d:\d\d)"
_ZONE = r"(?:\s*(?:GMT|UTC|Z)?\s*(?P<zone>[+-]\d\d:?\d\d)?)"
_ARCHIVED = regex(rf"FILE ARCHIVED ON\s+{_CLOCK}\s+{_MONTH}\s+(?P<day>\d\d?),\s+(?P<year>\d{{4}})")
_SAVED = regex(
    rf"(?:saved date:|^)\s*(?:[A-Z][a-z]{{2}}\s+)?{_MONTH}\s+(?P<day>\d\d?)\s+(?P<year>\d{{4}})\s+{_CLOCK}{_ZONE}"
)
# RFC 7231, also inside the note of HTTrack.
_MAIL = regex(rf"(?P<day>\d\d?)[\s-]{_MONTH}[\s-](?P<year>\d{{4}})\s+{_CLOCK}{_ZONE}")
_MAILED = regex(rb"(?im)^Date:([^\n]{1,100})")
_ISO = regex(
    r"\s*(?P<date>\d{4}-\d\d-\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_STAMP = regex(rb"__wm\.wombat\(\s*[\"'][^\"']{0,2000}[\"']\s*,\s*[\"'](?P<stamp>\d{14})[\"']")
_SCRAPBOOK = regex(rb"<html\b[^>]{0,4000}?data-scrapbook-create=[\"'](?P<stamp>\d{14})\d*[\"']")
_META = regex(rb"(?is)<meta\b([^>]{1,2000})>")
_ATTRIBUTE = regex(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# schema.org's date in a script of JSON-LD, or in the JSON of a site's software.
_LINKED_DATA = regex(rb'"dateModified"\s{0,9}:\s{0,9}"(\d{4}-[\dT:.Z+-]{5,40})"')
_CHANGED = ("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified",
            "dc.date.modified", "revised", "date", "dc.date", "dcterms.date", "last-updated",
            "lastupdated", "datemodified")  # fmt: skip
# The address that archive.today gives a copy, in the page that one saves there.
_TODAY = regex(
    rb"(?i)<(?:link|meta)\b[^>]{0,500}?archive\.(?:today|ph|is|li|vn|md|fo)/(?P<stamp>\d{4}\.\d\d\.\d\d-\d{6})/"
)


def page_dates(data: bytes, *, stated: bool = False) -> tuple[DateCandidate, ...]:
    """Dates in the markup of a page; () for what is no HTML. Linear in `data`.

    `stated` says that the text dates itself: what the site's software tells is then a mention.
    Captures are days in UTC.
    """
    if is_mhtml(data):
        return tuple(_mailed(data))
    if not _MARKUP.search(data[:_OPENING]):
        return ()
    found = [*_commented(data), *_stamped(data)]
    seen: set[str] = set()
    for kind, moment, text, at in _metas(data):
        if kind == "captured":
            found.append(_captured(moment, text, "saved page", data, at))
        elif moment not in seen:
            seen.add(moment)
            why = "meta tag: of the page, perhaps of its layout"
            found.append(
                DateCandidate(
                    kind="mention" if stated else "updated", value=moment, precision="day",
                    text=text, line=_line(data, at), why=why,
                )
            )  # fmt: skip
    return tuple(candidate for candidate in found if candidate.value)


def _mailed(data: bytes) -> Iterator[DateCandidate]:
    """When a browser wrote an MHTML file: its "Date", as in a mail."""
    headers = data[:_OPENING].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if (found := _MAILED.search(headers)) and (match := _MAIL.search(found[1].decode("latin-1"))):
        yield _captured(_moment(match), match[0], "date of the saved page", data, found.start())


def _commented(data: bytes) -> Iterator[DateCandidate]:
    comments = [*islice(_comments(data), _COMMENTS)]
    for number, (at, text) in enumerate(comments):
        if match := _ARCHIVED.search(text):
            yield _captured(_moment(match), match[0], "note of the Internet Archive", data, at)
        elif "SingleFile" in text and (match := _SAVED.search(text)):
            yield _captured(_moment(match), match[0], "note of SingleFile", data, at)
        elif "HTTrack" in text and (match := _MAIL.search(text)):
            yield _captured(_moment(match), match[0], "note of HTTrack", data, at)
        elif number < _EARLY_COMMENTS and (note := archive_note(text, line=_line(data, at))):
            yield from note.dates
            return


def _comments(data: bytes) -> Iterator[tuple[int, str]]:
    """Place and text of comments: those of the first half from the top, the others from the end.

    The Internet Archive writes its note at the very end.
    """
    at, middle = 0, len(data) // 2
    count = 0
    while count < _COMMENTS // 2 and (at := data.find(b"<!--", at, middle)) >= 0:
        yield at, _comment(data, at)
        at, count = at + 4, count + 1
    at, count = len(data), 0
    while count < _COMMENTS // 2 and (at := data.rfind(b"<!--", middle, at)) >= 0:
        yield at, _comment(data, at)
        count += 1


def _comment(data: bytes, at: int) -> str:
    end = data.find(b"-->", at, at + _COMMENT_CHARS)
    text = data[at + 4 : end if end >= 0 else at + _COMMENT_CHARS].decode("utf-8", "replace")
    return " ".join(text.split())


def _stamped(data: bytes) -> Iterator[DateCandidate]:
    for pattern, why in (
        (_STAMP, "script of the Wayback Machine"), (_SCRAPBOOK, "saved page"),
        (_TODAY, "address at archive.today"),
    ):  # fmt: skip
        if match := pattern.search(data[:_HEAD]):
            stamp = match["stamp"].decode("ascii")
            digits = stamp.replace(".", "")
            day = _day(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}")
            if day:
                yield _captured(day, stamp, why, data, match.start())


def _metas(data: bytes) -> Iterator[tuple[str, str, str, int]]:
    """Kind, day, words and place of meta tags that hold a date."""
    from html import unescape  # its table of entities is long, and most texts are no pages

    for match in islice(_META.finditer(data[:_HEAD]), 500):
        text = match[1].decode("utf-8", "replace")
        attributes = {
            key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(text)
        }
        name = next(
            (attributes[key].lower() for key in ("property", "name", "http-equiv", "itemprop") if key in attributes), ""
        )  # fmt: skip
        content = attributes.get("content", "")[:100]
        if name == "savepage-date" and (saved := _SAVED.search(content)):
            yield "captured", _moment(saved), f"{name}: {content}", match.start()
        elif name in _CHANGED and (moment := _written(content)):
            yield "updated", moment, f"{name}: {content}", match.start()
    if (found := _LINKED_DATA.search(data[:_HEAD])) and (moment := _written(found[1].decode())):
        yield "updated", moment, f"dateModified: {found[1].decode()}", found.start()


def _written(content: str) -> str:
    """The day of an ISO time, of one as in HTTP, or in words; as written, for it is the author's."""
    if match := _ISO.match(content):
        return _day(match["date"])
    if match := _MAIL.search(content):
        return _moment(match)
    readings = read_date(content)
    return readings[0].value if len(readings) == 1 and readings[0].precision == "day" else ""


def _moment(match: re.Match[str]) -> str:
    """The day of a written time, in UTC; "" if it is none."""
    parts = match.groupdict()
    months = [names[0][:3] for names in cue_tables()["en"]["months"]]
    if parts["month"].lower() not in months:
        return ""
    month = months.index(parts["month"].lower()) + 1
    try:
        moment = datetime.fromisoformat(
            f"{parts['year']}-{month:02}-{int(parts['day']):02}T{parts['clock']}"
        )
        zone = (parts.get("zone") or "+0000").replace(":", "")
        minutes = int(zone[1:3]) * 60 + int(zone[3:])
        offset = timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
        return moment.replace(tzinfo=offset).astimezone(UTC).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def _day(text: str) -> str:
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return ""


def _captured(day: str, text: str, why: str, data: bytes, at: int) -> DateCandidate:
    return DateCandidate(
        kind="captured", value=day, precision="day", text=text, line=_line(data, at), why=why
    )


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
