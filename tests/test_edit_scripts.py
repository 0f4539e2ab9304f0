"""Edit scripts: what is marked, and what is only another spelling of the same words."""

from __future__ import annotations

import random
from itertools import chain

import pytest

from policydiff.compare.normalise import normalise
from policydiff.compare.words import Script, diff_clauses
from policydiff.output.terminal.words import shown_ops


def marked(script: Script) -> str:
    """The new wording with the old one where it changed."""
    marks = {"=": "{}", "-": "[-{}-]", "+": "[+{}+]"}
    return "".join(marks[op].format(text) for op, text in shown_ops(script))


def gives_back(script: Script, old: str, new: str) -> bool:
    """Whether the script spells both sides to the letter."""
    return all(
        "".join(text for op, text in script.ops if op in kinds) == side
        for kinds, side in (("=-", old), ("=+", new))
    )


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Write an e-mail to our “officer” within 30 days.", 'Write an email to our "officer" within 60 days.',
         'Write an email to our "officer" within [-30-][+60+] days.'),
        ("An E‑Mail – or on-line – is 3 hours’ work", "An Email - or online - is 4 hours' work",
         "An Email - or online - is [-3-][+4+] hours' work"),
        ("• Take 3 things", "- Take 4 things", "- Take [-3-][+4+] things"),
        ("•Take three actions", "Take four actions", "Take [-three-][+four+] actions"),
        ("Take actions", "•Take big actions", "•Take [+big +]actions"),
        ("Pay within 12 (twelve) months.", "Pay within 6 (six) months.",
         "Pay within [-12 (twelve)-][+6 (six)+] months."),
        ("Pay (as you wish) now.", "Pay (as we wish) now.", "Pay (as [-you-][+we+] wish) now."),
        ("See https://x.example/a?utm_source=p&gclid=3. Keep 3.", "See https://x.example/a. Keep 4.",
         "See https://x.example/a. Keep [-3-][+4+]."),
        ("See https://x.example/a?_ga=1&id=3, or not", "See https://x.example/a?id=3&msclkid=9, or so",
         "See https://x.example/a?id=3&msclkid=9, or [-not-][+so+]"),
        ("See https://x.example/a?id=3 now", "See https://x.example/a?id=4 now",
         "See [-https://x.example/a?id=3-][+https://x.example/a?id=4+] now"),
        ("Ask a@x.example (mailto:a@x.example) or call.", "Ask a@x.example or phone.",
         "Ask a@x.example or [-call-][+phone+]."),
        ("Ask <mailto:a@x.example> or call.", "Ask a@x.example or phone.",
         "Ask a@x.example or [-call-][+phone+]."),
        ("Ask a@x.example (mailto:b@x.example) now.", "Ask a@x.example now.",
         "Ask a@x.example[- (mailto:b@x.example)-] now."),
        ("Write to e-mail@x.example.", "Write to email@x.example.",
         "Write to [-e-mail@x.example-][+email@x.example+]."),
        ("✓ Names and 3 more", "■ Names and 4 more", "■ Names and [-3-][+4+] more"),
        ("Sold: ●", "Sold: ○", "Sold: [-●-][+○+]"),
        ("A third party hosts our Web Site for 3 years, log in.", "A third-party hosts our Website for 4 years, login.",
         "A third-party hosts our Website for [-3-][+4+] years, login."),
        ("Third parties may log-in or call.", "Third-parties may log in, or call.",
         "Third-parties may log in[+,+] or call."),
        ("This is a web sitemap", "This is a websitemap", "This is a [-web sitemap-][+websitemap+]"),
        ("The-mail order", "Themail order", "[-The-mail-][+Themail+] order"),
    ],
)  # fmt: skip
def test_other_spellings_are_not_marked(old: str, new: str, wanted: str) -> None:
    script = diff_clauses(old, new)
    assert marked(script) == wanted
    assert gives_back(script, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("call 555-0142", "call 555-0143"), ("1 000 000 users", "1 000 001 users"),
        ("GDPR-2016/679 applies", "GDPR-2016/680 applies"), ("+49 30 1234-56", "+49 30 1234-57"),
        ("1,000.50 a day", "1,000.75 a day"), ("at 2024-01-01", "at 2024-02-01"), ("$9.99 a day", "$9.98 a day"),
        ("10% of it", "15% of it"), ("6(1)(f) of it", "6(1)(b) of it"), ("a.b@x.example", "a.c@x.example"),
        ("www.x.example/a?b=1", "www.x.example/a?b=2"), ("x.example/terms", "x.example/privacy"),
        ("(ii) all", "(iv) all"),
    ],
)  # fmt: skip
def test_numbers_and_addresses_are_marked_whole(old: str, new: str) -> None:
    parts = set(old.split()) ^ set(new.split())
    script = diff_clauses(f"It says {old} here.", f"It says {new} here.")
    marks = [text for op, text in script.ops if op != "="]
    assert len(marks) == 2
    assert all(part in marks[0] + marks[1] for part in parts)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        # What three words or more have in common stays, however long the edits around it.
        ("Such a law shall be governed by the laws of Norway without regard to conflicts.",
         "Such a law and any claim that arises out of it shall be governed by, and read with, the laws of "
         "Iceland without regard to conflicts.",
         "Such a law [+and any claim that arises out of it +]shall be governed by[+, and read with,+] the laws "
         "of [-Norway-][+Iceland+] without regard to conflicts."),
        ("any known dangers of your system", "any known risks or limits of your system, where a law wants that",
         "any known [-dangers-][+risks or limits+] of your system[+, where a law wants that+]"),
        # A word that went round another one is one edit.
        ("Updated: March 13, 2026", "Updated: 13 March 2026", "Updated: [-March 13,-][+13 March+] 2026"),
        ("“ONE”, “TWO” are ours", "“TWO”, “ONE” are ours", "“[-ONE”, “TWO-][+TWO”, “ONE+]” are ours"),
        # Another number in brackets is an edit by itself.
        ("We may (i) use and (ii) sell it.", "We may (a) use and (b) sell it.",
         "We may [-(i)-][+(a)+] use and [-(ii)-][+(b)+] sell it."),
        # A comma between two long removals is one of them.
        ("We sell it in all of our shops, and on every one of our many sites, too.", "We sell it, too.",
         "We sell it[- in all of our shops, and on every one of our many sites-], too."),
        # Scattered words help nobody.
        ("We may send the data to a bank in the city for checks.", "The user of a card must pay in time to the full amount.",
         "[-We may send the data to a bank in the city for checks-][+The user of a card must pay in time to the "
         "full amount+]."),
    ],
)  # fmt: skip
def test_marks_are_set_as_a_person_would(old: str, new: str, wanted: str) -> None:
    script = diff_clauses(old, new)
    assert marked(script) == wanted
    assert gives_back(script, old, new)


