"""Events as plain sentences, for logs, summaries and reviews: what a promise was, and what it is.

    The promise not to sell your personal information is gone.
    Notice of changes: at least 30 days -> 7 days.
    The company must not -> may read your notes.

Nothing here knows a terminal: the words are the document's own, and whoever prints them makes them
safe.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from policydiff.model import Bearer, Event, Obligation, Value, ValueKind
from policydiff.patterns import regex
from policydiff.timeline.cues import FREEING, is_only
from policydiff.timeline.listed import names_thing
from policydiff.timeline.values import changed_values

WHO: Final[dict[Bearer, str]] = {
    "company": "the company",
    "user": "the user",
    "third-party": "third parties",
}
# What an active verb stands behind: its auxiliary, its negation, "to", or a request's "please"; with
# an adverb between, as in "will [only] use". A participle stands behind "be" and does not match.
_AUXILIARY: Final = regex(
    r"(?:^|(?:^|\W)(?:may|might|can|could|will|would|shall|must|should|not|never|to|please)\W+"
    r"(?:(?:also|only|always|then|otherwise|\w+ly)\W+){0,3})\Z",
    re.IGNORECASE,
)
_LONG_REASON = 60  # characters of a reason, from which the words that differ are told in its place
_SHORTEST = 24  # characters that are left of words that are cut
_REACH = 200  # characters before a verb in which its auxiliary is looked for
_HANGING: Final = regex(r"[\s,;]+(?:and/or|and|or|but|who|which|that)$", re.IGNORECASE)
_MARKER: Final = regex(r"^[*•●▪◦–—-]\s+")  # of an item that its layout left in the text
_NAKED_VERB: Final = regex(
    r"(?!(?:to|for|in|with|by|on|at|from|when|if|as|the|a|an|any|all|no|such|our|your|these|those|this|that|do so)\b)(?!(?!bring|need|feed|proceed|exceed|succeed|embed)[a-z]+(?:ing|ed)\b)[a-z]"
)
_BE: Final = regex(r"\b(?:is|are|was|were|be|been|being|am)\Z|(?:'|’)re\Z", re.IGNORECASE)
_WE: Final = regex(r"\bwe\b", re.IGNORECASE)
# What may stand before the auxiliary of an act that is the bearer's own: a pronoun or name, a list or
# a clause that goes on. Behind another noun it is a thing's: "any abuse may result in".
_OWN_SUBJECT: Final = regex(
    r"(?:^|[,;:)\].]|\b(?:we|us|you|and|or|but|who|which|that|not|also|users?|customers?|members?|parties|party"
    r"|it|they|company|children|parents|admins|(?<!these )(?<!those )(?<!our )(?<!such )(?<!this )(?<!any )(?-i:[\w.&-]*[A-Z][\w.&-]*))[\"”’)]?)\s*\Z",
    re.IGNORECASE,
)
_MODAL: Final = regex(r"\W*(?:may|might|can|could|will|would|shall|must|should)\b", re.IGNORECASE)
_NEAR_PERSON: Final = regex(r"\b(?:we|you)\b(?:\W+\w+){0,4}\W*\Z", re.IGNORECASE)
_YOU: Final = regex(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)
_READER: Final = regex(r"\b(?:you|users?|customers?|members?)\W*$", re.IGNORECASE)


# Rules whose verb has a thing for its subject: "your data never leaves the EU".
_OF_THINGS: Final = frozenset(
    {"stays", "does-not-stay", "does-not-leave", "may-leave", "keeps-right"}
)


def modal(obligation: Obligation) -> str:
    """How `obligation` binds: "must", "should not", "may only"; for the verbless "practice", "disclaimer".

    "We will only use it to ship" forbids the rest: "must not use it to ship" would turn it round.
    """
    weak = obligation.strength == "weak"
    match obligation.modality:
        case "obligation":
            return "should" if weak else "must"
        case "prohibition" if is_only(obligation):
            return "should only" if weak else "may only"
        case "prohibition":
            return "should not" if weak else "must not"
        case "permission":
            return "need not" if obligation.rule in FREEING else "may"
        case "practice" | "disclaimer":
            return obligation.modality


def who(obligation: Obligation) -> str:
    """Who is bound, as a sentence says it; "you" where the policy's words, read on, speak to the reader."""
    if obligation.bearer == "user" and told(obligation)[1] and _YOU.search(obligation.action):
        return "you"
    return WHO[obligation.bearer]


