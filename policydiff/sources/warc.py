"""Web captures in WARC files, and ARC files of before: every address is a series, every other text of it a snapshot.

A response counts if the server sent the page (status 200) as HTML, plain text, Markdown or PDF. The
time of the record is the date of capture. A revisit says that the page had a text again that another
record holds: the same as before is no snapshot, an older one that is back is one.
"""

from __future__ import annotations

import importlib.util
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.formats import MEDIA
from policydiff.model import DateCandidate, RawSnapshot, SnapshotWarning
from policydiff.patterns import regex
from policydiff.sources.bounded import BoundedStream, TooMuchError
from policydiff.sources.file import skipped
from policydiff.sources.given import GivenDates
from policydiff.sources.limits import MAX_FILES, MAX_SIZE, readable_size
from policydiff.sources.members import is_warc, open_captures
from policydiff.sources.packed import unpacked
from policydiff.sources.shelf import RawSeries

MAX_TOTAL = 1024 * 1024 * 1024  # bytes of all pages that are kept
_MAX_STREAM = 16 * MAX_TOTAL  # bytes that are looked through
_MAX_RECORD = 2 * MAX_TOTAL
_HEADER_ROOM = 4 * 1024 * 1024
_TEXTS = {"text/plain", *MEDIA}
_FOR_CRAWLERS = regex(r"(?i)^https?://[^/]+/(?:robots|ads|app-ads|humans|security|llms)\.txt$")
_DATE = regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")


class _Capture(Struct, frozen=True):
    address: str
    moment: datetime
    data: bytes
    media: str
    charset: str | None
    converted: bool  # text that a tool has made of the page


class _Payloads:
    """Texts that a revisit may mean: by digest, and by address and time."""

    def __init__(self) -> None:
        self.by_digest: dict[str, _Capture] = {}
        self.by_record: dict[tuple[str, str], _Capture] = {}

    def add(self, headers: Any, capture: _Capture) -> None:
        """Remember the text of a record."""
        if digest := headers.get_header("WARC-Payload-Digest"):
            self.by_digest.setdefault(digest, capture)
        self.by_record.setdefault((capture.address, headers.get_header("WARC-Date") or ""), capture)

    def meant(self, headers: Any, address: str) -> _Capture | None:
        """The capture whose text a revisit has again."""
        digest = headers.get_header("WARC-Payload-Digest") or ""
        referred = headers.get_header("WARC-Refers-To-Target-URI") or address
        day = headers.get_header("WARC-Refers-To-Date") or ""
        return self.by_digest.get(digest) or self.by_record.get((referred, day))


def load_warc(
    path: str,
    *,
    max_size: int = MAX_SIZE,
    given: GivenDates | None = None,
    known: _Payloads | None = None,
) -> list[RawSeries]:
    """Series of a WARC, packed or not, by address. Raises SourceError where it holds no page.

    `known` are the texts of other WARCs that revisits may mean; those of this one are added.
    """
    stated = given or GivenDates()
    captures: dict[str, list[_Capture]] = defaultdict(list)
    warnings: dict[str, list[SnapshotWarning]] = defaultdict(list)
    kept = count = 0
    torn: tuple[SnapshotWarning, ...] = ()
    try:
        for address, found in _captures(path, max_size, _Payloads() if known is None else known):
            if isinstance(found, str):
                warnings[_name(address)].append(skipped(_shown(path, address), found))
                continue
            captures[_name(address)].append(found)
            kept, count = kept + len(found.data), count + 1
            if kept > MAX_TOTAL or count > MAX_FILES:
                raise TooMuchError
    except SourceError as error:
        if not captures:
            raise
        # A crawl that was killed leaves half a record; what stands before it is sound.
        message = f"{path}: only the records before the damage are read: {error.why or error.what}"
        torn = (SnapshotWarning(code="torn", message=message),)
    except TooMuchError as error:
        raise SourceError(
            f"more than {readable_size(MAX_TOTAL)} or {MAX_FILES} pages", where=path,
            fix="take the pages that are policies into a smaller file",
        ) from error  # fmt: skip
    series: list[RawSeries] = []
    for name in sorted(captures):
        raws = []
        for capture in _changed(captures[name]):
            source = f"{path}/{capture.moment:%Y%m%d%H%M%S}/{capture.address}"
            raws.append(_raw(capture, source, name, stated.of(source)))
        told = (*dict.fromkeys(warnings.pop(name, ())), *(() if series else torn))
        series.append(RawSeries(name=name, snapshots=tuple(raws), warnings=told))
    if series and warnings:  # of addresses without any snapshot
        others = tuple(dict.fromkeys(w for name in sorted(warnings) for w in warnings[name]))
        series[0] = replace(series[0], warnings=series[0].warnings + others)
    if not series:
        raise SourceError(
            "no page of a policy in this WARC", where=path,
            fix="it needs responses with status 200 of HTML, plain text, Markdown or PDF",
        )  # fmt: skip
    return series


