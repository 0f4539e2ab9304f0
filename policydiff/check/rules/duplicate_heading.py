"""PD502: two sections of one level bear one heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policydiff.check.change import Change, heading_of
from policydiff.check.rule import Hit, Rule
from policydiff.compare.normalise import heading_key
from policydiff.model import Document, Section

_Path = tuple[str, ...]
_SEVERAL = 3  # beyond, a whole text was pasted twice, which is one thing to tell


def _find(change: Change) -> Iterator[Hit]:
    if change.new is None:
        return
    before = Counter(_paths(change.old)) if change.old else Counter[_Path]()
    seen: Counter[_Path] = Counter()
    found: list[tuple[Section, _Path]] = []
    for section, path in zip(change.new.sections, _paths(change.new), strict=True):
        if not path or not path[-1]:
            continue
        seen[path] += 1
        if seen[path] > 1 and seen[path] > before[path]:
            found.append((section, (*path, str(seen[path]))))
    if len(found) > _SEVERAL:
        told = f"{len(found)} headings stand here twice, from “{found[0][0].heading}” on"
        identity = tuple("|".join(path) for _, path in found)
        yield _hit(told, found[0][0], identity)
        return
    for section, path in found:
        yield _hit(f"There is more than one section “{section.heading}”", section, path)


def _hit(message: str, section: Section, identity: tuple[str, ...]) -> Hit:
    return Hit(
        message=message, identity=identity, line=section.line, section=heading_of(section),
        new_text=section.heading or "",
    )  # fmt: skip


def _paths(document: Document) -> list[_Path]:
    return [
        tuple(heading_key(part) for part in s.path) if s.heading else () for s in document.sections
    ]


_OLD = "# Privacy Policy\n\n## Sharing\n\nWe may share your data with our affiliates.\n\n## Contact\n\nYou may write to us.\n"

RULE = Rule(
    code="PD502",
    name="duplicate-heading",
    severity="warning",
    what="Two sections side by side bear the same heading.",
    why="A part was pasted twice, and the two will soon say different things; a link reaches only the first.",
    fires=(_OLD, _OLD + "\n## Sharing\n\nWe may share your data with advertisers.\n"),
    passes=(_OLD, _OLD + "\n## Cookies\n\nWe may use cookies.\n"),
    mend="join the sections, or name them apart",
    find=_find,
    state=True,
)
