"""Rules for sentences without any modality: practices, denied practices, definitions."""

from __future__ import annotations

from policydiff.model import Bearer, Modality
from policydiff.obligations.cases import (
    LEAD_IN,
    Case,
    Readings,
    about_data,
    acting,
    names_the_young,
    of_late,
)
from policydiff.obligations.lexicon import (
    BE,
    COMMA,
    DETERMINER,
    ING,
    NEGATION,
    NO,
    POSSESSIVE,
    PREPOSITION,
)
from policydiff.obligations.rules_modal import binds_owner


def past_event(case: Case) -> Readings | None:
    """A past tense tells a story, not a rule, but for who was appointed to represent the publisher."""
    if _stands_for_us(case):
        return case.one("company", "practice", "appointed")
    if case.group.past and not case.group.modal:
        return ()
    return None


def _stands_for_us(case: Case) -> bool:
    """ "VeraSafe has been appointed as our representative", "we have appointed Jane as our DPO"."""
    tables, group = case.lexicon.tables, case.group
    if group.lemma not in tables.rules.appointing or group.force or case.denied:
        return False
    if not (group.perfect or group.passive) or case.role in ("user", "document"):
        return False
    ours = tables.parties.company_possessives | case.parties.company
    ours |= tables.grammar.possessives if case.role == "company" else frozenset()
    return case.within(tables.rules.representing, 14) and case.within(ours, 14)


def constitutive(case: Case) -> Readings | None:
    """Texts and things that mean, govern, include or become (8, 15)."""
    group, verbs = case.group, case.lexicon.tables.verbs
    semi, rules = case.lexicon.tables.periphrasis, case.lexicon.tables.rules
    named = case.tokens.words[case.subject.start : group.first]
    if group.lemma in rules.containing and not rules.communications.isdisjoint(named):
        ours = case.lexicon.tables.parties.user_possessives.isdisjoint(named)
        if ours and group.force == "commit" and not case.denied and case.role != "user":
            return case.one("company", "obligation", "will-contain")
    if _lists_rights(case):
        return case.one("user", "permission", LEAD_IN)
    if binds_owner(case):
        return None
    meant = group.lemma in rules.addressing and not (group.force or group.passive)
    if meant and case.denied and acting(case) == "company" and names_the_young(case):
        return case.one("company", "prohibition", "not-directed-to")
    if acting(case) in ("user", "third-party") or case.role == "company":
        return None
    flags = case.tokens.flags
    ends = (i for i in range(case.subject.start, group.first) if flags[i] & (PREPOSITION | COMMA))
    use = case.tokens.words[
        case.subject.start : next(ends, group.first)
    ]  # but not "the policy of use"
    if (
        group.lemma in verbs.constitutive | rules.signifying
        and not case.negated
        and not semi.consent_ways.isdisjoint(use)
        and case.within(semi.accepting, 6)
    ):
        return case.one("company", "permission", "use-is-consent")
    if case.role == "measure" and group.lemma in rules.including and not group.modal:
        form = case.lexicon.forms.get(case.word(), ("", 0))[1]
        told = form or case.within(case.lexicon.tables.parties.measure_signs, 12)
        return case.one("company", "practice", "measures-include") if told else ()
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
    if group.lemma in verbs.constitutive or (group.passive and group.lemma in verbs.constitutive):
        return ()
    return None


def _lists_rights(case: Case) -> bool:
    """ "Rights that may be available to you include:": each item is one of the reader's."""
    tables, words = case.lexicon.tables, case.tokens.words
    named = {*words[: case.group.first]}
    yours = tables.parties.user_pronouns | tables.parties.user_possessives
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
        draws = group.lemma in rules.drawing and about_data(case) and group.force == "permit"
        if case.subject.head in rules.trackers and draws and not case.denied:
            return case.one(
                "company", "permission", "tracker-may"
            )  # "cookies may record your visit"
        if case.subject.head in rules.trackers and not case.denied:
            return ()  # "persistent cookies may remain on your device": what they are
        known = rules.leaving | rules.staying
        free = group.lemma in known and place and not case.denied
        return case.one("company", "permission", "may-leave") if free else None
    if group.lemma in rules.leaving and case.denied:
        return case.one("company", "prohibition", "does-not-leave")
    if group.lemma not in rules.staying or case.word() not in rules.places:
        return None
    if case.denied:
        return case.one("company", "prohibition", "does-not-stay")
    return case.one("company", "obligation" if group.force else "practice", "stays")


