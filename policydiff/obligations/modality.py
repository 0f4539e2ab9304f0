"""From a predication to what it binds: an ordered table of rules, each with a name.

The first rule that speaks decides. A rule returns None (not my case), () (I know this: it carries
nothing) or readings.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from policydiff.obligations.cases import LEAD_IN, Case, Reading, Readings, about_data
from policydiff.obligations.lexicon import COMMA, PREPOSITION, RELATIVE, THAT, Lexicon
from policydiff.obligations.parties import Parties
from policydiff.obligations.predications import Predication
from policydiff.obligations.rules_address import (
    advised_against,
    bears_in_mind,
    controls,
    expected,
    imperative,
    inside_mandate,
    offers_control,
    passing_on,
)
from policydiff.obligations.rules_choice import offered_choice
from policydiff.obligations.rules_consent import consent_by_use
from policydiff.obligations.rules_constitutive import constitutive, staying
from policydiff.obligations.rules_denial import (
    ceased,
    denied_duty,
    granted_licence,
    kept_right,
    no_claim,
    not_ceasing,
    not_hindered,
    own_rule,
    renounced,
    withheld_grant,
)
from policydiff.obligations.rules_disclaimer import (
    at_own_risk,
    denied_responsibility,
    insecurity,
    kept_liability,
    no_endorsement,
    not_exact,
    sanction,
)
from policydiff.obligations.rules_duties import needful, rests_with
from policydiff.obligations.rules_indirect import stated_indirectly
from policydiff.obligations.rules_measures import measures_for, measures_will_include
from policydiff.obligations.rules_modal import discretion, modal_active
from policydiff.obligations.rules_modal_passive import modal_passive
from policydiff.obligations.rules_needs import needs, promised, trying, willing
from policydiff.obligations.rules_periphrasis import be_adjective, be_semi_auxiliary, have_right
from policydiff.obligations.rules_plain import bears_cost, nominal_act, past_event, plain_active
from policydiff.obligations.rules_plain_passive import plain_passive
from policydiff.obligations.rules_pointers import pointer
from policydiff.obligations.rules_state import stated_of_thing
from policydiff.obligations.rules_things import (
    asks_for_data,
    between_parties,
    disavowed,
    owned_duty,
    serves_us,
    told_by_thing,
    told_us,
    works_by,
)
from policydiff.obligations.tokens import Tokens

Rule = Callable[[Case], Readings | None]

RULES: tuple[tuple[str, Rule], ...] = (
    ("ceased", ceased),
    ("past-event", past_event),
    ("not-ceasing", not_ceasing),
    ("not-hindered", not_hindered),
    ("insecurity", insecurity),
    ("own-risk", at_own_risk),
    ("no-endorsement", no_endorsement),
    ("kept-liability", kept_liability),
    ("denied-responsibility", denied_responsibility),
    ("sanction", sanction),
    ("not-exact", not_exact),
    ("owned-duty", owned_duty),
    ("denied-duty", denied_duty),
    ("disavowed", disavowed),
    ("no-claim", no_claim),
    ("withheld-grant", withheld_grant),
    ("granted-licence", granted_licence),
    ("renounced", renounced),
    ("kept-right", kept_right),
    ("own-rule", own_rule),
    ("serves-us", serves_us),
    ("works-by", works_by),
    ("offered-choice", offered_choice),
    ("stated-of-thing", stated_of_thing),
    ("stated-indirectly", stated_indirectly),
    ("asks-for-data", asks_for_data),
    ("told-us", told_us),
    ("told-by-thing", told_by_thing),
    ("between-parties", between_parties),
    ("adjective", be_adjective),
    ("mandate", inside_mandate),
    ("advised-against", advised_against),
    ("bears-in-mind", bears_in_mind),
    ("expected", expected),
    ("nominal-act", nominal_act),
    ("staying", staying),
    ("measures-for", measures_for),
    ("measures-will-include", measures_will_include),
    ("constitutive", constitutive),
    ("pointer", pointer),
    ("consent-by-use", consent_by_use),
    ("promised", promised),
    ("imperative", imperative),
    ("needful", needful),
    ("rests-with", rests_with),
    ("right", have_right),
    ("semi-auxiliary", be_semi_auxiliary),
    ("offers-control", offers_control),
    ("controls", controls),
    ("passing-on", passing_on),
    ("needs", needs),
    ("willing", willing),
    ("trying", trying),
    ("bears-cost", bears_cost),
    ("discretion", discretion),
    ("modal-active", modal_active),
    ("modal-passive", modal_passive),
    ("plain-passive", plain_passive),
    ("plain-active", plain_active),
)


def read_predication(
    predication: Predication, tokens: Tokens, lexicon: Lexicon, parties: Parties
) -> Readings:
    """What one predication asserts; () when it binds nobody."""
    case = Case(predication, tokens, lexicon, parties)
    if case.role == "both":
        sides = (
            replace(predication.subject, role=side, mutual=True) for side in ("company", "user")
        )
        return tuple(
            reading
            for side in sides
            for reading in read_predication(
                replace(predication, subject=side), tokens, lexicon, parties
            )
        )
    if case.subject.beside:
        them = replace(predication.subject, role="third-party", beside=False)
        theirs = read_predication(replace(predication, subject=them), tokens, lexicon, parties)
        us = replace(predication.subject, beside=False)
        ours = read_predication(replace(predication, subject=us), tokens, lexicon, parties)
        theirs = tuple(
            r for r in theirs if r.bearer == "third-party" and r.modality != "disclaimer"
        )
        return (*ours, *theirs) if ours else ()
    if _half_denied(case):
        return ()
    readings = next((said for _, rule in RULES if (said := rule(case)) is not None), ())
    if predication.place == "relative":
        # A relative clause labels only what others must or must not do.
        return tuple(
            r
            for r in readings
            if (r.bearer == "third-party" and r.modality in ("obligation", "prohibition"))
            or (r.bearer == "company" and r.rule == "no-control")
            or (r.rule == "may-change" and _stands_apart(case))
            or (r.bearer == "user" and (r.rule == "should" or _goes_on(case)))
            or (r.rule == "practice" and _asks_there(case))
            or (r.rule == "sanction" and case.has(lexicon.tables.periphrasis.leads_to))
            or (r.modality == "permission" and (_is_granted(case) or _may_choose(case)))
        )
    return readings


def _stands_apart(case: Case) -> bool:
    """ "Subject to these terms, which may be updated": a comma before the relative pronoun."""
    flags = case.tokens.flags
    opener = next((at for at in range(case.group.first - 1, 0, -1) if flags[at] & RELATIVE), 0)
    return opener > 0 and bool(flags[opener - 1] & COMMA)


def _goes_on(case: Case) -> bool:
    """ "…, who shall then be responsible": no part of the noun, but what comes next."""
    words, grammar = case.tokens.words, case.lexicon.tables.grammar
    if case.group.force not in ("commit", "require") or case.group.modal == "":
        return False
    at = case.group.first - 1
    if words[at] not in grammar.personal_pronouns:
        return False
    within = words[at : case.group.last + 1]
    return bool(case.tokens.flags[at - 1] & COMMA) or not grammar.sequels.isdisjoint(within)


def _is_granted(case: Case) -> bool:
    """ "You give us data, which we may use to", "visit other sites, who may collect your data".

    Not in "this policy describes the data that we may collect".
    """
    verbs, group, flags = case.lexicon.tables.verbs, case.group, case.tokens.flags
    if case.lexicon.tables.modals.get(group.modal) != "permit" or group.passive or not group.verbs:
        return False
    if case.role not in ("company", "third-party") or group.lemma not in verbs.practice:
        return False
    opener = next((at for at in range(group.first - 1, 0, -1) if flags[at] & (RELATIVE | THAT)), 0)
    told = verbs.reporting | verbs.constitutive | verbs.transparent
    if case.role != "third-party":
        told |= verbs.pointers | case.lexicon.tables.rules.looking_up
    host = case.predication.host
    if not opener or not host or host in told:
        return False
    apart = bool(flags[opener - 1] & COMMA)
    if case.role == "third-party":
        return apart and about_data(case)
    known = frozenset(case.tokens.words[max(0, opener - 4) : opener])
    about = known & (case.lexicon.data_signs | case.lexicon.tables.rules.trackers)
    return bool(about) and (apart or group.lemma not in verbs.weak_practice)


def _asks_there(case: Case) -> bool:
    """ "We run contests in which we ask visitors for their address": what the contests are for."""
    verbs, group, words = case.lexicon.tables.verbs, case.group, case.tokens.words
    asks = group.lemma in verbs.requests & verbs.practice and case.predication.host
    ours = words[group.first - 1] in case.lexicon.tables.parties.company_pronouns
    told = verbs.reporting | verbs.constitutive | verbs.transparent
    return bool(asks and ours) and about_data(case) and case.predication.host not in told


def _may_choose(case: Case) -> bool:
    """ "Newsletters, which you can opt out of", "settings where you can choose whether".

    Not in "tools that you may delete", "a list of partners, which you can review here".
    """
    rules, group, words, flags = (
        case.lexicon.tables.rules, case.group, case.tokens.words, case.tokens.flags
    )  # fmt: skip
    you = case.role == "user" and case.subject.head in case.lexicon.tables.parties.user_pronouns
    if not you or group.force not in ("permit", "able") or group.passive or case.denied:
        return False
    low = max(0, group.first - 6)
    near = (at for at in range(group.first - 1, low, -1) if words[at] in rules.there)
    place = next(near, None)
    if place is not None:
        yours = case.within(case.lexicon.tables.parties.user_possessives, 4)
        chosen = rules.choosing if yours else rules.choosing - rules.browsing | rules.deciding
        return group.lemma in chosen
    opener = next(
        (at for at in range(group.first - 1, low, -1) if flags[at] & (RELATIVE | THAT)), 0
    )
    told = case.lexicon.tables.verbs.reporting | case.lexicon.tables.verbs.transparent
    if not opener or case.predication.host in told | case.lexicon.tables.verbs.constitutive:
        return False
    apart = flags[opener - 1] & COMMA or flags[opener - 1] & PREPOSITION
    known = rules.choosing - rules.browsing if apart else rules.opting_out
    return group.lemma in known


def _half_denied(case: Case) -> bool:
    """ "Not all data is deleted", "we will hardly ever share it": neither a yes nor a no."""
    grammar, words = case.lexicon.tables.grammar, case.tokens.words
    start, group = case.subject.start, case.group
    some = start and words[start - 1] in grammar.negations and words[start] in grammar.universals
    if some:
        return True
    within = words[group.first : group.last + 1]
    exact = group.adjective in case.lexicon.tables.rules.exact
    if (
        group.negated
        and not exact
        and group.force != "able"
        and not grammar.partial_denials.isdisjoint(within)
    ):
        return True  # "it may not always work", but "we cannot always prevent it" denies
    if not group.modal:
        return False
    around = words[max(0, group.first - 2) : group.last + 1]
    return not grammar.near_negations.isdisjoint(around)


__all__ = ["LEAD_IN", "RULES", "Reading", "read_predication"]
