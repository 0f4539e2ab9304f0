"""What one clause says, and what it lends to the list items below it.

It depends only on the clause's words, on what it inherits, and on who is who: a cached pure
function, because a timeline meets the same clause in hundreds of snapshots.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from policydiff.model import Bearer, Modality, Strength, Topic, Value
from policydiff.obligations.conditions import limits_of
from policydiff.obligations.conduct import about_conduct, bare_ban
from policydiff.obligations.leadins import Inherited
from policydiff.obligations.lending import ends_in_relative, is_transparent, lends
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    ING,
    MODAL,
    NEGATION,
    NO,
    NOUN,
    PREPOSITION,
    PRONOUN,
    SUBORDINATOR,
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
from policydiff.patterns import regex

# What nobody has to do is about what it is, not about who answers for damage.
_NO_DUTY = frozenset(("no-duty", "no-obligation", "not-obliged"))

# How far into a clause "the right to" may stand, behind its label.
_LABEL_WORDS = 8


_BRACKETED = regex(r"\(([^()]{12,300})\)")


class Said(Struct, frozen=True):
    """One obligation of a clause, in the clause's own offsets."""

    span: tuple[int, int]
    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    action: str
    conditions: tuple[str, ...]
    exceptions: tuple[str, ...]
    rule: str
    cue: str
    values: tuple[Value, ...] = ()
    told: str = ""  # headings that a value in a table needs in order to be understood alone


class ClauseReading(Struct, frozen=True):
    """All that one clause says, and what items below it inherit."""

    said: tuple[Said, ...]
    lends: Inherited | None
    transparent: bool  # "This includes:": its items look further up
    partial: bool = False  # "…, content that is:": its items end the phrase
    spoken: Spoken | None = None  # whom "they" or "it" in the next sentence stands for


class _Wording(Struct, frozen=True):
    """A clause cut up: its words, its verbs, and the headings above it in lower case."""

    text: str
    heading: str
    tokens: Tokens
    analysis: Analysis
    lexicon: Lexicon

    def limits(self, start: int, end: int, *, opens: int | None = None) -> _Limits:
        """The conditions and the exceptions that hold for a stretch of words."""
        parts = self.analysis.subordinates
        return limits_of(self.tokens, start, end, parts, self.lexicon, opens=opens)


_Limits = tuple[tuple[str, ...], tuple[str, ...]]


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
    conduct = about_conduct(heading, lexicon)
    commands = not item or (inherited is None and conduct)
    analysis = analyse(tokens, lexicon, parties, imperatives=commands, spoken=spoken)
    if item and inherited is not None and inherited.subject:
        analysis = _with_subject(analysis, inherited.bearer)
    wording = _Wording(text, heading, tokens, analysis, lexicon)
    found = _readings(analysis, tokens, lexicon, parties)
    handed = [r for r in found if r.rule == LEAD_IN]
    readings = _merge([r for r in found if r.rule != LEAD_IN])
    said = _say(wording, readings, inherited.topic if inherited else None)
    main = [p for p in analysis.predications if p.place in ("main", "mandate")]
    if not main and not said:
        said = _bare_right(wording) or (_bare_ban(wording, conduct) if inherited is None else [])
    if inherited is not None and any(word[0].isalnum() for word in tokens.words):
        if _takes_over(wording, item, inherited, readings, main):
            said = [_inherit(wording, side, item=item) for side in _sides(inherited)]
        elif readings and not main and _relates(analysis):
            # "- with carriers, who must not keep it": the liberty to share, and their ban.
            said.insert(0, _inherit(wording, inherited, end=readings[0].start))
    if "(" in text and said:
        said.extend(_in_brackets(text, heading, parties, lexicon))
    return ClauseReading(
        tuple(said),
        lends(tokens, said, handed, analysis, lexicon),
        is_transparent(tokens, lexicon),
        ends_in_relative(tokens, lexicon),
        spoken_of(tokens, analysis, lexicon, parties),
    )


def _readings(
    analysis: Analysis, tokens: Tokens, lexicon: Lexicon, parties: Parties
) -> list[Reading]:
    """What each predication says, in reading order; one that introduces another leaves it the word."""
    readings: list[Reading] = []
    ahead: tuple[Reading, ...] = ()  # of the predication behind this one
    ahead_end = 0
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
        ahead, ahead_end = said_here, predication.end
        readings[:0] = said_here
    return readings