def nominal_act(case: Case) -> Readings | None:
    """ "Eine Weitergabe an Dritte findet nicht statt": an act told by its noun."""
    semi, rules = case.lexicon.tables.periphrasis, case.lexicon.tables.rules
    if case.group.lemma not in rules.happening or not case.verb_final:
        return None
    start, end = case.predication.start, case.predication.end
    if semi.processing_nouns.isdisjoint(case.tokens.words[start:end]):
        return ()
    if case.group.force in ("permit", "able"):
        return case.one("company", "permission", "act-may-happen")
    if case.negated:
        return case.one("company", "prohibition", "no-act")
    modality: Modality = "obligation" if case.group.force else "practice"
    return case.one("company", modality, "act-happens")


def plain_passive(case: Case) -> Readings | None:
    """ "Your data is stored in …" (2)."""
    group, verbs, rules = case.group, case.lexicon.tables.verbs, case.lexicon.tables.rules
    if not group.passive or group.force:
        return None
    lemma = group.lemma
    behind = case.tokens.flags[case.rest] if case.rest < len(case.tokens) else PREPOSITION
    if case.word(1) in case.lexicon.tables.grammar.genitive_marks and not behind & (
        PREPOSITION | DETERMINER | POSSESSIVE | COMMA
    ):
        return ()  # "cookies are encrypted strings of text"
    agent = case.agent()
    people = lemma in rules.watching and not group.perfect and _by_people(case)
    if people and case.role in ("data", "other"):
        return case.one("company", "prohibition" if case.denied else "practice", "read-by-people")
    by_law = case.word() in case.lexicon.tables.grammar.agent_marks and case.within(rules.lawful, 6)
    if by_law and (agent is None or lemma in rules.safeguarding):
        return ()  # "protected by law", "by United States copyright law"
    if lemma in rules.limiting and case.negated:
        return ()  # "including but not limited to"
    if _is_kept_up(case):
        return case.one("company", "practice", "is-kept-in")
    stated = lemma in rules.setting and case.word() in rules.stating  # "is set out in"
    by_others = lemma in rules.setting and (
        case.role == "data" or (agent is not None and agent.role == "third-party")
    )  # "cookies are set"
    joined = case.denied and lemma in rules.joining and about_data(case)
    joined = joined and case.word() in rules.joining_marks
    unlisted = lemma not in verbs.practice or (lemma in rules.not_done and not by_others)
    if stated or (unlisted and not joined):
        return ()
    lasting = lemma in rules.lasting_state and agent is None  # "has been secured with a key"
    if group.perfect and case.role != "measure" and not (of_late(case) or lasting):
        return ()
    if case.role == "user" and lemma not in rules.done_to_readers:
        return ()
    if agent is not None and agent.role == "user":
        return ()
    if case.role in ("document", "service") and lemma not in rules.done_to_things:
        return ()
    actor: Bearer = "company"
    if agent is not None and agent.role == "third-party":
        actor = "third-party"
    if case.denied:
        return case.one(actor, "prohibition", "not-done")
    if (
        case.role == "other"
        and lemma in verbs.weak_practice
        and not case.lexicon.topic_words.keys()
        & set(case.tokens.words[case.subject.start : case.group.first])
        and not about_data(case)
    ):
        return ()
    return case.one(actor, "practice", "is-done")


def _is_kept_up(case: Case) -> bool:
    """ "Our site is maintained in the United States": where, and so where the data lie."""
    rules, tokens = case.lexicon.tables.rules, case.tokens
    if case.role != "service" or not case.subject.owned or case.negated:
        return False
    if case.group.lemma not in rules.keeping_up or case.word() not in rules.places:
        return False
    place = next(
        (
            w
            for w in range(case.rest + 1, min(case.rest + 3, len(tokens)))
            if tokens.words[w] not in case.lexicon.tables.grammar.definite
        ),
        0,
    )
    return bool(place) and tokens.text[tokens.starts[place]].isupper()


