"""Text that no runner of a CI service takes for a command.

GitHub obeys a printed line that begins with `::` behind any blanks, and `##[` wherever it stands;
Azure and TeamCity obey `##vso[` and `##teamcity[`. Whatever is printed may hold words of a policy.
"""

from __future__ import annotations

import re
from typing import Final

from policydiff.patterns import regex

_FIRST: Final = regex(r"^(\s*):(?=:)", re.MULTILINE)
_ANYWHERE: Final = regex(r"#(?=#\w*\[)")


def without_commands(text: str) -> str:
    """`text`, of one or more lines, with the first sign of a command replaced by one like it.

    As many characters and cells as before; doing it twice changes nothing.
    """
    if "::" not in text and "##" not in text:
        return text
    return _ANYWHERE.sub("\N{MUSIC SHARP SIGN}", _FIRST.sub("\\g<1>\N{RATIO}", text))
