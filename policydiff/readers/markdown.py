"""Markdown to blocks with source lines, through markdown-it-py (CommonMark and tables).

Archives of policies hold hundreds of versions that differ in a few paragraphs. The source is cut
at blank lines where no container can be open, and what a piece yields is remembered: a version
costs what is new in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policydiff.model import Block, SnapshotWarning
from policydiff.patterns import regex
from policydiff.readers.front_matter import split_front_matter
from policydiff.readers.hyphens import line_joint
from policydiff.readers.inline import Links, Spans, break_lines, fold
from policydiff.readers.layout_marks import without_layout
from policydiff.readers.text import read_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Tags that archives leave behind. Others stay: "<Data Protection Officer>" is text.
_TAGS = (
    "a|abbr|address|article|b|big|blockquote|caption|center|cite|code|col|colgroup|dd|details|div|dl|"
    "dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|nav|ol|p|pre|q|"
    "section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|wbr"
)
_BREAK = regex(r"<br\s*/?>", re.IGNORECASE)
_TAG = regex(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)
_DELETED = (re.compile(r"<(?:del|s)(?:\s[^<>]{0,200})?>", re.I), re.compile(r"</(?:del|s)>", re.I))
_STRUCK = regex(r"(?<!~)~~(?=[^\s~])[^\n~]{0,2000}[^\s~]~~(?!~)")
_COMMENT = (re.compile(r"<!--"), re.compile(r"-->"))
_REFERENCE = regex(r"(?m)^ {0,3}\[[^\]\n]+\]:\s*\S")
# "[^1]" behind a word, and "[^1]: Courier" below, which looks like the target of a link.
_FOOTNOTE = regex(r"\[\^([^\]\s^]{1,30})\]:?")
# "**Data we collect:  **When you": bold whose blanks stand inside it closes nothing in CommonMark.
_LOOSE_BOLD = regex(
    r"(?<![*\\\w])\*\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])([ \t\u00a0]+)\*\*(?=[^\s*])"
)
_STRAY = regex(r"\*{2,}|(?<!\w)_{2,}(?!\w)")  # emphasis that closed nothing: "sentence. ****"
_FENCE = regex(r"(?:```|~~~)")
# After a blank line, text at the margin ends every list, quote and table. Both begin with a line end,
# which is looked for ten times faster than a choice.
_CUT = regex(rf"\n(?:(?P<fence> {{0,3}}{_FENCE.pattern})|[^\S\n]*\n(?=\S))")
_SETEXT = regex(r"^ {0,3}(?:=+|-{2,})\s*$")
# "1. General" over a row of dashes: a list of one item and a rule to CommonMark, a heading to the eye.
_NUMBERED_SETEXT = regex(
    r"(?:\A|(?<=\n\n))( {0,3})(\d{1,3}[.)][ \t]+\S[^\n]{0,150})\n {0,3}(={3,200}|-{3,200})[ \t]*(?=\n|\Z)"
)
# The head of a table and the row of dashes below it, each closed by pipes.
_RULED = regex(
    r"(?m)^( {0,3}\|[^\n]{1,2000}\|)[ \t]*\n( {0,3}\|(?:[ \t]*:?-{1,200}:?[ \t]*\|){1,100})[ \t]*$"
)
# An item that the archive wrote without a blank: CommonMark would make a paragraph of it.
# "*   •Sell it": marked up as an item, with the glyph of the page still in it.
_DOUBLE_MARK = regex(r"^(\s*(?:[*+-]|\d{1,3}[.)])\s+)[•·●▪]\s*(?=\S)")
_GLUED_ITEM = regex(r"^( *)([•·●▪])(?=\S)")


def read_markdown(text: str) -> list[Block]:
    """Blocks of a Markdown text, in order; lines count from 1. O(length), remembered by piece."""
    blocks: list[Block] = []
    if text.startswith(("---", "+++")):
        blocks, text = split_front_matter(text)
    rows = 0
    last_end = blocks[-1].end_line if blocks else 0
    for first, piece in _pieces(text):
        placed = _place_piece(piece, first, rows, first - last_end)
        if placed:
            blocks += placed
            last_end = placed[-1].end_line
        rows = (blocks[-1].row if blocks else 0) or rows
    return blocks


def struck_out(text: str) -> tuple[SnapshotWarning, ...]:
    """The warning that a page shows deleted words, which are not read, with the line of the first."""
    if "~~" not in text or not (found := list(_STRUCK.finditer(text))):
        return ()
    message = f"the page strikes out {len(found)} passages, which are not read"
    line = text.count("\n", 0, found[0].start()) + 1
    return (SnapshotWarning(code="marked-edits", message=message, line=line),)


@lru_cache(maxsize=50_000)
def _place_piece(source: str, first: int, rows: int, gap: int) -> tuple[Block, ...]:
    """Blocks of a piece behind `first` lines, `rows` table rows and `gap` lines without a block.

    Remembered with its place: most of a version stands on the lines on which it stood before, and
    what is made of the same blocks is found again by the same objects.
    """
    placed = []
    last_end = first - gap
    for block in _read_piece(source):
        line = block.line + first
        placed.append(
            replace(
                block,
                line=line,
                end_line=block.end_line + first,
                row=block.row + rows if block.row else 0,
                gap_lines=max(0, line - last_end - 1),
            )
        )
        last_end = block.end_line + first
    return tuple(placed)


def _without(text: str, marks: tuple[re.Pattern[str], re.Pattern[str]]) -> str:
    """The text without what stands between two marks; line ends stay. An open mark closes nothing.

    A lazy regular expression would look for the end from every opening again: quadratic.
    """
    opening, closing = marks
    out: list[str] = []
    at = 0
    while (start := opening.search(text, at)) and (end := closing.search(text, start.end())):
        out += [text[at : start.start()], "\n" * text.count("\n", start.start(), end.end())]
        at = end.end()
    return "".join(out) + text[at:]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(lines before it, source) for stretches that can be parsed alone."""
    if "<!--" in text:
        text = _without(text, _COMMENT)
    if "[^" in text:
        text = _FOOTNOTE.sub(r"[\1]", text)
    if "]:" in text and _REFERENCE.search(text):
        yield 0, text
        return
    start = line = 0
    fenced = False
    text = f"\n{text}"
    for match in _CUT.finditer(text):
        at = match.end()
        cut = not match["fence"]
        if not cut or _FENCE.match(text, at):
            fenced = not fenced
        if cut and not fenced:
            piece = text[start + 1 : at - 1]
            yield line, piece
            start, line = at - 1, line + piece.count("\n") + 1
    yield line, text[start + 1 :]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # html=False: with it on, "<Data Protection Officer>" would vanish as an unknown tag.
    return (
        MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING})
        .enable(["table", "strikethrough"])
        .disable("code")
    )


