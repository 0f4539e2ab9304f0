"""Rules for what one party says to another: requests, requirements, consent, pointers."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Modality
from policydiff.obligations.cases import LEAD_IN, Case, Readings, acting
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    DETERMINER,
    ING,
    MASKED,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    THAT,
    VERB,
)
from policydiff.obligations.parties import role_of


def passing_on(case: Case) -> Readings | None:
    """ "we require that you", "we ask you to", "we may need you to", "X lets you".

    "We ask you to:" has no action of its own, and lends the items what it says.
    """
    readings = _passing_on(case)
    if not readings or not _opened(case):
        return readings
    return tuple(replace(reading, rule=LEAD_IN) for reading in readings)


def _opened(case: Case) -> bool:
    """ "We ask you to:", "a contract that requires them not to:"."""
    return not case.verb_final and 0 <= (case.opens_list or -1) - case.target.end <= 1


def _passing_on(case: Case) -> Readings | None:
    verbs, rules = case.lexicon.tables.verbs, case.lexicon.tables.rules
    group = case.group
    actor = acting(case)
    if case.predication.hands_over:
        return _requires_of_others(case)
    if group.passive:
        return None
    lemma = group.lemma
    target = case.target
    follows = _asked_of(case)
    # the infinitive must hang on the object, not stand further off
    linked = follows is not None and (case.verb_final or _hangs_on(case, target.end, follows))
    linked = linked or _opened(case)
    if lemma in rules.letting and target.end < len(case.tokens):
        form = case.lexicon.forms.get(case.tokens.words[target.end], ("", 0))[1]
        follows, linked = (target.end, True) if form & BASE else (follows, linked)
    if lemma in verbs.enabling | verbs.granting and target.role == "user" and case.role != "user":
        if (
            lemma in verbs.enabling
            and not group.force
            and not case.negated
            and (target.head not in case.lexicon.tables.parties.user_pronouns)
            and case.role != "document"  # but the law permits
            and not (linked and _we(case))
        ):
            return ()  # "the platform allows members to trade": what it is for
        if case.negated and linked and _to_be(case, follows):
            return case.one("company", "prohibition", "not-allowed", verb=follows)
        if case.negated:
            return case.one("user", "prohibition", "not-allowed", verb=follows) if linked else None
        if lemma in verbs.equipping and case.role == "service" and not group.force:
            return ()  # "the app enables you to chat": what it is for
        if lemma in verbs.enabling and group.force == "commit" and case.role == "company":
            return case.one("company", "obligation", "will-let-you")
        if (
            lemma in verbs.enabling
            and linked
            and (
                target.head in case.lexicon.tables.parties.user_pronouns
                or case.role == "document"
                or _we(case)
            )
        ):
            if group.force == "permit" and case.role == "company":
                return case.one("company", "permission", "may-let-you", verb=follows)
            return case.one("user", "permission", "lets-you", verb=follows)
        chosen = linked or case.within(rules.options, 4)  # "the option of either typing it"
        if lemma in verbs.granting and group.force and actor == "company" and chosen:
            return None  # "we may offer you an option to …": an act of its own
        rights = case.lexicon.tables.periphrasis.have_permission
        if lemma in verbs.granting and (
            case.within(rights, 7)
            or case.within(rules.leave, 4)
            or (lemma in rules.licensing and case.within(rules.licences, 24))
        ):
            return case.one("user", "permission", "gives-right", verb=follows)
        if lemma in verbs.granting and (act := case.act_in_time()) is not None:
            return case.one("user", "permission", "gives-time", verb=act)
        if lemma in verbs.granting and not group.force and case.within(rules.notices, 6):
            return None  # "we give you notice before"
        shown = case.within(rules.accesses, 6) and not case.within(rights | rules.licences, 6)
        if shown and case.within(case.lexicon.tables.topics.data_words, 12) and not group.force:
            return case.one("company", "practice", "gives-access")
        if lemma in verbs.granting and not group.force:
            return ()  # "we give you tools to manage …"
        return None
    if (told := _forbidding(case)) is not None or (told := _bound_by_law(case, linked)) is not None:
        return told
    if lemma not in verbs.mandative or actor == "user":
        return None
    if linked and lemma in rules.wishing and case.tokens.words[follows or 0] in rules.feeling:
        return ()  # "we want you to feel safe"
    if (
        lemma in rules.requiring
        and case.role == "company"
        and not ((linked and not _to_be(case, follows)) or case.negated)
        and target.role in ("other", "data")
        and group.force in (None, "permit", "commit")
    ):
        if case.within(rules.papers, 6):
            return case.one("company", "practice", "requires-paper")
        return case.one("user", "obligation", "requires-thing")
    asked = lemma in rules.requiring and case.role == "service" and not case.negated
    joining = rules.memberships | rules.demanded
    if asked and group.force in (None, "permit") and case.within(joining, 5) and not linked:
        return case.one("user", "obligation", "requires-thing")  # "some apps require an account"
    spared = lemma in rules.requiring and case.negated and case.role == "company"
    if spared and not group.force and target.role == "data":
        return case.one("user", "permission", "not-required")
    if not linked:
        return None
    weak = lemma in verbs.requests
    forbids = case.infinitive_negated()
    passed: Modality = "prohibition" if forbids else "obligation"
    polite = lemma in verbs.requests and target.role == "user" and actor == "company"
    if group.force == "hypothetical" and not polite:
        return ()  # but "we would ask you not to"
    if target.role == "user" and actor == "third-party" and group.force in ("permit", "able"):
        return None  # "the bank may ask you to confirm it": its liberty
    if target.role == "user":
        if case.negated:
            if lemma in verbs.needing or lemma in rules.requiring:
                return case.one("user", "permission", "not-required", verb=follows)
            return None
        if weak and group.force in ("permit", "able"):
            return case.one("company", "permission", "may-ask") if actor == "company" else ()
        return case.one("user", passed, "asks-you", verb=follows, strength="weak" if weak else None)
    if target.role == "third-party" and actor == "company" and not case.negated:
        return (
            case.reading("company", case.done, "binds-others"),
            case.reading(
                "third-party",
                passed,
                "bound-by-us",
                verb=follows,
                strength="weak" if weak else None,
            ),
        )
    if target.role == "third-party" and case.predication.place == "relative":
        return case.one("third-party", passed, "bound-by-terms", verb=follows)
    return None


def _requires_of_others(case: Case) -> Readings:
    """ "We require that our partners keep it secret": an act of the publisher's, too."""
    group, end = case.group, min(case.rest + 7, len(case.tokens))
    if group.lemma not in case.lexicon.tables.rules.requiring or case.role != "company":
        return ()
    whom = role_of(case.tokens, case.rest + 1, end, case.lexicon, case.parties)
    theirs = case.tokens.words[case.rest : end]  # "that your agent prove it": the reader's
    own = not case.lexicon.tables.rules.representing.isdisjoint(theirs)
    if case.negated or group.passive or whom.role != "third-party" or own:
        return ()
    return case.one("company", case.done, "binds-others")


