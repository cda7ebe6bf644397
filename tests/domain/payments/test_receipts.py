"""What a receipt says: in the payer's time, with the decimals of the currency, and what went back since."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from tests.domain.payments.payers import asked, person, refunded, with_card
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.queries.receipts import receipt_for
from trellis.domain.payments.refusals import NotPaid
from trellis.domain.payments.rules.receipts import Moved, Receipt, data_of, number_of

PAID_AT = datetime(2027, 1, 31, 23, 30, tzinfo=UTC)


def _receipt(**changes: Any) -> Receipt:
    said: dict[str, Any] = {
        "number": "R-1",
        "payer": "Ann Lee",
        "payee": "Mia Ray",
        "title": "A session",
        "amount_minor": 9000,
        "currency": "JPY",
        "paid_at": PAID_AT,
        "zone": ZoneInfo("Asia/Tokyo"),
    }
    return Receipt(**{**said, **changes})


def _facts(receipt: Receipt) -> dict[str, str]:
    return {fact["label"]: fact["value"]["text"] for fact in data_of(receipt)["facts"]}


def test_its_day_is_the_payers() -> None:
    assert _facts(_receipt())["Paid on"] == "1 February 2027, 08:30 (Asia/Tokyo)"
    there = _receipt(zone=ZoneInfo("America/New_York"))
    assert _facts(there)["Paid on"] == "31 January 2027, 18:30 (America/New_York)"


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(9000, "JPY", "¥9,000"), (18600, "KWD", "KWD 18.600"), (5010, "USD", "$50.10")],
)
def test_its_amount_has_the_decimals_of_the_currency(amount: int, currency: str, shown: str) -> None:
    data = data_of(_receipt(amount_minor=amount, currency=currency))
    assert [line["amount"] for line in data["lines"]] == [shown]
    assert data["total"] == {"label": "Paid", "amount": shown}
    assert data["note"] == f"All amounts are in {currency}."


def test_what_went_back_stands_below_and_is_taken_off() -> None:
    moved = [Moved(what="Given back", amount_minor=-4500, at=PAID_AT + timedelta(days=1))]
    data = data_of(_receipt(moved=moved))
    assert [(line["what"]["text"], line["amount"]) for line in data["lines"]] == [
        ("A session", "¥9,000"),
        ("Given back on 2 February 2027", "−¥4,500"),
    ]
    assert data["total"] == {"label": "Paid in the end", "amount": "¥4,500"}


def test_each_text_keeps_its_direction_and_the_house_is_named_where_nobody_else_is_paid() -> None:
    data = data_of(_receipt(payer="محمد", payee=None, title="王小明"))
    facts = {fact["label"]: fact["value"] for fact in data["facts"]}
    assert facts["Paid by"] == {"text": "محمد", "dir": "rtl", "lang": "ar"}
    assert facts["Paid to"]["text"] == "Trellis"
    assert data["lines"][0]["what"] == {"text": "王小明", "dir": "ltr", "lang": "zh"}


def test_its_number_is_always_the_same_and_counts_nothing() -> None:
    assert number_of(UUID("0a1b2c3d-4e5f-6789-abcd-ef0123456789")) == "R-0A1B2C3D4E"


@pytest.mark.django_db
def test_it_is_reckoned_from_the_ledger_alone() -> None:
    payment = with_card(asked(person("ann"), 7500, payee=person("mia")))
    refunded(payment, 2500)
    refunded(payment, 1000)
    # Rows of payments are kept for other things.
    Refund.objects.all().delete()
    Payment.objects.update(refunded_minor=0, held_minor=7500)
    receipt = receipt_for(Payment.objects.get())
    assert (receipt.amount_minor, receipt.left_minor) == (7500, 4000)
    assert [each.amount_minor for each in receipt.moved] == [-2500, -1000]


@pytest.mark.django_db
def test_there_is_none_before_the_money() -> None:
    with pytest.raises(NotPaid):
        receipt_for(asked(person("ann")))
