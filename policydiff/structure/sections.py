"""Blocks to ordered, headed sections: the one pass that every format goes through."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Block, Clause, Decision, Dropped, DroppedKind, HeadingStyle, Section
from policydiff.structure.clauses import (
    Content,
    bare_run_in_end,
    build_clauses,
    numbered_run_in_end,
    run_in_end,
)
from policydiff.structure.contents import entry_key
from policydiff.structure.furniture import find_furniture, menu_above
from policydiff.structure.groups import opened_groups
from policydiff.structure.headings import decide_headings, judged_lines
from policydiff.structure.levels import (
    heading_levels,
    left_out_of_contents,
    page_parts,
)
from policydiff.structure.lines import Line, is_bare_number, is_company
from policydiff.structure.settling import Settled
from policydiff.structure.signs import is_sentence
from policydiff.structure.titles import find_title, said_again, site_name, title_parts, title_text

_SHOWN = 200  # characters of a line that a decision quotes
_NAME = 10  # words of a heading that has its number on a line of its own above
_FEW = 3  # headings on lines of their own below which run-in headings carry the structure


class Outline(Struct, frozen=True):
    """What sectioning found."""

    title: str | None
    # None where it is no line of its own, but a section's heading.
    title_lines: tuple[int, int] | None
    sections: tuple[Section, ...]
    contents: tuple[tuple[Content, ...], ...]  # what the clauses of each section were made of
    dropped: tuple[Dropped, ...]
    decisions: tuple[Decision, ...]


class _Head(Struct, frozen=True):
    line: Line
    style: HeadingStyle
    text_from: int  # offset of the section's text inside the heading's own block; 0: none
    extra: tuple[Line, ...] = ()  # further lines of a heading that is broken over two


def build_sections(blocks: Sequence[Block], settled: Settled | None = None) -> Outline:
    """Sections of a document in order; every block ends up in a heading, a clause or `dropped`.

    `settled` are lines that other versions of the document decide.
    """
    decisions, lines = decide_headings([block for block in blocks if block.furniture is None])
    if settled:
        decisions = {
            index: _settle(decision, settled.get((decision.line, decision.text[:_SHOWN])))
            for index, decision in decisions.items()
        }
    chosen = [bool((d := decisions.get(line.index)) and d.heading) for line in lines]
    furniture = find_furniture(lines, chosen)
    for index in furniture:
        chosen[index] = False
    title = find_title(lines, chosen, furniture)
    named = title_parts(lines, furniture, title)
    if title is not None:
        furniture |= menu_above(lines[: named[0]], furniture)
        furniture |= site_name(lines, title)
        furniture |= said_again(lines, furniture, title)
        for index in (*range(title), *furniture):
            chosen[index] = False
    heads = _headings(lines, chosen, furniture, title)
    entries = [lines[index] for index, kind in furniture.items() if kind == "toc"]
    entries += judged_lines([block for block in blocks if block.furniture == "toc"])
    listed = frozenset(entry_key(entry) for entry in entries)
    assembled = _assemble(lines, heads, {*furniture, *named}, listed)
    return Outline(
        title=title_text(lines, chosen, furniture, named),
        title_lines=(lines[named[0]].block.line, lines[named[-1]].block.end_line)
        if named
        else None,
        sections=tuple(section for section, _ in assembled),
        contents=tuple(content for _, content in assembled),
        dropped=_dropped(blocks, lines, furniture),
        decisions=tuple(_explained(decisions, lines, heads, furniture, title)),
    )


def _settle(decision: Decision, score: float | None) -> Decision:
    if score is None:
        return decision
    signs = (("as in other versions", round(score - decision.score, 2)), *decision.signs)
    return replace(decision, score=score, heading=score > 0, signs=signs)


def _headings(
    lines: Sequence[Line],
    chosen: Sequence[bool],
    furniture: dict[int, DroppedKind],
    title: int | None,
) -> list[_Head]:
    heads: list[_Head] = []
    taken: set[int] = set()
    for line in lines:
        index = line.index
        if not chosen[index] or index == title or index in taken:
            continue
        style: HeadingStyle = "markup" if line.block.kind == "heading" else "line"
        extra: tuple[Line, ...] = ()
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is not None and _broken_over(line, following, furniture):
            extra = (following,)
            taken.add(following.index)
        # The title once more in bold is no section; marked up it heads one.
        if title is not None and style != "markup" and line.key == lines[title].key:
            continue
        heads.append(_Head(line, style, 0, extra))
    if sum(head.style != "none" for head in heads) < _FEW:
        heads = _with_run_ins(lines, heads, furniture, title)
    return heads


def _broken_over(line: Line, following: Line, furniture: dict[int, DroppedKind]) -> bool:
    """Whether a heading goes on in the next line: no blank line, title case or capitals in both."""
    if is_bare_number(line) and not (line.number and line.number.title):
        # "ARTICLE 5" over "RESERVATIONS"; "Schedule 1" is a name.
        return (
            following.block.kind == "paragraph"
            and following.index not in furniture
            and following.number is None
            and following.short
            and following.end not in ":?!"
            and following.words <= _NAME
            and not is_sentence(following)
        )
    return (
        line.block.kind == "paragraph"
        and following.block.kind == "paragraph"
        and following.index not in furniture
        and following.block.gap_lines == 0
        and line.block.gap_lines > 0
        and following.number is None
        and following.short
        and following.words <= 6
        and line.words <= 6
        and line.end not in ".:?!)"
        and following.end not in ".:?!"
        and _titled(line)
        and _titled(following)
        and line.text.isupper() == following.text.isupper()
    )


def _titled(line: Line) -> bool:
    long_words = [w for w in line.text.split() if len(w) > 3]
    return bool(long_words) and all(w[0].isupper() for w in long_words)


def _with_run_ins(
    lines: Sequence[Line], heads: list[_Head], furniture: dict[int, DroppedKind], title: int | None
) -> list[_Head]:
    """Add run-in headings where hardly any heading has a line of its own."""
    taken = {head.line.index for head in heads}
    free = [
        line
        for line in lines
        if line.index not in furniture and line.index not in taken and line.index != title
    ]
    bold = [(line, end) for line in free if (end := run_in_end(line.block))]
    numbered = [
        (line, end) for line in free if (end := numbered_run_in_end(line.block, line.number))
    ]
    counted = {line.number.style for line, _ in numbered if line.number and line.number.last == 1}
    if counted:  # "B. Backups." below "2. Use. A. License. ..." is a part of that section
        numbered = [
            (line, end) for line, end in numbered if line.number and line.number.style in counted
        ]
    found = bold if len(bold) >= len(numbered) else numbered
    if len(found) < 2:
        found = _bare_run_ins(free)
    if len(found) < 2:
        return heads
    found_heads = [_Head(line, "run-in", end) for line, end in found]
    if found is bold:  # one of them whose text begins a new paragraph
        known = lines[title].key if title is not None else ""
        own = [
            line
            for line in free
            if line.bold and line.words <= 8 and line.block.kind == "paragraph"
            and line.key != known and not is_sentence(line) and line.end not in ";,"
        ]  # fmt: skip
        found_heads += [_Head(line, "line", 0) for line in own]
    return sorted([*heads, *found_heads], key=lambda h: h.line.index)


_BARE = 3  # paragraphs that open with a heading and a full stop, where nothing else marks one
_BARE_SHARE = 0.6  # of all paragraphs: fewer are sentences of one word, which any text may have


def _bare_run_ins(free: Sequence[Line]) -> list[tuple[Line, int]]:
    """Paragraphs that open with a short name, each another, where most of the text is made so."""
    found = [(line, end) for line in free if (end := bare_run_in_end(line.block))]
    text = sum(line.words >= 8 and line.block.kind == "paragraph" for line in free)
    names = {line.block.text[:end].lower() for line, end in found}
    enough = len(names) == len(found) >= max(_BARE, _BARE_SHARE * text)
    return found if enough else []


def _assemble(
    lines: Sequence[Line],
    heads: Sequence[_Head],
    elsewhere: Collection[int],
    contents: frozenset[str],
) -> list[tuple[Section, tuple[Content, ...]]]:
    """Sections of the lines that are not `elsewhere`, each with what its clauses were made of.

    `elsewhere` are lines dropped, or part of the title; `contents` the entries of its table of contents.
    """
    found = [head.line for head in heads]
    left_out = left_out_of_contents(found, contents)
    run_in = [head.style == "run-in" for head in heads]
    groups: Sequence[int] = left_out
    if not any(left_out) and not any(run_in):
        groups = opened_groups(lines, found)
    levels = heading_levels(found, run_in, page_parts(lines, found), groups)
    at = {head.line.index: (head, level) for head, level in zip(heads, levels, strict=True)}
    skip = {line.index for head in heads for line in head.extra}
    # A level that every heading has above it (the title's) is not counted.
    sections: list[tuple[Section, tuple[Content, ...]]] = []
    path: list[str] = []
    content: list[Content] = []
    current: tuple[_Head | None, int] = (None, 0)

    def close() -> None:
        head, level = current
        name = f"s{len(sections) + 1}"
        made_of = tuple(content)
        clauses = build_clauses(name, made_of)
        if head is None and not clauses:
            return
        sections.append((_section(name, head, level, path, clauses), made_of))

    for line in lines:
        if line.index in elsewhere or line.index in skip:
            continue
        if line.index not in at:
            number = line.number if _is_item_number(line) else None
            content.append((line.block, number, 0))
            continue
        close()
        current = at[line.index]
        head = at[line.index][0]
        path = [*path[: current[1] - 1], _heading_text(head)]
        content = []
        if head.text_from:
            content.append((line.block, None, head.text_from))
    close()
    return sections


def _is_item_number(line: Line) -> bool:
    """Whether the number in front of a text line is a list marker and not part of the sentence."""
    number = line.number
    return (
        number is not None
        and line.block.kind in ("paragraph", "item")
        and (len(number.values) > 1 or not number.text[-1].isalnum())
    )


def _section(
    name: str, head: _Head | None, level: int, path: Sequence[str], clauses: tuple[Clause, ...]
) -> Section:
    if head is None:
        return Section(
            id=name, heading=None, number=None, level=1, path=(), style="none",
            line=clauses[0].line, clauses=clauses,
        )  # fmt: skip
    return Section(
        id=name,
        heading=_heading_text(head),
        number=_heading_number(head),
        level=level,
        path=tuple(path),
        style=head.style,
        line=head.line.block.line,
        clauses=clauses,
    )


def _heading_number(head: _Head) -> str | None:
    """Its number, unless that is its whole name: "Schedule 1", "Article 5"."""
    number = head.line.number
    if number is None or number.title or not (head.line.text or head.extra):
        return None
    return number.text


def _heading_text(head: _Head) -> str:
    block = head.line.block
    number = head.line.number
    start = number.length if number and _heading_number(head) else 0
    text = block.text[start : head.text_from or None]
    text = " ".join([*text.split(), *(w for line in head.extra for w in line.block.text.split())])
    if head.style == "run-in":
        return text.strip(" .:–—-*")
    # A full stop or colon behind a heading is punctuation of the page, not of its name.
    text = text.strip(" *")
    if text[:2] in ("- ", "– ", "— ") and text[-2:] == text[1::-1]:
        text = text[2:-2].strip()  # "- Opening hours -"
    return text if head.style != "line" or is_company(text) else text.rstrip(".:").rstrip()


def _dropped(
    blocks: Sequence[Block], lines: Sequence[Line], furniture: dict[int, DroppedKind]
) -> tuple[Dropped, ...]:
    blocks_of = [(lines[i].block, kind) for i, kind in furniture.items()]
    blocks_of += [(b, b.furniture or "rule") for b in blocks if b.kind == "rule" or b.furniture]
    merged: list[Dropped] = []
    for block, kind in sorted(blocks_of, key=lambda b: (b[0].line, b[0].end_line, b[1])):
        first, last, texts = block.line, block.end_line, _left_words(block, kind)
        if merged and merged[-1].kind == kind and first <= merged[-1].last_line + 2:
            merged[-1] = Dropped(
                kind=kind,
                first_line=merged[-1].first_line,
                last_line=max(last, merged[-1].last_line),
                texts=merged[-1].texts + texts,
            )
        else:
            merged.append(Dropped(kind=kind, first_line=first, last_line=last, texts=texts))
    return tuple(merged)


def _left_words(block: Block, kind: DroppedKind) -> tuple[tuple[int, str], ...]:
    """What a dropped block says, by line; of a menu not what is only a link."""
    if block.kind == "rule":
        return ()
    text = block.text
    if kind == "navigation":
        for shown, _ in block.links:
            text = text.replace(shown, " ", 1) if shown else text
    return tuple(
        (min(block.line + offset, block.end_line), part)
        for offset, part in enumerate(text.split("\n"))
        if any(char.isalnum() for char in part)
    )


def _explained(
    decisions: dict[int, Decision],
    lines: Sequence[Line],
    heads: Sequence[_Head],
    furniture: dict[int, DroppedKind],
    title: int | None,
) -> list[Decision]:
    """The decisions as they came out, with what overruled the score."""
    final = {head.line.index: head for head in heads}
    result = []
    for index in sorted({*decisions, *final, *furniture}):
        line = lines[index]
        weighed = decisions.get(index)
        overruled: tuple[tuple[str, float], ...] = ()
        if index in furniture:
            overruled = ((f"dropped: {furniture[index]}", 0.0),)
        elif index == title:
            overruled = (("title of the document", 0.0),)
        elif index in final and final[index].style == "run-in":
            overruled = (("run-in heading", 0.0),)
        result.append(
            Decision(
                line=line.block.line,
                text=line.block.text[:_SHOWN],
                heading=index in final,
                score=weighed.score if weighed else 0.0,
                signs=overruled + (weighed.signs if weighed else ()),
            )
        )
    return result