def load_warcs(
    paths: Sequence[str],
    *,
    max_size: int = MAX_SIZE,
    given: GivenDates | None = None,
    lost: list[SnapshotWarning] | None = None,
) -> list[RawSeries]:
    """Series of several WARCs: captures of one address belong together, whatever file has them.

    Where `lost` is given, it is told of WARCs that hold nothing; else they raise SourceError.
    """
    found: dict[str, list[RawSeries]] = defaultdict(list)
    known = _Payloads()
    for path in paths:
        try:
            several = load_warc(path, max_size=max_size, given=given, known=known)
        except SourceError as error:
            if lost is None:
                raise
            lost.append(skipped(path, f"{error.what}: {error.why}" if error.why else error.what))
            continue
        for series in several:
            found[series.name].append(series)
    merged = []
    for name in sorted(found):
        raws = sorted(
            (raw for series in found[name] for raw in series.snapshots),
            key=lambda raw: raw.dates[-1].text,  # the moment of capture
        )
        kept = [raw for i, raw in enumerate(raws) if not i or raws[i - 1].data != raw.data]
        warnings = tuple(w for series in found[name] for w in series.warnings)
        merged.append(RawSeries(name=name, snapshots=tuple(kept), warnings=warnings))
    return merged


def read_capture(source: str, *, max_size: int) -> RawSnapshot | None:
    """One capture, named `file.warc.gz/20210301103000/https://...`; None if it is no such name.

    Raises SourceError where the WARC does not hold it.
    """
    ways = (source[: match.start()] for match in re.finditer(r"/(?=\d{14}/)", source))
    path = next((way for way in ways if is_warc(way)), None)
    if path is None:
        return None
    for series in load_warc(path, max_size=max_size):
        for raw in series.snapshots:
            if raw.source == source:
                return raw
    raise SourceError("no such capture in this WARC", where=source)


