"""What each element of a page is: text, hidden, or furniture of the page around the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from policydiff.model import DroppedKind
from policydiff.patterns import regex
from policydiff.readers.html_tables import TableShape, span_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from policydiff.readers.html_counters import Counters

# What no browser shows as text.
UNSHOWN = frozenset(
    [
        "script", "style", "template", "noscript", "svg", "head", "title", "meta", "link",
        "iframe", "object", "embed", "applet", "audio", "video", "canvas", "select", "option",
        "datalist", "textarea", "map", "area", "frameset", "frame", "math", "rp", "rt", "noframes"
    ]
)  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONSENT = ("amp-consent", "amp-user-notification")  # banners with tags of their own
BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "ul", *_CONSENT
    ]
) | HEADINGS.keys()  # fmt: skip
_HIDDEN_STYLE = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WORDS = regex(r"[a-z0-9]+|[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")
_SMALL_SHARE = 0.25  # of the page's text: above it an element is the text, whatever it is called
_UNSHOWN_SHARE = 0.1  # of the page's text: more than that is hidden until somebody clicks
_LINKED = 0.5  # share of an element's text that is links
_FEW_CHARS = 250


class Extent(Struct):
    """What one element holds, everything below it counted."""

    text: int = 0  # visible characters
    linked: int = 0  # of them inside links
    links: int = 0
    anchors: int = 0  # links into the page itself
    main: bool = False  # an h1 or a <main> is in it
    headed: bool = False  # h1 to h6 is in it


class Survey(Struct):
    """What is counted of a whole page before its blocks are built."""

    extents: dict[int, Extent] = field(default_factory=dict)  # by node
    tables: dict[int, TableShape] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)  # ids that a button of the page shows
    unshown: frozenset[str] = frozenset()  # classes and ids that its style sheet hides: ".x", "#x"
    dotted: bool = False  # does its style sheet number nested lists "1.1"?
    counters: Counters | None = None  # how its style sheet numbers headings
    main: bool = False  # has it an h1 or a <main>?
    total: int = 1


def survey(root: LexborNode) -> Survey:
    """Count text, links and cells of every block element. One pass, no recursion."""
    found = Survey()
    open_: list[tuple[LexborNode, Extent]] = []
    tables: list[TableShape] = []
    in_link = 0
    top = Extent()
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag
        down = None
        if tag == "-text":
            text = (node.text_content or "").strip()
            count = len(text)
            extent = open_[-1][1] if open_ else top
            extent.text += count
            if in_link:
                extent.linked += count
            if tables and count:
                tables[-1].add(text)
        elif tag and tag[0] not in "-_!" and tag not in UNSHOWN:
            down = node.child
            if tag == "a":
                extent = open_[-1][1] if open_ else top
                href = node.attributes.get("href")
                in_link += 1
                if href:
                    extent.links += 1
                    extent.anchors += href.startswith("#")
            elif tag in BLOCKS:
                open_.append((node, Extent()))
                found.extents[node.mem_id] = open_[-1][1]
                open_[-1][1].main = tag in ("h1", "main")
                open_[-1][1].headed = tag in HEADINGS
                _count_table(tag, node, tables, found)
                if target := node.attributes.get("aria-controls"):
                    found.opened.update(target.split())
        if down is not None:
            node = down
            continue
        while node is not None:
            if node.tag == "a":
                in_link -= 1
            elif open_ and node.tag in BLOCKS and open_[-1][0].mem_id == node.mem_id:
                _, extent = open_.pop()
                _add(open_[-1][1] if open_ else top, extent)
                if node.tag == "table":
                    closed = tables.pop()
                    if tables and tables[-1].rows and tables[-1].rows[-1]:
                        tables[-1].rows[-1][-1] += sum(map(sum, closed.rows))
            if node.mem_id == root.mem_id:
                node = None
            elif node.next is not None:
                node = node.next
                break
            else:
                node = node.parent
    found.total, found.main = max(1, top.text), top.main
    return found


def _count_table(tag: str, node: LexborNode, tables: list[TableShape], found: Survey) -> None:
    if tag == "table":
        if tables:
            tables[-1].nested = True
        role = node.attributes.get("role")
        tables.append(TableShape(declared_layout=role in ("presentation", "none")))
        found.tables[node.mem_id] = tables[-1]
    elif tables:
        table = tables[-1]
        if tag == "tr":
            table.rows.append([])
        elif tag in ("td", "th"):
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(0)
            table.head_cells += tag == "th"
            table.span(*(span_of(node.attributes.get(name)) for name in ("colspan", "rowspan")))
        elif tag in HEADINGS:
            table.headings += 1


def _add(outer: Extent, inner: Extent) -> None:
    outer.text += inner.text
    outer.linked += inner.linked
    outer.links += inner.links
    outer.anchors += inner.anchors
    outer.main = outer.main or inner.main
    outer.headed = outer.headed or inner.headed


@cache
def _names() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Names by kind, each as its words."""
    data = Path(__file__).with_name("html_words.toml").read_text("utf-8")
    return {
        kind: frozenset(tuple(name.split("-")) for name in table["names"])
        for kind, table in tomllib.loads(data).items()
    }


