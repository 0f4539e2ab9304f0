"""The words that fields may hold: one for each thing, listed once.

Apart from the types, so that the command line can offer them as choices without loading anything.
"""

from __future__ import annotations

from typing import Literal

Bearer = Literal["company", "user", "third-party"]
Modality = Literal["obligation", "prohibition", "permission", "practice", "disclaimer"]
Strength = Literal["strong", "plain", "weak"]
Topic = Literal[
    "collection", "use", "sharing", "choice", "access", "retention", "security", "transfer",
    "children", "tracking", "account", "changes", "liability", "contact", "other",
]  # fmt: skip
Precision = Literal["day", "month", "year"]
DateKind = Literal[
    "given", "effective", "updated", "published", "previous", "captured", "filename", "copyright",
    "mention",
]  # fmt: skip
StatedKind = Literal["effective", "updated", "published"]
STATED: tuple[StatedKind, ...] = ("effective", "updated", "published")  # in order of precedence
HeadingStyle = Literal["markup", "line", "run-in", "none"]
ClauseKind = Literal["sentence", "item", "cell"]
DroppedKind = Literal[
    "toc", "rule", "archive-note", "navigation", "copyright", "title", "front-matter", "hidden"
]
SectionChange = Literal[
    "edited", "renamed", "moved", "renumbered", "split", "merged", "added", "removed"
]
ClauseChange = Literal["same", "edited", "moved", "added", "removed"]
ClausePart = Literal["whole", "split", "joined"]
EventName = Literal[
    "appeared", "reworded", "strengthened", "weakened", "reversed", "moved", "vanished", "returned"
]
Impact = Literal["for-user", "against-user", "neutral"]
ValueKind = Literal[
    "age", "retention", "notice", "response", "period", "frequency", "amount", "percent", "count"
]
ValueComparison = Literal[
    "exactly",
    "about",
    "at least",
    "at most",
    "more than",
    "less than",
    "within",
    "between",
    "every",
]
FacetKind = Literal["value", "condition", "exception", "recipient", "data", "purpose", "place"]
Op = tuple[Literal["=", "-", "+"], str]  # one step of an edit script
Severity = Literal["info", "warning", "error"]
