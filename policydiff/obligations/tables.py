"""The tables of a lexicon file and their types: what `lexicons/en.toml` may and must hold."""

from __future__ import annotations

from typing import Literal

import msgspec

from policydiff.model import Bearer, Topic, ValueComparison, ValueKind
from policydiff.obligations.rule_tables import ConductWords, RuleWords, Words

Force = Literal["permit", "able", "commit", "require", "advise", "hypothetical", "need"]
SubordinatorKind = Literal["condition", "exception", "other"]


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: str
    name: str
    function_words: Words
    min_share: float  # of all words of a document, 0.0 to 1.0
    cased: Words = frozenset()  # spellings whose capital counts: "Sie" (you) against "sie" (they)


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    be: Words = frozenset()
    have: Words = frozenset()
    do: Words = frozenset()
    past_auxiliaries: Words = frozenset()
    negations: Words = frozenset()
    negative_determiners: Words = frozenset()
    negative_phrases: Words = frozenset()
    negative_pronouns: Words = frozenset()
    negative_persons: Words = frozenset()
    comparatives: Words = frozenset()
    denying_heads: Words = frozenset()
    excepting: Words = frozenset()
    single: Words = frozenset()
    scalar: Words = frozenset()
    prospective: Words = frozenset()
    mere: Words = frozenset()
    additions: Words = frozenset()
    polar: Words = frozenset()
    conjunctions: Words = frozenset()
    determiners: Words = frozenset()
    distributive: Words = frozenset()
    always: Words = frozenset()
    cautions: Words = frozenset()
    quantifiers: Words = frozenset()
    possessives: Words = frozenset()
    prepositions: Words = frozenset()
    adverbs: Words = frozenset()
    adverb_suffixes: tuple[str, ...] = ()
    participle_suffixes: tuple[str, ...] = ()
    gerund_suffixes: tuple[str, ...] = ()
    non_finite: Words = frozenset()
    not_adverbs: Words = frozenset()
    anaphoric: Words = frozenset()
    consequents: Words = frozenset()
    questions: Words = frozenset()
    yeses: Words = frozenset()
    noes: Words = frozenset()
    check_marks: Words = frozenset()
    period_openers: Words = frozenset()
    limiting_phrases: Words = frozenset()
    limiters: Words = frozenset()
    relatives: Words = frozenset()
    complementisers: Words = frozenset()
    infinitive_marks: Words = frozenset()
    object_pronouns: Words = frozenset()
    caseless_pronouns: Words = frozenset()
    object_anaphors: Words = frozenset()
    universals: Words = frozenset()
    near_negations: Words = frozenset()
    partial_denials: Words = frozenset()
    inverted_conditions: Words = frozenset()
    passive_get: Words = frozenset()
    subordinator_parts: Words = frozenset()
    question_words: Words = frozenset()
    disjunctions: Words = frozenset()
    correlative_negations: Words = frozenset()
    personal_pronouns: Words = frozenset()
    plural_suffix: str = ""
    plurals: Words = frozenset()
    plural_anaphors: Words = frozenset()
    singular_anaphors: Words = frozenset()
    demonstratives: Words = frozenset()
    appositions: Words = frozenset()
    pointed_at: Words = frozenset()
    anaphors: Words = frozenset()
    third_person: Words = frozenset()
    pro_forms: Words = frozenset()
    sequels: Words = frozenset()
    polite: Words = frozenset()
    agent_marks: Words = frozenset()
    adversatives: Words = frozenset()
    genitive_marks: Words = frozenset()
    definite: Words = frozenset()
    before_clause: Words = frozenset()
    comparing: Words = frozenset()
    after_comma: Words = frozenset()
    also_prepositions: Words = frozenset()
    announcing: Words = frozenset()
    asking: Words = frozenset()
    ticks: Words = frozenset()
    example_words: Words = frozenset()
    list_ends: Words = frozenset()  # "etc"
    subordinators: dict[str, SubordinatorKind]
    # How a sentence is cut up: subject, verb, object; or finite verb second, the others last.
    order: Literal["verb-medial", "verb-second"] = "verb-medial"
    compounds: bool = False  # is the end of a long noun its head ("Vertragspartner")?
    nominatives: Words = frozenset()  # pronouns that can only be subjects
    reflexives: Words = frozenset()
    reflexive: str = ""  # of these, the one that stands in lists of verbs: "sich verpflichten"
    polite_address: Words = frozenset()  # "Sie" in "Lesen Sie": an imperative
    particles: Words = frozenset()  # that part from their verb: "geben … weiter"
    passive_auxiliaries: Words = frozenset()