def _captures(path: str, max_size: int, known: _Payloads) -> Iterator[tuple[str, _Capture | str]]:
    """Address and page of every record that counts, or why it cannot be read."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    record = None
    with open_captures(path) as stream:
        bounded = BoundedStream(stream, room=_HEADER_ROOM, total=_MAX_STREAM)
        try:
            old = stream.peek(16).startswith(b"filedesc://")  # type: ignore[attr-defined]
            records = ArchiveIterator(bounded, arc2warc=True)
            records.INC_RECORD = ""  # it would print; what is torn is told below
            for record in records:
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                bounded.allow(min(_length(record), _MAX_RECORD))
                moment = _moment(record.rec_headers.get_header("WARC-Date") or "")
                if moment is None or not address.lower().startswith(("http:", "https:")):
                    continue
                if _FOR_CRAWLERS.search(address):
                    continue
                if record.rec_type == "revisit":
                    same = known.meant(record.rec_headers, address)
                    if same is not None:
                        yield address, replace(same, address=address, moment=moment)
                    else:
                        yield address, "revisits of a text that is not in this WARC are left out"
                    continue
                found = _page(record, address, moment, max_size)
                if found is None:
                    continue
                if isinstance(found, _Capture):
                    known.add(record.rec_headers, found)
                yield address, found
            bounded.read(1)  # a torn file is taken for one that ends there
            # Each record ends with two line ends; warcio takes one that breaks off for the end.
            ends = old or bounded.tail[-2:] == b"\n\n" or bounded.tail == b"\n\r\n"
            if record is not None and (not ends or getattr(record.raw_stream, "limit", 0) > 0):
                raise EOFError("the last record is cut short")
        except AttributeError as error:  # from warcio, of headers that break off
            why = "a record without its headers"
            raise SourceError("this WARC is broken", where=path, why=why) from error
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:200]
            raise SourceError("this WARC is broken", where=path, why=reason) from error
        except zlib.error as error:  # warcio lets it through
            raise SourceError("this WARC is broken", where=path, why=str(error)) from error


def _page(record: Any, address: str, moment: datetime, max_size: int) -> _Capture | str | None:
    """The page in a record; None for what is no page of a policy."""
    if record.rec_type == "response" and record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return None
        told = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type in ("resource", "conversion"):
        told = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    message = Message()
    message["Content-Type"] = told
    media = message.get_content_type() if told.strip() else "text/html"
    if media not in _TEXTS:
        return None
    if why := record.rec_headers.get_header("WARC-Truncated"):
        return f"was cut short by the crawler ({why})"
    data = record.content_stream().read(max_size + 1)
    while data and len(data) <= max_size:  # a stream gives what a packet held
        more = record.content_stream().read(max_size + 1 - len(data))
        if not more:
            break
        data += more
    if len(data) > max_size:
        return f"larger than {readable_size(max_size)}"
    for _ in range(2):  # "gzip, gzip", "x-gzip", and servers that do not say that they pack
        if data.startswith(b"\x1f\x8b"):
            plain = unpacked(data, max_size=max_size)
            data = data if isinstance(plain, str) else plain
    if packing := _packing(record, data, media):
        return packing
    rest = record.raw_stream
    if getattr(rest, "limit", 0) > 0 and not rest.read(1):
        return None  # the last record of a torn file, which is told once
    charset = message.get_content_charset()
    return _Capture(address, moment, data, media, charset, record.rec_type == "conversion")


def _packing(record: Any, data: bytes, media: str) -> str:
    """Why a body that the server packed cannot be read, or ""; many say that they pack and do not."""
    headers = record.http_headers
    packed = ((headers and headers.get_header("Content-Encoding")) or "").strip().lower()
    if not packed or packed == "identity":
        return ""
    head = data[:2_000]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    told = media == "application/pdf" and b"%PDF-" in head
    if told or (20 * controls < len(head) and (media != "text/html" or b"<" in head)):
        return ""
    if packed == "br" and importlib.util.find_spec("brotli") is None:
        return "is packed with Brotli; install brotli (pip install brotli) to read it"
    return f"is packed as “{packed}”, which cannot be undone"


def _changed(captures: list[_Capture]) -> list[_Capture]:
    """By time; of equal texts in a row the first; extracted text only where no page stands."""
    pages = [c for c in captures if not c.converted] or captures
    kept: list[_Capture] = []
    for capture in sorted(pages, key=lambda c: c.moment):
        if not kept or kept[-1].data != capture.data:
            kept.append(capture)
    return kept


def _raw(
    capture: _Capture, source: str, series: str, given: tuple[DateCandidate, ...]
) -> RawSnapshot:
    captured = DateCandidate(
        kind="captured", value=capture.moment.date().isoformat(), precision="day",
        text=f"{capture.moment:%Y-%m-%dT%H:%M:%SZ}", why="time of the record in the WARC",
    )  # fmt: skip
    return RawSnapshot(
        data=capture.data,
        source=source,
        series=series,
        dates=(*given, captured),
        media=capture.media,
        charset=capture.charset,
    )


def _name(address: str) -> str:
    """What a page is called through the years: without scheme, "www.", fragment and last slash."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def _shown(path: str, address: str) -> str:
    return f"{path}/{address}"


def _moment(text: str) -> datetime | None:
    match = _DATE.match(text)
    try:
        return datetime.fromisoformat(f"{match[0]}+00:00") if match else None
    except ValueError:
        return None


def _length(record: Any) -> int:
    text = record.rec_headers.get_header("Content-Length") or "0"
    return int(text) if text.isdigit() and len(text) < 16 else 0
