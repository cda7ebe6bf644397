"""What can be charged in a currency, and how Stripe writes it; its page "Supported currencies" says both.

Amounts are ours: whole minor units, with as many decimals as ISO 4217 has for the currency.
"""

from trellis.core.writing.currencies import CURRENCIES, step_of
from trellis.domain.payments.gateways.refusals import GatewayRefuses

_NO_AMOUNT = "This amount cannot be charged in {currency}."
# Written with two decimals that are always 0, and without any, whatever ISO says.
_TWO_AT_STRIPE = frozenset({"ISK", "UGX"})
_NONE_AT_STRIPE = frozenset({"MGA"})


def as_charged(amount_minor: int, currency: str) -> int:
    """Return the same amount; raise GatewayRefuses where no card is charged it."""
    if currency not in CURRENCIES or amount_minor <= 0 or amount_minor % step_of(currency):
        raise GatewayRefuses(_NO_AMOUNT.format(currency=currency), code="amount_invalid")
    return amount_minor


def to_stripe(amount_minor: int, currency: str) -> int:
    """Return an amount as Stripe writes it; raise GatewayRefuses where no card is charged it."""
    return written_at_stripe(as_charged(amount_minor, currency), currency)


def written_at_stripe(amount_minor: int, currency: str) -> int:
    """Return an amount as Stripe writes it, whether a card is charged it or not."""
    if currency in _TWO_AT_STRIPE:
        return amount_minor * 100
    return amount_minor // 100 if currency in _NONE_AT_STRIPE else amount_minor


def from_stripe(amount: int, currency: str) -> int:
    """Return what Stripe has written as an amount of ours."""
    if currency in _TWO_AT_STRIPE:
        return amount // 100
    return amount * 100 if currency in _NONE_AT_STRIPE else amount
