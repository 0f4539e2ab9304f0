"""Rules for texts and things that mean, govern, include or stay somewhere."""

from __future__ import annotations

import itertools

from policydiff.obligations.cases import (
    LEAD_IN,
    Case,
    Readings,
    about_data,
    acting,
    names_the_young,
)
from policydiff.obligations.lexicon import (
    COMMA,
    ING,
    PREPOSITION,
)
from policydiff.obligations.rules_modal import binds_owner


def constitutive(case: Case) -> Readings | None:
    """Texts and things that mean, govern, include or become."""
    group, verbs = case.group, case.lexicon.tables.verbs
    semi, rules = case.lexicon.tables.periphrasis, case.lexicon.tables.rules
    named = case.tokens.words[case.subject.start : group.first]
    if group.lemma in rules.containing and not rules.communications.isdisjoint(named):
        ours = case.lexicon.tables.parties.user_possessives.isdisjoint(named)
        if ours and group.force == "commit" and not case.denied and case.role != "user":
            return case.one("company", "obligation", "will-contain")
    if _takes_effect(case):
        return case.one("company", "obligation", "effective-after")
    if _lists_rights(case):
        return case.one("user", "permission", LEAD_IN)
    if binds_owner(case):
        return None
    if (when := _only_then(case)) is not None:
        return case.one("company", "prohibition", "only-then", verb=when)
    meant = group.lemma in rules.addressing and not (group.force or group.passive)
    if meant and case.denied and acting(case) == "company" and names_the_young(case):
        return case.one("company", "prohibition", "not-directed-to")
    if group.lemma == "be" and case.negated and case.word() in rules.for_marks and not group.force:
        ages = any(word.isdigit() for word in case.tokens.words[case.rest : case.rest + 9])
        young = case.within(rules.young_people, 6) or (ages and names_the_young(case))
        if young and case.role in ("service", "company", "document"):
            return case.one("company", "prohibition", "not-directed-to")  # "is not for children"
    if acting(case) in ("user", "third-party") or case.role == "company":
        return None
    flags = case.tokens.flags
    ends = (i for i in range(case.subject.start, group.first) if flags[i] & (PREPOSITION | COMMA))
    # But not "the policy of use".
    use = case.tokens.words[case.subject.start : next(ends, group.first)]
    if case.subject.start == case.subject.end:
        use = case.tokens.words[case.predication.start :][:3]  # "Your use after … shall constitute"
    gives = group.lemma in verbs.granting and case.target.role == "company" and not group.passive
    gives = gives and not case.denied and case.within(rules.licences, 4)
    if gives and not semi.consent_ways.isdisjoint(use):
        return case.one("company", "permission", "use-is-consent")  # "your use gives us the right"
    if (
        group.lemma in verbs.constitutive | rules.signifying
        and not case.negated
        and group.adjective not in rules.conditional
        and not semi.consent_ways.isdisjoint(use)
        and case.within(semi.accepting, 6)
    ):
        return case.one("company", "permission", "use-is-consent")
    if case.role == "measure" and group.lemma in rules.including and not group.modal:
        form = case.lexicon.forms.get(case.word(), ("", 0))[1]
        told = form or case.within(case.lexicon.tables.parties.measure_signs, 12)
        return case.one("company", "practice", "measures-include") if told else ()
    within = group.passive and group.lemma in rules.containing and case.role == "data"
    if within and case.denied and case.within(rules.trackers, 4):
        return case.one("company", "prohibition", "holds-no")  # "no name is contained in a cookie"
    held = case.role in ("data", "other") and group.lemma in rules.containing and not group.passive
    yours = case.lexicon.tables.parties.user_possessives
    if (
        held
        and case.denied
        and group.force in (None, "commit")
        and (case.within(rules.naming | yours) or case.target.role == "user")
    ):
        return case.one("company", "prohibition", "holds-no")
    if group.force in ("require", "advise"):
        return None
    if group.lemma in rules.including and group.force in ("permit", "able") and _act_after(case):
        return case.one("company", "permission", "may-include", verb=case.rest)
    if (verb := _names_data(case)) is not None:
        permits = case.lexicon.tables.modals
        free = any(permits.get(word) == "permit" for word in named)  # "data that may be collected"
        free = free or group.force == "permit"
        return case.one("company", "permission" if free else "practice", "data-include", verb=verb)
    if group.lemma in verbs.constitutive or (group.passive and group.lemma in verbs.constitutive):
        return ()
    return None


def _takes_effect(case: Case) -> bool:
    """ "The changes take effect 30 days after we post them": time to read them, or to leave."""
    rules, tokens, group = case.lexicon.tables.rules, case.tokens, case.group
    subject = tokens.words[case.subject.start : group.first]
    if not case.denied and group.force in (None, "commit", "require") and not group.passive:
        begins = range(group.first, min(group.last + 4, case.predication.end))
        behind = [tokens.words[at] for at in begins]
        if rules.effects.isdisjoint(behind) or rules.revisions.isdisjoint(subject):
            return False
        said = tokens.words[group.first : case.predication.end]
        counted = any(
            unit in case.lexicon.time_words and (number.isdigit() or number == ")")
            for number, unit in itertools.pairwise(said)
        )
        return counted and not rules.from_then.isdisjoint(said)
    return False


