"""Text from documents, made harmless for a terminal, an annotation, a comment.

A policy, its title and its file name are written by strangers: ESC sequences repaint the screen,
bidi overrides show "may not" where the file says "may", tag characters hide whole sentences.
Readers clean text once; this is the second wall, and it costs one `isprintable` per text.
"""

from __future__ import annotations

import re
from typing import Final

from policydiff.patterns import regex

# Patterns as text: `re` compiles them when they are first needed, which is seldom.
# Kept although not "printable": the joiners (Persian, Indic scripts, emoji) and the spaces.
# Arabic number signs are format characters with a shape of their own.
_BREAKS: Final = "[\t\n\v\f\r\x85\u2028\u2029]"
_HOSTILE: Final = (
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\xad\u061c\u180e\u200b\u200e\u200f"  # soft hyphen, marks, zero-width space
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # overrides, isolates, invisible operators
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # shorthand, music, tags
    "\ud800-\udfff"  # lone surrogates: cannot be written as UTF-8
    "]"
)
# The zero-width joiner is at home between emoji, and in Arabic and Indic scripts. Elsewhere it hides
# in plain words, and what it joins is counted as fewer cells than a terminal shows.
_JOINED: Final = "\u0600-\u109f\u1780-\u17ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER: Final = f"(?<![{_JOINED}])\u200d|\u200d(?=[^{_JOINED}\\s])"


NOT_XML: Final = regex(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # in no XML document


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)  # control pictures: ESC shows as one cell, U+241B
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def safe(text: str) -> str:
    """`text` with controls and invisible format characters replaced by a visible symbol.

    Tabs and line breaks become a space. One character stays one character, so that offsets into
    `text` still hold. Doing it twice changes nothing.
    """
    if text.isprintable():
        return text
    text = re.sub(_HOSTILE, _visible, re.sub(_BREAKS, " ", text))
    return re.sub(_STRAY_JOINER, "\N{REPLACEMENT CHARACTER}", text)
