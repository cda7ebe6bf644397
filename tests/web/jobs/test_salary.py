"""A salary is read only where there is no doubt what it says."""

from typing import Any

import pytest

from trellis.web.jobs.salary import salary_of


@pytest.mark.parametrize(
    ("text", "currency", "value", "unit"),
    [
        ("£60,000 - £80,000", "GBP", {"minValue": 60000, "maxValue": 80000}, "YEAR"),
        ("€45000–55000", "EUR", {"minValue": 45000, "maxValue": 55000}, "YEAR"),
        ("£60k-£80k", "GBP", {"minValue": 60000, "maxValue": 80000}, "YEAR"),
        ("£60-80k", "GBP", {"minValue": 60000, "maxValue": 80000}, "YEAR"),
        ("CHF 120,000", "CHF", {"value": 120000}, "YEAR"),
        ("£12.50 per hour", "GBP", {"value": 12.5}, "HOUR"),
        ("EUR 400 to 500/day", "EUR", {"minValue": 400, "maxValue": 500}, "DAY"),
        ("£30,000 per annum", "GBP", {"value": 30000}, "YEAR"),
    ],
)
def test_it_understands(text: str, currency: str, value: dict[str, Any], unit: str) -> None:
    found = salary_of(text)
    assert found is not None
    assert found["currency"] == currency
    assert found["value"] == {"@type": "QuantitativeValue", **value, "unitText": unit}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Competitive",
        "60,000",
        "$60,000",  # whose dollars?
        "£500",  # a what?
        "£80,000 - £60,000",
        "£60,000 - €80,000",
        "£60,000 plus bonus",
        "up to £60,000",
        "£60,00",
        "9" * 99,
        "£" + "9" * 400,
    ],
)
def test_it_would_rather_say_nothing(text: str) -> None:
    assert salary_of(text) is None
