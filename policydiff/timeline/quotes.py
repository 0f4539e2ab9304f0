"""Edit scripts of the quotes of events that no pair of clauses gives."""

from __future__ import annotations

from policydiff.compare.words import diff_clauses
from policydiff.model import Comparison, Quote, Timeline


def quote_edits(comparison: Comparison, timeline: Timeline) -> tuple[Quote, ...]:
    """How each obligation's words were edited whose two clauses are no edited pair, in reading order."""
    paired = {
        (pair.old.id, pair.new.id)
        for section in comparison.sections
        for pair in section.clauses
        if pair.old and pair.new and pair.ops
    }
    found: dict[tuple[str, str], Quote] = {}
    for event in (event for history in timeline.histories for event in history.told):
        old, new = event.old, event.new
        if not old or not new or event.event in ("appeared", "returned") or old.text == new.text:
            continue
        if (old.clause, new.clause) not in paired and (old.text, new.text) not in found:
            script = diff_clauses(old.text, new.text)
            found[old.text, new.text] = Quote(old=old.text, new=new.text, script=script)
    return tuple(found.values())
