"""The words of one language as data: loaded from TOML, checked, and indexed for the engine.

The engine knows classes of words (modal, determiner, practice verb, ...), never words. English is
`lexicons/en.toml`; a user's file is merged over it: lists are joined, single values replaced.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.digest import sha256
from policydiff.errors import PolicydiffError
from policydiff.model import Topic
from policydiff.obligations.inflection import inflect, is_reflexive, mark_infinitives, more_forms
from policydiff.obligations.rule_tables import Words
from policydiff.obligations.tables import PartyWords, Periphrasis, SubordinatorKind, Tables, Verbs
from policydiff.obligations.units import DAYS

# The languages with a lexicon, each a file in `lexicons/`; the first is tried first.
LANGUAGES = ("en", "de")

NounRole = Literal["company", "user", "third-party", "service", "data", "document", "measure"]
PhraseIndex = dict[str, tuple[tuple[str, ...], ...]]  # by first word, longest first

# Classes of one word, as bits: a word may belong to several ("that", "access").
MODAL, BE, HAVE, DO, NEGATION, ADVERB, CONJUNCTION, SUBORDINATOR = (1 << i for i in range(8))
RELATIVE, PREPOSITION, DETERMINER, PRONOUN, VERB, PUNCTUATION, NAME, NO = (
    1 << i for i in range(8, 16)
)
COMMA, LINK, POSSESSIVE, THAT, OPEN, CLOSE, NOUN, MASKED = (1 << i for i in range(16, 24))
FOREIGN = 1 << 24  # the name of another firm

# Forms of a verb.
BASE, THIRD, PAST, PARTICIPLE, ING = (1 << i for i in range(5))


# Lists under `[rules]` whose words make `rules_things` look closer.
_THING_RULES = (
    "renewing", "running_out", "applying", "incurring", "happening", "making", "requiring",
    "exposed", "available", "staying", "lasting",
)  # fmt: skip


class Lexicon(Struct, frozen=True, eq=False, weakref=True):
    """Tables plus the indexes made from them. Compared by identity, so that caches are cheap."""

    tables: Tables
    flags: dict[str, int]  # word -> classes
    forms: dict[str, tuple[str, int]]  # verb form -> (base form, which forms it is)
    subordinators: dict[str, tuple[tuple[tuple[str, ...], SubordinatorKind], ...]]  # by first word
    topic_words: dict[str, tuple[tuple[Topic, float], ...]]  # words, and phrases joined by a blank
    topic_verbs: dict[str, tuple[tuple[Topic, float], ...]]
    topic_user_verbs: dict[str, tuple[tuple[Topic, float], ...]]
    topic_needs: dict[Topic, Words]
    topic_headings: dict[str, tuple[tuple[Topic, float], ...]]
    # Spellings met so far, cut into words: a cache, and the only thing here that grows.
    spellings: dict[str, tuple[tuple[str, int, int, int], ...]]
    inflected: dict[str, tuple[str, ...]]  # base form -> all forms
    exception_phrases: PhraseIndex
    condition_phrases: PhraseIndex
    weak_phrases: PhraseIndex
    empty_limits: PhraseIndex
    resuming_phrases: PhraseIndex
    asides: PhraseIndex
    topic_phrase_heads: Words  # words that some phrase of `topic_words` starts with
    negative_phrases: tuple[tuple[tuple[str, ...], int], ...]  # with the place of the "no"
    data_signs: Words  # what shows that a sentence speaks of data protection
    roles: dict[str, NounRole]  # noun -> what it stands for
    time_words: Words  # "days", "month"
    semi_auxiliaries: Words  # what makes a modal of "be": "required", "entitled"
    predicatives: Words  # what else is looked for behind "be": "optional", "possible"
    reflexive_verbs: Words  # "sich verpflichten"
    thing_words: Words  # verbs and adjectives of things that bind somebody: "renew", "visible"
    label_words: Words  # one of these stands in every label
    ensuring: Words  # first words of `verbs.ensuring`
    infinitives: dict[str, str]  # "weiterzugeben" -> "weitergeben"
    topic_parts: tuple[tuple[str, Topic, float], ...]  # of compounds
    siblings: dict[str, Lexicon] = field(default_factory=dict)  # with a user's words, by language
    origin: str = ""  # hash of the user's words; "" for the shipped ones


def load_lexicon(*paths: Path) -> Lexicon:
    """The shipped lexicons with the user's (TOML) merged over them in order; the English one of them.

    A file is for the language that its `language = "de"` names, English without it; the others are
    `siblings`. Raises PolicydiffError, one line, for a file that cannot be read or does not fit.
    """
    merged: dict[str, dict[str, Any]] = {}
    for path in paths:
        try:
            extra = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as exc:
            raise PolicydiffError(
                "cannot read lexicon", where=str(path), why=exc.strerror or "unreadable"
            ) from exc
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
            raise PolicydiffError(
                "not a TOML file", where=str(path), why=str(exc), fix="correct it and run again"
            ) from exc
        code = extra.pop("language") if isinstance(extra.get("language"), str) else LANGUAGES[0]
        if code not in LANGUAGES:
            raise PolicydiffError(
                "bad lexicon", where=str(path), why=f'no lexicon of the language "{code}" is shipped',
                fix=f"there are: {', '.join(LANGUAGES)}",
            )  # fmt: skip
        try:
            base = merged.get(code) or tomllib.loads(_shipped(code))
            merged[code] = _merge(base, extra, at="")
            build_lexicon(merged[code])  # so that the error names the file that brought it in
        except (msgspec.ValidationError, TypeError, re.error) as exc:
            raise PolicydiffError(
                "bad lexicon",
                where=str(path),
                why=str(exc),
                fix="use the tables and types of the shipped en.toml",
            ) from exc
    built = {code: build_lexicon(data) for code, data in merged.items()}
    first = built.pop(LANGUAGES[0], None) or default_lexicon()
    origin = sha256(repr(sorted(merged.items())).encode()).hexdigest() if merged else ""
    return replace(first, siblings=built, origin=origin) if merged else first


@lru_cache(maxsize=len(LANGUAGES))
def shipped_lexicon(code: str) -> Lexicon:
    """The lexicon of one of `LANGUAGES`, as shipped."""
    return build_lexicon(tomllib.loads(_shipped(code)))


def default_lexicon() -> Lexicon:
    """The English lexicon as shipped."""
    return shipped_lexicon(LANGUAGES[0])


def build_lexicon(data: dict[str, Any]) -> Lexicon:
    """A lexicon from merged tables. Raises msgspec.ValidationError naming the place."""
    tables = msgspec.convert(data, Tables)
    inflected = inflect(tables)
    forms = _index_forms(tables, inflected)
    subordinators: dict[str, list[tuple[tuple[str, ...], SubordinatorKind]]] = {}
    for phrase, kind in tables.grammar.subordinators.items():
        words = tuple(phrase.split())
        subordinators.setdefault(words[0], []).append((words, kind))
    return Lexicon(
        tables=tables,
        flags=_index_flags(tables, forms, inflected),
        forms=forms,
        subordinators={
            first: tuple(sorted(found, key=lambda entry: -len(entry[0])))
            for first, found in subordinators.items()
        },
        topic_words=_index_topics(
            {topic: words.words for topic, words in tables.topic.items()}, inflected
        ),
        topic_verbs=_index_topics({topic: words.verbs for topic, words in tables.topic.items()}),
        topic_user_verbs=_index_topics(
            {topic: words.user_verbs for topic, words in tables.topic.items()}
        ),
        topic_needs={
            topic: words.needs
            | (tables.topics.data_words if "personal-data" in words.needs else frozenset())
            for topic, words in tables.topic.items()
            if words.needs
        },
        topic_headings=_index_topics(
            {topic: words.headings for topic, words in tables.topic.items()}
        ),
        roles=_index_roles(tables.parties),
        spellings={},
        inflected=inflected,
        data_signs=tables.parties.data_nouns | tables.parties.data_signs,
        exception_phrases=_index_phrases(tables.conditions.exception_phrases),
        condition_phrases=_index_phrases(tables.conditions.condition_phrases),
        weak_phrases=_index_phrases(tables.periphrasis.weak_phrases),
        empty_limits=_index_phrases(tables.conditions.empty),
        resuming_phrases=_index_phrases(tables.periphrasis.resuming_phrases),
        asides=_index_phrases(tables.periphrasis.asides),
        topic_phrase_heads=frozenset(
            phrase.split()[0]
            for words in tables.topic.values()
            for phrase in words.words
            if " " in phrase
        ),
        negative_phrases=tuple(
            (
                words,
                next(i for i, w in enumerate(words) if w in tables.grammar.negative_determiners),
            )
            for words in (tuple(p.split()) for p in sorted(tables.grammar.negative_phrases))
        ),
        time_words=frozenset(
            spelling
            for unit, spelled in tables.values.units.items()
            if unit in DAYS
            for spelling in spelled
        ),
        semi_auxiliaries=frozenset().union(
            *(
                getattr(tables.periphrasis, name)
                for name in Periphrasis.__struct_fields__
                if name.startswith("be_")
            ),
            tables.periphrasis.inapplicable,
        ),
        predicatives=tables.rules.optional | tables.rules.mandatory | tables.rules.possible,
        reflexive_verbs=frozenset(
            word
            for words in (
                *(getattr(tables.verbs, name) for name in Verbs.__struct_fields__),
                tables.periphrasis.inapplicable,
            )
            for word in words
            if " " in word and is_reflexive(word, tables)
        ),
        thing_words=tables.verbs.needing.union(
            *(getattr(tables.rules, name) for name in _THING_RULES), ("be",)
        ),
        label_words=frozenset(
            word for label in tables.labels for name in label.names for word in name.split()
        ),
        ensuring=frozenset(phrase.split()[0] for phrase in tables.verbs.ensuring),
        infinitives=mark_infinitives(tables, inflected),
        topic_parts=tuple(
            (part, topic, weight)
            for topic, words in tables.topic.items()
            for part, weight in words.parts.items()
        ),
    )


def _shipped(code: str) -> str:
    folder = Path(__file__).with_name("lexicons")
    return (folder / f"{code}.toml").read_text(encoding="utf-8")


def _merge(base: Any, extra: Any, *, at: str) -> Any:
    if isinstance(base, dict) and isinstance(extra, dict):
        return base | {
            key: _merge(base[key], value, at=f"{at}.{key}") if key in base else value
            for key, value in extra.items()
        }
    if isinstance(base, list) and isinstance(extra, list):
        return base + extra
    if isinstance(base, (dict, list)) or isinstance(extra, (dict, list)):
        raise TypeError(f"a table or list meets a single value at {at.lstrip('.') or 'the top'}")
    return extra


def _index_forms(
    tables: Tables, inflected: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, int]]:
    forms: dict[str, tuple[str, int]] = {}

    def add(word: str, base: str, form: int) -> None:
        known = forms.get(word)
        if known is None or known[0] == base:
            forms[word] = (base, form | (known[1] if known else 0))

    # All base forms first: "found" is a form of "find" only because nobody lists "found".
    for base in inflected:
        add(base, base, BASE)
    for base, (_, third, *past, ing) in inflected.items():
        add(third, base, THIRD)
        for word in past:
            add(word, base, PAST | PARTICIPLE)
        add(ing, base, ING)
    for word, base in more_forms(tables, inflected).items():
        add(word, base, THIRD)
    return forms


def _index_flags(
    tables: Tables, forms: dict[str, tuple[str, int]], inflected: dict[str, tuple[str, ...]]
) -> dict[str, int]:
    grammar, parties = tables.grammar, tables.parties
    flags: dict[str, int] = {}

    def add(words: Words | dict[str, Any], bit: int) -> None:
        for word in words:
            flags[word] = flags.get(word, 0) | bit

    add(forms, VERB)
    add(tables.modals, MODAL)
    add(grammar.be, BE)
    add(grammar.have, HAVE)
    add(grammar.do, DO)
    add(grammar.negations, NEGATION)
    add(grammar.negative_determiners, NO | DETERMINER)
    add(grammar.adverbs, ADVERB)
    add(grammar.limiters, ADVERB)
    add(grammar.conjunctions, CONJUNCTION)
    add(frozenset(p.split()[0] for p in grammar.subordinators), SUBORDINATOR)
    add(grammar.relatives, RELATIVE)
    add(grammar.prepositions, PREPOSITION)
    add(grammar.determiners | grammar.quantifiers, DETERMINER)
    add(grammar.possessives, DETERMINER | POSSESSIVE)
    add(
        (parties.company_pronouns | parties.user_pronouns | parties.other_pronouns)
        - parties.company_possessives,
        PRONOUN,
    )
    add(grammar.complementisers, THAT)
    add(tables.verbs.also_nouns, NOUN)
    add(
        frozenset(w for base in tables.verbs.also_nouns for w in inflected.get(base, ())[1:2]), NOUN
    )
    # "not" and "nor" are listed as adverbs too so that one test skips them between verb parts.
    add(grammar.negations, ADVERB)
    return flags


def _index_roles(words: PartyWords) -> dict[str, NounRole]:
    """Noun -> role; where a noun stands in several lists the first of these wins."""
    lists: tuple[tuple[Words, NounRole], ...] = (
        (words.user_nouns, "user"),
        (words.company_nouns | words.institution_nouns, "company"),
        (words.third_nouns, "third-party"),
        (words.measure_nouns, "measure"),
        (words.document_nouns, "document"),
        (words.data_nouns, "data"),
        (words.service_nouns, "service"),
    )
    return {word: role for nouns, role in reversed(lists) for word in nouns}


def _index_phrases(phrases: Words) -> PhraseIndex:
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases):
        words = tuple(phrase.split())
        index.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(found, key=lambda w: -len(w))) for first, found in index.items()}


def _index_topics(
    weights: dict[Topic, dict[str, float]], inflected: dict[str, tuple[str, ...]] | None = None
) -> dict[str, tuple[tuple[Topic, float], ...]]:
    """Word or phrase -> (topic, weight) pairs; verbs among single words count in all forms."""
    index: dict[str, dict[Topic, float]] = {}
    for topic, words in weights.items():
        for word, weight in words.items():
            for form in (inflected or {}).get(word, (word,)):
                entry = index.setdefault(form, {})
                entry[topic] = max(weight, entry.get(topic, weight))
    return {word: tuple(entry.items()) for word, entry in index.items()}
