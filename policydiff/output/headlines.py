"""Like events told once: "Nine new bans on the user in “Fair use”: scrape the site; ...; and 7 more."

What an event tells alone is a sentence of `sentences`; nothing here knows a terminal either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from policydiff.model import Event
from policydiff.output.quoting import PLAIN, Punctuation, clipped, exchanged, full_stop, quoted
from policydiff.output.sentences import event_sentence, infinitive_mark, modal, told, who
from policydiff.timeline.listed import names_thing

_ENOUGH: Final = 3  # events of one kind in one section, from which they are told together
_THINGS: Final = 2  # the same, of what only differs in a thing that it names
_SHOWN: Final = 4  # of them that are quoted
_LEAST: Final = 24  # characters of one that are worth quoting
_MOST: Final = 140  # of one where there is room
_EDITED: Final = 70  # of one in which words were exchanged
_BESIDE: Final = 3  # that there should be room for
NUMBERS: Final = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")  # fmt: skip
# What several of a bearer and modality are called; whatever is not here, statements.
_NAMES: Final = {
    ("company", "prohibition"): "promises",
    ("company", "obligation"): "promises",
    ("company", "permission"): "liberties of the company",
    ("company", "disclaimer"): "disclaimers",
    ("user", "prohibition"): "bans on the user",
    ("user", "obligation"): "duties of the user",
    ("user", "permission"): "rights of the user",
    ("third-party", "prohibition"): "bans on third parties",
    ("third-party", "obligation"): "duties of third parties",
    ("third-party", "permission"): "liberties of third parties",
}


def told_together(events: Iterable[Event]) -> list[list[Event]]:
    """Runs of events that are one piece of news, in the order of their first; most have one event."""
    kinds: dict[object, list[Event]] = defaultdict(list)
    runs: list[list[Event]] = []
    for number, event in enumerate(events):
        kind = _kind(event)
        run = kinds[kind if kind is not None else number]
        if not run:
            runs.append(run)
        run.append(event)
    return [part for run in runs for part in ([run] if _are_one(run) else ([e] for e in run))]


def _kind(event: Event) -> object | None:
    """What events told together have in common; None for one that is told alone."""
    old, new = event.old, event.new
    shown = new or old
    if shown is None or event.event == "moved":
        return (event.event, event.section) if shown else None
    kind = event.event, event.impact, shown.bearer, shown.modality
    match event.event:
        case "appeared" | "vanished" | "returned":
            return *kind, shown.section
        case "reversed" if old and new and told(old)[1] and told(new)[1]:
            return *kind, old.bearer, old.modality, new.section
        case "reworded" if old and new and not event.why and (words := _exchange(event)):
            return event.event, event.impact, words
        case _:
            return None


def _exchange(event: Event) -> str:
    if event.old is None or event.new is None:
        return ""
    from policydiff.timeline.other_words import other_words

    return exchanged(*other_words(event.old, event.new), PLAIN)


def _are_one(run: Sequence[Event]) -> bool:
    alike = run[0].event == "reworded" or all(
        names_thing(shown) for one in run if (shown := one.new or one.old)
    )
    return len(run) >= (_THINGS if alike else _ENOUGH)


def headline(run: Sequence[Event], *, signs: Punctuation = PLAIN, longest: int = 0) -> str:
    """One sentence about events that `told_together` found; with `longest`, of so many characters."""
    first = run[0]
    if len(run) == 1:
        return event_sentence(first, signs=signs, longest=longest)
    start = _opening(run, signs)
    if first.event == "moved":
        return full_stop(start, signs)
    room = longest and longest - len(start) - 2
    each = max(_LEAST, room // min(len(run), _BESIDE)) if room else _MOST
    if first.event == "reworded":
        each = min(each, _EDITED)  # what was exchanged is told; the rest says where
    said = list(dict.fromkeys(_item(event, signs, each) for event in sorted(run, key=_leads_in)))
    return full_stop(f"{start}: {_listed(said, room)}", signs)


def _leads_in(event: Event) -> bool:
    """Whether it is the opening of a list, which says less than its items."""
    return event.text.rstrip().endswith(":")


def _opening(run: Sequence[Event], signs: Punctuation) -> str:
    first = run[0]
    shown, old, new = first.new or first.old, first.old, first.new
    if shown is None:
        return ""
    number = NUMBERS[len(run) - 1] if len(run) <= len(NUMBERS) else str(len(run))
    place = first.section.rpartition(" > ")[2]
    heading = quoted(place, signs) if place else ""
    if first.event == "moved":
        return f"{number} clauses moved{f' to {heading}' if heading else ''}"
    if first.event == "reworded":
        return f"{_exchange(first)} in {number.lower()} sentences"
    name = _NAMES.get((shown.bearer, shown.modality), "statements")
    if first.event == "reversed" and old and new:
        other = f"{who(new)} " if old.bearer != new.bearer else ""
        return f"{number} times, {who(old)} {modal(old)} {signs.arrow} {other}{modal(new)}"
    if first.event == "vanished":
        return f"{number} {name} gone{f' from {heading}' if heading else ''}"
    come = "new " if first.event == "appeared" else ""
    back = "" if come else " back"
    return f"{number} {come}{name}{back}{f' in {heading}' if heading else ''}"


def _item(event: Event, signs: Punctuation, longest: int) -> str:
    shown = event.new or event.old
    if shown is None:
        return ""
    words, reads_on = told(shown)
    if reads_on and _NAMES.get((shown.bearer, shown.modality)) == "promises":
        words = f"{infinitive_mark(shown)} {words}"  # a promise "to sell your data" is none
    words = clipped(words.rstrip(" .;,:"), longest - (0 if reads_on else 2), signs)
    return words if reads_on else quoted(words, signs)


def _listed(said: Sequence[str], room: int) -> str:
    """As many of `said` as there is room for (0: a few), and how many are left out."""
    shown: list[str] = []
    for at, one in enumerate(said):
        rest = f"; and {len(said) - at - 1} more" if at + 1 < len(said) else ""
        if at and (
            len(shown) == _SHOWN or (room and len("; ".join([*shown, one])) + len(rest) > room)
        ):
            return "; ".join(shown) + f"; and {len(said) - at} more"
        shown.append(one)
    return "; ".join(shown)
