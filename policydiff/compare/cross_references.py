"""References of a document to its own sections and annexes by number.

    as described in sections 3 and 14.           own: two numbers
    see § 14, clause 2.3(b), siehe Abschnitt 12  own
    Article 21 GDPR, Section 14 of the Data Protection Act, 16 C.F.R. § 312    a law's, never told
    (Article 15), where the text speaks of the GDPR                            a law's

A wrong finding about a law costs more than a reference that is missed: in doubt it is a law's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from policydiff.model import Document, Section
from policydiff.patterns import regex
from policydiff.structure.numbering import parse_numbers

_DIGITS = r"\d{1,3}(?:\.\d{1,3}){0,5}(?!\.?\d|\w)"
_LETTER = r"(?:[IVXLC]{1,7}|[A-Z](?:\.\d{1,3}){0,4})\b"
_ITEM = r"(?:\s?\([a-zA-Z0-9]{1,4}\))*"  # "2.3(b)": the item lies in the section
_LETTERS = regex(r"[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ]\w*(?!\w)")  # "TMG", "DSGVO": the name of a law, mostly
_PARTS = regex(r"\s*,?\s*(?:(?:Abs(?:atz|\.)|lit\.|Satz|S\.|Nr\.|para(?:graph|\.)|point)\s*\w{1,3}\b\.?\s*)+", re.I)  # fmt: skip
_WORD = regex(r"\s*(?:[^\W\d]{2,}|§+)(?=[\s.])")  # that a heading's number bears: "Article 5"
_OWN_WORD = regex(
    r"(?<!\w)(?!(?:and|or|to|through|und|oder|bis|sowie)\s)(§|[^\W\d]{3,}\.?)\s*$", re.I
)
_SHORT_NAME = regex(r"\b[Tt]his (?:[A-Z][\w'’-]* ){1,8}\([^()“\"]{0,40}[“\"](\w[\w ]{1,30})[”\"]\)")
_OF_NAMED = regex(r"\s+(?:of|in|under|to) (?:the|this) ((?-i:[A-Z])\w*)(?!\w)", re.I)
_MOST_CITED = 200  # references of one clause that are followed
_SEVERAL = regex(r"(?<=x)es$|(?<=[a-z])s$", re.I)  # of "Annexes", "Schedules"
_TITLE = 100  # characters of the longest title of an annex
_REACH = 90  # characters before a reference in which a law is its owner


# "likely" is no law's if the document has that very number; "perhaps", which may be a law's, is its own
# where its number went along with what it names; "name" is by heading.
Whose = Literal["own", "likely", "perhaps", "name"]


class Reference(NamedTuple):
    """One number that a clause refers to."""

    words: str  # "section 14", also where "sections 3 and 14" is written
    number: str  # "14", "2.3", "iv"
    line: int
    section: Section
    pointed: bool  # "see section 14": meant for the reader to look it up


class Citation(NamedTuple):
    """One number that a clause refers to, with its place in the text."""

    words: str  # "Section 14", "clause 4.2(a)", also where "Sections 3 and 14" is written
    word: str  # "section", lower case
    number: str  # "14", "4.2", "iv"
    items: tuple[str, ...]  # "a" of "4.2(a)"
    start: int  # of the number in the text
    end: int  # behind its items
    spelled: str  # "4.2(a)"
    together: int  # where "Sections 2 and 3" starts, for each of its numbers
    whose: Whose
    joint: str = ""  # between the number before it and this one: "to" of "Sections 2 to 4"


class _Words(NamedTuple):
    reference: re.Pattern[str]
    annex: re.Pattern[str]
    title: re.Pattern[str]
    cited: re.Pattern[str]
    behind: re.Pattern[str]
    dotted: re.Pattern[str]
    one: re.Pattern[str]
    up_to: re.Pattern[str]
    either: re.Pattern[str]
    shared: re.Pattern[str]
    itself: re.Pattern[str]
    owner: re.Pattern[str]
    inside: re.Pattern[str]
    items: re.Pattern[str]
    lettered: re.Pattern[str]
    elsewhere: re.Pattern[str]
    pointing: re.Pattern[str]
    law: re.Pattern[str]
    names: tuple[str, ...]


@cache
def _words() -> _Words:
    data = Path(__file__).with_name("cross_references.toml").read_text("utf-8")
    table: dict[str, list[str]] = tomllib.loads(data)

    def any_of(*names: str) -> str:
        return "(?:" + "|".join(word for name in names for word in table[name]) + ")"

    joined = any_of("joined")

    def reference(*names: str) -> re.Pattern[str]:
        word = any_of(*names)

        def numbers(one: str) -> str:
            more = (
                rf"(?:\s*(?i:{joined})\s*(?i:{word}\s*)?{one}{_ITEM}"
                rf"(?!\s*(?i:{any_of('counted')})))*"
            )
            return f"{one}{_ITEM}{more}"

        return re.compile(
            rf"(?<![\w.])(?P<word>(?i:{word}))\s*[\"“'(]?"
            rf"(?P<numbers>{numbers(_DIGITS)}|{numbers(_LETTER)})"
        )

    return _Words(
        reference=reference("own", "shared", "dotted"),
        annex=reference("annexes"),
        title=reference("annexes", "parts"),
        cited=reference("own", "shared", "dotted", "annexes", "parts"),
        behind=re.compile(any_of("annexes", "parts"), re.I),
        dotted=re.compile(any_of("dotted"), re.I),
        one=re.compile(rf"{_DIGITS}|(?<!\w){_LETTER}"),
        up_to=re.compile(rf"{any_of('up_to')}(?!(?<=\w)\w)"),
        either=re.compile(rf"{any_of('either')}(?!\w)"),
        shared=re.compile(any_of("shared", "dotted"), re.I),
        itself=re.compile(rf"\s*(?:of|in|des|der|in)\s+(?:{any_of('itself')})\b|\s*(?:hereof|above|below|oben|unten)\b", re.I),
        owner=re.compile(rf"\s*,?\s*(?:{any_of('of')})\s+(?!{any_of('itself')}\b)", re.I),
        inside=re.compile(rf"\s*,?\s*{any_of('inside')}\s+", re.I),
        items=re.compile(
            rf"(?P<items>\(\w{{1,4}}\)(?:\s*(?i:{joined})\s*\(\w{{1,4}}\))*)\s+(?i:{any_of('inside')})\s+(?:the\s+)?$"
        ),
        lettered=re.compile(
            rf"(?<![\w.])(?P<word>(?i:{any_of('lettered')}))\s*"
            rf"(?P<items>\([a-z]{{1,4}}\)(?:\s*(?:{joined})\s*\([a-z]{{1,4}}\))*)(?!\s?\()"
        ),
        elsewhere=re.compile(rf"\s*,?\s*{any_of('of', 'inside')}\s+(?!{any_of('itself')}\b)", re.I),
        pointing=re.compile(rf"\b{any_of('pointing', 'pointing_at')}\s+(?:the |our |den |dem |der )?$", re.I),
        law=re.compile(rf"(?<![\w.])(?:{any_of('laws')})(?!\w)"),
        names=(any_of("pointing"), any_of("pointing_at", "naming"), any_of("own", "headed"), any_of("there")),
    )  # fmt: skip


def own_references(document: Document) -> Iterator[Reference]:
    words = _words()
    lawful = any(_speaks_of_a_law(clause.text) for clause in document.clauses)
    named = _own_words(document)
    for section in document.sections:
        for clause in section.clauses:
            text = clause.text
            if not _refers(text):
                continue
            for match in words.reference.finditer(text):
                if is_foreign(text, match, lawful=lawful, named=named):
                    continue
                numbers = words.one.findall(re.sub(r"\([^)]*\)", "", match["numbers"]))
                word = match["word"].rstrip("sS§" if len(numbers) > 1 else "") or "§"
                pointed = bool(words.pointing.search(text[: match.start()][-_REACH:]))
                for one in numbers:
                    yield Reference(f"{word} {one}", one.casefold(), clause.line, section, pointed)


def cite(document: Document) -> dict[int, tuple[Citation, ...]]:
    """References to own sections, clauses and annexes, by index of the clause in the document."""
    # As in `own_references`, but only clauses that hold a reference at all are searched for laws.
    referring = {
        index: clause.text for index, clause in enumerate(document.clauses) if _refers(clause.text)
    }
    if not referring:
        return {}
    lawful = any(_speaks_of_a_law(clause.text) for clause in document.clauses)
    named = _own_words(document)
    return {
        index: cited
        for index, text in referring.items()
        if (cited := _citations(text, lawful, named))
    }


def _own_words(document: Document) -> frozenset[str]:
    """Stems of the words by which a document calls its own parts; with a dot for "Article 3.02 hereof",
    which says nothing of "Article 6"; behind "=" what it calls itself: "=dpa".
    """
    found = {f"={name}" for clause in document.clauses for name in _short_names(clause.text)}
    found |= {stem(word[0]) for s in document.sections if (word := _WORD.match(s.number or ""))}
    return frozenset(found.union(*(_called_own(clause.text) for clause in document.clauses)))


@lru_cache(maxsize=100_000)
def _short_names(text: str) -> tuple[str, ...]:
    """ "dpa" of "This Data Processing Addendum (the “DPA”)"."""
    return tuple(found[1].casefold() for found in _SHORT_NAME.finditer(text))


@lru_cache(maxsize=100_000)
def _called_own(text: str) -> frozenset[str]:
    words = _words()
    return frozenset(
        _stem_of(match)
        for match in (words.reference.finditer(text) if _refers(text) else ())
        if words.shared.fullmatch(match["word"]) and words.itself.match(text, match.end())
    )


def _stem_of(match: re.Match[str]) -> str:
    return stem(match["word"]) + "." * ("." in match["numbers"])


@lru_cache(maxsize=100_000)
def _refers(text: str) -> bool:
    return _words().cited.search(text) is not None


@lru_cache(maxsize=100_000)
def _speaks_of_a_law(text: str) -> bool:
    return _words().law.search(text) is not None


@lru_cache(maxsize=20_000)
def _citations(text: str, lawful: bool, named: frozenset[str]) -> tuple[Citation, ...]:
    words, found = _words(), list[Citation]()
    matches = list(words.cited.finditer(text))
    for at, match in enumerate(matches):
        whole, own = match, match
        # "paragraph 4 of Section 3" is a part of Section 3, and whose that is.
        if inside := words.inside.match(text, match.end()):
            following = matches[at + 1] if at + 1 < len(matches) else match
            if inside.end() == following.start() and len(_places(following)) == 1:
                whole = own = following
        whose = _whose(text, own, lawful, named)
        if whose is None:
            continue
        places = _places(match)
        if whole is match and len(places) == 1:
            found += _items_before(text, match, places[0], whose)
        word = (_SEVERAL.sub("", match["word"]) if len(places) > 1 else match["word"]).rstrip("§")
        word, last = word or "§", match.start("numbers")
        for place in places:
            # "clause 3.1, section 4(b) and paragraph 5": each with its own word.
            if named_so := _OWN_WORD.search(text[last : place.start]):
                word = named_so[1]
            joint = text[last : place.start].strip().casefold()
            last = place.end
            number = place.number
            if words.behind.fullmatch(word):
                number = f"{stem(word)} {number}"
            told = f"{word} {place.spelled}"
            if whole is not match:
                outer = _places(whole)[0]
                number = f"{outer.number}{''.join(f'({item})' for item in outer.items)}.{number}"
                told += text[place.end : outer.end]
            found.append(
                Citation(
                    told, word.casefold(), number.casefold(), place.items, place.start, place.end,
                    place.spelled, match.start(), whose, joint,
                )
            )  # fmt: skip
    return tuple(found[:_MOST_CITED])


def _whose(text: str, match: re.Match[str], lawful: bool, named: frozenset[str]) -> Whose | None:
    """Whose section a reference names; None for another document's."""
    words = _words()
    if _is_itself(text, match, named):
        return "own"
    if _is_another_s(text, match):
        return None
    called_own = {stem(match["word"]), _stem_of(match)} & named
    likely = lawful and not called_own and "." in match["numbers"]
    if likely and words.dotted.fullmatch(match["word"]):
        return "perhaps" if _may_be_a_law_s(text, match, False, named) else "likely"
    return "perhaps" if _may_be_a_law_s(text, match, lawful, named) else "own"


