"""The list of one's own payments, and receipts."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.core.files.papers import is_accessible, signs_in
from tests.domain.learning.factory import opportunity
from tests.domain.payments.payers import asked, for_booking, refunded, with_card
from trellis.domain.accounts.models import User
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.learning.services.paying import pay_for
from trellis.domain.mentorship.models import Booking, Bundle, Mentor
from trellis.domain.payments.models import Payment
from trellis.domain.payments.rules.choices import SubjectKind

URL = "/api/v1/payments/history"


def _enrollment_paid_for(ann: User) -> Payment:
    row = opportunity(price_minor=4999, title="Knots")
    made, _ = enroll(user=ann, opportunity_id=row.public_id, now=timezone.now())
    payment, _ = pay_for(user=ann, enrollment_id=made.public_id, now=timezone.now())
    return payment


def test_a_payment_is_as_printed_and_its_receipt_comes_with_the_money(
    payer: APIClient, booking: Booking
) -> None:
    payment = for_booking(booking)
    (shown,) = payer.get(URL).json()["payments"]
    assert (shown["status"], shown["receipt_url"], shown["paid_at"]) == ("pending", None, None)
    with_card(payment)
    (shown,) = payer.get(URL).json()["payments"]
    assert shown["booking"].keys() == {"id", "mentor_name", "status"}
    assert (shown["booking"]["id"], shown["booking"]["mentor_name"]) == (str(booking.public_id), "Mia Ray")
    assert (shown["id"], shown["amount"], shown["currency"]) == (str(payment.public_id), 75.0, "USD")
    assert (shown["status"], shown["refunded_amount"]) == ("completed", 0)
    assert shown["receipt_url"] == f"http://localhost:8000/pay/{payment.public_id}/receipt"
    refunded(payment, 3750)
    (shown,) = payer.get(URL).json()["payments"]
    assert (shown["status"], shown["refunded_amount"]) == ("completed", 37.5)
    refunded(payment, 3750)
    assert payer.get(URL).json()["payments"][0]["status"] == "refunded"


def test_it_is_ones_own_newest_first_in_pages(payer: APIClient, ann: User, mia: Mentor) -> None:
    asked(mia.user)
    made = [str(asked(ann).public_id) for _ in range(3)]
    first, second = payer.get(f"{URL}?limit=2"), payer.get(f"{URL}?limit=2&page=2")
    assert [each["id"] for each in (*first.json()["payments"], *second.json()["payments"])] == made[::-1]
    assert (first["X-Total-Count"], first["X-Page"], first["X-Page-Size"]) == ("3", "1", "2")
    assert payer.get(f"{URL}?page=9").json() == {"payments": []}
    refused(payer.get(f"{URL}?limit=101"), 422, "VALIDATION_ERROR")


def test_what_is_no_session_says_what_it_is(payer: APIClient, ann: User, mia: Mentor) -> None:
    now = timezone.now()
    bundle = Bundle.objects.create(
        mentor=mia,
        mentee=ann,
        package_id=mia.public_id,
        sessions=4,
        session_minutes=60,
        price_minor=20000,
        currency="USD",
        sessions_left=4,
        unused_minor=20000,
        valid_until=now,
        created_at=now,
        updated_at=now,
    )
    asked(ann, 20000, payee=mia.user, subject_kind=SubjectKind.BUNDLE, subject_id=bundle.public_id)
    _enrollment_paid_for(ann)
    enrolled, package = payer.get(URL).json()["payments"]
    assert (enrolled["booking"], enrolled["package"], enrolled["description"]) == (None, None, "Knots")
    assert enrolled["enrollment"]["is_open"] is False
    assert (package["booking"], package["enrollment"]) == (None, None)
    assert package["package"] == {
        "id": str(bundle.public_id),
        "mentor_name": "Mia Ray",
        "sessions": 4,
        "sessions_left": 4,
    }


def test_however_many_there_are_it_takes_as_many_questions(
    payer: APIClient, ann: User, booking: Booking, django_assert_num_queries: Any
) -> None:
    for_booking(booking)
    _enrollment_paid_for(ann)
    payer.get(URL)
    with django_assert_num_queries(5) as few:
        payer.get(URL)
    for _ in range(3):
        _enrollment_paid_for(ann)
    with django_assert_num_queries(len(few)):
        assert len(payer.get(URL).json()["payments"]) == 5


class TestReceipt:
    def test_it_is_ones_own_and_there_is_none_before_the_money(
        self, payer: APIClient, ann: User, mia: Mentor, signed_in: SignIn
    ) -> None:
        payment = asked(ann, payee=mia.user)
        url = f"/api/v1/payments/{payment.public_id}/receipt"
        refused(payer.get(url), 409, "CONFLICT")
        # Not even who is paid: what stands in it is the payer's.
        refused(signed_in("mia").get(url), 404, "NOT_FOUND")

    @pytest.mark.whole
    def test_it_says_all_in_the_payers_time_and_letters(
        self, payer: APIClient, ann: User, mia: Mentor
    ) -> None:
        User.objects.filter(pk=ann.pk).update(
            first_name="محمد", last_name="أحمد", timezone="Asia/Tokyo", timezone_chosen=True
        )
        title = "王小明 & משה #panic()"
        payment = with_card(asked(ann, 9000, "JPY", payee=mia.user, title=title))
        refunded(payment, 4500)
        answer = payer.get(f"/api/v1/payments/{payment.public_id}/receipt", HTTP_ACCEPT="application/pdf")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer["Content-Disposition"].startswith('inline; filename="receipt-R-')
        assert answer["Cache-Control"] == "private, no-store"
        assert is_accessible(answer.content)
        assert set("¥9,000−4500محمدأ王小明משה#()&") <= signs_in(answer.content)
