"""Rules for sentences whose subject is a thing: a fee, a subscription, consent, a profile, an act.

"A fee of $5 applies", "your plan renews", "your consent is required", "there will be no sale":
somebody is bound by each, though no party is its subject.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Bearer, Modality
from policydiff.obligations.cases import Case, Readings, about_data, acting
from policydiff.obligations.lexicon import ING, NO, POSSESSIVE, PREPOSITION

_SIDES: tuple[Bearer, ...] = ("company", "user")


def told_by_thing(case: Case) -> Readings | None:
    """The first of the readings below; cheap to refuse: each begins with its verb."""
    group, rules = case.group, case.lexicon.tables.rules
    lemma = group.lemma
    told = lemma in case.lexicon.thing_words or group.adjective in case.lexicon.thing_words
    if not told and case.word() not in rules.taking_place:
        return None
    if lemma in rules.renewing or lemma in rules.running_out:
        return _renewal(case)
    if lemma in rules.lasting and case.word() not in rules.taking_place:
        return _takes_time(case)
    if lemma in rules.applying or lemma in rules.incurring:
        return _fee(case)
    acted = lemma in rules.happening or (group.passive and lemma in rules.making)
    if acted or case.word() in rules.taking_place:
        return _act(case)
    stated = group.adjective in rules.exposed or group.adjective in rules.available
    needing = lemma in rules.requiring or lemma in case.lexicon.tables.verbs.needing
    if lemma == "be" or stated or needing or lemma in rules.staying:
        return _being(case)
    return None


def asks_for_data(case: Case) -> Readings | None:
    """ "Our online surveys ask visitors for their address": how the publisher collects it."""
    rules, group = case.lexicon.tables.rules, case.group
    if group.force or group.passive or group.lemma not in case.lexicon.tables.verbs.requests:
        return None
    at = case.target.end
    asked = case.role in ("other", "service") and case.target.role == "user" and not case.denied
    if not asked or case.tokens.words[at : at + 1] != [*rules.for_marks] or not about_data(case):
        return None
    return case.one("company", "practice", "asks-for-data")


def told_us(case: Case) -> Readings | None:
    """ "Your employer will provide us with your data", "the operator may send us what you gave it"."""
    rules, parties, group = case.lexicon.tables.rules, case.lexicon.tables.parties, case.group
    if group.lemma not in rules.handing_us or group.passive or group.perfect or case.verb_final:
        return None
    if group.force not in (None, "commit", "permit") or not _is_informant(case):
        return None
    recipients = case.tokens.words[case.rest : case.rest + 14]
    to_us = next((at for at, word in enumerate(recipients) if word in parties.company_pronouns), -1)
    handed = to_us == 0 or (to_us > 0 and recipients[to_us - 1] in rules.towards)
    known = case.named[-1] in rules.informants
    yours = case.within(parties.user_possessives | parties.user_pronouns, 14)
    if not handed or not (yours or (known and case.negated)):
        return None
    if not case.lexicon.tables.rules.senders.isdisjoint(case.named) and case.role != "user":
        told = case.reading("company", case.done, "sent-us")  # "your browser sends us your address"
        return (replace(told, verbs=("collect",)),)
    return case.one("third-party", case.done, "told-us")


def _is_informant(case: Case) -> bool:
    """Is the subject a person or firm other than the reader: "your bank", "the seller"?"""
    tables, named = case.lexicon.tables, _head_words(case)
    if case.subject.head in tables.parties.user_pronouns | tables.parties.company_pronouns:
        return False
    if len(named) < 2 or named[0] in tables.parties.company_possessives:
        return False
    agent = named[-1].endswith(tables.parties.agent_suffixes)
    agent = agent and named[-1] not in tables.parties.not_agents
    alone = agent or case.role == "user"
    definite = named[0] in tables.grammar.definite and alone
    yours = named[0] in tables.parties.user_possessives and (alone or case.role != "service")
    return named[-1] in tables.rules.informants or (
        (definite or yours) and case.role in ("user", "other", "company", "third-party")
    )


def _carries_tracker(case: Case) -> Readings | None:
    """ "Newsletters may contain pixels", "a pixel is embedded in our e-mails"."""
    rules, group = case.lexicon.tables.rules, case.group
    if group.force not in (None, "permit", "able", "commit") or group.perfect:
        return None
    if group.passive:
        laid = not rules.trackers.isdisjoint(case.named) and case.within(rules.mailings, 4)
        laid = laid and group.adjective in rules.built_in
    else:
        mine = case.lexicon.tables.parties.company_possessives
        shown = not (mine.isdisjoint(case.named) or rules.own_pages.isdisjoint(case.named))
        shown = shown or not rules.mailings.isdisjoint(case.named)
        laid = shown and case.within(rules.trackers, 7)
        laid = laid and group.lemma in rules.containing and case.role not in ("user", "third-party")
    return case.one("company", case.done, "carries-tracker") if laid else None


def serves_us(case: Case) -> Readings | None:
    """ "Cookies let us know you", "beacons are a way for us to count": how the publisher watches."""
    rules, tables, words = case.lexicon.tables.rules, case.lexicon.tables, case.tokens.words
    if (told := _carries_tracker(case)) is not None:
        return told
    lemma, ours = case.group.lemma, case.lexicon.tables.parties.company_pronouns
    watching = not rules.trackers.isdisjoint(case.named)
    helpful = case.role == "data" and lemma in rules.helping and not case.group.force
    if not (watching or helpful) or case.role in ("company", "user"):
        return None
    at = case.rest
    stated = not (case.group.force or case.group.passive or case.group.perfect)
    if stated and case.denied and lemma in rules.drawing and about_data(case):
        return case.one("company", "prohibition", "draws-no")
    mine = tables.parties.company_possessives
    if stated and case.denied and lemma in rules.harming and not mine.isdisjoint(case.named[:1]):
        return case.one("company", "prohibition", "draws-no")  # "our cookies do not damage"
    plain = stated and not case.denied
    ours_or_these = case.lexicon.tables.parties.company_possessives | tables.grammar.definite
    known = plain and not ours_or_these.isdisjoint(case.named[:1]) and case.group.kind == "simple"
    yours = case.within(tables.parties.user_possessives, 2)
    if known and lemma in rules.drawing | rules.bearing_data and (yours or about_data(case)):
        return case.one("company", "practice", "serves-us")  # "our cookies contain an identifier"
    if plain and lemma in rules.helping and case.word() in tables.grammar.infinitive_marks:
        return case.one("company", "practice", "serves-us", verb=at + 1)
    if plain and lemma in rules.gathering and case.group.kind == "simple" and about_data(case):
        return case.one("company", "practice", "serves-us")  # "the cookie collects your address"
    if lemma == "be" and not rules.ways.isdisjoint(words[at : at + 4]):
        at = next((i for i in range(at, min(at + 6, len(words))) if words[i] in ours), at)
    elif watching and plain and lemma in rules.telling_us and words[at : at + 1] != []:
        return case.one("company", "practice", "serves-us") if words[at] in ours else None
    elif lemma not in tables.verbs.enabling | rules.letting | rules.helping:
        return None
    if at + 1 >= len(words) or words[at] not in ours:
        return None
    if case.denied or case.group.force not in (None, "permit", "able"):
        return None
    verb = at + 1 + (words[at + 1] in tables.grammar.infinitive_marks)
    may = case.group.force == "permit"
    return case.one("company", "permission" if may else "practice", "serves-us", verb=verb)


def works_by(case: Case) -> Readings | None:
    """ "The tool helps users find abuse by scanning their photos": what it does to find it."""
    rules, grammar, verbs = (
        case.lexicon.tables.rules, case.lexicon.tables.grammar, case.lexicon.tables.verbs
    )  # fmt: skip
    if case.group.lemma not in rules.helping | rules.safeguarding or case.group.kind != "simple":
        return None
    if case.role not in ("service", "other", "measure") or case.denied:
        return None
    words = case.tokens.words
    for at in range(case.rest, min(case.predication.end - 1, case.rest + 14)):
        lemma, form = case.lexicon.forms.get(words[at + 1], ("", 0))
        if words[at] in grammar.agent_marks and form & ING:
            known = lemma in verbs.practice - verbs.weak_practice | rules.watching
            return case.one("company", "practice", "works-by", verb=at + 1) if known else None
    return None


def _head_words(case: Case) -> list[str]:
    """The words of the subject before its first preposition."""
    named, flags = case.named, case.tokens.flags[case.subject.start :]
    ends = next((at for at in range(len(named)) if flags[at] & PREPOSITION), len(named))
    return named[:ends]


def _renewal(case: Case) -> Readings | None:
    """ "Your subscription renews unless you cancel", "credits expire after a year"."""
    rules = case.lexicon.tables.rules
    if acting(case) in ("user", "third-party") or case.role == "company":
        return None
    if case.group.force in ("hypothetical", "advise", "need"):
        return None
    if case.group.lemma in rules.running_out:
        timed = case.within(case.lexicon.time_words, 10)
        return case.one("company", case.done, "expires") if timed and not case.denied else None
    if rules.renewed.isdisjoint(case.named) or case.agent() is not None:
        return None
    return case.one("company", case.done, "renews")


def _takes_time(case: Case) -> Readings | None:
    """ "It may take up to 30 days to delete your data", "deletion may take a week"."""
    rules, verbs, follows = case.lexicon.tables.rules, case.lexicon.tables.verbs, case.act_in_time()
    if case.group.force not in ("permit", "able") or case.denied or case.group.perfect:
        return None
    if not case.within(case.lexicon.time_words, 8):
        return None
    if case.subject.head in rules.expletives and follows is not None:
        lemma = case.lexicon.forms.get(case.tokens.words[follows], ("", 0))[0]
        known = verbs.practice - verbs.weak_practice | rules.answering
        return (
            case.one("company", "permission", "takes-time", verb=follows)
            if lemma in known
            else None
        )
    acted = not rules.acts.isdisjoint(case.named[:3])
    return case.one("company", "permission", "takes-time") if acted else None


def _fee(case: Case) -> Readings | None:
    """ "A fee of $5 applies", "late payments incur a fee": the reader pays it."""
    rules = case.lexicon.tables.rules
    actor = acting(case)
    if actor is not None and case.role != "service":
        return None
    if case.group.lemma in rules.applying:
        paid = not rules.costs.isdisjoint(case.named)
    else:
        paid = case.within(rules.costs, 6)
    if not paid or case.group.force in ("hypothetical", "advise"):
        return None
    if case.denied:
        return case.one("company", "prohibition", "no-fee")
    if case.group.force in ("permit", "able"):
        return case.one("company", "permission", "fee-may-apply")
    return case.one("user", "obligation", "fee-applies")


def _act(case: Case) -> Readings | None:
    """ "No sale of your data takes place", "no attempt is made to identify you": told by its noun."""
    rules, follows = case.lexicon.tables.rules, case.infinitive()
    if not case.verb_final and follows and not rules.attempts.isdisjoint(_head_words(case)):
        lemma = case.lexicon.forms.get(case.tokens.words[follows], ("",))[0]
        known = lemma in case.lexicon.tables.verbs.practice and acting(case) is None
        return case.one("company", case.done, "attempt-made", verb=follows) if known else None
    if case.verb_final or rules.acts.isdisjoint(_head_words(case)) or acting(case) == "user":
        return None
    return case.one("company", case.done, "act-happens")


def _being(case: Case) -> Readings | None:
    """What is (not) required, (not) visible, or (not) there at all."""
    lexicon, rules = case.lexicon, case.lexicon.tables.rules
    if case.verb_final or case.group.force in ("hypothetical", "advise"):
        return None
    yours = lexicon.tables.parties.user_possessives
    needing = case.group.lemma in lexicon.tables.verbs.needing | rules.requiring
    acted = not rules.acts.isdisjoint(_head_words(case))  # "sharing it needs your permission"
    if needing and (case.role == "company" or acted) and not case.group.passive:
        near = case.tokens.words[case.rest : case.rest + 6]
        at = next((i for i, word in enumerate(near) if word in rules.licences), None)
        if at is None or yours.isdisjoint(near[:at]):
            return None
        return _consent(case)
    named = case.named
    if acting(case) is None and (told := _priced(case, named)) is not None:
        return told
    required = case.group.adjective in rules.requisite
    licence = not rules.licences.isdisjoint(named)  # "consent is not required as a condition of"
    if required and case.negated and licence and case.within(rules.preconditions, 4):
        return case.one("user", "permission", "no-precondition")
    if required and not rules.licences.isdisjoint(named[1:]) and not yours.isdisjoint(named):
        return _consent(case)
    if case.group.adjective in rules.asked_for and not yours.isdisjoint(named):
        asked = not rules.licences.isdisjoint(named)  # "your approval will be requested"
        return case.one("company", case.done, "consent-asked") if asked else None
    if needing:
        return None
    if case.subject.head in rules.expletives and case.group.lemma == "be":
        return _there_is(case)
    staying = case.group.lemma in rules.staying
    state = case.word() if staying else case.group.adjective
    yours |= lexicon.tables.parties.user_pronouns  # "everything you post is public"
    if case.role not in ("data", "other") or yours.isdisjoint(named):
        return None
    near = case.tokens.words[case.group.first : case.group.last + 4]
    opened = case.group.passive and case.group.lemma in rules.making  # "is made available"
    opened = opened or state in rules.made_available
    if state in rules.exposed or (opened and not rules.publicly.isdisjoint(near)):
        return case.one("company", case.done, "is-visible")
    return (
        case.one("company", case.done, "is-hidden")
        if state in rules.concealed and not case.denied
        else None
    )


def _priced(case: Case, named: list[str]) -> Readings | None:
    """ "Payment is due within 30 days", "prices are subject to change", "no refunds are available"."""
    rules, word = case.lexicon.tables.rules, case.group.adjective
    if word in rules.payable and not case.negated and case.group.force in (None, "commit"):
        owed = not (rules.costs | rules.paid | rules.amounts | rules.renewed).isdisjoint(named)
        return case.one("user", "obligation", "is-due") if owed else None
    if case.negated and word in rules.available and not rules.refunds.isdisjoint(named):
        return case.one("company", "prohibition", "withheld")
    given_back = not rules.refunds.isdisjoint((named[0], named[-1])) if named else False
    if word in rules.available and given_back and not case.group.force:
        return case.one("company", "practice", "refundable")  # "refunds are available within"
    return None


def _consent(case: Case) -> Readings:
    """Who needs consent must not act without it."""
    if case.negated:
        return case.one("company", "permission", "consent-not-needed")
    return case.one("company", "prohibition", "consent-needed")


def _there_is(case: Case) -> Readings | None:
    """ "There will be no sale of your data", "there is no way for us to restore it"."""
    rules = case.lexicon.tables.rules
    words, flags, at = case.tokens.words, case.tokens.flags, case.rest
    if at >= len(words) or not (flags[at] & NO or case.negated):
        necessary = case.group.adjective in rules.requisite and case.group.force == "permit"
        follows = case.infinitive()
        if not necessary or follows is None:
            return None
        form = case.lexicon.forms.get(words[follows], ("", 0))
        ours = not case.lexicon.tables.parties.company_pronouns.isdisjoint(words[at:follows])
        if not ours and (form[0] not in case.lexicon.tables.verbs.practice or not about_data(case)):
            return None
        return case.one("company", "permission", "may-be-necessary", verb=follows)
    near = words[at : at + 4]
    if not rules.acts.isdisjoint(near) and about_data(case):
        return case.one("company", "prohibition", "no-act")
    if not rules.refunds.isdisjoint(near) or not rules.costs.isdisjoint(near):
        return case.one("company", "prohibition", "withheld")
    if not (rules.assurances | rules.ways).isdisjoint(near):
        return case.one("company", "disclaimer", "no-way")
    return None


def between_parties(case: Case) -> Readings | None:
    """ "Any dispute will be settled in Kiel", "notices must be in writing", "the audit shall not".

    Courts and forms bind both sides; an audit that was spoken of binds the reader, who has it done.
    """
    rules, group = case.lexicon.tables.rules, case.group
    if group.force not in ("commit", "require") or group.perfect or case.nobody:
        return None
    named = {*case.named}
    modality: Modality = "prohibition" if case.denied else "obligation"
    parties = case.lexicon.tables.parties
    agent = case.agent()
    settled = group.passive and group.lemma in rules.settling
    settled = settled and (agent is None or agent.role == "third-party")  # "by the courts"
    written = group.lemma == "be" and case.says(rules.in_writing)
    if (settled and not named.isdisjoint(rules.disputes)) or (
        written and not named.isdisjoint(rules.communications)
    ):
        if not named.isdisjoint(parties.company_pronouns | parties.user_possessives):
            return None  # "your notice to us"
        with_others = case.within(rules.amid, 2) and case.within(parties.user_pronouns, 5)
        if with_others and not case.within(parties.company_pronouns | case.parties.company, 9):
            return case.one("user", modality, "binds-both")  # "resolved between you and the seller"
        return tuple(case.reading(side, modality, "binds-both") for side in _SIDES)
    known = case.lexicon.tables.grammar.definite | case.lexicon.tables.grammar.anaphoric
    definite = case.tokens.words[case.subject.start] in known
    if rules.inspections.isdisjoint(_head_words(case)) or not definite:
        return None
    if case.role not in ("other", "data") or not parties.company_possessives.isdisjoint(named):
        return None
    if agent is not None or not named.isdisjoint(rules.communications):
        return None
    return case.one("user", modality, "audit-binds")


def owned_duty(case: Case) -> Readings | None:
    """ "It is our responsibility to protect it", "keeping it safe is your responsibility"."""
    duties, parties = case.lexicon.tables.periphrasis.have_obligation, case.lexicon.tables.parties
    taken = case.group.lemma in case.lexicon.tables.rules.taking_on and not case.group.passive
    if taken and case.within(duties, 3) and not case.group.force:
        bearer = acting(case)  # "you bear the responsibility for your content"
        if bearer == "user" and case.denied:
            return case.one("user", "permission", "not-responsible")
        return case.one(bearer, "obligation", "owned-duty") if bearer and not case.denied else None
    if case.group.lemma != "be" or case.group.force in ("hypothetical", "need"):
        return None
    words, start = case.tokens.words, case.group.first
    at = next((i for i in range(start, min(start + 7, len(words))) if words[i] in duties), None)
    if at is None:
        return None
    owner: Bearer | None = None
    # "it is the user's responsibility".
    users = any(
        case.tokens.flags[i] & POSSESSIVE and words[i] in parties.user_nouns
        for i in range(start, at)
    )
    if users or not parties.user_possessives.isdisjoint(words[start:at]):
        owner = "user"
    elif not (parties.company_possessives | case.parties.company).isdisjoint(words[start:at]):
        owner = "company"
    subject = words[case.subject.start]
    gerund = case.lexicon.forms.get(subject, ("", 0))[1] & ING
    follows = case.infinitive()
    if owner is None or not (gerund or follows is not None):
        return None
    if case.negated:
        done: Modality = "disclaimer" if owner == "company" else "permission"
    else:
        done = "obligation"
    verb = follows if follows is not None and not gerund else case.subject.start
    return case.one(owner, done, "owned-duty", verb=verb)


def disavowed(case: Case) -> Readings | None:
    """ "We have no plans to sell it", "we are not in the business of selling it"."""
    rules, words = case.lexicon.tables.rules, case.tokens.words
    if case.group.lemma not in ("have", "be") or case.group.force or acting(case) != "company":
        return None
    if not case.denied or case.role != "company":
        return None
    near = range(case.group.first, min(case.group.first + 7, len(words) - 2))
    for at in near:
        if words[at] not in rules.designs:
            continue
        form = case.lexicon.forms.get(words[at + 2], ("", 0))
        known = case.lexicon.tables.verbs.practice | case.lexicon.tables.verbs.other
        if form[0] in known and not case.tokens.flags[at + 2] & NO:
            return case.one("company", "prohibition", "disavows", verb=at + 2)
    return None