def _hangs_on(case: Case, end: int, verb: int) -> bool:
    """Does the infinitive stand right behind what ends at `end`, but for a remark in brackets?"""
    return sum(not flag & MASKED for flag in case.tokens.flags[end : verb - 1]) <= 3


def _to_be(case: Case, verb: int | None) -> bool:
    """ "We require a password to be set": the thing is required."""
    return verb is not None and bool(case.tokens.flags[verb] & BE)


def _we(case: Case) -> bool:
    """ "We allow users to", no "the platform allows users to"."""
    return case.subject.head in case.lexicon.tables.parties.company_pronouns


def offers_control(case: Case) -> Readings | None:
    """ "We have introduced a setting which lets you delete it": the reader may."""
    verbs, grammar, words = (
        case.lexicon.tables.verbs,
        case.lexicon.tables.grammar,
        case.tokens.words,
    )
    rules, group = case.lexicon.tables.rules, case.group
    if (
        group.lemma not in rules.introducing
        or case.role not in ("company", "service", "other", "data")
        or group.force
        or group.passive
    ):
        return None
    marks, known = grammar.relatives | grammar.complementisers, case.lexicon.tables.parties
    for at in range(case.rest, min(case.rest + 8, len(words) - 4)):
        lemma = case.lexicon.forms.get(words[at + 1], ("",))[0]
        if words[at] in marks and lemma in verbs.enabling and words[at + 2] in known.user_pronouns:
            if case.denied or rules.controls.isdisjoint(words[case.rest : at]):
                return None
            bare = words[at + 3] not in grammar.infinitive_marks  # "lets you delete"
            return case.one("user", "permission", "lets-you", verb=at + (3 if bare else 4))
    return None


