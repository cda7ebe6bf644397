"""Paying for what somebody is enrolled in: it opens what it was paid for, and closes with the money."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.core.events import Happened, Nothing
from trellis.domain.accounts.models import User
from trellis.domain.learning import events
from trellis.domain.learning.models import Enrollment
from trellis.domain.learning.queries.enrollments import own_enrollment
from trellis.domain.learning.refusals import NoEnrollment
from trellis.domain.learning.rules.access import refuse_to_pay
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.queries.own import newest_payment_for
from trellis.domain.payments.rules.choices import RefundReason, SubjectKind
from trellis.domain.payments.rules.paying import can_be_paid, is_given_back
from trellis.domain.payments.services.opening import open_payment
from trellis.domain.payments.services.refunding import begin_refund


@retried_once
def pay_for(*, user: User, enrollment_id: UUID, now: datetime) -> tuple[Payment, bool]:
    """Return the payment of one's own enrolment that can be paid, and whether it is new.

    It is the house's, for which nobody else is paid, and has no end. Raises NoEnrollment; CostsNothing where it
    is free; AlreadyPaid.
    """
    with transaction.atomic():
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
    """Open what has been paid for; where that was paid already, or is gone, give the money back."""
    payment = event.subject
    if payment.subject_kind != SubjectKind.ENROLLMENT:
        return
    enrollment = Enrollment.objects.select_for_update(no_key=True).filter(public_id=payment.subject_id).first()
    if enrollment is None or not owes(enrollment):
        begin_refund(
            payment=payment,
            amount_minor=payment.received_minor,
            reason=RefundReason.TOO_LATE,
            now=event.now,
        )
        return
    _set_paid(enrollment, event.now, now=event.now)
    events.paid.publish(actor_id=None, subject=enrollment, data={}, now=event.now)


def close_given_back(event: Happened[Refund, Nothing]) -> None:
    """Close what was paid for once all of it has gone back."""
    if is_given_back(event.subject.payment):
        _close(event.subject.payment, now=event.now)


def reopen(event: Happened[Refund, FailedRefund]) -> None:
    """Open it again where the money that was to go back has not."""
    payment = event.subject.payment
    enrollment = _paid_with(payment)
    # By now something else may have paid for it.
    if enrollment is None or not owes(enrollment) or not event.data["was_accepted"]:
        return
    _set_paid(enrollment, payment.succeeded_at, now=event.now)
    events.paid.publish(actor_id=None, subject=enrollment, data={}, now=event.now)


def close_disputed(event: Happened[Dispute, Nothing]) -> None:
    """Close what the payer's bank has decided is not paid."""
    if event.subject.status == DisputeStatus.LOST:
        _close(event.subject.payment, now=event.now)


def _close(payment: Payment, *, now: datetime) -> None:
    enrollment = _paid_with(payment)
    if enrollment is None or enrollment.paid_at is None:
        return
    _set_paid(enrollment, None, now=now)
    events.unpaid.publish(actor_id=None, subject=enrollment, data={}, now=now)
