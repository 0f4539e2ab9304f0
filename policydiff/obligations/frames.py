"""The state of cutting a sentence up: which clauses are open, and which verbs were found."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from policydiff.obligations.lexicon import (
    COMMA,
    CONJUNCTION,
    Lexicon,
)
from policydiff.obligations.parties import NounPhrase, Parties
from policydiff.obligations.pointing import Spoken
from policydiff.obligations.subjects import antecedent_of
from policydiff.obligations.tables import SubordinatorKind
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import (
    VerbGroup,
    before,
)

FrameKind = Literal["main", "sub", "relative", "complement", "mandate"]
Place = Literal["main", "relative", "mandate", "sub"]


class Predication(Struct, frozen=True):
    """One verb group with its subject."""

    group: VerbGroup
    subject: NounPhrase
    place: Place  # who says it: the sentence, a relative clause, a "that" after "require", others
    start: int  # token range, half-open
    end: int
    hands_over: bool = False  # "we require that …": the duty is in the clause after it
    introduces: bool = False  # "please note that …": the statement is in the clause after it
    host: str = ""  # of a relative clause: verb of the sentence before it
    unasked: str = ""  # verb of the denied request that this clause hangs on
    asked: str = ""  # verb of the request that it and the clauses before it hang on


class Subordinate(Struct, frozen=True):
    """A subordinate clause: token range, and what it does to the duty beside it."""

    kind: SubordinatorKind
    start: int
    end: int


class Analysis(Struct, frozen=True):
    """Everything found in one clause."""

    predications: tuple[Predication, ...]
    subordinates: tuple[Subordinate, ...]


class Frame(Struct):
    """An open clause inside the sentence."""

    kind: FrameKind
    opened: int  # token that opens it; -1 for the sentence
    leading: bool = False  # stands before the main verb
    sub_kind: SubordinatorKind = "other"
    groups: list[int] = field(default_factory=list)  # indexes into the found predications
    last_end: int = -1  # last token of its last verb group
    subject: NounPhrase | None = None


class Found(Struct):
    """A verb group that was placed; its place may still change."""

    group: VerbGroup
    subject: NounPhrase
    place: Place
    start: int
    hands_over: bool = False
    introduces: bool = False


class Sentence:
    """One clause while it is read: a stack of frames, innermost last, over its tokens."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, parties: Parties, *, imperatives: bool
    ) -> None:
        self.tokens, self.lexicon, self.parties = tokens, lexicon, parties
        self.imperatives = imperatives  # may a verb at the start command?
        self.main = Frame("main", -1)
        self.stack = [self.main]
        self.found: list[Found] = []
        self.subordinates: list[Subordinate] = []
        self.last_relative: NounPhrase | None = None  # for "who …, and who …"
        self.last_party: NounPhrase | None = None  # for "they", "he or she"
        self.spoken: Spoken | None = None  # what the sentence before was about

    def open_frame(self, kind: FrameKind, index: int, sub_kind: SubordinatorKind) -> None:
        parent = self.stack[-1]
        apart = index > 0 and bool(self.tokens.flags[index - 1] & COMMA)
        if apart and kind == "relative" and parent.kind == "relative" and parent.groups:
            self.close_top(index)  # "the carrier who brings it, who must not …"
            parent = self.stack[-1]
        if kind == "sub" and parent.kind == "sub" and parent.leading and parent.groups:
            earlier = before(self.tokens, index)
            if earlier > 0 and self.tokens.flags[earlier] & CONJUNCTION:
                self.close_top(earlier)  # "when you order, and when you write, we may"
                parent = self.stack[-1]
        frame = Frame(kind, index, leading=not parent.groups, sub_kind=sub_kind)
        if kind == "relative":
            earlier = before(self.tokens, index)
            if earlier > 0 and self.tokens.flags[earlier] & CONJUNCTION and self.last_relative:
                frame.subject = self.last_relative  # "who help us and who must …"
                if parent.kind == "relative" and parent.groups:
                    self.close_top(index)
            else:
                frame.subject = antecedent_of(self.tokens, index, self.lexicon, self.parties)
            self.last_relative = frame.subject
        elif parent.groups and kind == "mandate":
            self.found[parent.groups[-1]].hands_over = True
        elif parent.groups and kind == "complement":
            self.found[parent.groups[-1]].introduces = True
        self.stack.append(frame)

    def close_to(self, depth: int, end: int) -> None:
        """Close frames until `depth + 1` are left."""
        while len(self.stack) > depth + 1:
            frame = self.stack.pop()
            if frame.kind == "sub":
                self.subordinates.append(Subordinate(frame.sub_kind, frame.opened, end))

    def close_top(self, end: int) -> None:
        self.close_to(len(self.stack) - 2, end)

    def speaking_depth(self) -> int:
        """Depth of the innermost frame that the sentence itself says."""
        depth = 0
        for index, frame in enumerate(self.stack):
            if frame.kind in ("main", "complement", "mandate"):
                depth = index
            else:
                break
        return depth

    def waiting_depth(self) -> int | None:
        """Depth of the innermost enclosing frame that still lacks its verb."""
        for depth in range(len(self.stack) - 2, -1, -1):
            if not self.stack[depth].groups:
                return depth
        return None
