"""From a predication to what it binds: an ordered table of rules, each with a name.

The first rule that speaks decides. A rule returns None (not my case), () (I know this: it carries
nothing) or readings. Numbers in docstrings are the edge rules of the obligation definition.
Sources: Palmer 2001 (deontic and epistemic modality); Quirk et al. 1985, 3.40-3.46, 4.51-4.66.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policydiff.model import Bearer, Modality, Strength
from policydiff.obligations.lexicon import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    LINK,
    MASKED,
    NEGATION,
    NO,
    PREPOSITION,
    RELATIVE,
    SUBORDINATOR,
    Lexicon,
    Words,
)
from policydiff.obligations.parties import NounPhrase, Parties, antecedent_of, role_of
from policydiff.obligations.predications import Predication
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import VerbGroup, after


@dataclass(frozen=True, slots=True)
class Reading:
    """One label of one predication; token range half-open."""

    bearer: Bearer
    modality: Modality
    rule: str
    cue: str
    start: int
    end: int
    verb: int  # token where the action begins
    verbs: tuple[str, ...]  # base forms of the bound verbs
    strength: Strength | None = None  # where the rule knows better than the wording


class Case:
    """A predication with what rules ask about it."""

    def __init__(
        self, predication: Predication, tokens: Tokens, lexicon: Lexicon, parties: Parties
    ) -> None:
        self.predication, self.tokens = predication, tokens
        self.lexicon, self.parties = lexicon, parties
        self.group: VerbGroup = predication.group
        self.subject: NounPhrase = predication.subject
        self.role = predication.subject.role
        self.negated = self.group.negated != self.subject.negated
        self.rest = after(tokens, self.group.last)  # first word of the complement
        self._object: NounPhrase | None = None

    @property
    def verbs(self) -> tuple[str, ...]:
        return self.group.verbs

    def has(self, words: Words) -> bool:
        """Is the main verb one of these?"""
        return not words.isdisjoint(self.group.verbs)

    @property
    def object(self) -> NounPhrase:
        """The noun phrase right after the verb."""
        if self._object is None:
            end = self.rest
            flags = self.tokens.flags
            while end < len(self.tokens) and not (
                flags[end] & (COMMA | MASKED)
                or (flags[end] & PREPOSITION and end > self.rest)
            ):
                end += 1
            if self.tokens.words[self.rest : self.rest + 1] == ["them"]:
                found = antecedent_of(self.tokens, self.rest, self.lexicon, self.parties)
                self._object = NounPhrase(found.role, self.rest, self.rest + 1, head="them")
            elif self.rest < len(self.tokens) and flags[self.rest] & PREPOSITION:
                self._object = NounPhrase("other", self.rest, self.rest)
            else:
                self._object = role_of(
                    self.tokens, self.rest, end, self.lexicon, self.parties
                )
        return self._object

    def word(self, offset: int = 0) -> str:
        index = self.rest + offset
        return self.tokens.words[index] if index < len(self.tokens) else ""

    def within(self, words: Words, reach: int = 200, start: int | None = None) -> bool:
        """Does one of `words` (single words) stand in the complement?"""
        begin = self.rest if start is None else start
        return not words.isdisjoint(
            self.tokens.words[begin : min(self.predication.end, begin + reach)]
        )

    def says(self, phrases: Words) -> bool:
        """Does one of `phrases` stand anywhere in the predication?"""
        text = f" {self.tokens.phrase(self.predication.start, self.predication.end)} "
        return any(f" {phrase} " in text for phrase in phrases)

    def limited(self) -> bool:
        """ "only" or "solely" in the verb group or in what it governs (13)."""
        if self.group.limited:
            return True
        words, flags = self.tokens.words, self.tokens.flags
        limiters = self.lexicon.tables.grammar.limiters
        for index in range(self.group.last + 1, self.predication.end):
            if words[index] in limiters and not flags[index - 1] & NEGATION:
                return True
            if flags[index] & (SUBORDINATOR | RELATIVE) and not flags[index] & PREPOSITION:
                return False
        return False

    def agent(self) -> NounPhrase | None:
        """Who a passive names with "by", if it does so close to the verb."""
        words, flags = self.tokens.words, self.tokens.flags
        marks = self.lexicon.tables.grammar.agent_marks
        for index in range(self.group.last + 1, min(self.predication.end, self.group.last + 12)):
            if flags[index] & COMMA:
                return None
            if words[index] in marks:
                end = index + 1
                while end < self.predication.end and not flags[end] & (COMMA | MASKED):
                    end += 1
                found = role_of(self.tokens, index + 1, end, self.lexicon, self.parties)
                if found.role in ("company", "user", "third-party"):
                    return found
                if end - index > 3 and self.tokens.text[
                    self.tokens.starts[index + 1] : self.tokens.starts[index + 1] + 1
                ].isupper():
                    return NounPhrase("third-party", index + 1, end)
                return None
        return None

    def infinitive(self) -> int | None:
        """Index of the verb after "to" in the complement (close by), passing "not"."""
        words, flags = self.tokens.words, self.tokens.flags
        marks = self.lexicon.tables.grammar.infinitive_marks
        for index in range(self.group.last + 1, min(self.predication.end - 1, self.group.last + 14)):
            if flags[index] & LINK:
                return None
            if words[index] in marks:
                return index + 1
        return None

    def infinitive_negated(self) -> bool:
        """ "not to", "to not": is the infinitive after the verb negated?"""
        index = self.infinitive()
        if index is None:
            return False
        flags = self.tokens.flags
        return bool(flags[index] & NEGATION) or bool(index >= 2 and flags[index - 2] & NEGATION)

    def cue(self) -> str:
        """The deciding words, without what stands between them."""
        words, flags = self.tokens.words, self.tokens.flags
        first, last = self.group.first, self.group.last
        parts = []
        for index in range(first, last + 1):
            if flags[index] & MASKED:
                continue
            if index == last and self.group.modal and not self.group.adjective:
                break
            if flags[index] & (NEGATION | NO) or not flags[index] & (ADVERB | COMMA | CONJUNCTION):
                parts.append(words[index])
            if self.group.modal and self.group.lemma not in ("be", "have") and len(parts) > 2:
                break
        return " ".join(parts[:6])

    def reading(
        self,
        bearer: Bearer,
        modality: Modality,
        rule: str,
        *,
        verb: int | None = None,
        strength: Strength | None = None,
    ) -> Reading:
        at = self.group.last if verb is None else verb
        verbs = self.verbs
        if verb is not None and verb < len(self.tokens):
            form = self.lexicon.forms.get(self.tokens.words[verb])
            verbs = (form[0] if form else self.tokens.words[verb],)
        elif len(verbs) > 1:
            at = self._first_verb()
        return Reading(
            bearer, modality, rule, self.cue(), self.predication.start, self.predication.end,
            at, verbs, strength,
        )  # fmt: skip

    def _first_verb(self) -> int:
        forms = self.lexicon.forms
        for index in range(self.group.first, self.group.last + 1):
            if forms.get(self.tokens.words[index], ("",))[0] == self.verbs[0]:
                return index
        return self.group.last

    def one(self, bearer: Bearer, modality: Modality, rule: str, **more: object) -> Readings:
        return (self.reading(bearer, modality, rule, **more),)  # type: ignore[arg-type]


Readings = tuple[Reading, ...]
Rule = Callable[[Case], Readings | None]


def _acts(case: Case) -> Bearer | None:
    """The party that a subject stands for when it acts: the publisher's things act for it."""
    if case.role in ("company", "service"):
        return "company"
    if case.role == "user":
        return "user"
    if case.role == "third-party":
        return "third-party"
    return None


