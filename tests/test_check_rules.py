"""Each rule fires on its own example and stays quiet on the other; one change is one finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CommandLine

from policydiff import api, gate
from policydiff.check import RULES, Rule
from policydiff.check.rule import Texts
from policydiff.check.run import find_all
from policydiff.model import Finding


def findings(*texts: str | None, **more: str) -> list[Finding]:
    """What the rules find in the last step of some texts; None is a missing file."""
    documents = [api.load(text.encode()) if text is not None else None for text in texts]
    if len(documents) > 2:
        series = [document for document in documents if document]
        return list(find_all(gate.series_change(series, policy="policy", denoise=())))
    old, new = documents
    change = gate.pair_change(
        old, new, policy="policy", old_path="old.md", new_path="new.md", day=more.get("day")
    )
    return list(find_all(change))


def codes(*texts: str | None, **more: str) -> list[str]:
    return [finding.code for finding in findings(*texts, **more)]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_examples_of_a_rule(rule: Rule) -> None:
    assert rule.code in codes(*rule.fires)
    assert rule.code not in codes(*rule.passes)


def test_the_registry_is_in_order_and_every_rule_explains_itself() -> None:
    assert list(RULES) == sorted(RULES)
    assert all(code == rule.code for code, rule in RULES.items())
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for rule in RULES.values():
        assert all((rule.what.endswith("."), rule.why.endswith("."), rule.mend))


@pytest.mark.parametrize("texts", [rule.fires for rule in RULES.values()], ids=list(RULES))
def test_a_text_against_itself_has_no_findings(texts: Texts) -> None:
    for text in texts:
        if text:
            assert [c for c in codes(text, text) if c != "PD601"] == []


def policy(*clauses: str, date: str = "") -> str:
    head = f"# Privacy Policy\n\n{date}\n\n" if date else "# Privacy Policy\n\n"
    return head + "".join(f"{clause}\n\n" for clause in clauses)


ONE = {
    "a number beside a stronger word is the word": (
        "We may keep your data for 30 days.",
        "We will keep your data for 60 days.",
        ["PD103"],
    ),
    "a ban that is lifted": (
        "We will never share your location.",
        "We share your location.",
        ["PD105"],
    ),
    "a number that is gone": (
        "We will delete your data within 30 days.",
        "We will delete your data.",
        ["PD204"],
    ),
    "a fortnight that became two months": (
        "We will answer within a fortnight.",
        "We will answer within two months.",
        ["PD202"],
    ),
    "a guarantee that became an endeavour": (
        "We guarantee to encrypt your passwords.",
        "We endeavour to encrypt your passwords.",
        ["PD104"],
    ),
    "a colour in the middle of a promise": (
        "We will not sell your data.",
        "We \x1b[1mmay\x1b[0m sell your data.",
        ["PD105"],
    ),
    "a month for 30 days": (
        "We keep your data for 30 days.",
        "We keep your data for one month.",
        [],
    ),
    "a duty of the user": (
        "You should keep your password secret.",
        "You must keep your password secret.",
        ["PD103"],
    ),
    "a number where nobody is bound": (
        "The trial lasts 14 days.",
        "The trial lasts 7 days.",
        ["PD201"],
    ),
    "time that passes": ("Updated 17 days ago.", "Updated 18 days ago.", []),
    "a number that measures nothing": (
        "Our office is at 12 Main Street.",
        "Our office is at 14 Main Street.",
        [],
    ),
    "a number that became vague": (
        "We retain logs for 12 months.",
        "We retain logs for as long as necessary.",
        ["PD204"],
    ),
    "all that there was": ("We keep your data.", "", ["PD101"]),
    "other words": (
        "We will answer your questions quickly.",
        "We will quickly answer your questions.",
        [],
    ),
    "only typography": (
        "We won't sell your data - ever.",
        "We won’t sell your data – ever.",
        [],
    ),
}


@pytest.mark.parametrize(("old", "new", "wanted"), ONE.values(), ids=ONE)
def test_one_change_is_one_finding(old: str, new: str, wanted: list[str]) -> None:
    rest = "You may write to us whenever you want."
    assert codes(policy(rest, old), policy(rest, new)) == wanted


SEVERITIES = {
    "a storage without a number": (
        ["We keep your data for 30 days."],
        ["We keep your data for as long as necessary."],
        "warning",
    ),
    "a ban of the company that is gone": (["We will not sell your data.", "x"], ["x"], "error"),
    "a promise that is gone": (["We will encrypt your data.", "x"], ["x"], "warning"),
    "a duty of the user that is gone": (["You must send us your passport.", "x"], ["x"], "info"),
    "a new liberty": (["x"], ["We may sell your data.", "x"], "warning"),
    "a new promise": (["x"], ["We will encrypt your data.", "x"], "info"),
    "a longer storage": (["We keep your data for 30 days."], ["We keep your data for 90 days."], "warning"),
    "a shorter storage": (["We keep your data for 90 days."], ["We keep your data for 30 days."], "info"),
    "a longer notice": (
        ["We will notify you 7 days before changes take effect."],
        ["We will notify you 30 days before changes take effect."],
        "info",
    ),
    "a liberty that became a ban": (["We may sell your data."], ["We will not sell your data."], "info"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), SEVERITIES.values(), ids=SEVERITIES)
def test_what_weighs_for_the_user_is_for_information(
    old: list[str], new: list[str], wanted: str
) -> None:
    rest = "The service is called Northwind."
    old, new = ([rest if one == "x" else one for one in side] for side in (old, new))
    assert [f.severity for f in findings(policy(*old), policy(*new))] == [wanted]


SILENT = "Last updated: 5 May 2023"
DATES = {
    "silent": (SILENT, SILENT, True, ["PD401"]),
    "date only": (SILENT, "Last updated: 6 June 2023", False, ["PD402"]),
    "both": (SILENT, "Last updated: 6 June 2023", True, []),
    "neither": (SILENT, SILENT, False, []),
    "no dates": ("", "", True, []),
    "backwards": (SILENT, "Last updated: 4 May 2023", True, ["PD405"]),
    "backwards by a month": ("Last updated: May 2023", "Last updated: April 2023", True, ["PD405"]),
    "less precise is not backwards": (SILENT, "Last updated: May 2023", True, []),
    "silent in a sentence": (
        "This privacy policy is effective as of May 5, 2023.",
        "This privacy policy is effective as of May 5, 2023.",
        True,
        ["PD401"],
    ),
    "date only in a sentence": (
        "This privacy policy is effective as of May 5, 2023.",
        "This privacy policy is effective as of May 6, 2024.",
        False,
        ["PD402"],
    ),
}


@pytest.mark.parametrize(("old", "new", "substance", "wanted"), DATES.values(), ids=DATES)
def test_dates_and_substance(old: str, new: str, substance: bool, wanted: list[str]) -> None:
    clause = "We will notify you of any breach of security."
    changed = clause.replace("will", "may") if substance else clause
    found = codes(policy(clause, date=old), policy(changed, date=new))
    assert [code for code in found if code.startswith("PD4")] == wanted
    assert ("PD104" in found) is substance


NOTICE = "We will give you at least 30 days' notice before changes to this policy take effect."
EFFECTIVE = {
    "on the last day of notice": ("1 June 2024", "3 May 2024", "", ["PD404"]),
    "on the first day after it": ("1 June 2024", "2 May 2024", "", []),
    "on the day": ("2 May 2024", "2 May 2024", "", ["PD404"]),
    "before the change": ("1 April 2024", "2 May 2024", "", ["PD403"]),
    "the given day counts more": ("1 June 2024", "1 May 2024", "2024-05-20", ["PD404"]),
    "no day is known": ("1 June 2024", "", "", []),
    "only the given day is known": ("1 June 2024", "", "2024-07-01", ["PD403"]),
}


@pytest.mark.parametrize(
    ("effective", "updated", "day", "wanted"), EFFECTIVE.values(), ids=EFFECTIVE
)
def test_in_force_too_early(effective: str, updated: str, day: str, wanted: list[str]) -> None:
    def text(effective: str, updated: str, clause: str) -> str:
        dates = f"Effective date: {effective}" + (f"\n\nLast updated: {updated}" if updated else "")
        return policy(clause, NOTICE, date=dates)

    old = text("1 January 2023", "1 December 2022" if updated else "", "We will encrypt your data.")
    new = text(effective, updated, "We may encrypt your data.")
    found = codes(old, new, **({"day": day} if day else {}))
    assert [code for code in found if code.startswith("PD4")] == wanted


def test_the_notice_of_a_price_is_none_of_the_policy() -> None:
    prices = "We will give you at least 30 days' notice before changes of our prices take effect."
    old = policy("We may use cookies.", prices, date="Effective: 1 May 2023")
    new = policy("We use cookies.", prices, date="Effective: 10 May 2024")
    assert "PD404" not in codes(old, new, day="2024-05-01")


def test_the_notice_that_the_old_text_promised_counts() -> None:
    old = policy("We may use cookies.", NOTICE, date="Effective: 1 May 2023")
    new = policy("We may use cookies.", NOTICE.replace("30", "3"), date="Effective: 10 May 2024")
    found = {f.code: f for f in findings(old, new, day="2024-05-01")}
    assert {"PD201", "PD404"} <= found.keys()
    assert "2024-05-31 at the earliest" in found["PD404"].message


PROMISES = {
    "Changes take effect 30 days after we post them.": True,
    "Any amendment becomes effective thirty (30) days after its publication.": True,
    "Changes come into force no earlier than two weeks after they are posted.": True,
    "The revised terms apply one month after we e-mail you.": True,
    "Changes take effect on the 30th day after posting.": True,
    "They will be binding 30 days following notice.": True,  # under its heading
    "You will be notified 30 days before changes take effect.": True,
    "Notice of changes is given 30 days before they become effective.": True,
    "Änderungen treten 30 Tage nach ihrer Veröffentlichung in Kraft. Wir werden Sie auf dieser Seite informieren und Sie können widersprechen.": True,
    "Changes take effect immediately after we post them.": False,
    "Changes take effect within 30 days after we post them.": False,
    "Changes take effect 3 days after we post them.": False,
    "You may object up to 30 days after changes take effect.": False,
    "If you use the service 30 days after changes take effect, you accept them.": False,
    "Changes of our prices take effect 30 days after we post them.": False,
    "Changes to your address take effect 30 days after you notify us.": False,
    "We keep a log of changes for 30 days after posting them.": False,
    "You must notify us 30 days before changes of your company take effect.": False,
}  # fmt: skip


@pytest.mark.parametrize(("promise", "binds"), PROMISES.items(), ids=lambda one: str(one)[:60])
def test_a_promise_of_notice_in_other_words(promise: str, binds: bool) -> None:
    kept = (
        "Wir speichern Ihre Daten {} Tage lang."
        if "Ä" in promise
        else "We keep your data for {} days."
    )
    texts = [
        f"# Privacy Policy\n\nEffective date: {effective}\n\nLast updated: {updated}\n\n"
        f"## Changes\n\n{promise}\n\n## Logs\n\n{kept.format(days)}\n"
        for effective, updated, days in (("1 April 2024", "1 March 2024", 60), ("8 June 2025", "1 June 2025", 90))
    ]  # fmt: skip
    found = {f.code: f for f in findings(*texts)}
    assert ("PD404" in found) is binds
    if binds:
        assert found["PD404"].old_text in promise


STATES = {
    "a gap": (["1", "2", "4"], ["PD503"]),
    "a number twice": (["1", "2", "2"], ["PD503"]),
    "counting on": (["1", "2", "3"], []),
    "sub-sections": (["1", "1.1", "1.2", "2", "2.1"], []),
    "beginning anew": (["1", "2", "1", "2"], []),
    "a gap in sub-sections": (["1", "1.1", "1.3", "2"], ["PD503"]),
}


@pytest.mark.parametrize(("numbers", "wanted"), STATES.values(), ids=STATES)
def test_numbering(numbers: list[str], wanted: list[str]) -> None:
    words = ["Sharing", "Cookies", "Retention", "Access", "Contact"]
    parts = [
        f"{'#' * (2 + n.count('.'))} {n}{'' if '.' in n else '.'} {w}\n\nWe may use {w} in some way.\n"
        for n, w in zip(numbers, words, strict=False)
    ]
    new = "# Privacy Policy\n\n" + "\n".join(parts)
    found = [code for code in codes(None, new) if code.startswith("PD5")]
    assert found == wanted
    assert [code for code in codes(new, new + "\nWe may call you.\n") if code == "PD503"] == []


LISTS = {
    "a gap": ("abd", ["PD503"]),
    "counting on": ("abc", []),
    "without a beginning": ("cde", []),
}


@pytest.mark.parametrize(("letters", "wanted"), LISTS.values(), ids=LISTS)
def test_items_that_do_not_count_on(letters: str, wanted: list[str]) -> None:
    items = "".join(f"({letter}) your {letter} address;\n\n" for letter in letters)
    new = f"# Privacy Policy\n\n## Data\n\nWe may collect:\n\n{items}"
    assert [code for code in codes(None, new) if code == "PD503"] == wanted


def test_a_text_that_was_pasted_twice_is_one_finding() -> None:
    text = "".join(
        f"## {w}\n\nWe may use {w} in some way.\n\n" for w in ["Alpha", "Beta", "Gamma", "Delta"]
    )
    assert codes(f"# P\n\n{text}", f"# P\n\n{text}{text}").count("PD502") == 1


def test_a_cell_of_a_table_is_told_without_a_bearer() -> None:
    old = "# Privacy Policy\n\n| Data | Kept |\n|---|---|\n| Logs | 30 days |\n| Mail | 1 year |\n"
    (found,) = findings(old, old.replace("30", "90"))
    assert (found.code, found.bearer, found.topic, found.obligation) == ("PD202", None, None, None)


def test_old_sins_are_not_told_unless_asked_for() -> None:
    from msgspec.structs import replace

    from policydiff.check import Config

    text = RULES["PD503"].fires[1]
    assert text
    documents = [api.load(one.encode()) for one in (text, text + "\nWe may call you.\n")]
    change = gate.pair_change(*documents, policy="p")
    config = Config()
    assert "PD503" not in [f.code for f in find_all(change, config)]
    assert "PD503" in [f.code for f in find_all(change, replace(config, existing=True))]


REFERENCES = {
    "a defined term": (
        "## Personal Data\n\nWe may use “Personal Data” as section 9 says.\n\n## Use\n\nYou may object.\n",
        "## Personal Data",
        "## Your data",
        [],
    ),
    "a heading that was renamed": (
        "## Your choices\n\nYou may object.\n\n## Use\n\nWe use data as “Your choices” describes above.\n",
        "## Your choices",
        "## Your options",
        ["PD501"],
    ),
    "an anchor that is gone": (
        "## Your choices\n\nYou may object.\n\n## Use\n\nWe use data, see [there](#your-choices).\n",
        "## Your choices",
        "## Your options",
        ["PD501"],
    ),
    "another law's section, by number alone": (
        "## 1. Use\n\nWe use data.\n\n## 2. Rights\n\nYou may object.\n",
        "We use data.",
        "We use data as defined in Section 160.103.",
        [],
    ),
    "another law's section": (
        "## 1. Use\n\nWe use data.\n\n## 2. Rights\n\nYou may object.\n",
        "We use data.",
        "We use data under Section 5 of the FTC Act.",
        [],
    ),
}


@pytest.mark.parametrize(("text", "old", "new", "wanted"), REFERENCES.values(), ids=REFERENCES)
def test_references(text: str, old: str, new: str, wanted: list[str]) -> None:
    before = f"# Privacy Policy\n\n{text}"
    found = codes(before, before.replace(old, new))
    assert [code for code in found if code == "PD501"] == wanted


def test_places_and_texts_of_findings() -> None:
    old = "# Privacy Policy\n\n## Sharing\n\nWe will not sell your data.\n\nWe may share it.\n\n## Contact\n\nYou may write.\n"
    new = old.replace("We will not sell your data.\n\n", "")
    (found,) = findings(old, new)
    assert (found.place.path, found.place.line, found.place.section) == ("new.md", 3, "Sharing")
    assert found.old_place is not None
    assert (found.old_place.path, found.old_place.line) == ("old.md", 5)
    assert (found.old_text, found.new_text) == ("We will not sell your data.", "")
    assert (found.topic, found.bearer, found.impact) == ("sharing", "company", "against-user")
    assert len(found.fingerprint) == 16


def test_the_step_of_a_series_that_is_no_state_is_told_alone() -> None:
    good = RULES["PD601"].fires[0]
    assert good
    change = gate.series_change(
        [api.load(t.encode()) for t in (good, good, "# 503\n\nService unavailable.\n")], policy="p"
    )
    from policydiff.check import check_changes

    assert [f.code for f in check_changes([change]).findings] == ["PD601"]


LIMIT = "# Terms\n\nLast updated: 5 May 2023\n\nYou must be at least 16 years old to register. {}\n"


def test_a_limit_of_age_that_is_gone_is_as_grave_as_a_lower_one(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(LIMIT.format("We store your data."), "utf-8")
    new.write_text("# Terms\n\nLast updated: 5 June 2023\n\nWe store your data.\n", "utf-8")
    run = policydiff("check", old, new)
    assert "PD203" in run.out
    assert run.code == 1


def test_a_date_that_moved_beside_words_that_bind_nobody_says_so(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(LIMIT.format("These terms are governed by the laws of Ireland."), "utf-8")
    new.write_text(
        LIMIT.format("These terms are governed by the laws of England.").replace("May", "June"),
        "utf-8",
    )
    run = policydiff("check", old, new)
    assert "no obligation binds more or less; one sentence reads otherwise" in " ".join(
        run.out.split()
    )
    assert run.code == 0
