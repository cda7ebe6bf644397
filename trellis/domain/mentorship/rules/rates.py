"""What an hour costs, in the smallest units of its currency."""

from decimal import Decimal
from fractions import Fraction

from trellis.core.writing.currencies import CURRENCIES, decimals_of, step_of
from trellis.core.writing.money import in_units
from trellis.domain.mentorship.refusals import InvalidProfile
from trellis.domain.mentorship.rules.limits import MOST_RATE_MINOR

_FIELD = "hourly_rate"
CURRENCY = "USD"  # where nobody says one
NOT_A_CURRENCY = "This is not the code of a currency, like USD."


def in_minor_units(amount: Decimal, currency: str, *, field: str = _FIELD) -> int:
    """Return an amount in the smallest units of its currency; raise InvalidProfile, which names `field`.

    What a card cannot be charged is refused here, where a price is set, and not when it is paid.
    """
    if currency not in CURRENCIES:
        raise InvalidProfile({"currency": [NOT_A_CURRENCY]})
    decimals = decimals_of(currency)
    step = in_units(step_of(currency), currency)
    below = amount // step * step
    if below != amount:
        near = " or ".join(f"{each:.{decimals}f}" for each in (below, below + step))
        raise InvalidProfile({field: [f"In {currency} this can be {near}."]})
    minor = int(amount.scaleb(decimals))
    if minor > MOST_RATE_MINOR:
        most = in_units(MOST_RATE_MINOR, currency)
        raise InvalidProfile({field: [f"In {currency} this can be {most} at most."]})
    return minor


def charged(amount: Fraction, currency: str) -> int:
    """Return an amount of smallest units, of which there may be parts, as a card can be charged it.

    THE rounding of prices and of what is given back: to the nearest that a card can be charged, halves up.
    """
    step = step_of(currency)
    return int(amount / step + Fraction(1, 2)) * step


def at_most(amount: Decimal, currency: str) -> int:
    """Return the most, in the smallest units of the currency, that is not more than an amount."""
    # No price is as high as what the database could not count.
    return int(min(amount.scaleb(decimals_of(currency)), Decimal(MOST_RATE_MINOR)))