def past_event(case: Case) -> Readings | None:
    """A past tense tells a story, not a rule."""
    if case.group.past and not case.group.modal:
        return ()
    return None


def insecurity(case: Case) -> Readings | None:
    """ "No method is secure", "perfect security does not exist" (18)."""
    words = case.lexicon.tables.periphrasis.insecurity_words
    group = case.group
    negative = case.negated or (case.tokens.flags[case.rest : case.rest + 1] and bool(
        case.tokens.flags[case.rest] & NO
    ))
    if not negative or _acts(case) in ("user", "third-party"):
        return None
    about = (
        group.adjective in words
        or (group.lemma in ("be", "exist", "have", "guarantee") and case.within(words, 8))
        or (group.passive and group.lemma in words)
    )
    about = about or (
        group.lemma == "exist"
        and not words.isdisjoint(case.tokens.words[case.subject.start : group.first])
    )
    if about and case.role != "company":
        return case.one("company", "disclaimer", "no-security-is-perfect")
    return None


def at_own_risk(case: Case) -> Readings | None:
    """ "You use the site at your own risk", "provided as is"."""
    semi = case.lexicon.tables.periphrasis
    if case.says(semi.own_risk_phrases):
        return case.one("company", "disclaimer", "own-risk")
    if case.role in ("service", "data", "other", "company") and case.says(semi.warranty_phrases):
        return case.one("company", "disclaimer", "no-warranty")
    return None


_LIABILITY = frozenset({"responsibility", "liability", "liabilities"})


