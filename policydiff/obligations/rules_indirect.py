"""Rules for what is done, said of a thing: "the data is anonymous", "transfers are covered by a contract".

"There may be times when we share it" and "this policy may change" are liberties of the publisher.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Bearer
from policydiff.obligations.cases import Case, Readings, acting
from policydiff.obligations.lexicon import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    ING,
    MODAL,
    NAME,
    NEGATION,
    PARTICIPLE,
    PREPOSITION,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
)
from policydiff.obligations.parties import role_of


def stated_indirectly(case: Case) -> Readings | None:
    """The first of the readings below that knows the verb or the adjective."""
    group, rules, word = case.group, case.lexicon.tables.rules, case.group.adjective
    if case.verb_final:
        return None
    if group.perfect:
        return _trained(case)
    if word in rules.bound_to_holder or (word in rules.handed_on and case.negated):
        bound = group.lemma == "be" and case.role not in ("user", "company", "third-party")
        return case.one("user", "prohibition", "non-transferable") if bound else None
    if group.lemma == "be" and (told := _at_cost(case)) is not None:
        return told
    if group.lemma in rules.appearing and not group.passive:
        return _may_appear(case)
    if word in rules.veiled and group.lemma in ("be", word):
        return _veiled(case)
    if word in rules.automatic and group.lemma == "be":
        return _automatic(case)
    assets = case.within(rules.assets, 6, group.last)
    if group.lemma == "be" and case.role == "data" and assets:
        return _among_assets(case)
    if group.lemma in rules.changing and not group.passive:
        return _changes(case)
    if group.lemma in rules.covering and group.passive:
        return _covered(case)
    if group.lemma in rules.carrying_out and group.passive:
        return _carried_out(case)
    if group.lemma in rules.passing_over and not group.passive:
        return _passes_over(case)
    if group.lemma in rules.teaming and case.role == "company" and not group.passive:
        return _teams_up(case)
    foretold = group.force in ("permit", "commit", None) and case.subject.head in rules.expletives
    if group.lemma == "be" and foretold:
        return _at_times(case)
    if group.lemma == "have" and group.force in ("permit", "commit", "able"):
        return _has_done(case)
    if group.adjective in rules.liable and group.lemma == "be":
        return _liable_to(case)
    if group.lemma == "be" and not group.force and case.within(rules.grounds, 2, group.last):
        grounds = case.within(case.lexicon.tables.periphrasis.sanctions | rules.penalties, 6)
        return case.one("company", "permission", "sanction") if grounds else None
    if group.lemma == "be" and case.says(rules.up_to) and not case.negated:
        return _up_to_us(case)
    if group.lemma in rules.including and group.force in ("permit", "able"):
        return _scrutiny(case)
    return None


def _veiled(case: Case) -> Readings | None:
    """ "The data we collect is anonymous", "your profile is password-protected"."""
    tables, named = case.lexicon.tables, case.named
    if case.group.force not in (None, "commit") or case.negated:
        return None
    parties = tables.parties
    # "the statistics that we share".
    pronoun = case.subject.end - case.subject.start > 1 and case.subject.head in (
        parties.company_pronouns
    )
    if case.role in ("user", "third-party", "document", "service"):
        return None
    if case.role == "company" and not pronoun:
        return None
    known = parties.user_possessives | case.lexicon.data_signs | parties.company_pronouns
    if case.role != "data" and (case.group.force or known.isdisjoint(named)):
        return None
    theirs = not parties.third_nouns.isdisjoint(named)
    ours = parties.company_pronouns | parties.company_possessives
    bearer: Bearer = "third-party" if theirs and ours.isdisjoint(named) else "company"
    return case.one(bearer, case.done, "is-veiled")


def _automatic(case: Case) -> Readings | None:
    """ "Removal from our lists is instant", "deletion will be automatic"."""
    acted = not case.lexicon.tables.rules.acts.isdisjoint(case.named[:3])
    if not acted or case.group.force not in (None, "commit") or case.negated:
        return None
    return case.one("company", case.done, "is-automatic")


def _changes(case: Case) -> Readings | None:
    """ "This policy may change", "prices will change from time to time": the publisher changes it."""
    tables, group = case.lexicon.tables, case.group
    if group.force not in ("permit", "able", "commit") or group.perfect or case.denied:
        return None
    head = case.subject.head or case.tokens.words[case.subject.end - 1]
    if head not in tables.rules.changed or case.subject.yours:
        return None
    at = group.last + 1
    ends = at >= len(case.tokens) or case.tokens.flags[at] & (PREPOSITION | COMMA | PUNCTUATION)
    ends = ends or case.tokens.flags[at] & (SUBORDINATOR | CONJUNCTION | ADVERB)
    weak = case.says(tables.periphrasis.weak_phrases)
    if not ends or (group.force == "commit" and not weak):
        return None  # "we may change them": another verb of another party
    return case.one("company", "permission", "may-change")


def _covered(case: Case) -> Readings | None:
    """ "Transfers within the group will be covered by an agreement"."""
    rules, start = case.lexicon.tables.rules, case.group.last + 1
    if rules.acts.isdisjoint(case.named[:4]) or case.denied:
        return None
    if case.group.force not in (None, "commit") or not case.within(rules.papers, 10, start):
        return None
    return case.one("company", case.done, "covered-by-paper")


def _teams_up(case: Case) -> Readings | None:
    """ "We work with advertising companies to track our adverts"."""
    tables, words, at = case.lexicon.tables, case.tokens.words, case.group.last + 1
    near = words[at + 1 : at + 6]
    if words[at : at + 1] == [] or words[at] not in tables.rules.towards or case.denied:
        return None
    if tables.parties.third_nouns.isdisjoint(near) or case.group.force is not None:
        return None
    follows = case.infinitive()
    acted = follows is not None and (
        case.lexicon.forms.get(words[follows], ("",))[0] in tables.verbs.practice
    )
    helped = not (tables.grammar.relatives | tables.grammar.complementisers).isdisjoint(
        words[at + 2 : at + 8]
    )
    return case.one("company", "practice", "teams-up") if acted or helped else None


def _among_assets(case: Case) -> Readings | None:
    """ "User information is typically one of the assets that is transferred": it is sold along."""
    lexicon, at = case.lexicon, case.group.last
    moved = (lexicon.forms.get(word, ("",))[0] for word in case.tokens.words[at : at + 14])
    if case.denied or lexicon.tables.rules.assigning.isdisjoint(moved):
        return None
    would = case.group.force == "hypothetical"  # "if we were sold, it would be one of"
    return case.one("company", "obligation" if would else case.done, "among-assets")


def _at_times(case: Case) -> Readings | None:
    """ "There may be times when we ask for it", "cases in which you may object"."""
    tables, words, flags = case.lexicon.tables, case.tokens.words, case.tokens.flags
    noun = next(
        (
            i
            for i in range(case.group.last, min(case.group.last + 4, len(words)))
            if words[i] in tables.rules.occasions
        ),
        None,
    )
    if noun is None:
        return None
    at = noun + 1
    while at < len(words) and flags[at] & (PREPOSITION | SUBORDINATOR | RELATIVE):
        at += 1
    if at == noun + 1 or at + 2 >= len(words):
        return None
    if any(flag & NEGATION for flag in flags[at : at + 4]):
        return None
    ours = (
        i
        for i in range(at + 2, min(at + 9, len(words) - 2))
        if words[i] in tables.parties.company_pronouns
    )
    us = next(ours, 0)
    if not case.group.force:  # "there are cases in which Acme may disclose it"
        named = words[at] in tables.parties.company_pronouns or bool(flags[at] & NAME)
        modal = next((i for i in range(at + 1, min(at + 4, len(words) - 1)) if flags[i] & MODAL), 0)
        may = named and modal and tables.modals.get(words[modal]) == "permit"
        return case.one("company", "permission", "at-times", verb=modal + 1) if may else None
    if (
        us
        and not tables.rules.requisite.isdisjoint(words[at:us])
        and words[us + 1] in tables.grammar.infinitive_marks
    ):
        return case.one("company", "permission", "at-times", verb=us + 2)
    if words[at] in tables.parties.company_pronouns or flags[at] & NAME:
        return case.one("company", "permission", "at-times", verb=at + 1)
    free = words[at] in tables.parties.user_pronouns and flags[at + 1] & MODAL
    return case.one("user", "permission", "at-times", verb=at + 2) if free else None


def _scrutiny(case: Case) -> Readings | None:
    """ "The scan may include the use of face recognition"."""
    tables, words = case.lexicon.tables, case.tokens.words
    if tables.rules.scrutiny.isdisjoint(case.named[-2:]) or case.denied:
        return None
    at = case.rest + (case.word() in tables.grammar.definite)
    done = words[at : at + 1]
    form = case.lexicon.forms.get(done[0] if done else "", ("", 0))
    known = not (tables.rules.acts | tables.rules.using).isdisjoint(done)
    known = known or (bool(form[1] & ING) and form[0] in tables.verbs.practice)
    return case.one("company", "permission", "scrutiny") if known else None


def _has_done(case: Case) -> Readings | None:
    """ "Users who cheat will have their accounts removed": by the publisher."""
    tables, words = case.lexicon.tables, case.tokens.words
    if case.role in ("company", "service", "document") or case.denied:
        return None
    whose = tables.parties.user_possessives | tables.grammar.possessives
    if (
        words[case.rest : case.rest + 1] == []
        or words[case.rest] not in whose | tables.grammar.definite
    ):
        return None
    if words[case.rest] in tables.grammar.definite and (
        case.target.role != "data" and tables.rules.contributed.isdisjoint(words[case.rest :])
    ):
        return None  # "will have the meaning given to it"
    for at in range(case.rest + 2, min(case.rest + 7, len(words))):
        lemma, form = case.lexicon.forms.get(words[at], ("", 0))
        done = tables.verbs.practice - tables.rules.not_done | tables.rules.punishing
        if form & PARTICIPLE and lemma in done:
            if case.subject.head in tables.parties.user_pronouns and case.group.force != "commit":
                return case.one("user", "permission", "has-it-done", verb=at)
            may = case.group.force == "permit"
            return case.one(
                "company", "permission" if may else "obligation", "has-it-done", verb=at
            )
    return None


def _liable_to(case: Case) -> Readings | None:
    """ "Posts that break them are liable to be deleted"."""
    words, at = case.tokens.words, case.group.last + 1
    marks = case.lexicon.tables.grammar.infinitive_marks
    if words[at : at + 1] == [] or words[at] not in marks or case.denied:
        return None
    if case.role == "user" and case.group.force is None and words[at + 1 : at + 2] != ["be"]:
        return None
    lemma = case.lexicon.forms.get(" ".join(words[at + 2 : at + 3]), ("",))[0]
    tables = case.lexicon.tables
    punished = lemma in tables.verbs.practice | tables.rules.punishing
    return case.one("company", "permission", "liable-to-be", verb=at + 2) if punished else None


def _up_to_us(case: Case) -> Readings | None:
    """ "What counts as spam is up to us", "up to the staff"."""
    at = next(
        (
            i
            for i in range(case.group.last, len(case.tokens) - 2)
            if case.tokens.phrase(i, i + 2) in case.lexicon.tables.rules.up_to
        ),
        None,
    )
    if at is None:
        return None
    whom = role_of(case.tokens, at + 2, at + 5, case.lexicon, case.parties)
    return case.one("company", "permission", "up-to-us") if whom.role == "company" else None


def _carried_out(case: Case) -> Readings | None:
    """ "The collection of your data is carried out by our partners"."""
    agent, rules = case.agent(), case.lexicon.tables.rules
    known = rules.acts | rules.oversight | rules.scrutiny
    if known.isdisjoint(case.named[:6]) or case.denied or acting(case) in ("user", "third-party"):
        return None
    if case.group.force not in (None, "commit") or (agent is not None and agent.role == "user"):
        return None
    if agent is None:
        return case.one("company", "practice", "carried-out") if not case.group.force else None
    bearer: Bearer = "third-party" if agent.role == "third-party" else "company"
    return case.one(bearer, case.done, "carried-out")


def _passes_over(case: Case) -> Readings | None:
    """ "In a merger, your data will pass to the buyer"."""
    words, at = case.tokens.words, case.group.last + 1
    marks = case.lexicon.tables.grammar.infinitive_marks
    if case.role != "data" or words[at : at + 1] == [] or words[at] not in marks or case.denied:
        return None
    whom = role_of(case.tokens, at + 1, at + 5, case.lexicon, case.parties)
    if case.group.force not in (None, "commit", "permit") or (
        whom.head in case.lexicon.tables.parties.user_pronouns or whom.role == "data"
    ):
        return None
    return case.one("company", case.done, "passes-over")


def _trained(case: Case) -> Readings | None:
    """ "Our staff have been trained in data protection"."""
    rules, group = case.lexicon.tables.rules, case.group
    known = group.passive and group.lemma in rules.training and case.role == "company"
    known = known and not (case.denied or group.force or group.past)
    return case.one("company", "practice", "trained") if known else None


def _at_cost(case: Case) -> Readings | None:
    """ "Return postage is at your expense", "CCTV is in operation"."""
    tables, words, start = case.lexicon.tables, case.tokens.words, case.group.first + 1
    if case.negated or case.group.force not in (None, "commit"):
        return None
    if case.subject.head in tables.rules.expletives or start >= len(words):
        return None
    if words[start] not in tables.parties.place_marks:
        return None
    near = words[start : start + 5]
    if not tables.rules.expense.isdisjoint(near) and case.role in ("other", "data", "service"):
        if not tables.parties.user_possessives.isdisjoint(near):
            return case.one("user", "obligation", "at-cost")
        if not tables.parties.company_possessives.isdisjoint(near):
            return case.one("company", case.done, "at-cost")
    watched = not tables.rules.watchers.isdisjoint(case.named) and not case.group.force
    if watched and not tables.rules.at_work.isdisjoint(near):
        return case.one("company", "practice", "at-work")
    guarded = not tables.parties.measure_nouns.isdisjoint(case.named) and not case.group.force
    standing = near[1:2] and near[1] in tables.rules.at_work and case.predication.place == "main"
    if guarded and standing and case.role not in ("user", "third-party"):
        return case.one("company", "practice", "at-work")  # "safeguards are in place"
    return None


def _may_appear(case: Case) -> Readings | None:
    """ "Photographs taken at events may appear on our website"."""
    tables = case.lexicon.tables
    theirs = case.role == "data" or not tables.rules.contributed.isdisjoint(case.named)
    theirs = theirs or not case.lexicon.data_signs.isdisjoint(case.named[:2])
    theirs = theirs or not tables.rules.likenesses.isdisjoint(case.named)
    ours = case.within(tables.parties.company_possessives, 3, case.group.last + 1)
    beside = case.subject.yours and case.within(tables.rules.beside, 2, case.group.last + 1)
    if beside and case.group.force in (None, "commit"):
        shown = case.reading("company", case.done, "appears")  # "your photo appears next to it"
        return (replace(shown, verbs=("display",)),)
    may = case.group.force in ("permit", "able")
    return case.one("company", "permission", "may-appear") if theirs and ours and may else None
