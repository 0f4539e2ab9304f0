"""Rules for verbs and nouns that deny by themselves: "will not stop", "no obligation", "waive".

Two negations affirm, and a denied duty is a liberty: what is denied decides, not that something is.
"""

from __future__ import annotations

from policydiff.model import Bearer, Modality
from policydiff.obligations.cases import Case, Readings, about_data, acting
from policydiff.obligations.lexicon import DETERMINER, ING, NEGATION, NO, POSSESSIVE, PRONOUN
from policydiff.obligations.parties import role_of


def not_ceasing(case: Case) -> Readings | None:
    """ "We will not stop selling it", "do not refrain from selling it": it is sold."""
    group, rules = case.group, case.lexicon.tables.rules
    if group.lemma not in case.lexicon.tables.verbs.ceasing or not case.negated or group.passive:
        return None
    actor = acting(case)
    at = case.rest + (case.word() in rules.source_marks)
    done = case.tokens.words[at] if at < len(case.tokens) else ""
    follows = at if case.lexicon.forms.get(done, ("", 0))[1] & ING else case.infinitive()
    if actor is None or follows is None or not case.near(follows, 3):
        return None
    if group.force in ("able", "hypothetical", "need"):
        return None
    if group.force:
        return case.one(actor, "obligation", "not-cease", verb=follows)
    if actor == "user" or group.kind == "imperative":
        return None
    verbs, verb = case.lexicon.tables.verbs, case.lexicon.forms.get(case.tokens.words[follows])
    lemma = verb[0] if verb else ""
    if lemma not in verbs.practice or (lemma in verbs.weak_practice and not about_data(case)):
        return ()  # "we never stop learning"
    return case.one(actor, "practice", "not-cease", verb=follows)


def ceased(case: Case) -> Readings | None:
    """ "We have stopped selling it", "we stopped selling it": it is sold no longer."""
    group = case.group
    if group.lemma not in case.lexicon.tables.verbs.ceasing or case.negated or group.modal:
        return None
    if not (group.perfect or group.past) or group.passive or acting(case) != "company":
        return None
    at = case.rest + (case.word() in case.lexicon.tables.grammar.infinitive_marks)
    form = case.lexicon.forms.get(case.tokens.words[at] if at < len(case.tokens) else "", ("", 0))
    verbs, nouns = case.lexicon.tables.verbs, case.lexicon.tables.rules.acts
    if case.word() in case.lexicon.tables.grammar.definite and case.word(1) in nouns:
        return case.one("company", "prohibition", "ceased", verb=case.rest + 1)
    if not (form[1] & ING or at > case.rest) or form[0] not in verbs.practice | verbs.other:
        return None
    return case.one("company", "prohibition", "ceased", verb=case.rest)


def not_hindered(case: Case) -> Readings | None:
    """ "We are not prevented from sharing it", "nothing prevents us from it": a liberty."""
    group, rules = case.group, case.lexicon.tables.rules
    if group.lemma not in rules.hindering or not case.negated:
        return None
    if group.passive:
        actor = acting(case)
        if actor is None or case.word() not in rules.source_marks:
            return None
        return case.one(actor, "permission", "not-hindered", verb=case.rest + 1)
    target = case.target
    if case.role not in ("other", "document") or target.role not in ("company", "user"):
        return None
    if target.end >= len(case.tokens) or case.tokens.words[target.end] not in rules.source_marks:
        return None
    holder: Bearer = "company" if target.role == "company" else "user"
    return case.one(holder, "permission", "not-hindered", verb=target.end + 1)


def denied_duty(case: Case) -> Readings | None:
    """ "There is no obligation to", "you are under no duty to": need not; "under a duty": must."""
    semi, rules = case.lexicon.tables.periphrasis, case.lexicon.tables.rules
    words, flags = case.tokens.words, case.tokens.flags
    at = case.rest
    duties = semi.have_obligation | rules.demands
    taken_on = case.group.lemma in rules.shouldering | case.lexicon.tables.verbs.promising
    if taken_on and flags[at : at + 1] and flags[at] & NO and acting(case):
        bearer = acting(case)
        if bearer != "company" or duties.isdisjoint(words[at : at + 4]):
            return None if bearer != "company" else _no_promise(case)
        return case.one("company", "disclaimer", "no-obligation", verb=case.infinitive())
    if case.group.lemma != "be":
        return None
    denied = case.negated or any(flag & NO for flag in flags[at : at + 2])
    if case.word() in rules.under and not duties.isdisjoint(words[at : at + 4]):
        bearer = acting(case)
        if bearer is None:
            return None
        if denied:
            modality: Modality = "disclaimer" if bearer == "company" else "permission"
            return case.one(bearer, modality, "no-obligation", verb=case.infinitive())
        return case.one(bearer, "obligation", "under-duty", verb=case.infinitive())
    expletive = case.subject.head in rules.expletives or case.role == "other"
    if not denied or not expletive or duties.isdisjoint(words[at : at + 4]):
        return None
    follows = case.infinitive()
    if follows is None:
        return None
    return case.one(_bound(case, at, follows) or "user", "permission", "no-duty", verb=follows)


