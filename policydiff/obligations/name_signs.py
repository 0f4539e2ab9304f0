"""What shows that a word is a publisher's name: it is no common word, and it acts like a publisher."""

from __future__ import annotations

import re

from policydiff.obligations.lexicon import THIRD, Lexicon
from policydiff.patterns import regex

# Names stand early in a clause; what is longer is no sentence.
MAX_EVIDENCE_CHARS = 2_000

WORD = regex(r"[A-Z]&[A-Z]\w{0,10}|[A-Z]['’][A-Z][a-z]+|\w+(?:[-.]\w+)*")


def is_act(word: str, lexicon: Lexicon) -> bool:
    """Is it what publishers do: "may", "collects", "has"?"""
    if word in lexicon.tables.modals:
        return lexicon.tables.modals[word] != "able"
    lemma, form = lexicon.forms.get(word, ("", 0))
    return bool(form & THIRD) and lemma in lexicon.tables.verbs.practice


def is_unknown(word: str, lexicon: Lexicon) -> bool:
    return not (word in lexicon.flags or word in lexicon.forms or word in lexicon.roles)


def name_words(name: str, lexicon: Lexicon) -> set[str]:
    """The first word of a name, lower case, unless it is a common word with a capital."""
    first = WORD.search(name)
    if not first:
        return set()
    word = first.group().lower().replace("’", "'")
    parties = lexicon.tables.parties
    common = (
        len(word) < 3 - word[0].isdigit()
        or word in lexicon.flags
        or any(
            word in words
            for words in (
                parties.title_words,
                parties.user_nouns,
                parties.third_nouns,
                parties.service_nouns,
                parties.data_nouns,
                parties.document_nouns,
                parties.company_nouns,
                parties.name_suffixes,
            )
        )
    )
    return set() if common else {word}


def is_used(name: str, texts: list[str], lexicon: Lexicon) -> bool:
    """Whether a text uses a word like a name: "by Acme", "Acme's", "Acme gladly collects"."""
    if not any(name in text for text in texts):
        return False
    pattern = re.compile("|".join(lexicon.tables.names.used).replace("{name}", re.escape(name)))
    return any(name in text and pattern.search(text) for text in texts) or acts_alone(
        name, texts, lexicon
    )


def acts_alone(name: str, texts: list[str], lexicon: Lexicon) -> bool:
    """Whether it acts with no other name beside it; "Acme Enterprise collects" tells nothing of "Enterprise"."""
    acts = re.compile(
        rf"(?:^|[^\w ] |\b[a-z]+ ){re.escape(name)}(?: (?:\w+ly|also|never))? (\w+)\b(?! [A-Z])"
    )
    return any(
        name in text and any(is_act(m.group(1), lexicon) for m in acts.finditer(text))
        for text in texts
    )
