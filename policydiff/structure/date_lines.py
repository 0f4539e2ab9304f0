"""Lines made ready for the search for dates, and how much of them is searched."""

from __future__ import annotations

import re
import unicodedata

from policydiff.patterns import regex

# A line may be 10 MB (a page without line breaks). Dates that matter stand at the ends: the header
# is within the first 20,000 characters, a footer within the last 5,000. Tested lines are shorter.
HEAD_CHARS = 20_000
TAIL_CHARS = 5_000

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_FOLDED = {
    ord(wide): narrow
    for wide, narrow in zip(
        "０１２３４５６７８９／．－︰﹕∶【】", "0123456789/.-:::  ", strict=True
    )
}
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u3000\t\r"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
_TABLE = _INVISIBLE | _FOLDED | _BLANKS | _DASHES
_TABLED = regex(f"[{''.join(map(re.escape, map(chr, _TABLE)))}]")

_TARGET = regex(r"\]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,2000})?\)")
_URL = regex(r"\b(?:https?://|www\.)[^\s<>\"|]{1,2000}", re.IGNORECASE)
_EMPHASIS = regex(r"\*{2,}|_{2,}|(?<![^\W_])_(?=\w)|(?<=[^\s_])_(?![^\W_])|`")
_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_KANJI_DATE = regex(
    r"(?P<y>[一二][〇零○一二三四五六七八九]{3})年(?P<m>十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<d>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号號])?"
)
_SENTENCE = regex(r"[.!?](?=[\s*\"”’)]|[A-ZÀ-Þ]|$)|[。！？；;•·]|(?<=\d{4})\s?[|/]\s")


def searched_part(text: str) -> str:
    """The part of one line that is searched: all of it up to 25,000 characters, else its ends."""
    if len(text) <= HEAD_CHARS + TAIL_CHARS:
        return text
    return f"{text[:HEAD_CHARS]} … {text[-TAIL_CHARS:]}"


def clean_line(text: str) -> str:
    """`text` without link targets, URLs and emphasis marks; odd blanks and wide digits folded.

    A date inside an address dates something else than this document.
    """
    text = unicodedata.normalize("NFC", searched_part(text))
    # Most lines hold none of these: to look for one sign takes a tenth of the time of a pattern.
    if _TABLED.search(text):
        text = text.translate(_TABLE)
    if "年" in text:
        text = _KANJI_DATE.sub(_in_digits, text)
    if "](" in text:
        text = _TARGET.sub("]", text)
    if "://" in text or "www." in text.lower():
        text = _URL.sub(" ", text)
    if any(mark in text for mark in "*_`"):
        text = _EMPHASIS.sub("", text)
    return text.strip()


def _in_digits(date: re.Match[str]) -> str:
    year = "".join(_DIGITS[sign] for sign in date["y"])
    rest = (
        f"{_number(date[name])}{unit}" for name, unit in (("m", "月"), ("d", "日")) if date[name]
    )
    return f"{year}年{''.join(rest)}"


def _number(text: str) -> int:
    """ "二十三" is 23, "十" 10, "五" 5."""
    tens, mark, ones = text.partition("十")
    ten = 10 * int(_DIGITS.get(tens, "1")) if mark else 0
    return ten + int(_DIGITS.get(ones if mark else tens, "0"))


def sentence_before(text: str, end: int) -> int:
    """Where the sentence that leads up to `text[end]` starts; at most 300 characters back."""
    start = max(0, end - 300)
    for boundary in _SENTENCE.finditer(text, start, end):
        # The dot of "v. 3" or "No. 3" ends no sentence.
        if not re.search(
            r"\b(?:v|ver|vers|no|rev)$", text[max(0, boundary.start() - 5) : boundary.start()], re.I
        ):
            start = boundary.end()
    return start
