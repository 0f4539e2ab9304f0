"""Words that stand inside a sentence and are no part of it: brackets, asides, appositions, doubled words."""

from __future__ import annotations

from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    FOREIGN,
    HAVE,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NEGATION,
    NOUN,
    OPEN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    SUBORDINATOR,
    THAT,
    VERB,
    Lexicon,
)

VERBAL = VERB | MODAL | BE | HAVE | DO
_BEGINS = COMMA | CONJUNCTION | SUBORDINATOR | THAT | PUNCTUATION | ADVERB  # before a subject


def mask_doubled(words: list[str], flags: list[int]) -> None:
    """Pass by what was typed too much: "the user is must not", "we are are committed"."""
    for at in range(1, len(words)):
        doubled = words[at] == words[at - 1] and flags[at] & (BE | MODAL)
        if flags[at - 1] & BE and (doubled or (flags[at] & MODAL and not flags[at] & NOUN)):
            flags[at - 1] = MASKED


def mask_suffixes(words: list[str], flags: list[int], lexicon: Lexicon) -> None:
    """Pass by ", Inc." behind the publisher's name: "Acme, Inc. never sells it"."""
    suffixes = lexicon.tables.parties.name_suffixes
    for at in range(len(words) - 2):
        if not flags[at] & (NAME | FOREIGN) or flags[at] & POSSESSIVE:
            continue
        end = at + 1 + bool(flags[at + 1] & COMMA)
        if words[end] not in suffixes or flags[end] & (NOUN | VERB):
            continue
        end += 1
        if end < len(words) and words[end] == ".":
            end += 1
        if end < len(words) and flags[end] & COMMA and flags[at + 1] & COMMA:
            end += 1
        if end < len(words):
            flags[at + 1 : end] = [MASKED] * (end - at - 1)


def mask_remarks(words: list[str], flags: list[int], lexicon: Lexicon) -> None:
    """Hide ", for example," and the words after which a sentence begins anew.

    "…, which means that you must …" says that you must; "X means Y" stays a definition.
    """
    for at, word in enumerate(words):
        comma = at > 0 and bool(flags[at - 1] & COMMA)
        if comma and word in lexicon.tables.rules.there and _is_place(words, flags, at, lexicon):
            flags[at], flags[at - 1] = MASKED, flags[at - 1] | LINK
        if comma and word in lexicon.tables.grammar.pro_forms and _so_it_is(words, at, lexicon):
            flags[at], flags[at - 1] = MASKED, flags[at - 1] | LINK  # ", so we only keep it"
        if at and flags[at - 1] & CONJUNCTION and _concludes(words, flags, at, lexicon):
            flags[at], flags[at - 1] = MASKED, flags[at - 1] | LINK  # "… and so we never sell it"
        contrast = comma and word in lexicon.tables.rules.contrasting
        if contrast and words[at + 1 : at + 2] and words[at + 1] in lexicon.tables.rules.others:
            flags[at], flags[at - 1] = MASKED, flags[at - 1] | LINK  # "…, while others store it"
        for phrase in (
            lexicon.asides.get(word, ())
            if at and flags[at - 1] & (MODAL | ADVERB | SUBORDINATOR | BE)
            else ()
        ):
            end = at + len(phrase)
            if flags[at - 1] & BE and not (flags[end : end + 1] and flags[end] & NEGATION):
                continue  # "we are of course not liable", but "you are at least 18"
            if tuple(words[at:end]) == phrase and end < len(words) and not flags[end] & COMMA:
                for index in range(at, end):
                    flags[index] = MASKED  # "you will of course be told"
        aside = comma and not flags[at - 1] & LINK
        if aside and (end := _other_subject_ends(flags, at)):
            for index in range(at - 1, end + 1):
                flags[index] = MASKED
        if aside and (end := _other_verb_ends(words, flags, at, lexicon)):
            flags[at - 1 : end + 1] = [MASKED] * (end + 2 - at)
        if aside and (end := _apposition_ends(words, flags, at, lexicon)):
            flags[at - 1 : end + 1] = [MASKED] * (end + 2 - at)
        for phrase in lexicon.asides.get(word, ()) if aside else ():
            end = at + len(phrase)
            if tuple(words[at:end]) == phrase and end < len(words) and flags[end] & COMMA:
                for index in range(at - 1, end + 1):
                    flags[index] = MASKED
        for phrase in lexicon.resuming_phrases.get(word, ()) if comma or not at else ():
            end = at + len(phrase)
            proviso = " ".join(phrase) in lexicon.tables.periphrasis.provisos
            if proviso and not (at and flags[at - 1] & LINK):
                continue  # behind a comma it limits what was said; behind a semicolon it adds
            if not at and word in lexicon.tables.periphrasis.concessions:
                continue  # "Although we try, we cannot": what comes next is what is said
            stated = phrase[-1] in lexicon.tables.grammar.complementisers and end < len(words)
            if tuple(words[at:end]) == phrase and (
                stated or _begins_anew(words, flags, end, lexicon)
            ):
                for index in range(at, end):
                    flags[index] = MASKED
                if at:
                    flags[at - 1] |= LINK
                break