def _by_people(case: Case) -> bool:
    """ "…are reviewed by human reviewers", "by a trained member of our team"."""
    grammar, rules, words = (
        case.lexicon.tables.grammar, case.lexicon.tables.rules, case.tokens.words
    )  # fmt: skip
    near = range(case.rest, min(case.rest + 4, case.predication.end))
    at = next((i for i in near if words[i] in grammar.agent_marks), None)
    if at is None:
        return False
    named = frozenset(words[at + 1 : min(at + 8, case.predication.end)])
    foreign = named & case.lexicon.tables.parties.third_modifiers - rules.by_people
    return bool(named & rules.by_people) and not foreign


def bears_cost(case: Case) -> Readings | None:
    """ "We pay the return shipping", "you bear the costs"."""
    rules, group = case.lexicon.tables.rules, case.group
    if group.lemma not in rules.bearing or group.perfect:
        return None
    if group.passive and group.force in (None, "commit", "require"):
        agent, named = case.agent(), case.tokens.words[case.subject.start : group.first]
        if agent is None or rules.costs.isdisjoint(named) or case.denied:
            return None
        if agent.role not in ("company", "user", "third-party"):
            return None
        owes = group.force or agent.role == "user"
        return case.one(agent.role, "obligation" if owes else "practice", "bears-cost")
    actor = acting(case)
    if group.force or group.passive or actor is None:
        return None
    if actor == "user" and case.within(case.lexicon.tables.grammar.negative_pronouns, 2):
        return case.one("user", "permission", "bears-cost")  # "you pay nothing"
    if not case.within(rules.costs, 6):
        return None
    if actor == "user":
        return case.one("user", "permission" if case.denied else "obligation", "bears-cost")
    return case.one(actor, "prohibition" if case.denied else "practice", "bears-cost")


