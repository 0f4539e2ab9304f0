"""Where a subordinate clause, a relative clause or a "that" clause opens, and where a comma ends it."""

from __future__ import annotations

from policydiff.obligations.frames import Frame, Sentence
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
    MODAL,
    NAME,
    NEGATION,
    NO,
    NOUN,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    THIRD,
    VERB,
)
from policydiff.obligations.tables import SubordinatorKind
from policydiff.obligations.verbs import (
    after,
    before,
)


def pass_comma(sentence: Sentence, index: int) -> None:
    if sentence.tokens.flags[index] & LINK:
        sentence.close_to(0, index)
        return
    top = sentence.stack[-1]
    # "As a result," "before sharing it,": a phrase, not a clause, and it is over.
    if top.kind in ("sub", "relative") and not top.groups and index > top.opened + 1:
        if top.kind == "sub" and not _is_reduced(sentence, top):
            return  # "if A, B or C asks", "unless, after being asked, you …"
        if top.sub_kind == "exception" and _list_goes_on(sentence, index):
            return  # "except with advertisers, brokers and insurers"
        flags = sentence.tokens.flags
        subject = flags[top.opened] & THAT and flags[top.opened + 1] & DETERMINER
        if (
            subject
            and flags[index + 1 : index + 2]
            and flags[index + 1] & (PREPOSITION | MODAL | BE)
        ):
            return  # "that the app, including its parts, will work"
        sentence.close_top(index)


def _list_goes_on(sentence: Sentence, comma: int) -> bool:
    """Whether nothing but further things come behind a comma: no verb, no subject, and an "and"."""
    flags, joined = sentence.tokens.flags, False
    for at in range(comma + 1, len(flags)):
        flag = flags[at]
        if flag & (MODAL | PRONOUN | LINK | SUBORDINATOR) or (flag & VERB and not flag & NOUN):
            return False
        joined |= bool(flag & CONJUNCTION)
    return joined


def _is_reduced(sentence: Sentence, frame: Frame) -> bool:
    """A subordinate clause without subject and verb: "while using it", "if necessary"."""
    tokens, flags = sentence.tokens, sentence.tokens.flags
    if flags[frame.opened] & PREPOSITION:
        return True
    grammar = sentence.lexicon.tables.grammar
    if tokens.words[frame.opened] in grammar.also_prepositions:
        return True  # "after the inspection,": a phrase
    if tokens.words[frame.opened] in grammar.question_words:
        # "how to ask", "whether or not to ask"
        asked = range(frame.opened + 1, min(frame.opened + 4, len(tokens)))
        first = next((i for i in asked if not flags[i] & (CONJUNCTION | NEGATION)), None)
        return first is not None and tokens.words[first] in grammar.infinitive_marks
    following = frame.opened + 1
    while (
        following < len(tokens)
        and flags[following] & (SUBORDINATOR | DETERMINER)
        and tokens.words[following] in grammar.subordinator_parts
    ):
        following += 1
    flag = flags[following] if following < len(tokens) else 0
    if tokens.words[following : following + 1] and (
        tokens.words[following] in sentence.lexicon.tables.rules.verbless
    ):
        return True  # "when relevant,"
    if frame.opened <= 1 and _is_before_aside(sentence, following):
        return False  # "if new posts, or your account, are removed,"
    return not flag & (DETERMINER | PRONOUN | NAME) or bool(flag & (PREPOSITION | VERB))


def _is_before_aside(sentence: Sentence, first: int) -> bool:
    """Whether a noun, an "or" with another between commas, and then their verb stand at `first`."""
    flags = sentence.tokens.flags
    commas = [at for at in range(first, min(first + 12, len(flags) - 1)) if flags[at] & COMMA][:2]
    if len(commas) < 2 or not flags[commas[0] + 1] & CONJUNCTION:
        return False
    between = flags[commas[0] + 2 : commas[1]]
    verbal = any(flag & (MODAL | BE | HAVE | DO) for flag in (*flags[first : commas[0]], *between))
    return not verbal and bool(flags[commas[1] + 1] & (MODAL | BE | HAVE))


