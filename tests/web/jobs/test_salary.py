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
        ("60k-80k EUR", "EUR", {"minValue": 60000, "maxValue": 80000}, "YEAR"),
        ("60,000 - 80,000 GBP per year", "GBP", {"minValue": 60000, "maxValue": 80000}, "YEAR"),
        ("£30/hour", "GBP", {"value": 30}, "HOUR"),
        ("INR 50,000 per month", "INR", {"value": 50000}, "MONTH"),
        ("IDR 8,500,000,000 per year", "IDR", {"value": 8_500_000_000}, "YEAR"),
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
        # Words that look like codes, and codes that are words.
        "OTE 60,000",
        "CTC 500,000 per annum",
        "LPA 12",
        "PER 20,000",
        "MAX 90,000 per year",
        "ALL 60,000 per year",
        "TOP 60,000 per year",
        "XXX 60,000",
        "XAU 60,000",
        "eur 60,000",
        # Numbers of other countries, and none at all.
        "€ 60.000",
        "80.000 €",
        "EUR 1,5",
        "1,5",
        "INR 12,00,000",
        "RM 5,000 per month",
        "TBD",
        "up to 90,000",
        "USD 0",
        "USD 0 per year",
        "EUR 0 - 50,000",
        "USD -60,000",
        "USD 999999999",
        "USD 999999999 per year",
        # Of a month, or of a year?
        "INR 50,000",
        "JPY 300,000",
        "EUR 12,000",
        "£60,000 EUR",
        "9" * 99,
        "£" + "9" * 400,
    ],
)
def test_it_would_rather_say_nothing(text: str) -> None:
    assert salary_of(text) is None
