"""What a rule is: a code, words that explain it, examples that prove it, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from policydiff.check.change import Change, Told
from policydiff.model import Severity

Texts = tuple[str | None, ...]  # of an example: snapshots in order; None where there is no file


class Hit(Struct, frozen=True, kw_only=True):
    """What a rule found, before configuration gives it its severity."""

    message: str
    identity: tuple[str, ...]  # the substance: what tells this finding from others of its rule
    told: Told | None = None  # the event that it tells; gives texts, topic and places
    line: int | None = None  # on the new side
    section: str = ""  # heading path
    old_line: int | None = None
    old_section: str = ""
    old_text: str = ""
    new_text: str = ""
    severity: Severity | None = None  # graver or milder than the rule's own


class Rule(Struct, frozen=True, kw_only=True):
    """One rule of the check. Its examples are tests: `fires` makes it fire, `passes` does not."""

    code: str  # "PD101", never given to another rule
    name: str  # "obligation-vanished"
    severity: Severity
    for_user: Severity | None = None  # of an event in the user's favour; None: as any other
    what: str  # one sentence
    why: str
    fires: Texts
    passes: Texts
    mend: str
    find: Callable[[Change], Iterator[Hit]]
    hides: bool = False  # while it stands, the policy's other findings say nothing more
    state: bool = False  # looks at the new text alone, also where nothing changed

    def default_severity(self, impact: str | None) -> Severity:
        """How grave a finding is where nothing is configured."""
        return self.for_user if self.for_user and impact == "for-user" else self.severity
