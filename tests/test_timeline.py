"""Timeline: how obligations come, change and go. Pages in cases/timeline show whole series."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from conftest import Page, read_pages
from generators import Policy, as_markdown, as_text, change_policy, make_policy

from policydiff import api
from policydiff.model import Document, History, Timeline

SEEDS = range(40)
DATES = ("2001-01-01", "2002-01-01", "2003-01-01", "2004-01-01")


def follow(*texts: str) -> Timeline:
    """Timeline of some texts, a year apart."""
    return api.timeline([api.load(t.encode(), date=d) for t, d in zip(texts, DATES, strict=False)])


def told(timeline: Timeline) -> str:
    """A timeline as a page spells it: presence, then the events of each obligation."""
    rows = []
    for history in timeline.histories:
        rows.append("".join("x" if here else "." for here in history.present))
        for event in history.events:
            rows.append(f" {event.snapshot + 1} {event.event}, {event.impact}: {event.text}")
    return "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize("page", read_pages("timeline"))
def test_pages(page: Page) -> None:
    parts = re.split(r"(?m)^-----\n", page.given)
    page.check(told(follow(*(f"Privacy Policy\n\n{part}" for part in parts))))


def replay(history: History) -> tuple[bool, ...]:
    """Presence as the events tell it."""
    here, result = False, []
    for index in range(len(history.present)):
        for event in history.events:
            if event.snapshot == index:
                here = event.event != "vanished" and (
                    here or event.event in ("appeared", "returned")
                )
        result.append(here)
    return tuple(result)


def snapshots(seed: int, count: int) -> list[Policy]:
    rng = random.Random(seed)
    found = [make_policy(rng)]
    while len(found) < count:
        found.append(change_policy(rng, found[-1]))
    return found


def texts(seed: int, count: int) -> list[str]:
    write = as_markdown if seed % 2 else as_text
    return [write(policy) for policy in snapshots(seed, count)]


def essence(timeline: Timeline) -> list[tuple[str, list[tuple[str, str]]]]:
    return sorted((h.id, [(e.event, e.text) for e in h.events]) for h in timeline.histories)


def names(timeline: Timeline, *events: str, after_first: bool = True) -> Sequence[str]:
    return sorted(
        e.text
        for h in timeline.histories
        for e in h.events
        if e.event in events and (e.snapshot or not after_first)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_presence_replayed_from_the_events_is_presence_found(seed: int) -> None:
    timeline = follow(*texts(seed, 4))
    assert all(replay(history) == history.present for history in timeline.histories)
    assert all(len(history.present) == 4 for history in timeline.histories)


@pytest.mark.parametrize("seed", SEEDS)
def test_snapshots_added_at_the_end_change_nothing_before(seed: int) -> None:
    """Ids and events of a shorter series are those of the longer one."""
    series = texts(seed, 3)
    short, long = follow(*series[:2]), follow(*series)
    count = len(short.histories)
    assert [h.id for h in long.histories[:count]] == [h.id for h in short.histories]
    assert len({h.id for h in long.histories}) == len(long.histories)
    for one, other in zip(short.histories, long.histories, strict=False):
        assert other.events[: len(one.events)] == one.events
        assert other.present[:2] == one.present


@pytest.mark.parametrize("seed", SEEDS)
def test_an_identical_snapshot_changes_nothing(seed: int) -> None:
    first, second = texts(seed, 2)
    wanted = essence(follow(first, second))
    assert essence(follow(first, first, second)) == wanted
    assert essence(follow(first, second, second)) == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_there_and_back_gives_vanished_and_returned(seed: int) -> None:
    """In A, B, A just what B lacks vanishes and returns, and just what B adds comes and goes."""
    first, second = texts(seed, 2)
    there, back = follow(first, second), follow(first, second, first)
    gone = {h.id for h in there.histories if h.present == (True, False)}
    assert {h.id for h in back.histories if h.present == (True, False, True)} == gone
    for history in back.histories:
        events = [event.event for event in history.events]
        assert history.present in ((True, False, True), (False, True, False), (True, True, True))
        if history.present == (True, False, True):
            assert events == ["appeared", "vanished", "returned"]
        if history.present == (False, True, False):
            assert events == ["appeared", "vanished"]


@pytest.mark.parametrize("seed", SEEDS)
def test_read_backwards_what_appeared_has_vanished(seed: int) -> None:
    first, second = texts(seed, 2)
    forth, back = follow(first, second), follow(second, first)
    assert names(forth, "appeared") == names(back, "vanished")
    assert names(forth, "vanished") == names(back, "appeared")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_diff_is_a_timeline_of_two(seed: int) -> None:
    old, new = (api.load(text.encode()) for text in texts(seed, 2))
    assert api.diff(old, new).timeline.histories == api.timeline([old, new]).histories


@pytest.mark.parametrize("seed", SEEDS)
def test_every_event_shows_its_clause(seed: int) -> None:
    series = texts(seed, 3)
    documents = [api.load(t.encode(), date=d) for t, d in zip(series, DATES, strict=False)]
    clauses = [{clause.text for clause in document.clauses} for document in documents]
    histories = api.timeline(documents).histories
    assert histories
    for history in histories:
        for event in history.events:
            at = event.snapshot - (event.event == "vanished")
            assert event.text in clauses[at]
            assert event.by == DATES[event.snapshot]
            assert event.after == (DATES[event.snapshot - 1] if event.snapshot else None)
            assert (event.nearest is None) or event.event == "vanished"
            if event.nearest:
                assert event.nearest.text in clauses[event.snapshot]


def test_nothing_and_one_snapshot() -> None:
    assert api.timeline([]).histories == ()
    only = api.timeline([api.load(b"We may share it with our partners.", date="2001")])
    assert {e.event for h in only.histories for e in h.events} == {"appeared"}


def test_contradicting_dates_fall_back_to_the_order_of_capture() -> None:
    def document(name: str, says: str) -> Document:
        text = f"# Policy\n\nLast updated: {says}\n\nWe may share it.\n"
        from policydiff.model import RawSnapshot
        from policydiff.sources.filename_dates import dates_in_name
        from policydiff.structure.documents import build_document

        return build_document(
            RawSnapshot(data=text.encode(), source=name, dates=dates_in_name(name))
        )

    documents = [document("2019-01-01.md", "3 May 2018"), document("2020-01-01.md", "3 May 2010")]
    ordered, _ = api.order_documents(documents)
    assert [d.snapshot.date for d in ordered] == ["2019-01-01", "2020-01-01"]
    assert {w.code for d in ordered for w in d.snapshot.warnings} >= {"date-order"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("may share your data if you agree or if you agree", "may share your data if you agree",
         ("reworded", ())),
        ("may share your data if you agree or if the law requires it",
         "may share your data if you agree",
         ("weakened", (("condition", "if the law requires it", ""),))),
        ("may share your data if you agree and if the law allows it",
         "may share your data if you agree",
         ("strengthened", (("condition", "if the law allows it", ""),))),
        ("will not share your data without your consent",
         "will not share your data without your consent except with our bank",
         ("weakened", (("exception", "", "except with our bank"),))),
    ],
)  # fmt: skip
def test_one_of_two_limits_goes_or_comes(
    before: str, after: str, expected: tuple[str, tuple[tuple[str, str, str], ...]]
) -> None:
    old, new = api.load(f"We {before}.".encode()), api.load(f"We {after}.".encode())
    (event,) = api.diff(old, new).events
    assert (event.event, tuple((f.kind, f.old, f.new) for f in event.facets)) == expected


def test_an_item_below_a_lead_in_that_collects_weighs_against_the_reader() -> None:
    old = api.load(b"## The point\n\nWe collect:\n\n- your name;\n- your address.\n")
    new = api.load(
        b"## The point\n\nWe collect:\n\n- your name;\n- your address;\n- your fingerprints.\n"
    )
    assert [(e.event, e.impact) for e in api.diff(old, new).events] == [
        ("appeared", "against-user")
    ]


A_LIST = "We keep your data for as long as we need it. {}\n\n- The amount of the data;\n- The risk of harm.\n"


def test_words_that_stood_unread_have_neither_appeared_nor_vanished() -> None:
    unread = A_LIST.format("This may depend on the case, see below.")
    read = A_LIST.format("In finding the time we consider a number of things, such as:")
    for one, other in ((unread, read), (read, unread)):
        events = api.diff(api.load(one.encode()), api.load(other.encode())).events
        told = {e.event for e in events if "harm" in e.text}
        assert not told & {"appeared", "vanished"}


def test_a_ban_that_a_lead_in_makes_of_old_words_has_appeared() -> None:
    old = api.load(b"Examples of abuse are listed here.\n\n- sending spam\n- using bots\n")
    new = api.load(b"You must not do any of the following:\n\n- sending spam\n- using bots\n")
    events = api.diff(old, new).events
    assert [e.event for e in events if "spam" in e.text] == ["appeared"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("We sell your name but do not sell your address.",
         "We do not sell your name but sell your address.",
         {("reversed", "for-user", ()), ("reversed", "against-user", ())}),
        ("We delete your recordings after 30 days.", "Your recordings are deleted after 30 days.",
         {("reworded", "neutral", ())}),
        ("We will delete your recordings.", "Our vendor will delete your recordings.",
         {("reworded", "neutral", ())}),
        ("We may access the app and, upon your request, run tasks.", "We may access the app.",
         {("strengthened", "against-user", (("condition", "upon your request", ""),))}),
        ("We cannot guarantee that the app is secure.", "We guarantee that the app is secure.",
         {("strengthened", "for-user", ())}),
    ],
)  # fmt: skip
def test_what_changed_inside_is_told_once_and_in_its_place(
    before: str, after: str, expected: set[tuple[str, str, tuple[tuple[str, str, str], ...]]]
) -> None:
    events = api.diff(api.load(before.encode()), api.load(after.encode())).events
    assert {
        (e.event, e.impact, tuple((f.kind, f.old, f.new) for f in e.facets)) for e in events
    } == expected
