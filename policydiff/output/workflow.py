"""Text that no runner of a CI service takes for a command.

GitHub obeys a printed line that begins with `::` behind any blanks, and `##[` wherever it stands;
Azure and TeamCity obey `##vso[` and `##teamcity[`. Whatever is printed may hold words of a policy.
"""

from __future__ import annotations

import re
from typing import Final

_FIRST: Final = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_ANYWHERE: Final = re.compile(r"#(?=#\w*\[)")
MAY_COMMAND: Final = ("::", "##")  # without one of these in it, a text needs no look


def without_commands(text: str, *, ascii_only: bool = False) -> str:
    """`text`, of one or more lines, with the first sign of a command replaced by one like it.

    As many characters and cells as before; doing it twice changes nothing.
    """
    if not any(sign in text for sign in MAY_COMMAND):
        return text
    colon, hash_ = (";", "+") if ascii_only else ("\N{RATIO}", "\N{MUSIC SHARP SIGN}")
    return _ANYWHERE.sub(hash_, _FIRST.sub(rf"\g<1>{colon}", text))
