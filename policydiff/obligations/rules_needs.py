"""Rules for needs, promises and endeavours: "you need to", "we promise to", "we try to".

Source: Quirk et al. 1985, 3.40 to 3.46 (semi-auxiliaries).
"""

from __future__ import annotations

from policydiff.model import Strength
from policydiff.obligations.cases import Case, Readings, about_data, acting
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    CONJUNCTION,
    DETERMINER,
    MASKED,
    MODAL,
    NEGATION,
    PRONOUN,
)
from policydiff.obligations.verbs import after


def needs(case: Case) -> Readings | None:
    """ "need to", "do not need to", "have to", "need not"."""
    verbs = case.lexicon.tables.verbs
    group = case.group
    actor = acting(case)
    have_to = (
        group.kind in ("have", "do", "modal")
        and group.lemma not in verbs.needing
        and (_have_to(case))
    )
    if group.force == "need":
        if actor == "company":
            return case.one("company", "permission", "need-not")
        return case.one(actor, "permission", "need-not") if actor else ()
    if not have_to and group.lemma not in verbs.needing:
        return None
    if group.lemma in verbs.needing and not have_to:
        follows = case.infinitive()
        close = case.near(follows, 3)
        if not close and not (actor == "company" and group.force in ("commit", "require")):
            yours = case.lexicon.tables.parties.user_possessives
            wanted = case.target.role == "data" or case.within(yours, 1)
            wanted = wanted and actor == "company" and not case.denied
            if wanted and not group.passive and group.force is None:
                return case.one("company", "practice", "needs-data")
            if wanted and not group.passive and group.force == "permit":
                return case.one("company", "permission", "may-need")
            if (
                actor == "user"
                and case.within(case.lexicon.tables.rules.licences, 5)
                and not case.denied
            ):
                return case.one("user", "obligation", "needs-consent")
            spared = actor == "user" and case.denied and not group.passive
            known = case.lexicon.tables.rules.demanded | case.lexicon.tables.rules.memberships
            if spared and case.within(known, 4):
                return case.one("user", "permission", "need-not")  # "you do not need an account"
            passive = group.passive
            return () if not passive else None
    else:
        follows = None
    if actor is None:
        follows = case.infinitive()
        if follows is not None and case.role in ("data", "other") and group.force == "permit":
            return case.one("company", "permission", "may-need-to", verb=follows)
        lemma = case.lexicon.forms.get(case.tokens.words[follows], ("", 0))[0] if follows else ""
        device = case.subject.head in case.lexicon.tables.grammar.singular_anaphors
        if device and lemma in verbs.practice - verbs.weak_practice and not case.negated:
            # "For the app to work, it needs to collect"
            return case.one("company", "obligation", "needs-to", verb=follows)
        return (
            case.one("user", "obligation", "needs-to", verb=follows)
            if (case.role in ("data", "other", "document") and not case.negated and follows)
            else ()
        )
    be = (
        follows is not None and case.tokens.flags[follows] & BE and case.tokens.words[follows + 1 :]
    )
    if be and be[0] in verbs.transparent and case.predication.introduces:
        return ()  # "you need to be aware that we": what comes next says it
    if group.force == "hypothetical" and actor != "user":
        return ()  # "somebody who wants to read it would have to"
    if case.negated:
        return case.one(actor, "permission", "need-not", verb=follows)
    if group.force in ("permit", "able"):
        if actor == "user":
            return case.one("user", "obligation", "may-need-to", verb=follows, strength="weak")
        return case.one(actor, "permission", "may-need-to", verb=follows)
    return case.one(actor, "obligation", "needs-to", verb=follows)


def _have_to(case: Case) -> bool:
    words = case.tokens.words
    marks = case.lexicon.tables.grammar.infinitive_marks
    last = case.group.last
    return (
        last >= 2
        and last - 1 > case.group.first - 1
        and words[last - 1] in marks
        and words[last - 2] in case.lexicon.tables.grammar.have
    )


