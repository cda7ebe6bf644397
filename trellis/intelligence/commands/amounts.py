"""Amounts of money as people say them, and numbers that sound like others."""

from __future__ import annotations

from decimal import Decimal

from trellis.intelligence.commands.taking import Sentence

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_NAMES = {"dollar": "USD", "buck": "USD", "euro": "EUR", "pound": "GBP"}
_NAMED = r"(?P<name>dollar|buck|euro|pound)s?"


def take_amount(sentence: Sentence, *, bare: bool) -> tuple[Decimal, str] | None:
    """Take an amount out, with its currency ("" where none is said); `bare` takes a mere number, too."""
    if found := sentence.take(r"(?P<sign>[$€£])(?P<number>\d{1,6}(?:[.:]\d{2})?)(?: dollars?| euros?)?"):
        return _value(found["number"]), _SIGNS[found["sign"]]
    cents = r"(?: (?:and )?(?P<cents>\d{1,2})(?: cents?)?)?"
    pattern = rf"(?P<number>\d{{1,6}}(?:[.:]\d{{2}})?) (?:us )?{_NAMED}{cents}"
    if found := sentence.take(pattern):
        return _value(found["number"]) + Decimal(found["cents"] or 0) / 100, _NAMES[found["name"]]
    if bare and (found := sentence.take(r"(?P<number>\d{1,6}(?:[.:]\d{2})?)")):
        return _value(found["number"]), ""
    return None


def confused_with(number: int) -> int | None:
    """Return the number that sounds like this one: fifty and fifteen; None where none does."""
    if 13 <= number <= 19:
        return (number - 10) * 10
    if number in range(30, 100, 10):
        return number // 10 + 10
    return None


def _value(written: str) -> Decimal:
    return Decimal(written.replace(":", "."))
