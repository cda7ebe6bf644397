"""What a receipt says: that somebody paid, what for, to whom, and what came back of it since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from trellis.core.files.typesetting.scripts import written
from trellis.core.writing.money import in_words

HOUSE = "Trellis"
_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What came back to the payer, an amount below zero, or was paid anew; and when."""

    what: str
    amount_minor: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One payment that has been made; without a payee it was the house that was paid."""

    number: str
    payer: str
    payee: str | None
    title: str
    amount_minor: int
    currency: str
    paid_at: datetime
    zone: ZoneInfo
    moved: Sequence[Moved] = ()

    @property
    def left_minor(self) -> int:
        """What is paid in the end."""
        return self.amount_minor + sum(each.amount_minor for each in self.moved)


def number_of(public_id: Any) -> str:
    """Return the number of a payment's receipt: always the same, and saying nothing of how many there are."""
    return f"R-{public_id.hex[:_DIGITS].upper()}"


def data_of(receipt: Receipt) -> dict[str, Any]:
    """Return what the template is given; every text of somebody keeps its own direction and letters."""
    facts = [
        ("Receipt number", receipt.number),
        ("Paid on", _moment(receipt.paid_at, receipt.zone)),
        ("Paid by", receipt.payer),
        ("Paid to", receipt.payee or HOUSE),
    ]
    lines = [(receipt.title, receipt.amount_minor)]
    lines += [(f"{each.what} on {_day(each.at, receipt.zone)}", each.amount_minor) for each in receipt.moved]
    return {
        "title": f"Receipt {receipt.number}",
        "house": HOUSE,
        "heading": "Receipt",
        "facts": [{"label": label, "value": written(text).as_data()} for label, text in facts],
        "columns": ["What", "Amount"],
        "lines": [
            {"what": written(text).as_data(), "amount": in_words(amount, receipt.currency)}
            for text, amount in lines
        ],
        "total": {
            "label": "Paid in the end" if receipt.moved else "Paid",
            "amount": in_words(receipt.left_minor, receipt.currency),
        },
        "note": f"All amounts are in {receipt.currency}.",
        "footer": f"{HOUSE}, receipt {receipt.number}",
    }


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{_day(moment, zone)}, {local:%H:%M} ({zone.key})"


def _day(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


# Whatever language the machine speaks.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
