"""Is this word a finite verb, and of what kind: with a subject, carried on by "and", imperative?

"Use" in "we use", "your use of", "to use", "Use it", "who use": only the word before it tells.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.obligations.agreement import (
    ends_relative,
    has_noun_subject,
    is_bare_relative,
    object_of_verb,
)
from policydiff.obligations.auxiliaries import read_auxiliary, read_get, still_done
from policydiff.obligations.frames import Frame, Sentence
from policydiff.obligations.imperatives import commands, is_imperative, names_only
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    FOREIGN,
    HAVE,
    ING,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NEGATION,
    NO,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    SUBORDINATOR,
    THAT,
    THIRD,
    VERB,
)
from policydiff.obligations.lookahead import infinitive_goes_on
from policydiff.obligations.verbs import (
    VerbGroup,
    before,
    negated_before,
    read_simple,
)


def finite_verb(sentence: Sentence, index: int) -> VerbGroup | None:
    tokens, flags = sentence.tokens, sentence.tokens.flags
    flag = flags[index]
    if flag & DO and names_only(sentence, index):
        return None
    if flag & (MODAL | BE | HAVE | DO):
        group = read_auxiliary(tokens, index, sentence.lexicon)
        if group is not None:
            if negated_before(tokens, group.first, sentence.lexicon):
                group = replace(group, negated=True)
            if flag & DO and group.negated and group.subject is None and commands(sentence, index):
                aside = before_aside(sentence, before(tokens, index)) if index else None
                return replace(group, kind="imperative") if aside is None else group  # "we, X, do"
            if (
                flag & (HAVE | DO)
                and not flag & MODAL
                and group.subject is None
                and not _can_open(sentence, index)
            ):
                return None
            return group
    if not flag and _is_unknown_verb(sentence, index):
        denied = negated_before(tokens, index, sentence.lexicon)  # "we never geotag it"
        return VerbGroup("simple", index, index, tokens.words[index], (), BASE, negated=denied)
    if not flag & VERB or flag & POSSESSIVE:
        return None
    if flag & BE:
        if is_imperative(sentence, index):
            group = read_auxiliary(tokens, index, sentence.lexicon, bare=True)
            return group and replace(group, kind="imperative")
        return None
    if group := read_get(tokens, index, sentence.lexicon):
        earlier = before(tokens, index)
        named = earlier >= 0 and not flags[earlier] & (_NO_NOUN | PRONOUN)  # "posts … get removed"
        return group if named or _has_subject(sentence, index, BASE | THIRD) else None
    _, form = sentence.lexicon.forms[tokens.words[index]]
    if form & BASE and is_imperative(sentence, index):
        group = read_simple(tokens, index, sentence.lexicon, "imperative")
        return replace(group, negated=True) if _still_forbidden(sentence, index) else group
    if _has_subject(sentence, index, form) or _sums_up(sentence, index):
        group = read_simple(tokens, index, sentence.lexicon, "simple")
        return still_done(tokens, group, sentence.lexicon)
    return None


def _sums_up(sentence: Sentence, index: int) -> bool:
    """ "The types of data that we collect include": behind a relative clause, the verb of its noun."""
    tokens, top, earlier = sentence.tokens, sentence.stack[-1], before(sentence.tokens, index)
    lemma, form = sentence.lexicon.forms[tokens.words[index]]
    rules = sentence.lexicon.tables.rules
    if top.kind == "sub" and top.groups and top.opened > 0 and not sentence.main.groups:
        # "Your use of the site after we post a change means": what the use does.
        third = form & THIRD and not tokens.flags[earlier] & (_NO_NOUN | COMMA)
        return bool(third) and lemma in rules.signifying
    if lemma not in rules.including | rules.governing or form & ING or earlier < 1:
        return False
    if tokens.flags[earlier] & (_NO_NOUN | COMMA) or not top.groups:
        return False
    if top.kind == "relative":
        return not sentence.main.groups
    bare = top is sentence.main and len(top.groups) == 1
    return bare and is_bare_relative(sentence, sentence.found[top.groups[0]])


def _still_forbidden(sentence: Sentence, index: int) -> bool:
    """ "Do not share your password or provide your account to others": both are forbidden."""
    earlier = before(sentence.tokens, index)
    joins = sentence.lexicon.tables.grammar.disjunctions
    if earlier < 0 or sentence.tokens.words[earlier] not in joins or not sentence.main.groups:
        return False
    last = sentence.found[sentence.main.groups[-1]].group
    return last.negated and last.kind == "imperative"


def _is_unknown_verb(sentence: Sentence, index: int) -> bool:
    """ "If you rate an answer": a word right after a nominative must be its verb."""
    tokens, flags = sentence.tokens, sentence.tokens.flags
    words = sentence.lexicon.tables.parties
    earlier = before(tokens, index)
    if earlier < 0 or index + 1 >= len(tokens):
        return False
    if any(flags[at] & MASKED for at in range(earlier + 1, index)):
        return False
    subject = tokens.words[earlier]
    top = sentence.stack[-1]
    if top.kind == "relative" and top.opened == earlier and not top.groups:
        third = sentence.lexicon.tables.inflection[-1].third
        past = sentence.lexicon.tables.grammar.participle_suffixes
        gerunds = sentence.lexicon.tables.grammar.gerund_suffixes
        thing = subject not in sentence.lexicon.tables.grammar.personal_pronouns
        if not thing and flags[index + 1] & (MODAL | DETERMINER | POSSESSIVE | PREPOSITION):
            return not tokens.words[index].endswith(gerunds)  # "members who cheat will"
        if thing and (
            tokens.words[index] in sentence.lexicon.roles or flags[index + 1] & (MODAL | BE)
        ):
            return False  # "no warranty that services will", "that defects are"
        return tokens.words[index].endswith((third, *past))  # "content that invades privacy"
    if flags[earlier] & NAME and not flags[earlier] & POSSESSIVE and earlier == index - 1:
        third = sentence.lexicon.tables.inflection[-1].third  # "Acme geotags your photos"
        object_ = flags[index + 1] & (DETERMINER | POSSESSIVE) and not top.groups
        return tokens.words[index].endswith(third) and bool(object_)
    # "If it looks like fraud, we may".
    if (
        subject in sentence.lexicon.tables.grammar.third_person
        and top.kind == "sub"
        and top.opened == earlier - 1 == index - 2
        and not top.groups
    ):
        return tokens.words[index].endswith(sentence.lexicon.tables.inflection[-1].third)
    if subject not in words.company_pronouns | words.user_pronouns:
        return False
    if subject in sentence.lexicon.tables.grammar.object_pronouns:
        return False
    if earlier and flags[earlier - 1] & (VERB | PREPOSITION | POSSESSIVE):
        return False
    follows = DETERMINER | PRONOUN | PREPOSITION | POSSESSIVE
    if top.kind == "sub" and not top.groups and earlier == index - 1:
        follows |= COMMA  # "When you book, we"
    return not tokens.words[index].endswith(
        sentence.lexicon.tables.grammar.participle_suffixes
        + sentence.lexicon.tables.grammar.gerund_suffixes
    ) and bool(flags[index + 1] & follows)


def _can_open(sentence: Sentence, index: int) -> bool:
    """ "have" and "do" are finite only after a subject, or before one ("nor do we")."""
    tokens, flags = sentence.tokens, sentence.tokens.flags
    earlier = before(tokens, index)
    if earlier < 0:
        # "Do not share your password": an imperative; "Have you …?" a question.
        following = index + 1 < len(flags) and flags[index + 1] & NEGATION
        return bool(following) and sentence.imperatives
    if flags[earlier] & DETERMINER and not flags[earlier] & (PRONOUN | THAT):
        return False  # the "Do Not Track" signal
    return not flags[earlier] & PREPOSITION or bool(flags[earlier] & ADVERB)


def _has_subject(sentence: Sentence, index: int, form: int) -> bool:
    """Can the word before the verb at `index` be its subject, or carry one on?"""
    tokens, flags = sentence.tokens, sentence.tokens.flags
    grammar = sentence.lexicon.tables.grammar
    top = sentence.stack[-1]
    earlier = before(tokens, index)
    if earlier < 0:
        return False
    held, word = flags[earlier], tokens.words[earlier]
    given = tokens.words[index] in sentence.lexicon.tables.rules.licences and earlier == index - 1
    given = given and not held and word not in sentence.lexicon.roles
    if given and earlier and flags[earlier - 1] & POSSESSIVE:
        return False  # "with your prior consent"
    licence = tokens.words[index] in sentence.lexicon.tables.rules.licences
    if licence and held & CONJUNCTION and earlier > 1 and flags[earlier - 2] & POSSESSIVE:
        return False  # "without your knowledge or consent"
    following = flags[index + 1] if index + 1 < len(flags) else 0
    if top.opened == earlier and top.kind == "relative":
        return bool(form & (BASE | THIRD)) or not form & ING
    if held & PRONOUN and word not in grammar.object_pronouns and not held & DETERMINER:
        if word in grammar.third_person:
            return bool(form & THIRD)
        return bool(form & BASE) or not form & (ING | THIRD | BASE)
    fronted = top.kind == "sub" and top.opened == earlier - 1 and not top.groups
    if fronted and word in grammar.third_person:
        return bool(form & THIRD) and not flags[index] & NOUN  # "if that happens"
    if (held & NAME or _in_name(sentence, earlier)) and not held & POSSESSIVE:
        if (
            flags[index] & NOUN
            and form & BASE
            and not following & (_OBJECT | NEGATION | PREPOSITION)
        ):
            return False  # "Acme account", "an Acme request"
        return bool(form & (THIRD | BASE)) and not object_of_verb(sentence, earlier)
    if not top.groups and form & THIRD:
        first = tokens.words[0] if top is sentence.main else ""
        no_one = tokens.phrase(max(0, earlier - 1), earlier + 1) in grammar.negative_persons
        if (
            word in grammar.negative_pronouns
            or no_one
            or (first in grammar.negative_pronouns and following & _OBJECT)
        ):
            return True  # "nobody reads", "nothing in these terms limits our"
    if held & CONJUNCTION and top.groups:
        return _continues(sentence, index, form, top)
    if held & COMMA and not top.groups and not held & LINK:
        noun = before_aside(sentence, earlier)
        if noun is not None:
            if flags[noun] & (NAME | FOREIGN) and not flags[noun] & POSSESSIVE:
                return bool(form & (THIRD | BASE))
            if tokens.words[noun] in sentence.lexicon.tables.parties.company_pronouns:
                return bool(form & BASE)
            return has_noun_subject(sentence, index, form, noun)
    if held & COMMA and top.groups and not held & LINK:
        return bool(following & _OBJECT) and _continues(sentence, index, form, top)
    if word in grammar.demonstratives and form & THIRD and earlier == 0:
        banning = sentence.lexicon.tables.rules.banning
        return (
            sentence.lexicon.forms[tokens.words[index]][0] in banning
        )  # "This prohibits scraping"
    if held & _NO_NOUN or not form & (BASE | THIRD):
        return False
    if not held and word.endswith(grammar.participle_suffixes):
        return False  # "sampled invoices": a participle before its noun
    if ends_relative(sentence, index, form):
        return True
    return has_noun_subject(sentence, index, form, earlier)


def before_aside(sentence: Sentence, comma: int) -> int | None:
    """The noun of "Google, as a vendor, uses", "we, like others, use": before the first comma."""
    flags = sentence.tokens.flags
    for at in range(comma - 1, max(0, comma - 12), -1):
        if flags[at] & COMMA:
            ours = sentence.tokens.words[at - 1] in sentence.lexicon.tables.parties.company_pronouns
            opens = flags[at + 1] & (PREPOSITION | NAME if ours else PREPOSITION)
            # "we, or third parties who act for us, receive"
            opens = opens or (ours and flags[at + 1] & CONJUNCTION)
            top = sentence.stack[-1]
            # "if your posts, or your account, are removed": the clause has no verb yet
            other = flags[at + 1] & CONJUNCTION and not flags[at + 2] & (MODAL | BE | DO | HAVE)
            other = other and not (flags[at + 2] & VERB and not flags[at + 2] & NOUN)
            opens = opens or (top.kind == "sub" and not top.groups and other)
            opens = opens and at - 1 > top.opened
            return at - 1 if opens else None
    return None


def _in_name(sentence: Sentence, index: int) -> bool:
    """Whether a capitalised word goes on with the publisher's name: "Northern Parcels keeps"."""
    tokens = sentence.tokens
    while index > 0 and tokens.text[tokens.starts[index]].isupper():
        index -= 1
        if tokens.flags[index] & NAME and not tokens.flags[index] & POSSESSIVE:
            return True
    return False