def _say(wording: _Wording, readings: list[Reading], above: Topic | None) -> list[Said]:
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
        strength = reading.strength or strength_of(
            tokens, start, end, reading.modality, reading.cue, lexicon,
            verb=reading.verb, verbs=reading.verbs, subordinates=parts,
        )  # fmt: skip
        conditions, exceptions = wording.limits(start, end, opens=opens)
        said.append(
            Said(
                span=(0, len(wording.text)) if whole else _span(tokens, start, end),
                bearer=reading.bearer, modality=reading.modality, strength=strength, topic=topic,
                action=_action(tokens, reading.verb, end, lexicon),
                conditions=conditions, exceptions=exceptions, rule=reading.rule, cue=reading.cue,
                values=values_of(
                    tokens, start, end, reading.verbs, lexicon, topic=topic, subordinates=parts
                ),
            )
        )  # fmt: skip
    return said


def _takes_over(
    wording: _Wording,
    item: bool,
    inherited: Inherited,
    readings: list[Reading],
    main: list[Predication],
) -> bool:
    """Does a clause say what stands above it, and not what it would say alone?"""
    denied = inherited.subject and _denies(wording.tokens)
    return (
        (item and not denied and _completes(wording, inherited))
        or inherited.conditional
        or inherited.partial
        or (inherited.occasional and not readings)
        or inherited.reply
        or not (readings or main or denied)
        or _is_warranted(inherited, main)
        or (inherited.stipulated and not _stands_alone(readings, main))
    )


def _completes(wording: _Wording, inherited: Inherited) -> bool:
    """ "You must not: - sell it", "We do not warrant: - that defects will be corrected"."""
    marks = wording.lexicon.tables.grammar.complementisers
    warrants = inherited.modality == "disclaimer" and wording.tokens.words[0] in marks
    return warrants or _opens_with_verb(wording.tokens, wording.lexicon)


def _with_subject(analysis: Analysis, bearer: Bearer) -> Analysis:
    """The verbs that an item begins with, done by whom its lead-in ends in."""
    known = tuple(
        replace(p, subject=replace(p.subject, role=bearer))
        if p.subject.start >= p.subject.end and p.place == "main"
        else p
        for p in analysis.predications
    )
    return replace(analysis, predications=known)


def _bare_right(wording: _Wording) -> list[Said]:
    """ "Right to know: the right to know what we hold": a right, given to nobody by name."""
    tokens, forms = wording.tokens, wording.lexicon.forms
    at = _act_of_right(tokens, wording.lexicon)
    if at is None:
        return []
    verbs, cue = (forms[tokens.words[at]][0],), tokens.phrase(at - 3, at)
    return [_verbless(wording, at, verbs, "bare-right", "user", "permission", cue)]


def _bare_ban(wording: _Wording, conduct: bool) -> list[Said]:
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
    wording: _Wording, at: int, verbs: tuple[str, ...], rule: str, bearer: Bearer,
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
        action=_action(tokens, at, end, lexicon), conditions=conditions, exceptions=exceptions,
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


def _sides(inherited: Inherited) -> tuple[Inherited, ...]:
    if not inherited.both:
        return (inherited,)
    return replace(inherited, bearer="company"), replace(inherited, bearer="user")


def _inherit(
    wording: _Wording, inherited: Inherited, *, item: bool = False, end: int | None = None
) -> Said:
    """What stands above the clause, said of it; `end` is where its own verbs begin."""
    tokens, lexicon, text = wording.tokens, wording.lexicon, wording.text
    form = lexicon.forms.get(tokens.words[0])
    verbs = (form[0],) if form else ()
    modality = inherited.modality
    only = tokens.words[0] in lexicon.tables.grammar.limiters
    only = only or bare_ban(tokens, True, lexicon) is not None
    negated = _opens_negated(tokens)
    if modality == "obligation" and (only or negated):
        modality = "prohibition"  # "You must: - not share it"
    elif negated and (inherited.subject or (modality == "permission" and tokens.flags[0] & DO)):
        modality = "prohibition"  # "You may: - try it out. - Don't break it."
    topic = topic_of(
        tokens, 0, len(tokens), verbs, inherited.bearer, lexicon, heading=wording.heading,
        inherited=inherited.topic, modality=modality,
    )  # fmt: skip
    conditions, exceptions = wording.limits(0, len(tokens) if end is None else end)
    if inherited.conditional and item:
        low, high = _span(tokens, 0, len(tokens))
        conditions = (text[low:high], *conditions)
    return Said(
        span=(0, len(text)), bearer=inherited.bearer, modality=modality,
        strength=inherited.strength, topic=topic,
        action=text[0 if inherited.labelled else tokens.starts[0] :].strip(" ;.,"),
        conditions=conditions, exceptions=exceptions, rule="inherited", cue=inherited.cue,
        values=values_of(tokens, 0, len(tokens), verbs, lexicon, topic=topic),
        told=inherited.told,
    )  # fmt: skip


