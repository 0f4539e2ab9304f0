"""Rules that deny responsibility, warranty or ability, and the threat of a sanction."""

from __future__ import annotations

from policydiff.obligations.cases import Case, Readings, acting
from policydiff.obligations.lexicon import NO, PREPOSITION
from policydiff.obligations.rule_tables import Words


def insecurity(case: Case) -> Readings | None:
    """ "No method is secure", "perfect security does not exist"."""
    words, rules = case.lexicon.tables.periphrasis.insecurity_words, case.lexicon.tables.rules
    group = case.group
    negative = case.negated or (
        case.tokens.flags[case.rest : case.rest + 1] and bool(case.tokens.flags[case.rest] & NO)
    )
    impossible = group.adjective in rules.impossible and not case.negated
    if not (negative or impossible) or acting(case) in ("user", "third-party"):
        return None
    about = (
        (impossible and case.within(words, 8))
        or group.adjective in words
        or (
            (group.lemma in ("be", "have") or group.lemma in rules.existing | rules.guaranteeing)
            and case.within(words, 8)
        )
        or (group.passive and group.lemma in words)
    )
    named = case.tokens.words[case.subject.start : group.first]
    unheard_of = case.verb_final and group.adjective in rules.possible
    about = about or (unheard_of and not words.isdisjoint(named))
    about = about or (
        group.lemma in rules.existing
        and not words.isdisjoint(case.tokens.words[case.subject.start : group.first])
    )
    if about and case.role != "company":
        return case.one("company", "disclaimer", "no-security-is-perfect")
    return None


def at_own_risk(case: Case) -> Readings | None:
    """ "You use the site at your own risk", "provided as is"."""
    semi = case.lexicon.tables.periphrasis
    if case.role == "company" and case.group.force in ("permit", "able"):
        return None  # "we may change these terms with no liability to you", "at our own risk"
    if case.says(semi.own_risk_phrases):
        return case.one("company", "disclaimer", "own-risk")
    if not case.lexicon.tables.rules.captions.isdisjoint(case.named):
        return None  # "the headings are for reference only"
    told = f" {case.tokens.phrase(case.subject.start, case.predication.end)} "
    told = told if case.role in ("service", "data", "other", "company") else ""
    if any(f" {phrase} " in told for phrase in semi.warranty_phrases):  # not "as available, we"
        return case.one("company", "disclaimer", "no-warranty")
    return None


def no_endorsement(case: Case) -> Readings | None:
    """ "does not constitute advice", "does not mean that we endorse it"."""
    rules, group = case.lexicon.tables.rules, case.group
    if group.lemma in rules.replacing and case.denied and not (group.passive or group.force):
        told = case.within(rules.endorsements, 8) and case.role not in ("user", "third-party")
        return case.one("company", "disclaimer", "no-endorsement") if told else None
    if group.passive and case.negated and group.lemma in rules.construing:
        advice = (
            case.word() in rules.taken_as and case.within(rules.counsel, 12) and case.role != "user"
        )
        return case.one("company", "disclaimer", "no-endorsement") if advice else None
    if group.lemma not in rules.signifying or not case.denied or case.role in ("user", "company"):
        return None
    if not case.within(rules.endorsements, 12):
        return None
    return case.one("company", "disclaimer", "no-endorsement")


def kept_liability(case: Case) -> Readings | None:
    """ "We do not exclude our liability", "nothing in these terms limits it": a promise."""
    rules, group = case.lexicon.tables.rules, case.group
    if not case.has(rules.keeping_open) or group.passive or not case.negated:
        return None
    if acting(case) == "user" or not case.within(case.lexicon.tables.periphrasis.liabilities, 6):
        return None
    return case.one("company", "prohibition", "keeps-liability")


