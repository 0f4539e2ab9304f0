"""How many words a comparison adds and removes: one count for every output."""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.compare.joining import join_parts
from policydiff.compare.tokens import apart, has_signs
from policydiff.model import ClausePair, Comparison


def count_words(comparison: Comparison) -> tuple[int, int]:
    """(words added, words removed). Marks alone are no words; moved clauses count in neither."""
    counts = [count_clause_words(section.clauses) for section in comparison.sections]
    return sum(added for added, _ in counts), sum(removed for _, removed in counts)


def count_clause_words(clauses: Sequence[ClausePair]) -> tuple[int, int]:
    """The same for the clauses of one section."""
    added = removed = 0
    for pair in join_parts(clauses):
        if pair.change == "edited":
            edits = [
                op
                for at, op in enumerate(pair.ops)
                if at not in pair.renumbered and at not in pair.respelled
            ]
            added += sum(_words(text) for sign, text in edits if sign == "+")
            removed += sum(_words(text) for sign, text in edits if sign == "-")
        elif pair.change == "added" and pair.new:
            added += _words(pair.new.text)
        elif pair.change == "removed" and pair.old:
            removed += _words(pair.old.text)
    return added, removed


def _words(text: str) -> int:
    """Pieces between blanks that hold a letter or a digit; each Chinese or Japanese sign is one."""
    said = apart(text) if has_signs(text) else text
    return sum(any(map(str.isalnum, piece)) for piece in said.split())
