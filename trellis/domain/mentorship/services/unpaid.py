"""Sessions whose money goes away besides what the policy gives back: by staff, or by the payer's bank."""

from datetime import datetime

from django.db.models import Q, QuerySet

from trellis.core.db.columns import write_columns
from trellis.core.events import Happened, Nothing
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, Bundle, BundleStatus, Status
from trellis.domain.mentorship.services import bundles
from trellis.domain.mentorship.services.changes import is_in_calendars, standing_of
from trellis.domain.mentorship.services.money import lock_bundle
from trellis.domain.payments.models import Dispute, Payment, Refund
from trellis.domain.payments.rules.choices import DisputeStatus
from trellis.domain.payments.services.changes import lock_payment

_GIVEN_BACK = "What was paid for it has been given back."
_TAKEN_BACK = "The bank of whoever paid for it has taken the money back."


def follow_refund(event: Happened[Refund, Nothing]) -> None:
    """Call off the sessions to come of a payment of which nothing is left, and end its package."""
    payment = lock_payment(event.subject.payment_id)
    if not _is_gone(payment):
        return
    for bundle in Bundle.objects.filter(payment=payment, status=BundleStatus.ACTIVE):
        current = lock_bundle(bundle.pk)
        bundles.end(current, "given_back", event.now, given_back_minor=current.unused_minor)
    for booking in _to_come(payment, event.now):
        # A refund is noted with one booking, so not with those of a package.
        refund = event.subject if booking.payment_id is not None else None
        _call_off(booking, _GIVEN_BACK, booking.price_minor, refund, event.now)


def follow_dispute(event: Happened[Dispute, Nothing]) -> None:
    """Call off the sessions to come of a payment that the payer's bank keeps, and end its package."""
    payment = lock_payment(event.subject.payment_id)
    if event.subject.status != DisputeStatus.LOST or not _is_gone(payment):
        return
    for bundle in Bundle.objects.filter(payment=payment, status=BundleStatus.ACTIVE):
        bundles.end(lock_bundle(bundle.pk), "taken_back", event.now)
    for booking in _to_come(payment, event.now):
        _call_off(booking, _TAKEN_BACK, 0, None, event.now)


def _is_gone(payment: Payment) -> bool:
    is_paid = bool(payment.received_minor) and not payment.misplaced
    return is_paid and not payment.standing.total and not payment.frozen_minor


def _to_come(payment: Payment, now: datetime) -> QuerySet[Booking]:
    """Return the sessions that are not over and have a price of which nothing is left, locked."""
    paid = Q(payment=payment) | Q(bundle__payment=payment)
    rows = Booking.objects.select_related("mentor__user", "mentee", "bundle").select_for_update(of=("self",))
    found = rows.filter(paid, status=Status.CONFIRMED, ends_at__gt=now, price_minor__gt=0)
    return found.order_by("pk")


def _call_off(booking: Booking, reason: str, given_back: int, refund: Refund | None, now: datetime) -> None:
    write_columns(
        booking,
        now,
        status=Status.CANCELLED_BY_MENTOR,
        cancellation_reason=reason,
        given_back_minor=given_back,
        refund=refund,
    )
    told: events.CalledOff = {
        **standing_of(booking),
        "previous_status": str(Status.CONFIRMED),
        "is_in_calendars": is_in_calendars(booking),
    }
    events.booking_cancelled.publish(actor_id=None, subject=booking, data=told, now=now)
