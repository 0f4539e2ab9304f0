"""A modal verb with a passive: who would have to act.

Source: Palmer 2001, "Mood and Modality" (deontic and epistemic).
"""

from __future__ import annotations

from policydiff.model import Bearer, Strength
from policydiff.obligations.cases import (
    Case,
    Readings,
    about_data,
)
from policydiff.obligations.lexicon import ING
from policydiff.obligations.parties import role_of
from policydiff.obligations.rule_tables import Words
from policydiff.obligations.rules_modal import on_our_pages, would


def _handed_on(case: Case) -> bool:
    """ "Your address must be given to the shipper": by the publisher, who has it."""
    if case.role != "data" or case.word() not in case.lexicon.tables.grammar.infinitive_marks:
        return False
    end = case.predication.end
    return (
        role_of(case.tokens, case.rest + 1, end, case.lexicon, case.parties).role == "third-party"
    )


def _open_to_others(case: Case, definite: Words) -> bool:
    """ "This data can be viewed by other people": others may; not "e-mail can be read by anyone"."""
    words, rules = case.tokens.words, case.lexicon.tables.rules
    if case.role != "data" or words[case.subject.start] not in definite:
        return False
    marks = case.lexicon.tables.grammar.agent_marks
    ends = range(case.group.last + 1, min(case.group.last + 7, case.predication.end - 1))
    by = next((at for at in ends if words[at] in marks), None)
    if by is None or (rules.seeing | rules.looking_up | rules.accesses).isdisjoint(case.verbs):
        return False
    return not (rules.onlookers | rules.strangers).isdisjoint(words[by + 1 : by + 3])


def _by_readers_act(case: Case) -> bool:
    """ "Renewal may be turned off by going to the store", "cookies may be deleted via the browser"."""
    words, rules, forms = case.tokens.words, case.lexicon.tables.rules, case.lexicon.forms
    grammar = case.lexicon.tables.grammar
    for at in range(case.group.last + 1, min(case.group.last + 8, case.predication.end - 1)):
        lemma, form = forms.get(words[at + 1], ("", 0))
        if words[at] in grammar.agent_marks and form & ING:
            return lemma in rules.going | rules.choosing or words[at + 1] in rules.reader_places
        if words[at] in rules.via:
            return not rules.reader_places.isdisjoint(words[at + 1 : at + 5])
    return False


