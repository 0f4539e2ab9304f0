"""Rules for what a thing is or lets be done to it: "is not welcome", "is subject to", "can be deleted"."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Bearer, Modality
from policydiff.obligations.cases import Case, Readings, about_data, acting
from policydiff.obligations.lexicon import BASE, DETERMINER, ING, NO, POSSESSIVE, PREPOSITION

_FORCES = (None, "commit")


def stated_of_thing(case: Case) -> Readings | None:
    """The first of the readings below that knows the verb or the adjective."""
    group, rules = case.group, case.lexicon.tables.rules
    if case.verb_final:
        return None
    if case.sole and not case.denied:
        return _only_you(case) or _only_they(case)
    if group.lemma in rules.involving and not (group.force or group.passive or case.negated):
        return _involves(case)
    if case.subject.head in rules.existential and group.lemma == "be":
        return _charged(case) if group.force in ("permit", "commit") else _in_place(case)
    if group.lemma == "have" and group.force == "able":
        return _has_it_done(case)
    word = group.adjective
    if group.lemma == "be" and not group.passive:
        if word in rules.approved | rules.unapproved:
            return _approved(case)
        if case.word() in rules.conditional or word in rules.conditional:
            return _subject_to(case)
        if word in rules.switched | rules.switched_off:
            return _switched_on(case)
        if word in rules.open_to:
            return _open_to(case)
    if word in rules.aimed:
        return _aimed(case)
    patient = group.lemma == "have" and case.within(rules.patience, 2)
    if patient and case.role == "company" and not group.force:
        return case.one("user", "prohibition", "not-suffered")  # "we have zero tolerance for spam"
    if group.lemma in rules.suffering and case.negated:
        return _not_suffered(case)
    if group.lemma in rules.banning and not case.denied:
        return _banned(case)
    if group.force in ("permit", "able") and (group.passive or word):
        reached = _reaches(case)
        if reached is not None or not group.passive:
            return reached
        return _left_to_reader(case)
    if group.lemma in rules.containing and group.force is None and not case.denied:
        return _lets_out(case)
    if group.force == "commit" and not case.denied:
        return _shown(case)
    return None


def _only_you(case: Case) -> Readings | None:
    """ "Only you will have access to it": a promise that the publisher will not."""
    rules, group = case.lexicon.tables.rules, case.group
    if case.role != "user" or group.force != "commit" or group.passive:
        return None
    reached = group.lemma == "have" and case.within(rules.accesses, 2)
    kept = reached or group.lemma in rules.seeing | rules.retaining
    return case.one("company", "prohibition", "only-you") if kept else None


def _involves(case: Case) -> Readings | None:
    """ "This process involves the processing of biometric data": what the publisher does."""
    acts, at = case.lexicon.tables.periphrasis.processing_nouns, case.rest
    flag = case.tokens.flags[at] if at < len(case.tokens) else NO
    here = at + bool(flag & DETERMINER)
    words = case.tokens.words[here : here + 2]
    of = words[1:2] and words[1] in case.lexicon.tables.grammar.genitive_marks
    shown = words[:1] and (of or case.lexicon.forms.get(words[0], ("", 0))[1] & ING)
    if flag & NO or not shown or words[0] not in acts or case.role in ("user", "third-party"):
        return None
    if not about_data(case):
        return None
    verb = case.lexicon.forms.get(words[0], (words[0],))[0]
    return (replace(case.reading("company", "practice", "involves"), verbs=(verb,)),)


def _only_they(case: Case) -> Readings | None:
    """ "Only authorised staff have access to your data": the publisher keeps others from it."""
    rules, group = case.lexicon.tables.rules, case.group
    yours = case.lexicon.tables.parties.user_possessives
    some = (
        case.role == "user" and case.subject.head in rules.anybody_of_ours and case.within(yours, 8)
    )
    if not some and acting(case) not in ("company", "third-party"):
        return None
    if group.force not in (*_FORCES, "able"):
        return None
    allowed = group.adjective in case.lexicon.tables.periphrasis.be_permission
    if group.passive or allowed:  # "only employees are granted access to it"
        let_in = allowed or group.lemma in rules.admitting
        let_in = let_in and case.within(
            rules.accesses if group.adjective in rules.able else rules.accesses | rules.seeing, 4
        )
        done: Modality = "obligation" if group.force else "practice"  # also "can only be"
        return case.one("company", done, "only-they") if let_in else None
    others = acting(case) == "third-party" and group.force == "commit"
    reads = others or (group.lemma in rules.seeing | rules.using and about_data(case))
    if not reads and not (group.lemma == "have" and case.within(rules.accesses, 2)):
        return None
    return case.one("company", "prohibition", "only-they")


def _charged(case: Case) -> Readings | None:
    """ "There may be a charge for this", "there will be a fee"."""
    if (
        case.negated
        or case.group.lemma != "be"
        or not case.within(case.lexicon.tables.rules.charges, 4)
    ):
        return None
    modality: Modality = "permission" if case.group.force == "permit" else "obligation"
    return case.one("company", modality, "there-is-a-charge")


def _in_place(case: Case) -> Readings | None:
    """ "There are procedures to safeguard your data", "there are measures in place"."""
    words, group = case.lexicon.tables.parties, case.group
    if (
        group.force
        or group.past
        or case.denied
        or not case.within(words.measure_nouns, 8, group.last)
    ):
        return None
    if not words.user_pronouns.isdisjoint(case.tokens.words[case.rest : case.rest + 12]):
        return None  # "there are steps that you can take"
    return case.one("company", "practice", "measures-exist")


def _has_it_done(case: Case) -> Readings | None:
    """ "Consumers can have this information corrected": a right, whoever does it."""
    rules, words = case.lexicon.tables.rules, case.tokens.words
    near = range(case.rest + 1, min(case.rest + 6, case.predication.end))
    done = (case.lexicon.forms.get(words[at], ("", BASE)) for at in near)
    changed = any(
        not form & BASE and lemma in rules.choosing | rules.configuring for lemma, form in done
    )
    free = case.role == "user" and changed and not case.denied
    return case.one("user", "permission", "can-have-it-done") if free else None


def _lemmas(case: Case) -> list[str]:
    """The base forms of the subject's words: "instructions for unsubscribing"."""
    return [case.lexicon.forms.get(word, (word,))[0] for word in case.named]


