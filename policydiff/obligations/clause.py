"""What one clause says, and what it lends to the list items below it.

It depends only on the clause's words, on what it inherits, and on who is who: a cached pure
function, because a timeline meets the same clause in hundreds of snapshots.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Bearer, Modality, Topic
from policydiff.obligations.conduct import about_conduct, bare_ban
from policydiff.obligations.inheriting import inherit, relates, sides, takes_over, with_subject
from policydiff.obligations.leadins import Inherited
from policydiff.obligations.lending import ends_in_relative, is_transparent, lends
from policydiff.obligations.lexicon import (
    BASE,
    COMMA,
    DO,
    MODAL,
    NAME,
    NOUN,
    PRONOUN,
    PUNCTUATION,
    VERB,
    Lexicon,
)
from policydiff.obligations.modality import LEAD_IN, Reading, read_predication
from policydiff.obligations.parties import Parties
from policydiff.obligations.pointing import Spoken, points_back
from policydiff.obligations.predications import Analysis, Predication, analyse
from policydiff.obligations.spoken_of import spoken_of
from policydiff.obligations.strength import strength_of
from policydiff.obligations.tokens import Tokens, tokenise
from policydiff.obligations.topics import topic_of
from policydiff.obligations.values import values_of
from policydiff.obligations.wording import Said, Wording, action_of, span_of
from policydiff.patterns import regex

# What nobody has to do is about what it is, not about who answers for damage.
_NO_DUTY = frozenset(("no-duty", "no-obligation", "not-obliged"))

# What readers consent to by what they do is their choice, unless it says what it is about.
_CONSENT = frozenset(("consent-by-use", "use-is-consent"))

# How far into a clause "the right to" may stand, behind its label.
_LABEL_WORDS = 8
_ASKED_ABOUT = 6  # words before the verb of "How much of your personal data do we"


# A line of a page that commands in a few words without an end is a button: "Try Studio".
_BUTTON = regex(r"(?!(?i:please|do not|don|never|no)\b)[A-Z][a-z]+(?: [A-Za-z][a-z]*){1,3}$")
_BRACKETED = regex(r"\(([^()]{12,300})\)")


class ClauseReading(Struct, frozen=True):
    """All that one clause says, and what items below it inherit."""

    said: tuple[Said, ...]
    lends: Inherited | None
    transparent: bool  # "This includes:": its items look further up
    partial: bool = False  # "…, content that is:": its items end the phrase
    spoken: Spoken | None = None  # whom "they" or "it" in the next sentence stands for


@lru_cache(maxsize=65_536)
def read_clause(
    text: str,
    label: int,
    item: bool,
    heading: str,
    inherited: Inherited | None,
    parties: Parties,
    lexicon: Lexicon,
    spoken: Spoken | None = None,
) -> ClauseReading:
    """What one clause says. Pure, so cached: timelines repeat their clauses.

    `spoken` is what the clause before was about, where this one begins with "They", "It", "These".
    """
    if text.rstrip(" \"”’')").endswith("?"):
        return ClauseReading((), None, False)
    tokens = tokenise(text, label, lexicon, parties.company, parties.foreign)
    if _asks(tokens, lexicon):
        return ClauseReading((), None, False)
    conduct = about_conduct(heading, lexicon)
    commands = not (item or _BUTTON.match(text)) or (inherited is None and conduct)
    analysis = analyse(tokens, lexicon, parties, imperatives=commands, spoken=spoken)
    if item and inherited is not None and inherited.subject:
        analysis = with_subject(analysis, inherited.bearer)
    wording = Wording(text, heading, tokens, analysis, lexicon)
    found = _readings(analysis, tokens, lexicon, parties)
    handed = [r for r in found if r.rule == LEAD_IN]
    readings = _merge([r for r in found if r.rule != LEAD_IN])
    said = _say(wording, readings, inherited.topic if inherited else None)
    main = [p for p in analysis.predications if p.place in ("main", "mandate")]
    if not main and not said:
        said = _bare_right(wording) or (_bare_ban(wording, conduct) if inherited is None else [])
    told_of = _told_of(analysis, tokens, lexicon, parties) if item and not said else []
    if told_of:
        said = _say(wording, told_of, inherited.topic if inherited else None)
    elif inherited is not None and any(word[0].isalnum() for word in tokens.words):
        if takes_over(wording, item, inherited, readings, main):
            said = [inherit(wording, side, item=item) for side in sides(inherited)]
        elif readings and not main and relates(analysis):
            # "- with carriers, who must not keep it": the liberty to share, and their ban.
            said.insert(0, inherit(wording, inherited, end=readings[0].start))
    if "(" in text and said:
        said.extend(_in_brackets(text, heading, parties, lexicon))
    return ClauseReading(
        tuple(said),
        lends(tokens, said, handed, analysis, lexicon, spoken),
        is_transparent(tokens, lexicon),
        ends_in_relative(tokens, lexicon),
        spoken_of(tokens, analysis, lexicon, parties),
    )


def _told_of(
    analysis: Analysis, tokens: Tokens, lexicon: Lexicon, parties: Parties
) -> list[Reading]:
    """ "- Your card number, which we use to charge you": what a bare item says of the thing it names."""
    words, flags = tokens.words, tokens.flags
    known = lexicon.tables
    for one in analysis.predications:
        start = one.subject.start if one.subject is not None else 0
        if (
            one.place != "relative"
            or start < 2
            or words[start] not in known.parties.company_pronouns
        ):
            continue
        apart = words[start - 1] in known.grammar.relatives and flags[start - 2] & COMMA
        if not apart or one.group.force or one.group.lemma not in known.verbs.practice:
            continue
        found = read_predication(replace(one, place="main"), tokens, lexicon, parties)
        if found:
            return list(found)
    return []


def _asks(tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "How long do we keep your data": a question that lost its mark, mostly a heading."""
    words, flags, grammar = tokens.words, tokens.flags, lexicon.tables.grammar
    if not words or words[0] not in grammar.question_words | grammar.asking:
        return False
    if any(flag & (COMMA | PUNCTUATION) for flag in flags[:-1]):
        return False
    for at in range(1, min(_ASKED_ABOUT, len(words) - 1)):
        if flags[at] & (DO | MODAL):
            return bool(flags[at + 1] & (PRONOUN | NAME))
        if flags[at] & (PRONOUN | VERB) and not flags[at] & NOUN:
            return False
    return False