def _only_then(case: Case) -> int | None:
    """ "The only time we share it is when": the verb of what is not done otherwise."""
    tokens, rules, parties = case.tokens, case.lexicon.tables.rules, case.lexicon.tables.parties
    low, high = case.predication.start, case.group.first
    opener = tokens.words[low : low + 3]
    if case.group.lemma != "be" or case.group.force or case.negated or len(opener) < 3:
        return None
    if (
        opener[1] not in case.lexicon.tables.grammar.limiters
        or opener[2] not in rules.times_of_acts
    ):
        return None
    ours = next(
        (at for at in range(low, high) if tokens.words[at] in parties.company_pronouns), high
    )
    forms, practice = case.lexicon.forms, case.lexicon.tables.verbs.practice
    acts = (at for at in range(ours, high) if forms.get(tokens.words[at], ("", 0))[0] in practice)
    return next(acts, None)


def _names_data(case: Case) -> int | None:
    """ "The types of data we collect are:", "the data in our log files includes": where that is said.

    Not in "Personal data includes names", nor in "Categories include:".
    """
    rules, tokens = case.lexicon.tables.rules, case.tokens
    listed = case.group.lemma == "be" and not case.group.passive and _lists_after(case)
    maybe = (
        case.group.force == "permit" and tokens.words[-1] == ":"
    )  # "that we collect may include:"
    if case.group.force and not maybe:
        return None
    if not (case.group.lemma in rules.including or listed) or case.denied:
        return None
    if case.predication.place != "main":
        return None
    named = tokens.words[case.predication.start : case.group.first]
    if case.lexicon.tables.parties.data_nouns.isdisjoint(named) or named[0] in rules.instances:
        return None
    if not rules.logs.isdisjoint(named):
        return case.group.last
    for at in range(case.predication.start, case.group.first):
        lemma, form = case.lexicon.forms.get(tokens.words[at], ("", 0))
        if lemma in rules.taking_in and not form & ING:
            return at
    return None


def _lists_after(case: Case) -> bool:
    """ "are:", "are as follows", "are your name and address"."""
    yours, announcing = (
        case.lexicon.tables.parties.user_possessives, case.lexicon.tables.grammar.announcing
    )  # fmt: skip
    begins = case.tokens.words[case.group.first + 1 : case.group.first + 3]
    return begins[:1] == [":"] or not (
        yours.isdisjoint(begins[:1]) and announcing.isdisjoint(begins)
    )


def _lists_rights(case: Case) -> bool:
    """ "Rights that may be available to you include:": each item is one of the reader's."""
    tables, words = case.lexicon.tables, case.tokens.words
    named = {*words[: case.group.first]}
    yours = tables.parties.user_pronouns | tables.parties.user_possessives
    yours |= tables.parties.user_nouns
    return (
        words[-1] == ":"
        and case.group.lemma in tables.rules.including | {"be"}
        and not case.negated
        and not named.isdisjoint(tables.rules.listed_rights)
        and not named.isdisjoint(yours)
    )


def staying(case: Case) -> Readings | None:
    """ "Your data stays in the EU", "never leaves the EU"."""
    rules, group = case.lexicon.tables.rules, case.group
    handed = case.subject.head in rules.contributed and case.subject.yours
    handed = handed or (case.subject.yours and case.group.lemma in rules.leaving and case.denied)
    if (
        not (case.role == "data" or handed)
        or group.passive
        or group.force in ("advise", "hypothetical", "need")
    ):
        return None
    place = group.lemma in rules.leaving or case.word() in rules.places
    if group.force in ("permit", "able"):
        told = about_data(case) or not case.lexicon.tables.parties.user_pronouns.isdisjoint(
            case.tokens.words[case.rest : case.rest + 8]
        )
        draws = group.lemma in rules.drawing and told and group.force == "permit"
        if case.subject.head in rules.trackers and draws and not case.denied:
            # "cookies may record your visit".
            return case.one("company", "permission", "tracker-may")
        if case.subject.head in rules.trackers and not case.denied:
            return ()  # "persistent cookies may remain on your device": what they are
        known = rules.leaving | rules.staying
        free = group.lemma in known and place and not case.denied
        return case.one("company", "permission", "may-leave") if free else None
    if group.lemma in rules.leaving and case.denied:
        return case.one("company", "prohibition", "does-not-leave")
    if group.lemma not in rules.staying or case.word() not in rules.places:
        return None
    return case.one("company", case.done, "does-not-stay" if case.denied else "stays")


def _act_after(case: Case) -> bool:
    """ "This may include sharing your data with the police": an act with data as its object."""
    demonstrative = case.named
    lemma, form = case.lexicon.forms.get(case.word(), ("", 0))
    return (
        0 < len(demonstrative) <= 2
        and demonstrative[0] in case.lexicon.tables.grammar.definite
        and bool(form & ING)
        and lemma in case.lexicon.tables.verbs.practice
        and not (case.tokens.flags[case.rest] & PREPOSITION)
        and case.word(1) not in case.lexicon.tables.grammar.genitive_marks
    )
