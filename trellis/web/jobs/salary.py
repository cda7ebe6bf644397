"""Reading a salary that somebody wrote, where there is no doubt what it says."""

import re
from typing import Any

from trellis.core.writing.currencies import CURRENCIES

# A bare dollar sign is one of many currencies; we would rather say nothing than something wrong.
_SIGNS = {"£": "GBP", "€": "EUR"}
# The currencies of Albania and Tonga are words before an amount, too: "ALL 60,000", "TOP 60,000".
_WORDS = frozenset({"ALL", "TOP"})
_CURRENCY = r"(£|€|[A-Z]{3})"
_NUMBER = r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(\.[0-9]{2})?( ?[kK])?"
_RANGE = re.compile(
    rf"(?:{_CURRENCY} ?)?{_NUMBER}(?: ?(?:-|–|to) ?(?:{_CURRENCY} ?)?{_NUMBER})?(?: ?{_CURRENCY})?"
    r"(?: ?(?:/|per|an?) ?(hour|day|week|month|year|annum))?"
)
_UNITS = {name: name.upper() for name in ("hour", "day", "week", "month", "year")} | {"annum": "YEAR"}
# In these nobody gets so much a month, and in others it may be a week's.
_STRONG = frozenset({"GBP", "EUR", "USD", "CHF", "CAD", "AUD", "NZD", "SGD"})
_SURELY_A_YEARS, _MOST_OF_STRONG, _MOST = 20_000, 10_000_000, 10_000_000_000


def salary_of(text: str) -> dict[str, Any] | None:
    """Return "£60,000 - £80,000" as schema.org's MonetaryAmount; None for what is not surely understood."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    first, low, low_cents, low_k, second, high, high_cents, high_k, last, per = found.groups()
    currency = _currency_of({first, second, last} - {None})
    least = _number(low, low_cents, low_k or (high_k if high else None))
    most = _number(high, high_cents, high_k) if high else least
    if currency is None or not 0 < least <= most <= (_MOST_OF_STRONG if currency in _STRONG else _MOST):
        return None
    is_years = currency in _STRONG and least >= _SURELY_A_YEARS
    unit = _UNITS.get(per) or ("YEAR" if is_years else None)
    if unit is None:
        return None
    value = {"value": least} if most == least else {"minValue": least, "maxValue": most}
    return {
        "@type": "MonetaryAmount",
        "currency": currency,
        "value": {"@type": "QuantitativeValue", **value, "unitText": unit},
    }


def _currency_of(named: set[str]) -> str | None:
    """Return the code of the one currency that is named; None for none, for two, and for a word like one."""
    codes = {_SIGNS.get(name, name) for name in named}
    return codes.pop() if len(codes) == 1 and codes <= CURRENCIES - _WORDS else None


def _number(digits: str, cents: str | None, thousands: str | None) -> float:
    amount = float(digits.replace(",", "") + (cents or "")) * (1000 if thousands else 1)
    return int(amount) if amount.is_integer() else amount
