"""What a list item or a table cell takes over, clause after clause through one section.

    We may share your name. Below are examples.     | Name | How we use it          |
    - With couriers.                                | ---- | ---------------------- |
    - To comply with the law. Such as tax law.      | Ann  | To address the parcel. |

Wanted: four times what the sentence, or the heading of the column, says of the company.
"""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.model import Clause, Modality
from policydiff.obligations.clause import ClauseReading, read_clause
from policydiff.obligations.labels import (
    asked,
    label_lends,
    names_period,
    opens_list,
    used_for,
    value_start,
)
from policydiff.obligations.leadins import (
    Inherited,
    announces,
    carries_on,
    completes,
    heading_lead_in,
    instances,
)
from policydiff.obligations.lexicon import (
    BASE,
    DETERMINER,
    ING,
    NAME,
    PREPOSITION,
    PRONOUN,
    Lexicon,
)
from policydiff.obligations.parties import Parties, role_of
from policydiff.obligations.rule_tables import Words
from policydiff.obligations.tokens import tokenise
from policydiff.patterns import regex

MAX_LABEL_WORDS = 8
_PARTY_WORDS = 3  # "The data subject:"
MAX_IMPERATIVE_LABEL = 5  # words
_LONGEST_PERIOD = 60  # characters of "90 days after you close your account"
_FIRST = regex(r"\((?:i|a|1)\) ")
_NEXT = regex(r"\W*\((?:ii|iii|iv|v|vi{1,3}|ix|x|[b-h]|[2-9])\) ")
_RUN_IN = regex(r"([^:.!?]{6,80}): +(?=\w)")
_WORD = regex(r"[\w’']+")


