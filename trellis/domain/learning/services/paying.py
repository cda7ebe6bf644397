"""Paying for what somebody is enrolled in: it opens with the money, and closes when that goes back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.events import Happened, Nothing
from trellis.domain.accounts.models import User
from trellis.domain.learning import events
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.queries.enrollments import own_enrollment
from trellis.domain.learning.rules.access import owes, refuse_to_pay
from trellis.domain.payments.events import FailedRefund
from trellis.domain.payments.models import Dispute, Payment, Refund
from trellis.domain.payments.queries.own import newest_payment_for
from trellis.domain.payments.rules.choices import DisputeStatus, RefundReason, SubjectKind
from trellis.domain.payments.rules.paying import can_be_paid
from trellis.domain.payments.services.changes import is_gone
from trellis.domain.payments.services.opening import open_payment
from trellis.domain.payments.services.refunding import begin_refund


@retried_once
def pay_for(*, user: User, enrollment_id: UUID, now: datetime) -> tuple[Payment, bool]:
    """Return the payment by which one's own enrolment can be paid, and whether it is new.

    It has no end, and all of it is the house's. After the commit the gateway is asked. Raises NoEnrollment,
    CostsNothing, and AlreadyPaid.
    """
    with transaction.atomic():
        # Two at once are given the same.
        enrollment = _locked(own_enrollment(user, enrollment_id))
        refuse_to_pay(enrollment)
        there = newest_payment_for(user, SubjectKind.ENROLLMENT, enrollment.public_id)
        if there is not None and can_be_paid(there, now=now):
            return there, False
        made = open_payment(
            payer=user,
            payee=None,
            subject_kind=SubjectKind.ENROLLMENT,
            subject_id=enrollment.public_id,
            title=enrollment.opportunity.title,
            amount_minor=enrollment.price_minor,
            currency=enrollment.currency,
            due_at=None,
            now=now,
        )
    return made, True


def open_paid(event: Happened[Payment, Nothing]) -> None:
    """Open what has been paid for; give the money back where that is gone, or was paid already."""
    payment = event.subject
    if payment.subject_kind != SubjectKind.ENROLLMENT:
        return
    rows = Enrollment.objects.select_for_update(no_key=True)
    enrollment = rows.filter(public_id=payment.subject_id).first()
    if enrollment is None or not owes(enrollment):
        begin_refund(
            payment=payment,
            amount_minor=payment.received_minor,
            reason=RefundReason.TOO_LATE,
            now=event.now,
        )
        return
    _open(enrollment, payment, now=event.now)


def close_given_back(event: Happened[Refund, Nothing]) -> None:
    """Close what was paid for once all of the money is gone."""
    if is_gone(event.subject.payment):
        _close(event.subject.payment, now=event.now)


def open_again(event: Happened[Refund, FailedRefund]) -> None:
    """Open it again where the money that had gone back is here again, unless it was paid anew meanwhile."""
    payment = event.subject.payment
    if not event.data["was_accepted"]:
        return
    enrollment = _opened_by(payment)
    if enrollment is not None and owes(enrollment):
        _open(enrollment, payment, now=event.now)


def close_disputed(event: Happened[Dispute, Nothing]) -> None:
    """Close what, as the payer's bank has decided, is not paid; of a part of it nothing closes."""
    if event.subject.status == DisputeStatus.LOST and is_gone(event.subject.payment):
        _close(event.subject.payment, now=event.now)


def _open(enrollment: Enrollment, payment: Payment, *, now: datetime) -> None:
    enrollment.payment, enrollment.paid_at, enrollment.updated_at = payment, payment.succeeded_at, now
    enrollment.save(update_fields=["payment", "paid_at", "updated_at"])
    events.paid.publish(actor_id=payment.payer_id, subject=enrollment, data={}, now=now)


def _close(payment: Payment, *, now: datetime) -> None:
    enrollment = _opened_by(payment)
    if enrollment is None or enrollment.paid_at is None:
        return
    enrollment.paid_at, enrollment.updated_at = None, now
    enrollment.save(update_fields=["paid_at", "updated_at"])
    events.unpaid.publish(actor_id=None, subject=enrollment, data={}, now=now)


def _opened_by(payment: Payment) -> Enrollment | None:
    """Lock and return what this payment, of all that somebody may have made for it, has opened."""
    return Enrollment.objects.select_for_update(no_key=True).filter(payment=payment).first()


def _locked(enrollment: Enrollment) -> Enrollment:
    rows = Enrollment.objects.select_for_update(no_key=True, of=("self",)).select_related("opportunity")
    return rows.get(pk=enrollment.pk)
