"""Does a noun stand before its verb: do they agree, can it act, and is it no object?"""

from __future__ import annotations

from policydiff.obligations.frames import Found, Frame, Sentence
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    SUBORDINATOR,
    THIRD,
    VERB,
)
from policydiff.obligations.verbs import (
    before,
)


def _governs(sentence: Sentence, index: int, form: int, noun: str) -> bool:
    """ "Nothing in this policy permits us", "these terms permit you": a pronoun as its object."""
    lexicon, following = sentence.lexicon, index + 1
    if following >= len(sentence.tokens):
        return False
    word, grammar = sentence.tokens.words[following], lexicon.tables.grammar
    document = lexicon.roles.get(noun) == "document"
    users = (
        lexicon.tables.parties.user_pronouns if form & THIRD else frozenset()
    )  # "means you agree"
    if word in grammar.complementisers | lexicon.tables.periphrasis.accepting | users:
        return lexicon.forms[sentence.tokens.words[index]][0] in lexicon.tables.rules.signifying
    if word in grammar.object_pronouns:
        return bool(form & THIRD) or document
    return document and word in grammar.caseless_pronouns


def _asks_users(sentence: Sentence, index: int, form: int) -> bool:
    """ "Our surveys ask visitors for", "the form requires you to": the reader as object."""
    lexicon, words = sentence.lexicon, sentence.tokens.words[index + 1 : index + 3]
    if len(words) < 2 or not form & (BASE | THIRD) or sentence.stack[-1] is not sentence.main:
        return False
    asking = lexicon.tables.verbs.requests | lexicon.tables.rules.requiring
    user = lexicon.roles.get(words[0]) == "user" or words[0] in lexicon.tables.parties.user_pronouns
    then = words[1] in lexicon.tables.grammar.infinitive_marks | lexicon.tables.rules.for_marks
    return lexicon.forms[sentence.tokens.words[index]][0] in asking and user and then


def _punishes(sentence: Sentence, index: int, form: int, noun: str) -> bool:
    """ "An offence results in a warning", but not "the search results in your town"."""
    tables = sentence.lexicon.tables
    lemma = sentence.lexicon.forms[sentence.tokens.words[index]][0]
    following = sentence.tokens.flags[index + 1 : index + 2]
    agrees = form & (BASE | THIRD) and following and following[0] & PREPOSITION
    return noun in tables.rules.breaches and bool(agrees) and lemma in tables.periphrasis.leads_to


def _serves(sentence: Sentence, index: int, form: int, noun: str) -> bool:
    """ "Cookies help us to remember you", "face detection helps users find abuse"."""
    lexicon, words = sentence.lexicon, sentence.tokens.words
    owned = sentence.tokens.flags[index + 1 : index + 2]
    tracked = (
        noun in lexicon.tables.rules.trackers and owned and owned[0] & (POSSESSIVE | DETERMINER)
    )
    if tracked and lexicon.forms[words[index]][0] in lexicon.tables.rules.drawing:
        return True  # "these cookies record your visit"
    if lexicon.forms[words[index]][0] not in lexicon.tables.rules.helping:
        return False
    whom = words[index + 1] if index + 1 < len(words) else ""
    helped = lexicon.roles.get(whom) == "user" or whom in lexicon.tables.parties.user_pronouns
    trackers = noun in lexicon.tables.rules.trackers and bool(form & (BASE | THIRD))
    return trackers or (helped and bool(form & THIRD))