def plain_active(case: Case) -> Readings | None:
    """ "We collect …", "we do not sell …" (4, 7, 17)."""
    group, verbs, rules = case.group, case.lexicon.tables.verbs, case.lexicon.tables.rules
    if group.force or group.passive:
        return None
    actor = acting(case)
    if actor == "user" and group.lemma in verbs.imperative and not case.denied:
        before_verb = case.tokens.words[group.first - 1 : group.first]
        if not rules.merely.isdisjoint(before_verb):  # "you simply send us the form"
            return case.one("user", "obligation", "simply-do", strength="weak")
    manner = case.within(rules.seriously) or case.within(rules.weighty, 3)
    if actor is None or actor == "user" or manner:
        return ()
    if case.role == "service" and case.tokens.words[case.subject.start].endswith(
        case.lexicon.tables.grammar.gerund_suffixes
    ):
        return ()  # "Deleting the app does not delete your data": what an act of the reader does
    foreign = case.role == "service" and not (case.subject.owned or case.denied)
    if foreign and case.tokens.words[case.subject.start] in rules.unnamed:
        return ()  # "many sites use cookies", "a website stores"
    lemma = group.lemma
    if _sells_goods(case) or (lemma in rules.recognising and case.within(rules.recognised, 4)):
        return ()  # "we sell shoes", "we recognise your right to privacy"
    if case.role == "service" and lemma in verbs.equipping and case.target.role != "third-party":
        return ()  # "apps enable the assistant to fetch your files": what they are for
    if lemma in rules.deeming and case.infinitive() is not None and case.target.role == "data":
        be = case.tokens.flags[case.infinitive() or 0] & BE  # "we consider it to be yours"
        if be:
            return ()
    if lemma in rules.receiving and case.within(rules.kept, 3):
        return ()  # "we only receive rights in your content necessary to"
    barred = (
        actor == "company" and case.denied and lemma == "have" and case.within(rules.accesses, 3)
    )
    if barred and case.within(case.lexicon.tables.parties.user_possessives, 8):
        return case.one("company", "prohibition", "sees")  # "most employees have no access to your"
    if actor == "third-party" and (case.within(rules.accesses, 2) or lemma in rules.seeing):
        yours = case.lexicon.tables.parties.user_possessives
        if lemma in rules.seeing | {"have"} and case.within(yours, 6):
            return case.one(actor, "prohibition" if case.denied else "practice", "sees")
    if group.perfect and case.denied and lemma in rules.receiving:
        return ()  # "we have not received any warrant": so far
    phrasal = f"{lemma} {case.word()}" in verbs.phrasal
    how = _by_doing(case) if case.role == "company" and lemma in verbs.attitude else None
    if how is not None and not case.denied:
        forgone = bool(case.tokens.flags[how - 1] & NEGATION) or case.denied_after(how)
        return case.one(actor, "prohibition" if forgone else "practice", "practice", verb=how)
    if case.denied or _nothing_after(case):
        known = lemma in verbs.practice | verbs.forgoing or phrasal
        known = known or case.has(verbs.practice - verbs.weak_practice)  # "resell or transfer"
        strange = lemma not in case.lexicon.forms and group.kind == "do"
        known = known or (strange and about_data(case))  # "this system does not garner data"
        known = known or (lemma in rules.seeing and actor == "company" and _on_reader(case))
        if not known and not (_is_unlisted_act(case) and _on_reader(case)):
            return ()
        if case.role == "service" and lemma in verbs.weak_practice and not about_data(case):
            return ()
        if lemma == "have" and not (case.nobody and case.within(rules.accesses, 2)):
            return ()
        return case.one(actor, "prohibition", "do-not")
    if group.kind == "be" and not group.form & ING:
        return ()
    if lemma not in verbs.practice and not (phrasal or _is_unlisted_act(case)):
        return ()
    if phrasal and case.role in ("company", "third-party"):
        return case.one(actor, "practice", "practice")
    if actor == "third-party" and (lemma in verbs.weak_practice):
        handled = lemma in rules.managing and case.target.role == "data" and about_data(case)
        plants = lemma in rules.planting and case.within(rules.trackers, 5)
        handled = handled or plants  # "vendors place a cookie on your disk"
        return case.one(actor, "practice", "practice") if handled else ()
    if case.predication.place == "relative":
        return ()
    shown = lemma in rules.making and case.within(rules.made_available, 12)
    yours = case.lexicon.tables.parties.user_possessives
    shown = shown and (about_data(case) or case.within(yours, 8))
    if group.kind == "have" and group.perfect and shown and case.role == "company":
        return case.one(actor, "practice", "made-available")
    if group.kind == "have" and group.perfect and lemma not in verbs.setting_up | rules.outward:
        return ()
    if group.kind == "have" and group.perfect and lemma in rules.outward and not of_late(case):
        return ()
    texts = case.lexicon.tables.parties.document_nouns
    if (
        group.perfect
        and case.word() in case.lexicon.tables.grammar.definite
        and (case.within(texts, 1, case.rest + 1))
    ):
        return ()  # "we have adopted this notice to comply with the Act"
    if (
        lemma == "have"
        and not group.perfect
        and not case.within(
            case.lexicon.tables.parties.having_nouns | case.lexicon.tables.parties.measure_nouns
        )
    ):
        return ()
    opened = lemma in rules.making and case.within(rules.made_available, 12)
    opened = opened and not case.within(case.lexicon.tables.parties.user_pronouns)
    opened = opened or _sets_up(case)
    opened = opened or (lemma in rules.treating and case.within(rules.concealed, 8))
    opened = opened or (
        lemma in rules.forbidding | rules.limiting and case.within(rules.accesses, 4)
    )
    if lemma in rules.trading and not _of_data(case):
        return ()  # "we sell tickets on behalf of others"
    if lemma in rules.making and case.within(case.lexicon.tables.grammar.announcing, 3):
        return ()  # "we make the following disclosures:"
    if (
        lemma in verbs.weak_practice
        or (case.role == "service" and lemma not in case.lexicon.tables.rules.gathering)
    ) and (not about_data(case) and not opened):
        return ()
    return case.one(actor, "practice", "practice")


