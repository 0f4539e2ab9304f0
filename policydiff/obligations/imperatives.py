"""Is this verb a command: "Do not share it", "If you have questions, contact us", "Carefully review it"?"""

from __future__ import annotations

from policydiff.obligations.frames import Sentence
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    HAVE,
    ING,
    LINK,
    MASKED,
    MODAL,
    NEGATION,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    THIRD,
    VERB,
)
from policydiff.obligations.lookahead import infinitive_goes_on, verb_after_comma
from policydiff.obligations.verbs import before


def commands(sentence: Sentence, index: int) -> bool:
    """ "Do not share it": no subject before "do not"."""
    tokens, flags = sentence.tokens, sentence.tokens.flags
    earlier = before(tokens, index)
    if sentence.lexicon.forms.get(tokens.words[index], ("", BASE))[1] & THIRD:
        return False  # "Acme, Inc., does not share it"
    said = sentence.found[sentence.main.groups[-1]].group if sentence.main.groups else None
    goes_on = said is not None and said.kind != "imperative" and said.negated
    if (
        earlier < 0
        or (flags[earlier] & LINK and not goes_on)
        or (index and tokens.words[index - 1] in sentence.lexicon.tables.grammar.polite)
    ):
        return True
    if said is not None:
        return said.kind == "imperative" and bool(flags[earlier] & (CONJUNCTION | COMMA))
    return bool(flags[earlier] & COMMA)


def names_only(sentence: Sentence, index: int) -> bool:
    """ "Do Not Track: We do not answer it": is the command at `index` a label?"""
    tokens = sentence.tokens
    near = range(index + 3, min(index + 5, len(tokens) - 1))
    colon = next((at for at in near if tokens.words[at] == ":"), 0)
    return not index and colon > 0 and tokens.text[tokens.starts[colon + 1]].isupper()


