"""Where an open clause ends and the next begins: commas that stand, or that were left out."""

from __future__ import annotations

from policydiff.obligations.agreement import owned_beside
from policydiff.obligations.frames import Frame, Sentence
from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    ING,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NO,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    THIRD,
    VERB,
)
from policydiff.obligations.lookahead import verb_after_comma
from policydiff.obligations.verbs import (
    VerbGroup,
    after,
    before,
)


def ends_condition(sentence: Sentence, group: VerbGroup, top: Frame, mark: int) -> bool:
    """ "If you gave us your address or number we may", "… then we will": the condition is over."""
    flags, words = sentence.tokens.flags, sentence.tokens.words
    subject = before(sentence.tokens, group.first)
    if subject <= mark + 1 or top.kind != "sub" or not top.leading:
        return False
    if words[subject - 1] in sentence.lexicon.tables.grammar.consequents:
        return bool(flags[subject] & (PRONOUN | NAME))
    apart = not flags[mark] & COMMA and not flags[subject - 1] & ADVERB
    return apart and bool(group.modal) and lacks_comma(sentence, group, top)


def is_consequent(sentence: Sentence, group: VerbGroup, top: Frame) -> bool:
    """ "If you object then you may": what comes next is the main clause."""
    subject = before(sentence.tokens, group.first)
    words, flags = sentence.tokens.words, sentence.tokens.flags
    if top.kind == "sub" and top.groups and (at := consequent_at(sentence, group, top)):
        return bool(flags[at + 1] & (POSSESSIVE | DETERMINER | NAME | PRONOUN))  # "then your data"
    opened = subject > top.opened + 2 and words[subject - 1] in (
        sentence.lexicon.tables.grammar.consequents
    )
    return opened and top.kind == "sub" and bool(flags[subject] & (PRONOUN | NAME))


def consequent_at(sentence: Sentence, group: VerbGroup, top: Frame) -> int:
    """Where "then" stands behind the last verb of `top` and before the next one; 0 if nowhere."""
    marks = sentence.lexicon.tables.grammar.consequents
    behind = range(top.last_end + 1, group.first - 1)
    return next((at for at in behind if sentence.tokens.words[at] in marks), 0)


def next_owned(sentence: Sentence, group: VerbGroup, top: Frame) -> int:
    """Where "your address" begins in "When you visit our site your address is logged"; else 0.

    Two nouns that stand side by side, the second with its owner or "the", belong to two clauses.
    """
    # "When you visit the site the server may", "our server recognises".
    speaks = group.passive or bool(group.modal)
    speaks = speaks or (group.kind == "simple" and bool(group.form & THIRD))
    if top.kind != "sub" or not top.leading or len(sentence.stack) != 2 or not speaks:
        return 0
    last = sentence.found[top.groups[-1]].group.last
    return owned_beside(sentence, last, before(sentence.tokens, group.first))


def lacks_comma(sentence: Sentence, group: VerbGroup, top: Frame) -> bool:
    """ "If you ask us to do so we will delete it": is this the main verb, with no comma before it?

    Not in "If you think we lost it, call us" (a verb behind a comma is the main one) and not in
    "When you use the services we offer" (nothing follows: a relative clause without its pronoun).
    """
    flags, verbs = sentence.tokens.flags, sentence.lexicon.tables.verbs
    subject = before(sentence.tokens, group.first)
    last = sentence.found[top.groups[-1]].group
    if (
        top.kind != "sub"
        or not top.leading
        or len(sentence.stack) != 2
        or subject <= last.last
        or not flags[subject] & (PRONOUN | NAME)
        or flags[subject] & (DETERMINER | THAT | RELATIVE)
        or sentence.tokens.words[subject] in sentence.lexicon.tables.grammar.object_pronouns
        or last.lemma in verbs.reporting
        or (_governs(sentence, last, subject) and not group.modal)
        # "- To a buyer, provided that we tell the buyer it must": the item ends a sentence above
        or (not sentence.imperatives and top.opened > 0 and flags[0] & PREPOSITION)
        or verb_after_comma(sentence, group.last)
    ):
        return False
    following = after(sentence.tokens, group.last)
    if following >= len(flags):
        return False
    infinitive = (
        sentence.tokens.words[following] in sentence.lexicon.tables.grammar.infinitive_marks
    )
    if flags[following] & (SUBORDINATOR | CONJUNCTION | COMMA) and not infinitive:
        return False
    being = group.kind == "be" and group.adjective and not group.form & ING
    if group.modal or being:
        return True  # "When you visit our pages you are free to"
    noun = sentence.lexicon.roles.get(sentence.tokens.words[subject - 1])
    fitting = not flags[following] & PREPOSITION or noun not in ("data", "service", "document")
    return fitting and not _verb_follows(sentence, group.last)


