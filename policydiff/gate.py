"""The gate: documents in, what became of them judged by the rules of `check`, a report out.

What `policydiff check` does, as functions of documents; `check/` is pure and `cli/check.py` finds the
files.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from policydiff.check import Change, Thresholds, make_change
from policydiff.check.unread import number_events
from policydiff.compare.documents import compare_documents
from policydiff.model import Comparison, Document, Event, Obligation
from policydiff.obligations.extract import extract_obligations
from policydiff.obligations.lexicon import Lexicon
from policydiff.output.sentences import event_sentence
from policydiff.timeline.build import build_timeline
from policydiff.timeline.rules import RULES as NOISE


def pair_change(
    old: Document | None,
    new: Document | None,
    *,
    policy: str,
    old_path: str = "",
    new_path: str = "",
    day: str | None = None,
    thresholds: Thresholds | None = None,
    lexicon: Lexicon | None = None,
) -> Change:
    """The change between two snapshots; a side is None where there is no file.

    `day` (ISO) is when the change was or will be made, where somebody says so.
    """
    if old is None or new is None:
        return make_change(
            policy=policy, old=old, new=new, old_path=old_path, new_path=new_path, day=day,
            thresholds=thresholds,
        )  # fmt: skip
    comparison = compare_documents(old, new)
    timeline = build_timeline([old, new], comparison=comparison, denoise=(), lexicon=lexicon)
    standing, numbers = _readings(comparison, lexicon)
    return make_change(
        policy=policy, old=old, new=new, comparison=comparison, timeline=timeline, day=day,
        more=numbers, old_path=old_path, new_path=new_path, thresholds=thresholds, sentence=event_sentence,
        standing=standing,
    )  # fmt: skip


def series_change(
    documents: Sequence[Document],
    *,
    policy: str,
    denoise: Collection[str] = NOISE,
    day: str | None = None,
    thresholds: Thresholds | None = None,
    lexicon: Lexicon | None = None,
) -> Change:
    """The last step of a series, with what its earlier snapshots tell: what returned, what is noise.

    Where the last snapshot is no state of the policy, that is all there is to say. One snapshot
    alone is a policy that was added. `documents` in date order; raises ValueError without any.
    """
    if not documents:
        raise ValueError("no documents")
    new = documents[-1]
    if len(documents) == 1:
        return pair_change(
            None, new, policy=policy, new_path=new.snapshot.source, day=day, thresholds=thresholds
        )
    steps: dict[int, tuple[int, Comparison]] = {}
    timeline = build_timeline(
        documents, series=policy, denoise=denoise, lexicon=lexicon,
        on_step=lambda old, at, comparison: steps.__setitem__(at, (old, comparison)),
    )  # fmt: skip
    last = len(documents) - 1
    if last in steps:
        old, comparison = documents[steps[last][0]], steps[last][1]
        no_state = ""
    else:  # the last snapshot was stepped over
        good = max((at for at in steps), default=0)
        old = documents[good]
        comparison = compare_documents(old, new)
        no_state = next((one.detail for one in timeline.ignored if one.snapshot == last), "")
    standing, numbers = _readings(comparison, lexicon)
    return make_change(
        policy=policy, old=old, new=new, comparison=comparison, timeline=timeline, step=last,
        more=numbers,
        old_path=old.snapshot.source, new_path=new.snapshot.source, day=day, no_state=no_state,
        thresholds=thresholds, sentence=event_sentence,
        standing=standing,
    )  # fmt: skip


def _readings(
    comparison: Comparison, lexicon: Lexicon | None
) -> tuple[tuple[Obligation, ...], list[Event]]:
    """The obligations of the old side, and events of the numbers in clauses without any."""
    old, new = (
        extract_obligations(document, lexicon=lexicon)
        for document in (comparison.old, comparison.new)
    )
    carrying = {f"-{one.clause}" for one in old} | {f"+{one.clause}" for one in new}
    return old, list(number_events(comparison, carrying, lexicon=lexicon))
