"""The frozen types that the rooms hand to each other; no behaviour beyond small properties.

In the order in which the rooms give them: snapshots and blocks, documents, obligations, comparisons,
timelines, findings. Texts are what a reader sees (markup removed, white space folded). Lines count
from 1 in the source file; `Page` and `Paragraph` stand in their place where a format has none. Dates
are ISO strings cut to their precision ("2018", "2018-05", "2018-05-30"), so that a year is never
passed off as a day; as strings they sort in time order.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from policydiff.vocabulary import (
    Bearer as Bearer,
    ClauseChange as ClauseChange,
    ClauseKind as ClauseKind,
    ClausePart as ClausePart,
    DateKind as DateKind,
    DroppedKind as DroppedKind,
    EventName as EventName,
    FacetKind as FacetKind,
    HeadingStyle as HeadingStyle,
    Impact as Impact,
    Modality as Modality,
    Op as Op,
    Precision as Precision,
    SectionChange as SectionChange,
    Severity as Severity,
    Strength as Strength,
    Topic as Topic,
    ValueComparison as ValueComparison,
    ValueKind as ValueKind,
)

Axis = Literal["effective", "captured"]  # which of a snapshot's dates puts it in order
Undated = Literal["error", "order", "skip"]  # what becomes of a snapshot without a date


class _Place(int):
    """A number that counts something else than lines: the third page is not the third line.

    Memories that know things by equality would otherwise give a page's text for a line's.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and int(self) == int(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((type(self).__name__, int(self)))


class Page(_Place):
    """The number of a page, in the place of a line number: PDFs have no lines. Counts from 1."""

    def __add__(self, other: int) -> Page:
        return Page(int(self) + other)


class Paragraph(_Place):
    """The number of a paragraph, in the place of a line number: DOCX. Counts from 1."""

    def __add__(self, other: int) -> Paragraph:
        return Paragraph(int(self) + other)


class SnapshotWarning(Struct, frozen=True, kw_only=True):
    """Something odd but readable about one snapshot; it travels with the document."""

    code: str  # stable, kebab-case: "not-a-policy", "date-conflict", ...
    message: str
    line: int | None = None
    words: str = ""  # of the text that it is about, where it is about words


class DateCandidate(Struct, frozen=True, kw_only=True):
    """One reading of one date found in, or given for, a snapshot."""

    kind: DateKind
    value: str  # ISO, cut to `precision`
    precision: Precision
    text: str  # the words that say so, as the document spells them
    line: int | None = None  # None where it does not stand in the text
    ambiguous: bool = False  # another reading of the same words is not ruled out
    chosen: bool = False
    why: str = ""


class RawSnapshot(Struct, frozen=True, kw_only=True):
    """Bytes as a source gave them, before anybody has understood them."""

    data: bytes
    source: str  # how the user names it: a path, or "-"
    series: str | None = None
    revision: str | None = None
    title: str | None = None  # given by a manifest
    dates: tuple[DateCandidate, ...] = ()  # what the source knows: given, file name, capture
    media: str | None = None  # "text/html", where the source says so
    charset: str | None = None  # the encoding that a server declared
    technical: bool = False  # the archive says that it reads the page in another way than before
    uncommitted: bool = False  # it stands in the work tree; the repository has older versions only
    warnings: tuple[SnapshotWarning, ...] = ()


class Block(Struct, frozen=True, kw_only=True):
    """One paragraph, heading, list item, table cell or rule, as a reader found it.

    `text` may hold "\\n" where the source breaks a line on purpose. `bold` are half-open character
    offsets into `text`.
    """

    kind: Literal["heading", "paragraph", "item", "cell", "rule"]
    text: str
    line: int
    end_line: int
    level: int = 0  # heading: 1 to 6; item: nesting depth, from 1
    marker: str = ""  # what the item starts with: "•", "1.", "(a)"
    bold: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # (text, target)
    row: int = 0  # cells of one table row share a number, from 1
    header: bool = False  # a cell of the head row
    quote: bool = False  # inside a block quote
    gap_lines: int = 0  # blank lines before it
    furniture: DroppedKind | None = None  # marked by the format as no part of the text: <nav>


class Clause(Struct, frozen=True, kw_only=True):
    """One sentence, list item or part of a table cell."""

    id: str  # "s4.c1", unique in its document
    text: str
    kind: ClauseKind
    line: int
    number: str = ""  # marker of the item that it opens: "•", "(1)", "a."
    label: int = 0  # length of a leading run-in label ("Disclosure: ") inside `text`
    lead_in: str | None = None  # id of the clause that it completes ("We collect:")
    depth: int = 0  # nesting of the list that it stands in, from 1; 0 outside lists
    context: tuple[str, ...] = ()  # table: headings of its column and row
    links: tuple[str, ...] = ()  # link targets in it
    # Clauses of one paragraph, item or cell share it; lines cannot tell, as a page may be one line.
    # 0: not known, `line` stands for it.
    paragraph: int = 0
    row: int = 0  # of its table cell, counted through the tables of the section, from 1
    column: int = 0  # of its table cell, from 1; 0 outside tables


class Section(Struct, frozen=True, kw_only=True):
    """A heading with the clauses up to the next heading of any level."""

    id: str  # "s4", in document order
    heading: str | None  # None before the first heading
    number: str | None  # "II.", as written
    level: int  # 1 is the outermost level below the title
    path: tuple[str, ...]  # headings from the outermost down to this one
    style: HeadingStyle
    line: int
    clauses: tuple[Clause, ...]


class Dropped(Struct, frozen=True, kw_only=True):
    """Lines that belong to no section, and why: listed, never silently lost."""

    kind: DroppedKind
    first_line: int
    last_line: int  # inclusive
    texts: tuple[tuple[int, str], ...] = ()  # (line, words); a link of a menu is left out


class Decision(Struct, frozen=True, kw_only=True):
    """Why one line became a heading or did not; for `sections --explain`."""

    line: int
    text: str
    heading: bool
    score: float  # log-odds; positive means heading
    signs: tuple[tuple[str, float], ...]  # (sign, weight), heaviest first


class Snapshot(Struct, frozen=True, kw_only=True):
    """What is known of a policy as it stood on one date, apart from its text."""

    source: str
    revision: str | None
    series: str | None
    title: str | None
    format: str
    encoding: str
    sha256: str
    date: str | None
    precision: Precision | None
    date_kind: DateKind | None
    ambiguous: bool
    dates: tuple[DateCandidate, ...]
    warnings: tuple[SnapshotWarning, ...]
    technical: bool = False  # differs from the one before by how the archive reads the page
    uncommitted: bool = False  # not committed yet; its date may be that of the commit before it


class SeriesSummary(Struct, frozen=True, kw_only=True):
    """One series in a list of them."""

    name: str
    snapshots: int
    first: str | None  # date of the first snapshot
    last: str | None
    source: str | None = None  # path inside a repository
    warnings: tuple[SnapshotWarning, ...] = ()


class Document(Struct, frozen=True, kw_only=True):
    """A snapshot as ordered, headed sections of clauses."""

    snapshot: Snapshot
    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]
    decisions: tuple[Decision, ...] = ()
    title: str | None = None  # that the text gives itself; a manifest may call it otherwise
    # First and last line, where the title stands in no section; else its words are a heading.
    title_lines: tuple[int, int] | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in document order."""
        return tuple(clause for section in self.sections for clause in section.clauses)


class Value(Struct, frozen=True, kw_only=True):
    """One number of an obligation with its unit, or words that stand in its place ("promptly").

    Two values of one kind compare by `quantity`: ages in years, periods in days (a month is a
    twelfth of 365, a business day 7/5), the rest as they stand.
    """

    kind: ValueKind
    comparison: ValueComparison
    number: str | None  # decimal, "1000.5"; None where words stand for it
    upper: str | None  # the far end of a range ("between 30 and 60 days")
    unit: str | None  # "day", "business-day", "EUR", "percent", "device"; None without a number
    quantity: float | None
    text: str  # as the document spells it, without the comparison: "thirty (30) days"
    span: tuple[int, int]  # of `text` in the clause, half-open

    @property
    def told(self) -> str:
        """ "30 days": the text; of an age that the document gave a name, "18 (Minors)"."""
        named = self.kind == "age" and self.text[:1].isupper() and self.number
        return f"{self.number} ({self.text})" if named else self.text

    @property
    def phrase(self) -> str:
        """ "at least 30 days": as it is told, with the comparison, where that says something."""
        plain = self.comparison == "exactly" or self.number is None
        return self.told if plain else f"{self.comparison} {self.told}"


class Obligation(Struct, frozen=True, kw_only=True):
    """What one clause binds somebody to, forbids, allows, declares or disclaims."""

    id: str  # stable for the same bearer, modality and words; unique in its document
    section: str  # section id
    clause: str  # clause id
    line: int
    # The whole clause, as the document spells it; of a value in a table, or an answer, with what it
    # answers before it ("Identifiers / Sold: No").
    text: str
    span: tuple[int, int]  # the part of `text` that carries it, half-open
    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    action: str  # verb phrase without modal and negation
    conditions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    rule: str = ""  # the rule that found it, so that a report can say why
    cue: str = ""  # the words that decided the modality: "may", "do not", "reserve the right"
    values: tuple[Value, ...] = ()  # in reading order
    audience: str | None = None  # places whose readers it is for ("Brazil"); None: everybody


class Script(NamedTuple):
    """An edit script, and the indexes of its steps that are no edits."""

    ops: tuple[Op, ...]  # "=" and "-" texts join to old, "=" and "+" to new, exactly
    renumbered: tuple[int, ...] = ()  # another number of the same target
    respelled: tuple[int, ...] = ()  # another spelling of the same words


class Quote(Struct, frozen=True, kw_only=True):
    """How the words of an obligation were edited, where its clauses are no pair of a comparison."""

    old: str
    new: str
    script: Script


class ClausePair(Struct, frozen=True, kw_only=True):
    """What became of one clause; `old` or `new` is None where it was added or removed."""

    change: ClauseChange
    old: Clause | None
    new: Clause | None
    ops: tuple[Op, ...] = ()  # `edited` only: "=" and "-" give old, "=" and "+" give new
    part: ClausePart = "whole"  # one of several pairs of a sentence that was split or joined
    renumbered: tuple[int, ...] = ()  # indexes into `ops`: only another number of the same target
    respelled: tuple[int, ...] = ()  # indexes into `ops`: only another spelling of the same words
    # Old, new: where mail goes to, where the links behind the words write to others than before.
    addresses: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class SectionPair(Struct, frozen=True, kw_only=True):
    """What became of one section; several ids on a side where it was split or merged."""

    changes: tuple[SectionChange, ...]  # () is the same
    old: tuple[Section, ...]
    new: tuple[Section, ...]
    similarity: float  # 0.0 to 1.0, on words
    clauses: tuple[ClausePair, ...]  # reading order of the new side, removed where they stood


class OutsideChange(Struct, frozen=True, kw_only=True):
    """What changed outside the sections: the title, or a line that belongs to none of them."""

    kind: Literal["title"] | DroppedKind
    old: str  # "" where there was nothing
    new: str
    ops: tuple[Op, ...]  # "=" and "-" give old, "=" and "+" give new
    old_line: int | None = None
    new_line: int | None = None


class TableRows(Struct, frozen=True, kw_only=True):
    """How many rows of tables a comparison adds, removes and edits."""

    added: int = 0
    removed: int = 0
    edited: int = 0


class CellChange(Struct, frozen=True, kw_only=True):
    """What one cell of a table said, and says; "" for nothing."""

    column: str  # its heading; "" where there is none
    old: str
    new: str


class RowChange(Struct, frozen=True, kw_only=True):
    """What became of one row of a table."""

    change: Literal["added", "removed", "edited"]
    section: str  # heading of its section
    name: str  # what the row is about, in the words of one of its cells
    cells: tuple[CellChange, ...]  # of a row that was added or removed, all of them, as `new`


class Comparison(Struct, frozen=True, kw_only=True):
    """Two documents, section by section and clause by clause, in reading order."""

    old: Document
    new: Document
    sections: tuple[SectionPair, ...]
    title: OutsideChange | None = None
    left_out: tuple[OutsideChange, ...] = ()  # in the order of the new side

    @property
    def same(self) -> bool:
        """Whether nothing differs, inside the sections and outside them."""
        return (
            self.title is None and not self.left_out and not any(p.changes for p in self.sections)
        )


class Facet(Struct, frozen=True, kw_only=True):
    """One thing that changed inside an obligation, in the words of both sides."""

    kind: FacetKind
    old: str
    new: str


class Nearest(Struct, frozen=True, kw_only=True):
    """The closest clause that is still there: proof that a promise is absent."""

    text: str
    similarity: float  # 0.0 to 1.0
    line: int


class Event(Struct, frozen=True, kw_only=True):
    """One thing that happened to one obligation between two snapshots."""

    event: EventName
    impact: Impact
    snapshot: int  # index of the first snapshot that shows it
    after: str | None  # date of the last snapshot before it
    by: str | None  # date of the first snapshot that shows it
    old: Obligation | None
    new: Obligation | None
    section: str  # heading path of the section where it stands (vanished: stood)
    why: str = ""  # "may -> will"
    facets: tuple[Facet, ...] = ()
    nearest: Nearest | None = None
    initial: bool = False  # it stands in the first snapshot that counts: nothing has happened
    # The rule that took it for no change of the policy; kept, so that presence adds up.
    ignored: str = ""

    @property
    def text(self) -> str:
        """The clause that shows the event: the new wording, or the old one when it vanished."""
        shown = self.new or self.old
        return shown.text if shown else ""


class History(Struct, frozen=True, kw_only=True):
    """One obligation followed through a series."""

    id: str
    latest: Obligation
    present: tuple[bool, ...]  # one for each snapshot
    events: tuple[Event, ...]  # in date order; presence is what they say, replayed

    @property
    def told(self) -> tuple[Event, ...]:
        """Its events without those that a noise rule took for no change of the policy."""
        return tuple(event for event in self.events if not event.ignored)


class Ignored(Struct, frozen=True, kw_only=True):
    """A difference that was suppressed, and the rule that did so."""

    rule: str
    snapshot: int
    detail: str


class Timeline(Struct, frozen=True, kw_only=True):
    """Every obligation of a series with its events; snapshots in date order."""

    series: str | None
    snapshots: tuple[Snapshot, ...]
    histories: tuple[History, ...]
    ignored: tuple[Ignored, ...] = ()


class Followed(Struct, frozen=True, kw_only=True):
    """A series that was followed, and what is to be said about its files."""

    timeline: Timeline
    warnings: tuple[SnapshotWarning, ...] = ()


class SentenceChange(Struct, frozen=True, kw_only=True):
    """A sentence that came, went or was edited."""

    old: str  # "" for none
    new: str
    section: str  # heading of its section, "" before the first
    whole: bool  # whether its whole section came, or went


class SectionStep(Struct, frozen=True, kw_only=True):
    """What one step of a series did to one section."""

    heading: str  # heading path of the new side, of the old one where it was removed
    changes: tuple[SectionChange, ...]
    words_added: int
    words_removed: int


class Step(Struct, frozen=True, kw_only=True):
    """From one snapshot of a series to the next that counts, section by section."""

    old: int  # index of the snapshot
    new: int
    sections: tuple[SectionStep, ...]  # those that changed, in reading order
    words_added: int
    words_removed: int
    rows: tuple[RowChange, ...] = ()
    unread: tuple[SentenceChange, ...] = ()  # that hold no obligation that was read
    quiet: str = ""  # what alone is other, where nothing of substance is: "where links lead"


class ClauseLife(Struct, frozen=True, kw_only=True):
    """Since when a clause of the newest snapshot has stood, and since when in these words."""

    clause: Clause
    section: Section
    first: int  # index of the first snapshot that has it, in whatever words
    changed: int | None  # index of the last snapshot that changed its words or brought it back
    obligations: tuple[str, ...] = ()  # ids of the histories that it carries


class Log(Struct, frozen=True, kw_only=True):
    """A series step by step: its timeline, and what each step did to sections and words."""

    timeline: Timeline
    steps: tuple[Step, ...]  # in date order; snapshots that were stepped over have none


class Blame(Struct, frozen=True, kw_only=True):
    """The newest snapshot of a series, clause by clause, with its timeline."""

    timeline: Timeline
    newest: int  # index of the snapshot whose clauses these are
    lives: tuple[ClauseLife, ...]  # in reading order


class Place(Struct, frozen=True, kw_only=True):
    """Where something stands: a file as the user names it, and its lines."""

    path: str  # relative to where the user stands; "/" between folders
    line: int | None = None  # from 1
    end_line: int | None = None  # inclusive
    section: str = ""  # heading path


class Finding(Struct, frozen=True, kw_only=True):
    """What a rule has to say about a change of a policy, or about its present state."""

    code: str  # stable: "PD101"
    rule: str  # the code's name: "obligation-vanished"
    severity: Severity
    message: str  # one plain sentence, policy text inside; whoever prints it makes it safe
    fingerprint: str  # 16 hex digits of rule and substance, never of a line, number or heading
    policy: str  # the policy's name: its series, or its path
    place: Place  # in the new file; where a clause is gone, the heading that it stood under
    old_place: Place | None = None  # in the old file
    obligation: str | None = None  # id of its history
    topic: Topic | None = None
    bearer: Bearer | None = None
    impact: Impact | None = None
    old_text: str = ""  # the wording before, if there is one
    new_text: str = ""
    fix: str = ""  # what to do about it


class Waived(Struct, frozen=True, kw_only=True):
    """A finding that somebody has accepted, with the reason."""

    finding: Finding
    reason: str
    until: str | None = None  # ISO date; from the day after it, the finding counts again


class Report(Struct, frozen=True, kw_only=True):
    """The result of a check: what every output is made from."""

    findings: tuple[Finding, ...]  # gravest first, then by policy and line
    waived: tuple[Waived, ...] = ()
    notes: tuple[SnapshotWarning, ...] = ()  # expired and unused waivers, files that were not read
    policies: tuple[str, ...] = ()  # what was checked, also where nothing was found
    old: str = ""  # what it was compared with, as the user named it
    new: str = ""
