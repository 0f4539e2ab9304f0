"""The pieces that a mark-up never cuts: words, numbers, telephone numbers, addresses, "p.m.", "(a)"."""

from __future__ import annotations

from policydiff.patterns import regex

# Chinese and Japanese are written without blanks: a sign is the least that is a word.
_FIRST_SIGN = "\u3041"
_SIGN = regex(r"([\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
MAIL = r"[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64})+"
_QUERY = r"(?:\?[^\s>)\]]*)?"
# An address as pages wrap it: "a@x.example <mailto:a@x.example>", "<a@x.example>", "mailto:a@x.example".
WRAPPED_MAIL = (
    rf"(?<![\w.+\-])(?P<mail>{MAIL})(?:\s?[<(\[](?i:mailto:)(?P=mail){_QUERY}[>)\]])?"
    rf"|\[(?P<text>{MAIL})\]\((?i:mailto:)(?P=text){_QUERY}\)|\[(?i:mailto:){MAIL}{_QUERY}\]"
    rf"|<(?i:mailto:)?{MAIL}{_QUERY}>|\b(?i:mailto:){MAIL}(?:\?[^\s>)\]]*[\w=])?"
)
_LINK_END = r"[^\s)\]>\"']*[\w/]"
LINK = rf"https?://{_LINK_END}"
# "www.acme.example/a", "acme.example"; not "end.The".
_BARE_LINK = rf"(?<![\w.@\-])(?:[^\W_][\w\-]*+\.)+[a-z]{{2,24}}(?!\w)(?:/{_LINK_END})?"
# Telephone numbers: "+44 (0)20 7946 0018", "020-7946-0019", "(555) 010 0199"; not "30-60", and not the
# numbers of "2019, 2020". The lookahead wants seven digits.
_PHONE = (
    r"(?<![\w.,])\d\d(?:(?: \d\d){3,4}|(?:\.\d\d){3,4})(?![\w.]?\w)|"  # "55 01 02 03", in pairs
    r"(?<![\w.,])(?=[+(]?(?:\d[ .\-/()]{0,3}){7})"
    r"(?:(?:\+|\(?0)\d*+(?:[ .\-/]?\(?\d++\)?){1,8}+|\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{4}(?!\d))"
)
# "1 000 000", "-5" where the sign is none of a range, "$1,000.50", "31/12/2025", "2020-05-03", "555-0142",
# "3½", "6QA", "v2.1", "10%", "6(1)(f)".
_MINUS = r"(?:(?<![^\s(])[\-−])?(?:(?:(?<!\w)[A-Z]{1,3})?[€$£¥])?"
_NUMBER = (
    rf"{_MINUS}(?:(?<![\w.,])\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?:[.,]\d+)?(?![\w/])"
    r"|\b\d{3}-\d{4}(?![\w\-])"
    r"|\b[^\W\d]{0,4}\d+(?:[.,:/]\d+|(?:-\d+){2,})*+\w*)(?:%|(?:\(\w{1,4}\))+)?"
)
_TOKEN = regex(
    "|".join(
        (
            LINK,
            WRAPPED_MAIL,
            _PHONE,
            r"\b(?:[^\W\d]\.){2,}",  # "p.m.", "U.S."
            _BARE_LINK,
            _NUMBER,
            r"\w+(?:['’\-‐‑]\w+)*(?:/\d+)*",  # "GDPR-2016/679"
            r"\s+",
            r"\((?:[a-zA-Z]|[ivxIVX]{1,5}|\d{1,2})\)",
            r"\.{3}",
            r"(?<!-)-{2,3}(?!-)",  # a dash, as it is typed
            r"[^\w\s]",
        )
    )
)


def split_tokens(text: str) -> list[str]:
    """Whole words, numbers and addresses, each mark by itself, white space as written.

    Joined they give `text` again. Linear.
    """
    if not has_signs(text):
        return _whole(text)
    return [token for piece in _SIGN.split(text) for token in _whole(piece)]


def _whole(text: str) -> list[str]:
    return [match[0] for match in _TOKEN.finditer(text)]


def has_signs(text: str) -> bool:
    """Whether signs of Chinese or Japanese may stand in a text."""
    return not text.isascii() and max(text) >= _FIRST_SIGN


def apart(text: str) -> str:
    """A text with blanks around each sign of Chinese and Japanese."""
    return _SIGN.sub(r" \1 ", text)
