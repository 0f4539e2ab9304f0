"""Signs on a page that are no words: anchors behind headings, icon fonts, what shows that a heading opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydiff.patterns import regex

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# What a link into the page itself shows when it is no words: "¶", "#", "↩"; the number of a footnote.
IN_PAGE_MARK = regex(r"\s*(?:\[?(?P<number>\d{1,3})\]?|[¶#§↑↩⤴^🔗\ufe0e\ufe0f]*)\s*")
INLINE_ICONS = frozenset(["i", "span", "em", "b"])
# Fonts that draw "expand_more" as an arrow; the sign at the end of a heading that a click opens.
LIGATURE = regex(r"[a-z0-9_]{1,40}")
_TOGGLE = regex(r"\s*[+＋➕−–×✕▼▲▾▴▸►⌄⌃›❯˅˄↓]\s*")


def holds_raised(node: LexborNode) -> bool:
    """Whether a link holds a raised number."""
    child = node.child
    return child is not None and child.tag == "sup"


def is_toggle(node: LexborNode) -> bool:
    """Whether it shows the sign that a heading opens, behind all of its words: "+" of its own element."""
    if not _TOGGLE.fullmatch(node.text() or "") or (node.next is not None and node.next.next):
        return False
    after, before = node.next, node.prev
    ends = after is None or (after.tag == "-text" and not (after.text_content or "").strip())
    if not ends or before is None:
        return False
    return before.tag != "-text" or (before.text_content or "")[-1:].isspace()
