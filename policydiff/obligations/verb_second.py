"""Predications of a language whose finite verb stands second and whose other verbs stand last.

Ugly: "Sofern Sie nicht widersprechen, dürfen wir die Daten, die Sie uns geben, an Partner, die sie
schützen müssen, weitergeben." Wanted: wir/dürfen weitergeben (main), if Sie nicht widersprechen,
Partner/müssen schützen (relative). Here commas part clauses by rule, and nouns have capitals: the
segments between commas are told apart by their first and last word, and the finite verb of what is
left is the first verb in it. Source: Eisenberg 2013, "Grundriss der deutschen Grammatik", ch. 13
(the field model: prefield, left bracket, middle field, right bracket).
"""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from policydiff.obligations.brackets import is_finite, is_verbal, read_bracket
from policydiff.obligations.frames import Analysis, Place, Predication, Subordinate
from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    CONJUNCTION,
    HAVE,
    MODAL,
    NEGATION,
    NO,
    PREPOSITION,
    PRONOUN,
    Lexicon,
)
from policydiff.obligations.parties import NounPhrase, Parties, role_of
from policydiff.obligations.segments import Segment, cut_segments, join_segments
from policydiff.obligations.subjects import antecedent_of
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import VerbGroup


class _Clause(Struct):
    """One finite verb of the sentence itself, with the words around it."""

    finite: int
    low: int  # where its words begin
    words: list[int] = field(default_factory=list)
    shared: NounPhrase | None = None  # subject of the verb before "und"
    verbs: list[int] = field(default_factory=list)  # right bracket, or verbs joined to the first


def analyse_verb_second(
    tokens: Tokens, lexicon: Lexicon, parties: Parties, *, imperatives: bool
) -> Analysis:
    """The predications and subordinate clauses of one clause, in reading order. O(n) in the words."""
    segments = join_segments(cut_segments(tokens), tokens, lexicon)
    subordinates = tuple(
        Subordinate(segment.sub_kind, segment.words[0], segment.words[-1] + 1)
        for segment in segments
        if segment.kind in ("sub", "relative")
    )
    clauses = _clauses(segments, tokens, lexicon)
    found: list[Predication] = []
    for position, clause in enumerate(clauses):
        start = 0 if position == 0 else clause.low
        end = clauses[position + 1].low if position + 1 < len(clauses) else len(tokens)
        fronted = any(s.kind == "sub" and s.words[0] < clause.finite for s in segments)
        whole, half = clause, _denied_half(clause, tokens)
        if half is not None:
            whole = _without(clause, half, tokens)
        predication = _predicate(
            whole, start, end, tokens, lexicon, parties,
            imperatives=imperatives, fronted=fronted,
        )  # fmt: skip
        if predication is not None:
            if position + 1 < len(clauses) and clauses[position + 1].shared is not None:
                clauses[position + 1].shared = predication.subject
            found.append(predication)
            if half is not None:
                found[-1] = replace(predication, end=half.low)
                group = read_bracket(tokens, half.finite, half.verbs, half.words, lexicon)
                found.append(
                    _placed(
                        group, predication.subject, False, half.words, "main", half.low, end,
                        tokens, lexicon,
                    )
                )  # fmt: skip
    return Analysis(
        tuple(_with_dependents(found, segments, tokens, lexicon, parties)), subordinates
    )


def _clauses(segments: list[Segment], tokens: Tokens, lexicon: Lexicon) -> list[_Clause]:
    """The finite verbs of the sentence itself, each with its words and the rest of its bracket."""
    flags, marks = tokens.flags, lexicon.tables.grammar.infinitive_marks
    clauses: list[_Clause] = []
    pending: list[int] = []  # words before the next finite verb
    for segment in segments:
        if segment.kind == "infinitive" and clauses:
            continue
        if segment.kind != "main":
            continue
        boundary = segment.words[0]  # where the words since the last comma or "und" begin
        for at in segment.words:
            if flags[at] & CONJUNCTION:
                boundary = at + 1
                pending.append(at)
                continue
            current = clauses[-1] if clauses else None
            marked = at > 0 and tokens.words[at - 1] in marks
            if marked or not is_verbal(tokens, at, lexicon):
                pending.append(at)
                continue
            if current is None:
                if is_finite(tokens, at, lexicon):
                    clauses.append(_Clause(at, pending[0] if pending else at, [*pending, at]))
                    pending = []
                continue
            opens = is_finite(tokens, at, lexicon) and _opens_clause(
                at, boundary, segment, current, tokens, lexicon
            )
            if opens:
                own = [word for word in pending if word >= boundary and word < at]
                current.words += [word for word in pending if word < boundary]
                clauses.append(
                    _Clause(
                        at, boundary, [*own, at], NounPhrase("other", at, at) if not own else None
                    )
                )
            else:
                current.words += [*pending, at]
                current.verbs.append(at)
            pending = []
        if clauses:
            clauses[-1].words += pending
            pending = []
    return clauses


