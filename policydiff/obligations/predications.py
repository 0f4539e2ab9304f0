"""A sentence cut into predications: who, which verb, and whether the sentence itself says it.

Ugly: "If you ask, we will delete the data that you gave us and, unless the law forbids it, may
tell our partners, who must delete it too." Wanted: we/will delete (main), we/may tell (main),
partners/must delete (relative); "you ask", "you gave" and "the law forbids" are somebody else's
verbs. A stack of frames (main, subordinate, relative, complement) does it in one pass; what
decides is the word before each verb and the comma before each conjunction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    HAVE,
    ING,
    LINK,
    MASKED,
    MODAL,
    NAME,
    NEGATION,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    THIRD,
    VERB,
    Lexicon,
    SubordinatorKind,
)
from policydiff.obligations.parties import (
    NounPhrase,
    Parties,
    antecedent_of,
    role_of,
    subject_of,
)
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import VerbGroup, after, before, read_auxiliary, read_simple

FrameKind = Literal["main", "sub", "relative", "complement", "mandate"]
Place = Literal["main", "relative", "mandate", "sub"]


@dataclass(frozen=True, slots=True)
class Predication:
    """One verb group with its subject."""

    group: VerbGroup
    subject: NounPhrase
    place: Place  # who says it: the sentence, a relative clause, a "that" after "require", others
    start: int  # token range, half-open
    end: int
    hands_over: bool = False  # "we require that …": the duty is in the clause after it
    introduces: bool = False  # "please note that …": the statement is in the clause after it


@dataclass(frozen=True, slots=True)
class Subordinate:
    """A subordinate clause: token range, and what it does to the duty beside it."""

    kind: SubordinatorKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one clause."""

    predications: tuple[Predication, ...]
    subordinates: tuple[Subordinate, ...]


@dataclass(slots=True)
class _Frame:
    kind: FrameKind
    opened: int  # token that opens it; -1 for the sentence
    leading: bool = False  # stands before the main verb
    sub_kind: SubordinatorKind = "other"
    groups: list[int] = field(default_factory=list)  # indexes into the found predications
    last_end: int = -1  # last token of its last verb group
    subject: NounPhrase | None = None


@dataclass(slots=True)
class _Found:
    group: VerbGroup
    subject: NounPhrase
    place: Place
    start: int
    hands_over: bool = False
    introduces: bool = False


