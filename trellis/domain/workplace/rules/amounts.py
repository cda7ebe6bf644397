"""How many: of things and of days, which come in fractions, too."""

from decimal import Decimal


def as_number(amount: Decimal | int | None) -> int | float | None:
    """Return an amount as JSON has it, 5 and 2.5: no trailing zeros, and no text."""
    if amount is None:
        return None
    return int(amount) if amount == int(amount) else float(amount)