def _stands_alone(readings: list[Reading], main: list[Predication]) -> bool:
    """Under conditions: "you must keep a copy", "we ask that you do not": a rule of its own."""
    forced = any(predication.group.force for predication in main)
    return forced or any(r.bearer == "user" and r.modality != "practice" for r in readings)


def _is_warranted(inherited: Inherited, main: list[Predication]) -> bool:
    """ "You warrant that: - you are not barred from trade": a statement, not a rule, of its own."""
    return inherited.sentences and not any(predication.group.force for predication in main)


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


def _relates(analysis: Analysis) -> bool:
    """Is the first verb that of a relative clause, with a noun phrase of the item before it?"""
    first = analysis.predications[0]
    return first.place == "relative" and first.group.first > 1


def _opens_negated(tokens: Tokens) -> bool:
    """ "not share", "do not share", "never share", "except for transfers to Acme, not share"."""
    flags, first = tokens.flags, 0
    if flags[0] & (PREPOSITION | SUBORDINATOR) and not flags[0] & NEGATION:
        comma = next((at for at, flag in enumerate(flags[:-1]) if flag & COMMA), -1)
        first = comma + 1
    done = flags[first] & DO and flags[first + 1 : first + 2] and flags[first + 1] & NEGATION
    isnt = not first and flags[0] & BE and flags[1:2] and flags[1] & NEGATION  # "is not illegal"
    return bool(flags[first] & NEGATION or done or isnt)


def _denies(tokens: Tokens) -> bool:
    """ "Have no claims", "are never paid": no duty to have or to be so."""
    denied = any(flag & (NEGATION | NO) for flag in tokens.flags)
    return denied and not _opens_negated(tokens)


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


def _span(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    words = tokens.words
    while start < end - 1 and not words[start][0].isalnum():
        start += 1
    while end > start + 1 and (words[end - 1] in ",;:." or tokens.flags[end - 1] & CONJUNCTION):
        end -= 1
    return tokens.starts[start], tokens.ends[end - 1]


def _action(tokens: Tokens, verb: int, end: int, lexicon: Lexicon) -> str:
    """The verb phrase from its main verb to the end of its span."""
    verb = min(verb, len(tokens) - 1)  # "Cookies are a way for us to" ends before its verb
    end = min(max(end, verb + 1), len(tokens))
    while verb and not tokens.words[verb][0].isalnum():
        verb -= 1  # a sentence that breaks off: "you have to:"
    if lexicon.tables.grammar.order == "verb-second":
        while tokens.flags[verb] & MODAL and verb + 1 < end:
            verb += 1  # the main verb stands last: the action begins behind the modal
    while end > verb + 1 and (
        tokens.flags[end - 1] & CONJUNCTION or tokens.words[end - 1] in (",", ";")
    ):
        end -= 1  # "store it for 30 days and" will be shared
    return tokens.text[tokens.starts[verb] : tokens.ends[end - 1]].strip(" .;:,")


def _opens_with_verb(tokens: Tokens, lexicon: Lexicon) -> bool:
    """Does an item begin with the verb that its lead-in lacks ("You must not: - Sell …")?"""
    index = 0
    manner = lexicon.tables.grammar.adverb_suffixes
    # "clearly and conspicuously disclose".
    while index < len(tokens) - 1 and (
        tokens.flags[index] & (ADVERB | NEGATION)
        or (
            index and tokens.flags[index] & CONJUNCTION and tokens.words[index + 1].endswith(manner)
        )
    ):
        index += 1
    flag = tokens.flags[index]
    form = lexicon.forms.get(tokens.words[index], ("", 0))[1]
    if flag & BE and not index and tokens.words[0] not in lexicon.tables.grammar.non_finite:
        return True  # "content that we believe: - is violent"
    if not form & (BASE | ING) or flag & (MODAL | PREPOSITION):
        return False
    following = tokens.flags[index + 1] if index + 1 < len(tokens) else 0
    if (
        form & ING
        and following
        and tokens.words[index + 1] in (lexicon.tables.grammar.genitive_marks)
    ):
        return False  # "Sharing of data: we may …" is a label
    return not flag & NOUN or bool(following & (DETERMINER | PRONOUN | CONJUNCTION))


__all__ = ["ClauseReading", "Said", "points_back", "read_clause"]