def has_noun_subject(sentence: Sentence, index: int, form: int, noun: int) -> bool:
    """Is the noun at `noun` the subject of the verb at `index`: it agrees, and acts?"""
    flags, word = sentence.tokens.flags, sentence.tokens.words[noun]
    top = sentence.stack[-1]
    grammar = sentence.lexicon.tables.grammar
    if top.kind == "mandate" and not top.groups and form & BASE and not flags[index] & NOUN:
        return True  # "we require that the agent provide proof"
    plural = word in grammar.plurals or (
        word.endswith(grammar.plural_suffix) and not word.endswith(grammar.plural_suffix * 2)
    )
    either = word in grammar.plurals and not word.endswith(grammar.plural_suffix)  # "data stays"
    if plural and noun > top.opened + 1:
        raised = [
            sentence.tokens.text[sentence.tokens.starts[at]].isupper() for at in (noun - 1, noun)
        ]
        owned = flags[noun - 1] & (DETERMINER | POSSESSIVE)
        either = either or (
            all(raised) and not owned
        )  # "IT Services logs", "Google Analytics uses"
    plural = plural or _is_joint(sentence, top, noun)
    agrees = bool(form & BASE and plural) or bool(form & THIRD and (not plural or either))
    governs = _governs(sentence, index, form, word) or _punishes(sentence, index, form, word)
    governs = governs or _serves(sentence, index, form, word)
    doing = sentence.lexicon.forms[sentence.tokens.words[index]][0]
    behind = "".join(sentence.tokens.words[index + 1 : index + 2])
    governs = governs or f"{doing} {behind}" in sentence.lexicon.tables.rules.acting_as
    texts = sentence.lexicon.roles.get(word) == "document" and form & THIRD
    governs = governs or bool(texts and behind in sentence.lexicon.tables.rules.stating)
    noun_like = flags[index] & NOUN and not governs
    if not top.groups and _asks_users(sentence, index, form):
        return True  # "our registration forms requires users to", as hasty pages put it
    if not agrees and (top.groups or noun_like or not _long_subject(sentence, index, top)):
        return False
    if (
        top.groups
        and not _boundary_between(sentence, top.last_end, index)
        and not is_bare_relative(sentence, sentence.found[top.groups[-1]])
        and not _begins_anew(sentence, top, form, index, noun)
    ):
        return False
    if not noun_like:
        return bool(top.groups) or not object_of_verb(sentence, noun)
    # "our partners use cookies", but not "the terms of use", "page views"
    acts = sentence.lexicon.roles.get(word) in ("user", "company", "third-party", "service")
    acts = acts or word in sentence.lexicon.tables.parties.firms
    acts = acts or word in sentence.lexicon.tables.parties.name_suffixes  # "Northern Web Limited"
    lemma = sentence.lexicon.forms[sentence.tokens.words[index]][0]
    by_law = lemma in sentence.lexicon.tables.verbs.enabling  # "the law permits a resident"
    # "When we do, those companies also use it".
    waits = (
        top.kind == "sub"
        and not sentence.main.groups
        and any(flags[i] & COMMA and not flags[i] & MASKED for i in range(top.last_end + 1, noun))
    )
    waits = waits or bool(top.groups and _begins_anew(sentence, top, form, index, noun))
    acts = acts or (by_law and sentence.lexicon.roles.get(word) == "document")
    following = flags[index + 1] if index + 1 < len(flags) else PUNCTUATION
    anew = any(flags[i] & LINK for i in range(top.last_end + 1, noun))  # "…; partners use it"
    return (
        acts
        and (not top.groups or waits or anew)
        and not following & (PREPOSITION | PUNCTUATION | CONJUNCTION | BE | MODAL)
        and not _is_done_by(sentence, index)
        and not object_of_verb(sentence, noun)
    )


def ends_relative(sentence: Sentence, index: int, form: int) -> bool:
    """ "Sites that use our tools share your data": behind a relative clause, the verb of its noun."""
    tokens, flags, lexicon = sentence.tokens, sentence.tokens.flags, sentence.lexicon
    top, noun = sentence.stack[-1], sentence.stack[-1].opened - 1
    if top.kind != "relative" or not top.groups or sentence.main.groups or noun < 0:
        return False
    if len(sentence.stack) != 2 or index < top.last_end + 2 or index + 2 >= len(tokens):
        return False
    head, first = tokens.words[noun], sentence.found[top.groups[0]].group
    acts = lexicon.roles.get(head) in ("user", "company", "third-party", "service")
    if not acts and head not in lexicon.tables.parties.firms:
        return False
    if before(tokens, first.first) != top.opened:
        return False
    grammar = lexicon.tables.grammar
    plural = head in grammar.plurals or head.endswith(grammar.plural_suffix)
    if not form & (BASE if plural else THIRD):
        return False
    # Nobody does two things without an "and" between them, but a "use" may be a noun.
    following, behind = flags[index + 1], tokens.words[index + 1]
    named = following & (DETERMINER | POSSESSIVE | PRONOUN) or lexicon.roles.get(behind) == "data"
    if flags[index] & NOUN:
        return bool(named)
    closed = PREPOSITION | CONJUNCTION | PUNCTUATION | COMMA | BE | MODAL
    return bool(named) or not following & closed


def _begins_anew(sentence: Sentence, top: Frame, form: int, index: int, noun: int) -> bool:
    """ "When you visit our pages our server records": the noun of a main clause, with no comma.

    The verb has its object: not in "when you use the services the company offers we may".
    """
    first = top.kind == "sub" and top.leading and len(sentence.stack) == 2
    if not first or not form & THIRD or not owned_beside(sentence, top.last_end, noun):
        return False
    if index + 1 >= len(sentence.tokens):
        return False
    data = sentence.lexicon.roles.get(sentence.tokens.words[index + 1]) == "data"
    return data or bool(sentence.tokens.flags[index + 1] & (DETERMINER | POSSESSIVE))