def _readings(
    analysis: Analysis, tokens: Tokens, lexicon: Lexicon, parties: Parties
) -> list[Reading]:
    """What each predication says, in reading order; one that introduces another leaves it the word."""
    readings: list[Reading] = []
    ahead: tuple[Reading, ...] = ()  # of the predication behind this one
    ahead_end = silent_end = 0
    for predication in reversed(analysis.predications):
        entire = predication
        if predication.introduces:
            if not (_ensures(predication, ahead, lexicon) or _vouches(predication, ahead, lexicon)):
                if predication.group.adjective in lexicon.tables.rules.possible:
                    # "It is possible that we could merge": a chance.
                    readings[: len(ahead)] = [
                        _made_possible(r) for r in ahead if r.modality != "permission"
                    ]
                continue  # "please note that we may …": the second half says it
            entire = replace(predication, end=max(predication.end, ahead_end))
        said_here = _of_others(
            read_predication(entire, tokens, lexicon, parties), predication, tokens, lexicon
        )
        if predication.introduces:
            readings = readings[len(ahead) :]
        if predication.place == "relative" and not said_here:
            silent_end = silent_end or predication.end
        else:
            # "bound by rulings in a case in which you are no party": what says nothing itself
            # belongs to what it is about.
            said_here = tuple(
                replace(r, end=silent_end) if r.end == predication.end and silent_end else r
                for r in said_here
            )
            silent_end = 0
        ahead, ahead_end = said_here, predication.end
        readings[:0] = said_here
    return readings


