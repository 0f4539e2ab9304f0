"""The rules of the check, by code. A new rule is one file, one line here, and its examples."""

from __future__ import annotations

from policydiff.check.rule import Rule
from policydiff.check.rules import (
    age_lowered,
    broken_reference,
    date_backwards,
    date_only,
    duplicate_heading,
    effective_dates,
    numbering_gap,
    obligation_appeared,
    obligation_returned,
    obligation_reversed,
    obligation_reworded,
    obligation_strengthened,
    obligation_vanished,
    obligation_weakened,
    period_lengthened,
    period_shortened,
    sections,
    silent_change,
    snapshots,
    value_changed,
)

# PD1 obligations, PD2 values, PD3 sections, PD4 dates, PD5 state of the text, PD6 snapshots.
RULES: dict[str, Rule] = {
    "PD101": obligation_vanished.RULE,
    "PD102": obligation_appeared.RULE,
    "PD103": obligation_strengthened.RULE,
    "PD104": obligation_weakened.RULE,
    "PD105": obligation_reversed.RULE,
    "PD106": obligation_returned.RULE,
    "PD107": obligation_reworded.RULE,
    "PD201": period_shortened.RULE,
    "PD202": period_lengthened.RULE,
    "PD203": age_lowered.RULE,
    "PD204": value_changed.RULE,
    "PD301": sections.ADDED,
    "PD302": sections.REMOVED,
    "PD303": sections.RENAMED,
    "PD401": silent_change.RULE,
    "PD402": date_only.RULE,
    "PD403": effective_dates.BEFORE,
    "PD404": effective_dates.INSIDE,
    "PD405": date_backwards.BACKWARDS,
    "PD406": date_backwards.GONE,
    "PD501": broken_reference.NOWHERE,
    "PD502": duplicate_heading.RULE,
    "PD503": numbering_gap.RULE,
    "PD504": broken_reference.ELSEWHERE,
    "PD601": snapshots.NO_POLICY,
    "PD602": snapshots.COLLAPSED,
    "PD603": snapshots.REMOVED,
    "PD604": snapshots.ADDED,
}