def _governs(sentence: Sentence, last: VerbGroup, subject: int) -> bool:
    """Might the clause that begins at `subject` be what "ask" or "know" governs: "if you ask we stop"?"""
    verbs, flags = sentence.lexicon.tables.verbs, sentence.tokens.flags
    if last.lemma not in verbs.transparent | verbs.mandative:
        return False
    return not any(flags[at] & DETERMINER for at in range(last.last + 1, subject))


def is_reduced(sentence: Sentence, group: VerbGroup, top: Frame, earlier: int) -> bool:
    """ "Where required by law we will ask you": a condition without subject and verb is over."""
    words, tables = sentence.tokens.words, sentence.lexicon.tables
    doing = top.kind == "sub" and words[top.opened + 1].endswith(tables.grammar.gerund_suffixes)
    if doing and earlier > top.opened + 2 and sentence.tokens.flags[earlier - 1] & CONJUNCTION:
        # "It knows nothing of you while using the site and we will not tell it"
        return bool(sentence.main.groups) and words[earlier] in tables.parties.company_pronouns
    if top.kind != "sub" or not top.leading or len(sentence.stack) != 2 or earlier < top.opened + 2:
        return False
    parties, flags = tables.parties, sentence.tokens.flags
    nominative = (parties.company_pronouns | parties.user_pronouns) - tables.grammar.object_pronouns
    first = words[top.opened + 1]
    bare = first in tables.rules.verbless | tables.rules.requisite or first.endswith(
        tables.grammar.participle_suffixes
    )
    if words[earlier] not in nominative:
        return False
    # "If problems arise we may": its verb was not known; but "the data we may use is"
    over = bool(group.modal) and earlier > top.opened + 2 and not more_verbs(sentence, group.last)
    opens = flags[top.opened + 1]
    over = over and not (opens & (PREPOSITION | PRONOUN | ADVERB) and not opens & DETERMINER)
    return (bare and not opens & NOUN) or over


def _verb_follows(sentence: Sentence, last: int) -> bool:
    """Does a finite verb follow before the next comma or conjunction?"""
    for flag in sentence.tokens.flags[last + 1 :]:
        if flag & (COMMA | CONJUNCTION | SUBORDINATOR | RELATIVE | THAT):
            return False
        if flag & (MODAL | BE | DO) and not flag & MASKED:
            return True
    return False


def resumes(sentence: Sentence, group: VerbGroup, top: Frame) -> bool:
    """ "The information you supply when you book a trip is used": the verb of the sentence's subject."""
    flags = sentence.tokens.flags
    if top.kind != "sub" or top.opened < 2:
        return False
    for at in sentence.main.groups:
        own = before(sentence.tokens, sentence.found[at].group.first)  # "the data | you | supply"
        if own < 1 or not flags[own] & PRONOUN or not _is_noun(flags[own - 1]):
            return False
    subject = before(sentence.tokens, group.first)
    whom = sentence.lexicon.tables.grammar.object_pronouns
    own = flags[subject] & PRONOUN and sentence.tokens.words[subject] not in whom
    # "Your use of the site after we tell you means that you agree".
    means = group.kind == "simple" and group.lemma in sentence.lexicon.tables.rules.signifying
    if own or not (group.passive or group.modal or means):
        return False
    opens = next((flag for flag in flags if not flag & (ADVERB | CONJUNCTION | MASKED)), 0)
    within = range(top.opened, group.first)
    named = not opens & (PREPOSITION | SUBORDINATOR | PRONOUN) or bool(opens & DETERMINER)
    return named and not any(flags[at] & COMMA for at in within)


def _is_noun(flag: int) -> bool:
    """May a word of these classes be the noun before a relative clause without its pronoun?"""
    return not flag & (COMMA | CONJUNCTION | MASKED | ADVERB | PREPOSITION | SUBORDINATOR | VERB)


