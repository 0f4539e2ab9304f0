"""PD601 to PD604: a text that is no policy or has collapsed, and files that came or went."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.check.change import Change
from policydiff.check.rule import Hit, Rule
from policydiff.model import Document
from policydiff.structure.error_pages import LOOKS_LIKE_ERROR

_NONE = ("not-a-policy", "empty")


def _no_policy(change: Change) -> Iterator[Hit]:
    if change.new is None or (change.old is not None and _is_hopeless(change.old)):
        return
    reason = change.no_state or _reason(change.new)
    if change.old is not None and _reason(change.old) and not _is_hopeless(change.new):
        return  # no worse than before
    # Short texts are doubted easily: one that kept a clause of the policy is that policy, and one
    # that is new must be an error page to be doubted. What came mostly from the policy is none.
    doubted = _kept_nothing(change) or (_is_hopeless(change.new) and not _kept_most(change))
    if reason and (change.no_state or doubted):
        yield Hit(
            message=f"This is no policy: {reason}", identity=(change.new.snapshot.sha256,), line=1
        )


def _reason(document: Document) -> str:
    found = (w.message for w in document.snapshot.warnings if w.code in _NONE)
    message = next(found, "")
    return message or ("" if document.clauses else "there is no text in it")


def _is_hopeless(document: Document) -> bool:
    return not document.clauses or _reason(document).startswith(LOOKS_LIKE_ERROR)


def _kept_nothing(change: Change) -> bool:
    return change.comparison is not None and not any(_origins(change))


def _kept_most(change: Change) -> bool:
    kept = _origins(change)
    return 2 * sum(kept) > len(kept)


def _origins(change: Change) -> list[bool]:
    """For every clause of the new side whether it stems from the old one."""
    pairs = change.comparison.sections if change.comparison else ()
    return [pair.old is not None for section in pairs for pair in section.clauses if pair.new]


def _collapsed(change: Change) -> Iterator[Hit]:
    if change.old is None or change.new is None:
        return
    if any(_no_policy(change)):
        return
    before, after = _words(change.old), _words(change.new)
    limits = change.thresholds
    if before >= limits.collapsed_words and after < limits.collapsed * before:
        share = round(100 * after / before)
        yield Hit(
            message=f"Of {before:,} words {after:,} are left ({share} %): the text may have been cut short",
            identity=(), line=1,
        )  # fmt: skip


def _words(document: Document) -> int:
    return sum(len(clause.text.split()) for clause in document.clauses)


def _policy_removed(change: Change) -> Iterator[Hit]:
    if change.new is None and change.old is not None:
        yield Hit(message="The policy was removed", identity=(), old_line=1)


def _policy_added(change: Change) -> Iterator[Hit]:
    if change.old is None and change.new is not None:
        yield Hit(
            message="The policy is new: there is nothing to compare it with", identity=(), line=1
        )


_OLD = """\
# Privacy Policy

We collect your name, your e-mail address and your postal address when you create an account. We will not sell your personal information. We may share your data with our affiliates.

We keep your data for 30 days after you close your account. You may ask us at any time to delete your data, and we will do so within 30 days. We will notify you of any breach of security without delay.
"""

NO_POLICY = Rule(
    code="PD601",
    name="not-a-policy",
    severity="error",
    what="The new text is no policy: an error page, a page without text, or something else altogether. The policy's other findings are left out until this is mended or waived.",
    why="An export or a capture went wrong, and every promise would seem to have vanished.",
    fires=(_OLD, "# 404\n\nPage not found.\n"),
    passes=(_OLD, _OLD.replace("30 days", "60 days")),
    mend="export or fetch the policy again",
    find=_no_policy,
    hides=True,
)
COLLAPSED = Rule(
    code="PD602",
    name="collapsed",
    severity="error",
    what="Hardly anything of the text is left (threshold `collapsed`). The policy's other findings are left out until this is mended or waived.",
    why="Most often a page was cut short on the way; a policy is seldom rewritten to a third.",
    fires=(
        _OLD,
        "# Privacy Policy\n\nWe collect your name and your e-mail address.\n\nYou may ask us to delete your data.\n",
    ),
    passes=(_OLD, _OLD.replace(" We may share your data with our affiliates.", "")),
    mend="check that the file is whole; waive this if the policy really is that short now",
    find=_collapsed,
    hides=True,
)
REMOVED = Rule(
    code="PD603",
    name="policy-removed",
    severity="warning",
    what="A file that was a policy is gone, and no other file took over its text.",
    why="Its promises are gone with it, and links to it break.",
    fires=(_OLD, None),
    passes=(_OLD, _OLD),
    mend="put the file back, or say where the policy stands now and waive this",
    find=_policy_removed,
)
ADDED = Rule(
    code="PD604",
    name="policy-added",
    severity="info",
    what="A file is a policy that was not there before.",
    why="It is told once; its obligations are not, as each of them would be new.",
    fires=(None, _OLD),
    passes=(_OLD, _OLD),
    mend="read the policy",
    find=_policy_added,
)
