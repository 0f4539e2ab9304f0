"""Lists whose items are the sections of a page, and the element of each that names it.

<ol><li><b>Retention</b><ol><li>We keep ...       <ul class="accordion"><li><p>Retention</p><div>We keep ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policydiff.patterns import regex
from policydiff.readers.html_parts import BLOCKS, HEADINGS, Extent, Survey, is_named

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_FEWEST, _FEWEST_NAMED = 3, 2  # items; the second where the list is called an accordion
_SHARE = 0.5  # of the page's text: such a list is the text
_MOST = 0.8  # of its items name what stands under them
_LONGEST, _WORDS = 100, 12  # characters and words of a name
_PROSE = 20  # characters that stand under one
_SAYS = regex(r"[^\W\d_]{3}[.!?]\s+\S|[:;,]\s*$")  # "We use: ..."; "Retention." may end in a stop
_BOLD = frozenset(["b", "strong", "u"])
_BOLD_STYLE = regex(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)


def section_names(listed: LexborNode, page: Survey) -> frozenset[int]:
    """Nodes that name the sections a list holds, one an item; none where it is a list of items. O(its items)."""
    around = listed.parent
    named = any(one is not None and is_named(one.attributes, "panel") for one in (listed, around))
    extent = page.extents.get(listed.mem_id, Extent())
    if not named and extent.text < _SHARE * page.total:
        return frozenset()
    items = [node for node in _elements(listed) if node.tag == "li"]
    items = [node for node in items if page.extents.get(node.mem_id, Extent()).text]
    names = [found for node in items if (found := _name(node, page, named=named)) is not None]
    enough = len(names) >= (_FEWEST_NAMED if named else _FEWEST)
    return frozenset(names) if enough and len(names) >= _MOST * len(items) else frozenset()


def _name(item: LexborNode, page: Survey, *, named: bool) -> int | None:
    """The node that an item begins with, where it is a name and text of its own stands under it."""
    first = next(_elements(item), None)
    if first is None or first.tag in HEADINGS or first.tag in ("ul", "ol", "table"):
        return None
    if _text_between(item.child, first):
        return None
    text = " ".join((first.text() or "").split())
    whole = page.extents.get(item.mem_id, Extent()).text
    if not text or len(text) > _LONGEST or len(text.split()) > _WORDS or whole - len(text) < _PROSE:
        return None
    if _SAYS.search(text) and not (named and text.endswith(":")):
        return None
    if not (named or _is_bold(first) or is_named(first.attributes, "title")):
        return None
    below = _next_element(first)
    if below is None or _text_between(first.next, below):
        return None
    parted = below.tag in BLOCKS or (below.tag == "br" and _is_bold(first))
    return first.mem_id if parted else None


def _is_bold(node: LexborNode) -> bool:
    """Whether it is bold, or holds nothing but what is."""
    at: LexborNode | None = node
    while at is not None:
        if at.tag in _BOLD or _BOLD_STYLE.search(at.attributes.get("style") or ""):
            return True
        inside = list(_elements(at))
        if len(inside) != 1 or (at.text(deep=False) or "").strip():
            return False
        at = inside[0]
    return False


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if (child.tag or "-")[0] not in "-_!":
            yield child
        child = child.next


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and (following.tag or "-")[0] in "-_!":
        following = following.next
    return following


def _text_between(first: LexborNode | None, last: LexborNode) -> bool:
    """Whether letters stand from one node up to another one beside it."""
    at = first
    while at is not None and at.mem_id != last.mem_id:
        if at.tag == "-text" and any(char.isalnum() for char in at.text_content or ""):
            return True
        at = at.next
    return False