def denied_responsibility(case: Case) -> Readings | None:
    """ "is not responsible for", "shall not be liable", "assumes no liability"."""
    semi, verbs = case.lexicon.tables.periphrasis, case.lexicon.tables.verbs
    group = case.group
    if group.adjective in semi.be_disclaimer and case.negated:
        bearer = _acts(case)
        if bearer == "user":
            return case.one("user", "permission", "not-responsible")
        return case.one(bearer or "company", "disclaimer", "not-responsible")
    if _acts(case) == "user":
        return None
    at = case.rest
    nothing = at < len(case.tokens) and bool(case.tokens.flags[at] & NO)
    if case.negated and group.lemma in ("take", "accept", "bear", "assume") and case.within(
        semi.be_disclaimer | _LIABILITY, 5
    ):
        return case.one(_acts(case) or "company", "disclaimer", "no-responsibility")
    if (case.negated or group.passive) and group.lemma in ("exceed", "limit") and (
        not _LIABILITY.isdisjoint(case.tokens.words[case.predication.start : group.first])
    ):
        return case.one("company", "disclaimer", "limited-liability")
    if group.lemma == "have" and (nothing or case.negated) and case.within(semi.have_disclaimer, 5):
        return case.one(_acts(case) or "company", "disclaimer", "no-control")
    if case.has(verbs.disclaiming) and (nothing or (case.negated and not group.passive)):
        return case.one(_acts(case) or "company", "disclaimer", "no-guarantee")
    if group.lemma == "disclaim" and not case.negated:
        return case.one("company", "disclaimer", "disclaim")
    if group.lemma == "make" and nothing and case.within(verbs.disclaiming | semi.insecurity_words):
        return case.one("company", "disclaimer", "no-guarantee")
    if group.lemma == "be" and case.word() == "under" and case.within(semi.have_disclaimer, 5):
        if case.tokens.flags[at + 1 : at + 2] and case.tokens.flags[at + 1] & NO:
            return case.one(_acts(case) or "company", "disclaimer", "no-obligation")
    if case.role == "company" and case.negated and case.has(verbs.unable) and (
        case.group.force in ("able", "hypothetical", None) or group.lemma in verbs.disclaiming
    ):
        return case.one("company", "disclaimer", "cannot-ensure")
    return None


def sanction(case: Case) -> Readings | None:
    """ "A breach may lead to suspension" (21)."""
    semi = case.lexicon.tables.periphrasis
    if case.has(semi.leads_to) and case.group.force and case.within(semi.sanctions, 12):
        return case.one("company", "permission", "sanction")
    return None


def constitutive(case: Case) -> Readings | None:
    """Texts and things that mean, govern, include or become (8, 15)."""
    group, verbs = case.group, case.lexicon.tables.verbs
    if _acts(case) in ("user", "third-party") or case.role == "company":
        return None
    if case.role == "measure" and group.lemma == "include" and not group.modal:
        form = case.lexicon.forms.get(case.word(), ("", 0))[1]
        return case.one("company", "practice", "measures-include") if form else ()
    if group.force in ("require", "advise"):
        return None
    if group.lemma in verbs.constitutive or (
        group.passive and group.lemma in verbs.constitutive
    ):
        return ()
    return None


def have_right(case: Case) -> Readings | None:
    """ "have the right to", "reserve the right", "are entitled to", "it is your responsibility"."""
    semi = case.lexicon.tables.periphrasis
    group = case.group
    bearer = _acts(case)
    near = frozenset(case.tokens.words[case.rest : case.rest + 5])
    rights = near & semi.have_permission
    if group.lemma in semi.reserve and rights and bearer:
        return case.one(bearer, "permission", "reserve-right", verb=case.infinitive())
    if group.lemma == "have" and bearer and rights and group.force in ("require", "advise"):
        return case.one(bearer, "obligation", "must-have")
    if group.lemma == "have" and bearer and rights:
        if case.negated or case.tokens.flags[case.rest] & NO:
            return case.one(bearer, "prohibition", "no-right", verb=case.infinitive())
        return case.one(bearer, "permission", "have-right", verb=case.infinitive())
    if group.lemma == "have" and bearer and near & semi.have_obligation:
        if case.negated or case.tokens.flags[case.rest] & NO:
            modality = "disclaimer" if bearer == "company" else "permission"
            return case.one(bearer, modality, "no-duty", verb=case.infinitive())
        if group.force == "permit":
            return case.one(bearer, "permission", "may-have-duty", verb=case.infinitive())
        return case.one(bearer, "obligation", "have-duty", verb=case.infinitive())
    if group.lemma == "be" and near & semi.have_obligation and case.role == "other":
        for index in range(group.last, min(len(case.tokens), group.last + 10)):
            found = role_of(
                case.tokens, index, min(index + 4, len(case.tokens)), case.lexicon, case.parties
            )
            if found.role == "user" or case.tokens.words[index] in (
                case.lexicon.tables.parties.user_possessives
            ):
                return case.one("user", "obligation", "responsibility-of", verb=case.infinitive())
            if found.role == "company":
                return case.one("company", "obligation", "responsibility-of")
    given = group.passive and group.lemma in case.lexicon.tables.verbs.granting
    if case.role == "user" and given and case.within(semi.have_permission, 6):
        return case.one("user", "permission", "given-option", verb=case.infinitive())
    return None


