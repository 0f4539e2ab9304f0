"""Seeded policies and what can happen to them between two snapshots."""

from __future__ import annotations

import random

BEARERS = ("We", "You", "Our partners", "Advertisers")
MODALS = ("may", "will", "will not", "must", "must not", "should", "do not")
ACTIONS = (
    "share your {data} with {others}", "collect your {data} from {others}",
    "delete your {data} after {days} days", "keep your {data} for {days} months",
    "use your {data} to contact {others}", "sell your {data} to {others}",
    "notify {others} about changes to your {data}", "disclose your {data} to {others} on request",
)  # fmt: skip
DATA = (
    "email address", "purchase history", "location data", "telephone number", "payment details",
    "browser type", "photographs", "health records",
)  # fmt: skip
OTHERS = (
    "our advertisers", "the police", "our affiliates", "courier companies", "insurers",
    "public registers", "research institutes", "payment processors",
)  # fmt: skip
LIMITS = ("", "", "", " if you agree", " unless you object", " when the law requires it")
HEADINGS = (
    "Collection", "Use of Data", "Sharing", "Security", "Your Choices", "Children", "Retention",
    "Contact",
)  # fmt: skip

Policy = list[tuple[str, list[str]]]  # headings with their sentences


def make_sentence(rng: random.Random) -> str:
    """A sentence that binds somebody."""
    action = rng.choice(ACTIONS).format(
        data=rng.choice(DATA), others=rng.choice(OTHERS), days=rng.choice((7, 30, 60, 90))
    )
    return f"{rng.choice(BEARERS)} {rng.choice(MODALS)} {action}{rng.choice(LIMITS)}."


def make_policy(rng: random.Random) -> Policy:
    """A policy of a few sections."""
    headings = rng.sample(HEADINGS, rng.randint(2, 6))
    return [(h, [make_sentence(rng) for _ in range(rng.randint(1, 5))]) for h in headings]


def change_policy(rng: random.Random, policy: Policy) -> Policy:
    """The policy a while later: sentences and sections added, removed, edited, moved, split."""
    changed = [(heading, list(sentences)) for heading, sentences in policy]
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(changed))
        heading, sentences = changed[at]
        match rng.choice(("add", "remove", "edit", "rename", "move", "split", "drop", "new")):
            case "add":
                sentences.insert(rng.randint(0, len(sentences)), make_sentence(rng))
            case "remove" if len(sentences) > 1:
                sentences.pop(rng.randrange(len(sentences)))
            case "edit":
                one = rng.randrange(len(sentences))
                old, new = (" may ", " will ") if " may " in sentences[one] else (" will ", " may ")
                sentences[one] = sentences[one].replace(old, new)
            case "rename":
                changed[at] = (f"{heading} and More", sentences)
            case "move":
                changed.append(changed.pop(at))
            case "split" if len(sentences) > 2:
                changed[at : at + 1] = [
                    (heading, sentences[:2]),
                    (f"{heading} Again", sentences[2:]),
                ]
            case "drop" if len(changed) > 2:
                changed.pop(at)
            case "new":
                fresh = rng.choice(HEADINGS)
                if fresh not in [other for other, _ in changed]:
                    changed.insert(rng.randint(0, len(changed)), (fresh, [make_sentence(rng)]))
    return changed


def as_markdown(policy: Policy) -> str:
    """The policy with marked-up headings, a paragraph a sentence."""
    sections = [f"## {heading}\n\n" + "\n\n".join(sentences) for heading, sentences in policy]
    return "# Privacy Policy\n\n" + "\n\n".join(sections) + "\n"


def as_text(policy: Policy) -> str:
    """The policy with headings on lines of their own."""
    sections = [f"{heading}\n\n" + "\n".join(sentences) for heading, sentences in policy]
    return "Privacy Policy\n\n" + "\n\n".join(sections) + "\n"


# What strangers' files are made of, for documents that nobody would write.
SCRAPS = (
    "We may share your data.", "You must not", "Privacy Policy", "Last updated: 3 May 2019",
    "# Sharing", "## ", "#", "1. Use", "1.2", "IV.", "(a) names;", "- a list item", "• dot", "*",
    "**Bold.** We keep it.", "**", "__", "_a_", "`code`", "```", "~~~", "> quoted", ">>", "| a | b |",
    "|---|---|", "==========", "----------", "- - -", "[link](http://shop.example/?a=b)", "[x](#y)", "[",
    "](", "![pic](p.png)", "<b>", "</section>", "<del>gone</del>", "<!--", "-->", "&amp;", "\\", "\\*",
    "© 2019 Shop Ltd. All rights reserved.", "Table of Contents", "Back to top", "\t", "   ", "    four",
    "\u00a0", "…", "“We”", "e.g.", "etc. and", "Inc. We", "什么。我们", "Мы можем", "é", "e\u0301", "\u200b",
    "\u202e", "\x1b[31m", "[red]", "[/section]", "::error::", "We collect:", "names, and", "and/or",
    "unless", "if", "30 days", "Section 3", "see section 1.2", "http://a.example", "mail@shop.example",
)  # fmt: skip


def make_rubbish(rng: random.Random) -> str:
    """Scraps of documents in no order, joined by blanks, line ends and nothing."""
    joints = (" ", "\n", "\n", "\n\n", "", "\r\n")
    return "".join(rng.choice(SCRAPS) + rng.choice(joints) for _ in range(rng.randint(1, 60)))