def _denied_half(clause: _Clause, tokens: Tokens) -> _Clause | None:
    """ "… werden gesperrt und nicht verarbeitet": what the negation after "und" denies alone."""
    flags = tokens.flags
    for at in clause.words:
        joins = flags[at] & CONJUNCTION and at + 1 < len(tokens) and flags[at + 1] & NEGATION
        if not joins or at < clause.finite:
            continue
        earlier = [i for i in clause.verbs if i < at]
        later = [i for i in clause.verbs if i > at]
        denied = any(flags[i] & (NEGATION | NO) for i in clause.words if i < at)
        if earlier and later and not denied:
            words = [clause.finite, *(i for i in clause.words if i > at)]
            return _Clause(clause.finite, at, words, verbs=later)
    return None


def _without(clause: _Clause, half: _Clause, tokens: Tokens) -> _Clause:
    """The clause up to its denied half, with the auxiliary that both share at its end."""
    words = [i for i in clause.words if i < half.low]
    verbs = [i for i in clause.verbs if i < half.low]
    if tokens.flags[half.verbs[-1]] & (MODAL | BE | HAVE):
        verbs.append(half.verbs[-1])
    return _Clause(clause.finite, clause.low, words, clause.shared, verbs)


def _opens_clause(
    at: int,
    boundary: int,
    segment: Segment,
    current: _Clause,
    tokens: Tokens,
    lexicon: Lexicon,
) -> bool:
    """Is the verb at `at` the finite verb of a clause of its own, not the end of the one before?

    "… speichern und geben sie weiter" against "… speichern und an Partner weitergeben".
    """
    if boundary <= current.finite or (boundary == segment.words[0] and boundary > at):
        return False
    last = at == segment.words[-1] or bool(tokens.flags[at + 1] & CONJUNCTION)
    if at == boundary:
        return not last
    if last and not tokens.flags[at - 1] & PRONOUN:
        return False
    between = [i for i in segment.words if boundary <= i < at]
    # A second clause has its verb second: one phrase at most before it.
    return len(between) <= 4 and not any(is_verbal(tokens, i, lexicon) for i in between)


def _predicate(
    clause: _Clause,
    start: int,
    end: int,
    tokens: Tokens,
    lexicon: Lexicon,
    parties: Parties,
    *,
    imperatives: bool,
    fronted: bool,
    place: Place = "main",
) -> Predication | None:
    words, flags, grammar = tokens.words, tokens.flags, lexicon.tables.grammar
    verb = clause.finite
    lone = len(clause.words) > 1 and verb == clause.words[-1] and not clause.verbs
    head = [i for i in clause.words if i < verb and not flags[i] & CONJUNCTION]
    if (
        lone
        and not any(words[i] in grammar.nominatives for i in head)
        and words[verb] in lexicon.inflected
    ):
        return None  # "Ihre Daten weitergeben": an item without a verb of its own
    polite = bool(grammar.polite & {words[i] for i in clause.words})
    follower = words[verb + 1] if verb + 1 < len(tokens) else ""
    group = read_bracket(tokens, verb, clause.verbs, clause.words, lexicon)
    first = not [i for i in head if words[i] not in grammar.polite]
    # "Teile es nicht": a form that no third person has.
    informal = follower not in grammar.nominatives and words[verb] not in (
        lexicon.inflected.get(lexicon.forms.get(words[verb], ("",))[0], (words[verb],))
    )
    asks = follower in grammar.polite_address or informal
    if asks and first and imperatives and group.kind == "simple" and not clause.shared:
        verbs = lexicon.tables.verbs
        if not fronted or polite or informal or group.lemma in verbs.imperative | verbs.pointers:
            subject = NounPhrase("user", verb + 1, verb + 2, head="imperative")
            group = replace(
                group, kind="imperative", last=verb + (not informal),
                negated=_negated(clause.words, subject, tokens, lexicon),
            )  # fmt: skip
            return Predication(group, subject, place, start, end)
    subject, inverted = _subject(clause, head, group.passive, tokens, lexicon, parties)
    return _placed(group, subject, inverted, clause.words, place, start, end, tokens, lexicon)


def _placed(
    group: VerbGroup,
    subject: NounPhrase,
    inverted: bool,
    words: list[int],
    place: Place,
    start: int,
    end: int,
    tokens: Tokens,
    lexicon: Lexicon,
) -> Predication:

    limiters = lexicon.tables.grammar.limiters
    negated = _negated(words, subject, tokens, lexicon)
    force = group.force
    if negated:
        force = lexicon.tables.negated_modals.get(group.modal, force)
    group = replace(
        group,
        last=max(group.last, subject.end - 1) if inverted else group.last,
        negated=negated,
        force=force,
        limited=any(tokens.words[i] in limiters for i in words),
    )
    return Predication(group, subject, place, start, end)