def _items_before(
    text: str, match: re.Match[str], outer: _Number, whose: Whose
) -> Iterator[Citation]:
    """The items of "paragraphs (a) and (c) of Section 3"."""
    before = text[max(0, match.start() - _REACH) : match.start()]
    if not (found := _words().items.search(before)):
        return
    offset = match.start() - len(before)
    for item in re.finditer(r"\((\w{1,4})\)", found["items"]):
        start, end = (offset + found.start("items") + place for place in item.span())
        yield Citation(
            item[0] + text[offset + found.end("items") : outer.end], "item", outer.number.casefold(),
            (*outer.items, item[1].casefold()), start, end, item[0], offset + found.start(), whose,
        )  # fmt: skip


class _Number(NamedTuple):
    """One number of a reference, with its place in the text."""

    number: str
    items: tuple[str, ...]
    start: int
    end: int  # behind its items
    spelled: str


def _places(match: re.Match[str]) -> list[_Number]:
    """The numbers of a reference, in reading order."""
    text, offset = match.string, match.start("numbers")
    bare = re.sub(r"\([^)]*\)", lambda m: " " * len(m[0]), match["numbers"])
    found = []
    for place in _words().one.finditer(bare):
        start, end = offset + place.start(), offset + place.end()
        behind = re.compile(_ITEM).match(text, end)
        stop = behind.end() if behind else end
        items = tuple(item.casefold() for item in re.findall(r"\((\w+)\)", text[end:stop]))
        number = place[0]
        if letter := re.compile(r"\.[A-Z]\b").match(text, stop):  # "Section VI.D"
            number, stop = number + letter[0], letter.end()
        found.append(_Number(number, items, start, stop, text[start:stop]))
    return found


