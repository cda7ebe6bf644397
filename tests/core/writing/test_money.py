"""Amounts in words: with the decimals of their currency, and its sign or code."""

from decimal import Decimal

import pytest

from trellis.core.writing.money import as_number, in_minor_units, in_words, one_unit, written


@pytest.mark.parametrize(
    ("minor", "currency", "words", "number"),
    [
        (7500, "USD", "$75.00", 75.0),
        (9000, "JPY", "¥9,000", 9000.0),
        (18600, "KWD", "KWD 18.600", 18.6),
        (-350, "EUR", "−€3.50", -3.5),
        (-1, "KWD", "−KWD 0.001", -0.001),
        (0, "CHF", "CHF 0.00", 0.0),
        (123456789, "GBP", "£1,234,567.89", 1234567.89),
    ],
)
def test_an_amount_is_written_as_its_currency_is(
    minor: int, currency: str, words: str, number: float
) -> None:
    assert in_words(minor, currency) == words
    assert as_number(minor, currency) == number


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "words"),
    [
        ("50.10", "USD", 5010, "50.10 USD"),
        ("9000", "JPY", 9000, "9,000 JPY"),
        ("18.6", "KWD", 18600, "18.600 KWD"),
        ("0.005", "USD", None, ""),
    ],
)
def test_an_amount_is_read_as_it_is_written(
    amount: str, currency: str, minor: int | None, words: str
) -> None:
    assert in_minor_units(Decimal(amount), currency) == minor
    assert minor is None or written(minor, currency) == words


def test_a_unit_is_as_many_minor_ones_as_its_currency_has() -> None:
    assert [one_unit(each) for each in ("USD", "JPY", "KWD")] == [100, 1, 1000]
