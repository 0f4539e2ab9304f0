"""PDFs without tags: lines to paragraphs by gap and margin, headings by height, items by mark."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from policydiff.model import Block
from policydiff.patterns import regex
from policydiff.readers.inline import fold
from policydiff.readers.pdf_hyphens import Vocabulary
from policydiff.readers.pdf_lines import Line, read_lines
from policydiff.readers.pdf_spans import Span
from policydiff.readers.text import read_text

_TALLER = 1.09  # times the height of the text: a heading
_LONGEST_HEADING = 200  # characters
_HYPHEN = regex(r"[^\W\d_]-$")
_LETTER = regex(r"(?:[a-z]|[ivx]{2,4})\.")  # behind the end of a sentence: the label of an item
_SAME_LEFT = 100.0  # points: lines of one column, indented or not
_LOOSE = 1.25  # times the usual distance of lines: a new paragraph


def read_layout(
    pages: Sequence[Sequence[Span]], sizes: Sequence[tuple[float, float]], words: Vocabulary
) -> list[Block]:
    """Blocks of pages that tell nothing of their structure."""
    lines = read_lines(pages, sizes)
    body = [line for line in lines if not line.furniture]
    page = _Look(body)
    blocks: list[Block] = []
    items: list[float] = []  # left edges of the open items, outermost first
    row = 0
    head: list[str] = []
    for group in _paragraphs(lines, page):
        first = group[0]
        if first.furniture:
            blocks += [_block(group, words, "navigation")]
            continue
        if first.cells:
            row += 1
            before = next((block for block in reversed(blocks) if block.furniture is None), None)
            begins = before is None or before.kind != "cell"
            cells = _cells(first, row, words, head=begins and _heads(first))
            head = [cell.text for cell in cells] if begins else head
            if not begins and [cell.text for cell in cells] == head:
                cells = [
                    replace(cell, furniture="navigation") for cell in cells
                ]  # once more on a new page
            blocks += cells
            continue
        block = _block(group, words, None)
        height = first.height
        if (
            height >= _TALLER * page.height
            and len(block.text) <= _LONGEST_HEADING
            and not block.text.endswith((".", ";"))
        ):
            level = 1 + sum(other > height + 0.4 for other in page.heights)
            blocks.append(replace(block, kind="heading", level=min(level, 6)))
            items = []
            continue
        told = read_text(block.text)
        if len(told) == 1 and told[0].kind == "item":
            while items and first.left < items[-1] - 3:
                items.pop()
            if not items or first.left > items[-1] + 3:
                items.append(first.left)
            cut = len(block.text) - len(told[0].text)
            bold = tuple((max(0, a - cut), b - cut) for a, b in block.bold if b > cut)
            blocks.append(
                replace(
                    block,
                    kind="item",
                    text=told[0].text,
                    marker=told[0].marker,
                    level=len(items),
                    bold=bold,
                )
            )
        elif items and first.left > items[0] + 3:
            blocks.append(replace(block, kind="item", level=len(items)))
        else:
            items = []
            blocks.append(block)
    return blocks


class _Look:
    """How the text of a document looks: its height, its margins, the distance of its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        weights: Counter[float] = Counter()
        distances: dict[float, list[float]] = defaultdict(list)
        for before, line in zip([None, *lines[:-1]], lines, strict=True) if lines else ():
            height = round(line.height * 2) / 2
            weights[height] += sum(len(span.text) for span in line.spans)
            if (
                before is not None
                and before.page == line.page
                and abs(before.height - line.height) < 0.5
            ):
                distance = before.bottom - line.bottom
                if 0.5 * line.height < distance < 2.2 * line.height:
                    distances[height].append(distance / line.height)
        self.height = weights.most_common(1)[0][0] if weights else 10.0
        tall = sorted(height for height in weights if height >= _TALLER * self.height)
        # Heights that differ by less than a point are one.
        self.heights = [
            height
            for at, height in enumerate(tall)
            if at + 1 == len(tall) or tall[at + 1] - height > 0.6
        ]
        self._leading = {
            height: sorted(found)[len(found) // 3] for height, found in distances.items()
        }
        self._edges = sorted(
            (line.left, line.right)
            for line in lines
            if not line.cells and line.height < _TALLER * self.height
        )
        self._margins: dict[int, float] = {}

    def leading(self, line: Line) -> float:
        """The usual distance of lines of that height, in heights."""
        return self._leading.get(round(line.height * 2) / 2, self._leading.get(self.height, 1.25))

    def margin(self, line: Line) -> float:
        """Where the lines of the column end on the right."""
        key = round(line.left / 10)
        if key not in self._margins:
            near = sorted(
                right for left, right in self._edges if abs(left - line.left) <= _SAME_LEFT
            )
            self._margins[key] = near[int(0.95 * (len(near) - 1))] if near else line.right
        return self._margins[key]


def _paragraphs(lines: Sequence[Line], look: _Look) -> list[list[Line]]:
    """Lines that belong to one paragraph, put together."""
    groups: list[list[Line]] = []
    for line in lines:
        open_ = next((group for group in reversed(groups[-3:]) if not group[0].furniture), None)
        if open_ is not None and not line.furniture and _continues(open_, line, look):
            open_.append(line)
        else:
            groups.append([line])
    return groups


def _continues(group: Sequence[Line], line: Line, look: _Look) -> bool:
    last = group[-1]
    if (
        last.cells
        or line.cells
        or last.page != line.page
        or abs(last.height - line.height) > 0.08 * line.height
    ):
        return False
    text = line.text.strip()
    head = text.split(None, 1)[0] if text else ""
    ended = last.text.rstrip(' "”’)')[-1:] in ".!?:;"
    # The first word would have fitted above: the paragraph had ended.
    width = len(head) * (line.right - line.left) / max(1, len(text))
    margin = (
        max(look.margin(last), look.margin(line)) if line.height < _TALLER * look.height else 0.0
    )
    full = last.right + 1.15 * width + 0.35 * line.height > margin
    if text[:1].islower() and _HYPHEN.search(last.text[-3:]):
        full = True  # "cook-" + "ies": cut by hand, short of the margin
    elif not full and text[:1].islower():
        # An average letter tells the width of a word roughly: where a sentence goes on, nearly is enough.
        full = not ended and last.right - last.left > 0.7 * (margin - last.left)
    # "... children under" + "16. We do not ...": a number inside a sentence.
    ended = last.text.rstrip(' "”’)')[-1:] in ".!?:;"
    if _starts_item(text) and (ended or not full or not head[0].isdigit()):
        return False
    if ended and _LETTER.fullmatch(head):
        return False
    distance = last.bottom - line.bottom
    if distance < 0:  # the next column
        return full and not ended
    near = 0.5 * line.height < distance <= _LOOSE * look.leading(line) * line.height
    shift = line.left - last.left
    if len(group) == 1:
        # The first line may be indented, or hang out with a mark.
        centred = not margin and abs(last.left + last.right - line.left - line.right) < 4
        aligned = centred or (
            -3 * line.height
            < shift
            < (3 * line.height if _starts_item(group[0].text.strip()) else 2)
        )
    else:
        aligned = abs(shift) < 2
    return near and full and aligned


def _starts_item(text: str) -> bool:
    told = read_text(text)
    if told and told[0].kind == "item":
        return True
    head = text.split(None, 1)[0] if text else ""
    return len(head) <= 6 and head[:1].isdigit() and head[-1:] in ".)" and len(text) > len(head)


def _block(group: Sequence[Line], words: Vocabulary, furniture: str | None) -> Block:
    text, bold, links = _run([line.spans for line in group], words)
    return Block(
        kind="paragraph", text=text, line=group[0].page, end_line=group[-1].page, bold=bold, links=links,
        furniture=furniture, gap_lines=1,  # type: ignore[arg-type]
    )  # fmt: skip


def _heads(row: Line) -> bool:
    """Whether a first row names the columns: of two only in bold, as in Word's documents."""
    return len(row.cells) > 2 or all(span.bold for span in row.spans)


def _cells(row: Line, number: int, words: Vocabulary, *, head: bool) -> list[Block]:
    cells = []
    for spans in row.cells:
        lines: list[list[Span]] = []
        for span in spans:
            if lines and lines[-1][-1].is_beside(span):
                lines[-1].append(span)
            else:
                lines.append([span])
        text, bold, links = _run(lines, words)
        cells.append(
            Block(
                kind="cell", text=text, line=row.page, end_line=row.page, row=number, header=head, bold=bold,
                links=links,
            )
        )  # fmt: skip
    return cells


def _run(
    lines: Sequence[Sequence[Span]], words: Vocabulary
) -> tuple[str, tuple[tuple[int, int], ...], tuple[tuple[str, str], ...]]:
    """Text of some lines as one run, with bold spans and links; hyphens of line ends undone."""
    text = ""
    bold: list[tuple[int, int]] = []
    links: list[tuple[str, str]] = []
    for line in lines:
        if text:
            glue = words.join(text.rstrip(), line[0].text)
            text = text.rstrip()[:-1] if glue == "\b" else text.rstrip() + glue
        last: Span | None = None
        for span in line:
            if (
                last is not None
                and not text.endswith(" ")
                and span.left - last.right > 0.16 * span.height
            ):
                text += " "
            start = len(text)
            text += span.text
            if span.bold:
                bold.append((start, len(text)))
            if span.link:
                if links and links[-1][1] == span.link:
                    links[-1] = (f"{links[-1][0]} {span.text}".replace("  ", " "), span.link)
                else:
                    links.append((span.text, span.link))
            last = span
    return fold(text, bold, [(label.strip(), target) for label, target in links])