def is_phrase(sentence: Sentence, group: VerbGroup, top: Frame, earlier: int) -> bool:
    """ "In the event of a breach you will be told": what "of" opens has no verb of its own."""
    words, parties = sentence.tokens.words, sentence.lexicon.tables.parties
    if top.kind != "sub" or not group.modal or earlier <= top.opened + 4:
        return False
    behind = words[top.opened + 2 : top.opened + 4]
    subject = words[earlier] in parties.company_pronouns or words[earlier] in parties.user_pronouns
    return subject and not sentence.lexicon.tables.grammar.genitive_marks.isdisjoint(behind)


def in_subject(sentence: Sentence, group: VerbGroup, top: Frame, earlier: int) -> bool:
    """ "Your use of the site after the effective date of the change means": no clause, a phrase."""
    flags = sentence.tokens.flags
    return (
        top.kind == "sub"
        and sentence.tokens.words[top.opened] in sentence.lexicon.tables.grammar.also_prepositions
        and len(sentence.stack) == 2
        and not sentence.main.groups
        and any(not flag & (ADVERB | CONJUNCTION | MASKED) for flag in flags[: top.opened])
        and not flags[earlier] & PRONOUN
        and not any(flag & COMMA for flag in flags[top.opened : group.first])
        and not more_verbs(sentence, group.last)
        and not _signifies(sentence, group.last)
    )


def _signifies(sentence: Sentence, last: int) -> bool:
    """ "Your use after the changes are posted means": the verb of the sentence comes right behind."""
    following = sentence.tokens.words[last + 1 : last + 2]
    lemma, form = sentence.lexicon.forms.get("".join(following), ("", 0))
    return lemma in sentence.lexicon.tables.rules.signifying and bool(form & THIRD)


def lowest(sentence: Sentence, frame: Frame) -> int:
    """Where the subject of the first verb of `frame` may begin."""
    low = frame.opened + 1
    for closed in sentence.subordinates:
        if closed.start >= low and closed.end < len(sentence.tokens):
            # No comma stood before it.
            subject = sentence.tokens.flags[closed.end] & (PRONOUN | NAME | POSSESSIVE)
            low = max(low, closed.end + (not subject))
    return low


def after_comma(sentence: Sentence, group: VerbGroup, top: Frame) -> int:
    """The comma right before a subject, well inside the frame; 0 if there is none."""
    start = subject_start(sentence, group, top.opened + 1, [])
    flags = sentence.tokens.flags
    if start == group.first and (comma := _last_comma(sentence, top.opened, start)):
        named = flags[comma + 1] & (DETERMINER | POSSESSIVE | NAME)
        verbal = any(flags[at] & VERB and not flags[at] & NOUN for at in range(top.opened, comma))
        joined = any(flags[at] & (CONJUNCTION | RELATIVE | THAT) for at in range(comma + 2, start))
        if named and verbal and not joined and not verb_after_comma(sentence, group.last):
            return comma  # "If the law mandates it, our bank keeps it"
    apart = (
        start > top.opened + 3
        and start < group.first
        and bool(flags[start - 1] & COMMA)
        and not flags[top.opened + 1] & COMMA
    )
    return start - 1 if apart else 0


def _last_comma(sentence: Sentence, low: int, high: int) -> int:
    """The comma nearest to `high`, well behind `low`; 0 if there is none."""
    flags = sentence.tokens.flags
    return next((at for at in range(high - 1, low + 3, -1) if flags[at] & COMMA), 0)


def is_fronted(sentence: Sentence, frame: Frame) -> bool:
    """Does a subordinate clause stand before the verb of its sentence, or of what comes after "but"?"""
    opened = frame.opened
    joined = opened > 0 and bool(sentence.tokens.flags[opened - 1] & (CONJUNCTION | LINK))
    return frame.kind == "sub" and (frame.leading or joined)


def joins_phrases(sentence: Sentence, mark: int) -> bool:
    """Does this conjunction join infinitives or prepositional phrases, not clauses?"""
    if not sentence.tokens.flags[mark] & CONJUNCTION:
        return False
    if sentence.tokens.words[mark] in sentence.lexicon.tables.grammar.adversatives:
        return False  # "but in all cases we reserve the right"
    following = after(sentence.tokens, mark)
    if _says_when(sentence, following):
        return False  # "and from time to time we may"
    return following < len(sentence.tokens) and bool(
        sentence.tokens.flags[following] & PREPOSITION
        and not sentence.tokens.flags[following] & (DETERMINER | SUBORDINATOR)
    )


