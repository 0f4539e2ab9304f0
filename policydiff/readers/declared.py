"""The encoding that an HTML or XML text declares for itself."""

from __future__ import annotations

import codecs
import re

from policydiff.patterns import regex

_HEAD = 4096  # bytes; browsers look at 1,024, old pages have long comments before the declaration
_META = regex(rb"<meta\b[^<>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = regex(rb"^\s*<\?xml\b[^<>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.I)
# What browsers take these names for: pages that declare them hold curly quotes of cp1252 and the like.
_AS_BROWSERS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_WIDE = ("utf-16", "utf-32", "utf-7")  # no declaration could be read in these


def declared_encoding(data: bytes) -> str | None:
    """Python's name of the declared encoding; None without a usable declaration.

    A declaration that the bytes contradict is none.
    """
    head = data[:_HEAD]
    found = _META.search(head) or _XML.search(head)
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    if name.startswith(_WIDE) or name == "utf-8":
        return None
    name = _AS_BROWSERS.get(name, name)
    try:
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError):  # "hex", "idna": codecs that are no encodings of text
        return None
    # cp1252 leaves five bytes undefined; more than a few mean that the declaration is wrong.
    return name if text.count("\ufffd") <= 2 + len(text) // 2000 else None
