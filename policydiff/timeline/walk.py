"""One pass over a series: threads of obligations, carried from snapshot to snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import get_args

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.compare.normalise import Key, normalise
from policydiff.digest import sha256
from policydiff.model import (
    Comparison,
    Document,
    Event,
    EventName,
    Facet,
    FacetKind,
    Nearest,
    Obligation,
)
from policydiff.timeline.clause_pairs import homes_of, same_clauses, tabled
from policydiff.timeline.content import content_stems
from policydiff.timeline.enumeration import Enumeration
from policydiff.timeline.events import judge, same_wording
from policydiff.timeline.facets import find_facets
from policydiff.timeline.impact import impact_of, weighs_for_user
from policydiff.timeline.matching import match
from policydiff.timeline.nearest import NearestClauses
from policydiff.timeline.quiet import is_within
from policydiff.timeline.renamed import Renamed, differ_in_name, find_renamed
from policydiff.timeline.returning import find_returned
from policydiff.timeline.standing import Still, Stood
from policydiff.timeline.stock import Stated, Stock
from policydiff.timeline.twins import Twins, is_slip


class _Thread(Struct):
    """One obligation while it is being followed. Lives only inside a walk."""

    id: str
    last: Stated
    present: list[bool]
    events: list[Event] = field(default_factory=list)
    before: tuple[str, str, Key, Key] | None = None  # key before it was listed with others


_NONE: Mapping[str, str] = {}
_PRESENCE = ("appeared", "vanished", "returned")


class Walk:
    """The state of one pass over a series: threads, and which of them stand in the snapshot."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.threads: list[_Thread] = []
        self.alive: dict[int, list[int]] = {}  # threads by index into the last snapshot's stock
        self.ids: set[str] = set()
        self.nearest: tuple[int, NearestClauses] | None = None  # of one snapshot, made when needed
        self.names: dict[int, dict[str, str]] = {}  # headings by section id, by snapshot
        self.renamed: Renamed | None = None  # what the title calls otherwise in this step
        self.last: int | None = None  # the last snapshot that was not stepped over
        self.walked: list[int] = []  # all of those

    def start(self, index: int, stock: Stock) -> None:
        """Open a thread for every obligation of the first snapshot."""
        for at, stated in enumerate(stock.stated):
            self.alive[at] = [self._open(stated, index)]
        self._walked(index)

    def _walked(self, index: int) -> None:
        self.last = index
        self.walked.append(index)

    def skip(self) -> None:
        """Step over a snapshot: what stood before it is taken to stand."""
        for thread in self.threads:
            thread.present.append(thread.present[-1])

    def stand(self, index: int) -> None:
        """Carry all threads to a snapshot that says what the last one says."""
        self.skip()
        self._walked(index)

    def step(self, index: int, old: Stock, new: Stock, comparison: Comparison) -> None:
        """Carry all threads from the last snapshot to `index`."""
        matched = match(old, new, comparison)
        self.renamed = find_renamed(old.document, new.document)
        pairs, merged = matched.found, matched.merged
        homes = homes_of(comparison)
        same = same_clauses(comparison)
        still, cells, twins = Still(new), tabled(comparison), Twins(old, new, comparison)
        before_it = Stood(old)
        alive: dict[int, list[int]] = {}
        for i in range(len(old.stated)):
            threads = self.alive[i]
            j = pairs.get(i, merged.get(i, matched.copied.get(i)))
            before = old.stated[i].obligation
            clause = still.stands(before) if j is None else None
            if j is None and clause is None and before.modality == "practice":
                clause = cells[0].get(before.clause)
            twin = twins.stated_in(old.stated[i]) if j is None and clause is None else None
            if twin is not None:
                alive[self._reread(threads, new, index, *twin)] = threads
                continue
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
                elif i in matched.copied:
                    here = new.stated[j].read_by(before.audience)
                    if not is_slip(before.text, here.obligation.text):
                        self._changed(thread, here, index, homes, same)
                    thread.last = new.stated[j]
                else:
                    merged_here = i in merged and (i, j) not in matched.listed
                    self._changed(thread, new.stated[j], index, homes, same, merged=merged_here)
        for j, i in matched.split.items():
            listed, whole = matched.listed[i, j], old.stated[i]
            if not listed:
                whole = whole.read_by(new.stated[j].obligation.audience)
            at = self._fork(alive[pairs[i]], whole, new.stated[j], index)
            alive[j] = [at]
            if listed:
                self._listed(self.threads[at], new.stated[j], index, listed, lead=False)
            else:
                self._changed(self.threads[at], new.stated[j], index, homes, same)
        for j, i in matched.parted.items():
            at = self._fork(alive[pairs[i]], old.stated[i], new.stated[j], index)
            alive[j] = [at]
            self._told_apart(self.threads[at], new.stated[j], index, "was part of another clause")
        fresh = [j for j in range(len(new.stated)) if j not in alive]
        self._returns(index, fresh, new, alive)
        for j in range(len(new.stated)):
            if j not in alive:
                stood = twins.stood_as(new.stated[j]) or before_it.stood_as(new.stated[j])
                alive[j] = [
                    self._open_since(new.stated[j], index, *stood)
                    if stood
                    else self._open(new.stated[j], index, cells[1])
                ]
        for thread in self.threads:
            if len(thread.present) <= index:
                thread.present.append(False)
        self.alive = alive
        self._walked(index)

    def hush(self, index: int, rule: str, why: str, sections: frozenset[str] | None) -> str:
        """Mark what the step to `index` has told as ignored, and say how much; "" for nothing.

        With `sections`, only what came or went with them. What the step found stands: the obligations
        of the snapshot, as it words them, are the new state.
        """
        counts: Counter[str] = Counter()
        for thread in self.threads:
            for at, event in enumerate(thread.events):
                if event.snapshot == index and (sections is None or is_within(event, sections)):
                    counts[event.event] += not event.ignored
                    thread.events[at] = replace(event, ignored=rule)
        told = [f"{counts[name]} {name}" for name in get_args(EventName) if counts[name]]
        return f"{why}: {', '.join(told)}" if told else ""

    def _reread(
        self, threads: list[int], new: Stock, index: int, twin: Stated, differs: bool
    ) -> int:
        """Carry an obligation over into a clause in which nothing is found; its index in the stock."""
        at = new.carry(twin, twin.obligation.clause)
        stated = new.stated[at]
        home = next(iter(stated.sections))
        stated = replace(stated, obligation=replace(stated.obligation, section=home))
        new.stated[at] = stated
        for rank, one in enumerate(threads):
            thread = self.threads[one]
            before, thread.last = thread.last.obligation, stated
            thread.present.append(True)
            if differs and not rank:
                event = self._event("reworded", index, before, stated.obligation)
                thread.events.append(replace(event, impact="neutral"))
        return at

    def _open(
        self,
        stated: Stated,
        index: int,
        tabled: Mapping[str, str] = _NONE,
    ) -> int:
        thread = _Thread(self._unique(stated), stated, [False] * index + [True])
        event = self._event("appeared", index, None, stated.obligation)
        if stated.obligation.modality == "practice" and stated.obligation.clause in tabled:
            event = replace(event, impact="neutral", why="it stood in a table before")
        thread.events.append(replace(event, initial=self.last is None))
        self.threads.append(thread)
        return len(self.threads) - 1

    def _open_since(self, stated: Stated, index: int, before: Stated, differs: bool) -> int:
        """Open a thread for what was read only now: it stood there as long as its sentence did."""
        last = self.documents[self.walked[-1]]
        home = next(s for s in last.sections for c in s.clauses if c.id == before.obligation.clause)
        old, said = replace(before.obligation, section=home.id), normalise(before.obligation.text)
        run = [
            at
            for at in self.walked
            if any(normalise(clause.text) == said for clause in self.documents[at].clauses)
        ]
        gap = next((at for at in reversed(self.walked) if at not in run), -1)
        since = next(at for at in run if at > gap)
        thread = _Thread(self._unique(stated), stated, [at >= since for at in range(index + 1)])
        ahead = [at for at in self.walked if at < since]
        event = self._event("appeared", index, None, old)
        thread.events.append(
            replace(
                event,
                snapshot=since,
                after=self.documents[ahead[-1]].snapshot.date if ahead else None,
                by=self.documents[since].snapshot.date,
                section=" > ".join(home.path),
                initial=not ahead,
            )
        )
        if differs:
            event = self._event("reworded", index, old, stated.obligation)
            thread.events.append(replace(event, impact="neutral"))
        self.threads.append(thread)
        return len(self.threads) - 1

    def _unique(self, stated: Stated) -> str:
        """Id from the first wording; later snapshots never change it."""
        seed = "\x1f".join((stated.named or stated.key[0], *stated.key[1:]))
        salt = 0
        while True:
            name = sha256(f"{seed}\x1f{salt}".encode()).hexdigest()[:6]
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
            # What the sentence says of its other things is no facet of this one.
            thread.events.append(replace(event, impact="neutral", facets=()))
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
        if merged:
            self._told_apart(thread, new, index, "now part of another clause")
            return
        old, thread.last = thread.last, new
        before, after = old.obligation, new.obligation
        same_words = (before.clause, after.clause) in same
        same_words |= differ_in_name(before.text, after.text, self.renamed)
        verdict = judge(before, after, same_words=same_words)
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

    def _told_apart(self, thread: _Thread, new: Stated, index: int, why: str) -> None:
        """Tell that other words hold an obligation; what else they say is told where it belongs."""
        old, thread.last = thread.last, new
        event = self._event("reworded", index, old.obligation, new.obligation, why=why)
        thread.events.append(replace(event, impact="neutral"))

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
