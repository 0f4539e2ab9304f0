"""How many words a comparison adds and removes: one count for the terminal and for JSON."""

from __future__ import annotations

from policydiff.compare import join_parts
from policydiff.model import Comparison


def count_words(comparison: Comparison) -> tuple[int, int]:
    """(words added, words removed); words are what blanks separate, moved clauses count in neither."""
    added = removed = 0
    for section in comparison.sections:
        for pair in join_parts(section.clauses):
            if pair.change == "edited":
                added += sum(len(text.split()) for sign, text in pair.ops if sign == "+")
                removed += sum(len(text.split()) for sign, text in pair.ops if sign == "-")
            elif pair.change == "added" and pair.new:
                added += len(pair.new.text.split())
            elif pair.change == "removed" and pair.old:
                removed += len(pair.old.text.split())
    return added, removed