def _concludes(words: list[str], flags: list[int], at: int, lexicon: Lexicon) -> bool:
    """ "… and so we", "… and therefore the site": behind it comes a sentence, whatever held the last."""
    grammar = lexicon.tables.grammar
    if words[at] not in grammar.pro_forms | lexicon.tables.rules.concluding:
        return False
    if words[at] in grammar.pro_forms:
        return _so_it_is(words, at, lexicon)
    following = flags[at + 1] if at + 1 < len(flags) else 0
    return bool(following & (PRONOUN | DETERMINER | POSSESSIVE | NAME)) and not following & VERB


def _so_it_is(words: list[str], at: int, lexicon: Lexicon) -> bool:
    """ ", so we will", ", so you must": what comes of it, and not what it is for (", so we can")."""
    subject, verb, *_ = (*words[at + 1 : at + 3], "", "")
    known, force = lexicon.tables.parties, lexicon.tables.modals.get(verb)
    if subject in known.user_pronouns:
        return force in ("require", "advise")
    nominative = known.company_pronouns - lexicon.tables.grammar.object_pronouns
    return subject in nominative and force not in ("able", "permit", "hypothetical")


def _other_subject_ends(flags: list[int], at: int) -> int:
    """The comma behind "not Apple" in "Acme, not Apple, will": who does not do it; 0 for none."""
    at += bool(flags[at] & CONJUNCTION)
    if at >= len(flags) or not flags[at] & NEGATION:
        return 0
    end = next((i for i in range(at + 1, min(at + 5, len(flags))) if flags[i] & COMMA), 0)
    told = end and next((flag for flag in flags[end + 1 :] if not flag & ADVERB), 0)
    plain = all(
        not flag & (MODAL | BE | PREPOSITION | MASKED) and (not flag & VERB or flag & NOUN)
        for flag in flags[at + 1 : end]
    )
    return end if end > at + 1 and plain and told & (MODAL | BE) else 0


def _other_verb_ends(words: list[str], flags: list[int], at: int, lexicon: Lexicon) -> int:
    """The comma behind "and our partners may" in "we may, and our partners may, use"; 0 for none.

    So in "we are not, and shall not be, liable". What goes on behind it is said of the first verb, too.
    """
    last = at - 2  # what stands before the comma
    last -= last > 0 and bool(flags[last] & NEGATION)
    if last < 1 or not flags[at] & CONJUNCTION or not flags[last] & (MODAL | BE | DO):
        return 0
    end = next((i for i in range(at + 1, min(at + 10, len(flags))) if flags[i] & COMMA), 0)
    if end < at + 3 or end + 1 >= len(flags):
        return 0
    if flags[at + 1] & (MODAL | DO) and not flags[last] & BE:
        return 0  # "do not, and will not, sell": the last modal counts
    closing = end - 1 - bool(flags[end - 1] & NEGATION)
    mark = words[closing] in lexicon.tables.grammar.infinitive_marks
    verbs = sum(bool(flag & (MODAL | BE | DO)) for flag in flags[at:end])
    return end if (mark and verbs == 0) or flags[closing] & (MODAL | BE | DO) else 0