def _approved(case: Case) -> Readings | None:
    """ "Racism is not welcome", "it is not okay to lie", "spam is unacceptable"."""
    rules, group = case.lexicon.tables.rules, case.group
    if group.force not in _FORCES:
        return None
    bad = (group.adjective in rules.unapproved) != case.negated
    follows = case.infinitive()
    near = case.near(follows, 2)
    head = case.subject.head
    if head in case.lexicon.tables.parties.other_pronouns:
        if not near or head not in case.lexicon.tables.rules.expletives:
            return None
        return case.one("user", "prohibition" if bad else "permission", "is-approved", verb=follows)
    first = case.tokens.words[case.subject.start]
    doing = case.lexicon.forms.get(first, ("", 0))[1] & ING or first.endswith(
        case.lexicon.tables.grammar.gerund_suffixes
    )
    if case.role == "user" and not doing:
        you = head in case.lexicon.tables.parties.user_pronouns
        free = you and near and not bad
        return case.one("user", "permission", "is-approved", verb=follows) if free else None
    handed_in = head in rules.contributed
    strange = case.role == "service" and not case.subject.owned  # "sites that promote it"
    if not bad or case.subject.yours or not (case.role == "other" or doing or handed_in or strange):
        return None
    return case.one("user", "prohibition", "is-approved")


def _subject_to(case: Case) -> Readings | None:
    """ "Spam accounts are subject to termination", "transfers are subject to a contract"."""
    rules, semi = case.lexicon.tables.rules, case.lexicon.tables.periphrasis
    if case.negated or case.group.perfect:
        return None
    start = case.group.first
    secret = case.within(rules.secrecy, 8, start) and not case.group.force
    if case.role == "company":
        return case.one("company", "practice", "bound-to-secrecy") if secret else None
    if case.role == "third-party" and secret:
        return case.one("third-party", "obligation", "bound-to-secrecy")
    if case.says(rules.changeable) and case.role not in ("user", "third-party"):
        return case.one("company", "permission", "may-change")
    if case.within(semi.sanctions | rules.penalties, 7, start):
        return case.one("company", "permission", "sanction")
    if case.within(rules.oversight, 7, start) and case.group.force in (*_FORCES, "permit", "able"):
        return case.one("company", case.done, "subject-to-review")
    bound = not rules.acts.isdisjoint(case.named) and case.within(rules.papers, 7, start)
    if bound and case.group.force in _FORCES:
        return case.one("company", case.done, "subject-to-contract")
    return None


def _switched_on(case: Case) -> Readings | None:
    """ "Essential cookies are always active"."""
    rules = case.lexicon.tables.rules
    acts = rules.trackers | rules.acts
    force = case.group.force
    if force not in _FORCES or case.negated:
        return None
    if case.says(rules.preset) and (force or not acts.isdisjoint(case.named)):
        return case.one("company", case.done, "is-switched")  # "sharing is off by default"
    if acts.isdisjoint(case.named) or force:
        return None
    if rules.trackers.isdisjoint(case.named) or case.group.adjective in rules.switched_off:
        return None
    if case.rest < len(case.tokens) and case.tokens.flags[case.rest] & (PREPOSITION | DETERMINER):
        return None  # "is on a per-site basis"
    return case.one("company", "practice", "is-switched-on")


