"""A place is in a country only where it says so."""

import pytest

from trellis.web.jobs.place import place_of


@pytest.mark.parametrize(
    ("text", "country", "locality"),
    [
        ("London, UK (Remote)", "GB", "London"),
        ("Hull, UK", "GB", "Hull"),
        ("Remote, Germany", "DE", ""),
        ("Remote (UK)", "GB", ""),
        ("Zürich, Schweiz", "CH", "Zürich"),
        ("Austin, Texas, USA", "US", "Austin, Texas"),
        ("Atlanta, Georgia, United States", "US", "Atlanta, Georgia"),
        ("Singapore, Singapore", "SG", "Singapore"),
        ("Brighton and Hove, England", "GB", "Brighton and Hove"),
        ("Port of Spain, Trinidad & Tobago", "TT", "Port of Spain"),
        (" bern ,  SWITZERLAND ", "CH", "bern"),
    ],
)
def test_it_names_its_country(text: str, country: str, locality: str) -> None:
    found = place_of(text)
    assert found is not None
    assert (found.country, found.locality) == (country, locality)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Remote",
        "London",
        "Worldwide",
        "Europe",
        # States of the USA, as most write them.
        "San Francisco, CA",
        "Wilmington, DE",
        "Atlanta, Georgia",
        # Several places.
        "Berlin, Germany / Paris, France",
        "UK or Ireland",
        "Germany, France",
        "London, UK; Bern, Switzerland",
        ", ,",
        "</script>",
        "x" * 200,
    ],
)
def test_no_country_is_guessed(text: str) -> None:
    assert place_of(text) is None