# What an object may begin with; a noun that looks like a verb has none.
_OBJECT = DETERMINER | PRONOUN | POSSESSIVE

# No subject ends in one of these.
_NO_NOUN = (
    PREPOSITION | MODAL | BE | HAVE | DO | PUNCTUATION | POSSESSIVE | SUBORDINATOR | NEGATION
    | DETERMINER | CONJUNCTION
)  # fmt: skip


def _continues(sentence: Sentence, index: int, form: int, top: Frame) -> bool:
    """Is the verb after "and" a second verb of the frame's subject?"""
    flags = sentence.tokens.flags
    last = sentence.found[top.groups[-1]].group
    wanted = last.form if last.kind in ("simple", "imperative") else BASE
    if last.kind in ("be", "have") and not last.modal:
        # "we are a company and provide …": agree with the subject, unknown here.
        wanted = BASE | THIRD if last.kind == "be" else BASE
    if last.passive or not form & wanted:
        return False
    if last.kind == "simple" and last.form & BASE and not form & BASE:
        return False
    behind = flags[index + 1] if index + 1 < len(flags) else 0
    none = any(flags[at] & NO for at in range(last.last + 1, min(last.last + 3, index)))
    if none and (behind & THAT or not behind & _OBJECT):
        return False  # "we make no representation or warranty that"
    told = flags[index - 1] & ADVERB and not flags[index - 1] & (CONJUNCTION | PREPOSITION)
    tries = flags[index - 1] & (ADVERB | NEGATION) and _tries(sentence, index)
    # "and only process data", "and never attempt to"
    if flags[index] & NOUN and not tries and not (told and not behind & PREPOSITION):
        following = index + 1
        while (
            following < len(flags)
            and flags[following] & ADVERB
            and not (flags[following] & (DETERMINER | PREPOSITION))
        ):
            following += 1
        if following >= len(flags) or not flags[following] & (DETERMINER | PRONOUN | POSSESSIVE):
            return False
    ours = sentence.lexicon.tables.parties.company_pronouns
    granting = sentence.lexicon.forms[sentence.tokens.words[index]][0] in (
        sentence.lexicon.tables.verbs.granting
    )
    if granting and not ours.isdisjoint(sentence.tokens.words[index + 1 : index + 2]):
        return True  # "that you have the right to post it and grant us"
    return not infinitive_goes_on(sentence, last.last, index)


def _tries(sentence: Sentence, index: int) -> bool:
    """ "attempt to sell" with the verb of what is tried, not "an attempt to"."""
    tokens, lexicon = sentence.tokens, sentence.lexicon
    marked = tokens.words[index + 1 : index + 2]
    doing = tokens.words[index + 2 : index + 3]
    return (
        lexicon.forms[tokens.words[index]][0] in lexicon.tables.verbs.trying
        and not lexicon.tables.grammar.infinitive_marks.isdisjoint(marked)
        and any(lexicon.forms.get(word, ("", 0))[1] & BASE for word in doing)
    )
