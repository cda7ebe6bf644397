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


def written(minor: int, currency: str) -> str:
    """Return an amount with its code, as sentences and the back office have it: "75.00 USD", "9,000 JPY"."""
    return f"{in_units(minor, currency):,.{decimals_of(currency)}f} {currency}"


def one_unit(currency: str) -> int:
    """Return how many minor units make a unit of a currency."""
    return int(10 ** decimals_of(currency))


def in_minor_units(amount: Decimal, currency: str) -> int | None:
    """Return an amount in minor units of its currency; None where it is no whole number of them."""
    minor = amount.scaleb(decimals_of(currency))
    return int(minor) if minor == minor.to_integral_value() else None