def denied_responsibility(case: Case) -> Readings | None:
    """ "is not responsible for", "shall not be liable", "assumes no liability"."""
    semi, verbs = case.lexicon.tables.periphrasis, case.lexicon.tables.verbs
    rules = case.lexicon.tables.rules
    group = case.group
    if group.lemma in rules.denying and case.denied:
        return ()  # "we do not disclaim liability"
    owned = case.lexicon.tables.parties.company_possessives | case.parties.company
    hopeless = group.adjective in (rules.possible if case.negated else rules.impossible)
    ours = case.lexicon.tables.parties.company_pronouns | case.parties.company
    if hopeless and case.word() in rules.for_marks and case.word(1) in ours:
        return case.one(
            "company", "disclaimer", "unable"
        )  # "it is impossible for us to prevent it"
    theirs = case.role == "third-party" and group.lemma in rules.vouching
    if (
        group.passive
        and (theirs or group.lemma in rules.steering)
        and case.denied
        and not group.force
    ):
        agent = case.agent()
        if agent is not None and agent.role == "company" and case.role != "user":
            return case.one("company", "disclaimer", "no-control")  # "not controlled by us"
    beyond = group.lemma == "be" and case.word() in rules.out_of and not case.denied
    if beyond and case.within(semi.have_disclaimer, 4) and case.within(owned, 3):
        return case.one("company", "disclaimer", "no-control")  # "which are outside our control"
    held = group.passive and group.lemma in rules.holding  # "we will not be held liable"
    behind = case.tokens.flags[case.rest : case.rest + 1]
    aside = group.lemma == "be" and any(flag & PREPOSITION for flag in behind)
    # "we are not in any way liable"
    liable = (held or aside) and case.within(semi.be_disclaimer, 5)
    if held and liable and case.role == "user" and not case.denied:
        return case.one("user", "obligation", "held-responsible")
    if case.negated and (liable or group.adjective in semi.be_disclaimer):
        bearer = acting(case)
        if held:
            bearer = "user" if case.role == "user" else "company"
        if bearer == "user" and not case.subject.mutual:
            return case.one("user", "permission", "not-responsible")
        return case.one(bearer or "company", "disclaimer", "not-responsible")
    if acting(case) == "user":
        none = case.negated or any(
            flag & NO for flag in case.tokens.flags[case.rest : case.rest + 1]
        )
        owed = case.within(semi.liabilities | semi.be_disclaimer, 4)
        if case.subject.mutual and group.lemma == "have" and none and owed:
            return case.one("user", "disclaimer", "not-responsible")  # "neither party has any"
        freed = group.lemma in rules.releasing and case.target.role == "company"
        if freed and not (case.negated or group.passive) and case.within(_freed(case), 14):
            return case.one("company", "disclaimer", "released")
        return None
    given_back = case.within(rules.refunds | rules.paid, 4) and not case.within(semi.liabilities, 4)
    if group.lemma in rules.accepting and case.negated and given_back:
        return None  # "we do not accept returns"
    at = case.rest
    nothing = at < len(case.tokens) and bool(case.tokens.flags[at] & NO)
    begin = case.predication.start if case.verb_final else None  # there the verb stands last
    if (
        case.negated
        and group.lemma in rules.taking_on
        and case.within(
            semi.be_disclaimer | semi.liabilities, 12 if begin is not None else 5, begin
        )
    ):
        return case.one(acting(case) or "company", "disclaimer", "no-responsibility")
    if (
        (case.negated or group.passive)
        and group.lemma in rules.capping
        and (
            not case.lexicon.tables.periphrasis.liabilities.isdisjoint(
                case.tokens.words[case.predication.start : group.last]
            )
        )
    ):
        return case.one("company", "disclaimer", "limited-liability")
    has = group.lemma == "have" or (group.lemma in rules.wielding and nothing)
    if has and (nothing or case.negated) and case.within(semi.have_disclaimer, 7):
        to_do = case.within(semi.have_obligation, 5) and case.near(case.infinitive(), 5)
        rule = "no-duty" if to_do else "no-control"
        return case.one(acting(case) or "company", "disclaimer", rule)
    if case.has(verbs.disclaiming) and (nothing or (case.negated and not group.passive)):
        return case.one(acting(case) or "company", "disclaimer", "no-guarantee")
    excluded = group.passive and group.adjective in rules.excluded and not case.denied
    if excluded and not (rules.assurances.isdisjoint(case.named) or case.subject.yours):
        return case.one("company", "disclaimer", "disclaim")  # "all warranties are excluded"
    ruled_out = group.lemma in rules.excluding and case.role == "company" and not case.denied
    if ruled_out and case.within(rules.assurances | semi.liabilities, 5):
        return case.one("company", "disclaimer", "disclaim")  # "we exclude all warranties"
    if group.lemma in rules.denying and not case.negated:
        return case.one("company", "disclaimer", "disclaim")
    assured = group.lemma in rules.making | verbs.granting and (nothing or case.negated)
    if assured and not group.passive and case.within(rules.assurances, 4):
        return case.one("company", "disclaimer", "no-guarantee")
    under = group.lemma == "be" and case.word() in rules.under and at + 1 < len(case.tokens)
    if under and case.tokens.flags[at + 1] & NO and case.within(semi.have_disclaimer, 5):
        return case.one(acting(case) or "company", "disclaimer", "no-obligation")
    if (
        case.role == "company"
        and case.negated
        and case.has(verbs.unable)
        and (case.group.force in ("able", "hypothetical", None) or group.lemma in verbs.disclaiming)
    ):
        return case.one("company", "disclaimer", "cannot-ensure")
    return None