class Contractions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    whole: dict[str, tuple[str, ...]] = {}
    suffixes: dict[str, str] = {}
    stems: dict[str, str] = {}
    possessives: tuple[str, ...] = ()
    be: str = ""
    be_after: Words = frozenset()


class Conditions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    exception_phrases: Words = frozenset()
    condition_phrases: Words = frozenset()
    grounds: Words = frozenset()
    empty: Words = frozenset()


class Inflection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    ends: str  # regular expression on the base form
    cut: int  # letters
    third: str
    past: str
    ing: str
    more: tuple[str, ...] = ()  # endings of other finite forms: first and second person
    prefix: str = ""  # of the past forms: "ge"


class Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    practice: Words = frozenset()
    forgoing: Words = frozenset()
    weak_practice: Words = frozenset()
    constitutive: Words = frozenset()
    transparent: Words = frozenset()
    setting_up: Words = frozenset()
    continuing: Words = frozenset()
    remaining: Words = frozenset()
    phrasal: Words = frozenset()
    attitude: Words = frozenset()
    reporting: Words = frozenset()
    assuring: Words = frozenset()
    vowing: Words = frozenset()
    ensuring: Words = frozenset()
    warranting: Words = frozenset()
    mandative: Words = frozenset()
    requests: Words = frozenset()
    enabling: Words = frozenset()
    equipping: Words = frozenset()
    granting: Words = frozenset()
    confirming: Words = frozenset()
    plainly: Words = frozenset()
    promising: Words = frozenset()
    consenting: Words = frozenset()
    submitting: Words = frozenset()
    needing: Words = frozenset()
    refraining: Words = frozenset()
    ceasing: Words = frozenset()
    hesitating: Words = frozenset()
    trying: Words = frozenset()
    disclaiming: Words = frozenset()
    unable: Words = frozenset()
    pointers: Words = frozenset()
    pointer_phrases: Words = frozenset()
    inviting: Words = frozenset()
    texting: Words = frozenset()
    requesting: Words = frozenset()
    epistemic: Words = frozenset()
    imperative: Words = frozenset()
    other: Words = frozenset()
    also_nouns: Words = frozenset()


