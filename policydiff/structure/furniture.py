"""What belongs to the page and not to the policy: archive notes, tables of contents, footers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from policydiff.model import Block, DroppedKind
from policydiff.patterns import regex
from policydiff.structure.banners import find_banners
from policydiff.structure.contents import binds_to_list, captions, find_contents, leads_duty
from policydiff.structure.date_notes import archive_note, names_copy
from policydiff.structure.dates import NOTE_LINES
from policydiff.structure.line_words import choice
from policydiff.structure.lines import WORD, Line, is_company
from policydiff.structure.notices import is_rights_notice, says_something
from policydiff.structure.sentences import split_sentences
from policydiff.structure.wording import (
    has_menu_word,
    is_address_line,
    names_somebody,
    speaks_as_menu,
)

_SAME_HEADING = 68  # 0 to 100; entry and heading: "Cookies and similar" for "Cookie or similar"
_FUZZY_ENTRIES = 200  # a page of 100,000 short lines is not compared in full
_LINK_TEXT = regex(
    lambda: (
        rf"^(?:{choice('link_texts')}|↑|[\[«‹←<^↑↩]+\s*(?:go )?(?:back|top|home)(?: to \w+(?: \w+)?)?)\W*$"
    ),
    re.I,
)
# "Home >> Legal >> Privacy Policy": the way to the page
_TRAIL = regex(
    lambda: rf"^(?:you are here:?\s*)?{choice('trails')}\s*(?:>{{1,2}}|»|›|→|::)\s*\S",
    re.I,
)

_TRAIL_SIGN = regex(r"\s(?:>{1,2}|»|›|→|::|/)\s")
_TRAIL_LINES = 12  # from the top, within which a trail and the name that it leads to stand


def find_furniture(lines: Sequence[Line], headings: Sequence[bool]) -> dict[int, DroppedKind]:
    """Kind of furniture by index into `lines`, for the lines that are no part of the policy."""
    dropped: dict[int, DroppedKind] = {}
    top, bottom = NOTE_LINES
    for line in {*lines[:top], *lines[len(lines) - bottom :]}:
        if _is_archive_note(line.block):
            dropped[line.index] = "archive-note"
    for index in [*_anchored(lines), *find_contents(lines), *_contents(lines, headings)]:
        dropped.setdefault(index, "toc")
    entries = {line.block.row for line in lines if line.index in dropped and line.block.row}
    for line in lines:  # "Contact", tab, "13"
        if line.block.kind == "cell" and line.block.row in entries and line.text.isdigit():
            dropped.setdefault(line.index, "toc")
    for index, kind in find_banners(lines, headings).items():
        dropped.setdefault(index, kind)
    footer = None
    for line in lines:
        text = line.block.text
        if (
            len(text) <= 300
            and line.block.kind != "cell"
            and is_rights_notice(text)
            and not headings[line.index]
        ):
            dropped.setdefault(line.index, "copyright")
            footer = line.index
        elif _is_navigation(line.block) or _leads_here(line, lines):
            dropped.setdefault(line.index, "navigation")
    if footer is not None and footer >= len(lines) - 6:
        _drop_around_footer(lines, headings, footer, dropped)
    _drop_tail(lines, dropped)
    return dropped


def menu_above(lines: Sequence[Line], dropped: dict[int, DroppedKind]) -> dict[int, DroppedKind]:
    """Lines above the name of a document that are a menu; a letterhead, a region, a date are none."""
    found: dict[int, DroppedKind] = {}
    for line in lines:
        above = line.index - 1
        in_menu = above in found or dropped.get(above) == "navigation"
        if (
            line.index not in dropped
            and line.short
            and line.block.kind != "heading"
            and (speaks_as_menu(line.text) or (in_menu and has_menu_word(line.text)))
            and not says_something(line.text)
        ):
            found[line.index] = "navigation"
    return found


def _is_archive_note(block: Block) -> bool:
    """Whether all that it says is where and when the page was archived."""
    return archive_note(block.text, [target for _, target in block.links]) is not None and not any(
        says_something(sentence) and not names_copy(sentence)
        for sentence in split_sentences(block.text)
    )


def _drop_tail(lines: Sequence[Line], dropped: dict[int, DroppedKind]) -> None:
    """Two to four short lines that a page without markup ends with: links and a slogan, no names."""
    if not lines or any(line.block.kind == "heading" for line in lines):
        return
    first = len(lines)
    while first and _is_link_like(lines[first - 1]):
        first -= 1
    tail = lines[first:]
    of_the_page = sum(speaks_as_menu(line.text) or line.text[:1].islower() for line in tail)
    if (
        2 <= len(tail) <= 4
        and first
        and lines[first - 1].words >= 12
        and of_the_page >= 0.5 * len(tail)
        and not any(names_somebody(line.text) or says_something(line.text) for line in tail)
    ):
        for line in tail:
            dropped.setdefault(line.index, "navigation")


def _is_link_like(line: Line) -> bool:
    return (
        line.short
        and line.words <= 3
        and line.number is None
        and line.block.kind == "paragraph"
        and line.end not in ".:?!)"
        and not any(char.isdigit() or char in "@/" for char in line.text)
    )


def _is_navigation(block: Block) -> bool:
    text = block.text.strip()
    if block.kind in ("cell", "heading") or not text:
        return False
    if (
        _LINK_TEXT.match(text.lstrip("[«‹←<^↑↩→ "))
        or _LINK_TEXT.match(text)
        or (len(text) <= 160 and _TRAIL.match(text))
    ):
        return True
    linked = sum(len(label) for label, _ in block.links)
    # A row of links and nothing else; one link alone may be the item of a list.
    return (
        len(block.links) >= 2
        and linked >= 0.9 * len(re.sub(r"[\s|·•>/–—-]+", "", text))
        and len(text) <= 400
        and not re.search(r"[.!?:]\s*$", text)
        and block.kind != "item"
        and not says_something(_beside_links(block))
    )


def _leads_here(line: Line, lines: Sequence[Line]) -> bool:
    """Whether it is "acme.com > Legal > Privacy Policy", above the line "Privacy Policy"."""
    if line.index >= _TRAIL_LINES or line.block.kind == "heading" or len(line.block.text) > 160:
        return False
    *above, last = _TRAIL_SIGN.split(line.block.text.strip())
    name = " ".join(WORD.findall(last.lower()))
    below = lines[line.index + 1 : line.index + 1 + _TRAIL_LINES]
    return bool(above and name) and any(name == other.key for other in below if other.short)


def _beside_links(block: Block) -> str:
    text = block.text
    for shown, _ in block.links:
        text = text.replace(shown, " | ", 1) if shown else text
    return text


def _drop_around_footer(
    lines: Sequence[Line], headings: Sequence[bool], footer: int, dropped: dict[int, DroppedKind]
) -> None:
    """Short lines without an end that hang between the last sentence and the copyright line."""
    index = footer - 1
    while index >= 0 and lines[index].short and lines[index].end != ":" and lines[index].words <= 6:
        index -= 1
    # Slogans and link rows; an address and a signature stay.
    own = [line for line in lines[index + 1 : footer] if line.index not in dropped]
    if (
        footer - index - 1 <= 4
        and index >= 0
        and lines[index].words >= 12
        and not any(_tells_who(line) or says_something(line.text) for line in own)
    ):
        for other in range(index + 1, footer):
            marked = lines[other].block.kind == "heading"
            names_it = headings[other] and "copyright" in lines[other].key.split()
            if not (marked or names_it) and (
                not headings[other]
                or not any(headings[:other])
                or other + 1 in dropped
                or other + 1 == footer
                or not headings[other + 1]
            ):
                dropped.setdefault(other, "navigation")
    for other in range(footer + 1, len(lines)):
        line = lines[other]
        if line.short and line.words <= 8 and not headings[other] and not says_something(line.text):
            dropped.setdefault(other, "navigation")


def _tells_who(line: Line) -> bool:
    """Whether it is a line of an address or of a signature."""
    return (
        is_company(line.text)
        or names_somebody(line.text)
        or is_address_line(line.text)
        or any(char.isdigit() or char == "@" for char in line.text)
    )


def _contents(lines: Sequence[Line], headings: Sequence[bool]) -> list[int]:
    """Lines of tables of contents: runs of short lines that say in advance what headings say later.

    Wording may differ a little ("Cookies and similar technologies" for "Cookie or similar
    technology"), order may not. O(short lines * headings), only over runs of three or more.
    """
    later = [
        (line.index, key) for line in lines if headings[line.index] and (key := line.key_text())
    ]
    if len(later) < 3:
        return []
    exact: dict[str, int] = {}
    for index, key in later:
        exact[key] = index  # the last one wins: the heading, not the entry
    found: list[int] = []
    told: set[int] = set()  # headings that an entry has named already: no entries themselves
    index = 0
    while index < len(lines):
        run = []
        while index < len(lines) and lines[index].short and lines[index].words <= 16:
            # What is marked up as a heading is one, whatever stands around it.
            if index not in told and lines[index].block.kind != "heading" and lines[index].text:
                run.append(lines[index])
            index += 1
            if leads_duty(lines[index - 1]):
                break
        index += not run
        if len(run) >= 3 and not binds_to_list(lines, run[0].index):
            entries = _contents_run(run, later, exact)
            found += entries.keys()
            found += captions(lines, min(entries)) if entries else []
            told |= set(entries.values())
    return [i for i in found if i not in told and lines[i].block.kind != "heading"]


def _contents_run(
    run: Sequence[Line], later: Sequence[tuple[int, str]], exact: dict[str, int]
) -> dict[int, int]:
    """Heading by entry, for the stretch of a run of short lines that is a table of contents."""
    targets: dict[int, int] = {}
    texts = {line.index: line.text for line in run}
    used: set[int] = set()
    fuzzy = 0
    ats = [at for at, _ in later[:400]]
    free: list[str | None] = [heading for _, heading in later[:400]]  # None where it is used
    for line in run:
        if line.index in used:
            break  # the first heading that an entry names: the table has ended
        key = line.key_text()
        target = exact.get(key, -1)
        if target <= line.index and fuzzy < _FUZZY_ENTRIES:
            fuzzy += 1
            behind_it = bisect_right(ats, line.index)
            found_at = _likest(key, free[behind_it:])
            target = ats[behind_it + found_at] if found_at >= 0 else -1
        if target > line.index and target not in used:
            targets[line.index] = target
            used.add(target)
            if (rank := bisect_left(ats, target)) < len(ats) and ats[rank] == target:
                free[rank] = None
    # The entries are a stretch of lines whose headings mostly come in order behind it; an entry
    # that was not moved with its section must not cut the stretch.
    stretches: list[list[int]] = []
    for entry in targets:
        if not stretches or entry - stretches[-1][-1] > 3:
            stretches.append([])
        stretches[-1].append(entry)
    found: dict[int, int] = {}
    for stretch in stretches:
        first, last = stretch[0], stretch[-1]
        behind = [targets[entry] for entry in stretch if targets[entry] > last]
        rising = sum(b > a for a, b in pairwise(behind))
        # With text under most of the headings: they are no list themselves.
        spread = len(behind) >= 2 and max(behind) - min(behind) > 1.5 * len(behind)
        if (
            len(behind) >= max(3, 0.7 * len(stretch))
            and rising >= 0.6 * (len(behind) - 1)
            and spread
        ):
            found |= {
                index: targets.get(index, -1)
                for index in range(first, last + 1)
                if index in targets or not says_something(texts.get(index, ""))
            }
    return found


def _likest(key: str, headings: Sequence[str | None]) -> int:
    """Index of the heading that is nearest to `key` and near enough, the first of equals; or -1."""
    cutoff = _SAME_HEADING - 0.1  # rapidfuzz rounds it
    best = process.extractOne(key, headings, scorer=fuzz.ratio, score_cutoff=cutoff)
    return best[2] if best and best[1] >= _SAME_HEADING else -1


def _anchored(lines: Sequence[Line]) -> list[int]:
    """Lines that are nothing but a link into the page itself, three or more together."""
    found: list[int] = []
    run: list[int] = []
    for line in (*lines, None):
        if line is not None and _is_anchor(line.block):
            run.append(line.index)
            continue
        if len(run) >= 3 and not binds_to_list(lines, run[0]):
            found += [*captions(lines, run[0]), *run]
        run = []
    return found


def _is_anchor(block: Block) -> bool:
    return (
        bool(block.links)
        and len(block.text) <= 200
        and all(target.startswith("#") for _, target in block.links)
        and sum(len(shown) for shown, _ in block.links) >= 0.8 * len(block.text)
    )
