"""The webhook's signature decides: nobody is signed in, nobody is counted, and the body is bounded."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.domain.payments.payers import GOOD, for_booking
from trellis.domain.ledger.models import Transfer
from trellis.domain.mentorship.models import Booking
from trellis.domain.payments.gateways.sandbox import Sandbox, signed
from trellis.domain.payments.gateways.words import event_in_words
from trellis.domain.payments.models import KeptEvent, Payment
from trellis.domain.payments.models.sandbox import SandboxEvent

URL = "/api/v1/payments/webhook"
pytestmark = pytest.mark.django_db


def _sent(api: APIClient, body: bytes, signature: str, **more: str) -> Any:
    return api.generic("POST", URL, body, "application/json", HTTP_STRIPE_SIGNATURE=signature, **more)


@pytest.fixture
def event(booking: Booking) -> bytes:
    """What the sandbox tells of a payment that has succeeded."""
    payment = for_booking(booking)
    Sandbox().pay(payment.intent_id, card=GOOD, key="k")
    row = SandboxEvent.objects.get(type="payment_intent.succeeded")
    return json.dumps(event_in_words(row)).encode()


def test_an_event_completes_the_payment_once_however_often_it_comes(api: APIClient, event: bytes) -> None:
    now = timezone.now()
    for moment in (now, now, now + timedelta(seconds=2)):
        answer = _sent(api, event, signed(event, now=moment), HTTP_AUTHORIZATION="Bearer odd")
        assert (answer.status_code, answer.json()) == (200, {"received": True})
    payment = Payment.objects.get()
    assert (payment.status, KeptEvent.objects.count()) == ("completed", 1)
    assert Transfer.objects.filter(reference=payment.public_id).count() == 1


def test_every_signature_of_the_header_counts(api: APIClient, event: bytes) -> None:
    good = signed(event, now=timezone.now())
    moment, _, mark = good.partition(",")
    assert _sent(api, event, f"{moment},v1={'0' * 64},{mark}").status_code == 200


@pytest.mark.parametrize("broken", ["", "t=1,v1=00", "nonsense", "v1="])
def test_without_the_gateways_signature_nothing_is_believed(
    api: APIClient, event: bytes, broken: str
) -> None:
    refused(_sent(api, event, broken), 400, "BAD_REQUEST")
    old = signed(event, now=timezone.now() - timedelta(days=7))
    refused(_sent(api, event, old), 400, "BAD_REQUEST")
    refused(_sent(api, event + b" ", signed(event, now=timezone.now())), 400, "BAD_REQUEST")
    assert Payment.objects.get().status == "pending"


def test_nobody_is_counted_and_too_much_is_not_read(api: APIClient, event: bytes, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "soosh": ((1, 60),)}
    for _ in range(3):
        answer = _sent(api, event, signed(event, now=timezone.now()))
        assert answer.status_code == 200
        assert "X-RateLimit-Limit" not in answer
    refused(_sent(api, event, "odd"), 400, "BAD_REQUEST")
    large = b'{"a":"' + b"x" * (1024 * 1024) + b'"}'
    refused(_sent(api, large, signed(large, now=timezone.now())), 413, "PAYLOAD_TOO_LARGE")


def test_only_what_is_sent_is_taken(api: APIClient) -> None:
    assert api.get(URL).status_code == 405
