"""Obligations: who is bound to what, may do what, declares or disclaims what, clause by clause."""

from policydiff.obligations.extract import extract_obligations, parties_of
from policydiff.obligations.language import choose_lexicon, language_warning
from policydiff.obligations.lexicon import LANGUAGES, Lexicon, default_lexicon, load_lexicon
from policydiff.obligations.parties import Parties

__all__ = [
    "LANGUAGES",
    "Lexicon",
    "Parties",
    "choose_lexicon",
    "default_lexicon",
    "extract_obligations",
    "language_warning",
    "load_lexicon",
    "parties_of",
]
