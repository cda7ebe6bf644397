"""Getting an intent and confirming it: the server's price, the payer alone, and the gateway's word."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.serializers import DateTimeField
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.soosh.conftest import refused
from tests.domain.learning.factory import opportunity
from tests.domain.mentorship.bought import hold, with_package
from tests.domain.payments.payers import ASKS, DECLINED, GOOD, SLOW, asked, for_booking, person, with_card
from trellis.domain.accounts.models import User
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.services.enrolling import enroll
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.payments.gateways.refusals import CardDeclined, GatewayAway
from trellis.domain.payments.gateways.sandbox import Sandbox
from trellis.domain.payments.models import Payment

CREATE, CONFIRM = "/api/v1/payments/create-intent", "/api/v1/payments/confirm"


def _enrolled(user: User, **said: Any) -> Enrollment:
    made, _ = enroll(user=user, opportunity_id=opportunity(**said).public_id, now=timezone.now())
    return made


class TestCreating:
    def test_the_open_intent_of_a_booking_is_answered_with_its_shares(
        self, payer: APIClient, booking: Booking
    ) -> None:
        payment = for_booking(booking)
        body = {"booking_id": str(booking.public_id), "amount": 75.00, "currency": "USD"}
        answer = payer.post(CREATE, body)
        assert answer.status_code == 200
        assert answer.json() == {
            "payment_id": str(payment.public_id),
            "client_secret": payment.client_secret,
            "amount": 75.0,
            "platform_fee": 11.25,
            "mentor_payout": 63.75,
            "payment_intent_id": payment.intent_id,
            "currency": "USD",
            "status": "pending",
            "payment_url": f"http://localhost:8000/pay/{payment.public_id}",
            "pay_until": DateTimeField().to_representation(payment.due_at),
        }
        assert payer.post(CREATE, {"booking_id": str(booking.public_id)}).json() == answer.json()
        assert Payment.objects.count() == 1

    @pytest.mark.parametrize(
        ("amount", "currency", "said", "shares"),
        [
            (9000, "JPY", 9000, (1350.0, 7650.0)),
            (18600, "KWD", 18.6, (2.79, 15.81)),
            (5010, "USD", 50.1, (7.52, 42.58)),
        ],
    )
    def test_amounts_have_the_decimals_of_their_currency(
        self, payer: APIClient, booking: Booking, amount: int, currency: str, said: float, shares: Any
    ) -> None:
        for_booking(booking, amount=amount, currency=currency)
        body = {"booking_id": str(booking.public_id), "amount": said, "currency": currency.lower()}
        answer = payer.post(CREATE, body).json()
        assert answer["amount"] == said
        assert (answer["platform_fee"], answer["mentor_payout"]) == shares

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"amount": 74.99}, "amount"),
            ({"amount": 75.001}, "amount"),
            ({"amount": 0}, "amount"),
            ({"amount": "NaN"}, "amount"),
            ({"amount": "1e400"}, "amount"),
            ({"currency": "EUR"}, "currency"),
            ({"currency": "dollars"}, "currency"),
        ],
    )
    def test_another_price_than_the_servers_is_refused_by_name(
        self, payer: APIClient, booking: Booking, given: dict[str, Any], field: str
    ) -> None:
        for_booking(booking)
        answer = payer.post(CREATE, {"booking_id": str(booking.public_id), **given})
        assert set(refused(answer, 422, "VALIDATION_ERROR")["details"]) == {field}

    def test_it_is_the_payers_alone(
        self, payer: APIClient, booking: Booking, mia: Mentor, signed_in: SignIn
    ) -> None:
        for_booking(booking)
        other = person("other")
        for client in (signed_in(mia.user.username), signed_in(other.username)):
            refused(client.post(CREATE, {"booking_id": str(booking.public_id)}), 404, "NOT_FOUND")
        enrollment = _enrolled(other, price_minor=4999)
        refused(payer.post(CREATE, {"enrollment_id": str(enrollment.public_id)}), 404, "NOT_FOUND")

    @pytest.mark.parametrize(
        "body", [{}, {"booking_id": "x"}, {"booking_id": str(uuid4()), "enrollment_id": str(uuid4())}]
    )
    def test_one_thing_is_named(self, payer: APIClient, body: dict[str, str]) -> None:
        assert "booking_id" in refused(payer.post(CREATE, body), 422, "VALIDATION_ERROR")["details"]

    def test_what_is_free_paid_or_over_has_no_intent(
        self, payer: APIClient, ann: User, booking: Booking
    ) -> None:
        body = {"booking_id": str(booking.public_id)}
        refused(payer.post(CREATE, body), 422, "VALIDATION_ERROR")
        payment = for_booking(booking)
        with_card(payment)
        refused(payer.post(CREATE, body), 409, "CONFLICT")
        Payment.objects.all().delete()
        for_booking(booking, due_at=timezone.now() - timedelta(seconds=1))
        assert "cannot be paid any more" in refused(payer.post(CREATE, body), 409, "CONFLICT")["message"]
        free = {"enrollment_id": str(_enrolled(ann).public_id)}
        refused(payer.post(CREATE, free), 422, "VALIDATION_ERROR")

    def test_a_package_is_paid_for_with_its_first_session(self, payer: APIClient, ann: User) -> None:
        mentor, package = with_package(sessions=3, price="200")
        tomorrow = (timezone.now() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
        made = hold(mentor, ann, tomorrow, now=timezone.now(), package_id=package)
        assert made.payment is not None
        body = {"booking_id": str(made.booking.public_id), "amount": 200.0}
        answer = payer.post(CREATE, body)
        assert (answer.status_code, answer.json()["payment_id"]) == (200, str(made.payment.public_id))
        with_card(made.payment)
        refused(payer.post(CREATE, body), 422, "VALIDATION_ERROR")

    def test_an_enrolment_gets_one_with_its_first_asking(self, payer: APIClient, ann: User) -> None:
        enrollment = _enrolled(ann, price_minor=4999, title="Knots")
        body = {"enrollment_id": str(enrollment.public_id)}
        refused(payer.post(CREATE, {**body, "amount": 50}), 422, "VALIDATION_ERROR")
        first, again = payer.post(CREATE, body), payer.post(CREATE, body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        said = first.json()
        # The house's own: nobody else is paid.
        assert (said["amount"], said["platform_fee"], said["mentor_payout"]) == (49.99, 49.99, 0)
        assert said["pay_until"] is None

    def test_without_the_gateway_it_is_503_and_comes_with_the_next_asking(
        self, payer: APIClient, ann: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = {"enrollment_id": str(_enrolled(ann, price_minor=4999).public_id)}

        def away(*_: Any, **__: Any) -> None:
            raise GatewayAway

        with monkeypatch.context() as patch:
            patch.setattr(Sandbox, "create_intent", away)
            answer = payer.post(CREATE, body)
            refused(answer, 503, "SERVICE_UNAVAILABLE")
            assert int(answer["Retry-After"]) > 0
        assert payer.post(CREATE, body).json()["client_secret"]
        assert Payment.objects.count() == 1


class TestConfirming:
    def test_it_says_what_the_gateway_says_and_the_same_again(
        self, payer: APIClient, booking: Booking
    ) -> None:
        payment = for_booking(booking)
        # Paid behind our back, as by a browser at the gateway.
        Sandbox().pay(payment.intent_id, card=GOOD, key="k")
        first, again = payer.post(CONFIRM), payer.post(CONFIRM, {"payment_id": str(payment.public_id)})
        assert (first.status_code, again.status_code) == (200, 200)
        assert first.json() == again.json()
        said = first.json()
        assert (said["status"], said["amount"], said["next_action"]) == ("completed", 75.0, None)
        assert said["booking"]["id"] == str(booking.public_id)
        assert said["booking"]["mentor_name"] == "Mia Ray"
        assert (said["enrollment"], said["package"]) == (None, None)
        assert said["receipt_url"] == f"http://localhost:8000/pay/{payment.public_id}/receipt"

    def test_no_client_is_believed(self, payer: APIClient, booking: Booking) -> None:
        payment = for_booking(booking)
        answer = payer.post(CONFIRM, {"payment_id": str(payment.public_id), "status": "completed"})
        said = refused(answer, 402, "PAYMENT_REQUIRED")
        assert said["message"] == "No card has been charged yet."
        assert said["details"] == {
            "payment_id": str(payment.public_id),
            "status": "pending",
            "payment_url": f"http://localhost:8000/pay/{payment.public_id}",
        }

    def test_a_declined_card_is_402_with_the_banks_reason_and_another_one_is_taken(
        self, payer: APIClient, booking: Booking
    ) -> None:
        payment = for_booking(booking)
        with pytest.raises(CardDeclined):
            with_card(payment, DECLINED)
        by_intent = {"payment_intent_id": payment.intent_id}
        assert refused(payer.post(CONFIRM, by_intent), 402, "PAYMENT_REQUIRED")["message"] == (
            "Your card was declined."
        )
        with_card(payment, GOOD)
        assert payer.post(CONFIRM, by_intent).json()["status"] == "completed"

    def test_one_more_step_and_a_slow_bank_are_neither_paid_nor_refused(
        self, payer: APIClient, booking: Booking
    ) -> None:
        payment = for_booking(booking)
        with_card(payment, ASKS)
        said = payer.post(CONFIRM).json()
        assert (said["status"], said["next_action"]) == ("action_required", {"type": "use_sandbox"})
        Sandbox().answer_step(payment.intent_id, accept=False)
        refused(payer.post(CONFIRM), 402, "PAYMENT_REQUIRED")
        with_card(payment, SLOW)
        assert payer.post(CONFIRM).json()["status"] == "processing"

    def test_without_a_name_it_is_the_only_open_one(self, payer: APIClient, ann: User) -> None:
        assert "none" in refused(payer.post(CONFIRM), 422, "VALIDATION_ERROR")["details"]["payment_id"]
        asked(ann)
        refused(payer.post(CONFIRM, {}), 402, "PAYMENT_REQUIRED")
        asked(ann)
        assert "several" in refused(payer.post(CONFIRM), 422, "VALIDATION_ERROR")["details"]["payment_id"]

    def test_anothers_is_not_there_and_an_ended_one_is_over(self, payer: APIClient, ann: User) -> None:
        other = asked(person("other"))
        refused(payer.post(CONFIRM, {"payment_id": str(other.public_id)}), 404, "NOT_FOUND")
        refused(payer.post(CONFIRM, {"payment_intent_id": other.intent_id}), 404, "NOT_FOUND")
        late = asked(ann, due_at=timezone.now() - timedelta(seconds=1))
        refused(payer.post(CONFIRM, {"payment_id": str(late.public_id)}), 409, "CONFLICT")