def _open_to(case: Case) -> Readings | None:
    """ "Your profile is available to anyone", "this is available to the recipient"."""
    tables = case.lexicon.tables
    rules, known = tables.rules, tables.parties
    named, parties = case.named, known.user_pronouns | known.user_possessives
    words = case.tokens.words
    marks = tables.grammar.infinitive_marks
    to = next(
        (at for at in range(case.rest, min(case.rest + 2, len(words))) if words[at] in marks), 0
    )
    if case.sole or case.limited():
        if case.role in ("service", "other") and not (case.negated or case.group.force):
            people = case.lexicon.tables.parties.user_nouns | rules.anybody_of_ours
            alone = case.word() in tables.grammar.limiters  # "available only to"
            if case.word(int(alone)) in marks and case.within(people, 5):
                return case.one("user", "prohibition", "only-open-to")  # "only available to adults"
        guarded = case.within(rules.keys) and case.role == "data" and not case.negated
        return case.one("company", "practice", "is-guarded") if guarded else None
    if not to or case.group.force or case.role not in ("data", "other"):
        return None
    if not known.user_pronouns.isdisjoint(words[to + 1 : to + 2]):
        return None  # "the right to object is available to you"
    pointing = len(named) == 1 and named[0] in tables.grammar.anaphoric
    shown = not parties.isdisjoint(named) or (pointing and case.within(rules.onlookers, 12))
    if not shown:
        return None
    return case.one("company", "prohibition" if case.denied else "practice", "is-open-to")


def _aimed(case: Case) -> Readings | None:
    """ "Adverts may be targeted to you", "are targeted to your interests"."""
    known = case.lexicon.tables.parties
    if case.role in ("company", "user", "third-party", "document") or case.negated:
        return None
    if not case.within(known.user_pronouns | known.user_possessives, 3):
        return None
    return case.one("company", case.done, "aimed-at-you")


def _not_suffered(case: Case) -> Readings | None:
    """ "We do not tolerate spam", "hate speech will not be accepted here": a ban on readers."""
    tables, group = case.lexicon.tables, case.group
    if group.perfect or group.force not in (None, "commit", "able"):
        return None
    if group.passive:
        here = group.lemma not in tables.rules.accepted or case.within(
            tables.rules.here, 3, group.last + 1
        )
        thing = case.role in ("other", "user", "data") or group.lemma in tables.rules.condemning
        thing = thing and case.agent() is None
        return case.one("user", "prohibition", "not-suffered") if here and thing else None
    if case.role != "company" or group.lemma in tables.rules.accepted:
        return None
    hard = group.lemma in tables.rules.condemning
    near = case.tokens.words[case.rest : case.rest + 5]
    gerunds = any(case.lexicon.forms.get(word, ("", 0))[1] & ING for word in near)
    thing = case.target.role in ("other", "user") and not about_data(case)
    thing = (thing or case.target.head in tables.rules.contributed) and not gerunds
    linked = case.infinitive() is not None and not hard
    if linked or not (thing or hard) or not tables.rules.acts.isdisjoint(near):
        return None
    return case.one("user", "prohibition", "not-suffered")


def _banned(case: Case) -> Readings | None:
    """ "We prohibit harassment", "these rules forbid the use of bots": a ban on readers."""
    tables, group = case.lexicon.tables, case.group
    if group.passive or group.perfect or group.force not in (None, "commit"):
        return None
    rules = tables.parties.company_possessives | tables.grammar.demonstratives
    ruled = case.role == "document" and case.predication.place == "main" and case.named[0] in rules
    alone = len(case.named) == 1 and case.named[0] in tables.grammar.demonstratives
    if case.role != "company" and not (ruled or (alone and group.force is None)):
        return None  # "the law prohibits"
    words = case.tokens.words[case.rest : case.rest + 12]
    if case.target.role in (
        "company",
        "third-party",
        "user",
    ) or not tables.rules.banned_from.isdisjoint(words):
        return None  # "we prohibit our staff from", "we will ban users who"
    ours = not tables.rules.acts.isdisjoint(words[:5]) and about_data(case)
    return case.one("company" if ours else "user", "prohibition", "banned")


