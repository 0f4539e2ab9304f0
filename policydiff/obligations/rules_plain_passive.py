"""What is done, told in the passive without a modal: "your data is stored in"."""

from __future__ import annotations

from policydiff.model import Bearer
from policydiff.obligations.cases import (
    Case,
    Readings,
    about_data,
    of_late,
)
from policydiff.obligations.lexicon import (
    COMMA,
    DETERMINER,
    NAME,
    POSSESSIVE,
    PREPOSITION,
)


def plain_passive(case: Case) -> Readings | None:
    """ "Your data is stored in …"."""
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
    named = case.tokens.words[case.subject.start : group.first]
    pays = lemma in rules.making | rules.effecting and not rules.paying.isdisjoint(named[:1])
    if pays and not (case.denied or group.perfect) and (agent is None or agent.role == "user"):
        return case.one("user", "practice", "is-paid")
    people = lemma in rules.watching and not group.perfect and _by_people(case)
    if people and case.role in ("data", "other"):
        return case.one("company", "prohibition" if case.denied else "practice", "read-by-people")
    by_law = case.word() in case.lexicon.tables.grammar.agent_marks and case.within(rules.lawful, 6)
    if by_law and (agent is None or lemma in rules.safeguarding):
        return ()  # "protected by law", "by United States copyright law"
    if lemma in rules.limiting and case.negated:
        return ()  # "including but not limited to"
    safe = lemma in rules.housing and case.within(rules.guarded, 7) and not case.denied
    if safe and case.subject.owned and case.role in ("service", "other"):
        return case.one(
            "company", "practice", "is-kept-in"
        )  # "our servers are kept in locked rooms"
    if _is_kept_up(case):
        return case.one("company", "practice", "is-kept-in")
    stated = lemma in rules.setting and case.word() in rules.stating  # "is set out in"
    # "cookies are set".
    by_others = lemma in rules.setting and (
        case.role == "data" or (agent is not None and agent.role == "third-party")
    )
    by_others = by_others or (case.role == "data" and _is_handed_on(case))
    joined = case.denied and lemma in rules.joining and about_data(case)
    joined = joined and case.word() in rules.joining_marks
    unlisted = lemma not in verbs.practice or (lemma in rules.not_done and not by_others)
    if stated or (unlisted and not joined):
        return ()
    lasting = lemma in rules.lasting_state and agent is None  # "has been secured with a key"
    if group.perfect and case.role != "measure" and not (of_late(case) or lasting):
        return ()
    if case.role == "user" and (lemma not in rules.done_to_readers or case.says(rules.herewith)):
        return ()
    if agent is not None and agent.role == "user":
        return ()
    trackers = not rules.trackers.isdisjoint(named)  # "web beacons are used to"
    thing = case.role in ("document", "service") and not trackers
    if thing and lemma not in rules.done_to_things:
        return ()
    actor: Bearer = "company"
    if agent is not None and agent.role == "third-party":
        actor = "third-party"
    if case.role == "company" and agent is None and lemma in verbs.weak_practice:
        return ()  # "we are closed on Sundays"
    if case.denied:
        return case.one(actor, "prohibition", "not-done")
    if (
        case.role == "other"
        and lemma in verbs.weak_practice
        and not case.lexicon.topic_words.keys() & set(case.named)
        and not about_data(case)
        and not _goes_to_others(case)
    ):
        return ()
    return case.one(actor, "practice", "is-done")


def _goes_to_others(case: Case) -> bool:
    """ "Your credit card is passed directly to our payment processor"."""
    tokens, rules = case.tokens, case.lexicon.tables.rules
    near = range(case.group.last + 1, min(case.group.last + 3, len(tokens)))
    parties = case.lexicon.tables.parties
    own = parties.user_pronouns | parties.company_pronouns
    marks = case.lexicon.tables.grammar.infinitive_marks
    to = any(
        tokens.words[at] in marks and own.isdisjoint(tokens.words[at + 1 : at + 2]) for at in near
    )
    return to and case.subject.yours and case.group.lemma in rules.passing_over | rules.handing_us


def _is_handed_on(case: Case) -> bool:
    """ "Your order information is provided to the store", but not "to us", "to you" or "to help"."""
    tokens, parties = case.tokens, case.lexicon.tables.parties
    ours = parties.company_pronouns | parties.company_possessives
    own = ours | parties.user_pronouns | parties.user_possessives
    return (
        case.group.lemma in case.lexicon.tables.rules.handing_in
        and case.word() in case.lexicon.tables.grammar.infinitive_marks
        and case.rest + 1 < len(tokens)
        and case.word(1) not in own
        and bool(tokens.flags[case.rest + 1] & (DETERMINER | NAME))
        and case.lexicon.roles.get(case.word(2)) != "user"
    )


def _is_kept_up(case: Case) -> bool:
    """ "Our site is maintained in the United States": where, and so where the data lie."""
    rules, tokens = case.lexicon.tables.rules, case.tokens
    machines = not rules.machines.isdisjoint(case.named)
    if not (machines or case.role == "service") or not case.subject.owned or case.negated:
        return False
    kept = rules.keeping_up | rules.standing if machines else rules.keeping_up
    if case.group.lemma not in kept or case.word() not in rules.places:
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
