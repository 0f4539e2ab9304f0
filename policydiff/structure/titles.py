"""The line or lines that name a document, above its sections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from policydiff.model import DroppedKind
from policydiff.patterns import regex
from policydiff.structure.date_values import find_written
from policydiff.structure.line_words import choice, listed
from policydiff.structure.lines import WORD, Line
from policydiff.structure.siblings import is_prose


def find_title(
    lines: Sequence[Line], chosen: Sequence[bool], furniture: dict[int, DroppedKind]
) -> int | None:
    """Index of the line that names the document: a short one before any text, or None."""
    named = _first_name(lines, furniture)
    said = False  # no title stands below prose, but for a date or a greeting
    for line in lines[:12]:
        if line.index in furniture or (named is not None and line.index < named):
            continue
        if line.block.kind == "item":
            return None
        if line.block.kind == "heading":
            # Only a heading above all others stands outside the sections.
            above = line.number is None and all(
                other.block.level > line.block.level
                or (other.number is not None and _names_document(line))
                for other in lines[line.index + 1 :]
                if other.block.kind == "heading" and other.key != line.key
            )
            below = _name_below(line, lines, furniture) if above else None
            if below is not None:
                return below
            return line.index if above or _heads_flat(line, lines) else None
        if _opens_part(line, lines, chosen):
            return None
        prose = is_prose(line) and line.end != "?" and not chosen[line.index]
        said = said or (prose and not find_written(line.text))
        if chosen[line.index] and line.number is None and line.end not in ".!:;":
            if said and not _names_document(line):
                return None
            name = _name_above(line, lines, furniture) if line.end == "?" else None
            return line.index if name is None else name
        if line.short and line.words <= 14 and line.number is None and _names_document(line):
            return line.index
        if line.words > 25:
            return None
    return None


_SLOGANS = 3  # short lines that a site's name may have under it


def _name_below(site: Line, lines: Sequence[Line], furniture: dict[int, DroppedKind]) -> int | None:
    """Index of the heading that names the document under the name of its site: <h1>Acme, <h2>Privacy Policy.

    All headings behind it are of a lower rank; or it heads nothing itself, and no other is called so.
    """
    if _names_document(site):
        return None
    below = [line for line in lines[site.index + 1 :] if line.index not in furniture]
    between = next((i for i, line in enumerate(below) if line.block.kind == "heading"), len(below))
    if between > _SLOGANS or between == len(below):
        return None
    if any(
        line.words > 8 or is_prose(line) or line.block.kind == "item" for line in below[:between]
    ):
        return None
    named, rest = below[between], below[between + 1 :]
    if named.number is not None or named.end in ".:!?" or named.words > 8:
        return None
    others = [line for line in rest if line.block.kind == "heading"]
    beside = [line for line in others if line.block.level <= named.block.level]
    if beside:
        heads_nothing = rest[0].block.kind == "heading" and rest[0].block.level == named.block.level
        if not heads_nothing or any(_names_document(line) and line.words <= 4 for line in beside):
            return None
    return named.index if _names_document(named) else None


_FLAT = 3  # headings behind the title that are marked up as it is


def _heads_flat(line: Line, lines: Sequence[Line]) -> bool:
    """Whether it names the document above headings that are all marked up alike: <h1> for every line.

    Of a lower rank it stays a section: an archive that cut the page's own title off left it so, and a
    section that comes or goes must not turn it into a title.
    """
    others = [other for other in lines[line.index + 1 :] if other.block.kind == "heading"]
    return (
        line.number is None
        and line.block.level == 1
        and line.words <= 6
        and _names_document(line)
        and len(others) >= _FLAT
        and all(other.block.level == line.block.level for other in others)
        and not any(_kinds() & set(other.key.split()[-1:]) and other.words <= 3 for other in others)
    )


_PART = 2  # words of the name of a part of a page


def _opens_part(line: Line, lines: Sequence[Line], chosen: Sequence[bool]) -> bool:
    """Whether it is "Help" over questions with "About" behind them: two parts of a page, and no title."""
    below = lines[line.index + 1 :]
    return (
        bool(below)
        and below[0].end == "?"
        and _names_part(line, chosen)
        and any(_names_part(other, chosen) for other in below)
    )


def _names_part(line: Line, chosen: Sequence[bool]) -> bool:
    return (
        chosen[line.index]
        and line.words <= _PART
        and line.number is None
        and line.end not in ".!:;?"
        and not _names_document(line)
    )


def _name_above(
    asked: Line, lines: Sequence[Line], furniture: dict[int, DroppedKind]
) -> int | None:
    """Index of the one short line above the first question of a page: "Help Centre: Your Data"."""
    above = [line for line in lines[: asked.index] if line.index not in furniture]
    one = above[0] if len(above) == 1 else None
    named = one is not None and one.short and one.words <= 14 and one.end not in ".!:;?"
    return one.index if named and one is not None and one.number is None else None


def _first_name(lines: Sequence[Line], furniture: dict[int, DroppedKind]) -> int | None:
    """Index of the first short line that is called like a document, if only short ones precede it."""
    for line in lines[:8]:
        if line.index in furniture:
            continue
        if line.short and line.words <= 14 and line.number is None and _names_document(line):
            return line.index
        if not line.short or line.block.kind == "heading":
            return None
    return None


def title_parts(
    lines: Sequence[Line], furniture: dict[int, DroppedKind], title: int | None
) -> tuple[int, ...]:
    """Indices of the lines of the title: two in capitals that stand together are one name."""
    if title is None:
        return ()
    above = lines[title - 1] if title else None
    below = lines[title + 1] if title + 1 < len(lines) else None
    together = (
        above is not None
        and above.index not in furniture
        and above.block.kind == lines[title].block.kind == "paragraph"
        and above.short
        and above.end != ":"
        and above.text.isupper()
        and lines[title].text.isupper()
        and lines[title].block.gap_lines == 0
        and below is not None
        and below.block.gap_lines > 0
    )
    return (title - 1, title) if together else (title,)


def site_name(lines: Sequence[Line], title: int) -> dict[int, DroppedKind]:
    """Headings above the title: they name the site."""
    return {line.index: "navigation" for line in lines[:title] if line.block.kind == "heading"}


def said_again(
    lines: Sequence[Line], furniture: dict[int, DroppedKind], title: int
) -> dict[int, DroppedKind]:
    """The title once more below itself, before any text: it has its home already."""
    index = title + 1
    while index < len(lines) and (index in furniture or lines[index].block.kind == "cell"):
        index += 1
    again = index < len(lines) and lines[index].key == lines[title].key
    return {index: "title"} if again and lines[index].block.kind != "heading" else {}


def title_text(
    lines: Sequence[Line],
    chosen: Sequence[bool],
    furniture: dict[int, DroppedKind],
    named: Sequence[int],
) -> str | None:
    """The document's name: its title line, or a first section that is called like a document."""
    if not named:
        first = next((line for line in lines[:12] if line.index not in furniture), None)
        if first is None or not chosen[first.index] or not _names_document(first):
            return None
        return first.text.strip(" *")
    return " ".join(word for index in named for word in lines[index].block.text.split())


# "プライバシーポリシー", "用户服务协议": words are not parted.
_ENDING = regex(lambda: rf"{choice('document_endings')}(?:\s*[(（].{{1,20}}[)）])?$")


@cache
def _kinds() -> frozenset[str]:
    return frozenset(listed("documents"))


def names_document(text: str) -> bool:
    """Whether a line is called like a document: "Cookie Statement"."""
    return bool(_kinds() & set(WORD.findall(text.lower()))) or _names_in_signs(text)


def _names_in_signs(text: str) -> bool:
    return not text.isascii() and _ENDING.search(text.strip()) is not None


def _names_document(line: Line) -> bool:
    return bool(_kinds() & set(line.key.split())) or _names_in_signs(line.text)