def is_foreign(text: str, match: re.Match[str], *, lawful: bool, named: Collection[str]) -> bool:
    """Whether a reference is to a section of a law, or of another document."""
    if _is_itself(text, match, named):
        return False
    return _is_another_s(text, match) or _may_be_a_law_s(text, match, lawful, named)


def _is_itself(text: str, match: re.Match[str], named: Collection[str]) -> bool:
    """Whether what stands behind a reference is this document: "hereof", "of these Terms", "of the DPA"."""
    behind = _OF_NAMED.match(text, match.end())
    return bool(_words().itself.match(text, match.end())) or bool(
        behind and f"={behind[1].casefold()}" in named
    )


def _is_another_s(text: str, match: re.Match[str]) -> bool:
    """Whether its owner stands behind it: "Article 6 GDPR", "Section 5 of the Act"."""
    behind = text[match.end() :]
    behind = behind[part.end() :] if (part := _PARTS.match(behind)) else behind
    return bool(_words().owner.match(behind)) or _opens_a_name(behind)


def _may_be_a_law_s(text: str, match: re.Match[str], lawful: bool, named: Collection[str]) -> bool:
    """Whether its word is one of laws in a text that speaks of them, or a law stands before it."""
    words = _words()
    before = text[max(0, match.start() - _REACH) : match.start()]
    word = match["word"].casefold()
    if words.shared.fullmatch(word) and lawful and not {stem(word), _stem_of(match)} & set(named):
        return True
    if words.pointing.search(before):
        return False
    # "47 U.S.C. § 230", "GDPR, Article 6"; and a law named earlier in the sentence.
    beside = re.search(r"(?:\b[A-Z]{2,}|\b[A-Z]\.)[\s,:(]*$", before)
    loud = before[-30:].isupper()  # then capitals tell nothing
    law = words.law.search(re.split(r"[.;]\s", before)[-1])
    return bool((beside and not loud) or law)