@cache
def _name_lengths(kind: str) -> int:
    return max(len(name) for name in _names()[kind])


def is_named(attributes: Mapping[str, str | None], kind: str) -> bool:
    """Whether `class` or `id` holds one of the names of a kind in `html_words.toml`."""
    for name in f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:1000].split():
        if _is_name(name, kind):
            return True
    return False


@cache
def _is_name(name: str, kind: str) -> bool:
    words = tuple(word.lower() for word in _WORDS.findall(name))
    names = _names()[kind]
    if kind == "title":
        # "title" as a part of any name would be too much: "subtitle-wrapper-container".
        return words in names
    longest = _name_lengths(kind)
    return any(
        words[start : start + length] in names
        for start in range(len(words))
        for length in range(1, longest + 1)
    )


def is_hidden(attributes: Mapping[str, str | None], extent: Extent | None, page: Survey) -> bool:
    """Whether an element is not shown: by attribute or inline style.

    Panels that a button of the page opens hold text of the policy, and what is hidden from screen
    readers only is shown on the screen: both stay, unless they are small.
    """
    style = attributes.get("style")
    by_style = bool(style and _HIDDEN_STYLE.search(style)) or _is_unshown(attributes, extent, page)
    if by_style or "hidden" in attributes:
        opened = (
            attributes.get("id") in page.opened
            or attributes.get("role") in ("region", "tabpanel")
            or (is_named(attributes, "panel") and not is_named(attributes, "consent"))
        )
        return not (opened and (extent is None or extent.text > 0))
    if attributes.get("aria-hidden") == "true":
        return extent is None or extent.text <= _FEW_CHARS
    return False


def _is_unshown(attributes: Mapping[str, str | None], extent: Extent | None, page: Survey) -> bool:
    """Whether the page's own style sheet hides an element that is a small part of it."""
    if not page.unshown or (extent is not None and extent.text > _UNSHOWN_SHARE * page.total):
        return False
    names = [f".{name}" for name in (attributes.get("class") or "").split()]
    return not page.unshown.isdisjoint([*names, f"#{attributes.get('id') or ''}"])


_PROSE = 20  # characters from which on what a click shows is text and no menu
_NO_NAME = regex(
    r"^\W*(?:(?:read|show|see|learn|view)\s+(?:more|all|less|details)|more|details|expand|close|open|menu)\b\W*", re.I
)  # fmt: skip


def names_panel(node: LexborNode, page: Survey) -> bool:
    """Whether a button or summary is the heading of the text that it shows: "4. Contact".

    The text stands right behind it, or behind the element that holds nothing else, or in the rest of
    its <details>; links alone are a menu. A button says that it shows something by `aria-*`, by its
    name or its panel's, or by company: two of them in a row of buttons and panels.
    """
    own = page.extents.get(node.mem_id, Extent())
    if not 0 < own.text <= 160 or _NO_NAME.match((node.text() or "").strip()):
        return False
    if node.tag == "summary":
        around = page.extents.get(node.parent.mem_id) if node.parent else None
        return around is not None and around.text - own.text >= _PROSE
    panel = _panel(node, page)
    if panel is None:
        return False
    names = (node.attributes, panel.attributes)
    return (
        any("aria-expanded" in one or "aria-controls" in one or "hidden" in one for one in names)
        or any(is_named(one, "panel") for one in names)
        or _repeated(node, page)
    )


