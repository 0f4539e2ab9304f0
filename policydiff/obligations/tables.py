"""The tables of a lexicon file and their types: what `lexicons/en.toml` may and must hold."""

from __future__ import annotations

from typing import Literal

import msgspec

from policydiff.model import Topic, ValueComparison, ValueKind

Force = Literal["permit", "able", "commit", "require", "advise", "hypothetical", "need"]
SubordinatorKind = Literal["condition", "exception", "other"]
Words = frozenset[str]


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    function_words: Words
    min_share: float  # of all words of a document, 0.0 to 1.0


class Grammar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    be: Words
    have: Words
    do: Words
    past_auxiliaries: Words
    negations: Words
    negative_determiners: Words
    negative_phrases: Words
    conjunctions: Words
    determiners: Words
    quantifiers: Words
    possessives: Words
    prepositions: Words
    adverbs: Words
    adverb_suffixes: tuple[str, ...]
    participle_suffixes: tuple[str, ...]
    gerund_suffixes: tuple[str, ...]
    non_finite: Words
    not_adverbs: Words
    limiters: Words
    relatives: Words
    complementisers: Words
    infinitive_marks: Words
    object_pronouns: Words
    caseless_pronouns: Words
    object_anaphors: Words
    subordinator_parts: Words
    question_words: Words
    disjunctions: Words
    correlative_negations: Words
    personal_pronouns: Words
    plural_suffix: str
    plurals: Words
    anaphors: Words
    third_person: Words
    polite: Words
    agent_marks: Words
    adversatives: Words
    genitive_marks: Words
    definite: Words
    before_clause: Words
    after_comma: Words
    also_prepositions: Words
    announcing: Words
    asking: Words
    ticks: Words
    example_words: Words
    subordinators: dict[str, SubordinatorKind]


class Contractions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    whole: dict[str, tuple[str, ...]]
    suffixes: dict[str, str]
    stems: dict[str, str]
    possessives: tuple[str, ...]
    be: str
    be_after: Words


class Conditions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    exception_phrases: Words
    condition_phrases: Words
    empty: Words


class Inflection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ends: str  # regular expression on the base form
    cut: int  # letters
    third: str
    past: str
    ing: str


class Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    practice: Words
    forgoing: Words
    weak_practice: Words
    constitutive: Words
    transparent: Words
    setting_up: Words
    phrasal: Words
    attitude: Words
    reporting: Words
    warranting: Words
    mandative: Words
    requests: Words
    enabling: Words
    equipping: Words
    granting: Words
    promising: Words
    consenting: Words
    submitting: Words
    needing: Words
    refraining: Words
    hesitating: Words
    trying: Words
    disclaiming: Words
    unable: Words
    pointers: Words
    pointer_phrases: Words
    inviting: Words
    epistemic: Words
    imperative: Words
    other: Words
    also_nouns: Words


class Periphrasis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    be_obligation: Words
    be_permission: Words
    be_prohibition: Words
    be_request: Words
    be_unable: Words
    be_disclaimer: Words
    have_permission: Words
    have_obligation: Words
    have_disclaimer: Words
    accepting: Words
    consented: Words
    reserve: Words
    discretion_phrases: Words
    own_risk_phrases: Words
    insecurity_words: Words
    warranty_phrases: Words
    sanctions: Words
    liabilities: Words
    young: Words
    leads_to: Words
    inapplicable: Words
    be_withheld: Words
    licensed: Words
    mishaps: Words
    mishap_verbs: Words
    resuming_phrases: Words
    asides: Words
    weak_phrases: Words
    weak_verbs: Words
    strong_words: Words
    consent_ways: Words
    processing_nouns: Words
    prohibiting_headings: Words
    example_openers: Words
    enumerating: Words


class RuleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that a single rule asks for; an empty list switches that reading off."""

    requiring: Words = frozenset()
    consent_openers: Words = frozenset()
    submitting_to: Words = frozenset()
    licensing: Words = frozenset()
    agreeing_by_itself: Words = frozenset()
    agreeing: Words = frozenset()
    agreed_determiners: Words = frozenset()
    looking_up: Words = frozenset()
    existing: Words = frozenset()
    guaranteeing: Words = frozenset()
    taking_on: Words = frozenset()
    capping: Words = frozenset()
    denying: Words = frozenset()
    making: Words = frozenset()
    under: Words = frozenset()
    legal_modals: Words = frozenset()
    duty_modals: Words = frozenset()
    ability_now: Words = frozenset()
    ability: Words = frozenset()
    becoming: Words = frozenset()
    receiving: Words = frozenset()
    expletives: Words = frozenset()
    deeming: Words = frozenset()
    using: Words = frozenset()
    limiting: Words = frozenset()
    forbidding: Words = frozenset()
    able: Words = frozenset()
    entitled: Words = frozenset()
    allowed: Words = frozenset()
    for_marks: Words = frozenset()
    bound_for: Words = frozenset()
    expected: Words = frozenset()
    responsible: Words = frozenset()
    required: Words = frozenset()
    failing: Words = frozenset()
    safeguarding: Words = frozenset()
    including: Words = frozenset()
    not_done: Words = frozenset()
    done_to_readers: Words = frozenset()
    done_to_things: Words = frozenset()
    gathering: Words = frozenset()
    negative_suffixes: Words = frozenset()
    reader_headings: Words = frozenset()


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    spoken_for: tuple[str, ...]  # one match is proof
    acting: tuple[str, ...]  # what the publisher does most often of all names
    used: tuple[str, ...]  # how a word of the title is used where it is a name
    articles: Words


class PartyWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    company_pronouns: Words
    company_possessives: Words
    user_pronouns: Words
    user_possessives: Words
    other_pronouns: Words
    company_nouns: Words
    institution_nouns: Words
    agent_suffixes: tuple[str, ...]
    not_agents: Words
    having_nouns: Words
    service_nouns: Words
    user_nouns: Words
    third_nouns: Words
    third_modifiers: Words
    data_nouns: Words
    document_nouns: Words
    data_signs: Words
    measure_nouns: Words
    place_marks: Words
    title_words: Words
    name_suffixes: Words


class ValueWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language writes numbers with units; every table may be left out."""

    decimal: str = "."
    thousands: str = ","
    articles: Words = frozenset()
    joins: Words = frozenset()
    half: str = ""
    range_words: Words = frozenset()
    range_after_between: Words = frozenset()
    adjectives: Words = frozenset()
    fillers: Words = frozenset()
    idioms: Words = frozenset()
    age_openers: Words = frozenset()
    age_leads: Words = frozenset()
    age_tails: Words = frozenset()
    age_followers: Words = frozenset()
    notice_tails: Words = frozenset()
    conditions: Words = frozenset()
    numbers: dict[str, int] = {}
    scales: dict[str, int] = {}
    units: dict[str, tuple[str, ...]] = {}
    currencies: dict[str, str] = {}
    before: dict[str, ValueComparison] = {}
    after: dict[str, ValueComparison] = {}
    indefinite: dict[str, ValueComparison] = {}
    frequencies: dict[str, tuple[int, str]] = {}
    kinds: dict[ValueKind, Words] = {}


class Topics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    priority: tuple[Topic, ...]
    company_topics: tuple[Topic, ...]
    user_liberties: tuple[Topic, ...]  # no topics of what the reader must not do
    verb_factor: float
    heading_factor: float
    third_party: dict[Topic, Topic]  # what a topic is called when others do it
    lead_in_bonus: float
    disclaimer_topic: Topic  # of what is denied without another subject
    disclaimer_bonus: float
    without_need: float
    data_words: Words
    example_marks: Words


class TopicWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verbs: dict[str, float]  # when they are the verb that is bound
    user_verbs: dict[str, float]  # added to `verbs` where the reader is the bearer
    needs: Words  # one of these must stand in the clause for the topic to count in full
    words: dict[str, float]
    headings: dict[str, float]


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of a lexicon file, as written."""

    language: Language
    modals: dict[str, Force]
    contractions: Contractions
    grammar: Grammar
    conditions: Conditions
    inflection: tuple[Inflection, ...]
    irregular: dict[str, tuple[str, ...]]
    verbs: Verbs
    periphrasis: Periphrasis
    rules: RuleWords
    names: Names
    parties: PartyWords
    values: ValueWords
    topics: Topics
    topic: dict[Topic, TopicWords]
