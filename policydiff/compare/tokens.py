"""The pieces that a mark-up never cuts: words, numbers, telephone numbers, addresses, "p.m."."""

from __future__ import annotations

import re

# What is never cut. Telephone numbers: "+44 (0)20 7946 0018", "020-7946-0019", "(555) 010 0199"; not
# "30-60", and not the numbers of "2019, 2020". The lookahead wants seven digits.
_PHONE = (
    r"(?<![\w.,])(?=[+(]?(?:\d[ .\-/()]{0,3}){7})"
    r"(?:(?:\+|\(?0)\d*+(?:[ .\-/]?\(?\d++\)?){1,8}+|\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{4}(?!\d))"
)
# "-5" where the sign is none of a range, "1,000.50", "31/12/2025", "2020-05-03", "3½", "6QA", "v2.1".
_NUMBER = r"(?:(?<![^\s(])[\-−])?\b[^\W\d]{0,4}\d+(?:[.,:/]\d+|(?:-\d+){2,})*+\w*"
_TOKEN = re.compile(
    "|".join(
        (
            r"https?://[^\s)\]>\"']*[\w/]",
            r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64})+",
            _PHONE,
            r"\b(?:[^\W\d]\.){2,}",  # "p.m.", "U.S."
            _NUMBER,
            r"\w+(?:['’\-]\w+)*",
            r"\s+",
            r"[^\w\s]",
        )
    )
)


def split_tokens(text: str) -> list[str]:
    """Whole words, numbers and addresses, each mark by itself, white space as written.

    Joined they give `text` again. Linear.
    """
    return _TOKEN.findall(text)
