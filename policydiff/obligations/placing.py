"""Which of the open clauses a verb belongs to, and what its subject is.

The hard part of cutting a sentence up. "We share data that you give us and may sell it": after
"and", is "may sell" yours or ours? The modal, the comma before "and", and whether the sentence
still lacks its verb decide, in this order.
"""

from __future__ import annotations

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
from policydiff.obligations.coordination import place_shared
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
    NO,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    THAT,
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
        place_shared(sentence, group, earlier)
        return
    _place_with_subject(sentence, group, earlier)


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
    joined = len(marks) == 1 and flags[marks[0]] & CONJUNCTION
    if joined and (at := next_owned(sentence, group, top)):
        sentence.close_top(at)  # "If you tick the box your name and address are kept"
        return False
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