def _say(wording: Wording, readings: list[Reading], above: Topic | None) -> list[Said]:
    """The readings of a clause with topic, strength, limits and values; `above` is a list's topic."""
    tokens, lexicon, parts = wording.tokens, wording.lexicon, wording.analysis.subordinates
    predications = wording.analysis.predications
    first = predications[0].subject if predications else None
    opens = first.start if first is not None and first.end > first.start else None
    ours = {(r.start, r.verb) for r in readings if r.bearer == "company"}
    whole = len(readings) == 1
    said: list[Said] = []
    for reading in readings:
        # What binds both parties is about one thing.
        about: Bearer = "company" if (reading.start, reading.verb) in ours else reading.bearer
        start, end = (0, len(tokens)) if whole else (reading.start, reading.end)
        topic = topic_of(
            tokens, start, end, reading.verbs, about, lexicon, heading=wording.heading,
            inherited=above, whole=True, subordinates=parts,
            modality=None if reading.rule in _NO_DUTY else reading.modality,
        )  # fmt: skip
        if topic == "other" and reading.rule in _CONSENT:
            topic = "choice"
        strength = reading.strength or strength_of(
            tokens, start, end, reading.modality, reading.cue, lexicon,
            verb=reading.verb, verbs=reading.verbs, subordinates=parts,
        )  # fmt: skip
        conditions, exceptions = wording.limits(start, end, opens=opens)
        said.append(
            Said(
                span=(0, len(wording.text)) if whole else span_of(tokens, start, end),
                bearer=reading.bearer, modality=reading.modality, strength=strength, topic=topic,
                action=action_of(tokens, reading.verb, end, lexicon),
                conditions=conditions, exceptions=exceptions, rule=reading.rule, cue=reading.cue,
                values=values_of(
                    tokens, start, end, reading.verbs, lexicon, topic=topic, subordinates=parts
                ),
            )
        )  # fmt: skip
    return said


def _bare_right(wording: Wording) -> list[Said]:
    """ "Right to know: the right to know what we hold": a right, given to nobody by name."""
    tokens, forms = wording.tokens, wording.lexicon.forms
    at = _act_of_right(tokens, wording.lexicon)
    if at is None:
        return []
    verbs, cue = (forms[tokens.words[at]][0],), tokens.phrase(at - 3, at)
    return [_verbless(wording, at, verbs, "bare-right", "user", "permission", cue)]


def _bare_ban(wording: Wording, conduct: bool) -> list[Said]:
    """ "No spam, no trolling.": a ban without a verb."""
    tokens = wording.tokens
    bearer = bare_ban(tokens, conduct, wording.lexicon)
    if bearer is None:
        return []
    return [_verbless(wording, 1, (), "bare-ban", bearer, "prohibition", tokens.words[0])]


def _act_of_right(tokens: Tokens, lexicon: Lexicon) -> int | None:
    """Where the act of "Right to know: the right to know what we hold" begins."""
    grammar, words = lexicon.tables.grammar, tokens.words
    rights = lexicon.tables.rules.bare_rights
    if rights.isdisjoint(words[: _LABEL_WORDS + 1]):
        return None
    for at in range(min(len(words) - 3, _LABEL_WORDS)):
        if at == 0 and words[0] in rights and words[1] in grammar.infinitive_marks:
            base = lexicon.forms.get(words[2], ("", 0))[1] & BASE  # "Right to object to profiling"
            return 2 if base and tokens.text[tokens.starts[0]].isupper() else None
        opens = at == 0 or tokens.flags[at - 1] & COMMA
        if opens and words[at] in grammar.definite and words[at + 1] in rights:
            named = words[at + 2] in grammar.infinitive_marks
            base = lexicon.forms.get(words[at + 3], ("", 0))[1] & BASE
            return at + 3 if named and base else None
    return None