def told(obligation: Obligation) -> tuple[str, bool]:
    """What is bound, and whether it reads on behind "the company may".

    An active verb that its own cue governs does: "share your data with others". A passive, a consent
    ("you grant us"), a denial or a plain statement is told in the document's own words; cut to the
    verb, "we are not responsible for" would read as an admission.
    """
    start, end = obligation.span
    words = _MARKER.sub("", obligation.text[start:end]).strip(" ,;")
    words = _HANGING.sub("", words)
    action = _HANGING.sub("", obligation.action)
    quoted = obligation.modality in ("practice", "disclaimer") or obligation.rule in _OF_THINGS
    # "The features may not always work": a thing, not the company, is what "may not".
    quoted |= names_thing(obligation)
    quoted |= (
        obligation.rule == "may-not" and obligation.bearer == "company" and not _WE.search(words)
    )
    if quoted or not _NAKED_VERB.match(action):
        return words, False
    behind = _auxiliary_of(action[:24], words)
    if behind is None or (obligation.bearer == "company" and _READER.search(words[:behind])):
        return words, False
    if obligation.bearer != "third-party" and _is_of_thing(words, behind):
        return words, False
    if action[:1].isupper() and not action.isupper():
        action = action[0].lower() + action[1:]
    if obligation.modality == "prohibition" and is_only(obligation):
        action = action.replace(" only ", " ", 1)  # said by the modal
    return action, True


def _is_of_thing(words: str, behind: int) -> bool:
    """Whether the modal verb at `behind` stands behind a noun that is not the bearer's."""
    before = words[:behind]
    return bool(
        behind
        and _MODAL.match(words, behind)
        and not _OWN_SUBJECT.search(before)
        and not _NEAR_PERSON.search(before)
    )


def _auxiliary_of(verb: str, words: str) -> int | None:
    """Where the auxiliary begins behind which `verb` stands in `words`; None where it has none.

    One pattern for all verbs, each looked for by itself: a pattern for each had to be compiled.
    """
    verb, lower = verb.lower(), words.lower()
    at = lower.find(verb)
    while at >= 0:
        match = _AUXILIARY.search(words, max(0, at - _REACH), at)
        if match and not _BE.search(words[: match.start()]):  # "are not searchable"
            return match.start()
        at = lower.find(verb, at + 1)
    return None


class Punctuation(Struct, frozen=True):
    """The signs that a sentence needs beyond ASCII; the defaults are for people."""

    arrow: str = "→"
    open_quote: str = "“"
    close_quote: str = "”"
    ellipsis: str = "…"


_PLAIN: Final = Punctuation()
_MEASURED: Final[dict[ValueKind, str]] = {
    "age": "Age",
    "retention": "How long data are kept",
    "notice": "Notice",
    "response": "Time to answer",
}


def event_sentence(event: Event, *, signs: Punctuation = _PLAIN, longest: int = 0) -> str:
    """One sentence that says what the event means, in the words of the policy, with a full stop.

    With `longest`, a sentence of more characters loses words in its middle, where the policy is quoted:
    what became of the promise stands at the end. One that has no end of its own stays as long as it is.
    """
    old, new = event.old, event.new
    shown = new or old
    if shown is None:
        return ""
    match event.event:
        case "vanished":
            text = _gone(shown, signs, longest)
        case "appeared" | "returned":
            text = _come(shown, signs, again=event.event == "returned")
        case "moved":
            place = f" to {_quote(event.section, signs)}" if event.section else ""
            text = f"{_capital(_noun(shown, signs))} moved{place}"
        case _ if old is None or new is None:
            text = _come(shown, signs, again=False)
        case _:
            text = _changed(event, old, new, signs, longest)
    ends = (".", "!", "?", f".{signs.close_quote}", signs.ellipsis)
    return text if text.endswith(ends) else f"{text}."


