"""PD501: a reference to what is not there. PD504: one that points to another place than before."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.check.change import Change, heading_of
from policydiff.check.rule import Hit, Rule
from policydiff.compare.dangling import dangling_references
from policydiff.model import Section


def _find(change: Change) -> Iterator[Hit]:
    if change.comparison is not None:
        yield from _warned(change, "dangling-reference")
        return
    told: set[str] = set()
    for one in dangling_references(change.new) if change.new else ():
        if (key := one.words.casefold()) not in told:
            told.add(key)
            yield Hit(
                message=f"“{one.words}” points nowhere in this version", identity=(key,),
                line=one.line, section=heading_of(one.section), new_text=one.words,
            )  # fmt: skip


def _find_elsewhere(change: Change) -> Iterator[Hit]:
    return _warned(change, "reference-elsewhere")


def _warned(change: Change, code: str) -> Iterator[Hit]:
    """What the comparison warns of, once for the same words."""
    told: set[str] = set()
    new = change.comparison.new if change.comparison else None
    for one in new.snapshot.warnings if new else ():
        if new and one.code == code and (key := one.words.casefold()) not in told:
            told.add(key)
            home = next((s for s in new.sections if _holds(s, one.line, one.words)), None)
            yield Hit(
                message=one.message, identity=(key,), line=one.line, section=heading_of(home),
                new_text=one.words,
            )  # fmt: skip


def _holds(section: Section, line: int | None, words: str) -> bool:
    """Whether the clause that says so is one of the section's."""
    on_line = [clause for clause in section.clauses if clause.line == line]
    return any(words in (*clause.links, clause.text) or words in clause.text for clause in on_line)


_OLD = "# Privacy Policy\n\n## 1. Sharing\n\nWe may share your data as section 3 describes.\n\n## 2. Cookies\n\nWe may use cookies.\n\n## 3. Partners\n\nWe may share your data with our partners.\n"

NOWHERE = Rule(
    code="PD501",
    name="broken-reference",
    severity="warning",
    what="The text refers to a section, heading or anchor that was there and is not any more, or to a number that no section has.",
    why="A limit or exception that nobody can find is open to any reading.",
    fires=(_OLD, _OLD.replace("\n## 3. Partners\n\nWe may", " We may")),
    passes=(_OLD, _OLD.replace("## 3. Partners", "## 3. Our partners")),
    mend="point to the section where it stands now",
    find=_find,
    state=True,
)

_SHIFTED = _OLD.replace(
    "## 2. Cookies", "## 2. Children\n\nThe service is not for children.\n\n## 3. Cookies"
)

ELSEWHERE = Rule(
    code="PD504",
    name="reference-elsewhere",
    severity="warning",
    what="A reference kept its words, and what they name is another section or clause than before.",
    why="The sentence says something else without a word of it being changed.",
    fires=(_OLD, _SHIFTED.replace("## 3. Partners", "## 4. Partners")),
    passes=(
        _OLD, _SHIFTED.replace("## 3. Partners", "## 4. Partners").replace("section 3", "section 4"),
    ),
    mend="point to the section where it stands now, or leave the number to the section that had it",
    find=_find_elsewhere,
)  # fmt: skip
