"""Reading a salary that somebody wrote, where there is no doubt what it says."""

import re
from typing import Any

# A bare dollar sign is one of many currencies; we would rather say nothing than something wrong.
_CURRENCIES = {"£": "GBP", "€": "EUR"}
_AMOUNT = r"(£|€|[A-Z]{3})? ?([0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(\.[0-9]{2})?( ?[kK])?"
_RANGE = re.compile(
    rf"{_AMOUNT}(?: ?(?:-|–|to) ?{_AMOUNT})?(?: ?(?:/|per|an?) ?(hour|day|week|month|year|annum))?"
)
_UNITS = {name: name.upper() for name in ("hour", "day", "week", "month", "year")} | {"annum": "YEAR"}
_SURELY_A_YEARS = 10_000


def salary_of(text: str) -> dict[str, Any] | None:
    """Return "£60,000 - £80,000" as schema.org's MonetaryAmount; None for what is not surely understood."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    sign, low, low_cents, low_k, second_sign, high, high_cents, high_k, per = found.groups()
    if sign is None or second_sign not in (None, sign):
        return None
    least = _number(low, low_cents, low_k or (high_k if high else None))
    most = _number(high, high_cents, high_k) if high else least
    unit = _UNITS.get(per) or ("YEAR" if least >= _SURELY_A_YEARS else None)
    if unit is None or most < least:
        return None
    value = {"value": least} if most == least else {"minValue": least, "maxValue": most}
    return {
        "@type": "MonetaryAmount",
        "currency": _CURRENCIES.get(sign, sign),
        "value": {"@type": "QuantitativeValue", **value, "unitText": unit},
    }


def _number(digits: str, cents: str | None, thousands: str | None) -> float:
    amount = float(digits.replace(",", "") + (cents or "")) * (1000 if thousands else 1)
    return int(amount) if amount.is_integer() else amount
