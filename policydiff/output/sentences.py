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

from policydiff.model import Bearer, Event, Obligation, Value, ValueKind
from policydiff.output.differences import EXCEPTION, difference, value_said
from policydiff.output.quoting import (
    PLAIN,
    SHORTEST,
    Punctuation,
    clipped,
    full_stop,
    quoted,
)
from policydiff.patterns import regex
from policydiff.timeline.acts import are_of_one_act
from policydiff.timeline.cues import FREEING, cue_words, is_only
from policydiff.timeline.listed import names_thing
from policydiff.timeline.values import changed_values, is_wait

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
_LONG_PROMISE = 120  # characters, behind which what changed in it would be read too late
_REACH = 200  # characters before a verb in which its auxiliary is looked for
_HANGING: Final = regex(r"[\s,;]+(?:and/or|and|or|but|who|which|that)$", re.IGNORECASE)
# Of an item, that its layout left in the text.
_MARKER: Final = regex(r"^(?:[*•●▪◦–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\))\s+", re.IGNORECASE)
# The next item of a list in the sentence: "…; (3) before you publish it, read it".
_NEXT_ITEM: Final = regex(
    r"[;,]\s*(?:(?:and|or)\s+)?\((?!(?:a|i|1)\))(?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s.*",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETS: Final = regex(r"\s*\([^()]{0,200}\)")
# Readers that a policy sets apart: what they may, the others may not.
_HOLDER: Final = regex(
    r"(?:(?:your|the|our|all|each|both)\s+)?(?:[\w’'-]+\s+){0,2}"
    r"(?:admin(?:istrator)?s?|owners?|parents?|guardians?|children|minors|managers?|employers?|teachers?|students?"
    r"|moderators?|sellers?|buyers?|hosts?|guests?|drivers?|developers?|residents?|agents?|heirs?)",
    re.IGNORECASE,
)
# What no sentence begins with: its subject stands before it, and a verb alone says nothing.
_NO_SUBJECT: Final = regex(
    r"(?:is|are|was|were|be|been|has|have|had|do|does|may|might|can|could|will|would|shall|should|must|not|never|lets?"
    r"|(?!(?:need|feed|speed|indeed|based|related|provided|unlimited|limited)\b)[a-z]+ed)\b"
)
# "By using the audio tools, you agree to": what one is bound by, where nothing else names it.
_BY_DOING: Final = regex(r"\W*by (\w+ing\b[^,;:.]{4,90}),", re.IGNORECASE)
_LONE_VERB: Final = regex(r"\W*[\w-]+\W*\Z")
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
    if obligation.bearer == "user" and told(obligation)[1]:
        if holder := _holder(obligation):
            return holder
        if _YOU.search(obligation.action):
            return "you"
    return WHO[obligation.bearer]


def _holder(obligation: Obligation) -> str:
    """The readers that a right or duty is of, where the policy names some: "workspace admins"."""
    words = _own_words(obligation)
    behind = _auxiliary_of(obligation.action[:24], words)
    before = _BRACKETS.sub("", words[:behind]).strip().rpartition(", ")[2] if behind else ""
    if not _HOLDER.fullmatch(before):
        return ""
    first, _, rest = before.partition(" ")
    plain = first[1:].islower() and (rest.islower() or not rest)
    return before[0].lower() + before[1:] if plain else before


def told(obligation: Obligation) -> tuple[str, bool]:
    """What is bound, and whether it reads on behind "the company may".

    An active verb that its own cue governs does: "share your data with others". A passive, a consent
    ("you grant us"), a denial or a plain statement is told in the document's own words; cut to the
    verb, "we are not responsible for" would read as an admission.
    """
    words = _own_words(obligation)
    action = _HANGING.sub("", _NEXT_ITEM.sub("", obligation.action))
    verbatim = obligation.modality in ("practice", "disclaimer") or obligation.rule in _OF_THINGS
    # "The features may not always work": a thing, not the company, is what "may not".
    verbatim |= names_thing(obligation)
    verbatim |= (
        obligation.rule == "may-not" and obligation.bearer == "company" and not _WE.search(words)
    )
    if verbatim or not _NAKED_VERB.match(action) or _lacks_object(obligation, action):
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


def _condition_apart(obligation: Obligation) -> str:
    """The condition that opens a sentence, for behind its act; "" where the act holds without one."""
    words = _own_words(obligation)
    start = obligation.text.find(words)
    for condition in obligation.conditions:
        at = obligation.text.find(condition)
        if (
            0 <= at < start + words.find(obligation.action[:24])
            and condition not in obligation.action
        ):
            condition = condition.rstrip(" ,;").removesuffix(", please")
            opening, _, rest = condition.partition(" ")
            return f", {opening.lower()} {rest}" if rest else ""
    doing = _BY_DOING.match(obligation.text[: start + words.find(obligation.action[:24])])
    return f", by {doing[1]}" if doing else ""


def _own_words(obligation: Obligation) -> str:
    """The words that carry the obligation; with those before them that hold their subject."""
    start, end = obligation.span
    if start and _NO_SUBJECT.match(obligation.text, start) and not names_thing(obligation):
        start = 0
    words = _MARKER.sub("", obligation.text[start:end]).strip(" ,;")
    return _HANGING.sub("", words)


def _lacks_object(obligation: Obligation, action: str) -> bool:
    """Whether a verb alone was found of a sentence that goes on: "not submit, and prevent others ..."."""
    end = obligation.span[1]
    return bool(_LONE_VERB.match(action)) and bool(obligation.text[end:].strip(" .,;:!"))


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


_MEASURED: Final[dict[ValueKind, str]] = {
    "age": "Age",
    "retention": "How long data are kept",
    "notice": "Notice",
    "response": "Time to answer",
}


def event_sentence(event: Event, *, signs: Punctuation = PLAIN, longest: int = 0) -> str:
    """One sentence that says what the event means, in the words of the policy, with a full stop.

    With `longest`, a sentence of more characters loses words where the policy is quoted: in its middle,
    where what became of the promise stands at the end.
    """
    old, new = event.old, event.new
    shown = new or old
    if shown is None:
        return ""
    match event.event:
        case "vanished":
            text = _gone(shown, signs, longest)
        case "appeared" | "returned":
            text = _come(shown, signs, longest, again=event.event == "returned")
        case "moved":
            place = f" to {quoted(event.section, signs)}" if event.section else ""
            text = f"{_capital(_noun(shown, signs, room=longest and longest - len(place) - 6))} moved{place}"
        case _ if old is None or new is None:
            text = _come(shown, signs, longest, again=False)
        case _:
            text = _changed(event, old, new, signs, longest)
    return full_stop(text, signs)


def _changed(
    event: Event, old: Obligation, new: Obligation, signs: Punctuation, longest: int
) -> str:
    values = [(one, other) for one, other in changed_values(old, new) if one and other]
    numbers = "; ".join(
        f"{value_said(one)} {signs.arrow} {value_said(other)}" for one, other in values
    )
    if event.event == "reworded" and values and (measure := _measured(values[0][1], new)):
        if measure == "Notice" and new.topic == "changes":
            return f"Notice of changes: {numbers}"
        return _with_quote(f"{measure}: {numbers}", new, signs, longest, " (", ")")
    if old.bearer != new.bearer or (modal(old) != modal(new) and _binds_otherwise(event, old, new)):
        other = f"{who(new)} " if old.bearer != new.bearer else ""
        if old.modality in _DOES and new.modality not in _DOES and not other:
            start = f"{_capital(who(new))} now "
            end = f" (before: a {_name(old)[0]})"
        else:
            before = _DOES.get(old.modality) or modal(old)
            bearer = WHO[old.bearer] if other else who(new)
            start, end = f"{_capital(bearer)} {before} {signs.arrow} {other}", ""
        return start + _phrase(new, signs, longest and longest - len(start + end)) + end
    room = longest * 2 // 3 if told(new)[1] else longest // 2
    what = numbers or difference(event, old, new, signs, longest=room)
    if longest:
        what = clipped(what, room, signs)
    # What a limit that came does to a promise is told of the promise as it was.
    shown = old if what.startswith("now ") and told(old)[1] else new
    end = f" is {_verdict(event)}"
    if told(shown)[1] and what and len(noun := _noun(shown, signs)) > _LONG_PROMISE:
        start = f"{_capital(_verdict(event))}, {what}: "
        return start + (clipped(noun, longest - len(start), signs) if longest else noun)
    if told(shown)[1]:
        end += f"{': ' if what else ''}{what}"
        return _capital(_noun(shown, signs, room=longest and longest - len(end))) + end
    start = f"{_capital(_named(shown))}{end}{', ' if what else ''}{what}"
    return _with_quote(start, shown, signs, longest)


def _measured(value: Value, obligation: Obligation) -> str | None:
    theirs = (obligation.bearer, obligation.modality) == ("user", "permission")
    return (
        _MEASURED.get(value.kind) if theirs or not is_wait(value, obligation) else "Time it takes"
    )


def _with_quote(
    start: str, shown: Obligation, signs: Punctuation, longest: int, *around: str
) -> str:
    """`start` and the words of an obligation, as many as there is room for; without them for a few."""
    before, behind = around or (": ", "")
    words = told(shown)[0] if not around else _own_words(shown)
    if EXCEPTION in start:
        opening = next((part for part in shown.exceptions if words.startswith(part)), "")
        words = words[len(opening) :].lstrip(" ,")  # it is told
    room = longest - len(start + before + behind) - 2
    if longest and room < SHORTEST and len(words) > room:
        return start
    shown_words = quoted(clipped(words, room, signs) if longest else words, signs)
    return f"{start}{before}{shown_words}{behind}"


def _binds_otherwise(event: Event, old: Obligation, new: Obligation) -> bool:
    """Whether the modal verbs can be set side by side: "should -> must" of two acts says nothing true."""
    return event.event != "reworded" or are_of_one_act(old, new)


def _verdict(event: Event) -> str:
    return {"strengthened": "stronger", "weakened": "weaker", "reversed": "reversed"}.get(
        event.event, "worded anew"
    )


def _gone(obligation: Obligation, signs: Punctuation, longest: int) -> str:
    words, reads_on = told(obligation)
    if names_thing(obligation):
        return _with_quote(f"Gone from {_list(obligation)}", obligation, signs, longest)
    if not reads_on:
        return _with_quote(f"{_capital(_named(obligation))} is gone", obligation, signs, longest)
    bearer = who(obligation)
    be, have = ("are", "have") if bearer == "you" else ("is", "has")
    match obligation.bearer, obligation.modality:
        case "user", "obligation":
            asked = obligation.strength == "weak"
            verb = f"{be} no longer asked to" if asked else f"no longer {have} to"
        case "user", "prohibition":
            verb = f"{be} no longer told {infinitive_mark(obligation)}"
        case "company", "permission":
            verb = f"no longer says that it {modal(obligation)}"
        case _:
            room = longest and longest - len(" is gone")
            return f"{_capital(_noun(obligation, signs, room=room))} is gone"
    text = f"{_capital(bearer)} {verb} {words}{_condition_apart(obligation)}"
    return clipped(text, longest, signs) if longest else text


def _come(obligation: Obligation, signs: Punctuation, longest: int, *, again: bool) -> str:
    if told(obligation)[1]:
        start = f"{'Back' if again else 'New'}: {who(obligation)} "
        return start + _phrase(obligation, signs, longest and longest - len(start))
    if names_thing(obligation):
        start = f"{'Back' if again else 'New'} in {_list(obligation)}"
    else:
        name, owner = _name(obligation)
        start = f"{'Back, the' if again else 'New'} {name}{f' of {owner}' if owner else ''}"
    return _with_quote(start, obligation, signs, longest)


def _list(obligation: Obligation) -> str:
    """The list that an item without a verb stands in: "the list of what the company may do"."""
    does = _DOES.get(obligation.modality) or f"{modal(obligation)} do"
    return f"the list of what {who(obligation)} {does}"


def _phrase(obligation: Obligation, signs: Punctuation, room: int = 0) -> str:
    """What reads on behind the bearer: "may share your data", "does: "We share ..."".."""
    words, reads_on = told(obligation)
    verb = _DOES.get(obligation.modality) or modal(obligation)
    words += _condition_apart(obligation) if reads_on else ""
    if room:
        words = clipped(words, room - len(verb) - (1 if reads_on else 4), signs)
    return f"{verb} {words}" if reads_on else f"{verb}: {quoted(words, signs)}"


_DOES: Final = {"practice": "does", "disclaimer": "disclaims"}


def _noun(obligation: Obligation, signs: Punctuation, *, room: int = 0) -> str:
    """The obligation as a noun: "the promise not to sell data", "the user's right to object".

    With `room`, in so many characters, as far as a few words of it allow that.
    """
    words, reads_on = told(obligation)
    name = _named(obligation)
    if room:
        words = clipped(words, max(room - len(name) - 9, SHORTEST), signs)
    if not reads_on:
        return f"{name} {quoted(words, signs)}"
    return f"{name} {infinitive_mark(obligation)} {words}"


def _named(obligation: Obligation) -> str:
    """What an obligation is, and whose: "the promise", "your right", "the company's liberty"."""
    name, owner = _name(obligation)
    if owner == "you":
        return f"your {name}"
    if owner:
        return f"{owner}' {name}" if owner.endswith("s") else f"{owner}'s {name}"
    return f"the {name}"


def infinitive_mark(obligation: Obligation) -> str:
    """What stands before the act of an obligation told as a noun: "the promise [only to] use it"."""
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
            if obligation.bearer != "user":
                return "liberty", who(obligation)
            said = set(obligation.action.casefold().split())
            limited = bool(cue_words(obligation)["only"] & said)  # whoever loses it loses a limit
            return ("limited right" if limited else "right"), who(obligation)
        case "obligation" | "prohibition" if _is_advice(obligation):
            return f"advice to {who(obligation)}", ""
        case "prohibition" if obligation.bearer != "company" and not told(obligation)[1]:
            return f"ban on {who(obligation)}", ""
        case "prohibition" if obligation.rule == "inherited" and not told(obligation)[1]:
            return "prohibition", ""  # its "not" stands in the lead-in
        case _:
            if obligation.bearer != "company":
                return "duty", who(obligation)
            from policydiff.timeline.impact import weighs_for_user

            # "You will be charged" is nothing that a reader would call a promise.
            return ("promise" if weighs_for_user(obligation) else "statement"), ""


def _is_advice(obligation: Obligation) -> bool:
    """Whether it is weak and cannot be told with a "should": "We recommend that you take care"."""
    weak = obligation.bearer == "user" and obligation.strength == "weak"
    return weak and not told(obligation)[1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