def be_semi_auxiliary(case: Case) -> Readings | None:
    """ "is required to", "are entitled to", "is prohibited from", "are responsible for"."""
    semi = case.lexicon.tables.periphrasis
    group = case.group
    word = group.adjective
    if not word or word not in case.lexicon.semi_auxiliaries:
        return None
    bearer = _acts(case)
    follows = case.infinitive()
    to_do = follows is not None and follows - group.last <= 3
    if group.force == "hypothetical":
        return ()
    if word in semi.inapplicable and case.role in ("service", "company", "document", "measure"):
        if case.negated and case.says(_INAPPLICABLE):
            return case.one("company", "prohibition", "not-directed-to")
        return ()
    if word in semi.be_unable or (word == "able" and case.negated):
        if bearer == "company" and group.force not in ("permit", "able", "commit"):
            return case.one("company", "disclaimer", "unable")
        return ()
    if word in semi.be_request:
        if bearer == "user" and (to_do or group.modal):
            strength: Strength = "weak"
            modality: Modality = "prohibition" if case.infinitive_negated() else "obligation"
            return case.one("user", modality, "requested", verb=follows, strength=strength)
        if bearer in ("company", "third-party") and to_do:
            return case.one(bearer, "obligation", "requested", verb=follows, strength="weak")
        return None
    if word in semi.be_prohibition:
        if bearer is None or (bearer == "company" and case.role == "service"):
            agent = "user"
            if case.role == "data":
                return None
            return () if case.negated else case.one(agent, "prohibition", "prohibited")  # type: ignore[arg-type]
        if case.negated:
            return case.one(bearer, "permission", "not-prohibited")
        return case.one(bearer, "prohibition", "prohibited", strength="strong")
    if word in semi.be_permission:
        if not to_do and word not in ("entitled", "free"):
            if bearer is None and word in ("allowed", "permitted") and case.negated:
                return case.one("user", "prohibition", "not-allowed")
            return () if bearer != "user" else None
        if bearer is None:
            if case.negated:
                return case.one("user", "prohibition", "not-allowed", verb=follows)
            return ()
        if case.negated:
            return case.one(bearer, "prohibition", "not-allowed", verb=follows)
        if word == "able" and bearer == "company":
            return ()
        if word == "able" and group.force == "permit":
            return ()
        return case.one(bearer, "permission", "entitled", verb=follows)
    if word in semi.be_obligation:
        for_ = case.word() == "for"
        if word in ("liable", "due") and not for_:
            return None
        if word == "expected" and not to_do:
            return None
        if word == "responsible" and not (for_ or to_do):
            return None
        if word in ("required", "obliged", "obligated") and not to_do and not for_:
            # "consent is required", "as required by law"
            return _required_thing(case)
        if bearer is None or case.role == "service":
            if case.negated or not to_do:
                return ()
            if case.role == "service":
                bearer = "company"
            else:
                return ()
        if case.negated:
            if bearer == "company":
                return case.one("company", "disclaimer", "not-obliged", verb=follows)
            return case.one(bearer, "permission", "not-required", verb=follows)
        weak = group.force in ("permit", "able")
        modality = "prohibition" if to_do and case.infinitive_negated() else "obligation"
        if weak and bearer == "company" and word != "responsible":
            return case.one("company", "permission", "may-be-required", verb=follows)
        return case.one(
            bearer, modality, "required", verb=follows if to_do else None,
            strength="weak" if weak else None,
        )  # fmt: skip
    return None


_INAPPLICABLE = frozenset({"children", "minors", "under", "child", "minor", "kids", "persons", "anyone"})


def _required_thing(case: Case) -> Readings:
    """ "Registration is required" binds the reader; "may be required by law" nobody here."""
    if case.role == "user" and not case.negated:
        return case.one("user", "obligation", "required")
    return ()


