"""PDF to blocks, through PDFium. "Lines" are pages, counted from 1.

Files that tell their structure (browsers and Word write such) are read by their tags. Of others the
structure is read from the place, height and weight of the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import Block, Page, SnapshotWarning
from policydiff.readers.pdf_hyphens import Vocabulary
from policydiff.readers.pdf_layout import read_layout
from policydiff.readers.pdf_spans import MAX_CHARS, Span, read_spans
from policydiff.readers.pdf_tags import read_tags
from policydiff.readers.reading import Reading

_MAX_PAGES = 1_000


def read_pdf(data: bytes, source: str) -> Reading:
    """Blocks of a PDF. Raises SourceError for one that is broken, encrypted, or has no text."""
    import pypdfium2

    document = _open(data, source)
    try:
        pages, damaged = _pages(document, source)
        words = Vocabulary([span.text for page in pages for span in page])
        blocks = read_tags(document, pages, words) or read_layout(
            pages, _sizes(document, pages), words
        )
    except pypdfium2.PdfiumError as error:
        raise _broken(source, error) from error
    finally:
        document.close()
    warnings = []
    if damaged:
        message = f"{len(damaged)} of {len(pages)} pages are damaged and not read"
        warnings.append(
            SnapshotWarning(code="damaged-pages", message=message, line=Page(damaged[0]))
        )
    stamped = [all(span.slanted for span in page) for page in pages]  # or empty
    blank = [at for at, bare in enumerate(stamped, 1) if bare and at not in damaged]
    if blank and b"/Image" in data:
        told = ", ".join(map(str, blank[:5])) + (" …" if len(blank) > 5 else "")
        message = f"{len(blank)} of {len(pages)} pages hold no text ({told}); pictures are not read"
        warnings.append(
            SnapshotWarning(code="pages-without-text", message=message, line=Page(blank[0]))
        )
    placed = tuple(
        replace(block, line=Page(block.line), end_line=Page(block.end_line))
        for block in join_pages(blocks)
    )
    return Reading(blocks=placed, warnings=tuple(warnings))


def _open(data: bytes, source: str) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) == 0:
            raise SourceError("this PDF has no pages", where=source, fix="get the file again")
        return document
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise SourceError(
                "this PDF is encrypted",
                where=source,
                fix="open it with its password and print it to a new PDF",
            ) from error
        raise _broken(source, error) from error


def _broken(source: str, error: Exception) -> SourceError:
    why = " ".join(str(error).split())[:100]
    return SourceError("this PDF is broken", where=source, why=why, fix="get the file again")


def _pages(document: Any, source: str) -> tuple[list[list[Span]], list[int]]:
    """Spans by page, and the numbers of the pages that are damaged."""
    import pypdfium2

    count = len(document)
    if count > _MAX_PAGES:
        raise SourceError(
            f"this PDF has {count} pages", where=source, why=f"no policy has more than {_MAX_PAGES}",
            fix="print the pages of the policy to a new PDF",
        )  # fmt: skip
    pages: list[list[Span]] = []
    damaged: list[int] = []
    chars = 0
    for index in range(count):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:  # one page may be damaged where the others are sound
            pages.append([])
            damaged.append(index + 1)
            continue
        try:
            pages.append(read_spans(page))
        finally:
            page.close()
        chars += sum(len(span.text) for span in pages[-1] if not span.slanted)
        if chars > MAX_CHARS:
            raise SourceError(
                f"this PDF has more than {MAX_CHARS:,} characters", where=source,
                fix="print the pages of the policy to a new PDF",
            )  # fmt: skip
    if not chars:
        raise SourceError(
            "this PDF holds no text",
            where=source,
            why="it is a scan or a picture",
            fix="run OCR on it first",
        )
    return pages, damaged


def _sizes(document: Any, pages: Sequence[Sequence[Span]]) -> list[tuple[float, float]]:
    """Width and height of each page; nothing for pages that hold no text, some of them damaged."""
    return [
        document.get_page_size(index) if spans else (0.0, 0.0) for index, spans in enumerate(pages)
    ]


def join_pages(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with paragraphs that a page break cuts put together again."""
    joined: list[Block] = []
    for block in blocks:
        before = next(
            (at for at in range(len(joined) - 1, -1, -1) if not joined[at].furniture), None
        )
        if block.furniture is None and before is not None and _cut(joined[before], block):
            first = joined[before]
            shift = len(first.text) + 1
            joined[before] = replace(
                first,
                text=f"{first.text} {block.text}",
                end_line=block.end_line,
                bold=first.bold + tuple((a + shift, b + shift) for a, b in block.bold),
                links=first.links + block.links,
            )
        else:
            joined.append(block)
    return joined


def _cut(first: Block, second: Block) -> bool:
    """Whether a page break cuts one sentence into these two blocks."""
    return (
        first.end_line + 1 == second.line
        and first.kind in ("paragraph", "item")
        and second.kind == "paragraph"
        and first.text.rstrip(' "”’)')[-1:] not in ".!?:;"
        and (second.text[:1].islower() or first.text.rstrip()[-1:] == ",")
    )