def match_subordinator(sentence: Sentence, index: int) -> tuple[int, SubordinatorKind]:
    """Width in words and kind of the subordinator at `index`; width 0 if it is none."""
    words, flags = sentence.tokens.words, sentence.tokens.flags
    for phrase, kind in sentence.lexicon.subordinators.get(words[index], ()):
        width = len(phrase)
        if tuple(words[index : index + width]) != phrase:
            continue
        if width > 1:
            return width, kind
        word = words[index]
        following = flags[index + 1] if index + 1 < len(flags) else 0
        earlier = flags[index - 1] if index else COMMA
        clausal = following & (PRONOUN | DETERMINER | NAME | THAT) != 0
        grammar = sentence.lexicon.tables.grammar
        if word in grammar.pro_forms and not index and following & (PRONOUN | NAME):
            return 0, kind  # "So we let you choose"
        done = sentence.lexicon.forms.get(words[index - 1], ("",))[0] if index else ""
        if word in grammar.pro_forms and index and (flags[index - 1] & DO or done in grammar.do):
            return 0, kind  # "if you ask us to do so we will"
        if index + 1 < len(words) and words[index + 1] in sentence.lexicon.tables.rules.verbless:
            later = flags[index + 2] if index + 2 < len(flags) else 0
            if later & (MODAL | BE):
                return 0, kind  # "amounts not paid when due may"
        if following & PUNCTUATION and flags[index] & (ADVERB | PREPOSITION):
            return 0, kind  # "at once, we", "the week before."
        if word in grammar.also_prepositions and _is_time(sentence, index + 1):
            return 0, kind  # "after one month"; but "once a year" limits
        pointing = word in grammar.also_prepositions and following & THAT
        if pointing and any(flag & (DETERMINER | PRONOUN) for flag in flags[index + 2 : index + 3]):
            return 0, kind  # "After that your data will be deleted"
        if word in grammar.before_clause and not clausal:
            following_verb = after(sentence.tokens, index)
            left_out = MODAL | BE if word in grammar.comparing else MODAL  # "than is needed"
            elliptic = following_verb < len(flags) and flags[following_verb] & left_out
            if not elliptic:
                return 0, kind  # but "as may be required", "as otherwise may be agreed"
        if (
            sentence.tokens.phrase(index - 1, index + 1) in grammar.example_words
            or sentence.tokens.phrase(index, index + 2) in grammar.example_words
        ) and not earlier & COMMA:
            return 0, kind  # "such as", "as a member"
        opens = not index and following & SUBORDINATOR  # "Save where the law requires it, we"
        if word in grammar.after_comma and not opens and (not index or not earlier & COMMA):
            return 0, kind
        return 1, kind
    return 0, "other"


def is_place_of_choice(sentence: Sentence, index: int) -> bool:
    """ "We offer settings where you can": the place is where readers choose, no condition."""
    words, tables = sentence.tokens.words, sentence.lexicon.tables
    if not index or words[index] not in tables.rules.there:
        return False
    known = tables.rules.options | tables.rules.reader_places | tables.rules.halls
    following = words[index + 1 : index + 2]
    return words[
        before(sentence.tokens, index)
    ] in known and not tables.parties.user_pronouns.isdisjoint(following)


def _is_time(sentence: Sentence, index: int) -> bool:
    """Is "a month" or "one year", and no clause, what stands at `index`?"""
    words, times = sentence.tokens.words, sentence.lexicon.time_words
    if len(words) <= index + 1 or words[index] in sentence.lexicon.tables.grammar.definite:
        return False
    behind = sentence.tokens.flags[index + 2 : index + 3]
    speaks = behind and behind[0] & (BE | MODAL | HAVE | VERB) and not behind[0] & NOUN
    return words[index + 1] in times and not speaks


def inverted_condition(sentence: Sentence, index: int) -> int:
    """End of the condition that begins at `index` with its verb: "should you object, we"; else 0.

    It ends at the comma before the next subject. Source: Quirk et al. 1985, 15.36.
    """
    tokens, flags = sentence.tokens, sentence.tokens.flags
    grammar = sentence.lexicon.tables.grammar
    if tokens.words[index] not in grammar.inverted_conditions or index + 1 >= len(tokens):
        return 0
    following = flags[index + 1]
    # "to know you should you come back".
    late = (
        index > 3
        and flags[index] & MODAL
        and tokens.words[index + 1] in (grammar.personal_pronouns - grammar.object_pronouns)
    )
    if late and not flags[index - 1] & (NEGATION | ADVERB | CONJUNCTION | PRONOUN):
        return len(tokens)
    if index and not flags[index - 1] & (COMMA | THAT if flags[index] & MODAL else COMMA):
        return 0
    named = not index and tokens.text[tokens.starts[1] :][:1].isupper()  # "Should Teapots be sold,"
    named = named or tokens.words[index + 1] in sentence.lexicon.roles
    opens = bool(following & (PRONOUN | DETERMINER | NAME | NOUN)) or named
    if not opens or following & (NEGATION | RELATIVE):
        return 0
    if tokens.text.rstrip().endswith("?"):
        return 0
    commas = [
        at for at in range(index + 2, len(tokens) - 1) if flags[at] & COMMA and not flags[at] & LINK
    ]
    if not commas and not index:
        nominatives = (
            sentence.lexicon.tables.parties.company_pronouns - grammar.object_pronouns
        ) | sentence.lexicon.tables.parties.user_pronouns
        return next(
            (
                at
                for at in range(3, len(tokens) - 1)
                if (tokens.words[at] in nominatives and flags[at + 1] & MODAL)
                or (flags[at] & NAME and any(_acts(flag) for flag in flags[at + 1 : at + 3]))
            ),
            0,
        )
    if not commas:
        return len(tokens)
    subject = PRONOUN | DETERMINER | NAME
    return next((at for at in commas if flags[at + 1] & PRONOUN), None) or next(
        (at for at in commas if flags[at + 1] & subject), commas[0]
    )


