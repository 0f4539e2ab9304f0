"""Follow every obligation of a series from snapshot to snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Sequence

from msgspec.structs import replace

from policydiff.compare.documents import compare_documents
from policydiff.compare.standstill import stands_still
from policydiff.model import (
    Bearer,
    Comparison,
    Document,
    History,
    Ignored,
    Obligation,
    Snapshot,
    Timeline,
)
from policydiff.obligations.extract import extract_obligations, parties_of
from policydiff.obligations.language import other_language
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.parties import Parties
from policydiff.timeline.content import wording
from policydiff.timeline.noise import Noise, find_noise
from policydiff.timeline.quiet import calm_histories, quiet_differences
from policydiff.timeline.rules import FLAPPING, RULES
from policydiff.timeline.spelling import read_alike
from policydiff.timeline.stock import Stock
from policydiff.timeline.walk import Walk


def build_timeline(
    documents: Sequence[Document],
    *,
    series: str | None = None,
    comparison: Comparison | None = None,
    denoise: Collection[str] = RULES,
    lexicon: Lexicon | None = None,
    on_step: Callable[[int, int, Comparison], None] | None = None,
    progress: Callable[[], None] | None = None,
) -> Timeline:
    """When each obligation appeared, changed, moved, vanished or returned.

    `documents` in date order; `comparison`, if it is at hand, of the only two. Every obligation has
    one history; presence replayed from its events is presence found. Snapshots that the rules in
    `denoise` take for no state of the policy are stepped over, and told under `ignored`. The events of
    a technical upgrade, and those that an appended document brings, are kept, so that presence adds
    up, and marked as ignored. `on_step` sees the comparison of every two snapshots that follow each
    other, with their indices, so that nobody makes it twice. `progress` is called for each snapshot.
    """
    if not documents:
        return Timeline(series=series, snapshots=(), histories=())
    noise = find_noise(documents, rules=denoise) if len(documents) > 2 else Noise({})
    ignored = noise.ignored
    hushed: list[Ignored] = []
    read = [at for at in range(len(documents)) if at not in ignored]
    parties = dict(
        zip(read, parties_of([documents[at] for at in read], lexicon=lexicon), strict=True)
    )
    walk = Walk(documents)
    last = Stock(documents[0], [])
    before: Sequence[Obligation] = ()
    for index, document in enumerate(documents):
        if progress:
            progress()
        if index in ignored:
            walk.skip()
            continue
        if walk.last is not None and stands_still(last.document, document):
            if on_step:
                on_step(walk.last, index, compare_documents(last.document, document))
            last.document = document
            walk.stand(index)
            continue
        obligations: Sequence[Obligation] = extract_obligations(
            document, lexicon=lexicon, parties=parties[index][0]
        )
        alone = _bearers_alone(document, obligations, *parties[index], lexicon)
        if walk.last is None:
            stock = Stock.of(document, obligations, alone)
            walk.start(index, stock)
        else:
            compared = comparison or compare_documents(last.document, document)
            obligations = read_alike(before, obligations, compared)
            stock = Stock.of(document, obligations, alone)
            if on_step:
                on_step(walk.last, index, compared)
            walk.step(index, last, stock, compared)
            for rule, told in quiet_differences(last.document, document, denoise):
                if detail := walk.hush(index, rule, *told):
                    hushed.append(Ignored(rule=rule, snapshot=index, detail=detail))
        last, before = stock, obligations
    histories = [
        History(
            id=thread.id,
            latest=thread.last.obligation,
            present=tuple(thread.present),
            events=tuple(thread.events),
        )
        for thread in walk.threads
    ]
    if FLAPPING in denoise:
        histories, calmed = calm_histories(histories, documents, noise.flapping)
        hushed += calmed
    return Timeline(
        series=series or documents[0].snapshot.series,
        snapshots=_snapshots(documents, ignored),
        histories=tuple(histories),
        ignored=tuple(sorted([*ignored.values(), *hushed], key=lambda one: one.snapshot)),
    )


def _snapshots(documents: Sequence[Document], ignored: Container[int]) -> tuple[Snapshot, ...]:
    """The snapshots, those told that are in another language than the one before."""
    found: list[Snapshot] = []
    last: Document | None = None
    for index, document in enumerate(documents):
        warning = other_language(last, document) if last else None
        own = document.snapshot
        found.append(replace(own, warnings=(*own.warnings, warning)) if warning else own)
        last = last if index in ignored and last else document
    return tuple(found)


def _bearers_alone(
    document: Document,
    obligations: Sequence[Obligation],
    shared: Parties,
    own: Parties,
    lexicon: Lexicon | None,
) -> dict[tuple[str, tuple[int, int]], Bearer]:
    """Who is bound, by clause and span, as far as this snapshot tells, where others taught a name in it.

    Ids are made of that, so that no snapshot that is added later changes them.
    """
    taught = shared.company - own.company
    if not taught or not any(taught.intersection(wording(one.text).split()) for one in obligations):
        return {}
    read = extract_obligations(document, lexicon=lexicon, parties=own)
    return {(one.clause, one.span): one.bearer for one in read}
