"""What two wordings are said to have changed, and in which sentence: both must be true of the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

import policydiff as library
from policydiff.output.sentences import event_sentence

POLICY = """# Privacy Policy

Brightwell Ltd ("we", "us") runs the app.

## Data

We collect your name when you register an account.

{}

## Security

We will encrypt all traffic between your device and our servers.
"""


def told(folder: Path, old: str, new: str) -> dict[str, str]:
    """Each sentence that is told about what changed, with "event impact"."""
    for name, text in (("2010-01-01", old), ("2011-01-01", new)):
        (folder / f"{name}.md").write_text(POLICY.format(text), "utf-8")
    changes = library.diff(
        *library.load_pair(str(folder / "2010-01-01.md"), str(folder / "2011-01-01.md"))
    )
    return {event_sentence(event): f"{event.event} {event.impact}" for event in changes.events}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "We do not engage in the sale of your data.",
            "We do not sell or trade your data.",
            {"reworded neutral"},
        ),
        (
            "We may sell your address to brokers.",
            "We may engage in the sale of your address to brokers.",
            {"reworded neutral"},
        ),
        # Two matters: what one binds to is no measure of the other.
        (
            "We expect you to follow the rules of the forum when you post.",
            "You must pay all taxes that are due on your orders.",
            {"vanished for-user", "appeared against-user"},
        ),
    ],
)
def test_two_wordings_of_one_act(tmp_path: Path, old: str, new: str, expected: set[str]) -> None:
    assert set(told(tmp_path, old, new).values()) == expected


LISTED = "You must not:\n\n- sell the app;\n- mislead others;\n- {};\n- resell a copy of it."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            LISTED.format("break it"),
            LISTED.format("spam, phishing or malware"),
            "New in the list of what the user must not do: “spam, phishing or malware”.",
        ),
        (
            LISTED.format("false statements of any kind"),
            LISTED.format("reverse engineer it"),
            "Gone from the list of what the user must not do: “false statements of any kind”.",
        ),
        (LISTED.format("break it"), LISTED.format("reach into our network"), "New: the user must not reach into our network."),
    ],
)  # fmt: skip
def test_a_thing_in_a_list_is_no_verb(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert expected in told(tmp_path, old, new)


def test_who_is_solely_responsible_is_bound_no_less(tmp_path: Path) -> None:
    events = told(
        tmp_path,
        "You must check that the app is fit for your trade.",
        "You are solely responsible for checking that the app is fit for your trade.",
    )
    assert not any("weak" in event for event in events.values())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "We ask for your age, town and phone number when you book, and use them to plan our routes.",
            "We ask for the following when you book:\n\n- your age;\n- your town;\n- your phone number.\n\n"
            "We use them to plan our routes.",
            {},
        ),
        (
            "We collect your age, town and phone number when you book.",
            "When you book, we collect:\n\n- your age;\n- your town;\n- your phone number;\n- your blood type.",
            {"New in the list of what the company does: “your blood type.”": "appeared against-user"},
        ),
        (
            "We share your data with couriers, banks and insurers to fulfil your order.",
            "We share your data with the following recipients to fulfil your order:\n\n- couriers;\n- banks;\n"
            "- insurers;\n- advertisers.",
            {"New in the list of what the company does: “advertisers.”": "appeared against-user"},
        ),
    ],
)  # fmt: skip
def test_a_sentence_that_became_a_list_says_what_is_new(
    tmp_path: Path, old: str, new: str, expected: dict[str, str]
) -> None:
    events = told(tmp_path, old, new)
    assert {s: e for s, e in events.items() if not e.startswith("reworded")} == expected


def test_a_recipient_that_was_denied_is_not_only_listed_in_another_way(tmp_path: Path) -> None:
    events = told(
        tmp_path,
        "We share your data with couriers and banks but never with data brokers.",
        "We share your data with:\n\n- couriers;\n- banks;\n- data brokers.",
    )
    assert any("no longer" in sentence and "never with" in sentence for sentence in events)


@pytest.mark.parametrize(
    ("sentence", "come", "gone"),
    [
        ("We store your logs for up to 18 months.", "for-user", "against-user"),
        ("We keep backups for a maximum of 12 months.", "for-user", "against-user"),
        ("We keep backups for 12 months.", "against-user", "for-user"),
        ("We keep backups for at least 12 months.", "against-user", "for-user"),
    ],
)
def test_a_longest_time_holds_back(tmp_path: Path, sentence: str, come: str, gone: str) -> None:
    assert list(told(tmp_path, "", sentence).values()) == [f"appeared {come}"]
    assert list(told(tmp_path, sentence, "").values()) == [f"vanished {gone}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Any dispute or claim will be adjudicated in the courts of Wren County.",
        "All claims will be resolved by binding arbitration.",
        "We each waive any right to a jury trial.",
    ],
)
def test_where_a_dispute_is_tried_is_no_promise(tmp_path: Path, sentence: str) -> None:
    events = told(tmp_path, sentence, "")
    assert set(events.values()) == {"vanished for-user"}
    assert not any("promise" in told_as for told_as in events)


@pytest.mark.parametrize("sign", [" -", " –", ":"])
def test_a_run_in_label_is_no_change(tmp_path: Path, sign: str) -> None:
    text = "**Lost/Stolen Cards**{} Some of our shops may ask you to call them."
    assert told(tmp_path, text.format(""), text.replace("*", "").format(sign)) == {}


@pytest.mark.parametrize(
    ("slip", "mended"),
    [
        ("Our use of cookies also contain files of others.", "Our use of cookies also contains files of others."),
        ("We share your name with the shops that is in the EU.", "We share your name with the shops that are in the EU."),
        ("We collect an name and the email.", "We collect a name and the email."),
    ],
)  # fmt: skip
def test_a_verb_that_agrees_at_last_is_no_change(tmp_path: Path, slip: str, mended: str) -> None:
    assert told(tmp_path, slip, mended) == {}
    assert told(tmp_path, slip, mended.replace("name", "address").replace("cookies", "apps")) != {}


SAME = [
    ("Chat logs are automatically deleted within 30 days, unless they are flagged for safety or the law requires us to keep them.",
     "All chat logs will be automatically and permanently deleted no later than 30 days after the chat ends, unless a longer "
     "time is required by law, is needed for safety, or was agreed with you in writing beforehand."),
    ("As necessary, we will share your personal information with professional advisors such as auditors, law firms and accountants.",
     "We may share personal data with our professional service providers, such as auditors or lawyers."),
    ("We may disclose your records as needed to comply with the law, to answer court orders, or to cooperate with law enforcement in any country.",
     "We may share records to cooperate with law enforcement or to take part in a court case."),
    ("We store your workout history for two years so that you can compare seasons and see how your form has changed.",
     "To let you compare seasons, your workout history will be retained for as long as the account exists."),
    ("By linking a wallet, you grant us permission to access, retrieve and store receipts from the wallet to show your spending.",
     "When you connect a wallet you grant us permission to view its receipts, to store them, and to retrieve new ones each night."),
]  # fmt: skip
OTHER = [
    ("You must promptly delete your access key when the trial of the beta ends.", "You can delete your account."),
    ("We may also provide filters for certain features of the app.", "We may provide a voice that reads recipes aloud."),
    ("If you invite others, we will collect their email address to send the invitation.",
     "If you write to us, we collect your name and email as well as what you send."),
    ("We share your order with couriers to deliver it.", "We share your reviews with readers of the magazine."),
    ("We use your steps to draw your weekly chart.", "We also use data to:"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), SAME)
def test_one_promise_in_other_words_has_not_gone(tmp_path: Path, old: str, new: str) -> None:
    events = [event.split()[0] for event in told(tmp_path, old, new).values()]
    assert len(events) == 1
    assert events[0] not in ("appeared", "vanished")


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_what_shares_no_more_than_its_verb_is_no_pair(tmp_path: Path, old: str, new: str) -> None:
    # Far apart, so that the place of the sentence says nothing.
    events = [
        e.split()[0]
        for e in told(tmp_path, f"{old}\n\n## Rest\n\nx", f"x\n\n## Rest\n\n{new}").values()
    ]
    assert set(events) <= {"appeared", "vanished"}


@pytest.mark.parametrize(
    ("old", "new", "impact"),
    [
        ("It may take up to 30 days to process your deletion request.", "60", "against-user"),
        ("We may need up to 30 days to close your account.", "14", "for-user"),
        ("Please allow up to 30 days for us to remove your data.", "90", "against-user"),
        ("Deletion of your account can take up to 30 days.", "10", "for-user"),
        ("We may take 30 days to answer.", "45", "against-user"),
        ("You may take up to 30 days to decide.", "14", "against-user"),
        ("You have up to 30 days to return the device.", "60", "for-user"),
        ("We will give you 30 days' notice before we change this policy.", "60", "for-user"),
    ],
)
def test_a_time_to_wait_is_for_who_waits(tmp_path: Path, old: str, new: str, impact: str) -> None:
    events = told(tmp_path, old, old.replace("30", new))
    assert list(events.values()) == [f"reworded {impact}"]
    assert "liberty" not in next(iter(events))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "We will not share your data, except as the order says.",
            "We will not share your data, except as the order or the page on prices says.",
            "its exception now also “the page on prices”",
        ),
        (
            "Except for fraud, misconduct or breach of secrecy, our total liability will not exceed 100 euros.",
            "Except for fraud or misconduct, our total liability will not exceed 100 euros.",
            "stronger, its exception “fraud, misconduct or breach of secrecy” → “fraud or misconduct”",
        ),
        (
            "Only members can view their own letters.",
            "Members can view their own letters.",
            "no longer theirs alone",
        ),
        (
            "We read all letters that reach us.",
            "We read all letters that reach us. Workspace admins can view the letters of a team.",
            "New: workspace admins may view the letters of a team.",
        ),
        (
            "We read all letters that reach us.",
            "We read all letters that reach us. We recommend that you take these precautions: lock it.",
            "New advice to the user:",
        ),
        (
            "We read all letters that reach us.",
            "We read all letters that reach us. Before you share it, you should (1) ask us; (2) wait.",
            "you should",
        ),
    ],
)
def test_sentences_say_whose_it_is_and_what_became_of_it(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert said in " ".join(told(tmp_path, old, new))
