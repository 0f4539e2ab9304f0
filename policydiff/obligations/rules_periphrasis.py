"""Rules for modality without a modal verb: "is required to", "have the right to", "need to".

Source: Quirk et al. 1985, 3.40 to 3.46 (semi-auxiliaries).
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Bearer, Modality
from policydiff.obligations.cases import (
    LEAD_IN,
    Case,
    Readings,
    about_data,
    acting,
    names_the_young,
)
from policydiff.obligations.lexicon import (
    BASE,
    DETERMINER,
    ING,
    NO,
    PARTICIPLE,
    POSSESSIVE,
)
from policydiff.obligations.parties import role_of


def have_right(case: Case) -> Readings | None:
    """ "have the right to", "reserve the right", "are entitled to", "it is your responsibility"."""
    semi = case.lexicon.tables.periphrasis
    group = case.group
    bearer = acting(case)
    near = frozenset(case.tokens.words[case.rest : case.rest + 5])
    rights = near & semi.have_permission
    outright = group.lemma in case.lexicon.tables.rules.reserving
    upheld = group.lemma in case.lexicon.tables.rules.upholding
    if upheld and (group.force or case.infinitive() is None):
        rights = frozenset()  # "you will maintain all rights in your posts"
    if (outright or (group.lemma in semi.reserve and rights)) and bearer:
        if not outright and case.infinitive() is None and not _right_to(case):
            if group.lemma in case.lexicon.tables.rules.upholding:
                return None  # "we maintain records of your choices"
            return ()  # "we retain all rights in the app": whose they are, not what may be done
        if case.negated:
            return case.one(bearer, "prohibition", "no-right", verb=case.infinitive())
        return case.one(bearer, "permission", "reserve-right", verb=case.infinitive())
    rules = case.lexicon.tables.rules
    if group.lemma in rules.lacking and bearer and rights and not group.passive:
        held = case.negated  # "we do not lack the right"
        modality: Modality = "permission" if held else "prohibition"
        return case.one(bearer, modality, "lacks-right", verb=case.infinitive())
    if group.lemma == "have" and bearer and near & rules.no_choice and _no_choice(case):
        modality = "permission" if group.force == "permit" else "obligation"
        return case.one(bearer, modality, "no-choice", verb=case.infinitive())
    if group.lemma == "have" and bearer and rights and group.force in ("require", "advise"):
        return case.one(bearer, "obligation", "must-have")
    enjoyed = group.lemma in rules.enjoying and not group.passive and bearer == "user"
    if enjoyed and rights and not (case.negated or group.force):
        return case.one("user", "permission", "have-right", verb=case.infinitive())
    if bearer == "third-party" and not near.isdisjoint(rules.options) and group.lemma == "have":
        return ()  # "most browsers have options that let you"
    if group.lemma == "have" and bearer and rights:
        if case.negated or case.tokens.flags[case.rest] & NO:
            follows = case.infinitive()
            form = case.lexicon.forms.get(case.tokens.words[follows or 0], ("", 0))[1]
            bare = follows is None or not form & BASE
            if bearer == "user" and bare and case.word() in rules.some:
                return ()  # "you do not have any rights in our logo": whose they are
            return case.one(bearer, "prohibition", "no-right", verb=case.infinitive())
        return case.one(bearer, "permission", "have-right", verb=case.infinitive())
    if group.lemma == "have" and bearer and not case.denied and (act := case.act_in_time()):
        modality = "permission" if bearer == "user" else "obligation"
        return case.one(bearer, modality, "has-time", verb=act)
    if group.lemma == "have" and bearer and near & semi.have_obligation:
        if case.negated or case.tokens.flags[case.rest] & NO:
            modality = "disclaimer" if bearer == "company" else "permission"
            return case.one(bearer, modality, "no-duty", verb=case.infinitive())
        if group.force == "permit":
            return case.one(bearer, "permission", "may-have-duty", verb=case.infinitive())
        return case.one(bearer, "obligation", "have-duty", verb=case.infinitive())
    pointed = case.subject.head in case.lexicon.tables.grammar.plural_anaphors
    if group.lemma == "be" and near & semi.have_obligation and case.role == "other" and not pointed:
        for index in range(group.last, min(len(case.tokens), group.last + 10)):
            found = role_of(
                case.tokens, index, min(index + 4, len(case.tokens)), case.lexicon, case.parties
            )
            if found.role == "user" or case.tokens.words[index] in (
                case.lexicon.tables.parties.user_possessives
            ):
                return case.one("user", "obligation", "responsibility-of", verb=case.infinitive())
            if found.role == "company":
                return case.one("company", "obligation", "responsibility-of")
    given = group.passive and group.lemma in case.lexicon.tables.verbs.granting
    given = given and not case.negated
    if case.role == "user" and given and not group.force and case.within(rules.notices, 4):
        return case.one("company", "practice", "is-done")  # "guests are given prior notice"
    offered = (
        case.role == "user" and given and case.within(semi.have_permission | rules.licences, 9)
    )
    if offered and group.force == "commit" and case.within(rules.options, 5):
        return case.one("company", "obligation", "will-give-option", verb=case.infinitive())
    if offered:
        return case.one("user", "permission", "given-option", verb=case.infinitive())
    return None


def _is_doing(case: Case) -> bool:
    """Is the subject an act, and the service what it is done to: "(reverse) engineering the app"?"""
    forms, start = case.lexicon.forms, case.subject.start
    words, flags = case.tokens.words[start : start + 2], case.tokens.flags
    if any(forms.get(word, ("", 0))[1] & ING for word in words):
        return True
    suffixes = case.lexicon.tables.grammar.gerund_suffixes
    bare = words and not flags[start] & (DETERMINER | POSSESSIVE)
    return bool(bare) and words[-1].endswith(suffixes)


def _no_choice(case: Case) -> bool:
    """ "We have no choice but to disclose it": a duty."""
    grammar = case.lexicon.tables.grammar
    denied = case.negated or case.tokens.flags[case.rest] & NO
    return bool(denied) and case.within(grammar.adversatives | grammar.excepting, 5)


def be_semi_auxiliary(case: Case) -> Readings | None:
    """ "is required to", "are entitled to", "is prohibited from", "are responsible for".

    "You are required to:" has no action of its own, and lends the items what it says.
    """
    readings = _semi_auxiliary(case)
    if not readings or case.opens_list is None or case.verb_final:
        return readings
    return tuple(replace(reading, rule=LEAD_IN) for reading in readings)


def _semi_auxiliary(case: Case) -> Readings | None:
    semi, rules = case.lexicon.tables.periphrasis, case.lexicon.tables.rules
    group = case.group
    word = group.adjective
    if not word or word not in case.lexicon.semi_auxiliaries:
        return None
    if word in rules.refundable and not case.verb_final and acting(case) is None:
        only = (case.sole or case.limited()) and not case.negated  # "only unused tickets are"
        return case.one("company", "prohibition" if only else case.done, "refundable")
    if word in semi.be_withheld:
        return () if case.negated else case.one("company", "prohibition", "withheld")
    bearer = acting(case)
    if case.role == "service" and _is_doing(case):
        bearer = None  # "copying the software is not permitted"
    follows = case.infinitive()
    by = case.lexicon.tables.grammar.agent_marks | rules.under
    to_do = case.near(follows, 8 if case.word() in by else 3)  # "required by law to"
    to_do = to_do or case.opens_list is not None
    if group.force == "hypothetical":
        return ()
    things = case.role in ("service", "company", "document", "measure")
    young = case.negated and bearer is None and names_the_young(case)
    if word in semi.inapplicable and (things or young):
        if case.negated and names_the_young(case):
            return case.one("company", "prohibition", "not-directed-to")
        return ()
    if word in semi.be_unable or (word in rules.able and case.negated):
        if bearer == "company" and group.force not in ("permit", "able", "commit"):
            return case.one("company", "disclaimer", "unable")
        if bearer == "third-party" and word in rules.able and to_do and about_data(case):
            return case.one(bearer, "prohibition", "not-able", verb=follows)
        return ()
    if word in semi.be_request:
        return _requested(case, bearer, follows, to_do)
    if bearer is None and case.verb_final:
        # "Unseren Mitarbeitern ist es untersagt": who stands first, in the dative
        first = role_of(
            case.tokens, case.predication.start, group.first, case.lexicon, case.parties
        )
        bearer = first.role if first.role in ("company", "user", "third-party") else None
    if bearer is None and case.word() in rules.for_marks and follows is not None:
        named = role_of(case.tokens, case.rest + 1, follows, case.lexicon, case.parties)
        if named.role in ("company", "user", "third-party"):
            bearer = named.role
            to_do = True  # "it is forbidden for us to"
    if word in rules.confined and case.role == "data" and not (case.negated or group.force):
        return case.one("company", "practice", "confines-access")  # "… in our offices"
    if word in semi.be_prohibition:
        return _prohibited(case, bearer, follows)
    if word in semi.be_permission:
        return _permitted(case, bearer, follows, to_do)
    return _obliged(case, bearer, follows, to_do) if word in semi.be_obligation else None


def _requested(
    case: Case, bearer: Bearer | None, follows: int | None, to_do: bool
) -> Readings | None:
    """ "You are asked to", "we may be asked to", "you will never be asked for": `to_do` tells of an act."""
    group, rules = case.group, case.lexicon.tables.rules
    if bearer is None and group.force in ("permit", "able") and group.adjective in rules.asked_for:
        back = not rules.refunds.isdisjoint(case.named) and not case.negated
        if back and case.agent() is None:
            return case.one("user", "permission", "may-be")  # "refunds may be requested"
    if bearer is None and case.role == "data" and not to_do and group.adjective in rules.asked_for:
        return case.one("company", case.done, "asked-for-data")  # "your name may be requested"
    asks = group.modal and not to_do and case.word() in rules.for_marks
    if bearer == "user" and (case.negated or (asks and group.force == "commit")):
        # "You will never be asked for your password", "you will be asked for your consent".
        told: Modality = "prohibition" if case.negated else "obligation"
        return case.one("company", told, "asked-for", verb=group.last)
    if bearer == "user" and (to_do or group.modal):
        modality: Modality = "prohibition" if case.infinitive_negated() else "obligation"
        return case.one("user", modality, "requested", verb=follows, strength="weak")
    if bearer in ("company", "third-party") and to_do and not case.negated:
        return case.one(bearer, "obligation", "requested", verb=follows, strength="weak")
    return None


def _prohibited(case: Case, bearer: Bearer | None, follows: int | None) -> Readings | None:
    """ "We are prohibited from selling it", "sharing is forbidden"."""
    word, rules = case.group.adjective, case.lexicon.tables.rules
    ousted = bearer == "user" and word in rules.ousted and case.group.force is not None
    if ousted and not case.negated and not case.within(rules.source_marks, 2):
        return case.one("company", "permission", "sanction")  # "who breaks them will be banned"
    if bearer is None or (bearer == "company" and case.role == "service"):
        return () if case.negated else case.one("user", "prohibition", "prohibited")
    if case.negated:
        done = case.lexicon.forms.get(case.tokens.words[follows or 0], ("", 0))[1] & BASE
        if word in rules.confined and not done and case.word() not in rules.source_marks:
            return ()  # "include but are not restricted to the police"
        return case.one(bearer, "permission", "not-prohibited")
    return case.one(bearer, "prohibition", "prohibited", strength="strong")


def _permitted(
    case: Case, bearer: Bearer | None, follows: int | None, to_do: bool
) -> Readings | None:
    """ "You are allowed to", "sharing is permitted", "we will be able to"."""
    group, word, rules = case.group, case.group.adjective, case.lexicon.tables.rules
    if not to_do and word not in rules.entitled:
        # "Harassing users is never tolerated", "hate groups are not permitted on our site"
        there = bearer in ("user", "third-party") and case.word() in rules.places
        suffered = case.lexicon.forms.get(word, ("", 0))[0] in rules.condemning
        banned = bearer is None or suffered or there
        if banned and word in rules.allowed and case.negated:
            return case.one("user", "prohibition", "not-allowed")
        if bearer is None and word in rules.allowed and case.limited():
            return ()  # "is only permitted with consent": a ban of whoever does it
        if bearer is None and word in rules.allowed and not group.force:
            return case.one("user", "permission", "is-allowed")  # "sharing is allowed"
        return () if bearer != "user" else None
    if bearer is None:
        if case.negated:
            yours = case.lexicon.tables.parties.user_possessives
            theirs = case.subject.owned and case.within(yours, 6, follows or case.rest)
            # "the printer may not keep your".
            whom: Bearer = "third-party" if theirs else "user"
            return case.one(whom, "prohibition", "not-allowed", verb=follows)
        return ()
    if case.negated:
        return case.one(bearer, "prohibition", "not-allowed", verb=follows)
    if word in rules.able and bearer == "company":
        lemma = case.lexicon.forms.get(case.tokens.words[follows or 0], ("", 0))[0]
        known = case.lexicon.tables.verbs.practice | rules.seeing
        done = to_do and (lemma in known or not lemma) and about_data(case)
        if not done or group.force != "commit":
            return ()
        if case.sole:
            return case.one("company", "prohibition", "able-only", verb=follows)
        return case.one("company", "permission", "able", verb=follows)
    if word in rules.able and group.force == "permit":
        lemma = case.tokens.words[follows] if follows is not None else ""
        if bearer != "user" or lemma not in rules.choosing:
            return ()
    lemma = case.lexicon.forms.get(case.tokens.words[follows or 0], ("", 0))[0]
    onlookers = (
        rules.onlookers | rules.peers | case.lexicon.tables.grammar.excepting
    )  # "other users"
    named = case.tokens.words[case.subject.start : case.subject.end]
    seen = lemma in rules.seeing | rules.reaching_people and not onlookers.isdisjoint(named)
    if (
        seen
        and bearer == "user"
        and case.within(case.lexicon.tables.parties.user_possessives, 4, follows)
    ):
        return case.one("third-party", "permission", "open-to-others", verb=follows)
    yours = case.lexicon.tables.parties.user_possessives | rules.handed_data
    if word in rules.able and bearer == "third-party" and not case.within(yours):
        return ()  # "publishers are able to offer it for free": no liberty
    return case.one(bearer, "permission", "entitled", verb=follows)


def _obliged(
    case: Case, bearer: Bearer | None, follows: int | None, to_do: bool
) -> Readings | None:
    """ "You are required to", "we are responsible for", "consent is required"."""
    group, word, rules = case.group, case.group.adjective, case.lexicon.tables.rules
    for_ = not rules.for_marks.isdisjoint((case.word(), case.word(1), case.word(2)))
    # "remains liable to you if".
    owed = case.word() in case.lexicon.tables.grammar.infinitive_marks and (
        role_of(case.tokens, case.rest + 1, case.rest + 3, case.lexicon, case.parties).role
        in ("company", "user")
    )
    if word in rules.bound_for and not (for_ or owed):
        return None
    if word in rules.expected and not to_do:
        return None
    if word in rules.responsible and not (for_ or to_do):
        return None
    if word in rules.required and not to_do and not for_:
        # "consent is required", "as required by law"
        return _required_thing(case)
    if bearer is None and word in rules.required:
        return _required_thing(case)
    if bearer is None or case.role == "service":
        if case.negated or not to_do or case.role != "service":
            return ()
        bearer = "company"
    if case.negated:
        if bearer == "company":
            return case.one("company", "disclaimer", "not-obliged", verb=follows)
        return case.one(bearer, "permission", "not-required", verb=follows)
    weak = group.force in ("permit", "able")
    modality: Modality = "prohibition" if to_do and case.infinitive_negated() else "obligation"
    if weak and bearer == "company" and word not in rules.responsible:
        return case.one("company", "permission", "may-be-required", verb=follows)
    return case.one(
        bearer, modality, "required", verb=follows if to_do else None,
        strength="weak" if weak else None,
    )  # fmt: skip


def be_adjective(case: Case) -> Readings | None:
    """ "is optional", "is final", "is limited to": what a thing is, and so what somebody may do."""
    rules, word = case.lexicon.tables.rules, case.group.adjective
    named = case.named
    if (told := _stated(case, named)) is not None:
        return told
    asked = word in rules.requisite and case.subject.head in rules.expletives
    if asked and case.word() in rules.for_marks and not case.group.force:
        follows = case.infinitive()
        known = case.lexicon.tables.parties.user_pronouns
        if follows is not None and case.word(1) in known:
            need: Modality = "permission" if case.negated else "obligation"
            return case.one("user", need, "necessary-for-you", verb=follows)
    if word in rules.requisite and not (case.negated or case.group.force) and named:
        of_you = named[0] in case.lexicon.tables.parties.user_possessives
        if of_you and not rules.replies.isdisjoint(named):
            return case.one("user", "obligation", "necessary-of-you")
    needless = word in rules.requisite and case.negated and not case.group.force
    if needless and not (rules.demanded | rules.memberships).isdisjoint(named):
        return case.one("user", "permission", "not-required")  # "no account is needed"
    if word in rules.set_to and case.role in ("company", "service") and not case.group.force:
        follows = case.infinitive()
        done: Modality = "prohibition" if case.negated else "practice"
        return case.one("company", done, "is-set-to", verb=follows) if follows else None
    if word in rules.confined:
        return _confined(case)
    if not word or case.group.lemma != "be":
        return None
    veiled = case.lexicon.forms.get(case.word(), ("", 0))
    ours = case.role in ("service", "data") and (case.subject.owned or case.subject.yours)
    if ours and veiled[0] in rules.shielding and veiled[1] & PARTICIPLE and not case.group.force:
        # "Our servers are password protected"
        return case.one("company", "prohibition" if case.denied else "practice", "is-protected")
    if word in rules.made_available and case.group.force == "commit":
        yours = case.lexicon.tables.parties.user_possessives
        shown = case.role == "data" or case.subject.yours
        if case.denied and not case.subject.yours:
            return None  # "personal data will no longer be accessible": what is left of it
        if shown or (case.role == "document" and case.within(yours, 4)):
            return case.one(
                "company", "prohibition" if case.denied else "obligation", "will-be-there"
            )
    supplied = case.lexicon.forms.get(named[0] if named else "", ("", 0))
    asked = bool(supplied[1] & ING) and supplied[0] in rules.supplying and word in rules.required
    if word in rules.optional | rules.mandatory or (asked and case.infinitive() is None):
        return _left_free(case)
    if word in rules.possible:
        return _possible(case)
    if word in rules.final and not case.negated and not rules.paid.isdisjoint(named):
        return case.one("company", "prohibition", "withheld")
    return None


def _stated(case: Case, named: list[str]) -> Readings | None:
    """ "The retention period is 12 months", "our maximum liability is $100"."""
    rules, start = case.lexicon.tables.rules, case.group.first + 1
    if case.group.lemma != "be" or case.group.force or case.negated:
        return None
    if not rules.kept_for.isdisjoint(named) and case.within(case.lexicon.time_words, 8, start):
        return case.one("company", "practice", "states-period")
    caps = not case.lexicon.tables.periphrasis.liabilities.isdisjoint(named)
    end = case.predication.end
    if caps and any(any(map(str.isdigit, word)) for word in case.tokens.words[start:end]):
        return case.one("company", "disclaimer", "limited-liability")
    return None


def _confined(case: Case) -> Readings | None:
    """ "Access to your data is restricted to staff": how the publisher keeps it."""
    rules, marks = case.lexicon.tables.rules, case.lexicon.tables.grammar.infinitive_marks
    head = case.named
    inside = case.word() in case.lexicon.tables.rules.inside  # "within the company"
    if case.negated or rules.accesses.isdisjoint(head[:2]) or not (case.word() in marks or inside):
        return None
    return case.one("company", case.done, "confines-access")


def _left_free(case: Case) -> Readings | None:
    """ "Providing your number is optional", "registration is mandatory"."""
    rules, words = case.lexicon.tables.rules, case.tokens.words
    start = case.subject.start
    gerund = case.lexicon.forms.get(words[start], ("", 0))[1] & ING
    if not gerund and rules.giving.isdisjoint(words[start : case.group.first]):
        if case.group.adjective in rules.mandatory and case.role == "data" and not case.negated:
            return case.one(
                "user", "obligation", "optional"
            )  # "the data on this form are mandatory"
        left = case.group.adjective in rules.optional and not (case.negated or case.group.force)
        left = left and rules.using.isdisjoint(words[start : case.group.first])
        if left and case.role in ("data", "other", "service"):
            return case.one("user", "permission", "optional")  # "these fields are optional"
        return None
    if case.group.force in ("permit", "able", "hypothetical"):
        return None
    free = (case.group.adjective in rules.optional) != case.negated
    return case.one("user", "permission" if free else "obligation", "optional", verb=start)


def _possible(case: Case) -> Readings | None:
    """ "It is possible to delete your account"."""
    follows = case.infinitive()
    yours = case.lexicon.tables.parties.user_possessives
    if follows is None or not case.near(follows, 3) or case.group.force:
        return None
    if case.subject.head not in case.lexicon.tables.rules.expletives:
        return None
    if not case.within(yours, 4, follows):
        return None
    return case.one(
        "user", "prohibition" if case.negated else "permission", "possible", verb=follows
    )


def _right_to(case: Case) -> bool:
    """ "the right, with or without notice and in our discretion, to …"."""
    words, grammar = case.tokens.words, case.lexicon.tables.grammar
    return words[case.rest] in grammar.definite and not grammar.infinitive_marks.isdisjoint(
        words[case.rest :]
    )


def _required_thing(case: Case) -> Readings:
    """ "Registration is required" binds the reader; "may be required by law" nobody here."""
    if case.role == "user" and not case.negated:
        return case.one("user", "obligation", "required")
    tables, named = case.lexicon.tables, case.named
    free = case.group.force in ("permit", "able")
    by_us = case.word() in tables.grammar.agent_marks and case.agent() is not None
    by_us = by_us and acting(case) is None and case.agent().role == "company"  # type: ignore[union-attr]
    asked = not tables.rules.demanded.isdisjoint(named) and case.subject.role != "company"
    asked = asked or not tables.rules.memberships.isdisjoint(named[-1:])
    trackers = not tables.rules.trackers.isdisjoint(named)
    asked = asked or (
        not trackers
        and case.role == "data"
        and named[0] not in tables.grammar.definite
        and len(named) > 1
    )
    lawful = case.word() in tables.grammar.agent_marks and not by_us
    if not (asked or by_us) or lawful or case.group.force == "hypothetical":
        return ()
    if case.negated:
        return case.one("user", "permission", "not-required")
    return case.one("user", "obligation", "required", strength="weak" if free else None)