def _freed(case: Case) -> Words:
    return case.lexicon.tables.periphrasis.liabilities | case.lexicon.tables.rules.claims


def not_exact(case: Case) -> Readings | None:
    """ "Output may not be accurate", "our services may give incorrect answers": a warning."""
    rules, semi, group = case.lexicon.tables.rules, case.lexicon.tables.periphrasis, case.group
    modals = case.lexicon.tables.modals
    free = modals.get(group.modal) in ("permit", "able") or group.force == "hypothetical"
    if not free or group.perfect or group.passive:
        return None
    outputs = not rules.outputs.isdisjoint(case.named)
    if not outputs and not (case.role == "service" and case.subject.owned):
        return None
    wrong = case.negated and group.adjective in rules.exact
    wrong = wrong or (
        not case.negated and case.has(semi.mishap_verbs) and case.within(semi.mishaps, 5)
    )
    return case.one("company", "disclaimer", "not-exact") if wrong else None


def sanction(case: Case) -> Readings | None:
    """ "A breach may lead to suspension"."""
    semi, rules = case.lexicon.tables.periphrasis, case.lexicon.tables.rules
    named = case.named
    incurs = case.group.lemma in rules.facing and acting(case) == "user"
    if incurs and case.within(semi.sanctions | rules.penalties, 8) and not case.denied:
        return case.one("company", "permission", "sanction")  # "users may face immediate deletion"
    told = case.group.force or not case.lexicon.tables.rules.breaches.isdisjoint(named)
    if case.has(semi.leads_to) and told and case.within(semi.sanctions, 12) and not case.denied:
        return case.one("company", "permission", "sanction")
    return _punished(case, named) if case.has(semi.leads_to) and not case.denied else None


def _punished(case: Case, named: list[str]) -> Readings | None:
    """ "Exceeding the limits may result in throttling", "failure to pay will lead to loss of access"."""
    rules, semi = case.lexicon.tables.rules, case.lexicon.tables.periphrasis
    if not named or case.group.force not in (None, "permit", "able", "commit"):
        return None
    first = case.lexicon.forms.get(named[0], (named[0],))[0]
    if rules.breaches.isdisjoint(named[:4]) and first not in rules.overstepping:
        return None
    punished = case.within(semi.sanctions | rules.penalties | rules.setbacks | rules.costs, 16)
    words, forms = case.tokens.words, case.lexicon.forms
    # "may result in your address being stored".
    stored = any(
        words[at - 1] in case.lexicon.tables.grammar.non_finite
        and forms.get(words[at], ("",))[0] in case.lexicon.tables.verbs.practice | rules.punishing
        for at in range(case.rest + 1, case.predication.end)
    )
    return case.one("company", "permission", "sanction") if punished or stored else None
