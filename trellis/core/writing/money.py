"""Amounts of money, which are kept in the smallest units of their currency: as people and JSON write them."""

from decimal import Decimal

from trellis.core.writing.currencies import decimals_of

# Signs that readers of receipts know; every other currency is written by its code.
_SIGNS = {
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "NGN": "₦",
    "PHP": "₱",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
    "VND": "₫",
}
_MINUS = "−"


def in_units(minor: int, currency: str) -> Decimal:
    """Return an amount as people write it: 7500 of USD are 75.00."""
    return Decimal(minor).scaleb(-decimals_of(currency))


def as_number(minor: int, currency: str) -> float:
    """Return an amount as JSON has it."""
    return float(in_units(minor, currency))


def in_words(minor: int, currency: str) -> str:
    """Return an amount with its sign, or its code: "$75.00", "¥9,000", "KWD 18.600"; a minus stands first."""
    amount = f"{in_units(abs(minor), currency):,.{decimals_of(currency)}f}"
    return f"{_MINUS if minor < 0 else ''}{_SIGNS.get(currency, f'{currency} ')}{amount}"