def promised(case: Case) -> Readings | None:
    """ "commit to", "agree not to", "refuse to", "promise never to"."""
    verbs, rules = case.lexicon.tables.verbs, case.lexicon.tables.rules
    grammar = case.lexicon.tables.grammar
    group = case.group
    actor = acting(case)
    lemma = group.lemma
    if actor is None or group.passive:
        return None
    follows = case.infinitive()
    close = case.near(follows, 5) or case.opens_list is not None
    negative = (
        any(
            flag & NEGATION
            for flag in case.tokens.flags[group.last + 1 : (follows or group.last) + 1]
        )
        or case.infinitive_negated()
    )
    if lemma in verbs.hesitating and case.negated and (close or lemma in rules.failing):
        # "will not hesitate to", "shall not fail to": two negations are a promise
        return case.one(actor, "obligation", "not-fail", verb=follows)
    if lemma in verbs.refraining and not case.negated:
        if group.force in ("permit", "able"):
            return case.one(actor, "permission", "may-refuse")
        if group.force and lemma in verbs.hesitating and not close:
            return None  # "we must refuse orders from minors": an act like any other
        if group.force or actor == "company" or group.kind == "imperative":
            weak: Strength | None = "weak" if group.kind == "imperative" else None
            if case.word() in rules.source_marks and case.rest + 1 < len(case.tokens):
                follows = case.rest + 1  # "refrain from using it"
            return case.one(actor, "prohibition", "refrains", verb=follows, strength=weak)
        return ()
    form = case.lexicon.forms.get(case.tokens.words[follows], ("", 0))[1] if follows else 0
    told = group.perfect and actor != "user" and case.predication.place == "main" and form
    if (
        lemma in verbs.promising
        and close
        and not (group.force or case.negated or (group.perfect and not told))
    ):
        named = follows is not None and not negative and _names_thing(case, follows, form)
        shunned = case.lexicon.forms.get(case.tokens.words[follows or 0], ("",))[0]
        shuns = shunned in verbs.refraining - verbs.hesitating
        negative = negative != shuns  # "to refrain from", "not to refrain from"
        first = case.reading(
            actor, "prohibition" if negative else "obligation", "promises",
            verb=None if named else follows, strength="strong",
        )  # fmt: skip
        forborne = None if negative else _and_not_to(case)
        if forborne is None:
            return (first,)
        return first, case.reading(
            actor, "prohibition", "promises", verb=forborne, strength="strong"
        )
    if group.perfect:
        return None
    said = lemma in verbs.promising and not group.force and not case.negated
    vouches = said and lemma in rules.guaranteeing and actor == "company" and not case.denied
    if vouches and case.target.end > case.rest:
        return case.one(actor, "obligation", "promises")  # "we guarantee the quality of"
    said = said and (actor == "user" or (actor == "company" and lemma in verbs.warranting))
    if said and case.word() in grammar.complementisers | grammar.infinitive_marks:
        if (forborne := _promised_not(case)) is not None:
            return case.one(actor, "prohibition", "promises", verb=forborne, strength="strong")
        return case.one(actor, "obligation", "promises")
    return None


def _names_thing(case: Case, at: int, form: int) -> bool:
    """Whether a thing, no act, stands behind "to": "agree to [binding arbitration]"."""
    flags = case.tokens.flags
    if form & BASE or flags[at] & (ADVERB | MASKED) or not case.tokens.words[at][0].isalnum():
        return False
    object_follows = at + 1 < len(flags) and bool(flags[at + 1] & (DETERMINER | PRONOUN))
    return bool(flags[at] & DETERMINER) or not object_follows


def _and_not_to(case: Case) -> int | None:
    """The verb of "and not to resell it" behind "you undertake to pay": a promise of its own."""
    words, flags, marks = (
        case.tokens.words, case.tokens.flags, case.lexicon.tables.grammar.infinitive_marks
    )  # fmt: skip
    for at in range(case.rest + 1, min(case.predication.end, len(words)) - 3):
        split = words[at + 1] in marks and flags[at + 2] & NEGATION
        apart = flags[at + 1] & NEGATION and words[at + 2] in marks
        if flags[at] & CONJUNCTION and (split or apart):
            return at + 3
    return None