def _opens_a_name(behind: str) -> bool:
    """Whether what stands behind a number names its owner: "GDPR", "(BDSG)", "Communications Act"."""
    words = _words()
    head = behind.lstrip(" ,\"'”’")
    loud = behind[:30].isupper()  # then capitals tell nothing
    if not behind[:1].isspace() and not behind.startswith((",", "(", '"', "”", "’")):
        return False  # the end of a sentence
    if head.startswith("("):
        inside = head[1:].partition(")")[0]
        return bool(words.law.search(inside) or (not loud and _LETTERS.match(inside)))
    if words.law.match(head) or (not loud and _LETTERS.match(head)):
        return True
    # English gives capitals to names only; German to every noun.
    return bool(re.match(r"[A-Z]\w+ (?:[A-Z]\w+ )*[A-Z]\w+", head)) and bool(
        words.law.search(head[:80])
    )


@lru_cache(maxsize=20_000)
def bare_number(number: str) -> str:
    """ "Article 3.01" is the first paragraph of 3, also where that is written "1."."""
    return ".".join(part.lstrip("0") or part for part in number.split("."))


def plain_number(number: str | None) -> str:
    """A number without its word and marks: "Section 2.3:" is "2.3"."""
    found = re.search(r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]+)\W*$", (number or "").strip())
    value = found[0].strip(" .:)(]-–—").casefold() if found else ""
    is_value = value and (value[0].isdigit() or len(value) == 1 or re.fullmatch("[ivxlc]+", value))
    return value if is_value else ""