class Lists:
    """Lead-ins of one section: ask `taken_over` and then tell `note`, clause by clause."""

    def __init__(self, heading: str | None, parties: Parties, lexicon: Lexicon) -> None:
        self.parties, self.lexicon = parties, lexicon
        named = heading is not None and names_period(heading, lexicon)
        self.period = heading.strip(" :?") if heading and named else ""
        self.question = heading or ""  # what the clause that is read may answer
        self.labels: dict[str, str] = {}  # clause id -> label of the items below it
        self.commanded = heading_lead_in(heading, lexicon)
        self.spoken = self._spoken(heading)  # until a sentence stands between it and the items
        self.lends: dict[str, Inherited | None] = {}  # clause id -> what its items take over
        self.before = self.commanded
        self.place: tuple[object, ...] = ()  # of the item or cell that is read
        self.colon: str | None = None  # id of the clause whose colon opens the list that is read
        self.paragraph: Inherited | None = None  # what the paragraph above the list would lend
        self.paragraph_number = -1
        self.announced = False  # does its last sentence point at the list, and lend itself?
        self.counted: Inherited | None = None  # what "(i) …." at the end of a sentence would lend
        self.taken: Inherited | None = None  # what the item that is read took over
        self.hanging: dict[
            int, str
        ] = {}  # depth -> id of the item that breaks off: "This includes"
        self.paragraph_read = -1  # of the clause before
        self.broken = False  # does the paragraph before end in "to:"?
        self.gathers: Inherited | None = None  # what a lead-in lends of which data are collected

    def _spoken(self, heading: str | None) -> Inherited | None:
        """What "We may also disclose your address" lends, though it stands there as a heading.

        So does "As a user, you agree to –".
        """
        first = _WORD.match(heading or "")
        known = self.lexicon.tables.parties
        speaks = known.company_pronouns | known.user_pronouns
        if heading is None or first is None:
            return None
        said = heading.rstrip(" –—-….:")
        last = said.rpartition(" ")[2].lower()
        hangs = bool(self.lexicon.flags.get(last, 0) & PREPOSITION)
        broken = len(said) < len(heading.rstrip()) or hangs
        if not broken and first.group().lower() not in speaks:
            return None
        finding = read_clause(
            f"{said}:" if broken else heading, 0, False, "", None, self.parties, self.lexicon
        )
        return finding.lends if finding.said or broken else None

    def taken_over(
        self, clause: Clause, following: Clause | None
    ) -> tuple[bool, int, Inherited | None]:
        """Whether the clause opens an item, where its text begins, and what it takes over.

        Further sentences of an item stand on their own.
        """
        if clause.label >= len(clause.text):
            clause = replace(clause, label=0 if self._speaks(clause.text) else clause.label)
        listed = clause.kind in ("item", "cell") or clause.lead_in is not None
        if (
            clause.kind == "sentence"
            and self.broken
            and _paragraph(clause) != self.paragraph_number
        ):
            listed = True  # "We may use it to:", and in a paragraph of its own "Deliver …; bill …"
        place = (_paragraph(clause), *clause.context)
        opens = listed and place != self.place
        again = place == self.place
        self.place = place
        if (
            opens
            and following
            and _is_label(clause, following, self.lexicon.tables.grammar.infinitive_marks)
            and (not self._banned(clause, following))
        ):
            self.place = ()  # what comes next opens the item
            return False, clause.label, None
        if clause.kind == "cell":
            return self._cell(clause, opens)
        start, inherited = self._run_in(clause) if opens else (clause.label, None)
        if (replied := self._replied(clause)) is not None:
            return opens, clause.label, replied
        if inherited is None and not (again and listed):
            begins, inherited = self._labelled(clause)
            if inherited is not None:
                return opens, begins, inherited
        if opens:
            lead_in = clause.lead_in or self.hanging.get(clause.depth - 1) or self.colon
            if inherited is None:
                inherited = self.lends.get(lead_in, self.commanded) if lead_in else self.commanded
            if lead_in is None and completes(
                clause.text, clause.label, self.announced, self.lexicon
            ):
                inherited = inherited or self.paragraph
            if lead_in is None and clause.kind == "item":
                inherited = inherited or self.spoken
            self.taken = inherited
            return True, start, inherited
        aim = (
            listed
            and self.taken
            and _goes_to(_WORD.findall(clause.text[:60].lower()), self.lexicon)
        )
        if again and (aim or carries_on(clause.text, self.lexicon)):
            return True, clause.label, self.taken  # "Such as …", "To tell you …", after a full stop
        counted = _NEXT.match(clause.text, clause.label)
        if counted and self.counted and not listed and _paragraph(clause) == self.paragraph_number:
            return True, counted.end(), self.counted  # "… (i) by law. (ii) at your request."
        above = self.before if again or self.commanded else None
        if above is not None and not listed and above.bearer != "third-party":
            begins = instances(clause.text, above, self.lexicon)
            if begins and not clause.text.rstrip().endswith(":"):  # its items say it
                return True, begins, above
        return False, clause.label, None

    def _banned(self, clause: Clause, following: Clause) -> bool:
        """ "You may not: - Send spam. We mean it. - Nudity. This includes …": deeds, though short."""
        above = self.lends.get(clause.lead_in or self.colon or "")
        first = _WORD.search(clause.text, clause.label)
        form = self.lexicon.forms.get(first.group().lower(), ("", 0))[1] if first else 0
        goes_on = _WORD.match(following.text)
        pointing = goes_on and goes_on.group().lower() in self.lexicon.tables.grammar.anaphoric
        banned = above is not None and above.modality == "prohibition"
        return banned and bool(pointing or form & (BASE | ING))

    def _speaks(self, label: str) -> bool:
        """Whether a sentence in bold says something: "Lodge a complaint." names what comes next."""
        words = [word.lower() for word in _WORD.findall(label)]
        form = self.lexicon.forms.get(words[0], ("", 0))[1] if words else 0
        return len(words) > MAX_IMPERATIVE_LABEL or not form & (BASE | ING)

    def note(self, clause: Clause, finding: ClauseReading) -> None:
        """Remember what `clause` lends to the items below it."""
        if finding.transparent and not finding.said:
            same = _paragraph(clause) == self.paragraph_read and self.before  # of this very item
            above = same or self.lends.get(clause.lead_in or "") or self.before
            if above and above.bearer == "user" and above.topic == "collection":
                # "We may collect these data: … You may give us information. This may include:"
                above = self.gathers
            self.lends[clause.id] = above and replace(above, partial=finding.partial)
        else:
            self.lends[clause.id] = finding.lends or self._titled(clause, finding)
        self.before = self.lends[clause.id] or self.commanded
        first = _WORD.search(clause.text)
        pointing = first and first.group().lower() in self.lexicon.tables.grammar.anaphoric
        listing = opens_list(clause.text, self.lexicon) and not pointing
        if self.lends[clause.id] is None and listing:
            self.labels[clause.id] = clause.text.strip(" :")
        if finding.lends and finding.lends.bearer == "company" and clause.text[-1:] == ":":
            self.gathers = finding.lends if finding.lends.topic == "collection" else None
        self.paragraph_read = _paragraph(clause)
        self.broken = False
        if clause.kind != "item":
            self.spoken = None
        if clause.kind in ("item", "cell"):
            self.hanging = {at: one for at, one in self.hanging.items() if at < clause.depth}
            if finding.transparent and clause.text[-1:].isalpha():
                self.hanging[clause.depth] = clause.id
            return
        if not _NEXT.match(clause.text, clause.label):
            self.counted = finding.lends if _FIRST.search(clause.text) else None
        announcing = announces(clause.text, self.lexicon)
        if finding.lends or _paragraph(clause) != self.paragraph_number or not announcing:
            # "We may share it. Below are examples.": the second sentence only points.
            self.paragraph = finding.lends
        self.paragraph_number = _paragraph(clause)
        self.announced = announcing and finding.lends is not None
        hangs = finding.lends is not None and finding.lends.subject
        # "… is necessary to", "We may also disclose your name": without a colon, or any stop.
        broken = finding.lends is not None and clause.text[-1:].isalpha()
        hangs = hangs or broken
        last = clause.text.rstrip(" :*_").rpartition(" ")[2].lower()
        ends = clause.text.rstrip(" *_-–—").endswith(":")
        self.broken = ends and last in self.lexicon.tables.grammar.infinitive_marks
        self.colon = clause.id if hangs or clause.text.rstrip(" -–—").endswith(":") else None

    def _titled(self, clause: Clause, finding: ClauseReading) -> Inherited | None:
        """What "Prohibited uses:", "Banned content includes:" lend, which say nothing by themselves."""
        if finding.said or not clause.text.rstrip(" *_").endswith(":"):
            return None
        if (party := self._party(clause)) is not None:
            return party
        named = {word.lower() for word in _WORD.findall(clause.text)}
        before = self.paragraph
        if (
            before
            and before.modality == "prohibition"
            and named & self.lexicon.tables.rules.exceptions
        ):
            return replace(
                before, modality="permission", strength="plain"
            )  # "There are exceptions:"
        above = self.paragraph if _paragraph(clause) == self.paragraph_number else None
        if (
            above is not None
            and above.topic == "retention"
            and announces(clause.text, self.lexicon)
        ):
            return above  # "We keep it no longer than needed. You find the periods below:"
        return heading_lead_in(clause.text[clause.label :] or clause.text, self.lexicon)

    def _party(self, clause: Clause) -> Inherited | None:
        """ "The User:", whose verbs the items begin with."""
        tokens = tokenise(
            clause.text, clause.label, self.lexicon, self.parties.company, self.parties.foreign
        )
        named = [at for at, word in enumerate(tokens.words) if word[:1].isalnum()]
        if not 0 < len(named) <= _PARTY_WORDS or not tokens.flags[0] & (
            DETERMINER | PRONOUN | NAME
        ):
            return None
        who = role_of(tokens, 0, named[-1] + 1, self.lexicon, self.parties)
        if who.role not in ("company", "user") or who.end != named[-1] + 1:
            return None
        modality: Modality = "obligation" if who.role == "user" else "practice"
        return Inherited(
            who.role, modality, "plain", "other", clause.text.strip(" :"), subject=True
        )

    def _cell(self, clause: Clause, opens: bool) -> tuple[bool, int, Inherited | None]:
        """The heading of the column lends; else a purpose hangs on the sentence above."""
        for label in clause.context if opens else ():
            told = " / ".join(part for part in reversed(clause.context) if part)
            said = label_lends(label, clause.text, told, self.lexicon)
            if said is None and label.endswith("?"):
                said = self._reply(label, clause, told)
            if said is not None:
                return True, clause.label, said
        if not opens or not clause.context or _is_blank(clause.text, self.lexicon):
            return False, clause.label, None
        purpose = completes(clause.text, clause.label, False, self.lexicon)
        # With one heading only it may be that of the row, and the cell a heading too.
        inherited = self._asked(clause.context[0]) if purpose or len(clause.context) > 1 else None
        if inherited is None and purpose:
            inherited = self.lends.get(self.colon or "")
        # "Keep you safe" below "Purpose" commands nothing.
        aims = self.lexicon.tables.rules.purposes
        named = {word.lower() for label in clause.context for word in _WORD.findall(label)}
        return inherited is not None or not aims.isdisjoint(named), clause.label, inherited

    def _replied(self, clause: Clause) -> Inherited | None:
        """ "No." after "Do you sell my data?", the sentence or the heading before it."""
        question, self.question = self.question, clause.text
        return self._reply(question, clause, question.strip())

    def _reply(self, question: str, clause: Clause, told: str) -> Inherited | None:
        statement = asked(question, clause.text, self.lexicon)
        if statement is None:
            return None
        said = read_clause(statement[0], 0, False, "", None, self.parties, self.lexicon).said
        if len(said) != 1 or (said[0].bearer == "user" and not statement[1]):
            return None  # "Can you limit it? No."
        last = said[0]
        modality: Modality = last.modality
        if not statement[1]:
            modality = "practice" if modality == "prohibition" else "prohibition"
        return Inherited(
            last.bearer, modality, last.strength, last.topic, question, reply=True, labelled=True,
            told=told,
        )  # fmt: skip

    def _labelled(self, clause: Clause) -> tuple[int, Inherited | None]:
        """ "Kept for: 90 days", or "90 days" alone under the heading "Retention period"."""
        label, start = value_start(clause.text, 0)
        above = self.labels.get(clause.lead_in or "")
        if above and (said := label_lends(above, clause.text[start:], above, self.lexicon)):
            return clause.label, said
        if label and (said := used_for(clause.text[start:], label, self.parties, self.lexicon)):
            return clause.label, said
        if label:
            return start, label_lends(label, clause.text[start:], "", self.lexicon)
        if self.period and len(clause.text) < _LONGEST_PERIOD:
            lent = label_lends(self.period, clause.text, self.period, self.lexicon)
            return clause.label, lent
        return clause.label, None

    def _run_in(self, clause: Clause) -> tuple[int, Inherited | None]:
        """ "How we use it: To send you parcels": a question as the heading of an item."""
        found = _RUN_IN.match(clause.text)
        inherited = self._asked(found.group(1), question=True) if found else None
        return (found.end(), inherited) if found and inherited else (clause.label, None)

    def _asked(self, heading: str, *, question: bool = False) -> Inherited | None:
        """What "How we may use it", "With whom we share it", "What you must not do" lend."""
        words = [(m.group().lower(), m.start()) for m in _WORD.finditer(heading)]
        tables = self.lexicon.tables
        pronouns = tables.parties.company_pronouns | tables.parties.user_pronouns
        asking = tables.grammar.question_words | tables.grammar.relatives | tables.grammar.asking
        if not words or heading.rstrip().endswith("?") or len(words) > MAX_LABEL_WORDS + 4:
            return None
        if (question or words[0][0] not in pronouns) and not asking & {
            word for word, _ in words[:2]
        }:
            return None
        start = next((at for word, at in words if word in pronouns), None)
        if start is None:
            return None
        about = f"{heading.lower()} {min(tables.topics.data_words)}"  # "it" is the data
        said = read_clause(heading[start:], 0, False, about, None, self.parties, self.lexicon)
        return said.lends


def _goes_to(words: list[str], lexicon: Lexicon) -> bool:
    """ "To alert you", "To a buyer of our business", not "To the extent that"."""
    definite = words[1:2] and words[1] in lexicon.tables.grammar.definite
    opens = words[:1] and words[0] in lexicon.tables.grammar.infinitive_marks
    return bool(opens and not definite)


def _paragraph(clause: Clause) -> int:
    return clause.paragraph or clause.line


def _is_label(clause: Clause, following: Clause, marks: Words) -> bool:
    """ "Account data. We collect …": a short noun phrase before the item's own sentences."""
    return (
        clause.kind == "item"
        and following.kind == "item"
        and _paragraph(following) == _paragraph(clause)
        and not following.number
        and not clause.text[:1].islower()  # "caterers, where you asked for a meal." goes on
        and clause.text.partition(" ")[0].lower() not in marks  # "To write to you. We may …"
        and len(clause.text.split()) <= MAX_LABEL_WORDS
    )


def _is_blank(text: str, lexicon: Lexicon) -> bool:
    """ "Yes", "n/a", "–": a cell that only ticks a box."""
    bare = text.strip(" .*_–—-").lower()
    return not bare or bare in lexicon.tables.grammar.ticks
