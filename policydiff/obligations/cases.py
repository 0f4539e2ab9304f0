"""A predication with the questions that rules ask about it, and the readings they give."""

from __future__ import annotations

from msgspec import Struct

from policydiff.model import Bearer, Modality, Strength
from policydiff.obligations.denials import complement_denied, nobody
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    ING,
    LINK,
    MASKED,
    NEGATION,
    NO,
    PARTICIPLE,
    PREPOSITION,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    Lexicon,
)
from policydiff.obligations.parties import NounPhrase, Parties, Role, role_of
from policydiff.obligations.predications import Predication
from policydiff.obligations.rule_tables import Words
from policydiff.obligations.subjects import antecedent_of
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import VerbGroup, after

# Rule name of a reading that only lends bearer and modality to list items.
LEAD_IN = "lead-in"


class Reading(Struct, frozen=True):
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


# How far behind the verb its infinitive may stand, in words.
_REACH = 14
_FINAL_REACH = 40  # where all but the finite verb stand last


class Case:
    """A predication with what rules ask about it."""

    def __init__(
        self, predication: Predication, tokens: Tokens, lexicon: Lexicon, parties: Parties
    ) -> None:
        self.predication, self.tokens = predication, tokens
        self.lexicon, self.parties = lexicon, parties
        self.group: VerbGroup = predication.group
        self.subject: NounPhrase = predication.subject
        self.role: Role = predication.subject.role
        self.negated = self.group.negated != self.subject.negated
        self.rest = after(tokens, self.group.last)  # first word of the complement
        self.verb_final = lexicon.tables.grammar.order == "verb-second"
        self._target: NounPhrase | None = None
        if (self.role == "user" and self._sends_reader()) or (
            self.role == "company" and self._serves_us()
        ):
            self.role = "third-party"
        if self.role == "user" and self._is_given():
            self.role = "third-party"
        bound = nobody(tokens, self.subject, self.group.last, predication.end, lexicon, parties)
        self.nobody = bound is not None
        if bound is not None:
            hopeless = self.group.force == "able" and self.has(lexicon.tables.verbs.unable)
            self.role = "company" if hopeless else bound  # "nobody can guarantee it"

    def _is_given(self) -> bool:
        """ "Any organization to which we provide it is required to": whom it is given, no reader."""
        words, end = self.tokens.words, self.subject.end
        if self.subject.head in self.lexicon.tables.parties.user_pronouns:
            return False
        grammar = self.lexicon.tables.grammar
        to = words[end : end + 1] and words[end] in grammar.infinitive_marks
        ours = words[end + 2 : end + 3] and words[end + 2] in (
            self.lexicon.tables.parties.company_pronouns
        )
        return bool(to and ours and words[end + 1] in grammar.relatives)

    def _sends_reader(self) -> bool:
        """ "Our clients may send you offers": those who do something to the reader are others."""
        known, at = self.lexicon.tables.parties, self.subject.start
        if self.subject.head not in known.customers or self.group.passive:
            return False
        ours = self.tokens.words[at] in known.company_possessives
        return ours and self.word() in known.user_pronouns

    def _serves_us(self) -> bool:
        """ "The pharmacy will not disclose to us what you buy": a kind of firm, and no part of ours."""
        known, words = self.lexicon.tables.parties, self.tokens.words
        if self.subject.head not in known.institution_nouns or self.group.passive:
            return False
        if not known.company_possessives.isdisjoint(words[self.subject.start : self.group.first]):
            return False
        objects = known.company_pronouns & self.lexicon.tables.grammar.object_pronouns
        given = self.group.lemma in self.lexicon.tables.rules.handing_us
        return given and not objects.isdisjoint(words[self.rest : self.rest + 3])

    @property
    def denied(self) -> bool:
        """Is it denied: by the verb, its subject, or an object ("share it with no one")?"""
        return self.negated or self.denied_after(self.group.last)

    def denied_after(self, verb: int) -> bool:
        """Does an object or recipient of the verb at `verb` deny it?"""
        if self.verb_final:
            return False  # there the verb group has taken "kein" in
        return complement_denied(
            self.tokens, verb, self.predication.end, self.lexicon, self.parties
        )

    @property
    def verbs(self) -> tuple[str, ...]:
        return self.group.verbs

    @property
    def sole(self) -> bool:
        """ "Only you", "only our staff": is the subject limited?"""
        start, limiters = self.subject.start, self.lexicon.tables.grammar.limiters
        return not limiters.isdisjoint(self.tokens.words[max(0, start - 1) : start + 1])

    def has(self, words: Words) -> bool:
        """Is the main verb one of these?"""
        return not words.isdisjoint(self.group.verbs)

    @property
    def target(self) -> NounPhrase:
        """The noun phrase right after the verb."""
        if self._target is None:
            end = self.rest
            flags = self.tokens.flags
            while end < len(self.tokens) and not (
                flags[end] & (COMMA | MASKED) or (flags[end] & PREPOSITION and end > self.rest)
            ):
                end += 1
            pronoun = self.word()
            if pronoun in self.lexicon.tables.grammar.object_anaphors:
                found = antecedent_of(self.tokens, self.rest, self.lexicon, self.parties)
                self._target = NounPhrase(found.role, self.rest, self.rest + 1, head=pronoun)
            elif flags[self.rest : self.rest + 1] and (
                flags[self.rest] & PREPOSITION
                and pronoun not in self.lexicon.tables.parties.third_modifiers
            ):
                self._target = NounPhrase("other", self.rest, self.rest)
                marks = self.lexicon.tables.grammar.infinitive_marks
                known = self.lexicon.tables.parties.user_pronouns
                if pronoun in marks and self.word(1) in known:  # "grants to you a licence"
                    self._target = NounPhrase("user", self.rest, self.rest + 2, head=self.word(1))
            else:
                self._target = role_of(self.tokens, self.rest, end, self.lexicon, self.parties)
        return self._target

    def word(self, offset: int = 0) -> str:
        index = self.rest + offset
        return self.tokens.words[index] if index < len(self.tokens) else ""

    @property
    def named(self) -> list[str]:
        """The words of the subject, and what stands between it and the verb."""
        return self.tokens.words[self.subject.start : self.group.first]

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
        """ "only" or "solely" in the verb group or in what it governs."""
        if self.group.limited:
            return True
        words, flags = self.tokens.words, self.tokens.flags
        limiters = self.lexicon.tables.grammar.limiters
        openers = self.lexicon.tables.conditions.exception_phrases
        for index in range(self.group.last + 1, self.predication.end):
            # "except where it arises solely from ..." limits the exception.
            if words[index] in openers:
                return False
            aside = flags[index] & MASKED and words[index - 1] != "("
            if words[index] in limiters and not aside and not flags[index - 1] & NEGATION:
                return True
            if flags[index] & (SUBORDINATOR | RELATIVE) and not flags[index] & PREPOSITION:
                return False
        return False

    def agent(self) -> NounPhrase | None:
        """Who a passive names with "by", if it does so close to the verb."""
        words, flags = self.tokens.words, self.tokens.flags
        marks = self.lexicon.tables.grammar.agent_marks
        for index in range(self.group.last + 1, min(self.predication.end, self.group.last + 12)):
            if flags[index] & (COMMA | THAT):
                return None  # "in the event that it is bought by another firm"
            done = self.lexicon.forms.get(words[index - 1], ("", 0))[1] & PARTICIPLE
            if words[index] in marks and done and index - 1 > self.group.last:
                return None  # "stored in a cookie provided by our partner"
            if words[index] in marks:
                if self._ends_phrase(index):
                    return None
                following = words[index + 1] if index + 1 < len(words) else ""
                if self.lexicon.forms.get(following, ("", 0))[1] & ING:
                    return None  # "by contacting us"
                end = index + 1
                while end < self.predication.end and not flags[end] & (COMMA | MASKED):
                    end += 1
                found = role_of(self.tokens, index + 1, end, self.lexicon, self.parties)
                if following in self.lexicon.tables.grammar.object_anaphors:  # "used by them"
                    found = antecedent_of(self.tokens, index + 1, self.lexicon, self.parties)
                    if found.role == "other":
                        return NounPhrase("third-party", index + 1, index + 2)
                if found.role in ("company", "user", "third-party"):
                    return found
                if (
                    end - index > 3
                    and self.tokens.text[
                        self.tokens.starts[index + 1] : self.tokens.starts[index + 1] + 1
                    ].isupper()
                ):
                    return NounPhrase("third-party", index + 1, end)
                return None
        return None

    def _ends_phrase(self, mark: int) -> bool:
        """Does "by" go with a participle behind the verb: "stored in a cookie provided by us"?"""
        earlier, flags = mark - 1, self.tokens.flags
        form = self.lexicon.forms.get(self.tokens.words[earlier], ("", 0))[1]
        close = CONJUNCTION | COMMA | ADVERB | PREPOSITION | MASKED | BE
        noun = earlier - 1 > self.group.last and not flags[earlier - 1] & close
        return bool(noun and form & PARTICIPLE and not flags[earlier] & ADVERB)

    def infinitive(self) -> int | None:
        """Index of the verb after "to" in the complement (close by), passing "not"."""
        words, flags = self.tokens.words, self.tokens.flags
        marks = self.lexicon.tables.grammar.infinitive_marks
        reach = _FINAL_REACH if self.verb_final else _REACH
        for index in range(
            self.group.last + 1, min(self.predication.end - 1, self.group.last + reach)
        ):
            if flags[index] & LINK:
                return None
            if words[index] in marks:
                if words[index + 1] != ":":
                    verb = index + 1  # "to (a) not provide"
                    while verb < self.predication.end - 1 and flags[verb] & MASKED:
                        verb += 1
                    return verb
                verb = after(self.tokens, index + 1)  # "agree to: (a) pay"
                return verb if verb < self.predication.end else None
        return None

    @property
    def opens_list(self) -> int | None:
        """Where the "to" stands in which "You are required to:", "agree not to:" end."""
        words, at = self.tokens.words, len(self.tokens) - 1
        while at > self.rest and (words[at] == ":" or self.tokens.flags[at] & NEGATION):
            at -= 1
        ends = self.group.last < at < len(words) - 1 and at <= self.predication.end
        ends = ends and words[at] in self.lexicon.tables.grammar.infinitive_marks
        return at if ends and self.infinitive() is None else None

    def act_in_time(self) -> int | None:
        """Index of the verb after "up to 30 days to": what there is that time for."""
        words, marks = self.tokens.words, self.lexicon.tables.grammar.infinitive_marks
        for at in range(self.rest, min(self.rest + 9, len(words) - 2)):
            if words[at] not in self.lexicon.time_words:
                continue
            if words[at + 1] in marks:
                return at + 2
            if words[at + 1] in self.lexicon.tables.rules.since_when:
                ends = range(at + 3, min(at + 10, len(words) - 1))  # "90 days from winning to"
                act = next((i for i in ends if words[i] in marks), None)
                base = act and self.lexicon.forms.get(words[act + 1], ("", 0))[1] & BASE
                return act + 1 if act and base else None
            if (
                self.tokens.flags[at + 2] & RELATIVE
                and words[at + 3 : at + 4]
                and words[at + 3] in marks
            ):
                return at + 4  # "30 days in which to"
        return None

    def infinitive_negated(self) -> bool:
        """ "not to", "to not": is the infinitive after the verb negated?"""
        index, flags = self.infinitive(), self.tokens.flags
        if index is None:
            opened = self.opens_list
            return bool(opened and (flags[opened - 1] | flags[opened + 1]) & NEGATION)
        if self.verb_final:
            return self.denied_before(index)
        mark = index - 1
        while mark > 1 and flags[mark] & MASKED:
            mark -= 1
        before = mark >= 1 and flags[mark - 1] & NEGATION
        return bool(flags[index] & NEGATION or before) or self.denied_after(index)

    def denied_before(self, infinitive: int) -> bool:
        """ "…, Ihr Passwort nicht weiterzugeben": a negation between the comma and the infinitive."""
        flags = self.tokens.flags
        at = infinitive - 1
        while at > self.group.last and not flags[at] & COMMA:
            if flags[at] & (NEGATION | NO):
                return True
            at -= 1
        return False

    def near(self, infinitive: int | None, words: int) -> bool:
        """Does the infinitive hang on the verb: within so many words, or anywhere if verbs are last?"""
        if infinitive is None or self.verb_final:
            return infinitive is not None
        between = self.tokens.flags[self.group.last + 1 : infinitive + 1]
        return sum(not flag & (MASKED | PUNCTUATION) for flag in between) <= words

    def cue(self) -> str:
        """The deciding words, without what stands between them."""
        words, flags = self.tokens.words, self.tokens.flags
        first, last = self.group.first, self.group.last
        if self.verb_final:
            return self._final_cue()
        parts: list[str] = []
        if self.group.negated and self.group.modal not in words[first : last + 1]:
            parts += self.group.modal.split()  # "we will keep it secret and not sell it"
        for index in range(first, last + 1):
            if flags[index] & MASKED:
                continue
            if self.group.modal and parts and flags[index] & PREPOSITION:
                break  # "may at any time"
            if index == last and self.group.modal and not self.group.adjective:
                break
            if flags[index] & (NEGATION | NO) or not flags[index] & (ADVERB | COMMA | CONJUNCTION):
                parts.append(words[index])
            if self.group.modal and self.group.lemma not in ("be", "have") and len(parts) > 2:
                break
        return " ".join(parts[:6])

    def _final_cue(self) -> str:
        """The finite verb, what negates it, and the word that makes a modal of it."""
        words, flags, group = self.tokens.words, self.tokens.flags, self.group
        parts = [words[group.first]]
        if group.negated:
            parts += [
                words[at]
                for at in range(self.predication.start, self.predication.end)
                if flags[at] & (NEGATION | NO)
            ][:1]
        if group.adjective:
            parts.append(group.adjective)
        return " ".join(parts)

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

    @property
    def done(self) -> Modality:
        """What a verb of the publisher comes to: a ban, a liberty, a promise, a practice."""
        if self.denied:
            return "prohibition"
        if self.group.force in ("permit", "able"):
            return "permission"
        return "practice" if self.group.force in (None, "hypothetical") else "obligation"

    def one(
        self,
        bearer: Bearer,
        modality: Modality,
        rule: str,
        *,
        verb: int | None = None,
        strength: Strength | None = None,
    ) -> Readings:
        """`reading` as the whole answer of a rule."""
        return (self.reading(bearer, modality, rule, verb=verb, strength=strength),)


