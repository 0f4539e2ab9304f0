"""Each step of a series without its events, for a log: sections and words, rows of tables, other sentences."""

from __future__ import annotations

from policydiff.compare.table_rows import changed_rows
from policydiff.compare.word_count import count_clause_words, count_words
from policydiff.model import Comparison, SectionPair, SectionStep, SentenceChange, Step
from policydiff.timeline.unread import changed_sentences


def summarise_step(old: int, new: int, comparison: Comparison) -> Step:
    """The step from snapshot `old` to snapshot `new` of a series, which `comparison` compares."""
    added, removed = count_words(comparison)
    return Step(
        old=old,
        new=new,
        sections=tuple(_section(pair) for pair in comparison.sections if pair.changes),
        words_added=added,
        words_removed=removed,
        rows=changed_rows(comparison),
        unread=_sentences(comparison),
        quiet=_quiet(comparison),
    )


def _sentences(comparison: Comparison) -> tuple[SentenceChange, ...]:
    """Those outside tables."""
    return tuple(
        SentenceChange(
            old=pair.old.text if pair.old else "",
            new=pair.new.text if pair.new else "",
            section=section.heading or "",
            whole=whole,
        )
        for pair, section, whole in changed_sentences(comparison)
        if not any(one.row for one in (pair.old, pair.new) if one)
    )


def _quiet(comparison: Comparison) -> str:
    """What alone is other where every sentence, or all but a date, stands as it stood; "" where the files are the same."""
    old, new = comparison.old, comparison.new
    if old.snapshot.sha256 == new.snapshot.sha256:
        return ""
    if any(pair.changes for pair in comparison.sections):
        changed = [
            pair
            for section in comparison.sections
            for pair in section.clauses
            if pair.change not in ("same", "moved")
        ]
        is_date = changed and all(
            one and any(date.text in one.text for date in side.snapshot.dates if date.text)
            for pair in changed
            for side, one in ((old, pair.old), (new, pair.new))
        )
        return "a date" if is_date else ""
    links, others = (
        [link for clause in side.clauses for link in clause.links] for side in (old, new)
    )
    if links == others:
        return "layout or spelling"
    return "which words are links" if len(links) != len(others) else "where links lead"


def _section(pair: SectionPair) -> SectionStep:
    added, removed = count_clause_words(pair.clauses)
    heading = " > ".join((pair.new or pair.old)[0].path)
    return SectionStep(
        heading=heading, changes=pair.changes, words_added=added, words_removed=removed
    )
