"""Heading and item numbers: "1.", "1.2", "IV.", "A.1.", "(a)", "Section 3:", "Part One", "§ 4"."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from policydiff.patterns import regex

_WORD = r"(?:section|article|art\.?|part|chapter|clause|schedule|annex|appendix|exhibit|§§?|abschnitt|teil)"
# These are cited by their whole name; "Section 3" is only the number of something.
_TITLES = frozenset(("schedule", "annex", "appendix", "exhibit"))
_VALUE = r"(?:\d{1,3}(?:\.\d{1,3}){0,5}|[IVXLC]{1,7}|[ivxlc]{1,7}|[A-Za-z](?:(?:\.\d{1,3}){1,4}\.[a-z](?=\.)|(?:\.\d{1,3}){0,4}))"
_SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")  # fmt: skip
# "§ 4", "Section 3:", "Part II -": a word makes any value a number.
_NAMED = regex(
    rf"^(?P<word>{_WORD})\s*(?P<value>{_VALUE}|{'|'.join(_SPELLED)})\s*(?P<end>[.:)\-–—]{{0,2}})(?:\s+|$)",
    re.I,
)
# "Q1.", "Question 2:": a quarter ("Q1 2024") has no mark behind it.
_ASKED = regex(r"^(?P<word>q|question)\s?(?P<value>\d{1,3})(?P<end>[.:)])(?:\s+|$)", re.I)
# "1.", "1)", "1.2", "A.", "IV.", "(a)", "1 -": without a word the mark behind it decides.
# "1 " alone counts only for dotted numbers ("1.2 Use"); "A" and "I" alone are words.
_MARKED = regex(
    rf"^(?P<open>[(\[]?)(?P<value>{_VALUE})(?P<end>[.):\]]{{1,2}}(?!\d)|\s?[–—-](?=\s))(?:\s*)(?=\S|$)"
)
_DOTTED = regex(r"^(?P<value>(?:\d{1,3}|[A-Z])(?:\.\d{1,3}){1,5})\s+(?=\S)")
_BARE = regex(r"^(?P<value>\d{1,2})\s+(?=[A-Z])")
# "( a )": the blanks inside are of no meaning.
_LOOSE = regex(rf"^[(\[](?:\s{_VALUE}\s?|{_VALUE}\s)[)\]]")
# "第1条", "第一章", "제3조"; "一、", "(二)", "1、" of Chinese lists of headings.
_DIGITS = "0-9０-９〇零一二三四五六七八九十百"
_EAST_NAMED = regex(
    rf"^(?P<word>第)\s*(?P<value>[{_DIGITS}]{{1,5}})\s*(?P<unit>[章節节條条編编部款項项])"
    rf"(?:の[{_DIGITS}]{{1,3}})?(?P<end>[:：、.．]?)\s*"
    r"|^(?P<word2>제)\s*(?P<value2>\d{1,3})\s*(?P<unit2>[장절조])(?P<end2>[:.]?)\s*"
)
_EAST_MARKED = regex(
    r"^(?P<open>[(（]?)(?P<value>[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})(?P<end>[、．)）]|(?<=[０-９])\.)\s*(?=\S)"
)
_ONES = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_EAST = "第제(（一二三四五六七八九十"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Number(Struct, frozen=True):
    """A parsed number. `style` tells siblings apart: "1.", "1.1", "I.", "A.", "(a)", "section 1"."""

    text: str  # as written, "IV."
    style: str
    values: tuple[int, ...]  # "A.2" is (1, 2)
    length: int  # characters of the line that it takes, blanks behind it included
    named: bool  # "Section 3", "§ 4": a word says that it is a number
    title: bool  # the word is part of the name: "Schedule 1", "Appendix B"

    @property
    def last(self) -> int:
        """The part that counts on from one sibling to the next."""
        return self.values[-1]


def roman(text: str) -> int | None:
    """Value of a well-formed Roman number up to 89, else None."""
    low = text.lower()
    if not re.fullmatch(r"(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", low) or not low:
        return None
    values = [_ROMAN[c] for c in low]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


@lru_cache(maxsize=20_000)
def parse_numbers(line: str) -> tuple[Number, ...]:
    """Every reading of the number that a line starts with; "I." is Roman 1 and the letter I."""
    head = line[:60]
    if loose := _LOOSE.match(head):
        tight = "".join(loose[0].split())
        spread = len(loose[0]) - len(tight)
        read = parse_numbers(tight + line[loose.end() :])
        return tuple(replace(number, length=number.length + spread) for number in read)
    if (head[:1] in _EAST or "、" in head[:4] or not head[:2].isascii()) and (
        number := _east_asian(head)
    ):
        return (number,)
    word = ""
    if match := _NAMED.match(head) or _ASKED.match(head):
        word = match["word"].lower().rstrip(".")
    else:
        match = _DOTTED.match(head) or _MARKED.match(head) or _BARE.match(head)
    if not match:
        return ()
    groups = match.groupdict()
    value, end, opening = (
        groups["value"],
        (groups.get("end") or "").strip(),
        groups.get("open") or "",
    )
    if opening and not end.startswith((")", "]")):
        return ()
    # "3.5 million", "e.g. this", "1.Something" glued is fine, "U.S." is not.
    if not opening and not word and re.match(r"^[A-Za-z]\.[A-Za-z]\.", head):
        return ()
    text = head[: match.end()].strip()
    shape = f"{word} " if word else ""
    close = "paren" if end.startswith(")") or opening else "dot" if end else "bare"
    return tuple(
        Number(
            text, f"{shape}{opening}{kind}{close}", values, match.end(), bool(word), word in _TITLES
        )
        for kind, values in _readings(value)
    )


def _east_asian(head: str) -> Number | None:
    """The number of a Chinese, Japanese or Korean line: "第2条", "二、", "（二）", "２．"."""
    if match := _EAST_NAMED.match(head):
        word, value, unit = (match[name] or match[f"{name}2"] for name in ("word", "value", "unit"))
        style = f"{word}{unit}"
    elif match := _EAST_MARKED.match(head):
        value = match["value"]
        close = "paren" if match["end"] in ")）" else "dot"
        style = f"{'(' if match['open'] else ''}{'1' if value[0].isdigit() else '一'} {close}"
        if style == "1 paren" and value.isascii():
            return None  # as everywhere
    else:
        return None
    named = match.re.groups > 4
    return Number(match[0].strip(), style, (_counted(value),), match.end(), named, False)


def _counted(text: str) -> int:
    """ "十二" is 12, "２" 2, "一〇" 10."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for sign in text:
        if sign in "十百":
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
        else:
            digit = 10 * digit + (int(sign) if sign.isdigit() else _ONES[sign])
    return total + digit