class Periphrasis(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    be_obligation: Words = frozenset()
    be_permission: Words = frozenset()
    be_prohibition: Words = frozenset()
    be_request: Words = frozenset()
    be_unable: Words = frozenset()
    be_disclaimer: Words = frozenset()
    have_permission: Words = frozenset()
    have_obligation: Words = frozenset()
    have_disclaimer: Words = frozenset()
    accepting: Words = frozenset()
    consented: Words = frozenset()
    reserve: Words = frozenset()
    discretion_phrases: Words = frozenset()
    own_risk_phrases: Words = frozenset()
    insecurity_words: Words = frozenset()
    warranty_phrases: Words = frozenset()
    sanctions: Words = frozenset()
    liabilities: Words = frozenset()
    young: Words = frozenset()
    leads_to: Words = frozenset()
    inapplicable: Words = frozenset()
    be_withheld: Words = frozenset()
    licensed: Words = frozenset()
    mishaps: Words = frozenset()
    mishap_verbs: Words = frozenset()
    resuming_phrases: Words = frozenset()
    provisos: Words = frozenset()
    concessions: Words = frozenset()
    asides: Words = frozenset()
    weak_phrases: Words = frozenset()
    weak_verbs: Words = frozenset()
    attempts: Words = frozenset()
    strong_words: Words = frozenset()
    consent_ways: Words = frozenset()
    processing_nouns: Words = frozenset()
    prohibiting_headings: Words = frozenset()
    own_bans: Words = frozenset()
    example_openers: Words = frozenset()
    enumerating: Words = frozenset()
    examples: Words = frozenset()
    terms: Words = frozenset()
    occasions: Words = frozenset()
    left_to_reader: Words = frozenset()
    own_choice: Words = frozenset()


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    spoken_for: tuple[str, ...]  # one match is proof
    acting: tuple[str, ...]  # what the publisher does most often of all names
    used: tuple[str, ...]  # how a word of the title is used where it is a name
    singular_signs: tuple[str, ...] = ()  # one person speaks as the publisher
    plural: tuple[str, ...] = ()  # where one of these is found, nobody does
    singular: tuple[str, ...] = ()
    own_roles: Words = frozenset()
    articles: Words = frozenset()
    titles: Words = frozenset()  # words of a title that are enough to show one
    foreign: tuple[str, ...] = ()  # how a text shows the name of another firm
    no_name_leads: tuple[str, ...] = ()  # before what is no name
    abstract_suffixes: tuple[str, ...] = ()


class PartyWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    company_pronouns: Words = frozenset()
    company_possessives: Words = frozenset()
    user_pronouns: Words = frozenset()
    user_possessives: Words = frozenset()
    other_pronouns: Words = frozenset()
    company_nouns: Words = frozenset()
    institution_nouns: Words = frozenset()
    name_nouns: Words = frozenset()
    grouping: Words = frozenset()
    agent_suffixes: tuple[str, ...] = ()
    not_agents: Words = frozenset()
    having_nouns: Words = frozenset()
    service_nouns: Words = frozenset()
    user_nouns: Words = frozenset()
    third_nouns: Words = frozenset()
    firms: Words = frozenset()
    employed: Words = frozenset()
    departments: Words = frozenset()
    department_kinds: Words = frozenset()
    department_leads: Words = frozenset()
    clientele: Words = frozenset()
    members: Words = frozenset()  # with "of our team": the publisher
    spokespeople: Words = frozenset()  # of these, the publisher's where they are "ours"
    family: Words = frozenset()  # firms that are one with the publisher
    user_modifiers: Words = frozenset()
    indefinite: Words = frozenset()
    third_modifiers: Words = frozenset()
    outside: Words = frozenset()
    proprietors: Words = frozenset()
    data_nouns: Words = frozenset()
    document_nouns: Words = frozenset()
    data_signs: Words = frozenset()
    measure_nouns: Words = frozenset()
    measure_signs: Words = frozenset()
    overseers: Words = frozenset()
    customers: Words = frozenset()
    place_marks: Words = frozenset()
    title_words: Words = frozenset()
    name_suffixes: Words = frozenset()


class AudienceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a language names readers by place; patterns are regular expressions, case ignored."""

    places: Words = frozenset()
    aliases: dict[str, str] = {}  # spelling -> one of `places`
    people: Words = frozenset()
    between: tuple[str, ...] = ()
    heading_leads: tuple[str, ...] = ()
    heading_tails: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    person_leads: tuple[str, ...] = ()
    tails: tuple[str, ...] = (r"\s+{people}\b",)
    dwellers: tuple[str, ...] = ()  # people close before a place, in a sentence about scope
    openings: tuple[str, ...] = ()
    opening_tails: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    not_here: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


class ValueWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a language writes numbers with units; every table may be left out."""

    decimal: str = "."
    thousands: str = ","
    articles: Words = frozenset()
    joins: Words = frozenset()
    halves: tuple[str, ...] = ()  # "half a year"
    half: str = ""
    article_tails: Words = frozenset()
    range_words: Words = frozenset()
    range_after_between: Words = frozenset()
    adjectives: Words = frozenset()
    fillers: Words = frozenset()
    idioms: Words = frozenset()
    age_openers: Words = frozenset()
    age_leads: Words = frozenset()
    age_demands: Words = frozenset()
    age_tails: Words = frozenset()
    age_followers: Words = frozenset()
    age_definers: Words = frozenset()
    notice_tails: Words = frozenset()
    conditions: Words = frozenset()
    numbers: dict[str, int] = {}
    scales: dict[str, int] = {}
    units: dict[str, tuple[str, ...]] = {}
    currencies: dict[str, str] = {}
    awaited: Words = frozenset()
    before: dict[str, ValueComparison] = {}
    after: dict[str, ValueComparison] = {}
    indefinite: dict[str, ValueComparison] = {}
    frequencies: dict[str, tuple[int, str]] = {}
    kinds: dict[ValueKind, Words] = {}


class Together(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What speaks for a topic only together: one word of each list, under one of the bound verbs."""

    topic: Topic
    weight: float
    words: tuple[Words, ...]
    verbs: Words = frozenset()  # empty: any
    bearers: tuple[Bearer, ...] = ("company", "user", "third-party")
    never: Words = frozenset()  # none of these stands in the clause
    clause: tuple[Words, ...] = ()  # each has a word in the clause, its conditions and heading too
    of_data: bool = False  # only where data are named, too

    def fits(
        self,
        bearer: Bearer,
        verbs: tuple[str, ...],
        said: frozenset[str],
        whole: frozenset[str],
        data: Words,
    ) -> bool:
        """Whether a span that says this, of the whole clause, with these verbs bound, says it."""
        return (
            bearer in self.bearers
            and (not self.verbs or not self.verbs.isdisjoint(verbs))
            and not any(words.isdisjoint(said) for words in self.words)
            and not any(words.isdisjoint(whole) for words in self.clause)
            and self.never.isdisjoint(said)
            and not (self.of_data and data.isdisjoint(said))
        )


class Topics(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    priority: tuple[Topic, ...]
    together: tuple[Together, ...] = ()
    company_topics: tuple[Topic, ...]
    user_liberties: tuple[Topic, ...]  # no topics of what the reader must not do
    verb_factor: float
    heading_factor: float
    third_party: dict[Topic, Topic]  # what a topic is called when others do it
    lead_in_bonus: float
    priority_factor: float = 1.0  # on a priority topic of a heading
    heading_doubt: float = 1.0  # factor on a priority topic of a heading over other matters
    disclaimer_topic: Topic  # of what is denied without another subject
    disclaimer_bonus: float
    without_need: float
    data_words: Words
    example_marks: Words
    engaging: Words = frozenset()
    means: dict[Topic, Topic] = {}  # what a topic of the reader's acts serves where that is named
    by_verb: tuple[Topic, ...] = ()  # faint where the publisher does something else
    outranked: tuple[Topic, ...] = ()  # topics that a priority topic wins over where it is loud
    heading_objects: tuple[str, ...] = ()  # "contact information": no contact
    kept_liberties: dict[
        Topic, Words
    ] = {}  # words with which a ban is about such a topic after all


class TopicWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    verbs: dict[str, float] = {}  # when they are the verb that is bound
    user_verbs: dict[str, float] = {}  # added to `verbs` where the reader is the bearer
    needs: Words = (
        frozenset()
    )  # one of these must stand in the clause for the topic to count in full
    words: dict[str, float] = {}
    headings: dict[str, float] = {}
    parts: dict[str, float] = {}  # of a word, in a language of compounds: "cookie"


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Names of a column, or of what stands before a colon, whose values say what the publisher does.

    `answers`: "yes" (yes and no), "things" (also recipients, data), "period" (a time).
    """

    names: Words
    answers: Literal["yes", "things", "period"]
    topic: Topic


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The tables of a lexicon file, as written."""

    language: Language
    modals: dict[str, Force]
    contractions: Contractions
    grammar: Grammar
    conditions: Conditions
    inflection: tuple[Inflection, ...]
    irregular: dict[str, tuple[str, ...]]
    thirds: dict[str, str] = {}  # third persons that no rule makes: geben -> gibt
    negated_modals: dict[str, Force] = {}  # what a modal comes to when denied: müssen -> need
    verbs: Verbs
    periphrasis: Periphrasis
    rules: RuleWords = RuleWords()
    conduct: ConductWords = ConductWords()
    names: Names
    parties: PartyWords
    values: ValueWords = ValueWords()
    audience: AudienceWords = AudienceWords()
    labels: tuple[Label, ...] = ()
    turned: dict[str, str] = {}  # words of a reader's question as the publisher's: you -> we
    topics: Topics
    topic: dict[Topic, TopicWords]
