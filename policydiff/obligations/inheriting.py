"""What an item says of what stands above it: "You must not: - sell it", "We may end it if: - …"."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Bearer
from policydiff.obligations.conduct import bare_ban
from policydiff.obligations.leadins import Inherited, tells_aim
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
    NAME,
    NEGATION,
    NO,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    SUBORDINATOR,
    THIRD,
    Lexicon,
)
from policydiff.obligations.modality import Reading
from policydiff.obligations.predications import Analysis, Predication
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.topics import topic_of
from policydiff.obligations.values import values_of
from policydiff.obligations.wording import Said, Wording, span_of

_POINTER = 3  # words of "Learn more here"


def with_subject(analysis: Analysis, bearer: Bearer) -> Analysis:
    """The verbs that an item begins with, done by whom its lead-in ends in."""
    known = tuple(
        replace(p, subject=replace(p.subject, role=bearer))
        if p.subject.start >= p.subject.end and p.place == "main"
        else p
        for p in analysis.predications
    )
    return replace(analysis, predications=known)


def takes_over(
    wording: Wording,
    item: bool,
    inherited: Inherited,
    readings: list[Reading],
    main: list[Predication],
) -> bool:
    """Does a clause say what stands above it, and not what it would say alone?"""
    main = [p for p in main if not (item and _is_noun(p, wording))]
    denied = inherited.subject and _denies(wording.tokens)
    if not readings and ((item and _points_on(wording)) or _is_date(wording)):
        return False
    return (
        (item and not denied and _completes(wording, inherited))
        or inherited.conditional
        or inherited.partial
        or (inherited.occasional and not readings)
        or inherited.reply
        or not (readings or (main and not (item and _tells_aim(wording))) or denied)
        or _is_warranted(inherited, main)
        or (inherited.stipulated and not _stands_alone(readings, main))
    )


def _is_noun(predication: Predication, wording: Wording) -> bool:
    """ "- product wish lists", "- with your prior consent to do so": a noun that could be a verb."""
    group, flags = predication.group, wording.tokens.flags
    behind = flags[group.last + 1] if group.last + 1 < len(flags) else 0
    listed = flags[group.first] | (behind if not behind & (DETERMINER | POSSESSIVE) else 0)
    bare = group.kind == "simple" and group.form & BASE and listed & NOUN
    earlier = flags[group.first - 1] if group.first else 0
    return bool(bare) and not earlier & (PRONOUN | NAME)


def _is_date(wording: Wording) -> bool:
    """ "Effective January 5, 2026", below a list of addresses: no place to write to."""
    dating = wording.lexicon.tables.rules.dating
    named = [word for word in wording.tokens.words if word.isalpha()]
    return bool(named) and all(word in dating for word in named)


def _points_on(wording: Wording) -> bool:
    """ "- Learn more.", "- See an example", but not "- See your data"."""
    tokens, tables = wording.tokens, wording.lexicon.tables
    named = [at for at, word in enumerate(tokens.words) if word.isalpha()]
    known = tables.grammar.definite | tables.grammar.question_words
    bare = not any(tokens.flags[at] & POSSESSIVE or tokens.words[at] in known for at in named)
    opens = tokens.words[0] in tables.rules.looking_up & tables.verbs.pointers
    return opens and bare and len(named) <= _POINTER


def _tells_aim(wording: Wording) -> bool:
    """ "We use it: - To investigate and help prevent abuse": no verb of it is finite."""
    return tells_aim(wording.tokens.words, wording.lexicon)


def _completes(wording: Wording, inherited: Inherited) -> bool:
    """ "You must not: - sell it", "We do not warrant: - that defects will be corrected"."""
    marks = wording.lexicon.tables.grammar.complementisers
    warrants = inherited.modality == "disclaimer" and wording.tokens.words[0] in marks
    tokens, forms = wording.tokens, wording.lexicon.forms
    # "content that: - may disparage others, - contains nudity"; "The User: - warrants it"
    told = forms.get(tokens.words[0], ("", 0))[1] & THIRD and not tokens.flags[0] & NOUN
    told = told or (tokens.flags[0] & MODAL and not inherited.subject)
    goes_on = told and (inherited.modality == "prohibition" or inherited.subject)
    return warrants or bool(goes_on) or _opens_with_verb(tokens, wording.lexicon)


def sides(inherited: Inherited) -> tuple[Inherited, ...]:
    if not inherited.both:
        return (inherited,)
    return replace(inherited, bearer="company"), replace(inherited, bearer="user")


def inherit(
    wording: Wording, inherited: Inherited, *, item: bool = False, end: int | None = None
) -> Said:
    """What stands above the clause, said of it; `end` is where its own verbs begin."""
    tokens, lexicon, text = wording.tokens, wording.lexicon, wording.text
    aim = inherited.bearer == "user" and _tells_aim(wording)  # "You may write to us: - to see it"
    form = lexicon.forms.get(tokens.words[int(aim) and min(1, len(tokens) - 1)])
    verbs = (form[0],) if form else ()
    modality = inherited.modality
    only = tokens.words[0] in lexicon.tables.grammar.limiters
    only = only or bare_ban(tokens, True, lexicon) is not None
    only = only or (inherited.bearer == "company" and _goes_on_with_only(tokens, lexicon))
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
        low, high = span_of(tokens, 0, len(tokens))
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


def relates(analysis: Analysis) -> bool:
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


def _goes_on_with_only(tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "We will: - use it only for these purposes": for no other."""
    grammar, words = lexicon.tables.grammar, tokens.words
    return any(
        word in grammar.limiters
        and bool(tokens.flags[at + 1] & (PREPOSITION | SUBORDINATOR))
        and not words[at + 1].endswith(grammar.participle_suffixes)  # "decisions solely based on"
        for at, word in enumerate(words[:-1])
    )


def _denies(tokens: Tokens) -> bool:
    """ "Have no claims", "are never paid": no duty to have or to be so."""
    denied = any(flag & (NEGATION | NO) for flag in tokens.flags)
    return denied and not _opens_negated(tokens)


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
