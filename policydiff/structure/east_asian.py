"""Headings of Chinese, Japanese and Korean text, by how such documents number and mark them.

    第一章 总则      第1条(個人情報)      一、我们如何收集      (一)注册      1．安全管理      ■お問い合わせ

The signs of `signs.py` count words and case, which these scripts do not have. A line is a heading
where it is short, ends in no stop, and stands over text or over a heading of another kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.patterns import regex
from policydiff.structure.line_words import choice
from policydiff.structure.lines import Line

SIGNS = "\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_SIGN = regex(f"[{SIGNS}]")
_LETTER = regex(r"[^\W\d_]")
_SEARCHED = 60  # lines that tell the script
_SHARE = 0.5  # of the letters
_LONGEST = 40  # characters of a heading
_PLAIN = 24  # the same without number or mark
_PROSE = 28  # characters from which a line without a stop is text
_STOP = regex(r"[。．.!！?？;；:：、,，)）」』]$")
_ENDS = regex(lambda: rf"(?:[。．.!！;；:：、,，]|{choice('stops')})$")
_COLON = regex(r"[:：]$")
_NEAR = 60  # lines within which the next number stands
_INSIDE = regex(r"[。；;！]")
# "■お問い合わせ窓口", "【開示請求】"; a bullet that also marks items is none.
_MARKED = regex(
    r"^\s*(?:[■◆▼□◇]\s*\S|[【〔][^】〕]{1,30}[】〕]$|[<〈＜《][^>〉＞》]{1,30}[>〉＞》]$)"
)
_CLOSING = regex(lambda: rf"^{choice('closing_headings')}$")
# "第1条に定める情報": a number that is spoken of.
_CITED = regex(lambda: rf"^{choice('citing')}")


def is_east_asian(lines: Sequence[Line]) -> bool:
    """Whether the document is written in Chinese, Japanese or Korean, by its first lines with text."""
    text = "".join(line.block.text[:400] for line in lines[:_SEARCHED])
    if text.isascii():
        return False
    signs = len(_SIGN.findall(text))
    return signs > 0 and signs >= _SHARE * len(_LETTER.findall(text))


def east_asian_headings(lines: Sequence[Line]) -> dict[int, bool]:
    """Whether each line that could be a heading is one, by index. O(lines)."""
    found: dict[int, bool] = {}
    for line in reversed(lines):
        if _could_be(line):
            below = lines[line.index + 1] if line.index + 1 < len(lines) else None
            found[line.index] = below is not None and _stands_over(line, below, found)
    for line in lines:
        # "2.3 禁止行为：" between 2.2 and 2.4 that are headings: the colon is said to the reader only.
        if line.number is not None and _COLON.search(line.text) and _is_sibling(line, lines, found):
            found[line.index] = True
    return dict(sorted(found.items()))


def _could_be(line: Line) -> bool:
    text = line.block.text.strip()
    return (
        line.block.kind in ("paragraph", "item")
        and 0 < len(text) <= _LONGEST
        and "\n" not in text
        and _SIGN.search(text) is not None
        and _ENDS.search(text) is None
        and _INSIDE.search(text) is None
        and not (line.number is not None and _CITED.match(line.text))
    )


def _is_sibling(line: Line, lines: Sequence[Line], found: dict[int, bool]) -> bool:
    """Whether the number before it, or the one behind it, is that of a heading and text stands below."""
    style, last = line.number and line.number.style, line.number.last if line.number else 0
    around = lines[max(0, line.index - _NEAR) : line.index + _NEAR]
    near = (other.number for other in around if found.get(other.index))
    counted = any(one and one.style == style and abs(one.last - last) == 1 for one in near)
    below = lines[line.index + 1] if line.index + 1 < len(lines) else None
    return (
        counted
        and len(line.block.text) <= _LONGEST
        and _INSIDE.search(line.text) is None
        and below is not None
        and (below.number is None or below.number.style != style)
    )


def _stands_over(line: Line, below: Line, found: dict[int, bool]) -> bool:
    if line.number is not None and line.number.named:
        return below.number is None or below.number.style != line.number.style
    heads = found.get(below.index, False)
    over_heading = heads and _kind(below) != _kind(line)
    over_text = not heads and (_is_text(below) or below.block.kind in ("item", "cell"))
    if line.number is not None:
        # The last row of a list stands over the next heading, too: only a deeper count begins with 1.
        over_part = over_heading and below.number is not None and below.number.last == 1
        return (over_part or over_text) and not _goes_on(line, below)
    if _is_marked(line) or line.bold or _CLOSING.match(line.text):
        return over_heading or over_text
    return (
        line.block.kind == "paragraph"
        and line.number is None
        and len(line.text) <= _PLAIN
        and (line.block.gap_lines > 0 or line.index == 0)
        and not any(char.isdigit() for char in line.text)
        and (_is_text(below) or (line.index == 0 and over_heading))
        and below.number is None
    )


def _goes_on(line: Line, below: Line) -> bool:
    return (
        line.number is not None
        and below.number is not None
        and below.number.style == line.number.style
        and below.number.last == line.number.last + 1
    )


def _kind(line: Line) -> str:
    """What headings that look alike have in common."""
    return line.number.style if line.number else line.block.text.strip()[:1]


def _is_marked(line: Line) -> bool:
    return _MARKED.match(f"{line.block.marker}{line.block.text.strip()}") is not None


def _is_text(line: Line) -> bool:
    text = line.block.text.strip()
    return len(text) >= _PROSE or _STOP.search(text) is not None
