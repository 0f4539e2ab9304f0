"""What an obligation is about: weighted words of its span, its verb and its heading."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from policydiff.model import Bearer, Modality, Topic
from policydiff.obligations.lexicon import PREPOSITION, SUBORDINATOR, VERB, Lexicon
from policydiff.obligations.predications import Subordinate
from policydiff.obligations.tokens import Tokens

_LONGEST_PHRASE = 4  # words

# One faint word is no topic: below this the topic is "other".
_MIN_SCORE = 0.7

# A clause that scores this much by its own words is about that, whatever stands above it.
_OWN_TOPIC = 2.0

# A heading that names so many topics ("Children, cookies, changes and contact") decides little;
# "storage" in "Security and storage" names none as loudly as this.
_MANY_TOPICS = 3
_NAMED = 0.5

# A priority topic that a heading names so loudly ("Children", "Cookies") is what the section is about.
_SHOUTED = 1.5

# What an example ("including cookies") counts beside what is named outright.
_EXAMPLE_FACTOR = 0.35

# What a condition ("when you have collected your parcel") counts beside the main clause.
_SUBORDINATE_FACTOR = 0.6

# What the rest of the clause counts towards the topics that win wherever they stand.
_OUTSIDE_FACTOR = 0.6

# A priority topic this loud wins over the topics that it outranks, which count so much then.
_LOUD = 4.0
_OUTRANKED_FACTOR = 0.5

# "To stop our letters, call us" is about what is named this loudly, not about calling.
_SERVED = 1.3
_MEANS_FACTOR = 0.3

# "We use other firms to send it" is about what they get, as loudly as "use" is about use.
_ENGAGED = 4.2
_ENGAGED_REACH = 9  # words

# What a lead-in counts for an item that is a sentence of its own ("You may ask us to delete it").
_WHOLE_FACTOR = 0.6


def topic_of(
    tokens: Tokens,
    start: int,
    end: int,
    verbs: tuple[str, ...],
    bearer: Bearer,
    lexicon: Lexicon,
    *,
    heading: str = "",
    inherited: Topic | None = None,
    whole: bool = False,
    modality: Modality | None = None,
    subordinates: tuple[Subordinate, ...] = (),
) -> Topic:
    """The topic with the highest score in the token range; "other" when nothing speaks.

    Each word or phrase counts once, so that an enumeration does not drown the verb. The priority
    topics (children, transfer, tracking) listen to the whole clause.
    """
    settings = lexicon.tables.topics
    scores: dict[Topic, float] = {}

    def add(pairs: tuple[tuple[Topic, float], ...], factor: float = 1.0) -> None:
        for topic, weight in pairs:
            scores[topic] = scores.get(topic, 0.0) + weight * factor

    share = settings.verb_factor / max(1, len(verbs))
    for verb in verbs:
        add(lexicon.topic_verbs.get(verb, ()), share)
        if bearer == "user":
            add(lexicon.topic_user_verbs.get(verb, ()), share)
    _add_words(tokens, start, end, lexicon, scores, subordinates)
    if not any(scores.values()):  # "..., and follow the steps on that page": of what the rest says
        _add_words(tokens, 0, len(tokens), lexicon, scores, subordinates)
    if heading:
        ranked = heading_scores(heading, lexicon)
        alone = inherited is None and _speaks_for_itself(tokens, scores, ranked, lexicon)
        many = settings.heading_doubt if _names_many(ranked) else 1.0
        for topic, weight in ranked:
            factor = 1.0
            if topic in settings.priority:
                loud = settings.priority_factor if weight >= _SHOUTED else 1.0
                factor = settings.heading_doubt if alone else loud
            add(((topic, weight),), many * factor)
    spoken = tokens.words[start:end]
    said = frozenset((*spoken, *map(" ".join, pairwise(spoken))))
    words = frozenset(tokens.words) | _heading_words(heading)
    for topic, needs in lexicon.topic_needs.items():
        if topic in scores and needs.isdisjoint(words):
            scores[topic] *= settings.without_need
    if bearer == "company" and _engages_others(tokens, start, end, lexicon):
        scores["sharing"] = max(scores.get("sharing", 0.0), _ENGAGED)
    if modality == "disclaimer":
        add(((settings.disclaimer_topic, settings.disclaimer_bonus),))
    if inherited is not None and inherited != "other":
        add(((inherited, settings.lead_in_bonus * (_WHOLE_FACTOR if whole else 1.0)),))
    if any(scores.get(topic, 0.0) >= _LOUD for topic in settings.priority):
        for topic in settings.outranked:
            if topic in scores:
                scores[topic] *= _OUTRANKED_FACTOR
    if bearer == "company":
        acts = {topic for verb in verbs for topic, _ in lexicon.topic_verbs.get(verb, ())}
        for topic in settings.by_verb:
            if acts and topic not in acts and topic in scores:
                scores[topic] *= settings.without_need
    if bearer == "user":
        banned = settings.user_liberties if modality == "prohibition" else ()
        for topic in (*settings.company_topics, *banned):
            exempt = settings.kept_liberties.get(topic)
            if topic in scores and (exempt is None or exempt.isdisjoint(words)):
                scores[topic] *= settings.without_need
    if bearer == "third-party":
        for topic, named in settings.third_party.items():
            scores[named] = max(scores.get(named, 0.0), scores.pop(topic, 0.0))
    for one in settings.together:
        if one.fits(bearer, verbs, said, words, settings.data_words):
            add(((one.topic, one.weight),))
    if bearer == "user":
        for way, served in settings.means.items():
            if way in scores and scores.get(served, 0.0) >= _SERVED:
                scores[way] *= _MEANS_FACTOR
    best: Topic = "other"
    top = _MIN_SCORE
    for topic in lexicon.tables.topic:
        if scores.get(topic, 0.0) > top:
            best, top = topic, scores[topic]
    return best


def _engages_others(tokens: Tokens, start: int, end: int, lexicon: Lexicon) -> bool:
    """ "We use outside shipping companies": other firms as the object of the first such verb."""
    tables, words = lexicon.tables, tokens.words
    verbs = tables.topics.engaging
    at = next((i for i in range(start, end) if lexicon.forms.get(words[i], ("",))[0] in verbs), end)
    for index in range(at + 1, min(at + _ENGAGED_REACH, end)):
        word = words[index]
        if word in tables.parties.third_nouns | tables.parties.firms:
            return True
        chosen = word.endswith(tables.grammar.participle_suffixes)  # "carefully selected firms"
        if tokens.flags[index] & (PREPOSITION | SUBORDINATOR | VERB) and not chosen:
            return False
    return False


def _names_many(ranked: tuple[tuple[Topic, float], ...]) -> bool:
    return sum(weight >= _NAMED for _, weight in ranked) >= _MANY_TOPICS


def _speaks_for_itself(
    tokens: Tokens,
    scores: dict[Topic, float],
    ranked: tuple[tuple[Topic, float], ...],
    lexicon: Lexicon,
) -> bool:
    """Is a sentence under "Children" about something else: no child, no data of theirs in it?"""
    settings = lexicon.tables.topics
    named = [topic for topic, _ in ranked if topic in settings.priority]
    if not named or any(topic in scores for topic in named):
        return False
    if max(scores, key=lambda topic: scores[topic], default="other") in settings.outranked:
        return False
    return settings.data_words.isdisjoint(tokens.words) or _names_many(ranked)


def _add_words(
    tokens: Tokens,
    start: int,
    end: int,
    lexicon: Lexicon,
    scores: dict[Topic, float],
    subordinates: tuple[Subordinate, ...],
) -> None:
    index, words = lexicon.topic_words, tokens.words
    settings = lexicon.tables.topics
    counted: dict[tuple[str, Topic], float] = {}
    example = False
    for at, word in enumerate(words):
        inside = start <= at < end
        # "For example, we use cookies": the whole sentence is one, and says what it says
        example = (example and word != ";") or (at > 1 and word in settings.example_marks)
        for width in range(1, _LONGEST_PHRASE + 1 if word in lexicon.topic_phrase_heads else 2):
            phrase = word if width == 1 else " ".join(words[at : at + width])
            pairs = index.get(phrase) or (
                part_scores(word, lexicon) if width == 1 and lexicon.topic_parts else ()
            )
            if not pairs:
                continue
            for topic, weight in pairs:
                if topic in settings.priority:
                    factor = (1.0 if inside else _OUTSIDE_FACTOR) * (
                        _EXAMPLE_FACTOR if example and topic != "children" else 1.0
                    )
                elif inside:
                    aside = any(s.start <= at < s.end for s in subordinates)
                    factor = _SUBORDINATE_FACTOR if aside else 1.0
                else:
                    continue
                before = counted.get((phrase, topic), 0.0)
                if factor > before:
                    counted[phrase, topic] = factor
                    scores[topic] = scores.get(topic, 0.0) + weight * (factor - before)


@lru_cache(maxsize=16_384)
def part_scores(word: str, lexicon: Lexicon) -> tuple[tuple[Topic, float], ...]:
    """Topic weights of a compound by the parts in it; the longest part of a topic counts."""
    best: dict[Topic, tuple[int, float]] = {}
    for part, topic, weight in lexicon.topic_parts:
        if part in word:
            best[topic] = max(best.get(topic, (0, 0.0)), (len(part), weight))
    return tuple((topic, weight) for topic, (_, weight) in best.items())


@lru_cache(maxsize=4_096)
def _heading_words(heading: str) -> frozenset[str]:
    """Of the innermost heading: the title above it names the text, not what the section is about."""
    return frozenset(word.strip('.,:;()?!"“”') for word in heading.rpartition(" > ")[2].split())


@lru_cache(maxsize=4_096)
def heading_scores(heading: str, lexicon: Lexicon) -> tuple[tuple[Topic, float], ...]:
    """Topic weights of a heading, lower case."""
    factor = lexicon.tables.topics.heading_factor
    scores: dict[Topic, float] = {}
    for phrase in lexicon.tables.topics.heading_objects:
        heading = heading.replace(phrase, " ")
    for word in sorted(set(heading.replace("’", "'").split())):
        bare = word.strip('.,:;()?!"“”„')
        pairs = lexicon.topic_headings.get(bare) or (
            part_scores(bare, lexicon) if lexicon.topic_parts else ()
        )
        for topic, weight in pairs:
            scores[topic] = scores.get(topic, 0.0) + weight * factor
    return tuple(sorted(scores.items()))
