"""Rules for duties that no verb names: "it is essential to", "the responsibility lies with"."""

from __future__ import annotations

from policydiff.model import Strength
from policydiff.obligations.cases import Case, Readings
from policydiff.obligations.lexicon import BASE
from policydiff.obligations.parties import role_of


def needful(case: Case) -> Readings | None:
    """ "It is essential to keep your password secret", "it is important to review your settings"."""
    rules, verbs, follows = case.lexicon.tables.rules, case.lexicon.tables.verbs, case.infinitive()
    words = case.tokens.words[case.group.last : case.group.last + 2]
    hard = not rules.needful.isdisjoint(words)
    if case.group.lemma != "be" or not (hard or not rules.advisable.isdisjoint(words)):
        return None
    if case.subject.head not in rules.expletives or follows is None or not case.near(follows, 3):
        return None
    lemma, form = case.lexicon.forms.get(case.tokens.words[follows], ("", 0))
    idle = verbs.transparent | verbs.pointers | rules.minding
    if case.group.force or case.negated or not form & BASE or lemma in idle:
        return None
    ours = case.lexicon.tables.parties.company_pronouns
    if not ours.isdisjoint(case.tokens.words[case.rest : follows]):
        return None  # "it is important to us to protect it"
    weak: Strength | None = None if hard else "weak"
    return case.one("user", "obligation", "needful", verb=follows, strength=weak)


def rests_with(case: Case) -> Readings | None:
    """ "The responsibility for content lies with whoever posts it", "rests with you"."""
    rules, tokens = case.lexicon.tables.rules, case.tokens
    known = case.lexicon.tables.periphrasis.liabilities
    if case.group.lemma not in rules.resting or known.isdisjoint(case.named) or case.denied:
        return None
    near = range(case.rest, min(case.rest + 3, len(tokens) - 1))
    with_ = next((at for at in near if tokens.words[at] in rules.joining_marks), None)
    if with_ is None:
        return None
    whom = role_of(tokens, with_ + 1, with_ + 5, case.lexicon, case.parties)
    if whom.role not in ("user", "company", "third-party"):
        return None
    return case.one(whom.role, "obligation", "responsibility-of")