@lru_cache(maxsize=50_000)
def opening_number(text: str) -> str:
    """The number that a text opens with, "3.2" of "3.2 The fee is"; "" where there is none."""
    opening = parse_numbers(text)
    return plain_number(opening[0].text) if opening and not opening[0].named else ""


def stem(word: str) -> str:
    """What "Article", "articles" and "Art." have in common."""
    return word.strip().casefold()[: 1 if word.strip().startswith("§") else 3]


def annex_references(document: Document) -> Iterator[Reference]:
    """Schedules, annexes and exhibits that are named, in reading order; of headings the own ones."""
    words = _words()
    for section in document.sections:
        for clause in section.clauses:
            for match in words.annex.finditer(clause.text):
                if not is_foreign(clause.text, match, lawful=False, named=()):
                    for one in words.one.findall(re.sub(r"\([^)]*\)", "", match["numbers"])):
                        told = f"{_SEVERAL.sub('', match['word'])} {one}"
                        yield Reference(told, one.casefold(), clause.line, section, False)


@lru_cache(maxsize=50_000)
def annex_title(text: str) -> tuple[str, str, str] | None:
    """(stem of its word, number, title) of the annex or part that a text is the heading of; else None.

    "Annex B - Security" is ("ann", "b", "Security").
    """
    text = text.strip()
    found = _words().title.match(text)
    if not found or len(text) > _TITLE or text.endswith((".", ";", ",")):
        return None
    number = _words().one.search(found["numbers"])
    if number is None or number.start():
        return None
    title = text[found.start("numbers") + number.end() :].lstrip(" \t)\"”'.:,-–—")
    return stem(found["word"]), number[0].casefold(), title


def is_range(joint: str) -> bool:
    """Whether what stands between two numbers says that those between them are meant, too."""
    return _words().up_to.match(joint) is not None


def is_choice(joint: str) -> bool:
    """Whether it says that one of them is meant."""
    return _words().either.search(joint) is not None


def section_title(section: Section) -> str:
    """Number and heading of a section as one line; "" for the text before the first heading."""
    return " ".join(part for part in (section.number, section.heading) if part)


def name_patterns() -> tuple[str, ...]:
    """Regular expressions of what turns a reader to a place, of what does so before a name in quotes, of
    words for a place, and of what stands behind a name."""
    return _words().names


@cache
def item_patterns() -> tuple[re.Pattern[str], ...]:
    """Patterns of a reference by letter alone, of what says behind it that another text has the list, of a law."""
    words = _words()
    return words.lettered, words.elsewhere, words.law
