"""Amounts as people write them."""

from decimal import Decimal

from trellis.core.writing.currencies import decimals_of


def in_units(minor: int, currency: str) -> Decimal:
    """Return an amount in units of its currency."""
    return Decimal(minor).scaleb(-decimals_of(currency))


def written(minor: int, currency: str) -> str:
    """Return an amount with its currency, with as many decimals as that has."""
    return f"{in_units(minor, currency):,.{decimals_of(currency)}f} {currency}"


def one_unit(currency: str) -> int:
    """Return how many minor units make a unit of a currency."""
    return int(10 ** decimals_of(currency))


def in_minor_units(amount: Decimal, currency: str) -> int | None:
    """Return an amount in minor units of its currency; None where it is no whole number of them."""
    minor = amount.scaleb(decimals_of(currency))
    return int(minor) if minor == minor.to_integral_value() else None
