"""Text in the encoding that a web server declared for it."""

from __future__ import annotations

import codecs
import contextlib
import re

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# Encodings that a server may declare: those of texts. "zip" and "unicode_escape" are codecs too.
_DECLARED = (
    r"utf-(?:8|16|16-le|16-be)|ascii|iso8859-\d+|cp(?:125\d|874|932|949|866)|koi8-[ru]|gb.*|big5.*|"
    r"euc_.*|shift_jis|iso2022_jp|tis-620|mac-roman|johab|hz"
)
# What browsers read for them: each is a part of the other.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
          "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip


def decode_charset(data: bytes, declared: str | None) -> tuple[str, str] | None:
    """The text in the encoding that a server declared, if it can be that.

    Servers call everything Latin-1; text with accents that is valid UTF-8 is UTF-8 all the same.
    """
    if not declared or data.startswith(_MARKS):
        return None
    try:
        name = codecs.lookup(declared.strip().strip("'\"")).name
    except (LookupError, ValueError):
        return None
    if not re.fullmatch(_DECLARED, name):
        return None
    name = _WIDER.get(name, name)
    if name == "cp1252":
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8"), "utf-8"
    text = data.decode(name, "replace")
    if text.count("\ufffd") > len(text) // 100:
        return None
    return text, name
