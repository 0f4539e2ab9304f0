"""Laws of identity and events, on series that hypothesis makes of sentences as policies have them.

Beside plain sentences: conditions, exceptions, values, lists that become sentences and the reverse,
merged and split promises, copies in two sections, another document behind the policy, upgrades of the
archive. The law is the docstring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from policydiff import api
from policydiff.model import History, Timeline
from policydiff.timeline.rules import RULES

# Each line is one promise in some of its wordings.
PROMISES = (
    ("We will not sell your photos.", "We will never sell your photos.", "We may sell your photos."),
    ("We may share your records with banks and insurers.", "We may share your records with banks. We may share your records with insurers.", "We may share your records with:\n\n- banks;\n- insurers.", "We may share your records with insurers."),
    ("We use cookies and pixels.", "We use cookies. We use pixels.", "We use:\n\n- cookies\n- pixels\n- beacons", "We do not use cookies."),
    ("We keep invoices for ten years.", "Invoices are kept for 7 years.", "We keep invoices as long as necessary."),
    ("You have the right to access and correct your file.", "You may access your file. You may correct your file.", "You may correct your file."),
    ("If you agree, we send you a newsletter.", "We send you a newsletter unless you object.", "We send you a newsletter."),
    ("We will not disclose your address, except to couriers.", "We will not disclose your address.", "We do not disclose your address, except:\n\n- to couriers;\n- to courts."),
    ("We will notify you 30 days before prices change.", "We will notify you 7 days before prices change."),
    ("You must keep your password secret.", "You should keep your password secret."),
    ("Our partners must delete your parcels' history.", "We must delete your parcels' history."),
    ("We are not liable for the content of other sites.", "We are liable for the content of other sites."),
    ("We encrypt backups, and we test them every year.", "We encrypt backups. We test them every year."),
    ("Residents of Brazil may ask for a copy of their orders.", "You may ask for a copy of your orders."),
    ("We delete your account within 14 days.", "We will erase your account within two weeks.", "We keep your account."),
)  # fmt: skip
HEADINGS = ("Collection", "Sharing", "Your choices", "Retention")
COOKIES = "\n".join(
    f"We place the cookie number {n} on your device to count visits of page {n}." for n in range(15)
)

# Of each promise: its wording and one or two of the sections, or that it is not there.
_Placed = tuple[int, tuple[int, ...]] | None
PLACES = st.one_of(
    st.none(),
    st.tuples(
        st.integers(0, 3),
        st.lists(st.integers(0, 3), min_size=1, max_size=2, unique=True).map(tuple),
    ),
)
STATES = st.lists(PLACES, min_size=len(PROMISES), max_size=len(PROMISES))
LAWS = settings(max_examples=60, deadline=None, derandomize=True)


def policy(state: Sequence[_Placed], *, cookies: bool = False) -> str:
    sections: list[list[str]] = [[] for _ in HEADINGS]
    for wordings, placed in zip(PROMISES, state, strict=True):
        for at in placed[1] if placed else ():
            sections[at].append(wordings[(placed[0] if placed else 0) % len(wordings)])
    parts = [
        f"## {heading}\n\n" + "\n\n".join([f"You may ask about {heading.lower()}.", *texts])
        for heading, texts in zip(HEADINGS, sections, strict=True)
    ]
    if cookies:
        parts.append(f"# Cookie Policy\n\n{COOKIES}")
    return "# Privacy Policy\n\n" + "\n\n".join(parts) + "\n"


def follow(
    *texts: str, technical: Sequence[bool] = (), days: int = 200, rules: Sequence[str] = RULES
) -> Timeline:
    from datetime import date, timedelta

    documents = []
    for number, text in enumerate(texts):
        day = date(2001, 1, 1) + timedelta(days=number * days)
        one = api.load(text.encode(), date=day.isoformat())
        upgraded = number < len(technical) and technical[number]
        documents.append(replace(one, snapshot=replace(one.snapshot, technical=upgraded)))
    return api.timeline(documents, denoise=rules)


def replay(history: History) -> tuple[bool, ...]:
    here, rows = False, []
    for index in range(len(history.present)):
        for event in history.events:
            if event.snapshot == index:
                here = event.event != "vanished" and (
                    here or event.event in ("appeared", "returned")
                )
        rows.append(here)
    return tuple(rows)


def essence(timeline: Timeline) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return sorted(
        (h.id, [(e.event, e.text, e.ignored) for e in h.events]) for h in timeline.histories
    )


@LAWS
@given(
    states=st.lists(st.tuples(STATES, st.booleans(), st.booleans()), min_size=2, max_size=6),
    days=st.sampled_from([2, 200]),
)
def test_presence_replayed_from_the_events_is_presence_found(
    states: list[tuple[list[_Placed], bool, bool]], days: int
) -> None:
    """Whatever came with an upgrade, another document, or in a layout that comes and goes."""
    texts = [policy(state, cookies=cookies) for state, cookies, _ in states]
    technical = [upgraded for _, _, upgraded in states]
    timeline = follow(*texts, technical=technical, days=days)
    for history in timeline.histories:
        assert replay(history) == history.present, (history.latest.text, history.events)
        assert len(history.present) == len(texts)
    assert {e.ignored for h in timeline.histories for e in h.events} <= {"", *RULES}


@LAWS
@given(first=STATES, second=STATES)
def test_read_backwards_appeared_and_vanished_are_swapped(
    first: list[_Placed], second: list[_Placed]
) -> None:
    """What appears between two snapshots vanishes when they are read the other way round."""

    def told(timeline: Timeline, name: str) -> Counter[str]:
        return Counter(
            e.text for h in timeline.histories for e in h.events if e.event == name and e.snapshot
        )

    old, new = policy(first), policy(second)
    forth, back = follow(old, new), follow(new, old)
    assert told(forth, "appeared") == told(back, "vanished")
    assert told(forth, "vanished") == told(back, "appeared")


@LAWS
@given(first=STATES, second=STATES)
def test_there_and_back_gives_vanished_and_returned(
    first: list[_Placed], second: list[_Placed]
) -> None:
    """In A, B, A exactly what B lacks vanishes and returns, and what B adds comes and goes."""
    old, new = policy(first), policy(second)
    there, back = follow(old, new), follow(old, new, old)
    gone = {h.id for h in there.histories if h.present == (True, False)}
    assert {h.id for h in back.histories if h.present == (True, False, True)} == gone
    for history in back.histories:
        names = [e.event for e in history.events if e.event in ("appeared", "vanished", "returned")]
        assert history.present in ((True, False, True), (False, True, False), (True, True, True))
        assert (
            names
            == {
                (True, False, True): ["appeared", "vanished", "returned"],
                (False, True, False): ["appeared", "vanished"],
                (True, True, True): ["appeared"],
            }[history.present]
        )


@LAWS
@given(states=st.lists(STATES, min_size=2, max_size=4), at=st.integers(0, 3))
def test_an_identical_snapshot_changes_nothing(states: list[list[_Placed]], at: int) -> None:
    """Wherever in a series it stands."""
    texts = [policy(state) for state in states]
    at %= len(texts)
    twice = [*texts[: at + 1], *texts[at:]]
    assert essence(follow(*twice)) == essence(follow(*texts))


@LAWS
@given(states=st.lists(STATES, min_size=2, max_size=5))
def test_ids_are_stable_when_snapshots_are_added_at_the_end(states: list[list[_Placed]]) -> None:
    """And so is all that was told before."""
    texts = [policy(state) for state in states]
    short, long = follow(*texts[:-1]), follow(*texts)
    known = {h.id: h for h in long.histories}
    assert len(known) == len(long.histories)
    for history in short.histories:
        later = known[history.id]
        assert later.events[: len(history.events)] == history.events
        assert later.present[: len(texts) - 1] == history.present


def test_a_comma_is_no_event_then_or_later() -> None:
    """Read otherwise with a comma, a sentence stays as it was read, also when another one changes."""
    first = (
        "# Terms\n\nWe get to decide whether to use Your Content and we don’t have to pay you, ask your "
        "permission, or tell you when we do.\n\n"
        "We keep logs for 30 days.\n\nYou may write to us.\n"
    )
    comma = first.replace("Content and", "Content, and")
    texts = (first, comma, comma, comma.replace("30", "90"), comma.replace("30", "90") + "\nBye.\n")
    documents = [
        api.load(text.encode(), date=f"2024-01-{day:02}") for day, text in enumerate(texts, 1)
    ]
    events = [
        (event.event, event.snapshot)
        for history in api.timeline(documents).histories
        for event in history.events
        if not event.initial
    ]
    assert [at for _, at in events] == [3]
