"""What all marked-up formats share below the block: white space, bold spans, lines of one block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from policydiff.model import Block
from policydiff.patterns import regex

Spans = tuple[tuple[int, int], ...]
Links = tuple[tuple[str, str], ...]

_FOLD = regex(
    r"[ \t\u00a0\u2007\u202f\u3000]*\n[ \t\u00a0\u3000]*|[ \t\u00a0\u3000]{2,}|[\t\u00a0\u3000]"
)
_LINE_ITEM = regex(r"([•·●○◦▪■□►▶➢✓])\s*(?=\S)|([*–-]|\((?:[a-z]|[ivx]{1,5}|\d{1,2})\))\s+(?=\S)")
_ROW = regex(r"\s*([=\-*_~–—])(?:\s?\1){3,}\s*$")  # drawn under a line, or between two
# "第2条（利用登録）" above its text: bold or not, a number of a law heads what is below.
_EAST_HEADING = regex(
    r"第\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*[章節节條条編编][^。；;、，]{0,30}$"
)
_SIGNS = regex(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# "Last updated: 3 May 2021", "Stand: Juli 2020": what stands under a title and is no part of it.
_DATED = regex(
    r"\W*(?:(?:last|date|of|version|policy|zuletzt|letzte|dernière|última|ultimo)\s+){0,2}"
    r"(?:updated?|modified|revised|amended|revision|effective|published|issued|version|as of|dated?|stand|fassung|"
    r"aktualisiert|aktualisierung|änderung|geändert|gültig|mise à jour|en vigueur|actualización|modificación|vigente|aggiornamento)\b"
    r"[^.!?]{0,40}\d[^.!?]{0,30}$", re.I
)  # fmt: skip
_TEXT_SIGNS = 12  # so many signs of a script without blanks are a sentence
_LONGEST_BOLD_LINE = 160  # characters
_TEXT_WORDS = 8  # so many words below a bold line make it stand above text, not above an address


def fold(
    text: str, bold: list[tuple[int, int]], links: list[tuple[str, str]]
) -> tuple[str, Spans, Links]:
    """Fold white space, carrying the bold spans along; spans that touch become one, and none begins or ends with a blank."""
    if not _FOLD.search(text) and text == text.strip():
        return text, _joined(text, bold), tuple(links)
    position = [0] * (len(text) + 1)
    out: list[str] = []
    length = 0
    end = 0
    for match in _FOLD.finditer(text):
        for index in range(end, match.start()):
            position[index] = length + index - end
        length += match.start() - end
        out.append(text[end : match.start()])
        white = "\n" if "\n" in match[0] else " "
        for index in range(match.start(), match.end()):
            position[index] = length
        out.append(white)
        length += 1
        end = match.end()
    for index in range(end, len(text) + 1):
        position[index] = length + index - end
    out.append(text[end:])
    folded = "".join(out)
    lead = len(folded) - len(folded.lstrip())
    clean = folded.strip()
    spans = [(max(0, position[a] - lead), min(len(clean), position[b] - lead)) for a, b in bold]
    return clean, _joined(clean, spans), tuple(links)


def _joined(text: str, spans: list[tuple[int, int]]) -> Spans:
    """The spans without empty ones; those with only white space between them are one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        part = text[start:end]
        if not part.strip():
            continue
        start += len(part) - len(part.lstrip())
        end -= len(part) - len(part.rstrip())
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def break_lines(block: Block, breaks: Sequence[tuple[int, int]] = ()) -> Iterator[Block]:
    """The blocks that one paragraph with hard breaks is, to the eye.

    "<b>Cookies</b><br>We use cookies to ..." is a heading above its text, and "• names<br>• ages" is
    a list. Lines of an address or a verse stay one block. `breaks` holds for each break the source
    lines on which the text before it ends and the text behind it begins.
    """
    if "\n" not in block.text or block.kind not in ("paragraph", "item"):
        yield block
        return
    lines = block.text.split("\n")
    if len(breaks) != len(lines) - 1:
        breaks = ()
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    items = [_LINE_ITEM.match(line) for line in lines]
    listed = sum(item is not None for item in items) >= 2
    # Without better knowledge every line of the text stands on a line of the source.
    guessed = [min(block.line + index, block.end_line) for index in range(len(lines))]
    begins = [block.line, *(begin for _, begin in breaks)] if breaks else guessed
    ends = (
        [*(end for end, _ in breaks), block.end_line] if breaks else [*guessed[:-1], block.end_line]
    )
    groups: list[list[int]] = []
    alone = False
    for index, line in enumerate(lines):
        title = _is_title(block, lines, starts, index)
        row = _ROW.match(line) is not None
        item = listed and items[index] is not None
        if not groups or title or row or alone or item or not line.strip():
            groups.append([])
        groups[-1].append(index)
        alone = title or row
    for group in groups:
        first, last = group[0], group[-1]
        text = "\n".join(lines[first : last + 1])
        if not text.strip():
            continue
        if first == last and _ROW.match(text):
            yield Block(kind="rule", text=text.strip(), line=begins[first], end_line=ends[last])
            continue
        mark = items[first] if listed else None
        cut = mark.end() if mark else 0
        start, end = starts[first] + cut, starts[first] + len(text)
        spans = [(max(a, start) - start, min(b, end) - start) for a, b in block.bold]
        piece, bold, _ = fold(text[cut:], [(a, b) for a, b in spans if b > a], [])
        yield replace(
            block,
            kind="item" if mark else block.kind,
            text=piece,
            level=max(block.level, 1) if mark else block.level,
            marker=(mark[1] or mark[2]) if mark else block.marker if first == 0 else "",
            bold=bold,
            links=tuple(link for link in block.links if link[0] and link[0] in text),
            line=begins[first],
            end_line=ends[last],
            gap_lines=block.gap_lines if first == 0 else int(not lines[first - 1].strip()),
        )


def is_date_line(text: str) -> bool:
    """Whether it tells nothing but when something was written or is in force: "Stand: Juli 2020"."""
    return _DATED.match(text[:200]) is not None and len(text) <= 200


def _is_title(block: Block, lines: list[str], starts: list[int], index: int) -> bool:
    """Whether a line is all bold and text stands under it."""
    line = lines[index]
    if not 0 < len(line.strip()) <= _LONGEST_BOLD_LINE:
        return False
    covered = sum(
        max(0, min(b, starts[index] + len(line)) - max(a, starts[index])) for a, b in block.bold
    )
    if not any(char.isalpha() for char in line):
        return False
    under = [other for other in lines[index + 1 :] if other.strip()]
    if not line.isascii() and under and _EAST_HEADING.match(line.strip()):
        return True
    if covered < 0.9 * len(line.strip(" .:*")):
        return False
    if under and _ROW.match(under[0]):
        return True
    below = under[0] if under else ""
    if is_date_line(below):
        return True
    words = len(below.split())
    if not below.isascii() and len(_SIGNS.findall(below[:200])) >= _TEXT_SIGNS:
        words += _TEXT_WORDS
    sentence = words >= _TEXT_WORDS or (words >= 4 and below.rstrip()[-1:] in ".:!?;")
    # A question calls for what is below, be it an address.
    asked = bool(below) and line.rstrip()[-1:] == "?"
    return sentence or asked or index == len(lines) - 1