def modal_passive(case: Case) -> Readings | None:
    """A modal with a passive: who would have to act."""
    group, verbs, rules = case.group, case.lexicon.tables.verbs, case.lexicon.tables.rules
    force, lemma = group.force, group.lemma
    if not force or not group.passive:
        return None
    if force == "hypothetical":
        return would(case)
    filed = force == "require" and lemma in rules.filing
    subject = case.tokens.words[case.subject.start : group.first]
    filed = filed or (lemma in rules.putting and not rules.matters.isdisjoint(subject))
    named = lemma in verbs.constitutive and lemma not in verbs.practice and not filed
    if lemma in rules.owning or (lemma in rules.entering and not rules.rulings.isdisjoint(subject)):
        return ()  # whose it is; "judgment may be entered in any court"
    if named or lemma in rules.deeming:
        if case.role == "user" and case.within(case.lexicon.tables.periphrasis.consented, 6):
            return case.one("company", "permission", "deemed-consent")
        return ()
    agent = case.agent()
    actor: Bearer = "company"
    if agent is not None and agent.role in ("user", "third-party"):
        actor = "user" if agent.role == "user" else "third-party"
    elif (
        force in ("require", "advise")
        and case.role not in ("company", "service")
        and agent is None
        and group.modal not in rules.legal_modals
        and not (lemma in rules.stored and case.within(case.lexicon.time_words, 8))
        and not (lemma in rules.answering and case.within(case.lexicon.time_words, 6))
        and not case.within(case.lexicon.tables.parties.user_pronouns, 2)
    ):
        shown = (lemma in rules.putting_up and on_our_pages(case)) or _handed_on(case)
        actor = "company" if shown else "user"  # but "invoices must be kept for ten years"
    negated, known = case.negated, case.lexicon.tables.parties
    bound = force in ("require", "advise") or group.modal in rules.legal_modals
    if bound and agent is None and case.role == "service" and lemma in rules.using:
        actor = "user"  # "the app must not be used while driving"
    alone = negated and actor == "third-party" and lemma in rules.using
    if alone and case.within(case.lexicon.tables.parties.indefinite, 2, group.last + 2):
        actor = "user"  # "your account may not be used by anyone else"
    seen = force in ("permit", "commit") and agent is not None and not negated
    seen = seen and actor == "user"
    if seen and not case.lexicon.tables.grammar.excepting.isdisjoint(
        case.tokens.words[group.last + 1 : agent.end if agent else 0]
    ):
        actor = "company"  # "your posts may be seen by other users": the publisher shows them
    anybody = agent is not None and not known.indefinite.isdisjoint(
        case.tokens.words[agent.start : agent.start + 1]
    )
    if case.role == "document" and lemma in rules.taking_in and actor == "company" and agent:
        return ()  # "this policy sets out the basis on which your data, …, will be processed by us"
    by = case.word() in case.lexicon.tables.grammar.agent_marks
    if force == "permit" and by and case.within(rules.lawful, 6) and agent is None:
        return ()  # "may be protected by copyright"
    definite = case.lexicon.tables.grammar.definite | known.user_possessives
    if force == "able" and not negated and _open_to_others(case, definite):
        return case.one("third-party", "permission", "open-to-others")
    if anybody and force == "able" and not negated:
        return ()  # "e-mail can be read by anyone"
    if anybody and force == "commit" and negated:
        actor = "company"  # "it will not be used by anyone but us"
    if force in ("permit", "able"):
        if force == "able" and case.role == "user" and lemma in rules.noticing and agent is None:
            return () if negated else case.one("user", "permission", "may-be")
        taken = case.role == "data" and lemma in rules.receiving and force == "permit"
        if (lemma in verbs.epistemic and not taken) or group.perfect:
            return ()
        listed = case.role in ("other", "document") or case.word() in rules.stating
        if lemma in rules.listing and listed and agent is None:
            return ()  # "limits may be listed elsewhere"
        found = lemma in rules.looking_up and agent is None and not case.negated
        if found and force == "able" and not case.subject.yours:
            return ()  # "the notice can be read here": a pointer
        trackers = not rules.trackers.isdisjoint(subject)  # "web beacons may be used to"
        if case.role == "service" and lemma in rules.using and not trackers:
            if negated:
                return case.one("user", "prohibition", "may-not-be-used")
            if agent is not None and agent.role == "user" and not case.denied:
                return case.one("user", "permission", "may-be-used")
            return ()
        if negated and agent is None and not case.subject.yours:
            copied = lemma in rules.copying and case.role in ("data", "document", "other")
            lent = lemma in rules.lending_out and not rules.accounts.isdisjoint(subject)
            if copied or lent:  # "the content may not be copied", "accounts may not be shared"
                return case.one("user", "prohibition", "may-not-be")
        if negated:
            traded = lemma in rules.dealing and case.role == "other"
            if lemma in rules.using and case.role == "data" and agent is None:
                return case.one(actor, "prohibition", "may-not-be")  # "cannot be used to harm you"
            if force == "able" and actor == "company" and not traded:
                return case.one("company", "disclaimer", "cannot-be")
            ours = lemma in verbs.practice and about_data(case)
            kept = case.role == "service" and lemma not in rules.keeping_going
            if (case.role in ("other", "document") or kept) and not ours and not agent:
                actor = "user"  # "Codes may not be duplicated": no practice of ours
            return case.one(actor, "prohibition", "may-not-be")
        asked = lemma in rules.putting | rules.requested and agent is None and not negated
        if asked and not (rules.matters | rules.refunds).isdisjoint(subject):
            return case.one("user", "permission", "may-be")  # "complaints may be lodged with"
        if lemma in rules.appealing and agent is None and not negated:
            return case.one("user", "permission", "may-be")  # "decisions can be appealed"
        pays = lemma in rules.making | rules.effecting and not rules.paying.isdisjoint(subject[:1])
        if pays and agent is None and not negated:
            return case.one("user", "permission", "may-be")  # "payment can be made by card"
        if lemma not in case.lexicon.forms:
            return ()
        if case.denied:
            return case.one(actor, "prohibition", "may-be-none")
        revised = case.role == "document" and lemma in rules.revising and not case.subject.yours
        if revised and agent is None:
            return case.one("company", "permission", "may-change")
        own = case.role == "data" or case.subject.yours
        themselves = agent is not None and agent.role == "user" and own
        if themselves and agent is not None:
            theirs = case.tokens.words[case.rest : agent.end]
            themselves = case.lexicon.tables.grammar.excepting.isdisjoint(theirs)
        themselves = themselves or (agent is None and _by_readers_act(case))
        if themselves and lemma in rules.choosing | rules.configuring | rules.revising:
            return case.one("user", "permission", "may-be")  # "can be changed by our users"
        if own and agent is None and lemma in rules.putting_right:
            return case.one("user", "permission", "may-be")  # "it may be edited at any time"
        ours = not known.company_pronouns.isdisjoint(case.tokens.words[case.rest : case.rest + 5])
        if lemma in rules.using and case.role == "data" and ours:
            return case.one("company", "permission", "may-be")  # "can be used to help us"
        if group.modal in rules.ability and case.role != "user":
            shown = (
                (case.role == "data" or case.subject.yours)
                and agent is not None
                and agent.role != "user"
            )
            outward = case.role == "data" and lemma in rules.outward and agent is None
            mine = known.company_possessives | rules.trackers
            taken = case.role == "data" and lemma in rules.gathering and case.within(mine, 10)
            if taken and agent is None:
                return case.one(actor, "permission", "may-be")  # "can be collected by our servers"
            free = group.modal not in rules.ability_now or group.limited  # "can only be used to"
            free = free or case.within(known.third_nouns, 6)  # "can be shared with our affiliates"
            held = not rules.accounts.isdisjoint(subject)
            ousted = lemma in rules.ousting and held and agent is None
            if not (shown or ousted) and not (outward and free):
                return ()
        return case.one(actor, "permission", "may-be")
    if (
        lemma in rules.limiting
        and case.word() in case.lexicon.tables.grammar.infinitive_marks
        and not negated
    ) or (not negated and force == "commit" and (case.limited() or case.sole)):
        return case.one(actor, "prohibition", "only-be", strength="strong")
    if group.perfect:
        return ()
    happens = case.role == "user" or (
        case.role in ("service", "other") and rules.accesses.isdisjoint(subject)
    )
    if lemma in verbs.epistemic and not negated and actor == "company" and happens:
        return ()
    weak: Strength | None = "weak" if force == "advise" else None
    return case.one(
        actor, "prohibition" if case.denied else "obligation", f"{group.modal}-be", strength=weak
    )
