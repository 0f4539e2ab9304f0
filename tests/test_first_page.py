"""Several pages in one document: the date of an annex does not date the whole."""

from __future__ import annotations

import pytest

from policydiff import api

TEXT = " ".join(["We carry parcels to every door and ask nobody for more than a name."] * 8)
ANNEX = "# Cookie Statement\n\nUpdated: 2 May 2019\n\nWe use cookies.\n"


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (f"# Parcel Privacy Policy\n\n{TEXT}\n\n{ANNEX}", None),
        (f"# Parcel Privacy Policy\n\nUpdated: 3 June 2021\n\n{TEXT}\n\n{ANNEX}", "2021-06-03"),
        # A later update outranks no effective date of the annex.
        (
            f"# Parcel Privacy Policy\n\nUpdated: 3 June 2021\n\n{TEXT}\n\n"
            + ANNEX.replace("Updated", "Effective"),
            "2021-06-03",
        ),
        (f"# Legal\n\n{TEXT}\n\n{ANNEX}", "2019-05-02"),  # the first title names no document
        (f"# Privacy Policy\n\nParcels\n\n{ANNEX}", "2019-05-02"),  # and here is no first page
        (  # it speaks of itself
            f"# Privacy Policy\n\n{TEXT}\n\n"
            + ANNEX.replace("Cookie Statement", "Changes to this Policy"),
            "2019-05-02",
        ),
        # Sections are of the first rank, and one of them is called like a document.
        (
            f"# Terms\n\n# Use\n\n{TEXT}\n\n# Price\n\n{TEXT}\n\n# Law\n\n{TEXT}\n\n{ANNEX}",
            "2019-05-02",
        ),
    ],
)
def test_the_first_page_dates_the_document(document: str, wanted: str | None) -> None:
    assert api.load(document.encode()).snapshot.date == wanted
