"""What must hold of money and bookings once all has settled, whatever was killed on the way."""

from collections import Counter
from contextlib import suppress
from typing import Any

from django.db import connection
from django.db.models import Q
from procrastinate.exceptions import AlreadyEnqueued

from tests.domain.mentorship.world import overlaps
from tests.domain.payments.world import assert_books_agree
from tests.stripe_fake import Account
from trellis.core.tasks import retry_stalled_jobs
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.payments import tasks
from trellis.domain.payments.models import KeptEvent, Payment, Refund
from trellis.domain.payments.rules.choices import RefundStatus
from trellis.domain.payments.rules.choices import Status as Paid

_STANDS = (Status.CONFIRMED, Status.COMPLETED)
_OPEN_JOBS = """
SELECT count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now()
"""
_FAILED_JOBS = (
    "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'failed' AND NOT args ? 'timestamp'"
)
# What the clock has the worker do every minute.
_SWEEPS = (
    retry_stalled_jobs,
    tasks.ask_for_intents,
    tasks.ask_for_refunds,
    tasks.lapse_payments,
    tasks.close_intents,
    tasks.try_waiting_events,
)


def sweep() -> None:
    """Have the clock's minute be over: the worker looks for what was left undone."""
    for task in _SWEEPS:
        with suppress(AlreadyEnqueued):
            task.defer(timestamp=0)


def left_undone() -> dict[str, Any]:
    """Return what the worker still has to do: nothing, once it has caught up."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_JOBS)
        (jobs,) = cursor.fetchone()
    found = {
        "jobs": jobs,
        "payments": list(Payment.objects.filter(closed_at=None).values_list("public_id", "status")),
        "refunds": Refund.objects.exclude(status__in=(RefundStatus.SUCCEEDED, RefundStatus.FAILED)).count(),
        "events": KeptEvent.objects.filter(applied_at=None).count(),
    }
    return {what: how for what, how in found.items() if how}


def assert_money_and_bookings_agree(account: Account) -> None:
    """Our rows agree with each other, with the ledger, and with what the gateway has done."""
    _assert_paid_is_booked()
    _assert_booked_is_paid()
    _assert_charged_once(account)
    _assert_refunds_are_ours(account)
    assert_books_agree()
    assert overlaps() == []
    assert not _failed_jobs(), _failed_jobs()


def _assert_paid_is_booked() -> None:
    """No money without a booking: it stands, or all of it went back."""
    for payment in Payment.objects.exclude(received_minor=0):
        booking = Booking.objects.get(public_id=payment.subject_id)
        if booking.status in _STANDS:
            assert (payment.status, payment.refunded_minor) == (Paid.COMPLETED, 0), payment
            assert booking.payment_id == payment.pk
        else:
            given_back = payment.refunds.filter(status=RefundStatus.SUCCEEDED)
            assert sum(given_back.values_list("amount_minor", flat=True)) == payment.received_minor, payment


def _assert_booked_is_paid() -> None:
    """No booking without money."""
    unpaid = Booking.objects.filter(~Q(payment__status=Paid.COMPLETED), price_minor__gt=0, status__in=_STANDS)
    assert not unpaid.exists(), list(unpaid)
    assert not Booking.objects.filter(status=Status.PENDING).exists()


def _assert_charged_once(account: Account) -> None:
    """One intent for a payment, and one payment for a booking."""
    references = Counter(intent["metadata"]["reference"] for intent in account.intents.values())
    assert set(references.values()) <= {1}, references
    by_reference = {intent["metadata"]["reference"]: intent for intent in account.intents.values()}
    subjects = Counter(Payment.objects.values_list("subject_id", flat=True))
    assert set(subjects.values()) == {1}, subjects
    for payment in Payment.objects.exclude(intent_id=""):
        intent = by_reference[str(payment.public_id)]
        assert (payment.intent_id, payment.received_minor) == (intent["id"], intent["amount_received"])
        assert (payment.received_minor > 0) == (intent["status"] == "succeeded")
    assert len(by_reference) == Payment.objects.exclude(intent_id="").count()


def _assert_refunds_are_ours(account: Account) -> None:
    """What went back at the gateway is what went back here, once."""
    there = sorted((refund["id"], refund["amount"]) for refund in account.refunds.values())
    assert not Refund.objects.exclude(status=RefundStatus.SUCCEEDED).exists()
    assert there == list(Refund.objects.order_by("gateway_id").values_list("gateway_id", "amount_minor"))
    intents = account.intents.values()
    charges = {intent["id"]: intent["latest_charge"] for intent in intents if intent["latest_charge"]}
    for payment in Payment.objects.exclude(received_minor=0):
        assert charges[payment.intent_id]["amount_refunded"] == payment.refunded_minor, payment


def _failed_jobs() -> list[Any]:
    """Return the jobs that nobody will try again; of those by the clock the next one does it."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED_JOBS)
        return list(cursor.fetchall())