def _verbless(
    wording: Wording, at: int, verbs: tuple[str, ...], rule: str, bearer: Bearer,
    modality: Modality, cue: str,
) -> Said:  # fmt: skip
    """A right or a ban whose act begins at `at`."""
    tokens, lexicon, end = wording.tokens, wording.lexicon, len(wording.tokens)
    topic = topic_of(
        tokens, 0, end, verbs, bearer, lexicon, heading=wording.heading,
        modality=None if verbs else modality,
    )  # fmt: skip
    conditions, exceptions = wording.limits(0, end)
    return Said(
        span=(0, len(wording.text)), bearer=bearer, modality=modality,
        strength="strong" if modality == "prohibition" else "plain", topic=topic,
        action=action_of(tokens, at, end, lexicon), conditions=conditions, exceptions=exceptions,
        rule=rule, cue=cue,
    )  # fmt: skip


def _made_possible(reading: Reading) -> Reading:
    """ "It is possible that we will disclose it": reserved, not vowed."""
    if reading.bearer == "user" or reading.modality not in ("obligation", "practice"):
        return reading
    return replace(reading, modality="permission", strength="plain")


def _of_others(
    said: tuple[Reading, ...], predication: Predication, tokens: Tokens, lexicon: Lexicon
) -> tuple[Reading, ...]:
    """ "These services may collect it", of others' services: not what the publisher does."""
    ours, group = lexicon.tables.parties.company_pronouns, predication.group
    end = predication.end if group.passive else group.last + 2
    if not predication.subject.theirs or not ours.isdisjoint(tokens.words[group.last + 1 : end]):
        return said  # "they help us", "they are used by us"
    return tuple(replace(r, bearer="third-party") if r.bearer == "company" else r for r in said)


def _ensures(predication: Predication, ahead: tuple[Reading, ...], lexicon: Lexicon) -> bool:
    """Is it "we ensure that", and what is ensured no ban of the publisher's own acts?"""
    lemma = predication.group.lemma
    if lemma not in lexicon.ensuring:
        # "We guarantee that it is secure": what is secure binds nobody, the guarantee does.
        return not ahead and lemma in lexicon.tables.rules.guaranteeing
    return not any(r.bearer == "company" and r.modality == "prohibition" for r in ahead)


def _vouches(predication: Predication, ahead: tuple[Reading, ...], lexicon: Lexicon) -> bool:
    """ "We guarantee that every purchase is safe": a promise, where the rest says nothing else."""
    group = predication.group
    ours = predication.subject.role == "company" and not (group.negated or group.force)
    return ours and not ahead and group.lemma in lexicon.tables.verbs.assuring


def _in_brackets(text: str, heading: str, parties: Parties, lexicon: Lexicon) -> list[Said]:
    """ "We may send you offers (you can opt out)": what a sentence in brackets says."""
    known = lexicon.tables.parties
    pronouns = known.company_pronouns | known.user_pronouns
    result: list[Said] = []
    for found in _BRACKETED.finditer(text):
        words = found.group(1).lower().replace("’", "'").split(None, 2)
        modal = lexicon.flags.get(words[1], 0) & (MODAL | DO) if len(words) > 2 else 0
        if not modal or words[0] not in pronouns - lexicon.tables.grammar.object_pronouns:
            continue
        at = found.start(1)
        said = read_clause(found.group(1), 0, False, heading, None, parties, lexicon).said
        result += [replace(one, span=(one.span[0] + at, one.span[1] + at)) for one in said]
    return result


def _merge(readings: list[Reading]) -> list[Reading]:
    """One label for verb phrases that say the same of the same bearer about the same thing."""
    result: list[Reading] = []
    for reading in readings:
        same = [
            r
            for r in result
            if (r.bearer, r.modality, r.verbs[:1])
            == (reading.bearer, reading.modality, reading.verbs[:1])
        ]
        if not same:
            result.append(reading)
    return result


__all__ = ["ClauseReading", "Said", "points_back", "read_clause"]
