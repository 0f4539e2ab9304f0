"""PD503: section numbers that do not count on."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.check.change import Change, heading_of
from policydiff.check.numbering import Break, item_breaks, number_breaks
from policydiff.check.rule import Hit, Rule
from policydiff.model import Document


def _find(change: Change) -> Iterator[Hit]:
    if change.new is None:
        return
    known = {_key(one) for one in _breaks(change.old)} if change.old else set()
    for found in _breaks(change.new):
        if _key(found) in known:
            continue
        first = found.before.text.rstrip(" .:") if found.before else ""
        second = found.number.text.rstrip(" .:")
        if not found.before:
            told = f"Section {second} is the first of its kind: the ones before it are missing"
        elif found.item:
            told = f"Item {second} follows item {first}"
        elif found.repeated:
            told = f"Two sections bear the number {second}"
        else:
            told = f"Section {second} follows section {first}"
        yield Hit(
            message=told, identity=(first, second), line=found.line,
            section=heading_of(found.section), new_text=found.section.heading or "",
        )  # fmt: skip


def _breaks(document: Document) -> Iterator[Break]:
    yield from number_breaks(document)
    yield from item_breaks(document)


def _key(found: Break) -> tuple[object, ...]:
    return found.item, found.before.values if found.before else (), found.number.values


_OLD = "# Privacy Policy\n\n## 1. Sharing\n\nWe may share your data with our affiliates.\n\n## 2. Cookies\n\nWe may use cookies.\n\n## 3. Contact\n\nYou may write to us.\n"

RULE = Rule(
    code="PD503",
    name="numbering-gap",
    severity="warning",
    what="A section number is left out, two sections bear the same, or a list goes from (a) to (c).",
    why="A section got lost, or was put in without renumbering; references by number are then doubtful.",
    fires=(_OLD, _OLD.replace("## 2. Cookies\n\nWe may use cookies.\n\n", "")),
    passes=(_OLD, _OLD + "\n## 4. Changes\n\nWe may change this policy.\n"),
    mend="number the sections anew, and mend the references to them",
    find=_find,
    state=True,
)
