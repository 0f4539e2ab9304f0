"""Verb groups of a language that parts them: "dürfen … weitergeben", "werden … gespeichert"."""

from __future__ import annotations

from policydiff.obligations.lexicon import (
    BASE,
    BE,
    HAVE,
    MODAL,
    PARTICIPLE,
    THIRD,
    VERB,
    Lexicon,
)
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import VerbGroup


def is_verbal(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """Is the word a verb in any form? A capital inside the sentence makes it a noun."""
    if not tokens.flags[index] & (VERB | MODAL | BE | HAVE):
        return False
    if tokens.words[index] in lexicon.tables.grammar.polite:
        return False  # "bitte" is a form of "bitten" too
    capital = tokens.text[tokens.starts[index] : tokens.starts[index] + 1].isupper()
    return not capital or index == 0 or not tokens.words[index - 1][0].isalnum()


def is_finite(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """Can the word be a finite verb by its form? "weitergeben" can, "weitergegeben" cannot."""
    if not is_verbal(tokens, index, lexicon):
        return False
    if tokens.flags[index] & (MODAL | BE | HAVE):
        return tokens.words[index] not in lexicon.tables.grammar.non_finite
    return bool(lexicon.forms[tokens.words[index]][1] & (BASE | THIRD))


def read_bracket(
    tokens: Tokens, finite: int, verbs: list[int], words: list[int], lexicon: Lexicon
) -> VerbGroup:
    """The group of the finite verb at `finite` with the other verbs of its clause.

    `words` are all words of the clause. Negation and limits are the caller's business.
    """
    flags, grammar = tokens.flags, lexicon.tables.grammar
    word = tokens.words[finite]
    forms = [lexicon.forms.get(tokens.words[i], ("", 0)) for i in verbs]
    main = [i for i in verbs if not flags[i] & (MODAL | BE | HAVE)]
    lemmas = tuple(dict.fromkeys(lexicon.forms[tokens.words[i]][0] for i in main))
    participle = any(form & PARTICIPLE for _, form in forms)
    infinitive = any(form & BASE for _, form in forms)
    closing = tokens.words[verbs[-1]] if verbs else ""
    passive = participle and closing in grammar.passive_auxiliaries
    marked = _marked_infinitive(tokens, words, lexicon)
    adjective = next(
        (
            tokens.words[i]
            for i in words
            if i != finite
            and (
                tokens.words[i] in lexicon.semi_auxiliaries
                or tokens.words[i] in lexicon.predicatives
            )
        ),
        "",
    )

    def group(**fields: object) -> VerbGroup:
        given = {"kind": "modal", "first": finite, "last": finite, "form": BASE, **fields}
        return VerbGroup(**given)  # type: ignore[arg-type]

    if word in grammar.passive_auxiliaries:
        if passive:
            return group(lemma=lemmas[0], verbs=lemmas, modal=word, force="commit", passive=True)
        if participle and not infinitive:
            if adjective:
                return group(kind="be", lemma="be", verbs=("be",), adjective=adjective)
            return group(
                kind="be",
                lemma=lemmas[0],
                verbs=lemmas,
                passive=True,
                form=PARTICIPLE,
                past=word in grammar.past_auxiliaries,
            )
        if lemmas:
            force = lexicon.tables.modals.get(word, "commit")
            return group(lemma=lemmas[0], verbs=lemmas, modal=word, force=force)
        return group(kind="be", lemma="be", verbs=("be",), adjective=adjective)
    if flags[finite] & MODAL:
        force = lexicon.tables.modals[word]
        if not lemmas and adjective:
            return group(lemma="be", verbs=("be",), modal=word, force=force, adjective=adjective)
        lemma = lemmas[0] if lemmas else ("be" if verbs else "")
        return group(
            lemma=lemma, verbs=lemmas, modal=word, force=force, passive=passive and bool(lemmas)
        )
    if flags[finite] & BE:
        if marked:
            return group(
                kind="be", lemma=marked, verbs=(marked,), modal=word, force="require", passive=True
            )
        if adjective or not lemmas:
            return group(kind="be", lemma="be", verbs=("be",), adjective=adjective, form=THIRD)
        return group(kind="be", lemma=lemmas[0], verbs=lemmas, passive=True, form=PARTICIPLE)
    if flags[finite] & HAVE:
        if participle:
            return group(kind="have", lemma=lemmas[0], verbs=lemmas, perfect=True, form=PARTICIPLE)
        if marked and not _names_right(tokens, words, lexicon):
            return group(kind="have", lemma=marked, verbs=(marked,), force="require")
        return group(kind="have", lemma="have", verbs=("have",))
    lemma, form = lexicon.forms[word]
    lemma = _particle(tokens, finite, words, lemma, lexicon) + lemma
    reflexive = f"{grammar.reflexive} {lemma}"
    follower = tokens.words[finite + 1] if finite + 1 < len(tokens) else ""
    own = follower in grammar.reflexives and (
        follower == grammar.reflexive
        or finite == 0
        or tokens.words[finite - 1] in grammar.nominatives
    )
    if own and reflexive in lexicon.reflexive_verbs:
        lemma = reflexive
    adjective = lemma if lemma in lexicon.semi_auxiliaries else ""
    return group(
        kind="simple", lemma=lemma, verbs=(lemma, *(v for v in lemmas if v != lemma)), form=form,
        adjective=adjective,
    )  # fmt: skip


def _particle(tokens: Tokens, finite: int, words: list[int], lemma: str, lexicon: Lexicon) -> str:
    """ "geben … weiter": the particle at the end of the clause that makes another verb of it."""
    for at in reversed([i for i in words if i > finite]):
        word = tokens.words[at]
        if word in lexicon.tables.grammar.particles and word + lemma in lexicon.inflected:
            return word
    return ""


def _marked_infinitive(tokens: Tokens, words: list[int], lexicon: Lexicon) -> str:
    """Base form of "zu beachten" among the words of the clause; "" for none."""
    marks = lexicon.tables.grammar.infinitive_marks
    for at in words:
        if at and tokens.words[at - 1] in marks and is_verbal(tokens, at, lexicon):
            lemma, form = lexicon.forms.get(tokens.words[at], ("", 0))
            if form & BASE:
                return lemma
    return ""


def _names_right(tokens: Tokens, words: list[int], lexicon: Lexicon) -> bool:
    semi = lexicon.tables.periphrasis
    known = semi.have_permission | semi.have_obligation
    return any(tokens.words[i] in known for i in words)


__all__ = ["is_finite", "is_verbal", "read_bracket"]
