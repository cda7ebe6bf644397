"""Terms in a line for people, and prices in the units of their currency."""

from decimal import Decimal
from typing import Any

import pytest

from trellis.core.writing.money import in_units, written
from trellis.domain.mentorship.models import Mentor, Package, Terms
from trellis.domain.mentorship.rules.rates import at_most, in_minor_units
from trellis.domain.mentorship.rules.reasons import lasting
from trellis.domain.mentorship.rules.terms import terms_in_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"rate_minor": 7500, "terms": Terms.FREE}, ""),
        ({"rate_minor": 7500}, "Sessions are free here; elsewhere an hour costs 75.00 USD."),
        ({"rate_minor": 9000, "currency": "JPY", "terms": Terms.PRICED}, "An hour costs 9,000 JPY."),
        ({"free_talk_minutes": 20}, "A first talk of 20 minutes is free."),
    ],
)
def test_terms_are_told_in_a_line(said: dict[str, Any], words: str) -> None:
    assert terms_in_words(Mentor(**said)) == words


def test_packages_are_told_too() -> None:
    packages = [Package(sessions=5, price_minor=34000, currency="USD", valid_days=180)]
    assert terms_in_words(Mentor(free_talk_minutes=60), packages) == (
        "A first talk of an hour is free; 5 sessions cost 340.00 USD in 180 days."
    )


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "shown"),
    [
        ("75", "USD", 7500, "75.00 USD"),
        ("9000", "JPY", 9000, "9,000 JPY"),
        ("18.6", "KWD", 18600, "18.600 KWD"),
    ],
)
def test_amounts_go_to_minor_units_and_back(amount: str, currency: str, minor: int, shown: str) -> None:
    assert in_minor_units(Decimal(amount), currency) == minor
    assert in_units(minor, currency) == Decimal(amount)
    assert written(minor, currency) == shown
    assert at_most(Decimal(amount) + Decimal("0.0009"), currency) == minor


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        *((0, "0 minutes"), (1, "1 minute"), (90, "90 minutes"), (60, "an hour"), (120, "2 hours")),
        *((1440, "a day"), (2880, "2 days")),
    ],
)
def test_lengths_are_said_as_people_do(minutes: int, words: str) -> None:
    assert lasting(minutes) == words
