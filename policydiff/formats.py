"""The formats of snapshots, and which one a file is in: by content first, by name where content says little.

The sources ask it which files are snapshots, the readers which of them reads one.
"""

from __future__ import annotations

import io
import re
from pathlib import PurePath

from msgspec import Struct

from policydiff.errors import SourceError
from policydiff.patterns import regex


class Format(Struct, frozen=True):
    """How a format is called, and what names and servers call it."""

    name: str  # as messages say it
    suffixes: tuple[str, ...]
    media: tuple[str, ...] = ()  # a plain text may still be Markdown: no type stands for text


FORMATS: dict[str, Format] = {
    "html": Format(
        "HTML", (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"), ("text/html", "application/xhtml+xml")
    ),
    "docx": Format("DOCX", (".docx", ".docm", ".dotx")),
    "markdown": Format(
        "Markdown", (".md", ".markdown", ".mdown", ".mkd"), ("text/markdown", "text/x-markdown")
    ),
    "pdf": Format("PDF", (".pdf",), ("application/pdf",)),
    "text": Format("plain text", (".txt", ".text", ".asc")),
}  # fmt: skip
MEDIA = {media: key for key, format_ in FORMATS.items() for media in format_.media}
SUFFIXES = {suffix: key for key, format_ in FORMATS.items() for suffix in format_.suffixes}


# What people have and no reader takes: (what it is, the way out).
_OTHER = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (.doc)", "save it as .docx or PDF"),
    (b"{\\rtf", "an RTF document", "save it as .docx or PDF"),
    (b"\x89PNG", "a PNG picture", "convert it to text with OCR"),
    (b"\xff\xd8\xff", "a JPEG picture", "convert it to text with OCR"),
    (b"GIF8", "a GIF picture", "convert it to text with OCR"),
    (b"II*\x00", "a TIFF picture", "convert it to text with OCR"),
    (b"MM\x00*", "a TIFF picture", "convert it to text with OCR"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (
        b"WARC/1.",
        "a web archive (WARC) of many pages",
        "save it to a file and name that: policydiff snapshots FILE",
    ),
    (b"filedesc://", "a web archive (ARC) of many pages", "save it to a file and name that"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"bplist00", "a web archive of Safari", "save the page as HTML only"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"\x7fELF", "a program", "name a policy"),
)
_ZIPPED = (
    ("application/vnd.oasis.opendocument", "an OpenDocument file", "save it as .docx or PDF"),
    ("application/epub", "an EPUB book", "convert it to HTML or text"),
)
_PDF_WITHIN = 1024  # bytes; mail programs and web servers put lines before "%PDF-"

# Signs of Markdown that prose does not make by chance. Rows of "=" are no sign: plain text uses
# them between paragraphs.
_MARKDOWN_SIGNS = (
    regex(r"(?m)^#{1,6} +\S"),
    re.compile(r"(?<!\\)\[[^\]\n]{1,200}\]\([^()\s]{1,500}\)"),
    re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,200}\*\*"),
    re.compile(r"(?m)^\|(?:\s*:?-{3,}:?\s*\|)+\s*$"),
)
_SNIFFED = 200_000  # characters
# A page that says so in its first tag, behind comments and an XML declaration.
_PAGE = regex(
    r"(?is)\s*(?:<\?xml[^<>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head|body|frameset)\b"
)
_COMMENT = regex(r"(?s)\s*<!--.*?-->")
_BLOCK_TAG = regex(
    r"<(?:p|div|h[1-6]|li|ul|ol|table|tr|td|center|blockquote|section|article|dl|dt|dd)(?:\s[^<>]{0,300})?/?>",
    re.I,
)
_ANY_TAG = regex(r"</?[a-zA-Z]")
_FIRST_TAG = regex(
    r"\s*<(?:p|div|h[1-6]|table|ul|ol|dl|section|article|main|header|nav|font|center|b|strong|span|title|meta|style|"
    r"script|base|a|img|link)(?:\s[^<>]{0,500})?/?>", re.I
)  # fmt: skip


def binary_format(data: bytes, source: str) -> str | None:
    """ "pdf" or "docx" by the first bytes; None for text. Raises SourceError for other kinds."""
    for magic, kind, fix in _OTHER:
        if data.startswith(magic):
            raise SourceError(f"this is {kind}, not text", where=source, fix=fix)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, source)
    return None


def _zipped(data: bytes, source: str) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = b""
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    kind = file.read(100)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise SourceError(
            "this is a broken ZIP archive or Office document", where=source, why=str(error)[:100],
            fix="get the file again",
        ) from error  # fmt: skip
    if "word/document.xml" in names or any(
        re.fullmatch(r"word/document\d*\.xml", n) for n in names
    ):
        return "docx"
    for start, what, fix in _ZIPPED:
        if kind.decode("ascii", "replace").startswith(start):
            raise SourceError(f"this is {what}, not text", where=source, fix=fix)
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise SourceError(
            "this is a spreadsheet or a presentation", where=source, fix="save it as PDF"
        )
    raise SourceError("this is a ZIP archive, not text", where=source, fix="unpack it first")


def text_format(text: str, suffix_format: str | None) -> str:
    """Name of the reader for a text. `suffix_format` is what its name promises, if anything."""
    head = text[:_SNIFFED]
    if is_page(head):
        return "html"
    blocks = len(_BLOCK_TAG.findall(head))
    # Archives leave single tags in Markdown and plain text; a page has one for every few lines.
    opens = _FIRST_TAG.match(_skip_comments(head)) is not None
    tagged = blocks >= 3 and blocks * 800 >= len(head)
    if tagged and (opens or (suffix_format != "markdown" and blocks >= 5)) and not _marked(head):
        return "html"
    if suffix_format == "markdown":
        return "markdown"
    tags = suffix_format == "html" and (blocks or _ANY_TAG.search(head))
    if tags and (opens or not _marked(head)):
        return "html"
    return _plain_or_markdown(head)


def _marked(head: str) -> bool:
    """Whether it has a sign of Markdown that is no link."""
    return any(sign.search(head) for at, sign in enumerate(_MARKDOWN_SIGNS) if at != 1)


def is_page_or_pdf(data: bytes) -> bool:
    """Whether first bytes say what a file is whose name does not."""
    return b"%PDF-" in data[:_PDF_WITHIN] or is_page(data[:_SNIFFED].decode("latin-1"))


def is_page(text: str) -> bool:
    """Whether a text says in its first tag that it is an HTML page."""
    return _PAGE.match(_skip_comments(text)) is not None


def _skip_comments(text: str) -> str:
    at = 0
    while (comment := _COMMENT.match(text, at)) is not None:
        at = comment.end()
    return text[at:]


def _plain_or_markdown(head: str) -> str:
    counts = [len(sign.findall(head)) for sign in _MARKDOWN_SIGNS]
    kinds = sum(count > 0 for count in counts)
    # Two lines that start with "# " are headings; one may be a comment or a number sign.
    return "markdown" if kinds >= 2 or counts[0] >= 2 or max(counts) >= 3 else "text"


def promised_format(name: str) -> str | None:
    """The format that a file's name promises."""
    return SUFFIXES.get(PurePath(name).suffix.lower())