def _says_when(sentence: Sentence, first: int) -> bool:
    """ "from time to time we", "in some cases you": a phrase of time before a subject."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    times = lexicon.tables.rules.occasions | lexicon.time_words
    ours = lexicon.tables.parties.company_pronouns | lexicon.tables.parties.user_pronouns
    subjects = ours - lexicon.tables.grammar.object_pronouns
    return any(
        tokens.words[at] in times and tokens.words[at + 1] in subjects
        for at in range(first + 1, min(first + 5, len(tokens) - 1))
    )


def more_verbs(sentence: Sentence, last: int) -> bool:
    """Does a finite verb follow before the next subordinate clause?"""
    flags, marks = sentence.tokens.flags, sentence.lexicon.tables.grammar.infinitive_marks
    for index in range(last + 1, len(flags)):
        opens = flags[index] & SUBORDINATOR and not flags[index] & PREPOSITION  # no "to", "as"
        if opens or flags[index] & (RELATIVE | THAT):
            return False
        finite = flags[index] & (MODAL | BE | DO) and not flags[index] & MASKED
        if finite and sentence.tokens.words[index - 1] not in marks:  # "deemed to be"
            return True
    return False


def subject_start(sentence: Sentence, group: VerbGroup, low: int, marks: list[int]) -> int:
    """First token of the noun phrase before the verb, by a light look back."""
    flags = sentence.tokens.flags
    last = before(sentence.tokens, group.first, low)
    if last >= 0 and flags[last] & PRONOUN:
        while last - 2 >= low and flags[last - 1] & CONJUNCTION and flags[last - 2] & PRONOUN:
            last -= 2  # "he or she"
        return last
    if not marks or marks[-1] + 1 >= group.first:
        return group.first
    if denied := _denied_list(sentence, marks):
        return denied
    top = sentence.stack[-1]
    if flags[marks[-1]] & CONJUNCTION and top.leading and not sentence.main.groups:
        # "When it is over, we and our providers will": both are the subject.
        if listed := _listed_subject(sentence, group, marks):
            return listed
        for mark in reversed(marks[:-1]):
            if flags[mark] & COMMA and mark + 1 < marks[-1]:
                if flags[mark + 1] & (PRONOUN | POSSESSIVE | NAME | NO):
                    return mark + 1
                break
    return marks[-1] + 1


def _denied_list(sentence: Sentence, marks: list[int]) -> int:
    """Where a subject of several things begins that are all denied: "and [no logs, copies or notes] are"; else 0.

    The last thing has no determiner of its own: not "we keep no logs, and your name is".
    """
    flags, words, last = sentence.tokens.flags, sentence.tokens.words, marks[-1]
    if not flags[last] & CONJUNCTION:
        return 0
    for mark in range(last - 1, marks[0] - 1, -1):
        if not flags[mark] & (CONJUNCTION | LINK) or not flags[mark + 1] & NO:
            continue
        closed = MODAL | BE | SUBORDINATOR | RELATIVE | THAT | LINK
        own = DETERMINER | POSSESSIVE | PRONOUN | NO | NAME
        for at in range(mark + 2, last + 1):
            if flags[at] & MASKED:
                continue
            begins = flags[at] & (COMMA | CONJUNCTION) and flags[at + 1] & own
            if flags[at] & closed or (
                begins and words[at + 1] not in sentence.lexicon.tables.grammar.excepting
            ):
                return 0
        return mark + 1
    return 0


def _listed_subject(sentence: Sentence, group: VerbGroup, marks: list[int]) -> int:
    """Where a list begins that is the subject: "When you register, [your name, e-mail and age] are"; else 0."""
    flags = sentence.tokens.flags
    comma = next((mark for mark in marks if flags[mark] & COMMA), 0)
    speaks = group.passive or bool(group.modal) or group.kind == "be"
    if not comma or not speaks or verb_after_comma(sentence, group.last):
        return 0
    closed = MODAL | BE | SUBORDINATOR | RELATIVE | THAT | LINK
    tables, words = sentence.lexicon.tables, sentence.tokens.words
    for at in range(comma + 1, group.first):
        pair = sentence.tokens.phrase(at, at + 2), sentence.tokens.phrase(at - 1, at + 1)
        if words[at] in tables.topics.example_marks or not tables.grammar.example_words.isdisjoint(
            pair
        ):
            continue  # "information including your name", "such as your name"
        own = flags[at] & PRONOUN and not flags[at] & (DETERMINER | POSSESSIVE)
        verbal = flags[at] & VERB and not flags[at] & (NOUN | ING | ADVERB)
        if (flags[at] & closed and not flags[at] & MASKED) or own or verbal:
            return 0
    return comma + 1