@lru_cache(maxsize=50_000)
def _read_piece(source: str) -> tuple[Block, ...]:
    if not source.strip():
        return ()
    if "<del" in source or "<s>" in source:
        source = _without(source, _DELETED)
    source = _NUMBERED_SETEXT.sub(_as_heading, source)
    lines = (_DOUBLE_MARK.sub(r"\1", line) for line in _with_bullets(source))
    source = "\n".join(_GLUED_ITEM.sub(r"\1* ", line) for line in lines)
    if " **" in source or "\u00a0**" in source:
        source = _LOOSE_BOLD.sub(r"**\1**\2", source)
    source = without_layout(source)
    if "|\n" in source:
        source = _RULED.sub(_as_wide, source)
    if any(source.count(mark) > _MARKS for mark in "[`*_!~"):
        return tuple(read_text(source))  # no author writes so; the parser would take minutes
    tokens = _parser().parse(source)
    if any(token.level >= _NESTING - 2 for token in tokens):
        return tuple(read_text(source))  # what lies deeper the parser drops without a word
    return tuple(_walk(tokens, source.count("\n") + 1))


def _as_wide(ruled: re.Match[str]) -> str:
    """Head and dashes of one width: to GFM it is no table where a head that spans columns has fewer."""
    head, dashes = ruled[1], ruled[2]
    lacks = dashes.count("|") - (head.count("|") - head.count("\\|"))
    return f"{head}{' |' * lacks}\n{dashes}{' --- |' * -lacks}"


def _with_bullets(source: str) -> list[str]:
    """Lines of one piece; bullets that Markdown does not know ("•") are its own.

    A dash or an "o" is one where two lines of the piece begin with it, or blanks as Word puts them
    stand behind it.
    """
    lines = source.split("\n")
    found = [match for line in lines if (match := _BULLET.match(line))]
    glyphs = [match[2] for match in found]
    sure = {glyph for glyph in glyphs if glyph not in _DOUBTFUL or glyphs.count(glyph) > 1}
    sure |= {match[2] for match in found if len(match[0].rstrip("\n")) > len(match[1]) + 3}
    if not sure:
        return lines
    return [
        f"{match[1]}* {line[match.end() :]}"
        if (match := _BULLET.match(line)) and match[2] in sure
        else line
        for line in lines
    ]


def _as_heading(match: re.Match[str]) -> str:
    """The same heading with a mark that a number does not undo; as it was under a short rule."""
    _, text, row = match.groups()
    if len(row) < 0.6 * len(text.strip()):
        return match[0]
    return f"{'#' if row[0] == '=' else '##'} {text}\n"


