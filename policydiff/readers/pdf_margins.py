"""The numbers that count the lines of a document in its margin, as drafts and filings have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from policydiff.readers.pdf_spans import Span

_FEWEST, _FEW = 10, 3  # numbers of a document that count every line; of every fifth, say
_SHARE = 0.8  # of the numbers count on, of the lines have one
_BROKEN = 2  # numbered lines that go on with a sentence: the number is none of a paragraph

_Split = tuple[list[Span], list[Span]]  # text and numbers of one page


def split_line_numbers(pages: Sequence[Sequence[Span]]) -> list[_Split]:
    """Each page's spans without its line numbers, and those. O(spans log spans).

    They stand left of all text or right of it and count on, each line or every fifth. What begins
    paragraphs or rows of a table leaves lines between without a number.
    """
    for side in ("left", "right"):
        split = [_in_margin(spans, left=side == "left") for spans in pages]
        if _are_line_numbers(split):
            return split
    return [(list(spans), []) for spans in pages]


def _in_margin(spans: Sequence[Span], *, left: bool) -> _Split:
    """Numbers beyond the outermost text of one page."""
    counts = [span for span in spans if len(span.text) <= 5 and span.text.strip().isdecimal()]
    marked = set(map(id, counts))
    text = [span for span in spans if id(span) not in marked]
    if not text:
        return list(spans), []
    edge = min(span.left for span in text) if left else max(span.right for span in text)
    outside = {id(s) for s in counts if (s.right < edge if left else s.left > edge)}
    found = sorted((s for s in counts if id(s) in outside), key=lambda span: -span.bottom)
    return [span for span in spans if id(span) not in outside], found


def _are_line_numbers(split: Sequence[_Split]) -> bool:
    numbers = [found for _, found in split]
    total = sum(map(len, numbers))
    if total < _FEW:
        return False
    steps = Counter(
        int(low.text) - int(high.text) for found in numbers for high, low in pairwise(found)
    )
    if not steps:
        return False
    step, counted = steps.most_common(1)[0]
    if step < 1 or counted < _SHARE * steps.total():
        return False
    if step > 1:
        return all(int(one.text) % step == 0 for found in numbers for one in found)
    rows = beside = broken = 0
    for text, found in split:
        if not found:
            continue
        last: Span | None = None
        for span in text:
            if not found[-1].bottom - 1 <= span.bottom <= found[0].top:
                continue
            if last is None or not last.is_beside(span):
                rows += 1
                numbered = any(one.is_beside(span) for one in found)
                beside += numbered
                broken += numbered and span.text[:1].islower()
            last = span
    return total >= _FEWEST and broken >= _BROKEN and beside >= _SHARE * rows
