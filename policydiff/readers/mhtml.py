"""The page in a web archive of one file (MHTML), as browsers save a page "complete, in one file"."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from policydiff.errors import SourceError
from policydiff.patterns import regex

_HEAD = 4_000  # bytes
_VERSION = regex(rb"(?im)^MIME-Version:")
_RELATED = regex(rb"(?im)^Content-Type:\s*multipart/related")
_MAX_PARTS = 5_000  # pictures, styles and frames of one page


class SavedPage(Struct, frozen=True):
    """The bytes of the page, as the server sent or the browser wrote them."""

    data: bytes
    charset: str | None


def is_mhtml(data: bytes) -> bool:
    """Whether a file begins like one: with the headers of a mail."""
    head = data[:_HEAD]
    return _VERSION.search(head) is not None and _RELATED.search(head) is not None


def saved_page(data: bytes, source: str) -> SavedPage | None:
    """The page that an MHTML file holds; None for another file. Raises SourceError without a page."""
    if not is_mhtml(data):
        return None
    from email import message_from_bytes

    try:
        parts: Any = message_from_bytes(data).get_payload()
    except (ValueError, LookupError, RecursionError):
        parts = []
    for part in parts[:_MAX_PARTS] if isinstance(parts, list) else ():
        body = None if isinstance(part, str) else part.get_payload(decode=True)
        if isinstance(body, bytes) and part.get_content_type() in _PAGES and body.strip():
            return SavedPage(body, part.get_content_charset())
    raise SourceError(
        "this web archive (MHTML) holds no page", where=source, fix="save the page as HTML only"
    )


_PAGES = ("text/html", "application/xhtml+xml")