def _walk(tokens: Sequence[Token], total: int) -> Iterator[Block]:
    """Blocks of one piece, lines from 1 within it."""
    lists: list[tuple[str, int]] = []  # open lists: (bullet or "", next number)
    pending: str | None = None  # marker of an item whose text has not come yet
    quotes = row = 0
    header = False
    span = (0, total)
    kind, level = "paragraph", 0
    for token in tokens:
        if token.map:
            span = (token.map[0], token.map[1])
        match token.type:
            case "bullet_list_open":
                lists.append((token.markup, 0))
            case "ordered_list_open":
                lists.append(("", int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                bullet, number = lists[-1]
                pending = bullet or f"{token.info or number}{token.markup}"
                if not bullet:
                    lists[-1] = ("", number + 1)
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "heading_open":
                kind, level = "heading", int(token.tag[1])
            case "heading_close":
                kind, level = "paragraph", 0
            case "tr_open":
                row += 1
            case "th_open" | "td_open":
                kind, header = "cell", token.type == "th_open"
            case "th_close" | "td_close":
                kind, header = "paragraph", False
            case "hr":
                yield Block(kind="rule", text=token.markup, line=span[0] + 1, end_line=span[1])
            case "fence" | "code_block":
                if token.info.strip():  # words on the line of the fence itself
                    yield Block(
                        kind="paragraph",
                        text=token.info.strip(),
                        line=span[0] + 1,
                        end_line=span[0] + 1,
                    )
                for offset, line in enumerate(token.content.split("\n")):
                    if line.strip():
                        number = span[0] + 1 + offset + (token.type == "fence")
                        yield Block(
                            kind="paragraph", text=line.strip(), line=number, end_line=number
                        )
            case "inline":
                text, bold, links, breaks = _inline(token.children or [], span[0] + 1)
                if not text.strip():
                    if kind == "cell":
                        yield Block(
                            kind="cell", text="", line=span[0] + 1, end_line=span[1], row=row,
                            header=header,
                        )  # fmt: skip
                    continue
                if kind == "paragraph" and _RULE_TEXT.match(text):
                    yield Block(kind="rule", text=text, line=span[0] + 1, end_line=span[1])
                    continue
                if kind == "heading" and pending and not pending.startswith(("*", "-", "+")):
                    # A heading inside a numbered list: the list's number is its own.
                    shift = len(pending) + 1
                    text, bold = f"{pending} {text}", tuple((a + shift, b + shift) for a, b in bold)
                    pending = None
                is_item = kind == "paragraph" and bool(lists)
                yield from break_lines(
                    Block(
                        kind="item" if is_item and pending is not None else kind,  # type: ignore[arg-type]
                        text=text,
                        line=span[0] + 1,
                        end_line=max(span[1], span[0] + 1),
                        level=level or (len(lists) if is_item else 0),
                        marker=(pending or "") if is_item else "",
                        bold=bold,
                        links=links,
                        row=row if kind == "cell" else 0,
                        header=header,
                        quote=quotes > 0,
                    ),
                    breaks,
                )
                if is_item:
                    pending = None


_BULLET = regex(r"^(\s{0,9})([•·●○◦▪■□◆‣►▸▶➢➤✓✔–—›»o])[ \t\u00a0]+(?=\S)")
# "(b) to repair it" on a line of its own, behind an item that ends or leads in.
_LABEL = regex(r"\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s+\S")
_BEFORE_LABEL = regex(r"(?:[:;.]|[;,]\s*(?:and|or|and/or))\s*$")
_DOUBTFUL = frozenset("–—›»o")  # they also open a line of prose
_NESTING = 100  # lists and quotes inside each other
_MARKS = 4_000  # brackets, ticks or stars in one piece between blank lines
_RULE_TEXT = regex(r"^[\s=\-*_~.—–]{3,}$")


def _inline(
    children: Sequence[Token], line: int
) -> tuple[str, Spans, Links, list[tuple[int, int]]]:
    """Visible text, bold spans and links of one inline run; "\\n" only where a break is meant.

    Last, for each break the lines on which the text before it ends and the text behind it begins;
    `line` is the first.
    """
    breaks: list[tuple[int, int]] = []
    parts: list[str] = []
    bold: list[tuple[int, int]] = []
    links: list[tuple[str, str]] = []
    opened: list[int] = []
    link: tuple[int, str] | None = None
    length = struck = 0
    for place, child in enumerate(children):
        piece = ""
        line += child.type in ("softbreak", "hardbreak")
        struck += (child.type == "s_open") - (child.type == "s_close")
        if struck:
            continue
        match child.type:
            case "text" | "text_special" | "code_inline":
                piece = _plain(child.content)
            case "image":
                piece = _plain(child.content)
            case "softbreak":
                after = children[place + 1].content if place + 1 < len(children) else ""
                piece = line_joint(parts[-1] if parts else "", after)
                if _LABEL.match(after) and _BEFORE_LABEL.search("".join(parts[-1:])):
                    piece = "\n"
            case "hardbreak":
                piece = "\n"
            case "strong_open":
                opened.append(length)
            case "strong_close" if opened:
                start = opened.pop()
                if length > start:
                    bold.append((start, length))
            case "link_open":
                link = (length, str(child.attrGet("href") or ""))
            case "link_close" if link is not None:
                links.append(("".join(parts)[link[0] :].strip(), link[1]))
                link = None
        if piece == "\n":
            breaks.append((line - 1, line))
        parts.append(piece)
        length += len(piece)
    return *fold("".join(parts), bold, links), breaks


def _plain(content: str) -> str:
    if "<" in content:
        content = _TAG.sub("", _BREAK.sub("\n", content))
    if "**" in content or "__" in content:
        content = _STRAY.sub("", content)
    return content
