"""A verb right behind a comma or a conjunction: whose it is, and which modal and denial it shares.

"We share data that you give us and may sell it": after "and", "may sell" is ours. Asked for by
`placing`, which knows what is open.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.obligations.attaching import attach, silence
from policydiff.obligations.frames import Frame, Sentence
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    COMMA,
    CONJUNCTION,
    MASKED,
    NEGATION,
    NO,
    THIRD,
    VERB,
)
from policydiff.obligations.verbs import (
    VerbGroup,
    before,
)


def place_shared(sentence: Sentence, group: VerbGroup, mark: int) -> None:
    """A verb right after a comma or conjunction: its subject is that of a verb before."""
    flags = sentence.tokens.flags
    while not sentence.stack[-1].groups and len(sentence.stack) > 1:
        sentence.close_top(mark)
    if _is_done_to_us(sentence, group):
        silence(sentence, group, mark, inner=True)
        return
    if _grants_us(sentence, group) and not group.modal:
        sentence.close_to(0, mark)
    top = sentence.stack[-1]
    if _goes_on_with_infinitive(sentence, group, top):
        return
    group = _share_modal(sentence, group, top)
    comma = bool(flags[mark] & COMMA) or (mark > 0 and bool(flags[mark - 1] & COMMA))
    speaking = sentence.speaking_depth()
    outer = sentence.stack[speaking]
    if len(sentence.stack) - 1 > speaking:
        waiting = sentence.waiting_depth()
        over = waiting is not None and (group.kind != "simple" or _has_begun(sentence, waiting))
        if flags[mark] & COMMA and waiting is not None and over:
            # ", who help us, may", "– whatever they are – must": the remark is over.
            sentence.close_to(waiting, mark)
            frame = sentence.stack[waiting]
            attach(sentence, group, frame, frame.opened + 1)
            return
        if flags[mark] & COMMA and top.kind == "relative" and group.kind != "simple":
            sentence.close_top(mark)
            top = sentence.stack[-1]
        elif outer.groups:
            last = sentence.found[top.groups[-1]].group
            if (
                _denied_alike(sentence, group, mark, top, outer)
                or _but_also(sentence, mark)
                or _lists_conditions(sentence, group, mark, top)
            ):
                pass
            elif comma or (group.modal and not last.modal):
                sentence.close_to(speaking, mark)
                top = outer
            elif _disagrees(last, group) and outer.groups:
                # "so that it no longer names you and use it": not "it" uses
                sentence.close_to(speaking, mark)
                top = outer
                group = _share_modal(sentence, group, top)
    if not top.groups:
        attach(sentence, group, top, top.opened + 1)
        return
    attach(sentence, group, top, mark + 1, shared=True)


def _is_done_to_us(sentence: Sentence, group: VerbGroup) -> bool:
    """ "We may collect what you post or allow us to read": nobody allows himself anything."""
    if group.kind != "simple" or not sentence.main.groups:
        return False
    known = sentence.lexicon.tables.parties.company_pronouns
    us = known & sentence.lexicon.tables.grammar.object_pronouns
    behind = sentence.tokens.words[group.last + 1 : group.last + 2]
    doer = sentence.found[sentence.main.groups[-1]].subject
    return doer.head in known - us and not us.isdisjoint(behind)


def _has_begun(sentence: Sentence, depth: int) -> bool:
    """Does a subject stand before the clause inside: "partners, who help us, may", not "When you ask, …"?"""
    low, high = sentence.stack[depth].opened + 1, sentence.stack[depth + 1].opened
    idle = ADVERB | CONJUNCTION | COMMA | MASKED
    return any(not flag & idle for flag in sentence.tokens.flags[max(0, low) : high])


def _but_also(sentence: Sentence, mark: int) -> bool:
    """ "We believe that it will not only help, but also protect": the second half of the first."""
    words, grammar = sentence.tokens.words, sentence.lexicon.tables.grammar
    return words[mark] in grammar.adversatives and words[mark + 1] in grammar.additions


def _lists_conditions(sentence: Sentence, group: VerbGroup, mark: int, top: Frame) -> bool:
    """ "We collect data when you write to us, place an order, or answer": of all that you may do."""
    words, flags = sentence.tokens.words, sentence.tokens.flags
    grammar = sentence.lexicon.tables.grammar
    theirs = top.kind == "sub" and sentence.found[top.groups[-1]].subject.role == "user"
    object_ = words[group.last + 1 : group.last + 2]
    if not theirs or group.kind != "simple" or not group.form & BASE:
        return False
    if not grammar.object_anaphors.isdisjoint(object_):
        return False  # "when you register, use it"
    joined = (
        words[at]
        for at in range(mark, len(words) - 1)
        if flags[at] & CONJUNCTION and flags[at + 1] & VERB
    )
    return next(joined, "") in grammar.disjunctions


def _denied_alike(
    sentence: Sentence, group: VerbGroup, mark: int, top: Frame, outer: Frame
) -> bool:
    """ "We give no guarantee that it will be safe, or will work": the denial holds for both."""
    inner, said = sentence.found[top.groups[-1]].group, sentence.found[outer.groups[-1]].group
    within = sentence.tokens.flags[said.first : top.opened]
    denied = any(flag & (NO | NEGATION) for flag in within)
    same = bool(group.modal) and group.modal == inner.modal and not said.modal
    joins = sentence.lexicon.tables.grammar.disjunctions
    return same and denied and not group.negated and sentence.tokens.words[mark] in joins


def _grants_us(sentence: Sentence, group: VerbGroup) -> bool:
    """ "You warrant that you own it and grant us a licence": the second act of who warrants."""
    if not sentence.main.groups or group.lemma not in sentence.lexicon.tables.verbs.granting:
        return False
    first, parties = sentence.found[sentence.main.groups[-1]], sentence.lexicon.tables.parties
    following = sentence.tokens.words[group.last + 1 : group.last + 2]
    stated = first.group.lemma in sentence.lexicon.tables.verbs.warranting
    return (
        stated
        and first.subject.role == "user"
        and (not parties.company_pronouns.isdisjoint(following))
    )


def _goes_on_with_infinitive(sentence: Sentence, group: VerbGroup, frame: Frame) -> bool:
    """ "We do not have to pay you or ask you": "ask" goes with "pay", and is not denied by "not"."""
    if group.kind != "simple" or not group.form & BASE or not frame.groups:
        return False
    last = sentence.found[frame.groups[-1]].group
    words = sentence.tokens.words
    marks = sentence.lexicon.tables.grammar.infinitive_marks
    # "have to pay" is one group, "need" and "to pay" are two.
    infinitive = not marks.isdisjoint(words[last.first : last.last + 2])
    return last.kind == "do" and last.negated and infinitive


def _share_modal(sentence: Sentence, group: VerbGroup, frame: Frame) -> VerbGroup:
    """ "may combine X and disclose Y": one modal for both."""
    if group.kind != "simple" or not frame.groups:
        return group
    last = sentence.found[frame.groups[-1]].group
    words, grammar = sentence.tokens.words, sentence.lexicon.tables.grammar
    mark = words[before(sentence.tokens, group.first)]
    if last.kind == "simple" and last.negated and mark in grammar.disjunctions:
        return replace(group, negated=True)  # "we never store it or change it"
    instead = last.negated and not group.negated and mark in grammar.adversatives
    if instead and last.kind == "do":
        return group  # "we do not sell your name but sell your address"
    if last.modal or (last.kind == "do" and last.negated):
        # "You may browse and not register": left free, no ban.
        free = group.negated and not last.negated and last.force in ("permit", "able")
        free = free and mark not in grammar.adversatives
        return replace(
            group, kind=last.kind, modal=last.modal,
            force="hypothetical" if free else last.force,
            negated=(last.negated or group.negated) and not instead, limited=last.limited, past=False,
        )  # fmt: skip
    return group


def _disagrees(last: VerbGroup, group: VerbGroup) -> bool:
    """Is one verb third person and the other a bare form, so that no subject fits both?"""
    return (
        last.kind == group.kind == "simple"
        and bool(last.form & THIRD and not last.form & BASE)
        and bool(group.form & BASE and not group.form & THIRD)
    )
