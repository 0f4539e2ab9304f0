"""An error page is one by its whole shape; a number or a phrase in a policy makes none."""

from __future__ import annotations

import pytest
from test_check_rules import codes, policy

from policydiff import api

PAGES = {
    "a number as heading": "# 404\n\nPage not found.\n",
    "a gateway": "502 Bad Gateway\n\nnginx/1.18.0\n",
    "an excuse": "Oops!\n\nThat page can’t be found. It looks like nothing was found at this location.\n\nTry a search?\n",
    "a refusal": "Access Denied\n\nYou don't have permission to access \"/privacy\" on this server.\n\nReference #18.2f\n",
    "an application without its script": "We're sorry but Harbour does not work properly without JavaScript enabled. Please enable it to continue.\n",
    "a wall": "Just a moment...\n\nharbour.example needs to review the security of your connection before proceeding.\n",
    "maintenance": "# Back soon\n\nOur site is down for scheduled maintenance. We will be back in a few minutes. You can follow us for news.\n",
    "a banner and a footer around it": "We use cookies to improve your experience.\n\n# Error 500\n\nSomething went wrong on our side.\n\nPrivacy Policy\n\nTerms of Service\n\n© 2024 Harbour\n",
    "German": "# Seite nicht gefunden\n\nDie Seite existiert nicht oder ist umgezogen.\n",
    "a page": "<html><head><title>503 Service Unavailable</title></head><body><h1>503</h1><p>No server is available to handle this request.</p></body></html>",
}  # fmt: skip

POLICIES = {
    "a price": "# Terms of Service\n\nYou must pay $500 a month.\n\nWe may change these terms.\n",
    "a limit in euros": "# Terms\n\nOur liability is limited to €503.\n\nYou may cancel at any time.\n",
    "a quota in a table": "# Terms of Service\n\n| Plan | Requests |\n|---|---|\n| Basic | 500 |\n| Pro | 502 |\n\nYou may not send more requests than your plan has.\n\nWe may change the plans.\n",
    "an address": "# Privacy Policy\n\nHarbour Ltd\n\n404 Main Street\n\nWe may share your data with our partners.\n\nYou may object.\n",
    "a service that may be down": "# Terms of Service\n\nThe Services may be temporarily unavailable.\n\nWe will credit your account.\n",
    "a duty to use scripts": "# Terms of Service\n\nYou must enable JavaScript to use the Services. You may not resell the Services. We may close your account.\n\nWe will refund prepaid fees.\n",
    "a code of the interface": "# API Terms\n\nRequests beyond the limit are answered with HTTP 429. You may not evade limits. We may lower your limits. We will tell you before we do.\n",
    "a heading": "# Access denied\n\nWe may refuse access to minors. You must be 18 years old. We may close your account. You may appeal within 14 days.\n",
    "a guarantee": "# Terms\n\nYou will get a refund where the service is temporarily unavailable. We keep your invoices for 403 days.\n",
}  # fmt: skip


def is_error(text: str) -> bool:
    return any("error page" in w.message for w in api.load(text.encode()).snapshot.warnings)


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_error_pages(text: str) -> None:
    assert is_error(text)
    good = policy("We will not sell your data.", "You may ask us to delete it.")
    assert codes(good, text) == ["PD601"] or "PD601" in codes(good, text)


@pytest.mark.parametrize("text", POLICIES.values(), ids=POLICIES)
def test_policies_with_words_of_error_pages(text: str) -> None:
    assert not is_error(text)


def test_a_price_is_told_as_a_price() -> None:
    old = (
        "# Terms of Service\n\nYou must pay a fee of $50 a month.\n\nYou may cancel at any time.\n"
    )
    assert codes(old, old.replace("$50", "$500")) == ["PD204"]


def test_a_notice_put_into_a_policy_makes_it_no_error_page() -> None:
    old = policy("Write to our office.", "Letters are answered within a month.")
    new = old.replace("# Privacy Policy\n", "# Privacy Policy\n\nThis page is under maintenance.\n")
    assert "PD601" not in codes(old, new)
