"""Rules for modal verbs: commitment, licence, ban, or mere possibility.

Source: Palmer 2001, "Mood and Modality" (deontic and epistemic).
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Bearer, Modality, Strength
from policydiff.obligations.cases import (
    LEAD_IN,
    Case,
    Reading,
    Readings,
    about_data,
    acting,
    of_late,
)


def discretion(case: Case) -> Readings | None:
    """ "We will, at our sole discretion, …"."""
    semi = case.lexicon.tables.periphrasis
    if (
        case.group.force in ("commit", "require")
        and acting(case) == "company"
        and (not case.denied and case.says(semi.discretion_phrases))
    ):
        return case.one("company", "permission", "discretion")
    done = case.group.passive and case.group.force in (None, "commit")
    done = done and acting(case) in (None, "company")
    done = done and case.group.lemma in case.lexicon.tables.verbs.practice and case.agent() is None
    if done and not case.denied and case.says(semi.discretion_phrases):
        return case.one("company", "permission", "discretion")  # "is hosted at our discretion"
    left = case.group.lemma == "be" and not case.group.force and not case.denied
    enforced = not case.lexicon.tables.rules.enforcing.isdisjoint(case.named[:3])
    if left and enforced and case.says(semi.discretion_phrases):
        return case.one("company", "permission", "discretion")  # "enforcement is in our discretion"
    ruled = case.group.passive and case.group.lemma in case.lexicon.tables.rules.deciding
    if ruled and case.group.force in (None, "commit", "require") and not case.denied:
        yours = case.lexicon.tables.parties.user_possessives
        if case.says(semi.discretion_phrases) and not case.within(yours):
            return case.one("company", "permission", "discretion")
    return None


def modal_active(case: Case) -> Readings | None:
    """will, shall, must, should, may, can with an acting subject."""
    group, verbs, rules = case.group, case.lexicon.tables.verbs, case.lexicon.tables.rules
    force, lemma = group.force, group.lemma
    if not force or group.passive:
        return None
    allowed = lemma == "be" and group.limited and case.role in ("data", "other")
    behind = case.tokens.words[group.last : group.last + 8]
    if allowed and not rules.licences.isdisjoint(behind) and not case.denied:
        return case.one("company", "prohibition", "only-with-consent")
    if force == "hypothetical":
        return would(case)
    actor = acting(case)
    if not lemma or (lemma in verbs.enabling and _breaks_off(case)):
        return _unfinished(case, actor)
    if force in ("permit", "able") and not case.denied and _others_reach(case):
        return case.one("third-party", "permission", "open-to-others")
    if actor is None:
        return _modal_thing(case)
    if force in ("permit", "able"):
        return _licence(case, actor)
    if group.perfect or (actor == "company" and force == "commit" and lemma in rules.finding_out):
        return ()  # "in this way we will know how many users read it"
    if case.subject.yours and actor == "third-party" and force == "require":
        named = case.tokens.words[case.subject.start : group.first]
        actor = actor if rules.reader_places.isdisjoint(named) else "user"  # "your browser must"
    if force in ("require", "advise") and case.role == "service" and not case.subject.owned:
        actor = "user"  # "products that serve minors must …": those who make them
    if force == "advise":
        if case.role == "service" and case.subject.owned:
            return ()
        return case.one(
            actor, "prohibition" if case.denied else "obligation", "should", strength="weak"
        )
    names = lemma in rules.calling and case.within(rules.as_marks, 12) and actor == "company"
    if names and force == "commit" and not case.denied:
        return ()  # "we will refer to our website as “Services”"
    if case.role == "service" and lemma in rules.specifying:
        return ()  # "the services or these terms will specify the licence"
    if case.role == "service" and case.negated and lemma in rules.functioning:
        return ()  # "the app will not work without it"
    if force == "commit":
        others = case.tokens.words[case.subject.start] in case.lexicon.tables.grammar.excepting
        if others and actor == "user" and case.subject.head not in rules.mutual:
            return ()  # "other users will share content": what happens
        if (
            actor == "user"
            and (not case.negated or lemma in rules.receiving | rules.spared)
            and (
                lemma in ("be", "have")
                or lemma in verbs.epistemic | verbs.constitutive | rules.receiving
            )
            and group.modal not in rules.legal_modals
            and lemma not in rules.also_done
        ):
            return _foretold(case)
        moves = lemma in rules.leaving | rules.going and group.modal not in rules.legal_modals
        if (
            actor == "user"
            and moves
            and (
                case.target.role in ("service", "company")
                or case.word() in case.lexicon.tables.grammar.infinitive_marks
            )
        ):
            return ()  # "you will leave this website"
        sure = case.role == "company" and group.adjective in rules.certain
        if sure and not case.denied:
            return case.one("company", "obligation", "modal-will")  # "we will be sure to"
        becoming = lemma == "be" or lemma in rules.becoming
        if lemma in rules.owning and actor == "company":
            return ()  # "Acme shall own all rights in it": whose they are
        if actor == "third-party" and lemma == "have" and not case.within(rules.accesses, 4):
            return ()  # "the courts will have jurisdiction"
        if case.role in ("service", "third-party", "company") and becoming:
            return ()
    if case.limited() and not group.limited and case.negated and force == "commit":
        return case.one(actor, "permission", "not-only")  # "will not store it only in the EU"
    if not case.negated and case.limited():
        return case.one(actor, "prohibition", "will-only", strength="strong")
    modality: Modality = "prohibition" if case.denied else "obligation"
    if case.role == "service" and lemma in rules.handing_in and case.target.role == "company":
        return _with_verb(case.reading(actor, modality, f"modal-{group.modal}"), "collect")
    return case.one(actor, modality, f"modal-{group.modal}")


def would(case: Case) -> Readings:
    """ "We would never sell it", "it would be shared only if": a vow, in a form that says less."""
    group, verbs = case.group, case.lexicon.tables.verbs
    if case.lexicon.tables.modals[group.modal] != "hypothetical" or group.perfect:
        return ()
    ours = case.role in ("company", "service") or (group.passive and case.role == "data")
    known = about_data(case) or case.word() in case.lexicon.tables.grammar.anaphoric
    mine = case.role == "company" and case.lexicon.tables.parties.company_possessives
    # "We'd never rent out our mailing list"
    known = known or bool(mine and case.denied and case.within(mine, 2))
    if not ours or case.predication.place == "relative" or not known:
        return ()
    otherwise = not case.lexicon.tables.rules.otherwise.isdisjoint(
        case.tokens.words[group.first : group.last]
    )
    if group.lemma not in verbs.practice or otherwise:
        return ()
    if case.denied or case.limited():
        return case.one("company", "prohibition", "would-not")
    return ()


def _unfinished(case: Case, actor: Bearer | None) -> Readings:
    """ "You must not:": no label of its own, but what its items inherit."""
    if actor is None:
        return ()
    modality: Modality = "obligation"
    if case.negated:
        modality = "prohibition"
    elif case.group.force in ("permit", "able"):
        modality = "permission"
    return case.one(actor, modality, LEAD_IN)


def _breaks_off(case: Case) -> bool:
    """ "You may not allow anybody else to:": its verb stands in the items."""
    words, marks = case.tokens.words, case.lexicon.tables.grammar.infinitive_marks
    return case.predication.end >= len(words) - 1 and words[-1] == ":" and words[-2] in marks


def _advises_reading(case: Case) -> bool:
    """ "You may wish to refer to the manual of your browser": a pointer."""
    rules, verbs, follows = case.lexicon.tables.rules, case.lexicon.tables.verbs, case.infinitive()
    word = case.tokens.words[follows] if follows is not None else ""
    return word in verbs.pointers | rules.looking_up and not case.infinitive_negated()


def _foretold(case: Case) -> Readings:
    """ "You will receive a notice": the publisher's act; "you will lose access": nobody's."""
    rules = case.lexicon.tables.rules
    access = case.group.lemma == "have" and case.within(rules.accesses, 3) and not case.denied
    spared = case.group.lemma in rules.spared and case.negated
    if case.group.lemma in rules.receiving or access or spared:
        if case.denied:
            return case.one("company", "prohibition", "you-will-not-receive")
        if case.limited() or case.group.limited:  # "you will only ever receive it from us"
            told = case.reading("company", "prohibition", "you-will-only-receive")
            return _with_verb(told, "send")
        return _with_verb(case.reading("company", "obligation", "you-will-receive"), "send")
    return ()


def _with_verb(reading: Reading, verb: str) -> Readings:
    """What readers receive is sent, what our app sends us is collected: that verb tells the topic."""
    return (replace(reading, verbs=(verb,)),)


def _licence(case: Case, actor: Bearer) -> Readings:
    """may and can: liberty, its denial, or mere possibility."""
    group, verbs, rules = case.group, case.lexicon.tables.verbs, case.lexicon.tables.rules
    lemma = group.lemma
    pronoun = case.tokens.words[case.subject.end - 1] == case.subject.head
    if actor == "company" and not pronoun and lemma in verbs.epistemic & verbs.constitutive:
        return ()  # "Acme threads may contain links"
    if group.perfect:
        late = actor == "company" and not case.denied and of_late(case)
        return case.one("company", "permission", "may-have") if late else ()
    if case.negated:
        if lemma in rules.minding and group.force == "permit":
            return ()  # "you may not know who wrote it"
        if case.role in ("service", "third-party") and lemma in rules.functioning:
            return ()  # "our tools may not behave as you expect"
        able = group.force == "able" and case.role == "company" and not case.nobody
        if actor == "company" and (able or lemma in verbs.unable):
            weak = lemma in verbs.weak_practice and case.target.role in ("service", "other")
            if (
                lemma in verbs.practice
                and not weak
                and case.within(case.lexicon.tables.rules.freeing)
            ):
                return case.one("company", "prohibition", "may-not")  # "cannot … without consent"
            return case.one("company", "disclaimer", "cannot")
        if case.role == "service" or lemma in ("be", "have"):
            return (
                ()
                if lemma in ("be", "have") or group.adjective
                else case.one(actor, "prohibition", "may-not")
            )
        if actor == "user" and lemma in rules.receiving | rules.chances:
            return ()  # "you may not receive it": a chance
        return case.one(actor, "prohibition", "may-not")
    if lemma == "be":
        return ()
    hinders = lemma in rules.hindering and case.within(rules.source_marks, 8)
    if actor == "user" and hinders and about_data(case) and not case.denied:
        return case.one("user", "permission", "may-prevent")  # "prevent your data from being used"
    if lemma == "have" and case.within(case.lexicon.tables.rules.accesses, 3) and not case.denied:
        yours = case.lexicon.tables.parties.user_possessives
        if actor == "third-party" or (actor == "user" and case.within(yours, 5)):
            return case.one(actor, "permission", "may-access")
    if lemma not in verbs.epistemic and case.denied:
        return case.one(actor, "prohibition", "may-none")
    warned = actor == "user" and lemma in rules.receiving | rules.incurring and not case.denied
    if warned and case.within(case.lexicon.tables.periphrasis.sanctions | rules.penalties, 7):
        return case.one("company", "permission", "sanction")  # "you may receive a warning"
    if actor == "user" and lemma == "have" and case.limited():
        return case.one("user", "permission", "may-have-only")  # "can have only one account"
    semi = case.lexicon.tables.periphrasis
    if case.role != "user" and lemma in semi.mishap_verbs and case.within(semi.mishaps, 4):
        if group.force == "able" and actor == "company" and group.adjective == "":
            return case.one("company", "disclaimer", "mishap")  # "it can make mistakes"
        return ()
    if (
        actor == "user"
        and not case.sole
        and lemma in rules.wishing
        and case.near(case.infinitive(), 3)
    ):
        if case.subject.head not in case.lexicon.tables.parties.user_pronouns:
            return ()  # "a customer may want to use its statistics": who knows
        if _advises_reading(case):
            return ()
        # "you may wish to check your plan": advice
        advised: Modality = "prohibition" if case.infinitive_negated() else "obligation"
        return case.one("user", advised, "may-wish", verb=case.infinitive(), strength="weak")
    known = case.lexicon.tables.parties
    ours = known.company_pronouns | known.company_possessives | case.parties.company
    if (
        actor == "user"
        and lemma in rules.receiving
        and (
            (case.within(rules.sent_out, 12) and case.within(ours, 16))
            or (case.within(rules.own_mail, 5) and not case.within(rules.source_marks, 12))
        )
    ):
        return _with_verb(case.reading("company", "permission", "may-send"), "send")
    if actor == "user" and lemma in rules.receiving and not case.denied and _from_others(case):
        return _with_verb(case.reading("third-party", "permission", "may-send"), "send")
    if actor == "user":
        excepting = case.lexicon.tables.grammar.excepting
        if case.tokens.words[case.subject.start] in excepting and not case.denied:
            return ()  # "other people may send similar letters": what happens
        yours = case.lexicon.tables.parties.user_possessives
        seen = case.sole or (
            case.subject.head not in case.lexicon.tables.parties.user_pronouns
            and lemma in case.lexicon.tables.rules.seeing
        )
        free = lemma in rules.reader_acts and group.force == "able"  # "you can limit sharing"
        acts = any(
            verb in (verbs.other | verbs.practice) - verbs.epistemic for verb in group.verbs[1:]
        )
        free = free or acts  # "you can learn about and opt out of them"
        if lemma in verbs.epistemic and not free and not (seen and case.within(yours, 5)):
            return ()
        return case.one("user", "permission", "may")
    called = lemma in rules.calling and case.within(rules.as_marks, 5)
    if actor == "company" and called:
        return ()  # "we may refer to you as “you”"
    if case.role == "company" and rules.trading.issuperset(group.verbs):
        goods = case.within(rules.goods, 5) and case.target.role != "data"
        if goods and not case.within(known.user_possessives, 5):
            return ()  # "we may sell other goods or services"
    if case.role == "service":
        if lemma in rules.handing_in and case.target.role == "company" and about_data(case):
            return _with_verb(case.reading("company", "permission", "may-send-us"), "collect")
        if (
            lemma in verbs.practice
            and lemma not in verbs.weak_practice
            and group.modal not in (case.lexicon.tables.rules.ability_now)
        ):
            return case.one("company", "permission", "may")
        tracks = lemma in rules.laying and case.subject.owned and case.within(rules.trackers, 12)
        tracks = tracks or (case.subject.owned and f"{lemma} {case.word()}" in verbs.phrasal)
        return case.one("company", "permission", "may") if tracks else ()
    if actor == "third-party":
        if case.subject.head in rules.senders and lemma in rules.handing_us:
            return ()  # "some browsers may transmit signals": what they can do
        told = lemma in rules.receiving and about_data(case)  # "advertisers may receive your data"
        if (lemma in verbs.epistemic and not told) or lemma not in case.lexicon.forms:
            return ()
        return case.one("third-party", "permission", "may")
    return case.one("company", "permission", "may")


def _others_reach(case: Case) -> bool:
    """ "Other users can see your name", "anyone may contact you": what other people get to."""
    rules, words = case.lexicon.tables.rules, case.tokens.words
    known = case.lexicon.tables.parties
    subject = words[case.subject.start : case.subject.end]
    if case.role in ("company", "service") or case.group.perfect:
        return False
    others = not (case.lexicon.tables.grammar.excepting | rules.onlookers | rules.peers).isdisjoint(
        subject
    )
    if not others or case.group.lemma not in rules.seeing | rules.reaching_people:
        return False
    return case.within(known.user_possessives | known.user_pronouns, 5)


def _from_others(case: Case) -> bool:
    """ "You may receive promotional mailings from other companies": they may send them."""
    rules, words = case.lexicon.tables.rules, case.tokens.words
    named = range(case.rest, min(case.rest + 7, case.predication.end - 1))
    at = next((i for i in named if words[i] in rules.source_marks), 0)
    asked = not rules.unsolicited.isdisjoint(words[case.rest : at])  # "unsolicited messages"
    sent = rules.sent_out | rules.own_mail
    known = case.lexicon.tables.parties.third_nouns | case.lexicon.tables.rules.informants
    mailed = bool(at) and not asked and not sent.isdisjoint(words[case.rest : at])
    return mailed and not known.isdisjoint(words[at + 1 : at + 6])


def _modal_thing(case: Case) -> Readings:
    """A thing as subject: only "must" and "should" bind, and they bind the reader."""
    group = case.group
    if binds_owner(case):
        return case.one("user", "prohibition", "your-thing")
    rules = case.lexicon.tables.rules
    handed_in = _handed_in(case) and group.modal in rules.legal_modals
    binding = group.force in ("require", "advise")
    binding = binding or (handed_in and (case.negated or group.lemma == "be"))
    duty = group.force == "require" and group.modal in rules.duty_modals
    if duty or (binding and case.role != "document"):
        named = case.tokens.words[case.subject.start : case.subject.end]
        anew = case.subject.start < 2  # else somebody was spoken of in this sentence
        anaphors = case.lexicon.tables.grammar.anaphors
        pointing = (anew and not anaphors.isdisjoint(named)) or named == ["that"]
        if group.perfect or pointing or case.subject.head in case.lexicon.tables.rules.expletives:
            return ()  # "they must keep it safe": whoever was spoken of
        modality: Modality = "prohibition" if case.denied else "obligation"
        weak: Strength | None = "weak" if group.force == "advise" else None
        shown = group.adjective in rules.made_available and on_our_pages(case)
        whom: Bearer = "company" if shown else "user"
        return case.one(whom, modality, "must-thing", strength=weak)
    return ()


def on_our_pages(case: Case) -> bool:
    """ "… must be available on our website": who owns the site puts it there."""
    words, tables = case.tokens.words, case.lexicon.tables
    ours = tables.parties.company_possessives | case.parties.company
    behind = range(case.rest, min(case.rest + 8, len(words) - 1))
    return any(
        words[at] in ours and not tables.parties.service_nouns.isdisjoint(words[at + 1 : at + 3])
        for at in behind
    )


def binds_owner(case: Case) -> bool:
    """ "Your app may not sell it", "posts shall not contain": whose it is must see to it."""
    group, tables = case.group, case.lexicon.tables
    if not case.negated or group.perfect:
        return False
    if _handed_in(case) and group.lemma in tables.rules.containing and group.force != "advise":
        return group.force != "commit" or group.modal in tables.rules.legal_modals
    if not case.subject.yours:
        return False
    if case.subject.head in tables.parties.service_nouns:
        return group.force in ("permit", "require", "commit") and group.lemma not in ("be", "have")
    head = case.subject.head or case.tokens.words[case.subject.end - 1]
    if head not in tables.rules.contributed:
        return False
    if group.force == "commit" and group.lemma in tables.rules.infringing:
        return True  # "you agree that your comments will not violate any right"
    return group.force in ("permit", "require") or group.modal in tables.rules.legal_modals


def _handed_in(case: Case) -> bool:
    """Is the subject what readers hand in ("content", "no listing"), and not the publisher's?"""
    tables = case.lexicon.tables
    named = case.named
    ours = tables.parties.company_possessives | tables.parties.company_pronouns
    head = case.subject.head or case.tokens.words[case.subject.end - 1]
    return head in tables.rules.contributed and ours.isdisjoint(named)