def _apposition_ends(words: list[str], flags: list[int], at: int, lexicon: Lexicon) -> int:
    """The comma behind "a unit of Widgets" in "Acme, a unit of Widgets, collects"; 0 for none."""
    grammar, known = lexicon.tables.grammar, lexicon.tables.parties
    last = at - 2  # of the name: "Acme", "Acme Labs"
    first = last - (last > 0 and not flags[last] & NAME and bool(flags[last - 1] & NAME))
    named = first >= 0 and (flags[first] & NAME or words[first] in known.company_pronouns)
    named = named and not (flags[first] | flags[last]) & POSSESSIVE
    begins = at < len(words) and (words[at] in grammar.appositions or flags[at] & PREPOSITION)
    if not named or not begins or (first > 0 and not flags[first - 1] & (_BEGINS | MASKED)):
        return 0
    end = next((i for i in range(at + 1, min(at + 20, len(flags))) if flags[i] & COMMA), 0)
    told = next((flag for flag in flags[end + 1 :] if not flag & ADVERB), 0) if end else 0
    finite = MODAL | BE | HAVE | DO
    plain = not any(f & finite or (f & PRONOUN and not f & DETERMINER) for f in flags[at:end])
    return end if plain and told & VERBAL and not told & (CONJUNCTION | PREPOSITION) else 0


def _is_place(words: list[str], flags: list[int], where: int, lexicon: Lexicon) -> bool:
    """ "Visit the settings, where you can opt out": a place, and what the reader does there."""
    you = words[where + 1 : where + 2]
    told = flags[where + 2 : where + 3]
    opened = any(flag & (SUBORDINATOR | MODAL | VERB) for flag in flags[: where - 1])
    return (
        opened
        and not lexicon.tables.parties.user_pronouns.isdisjoint(you)
        and bool(told)
        and bool(told[0] & MODAL)
    )


def _begins_anew(words: list[str], flags: list[int], at: int, lexicon: Lexicon) -> bool:
    """Does a party as subject stand at `at`?"""
    parties = lexicon.tables.parties
    return at + 1 < len(words) and (
        bool(flags[at] & (NAME | FOREIGN))
        or words[at] in parties.company_pronouns | parties.user_pronouns
        or lexicon.roles.get(words[at]) in ("company", "user", "third-party")
    )


def mask_enumerated_conditions(words: list[str], flags: list[int], lexicon: Lexicon) -> None:
    """Hide "(a) you breach these terms; (b) …" behind "We may end it if:": no rules of their own.

    Only where the sentence has said its own before: "If: (a) …, we may" goes on behind the list.
    """
    kinds = lexicon.tables.grammar.subordinators
    for at in range(1, len(words) - 1):
        opens = at - (words[at] == ":")
        if not flags[at + 1] & MASKED or words[at + 1] != "(" or opens < 1:
            continue
        limiting = kinds.get(words[opens]) in ("condition", "exception")
        defining = flags[opens] & THAT and not flags[opens - 1] & VERB and opens < at
        if (limiting or defining) and any(f & (MODAL | BE | VERB) for f in flags[:opens]):
            flags[at + 1 :] = [flag | MASKED for flag in flags[at + 1 :]]
            return


def mask_brackets(flags: list[int]) -> None:
    """Mark what stands in brackets: remarks, whose verbs are not the sentence's.

    A bracket that never closes, or that holds everything, hides nothing.
    """
    opened: int | None = None
    depth = 0
    spans: list[tuple[int, int]] = []
    for index, flag in enumerate(flags):
        if flag & OPEN:
            if depth == 0:
                opened = index
            depth += 1
        elif flag & CLOSE and depth:
            depth -= 1
            if depth == 0 and opened is not None:
                spans.append((opened, index))
    if spans and sum(end - begin + 1 for begin, end in spans) * 10 < len(flags) * 9:
        for begin, end in spans:
            for index in range(begin, end + 1):
                flags[index] = MASKED
