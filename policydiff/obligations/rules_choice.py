"""Rules for what the reader may choose, where no "you can" says so.

"There are several ways to opt out", "the option is given not to", "it is up to you whether".
"""

from __future__ import annotations

from policydiff.obligations.cases import Case, Readings, acting
from policydiff.obligations.lexicon import NO


def offered_choice(case: Case) -> Readings | None:
    """The first of the readings below; none of them where the choice is denied."""
    rules, verbs, lemma = case.lexicon.tables.rules, case.lexicon.tables.verbs, case.group.lemma
    if (
        lemma in rules.looking_up
        and case.role == "user"
        and not (case.denied or case.group.passive)
    ):
        return _found(case)
    if case.group.force not in (None, "permit", "commit") or case.group.perfect or case.denied:
        return None
    offered = case.group.adjective in rules.available
    if (lemma == "be" or offered) and (offered or case.group.force != "commit"):
        given = case.role == "user" and case.group.adjective in rules.available
        if given and case.within(case.lexicon.tables.periphrasis.have_permission, 3):
            if case.group.force == "commit" and case.within(rules.options, 3):
                return case.one("company", "obligation", "will-give-option")
            return case.one("user", "permission", "given-option", verb=case.infinitive())
        return _there_are_ways(case) or _at_hand(case) or _left_to_reader(case)
    if case.group.force is not None:
        return None
    if lemma in verbs.granting | rules.presenting:
        return _given(case) if case.group.passive else _offered(case)
    if lemma in rules.deciding and case.role == "user" and case.group.kind == "simple":
        grammar = case.lexicon.tables.grammar
        you = case.subject.head in case.lexicon.tables.parties.user_pronouns
        asked = case.word() in (
            grammar.question_words | grammar.relatives if you else grammar.question_words
        )
        return case.one("user", "permission", "decides") if asked else None
    return None


def _chosen(case: Case) -> int | None:
    """Where what the reader may do begins: "ways to opt out", "settings to hide it"."""
    follows, words = case.infinitive(), case.tokens.words
    if follows is None or follows >= len(words):
        return None
    lexicon = case.lexicon
    lemma = lexicon.forms.get(words[follows], (words[follows],))[0]
    known, marks = lexicon.tables.parties.user_pronouns, lexicon.tables.grammar.infinitive_marks
    lets = lemma in lexicon.tables.verbs.enabling and words[follows + 1 : follows + 2] != []
    if lets and words[follows + 1] in known and words[follows + 2 : follows + 3] != []:
        follows += 2 + (words[follows + 2] in marks)  # "settings to allow you to hide it"
        lemma = lexicon.forms.get(" ".join(words[follows : follows + 1]), ("",))[0]
    return follows if lemma in lexicon.tables.rules.choosing else None


def _there_are_ways(case: Case) -> Readings | None:
    """ "There are several ways to opt out"."""
    rules = case.lexicon.tables.rules
    if case.subject.head not in rules.expletives or not case.within(rules.options, 5):
        return None
    if case.within(rules.needful | rules.advisable, 2, case.group.last):
        return None  # "it is important to review your settings"
    follows = _chosen(case)
    return case.one("user", "permission", "way-to", verb=follows) if follows else None


def _at_hand(case: Case) -> Readings | None:
    """ "Further rights may be available to you"."""
    rules, known = case.lexicon.tables.rules, case.lexicon.tables.parties
    named = case.named
    if case.group.adjective not in rules.available or rules.listed_rights.isdisjoint(named):
        return None
    yours = case.within(known.user_pronouns, 3)
    return case.one("user", "permission", "right-at-hand") if yours else None


def _left_to_reader(case: Case) -> Readings | None:
    """ "It is up to you to decide", "whether you tell us is your choice"."""
    semi, known = case.lexicon.tables.periphrasis, case.lexicon.tables.parties
    words, start = case.tokens.words, case.group.first + 1
    named = words[start : start + 3]
    left = case.says(semi.left_to_reader)
    yours = len(named) > 1 and named[0] in known.user_possessives
    if not left and not (yours and not semi.own_choice.isdisjoint(named)):
        return None
    verb, marks = case.infinitive(), case.lexicon.tables.grammar.infinitive_marks
    if left and verb and words[verb + 1 : verb + 2] and words[verb + 1] in marks:
        verb += 2  # "up to you to keep it"
    lemma = case.lexicon.forms.get(words[verb], ("",))[0] if verb and verb < len(words) else ""
    burden = left and lemma in case.lexicon.tables.rules.burdens
    return case.one("user", "obligation" if burden else "permission", "left-to-you", verb=verb)


def _given(case: Case) -> Readings | None:
    """ "You are presented with the choice", "the option is given not to"."""
    semi = case.lexicon.tables.periphrasis
    named = {*case.named}
    if case.role == "user":
        given = case.within(semi.have_permission, 6)
    else:
        named &= case.lexicon.tables.rules.options
        given = bool(named) and case.infinitive() is not None
    agent = case.agent()
    if not given or (agent is not None and agent.role == "user"):
        return None
    return case.one("user", "permission", "given-option", verb=case.infinitive())


def _found(case: Case) -> Readings | None:
    """ "In your settings you will find an option to delete it", "… the option “Cancel Account”"."""
    options, words = case.lexicon.tables.rules.options, case.tokens.words
    near = range(case.rest, min(case.rest + 4, len(words) - 2))
    at = next((i for i in near if words[i] in options), None)
    if at is None or case.group.force not in ("commit", "able", "permit"):
        return None
    verb = at + 2 if words[at + 1] in case.lexicon.tables.grammar.infinitive_marks else None
    return case.one("user", "permission", "finds-option", verb=verb) if verb else None


def _offered(case: Case) -> Readings | None:
    """ "We offer several ways to opt out"."""
    rules = case.lexicon.tables.rules
    if acting(case) != "company" or not case.within(rules.options | rules.ways_out, 6):
        return None
    if case.rest < len(case.tokens) and case.tokens.flags[case.rest] & NO:
        return None
    follows = _chosen(case)
    near = case.tokens.words[case.rest : case.rest + 6]
    if not follows and not rules.ways_out.isdisjoint(near):
        return case.one("user", "permission", "offers-way")  # "we provide opt-out opportunities"
    return case.one("user", "permission", "offers-way", verb=follows) if follows else None
