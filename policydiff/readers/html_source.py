"""HTML source made ready for the parser: every tag told its line, and depth bounded.

The parser keeps no positions. Each start tag is given its source line as an attribute; what the
parser repairs (unclosed tags, misplaced cells) then still knows where it came from. Formatting tags
get none: the parser opens unclosed ones again in every paragraph, and only drops repetitions that
are alike to the letter. Nor may they differ without end, which would cost the square of the page.
"""

from __future__ import annotations

import re

from policydiff.patterns import regex

LINE = "pd-line"
_DEPTH = 2_000  # elements inside each other; the parser takes the square of it
_OPEN_FORMATTING = 30
_LONGEST_TAG = 20_000  # characters; the parser takes the square of the attributes
_TAG = regex(r"<(/?)([a-zA-Z][^\s/><]*)([^<>]*)(>?)")
_FORMATTING = frozenset(
    [
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong",
        "tt", "u"
    ]
)  # fmt: skip
# Tags that end by themselves or have no content say nothing about depth.
_UNCOUNTED = frozenset(
    [
        "area", "base", "basefont", "br", "col", "embed", "hr", "img", "input", "link", "meta",
        "param", "source", "track", "wbr", "frame", "keygen", "p", "li", "dt", "dd", "tr", "td",
        "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup", "rp", "rt", "html",
        "head", "body"
    ]
)  # fmt: skip


_CONTAINERS = frozenset(
    [
        "article", "aside", "blockquote", "center", "details", "div", "dl", "fieldset", "figure",
        "footer", "form", "header", "main", "nav", "ol", "section", "table", "ul"
    ]
)  # fmt: skip
# "<a name='x'/>" and "<h2/>", as XHTML has them: for the parser they would stay open to the end.
_EMPTY_TAGS = _FORMATTING | {"h1", "h2", "h3", "h4", "h5", "h6", "span"}
_CLOSES_ITSELF = regex(r"(?:^|[\s\"'])/$")  # not "<a href=https://parcels.example/>"
_CODE = regex(r"<(script|style)\b[^<>]*>", re.I)
_CODE_END = {name: re.compile(rf"</{name}\b", re.I) for name in ("script", "style")}


def without_code(source: str) -> str:
    """The source without what stands in scripts and style sheets; line ends stay. O(length)."""
    out: list[str] = []
    at = 0
    while start := _CODE.search(source, at):
        end = _CODE_END[start[1].lower()].search(source, start.end())
        if not end:
            break
        out += [source[at : start.end()], "\n" * source.count("\n", start.end(), end.start())]
        at = end.start()
    return "".join(out) + source[at:]


def numbered(source: str) -> str:
    """The source with `pd-line=N` in every start tag that is not formatting. O(length)."""
    line, last, depth, formatting = 1, 0, 0, 0

    def rewrite(match: re.Match[str]) -> str:
        nonlocal line, last, depth, formatting
        closing, name, rest, end = match.groups()
        line_ends = "\n" * rest.count("\n")
        # A tag may get no number, or be dropped by the parser: a comment keeps the line ends inside it,
        # and adds no blank.
        before = f"<!--{line_ends}-->" if line_ends else ""
        line += source.count("\n", last, match.end())
        last = match.end()
        tag = name.lower()
        if tag in _EMPTY_TAGS and not closing and _CLOSES_ITSELF.search(rest):
            return f"{before}<{name}{rest[:-1]}></{name}>"
        if len(rest) > _LONGEST_TAG:
            rest = ""
        if tag in _FORMATTING:
            if closing:
                formatting = max(0, formatting - 1)
                return before + match[0]
            formatting += 1
            return before + (match[0] if formatting <= _OPEN_FORMATTING else f"<{name}>")
        if closing:
            if tag not in _UNCOUNTED:
                depth -= depth > 0
                if depth >= _DEPTH:
                    return ""
            return before + match[0]
        # Only foreign elements (<path/>) may close themselves; on a <div/> the slash means nothing.
        if tag not in _UNCOUNTED and (tag in _CONTAINERS or not rest.endswith("/")):
            depth += 1
            if depth > _DEPTH:
                return ""
        # The parser eats a line break right behind <pre>.
        shown = line + (tag == "pre" and source[last : last + 1] == "\n")
        return f"{before}<{name} {LINE}={shown} {rest}{end}"

    return _TAG.sub(rewrite, source)