NOISE = [
    ("e-mail", "email"), ("“", '"'), ("’", "'"), ("–", "-"), ("https://x.example/p?id=1", "https://x.example/p?id=1&utm_medium=m"),
    ("a@x.example", "mailto:a@x.example"), ("on-line", "online"), ("•", "·"),
    ("third party", "third-party"), ("web sites", "websites"),
]  # fmt: skip
WORDS = ["we", "may", "share", "your", "data", ",", "(a)", "30", "days", "not", ".", "1,000.50"]


@pytest.mark.parametrize("seed", range(40))
def test_noise_alone_marks_nothing_and_words_are_all_marked(seed: int) -> None:
    """Texts of the same words in other spellings have no mark; a word that came has one of its own."""
    rng = random.Random(seed)
    pairs = [
        rng.choice(NOISE) if rng.random() < 0.4 else (w := rng.choice(WORDS), w) for _ in range(30)
    ]
    old, new = (" ".join(pair[side] for pair in pairs) for side in (0, 1))
    script = diff_clauses(old, new)
    assert gives_back(script, old, new)
    assert normalise(old) == normalise(new)
    assert {op for op, _ in shown_ops(script)} == {"="}
    at = rng.randrange(1, 29)
    longer = " ".join(chain((p[1] for p in pairs[:at]), ["kangaroo"], (p[1] for p in pairs[at:])))
    script = diff_clauses(old, longer)
    assert gives_back(script, old, longer)
    assert [text.strip() for op, text in shown_ops(script) if op != "="] == ["kangaroo"]