def _of_data(case: Case) -> bool:
    """Is it data that is traded, or something that was spoken of?"""
    pointing = case.within(case.lexicon.tables.grammar.anaphoric, 3)
    return about_data(case) or case.target.role in ("data", "user", "company") or pointing


def _sets_up(case: Case) -> bool:
    """ "We make disclosures", "have engaged providers", "employ procedures", "follow the code of": acts."""
    rules, lemma = case.lexicon.tables.rules, case.group.lemma
    if case.role != "company":
        return False
    return (
        (lemma in rules.making and case.within(rules.acts, 3))
        or (lemma in rules.hiring and case.target.role == "third-party")
        or (
            lemma in case.lexicon.tables.verbs.setting_up
            and case.within(case.lexicon.tables.parties.measure_nouns, 9)
        )
        or (
            lemma in rules.conforming
            and (case.target.role == "document" or case.within(rules.codes, 4))
        )
    )


def _sells_goods(case: Case) -> bool:
    """ "We sell tickets on behalf of others": the publisher's trade, not the reader's data."""
    goods, at = case.lexicon.tables.rules.goods, case.rest
    if not case.lexicon.tables.rules.trading.issuperset(case.group.verbs):
        return False
    near = case.tokens.words[at : at + 5]
    return not goods.isdisjoint(near) and case.target.role != "data" and not _on_reader(case)


def _act_after(case: Case) -> bool:
    """ "This may include sharing your data with the police": an act with data as its object."""
    demonstrative = case.tokens.words[case.subject.start : case.group.first]
    lemma, form = case.lexicon.forms.get(case.word(), ("", 0))
    return (
        len(demonstrative) == 1
        and demonstrative[0] in case.lexicon.tables.grammar.definite
        and bool(form & ING)
        and lemma in case.lexicon.tables.verbs.practice
        and not (case.tokens.flags[case.rest] & PREPOSITION)
        and case.word(1) not in case.lexicon.tables.grammar.genitive_marks
    )


def _is_unlisted_act(case: Case) -> bool:
    """ "We laminate your card", "we strip the place from your photos": a verb that no list knows.

    Any act of the publisher on something definite, unless the verb is one of mind or of being.
    """
    at, verbs, tables = case.rest, case.lexicon.tables.verbs, case.lexicon.tables
    plain = case.group.kind == "simple" or (case.group.kind == "do" and case.negated)
    if case.role != "company" or not plain or at >= len(case.tokens):
        return False
    flag, lemma = case.tokens.flags[at], case.group.lemma
    if lemma in case.lexicon.forms:
        inert = verbs.attitude | verbs.constitutive | verbs.reporting | verbs.transparent
        inert |= verbs.mandative | verbs.needing | verbs.trying | verbs.disclaiming
        if lemma in inert or lemma in tables.rules.inert:
            return False
        return bool(flag & (DETERMINER | POSSESSIVE)) and _on_reader(case)
    return (
        bool(flag & (DETERMINER | POSSESSIVE))
        and case.tokens.words[at] not in tables.grammar.quantifiers
    )


def _on_reader(case: Case) -> bool:
    """Is the object, or what it is taken from, the reader's or the reader?"""
    yours = case.lexicon.tables.parties.user_possessives
    return case.target.role in ("data", "user") or case.within(yours, 6)


def _by_doing(case: Case) -> int | None:
    """Where the act of "we respect your privacy by keeping it secret" begins."""
    words, marks = case.tokens.words, case.lexicon.tables.grammar.agent_marks
    for at in range(case.rest, min(case.predication.end - 1, case.rest + 8)):
        verb = at + 1 + bool(case.tokens.flags[at + 1] & NEGATION)
        lemma, form = case.lexicon.forms.get(words[min(verb, len(words) - 1)], ("", 0))
        if words[at] in marks and form & ING and lemma in case.lexicon.tables.verbs.practice:
            return verb
    return None


def _nothing_after(case: Case) -> bool:
    """ "We collect no data": the negation stands on the object."""
    at = case.rest
    return at < len(case.tokens) and bool(case.tokens.flags[at] & NO)