def _acts(flag: int) -> bool:
    """A finite verb, and no noun."""
    return bool(flag & (MODAL | BE | VERB)) and not flag & NOUN


def _to_know(sentence: Sentence, word: int) -> bool:
    """ "We want you to know that": the statement is in the clause after it."""
    words, tables = sentence.tokens.words, sentence.lexicon.tables
    marks = tables.grammar.infinitive_marks
    if word > 1 and sentence.tokens.flags[word - 1] & BE and words[word - 2] in marks:
        return words[word] in tables.verbs.transparent  # "to be aware that"
    return word > 0 and words[word] in tables.rules.minding and words[word - 1] in marks


def open_that(sentence: Sentence, index: int) -> bool:
    """Open the clause that "that" opens, if it opens one."""
    tokens, flags = sentence.tokens, sentence.tokens.flags
    earlier = before(tokens, index)
    if earlier < 0:
        return False
    if not earlier and tokens.words[0] in sentence.lexicon.tables.grammar.also_prepositions:
        return False  # "After that your data will be deleted"
    verbs = sentence.lexicon.tables.verbs
    top = sentence.stack[-1]
    third = sentence.lexicon.forms.get("".join(tokens.words[index + 1 : index + 2]), ("", 0))[1]
    if top.kind == "sub" and not top.groups and top.opened == earlier and third & THIRD:
        return False  # "If that happens"
    lemma, form = sentence.lexicon.forms.get(tokens.words[earlier], ("", 0))
    plainly = tokens.words[earlier] in verbs.plainly  # "we want to be clear that we do not sell it"
    plainly = plainly or _to_know(sentence, earlier)
    knowing = tokens.words[earlier] in verbs.transparent and flags[earlier - 1] & BE
    in_mind = sentence.lexicon.tables.rules.in_mind
    knowing = knowing or tokens.phrase(earlier - 1, earlier + 1) in in_mind  # "keep in mind that"
    if top.groups and (plainly or knowing or is_ensured(sentence, earlier)):
        sentence.open_frame("complement", index, "other")
        return True
    if top.groups and (top.last_end == earlier or _only_object(sentence, top.last_end, earlier)):
        last = sentence.found[top.groups[-1]].group
        names = (last.lemma, sentence.lexicon.forms.get(last.adjective, (last.adjective,))[0])
        if (
            any(name in verbs.mandative for name in names if name)
            and (names[0] not in verbs.transparent or top.last_end == earlier)
            and sentence.found[top.groups[-1]].group.kind != "imperative"
        ):
            user = sentence.found[top.groups[-1]].subject.role == "user"
            if user and last.adjective and names[1] in verbs.transparent:
                sentence.open_frame("complement", index, "other")
                return True  # "users are advised that we may"
            # "we may ask that".
            free = last.force in ("permit", "able") and names[0] in verbs.requests
            sentence.open_frame("sub" if user or free else "mandate", index, "other")
            return True
        if any(name in verbs.warranting for name in names if name):
            ours = sentence.found[top.groups[-1]].subject.role == "company"
            told = names[0] in verbs.assuring or (names[0] in verbs.confirming and not last.force)
            assured = ours and not last.negated and told
            sentence.open_frame("complement" if assured else "sub", index, "other")
            return True
        if any(name in verbs.transparent for name in names if name):
            vowed = names[0] in verbs.unable and last.negated
            sentence.open_frame("sub" if vowed else "complement", index, "other")
            return True  # but "we cannot assure you that it is safe" tells no more than that
        if top.last_end == earlier and (
            not flags[index + 1 : index + 2] or flags[index + 1] & (PRONOUN | DETERMINER | NAME)
        ):
            sentence.open_frame("sub", index, "other")
            return True
        if top.last_end == earlier and last.modal and not (last.passive or last.adjective):
            return False  # "we will forward that request": a determiner
    if top.groups and flags[earlier] & COMMA and top.last_end == before(tokens, earlier):
        last = sentence.found[top.groups[-1]].group
        if last.kind == "imperative" and last.lemma in verbs.transparent:
            sentence.open_frame("complement", index, "other")  # "please note, however, that"
            return True
    if top.groups and lemma in verbs.transparent and top.last_end == earlier - 1:
        last = sentence.found[top.groups[-1]].group
        if last.kind == "imperative" and last.lemma in verbs.transparent:
            # "rest assured that we never sell it".
            sentence.open_frame("complement", index, "other")
            return True
    marked = bool(earlier) and (
        tokens.words[earlier - 1] in sentence.lexicon.tables.grammar.infinitive_marks
    )
    if form & (BASE | ING) and (marked or not flags[earlier] & NOUN):
        # An infinitive or gerund: "to ensure that …"; but "to note that" is transparent.
        transparent = lemma in verbs.transparent and _impersonal(sentence, earlier)
        sentence.open_frame("complement" if transparent else "sub", index, "other")
        return True
    if flags[earlier] & COMMA and top is sentence.main and not top.groups and index > earlier:
        following = after(tokens, index)
        if following < len(tokens) and flags[following] & PRONOUN:
            # "The data, including your address, that you give us is …"
            sentence.open_frame("relative", index, "other")
            return True
    listed = flags[earlier] & COMMA and _that_again(sentence, index)
    if flags[earlier] & (PREPOSITION | COMMA) and not (flags[earlier] & CONJUNCTION or listed):
        return False
    if flags[earlier] & CONJUNCTION or listed:
        # "… that X and that Y": another clause like the first one.
        if len(sentence.stack) > 1 and sentence.stack[-1].groups:
            kind = sentence.stack[-1].kind
            sentence.close_top(index)
            sentence.stack.append(Frame(kind, index, leading=False))
        alternative = tokens.words[earlier] in sentence.lexicon.tables.grammar.disjunctions
        said = tokens.flags[index + 1 : index + 2]
        if len(sentence.stack) == 1 and top.groups and alternative and said and said[0] & BE:
            sentence.open_frame("relative", index, "other")  # "what you provide or that is shown"
        return len(sentence.stack) > 1
    following = after(tokens, index)
    if following < len(tokens):
        sentence.open_frame("relative", index, "other")
        return True
    return False


