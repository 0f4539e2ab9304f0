"""Follow every obligation of a series from snapshot to snapshot."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import get_args

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.compare import compare_documents
from policydiff.compare.normalise import Key, normalise
from policydiff.compare.standstill import stands_still
from policydiff.model import (
    Comparison,
    Document,
    Event,
    EventName,
    Facet,
    FacetKind,
    History,
    Ignored,
    Nearest,
    Obligation,
    Timeline,
)
from policydiff.obligations import Lexicon, extract_obligations
from policydiff.timeline.content import content_stems
from policydiff.timeline.enumeration import Enumeration
from policydiff.timeline.events import judge, same_wording
from policydiff.timeline.facets import find_facets
from policydiff.timeline.impact import impact_of, weighs_for_user
from policydiff.timeline.matching import Stated, Stock, find_returned, match
from policydiff.timeline.nearest import NearestClauses
from policydiff.timeline.noise import (
    FLAPPING,
    RULES,
    Noise,
    find_noise,
)
from policydiff.timeline.quiet import calm_histories, is_within, quiet_differences


class _Thread(Struct):
    """One obligation while it is being followed. Lives only inside `build_timeline`."""

    id: str
    last: Stated
    present: list[bool]
    events: list[Event] = field(default_factory=list)
    before: tuple[str, str, Key, Key] | None = None  # key before it was listed with others


_PRESENCE = ("appeared", "vanished", "returned")


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
    `denoise` take for no state of the policy are stepped over, and told under `ignored`. So are the
    differences of a technical upgrade and what an appended document brings: presence changes there
    without an event. `on_step` sees the comparison of
    every two snapshots that follow each other, with their indices, so that nobody makes it twice.
    `progress` is called for each snapshot.
    """
    if not documents:
        return Timeline(series=series, snapshots=(), histories=())
    noise = find_noise(documents, rules=denoise) if len(documents) > 2 else Noise({})
    ignored = noise.ignored
    hushed: list[Ignored] = []
    walk = _Walk(documents)
    last = Stock(documents[0], [])
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
        stock = Stock.of(document, extract_obligations(document, lexicon=lexicon))
        if walk.last is None:
            walk.start(index, stock)
        else:
            compared = comparison or compare_documents(last.document, document)
            if on_step:
                on_step(walk.last, index, compared)
            walk.step(index, last, stock, compared)
            for rule, told in quiet_differences(last.document, document, denoise):
                if detail := walk.hush(index, *told):
                    hushed.append(Ignored(rule=rule, snapshot=index, detail=detail))
        last = stock
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
        snapshots=tuple(document.snapshot for document in documents),
        histories=tuple(histories),
        ignored=tuple(sorted([*ignored.values(), *hushed], key=lambda one: one.snapshot)),
    )


# What an item opens with; whether a reader takes it for a marker or for text varies between layouts.
_MARKER = re.compile(r"\s*(?:[•*●▪◦–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s+", re.IGNORECASE)


def _bare(text: str) -> Key:
    """A clause's words for comparison, without the marker of an item."""
    marker = _MARKER.match(text)
    return normalise(text[marker.end() :] if marker else text)


class _Still:
    """Which clauses of a snapshot stand there, and for whom something is found in them."""

    def __init__(self, stock: Stock) -> None:
        self.sections = stock.document.sections
        self.obligations = [stated.obligation for stated in stock.stated]

    def stands(self, old: Obligation) -> str | None:
        """Id of the clause that says the words of `old` still, for the same readers; or None."""
        words = _bare(old.text)
        clause = self._clauses.get(words)
        readers = self._readers.get(words, {None})
        return clause if clause is not None and {None, old.audience} & readers else None

    @cached_property
    def _clauses(self) -> dict[Key, str]:
        clauses = [clause for section in self.sections for clause in section.clauses]
        return {_bare(clause.text): clause.id for clause in reversed(clauses)}

    @cached_property
    def _readers(self) -> dict[Key, set[str | None]]:
        readers: dict[Key, set[str | None]] = {}
        for one in self.obligations:
            readers.setdefault(_bare(one.text), set()).add(one.audience)
        return readers


