"""Rules for safeguards: what they are for, and what they consist of."""

from __future__ import annotations

from policydiff.obligations.cases import Case, Readings, about_data


def measures_for(case: Case) -> Readings | None:
    """ "These measures are designed to keep it safe", "our service is not intended to collect"."""
    rules, group = case.lexicon.tables.rules, case.group
    word = group.adjective or group.lemma
    if word not in rules.designed or group.force or group.perfect or case.verb_final:
        return None
    follows = case.infinitive()
    if follows is None or not case.near(follows, 4):
        return None
    lemma = case.lexicon.forms.get(case.tokens.words[follows], ("",))[0]
    if case.negated:
        ours = case.role == "service" and lemma in case.lexicon.tables.verbs.practice
        told = ours and about_data(case)
        return case.one("company", "prohibition", "not-designed-to", verb=follows) if told else None
    parties = case.lexicon.tables.parties
    named = parties.measure_nouns | rules.safeguards | rules.scrutiny
    measures = case.role == "measure" or not named.isdisjoint(case.named)
    guards = lemma in rules.safeguarding | rules.gathering | rules.watching or case.within(
        case.lexicon.tables.periphrasis.insecurity_words | rules.safeguards, 8, follows
    )
    if not (guards or measures) or case.role in ("user", "document", "third-party"):
        return None
    return case.one("company", "practice", "designed-to", verb=follows)


def measures_will_include(case: Case) -> Readings | None:
    """ "Our security measures will include controls": promised, whatever they are."""
    rules, group = case.lexicon.tables.rules, case.group
    if group.lemma not in rules.including or group.force != "commit" or case.denied:
        return None
    named = case.lexicon.tables.parties.measure_nouns
    if case.role != "measure" and named.isdisjoint(case.named):
        return None
    return case.one("company", "obligation", "measures-include")
