"""`payments/create-intent` and `payments/confirm`: paying by a gateway (soosh-api.md, section 7)."""

from datetime import datetime
from typing import Any, Never

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import STYLE, SooshView
from trellis.apis.soosh.payments.input import ConfirmInput, IntentInput
from trellis.apis.soosh.payments.output import (
    PaymentIntentOutput,
    PaymentOutput,
    intent_json,
    page_of,
    payment_json,
    word_for,
)
from trellis.apis.soosh.payments.subjects import subject_of
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.errors import Declined
from trellis.core.http.views import validated
from trellis.domain.accounts.models import User
from trellis.domain.learning.queries.enrollments import own_enrollment
from trellis.domain.learning.services.paying import pay_for
from trellis.domain.mentorship.queries.paid import booking_paid_by
from trellis.domain.mentorship.rules.bookings import is_unpaid
from trellis.domain.payments.models import Payment
from trellis.domain.payments.queries.own import (
    newest_payment_for,
    only_open_payment,
    own_payment,
    own_payment_by_intent,
)
from trellis.domain.payments.refusals import AlreadyPaid, CostsNothing, TooLateToPay
from trellis.domain.payments.rules.choices import SubjectKind
from trellis.domain.payments.rules.paying import Step, step_of
from trellis.domain.payments.services.confirming import look
from trellis.domain.payments.services.opening import ask_gateway
from trellis.domain.payments.services.prices import refuse_other_price

_NO_CARD = "No card has been charged yet."
_WAITS = {
    402: OpenApiResponse(STYLE.shapes[402], "It waits for a card: the first, or one that is not declined.")
}

_NO_PAYMENT = {404: OpenApiResponse(STYLE.shapes[404], "There is no such payment, or it is somebody else's.")}
_NOTHING_TO_PAY = {
    404: OpenApiResponse(
        STYLE.shapes[404], "There is no such booking or enrolment, or it is somebody else's."
    )
}


class CreateIntentView(SooshView):
    """`payments/create-intent`."""

    @extend_schema(
        request=IntentInput, responses={200: PaymentIntentOutput, 201: PaymentIntentOutput, **_NOTHING_TO_PAY}
    )
    def post(self, request: Request) -> Response:
        """Get the intent by which one's booking or enrolment is paid: 201 for a new one, else 200.

        The price is the server's, and another `amount` or `currency` is 422. What is paid already, and what
        can be paid no more, is 409.
        """
        given, user, now = validated(IntentInput, request), caller_of(request), timezone.now()
        payment, is_new = _to_pay(user, given, now)
        # After the commit: nothing outside is asked inside a transaction.
        payment = _payable(ask_gateway(payment=payment, now=now), now)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(intent_json(payment), status=code)


class ConfirmView(SooshView):
    """`payments/confirm`."""

    @extend_schema(request=ConfirmInput, responses={200: PaymentOutput, **_WAITS, **_NO_PAYMENT})
    def post(self, request: Request) -> Response:
        """Ask the gateway how a payment of one's own stands, and take that over; said again, the same.

        Paid, being charged, and one more step asked for (`next_action`) are 200. While it waits for a card,
        the first or another one, it is 402 with what the bank said; given up or too late it is 409.
        """
        given, user, now = validated(ConfirmInput, request), caller_of(request), timezone.now()
        looked = look(payment=ask_gateway(payment=_named(user, given), now=now), now=now)
        # As what follows from it has left it.
        payment = own_payment(user, looked.public_id)
        match step_of(payment, now=now):
            case Step.CARD:
                _ask_for_card(payment)
            case Step.OVER:
                raise TooLateToPay
        return Response(payment_json(payment, subject_of(payment, now=now)))


def _to_pay(user: User, given: dict[str, Any], now: datetime) -> tuple[Payment, bool]:
    """Return what is to be paid, and whether it is new; raise what is refused."""
    if "enrollment_id" in given:
        enrollment = own_enrollment(user, given["enrollment_id"])
        _refuse_other_price(given, enrollment.price_minor, enrollment.currency)
        return pay_for(user=user, enrollment_id=enrollment.public_id, now=now)
    booking = booking_paid_by(user, given["booking_id"])
    payment = newest_payment_for(user, SubjectKind.BOOKING, booking.public_id)
    if booking.bundle is not None and is_unpaid(booking):
        # The first of a package, which is bought with it; of the others that is paid.
        payment = newest_payment_for(user, SubjectKind.BUNDLE, booking.bundle.public_id)
    if payment is None:
        raise CostsNothing
    _refuse_other_price(given, payment.amount_minor, payment.currency)
    return _payable(payment, now), False


def _payable(payment: Payment, now: datetime) -> Payment:
    """Return a payment that can be paid; raise AlreadyPaid or TooLateToPay."""
    match step_of(payment, now=now):
        case Step.PAID:
            raise AlreadyPaid
        case Step.OVER:
            raise TooLateToPay
    return payment


def _named(user: User, given: dict[str, Any]) -> Payment:
    if "payment_id" in given:
        return own_payment(user, given["payment_id"])
    if "payment_intent_id" in given:
        return own_payment_by_intent(user, given["payment_intent_id"])
    return only_open_payment(user)


def _ask_for_card(payment: Payment) -> Never:
    raise Declined(
        payment.last_error or _NO_CARD,
        payment_id=str(payment.public_id),
        status=word_for(payment),
        payment_url=page_of(payment),
    )


def _refuse_other_price(given: dict[str, Any], due_minor: int, currency: str) -> None:
    amount, code = given.get("amount"), given.get("currency", "")
    refuse_other_price(amount=amount, code=code, due_minor=due_minor, currency=currency)