def owned_beside(sentence: Sentence, last: int, noun: int) -> int:
    """Where "our server" begins in "visit our pages our server", behind the verb at `last`; else 0.

    Two nouns that stand side by side, the second with its owner or "the", belong to two clauses.
    """
    tokens, grammar = sentence.tokens, sentence.lexicon.tables.grammar
    flags = tokens.flags
    closed = PREPOSITION | CONJUNCTION | COMMA | DETERMINER | POSSESSIVE | PRONOUN | ADVERB | MASKED
    for at in range(noun, last + 1, -1):
        if at == last + 2:  # "If you do this your data"
            pointing = tokens.words[at - 1] in grammar.anaphoric
            return at if pointing and flags[at] & POSSESSIVE else 0
        before_it = flags[at - 1]
        named = not before_it & closed and (before_it & NOUN or not before_it & VERB)
        owned = flags[at] & POSSESSIVE or tokens.words[at] in grammar.definite
        if owned and flags[at] & DETERMINER and named:
            return at
        if flags[at] & CONJUNCTION and not before_it & closed and at > last + 2:
            continue  # "your name and address"
        if flags[at] & closed:
            return 0
    return 0


def _is_joint(sentence: Sentence, frame: Frame, noun: int) -> bool:
    """ "Acme and a partner": a plural of two."""
    grammar, words = sentence.lexicon.tables.grammar, sentence.tokens.words
    flags = sentence.tokens.flags
    if frame.groups or frame.kind != "sub":
        return False
    return any(
        flags[i] & CONJUNCTION and words[i] not in grammar.disjunctions | grammar.adversatives
        for i in range(frame.opened + 2, noun)
    )


def _is_done_by(sentence: Sentence, index: int) -> bool:
    """ "Measures implemented by Acme": a noun with its participle, no verb with its object."""
    tokens, grammar = sentence.tokens, sentence.lexicon.tables.grammar
    words = tokens.words[index + 1 : index + 3]
    return (
        len(words) == 2
        and words[0].endswith(grammar.participle_suffixes)
        and words[1] in grammar.agent_marks
    )


def object_of_verb(sentence: Sentence, noun: int) -> bool:
    """Does the noun phrase ending at `noun` hang on an infinitive or gerund?"""
    flags, words = sentence.tokens.flags, sentence.tokens.words
    lexicon = sentence.lexicon
    for index in range(noun, max(-1, noun - 8), -1):
        if flags[index] & (COMMA | CONJUNCTION):
            return False
        if words[index] in lexicon.tables.grammar.infinitive_marks:
            following = words[index + 1]
            known = (
                following in lexicon.tables.parties.third_modifiers or following in lexicon.roles
            )
            if known or flags[index + 1] & DETERMINER:
                continue  # "the transfer of data to third countries takes place"
            return True
    return False


def _long_subject(sentence: Sentence, index: int, frame: Frame) -> bool:
    """Is there a preposition or an "and" in the subject, so that its last noun need not agree?"""
    flags = sentence.tokens.flags
    joins = PREPOSITION | (CONJUNCTION if frame.kind in ("main", "sub") else 0)
    return any(flags[i] & joins and not flags[i] & MASKED for i in range(frame.opened + 2, index))


def is_bare_relative(sentence: Sentence, found: Found, *, names: bool = False) -> bool:
    """Could this verb be one of "the data you provide": a pronoun right after a noun?

    With `names` also "the sources Acme uses", which without a second verb would be apposition.
    """
    flags = sentence.tokens.flags
    subject = before(sentence.tokens, found.group.first)
    allowed = PRONOUN | NAME if names else PRONOUN
    if subject < 1 or not flags[subject] & allowed or found.group.kind == "imperative":
        return False
    noun = subject - 1
    if (
        flags[subject] & NAME
        and sentence.tokens.words[noun] in sentence.lexicon.tables.grammar.definite
    ):
        noun -= 1  # "the data the Association collects"
    return noun > sentence.stack[-1].opened and not flags[noun] & (
        COMMA | CONJUNCTION | PUNCTUATION | ADVERB | PREPOSITION | MASKED | SUBORDINATOR
    )


def _boundary_between(sentence: Sentence, low: int, high: int) -> bool:
    flags = sentence.tokens.flags
    return any(
        flags[i] & (COMMA | CONJUNCTION) and not flags[i] & MASKED for i in range(low + 1, high)
    )
