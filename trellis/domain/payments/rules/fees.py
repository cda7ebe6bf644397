"""How a payment is shared between the house and who is paid."""

from typing import NamedTuple

_FEE_PERCENT = 15


class Shares(NamedTuple):
    """The two parts of an amount; they add up to it."""

    fee_minor: int
    payout_minor: int


def split(amount_minor: int) -> Shares:
    """Return the house's 15 % of an amount, rounded half up to the minor unit, and the payee's rest."""
    fee = (amount_minor * _FEE_PERCENT + 50) // 100
    return Shares(fee, amount_minor - fee)


def shares_of(amount_minor: int, *, has_payee: bool) -> Shares:
    """Return how an amount is shared: all of it is the house's where it is paid to nobody else."""
    return split(amount_minor) if has_payee else Shares(amount_minor, 0)
