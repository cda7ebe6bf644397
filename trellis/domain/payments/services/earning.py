"""What was paid for has happened: the payee's share is theirs, and the fee the house's."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.domain.payments import events
from trellis.domain.payments.models import Payment
from trellis.domain.payments.refusals import NotPaid
from trellis.domain.payments.rules.choices import Status
from trellis.domain.payments.rules.fees import split
from trellis.domain.payments.rules.parts import Parts
from trellis.domain.payments.services.changes import lock_payment
from trellis.domain.payments.services.posting import post_earned


def earn(*, payment: Payment, now: datetime) -> None:
    """Share what is left of a payment between payee and house, in a transaction, once; raise NotPaid.

    Call it when what was paid for has happened, or has lapsed without being paid back. What is about to be
    given back is not earned.
    """
    with transaction.atomic():
        current = lock_payment(payment.pk)
        if current.status != Status.COMPLETED:
            raise NotPaid
        if current.earned_at is not None:
            return
        earn_held(current, "first", now)
        write_columns(current, now, earned_at=now)
        events.payment_earned.publish(actor_id=None, subject=current, data={}, now=now)


def earn_part(*, payment: Payment, amount_minor: int, name: str, now: datetime) -> None:
    """Share a part of what is held of a payment between payee and house, in a transaction; raise NotPaid.

    Of what is paid for piece by piece: `name` tells this part from others, and is said once. However many
    parts there are, together they are shared as the whole is. What is not held any more is not earned.
    """
    with transaction.atomic():
        current = lock_payment(payment.pk)
        if current.status != Status.COMPLETED:
            raise NotPaid
        amount = min(amount_minor, current.held_minor)
        if not amount:
            return
        earned = current.house_minor + current.earned_minor + current.frozen_minor
        house = min(max(split(earned + amount).fee_minor - current.house_minor, 0), amount)
        parts = Parts(0, house, amount - house)
        is_last = amount == current.held_minor
        write_columns(
            current,
            now,
            held_minor=current.held_minor - amount,
            house_minor=current.house_minor + parts.house_minor,
            earned_minor=current.earned_minor + parts.earned_minor,
            earned_at=now if is_last else None,
        )
        post_earned(current, parts, name, now)
        if is_last:
            events.payment_earned.publish(actor_id=None, subject=current, data={}, now=now)


def earn_held(payment: Payment, name: str, now: datetime) -> None:
    """Share what is held of a locked payment, by a name that tells this time from others of it."""
    held = payment.held_minor
    if not held:
        return
    # What is kept from the payee meanwhile is shared already.
    fee = split(payment.standing.total + payment.frozen_minor).fee_minor
    house = min(max(fee - payment.house_minor, 0), held)
    parts = Parts(0, house, held - house)
    write_columns(
        payment,
        now,
        held_minor=0,
        house_minor=payment.house_minor + parts.house_minor,
        earned_minor=payment.earned_minor + parts.earned_minor,
    )
    post_earned(payment, parts, name, now)
