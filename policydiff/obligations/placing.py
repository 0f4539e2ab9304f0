"""Which of the open clauses a verb belongs to, and what its subject is.

The hard part of cutting a sentence up. "We share data that you give us and may sell it": after
"and", is "may sell" yours or ours? The modal, the comma before "and", and whether the sentence
still lacks its verb decide, in this order.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.obligations.agreement import is_bare_relative
from policydiff.obligations.attaching import attach, silence
from policydiff.obligations.clause_ends import (
    after_comma,
    consequent_at,
    ends_condition,
    in_subject,
    is_consequent,
    is_fronted,
    is_phrase,
    is_reduced,
    joins_phrases,
    lacks_comma,
    lowest,
    more_verbs,
    next_owned,
    resumes,
    subject_start,
)
from policydiff.obligations.finite import before_aside
from policydiff.obligations.frames import Frame, Sentence
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    LINK,
    MASKED,
    NEGATION,
    NO,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    THAT,
    THIRD,
    VERB,
)
from policydiff.obligations.lookahead import verb_after_comma
from policydiff.obligations.openers import is_ensured
from policydiff.obligations.verbs import (
    VerbGroup,
    before,
)


def place(sentence: Sentence, group: VerbGroup) -> None:
    tokens, flags = sentence.tokens, sentence.tokens.flags
    earlier = before(tokens, group.first)
    if group.kind == "imperative":
        sentence.close_to(0, group.first)
        attach(sentence, group, sentence.main, max(earlier + 1, 0), imperative=True)
        return
    if group.subject is not None:
        sentence.close_to(0, group.first)
        attach(sentence, group, sentence.main, group.subject)
        return
    if earlier >= 0 and flags[earlier] & (CONJUNCTION | COMMA) and not flags[earlier] & LINK:
        top = sentence.stack[-1]
        if (
            not top.groups
            and flags[earlier] & COMMA
            and before_aside(sentence, earlier) is not None
        ):
            attach(sentence, group, top, top.opened + 1)
            return
        _place_shared(sentence, group, earlier)
        return
    _place_with_subject(sentence, group, earlier)


def _place_shared(sentence: Sentence, group: VerbGroup, mark: int) -> None:
    """A verb right after a comma or conjunction: its subject is that of a verb before."""
    flags = sentence.tokens.flags
    while not sentence.stack[-1].groups and len(sentence.stack) > 1:
        sentence.close_top(mark)
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
        if flags[mark] & COMMA and waiting is not None and _has_begun(sentence, waiting):
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


def _place_with_subject(sentence: Sentence, group: VerbGroup, earlier: int) -> None:
    while not _settles(sentence, group, earlier):
        pass


def _settles(sentence: Sentence, group: VerbGroup, earlier: int) -> bool:
    """Is the verb placed? Else a clause was closed, and the one around it is asked next."""
    flags, top = sentence.tokens.flags, sentence.stack[-1]
    if not top.groups:
        return _opens_clause(sentence, group, top, earlier)
    low = top.last_end + 1
    marks = _marks(sentence, group, top, earlier)
    if not marks:
        return _goes_on(sentence, group, top)
    start = subject_start(sentence, group, low, marks)
    if ends_condition(sentence, group, top, marks[-1]):
        sentence.close_top(before(sentence.tokens, group.first))
        return False
    if _lacks_pronoun(sentence, group, top, earlier, marks[-1]):
        # "…, including the data you provide": a relative clause without its pronoun.
        opens = not flags[marks[-1] + 1] & PREPOSITION  # "When you ask, the data you give is"
        silence(sentence, group, earlier, inner=opens and top.leading and top.kind == "sub")
        return True
    mark = next((at for at in reversed(marks) if at < start), marks[-1])
    if flags[mark] & LINK:
        sentence.close_to(0, mark)
        attach(sentence, group, sentence.main, mark + 1)
        return True
    if flags[mark] & CONJUNCTION:
        _behind_conjunction(sentence, group, earlier, mark)
        return True
    return _behind_comma(sentence, group, top, mark)


def _opens_clause(sentence: Sentence, group: VerbGroup, top: Frame, earlier: int) -> bool:
    """The first verb since `top` was opened: its verb, unless it was no clause or is over."""
    if _is_aimed_at(sentence, group, top):
        silence(sentence, group, earlier, inner=True)
        return True
    if in_subject(sentence, group, top, earlier):
        sentence.stack.pop()
        return False
    if is_phrase(sentence, group, top, earlier) or is_reduced(sentence, group, top, earlier):
        sentence.close_top(earlier)
        return False
    if is_fronted(sentence, top) and (comma := after_comma(sentence, group, top)):
        # "If the law mandates it, we will": its verb was not known, but it is over.
        sentence.close_top(comma)
        return False
    outer = sentence.stack[1] if len(sentence.stack) > 2 else top
    nested = outer is not top and outer.kind == top.kind == "sub" and bool(outer.groups)
    if nested and is_fronted(sentence, outer) and (comma := after_comma(sentence, group, top)):
        # "If we learn that a child gave us data, we will": its verb was not known either.
        sentence.close_to(0, comma)
        return False
    attach(sentence, group, top, lowest(sentence, top))
    return True


def _is_aimed_at(sentence: Sentence, group: VerbGroup, top: Frame) -> bool:
    """ "To make sure it is accurate, contact us": a verb of what is aimed at, before the comma."""
    tokens, grammar = sentence.tokens, sentence.lexicon.tables.grammar
    if top is not sentence.main or group.modal or tokens.words[0] not in grammar.infinitive_marks:
        return False
    base = sentence.lexicon.forms.get(tokens.words[1], ("", 0))[1] & BASE
    comma = next((at for at, flag in enumerate(tokens.flags) if flag & COMMA), 0)
    return bool(base) and group.last < comma < len(tokens) - 2


def _marks(sentence: Sentence, group: VerbGroup, top: Frame, earlier: int) -> list[int]:
    """The commas and conjunctions since the last verb of `top` that may part two clauses."""
    flags = sentence.tokens.flags
    marks = [
        i
        for i in range(top.last_end + 1, group.first)
        if flags[i] & (COMMA | CONJUNCTION)
        and not flags[i] & MASKED
        and not joins_phrases(sentence, i)
    ]
    if (
        top.kind == "relative"
        and marks
        and not flags[marks[-1]] & COMMA
        and not (earlier >= 0 and flags[earlier] & PRONOUN)  # "and measures we have"
        and not sentence.stack[sentence.speaking_depth()].groups
        and not more_verbs(sentence, group.last)
    ):
        # "The data that you give to A and B is stored": the sentence needs a verb.
        return []
    return marks


def _goes_on(sentence: Sentence, group: VerbGroup, top: Frame) -> bool:
    """Behind the last verb of `top` with no mark between: whose verb is it?"""
    if is_consequent(sentence, group, top):
        opened = consequent_at(sentence, group, top)
        sentence.close_top(opened or before(sentence.tokens, group.first))
        return False
    last = sentence.found[top.groups[-1]].group
    reporting = last.lemma in sentence.lexicon.tables.verbs.reporting
    # "Content that we believe is harmful may be": what is believed has its verb.
    judged = group.modal and sentence.found[-1].group is not last
    if top.kind == "relative" and (judged or not reporting):
        sentence.close_top(group.first)
        return False
    if at := next_owned(sentence, group, top):
        sentence.close_top(at)
        return False
    if lacks_comma(sentence, group, top):
        sentence.close_top(before(sentence.tokens, group.first))
        return False
    if resumes(sentence, group, top):
        sentence.close_to(0, group.first)
        return False
    _adjacent(sentence, group, top)
    return True


def _lacks_pronoun(
    sentence: Sentence, group: VerbGroup, top: Frame, earlier: int, mark: int
) -> bool:
    """Is it "you provide" in "…, including the data you provide"?"""
    flags = sentence.tokens.flags
    return bool(
        earlier > 0
        and flags[earlier] & PRONOUN
        and not flags[earlier] & DETERMINER
        and not flags[earlier - 1] & (COMMA | CONJUNCTION | ADVERB | PUNCTUATION | THAT | MASKED)
        and earlier - 1 > mark
        and (group.kind == "simple" or not _is_object(sentence, earlier))
        and not (group.modal and top.kind == "sub")
        and not _begins_with_phrase(sentence, mark, group.first)
    )


def _behind_conjunction(sentence: Sentence, group: VerbGroup, earlier: int, mark: int) -> None:
    """ "…, and we may sell it": of the innermost clause, or of the one that still speaks?"""
    tokens, top = sentence.tokens, sentence.stack[-1]
    comma = mark > 0 and bool(tokens.flags[mark - 1] & COMMA)
    if top.kind == "mandate" and comma:
        sentence.close_top(mark)
        top = sentence.stack[-1]
    speaking = sentence.speaking_depth()
    if len(sentence.stack) - 1 > speaking:
        outer = sentence.stack[speaking]
        last = sentence.found[top.groups[-1]].group
        ends = comma or (bool(group.modal) and not last.modal) or not outer.leading
        if not outer.groups and not (comma and not verb_after_comma(sentence, group.last)):
            ends = False
        joins = sentence.lexicon.tables.grammar.disjunctions
        if tokens.words[mark] in joins and not group.modal and outer.groups:
            ends = False  # "unless you object, or we are forbidden to"
        anew = _speaks_anew(sentence, earlier, mark, top, outer)
        if (ends and (comma or group.modal)) or anew:
            sentence.close_to(speaking, mark)
            top = outer
    attach(sentence, group, top, mark + 1)


def _behind_comma(sentence: Sentence, group: VerbGroup, top: Frame, mark: int) -> bool:
    """ "…, we may sell it": the comma ends the inner clause, if there is one."""
    if top is sentence.main and len(top.groups) == 1 and sentence.tokens.flags[0] & PREPOSITION:
        first = sentence.found[top.groups[0]]
        if first.group.kind == "simple" and is_bare_relative(sentence, first):
            first.place = "sub"  # "Depending on the access you grant, we may"
    if len(sentence.stack) - 1 > sentence.speaking_depth():
        sentence.close_top(mark)
        top = sentence.stack[-1]
        if not top.groups and is_fronted(sentence, top) and after_comma(sentence, group, top):
            return False  # "As a person whose data we hold, you may"
        if top.groups and len(sentence.stack) - 1 > sentence.speaking_depth():
            return False
    attach(sentence, group, top, mark + 1)
    return True


def _is_object(sentence: Sentence, pronoun: int) -> bool:
    """ "The data you give to us is", "the data about you is": not the subject of the verb."""
    grammar, words = sentence.lexicon.tables.grammar, sentence.tokens.words
    governed = bool(sentence.tokens.flags[pronoun - 1] & PREPOSITION)
    return words[pronoun] in grammar.object_pronouns or (
        governed and words[pronoun] in grammar.caseless_pronouns
    )


def _begins_with_phrase(sentence: Sentence, mark: int, subject: int) -> bool:
    """ "…, but in all cases we reserve it", "and from time to time we may": a clause of its own.

    `subject` is the token of the verb.
    """
    tokens, grammar = sentence.tokens, sentence.lexicon.tables.grammar
    if not tokens.flags[mark + 1] & PREPOSITION:
        return False
    pronoun = before(tokens, subject)
    occasions = sentence.lexicon.tables.rules.occasions | sentence.lexicon.time_words
    return tokens.words[pronoun - 1] in occasions or tokens.words[mark] in grammar.adversatives


def _speaks_anew(sentence: Sentence, subject: int, mark: int, top: Frame, outer: Frame) -> bool:
    """ "We take steps so that it stays safe and we only send it to the EU": again what we do."""
    words, ours = sentence.tokens.words, sentence.lexicon.tables.parties.company_pronouns
    joins = sentence.lexicon.tables.grammar.disjunctions
    if top.sub_kind != "other" or not outer.groups or subject != mark + 1 or words[mark] in joins:
        return False
    spoke, within = sentence.found[outer.groups[-1]].subject, sentence.found[top.groups[-1]].subject
    return words[subject] in ours and spoke.role == "company" and within.role != "company"


def _promised_at(sentence: Sentence, group: VerbGroup, promise: VerbGroup) -> int:
    """Where "your data" begins in "we guarantee (you) your data will not be sold"; else 0."""
    tokens, tables = sentence.tokens, sentence.lexicon.tables
    if promise.lemma not in tables.verbs.promising | tables.verbs.assuring | tables.verbs.vowing:
        return 0
    at = promise.last + 1
    at += tokens.words[at] in tables.parties.user_pronouns
    stretch = tokens.flags[at : group.first]
    opens = bool(stretch) and bool(stretch[0] & (POSSESSIVE | DETERMINER)) and not stretch[0] & NO
    joined = any(flag & (PREPOSITION | COMMA | CONJUNCTION) for flag in stretch)
    speaks = group.modal or group.kind == "be"
    return at if opens and not joined and speaks and not promise.negated else 0


def _adjacent(sentence: Sentence, group: VerbGroup, top: Frame) -> None:
    """Two finite verbs with nothing between: a complement, or a bare relative clause."""
    earlier = sentence.found[top.groups[-1]]
    verbs = sentence.lexicon.tables.verbs
    lemma = earlier.group.lemma
    if top.kind in ("main", "complement", "mandate"):
        subject = before(sentence.tokens, group.first)
        adjacent = subject == earlier.group.last + 1
        if lemma in verbs.mandative and adjacent and earlier.subject.role != "user":
            sentence.open_frame("mandate", earlier.group.last, "other")
            attach(sentence, group, sentence.stack[-1], earlier.group.last + 1)
            return
        if lemma in verbs.transparent and adjacent:
            sentence.open_frame("complement", earlier.group.last, "other")
            attach(sentence, group, sentence.stack[-1], earlier.group.last + 1)
            return
        if at := _promised_at(sentence, group, earlier.group):
            sentence.open_frame("complement", at - 1, "other")
            attach(sentence, group, sentence.stack[-1], at)
            return
        for width in (0, 1):
            if is_ensured(sentence, earlier.group.last + width):
                sentence.open_frame("complement", earlier.group.last + width, "other")
                attach(sentence, group, sentence.stack[-1], earlier.group.last + width + 1)
                return
        own = (
            subject > earlier.group.last
            and not any(f & MASKED for f in sentence.tokens.flags[subject : group.first])
            and sentence.tokens.flags[subject] & PRONOUN
            and sentence.tokens.words[subject]
            not in sentence.lexicon.tables.grammar.object_pronouns
            and not sentence.tokens.flags[subject - 1] & PREPOSITION  # "collect from you"
        )
        if own:
            # "the data we hold about you we may …" is rare; "we believe you should" is not.
            silence(sentence, group, subject)
            return
        if not is_bare_relative(sentence, earlier, names=True):
            silence(sentence, group, group.first)
            return
        # "Information you provide will be shared": the first verb was a relative clause.
        earlier.place = "sub"
        attach(sentence, group, top, earlier.start)
        return
    silence(sentence, group, group.first)