Readings = tuple[Reading, ...]


def acting(case: Case) -> Bearer | None:
    """The party that a subject stands for when it acts: the publisher's things act for it."""
    if case.role in ("company", "service"):
        return "company"
    if case.role == "user":
        return "user"
    if case.role == "third-party":
        return "third-party"
    return None


def about_data(case: Case) -> bool:
    """Does the predication speak of data, security or tracking at all?"""
    known = case.lexicon.data_signs
    end = case.predication.end
    if all(flag & (CONJUNCTION | COMMA) for flag in case.tokens.flags[case.group.last + 1 : end]):
        end = len(case.tokens)  # "we have set up and will maintain X": one object for both
    words = case.tokens.words[case.subject.start : end]
    return not known.isdisjoint(words)


def of_late(case: Case) -> bool:
    """ "In the past 12 months we have sold it": what the law wants told, as long as it is so."""
    said = case.tokens.words[case.predication.start : case.predication.end]
    timed = not case.lexicon.time_words.isdisjoint(said)
    return timed and case.group.lemma in case.lexicon.tables.rules.outward and about_data(case)


def names_the_young(case: Case) -> bool:
    """Outside of brackets: "(such as the personal data of children)" is an example."""
    young, tokens = case.lexicon.tables.periphrasis.young, case.tokens
    return any(
        tokens.words[at] in young and not tokens.flags[at] & MASKED
        for at in range(case.predication.start, min(case.predication.end + 8, len(tokens)))
    )