def _panel(node: LexborNode, page: Survey) -> LexborNode | None:
    """The element of prose right behind a button."""
    at: LexborNode | None = node
    for _ in range(3):
        following = _next_element(at) if at is not None else None
        if following is not None or at is None or at.parent is None:
            break
        if (around := page.extents.get(at.parent.mem_id)) is None or around.text > 160:
            break
        at = at.parent
    else:
        following = None
    if following is None or following.tag in ("button", "a", "input", "form"):
        return None
    extent = page.extents.get(following.mem_id)
    prose = extent is not None and extent.text >= _PROSE and extent.linked < 0.5 * extent.text
    return following if prose else None


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and (following.tag or "-")[0] in "-_!":
        if following.tag == "-text" and (following.text_content or "").strip():
            return None
        following = following.next
    return following


def _repeated(node: LexborNode, page: Survey) -> bool:
    """Whether another button stands behind the panel of this one, or before it, with its own."""
    after = _panel(node, page)
    following = _next_element(after) if after is not None else None
    if following is not None and following.tag == "button":
        return _panel(following, page) is not None
    before = node.prev
    steps = 0
    while before is not None and steps < 8:
        if before.tag == "button":
            return _panel(before, page) is not None
        before, steps = before.prev, steps + 1
    return False


_SAYS = regex(r"(?:19|20)\d\d|(?:[^\W\d_][\w'’-]*\W+){4,}[^\W\d_]+[.!?](?:\s|$)")


def is_banner(node: LexborNode, extent: Extent, page: Survey) -> bool:
    """Whether an element above the text holds a name, a slogan, a telephone number and no more.

    The page has its heading or its <main> elsewhere; a year or a sentence is told.
    """
    around = node.tag == "header" or node.attributes.get("role") == "banner"
    return (
        page.main
        and not extent.headed
        and not extent.main
        and 0 < extent.text <= min(_FEW_CHARS, _SMALL_SHARE * page.total)
        and (around or is_named(node.attributes, "banner"))
        and _SAYS.search(node.text() or "") is None
    )


_NAVIGATION_ROLES = frozenset(
    ["navigation", "menu", "menubar", "search", "toolbar", "tablist", "directory"]
)


def furniture_of(
    tag: str,
    attributes: Mapping[str, str | None],
    extent: Extent,
    page: Survey,
    *,
    inside: bool,
    layout_cell: bool,
) -> DroppedKind | None:
    """What an element is to the page when it is no part of the text; None for text.

    `inside`: it stands in <main>, <article> or <section>. `layout_cell`: in a table of the layout.
    """
    if not extent.text:
        return None
    share = extent.text / page.total
    density = extent.linked / extent.text
    role = attributes.get("role")
    in_page = extent.links >= 3 and extent.anchors >= 0.8 * extent.links and density > 0.7
    if tag == "nav" or role in _NAVIGATION_ROLES:
        if share > 0.6 or (share > _SMALL_SHARE and density < _LINKED):
            return None
        return "toc" if in_page else "navigation"
    if extent.main and share > 0.02:
        return None
    if in_page and is_named(attributes, "contents"):
        return "toc"
    if tag == "div" and attributes.get("title") in ("header", "footer") and share < 0.1:
        return "navigation"  # the page headers of LibreOffice
    if (
        tag in ("dialog", *_CONSENT)
        or role in ("dialog", "alertdialog")
        or is_named(attributes, "consent")
    ):
        return "navigation" if share < 0.4 else None
    if share > _SMALL_SHARE and density < 0.8:
        return None
    if (tag == "footer" or role == "contentinfo") and not inside:
        return "navigation"
    if tag in ("header", "aside") or role in ("banner", "complementary"):
        return "navigation" if density > _LINKED and not inside else None
    if density > _LINKED and is_named(attributes, "furniture"):
        return "navigation"
    if layout_cell and extent.links >= 3 and density > 0.75 and extent.text < 3_000:
        return "navigation"
    return None