def controls(case: Case) -> Readings | None:
    """ "You control who sees it", "your admins control how long it is kept"."""
    group, rules, grammar = case.group, case.lexicon.tables.rules, case.lexicon.tables.grammar
    if group.lemma not in rules.controlling or case.role != "user" or group.force or group.passive:
        return None
    yours = case.lexicon.tables.parties.user_possessives
    asked = grammar.question_words | grammar.personal_pronouns | yours
    named = case.word() in grammar.definite and case.within(rules.controlled, 1, case.rest + 1)
    if case.negated or group.perfect or not (named or case.word() in asked):
        return None
    return case.one("user", "permission", "controls")


def _asked_of(case: Case) -> int | None:
    """The infinitive that hangs on the object, if what stands before it is no more than a name.

    Not in "we require a letter showing that your agent is allowed to", "a change to your account".
    """
    follows = case.infinitive()
    if follows is None or case.verb_final:
        return follows
    words, flags = case.tokens.words, case.tokens.flags
    if flags[follows] & (DETERMINER | POSSESSIVE) and not flags[follows] & (ADVERB | VERB):
        return None
    for at in range(case.rest + 1, follows - 1):
        stated = words[at].endswith(case.lexicon.tables.grammar.gerund_suffixes)
        stated = stated and not flags[at] & (NOUN | PREPOSITION)
        if stated and flags[at + 1] & (DETERMINER | POSSESSIVE | THAT):
            return None
    return follows


def _forbidding(case: Case) -> Readings | None:
    """ "We prohibit our partners from selling it": what the publisher forbids others."""
    rules, group, target = case.lexicon.tables.rules, case.group, case.target
    if group.lemma not in rules.forbidding or case.denied or target.end + 1 >= len(case.tokens):
        return None
    marks = case.lexicon.tables.grammar.infinitive_marks
    if case.tokens.words[target.end] not in rules.source_marks | marks:
        return None
    if target.role == "company":
        return case.one("company", "prohibition", "forbidden-us", verb=target.end + 1)
    if target.role == "user":
        return case.one("user", "prohibition", "forbidden-you", verb=target.end + 1)
    if target.role != "third-party" or acting(case) != "company":
        return None
    return (
        case.reading("company", case.done, "binds-others"),
        case.reading("third-party", "prohibition", "bound-by-us", verb=target.end + 1),
    )


def _bound_by_law(case: Case, linked: bool) -> Readings | None:
    """ "The law requires us to keep it", "allows us to": the publisher's duty, its liberty."""
    rules, verbs, group = case.lexicon.tables.rules, case.lexicon.tables.verbs, case.group
    known = rules.compelling | verbs.enabling
    if case.target.role != "company" or acting(case) in ("company", "user") or not linked:
        return None
    if group.lemma not in known or group.force == "hypothetical":
        return None
    alone = case.subject.end - case.subject.start == 1
    pointing = (
        alone and case.tokens.words[case.subject.start] in case.lexicon.tables.grammar.anaphoric
    )
    if (case.role == "data" or pointing) and group.lemma in verbs.enabling:
        return ()  # "this information allows us to improve": what it is for
    if case.negated and case.role in ("document", "other"):
        done: Modality = "prohibition" if group.lemma in verbs.enabling else "disclaimer"
        return case.one("company", done, "not-bound", verb=case.infinitive())
    if case.denied:
        return None
    may = group.lemma in verbs.enabling or group.force in ("permit", "able")
    return case.one(
        "company", "permission" if may else "obligation", "bound-by-law", verb=case.infinitive()
    )


