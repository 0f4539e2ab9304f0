"""Elements to blocks: the walker that HTML and DOCX share.

One pass over the tree with a stack of its own: pages may be nested thousands deep. Headings are only what is marked up as such; bold
lines stay paragraphs with a bold span, for `structure` to judge.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from policydiff.model import Block
from policydiff.patterns import regex
from policydiff.readers.html_grid import Leave, TableWriter, nothing
from policydiff.readers.html_icons import (
    IN_PAGE_MARK,
    INLINE_ICONS,
    LIGATURE,
    holds_raised,
    is_toggle,
)
from policydiff.readers.html_lists import OpenList, open_list
from policydiff.readers.html_parts import (
    HEADINGS,
    UNSHOWN,
    Extent,
    Survey,
    furniture_of,
    is_banner,
    is_hidden,
    is_named,
    names_panel,
)
from policydiff.readers.html_sections import section_names
from policydiff.readers.html_source import LINE
from policydiff.readers.html_writer import LONGEST_HEADING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BOLD_STYLE = regex(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_PLAIN_STYLE = regex(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.I)
_DELETED = frozenset(["del", "s", "strike"])
_SPACED = (
    frozenset(["p", "ul", "ol", "dl", "blockquote", "table", "pre", "center", "hr", "details"])
    | HEADINGS.keys()
)
# No heading holds these behind words of its own.
_ENDS_HEADING = frozenset(["p", "ul", "ol", "dl", "li", "table", "blockquote", "pre", "hr"])
_TOOLBAR = ("<!-- BEGIN WAYBACK TOOLBAR INSERT", "<!-- END WAYBACK TOOLBAR INSERT")
_MAIN_SHARE = 0.7  # of the page's text: so much in <main>, and the rest is around it


_PANEL = 6  # level of what opens a panel: below the marked-up headings, unless its number says more


class BlockBuilder(TableWriter):
    """Collects the blocks of one tree; `edits` and `hidden_words` count what was left out."""

    def __init__(self, page: Survey, *, toolbar: bool = False, by_paragraph: bool = False) -> None:
        super().__init__(page, by_paragraph=by_paragraph)
        self.edits = 0
        self.edit_line = 0
        self.hidden_words = 0
        self.hidden: list[tuple[int, int]] = []  # lines of what is not shown
        self._toolbar_ends = toolbar
        self._marked = False  # is the open heading h1 to h6?
        self._behind = False  # the main part of the page
        self._raised = 0  # open <sup>
        self._titled = False  # in what a style sheet makes look like a heading
        self._names: frozenset[int] = frozenset()  # nodes that name sections: items of a list
        self._inside = 0  # open <main>, <article>, <section>

    def read(self, root: LexborNode) -> list[Block]:
        """Blocks of everything below `root`, in order."""
        open_: list[tuple[int, Leave]] = []
        node: LexborNode | None = root
        end = root.mem_id
        while node is not None:
            leave = self._enter(node)
            child = node.child if leave is not None else None
            if leave is not None and leave is not nothing:
                open_.append((node.mem_id, leave))
            if child is not None:
                node = child
                continue
            while node is not None:
                identity = node.mem_id
                if open_ and open_[-1][0] == identity:
                    open_.pop()[1]()
                if identity == end:
                    node = None
                elif (following := node.next) is not None:
                    node = following
                    break
                else:
                    node = node.parent
        self._flush()
        return self.blocks

    # -- nodes ------------------------------------------------------------------------------

    def _enter(self, node: LexborNode) -> Leave | None:
        """Take in one node. What to do behind its children, or None where they are not read."""
        tag = node.tag
        if tag == "-text":
            self._text(node.text_content or "")
            return None
        if not tag or tag[0] in "-_!":
            if tag == "-comment" or tag == "_comment":
                self._comment(node.html or "")
            return None
        attributes = node.attributes
        if (line := attributes.get(LINE)) and line.isdecimal():
            self._line = int(line)
        if tag in UNSHOWN:
            self._line += (node.text() or "").count("\n")
            return None
        if tag == "br":
            self._break()
            return None
        if tag == "img":
            if self._heading and (alt := attributes.get("alt")):
                self._text(f" {alt} ")
            return None
        extent = self.page.extents.get(node.mem_id)
        own = len(attributes) > (LINE in attributes)
        if own and is_hidden(attributes, extent, self.page):
            self._skip(node)
            return None
        if tag in _DELETED:
            self.edits += 1
            self.edit_line = self.edit_line or self._line
            self._line += (node.text() or "").count("\n")
            return None
        if tag == "ins":
            self.edits += 1
            self.edit_line = self.edit_line or self._line
            return nothing
        if tag == "a" and (attributes.get("href") or "").startswith("#"):
            mark = IN_PAGE_MARK.fullmatch(node.text() or "")
            if mark and not mark["number"]:
                return None  # "¶" behind a heading, "↩" behind a footnote
            if mark and (self._raised or not self._parts or holds_raised(node)):
                # A footnote's number, as Word's documents show it: "[1]", and "1." before the note.
                self._text(f"[{mark['number']}]" if self._parts else f"{mark['number']}. ")
                return None
        if tag == "sup":
            self._raised += 1
            return self._leave_raised
        if tag == "button" and self._heading and not any(map(str.isalnum, node.text() or "")):
            return None  # "🔗" behind a heading, to copy its address
        if own and tag in INLINE_ICONS and is_named(attributes, "icon"):
            if LIGATURE.fullmatch((node.text() or "").strip()):
                return None
        elif (self._heading or self._titled) and tag in INLINE_ICONS and is_toggle(node):
            return None
        if extent is not None:
            return self._enter_block(node, tag, attributes, extent)
        inline = self._enter_inline(tag, attributes)
        if node.mem_id not in self._names or self._heading:
            return inline
        self._flush()
        self._heading, self._marked = _PANEL, False
        return self._leaving([self._leave_heading, inline])

    def _skip(self, node: LexborNode) -> None:
        text = node.text() or ""
        first, self._line = self._line, self._line + text.count("\n")
        if words := len(text.split()):
            self.hidden_words += words
            self.hidden.append((first, self._line))

    def _comment(self, text: str) -> None:
        if self._toolbar_ends and text.startswith(_TOOLBAR[0]):
            self._flush()
            self._toolbar = True
        elif text.startswith(_TOOLBAR[1]):
            self._flush()
            self._toolbar = False
        self._line += text.count("\n")

    def _enter_inline(self, tag: str, attributes: dict[str, str | None]) -> Leave:
        if tag == "a":
            href = attributes.get("href")
            if not href or self._link is not None or href.lower().startswith("javascript:"):
                return nothing
            self._link = (len(self._parts), " ".join(href.split()))
            return self._close_link
        if "-" in tag:  # an element of the page's own, mostly a block
            self._seam = True
            return self._leave_own
        if tag == "small" and self._heading:
            self._end_line()  # "Privacy Policy <small>Last updated ...</small>"
        weight = self._weights[-1]
        # Underlined lines are headings of the years before style sheets.
        if tag in ("b", "strong", "big", "u") or (
            tag == "font" and _is_large(attributes.get("size"))
        ):
            weight = True
        if style := attributes.get("style"):
            weight = (
                True if _BOLD_STYLE.search(style) else weight and not _PLAIN_STYLE.search(style)
            )
        if weight == self._weights[-1]:
            return nothing
        return self._weigh(weight)

    def _weigh(self, weight: bool) -> Leave:
        self._weights.append(weight)

        def leave() -> None:
            self._weights.pop()

        return leave

    def _enter_block(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None], extent: Extent
    ) -> Leave | None:
        if self._unclosed(tag):
            self._leave_heading()
        self._boundary(1 if tag in _SPACED else 0)
        leaves: list[Leave] = []
        shows = (
            tag in ("button", "summary")
            and not self._heading
            and self._cell is None
            and names_panel(node, self.page)
        )
        if self._kind is None:
            kind = furniture_of(
                tag, attributes, extent, self.page, inside=self._inside > 0,
                layout_cell=tag in ("td", "div") and bool(self._grids) and not self._grids[-1].data,
            )  # fmt: skip
            if kind is None and self._inside == 0 and is_banner(node, extent, self.page):
                kind = "navigation"
            if tag == "button" and not (self._heading or shows or self._opens(attributes)):
                kind = "navigation"
            if kind is not None:
                self._kind = kind
                leaves.append(self._leave_furniture)
        counters = self.page.counters
        number = counters.enter(tag, attributes.get("class")) if counters else ""
        level = HEADINGS.get(tag, 0)
        if attributes.get("role") == "heading":
            told = attributes.get("aria-level") or "2"
            level = int(told) if told in "123456" else 2
        if shows:
            level = _PANEL
        if node.mem_id in self._names:
            level = _PANEL
        if level and not self._heading and self._cell is None:
            self._heading, self._marked = level, tag in HEADINGS
            leaves.append(self._leave_heading)
            if number and extent.text:
                self._add(number)
        elif (
            tag in ("summary", "dt", "legend")
            or (tag == "button" and not self._heading)
            or (extent.text <= 160 and len(attributes) > 1 and is_named(attributes, "title"))
        ):
            self._titled = True
            leaves += [self._weigh(True), self._leave_titled]
        elif (style := attributes.get("style")) and "font-weight" in style:
            leaves.append(self._weigh(bool(_BOLD_STYLE.search(style))))
        if tag == "p" and "mso-list" in (attributes.get("style") or ""):
            self._word_list = True
            leaves.append(self._leave_word_list)
        if tag in ("ul", "ol", "dir", "menu"):
            leaves.append(self._enter_list(tag, node))
        elif tag == "li":
            if self._lists and self._cell is None:
                opened = self._lists[-1]
                opened.in_item = True
                counted = attributes.get("pd-marker") if self.by_paragraph else None
                self._pending = counted or self._dotted(opened.marker(attributes.get("value")))
                leaves.append(partial(self._leave_item, opened))
        elif tag == "blockquote":
            self._quotes += 1
            leaves.append(self._leave_quote)
        elif tag in ("main", "article", "section"):
            self._inside += 1
            leaves.append(self._leave_inside)
            if (
                tag == "main"
                and self._kind is None
                and extent.text >= _MAIN_SHARE * self.page.total
            ):
                leaves.insert(0, self._leave_main)
        elif tag == "hr":
            line = self._place()
            self.blocks.append(
                Block(kind="rule", text="---", line=line, end_line=line, furniture=self._kind)
            )
        elif tag == "pre":
            self._preformatted(node.text() or "")
            for leave in reversed(leaves):
                leave()
            self._gap = 1
            return None
        elif tag in ("table", "tr", "td", "th", "thead"):
            leaves.append(self._enter_table(tag, node))
        return self._leaving(leaves, 1 if tag in _SPACED else 0)

    def _unclosed(self, tag: str) -> bool:
        """Whether a marked-up heading was never closed: a block begins behind its words.

        "<h2>Sharing<p>We may ..." has the rest of the page in it; a <div> may lay out the heading itself.
        """
        if not self._heading or not self._marked or tag in HEADINGS:
            return False
        inside = tag in _ENDS_HEADING or self._length > LONGEST_HEADING
        return inside and any(char.isalpha() for part in self._parts for char in part)

    def _opens(self, attributes: dict[str, str | None]) -> bool:
        """Whether a button is the heading of a panel."""
        return "aria-expanded" in attributes or "aria-controls" in attributes

    def _leaving(self, leaves: list[Leave], gap: int = 0) -> Leave:
        def leave() -> None:
            self._boundary(gap)
            for one in reversed(leaves):
                one()

        return leave

    def _leave_furniture(self) -> None:
        self._kind = "navigation" if self._behind else None

    def _leave_heading(self) -> None:
        self._flush()
        self._heading = 0
        if self._lists and self._lists[-1].in_item:
            # What stands under it is its text, and no more the item of a list.
            self._lists[-1].headed, self._lists[-1].in_item = True, False

    def _leave_titled(self) -> None:
        self._titled = False

    def _leave_word_list(self) -> None:
        self._word_list = False

    def _leave_own(self) -> None:
        self._seam = True

    def _leave_raised(self) -> None:
        self._raised -= 1

    def _leave_list(self) -> None:
        self._lists.pop()

    def _leave_quote(self) -> None:
        self._quotes -= 1

    def _leave_item(self, opened: OpenList) -> None:
        opened.in_item = False
        self._pending = None

    def _leave_main(self) -> None:
        """What stands behind the main part of a page is the page's own: newsletters, offers."""
        self._kind = "navigation"
        self._behind = True

    def _leave_inside(self) -> None:
        self._inside -= 1

    def _dotted(self, marker: str) -> str:
        """The marker as a style sheet with nested counters shows it: "2.1", in the second item of a list."""
        outer = self._lists[-2].counted if len(self._lists) > 1 else ""
        if self.page.dotted and marker.rstrip(".").isdigit():
            marker = self._lists[-1].counted = f"{outer}{marker}"
        return marker

    # -- lists ---------------------------------------------------------------------

    def _enter_list(self, tag: str, node: LexborNode) -> Leave:
        items = 0
        if "reversed" in node.attributes:
            child = node.child
            while child is not None:
                items += child.tag == "li"
                child = child.next
        if self._cell is None and not any(one.in_item for one in self._lists):
            self._names |= section_names(node, self.page)
        opened = open_list(tag, node.attributes, items)
        if self._lists:  # its own list is no more turned into sections while this one is open
            opened.around = self._lists[-1].around + (not self._lists[-1].headed)
        self._lists.append(opened)
        self._pending = None
        return self._leave_list


def _is_large(size: str | None) -> bool:
    return bool(size) and (size in ("+1", "+2", "+3", "+4") or size in ("4", "5", "6", "7"))