def _changed(
    event: Event, old: Obligation, new: Obligation, signs: Punctuation, longest: int
) -> str:
    values = [(one, other) for one, other in changed_values(old, new) if one and other]
    told = "; ".join(f"{_said(one)} {signs.arrow} {_said(other)}" for one, other in values)
    if event.event == "reworded" and values:
        measure = _MEASURED.get(values[0][1].kind)
        if measure == "Notice" and new.topic == "changes":
            measure = "Notice of changes"
        return f"{measure or _capital(_noun(new, signs))}: {told}"
    if old.bearer != new.bearer or (modal(old) != modal(new) and _binds_otherwise(event, old, new)):
        other = f"{who(new)} " if old.bearer != new.bearer else ""
        if old.modality in _DOES and new.modality not in _DOES and not other:
            return f"{_capital(who(new))} now {_phrase(new, signs)} (before: a {_name(old)[0]})"
        before = _DOES.get(old.modality) or modal(old)
        bearer = WHO[old.bearer] if other else who(new)
        return f"{_capital(bearer)} {before} {signs.arrow} {other}{_phrase(new, signs)}"
    what = ""
    if told or event.why:
        what = told or event.why.replace("->", signs.arrow)
        if len(what) > _LONG_REASON and not told:
            what = _other_words(old, new, signs) or what
    elif event.facets:
        what = _exchanged(event.facets[0].old, event.facets[0].new, signs)
    else:
        what = _other_words(old, new, signs)
    end = f" is {_verdict(event)}{': ' if what else ''}{what}"
    if longest:
        end = _clipped(end, longest * 2 // 3, signs)
    return _capital(_noun(new, signs, room=longest and longest - len(end))) + end


def _binds_otherwise(event: Event, old: Obligation, new: Obligation) -> bool:
    """Whether the modal verbs can be set side by side: "should -> must" of two acts says nothing true."""
    from policydiff.timeline.acts import (
        are_of_one_act,
    )  # few sentences ask, and it loads the stemmer

    return event.event != "reworded" or are_of_one_act(old, new)


def _other_words(old: Obligation, new: Obligation, signs: Punctuation) -> str:
    """The words that were set anew, where they say something by themselves."""
    from policydiff.timeline.other_words import (
        other_words,  # few sentences ask, and it loads the diff
    )

    return _exchanged(*other_words(old, new), signs)


def _clipped(text: str, room: int, signs: Punctuation) -> str:
    """`text` with so many characters at most, cut behind a word."""
    if len(text) <= room:
        return text
    return text[: max(room - 1, _SHORTEST)].rpartition(" ")[0].rstrip(" ,;:(") + signs.ellipsis


def _exchanged(old: str, new: str, signs: Punctuation) -> str:
    if old and new:
        return f"{_quote(old, signs)} {signs.arrow} {_quote(new, signs)}"
    if new:
        return f"now also {_quote(new, signs)}"
    return f"no longer {_quote(old, signs)}" if old else ""


def _said(value: Value) -> str:
    return value.phrase.replace("less than", "under") if value.kind == "age" else value.phrase


def _verdict(event: Event) -> str:
    return {"strengthened": "stronger", "weakened": "weaker", "reversed": "reversed"}.get(
        event.event, "worded anew"
    )


def _gone(obligation: Obligation, signs: Punctuation, longest: int) -> str:
    words, reads_on = told(obligation)
    room = longest and longest - len(" is gone")
    if names_thing(obligation):
        start = f"Gone from {_list(obligation)}: "
        return start + _quote(
            _clipped(words, longest - len(start), signs) if longest else words, signs
        )
    if not reads_on:
        return f"{_capital(_noun(obligation, signs, room=room))} is gone"
    bearer = who(obligation)
    be, have = ("are", "have") if bearer == "you" else ("is", "has")
    match obligation.bearer, obligation.modality:
        case "user", "obligation":
            asked = obligation.strength == "weak"
            verb = f"{be} no longer asked to" if asked else f"no longer {have} to"
            return f"{_capital(bearer)} {verb} {words}"
        case "user", "prohibition":
            return f"{_capital(bearer)} {be} no longer told {_to(obligation)} {words}"
        case "company", "permission":
            return f"{_capital(bearer)} no longer says that it {modal(obligation)} {words}"
        case _:
            return f"{_capital(_noun(obligation, signs, room=room))} is gone"


def _come(obligation: Obligation, signs: Punctuation, *, again: bool) -> str:
    words, reads_on = told(obligation)
    new = "Back" if again else "New"
    if reads_on:
        return f"{new}: {who(obligation)} {_phrase(obligation, signs)}"
    if names_thing(obligation):
        return f"{new} in {_list(obligation)}: {_quote(words, signs)}"
    name, owner = _name(obligation)
    return f"{new}, {name}{f' of {owner}' if owner else ''}: {_quote(words, signs)}"


def _list(obligation: Obligation) -> str:
    """The list that an item without a verb stands in: "the list of what the company may do"."""
    does = _DOES.get(obligation.modality) or f"{modal(obligation)} do"
    return f"the list of what {who(obligation)} {does}"


def _phrase(obligation: Obligation, signs: Punctuation) -> str:
    """What reads on behind the bearer: "may share your data", "does: "We share ..."".."""
    words, reads_on = told(obligation)
    verb = _DOES.get(obligation.modality) or modal(obligation)
    return f"{verb} {words}" if reads_on else f"{verb}: {_quote(words, signs)}"


_DOES: Final = {"practice": "does", "disclaimer": "disclaims"}


def _noun(obligation: Obligation, signs: Punctuation, *, room: int = 0) -> str:
    """The obligation as a noun: "the promise not to sell data", "the user's right to object".

    With `room`, in so many characters, as far as a few words of it allow that.
    """
    words, reads_on = told(obligation)
    name, owner = _name(obligation)
    if owner == "you":
        name = f"your {name}"
    elif owner:
        name = f"{owner}' {name}" if owner.endswith("s") else f"{owner}'s {name}"
    else:
        name = f"the {name}"
    if room:
        words = _clipped(words, max(room - len(name) - 9, _SHORTEST), signs)
    if not reads_on:
        return f"{name} {_quote(words, signs)}"
    return f"{name} {_to(obligation)} {words}"


def _to(obligation: Obligation) -> str:
    if obligation.rule in FREEING:
        return "not to"
    if obligation.modality != "prohibition":
        return "to"
    return "only to" if is_only(obligation) else "not to"


def _name(obligation: Obligation) -> tuple[str, str]:
    """(what such an obligation is called, whose it is where the name does not say)."""
    match obligation.modality:
        case "practice":
            return "statement", ""
        case "disclaimer":
            return "disclaimer", ""
        case "permission":
            return ("right" if obligation.bearer == "user" else "liberty"), who(obligation)
        case "prohibition" if obligation.rule == "inherited" and not told(obligation)[1]:
            owner = who(obligation) if obligation.bearer == "third-party" else ""
            return "prohibition", owner  # its "not" stands in the lead-in
        case _:
            if obligation.bearer != "company":
                return "duty", who(obligation)
            from policydiff.timeline.impact import weighs_for_user

            # "You will be charged" is nothing that a reader would call a promise.
            return ("promise" if weighs_for_user(obligation) else "statement"), ""


def _quote(text: str, signs: Punctuation) -> str:
    return f"{signs.open_quote}{text}{signs.close_quote}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
