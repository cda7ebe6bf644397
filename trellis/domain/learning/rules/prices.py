"""What something costs: amounts are kept in the smallest units of their currency."""

from trellis.core.writing.currencies import DECIMALS, decimals_of
from trellis.domain.mentorship.rules.rates import in_units

_SCALES = " ".join(f"WHEN '{code}' THEN {10**decimals}.0" for code, decimals in sorted(DECIMALS.items()))
# The price of a row as a number, in SQL.
PRICE_SQL = f"{{price_minor}} / CASE {{currency}} {_SCALES} ELSE 100.0 END"


def price_in_words(minor: int, currency: str) -> str:
    """Return an amount as it is shown to people, with the decimals that its currency has."""
    return f"{in_units(minor, currency):,.{decimals_of(currency)}f} {currency}"


def price_as_number(minor: int, currency: str) -> float:
    """Return what PRICE_SQL gives."""
    return float(in_units(minor, currency))
