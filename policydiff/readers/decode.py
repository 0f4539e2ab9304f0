"""Bytes to text: the encoding, and nothing in the text that could steer a terminal."""

from __future__ import annotations

import codecs
import re

from policydiff.errors import SourceError
from policydiff.model import SnapshotWarning
from policydiff.patterns import regex
from policydiff.readers.charset import decode_charset
from policydiff.readers.declared import declared_encoding
from policydiff.readers.mojibake import has_mojibake, repair_mojibake

# Longest first: the UTF-32 little-endian mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Left to itself the detector takes Western prose for DOS or Central European code pages.
_CODE_PAGES = ["utf_8", "cp1252", "gb18030", "big5", "cp932", "euc_kr", "koi8_r", "cp1251"]
# Zero-width characters that no reader sees and that would make equal words differ.
_UNSEEN_MARKS = "\u00ad\u200b\u2060\ufeff"
_UNSEEN = dict.fromkeys(map(ord, _UNSEEN_MARKS))
_SPACES = dict.fromkeys((0x0B, 0x0C), " ")
# C0 and C1 controls and the marks that reverse the reading direction are shown, never obeyed.
_CONTROLS = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C)},
    0x7F: "\u2421",
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
    # A lone surrogate cannot be written as UTF-8 again.
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# What colours a terminal is no word: "\\x1b[1mmay\\x1b[0m sell" says "may sell" (ECMA-48, 5.4).
_ESCAPE = regex("(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]")
_BINARY = bytes((*range(9), *range(14, 27), *range(28, 32)))  # hardly ever in a text
# Where they part most lines of a text they are its line ends; else breaks inside a paragraph.
_LINE_ENDS = ("\u2028", "\u2029", "\x85")
_HAS_CONTROL = "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def decode(
    data: bytes, *, source: str, declared: str | None = None
) -> tuple[str, str, tuple[SnapshotWarning, ...]]:
    """Return the text with "\\n" line ends, the encoding used, and warnings.

    Order: byte order mark, the encoding that a server `declared`, UTF-16 without a mark, strict UTF-8,
    what an HTML page declares, then a guess among common code pages. Text that was decoded wrongly
    before it was saved is mended. Control characters become visible symbols. Raises SourceError for
    binary data.
    """
    warnings: list[SnapshotWarning] = []
    text, encoding = decode_charset(data, declared) or _decode_bytes(data, source, warnings)
    if has_mojibake(text):
        text, repaired = repair_mojibake(text)
        warnings += repaired
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in _LINE_ENDS:
        if mark in text and text.count(mark) > text.count("\n"):
            text = text.replace(mark, "\n")
    for mark in _UNSEEN_MARKS:
        text = text.replace(mark, "")
    text = text.replace("\x0b", " ").replace("\x0c", " ")
    # Most texts hold none of them; this tells in a tenth of the time.
    clean = text.replace("\n", "").replace("\t", "").replace("\u00a0", "").isprintable()
    if not clean and (found := re.search(_HAS_CONTROL, text)):
        line = text.count("\n", 0, found.start()) + 1
        count = len(re.findall(_HAS_CONTROL, text))
        warnings.append(
            SnapshotWarning(
                code="control-characters",
                message=f"{count} control characters are shown as symbols or left out",
                line=line,
            )
        )
        text = _ESCAPE.sub("", text).translate(_CONTROLS)
    return text, encoding, tuple(warnings)


_ODD = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def show_controls(text: str) -> str:
    """Text that came in by a way round the bytes (entities, XML), made as harmless as `decode` does."""
    if not re.search(_ODD, text):
        return text
    return text.translate(_UNSEEN).translate(_SPACES).translate(_CONTROLS)