def _no_promise(case: Case) -> Readings | None:
    """ "We commit to no deadline": no promise; what liability is denied with it is told elsewhere."""
    liable = case.lexicon.tables.periphrasis.liabilities
    promises = case.group.lemma in case.lexicon.tables.verbs.promising
    return () if promises and not case.within(liable, 6) else None


def _bound(case: Case, start: int, end: int) -> Bearer | None:
    """Who is named between the noun and its infinitive: "no obligation on us to"."""
    for index in range(start + 1, end):
        role = role_of(case.tokens, index, end, case.lexicon, case.parties).role
        if role in ("company", "user", "third-party"):
            return role
    return None


def no_claim(case: Case) -> Readings | None:
    """ "You shall have no claim against us": the publisher denies its liability."""
    words = case.tokens.words[case.rest : case.rest + 4]
    rules = case.lexicon.tables.rules
    if case.verb_final and case.negated and case.group.lemma in rules.existing:
        said = case.tokens.words[case.predication.start : case.predication.end]
        none = not rules.claims.isdisjoint(said)  # "es besteht kein Anspruch auf"
        return case.one("company", "disclaimer", "no-claim") if none else None
    if (
        case.group.lemma != "have"
        or acting(case) != "user"
        or case.lexicon.tables.rules.claims.isdisjoint(words)
        or not (case.negated or case.denied)
    ):
        return None
    return case.one("company", "disclaimer", "no-claim")


def withheld_grant(case: Case) -> Readings | None:
    """ "You grant us no licence", "you do not consent to the sale": no liberty of the publisher."""
    rules, group = case.lexicon.tables.rules, case.group
    if case.role != "user" or group.force or group.passive or not case.denied:
        return None
    if group.lemma not in rules.licensing | rules.agreeing_by_itself:
        return None
    return case.one("company", "prohibition", "not-granted")


def granted_licence(case: Case) -> Readings | None:
    """ "Permission is granted to copy it", "a licence to it is granted to us": whose it is then."""
    rules, group, parties = case.lexicon.tables.rules, case.group, case.lexicon.tables.parties
    marks = case.lexicon.tables.grammar.infinitive_marks
    given = group.passive and group.lemma in rules.licensing and group.force in (None, "commit")
    named = case.tokens.words[case.subject.start : group.first]
    if not given or rules.licences.isdisjoint(named) or case.denied:
        return None
    agent = case.agent()
    behind = case.tokens.words[case.rest : case.rest + 3]
    whom = behind[1:2] if behind[:1] and behind[0] in marks else []
    ours = parties.company_pronouns | case.parties.company
    if not ours.isdisjoint(whom) or (agent is not None and agent.role == "user"):
        return case.one("company", "permission", "granted-to")
    readers = not parties.user_pronouns.isdisjoint(whom)
    follows = case.infinitive()
    if readers or (follows is not None and case.near(follows, 3)):
        return case.one("user", "permission", "granted-to", verb=follows)
    return None


def renounced(case: Case) -> Readings | None:
    """ "You waive your right to a jury trial": who gives a right up must not use it."""
    rules, group = case.lexicon.tables.rules, case.group
    waives = group.lemma in rules.waiving or f"{group.lemma} {case.word()}" in rules.giving_up
    if not waives or group.passive:
        return None
    doing = group.kind == "be" and group.form & ING and not group.past  # "you are waiving"
    if group.force not in (None, "commit") or not (doing or group.kind in ("simple", "modal")):
        return None
    actor = acting(case)
    if actor is None or case.denied or not case.within(rules.waived, 10):
        return None
    return case.one(actor, "prohibition", "waives")


