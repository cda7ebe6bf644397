"""Whether somebody has the price in mind that it has: who pays must have read it."""

from decimal import Decimal

from trellis.core.writing.money import in_units, written
from trellis.domain.payments.refusals import OtherPrice


def refuse_other_price(*, amount: Decimal | None, code: str, due_minor: int, currency: str) -> None:
    """Raise OtherPrice where an amount in units or a currency's code, if they are said, are not those due."""
    errors = {}
    if amount is not None and amount != in_units(due_minor, currency):
        errors["amount"] = [f"The price is {written(due_minor, currency)}."]
    if code and code.upper() != currency:
        errors["currency"] = [f"It is paid for in {currency}."]
    if errors:
        raise OtherPrice(errors)
