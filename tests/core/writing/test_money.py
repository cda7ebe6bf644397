"""Amounts in words: with the decimals of their currency, and its sign or code."""

import pytest

from trellis.core.writing.money import as_number, in_words


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
