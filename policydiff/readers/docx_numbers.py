"""The numbers that Word counts by itself, as it shows them: "3.", "(b)", "2.1", "iv)".

Word keeps no number in the text: a paragraph names a list and a level, the list says how the level is
counted and spelt. Lists go on behind other paragraphs, and several lists may share one count.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from msgspec import Struct, field

from policydiff.patterns import regex
from policydiff.readers.html_lists import spelt

_FORMATS = {
    "decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
    "decimalZero": "1",
}  # fmt: skip
_LI = regex(r"<li(?=>| id=\")(?! id=\"(?:footnote|endnote|comment)-)")
_HEADING = regex(r"(?i)heading \d|title")
_NESTED = 20  # styles based on each other


class _Level(Struct):
    start: int = 1
    format: str = ""  # one of `spelt`; "" for bullets
    text: str = "%1."


class _List(Struct):
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)  # of lists that share one definition


class _Use(Struct):
    """A list as paragraphs name it."""

    shared: _List
    restarts: dict[int, int]  # level -> number from which this use begins


def with_numbers(html: str, archive: zipfile.ZipFile, main: bytes) -> str:
    """The HTML with `pd-marker` in each numbered item; as it stands where items cannot be told."""
    numbering = next((n for n in archive.namelist() if n.endswith("word/numbering.xml")), None)
    if numbering is None or "<ol>" not in html or b"txbxContent" in main:
        return html
    styles = next((n for n in archive.namelist() if n.endswith("word/styles.xml")), None)
    try:
        uses = _uses(ElementTree.fromstring(archive.read(numbering)))
        named = _styles(ElementTree.fromstring(archive.read(styles))) if styles else {}
        markers = list(_markers(ElementTree.fromstring(main), uses, named))
    except (ElementTree.ParseError, ValueError, RecursionError):
        return html
    if len(markers) != len(_LI.findall(html)):
        return html
    found = iter(markers)

    def number(match: re.Match[str]) -> str:
        marker = next(found)
        return f'{match[0]} pd-marker="{marker}"' if marker else match[0]

    return _LI.sub(number, html)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: ElementTree.Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: ElementTree.Element | None, *path: str) -> ElementTree.Element | None:
    for name in path:
        element = (
            next((one for one in element if _name(one) == name), None)
            if element is not None
            else None
        )
    return element


def _uses(root: ElementTree.Element) -> dict[str, _Use]:
    shared: dict[str, _List] = {}
    uses: dict[str, _Use] = {}
    for element in root:
        if _name(element) == "abstractNum":
            levels = {}
            for level in element:
                if _name(level) == "lvl":
                    levels[int(_value(level, "ilvl") or 0)] = _Level(
                        int(_value(_child(level, "start")) or 1),
                        _FORMATS.get(_value(_child(level, "numFmt")), ""),
                        _value(_child(level, "lvlText")),
                    )
            shared[_value(element, "abstractNumId")] = _List(levels)
        elif _name(element) == "num":
            known = shared.get(_value(_child(element, "abstractNumId")))
            restarts = {
                int(_value(one, "ilvl") or 0): int(_value(_child(one, "startOverride")))
                for one in element
                if _name(one) == "lvlOverride" and _value(_child(one, "startOverride"))
            }
            if known:
                uses[_value(element, "numId")] = _Use(known, restarts)
    return uses


def _styles(root: ElementTree.Element) -> dict[str, tuple[str, str, str, str]]:
    """Name, list, level and parent of each style, by id."""
    return {
        _value(style, "styleId"): (
            _value(_child(style, "name")),
            _value(_child(style, "pPr", "numPr", "numId")),
            _value(_child(style, "pPr", "numPr", "ilvl")),
            _value(_child(style, "basedOn")),
        )
        for style in root
        if _name(style) == "style"
    }


def _markers(
    root: ElementTree.Element, uses: dict[str, _Use], styles: dict[str, tuple[str, str, str, str]]
) -> Iterator[str]:
    """The marker of each paragraph that is an item, "" for bullets, in reading order."""
    for paragraph in root.iter():
        if _name(paragraph) != "p":
            continue
        properties = _child(paragraph, "pPr")
        style = _value(_child(properties, "pStyle"))
        use = _value(_child(properties, "numPr", "numId"))
        level = _value(_child(properties, "numPr", "ilvl"))
        heading = False
        for _ in range(_NESTED):
            if style not in styles:
                break
            name, styled, depth, parent = styles[style]
            heading = heading or _HEADING.match(name) is not None
            use, level = use or styled, level or depth
            style = parent
        if use not in uses or use == "0":
            continue
        marker = _count(uses[use], int(level or 0))
        text = any(_name(one) == "t" and (one.text or "").strip() for one in paragraph.iter())
        if text and not heading:
            yield marker


def _count(use: _Use, level: int) -> str:
    counts, levels = use.shared.counts, use.shared.levels
    own = levels.get(level, _Level())
    if level in use.restarts:
        counts[level] = use.restarts.pop(level) - 1
    counts[level] = counts.get(level, own.start - 1) + 1
    for deeper in [one for one in counts if one > level]:
        del counts[deeper]
    if not own.format:
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        there = levels.get(at, _Level())
        return spelt(counts.get(at, there.start), there.format or "1")

    text = re.sub(r"%([1-9])", number, own.text[:20])
    return re.sub(r"[<>\"&\s]", "", text)