def _reaches(case: Case) -> Readings | None:
    """ "Questions may be directed to us", "our office can be reached at": the reader may write."""
    tables, group, named = case.lexicon.tables, case.group, case.named
    rules = tables.rules
    if group.perfect or case.denied:
        return None
    lemma = case.lexicon.forms.get(group.adjective, (group.lemma,))[0]  # "directed" is both
    if lemma in rules.reaching:
        ours = case.role == "company" or not rules.reached.isdisjoint(named)
        return case.one("user", "permission", "can-be-reached") if ours else None
    sent = lemma in rules.putting and not rules.matters.isdisjoint(named)
    to = sent and case.word() in rules.towards
    return case.one("user", "permission", "may-be-sent-to-us") if to else None


def _left_to_reader(case: Case) -> Readings | None:
    """ "Your data can be deleted in your settings", "consent may be withdrawn at any time"."""
    tables, group, named = case.lexicon.tables, case.group, case.named
    rules = tables.rules
    if group.perfect or case.denied or case.role in ("company", "user", "third-party", "document"):
        return None
    agent = case.agent()
    if agent is not None and agent.role != "user":
        return None
    if (case.limited() or case.sole) and group.lemma in rules.seeing | rules.using:
        guarded = case.role == "data" and case.within(rules.keys)
        return case.one("company", "practice", "is-guarded") if guarded else None
    given = not rules.withdrawn.isdisjoint(named) and group.lemma in rules.withdrawing
    held = not case.lexicon.tables.parties.company_possessives.isdisjoint(named)
    given = given or (group.lemma in rules.claiming and not held and _is_right(case))
    if given:
        return case.one("user", "permission", "reader-can")
    ended = group.lemma in rules.ending and not rules.renewed.isdisjoint(named)
    if ended and case.subject.head not in case.lexicon.tables.rules.changed:
        return case.one("user", "permission", "reader-can")  # "subscriptions can be cancelled"
    returned = group.lemma in rules.given_back and case.role in ("other", "service")
    if returned and not case.subject.yours:
        return case.one("user", "permission", "reader-can")
    if group.force != "able" or (rules.choosing | rules.configuring).isdisjoint(group.verbs):
        return None
    theirs = case.role == "data" or case.subject.yours or not rules.trackers.isdisjoint(named)
    place = case.within(rules.reader_places, 14)
    return case.one("user", "permission", "reader-can") if theirs and place else None


def _is_right(case: Case) -> bool:
    """Is it "your rights", "the right of access" that is spoken of?"""
    rights = case.lexicon.tables.rules.listed_rights | case.lexicon.tables.rules.bare_rights
    return not rights.isdisjoint(case.tokens.words[case.subject.start : case.subject.start + 4])


def _lets_out(case: Case) -> Readings | None:
    """ "Our newsletters contain a link to unsubscribe": the publisher puts it there."""
    rules, end = case.lexicon.tables.rules, min(case.rest + 12, len(case.tokens))
    out = not rules.opting_out.isdisjoint(case.tokens.words[case.rest : end])
    mailed = not rules.mailings.isdisjoint(case.named)
    if case.group.passive:  # "instructions for unsubscribing are included in every e-mail"
        out, mailed = (
            not rules.opting_out.isdisjoint(_lemmas(case)), case.within(rules.mailings, 6)
        )  # fmt: skip
    return case.one("company", "practice", "contains-way-out") if out and mailed else None


def _shown(case: Case) -> Readings | None:
    """ "Every email will contain a link to opt out", "a notice will appear on our home page"."""
    tables, group, named = case.lexicon.tables, case.group, case.named
    rules, flags = tables.rules, case.tokens.flags
    if acting(case) is not None or group.perfect:
        return None
    foreign: Bearer = "company"
    for at in range(case.subject.start, group.first):
        if flags[at] & POSSESSIVE and not flags[at] & NO:
            whose = case.tokens.words[at]
            if whose in tables.parties.third_nouns or whose in case.parties.foreign:
                foreign = "third-party"
            elif whose in tables.parties.user_nouns | tables.parties.user_possessives:
                return None
    if group.lemma in rules.appearing and not group.passive:
        posted = not rules.posted.isdisjoint(named)
        return case.one(foreign, "obligation", "will-appear") if posted else None
    if group.passive and group.lemma in rules.enclosing and not rules.posted.isdisjoint(named):
        here = case.word() in rules.places and case.target.role != "document"
        return case.one(foreign, "obligation", "will-appear") if here else None
    mailed = not rules.mailings.isdisjoint(named)
    if mailed and not group.passive and group.lemma in rules.containing:
        return case.one(foreign, "obligation", "will-contain")
    sent = group.passive and group.lemma in rules.enclosing and case.within(rules.mailings, 6)
    return case.one("company", "obligation", "will-contain") if sent else None