class _Walk:
    """The state of one pass over a series: threads, and which of them stand in the snapshot."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.threads: list[_Thread] = []
        self.alive: dict[int, list[int]] = {}  # threads by index into the last snapshot's stock
        self.ids: set[str] = set()
        self.nearest: tuple[int, NearestClauses] | None = None  # of one snapshot, made when needed
        self.names: dict[int, dict[str, str]] = {}  # headings by section id, by snapshot
        self.last: int | None = None  # the last snapshot that was not stepped over

    def start(self, index: int, stock: Stock) -> None:
        """Open a thread for every obligation of the first snapshot."""
        for at, stated in enumerate(stock.stated):
            self.alive[at] = [self._open(stated, index)]
        self.last = index

    def skip(self) -> None:
        """Step over a snapshot: what stood before it is taken to stand."""
        for thread in self.threads:
            thread.present.append(thread.present[-1])

    def stand(self, index: int) -> None:
        """Carry all threads to a snapshot that says what the last one says."""
        self.skip()
        self.last = index

    def step(self, index: int, old: Stock, new: Stock, comparison: Comparison) -> None:
        """Carry all threads from the last snapshot to `index`."""
        matched = match(old, new, comparison)
        pairs, merged = matched.found, matched.merged
        homes = _homes(comparison)
        same = _same_clauses(comparison)
        still = _Still(new)
        alive: dict[int, list[int]] = {}
        for i in range(len(old.stated)):
            threads = self.alive[i]
            j = pairs.get(i, merged.get(i))
            clause = still.stands(old.stated[i].obligation) if j is None else None
            if clause is not None:
                # The words stand there still; only their reading differs. Nothing has vanished.
                # But words that stand for other readers only are gone for these.
                alive[new.carry(old.stated[i], clause)] = threads
                for at in threads:
                    self.threads[at].present.append(True)
                continue
            if j is not None:
                # Of obligations that were merged into one, the first in the list tells its events.
                kept = alive.get(j, [])
                alive[j] = [*threads, *kept] if i in pairs else [*kept, *threads]
            for rank, at in enumerate(threads):
                thread = self.threads[at]
                if j is None:
                    self._vanish(thread, index)
                    continue
                thread.present.append(True)
                if rank:
                    thread.last = new.stated[j]
                elif listed := matched.listed.get((i, j)):
                    self._listed(thread, new.stated[j], index, listed, lead=i in pairs)
                else:
                    merged_here = i not in pairs and (i, j) not in matched.listed
                    self._changed(thread, new.stated[j], index, homes, same, merged=merged_here)
        for j, i in matched.split.items():
            at = self._fork(alive[pairs[i]], old.stated[i], new.stated[j], index)
            alive[j] = [at]
            listed = matched.listed[i, j]
            if listed:
                self._listed(self.threads[at], new.stated[j], index, listed, lead=False)
            else:
                self._changed(self.threads[at], new.stated[j], index, homes, same)
        fresh = [j for j in range(len(new.stated)) if j not in alive]
        self._returns(index, fresh, new, alive)
        for j in range(len(new.stated)):
            if j not in alive:
                alive[j] = [self._open(new.stated[j], index)]
        for thread in self.threads:
            if len(thread.present) <= index:
                thread.present.append(False)
        self.alive = alive
        self.last = index

    def hush(self, index: int, why: str, sections: frozenset[str] | None) -> str:
        """Take back what the step to `index` has told, and say how much that was; "" for nothing.

        With `sections`, only what came or went with them. What the step found stands: the obligations
        of the snapshot, as it words them, are the new state.
        """
        counts: Counter[str] = Counter()
        for thread in self.threads:
            kept = []
            for event in thread.events:
                if event.snapshot == index and (sections is None or is_within(event, sections)):
                    counts[event.event] += 1
                else:
                    kept.append(event)
            thread.events = kept
        told = [f"{counts[name]} {name}" for name in get_args(EventName) if counts[name]]
        return f"{why}: {', '.join(told)}" if told else ""

    def _open(self, stated: Stated, index: int) -> int:
        thread = _Thread(self._unique(stated), stated, [False] * index + [True])
        event = self._event("appeared", index, None, stated.obligation)
        thread.events.append(replace(event, initial=self.last is None))
        self.threads.append(thread)
        return len(self.threads) - 1

    def _unique(self, stated: Stated) -> str:
        """Id from the first wording; later snapshots never change it."""
        seed = "\x1f".join(stated.key)
        salt = 0
        while True:
            name = hashlib.sha256(f"{seed}\x1f{salt}".encode()).hexdigest()[:6]
            if name not in self.ids:
                self.ids.add(name)
                return name
            salt += 1

    def _fork(self, threads: list[int], old: Stated, part: Stated, index: int) -> int:
        """A thread for a part of what was split: it has stood there as long as the whole has.

        One of `threads`, those of the whole, which then is none of them any more, or a new one.
        """
        for at in threads[1:]:
            if self.threads[at].before == part.key:  # it stood apart before it was merged
                threads.remove(at)
                self.threads[at].last = old
                return at
        whole = self.threads[threads[0]]
        shared = [e for e in whole.events if e.event in _PRESENCE and e.snapshot < index]
        thread = _Thread(self._unique(part), old, [*whole.present[:index], True], shared)
        self.threads.append(thread)
        return len(self.threads) - 1

    def _listed(
        self, thread: _Thread, new: Stated, index: int, found: Enumeration, *, lead: bool
    ) -> None:
        """Tell what an enumeration gained or lost by being said in another layout, once.

        Each part that binds as before is not changed by how it is listed.
        """
        old, thread.last = thread.last, new
        thread.before = old.key
        before, after = old.obligation, new.obligation
        if not found.same_limits:
            why = "now listed in another way"
            event = self._event("reworded", index, before, after, why=why)
            thread.events.append(replace(event, impact="neutral"))
        elif lead and found.rest:
            came = len(content_stems(new.text)) > len(content_stems(old.text))
            why = f"{'now also' if came else 'no longer'}: {found.rest}"
            gains = weighs_for_user(after if came else before) == came
            kind: FacetKind = "recipient" if after.topic == "sharing" else "data"
            rest = ("", found.rest) if came else (found.rest, "")
            event = self._event("reworded", index, before, after, why=why)
            event = replace(
                event,
                impact="for-user" if gains else "against-user",
                facets=(Facet(kind=kind, old=rest[0], new=rest[1]),),
            )
            thread.events.append(event)

    def _changed(
        self,
        thread: _Thread,
        new: Stated,
        index: int,
        homes: dict[str, set[str]],
        same: set[tuple[str, str]],
        *,
        merged: bool = False,
    ) -> None:
        old, thread.last = thread.last, new
        before, after = old.obligation, new.obligation
        verdict = judge(before, after, same_words=(before.clause, after.clause) in same)
        if merged:
            why = "now part of another clause"
            event = self._event("reworded", index, before, after, why=why)
            # What else the other clause says is told there.
            thread.events.append(replace(event, impact="neutral"))
            return
        # What stands there several times has stayed if one copy has.
        moved = all(
            new.sections.isdisjoint(homes.get(section, new.sections)) for section in old.sections
        )
        if verdict is not None:
            name, why = verdict
            # Among the rules for some readers it is for them: another place, not other words.
            if moved and _differ_in_readers(before, after, name):
                name = "moved"
            thread.events.append(self._event(name, index, before, after, why=why))
        elif moved:
            thread.events.append(self._event("moved", index, before, after))

    def _vanish(self, thread: _Thread, index: int) -> None:
        thread.present.append(False)
        old = thread.last.obligation
        thread.events.append(
            self._event("vanished", index, old, None, nearest=self._near(index).find(old))
        )

    def _section_name(self, index: int, section_id: str) -> str:
        """Heading path of a section; of the last documents asked for, the names are kept."""
        if index not in self.names:
            if len(self.names) > 2:
                self.names.pop(min(self.names))
            sections = self.documents[index].sections
            self.names[index] = {section.id: " > ".join(section.path) for section in sections}
        return self.names[index].get(section_id, "")

    def _near(self, index: int) -> NearestClauses:
        if self.nearest is None or self.nearest[0] != index:
            self.nearest = (index, NearestClauses(self.documents[index]))
        return self.nearest[1]

    def _returns(
        self, index: int, fresh: Sequence[int], new: Stock, alive: dict[int, list[int]]
    ) -> None:
        living = {at for threads in alive.values() for at in threads}
        absent = [
            at for at, thread in enumerate(self.threads)
            if at not in living and len(thread.present) == index and not thread.present[-1]
        ]  # fmt: skip
        if not absent or not fresh:
            return
        back = find_returned(
            [self.threads[at].last for at in absent], [new.stated[j] for j in fresh]
        )
        for gone, there in back.items():
            at, j = absent[gone], fresh[there]
            thread = self.threads[at]
            thread.present.append(True)
            before = thread.last.obligation
            thread.last = new.stated[j]
            thread.events.append(self._event("returned", index, before, new.stated[j].obligation))
            alive[j] = [at]

    def _event(
        self,
        name: EventName,
        index: int,
        old: Obligation | None,
        new: Obligation | None,
        *,
        why: str = "",
        nearest: Nearest | None = None,
    ) -> Event:
        at = index if new or self.last is None else self.last
        shown = new or old
        return Event(
            event=name,
            impact=impact_of(name, old, new),
            snapshot=index,
            after=self.documents[self.last].snapshot.date if self.last is not None else None,
            by=self.documents[index].snapshot.date,
            old=old,
            new=new,
            section=self._section_name(at, shown.section) if shown else "",
            why=why,
            facets=find_facets(old, new)
            if old and new and name not in ("moved", "returned")
            else (),
            nearest=nearest,
        )


def _differ_in_readers(old: Obligation, new: Obligation, name: EventName) -> bool:
    """Whether what `name` tells is no more than that the same words are for other readers."""
    by_readers = old.audience != new.audience and name in ("strengthened", "weakened")
    by_words = by_readers and (old.bearer, old.modality) == (new.bearer, new.modality)
    return (name == "reworded" or by_words) and same_wording(old, new)


def _homes(comparison: Comparison) -> dict[str, set[str]]:
    """New section ids by old section id: where a clause may stand without having moved."""
    homes: dict[str, set[str]] = {}
    for pair in comparison.sections:
        for old in pair.old:
            homes.setdefault(old.id, set()).update(section.id for section in pair.new)
    return homes


def _same_clauses(comparison: Comparison) -> set[tuple[str, str]]:
    """Ids of clauses that say the same though their letters may differ."""
    return {
        (pair.old.id, pair.new.id)
        for section in comparison.sections
        for pair in section.clauses
        if pair.old and pair.new and pair.change in ("same", "moved")
    }
