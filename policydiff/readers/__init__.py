"""Readers turn the bytes of a snapshot into blocks. A new format is one file and one line here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from policydiff.model import Block, RawSnapshot, SnapshotWarning
from policydiff.readers.decode import decode
from policydiff.readers.markdown import read_markdown
from policydiff.readers.text import read_text


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read, and the file names that it goes by."""

    read: Callable[[str], list[Block]]
    suffixes: tuple[str, ...]


READERS: dict[str, Reader] = {
    "markdown": Reader(read_markdown, (".md", ".markdown", ".mdown", ".mkd")),
    "text": Reader(read_text, (".txt", ".text", ".asc")),
}

# Readers by what a server calls the text; a plain text may still be Markdown.
MEDIA = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown",
    "text/x-markdown": "markdown", "application/pdf": "pdf",
}  # fmt: skip

# Signs of Markdown that prose does not make by chance. Rows of "=" are no sign: plain text uses
# them between paragraphs.
_MARKDOWN_SIGNS = (
    re.compile(r"(?m)^#{1,6} +\S"),
    re.compile(r"(?<!\\)\[[^\]\n]{1,200}\]\([^()\s]{1,500}\)"),
    re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,200}\*\*"),
    re.compile(r"(?m)^\|(?:\s*:?-{3,}:?\s*\|)+\s*$"),
)
_HTML = re.compile(r"(?is)^\s*(?:<!doctype html|<html\b|<head\b|<body\b|<\?xml)")
_SNIFFED = 200_000  # characters


def detect_format(text: str, name: str) -> str:
    """Name of the reader for a text: by suffix, and by content where the suffix says little."""
    suffix = PurePath(name).suffix.lower()
    known = next((key for key, reader in READERS.items() if suffix in reader.suffixes), "text")
    if known != "text":
        return known
    counts = [len(sign.findall(text[:_SNIFFED])) for sign in _MARKDOWN_SIGNS]
    kinds = sum(count > 0 for count in counts)
    # Two lines that start with "# " are headings; one may be a comment or a number sign.
    return "markdown" if kinds >= 2 or counts[0] >= 2 or max(counts) >= 3 else "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a reader made of one snapshot."""

    text: str
    blocks: tuple[Block, ...]
    format: str
    encoding: str
    warnings: tuple[SnapshotWarning, ...]


def read_blocks(raw: RawSnapshot, *, format_: str | None = None) -> Read:
    """Read one snapshot. Raises SourceError for data that is no text."""
    text, encoding, warnings = decode(raw.data, source=raw.source, declared=raw.charset)
    declared = MEDIA.get(raw.media or "")
    name = format_ or (declared if declared in READERS else detect_format(text, raw.source))
    if _HTML.match(text):
        warnings += (
            SnapshotWarning(
                code="html-as-text",
                message="this looks like HTML and is read as plain text; save it as text or Markdown",
                line=1,
            ),
        )
    blocks = tuple(READERS[name].read(text))
    return Read(text=text, blocks=blocks, format=name, encoding=encoding, warnings=warnings)