def _means_to(case: Case) -> Readings | None:
    """ "It is our intention to tell you before we collect it": as "we intend to"."""
    rules, group, words = case.lexicon.tables.rules, case.group, case.tokens.words
    near = range(case.rest, min(case.rest + 3, len(words)))
    at = next((i for i in near if words[i] in rules.intents), 0)
    ours = case.lexicon.tables.parties.company_possessives | case.parties.company
    named = words[case.subject.start : group.first]  # "our aim is to"
    if group.lemma == "be" and not (at or rules.intents.isdisjoint(named[-1:])):
        at = case.rest - 1 if not ours.isdisjoint(named) else 0
    elif ours.isdisjoint(words[case.rest : at]):
        return None
    if group.lemma != "be" or group.force or not at:
        return None
    follows = case.infinitive()
    if follows is None or not at < follows <= at + 4 or case.denied:
        return None
    if not case.lexicon.tables.grammar.limiters.isdisjoint(words[at : follows + 1]):
        return case.one("company", "prohibition", "means-only", verb=follows, strength="weak")
    verb = case.lexicon.forms.get(words[follows], ("", 0))[0]
    known = verb in case.lexicon.tables.verbs.practice | rules.answering | rules.safeguarding
    known = known and (at >= case.rest or about_data(case))  # "our aim is to please you"
    return case.one("company", "practice", "tries", verb=follows, strength="weak") if known else ()


def _promised_not(case: Case) -> int | None:
    """The verb of "you undertake that you will not resell it": denied close behind "that"."""
    flags, ends = case.tokens.flags, min(case.rest + 8, len(case.tokens) - 1)
    if case.word() not in case.lexicon.tables.grammar.complementisers:
        return None
    modal = next((at for at in range(case.rest + 1, ends) if flags[at] & MODAL), None)
    if modal is None or not flags[modal + 1] & NEGATION:
        return None
    verb = after(case.tokens, modal + 1)
    return verb if verb < len(case.tokens) else None


def willing(case: Case) -> Readings | None:
    """ "We are happy to give you the details": a promise, in a polite form."""
    follows, known = case.infinitive(), case.lexicon.tables.parties
    if case.group.adjective not in case.lexicon.tables.rules.willing or case.denied:
        return None
    if acting(case) != "company" or case.group.force not in (None, "commit") or follows is None:
        return None
    yours = known.user_pronouns | known.user_possessives
    if not case.near(follows, 2) or not case.within(yours, 6, follows):
        return None
    return case.one("company", "obligation", "willing", verb=follows, strength="weak")


def trying(case: Case) -> Readings | None:
    """ "we try to", "we intend to": weak; "we do not intend to collect" is a prohibition."""
    verbs, rules = case.lexicon.tables.verbs, case.lexicon.tables.rules
    if (meant := _means_to(case)) is not None:
        return meant
    elects = case.group.lemma in rules.electing
    efforts = case.group.lemma in rules.exerting and case.within(rules.efforts, 5)
    if not (elects or efforts or case.group.lemma in verbs.trying) or case.group.passive:
        return None
    actor = acting(case)
    follows = case.infinitive()
    if elects and (case.negated or case.group.force or not about_data(case)):
        return None
    if efforts and (case.negated or case.group.force):
        return None
    if (
        actor != "company"
        or follows is None
        or not (case.near(follows, 8 if efforts or case.within(rules.efforts, 2) else 3))
    ):
        return None
    if efforts and case.lexicon.forms.get(case.tokens.words[follows], ("",))[0] in verbs.trying:
        return None  # "our best efforts to try to"
    if case.negated:
        return case.one("company", "prohibition", "not-intend", verb=follows)
    if case.group.force in ("commit", "require"):
        return case.one("company", "obligation", "will-try", verb=follows, strength="weak")
    if case.group.force in (None, "hypothetical") and not case.group.perfect:
        lemma = case.lexicon.forms.get(case.tokens.words[follows], ("", 0))[0]
        if lemma in case.lexicon.tables.rules.answering:
            return case.one("company", "obligation", "aims", verb=follows, strength="weak")
        useful = lemma not in verbs.weak_practice or about_data(case)
        sure = case.tokens.phrase(follows, follows + 2) in verbs.ensuring
        if sure or case.tokens.phrase(follows, follows + 3) in verbs.ensuring:
            return case.one("company", "practice", "tries", verb=follows, strength="weak")
        if (lemma in verbs.practice and useful) or lemma in case.lexicon.tables.rules.safeguarding:
            weak: Strength | None = None if elects else "weak"
            return case.one("company", "practice", "tries", verb=follows, strength=weak)
        return ()
    return None
