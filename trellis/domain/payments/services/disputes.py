"""Disputes: the payer's bank takes the money back until it is won; staff decide what people complain of."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.ledger.models import TransferKind
from trellis.domain.payments import events
from trellis.domain.payments.gateways.types import DisputeStatus as Told
from trellis.domain.payments.gateways.types import GatewayDispute
from trellis.domain.payments.models import Dispute, Payment
from trellis.domain.payments.refusals import InDispute, NotEarned, NotOpen, NotPaid
from trellis.domain.payments.rules.choices import DisputeKind, DisputeStatus, RefundReason
from trellis.domain.payments.rules.parts import Parts, taken
from trellis.domain.payments.services.changes import lock_payment, open_disputes, standing_after
from trellis.domain.payments.services.earning import earn_held
from trellis.domain.payments.services.posting import (
    post_brought_back,
    post_frozen,
    post_released,
    post_taken_back,
)
from trellis.domain.payments.services.refunding import begin_refund


def open_dispute(*, payment: Payment, actor: User, reason: str, now: datetime) -> Dispute:
    """Note that somebody complains of what they paid for: until it is settled the payee's share is kept.

    Raises NotEarned where nobody has earned it yet, NotPaid where nothing of it is left, InDispute.
    """
    with transaction.atomic():
        current = lock_payment(payment.pk)
        if open_disputes(current):
            raise InDispute
        if not current.received_minor or (current.earned_at and not current.earned_minor):
            raise NotPaid
        if not current.earned_minor:
            raise NotEarned
        share = current.earned_minor
        write_columns(
            current, now, frozen_minor=current.frozen_minor + share, earned_minor=0, disputed_at=now
        )
        dispute = _make(current, DisputeKind.PERSON, Parts(0, 0, share), now, reason=reason, opened_by=actor)
        post_frozen(current, dispute, now)
        events.dispute_opened.publish(actor_id=actor.pk, subject=dispute, data={}, now=now)
    return dispute


def settle_dispute(*, dispute: Dispute, actor: User, is_for_payer: bool, now: datetime) -> Dispute:
    """Decide what a person complained of: the payee gets their share again, or the payer all that is left.

    Raises NotOpen for one that is settled, and for a bank's.
    """
    with transaction.atomic():
        payment = lock_payment(dispute.payment_id)
        current = _complaint_of(payment)
        if current is None or current.pk != dispute.pk:
            raise NotOpen
        _release(payment, current, DisputeStatus.LOST if is_for_payer else DisputeStatus.WON, actor, now)
        if is_for_payer:
            left = payment.standing.total
            begin_refund(
                payment=payment, amount_minor=left, reason=RefundReason.DISPUTE, actor=actor, now=now
            )
    return current


@retried_once
def apply_dispute(*, payment_id: int, told: GatewayDispute, now: datetime) -> Dispute | None:
    """Take over what the payer's bank says, under the payment's lock, whatever the order in which it comes.

    An inquiry has taken nothing, and None is returned. Raises NotPaid where no money has come.
    """
    if told.status == Told.INQUIRY:
        return None
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if not payment.received_minor:
            raise NotPaid
        dispute = Dispute.objects.filter(gateway_id=told.id).first()
        if dispute is None:
            dispute = _take_back(payment, told, now)
        if dispute.status == DisputeStatus.OPEN:
            if told.status == Told.WON:
                _bring_back(payment, dispute, now)
            elif told.status == Told.LOST:
                _lose(payment, dispute, now)
    return dispute


def _take_back(payment: Payment, told: GatewayDispute, now: datetime) -> Dispute:
    """Note that the bank has taken the money: of what is left first, the rest is the house's loss."""
    complaint = _complaint_of(payment)
    if complaint is not None:
        # The bank has decided what staff were to decide.
        _release(payment, complaint, DisputeStatus.LOST, None, now)
    amount = min(told.amount_minor, payment.standing.total)
    parts = taken(payment.standing, amount, has_payee=payment.payee_id is not None)
    write_columns(
        payment,
        now,
        disputed_minor=payment.disputed_minor + amount,
        disputed_at=now,
        **standing_after(payment, parts, -1),
    )
    dispute = _make(
        payment,
        DisputeKind.BANK,
        parts,
        now,
        excess_minor=told.amount_minor - amount,
        reason=told.reason,
        gateway_id=told.id,
    )
    post_taken_back(payment, dispute, now)
    events.dispute_opened.publish(actor_id=None, subject=dispute, data={}, now=now)
    return dispute


