"""Why each line became a heading or did not, for those that were never weighed as well.

A document keeps what was weighed. The other lines are text beyond doubt; why is told on demand, so
that an archive of versions does not carry a reason for every sentence.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Clause, Decision, Document
from policydiff.structure.lines import LONGEST_HEADING

_SHOWN = 200  # characters of a line that a decision quotes


def explain_every_line(document: Document) -> Document:
    """The document with a decision for every line that it has text on, in order."""
    told = {decision.line for decision in document.decisions}
    told |= {section.line for section in document.sections if section.heading}
    added = []
    for section in document.sections:
        for clause in section.clauses:
            if clause.line not in told:
                told.add(clause.line)
                added.append(_as_text(clause))
    every = sorted([*document.decisions, *added], key=lambda decision: decision.line)
    return replace(document, decisions=tuple(every))


def _as_text(clause: Clause) -> Decision:
    words = f"{clause.number} {clause.text}".strip()
    return Decision(
        line=clause.line, text=words[:_SHOWN], heading=False, score=0.0, signs=((_why(clause), 0.0),)
    )  # fmt: skip


def _why(clause: Clause) -> str:
    if clause.kind == "cell":
        return "a cell of a table"
    if clause.text.rstrip()[-1:] in ";,":
        return "goes on behind its last mark"
    if len(clause.text) > LONGEST_HEADING:
        return "longer than any heading"
    if not any(char.isalpha() for char in clause.text):
        return "no letters"
    return "a sentence"
