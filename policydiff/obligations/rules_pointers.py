"""Rules for pointers: what sends readers elsewhere to read binds nobody, what sends them to choose does."""

from __future__ import annotations

from policydiff.obligations.cases import Case, Readings
from policydiff.obligations.lexicon import (
    BASE,
)
from policydiff.obligations.verbs import share_object


def pointer(case: Case) -> Readings | None:
    """ "See section 4", "you can find it here"."""
    verbs, rules = case.lexicon.tables.verbs, case.lexicon.tables.rules
    told = {case.word(), case.word(1)} & (rules.telling | verbs.imperative)
    if case.group.lemma in rules.letting and told:
        return None  # "let us know"
    words, read_up = case.tokens.words, rules.reviewing | rules.seeing
    if case.word() == ":" and case.group.kind == "imperative":
        form = case.lexicon.forms.get(case.group.adjective, (case.group.adjective,))[0]
        if form in verbs.transparent:
            return ()  # "Please be advised: you cannot"
    follows = case.infinitive()
    leads_on = follows is not None and case.tokens.words[follows] in verbs.pointers
    leads_on = leads_on and case.within(rules.parts, 4)
    if case.group.kind == "imperative" and (
        (case.group.lemma in verbs.pointers and not _leads_to_choice(case))
        or (case.group.lemma in rules.looking_up and leads_on)  # "read on to learn"
        or (case.group.lemma not in verbs.inviting and case.says(verbs.pointer_phrases))
    ):
        return ()
    if (
        case.role == "user"
        and case.group.force in ("able", "permit")
        and not (
            case.negated
            or case.sole
            or _to_choose(case)
            or not (rules.choosing - rules.browsing - rules.reviewing).isdisjoint(case.group.verbs)
            or not rules.nonetheless.isdisjoint(words[case.group.first : case.group.last])
            or _leads_to_choice(case)
            or case.within(rules.nameless, 12)
        )
        and case.subject.head in case.lexicon.tables.parties.user_pronouns
        and not _own_data(case)
        and (
            case.group.lemma in rules.looking_up
            or (case.group.lemma in read_up and case.target.role == "document")
            or (case.group.lemma in rules.reviewing and _elsewhere(case))
            or (
                case.group.lemma in verbs.pointers
                and not case.within(case.lexicon.tables.grammar.possessives, 2)
            )
        )
    ):
        return ()
    return None


def _own_data(case: Case) -> bool:
    """ "You may view the data we hold about you", "see your messages", "see who looked": no reading."""
    rules, grammar = case.lexicon.tables.rules, case.lexicon.tables.grammar
    if case.group.lemma not in rules.seeing:
        return False
    yours = case.lexicon.tables.parties.user_possessives
    return case.target.role == "data" or case.word() in yours | grammar.relatives | rules.asked_what


def _elsewhere(case: Case) -> bool:
    """ "You can review section 4 below", "our notice for more details": where more is to be read."""
    rules = case.lexicon.tables.rules
    told = case.within(rules.parts, 8) or case.says(case.lexicon.tables.verbs.pointer_phrases)
    yours = case.lexicon.tables.parties.user_possessives
    return told and not case.within(yours, 4) and case.target.role != "data"


def _leads_to_choice(case: Case) -> bool:
    """ "To opt out, visit our page", "please go to the settings to unsubscribe": where readers choose."""
    rules, forms = case.lexicon.tables.rules, case.lexicon.forms
    if case.group.lemma not in rules.going:
        return False
    words, marks = case.tokens.words, case.lexicon.tables.grammar.infinitive_marks
    asked = [words[at] for at in range(1, len(words)) if words[at - 1] in marks]
    done = [
        lemma
        for at in range(1, len(words))
        if words[at - 1] in marks
        for lemma in share_object(case.tokens, at, case.lexicon, BASE)[0]
    ]
    chosen = not (rules.choosing - rules.browsing).isdisjoint(done)
    if case.says(case.lexicon.tables.verbs.pointer_phrases):
        return not rules.opting_out.isdisjoint(done)  # "to learn more or to opt out, visit"
    sent = any(forms.get(word, ("",))[0] in rules.receiving for word in asked)
    return chosen or (sent and case.within(rules.reader_places, 6))


def _to_choose(case: Case) -> bool:
    """ "You can visit the settings to opt out": no mere pointer."""
    rules, follows = case.lexicon.tables.rules, case.infinitive()
    if case.group.lemma not in rules.going or follows is None:
        return False
    verbs, _ = share_object(case.tokens, follows, case.lexicon, BASE)  # "to find and delete it"
    return not rules.choosing.isdisjoint(verbs)