def _negated(words: list[int], subject: NounPhrase, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "nicht", "nie" or "kein" among the words of the clause, outside of its subject."""
    limiters = lexicon.tables.grammar.limiters
    for at in words:
        if subject.start <= at < subject.end and subject.negated:
            continue
        if tokens.flags[at] & (NEGATION | NO):
            following = tokens.words[at + 1] if at + 1 < len(tokens) else ""
            if following not in limiters:
                return True
    return False


def _subject(
    clause: _Clause,
    head: list[int],
    passive: bool,
    tokens: Tokens,
    lexicon: Lexicon,
    parties: Parties,
) -> tuple[NounPhrase, bool]:
    """(subject, whether it stands behind the verb). Case is not marked: place and role decide."""
    words, flags, grammar = tokens.words, tokens.flags, lexicon.tables.grammar
    if clause.shared is not None and not head:
        follower = clause.finite + 1
        if follower >= len(words) or words[follower] not in grammar.nominatives:
            return clause.shared, False
    for at in head:
        if words[at] in grammar.nominatives and (at == 0 or not flags[at - 1] & PREPOSITION):
            return role_of(tokens, at, at + 1, lexicon, parties), False
    behind = clause.finite + 1
    tail = [i for i in clause.words if i > clause.finite]
    while tail and (
        words[tail[0]] in grammar.reflexives
        or (flags[tail[0]] & ADVERB and words[tail[0]] not in grammar.nominatives)
    ):
        tail = tail[1:]
    if tail:
        behind = tail[0]
    front = None
    if head and not flags[head[0]] & (PREPOSITION | ADVERB):
        front = role_of(tokens, head[0], clause.finite, lexicon, parties)
    if tail and words[behind] in grammar.nominatives:
        # "Unsere Mitarbeiter werden Sie …": of two the one that acts, if "Sie" may be the object
        object_too = words[behind] in grammar.polite_address
        if not (object_too and front and front.role in ("company", "user", "third-party")):
            return role_of(tokens, behind, behind + 1, lexicon, parties), True
    after = role_of(tokens, behind, _phrase_end(tail, tokens), lexicon, parties) if tail else None
    actors = ("company", "user", "third-party", "service")
    if front is None:
        return (after, True) if after is not None else (NounPhrase("other", 0, 0), False)
    if not passive and front.role == "data" and after is not None and after.role in actors:
        return after, True  # "Ihre Daten geben unsere Partner nicht weiter"
    return front, False


def _phrase_end(indexes: list[int], tokens: Tokens) -> int:
    """Where the phrase that begins at the first of `indexes` may end."""
    for at in indexes[1:]:
        if tokens.flags[at] & (PREPOSITION | CONJUNCTION | NEGATION):
            return at
    return indexes[-1] + 1


def _with_dependents(
    found: list[Predication],
    segments: list[Segment],
    tokens: Tokens,
    lexicon: Lexicon,
    parties: Parties,
) -> list[Predication]:
    """Add what "dass" clauses say after verbs that hand over, and what relative clauses bind."""

    verbs = lexicon.tables.verbs
    result = list(found)
    for segment in segments:
        if segment.kind not in ("content", "relative"):
            continue
        body = segment.words[segment.opener :]
        if not body or not is_finite(tokens, body[-1], lexicon):
            continue
        owner = max(
            (
                i
                for i, p in enumerate(result)
                if p.place == "main" and p.group.first < segment.words[0]
            ),
            default=None,
        )
        place: Place = "relative"
        opener = segment.words[0]
        if segment.kind == "content":
            if owner is None:
                continue
            lemma = result[owner].group.lemma
            if lemma in verbs.mandative:
                place = "mandate"
                result[owner] = replace(result[owner], hands_over=True)
            elif lemma in verbs.transparent:
                place = "main"
                result[owner] = replace(result[owner], introduces=True)
            else:
                continue
        if any(tokens.words[i] in lexicon.tables.grammar.nominatives for i in body[:1]):
            subject = role_of(tokens, body[0], body[0] + 1, lexicon, parties)
        elif segment.kind == "content":
            subject = role_of(tokens, body[0], _phrase_end(body, tokens), lexicon, parties)
        else:
            subject = antecedent_of(tokens, opener, lexicon, parties)
        closing = body[-1]
        inner = [i for i in body[:-1] if is_verbal(tokens, i, lexicon)][-2:]
        group = read_bracket(tokens, closing, inner, body, lexicon)
        result.append(
            _placed(group, subject, False, body, place, opener, closing + 1, tokens, lexicon)
        )
    return sorted(result, key=lambda p: p.group.first)


__all__ = ["analyse_verb_second"]
