"""HTML to blocks, through selectolax (the Lexbor parser, which repairs what browsers repair)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from policydiff.model import Block, SnapshotWarning
from policydiff.patterns import regex
from policydiff.readers.decode import show_controls
from policydiff.readers.html_blocks import BlockBuilder
from policydiff.readers.html_counters import Counters, heading_counters
from policydiff.readers.html_parts import Survey, survey
from policydiff.readers.html_source import numbered, with_frame, without_code
from policydiff.readers.html_styles import hidden_names, nests_counters
from policydiff.readers.reading import Reading

_TOOLBAR_END = "<!-- END WAYBACK TOOLBAR INSERT -->"
_FRAME = regex(r"<(?:html|head|body|frameset)\b", re.I)
_FRAME_OF = regex(r"<i?frame\b[^<>]{0,500}?\ssrc\s*=\s*[\"']?([^\s\"'<>]{1,500})", re.I)
_REFRESH = regex(
    r"<meta\b(?=[^<>]{0,500}http-equiv\s*=\s*[\"']?refresh)[^<>]{0,500}?\burl\s*=\s*[\"']?([^\s\"'<>]{1,500})", re.I
)  # fmt: skip
_SCRIPT = regex(r"<script\b", re.I)
_MANY_HIDDEN_WORDS = 6
_LINKED = 0.8  # share of a block's letters that are links, above which it is a menu entry
_COMMENT = regex(r"(?s)\s*(?:<!doctype[^<>]*>\s*)?<!--(.*?)-->", re.I)
_ARCHIVED = regex(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (\w{3} \d\d, \d{4})")
_ARCHIVE = regex(r"archiv|wayback", re.I)
_LONGEST_NOTE = 1_500  # characters
_LETTERS = regex(r"\W+")


def read_html(text: str) -> Reading:
    """Blocks of a page, with source lines. Parts of the page around the text are marked so.

    Tells by a warning of marked edits (`<del>`, `<ins>`) and of much hidden text. O(length).
    """
    source = numbered(without_code(with_frame(text)))
    if not _FRAME.search(source):
        # The parser drops blanks above the page, and their line ends with them.
        source = f"<body>{source}"
    builder, blocks = read_tree(
        source,
        toolbar=_TOOLBAR_END in text,
        unshown=hidden_names(text),
        dotted=nests_counters(text),
        counters=heading_counters(text),
    )
    warnings = []
    if builder.edits:
        warnings.append(
            SnapshotWarning(
                code="marked-edits",
                message=f"the page marks {builder.edits} edits; deleted words are left out, inserted ones read",
                line=builder.edit_line,
            )
        )
    if builder.hidden_words >= _MANY_HIDDEN_WORDS:
        message = f"{builder.hidden_words} words that the page does not show are not read"
        warnings.append(SnapshotWarning(code="hidden-text", message=message))
    if not any(block.text for block in blocks) and (why := _without_text(text)):
        warnings.append(SnapshotWarning(code="no-text-in-page", message=why))
    return Reading(
        blocks=(
            *_notes_above(text),
            *mark_menus(blocks),
            *_notes_below(text),
            *_hidden(builder.hidden),
        ),
        warnings=tuple(warnings),
    )


def _hidden(places: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """Where text stands that the page does not show; what it says is nobody's word."""
    for first, last in places:
        yield Block(kind="paragraph", text="", line=first, end_line=last, furniture="hidden")


def _without_text(text: str) -> str:
    """Why a page shows nothing, with the way out; "" where that cannot be told."""
    if onward := _REFRESH.search(text):
        return f"it only leads on to {show_controls(onward[1])[:200]}: save that page"
    if frames := [show_controls(match[1])[:80] for match in islice(_FRAME_OF.finditer(text), 5)]:
        return f"it only lays out frames: name the page of the policy among {', '.join(frames)}"
    if _SCRIPT.search(text):
        return "its text is made by scripts: save the page from a browser that shows it"
    return ""


def _notes_below(text: str) -> list[Block]:
    """The capture date that the Wayback Machine leaves in a comment, mostly below the page."""
    if not (found := _ARCHIVED.search(text)):
        return []
    # The time, and the day of retrieval behind it, would be read as dates of the page.
    told = f"Archived on {found[1]} by the Internet Archive"
    line = text.count("\n", 0, found.start()) + 1
    return [Block(kind="paragraph", text=told, line=line, end_line=line, furniture="archive-note")]


def _notes_above(text: str) -> list[Block]:
    """Comments above the page that tell where it was archived."""
    notes: list[Block] = []
    at = 0
    while (comment := _COMMENT.match(text, at)) is not None:
        at = comment.end()
        words = show_controls(" ".join(comment[1].split()))
        if len(words) <= _LONGEST_NOTE and _ARCHIVE.search(words):
            first = text.count("\n", 0, comment.start(1)) + 1
            last = text.count("\n", 0, comment.end()) + 1
            notes.append(
                Block(
                    kind="paragraph",
                    text=words,
                    line=first,
                    end_line=last,
                    furniture="archive-note",
                )
            )
    return notes


def read_tree(
    source: str,
    *,
    toolbar: bool = False,
    by_paragraph: bool = False,
    unshown: frozenset[str] = frozenset(),
    dotted: bool = False,
    counters: Counters | None = None,
) -> tuple[BlockBuilder, list[Block]]:
    """Blocks of HTML source, and the builder with what it counted; `unshown` as of `hidden_names`, `dotted` of `nests_counters`,
    `counters` of `heading_counters`."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    root = tree.body or tree.root
    if root is None:
        return BlockBuilder(Survey()), []
    page = survey(root)
    page.unshown, page.dotted, page.counters = unshown, dotted, counters
    builder = BlockBuilder(page, toolbar=toolbar, by_paragraph=by_paragraph)
    return builder, builder.read(root)


def mark_menus(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the menus above and below the text marked as such.

    Pages without <nav> begin and end with rows of links. A list of links inside the text is text.
    """
    result = list(blocks)
    for order in (range(len(result)), range(len(result) - 1, -1, -1)):
        run: list[int] = []
        for index in order:
            block = result[index]
            if block.furniture is not None or block.kind == "rule":
                continue
            if not _is_menu_entry(block):
                break
            run.append(index)
        if sum(len(result[index].links) for index in run) >= 2:
            for index in run:
                anchors = all(target.startswith("#") for _, target in result[index].links)
                result[index] = replace(result[index], furniture="toc" if anchors else "navigation")
    return result


def _is_menu_entry(block: Block) -> bool:
    if block.kind not in ("paragraph", "item") or not block.links or len(block.text) > 400:
        return False
    linked = sum(len(_LETTERS.sub("", label)) for label, _ in block.links)
    return linked >= _LINKED * len(_LETTERS.sub("", block.text))
