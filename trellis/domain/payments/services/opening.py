"""How a payment begins: a row in the transaction of what is paid for, an intent after its commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import constraint_of
from trellis.domain.accounts.models import User
from trellis.domain.payments import events
from trellis.domain.payments.gateways import gateway, gateway_named
from trellis.domain.payments.gateways.refusals import GatewayRefuses
from trellis.domain.payments.models import Payment
from trellis.domain.payments.models.payments import OPEN_ONCE
from trellis.domain.payments.refusals import AlreadyAsked, AlreadyPaid
from trellis.domain.payments.rules.choices import OPEN, Status, SubjectKind
from trellis.domain.payments.rules.fees import shares_of
from trellis.domain.payments.rules.limits import LONGEST_TITLE
from trellis.domain.payments.services.changes import is_gone, lock_payment
from trellis.domain.payments.services.confirming import apply_intent
from trellis.domain.payments.services.rounds import for_each

# The request that made the row asks first.
_LEFT_TO_IT = timedelta(seconds=20)


def open_payment(
    *,
    payer: User,
    payee: User | None,
    subject_kind: SubjectKind,
    subject_id: UUID,
    title: str,
    amount_minor: int,
    currency: str,
    due_at: datetime | None,
    now: datetime,
) -> Payment:
    """Write a payment into the caller's transaction, which holds a lock on what is paid for.

    The one that is open for the same is returned again. `payee` is None where all of it is the house's,
    `due_at` until when it can be paid, None for no end. After the commit call `ask_gateway`; where nobody
    does, or no answer comes, a job asks. Raises AlreadyPaid, and AlreadyAsked where another amount, or
    somebody else, is being asked for it.
    """
    there = _there(subject_kind, subject_id)
    if there is not None:
        if (there.payer_id, there.amount_minor, there.currency) != (payer.pk, amount_minor, currency):
            raise AlreadyAsked
        return there
    shares = shares_of(amount_minor, has_payee=payee is not None)
    # What is refused within ends the caller's transaction, which needs no savepoint then.
    with _asked_once(), transaction.atomic(savepoint=False):
        payment = Payment.objects.create(
            payer=payer,
            payee=payee,
            subject_kind=subject_kind,
            subject_id=subject_id,
            title=title[:LONGEST_TITLE],
            amount_minor=amount_minor,
            currency=currency,
            fee_minor=shares.fee_minor,
            payout_minor=shares.payout_minor,
            gateway=gateway().name,
            due_at=due_at,
            created_at=now,
            updated_at=now,
        )
        events.payment_opened.publish(actor_id=payer.pk, subject=payment, data={}, now=now)
    return payment


def ask_gateway(*, payment: Payment, now: datetime) -> Payment:
    """Have the gateway make the intent, after the commit that made the payment, and keep its answer.

    Whatever happens in between, the key is the payment's own: asked again, the gateway answers the same.
    One that has its intent, or is no longer wanted, is returned as it is. Raises GatewayAway, after which a
    job goes on asking, and GatewayRefuses, after which the payment is cancelled.
    """
    current = Payment.objects.get(pk=payment.pk)
    if current.status != Status.CREATING or current.intent_id:
        return current
    try:
        intent = gateway_named(current.gateway).create_intent(
            key=str(current.public_id),
            amount_minor=current.amount_minor,
            currency=current.currency,
            reference=current.public_id,
            description=current.title,
        )
    except GatewayRefuses:
        _cancel_refused(current.pk, now)
        raise
    return apply_intent(payment_id=current.pk, intent=intent, now=now)


def ask_unanswered(*, now: datetime) -> None:
    """Ask for every intent of which no answer has come, while it can still be paid."""
    waiting = Payment.objects.filter(
        Q(due_at=None) | Q(due_at__gt=now),
        status=Status.CREATING,
        created_at__lte=now - _LEFT_TO_IT,
    )
    for_each(waiting, lambda payment: ask_gateway(payment=payment, now=now))


def _there(subject_kind: SubjectKind, subject_id: UUID) -> Payment | None:
    """Return the open payment of a subject; raise AlreadyPaid where one is paid and not gone again."""
    # In one statement: between two of them what is open could be paid.
    found = list(
        Payment.objects.filter(
            status__in=[*OPEN, Status.COMPLETED], subject_kind=subject_kind, subject_id=subject_id
        ).order_by("pk")
    )
    if any(each.status == Status.COMPLETED and not is_gone(each) for each in found):
        raise AlreadyPaid
    return next((each for each in found if each.status in OPEN), None)


@contextmanager
def _asked_once() -> Iterator[None]:
    """Raise AlreadyAsked where somebody has opened a payment for the same at once."""
    try:
        yield
    except IntegrityError as error:
        if constraint_of(error) != OPEN_ONCE:
            raise
        raise AlreadyAsked from error


def _cancel_refused(payment_id: int, now: datetime) -> None:
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if payment.status == Status.CREATING and not payment.intent_id:
            write_columns(payment, now, status=Status.CANCELLED, closed_at=now)
            events.payment_cancelled.publish(actor_id=None, subject=payment, data={"why": "refused"}, now=now)
