"""The cases of `docs/tricky-cases.md`: what is shown there is what the tool does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from policydiff import api
from policydiff.compare.joining import join_parts

PAGE = Path(__file__).parents[1] / "docs" / "tricky-cases.md"
_CASE = re.compile(
    r"^## (?P<title>.+?)\n(?P<body>.*?)^```got\n(?P<got>.*?)^```$", re.MULTILINE | re.DOTALL
)
_BLOCK = re.compile(r"^```(before|after)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case of the page."""

    title: str
    before: str
    after: str
    got: str


def load_cases() -> list[Case]:
    """All cases of the page, in order."""
    cases = []
    for match in _CASE.finditer(PAGE.read_text("utf-8")):
        blocks = dict(_BLOCK.findall(match["body"]))
        cases.append(Case(match["title"], blocks["before"], blocks["after"], match["got"]))
    return cases


def outcome(before: str, after: str) -> str:
    """What the tool finds, a line each: changed sections, changed clauses, events."""
    found = api.diff(api.load(before.encode()), api.load(after.encode()))
    lines = []
    for pair in found.comparison.sections:
        if not pair.changes:
            continue
        names = [
            " + ".join(f"{s.number or ''} {s.heading or '(top)'}".strip() for s in side)
            for side in (pair.old, pair.new)
        ]
        name = names[0] if names[0] == names[1] else " -> ".join(n or "(none)" for n in names)
        lines.append(f"section {', '.join(pair.changes)}: {name}")
        for clause in join_parts(pair.clauses):
            if clause.change != "same":
                note = f" ({clause.part})" if clause.part != "whole" else ""
                lines.append(f"  {clause.change}{note}: {_marked(clause)}")
    for event in found.events:
        why = f" ({event.why})" if event.why else ""
        facets = "".join(
            f"; {f.kind}: {f.old or 'none'} -> {f.new or 'none'}" for f in event.facets
        )
        shown = event.new or event.old
        lines.append(f"{event.event}{why}, {event.impact}: {shown.bearer} {shown.modality}{facets}")
    return "\n".join(lines) + "\n" if lines else "no change\n"


def _marked(pair) -> str:
    if pair.ops:
        marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
        return "".join(marks[op].format(text) for op, text in pair.ops)
    return (pair.new or pair.old).text


def main() -> None:
    """Rewrite what the page says that the tool does."""
    text = PAGE.read_text("utf-8")
    for case in load_cases():
        start = text.index(f"## {case.title}\n")
        at = text.index("```got\n", start) + len("```got\n")
        end = text.index("```", at)
        text = text[:at] + outcome(case.before, case.after) + text[end:]
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
