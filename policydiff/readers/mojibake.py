"""Text that was decoded with the wrong encoding before it was saved, mended: "donâ€™t" for "don’t"."""

from __future__ import annotations

import re

from policydiff.model import SnapshotWarning

# UTF-8 read as cp1252 or Latin-1: a lead byte and continuation bytes. "Ã" and "Â" alone are letters.
_SIGN = (  # compiled by `re` when it is first looked for, which is seldom
    "[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\u0080\u0082\u0084€‚„][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¢¦]|"
    "[ÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ][ÐÑ]|ï»¿"
)
_FIRST = "ÂÃâÐÑï"  # what a sign begins with
_LONGEST = 100_000  # characters of one line


def has_mojibake(text: str) -> bool:
    """Whether a text shows signs of it. Cheap: one search, in texts that hold such letters."""
    return any(letter in text for letter in _FIRST) and re.search(_SIGN, text) is not None


def repair_mojibake(text: str) -> tuple[str, list[SnapshotWarning]]:
    """The text with the lines that show signs mended, and a warning that says so.

    Only the encoding is mended: quotes, ligatures and widths stay as the author chose them. Lines
    without signs are not touched. Source: ftfy.
    """
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False,
        fix_character_width=False, uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False,
        remove_control_chars=False, normalization=None, explain=False,
    )  # fmt: skip
    lines = text.split("\n")
    first, count = 0, 0
    for index, line in enumerate(lines):
        if not re.search(_SIGN, line):
            continue
        parts = [line[at : at + _LONGEST] for at in range(0, len(line), _LONGEST)]
        mended = "".join(
            ftfy.fix_encoding(part, config) if re.search(_SIGN, part) else part for part in parts
        )
        if mended != line:
            lines[index] = mended
            first = first or index + 1
            count += 1
    if not count:
        return text, []
    message = f"{count} line{'s' if count > 1 else ''} decoded with the wrong encoding before being saved; mended"
    return "\n".join(lines), [SnapshotWarning(code="mojibake", message=message, line=first)]