def _decode_bytes(data: bytes, source: str, warnings: list[SnapshotWarning]) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text, encoding.removesuffix("-le").removesuffix("-be")
    if wide := _utf16_without_mark(data):
        return data.decode(wide, "replace"), wide
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _BINARY))
    if controls > 0.02 * len(head) and controls > 8:
        raise SourceError(
            "this is a binary file, not text", where=source, fix="convert it to text or Markdown"
        )
    if _JIS.search(data) and data.isascii():  # seven bits: valid UTF-8 too
        return data.decode("iso2022_jp_ext", "replace"), "iso-2022-jp"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    # A few broken bytes in a text that is UTF-8 everywhere else are damage, not another encoding.
    sound = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data))
    stray = data.decode("utf-8", "replace").count("\ufffd")
    if sound and stray <= max(1, sound // 4):
        line = data.count(b"\n", 0, broken.start) + 1
        warnings.append(
            SnapshotWarning(
                code="invalid-utf8", message=f"{stray} bytes are not valid UTF-8", line=line
            )
        )
        return data.decode("utf-8", "replace"), "utf-8"
    if declared := declared_encoding(data):
        return data.decode(declared, "replace"), declared
    text, encoding, sure = _guess(data)
    if not sure:
        warnings.append(
            SnapshotWarning(
                code="guessed-encoding",
                message=f"its encoding is stated nowhere; read as {encoding} by its letters; if words look wrong, save it as UTF-8",
            )
        )
    return text, encoding


def _utf16_without_mark(data: bytes) -> str | None:
    """Name the byte order of UTF-16 text that has no mark: every other byte of Latin text is 0.

    In other scripts half the bytes of digits, blanks and line ends are, and no other ones.
    """
    head = data[: min(4096, len(data) & ~1)]
    pairs = len(head) // 2
    if pairs < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    for encoding, own, other in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if own > 0.7 * pairs and other < 0.05 * pairs:
            return encoding
        if own >= max(2, 0.005 * pairs) and not other and _is_wide(head, encoding):
            return encoding
    return None


def _is_wide(head: bytes, encoding: str) -> bool:
    """Whether bytes are words as UTF-16, and no ASCII text with a few zeros in it."""
    ascii_share = sum(0x20 <= byte < 0x7F for byte in head) / len(head)
    text = head.decode(encoding, "replace")[:-1]  # the end may be half a sign
    return ascii_share < 0.75 and all(char.isprintable() or char in "\t\r\n" for char in text)


# "ESC $ B" switches to kanji, "ESC ( B" or "( J" back.
_JIS = regex(rb"\x1b\$[@B][^\x1b]{2,}\x1b\([BJ]")
_KANA = regex(rb"[\xa4\xa5][\xa1-\xf6]")
# Capitals inside of words in cp1252; e and a with an accent and the apostrophe of old Macintoshes. Their
# quotes and dashes are capitals beside Latin words in cp1251.
_MAC = regex(
    rb"[a-z][\x8a\x8e\x8f\x9f\xd5][a-z]|(?<![^\s(])\xd2(?=[A-Za-z])|(?<=[a-z.,!?])\xd3(?![A-Za-z\x80-\xff])"
    rb"|(?<=[a-z] )[\xd0\xd1](?= [a-z])"
)


def _told_by_letters(data: bytes, high: int) -> str:
    """An encoding by letters that stand in every text of it, which the detector takes for another; or ""."""
    if 8 * len(_KANA.findall(data)) > high:
        text = data.decode("euc_jp", "replace")
        if text.count("\ufffd") <= 2:
            return "euc_jp"
    signs = len(_MAC.findall(data))
    if signs and b"\r" in data and b"\n" not in data:  # the line ends of old Macintoshes
        return "mac_roman"
    return "mac_roman" if 3 * signs >= high else ""


def _guess(data: bytes) -> tuple[str, str, bool]:
    """Text, the likeliest encoding, and whether it can hardly be another."""
    from charset_normalizer import from_bytes

    # Bytes that only cp1252 punctuation explains (curly quotes, dashes) between ASCII letters:
    # the detector is unsure on short texts, and this is by far the commonest case.
    high = [byte for byte in data[:65536] if byte >= 0x80]
    western = sum(byte in b"\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa7\xa9\xae" for byte in high)
    if western > 0.5 * len(high):
        return data.decode("cp1252", "replace"), "cp1252", True
    if encoding := _told_by_letters(data[:65536], len(high)):
        return data.decode(encoding, "replace"), encoding.replace("_", "-"), False
    best = from_bytes(data[:262144], cp_isolation=_CODE_PAGES).best()
    encoding = best.encoding if best is not None else "cp1252"
    return data.decode(encoding, "replace"), encoding.replace("_", "-"), False
