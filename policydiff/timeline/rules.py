"""The names of the rules by which noise is told; what each does stands in docs/timeline.md."""

from typing import Final

FLAPPING: Final = "flapping"
TECHNICAL: Final = "technical-upgrade"
APPENDED: Final = "appended"
# The last two are about single differences, not about whole snapshots.
RULES: Final = ("outage", "collapse", "other-policy", "blink", FLAPPING, TECHNICAL, APPENDED)