def is_imperative(sentence: Sentence, index: int) -> bool:
    tokens, words, flags = sentence.tokens, sentence.tokens.words, sentence.tokens.flags
    lemma = words[index]
    verbs = sentence.lexicon.tables.verbs
    grammar = sentence.lexicon.tables.grammar
    polite = grammar.polite
    earlier = before(tokens, index)
    if index and not polite.isdisjoint(words[earlier + 1 : index]):
        return True  # "please first try"
    step = index == 2 and flags[1] & COMMA and words[0] in sentence.lexicon.tables.conduct.steps
    if step and lemma in verbs.imperative and flags[3:4] != [BE]:
        closed = MODAL | BE | HAVE
        return not any(flag & closed for flag in flags[3:5])  # "Next, click Delete"
    if index and earlier < 0 and words[index - 1] in grammar.negations and sentence.imperatives:
        return lemma in verbs.imperative | verbs.practice | verbs.other  # "Never share it"
    if index == 1 and words[0] in grammar.always and sentence.imperatives:
        spoken = flags[2:3] and not flags[2] & (MODAL | BE | HAVE)
        return bool(spoken) and lemma in verbs.imperative | verbs.practice | verbs.other
    careful = words[index + 1 : index + 2]
    if not index and sentence.imperatives and careful and careful[0] in grammar.cautions:
        return lemma in verbs.imperative | verbs.practice  # "Use caution when posting"
    if _merely(sentence, index, earlier):
        return True
    if earlier < 0 and not sentence.imperatives:
        return False
    if earlier < 0 and (flags[index] | flags[max(0, index - 1)]) & PREPOSITION:
        return False  # "Like all websites, we", "At present we"
    if earlier < 0 and _signs_in(sentence, index):
        return True
    aside = not index and flags[1:2] and flags[1] & COMMA
    if aside and lemma in verbs.pointers | sentence.lexicon.tables.rules.minding:
        return False  # "Remember, when you post it, others can see it"
    if not index and _predicate_follows(sentence, 0) and _names_first(sentence):
        return False  # "Call recordings may be kept", "Click stream data is anonymous"
    distributive = sentence.lexicon.tables.grammar.distributive
    if (not index and (_titles(sentence) or _labels(sentence))) or (
        index == 1 and words[0] in distributive
    ):
        return False  # "Each update you receive"
    known = (
        lemma in verbs.imperative
        or lemma in verbs.pointers
        or (lemma in verbs.practice or lemma in verbs.other or lemma in verbs.refraining)
    )
    if not known:
        return False
    asked = words[index + 1 : index + 2]
    if lemma in verbs.requesting and asked and asked[0] in sentence.lexicon.tables.rules.acts:
        aim = index and flags[earlier] & COMMA and words[0] in grammar.infinitive_marks
        if aim and not sentence.main.groups:
            return True  # "To have it removed, request deletion of your account"
    if _is_keyword(sentence, index + 1) and lemma in verbs.texting:
        return earlier < 0 or bool(flags[earlier] & COMMA and not sentence.main.groups)
    behind = next((at for at in range(index + 1, len(flags)) if not flags[at] & MASKED), None)
    following = 0 if behind is None else flags[behind]  # "Note, however, that"
    if earlier < 0 and following & MODAL and not flags[index] & BE:
        return False  # "Consent can be withdrawn"
    second = words[index + 1] if index + 1 < len(words) else ""
    meant = sentence.lexicon.forms.get("".join(words[index + 2 : index + 3]), ("", 0))
    stated = second in sentence.lexicon.tables.rules.particles and meant[1] & THIRD
    if (
        earlier < 0
        and stated
        and meant[0] in verbs.constitutive | sentence.lexicon.tables.rules.signifying
    ):
        return False  # "Opt out means"
    named_so = (
        earlier < 0
        and words[index + 1 : index + 2]
        and words[index + 1] in (grammar.infinitive_marks)
    )
    if named_so and any(flag & MODAL for flag in flags[index + 3 : index + 4]):
        return False  # "Click to Do cannot see it": a name
    first = next((flag for flag in flags[index + 2 :] if flag & (BE | MODAL | COMMA)), 0)
    if named_so and lemma in verbs.consenting and not first & COMMA and first:
        return False  # "Consent to receive our letters is not required"
    if index > 1 and words[index - 1] in grammar.pro_forms and flags[index - 2] & COMMA:
        particle = (
            index + 1 < len(words) and words[index + 1] in sentence.lexicon.tables.rules.particles
        )
        opens = particle or not following & VERB
        # ", so check back".
        return lemma in verbs.imperative and opens and not following & (MODAL | BE | HAVE)
    limited = index and earlier < 0 and words[index - 1] in grammar.limiters
    if limited and _predicate_follows(sentence, index):
        return False  # "Only aggregate data will be shared"
    if index and earlier < 0 and words[index - 1].endswith(grammar.adverb_suffixes):
        return True  # "Carefully review responses": an adverb of manner stands before no noun
    team = sentence.lexicon.tables.parties.departments
    stands = not any(flag & (MODAL | BE | HAVE) for flag in flags[index + 2 : index + 3])
    if lemma in verbs.inviting and stands and not team.isdisjoint(words[index + 1 : index + 2]):
        following = PRONOUN  # "contact support": they stand for somebody
    if (
        flags[index] & NOUN
        and following & (VERB | MODAL | BE | HAVE | CONJUNCTION | PUNCTUATION)
        and not following & (DETERMINER | PRONOUN)
    ):
        return False  # "Access is free", "Transfer of data", "Request a copy" may pass
    if (
        flags[index] & NOUN
        and not following & (DETERMINER | PRONOUN)
        and not (
            lemma in verbs.inviting
            and not following & (PREPOSITION | PUNCTUATION | VERB)
            and index + 1 < len(words)
            and sentence.lexicon.roles.get(words[index + 1]) not in ("data", "document")
        )
    ):
        return False  # "Use of cookies", "Access to your data"
    if earlier < 0:
        # "Opt out." is a label, "Contact us." a request; "Stop." is no label.
        doing = sentence.lexicon.forms.get("".join(words[index + 1 : index + 2]), ("", 0))[1] & ING
        bare = doing or not following or bool(following & PUNCTUATION)
        if lemma in verbs.ceasing and bare and tokens.text.rstrip().endswith((".", "!")):
            return True
        if flags[index] & BE and index + 1 < len(words) and not following & (VERB | PUNCTUATION):
            return True  # "Be kind."
        return len([w for w in words if w[0].isalnum()]) > 2 or bool(following & PRONOUN)
    if flags[earlier] & LINK:
        return bool(sentence.main.groups) and (
            sentence.found[sentence.main.groups[-1]].group.kind == "imperative"
        )
    top = sentence.stack[-1]
    named = next((at for at in range(1, min(4, index)) if words[at] == ":"), -1)
    opener = flags[0] & (SUBORDINATOR | PREPOSITION | ADVERB)
    if named >= 0:  # "Parents: if", but no "For the law: to"
        opener = 0 if flags[named + 1] & PREPOSITION else flags[named + 1] & SUBORDINATOR
    opener = opener or words[0] in grammar.inverted_conditions  # "Should you object, write to us"
    if flags[earlier] & COMMA and opener and not sentence.main.groups:
        # after "If you have questions," or "For more information,", but not the third verb
        # of "When you register, contact us or use the site, you may"
        manner = words[index - 1].endswith(grammar.adverb_suffixes)
        commas = [at for at, flag in enumerate(flags) if flag & COMMA and not flag & MASKED]
        joined = [at for at in commas if named < at < earlier and not flags[at + 1] & CONJUNCTION]
        before_it = max((at for at in commas if at < earlier), default=earlier)
        closed = any(flag & CONJUNCTION for flag in flags[before_it + 1 : earlier])
        if closed and lemma in verbs.imperative and commas[-1] <= earlier:
            joined = []  # "discounts, bonuses, or contests, select one of"
        if not manner and (joined or (commas[0] < earlier < commas[-1])):
            return False  # but "if you had it, but no longer want it, contact us"
        if verb_after_comma(sentence, index) or _goes_on_listing(sentence, index):
            return False
        if lemma not in verbs.inviting | verbs.pointers and _aims_on(sentence, earlier, index):
            return False
        return lemma in verbs.imperative or lemma in verbs.pointers
    if flags[earlier] & CONJUNCTION and sentence.main.groups and top is sentence.main:
        last = sentence.found[sentence.main.groups[-1]].group
        goes_on = last.negated or (last.lemma in verbs.pointers and lemma not in verbs.inviting)
        if goes_on and infinitive_goes_on(sentence, last.last, index):
            return False  # "do not use it to create or edit images", "learn how to find and edit"
        return last.kind == "imperative" and not (
            flags[index] & NOUN and not following & (DETERMINER | PRONOUN)
        )
    return _invites_at_once(sentence, index, earlier)