def passing_on(case: Case) -> Readings | None:
    """ "we require that you", "we ask you to", "we may need you to", "X lets you" (6, 16)."""
    verbs = case.lexicon.tables.verbs
    group = case.group
    actor = _acts(case)
    if case.predication.hands_over:
        return ()
    if group.passive:
        return None
    lemma = group.lemma
    target = case.object
    follows = case.infinitive()
    # the infinitive must hang on the object, not stand further off
    linked = follows is not None and follows - 1 <= target.end + 3
    if lemma in verbs.enabling | verbs.granting and target.role == "user" and case.role != "user":
        if lemma in verbs.enabling and not group.force and not case.negated and (
            target.head not in case.lexicon.tables.parties.user_pronouns
        ):
            return ()  # "the platform allows members to trade": what it is for
        if group.negated:
            return case.one("user", "prohibition", "not-allowed", verb=follows) if linked else None
        if (
            lemma in verbs.enabling
            and linked
            and target.head in case.lexicon.tables.parties.user_pronouns
            and not (case.role == "company" and group.force == "commit" and False)
        ):
            return case.one("user", "permission", "lets-you", verb=follows)
        if lemma in verbs.granting and case.within(
            case.lexicon.tables.periphrasis.have_permission, 7
        ):
            return case.one("user", "permission", "gives-right", verb=follows)
        if lemma in verbs.granting and not group.force:
            return ()  # "we give you tools to manage …"
        return None
    if lemma not in verbs.mandative or actor == "user":
        return None
    if lemma == "require" and case.role == "company" and not linked and not case.negated:
        if target.role in ("other", "data") and group.force in (None, "permit"):
            return case.one("user", "obligation", "requires-thing")
    if not linked:
        return None
    weak = lemma in verbs.requests
    forbids = case.infinitive_negated()
    passed: Modality = "prohibition" if forbids else "obligation"
    if group.force in ("hypothetical",):
        return ()
    if target.role == "user":
        if case.negated:
            if lemma in verbs.needing or lemma == "require":
                return case.one("user", "permission", "not-required", verb=follows)
            return None
        if weak and group.force in ("permit", "able"):
            return case.one("company", "permission", "may-ask") if actor == "company" else ()
        return case.one(
            "user", passed, "asks-you", verb=follows, strength="weak" if weak else None
        )
    if target.role == "third-party" and actor == "company" and not case.negated:
        own: Modality = (
            "permission" if group.force in ("permit", "able")
            else "obligation" if group.force in ("commit", "require")
            else "practice"
        )  # fmt: skip
        return (
            case.reading("company", own, "binds-others"),
            case.reading("third-party", passed, "bound-by-us", verb=follows),
        )
    if target.role == "third-party" and case.predication.place == "relative":
        return case.one("third-party", passed, "bound-by-terms", verb=follows)
    return None


def inside_mandate(case: Case) -> Readings | None:
    """The clause after "we require that", "we ask that"."""
    if case.predication.place != "mandate":
        return None
    bearer = _acts(case)
    if bearer is None:
        return ()
    return case.one(bearer, "prohibition" if case.negated else "obligation", "required-that")


def consent_by_use(case: Case) -> Readings | None:
    """ "By using our site you consent to …": the publisher's liberty (5)."""
    verbs, semi = case.lexicon.tables.verbs, case.lexicon.tables.periphrasis
    if case.role != "user" or not case.has(verbs.consenting) or case.negated:
        return None
    lemma = case.group.lemma
    if case.group.force in ("permit", "able", "advise", "require"):
        return None
    words = case.tokens.words
    lead = words[: case.group.first]
    by_use = bool(lead) and lead[0] in ("by", "your") and not semi.consent_ways.isdisjoint(lead[:4])
    follows = case.infinitive()
    target = case.object
    if lemma == "submit" and case.word() != "to":
        return None
    if lemma == "consent" or (target.role == "company" and follows is not None):
        return case.one("company", "permission", "consent-by-use")
    if lemma in ("grant",) and target.role in ("company", "other"):
        return case.one("company", "permission", "grants-licence")
    if follows is None:
        return None
    verb = words[follows] if follows < len(words) else ""
    processing = not semi.processing_nouns.isdisjoint(words[follows : follows + 7])
    if lemma == "agree" and case.word() == "to":
        if verb in verbs.submitting and not by_use:
            return None
        if (by_use and verb not in verbs.submitting) or (processing and verb not in case.lexicon.forms):
            return case.one("company", "permission", "consent-by-use")
        if verb in ("the", "our", "such") and processing:
            return case.one("company", "permission", "consent-by-use")
    return None


