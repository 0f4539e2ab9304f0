"""Verb groups that an auxiliary opens: modals, "be", "have" and "do", with what stands between."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from policydiff.obligations.gaps import MAX_REMARK_WORDS, skip_gap
from policydiff.obligations.inversion import may_invert, opened_by_limiter
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    HAVE,
    ING,
    LINK,
    MASKED,
    MODAL,
    NEGATION,
    NOUN,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    SUBORDINATOR,
    THAT,
    THIRD,
    Lexicon,
)
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import (
    VerbGroup,
    after,
    before,
    pass_on,
    share_object,
)


def read_auxiliary(
    tokens: Tokens, index: int, lexicon: Lexicon, *, bare: bool = False
) -> VerbGroup | None:
    """The group that a modal, "be", "have" or "do" at `index` opens, or None.

    `bare` reads an imperative "be" ("please be aware"), which is else no finite form.
    """
    flag = tokens.flags[index]
    if flag & MODAL:
        return _read_modal(tokens, index, lexicon)
    earlier = before(tokens, index)
    if earlier >= 0 and tokens.words[earlier] in lexicon.tables.grammar.infinitive_marks:
        return None
    if tokens.words[index] in lexicon.tables.grammar.non_finite and not bare:
        return None
    if flag & BE:
        return _read_be(tokens, index, lexicon)
    if flag & HAVE:
        return _read_have(tokens, index, lexicon)
    if flag & DO:
        return _read_do(tokens, index, lexicon)
    return None


def _read_modal(tokens: Tokens, index: int, lexicon: Lexicon) -> VerbGroup | None:
    words, flags = tokens.words, tokens.flags
    grammar = lexicon.tables.grammar
    word = words[index]
    force = lexicon.tables.modals[word]
    if (
        index
        and words[index - 1] in lexicon.tables.rules.kinds_of_will
        and words[index] in (lexicon.tables.rules.also_a_noun)
    ):
        return None  # "threats or ill will directed at our staff"
    governed = index and flags[index - 1] & (PREPOSITION | POSSESSIVE)
    if (
        governed
        and words[index - 1] not in lexicon.tables.rules.verbless
        and not flags[index - 1] & (ADVERB | THAT)
        and not opened_by_limiter(tokens, index, lexicon)
    ):
        return None  # "at will", "your will"; but "only where you opted in will we"
    if index + 1 < len(words) and words[index + 1][0].isdigit():
        return None  # "May 2024", "May 25"
    if force == "need" and not (index + 1 < len(words) and flags[index + 1] & NEGATION):
        return None
    gap = skip_gap(tokens, index + 1, lexicon, inverted=may_invert(tokens, index, lexicon))
    at, negated = gap.index, gap.negated
    if at + 1 < len(words) and words[at] in grammar.correlative_negations:
        # "will neither store nor share".
        at, negated = (
            skip_gap(tokens, at + 1, lexicon).index,
            True,
        )
    if at + 1 < len(words) and flags[at] & CONJUNCTION and flags[at + 1] & MODAL:
        # "can and will": the last modal counts; "may or may not": nothing is said.
        other = _read_modal(tokens, at + 1, lexicon)
        if other is not None:
            unsaid = word == other.modal and negated != other.negated
            return replace(
                other,
                first=index,
                negated=negated or other.negated,
                force="hypothetical" if unsaid else other.force,
            )
    if at < len(words) and force == "advise" and words[at] in grammar.infinitive_marks:
        at += 1  # "ought to"
    if negated and at < len(words) and words[at] in grammar.adversatives:
        negated, force = False, "commit"  # "cannot but notify you"
        at += 1
    if at + 1 < len(words) and words[at] == ":" and flags[at + 1] & MASKED:
        at = after(tokens, at)  # "must: (a) pay …; (b) return …"
    wished = (  # "would like to", "would like a copy"
        at + 1 < len(words)
        and (force == "hypothetical" or words[at + 1] in grammar.infinitive_marks)
        and bool(lexicon.forms.get(words[at], ("", 0))[1] & BASE)
    )
    if at < len(words) and flags[at] & PREPOSITION and not wished:
        at = _past_phrase(tokens, at, lexicon)
    if at >= len(words):
        return None
    inner: VerbGroup | None = None
    if flags[at] & BE:
        inner = _read_be(tokens, at, lexicon)
    elif flags[at] & HAVE:
        inner = _read_have(tokens, at, lexicon)
    elif flags[at] & (PUNCTUATION | MASKED):
        inner = VerbGroup(kind="modal", first=index, last=index)
    else:
        inner = read_get(tokens, at, lexicon)
    if inner is None:
        # An unknown word after a modal is its verb: "we may blacklist you".
        lemma = lexicon.forms.get(words[at], (words[at], BASE))[0]
        verbs, last = share_object(tokens, at, lexicon, BASE)
        inner = VerbGroup(kind="modal", first=index, last=last, lemma=lemma, verbs=verbs, form=BASE)
        inner = still_done(tokens, pass_on(tokens, inner, lexicon), lexicon)
    return replace(
        inner,
        kind="modal",
        first=index,
        modal=word,
        force=force,
        past=False,
        negated=negated or inner.negated,
        limited=gap.limited
        or inner.limited
        or (gap.subject is not None and opened_by_limiter(tokens, index, lexicon)),
        subject=gap.subject,
    )


def still_done(tokens: Tokens, group: VerbGroup, lexicon: Lexicon) -> VerbGroup:
    """ "Continues to be stored": a passive like "is stored"; else the group as it is."""
    grammar, words = lexicon.tables.grammar, tokens.words
    at = after(tokens, group.last)
    if (
        group.lemma not in lexicon.tables.verbs.continuing
        or at + 2 >= len(words)
        or words[at] not in grammar.infinitive_marks
        or words[at + 1] not in grammar.non_finite
    ):
        return group
    inner = _read_be(tokens, at + 1, lexicon)
    kind = "be" if group.kind == "simple" else group.kind
    return replace(inner, kind=kind, first=group.first, negated=group.negated or inner.negated)


def _past_phrase(tokens: Tokens, at: int, lexicon: Lexicon) -> int:
    """Index of the verb after "may at any time and at our discretion, update"; else `at`."""
    words, flags = tokens.words, tokens.flags
    for index in range(at + 1, min(at + MAX_REMARK_WORDS, len(words) - 1)):
        closed = LINK | MODAL | SUBORDINATOR | BE | HAVE | DO
        subject = flags[index] & PRONOUN and not flags[index] & DETERMINER
        if subject or (flags[index] & closed and not flags[index] & PREPOSITION):
            break
        governed = flags[index - 1] & (DETERMINER | POSSESSIVE | PREPOSITION)
        if governed and not flags[index - 1] & COMMA:
            continue
        if lexicon.forms.get(words[index], ("", 0))[1] & BASE and (
            not flags[index] & NOUN
            or flags[index + 1] & (DETERMINER | POSSESSIVE | PRONOUN)
            or lexicon.roles.get(words[index + 1]) == "data"
        ):
            return index
    return at


def _read_be(tokens: Tokens, index: int, lexicon: Lexicon) -> VerbGroup:
    words, flags = tokens.words, tokens.flags
    grammar = lexicon.tables.grammar
    gap = skip_gap(tokens, index + 1, lexicon, inverted=may_invert(tokens, index, lexicon))
    at = gap.index
    if at + 1 < len(words) and words[at] in grammar.correlative_negations:
        behind = skip_gap(tokens, at + 1, lexicon).index
        if lexicon.forms.get(words[min(behind, len(words) - 1)], ("", 0))[1] & PARTICIPLE:
            gap.negated, at = True, behind  # "is neither stored nor shared"
    if at < len(words) and flags[at] & BE and words[at] in grammar.non_finite:
        at = skip_gap(tokens, at + 1, lexicon).index  # "is being collected"
    group = VerbGroup(
        kind="be",
        first=index,
        last=index,
        lemma="be",
        verbs=("be",),
        form=THIRD,
        negated=gap.negated,
        limited=gap.limited,
        past=words[index] in lexicon.tables.grammar.past_auxiliaries,
        subject=gap.subject,
    )
    if at >= len(words) or flags[at] & (PUNCTUATION | MASKED):
        return group
    word = words[at]
    lemma, form = lexicon.forms.get(word, ("", 0))
    if word in grammar.infinitive_marks and words[at + 1 : at + 2] == ["be"] and not group.past:
        inner = _read_be(tokens, at + 1, lexicon)
        if inner.passive:  # "losses are to be reported"
            return replace(
                inner, kind="modal", first=index, modal=words[index], force="require",
                negated=group.negated or inner.negated, limited=group.limited or inner.limited,
            )  # fmt: skip
    if (
        word in grammar.prospective
        and not group.past
        and (told := _told_ahead(tokens, at, lexicon))
    ):
        return replace(
            told, kind="modal", first=index, modal=word, force="commit",
            negated=group.negated or told.negated, limited=group.limited, subject=group.subject,
        )  # fmt: skip
    if word in lexicon.semi_auxiliaries:
        return replace(group, last=at, adjective=word)
    if not form and not flags[at] and word.endswith(grammar.participle_suffixes):
        return replace(
            group, last=at, lemma=word, verbs=(word,), form=PARTICIPLE, passive=True, adjective=word
        )
    if form & PARTICIPLE:
        verbs, last = share_object(tokens, at, lexicon, PARTICIPLE)
        return replace(
            group, last=last, lemma=lemma, verbs=verbs, form=PARTICIPLE, passive=True,
            adjective=word,
        )  # fmt: skip
    if form & ING and not flags[at] & PREPOSITION:
        verbs, last = share_object(tokens, at, lexicon, ING)
        return replace(group, last=last, lemma=lemma, verbs=verbs, form=ING)
    if flags[at] & (PREPOSITION | DETERMINER | THAT | SUBORDINATOR):
        return replace(group, last=max(index, at - 1), adjective=word)
    return replace(group, last=at, adjective=word)


def _told_ahead(tokens: Tokens, at: int, lexicon: Lexicon) -> VerbGroup | None:
    """What "going to sell it", "going to be sold" says behind "are": the verb, or a passive."""
    words, marks = tokens.words, lexicon.tables.grammar.infinitive_marks
    if at + 2 >= len(words) or words[at + 1] not in marks:
        return None
    if tokens.flags[at + 2] & BE:
        inner = _read_be(tokens, at + 2, lexicon)
        return inner if inner.passive else None
    lemma, form = lexicon.forms.get(words[at + 2], ("", 0))
    if not form & BASE:
        return None
    verbs, last = share_object(tokens, at + 2, lexicon, BASE)
    return VerbGroup(kind="modal", first=at, last=last, lemma=lemma, verbs=verbs, form=BASE)


def read_get(tokens: Tokens, index: int, lexicon: Lexicon) -> VerbGroup | None:
    """ "Logs get deleted": a passive made with "get"; None where it is another verb."""
    if tokens.words[index] not in lexicon.tables.grammar.passive_get:
        return None
    at = after(tokens, index)
    word = tokens.words[at] if at < len(tokens) else ""
    lemma, form = lexicon.forms.get(word, ("", 0))
    if (
        not form & PARTICIPLE
        or word == lemma
        or not word.endswith(lexicon.tables.grammar.participle_suffixes)
    ):
        return None
    return _read_be(tokens, index, lexicon)


def _open(
    tokens: Tokens, index: int, lexicon: Lexicon, kind: Literal["have", "do"]
) -> tuple[VerbGroup, int]:
    """The group that a "have" or "do" opens alone, and where what it governs would stand."""
    gap = skip_gap(tokens, index + 1, lexicon, inverted=may_invert(tokens, index, lexicon))
    group = VerbGroup(
        kind=kind,
        first=index,
        last=index,
        lemma=kind,
        verbs=(kind,),
        form=BASE,
        negated=gap.negated,
        limited=gap.limited,
        past=tokens.words[index] in lexicon.tables.grammar.past_auxiliaries,
        subject=gap.subject,
    )
    return group, gap.index


def _read_have(tokens: Tokens, index: int, lexicon: Lexicon) -> VerbGroup:
    words, flags = tokens.words, tokens.flags
    group, at = _open(tokens, index, lexicon, "have")
    if at >= len(words):
        return group
    if words[at] in lexicon.tables.grammar.infinitive_marks:
        if at + 1 < len(words):
            lemma = lexicon.forms.get(words[at + 1], (words[at + 1], BASE))[0]
            return replace(group, last=at + 1, lemma=lemma, verbs=(lemma,), force="require")
        return group
    if flags[at] & BE:
        inner = _read_be(tokens, at, lexicon)
        return replace(
            inner,
            kind="have",
            first=index,
            perfect=True,
            past=group.past,
            negated=group.negated or inner.negated,
        )
    lemma, form = lexicon.forms.get(words[at], ("", 0))
    if form & PARTICIPLE and not flags[at] & DETERMINER and words[at] != lemma:
        verbs, last = share_object(tokens, at, lexicon, PARTICIPLE)
        group = replace(group, last=last, lemma=lemma, verbs=verbs, form=PARTICIPLE, perfect=True)
        passed = pass_on(tokens, group, lexicon)
        # "We have begun to share it": it is done from now on
        return group if passed is group else replace(passed, perfect=False)
    return group


def _read_do(tokens: Tokens, index: int, lexicon: Lexicon) -> VerbGroup:
    words, flags = tokens.words, tokens.flags
    group, at = _open(tokens, index, lexicon, "do")
    if at >= len(words) or flags[at] & (PUNCTUATION | MASKED | POSSESSIVE):
        return group  # "we do our best"
    if flags[at] & HAVE:
        inner = _read_have(tokens, at, lexicon)
        return replace(inner, kind="do", first=index, negated=group.negated, subject=group.subject)
    if passive := read_get(tokens, at, lexicon):
        return replace(
            passive, kind="do", first=index, negated=group.negated, subject=group.subject
        )
    if words[at] in lexicon.tables.rules.efforts | lexicon.tables.grammar.anaphoric:
        return group  # "we do everything in our power", "if you do this"
    if flags[at] and words[at] not in lexicon.forms:
        return group  # "as much as you do and will", "we do with your data"
    lemma, form = lexicon.forms.get(words[at], (words[at], BASE))
    if form & BASE or group.negated:
        verbs, last = share_object(tokens, at, lexicon, BASE)
        group = replace(group, last=last, lemma=lemma, verbs=verbs)
        return pass_on(tokens, group, lexicon)  # "we do not begin to share it"
    return group
