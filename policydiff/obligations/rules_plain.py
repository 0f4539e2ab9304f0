"""Rules for sentences without any modality: practices, denied practices, definitions."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Bearer
from policydiff.obligations.cases import (
    Case,
    Readings,
    about_data,
    acting,
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
)


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


def nominal_act(case: Case) -> Readings | None:
    """ "Eine Weitergabe an Dritte findet nicht statt": an act told by its noun."""
    semi, rules = case.lexicon.tables.periphrasis, case.lexicon.tables.rules
    if case.group.lemma not in rules.happening or not case.verb_final:
        return None
    start, end = case.predication.start, case.predication.end
    if semi.processing_nouns.isdisjoint(case.tokens.words[start:end]):
        return ()
    return case.one("company", case.done, "act-happens")


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
    """ "We collect …", "we do not sell …"."""
    group, verbs, rules = case.group, case.lexicon.tables.verbs, case.lexicon.tables.rules
    if group.force or group.passive:
        return None
    actor = acting(case)
    if actor == "user" and group.lemma in verbs.imperative and not case.denied:
        before_verb = case.tokens.words[group.first - 1 : group.first]
        if not rules.merely.isdisjoint(before_verb):  # "you simply send us the form"
            return case.one("user", "obligation", "simply-do", strength="weak")
    mailed = actor == "user" and _is_sent_mail(case)
    if mailed:
        return (replace(case.reading("company", "practice", "is-sent"), verbs=("send",)),)
    if actor == "user" and _hands_us_data(case):
        who: Bearer = "company" if group.form & ING else "user"  # "you are giving us": we collect
        return (replace(case.reading(who, "practice", "you-provide"), verbs=("collect",)),)
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
    definite = case.word() in case.lexicon.tables.grammar.definite
    if lemma in rules.using and definite and case.within(rules.rulebooks, 5):
        return ()  # "we use the more specific terms"
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
    if group.perfect and case.denied and lemma in rules.receiving | rules.looking_into:
        return ()  # "we have not received any warrant", "have not reviewed these sites": so far
    phrasal = f"{lemma} {case.word()}" in verbs.phrasal and not (
        group.perfect and lemma in rules.hiring
    )
    told = lemma in verbs.attitude or (
        lemma not in verbs.practice and case.within(rules.safeguards, 3)
    )
    how = _by_doing(case) if case.role == "company" and told else None
    if how is not None and not case.denied:
        forgone = bool(case.tokens.flags[how - 1] & NEGATION) or case.denied_after(how)
        return case.one(actor, "prohibition" if forgone else "practice", "practice", verb=how)
    if case.denied or _nothing_after(case):
        known = lemma in verbs.practice | verbs.forgoing or phrasal
        known = known or case.has(verbs.practice - verbs.weak_practice)  # "resell or transfer"
        known = known or (lemma in rules.teaming and case.word() in rules.joining_marks)
        strange = lemma not in case.lexicon.forms and group.kind == "do"
        known = known or (strange and about_data(case))  # "this system does not garner data"
        known = known or (lemma in rules.seeing and actor == "company" and _on_reader(case))
        if not known and not (_is_unlisted_act(case) and _on_reader(case)):
            return ()
        wished = case.within(rules.tracking_wishes, 6)  # "our sites do not respond to DNT headers"
        weak = case.role == "service" and lemma in verbs.weak_practice
        if weak and not wished and not about_data(case):
            return ()
        looks = lemma == "have" and case.role == "company" and case.within(rules.accesses, 3)
        if looks and not case.nobody:
            us = case.subject.head in case.lexicon.tables.parties.company_nouns
            return case.one(actor, "prohibition" if us else "disclaimer", "no-access")
        if lemma == "have" and not (case.nobody and case.within(rules.accesses, 2)):
            return ()
        return case.one(actor, "prohibition", "do-not")
    if group.kind == "be" and not group.form & ING:
        return ()
    betters = lemma in rules.bettering and case.within(rules.safeguards, 6)
    tools = rules.watching_tools | rules.trackers
    betters = betters or (lemma in rules.building_in and case.within(tools, 8))
    if case.role == "company" and betters and not group.perfect:
        return case.one(actor, "practice", "practice")
    if lemma not in verbs.practice and not (phrasal or _is_unlisted_act(case)):
        return ()
    if phrasal and case.role in ("company", "third-party"):
        return case.one(actor, "practice", "practice")
    if actor == "third-party" and (lemma in verbs.weak_practice):
        handled = lemma in rules.managing and case.target.role == "data" and about_data(case)
        # "vendors place a cookie on your disk"
        handled = handled or (lemma in rules.laying and case.within(rules.trackers, 6))
        handled = handled or (lemma in rules.showing and case.within(rules.adverts, 5))
        return case.one(actor, "practice", "practice") if handled else ()
    if case.predication.place == "relative" and lemma not in verbs.requests:
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
    shown_text = case.target.role == "document" and lemma in rules.putting_out
    if shown_text and case.word() in case.lexicon.tables.grammar.demonstratives:
        return ()  # "we provide this notice to explain our practices"
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
    if lemma == "have" and case.role == "service" and case.within(rules.their_own, 1):
        return ()  # "these websites have their own privacy policies"
    opened = lemma in rules.making and case.within(rules.made_available, 12)
    opened = opened and not case.within(case.lexicon.tables.parties.user_pronouns)
    opened = opened or _sets_up(case)
    opened = opened or (lemma in rules.laying and case.within(rules.trackers, 4))
    opened = opened or (lemma in rules.showing and case.within(rules.adverts, 5))
    asks = lemma in case.lexicon.tables.verbs.requests and case.word() in rules.for_marks
    theirs = case.lexicon.tables.topics.data_words
    opened = opened or (asks and case.within(yours, 6) and case.within(theirs, 8))
    touched = lemma in rules.touching and case.word() in yours
    opened = opened or (lemma in rules.touching and case.word() in rules.contributed)
    opened = opened or _makes_use(case)
    opened = opened or (lemma in verbs.granting and case.within(rules.refunds, 3))
    opened = opened or (touched and case.within(theirs, 2, case.rest + 1))
    revised = lemma in rules.revising or (lemma in rules.making and case.within(rules.revisions, 3))
    texts = texts | rules.rulebooks
    opened = opened or (case.role == "company" and revised and case.within(texts, 6))
    others = case.role == "service" and lemma in rules.using and case.subject.owned
    opened = opened or (others and _of_others(case))
    opened = opened or (lemma in rules.outward and case.word() in yours)
    opened = opened or (lemma in rules.using and case.within(rules.watching_tools, 9))
    secure = case.lexicon.tables.periphrasis.insecurity_words
    opened = opened or (lemma in rules.supplied_safely and case.within(secure, 6))
    opened = opened or (lemma in rules.treating and case.within(rules.concealed, 8))
    opened = opened or (
        lemma in rules.forbidding | rules.limiting and case.within(rules.accesses, 4)
    )
    opened = opened or _ensures_safety(case)
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


def _makes_use(case: Case) -> bool:
    """ "Our site makes use of Google Analytics": of something with a name."""
    rules, tokens = case.lexicon.tables.rules, case.tokens
    used = case.group.lemma in rules.making and case.word() in rules.using
    of = case.word(1) in case.lexicon.tables.grammar.genitive_marks
    named = tokens.starts[case.rest + 2 : case.rest + 3]
    return used and of and any(tokens.text[at].isupper() for at in named)


def _ensures_safety(case: Case) -> bool:
    """ "We ensure a similar degree of protection", "we make sure it is protected": with no word of data."""
    lexicon, words = case.lexicon, case.tokens.words
    doing = f"{case.group.lemma} {case.word()}"
    if not (case.group.lemma in lexicon.ensuring or doing in lexicon.tables.verbs.ensuring):
        return False
    rules = lexicon.tables.rules
    near = words[case.rest : case.rest + 9]
    safe = rules.safeguards | lexicon.tables.periphrasis.insecurity_words
    shielded = any(lexicon.forms.get(word, ("", 0))[0] in rules.shielding for word in near)
    return shielded or not safe.isdisjoint(near)


def _is_sent_mail(case: Case) -> bool:
    """ "All members receive an e-mail that confirms it": the publisher sends it."""
    rules, known = case.lexicon.tables.rules, case.lexicon.tables.parties
    if case.group.lemma not in rules.receiving or case.denied or case.group.perfect:
        return False
    others = case.subject.head not in known.user_pronouns and case.predication.place == "main"
    return others and case.within(rules.mailings, 4)


def _hands_us_data(case: Case) -> bool:
    """ "By filling it in you are giving us your name": how the publisher collects it."""
    rules, known = case.lexicon.tables.rules, case.lexicon.tables.parties
    if case.group.lemma not in rules.handing_us or case.denied or case.group.perfect:
        return False
    at = case.group.first - 1
    opens = not at or case.tokens.flags[at - 1] & COMMA or case.group.form & ING
    if not (opens and case.tokens.words[at] in known.user_pronouns):
        return False  # "the data you give us", "each time you visit or give us"
    if case.target.role != "company":
        return False
    data = known.data_nouns if case.group.form & ING else rules.handed_data
    return case.predication.place == "main" and case.within(data, 12)


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
        or (lemma in rules.hiring and (case.target.role == "third-party" or _of_others(case)))
        or (
            lemma in case.lexicon.tables.verbs.setting_up
            and case.within(case.lexicon.tables.parties.measure_nouns, 9)
        )
        or (
            lemma in rules.conforming
            and (case.target.role == "document" or case.within(rules.codes, 4))
        )
    )


def _of_others(case: Case) -> bool:
    """ "We hire other companies to send our mail", "the site uses these third-party providers"."""
    return case.within(case.lexicon.tables.parties.third_nouns, 5)


def _sells_goods(case: Case) -> bool:
    """ "We sell tickets on behalf of others": the publisher's trade, not the reader's data."""
    goods, at = case.lexicon.tables.rules.goods, case.rest
    if not case.lexicon.tables.rules.trading.issuperset(case.group.verbs):
        return False
    near = case.tokens.words[at : at + 5]
    return not goods.isdisjoint(near) and case.target.role != "data" and not _on_reader(case)


def _is_unlisted_act(case: Case) -> bool:
    """ "We laminate your card", "we strip the place from your photos": a verb that no list knows.

    Any act of the publisher on something definite, unless the verb is one of mind or of being.
    """
    at, verbs, tables = case.rest, case.lexicon.tables.verbs, case.lexicon.tables
    plain = case.group.kind == "simple" or (case.group.kind == "do" and case.negated)
    if case.role != "company" or not plain or at >= len(case.tokens):
        return False
    flag, lemma = case.tokens.flags[at], case.group.lemma
    if lemma in tables.rules.ringing_up:
        return case.target.role == "user"  # "we mail you our catalogue"
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