def promised(case: Case) -> Readings | None:
    """ "commit to", "agree not to", "refuse to", "promise never to"."""
    verbs = case.lexicon.tables.verbs
    group = case.group
    actor = _acts(case)
    lemma = group.lemma
    if actor is None or group.passive:
        return None
    follows = case.infinitive()
    close = follows is not None and follows - group.last <= 5
    negative = bool(
        [w for w in case.tokens.flags[group.last + 1 : (follows or group.last) + 1] if w & NEGATION]
    )
    if lemma in verbs.hesitating and case.negated and (close or lemma in ("fail", "neglect")):
        # "will not hesitate to", "shall not fail to": two negations are a promise
        if group.force == "permit":
            return case.one(actor, "prohibition", "not-fail", verb=follows)
        return case.one(actor, "obligation", "not-fail", verb=follows)
    if lemma in verbs.refraining and not case.negated:
        if group.force in ("permit", "able"):
            return case.one(actor, "permission", "may-refuse")
        if group.force or actor == "company" or group.kind == "imperative":
            weak: Strength | None = "weak" if group.kind == "imperative" else None
            return case.one(actor, "prohibition", "refrains", verb=follows, strength=weak)
        return ()
    if lemma in verbs.promising and close and not (
        group.force or case.negated or group.perfect
    ):
        return case.one(
            actor, "prohibition" if negative else "obligation", "promises", verb=follows,
            strength="strong",
        )  # fmt: skip
    if group.perfect or (lemma in verbs.warranting and actor != "user" and not close):
        return None
    if lemma in verbs.promising and actor == "user" and not group.force and not case.negated:
        if case.word() == "that" or case.word() == "to":
            return case.one("user", "obligation", "promises")
    return None


def needs(case: Case) -> Readings | None:
    """ "need to", "do not need to", "have to", "need not"."""
    verbs = case.lexicon.tables.verbs
    group = case.group
    actor = _acts(case)
    have_to = group.kind in ("have", "do", "modal") and group.lemma not in verbs.needing and (
        _have_to(case)
    )
    if group.force == "need":
        if actor == "company":
            return case.one("company", "permission", "need-not")
        return case.one(actor, "permission", "need-not") if actor else ()
    if not have_to and group.lemma not in verbs.needing:
        return None
    if group.lemma in verbs.needing and not have_to:
        follows = case.infinitive()
        close = follows is not None and follows - group.last <= 3
        if not close and not (actor == "company" and group.force in ("commit", "require")):
            passive = group.passive
            return () if not passive else None
    else:
        follows = None
    if actor is None:
        follows = case.infinitive()
        if follows is not None and case.role in ("data", "other") and group.force == "permit":
            return case.one("company", "permission", "may-need-to", verb=follows)
        return case.one("user", "obligation", "needs-to", verb=follows) if (
            case.role in ("data", "other", "document") and not case.negated and follows
        ) else ()
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


def pointer(case: Case) -> Readings | None:
    """ "See section 4", "you can find it here" (14)."""
    verbs = case.lexicon.tables.verbs
    if case.group.kind == "imperative" and (
        case.group.lemma in verbs.pointers
        or (
            case.group.lemma not in verbs.inviting
            and case.says(verbs.pointer_phrases)
        )
    ):
        return ()
    if case.role == "user" and case.group.force in ("able", "permit") and not case.negated and (
        case.group.lemma in ("find", "learn", "see", "read", "refer", "visit")
        or case.group.lemma in verbs.pointers
    ):
        return ()
    return None


def imperative(case: Case) -> Readings | None:
    """ "Please keep your password safe", "Do not share it" (6, 14)."""
    group = case.group
    if group.kind == "imperative" or (group.kind == "do" and case.subject.head == "imperative"):
        modality: Modality = "prohibition" if case.negated else "obligation"
        return case.one("user", modality, "imperative", strength="weak")
    return None


def trying(case: Case) -> Readings | None:
    """ "we try to", "we intend to": weak; "we do not intend to collect" is a prohibition."""
    verbs = case.lexicon.tables.verbs
    if case.group.lemma not in verbs.trying or case.group.passive:
        return None
    actor = _acts(case)
    follows = case.infinitive()
    if actor != "company" or follows is None or follows - case.group.last > 3:
        return None
    if case.negated:
        return case.one("company", "prohibition", "not-intend", verb=follows)
    if case.group.force in ("commit", "require"):
        return case.one("company", "obligation", "will-try", verb=follows, strength="weak")
    if case.group.force is None:
        lemma = case.lexicon.forms.get(case.tokens.words[follows], ("", 0))[0]
        if lemma in verbs.practice or lemma in ("ensure", "prevent", "protect"):
            return case.one("company", "practice", "tries", verb=follows, strength="weak")
        return ()
    return None


def discretion(case: Case) -> Readings | None:
    """ "We will, at our sole discretion, …" (21)."""
    semi = case.lexicon.tables.periphrasis
    if case.group.force in ("commit", "require") and _acts(case) == "company" and (
        not case.negated and case.says(semi.discretion_phrases)
    ):
        return case.one("company", "permission", "discretion")
    return None