def _bring_back(payment: Payment, dispute: Dispute, now: datetime) -> None:
    """Note that the money is there again: what was to be given back goes back now, the rest is earned."""
    owed = payment.owed_minor
    _close(dispute, DisputeStatus.WON, None, now)
    write_columns(
        payment,
        now,
        disputed_minor=payment.disputed_minor - dispute.parts.total,
        disputed_at=_disputed_at(payment),
        owed_minor=0,
        **standing_after(payment, dispute.parts, 1),
    )
    post_brought_back(payment, dispute, now)
    if owed:
        begin_refund(payment=payment, amount_minor=owed, reason=RefundReason.CANCELLED, now=now)
        payment.refresh_from_db()
    if payment.earned_at is not None and payment.payee_id is not None:
        earn_held(payment, str(dispute.public_id), now)


def _lose(payment: Payment, dispute: Dispute, now: datetime) -> None:
    """Note that the money is gone: what was to be given back of it is with the payer."""
    _close(dispute, DisputeStatus.LOST, None, now)
    away = sum(each.parts.total for each in open_disputes(payment))
    write_columns(payment, now, owed_minor=min(payment.owed_minor, away))


def _release(
    payment: Payment, dispute: Dispute, status: DisputeStatus, actor: User | None, now: datetime
) -> None:
    """Give the payee their share again."""
    share = dispute.earned_minor
    _close(dispute, status, actor, now)
    write_columns(
        payment,
        now,
        frozen_minor=payment.frozen_minor - share,
        earned_minor=payment.earned_minor + share,
        disputed_at=_disputed_at(payment),
    )
    kind = TransferKind.DISPUTE_WON if status == DisputeStatus.WON else TransferKind.DISPUTE_LOST
    post_released(payment, dispute, kind, now)


def _close(dispute: Dispute, status: DisputeStatus, actor: User | None, now: datetime) -> None:
    dispute.status, dispute.closed_by, dispute.closed_at = status, actor, now
    dispute.save(update_fields=["status", "closed_by", "closed_at"])
    events.dispute_closed.publish(
        actor_id=None if actor is None else actor.pk, subject=dispute, data={}, now=now
    )


def _make(
    payment: Payment,
    kind: DisputeKind,
    parts: Parts,
    now: datetime,
    *,
    excess_minor: int = 0,
    reason: str = "",
    gateway_id: str = "",
    opened_by: User | None = None,
) -> Dispute:
    return Dispute.objects.create(
        payment=payment,
        kind=kind,
        amount_minor=parts.total + excess_minor,
        held_minor=parts.held_minor,
        house_minor=parts.house_minor,
        earned_minor=parts.earned_minor,
        excess_minor=excess_minor,
        reason=reason,
        gateway_id=gateway_id,
        opened_by=opened_by,
        opened_at=now,
    )


def _complaint_of(payment: Payment) -> Dispute | None:
    """Return what a person complains of, if that is open."""
    return next((each for each in open_disputes(payment) if each.kind == DisputeKind.PERSON), None)


def _disputed_at(payment: Payment) -> datetime | None:
    """Return since when a payment is disputed, once one of its disputes has been decided."""
    stands = Q(status=DisputeStatus.OPEN) | Q(status=DisputeStatus.LOST, kind=DisputeKind.BANK)
    return payment.disputed_at if payment.disputes.filter(stands).exists() else None