class _Parser:
    """One pass over the tokens of one clause."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, parties: Parties, imperatives: bool):
        self.tokens, self.lexicon, self.parties = tokens, lexicon, parties
        self.imperatives = imperatives
        self.stack = [_Frame("main", -1)]
        self.main = self.stack[0]
        self.found: list[_Found] = []
        self.subordinates: list[Subordinate] = []
        self.last_relative: NounPhrase | None = None
        self.last_party: NounPhrase | None = None  # for "they", "he or she"

    def parse(self) -> Analysis:
        tokens, flags = self.tokens, self.tokens.flags
        index, count = 0, len(tokens)
        while index < count:
            flag = flags[index]
            if flag & MASKED:
                index += 1
                continue
            if flag & COMMA:
                self._comma(index)
                index += 1
                continue
            if flag & SUBORDINATOR:
                width, kind = self._subordinator(index)
                if width:
                    self._open("sub", index, kind)
                    index += width
                    continue
            if flag & RELATIVE and not self._is_question_word(index):
                self._open("relative", index, "other")
                index += 1
                continue
            if flag & THAT:
                opened = self._that(index)
                if opened:
                    index += 1
                    continue
            group = self._group(index)
            if group is not None:
                self._place(group)
                index = max(index, group.last) + 1
                continue
            index += 1
        self._close_to(0, count)
        return self._finish()

    # -- frames ------------------------------------------------------------------------------

    def _open(self, kind: FrameKind, index: int, sub_kind: SubordinatorKind) -> None:
        parent = self.stack[-1]
        frame = _Frame(kind, index, leading=not parent.groups, sub_kind=sub_kind)
        if kind == "relative":
            earlier = before(self.tokens, index)
            if earlier > 0 and self.tokens.flags[earlier] & CONJUNCTION and self.last_relative:
                frame.subject = self.last_relative  # "who help us and who must …"
                if parent.kind == "relative" and parent.groups:
                    self._pop(index)
            else:
                frame.subject = antecedent_of(self.tokens, index, self.lexicon, self.parties)
            self.last_relative = frame.subject
        elif parent.groups and kind == "mandate":
            self.found[parent.groups[-1]].hands_over = True
        elif parent.groups and kind == "complement":
            self.found[parent.groups[-1]].introduces = True
        self.stack.append(frame)

    def _close_to(self, depth: int, end: int) -> None:
        """Close frames until `depth + 1` are left."""
        while len(self.stack) > depth + 1:
            frame = self.stack.pop()
            if frame.kind == "sub":
                self.subordinates.append(Subordinate(frame.sub_kind, frame.opened, end))

    def _pop(self, end: int) -> None:
        self._close_to(len(self.stack) - 2, end)

    def _comma(self, index: int) -> None:
        if self.tokens.flags[index] & LINK:
            self._close_to(0, index)
            return
        top = self.stack[-1]
        # "As a result," "before sharing it,": a phrase, not a clause, and it is over.
        if top.kind in ("sub", "relative") and not top.groups and index > top.opened + 1:
            if top.kind == "sub" and not self._is_reduced(top):
                return  # "if A, B or C asks", "unless, after being asked, you …"
            self._pop(index)

    def _is_reduced(self, frame: _Frame) -> bool:
        """A subordinate clause without subject and verb: "while using it", "if necessary"."""
        tokens, flags = self.tokens, self.tokens.flags
        if flags[frame.opened] & PREPOSITION:
            return True
        if tokens.words[frame.opened] in self.lexicon.tables.grammar.question_words:
            return False
        following = frame.opened + 1
        while following < len(tokens) and flags[following] & (SUBORDINATOR | DETERMINER) and (
            tokens.words[following] in ("the", "event", "extent", "case", "long", "soon", "so")
        ):
            following += 1
        flag = flags[following] if following < len(tokens) else 0
        return not flag & (DETERMINER | PRONOUN | NAME) or bool(flag & (PREPOSITION | VERB))

    def _subordinator(self, index: int) -> tuple[int, SubordinatorKind]:
        """Width in words and kind of the subordinator at `index`; width 0 if it is none."""
        words, flags = self.tokens.words, self.tokens.flags
        for phrase, kind in self.lexicon.subordinators.get(words[index], ()):
            width = len(phrase)
            if tuple(words[index : index + width]) != phrase:
                continue
            if width > 1:
                return width, kind
            word = words[index]
            following = flags[index + 1] if index + 1 < len(flags) else 0
            earlier = flags[index - 1] if index else COMMA
            clausal = following & (PRONOUN | DETERMINER | NAME | THAT) != 0
            if word in ("as", "so", "than") and not clausal:
                return 0, kind
            if word == "as" and (
                words[index - 1 : index] == ["such"]
                or (following & DETERMINER and not following & POSSESSIVE and index
                    and not earlier & COMMA and words[index + 1] in ("a", "an", "part"))
            ):
                return 0, kind
            if word in ("provided", "save") and not earlier & COMMA:
                return 0, kind
            if flags[index] & PREPOSITION and word in ("before", "after", "since", "until") and (
                not clausal
            ):
                return 0, kind
            return 1, kind
        return 0, "other"

    def _is_question_word(self, index: int) -> bool:
        return self.tokens.words[index] == "which" and False

    def _that(self, index: int) -> bool:
        """Open the clause that "that" opens, if it opens one."""
        tokens, flags = self.tokens, self.tokens.flags
        earlier = before(tokens, index)
        if earlier < 0:
            return False
        verbs = self.lexicon.tables.verbs
        top = self.stack[-1]
        lemma, form = self.lexicon.forms.get(tokens.words[earlier], ("", 0))
        if top.groups and (top.last_end == earlier or self._only_object(top.last_end, earlier)):
            last = self.found[top.groups[-1]].group
            names = (last.lemma, self.lexicon.forms.get(last.adjective, (last.adjective,))[0])
            if any(name in verbs.mandative for name in names if name) and (
                names[0] not in verbs.transparent or top.last_end == earlier
            ) and self.found[top.groups[-1]].group.kind != "imperative":
                user = self.found[top.groups[-1]].subject.role == "user"
                self._open("sub" if user else "mandate", index, "other")
                return True
            if any(name in verbs.warranting for name in names if name):
                self._open("sub", index, "other")
                return True
            if any(name in verbs.transparent for name in names if name):
                self._open("complement", index, "other")
                return True
            if top.last_end == earlier and (
                not flags[index + 1 : index + 2] or flags[index + 1] & (PRONOUN | DETERMINER | NAME)
            ):
                self._open("sub", index, "other")
                return True
        marked = bool(earlier) and (
            tokens.words[earlier - 1] in self.lexicon.tables.grammar.infinitive_marks
        )
        if form & (BASE | ING) and (marked or not flags[earlier] & NOUN):
            # An infinitive or gerund: "to ensure that …"; but "to note that" is transparent.
            transparent = lemma in verbs.transparent and self._impersonal(earlier)
            self._open("complement" if transparent else "sub", index, "other")
            return True
        if flags[earlier] & (PREPOSITION | COMMA | CONJUNCTION) and not (
            flags[earlier] & CONJUNCTION
        ):
            return False
        if flags[earlier] & CONJUNCTION:
            # "… that X and that Y": another clause like the first one.
            if len(self.stack) > 1 and self.stack[-1].groups:
                kind = self.stack[-1].kind
                self._pop(index)
                self.stack.append(_Frame(kind, index, leading=False))
            return len(self.stack) > 1
        following = after(tokens, index)
        if following < len(tokens):
            self._open("relative", index, "other")
            return True
        return False

    def _only_object(self, low: int, high: int) -> bool:
        """Is (low, high] one short object without a verb: "inform you that", "ask us that"?"""
        flags = self.tokens.flags
        return 0 < high - low <= 2 and all(
            flags[i] & (PRONOUN | ADVERB) for i in range(low + 1, high + 1)
        )

    def _impersonal(self, verb: int) -> bool:
        """ "it is important to note that": the infinitive hangs on "it is"."""
        last = self.found[-1].group if self.found else None
        return last is not None and last.kind == "be" and verb - last.last <= 3

    # -- verbs -------------------------------------------------------------------------------

    def _group(self, index: int) -> VerbGroup | None:
        tokens, flags = self.tokens, self.tokens.flags
        flag = flags[index]
        if flag & (MODAL | BE | HAVE | DO):
            group = read_auxiliary(tokens, index, self.lexicon)
            if group is not None:
                if flag & (HAVE | DO) and not flag & MODAL and not self._can_open(index):
                    return None
                return group
        if not flag and self._is_unknown_verb(index):
            return VerbGroup("simple", index, index, tokens.words[index], (), BASE)
        if not flag & VERB or flag & POSSESSIVE:
            return None
        if flag & BE:
            if self._is_imperative(index):
                group = read_auxiliary(tokens, index, self.lexicon, bare=True)
                return group and replace(group, kind="imperative")
            return None
        _, form = self.lexicon.forms[tokens.words[index]]
        if form & BASE and self._is_imperative(index):
            return read_simple(tokens, index, self.lexicon, "imperative")
        if self._has_subject(index, form):
            return read_simple(tokens, index, self.lexicon, "simple")
        return None

    def _is_unknown_verb(self, index: int) -> bool:
        """ "If you rate an answer": a word right after a nominative must be its verb."""
        tokens, flags = self.tokens, self.tokens.flags
        words = self.lexicon.tables.parties
        earlier = before(tokens, index)
        if earlier < 0 or earlier != index - 1 or index + 1 >= len(tokens):
            return False
        subject = tokens.words[earlier]
        if subject not in words.company_pronouns | words.user_pronouns:
            return False
        if subject in self.lexicon.tables.grammar.object_pronouns:
            return False
        if earlier and flags[earlier - 1] & (VERB | PREPOSITION | POSSESSIVE):
            return False
        return not tokens.words[index].endswith(("ed", "ing")) and bool(
            flags[index + 1] & (DETERMINER | PRONOUN | PREPOSITION | POSSESSIVE)
        )

    def _can_open(self, index: int) -> bool:
        """ "have" and "do" are finite only after a subject, or before one ("nor do we")."""
        tokens, flags = self.tokens, self.tokens.flags
        earlier = before(tokens, index)
        if earlier < 0:
            # "Do not share your password": an imperative; "Have you …?" a question.
            following = index + 1 < len(flags) and flags[index + 1] & NEGATION
            return bool(following) and self.imperatives
        if flags[earlier] & PREPOSITION and not flags[earlier] & ADVERB:
            return False
        return True

    def _has_subject(self, index: int, form: int) -> bool:
        """Can the word before the verb at `index` be its subject, or carry one on?"""
        tokens, words, flags = self.tokens, self.tokens.words, self.tokens.flags
        grammar, parties = self.lexicon.tables.grammar, self.lexicon.tables.parties
        earlier = before(tokens, index)
        if earlier < 0:
            return False
        held, word = flags[earlier], words[earlier]
        top = self.stack[-1]
        singular = word in grammar.third_person
        if top.opened == earlier and top.kind == "relative":
            return bool(form & (BASE | THIRD)) or not form & ING
        if held & PRONOUN and word not in grammar.object_pronouns and not held & DETERMINER:
            if earlier == top.last_end + 1 and top.groups and not singular:
                # "to help you use": the object of the verb before, not a subject, unless
                # that verb is finite and takes a sentence ("we hope you enjoy").
                pass
            if singular:
                return bool(form & THIRD)
            return bool(form & BASE) or not form & (ING | THIRD | BASE)
        if held & NAME and not held & POSSESSIVE:
            return bool(form & (THIRD | BASE)) and not self._object_of_verb(earlier)
        if held & CONJUNCTION and top.groups:
            return self._continues(index, form, top)
        if held & COMMA and top.groups and not held & LINK:
            following = index + 1
            return (
                following < len(flags)
                and bool(flags[following] & (DETERMINER | PRONOUN))
                and self._continues(index, form, top)
            )
        if held & (
            PREPOSITION | MODAL | BE | HAVE | DO | PUNCTUATION | POSSESSIVE | SUBORDINATOR
            | NEGATION | DETERMINER
        ):  # fmt: skip
            return False
        plural = (word.endswith("s") and not word.endswith("ss")) or word in _PLURALS
        if top.kind == "mandate" and not top.groups and form & BASE and not flags[index] & NOUN:
            return True  # "we require that the agent provide proof"
        agrees = (form & BASE and plural) or (form & THIRD and not plural)
        if not form & (BASE | THIRD):
            return False
        if not agrees and (top.groups or flags[index] & NOUN or not self._long_subject(index, top)):
            return False
        if top.groups and not self._boundary_between(top.last_end, index) and not (
            self._bare_relative(self.found[top.groups[-1]])
        ):
            return False
        if flags[index] & NOUN:
            actor = (
                word in parties.third_nouns
                or word in parties.user_nouns
                or word in parties.service_nouns
                or word in parties.company_nouns
            )
            following = index + 1
            if not actor or top.groups or following >= len(flags):
                return False
            return not flags[following] & (
                PREPOSITION | PUNCTUATION | CONJUNCTION | VERB & 0
            ) and not self._object_of_verb(earlier)
        return not self._object_of_verb(earlier) or bool(top.groups)

    def _object_of_verb(self, noun: int) -> bool:
        """Does the noun phrase ending at `noun` hang on an infinitive or gerund?"""
        flags, words = self.tokens.flags, self.tokens.words
        for index in range(noun, max(-1, noun - 8), -1):
            if flags[index] & (COMMA | CONJUNCTION):
                return False
            if words[index] in self.lexicon.tables.grammar.infinitive_marks:
                return True
        return False

    def _long_subject(self, index: int, frame: _Frame) -> bool:
        """Is there a preposition in the subject, so that the nearest noun need not agree?"""
        flags = self.tokens.flags
        return any(
            flags[i] & PREPOSITION and not flags[i] & MASKED
            for i in range(frame.opened + 2, index)
        )

    def _bare_relative(self, found: _Found) -> bool:
        """Could this verb be one of "the data you provide": a pronoun right after a noun?"""
        flags = self.tokens.flags
        subject = before(self.tokens, found.group.first)
        if subject < 1 or not flags[subject] & PRONOUN or found.group.kind == "imperative":
            return False
        noun = subject - 1
        return noun > self.stack[-1].opened and not flags[noun] & (
            COMMA | CONJUNCTION | PUNCTUATION | ADVERB | PREPOSITION | MASKED | SUBORDINATOR
        )

    def _boundary_between(self, low: int, high: int) -> bool:
        flags = self.tokens.flags
        return any(
            flags[i] & (COMMA | CONJUNCTION) and not flags[i] & MASKED for i in range(low + 1, high)
        )

    def _continues(self, index: int, form: int, top: _Frame) -> bool:
        """Is the verb after "and" a second verb of the frame's subject?"""
        tokens, words, flags = self.tokens, self.tokens.words, self.tokens.flags
        last = self.found[top.groups[-1]].group
        wanted = last.form if last.kind in ("simple", "imperative") else BASE
        if last.kind in ("be", "have") and not last.modal:
            # "we are a company and provide …": agree with the subject, unknown here.
            wanted = BASE | THIRD if last.kind == "be" else BASE
        if last.passive or not form & wanted:
            return False
        if last.kind == "simple" and last.form & BASE and not form & BASE:
            return False
        if flags[index] & NOUN:
            following = index + 1
            while following < len(flags) and flags[following] & ADVERB and not (
                flags[following] & (DETERMINER | PREPOSITION)
            ):
                following += 1
            if following >= len(flags) or not flags[following] & (DETERMINER | PRONOUN | POSSESSIVE):
                return False
        # "We use it to monitor traffic and improve our site": the infinitive goes on instead.
        marks = self.lexicon.tables.grammar.infinitive_marks
        for at in range(last.last + 1, index):
            if words[at] in marks:
                follower = after(tokens, at)
                if follower >= index or flags[at] & MASKED:
                    continue
                if not flags[follower] or self.lexicon.forms.get(words[follower], ("", 0))[1] & BASE:
                    return False
        return True

    def _is_imperative(self, index: int) -> bool:
        tokens, words, flags = self.tokens, self.tokens.words, self.tokens.flags
        lemma = words[index]
        verbs = self.lexicon.tables.verbs
        polite = self.lexicon.tables.grammar.polite
        earlier = before(tokens, index)
        if index and words[index - 1] in polite:
            return True
        if earlier < 0 and not self.imperatives:
            return False
        known = lemma in verbs.imperative or lemma in verbs.pointers or (
            lemma in verbs.practice or lemma in verbs.other or lemma in verbs.refraining
        )
        if not known:
            return False
        following = flags[index + 1] if index + 1 < len(flags) else 0
        if flags[index] & NOUN and following & (
            VERB | MODAL | BE | HAVE | CONJUNCTION | PUNCTUATION
        ) and not following & (DETERMINER | PRONOUN):
            return False  # "Access is free", "Transfer of data", "Request a copy" may pass
        if flags[index] & NOUN and not following & (DETERMINER | PRONOUN) and not (
            lemma in verbs.inviting and not following & (PREPOSITION | PUNCTUATION | VERB)
        ):
            return False  # "Use of cookies", "Access to your data"
        if earlier < 0:
            # "Opt out." is a label, "Contact us." a request.
            return len([w for w in words if w[0].isalnum()]) > 2 or bool(following & PRONOUN)
        if flags[earlier] & LINK:
            return bool(self.main.groups) and (
                self.found[self.main.groups[-1]].group.kind == "imperative"
            )
        top = self.stack[-1]
        opener = flags[0] & (SUBORDINATOR | PREPOSITION | ADVERB)
        if flags[earlier] & COMMA and opener and not self.main.groups:
            # after "If you have questions," or "For more information,", but not the third verb
            # of "When you register, contact us or use the site, you may"
            if any(flag & COMMA and not flag & MASKED for flag in flags[:earlier]):
                return False
            if self._more_after(index):
                return False
            return lemma in verbs.imperative or lemma in verbs.pointers
        if flags[earlier] & CONJUNCTION and self.main.groups and top is self.main:
            return self.found[self.main.groups[-1]].group.kind == "imperative" and not (
                flags[index] & NOUN and not following & (DETERMINER | PRONOUN)
            )
        return False

    # -- placing -----------------------------------------------------------------------------

    def _place(self, group: VerbGroup) -> None:
        tokens, flags = self.tokens, self.tokens.flags
        earlier = before(tokens, group.first)
        if group.kind == "imperative":
            self._close_to(0, group.first)
            self._attach(group, self.main, max(earlier + 1, 0), imperative=True)
            return
        if group.subject is not None:
            self._close_to(0, group.first)
            self._attach(group, self.main, group.subject)
            return
        if earlier >= 0 and flags[earlier] & (CONJUNCTION | COMMA) and not flags[earlier] & LINK:
            self._place_shared(group, earlier)
            return
        self._place_with_subject(group, earlier)

    def _speaking(self) -> int:
        """Depth of the innermost frame that the sentence itself says."""
        depth = 0
        for index, frame in enumerate(self.stack):
            if frame.kind in ("main", "complement", "mandate"):
                depth = index
            else:
                break
        return depth

    def _place_shared(self, group: VerbGroup, mark: int) -> None:
        """A verb right after a comma or conjunction: its subject is that of a verb before."""
        flags = self.tokens.flags
        while not self.stack[-1].groups and len(self.stack) > 1:
            self._pop(mark)
        top = self.stack[-1]
        if group.kind == "simple" and top.groups:
            last = self.found[top.groups[-1]].group
            if last.modal or (last.kind == "do" and last.negated):
                # "may combine X and disclose Y": one modal for both
                group = replace(
                    group, kind=last.kind, modal=last.modal, force=last.force,
                    negated=last.negated, limited=last.limited, past=False,
                )  # fmt: skip
        comma = bool(flags[mark] & COMMA) or (mark > 0 and bool(flags[mark - 1] & COMMA))
        speaking = self._speaking()
        outer = self.stack[speaking]
        if len(self.stack) - 1 > speaking:
            waiting = self._waiting(group)
            if flags[mark] & COMMA and waiting is not None:
                # ", who help us, may", "– whatever they are – must": the remark is over.
                self._close_to(waiting, mark)
                frame = self.stack[waiting]
                self._attach(group, frame, frame.opened + 1)
                return
            if flags[mark] & COMMA and top.kind == "relative" and not (
                group.kind == "simple"
            ):
                self._pop(mark)
                top = self.stack[-1]
                if not top.groups:
                    self._attach(group, top, top.opened + 1)
                    return
            elif outer.groups:
                last = self.found[top.groups[-1]].group
                if comma or (group.modal and not last.modal):
                    self._close_to(speaking, mark)
                    top = outer
        if not top.groups:
            self._attach(group, top, top.opened + 1)
            return
        self._attach(group, top, mark + 1, shared=True)

    def _waiting(self, group: VerbGroup) -> int | None:
        """Depth of the innermost enclosing frame that still lacks its verb."""
        for depth in range(len(self.stack) - 2, -1, -1):
            if not self.stack[depth].groups:
                return depth
        return None

    def _place_with_subject(self, group: VerbGroup, earlier: int) -> None:
        tokens, flags = self.tokens, self.tokens.flags
        while True:
            top = self.stack[-1]
            if not top.groups:
                if top.kind == "sub" and top.leading and self._after_comma(group, top):
                    # "If the law mandates it, we will": its verb was not known, but it is over.
                    self._pop(self._subject_start(group, top.opened + 1, []) - 1)
                    continue
                self._attach(group, top, self._low(top))
                return
            low = top.last_end + 1
            marks = [
                i
                for i in range(low, group.first)
                if flags[i] & (COMMA | CONJUNCTION)
                and not flags[i] & MASKED
                and not self._joins_phrases(i)
            ]
            if (
                top.kind == "relative"
                and marks
                and not flags[marks[-1]] & COMMA
                and not self.stack[self._speaking()].groups
                and not self._more_verbs(group.last)
            ):
                # "The data that you give to A and B is stored": the sentence needs a verb.
                marks = []
            start = self._subject_start(group, low, marks)
            if not marks:
                if top.kind == "relative":
                    self._pop(group.first)
                    continue
                self._adjacent(group, top)
                return
            if (
                earlier > 0
                and flags[earlier] & PRONOUN
                and not flags[earlier] & DETERMINER
                and not flags[earlier - 1] & (COMMA | CONJUNCTION | ADVERB | PUNCTUATION | THAT)
                and earlier - 1 >= low
                and not group.modal
                and earlier - 1 > marks[-1]
            ):
                # "…, including the data you provide": a relative clause without its pronoun.
                self._silent(group, earlier)
                return
            mark = marks[-1]
            for candidate in reversed(marks):
                if candidate < start:
                    mark = candidate
                    break
            depth = len(self.stack) - 1
            speaking = self._speaking()
            if flags[mark] & LINK:
                self._close_to(0, mark)
                self._attach(group, self.main, mark + 1)
                return
            if flags[mark] & CONJUNCTION:
                comma = mark > 0 and bool(flags[mark - 1] & COMMA)
                if top.kind == "mandate" and comma:
                    self._pop(mark)
                    top, depth = self.stack[-1], len(self.stack) - 1
                    speaking = self._speaking()
                if depth > speaking:
                    outer = self.stack[speaking]
                    last = self.found[top.groups[-1]].group
                    ends = comma or (bool(group.modal) and not last.modal) or not outer.leading
                    if not outer.groups and not (comma and not self._more_after(group.last)):
                        ends = False
                    if (
                        self.tokens.words[mark] in self.lexicon.tables.grammar.disjunctions
                        and not group.modal
                        and outer.groups
                    ):
                        ends = False  # "unless you object, or we are forbidden to"
                    if ends and (comma or group.modal):
                        self._close_to(speaking, mark)
                        top = outer
                self._attach(group, top, mark + 1)
                return
            if top is self.main and len(top.groups) == 1 and flags[0] & PREPOSITION:
                first = self.found[top.groups[0]]
                if first.group.kind == "simple" and self._bare_relative(first):
                    first.place = "sub"  # "Depending on the access you grant, we may"
            # A comma right before the subject.
            if depth > speaking:
                self._pop(mark)
                if not self.stack[-1].groups:
                    self._attach(group, self.stack[-1], mark + 1)
                    return
                if len(self.stack) - 1 <= self._speaking():
                    self._attach(group, self.stack[-1], mark + 1)
                    return
                continue
            self._attach(group, top, mark + 1)
            return

    def _low(self, frame: _Frame) -> int:
        """Where the subject of the first verb of `frame` may begin."""
        low = frame.opened + 1
        for closed in self.subordinates:
            if closed.start >= low:
                low = max(low, closed.end + 1) if closed.end < len(self.tokens) else low
        return low

    def _after_comma(self, group: VerbGroup, top: _Frame) -> bool:
        """Does a pronoun subject stand right after a comma, well inside the frame?"""
        start = self._subject_start(group, top.opened + 1, [])
        flags = self.tokens.flags
        return (
            start > top.opened + 3
            and start < group.first
            and bool(flags[start - 1] & COMMA)
            and not flags[top.opened + 1] & COMMA
        )

    def _joins_phrases(self, mark: int) -> bool:
        """Does this conjunction join infinitives or prepositional phrases, not clauses?"""
        if not self.tokens.flags[mark] & CONJUNCTION:
            return False
        following = after(self.tokens, mark)
        return following < len(self.tokens) and bool(
            self.tokens.flags[following] & PREPOSITION
            and not self.tokens.flags[following] & (DETERMINER | SUBORDINATOR)
        )

    def _more_verbs(self, last: int) -> bool:
        """Does a finite verb follow before the next subordinate clause?"""
        flags = self.tokens.flags
        for index in range(last + 1, len(flags)):
            if flags[index] & (SUBORDINATOR | RELATIVE | THAT):
                return False
            if flags[index] & (MODAL | BE | DO) and not flags[index] & MASKED:
                return True
        return False

    def _subject_start(self, group: VerbGroup, low: int, marks: list[int]) -> int:
        """First token of the noun phrase before the verb, by a light look back."""
        flags = self.tokens.flags
        last = before(self.tokens, group.first, low)
        if last >= 0 and flags[last] & PRONOUN:
            while last - 2 >= low and flags[last - 1] & CONJUNCTION and flags[last - 2] & PRONOUN:
                last -= 2  # "he or she"
            return last
        if not marks or marks[-1] + 1 >= group.first:
            return group.first
        top = self.stack[-1]
        if flags[marks[-1]] & CONJUNCTION and top.leading and not self.main.groups:
            # "When it is over, we and our providers will": both are the subject.
            for mark in reversed(marks[:-1]):
                if flags[mark] & COMMA and mark + 1 < marks[-1]:
                    if flags[mark + 1] & (PRONOUN | POSSESSIVE | NAME):
                        return mark + 1
                    break
        return marks[-1] + 1

    def _more_after(self, last: int) -> bool:
        """Is there another finite verb after a comma further on?"""
        flags = self.tokens.flags
        comma = False
        for index in range(last + 1, len(flags)):
            if flags[index] & MASKED:
                continue
            if flags[index] & COMMA:
                comma = True
            elif comma and flags[index] & (MODAL | BE | DO | PRONOUN):
                return True
        return False

    def _adjacent(self, group: VerbGroup, top: _Frame) -> None:
        """Two finite verbs with nothing between: a complement, or a bare relative clause."""
        earlier = self.found[top.groups[-1]]
        verbs = self.lexicon.tables.verbs
        lemma = earlier.group.lemma
        if top.kind in ("main", "complement", "mandate"):
            subject = before(self.tokens, group.first)
            adjacent = subject == earlier.group.last + 1
            if lemma in verbs.mandative and adjacent and earlier.subject.role != "user":
                self._open("mandate", earlier.group.last, "other")
                self._attach(group, self.stack[-1], earlier.group.last + 1)
                return
            if lemma in verbs.transparent and adjacent:
                self._open("complement", earlier.group.last, "other")
                self._attach(group, self.stack[-1], earlier.group.last + 1)
                return
            own = (
                subject > earlier.group.last
                and self.tokens.flags[subject] & PRONOUN
                and not self.tokens.flags[subject - 1] & PREPOSITION  # "collect from you"
            )
            if own:
                # "the data we hold about you we may …" is rare; "we believe you should" is not.
                self._silent(group, subject)
                return
            if not self._bare_relative(earlier):
                self._silent(group, group.first)
                return
            # "Information you provide will be shared": the first verb was a relative clause.
            earlier.place = "sub"
            self._attach(group, top, earlier.start, bare=True)
            return
        self._silent(group, group.first)

    def _silent(self, group: VerbGroup, start: int) -> None:
        self.found.append(_Found(group, NounPhrase("other", start, start), "sub", start))
        self.stack[-1].last_end = group.last

    def _attach(
        self,
        group: VerbGroup,
        frame: _Frame,
        low: int,
        *,
        shared: bool = False,
        imperative: bool = False,
        bare: bool = False,
    ) -> None:
        tokens = self.tokens
        start = low
        if imperative:
            subject = NounPhrase("user", low, low, head="imperative")
        elif group.subject is not None:
            subject = role_of(
                tokens, group.subject, group.subject + 1, self.lexicon, self.parties
            )
            if low < group.subject:
                start = low
        elif shared and frame.subject is not None:
            subject = frame.subject
        elif frame.kind == "relative" and self._subjectless(frame, group):
            subject = frame.subject or NounPhrase("other", low, low)
        else:
            subject = subject_of(tokens, low, group.first, self.lexicon, self.parties)
            if subject.role == "other" and tokens.words[subject.start : subject.end] and (
                subject.head in _ANAPHORS and self.last_party is not None
            ):
                subject = NounPhrase(
                    self.last_party.role, subject.start, subject.end, head=subject.head
                )
            if subject.role in ("company", "user", "third-party"):
                self.last_party = subject
        frame.subject = subject
        place: Place = "sub"
        depth = self.stack.index(frame)
        kinds = [f.kind for f in self.stack[1 : depth + 1]]
        if not kinds or all(kind == "complement" for kind in kinds):
            place = "main"
        elif all(kind in ("complement", "mandate") for kind in kinds):
            place = "mandate"
        elif kinds[-1] == "relative" and all(k in ("complement", "mandate") for k in kinds[:-1]):
            place = "relative"
        frame.groups.append(len(self.found))
        frame.last_end = group.last
        for outer in self.stack[:depth]:
            outer.last_end = max(outer.last_end, -1)
        self.found.append(_Found(group, subject, place, start))

    def _subjectless(self, frame: _Frame, group: VerbGroup) -> bool:
        """Is the relative pronoun itself the subject ("who share it"), not the object?"""
        following = after(self.tokens, frame.opened)
        return following >= group.first or bool(self.tokens.flags[following] & COMMA)

    def _finish(self) -> Analysis:
        count = len(self.tokens)
        said = [f for f in self.found if f.place != "sub"]
        result: list[Predication] = []
        for position, found in enumerate(said):
            start = 0 if position == 0 else found.start
            end = said[position + 1].start if position + 1 < len(said) else count
            result.append(
                Predication(
                    found.group, found.subject, found.place, start, max(end, start),
                    found.hands_over, found.introduces,
                )  # fmt: skip
            )
        return Analysis(
            tuple(result), tuple(sorted(self.subordinates, key=lambda s: (s.start, s.end)))
        )


_ANAPHORS = frozenset({"they", "he", "she", "he/she", "she/he", "them"})
_PLURALS = frozenset({"people", "children", "cookies", "data", "personnel", "staff"})


def analyse(
    tokens: Tokens, lexicon: Lexicon, parties: Parties, *, imperatives: bool
) -> Analysis:
    """The predications and subordinate clauses of one clause, in reading order. O(n) or nearly.

    `imperatives` says whether a verb at the start commands ("Contact us"); in a list item it does
    not, because there it completes the lead-in.
    """
    return _Parser(tokens, lexicon, parties, imperatives).parse()