def _invites_at_once(sentence: Sentence, index: int, earlier: int) -> bool:
    """ "If you want to leave contact us": a condition without its comma, and whom to turn to."""
    words, flags, lexicon = sentence.tokens.words, sentence.tokens.flags, sentence.lexicon
    parties = lexicon.tables.parties
    ours = parties.company_pronouns | parties.company_possessives
    closed = PREPOSITION | PRONOUN | CONJUNCTION | MODAL | NEGATION | DETERMINER | COMMA | MASKED
    first = sentence.stack[1] if len(sentence.stack) > 1 else sentence.main
    return bool(
        words[index] in lexicon.tables.verbs.inviting
        and ours.intersection(words[index + 1 : index + 2])
        and first.kind == "sub"
        and first.leading
        and first.groups
        and not sentence.main.groups
        and not flags[earlier] & closed
        and lexicon.roles.get(words[earlier]) not in ("user", "company", "third-party")
        and not verb_after_comma(sentence, index)
    )


def _goes_on_listing(sentence: Sentence, index: int) -> bool:
    """ "When you register, use the app or visit the site we may": the second of three conditions."""
    words, flags = sentence.tokens.words, sentence.tokens.flags
    parties, grammar = sentence.lexicon.tables.parties, sentence.lexicon.tables.grammar
    subjects = (parties.company_pronouns | parties.user_pronouns) - grammar.object_pronouns
    joined = False
    for at in range(index + 1, len(words) - 1):
        if flags[at] & COMMA and not flags[at] & MASKED:
            return False
        joined |= words[at] in grammar.disjunctions and bool(flags[at + 1] & VERB)
        if joined and words[at] in subjects and flags[at + 1] & MODAL:
            return True
    return False


def _aims_on(sentence: Sentence, comma: int, index: int) -> bool:
    """ "… is necessary to protect our rights, protect your safety, or answer": the second of three aims."""
    words, flags = sentence.tokens.words, sentence.tokens.flags
    marks, forms = sentence.lexicon.tables.grammar.infinitive_marks, sentence.lexicon.forms
    low = sentence.stack[-1].last_end
    if words[0] in marks:
        return False  # "To opt out, click the link and follow the steps"
    aims = any(
        words[at] in marks and forms.get(words[at + 1], ("", 0))[1] & BASE
        for at in range(max(0, low), comma)
    )
    joins = COMMA | CONJUNCTION
    listed = [
        forms[words[at + 1]][0]
        for at in range(index + 1, len(words) - 1)
        if flags[at] & joins and forms.get(words[at + 1], ("", 0))[1] & BASE
    ]
    ors = sentence.lexicon.tables.grammar.disjunctions
    either = any(
        flags[at] & CONJUNCTION and words[at] in ors for at in range(index + 1, len(words))
    )
    # "If you wish to leave, close your account or write to us", "…, send a mail and include your name"
    return (
        aims
        and either
        and bool(listed)
        and sentence.lexicon.tables.verbs.inviting.isdisjoint(listed)
    )