def kept_right(case: Case) -> Readings | None:
    """ "You keep all rights in your content", "you own it", "it belongs to you": by right."""
    rules, group = case.lexicon.tables.rules, case.group
    yours = case.lexicon.tables.parties.user_possessives
    if case.role == "data" and group.adjective in rules.owners and not case.negated:
        return case.one("user", "permission", "keeps-right")
    if case.role == "data" and group.lemma in rules.belonging and not group.force:
        at = case.rest + (case.word() in case.lexicon.tables.grammar.infinitive_marks)
        own = not case.lexicon.tables.rules.owners.isdisjoint(case.tokens.words[at : at + 1])
        if own and not case.denied and at + 2 >= case.predication.end:
            return case.one("user", "permission", "keeps-right")
    if case.role == "user" and group.lemma in rules.owning and group.force is None:
        # "you own what you write".
        whole = case.word() in case.lexicon.tables.grammar.question_words
        if not group.passive and (whole or case.within(rules.kept, 5) or case.within(yours, 3)):
            return case.one("user", "prohibition" if case.denied else "permission", "keeps-right")
        return None
    if case.role != "user" or group.lemma not in rules.keeping or group.passive:
        return None
    if group.force not in (None, "commit") or not case.within(rules.kept, 5):
        return None
    follows = case.infinitive()
    thing = DETERMINER | POSSESSIVE | PRONOUN  # "all rights to your photos"
    if follows is not None and not case.tokens.flags[follows] & thing:
        return None  # "you keep the right to object": a right to do something
    return case.one("user", "prohibition" if case.denied else "permission", "keeps-right")


def _ruled_that(case: Case) -> Readings | None:
    """ "It is our policy that messages contain a link": what is so by a rule of the publisher's own."""
    words, parties = case.tokens.words, case.lexicon.tables.parties
    at = next(
        (i for i in range(case.rest, min(case.rest + 3, len(words))) if words[i] == "that"), 0
    )
    named = words[case.group.last : at]
    ours = parties.company_possessives | case.parties.company
    ruled = not case.lexicon.tables.rules.own_rules.isdisjoint(named) and not ours.isdisjoint(named)
    if not at or not ruled or words[at + 1 : at + 2] == [] or case.negated:
        return None
    if words[at + 1] in parties.company_pronouns | parties.user_pronouns:
        return None  # "... that we delete it": read by itself
    return case.one("company", "practice", "own-rule")


def own_rule(case: Case) -> Readings | None:
    """ "It is our policy not to sell", "against our policy to": what the publisher (not) does."""
    rules, parties = case.lexicon.tables.rules, case.lexicon.tables.parties
    words = case.tokens.words
    follows = case.infinitive()
    if case.group.lemma != "be" or case.group.force:
        return None
    opposed = case.within(rules.opposed, 1) and case.within(rules.rulebooks, 4)
    doing = case.lexicon.forms.get(words[case.subject.start], ("", 0))[1] & ING
    if opposed and doing and not case.negated:
        verb = case.subject.start  # "scraping is against our rules"
        return case.one("user", "prohibition", "against-rules", verb=verb)
    if follows is None:
        return _ruled_that(case)
    if case.group.adjective in rules.conditional | case.lexicon.tables.periphrasis.inapplicable:
        return None  # "who breaks our policy is subject to", "our policy is intended to"
    named = words[case.rest : follows]
    if case.subject.head not in rules.expletives and not rules.own_rules.isdisjoint(named):
        return None
    if case.subject.head not in rules.expletives:
        named = words[case.subject.start : case.group.first]
        if not case.near(follows, 3) or not (rules.intents | rules.purposes).isdisjoint(named):
            return None  # "the aim of our policy is to"
    if words[follows] in rules.valuing:
        return ()  # "it is our policy to respect your privacy"
    ours = parties.company_possessives | case.parties.company
    ruled = {*words[case.group.last : follows]}
    broken = not (rules.opposed.isdisjoint(ruled) or rules.rulebooks.isdisjoint(ruled))
    if broken and case.subject.head in rules.expletives and not case.negated:
        return case.one("user", "prohibition", "against-rules", verb=follows)
    if case.group.adjective in case.parties.company:
        named = [case.group.adjective, *named]  # "it is not Acme's practice"
    if rules.own_rules.isdisjoint(named) or ours.isdisjoint(named):
        return None
    span = case.tokens.flags[case.group.first : follows + 1]
    against = not rules.opposed.isdisjoint(words[case.group.first : follows])
    denied = (sum(bool(flag & NEGATION) for flag in span) + against) % 2 == 1
    denied = denied or case.denied_after(follows)
    done: Modality = "practice"
    if case.says(case.lexicon.tables.periphrasis.discretion_phrases):
        done = "permission"
    return case.one("company", "prohibition" if denied else done, "own-rule", verb=follows)
