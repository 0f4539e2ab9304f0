"""Whether a page is one of a server that gave none: a number or a phrase alone never makes it one.

    404                            Our fees                        Service credits
    Page not found                 You pay $500 a month.           The Service may be temporarily
    Go back, or ask our support.   Refunds take up to 404 hours.   unavailable; you get a credit.

Only the left one is: it is short, a headline of it says so, and it speaks of nothing else.
"""

from __future__ import annotations

import re

from policydiff.patterns import regex

LOOKS_LIKE_ERROR = "this looks like an error page"  # opens the warning about one
_LONGEST = 150  # words; beyond, there is a text
_HEADLINE = 10  # words of a line that may be one
_TOP = 2  # lines in which a bare number is a headline
_BESIDE_HEADLINE = 3  # sentences of a policy that an error page may have: a banner, a footer
_BESIDE_SENTENCE = 1

_STATUS = r"(?:4(?:0\d|1[0-8]|2[1-9]|51)|50\d|511|52[0-7]|530)"
# Not "$500", "500 Main Street", "up to 404 hours".
_NUMBER_ALONE = regex(
    rf"(?:(?:http|error|fehler|status|code|sorry|oops)\W*)*{_STATUS}(?:\W*(?:error|fehler))?", re.I
)
_NAMED_NUMBER = (
    rf"(?:http(?:/[\d.]+)?|(?:http )?(?:error|fehler)|status)(?: code)?[ :#–—-]{{1,3}}{_STATUS}\b"
    rf"|\b{_STATUS}[ :|–—-]{{1,3}}(?:error|fehler|not found|forbidden|unauthorized|bad gateway|"
    r"service unavailable|internal server|gateway time|too many requests|nicht gefunden)"
)
_GONE = (
    r"(?:page|file|document|site|url|resource)\b[^.!?\n]{0,40}?\b(?:not (?:be )?found|"
    r"(?:can(?:no|['’])t|cannot) be (?:found|reached|displayed)|(?:does not|doesn['’]t) exist|"
    r"(?:has been|was) (?:removed|moved|deleted)|(?:isn['’]t|is not|is no longer|not) available)"
    r"|seite (?:wurde |konnte |ist )?nicht (?:gefunden|verfügbar|erreichbar)|seite existiert nicht"
)
_REFUSED = (
    r"access (?:to this (?:page|site) )?(?:has been |is )?denied|request blocked|"
    r"(?:don['’]t|do not) have permission to (?:access|view)|too many requests|attention required|"
    r"zugriff verweigert"
)
_DOWN = (
    r"service unavailable|temporarily (?:unavailable|down|offline)|internal server error|"
    r"bad gateway|gateway time-?out|(?:under|down for) (?:scheduled )?maintenance|"
    r"something went wrong|vorübergehend nicht (?:verfügbar|erreichbar)|wartungsarbeiten"
)
_GATE = (
    r"(?:enable|turn on|activate|requires?|without) javascript|javascript (?:is|to be) (?:disabled|enabled|required)|"
    r"aktivieren sie (?:bitte )?javascript|checking your browser|just a moment|"
    r"verify(?:ing)?(?: that)? you are (?:a )?human|review the security of your connection"
)
_SAYS = regex(rf"\b(?:{_NAMED_NUMBER}|{_GONE}|{_REFUSED}|{_DOWN}|{_GATE})", re.I)
# What may happen is no state of this page.
_SUPPOSED = regex(
    r"\b(?:if|when|whenever|where|unless|(?:may|might|can|could) (?:\w+ )?be|falls|wenn|sofern)\b",
    re.I,
)
_SPEAKS = regex(
    r"\b(?:we|our|us|you|your|users?|customers?|members?|shall|must|wir|unser\w*|sie|ihre?\w*)\b",
    re.I,
)
# Of the page and the way on: "You can go back to our home page".
_OF_THE_PAGE = regex(
    r"\b(?:pages?|url|links?|address(?: bar)?|browser|javascript|cookies|try again|go back|be back|"
    r"home ?page|refresh|reload|requested|looking for|search|sorry|oops|problems?|maintenance|"
    r"moments?|seconds|minutes|server|newsletter|support|contact|seite|erneut)\b",
    re.I,
)
_SENTENCE = regex(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|[.!?]|$)", re.M)
_MARKS = " \t#*_>|=-–—•[]()"


def find_error(text: str, title: str | None) -> str:
    """The words by which a text says that it is an error page; "" where it is none."""
    if len(text.split(None, _LONGEST)) > _LONGEST:
        return ""
    lines = [line for raw in text.split("\n") if (line := raw.strip(_MARKS))]
    sentences = [one.strip() for line in lines for one in re.findall(_SENTENCE, line)]
    beside = sum(_is_of_a_policy(sentence) for sentence in sentences)
    if beside <= _BESIDE_HEADLINE and (said := _headline([title or "", *lines])):
        return said
    if beside <= _BESIDE_SENTENCE:
        return next((said for one in sentences if (said := _said(one))), "")
    return ""


def _headline(lines: list[str]) -> str:
    """What the title, or a line by itself, says."""
    for place, line in enumerate(lines):
        if place <= _TOP and _NUMBER_ALONE.fullmatch(line.rstrip(" .:!")):
            return line
        if len(line.split()) <= _HEADLINE and (said := _said(line)):
            return said
    return ""


def _said(sentence: str) -> str:
    match = _SAYS.search(sentence)
    return match[0] if match and not _SUPPOSED.search(sentence) else ""


def _is_of_a_policy(sentence: str) -> bool:
    return (
        len(sentence.split()) >= 5
        and bool(_SPEAKS.search(sentence))
        and not _said(sentence)
        and not _OF_THE_PAGE.search(sentence)
    )