def modal_active(case: Case) -> Readings | None:
    """will, shall, must, should, may, can with an acting subject (1, 3, 13)."""
    group, verbs = case.group, case.lexicon.tables.verbs
    force, lemma = group.force, group.lemma
    if not force or group.passive:
        return None
    if force == "hypothetical" or not lemma:
        return ()
    actor = _acts(case)
    if actor is None:
        return _modal_thing(case)
    if force in ("permit", "able"):
        return _licence(case, actor)
    if group.perfect:
        return ()
    if force in ("require", "advise") and case.role == "service" and not case.subject.owned:
        actor = "user"  # "products that serve minors must …": those who make them
    if force == "advise":
        if case.role == "service" and case.subject.owned:
            return ()
        return case.one(
            actor, "prohibition" if case.negated else "obligation", "should", strength="weak"
        )
    if force == "commit":
        if actor == "user" and not case.negated and (
            lemma in ("be", "have") or lemma in verbs.epistemic | verbs.constitutive
        ) and group.modal != "shall":
            return _foretold(case)
        if case.role in ("service", "third-party", "company") and lemma in ("be", "become", "remain"):
            return ()
        if case.role == "service" and lemma in verbs.constitutive:
            return ()
    if not case.negated and actor != "user" and case.limited():
        return case.one(actor, "prohibition", "will-only", strength="strong")
    modality: Modality = "prohibition" if case.negated else "obligation"
    return case.one(actor, modality, f"modal-{group.modal}")


def _foretold(case: Case) -> Readings:
    """ "You will receive a notice": the publisher's act (1); "you will lose access": nobody's."""
    if case.group.lemma == "receive":
        return case.one("company", "obligation", "you-will-receive")
    return ()


def _licence(case: Case, actor: Bearer) -> Readings:
    """may and can: liberty, its denial, or mere possibility (3)."""
    group, verbs = case.group, case.lexicon.tables.verbs
    lemma = group.lemma
    if group.perfect:
        return ()
    if case.negated:
        if actor == "company" and (
            (group.force == "able" and case.role == "company") or lemma in verbs.unable
        ):
            return case.one("company", "disclaimer", "cannot")
        if case.role == "service" or lemma in ("be", "have"):
            return () if lemma in ("be", "have") or group.adjective else case.one(
                actor, "prohibition", "may-not"
            )
        return case.one(actor, "prohibition", "may-not")
    if lemma == "be":
        return ()
    if actor == "user":
        if lemma in verbs.epistemic:
            return ()
        return case.one("user", "permission", "may")
    if case.role == "service":
        if lemma in verbs.practice and lemma not in verbs.weak_practice and group.modal != "can":
            return case.one("company", "permission", "may")
        return ()
    if actor == "third-party":
        if lemma in verbs.epistemic or lemma not in case.lexicon.forms:
            return ()
        return case.one("third-party", "permission", "may")
    return case.one("company", "permission", "may")


def _modal_thing(case: Case) -> Readings:
    """A thing as subject: only "must" and "should" bind, and they bind the reader."""
    group = case.group
    if (group.force in ("require", "advise") and case.role not in ("document",)) or (
        group.force == "require" and group.modal == "must"
    ):
        if group.perfect or case.subject.head in ("it", "there", "that"):
            return ()
        modality: Modality = "prohibition" if case.negated else "obligation"
        weak: Strength | None = "weak" if group.force == "advise" else None
        return case.one("user", modality, "must-thing", strength=weak)
    return ()


def modal_passive(case: Case) -> Readings | None:
    """A modal with a passive: who would have to act (2)."""
    group, verbs = case.group, case.lexicon.tables.verbs
    force, lemma = group.force, group.lemma
    if not force or not group.passive:
        return None
    if force == "hypothetical":
        return ()
    agent = case.agent()
    actor: Bearer = "company"
    if agent is not None and agent.role in ("user", "third-party"):
        actor = "user" if agent.role == "user" else "third-party"
    elif force in ("require", "advise") and case.role not in ("company", "service") and not agent:
        if group.modal != "shall":
            actor = "user"
    negated = case.negated
    if force in ("permit", "able"):
        if lemma in verbs.epistemic or group.perfect:
            return ()
        if case.role == "service" and lemma in ("use", "access"):
            if negated:
                return case.one("user", "prohibition", "may-not-be-used")
            return ()
        if negated:
            if force == "able" and actor == "company":
                return case.one("company", "disclaimer", "cannot-be")
            return case.one(actor, "prohibition", "may-not-be")
        if lemma not in case.lexicon.forms:
            return ()
        if group.modal in ("can", "could") and case.role != "user":
            return ()
        return case.one(actor, "permission", "may-be")
    if (lemma == "limit" and case.word() == "to" and not negated) or (
        not negated and force == "commit" and case.limited()
    ):
        return case.one(actor, "prohibition", "only-be", strength="strong")
    if group.perfect:
        return ()
    if lemma in verbs.epistemic and not negated and actor == "company" and case.role == "user":
        return ()
    if lemma in ("prohibit", "forbid", "restrict") and not negated:
        return case.one("third-party" if actor != "user" else "user", "prohibition", "will-be-forbidden")
    weak: Strength | None = "weak" if force == "advise" else None
    return case.one(
        actor, "prohibition" if negated else "obligation", f"{group.modal}-be", strength=weak
    )


