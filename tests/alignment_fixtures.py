"""Two texts compared, and what is told of them: for the tests of alignment."""

from __future__ import annotations

from policydiff import api
from policydiff.compare.documents import compare_documents
from policydiff.compare.joining import join_parts, join_rows
from policydiff.model import Comparison


def compare(old: str, new: str) -> Comparison:
    """Two Markdown or HTML texts compared."""
    return compare_documents(api.load(old.encode()), api.load(new.encode()))


def told(comparison: Comparison) -> list[str]:
    """What is told of the clauses that changed, one string each, rows and parts put together."""
    found = []
    for section in comparison.sections:
        for pair in join_rows(join_parts(section.clauses)):
            if pair.change == "edited":
                marks = {"=": "{}", "-": "[-{}-]", "+": "[+{}+]"}
                found.append("~ " + "".join(marks[op].format(text) for op, text in pair.ops))
            elif pair.change != "same":
                shown = pair.new or pair.old
                assert shown is not None
                found.append(
                    {"added": "+ ", "removed": "- ", "moved": "> "}[pair.change] + shown.text
                )
    return found


def section(body: str) -> str:
    """A policy with one section of these blocks, between two that stay."""
    return (
        "# Terms\n\n## Scope\n\nThese terms are between you and the club.\n\n"
        f"## Rules\n\n{body}\n\nWe answer within one month.\n\n## Ending\n\nYou may leave by letter.\n"
    )


def warned(comparison: Comparison) -> list[tuple[str, str]]:
    codes = ("reference-elsewhere", "dangling-reference")
    found = [w for w in comparison.new.snapshot.warnings if w.code in codes]
    return [(w.code, w.message) for w in found]