def _titles(sentence: Sentence) -> bool:
    """ "Send this Product to a Friend: When you do, …": a heading that runs into its text."""
    tokens = sentence.tokens
    colon = next((at for at in range(2, min(14, len(tokens))) if tokens.words[at] == ":"), 0)
    if not colon or colon >= len(tokens) - 1:
        return False
    named = [at for at in range(colon) if len(tokens.words[at]) > 4]
    raised = [at for at in range(1, colon) if tokens.text[tokens.starts[at]].isupper()]
    return bool(raised) and all(tokens.text[tokens.starts[at]].isupper() for at in named)


def _is_keyword(sentence: Sentence, index: int) -> bool:
    """ "Text STOP to 12345", "reply HELP": a word in capitals that is sent."""
    tokens = sentence.tokens
    if index >= len(tokens):
        return False
    spelled = tokens.text[tokens.starts[index] : tokens.ends[index]].strip("\"'“”‘’")
    return spelled.isupper() and len(spelled) > 2


def _labels(sentence: Sentence) -> bool:
    """ "Fax: 555", "Email transit logs: we keep": a noun, and what it is a label of."""
    tokens = sentence.tokens
    colon = next((at for at in range(1, min(5, len(tokens))) if tokens.words[at] == ":"), 0)
    named = tokens.flags[1:colon]
    closed = DETERMINER | PRONOUN | POSSESSIVE | PREPOSITION | ADVERB
    return bool(colon and tokens.flags[0] & NOUN) and not any(flag & closed for flag in named)


def _signs_in(sentence: Sentence, index: int) -> bool:
    """ "Log in to your account and click", "Sign into it": no label, as "Log in" is."""
    words, grammar = sentence.tokens.words, sentence.lexicon.tables.grammar
    pair = " ".join(words[index : index + 2])
    signed = sentence.lexicon.tables.rules.signing_in
    joined = pair in signed and words[index + 2 : index + 3]
    behind = words[index + 2] if joined else ""
    if sentence.lexicon.forms.get(behind, ("", 0))[1] & ING:
        return True  # "log in using your password"
    return behind in grammar.infinitive_marks | sentence.lexicon.tables.parties.user_possessives


def _merely(sentence: Sentence, index: int, earlier: int) -> bool:
    """ "If you change your mind just e-mail us"; but "we just e-mail you", "may simply send it"."""
    words, flags = sentence.tokens.words, sentence.tokens.flags
    if earlier < 0 or words[index - 1] not in sentence.lexicon.tables.rules.merely:
        return False
    following = flags[index + 1] if index + 1 < len(flags) else 0
    no_subject = not flags[earlier] & (PRONOUN | MODAL | CONJUNCTION | VERB | PREPOSITION)
    verbs = sentence.lexicon.tables.verbs
    known = words[index] in verbs.imperative | verbs.inviting and not sentence.main.groups
    goes = words[index] in sentence.lexicon.tables.rules.going and following & PREPOSITION
    told = following & (DETERMINER | PRONOUN) or words[index] in verbs.inviting  # "contact help@"
    return known and no_subject and bool(told or goes)


def _names_first(sentence: Sentence) -> bool:
    """Whether what stands first may be a noun: it looks like one, or the next words are raised like it."""
    tokens = sentence.tokens
    if tokens.flags[0] & NOUN:
        return True
    return len(tokens) > 1 and tokens.text[tokens.starts[1]].isupper()


def _predicate_follows(sentence: Sentence, index: int) -> bool:
    """Does the finite verb of a subject that begins at `index` stand further on?"""
    behind = sentence.tokens.flags[index + 1 :]
    if behind and behind[0] & (DETERMINER | POSSESSIVE):
        return False
    for flag in behind:
        if flag & (COMMA | SUBORDINATOR | THAT | RELATIVE | PRONOUN) and not flag & DETERMINER:
            return False
        if flag & (MODAL | BE):
            return True
    return False