def plain_passive(case: Case) -> Readings | None:
    """ "Your data is stored in …" (2)."""
    group, verbs = case.group, case.lexicon.tables.verbs
    if not group.passive or group.force:
        return None
    lemma = group.lemma
    agent = case.agent()
    if lemma == "limit" and case.negated:
        return ()  # "including but not limited to"
    if lemma not in verbs.practice or lemma in ("base", "make", "have", "work", "link", "offer", "provide", "operate", "set", "require", "run", "design"):
        return ()
    if group.perfect and case.role != "measure":
        return ()
    if case.role == "user" and lemma not in ("notify", "inform", "contact", "charge", "track", "monitor", "profile", "target", "ask"):
        return ()
    if agent is not None and agent.role == "user":
        return ()
    if case.role in ("document", "service") and lemma not in ("encrypt", "monitor", "secure", "protect", "audit", "host", "test", "review"):
        return ()
    actor: Bearer = "company"
    if agent is not None and agent.role == "third-party":
        actor = "third-party"
    if case.negated:
        return case.one(actor, "prohibition", "not-done")
    if case.role == "other" and lemma in verbs.weak_practice and not case.lexicon.topic_words.keys() & set(
        case.tokens.words[case.subject.start : case.group.first]
    ) and not _about_data(case):
        return ()
    return case.one(actor, "practice", "is-done")


def plain_active(case: Case) -> Readings | None:
    """ "We collect …", "we do not sell …" (4, 7, 17)."""
    group, verbs = case.group, case.lexicon.tables.verbs
    if group.force or group.passive:
        return None
    actor = _acts(case)
    if actor is None or actor == "user":
        return ()
    lemma = group.lemma
    if case.negated or _nothing_after(case):
        if lemma not in verbs.practice and lemma not in ("discriminate", "permit", "allow", "tolerate", "support", "condone", "recognize", "recognise", "participate"):
            return ()
        if case.role == "service" and lemma in verbs.weak_practice:
            return ()
        if lemma == "have":
            return ()
        return case.one(actor, "prohibition", "do-not")
    if group.kind == "be" and not group.form & 16:
        return ()
    if lemma not in verbs.practice:
        return ()
    if actor == "third-party" and (lemma in verbs.weak_practice):
        return ()
    if case.predication.place == "relative":
        return ()
    if group.kind == "have" and group.perfect and lemma not in _HAVING:
        return ()
    if (lemma in verbs.weak_practice or (case.role == "service" and lemma not in ("collect",))) and (
        not _about_data(case)
    ):
        return ()
    return case.one(actor, "practice", "practice")


_HAVING = frozenset({"take", "employ", "implement", "establish", "adopt", "put", "develop", "appoint", "certify", "enter", "maintain", "set", "deploy", "apply"})


def _nothing_after(case: Case) -> bool:
    """ "We collect no data": the negation stands on the object."""
    at = case.rest
    return at < len(case.tokens) and bool(case.tokens.flags[at] & NO)


def _about_data(case: Case) -> bool:
    """Does the predication speak of data, security or tracking at all (17)?"""
    known = case.lexicon.tables.parties.data_nouns | _DATA
    words = case.tokens.words[case.subject.start : case.predication.end]
    return not known.isdisjoint(words)


_DATA = frozenset({"measures", "security", "privacy", "cookies", "safeguards", "data", "information", "encryption", "personal", "opt-out", "requests", "confidentiality", "retention"})


RULES: tuple[tuple[str, Rule], ...] = (
    ("past-event", past_event),
    ("insecurity", insecurity),
    ("own-risk", at_own_risk),
    ("denied-responsibility", denied_responsibility),
    ("sanction", sanction),
    ("mandate", inside_mandate),
    ("constitutive", constitutive),
    ("pointer", pointer),
    ("consent-by-use", consent_by_use),
    ("promised", promised),
    ("imperative", imperative),
    ("right", have_right),
    ("semi-auxiliary", be_semi_auxiliary),
    ("passing-on", passing_on),
    ("needs", needs),
    ("trying", trying),
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
    for _, rule in RULES:
        readings = rule(case)
        if readings is not None:
            break
    else:
        readings = ()
    if predication.place == "relative":
        # A relative clause labels only what others must or must not do.
        return tuple(
            r
            for r in readings
            if (r.bearer == "third-party" and r.modality in ("obligation", "prohibition"))
            or (r.bearer == "user" and r.rule == "should")
        )
    return readings
