"""A document as normalised plain text: a heading a line, a clause a line. For `textconv` and grep."""

from __future__ import annotations

from policydiff.model import Clause, Document
from policydiff.output.safe import safe


def render_text(document: Document) -> str:
    """The title, headings with "#" by their level, clauses below, a blank line before each heading.

    The same text gives the same lines whatever its format; no date, place or name of a file is in
    it, so that a line differs only where the policy does.
    """
    out: list[str] = []
    title = document.snapshot.title
    if title and all(section.heading != title for section in document.sections):
        out += [f"# {safe(title)}", ""]
    for section in document.sections:
        if section.heading:
            number = f"{safe(section.number)} " if section.number else ""
            out += ["", f"{'#' * max(section.level, 1)} {number}{safe(section.heading)}", ""]
        out += [_line(clause) for clause in section.clauses]
    while out and not out[0]:
        out.pop(0)
    return "".join(f"{line.rstrip()}\n" for line in out)


def _line(clause: Clause) -> str:
    indent = "  " * max(clause.depth - 1, 0)
    context = " / ".join(safe(part) for part in clause.context if part)
    text = f"{context}: {safe(clause.text)}" if context else safe(clause.text)
    mark = ""
    if clause.number or clause.kind == "item":
        # Bullets are a matter of the format; numbers and letters are words of the policy.
        counted = any(sign.isalnum() for sign in clause.number)
        mark = f"{safe(clause.number)} " if counted else "- "
    return f"{indent}{mark}{text}"