def _readings(value: str) -> list[tuple[str, tuple[int, ...]]]:
    if value.lower() in _SPELLED:
        value = str(_SPELLED.index(value.lower()) + 1)
    first, *rest = value.split(".")
    tail = tuple(int(part) if part.isdigit() else ord(part) - 96 for part in rest)
    if first.isdigit() and tail == (0,):
        return [("1.0 ", (int(first),))]  # "3.0" stands above "3.1", not before it
    depth = f"/{len(tail)} " if tail else " "
    if first.isdigit():
        return [(f"1{depth}", (int(first), *tail))]
    case = "I" if first.isupper() else "i"
    readings: list[tuple[str, tuple[int, ...]]] = []
    if (number := roman(first)) is not None:
        readings.append((f"{case}{depth}", (number, *tail)))
    if len(first) == 1:
        letter = "A" if first.isupper() else "a"
        readings.append((f"{letter}{depth}", (ord(first.lower()) - 96, *tail)))
    return readings


def number_lines(lines: list[str]) -> list[Number | None]:
    """The reading of each line's number that fits its neighbours: V. after IV. is five, not V.

    Every style counts on by itself ("3." after "2." of the same style, "1.2" after "1.1"); a
    reading that goes on with a count is taken before one that starts a count. O(lines).
    """
    found: list[Number | None] = []
    reached: dict[str, tuple[int, ...]] = {}
    for line in lines:
        readings = parse_numbers(line)
        best = None
        for reading in readings:
            before = reached.get(reading.style)
            if before is not None and reading.last == before[-1] + 1:
                best = reading
                break
        if best is None and readings:
            best = next((r for r in readings if r.last == 1), readings[0])
        if best is not None:
            reached[best.style] = best.values
        found.append(best)
    found = _with_marks(lines, found)
    # Without a mark behind it ("11.11 Festival", "12 months") a number needs company to be one: others
    # of its kind, or the one that it lies in ("1.2" below "1.").
    alike = Counter(number.style for number in found if number)
    digits = {number.values for number in found if number and "1" in number.style}
    return [
        None
        if number
        and number.style.endswith("bare")
        and not number.named
        and alike[number.style] < 2
        and number.values[:-1] not in digits
        else number
        for number in found
    ]


_HEADING = 160  # characters of a line that could be a heading
_BARES = 6  # numbers without a stop; of more of them none is an exception


def _with_marks(lines: list[str], numbers: list[Number | None]) -> list[Number | None]:
    """The numbers, where "1 MEMBERSHIP" lacks the stop of "2. FEES" in the style of its siblings.

    Only one that fills a hole: of the lines that could be headings and agree with it in capitals none
    has its number, and others have those around it, in whatever order. "2 Example Ltd" that stands
    elsewhere is no sibling: the next number with a stop comes before it. O(lines * bare numbers).
    """
    bare = [
        at for at, one in enumerate(numbers) if one and one.style == "1 bare" and _names(lines[at])
    ]
    for at in bare[:_BARES]:
        number = numbers[at]
        assert number is not None
        count = {
            other.last
            for place, other in enumerate(numbers)
            if other and other.style == "1 dot" and _names(lines[place])
            and lines[place].isupper() == lines[at].isupper()
        }  # fmt: skip
        below = number.last == 1 or number.last - 1 in count
        after = next(
            (one for one in numbers[at + 1 :] if one and one.last == number.last + 1
             and one.style in ("1 bare", "1 dot")), None,
        )  # fmt: skip
        own = after is not None and after.style == "1 bare"
        if below and not own and number.last not in count and number.last + 1 in count:
            numbers[at] = replace(number, style="1 dot")
    return numbers


def _names(line: str) -> bool:
    return len(line) <= _HEADING and line.rstrip()[-1:] not in ".;,"
