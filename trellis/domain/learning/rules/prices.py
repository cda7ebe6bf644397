"""What something costs: amounts are kept in the smallest units of their currency."""

from trellis.core.writing.currencies import DECIMALS

_SCALES = " ".join(f"WHEN '{code}' THEN {10**decimals}.0" for code, decimals in sorted(DECIMALS.items()))
# The price of a row as a number, in SQL: what `as_number` (core/writing/money.py) gives.
PRICE_SQL = f"{{price_minor}} / CASE {{currency}} {_SCALES} ELSE 100.0 END"