def inside_mandate(case: Case) -> Readings | None:
    """The clause after "we require that", "we ask that"."""
    if case.predication.place != "mandate":
        return None
    bearer = acting(case)
    if bearer is None:
        return ()
    if bearer == "company" and case.group.force in ("permit", "able"):
        return None  # "X requires that you tell us, and we may need": its own liberty
    unasked = case.predication.unasked
    if unasked and unasked not in case.lexicon.tables.rules.advising:
        spared = bearer == "user" and not case.denied  # "we do not require that you register"
        return case.one("user", "permission", "not-required") if spared else ()
    forbidden = case.denied != bool(unasked)  # "we do not recommend that you share it"
    if case.group.lemma in case.lexicon.tables.verbs.refraining and not case.group.force:
        forbidden = not forbidden  # "we recommend that you avoid sharing it"
    advised = case.predication.asked in case.lexicon.tables.rules.advising
    return case.one(
        bearer, "prohibition" if forbidden else "obligation", "required-that",
        strength="weak" if advised else None,
    )  # fmt: skip


def bears_in_mind(case: Case) -> Readings | None:
    """ "Please keep in mind that it can be read by others": the rest says it, if anything does."""
    words, rules = case.tokens.words, case.lexicon.tables.rules
    if case.group.kind != "imperative" or case.group.lemma not in rules.keeping:
        return None
    kept = case.tokens.phrase(case.rest, case.rest + 2) in rules.in_mind
    marks = case.lexicon.tables.grammar.complementisers
    return () if kept and not marks.isdisjoint(words[case.rest + 2 : case.rest + 5]) else None


def advised_against(case: Case) -> Readings | None:
    """ "We do not recommend sharing it", "we advise against it", "we discourage you from it"."""
    rules, group, words = case.lexicon.tables.rules, case.group, case.tokens.words
    if case.role != "company" or group.force not in (None, "hypothetical") or case.verb_final:
        return None
    at = case.rest
    if group.passive or group.perfect or case.predication.hands_over or at >= len(words):
        return None
    if group.lemma in rules.discouraging and not case.negated:
        return case.one("user", "prohibition", "advised-against", strength="weak")
    if group.lemma not in rules.advising:
        return None
    if words[at] in rules.opposing and not case.negated:
        return case.one("user", "prohibition", "advised-against", verb=at + 1, strength="weak")
    if not case.negated:
        return None
    doing = case.lexicon.forms.get(words[at], ("", 0))[1] & ING
    asked = case.target.role == "user" and case.near(case.infinitive(), 4)
    if not (doing or asked):
        return None
    verb = at if doing else case.infinitive()
    return case.one("user", "prohibition", "advised-against", verb=verb, strength="weak")


def expected(case: Case) -> Readings | None:
    """ "You should not expect that it is deleted", "you should expect that we will share it"."""
    rules, group = case.lexicon.tables.rules, case.group
    if group.lemma not in rules.expecting or case.role != "user" or group.passive:
        return None
    if group.force not in ("advise", "able", "require") or case.verb_final:
        return None
    if case.negated:
        return case.one("company", "disclaimer", "not-to-be-expected", strength="weak")
    marks = case.lexicon.tables.grammar.complementisers
    begin = case.rest + (case.word() in marks)
    whom = role_of(case.tokens, begin, begin + 1, case.lexicon, case.parties)
    asked = case.lexicon.tables.grammar.infinitive_marks
    passive = case.word() in asked and any(
        f & BE for f in case.tokens.flags[case.rest + 1 : case.rest + 2]
    )
    if whom.role == "company" or passive:
        return case.one("company", "obligation", "to-be-expected", strength="weak")
    return None


def imperative(case: Case) -> Readings | None:
    """ "Please keep your password safe", "Do not share it"."""
    group = case.group
    if group.kind == "imperative" or (group.kind == "do" and case.subject.head == "imperative"):
        modality: Modality = "prohibition" if case.denied else "obligation"
        return case.one("user", modality, "imperative", strength="weak")
    return None
