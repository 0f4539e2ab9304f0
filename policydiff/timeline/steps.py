"""Each step of a series in numbers: sections and words, for a log."""

from __future__ import annotations

from policydiff.compare.table_rows import count_rows
from policydiff.compare.word_count import count_clause_words, count_words
from policydiff.model import Comparison, SectionPair, SectionStep, Step


def summarise_step(old: int, new: int, comparison: Comparison) -> Step:
    """The step from snapshot `old` to snapshot `new` of a series, which `comparison` compares."""
    added, removed = count_words(comparison)
    return Step(
        old=old,
        new=new,
        sections=tuple(_section(pair) for pair in comparison.sections if pair.changes),
        words_added=added,
        words_removed=removed,
        rows=count_rows(comparison),
    )


def _section(pair: SectionPair) -> SectionStep:
    added, removed = count_clause_words(pair.clauses)
    heading = " > ".join((pair.new or pair.old)[0].path)
    return SectionStep(
        heading=heading, changes=pair.changes, words_added=added, words_removed=removed
    )