def _that_again(sentence: Sentence, index: int) -> bool:
    """ "No promise that it is safe, that it works": after a comma a second clause like the first."""
    tokens, top = sentence.tokens, sentence.stack[-1]
    marks = sentence.lexicon.tables.grammar.complementisers
    following = after(tokens, index)
    speaks = following < len(tokens) and not tokens.flags[following] & (MODAL | BE | VERB)
    if not speaks or not sentence.main.groups:
        return False
    if top is sentence.main:
        last = sentence.main.last_end
        none = any(flag & NO for flag in tokens.flags[last + 1 : last + 3])
        return none and not marks.isdisjoint(tokens.words[last + 2 : index])
    return bool(top.groups) and tokens.words[top.opened] in marks


def is_ensured(sentence: Sentence, last: int) -> bool:
    """Do the words up to `last` say that the publisher ensures what comes next?"""
    top = sentence.stack[-1]
    found = sentence.found[top.groups[-1]]
    group, verbs = found.group, sentence.lexicon.tables.verbs
    ours = found.subject.role in ("company", "service") and not group.negated and not group.passive
    if not ours or group.last > last:
        return False
    said = sentence.tokens.phrase(group.last + 1, last + 1)
    return f"{group.lemma} {said}".strip() in verbs.ensuring


def _only_object(sentence: Sentence, low: int, high: int) -> bool:
    """Is (low, high] one short object without a verb: "inform you that", "ask us that"?"""
    flags = sentence.tokens.flags
    between = flags[low + 1 : high + 1]
    if 0 < len(between) <= 3 and between[0] & PREPOSITION:
        return not any(flag & (VERB | COMMA | PRONOUN) for flag in between[1:])  # "by contract"
    return 0 < len(between) <= 2 and all(flag & (PRONOUN | ADVERB | NAME) for flag in between)


def _impersonal(sentence: Sentence, verb: int) -> bool:
    """ "it is important to note that": the infinitive hangs on "it is"."""
    last = sentence.found[-1].group if sentence.found else None
    return last is not None and last.kind == "be" and verb - last.last <= 3
