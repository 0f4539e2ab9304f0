"""Readers turn the bytes of a snapshot into blocks. A new format is one file, a line here and one in `formats.py`."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from policydiff.formats import FORMATS, MEDIA, binary_format, promised_format, text_format
from policydiff.model import Block, RawSnapshot, SnapshotWarning
from policydiff.readers.glued import unglued
from policydiff.readers.headed_items import with_headed_items
from policydiff.readers.mhtml import saved_page
from policydiff.readers.reading import Reading
from policydiff.recall import Memory


class Reader(Struct, frozen=True):
    """How one format is read.

    `read` takes decoded text; `read_bytes` takes the file and its name, for formats that are no text.
    """

    read: Callable[[str], Reading] | None = None
    read_bytes: Callable[[bytes, str], Reading] | None = None
    by_suffix: bool = False  # a text whose name alone says what it is


# Most runs read one format; a reader is imported when it is needed.
def _read_html(text: str) -> Reading:
    from policydiff.readers.html import read_html

    return read_html(text)


def _read_docx(data: bytes, source: str) -> Reading:
    from policydiff.readers.docx import read_docx

    return read_docx(data, source)


def _read_markdown(text: str) -> Reading:
    from policydiff.readers.markdown import read_markdown, struck_out

    return Reading(blocks=tuple(read_markdown(text)), warnings=struck_out(text))


def _read_text(text: str) -> Reading:
    from policydiff.readers.text import read_text

    return Reading(blocks=tuple(read_text(text)))


def _read_pdf(data: bytes, source: str) -> Reading:
    from policydiff.readers.pdf import read_pdf

    return read_pdf(data, source)


READERS: dict[str, Reader] = {
    "html": Reader(_read_html),
    "docx": Reader(read_bytes=_read_docx),
    "markdown": Reader(_read_markdown),
    "pdf": Reader(read_bytes=_read_pdf),
    "text": Reader(_read_text),
}


def detect_format(text: str, name: str) -> str:
    """Name of the reader for a text: by content, and by suffix where the content says little."""
    return _text_format(text, promised_format(name))


def _text_format(text: str, promised: str | None) -> str:
    if promised and READERS[promised].by_suffix:
        return promised
    return text_format(text, promised)


class Read(Struct, frozen=True, kw_only=True):
    """What a reader made of one snapshot."""

    text: str  # the visible text
    blocks: tuple[Block, ...]
    format: str
    encoding: str
    warnings: tuple[SnapshotWarning, ...]


_texts = Memory[Read](size=16)


def read_blocks(raw: RawSnapshot, *, format_: str | None = None) -> Read:
    """Read one snapshot. Raises SourceError, one line with the way out, for what cannot be read."""
    if page := saved_page(raw.data, raw.source):
        raw = replace(raw, data=page.data, charset=page.charset)
    promised = MEDIA.get(raw.media or "") or promised_format(raw.source)
    name = format_ or binary_format(raw.data, raw.source)
    if name and READERS[name].read_bytes:
        return _read(raw, format_, promised, name)
    # Histories that go back and forth hold a text many times, as one object.
    key = (promised, raw.charset, format_, name)
    return _texts.known(raw.data, key) or _texts.keep(
        raw.data, key, _read(raw, format_, promised, name)
    )


def _read(raw: RawSnapshot, format_: str | None, promised: str | None, name: str | None) -> Read:
    warnings: tuple[SnapshotWarning, ...] = ()
    if name and (read_bytes := READERS[name].read_bytes):
        reading = read_bytes(raw.data, raw.source)
        encoding = "binary"
    else:
        from policydiff.readers.decode import decode

        text, encoding, warnings = decode(raw.data, source=raw.source, declared=raw.charset)
        name = format_ or _text_format(text, promised)
        read = READERS[name].read
        if read is None:
            raise ValueError(f"{name} is no text format")
        reading = read(text)
        reading = replace(reading, blocks=with_headed_items(unglued(reading.blocks)))
    # Plain text and Markdown are told apart by their content without a word: .txt is used for both.
    told = {promised, name}
    if format_ is None and promised and promised != name and told != {"text", "markdown"}:
        named, found = FORMATS[promised].name, FORMATS[name].name
        message = f"named like {named}, but this is {found} and is read as such"
        warnings = (SnapshotWarning(code="wrong-suffix", message=message), *warnings)
    blocks = reading.blocks
    return Read(
        text=text if name in ("text", "markdown") else _visible(blocks),
        blocks=blocks,
        format=name,
        encoding=encoding,
        warnings=warnings + reading.warnings,
    )


def _visible(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join(b.text for b in blocks if b.furniture is None and b.kind != "rule")
