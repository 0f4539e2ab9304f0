"""Documents, comparisons and timelines built by hand for the terminal tests.

A comparison is written as pairs of headings and clauses; `[-old-]` and `{+new+}` in a clause make
its edit script, so that a fixture reads like its own golden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policydiff.model import (
    Clause,
    ClauseChange,
    ClausePair,
    Comparison,
    DateCandidate,
    Decision,
    Document,
    Dropped,
    Event,
    Facet,
    History,
    Ignored,
    Nearest,
    Obligation,
    Op,
    Section,
    SectionChange,
    SectionPair,
    Snapshot,
    SnapshotWarning,
    Timeline,
)

_MARKUP = re.compile(r"\[-(?P<old>.*?)-\]|\{\+(?P<new>.*?)\+\}", re.S)


def ops_of(text: str) -> tuple[Op, ...]:
    """The edit script that `text` spells."""
    ops: list[Op] = []
    end = 0
    for match in _MARKUP.finditer(text):
        if match.start() > end:
            ops.append(("=", text[end : match.start()]))
        ops.append(("-", match["old"]) if match["old"] is not None else ("+", match["new"]))
        end = match.end()
    if end < len(text):
        ops.append(("=", text[end:]))
    return tuple(ops)


def make_snapshot(date: str | None, **fields: object) -> Snapshot:
    """A snapshot of a plain text policy; `fields` replace what it would say."""
    values: dict[str, object] = {
        "source": f"samples/northwind/{date}.txt",
        "revision": None,
        "series": "northwind",
        "title": "Northwind Privacy Policy",
        "format": "text",
        "encoding": "utf-8",
        "sha256": "0" * 64,
        "date": date,
        "precision": "day" if date else None,
        "date_kind": "updated" if date else None,
        "ambiguous": False,
        "dates": (),
        "warnings": (),
    }
    return Snapshot(**{**values, **fields})  # type: ignore[arg-type]


@dataclass
class PairBuilder:
    """Collects section pairs and the two documents that they come from."""

    old_sections: list[Section] = field(default_factory=list)
    new_sections: list[Section] = field(default_factory=list)
    pairs: list[SectionPair] = field(default_factory=list)
    old_line: int = 3
    new_line: int = 4

    def add(
        self,
        old: str | None,
        new: str | None,
        changes: Sequence[SectionChange],
        clauses: Sequence[str | tuple[str, dict[str, object]]],
        number: str | None = None,
    ) -> None:
        """A section pair; a clause starts with its sign: " ", "-", "+", "~" or ">"."""
        old_id, new_id = f"s{len(self.old_sections) + 1}", f"s{len(self.new_sections) + 1}"
        old_line, new_line = self.old_line, self.new_line
        old_clauses: list[Clause] = []
        new_clauses: list[Clause] = []
        pairs: list[ClausePair] = []
        for item in clauses:
            text, extra = item if isinstance(item, tuple) else (item, {})
            sign, text = text[0], text[2:]
            change: ClauseChange = {
                " ": "same", "-": "removed", "+": "added", "~": "edited", ">": "moved",
            }[sign]  # type: ignore[assignment]  # fmt: skip
            ops = ops_of(text)
            before = after = None
            if sign != "+":
                self.old_line += 1
                before = self._clause(old_id, old_clauses, ops, "+", self.old_line, extra)
            if sign != "-":
                self.new_line += 1
                after = self._clause(new_id, new_clauses, ops, "-", self.new_line, extra)
            pairs.append(
                ClausePair(
                    change=change, old=before, new=after, ops=ops if change == "edited" else ()
                )
            )
        sides: list[tuple[Section, ...]] = []
        for heading, side, ident, line, body in (
            (old, self.old_sections, old_id, old_line, old_clauses),
            (new, self.new_sections, new_id, new_line, new_clauses),
        ):
            if heading is None:
                sides.append(())
                continue
            section = Section(
                id=ident, heading=heading or None, number=number, level=1, path=(heading,),
                style="line", line=line, clauses=tuple(body),
            )  # fmt: skip
            side.append(section)
            sides.append((section,))
        self.old_line += 2 if old is not None else 0
        self.new_line += 2 if new is not None else 0
        self.pairs.append(
            SectionPair(
                changes=tuple(changes),
                old=sides[0],
                new=sides[1],
                similarity=0.8,
                clauses=tuple(pairs),
            )
        )

    def build(self, old: Snapshot, new: Snapshot) -> Comparison:
        """The comparison of all that was added."""
        return Comparison(
            old=Document(snapshot=old, sections=tuple(self.old_sections), dropped=()),
            new=Document(snapshot=new, sections=tuple(self.new_sections), dropped=()),
            sections=tuple(self.pairs),
        )

    @staticmethod
    def _clause(
        section: str,
        clauses: list[Clause],
        ops: Sequence[Op],
        skip: str,
        line: int,
        extra: dict[str, object],
    ) -> Clause:
        text = "".join(part for sign, part in ops if sign != skip)
        fields: dict[str, object] = {"kind": "item" if extra else "sentence", **extra}
        clause = Clause(id=f"{section}.c{len(clauses) + 1}", text=text, line=line, **fields)  # type: ignore[arg-type]
        clauses.append(clause)
        return clause


def make_obligation(
    text: str, action: str, modality: str = "practice", **fields: object
) -> Obligation:
    """An obligation of the company about sharing, unless `fields` say otherwise."""
    values: dict[str, object] = {
        "id": "000000", "section": "s1", "clause": "s1.c1", "line": 1, "text": text,
        "span": (0, len(text)), "bearer": "company", "modality": modality, "strength": "plain",
        "topic": "sharing", "action": action,
    }  # fmt: skip
    return Obligation(**{**values, **fields})  # type: ignore[arg-type]


def northwind_snapshots() -> tuple[Snapshot, Snapshot]:
    """Two snapshots; the later one has an ambiguous date and a warning."""
    old = make_snapshot("2001-10-16")
    chosen = DateCandidate(
        kind="effective", value="2003-01-02", precision="day", text="Effective 02/01/2003", line=2,
        ambiguous=True, chosen=True, why="day first, as everywhere else in the series",
    )  # fmt: skip
    other = DateCandidate(
        kind="effective", value="2003-02-01", precision="day", text="Effective 02/01/2003", line=2,
        ambiguous=True,
    )  # fmt: skip
    new = make_snapshot(
        "2003-01-02",
        date_kind="effective",
        ambiguous=True,
        dates=(chosen, other),
        title="Northwind Privacy Notice",
        warnings=(SnapshotWarning(code="mojibake", message="3 characters look damaged", line=41),),
    )
    return old, new


def northwind_diff() -> tuple[Comparison, Timeline]:
    """A comparison with every kind of change, and its events."""
    b = PairBuilder()
    b.add("", "", (), ["  Northwind Traders runs northwind.example and cares about privacy."])
    b.add(
        "What We Collect", "Information We Collect", ("renamed", "edited"),
        [
            ("  We collect:", {}),
            ("  your name and postal address;", {"number": "(a)", "depth": 1}),
            ("~ your [-telephone number-]{+telephone and mobile number+};", {"number": "(b)", "depth": 1}),
            ("+ the content of your address book, if you import it, together with the dates on "
             "which each entry was last changed;", {"number": "(c)", "depth": 1}),
            ("  items that you order.", {"number": "(d)", "depth": 1}),
            "~ We keep this information for [-30 days-]{+two years+} after your last order.",
        ],
        number="I.",
    )  # fmt: skip
    b.add("Children", "Children", (), ["  Northwind is not directed at children under 13."])
    b.add("Security", "Security", (), ["  We use SSL.", "  Our staff are trained."])
    b.add(
        "Sharing Your Information", "Sharing Your Information", ("moved", "edited"),
        [
            "  We value your trust.",
            "~ We [-will never sell or rent-]{+may share+} your personal information [-to-]{+with+} "
            "[-anyone-]{+carefully selected partners, whose list stands at "
            "https://northwind.example/about/partners/carefully-selected/list-of-all-partners.html+}.",
            "- We will tell you by e-mail before we disclose your information to the police, unless "
            "the law forbids it.",
            "  We may disclose it if the law so requires.",
            "+ 我们可能会与关联公司、服务提供商及广告合作伙伴共享您的个人信息，以便向您提供个性化的服务和广告。",
        ],
        number="II.",
    )  # fmt: skip
    b.add(
        "Changes", None, ("removed",),
        ["- We will post any change to this policy on this page thirty days before it takes effect."],
    )  # fmt: skip
    b.add(
        None, "Your Choices", ("added",),
        ["+ You may opt out of e-mail by writing to privacy@northwind.example."],
    )  # fmt: skip
    b.add("Contact", "Contact", (), ["  Write to Northwind, 1 Harbour Road, Seattle."])
    old, new = northwind_snapshots()
    comparison = b.build(old, new)
    sell = make_obligation(
        "We will never sell or rent your personal information to anyone.",
        "sell or rent your personal information to anyone", "prohibition", strength="strong",
        clause="s5.c2", section="s5", line=24,
    )  # fmt: skip
    share = make_obligation(
        comparison.new.sections[4].clauses[1].text, "share your personal information with carefully "
        "selected partners", "permission", clause="s5.c2", section="s5", line=25,
    )  # fmt: skip
    police = make_obligation(
        comparison.old.sections[4].clauses[2].text,
        "tell you by e-mail before we disclose your information to the police", "obligation",
        strength="strong", line=25, exceptions=("unless the law forbids it",),
    )  # fmt: skip
    keep_old = make_obligation(
        "We keep this information for 30 days after your last order.",
        "keep this information for 30 days", topic="retention", clause="s2.c6", line=14,
    )  # fmt: skip
    keep_new = make_obligation(
        "We keep this information for two years after your last order.",
        "keep this information for two years", topic="retention", clause="s2.c6", line=16,
    )  # fmt: skip
    opt_out = make_obligation(
        "You may opt out of e-mail by writing to privacy@northwind.example.",
        "opt out of e-mail by writing to privacy@northwind.example", "permission", bearer="user",
        topic="choice", line=33,
    )  # fmt: skip
    a, z = old.date, new.date
    events = [
        Event(event="reversed", impact="against-user", snapshot=1, after=a, by=z, old=sell, new=share,
              section="II. Sharing Your Information", why="will never → may",
              facets=(Facet(kind="recipient", old="anyone", new="carefully selected partners"),)),
        Event(event="vanished", impact="against-user", snapshot=1, after=a, by=z, old=police, new=None,
              section="II. Sharing Your Information",
              nearest=Nearest(text="We may disclose it if the law so requires.", similarity=0.41, line=26)),
        Event(event="reworded", impact="neutral", snapshot=1, after=a, by=z, old=keep_old, new=keep_new,
              section="I. Information We Collect",
              facets=(Facet(kind="value", old="30 days", new="two years"),)),
        Event(event="appeared", impact="for-user", snapshot=1, after=a, by=z, old=None, new=opt_out,
              section="Your Choices"),
    ]  # fmt: skip
    histories = tuple(
        History(
            id=f"{index:06}", latest=event.new or event.old or sell,
            present=(event.old is not None, event.new is not None), events=(event,),
        )
        for index, event in enumerate(events)
    )  # fmt: skip
    return comparison, Timeline(series="northwind", snapshots=(old, new), histories=histories)


_TRACKS = (
    # topic, bearer, modality, strength, action, then a sign for each snapshot
    ("collection", "company", "practice", "plain", "collect your name, postal address and telephone number when you order", "A--r------"),
    ("collection", "company", "practice", "plain", "collect the content of your address book", "    A-s---"),
    ("use", "company", "practice", "plain", "use your address to deliver what you ordered", "A---------"),
    ("sharing", "company", "prohibition", "strong", "sell or rent your personal information to anyone", "A-w---x---"),
    ("sharing", "company", "obligation", "strong", "tell you by e-mail before we disclose your information to the police", "A---v  b-v"),
    ("choice", "user", "permission", "plain", "opt out of e-mail by writing to us", "  A---m---"),
    ("retention", "company", "practice", "plain", "keep your orders for two years", "A--s---r--"),
    ("transfer", "company", "permission", "plain", "在中国大陆以外的国家和地区存储和处理您的个人信息，包括新加坡与美国", "       A--"),
    ("liability", "third-party", "disclaimer", "plain", "be responsible for what partners do", "A---------"),
)  # fmt: skip
_DATES = (
    "1999-07-10", "2001-10-16", "2003-01-02", "2004-05-30", "2004-11-01", "2008-03-15",
    "2012-09-01", "2016-01-20", "2018-05-25", "2024-02-14",
)  # fmt: skip
_NAMES = {
    "A": "appeared", "r": "reworded", "s": "strengthened", "w": "weakened", "x": "reversed",
    "m": "moved", "v": "vanished", "b": "returned",
}  # fmt: skip


def northwind_timeline(stretch: int = 1) -> Timeline:
    """Ten snapshots and nine obligations with every kind of event; `stretch` repeats snapshots."""
    dates = [
        f"{date[:5]}{(int(date[5:7]) + step - 1) % 12 + 1:02}{date[7:]}"
        for date in _DATES
        for step in range(stretch)
    ]
    dates.sort()
    snapshots = tuple(make_snapshot(date) for date in dates)
    histories = []
    for row, (topic, bearer, modality, strength, action, track) in enumerate(_TRACKS):
        signs = "".join(s + ("-" if s not in "v " else " ") * (stretch - 1) for s in track)
        words = {"obligation": "will", "prohibition": "will not", "permission": "may"}.get(
            modality, "do"
        )
        text = f"{ {'company': 'We', 'user': 'You'}.get(bearer, 'Partners') } {words} {action}."
        now = make_obligation(
            text, action, modality, bearer=bearer, strength=strength, topic=topic, line=10 + row,
        )  # fmt: skip
        events = []
        for index, sign in enumerate(signs):
            name = _NAMES.get(sign)
            if name is None:
                continue
            old = None if sign in "Ab" else make_obligation(
                text.replace("your", "the"), action, modality, bearer=bearer,
                strength="weak" if sign == "s" else strength, topic=topic, line=9 + row,
            )  # fmt: skip
            new = None if sign == "v" else now
            if sign == "x":
                new = make_obligation(
                    text.replace("will not", "may"),
                    action,
                    "permission",
                    topic=topic,
                    line=10 + row,
                )
            impact = {"A": "neutral", "r": "neutral", "m": "neutral", "b": "for-user"}.get(
                sign, "against-user"
            )
            events.append(
                Event(
                    event=name,
                    impact=impact,
                    snapshot=index,  # type: ignore[arg-type]
                    after=dates[index - 1] if index else None,
                    by=dates[index],
                    old=old,
                    new=new,
                    section=topic.capitalize(),
                    initial=index == 0,
                )
            )
        latest = next((e.new for e in reversed(events) if e.new), now)
        present = tuple(sign not in "v " for sign in signs)
        histories.append(
            History(id=f"{row:06}", latest=latest, present=present, events=tuple(events))
        )
    ignored = (Ignored(rule="blink", snapshot=3, detail="“We use cookies.” is missing once only"),)
    return Timeline(
        series="northwind", snapshots=snapshots, histories=tuple(histories), ignored=ignored
    )


def northwind_outline() -> tuple[Document, list[Obligation]]:
    """A document with nested, numbered and run-in headings, things dropped, and decisions."""
    comparison, timeline = northwind_diff()
    sections = list(comparison.old.sections)
    nested = Section(
        id="s90", heading="What stores are told about you, and what they may do with it after you ask them to stop",
        number="II.1", level=2, path=("Sharing Your Information", "What stores are told"), style="run-in",
        line=27, clauses=sections[4].clauses[:1],
    )  # fmt: skip
    sections.insert(5, nested)
    decisions = (
        Decision(line=6, text="What We Collect", heading=True, score=4.2,
                 signs=(("blank line before", 1.9), ("title case", 1.4), ("no final stop", 0.9))),
        Decision(line=14, text="We keep this information for 30 days after your last order.",
                 heading=False, score=-6.0, signs=(("final stop", -4.1), ("many words", -1.9))),
    )  # fmt: skip
    document = Document(
        snapshot=comparison.old.snapshot,
        sections=tuple(sections),
        dropped=(
            Dropped(kind="toc", first_line=1, last_line=2),
            Dropped(kind="copyright", first_line=40, last_line=40),
        ),
        decisions=decisions,
    )
    obligations = [
        history.events[0].old for history in timeline.histories if history.events[0].old is not None
    ]
    return document, obligations
