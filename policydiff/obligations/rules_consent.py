"""Rules for consent by use and for what readers license: liberties of the publisher."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.obligations.cases import Case, Readings
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    FOREIGN,
    ING,
    NO,
)


def consent_by_use(case: Case) -> Readings | None:
    """ "By using our site you consent to …": the publisher's liberty."""
    verbs, semi = case.lexicon.tables.verbs, case.lexicon.tables.periphrasis
    rules, marks = case.lexicon.tables.rules, case.lexicon.tables.grammar.infinitive_marks
    courts = case.subject.mutual or case.within(rules.forums, 8)
    if case.role == "user" and courts and case.has(rules.agreeing_by_itself):
        return ()  # "the parties consent to the courts of Kiel", "you consent to their jurisdiction"
    if case.role == "user" and case.group.passive and case.has(rules.licensing):
        return None  # "you are granted a licence"
    if case.role == "user" and not case.negated and not case.group.force and _hands_right(case):
        return _licence(case)
    lemma = case.group.lemma
    plain = not (case.denied or case.group.force or case.group.passive)
    if (
        lemma in rules.letting_use and plain
    ):  # "you license your content to us", "we license it to you"
        known = case.lexicon.tables.parties
        whom = known.company_pronouns | case.parties.company
        if case.role == "user" and case.within(whom, 10):
            return case.one("company", "permission", "grants-licence")
        if case.role == "company" and case.within(known.user_pronouns, 10):
            return case.one("user", "permission", "grants-licence")
    if case.role == "user" and lemma in rules.signing and not (case.negated or case.group.force):
        yours = case.lexicon.tables.parties.user_possessives
        if case.word() in yours and case.within(rules.assents, 3):
            return case.one("company", "permission", "consent-by-use")
    if case.role == "user" and lemma in verbs.granting and not (case.denied or case.group.passive):
        follows, given = _last_infinitive(case), case.within(rules.leave, 6)
        if given and follows is not None and not case.group.force and _others_named(case, follows):
            return case.one("third-party", "permission", "authorised", verb=follows)
    if case.role != "user" or not case.has(verbs.consenting) or case.negated:
        return None
    if case.group.force in ("permit", "able", "advise", "require"):
        return None
    words = case.tokens.words
    lead = words[: case.group.first]
    by_use = (
        bool(lead)
        and lead[0] in rules.consent_openers
        and not semi.consent_ways.isdisjoint(lead[:4])
    )
    follows = case.infinitive()
    target = case.target
    if lemma in rules.accepted and case.group.form & ING and case.within(rules.accepted_texts, 4):
        # "you are accepting this policy".
        return case.one("company", "permission", "consent-by-use")
    if lemma in rules.submitting_to and case.word() not in marks:
        return None
    terms = lemma in rules.agreeing and case.word() in marks and case.within(rules.rulebooks, 3)
    if by_use and terms and not case.within(rules.practices | rules.privacy_texts, 12):
        return None  # "By using it, you agree to these Terms": who agrees is bound
    if (
        by_use
        and case.has(rules.accepting)
        and case.within(rules.practices | rules.accepted_texts, 12)
    ):
        return case.one("company", "permission", "consent-by-use")
    if lemma in verbs.enabling and target.role == "third-party" and follows is not None:
        return case.one("third-party", "permission", "authorised", verb=follows)
    if lemma in rules.licensing and target.role in ("company", "other"):
        return _licence(case)
    if lemma in rules.agreeing_by_itself or (target.role == "company" and follows is not None):
        return case.one("company", "permission", "consent-by-use")
    if follows is None or case.infinitive_negated():
        return None  # "you agree to not abuse it"
    while follows < len(words) - 1 and case.tokens.flags[follows] & ADVERB:
        follows += 1  # "you agree to immediately notify us"
    verb = words[follows] if follows < len(words) else ""
    processing = not semi.processing_nouns.isdisjoint(words[follows : follows + 7])
    if lemma in rules.agreeing and case.word() in marks:
        if verb in verbs.submitting and not by_use:
            return None
        if (by_use and verb not in verbs.submitting) or (
            processing and verb not in case.lexicon.forms
        ):
            return case.one("company", "permission", "consent-by-use")
        if verb in rules.agreed_determiners and processing:
            return case.one("company", "permission", "consent-by-use")
    return None


def _last_infinitive(case: Case) -> int | None:
    """The verb of "permission to Initech to share it", where the first "to" opens no infinitive."""
    words, forms = case.tokens.words, case.lexicon.forms
    marks, ends = case.lexicon.tables.grammar.infinitive_marks, case.predication.end
    verbs = (
        at + 1
        for at in range(case.rest, min(case.rest + 9, ends - 1))
        if words[at] in marks and forms.get(words[at + 1], ("", 0))[1] & BASE
    )
    return next(verbs, None)


def _others_named(case: Case, verb: int) -> bool:
    """ "You give permission to Initech to share", "you give Initech permission to": whom it is given."""
    ours = case.lexicon.tables.parties.company_pronouns | case.parties.company
    between = range(case.rest, verb)
    if not ours.isdisjoint(case.tokens.words[case.rest : verb]):
        return False
    known, flags = case.lexicon.tables.parties, case.tokens.flags
    return any(
        flags[at] & FOREIGN
        or case.tokens.words[at] in (known.third_nouns if flags[at] else known.firms)
        for at in between
    )


def _licence(case: Case) -> Readings:
    granted = case.reading("company", "permission", "grants-licence")
    return (replace(granted, verbs=tuple(sorted(case.lexicon.tables.periphrasis.licensed))),)


def _hands_right(case: Case) -> bool:
    """ "You give us permission to use it", "you assign to us all rights in it"."""
    rules, verbs = case.lexicon.tables.rules, case.lexicon.tables.verbs
    lemma = case.group.lemma
    if any(flag & NO for flag in case.tokens.flags[case.rest : case.rest + 4]):
        return False  # "you give us no right to use it"
    if lemma in verbs.granting:
        return case.target.role == "company" and case.within(rules.licences, 16)
    ours = case.lexicon.tables.parties.company_pronouns
    return lemma in rules.assigning and case.within(rules.kept, 10) and case.within(ours, 10)
