"""Giving money back: begun in a transaction, asked for after its commit, and not done when it is accepted."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import retried_once
from trellis.core.tasks import enqueue
from trellis.core.writing.currencies import step_of
from trellis.domain.accounts.models import User
from trellis.domain.payments import events
from trellis.domain.payments.gateways import gateway_named
from trellis.domain.payments.gateways.refusals import GatewayAway, GatewayRefuses, NoGateway
from trellis.domain.payments.gateways.types import GatewayRefund
from trellis.domain.payments.gateways.types import RefundStatus as Told
from trellis.domain.payments.models import Payment, Refund
from trellis.domain.payments.refusals import InDispute, NotPaid, NotToBeSent, TooMuch
from trellis.domain.payments.rules.choices import DisputeKind, RefundReason, RefundStatus
from trellis.domain.payments.rules.parts import taken
from trellis.domain.payments.rules.states import follows
from trellis.domain.payments.services.changes import lock_payment, open_disputes, standing_after
from trellis.domain.payments.services.posting import post_refund, post_refund_failed
from trellis.domain.payments.services.rounds import for_each, log

# Whoever begins a refund asks first.
_LEFT_TO_THEM = timedelta(seconds=30)
# A bank takes its time; after so much the gateway is asked.
_SILENT_FOR = timedelta(hours=1)


def begin_refund(
    *,
    payment: Payment,
    amount_minor: int,
    reason: RefundReason,
    now: datetime,
    actor: User | None = None,
    key: UUID | None = None,
) -> Refund | None:
    """Take an amount off what is left of a payment, in a transaction, and have it given back.

    After the commit call `ask_refund`, or leave it to the job. `key` becomes its `public_id`, where there is
    one that must not be used twice. Returns None where the amount is 0, and nobody is called; also for as
    much as the payer's bank has taken back: that is given back once the bank has decided for the payee.
    Raises NotPaid, TooMuch, NotToBeSent, and InDispute for what is earned while staff look into a complaint
    of it.
    """
    with transaction.atomic():
        current = lock_payment(payment.pk)
        if not current.received_minor:
            raise NotPaid
        if not amount_minor:
            return None
        if amount_minor % step_of(current.received_currency):
            raise NotToBeSent
        amount_minor -= _owe(current, amount_minor, now)
        if not amount_minor:
            return None
        return _begin(current, amount_minor, reason, actor, now, key=key)


def left_of(payment: Payment) -> int:
    """Return what of a locked payment can still be given back, now or once its payer's bank has decided.

    While staff look into a complaint that is what nobody has earned: of the rest they decide.
    """
    disputes = open_disputes(payment)
    if any(each.kind == DisputeKind.PERSON for each in disputes):
        return payment.held_minor
    away = sum(each.parts.total for each in disputes if each.kind == DisputeKind.BANK)
    return payment.standing.total + away - payment.owed_minor


def ask_refund(*, refund: Refund, now: datetime) -> Refund:
    """Ask the gateway for a refund, after the commit that began it, and keep its answer.

    Without an answer it stays as it is, and a job asks again with the same key. One that is answered is
    returned as it is.
    """
    try:
        return _ask(refund, now)
    except (GatewayAway, NoGateway):
        log.warning("gateway away", row=str(refund))
        return Refund.objects.get(pk=refund.pk)


def ask_unanswered(*, now: datetime) -> None:
    """Ask for every refund of which no answer has come."""
    waiting = Refund.objects.filter(
        status=RefundStatus.CREATING,
        updated_at__lte=now - _LEFT_TO_THEM,
    )
    for_each(waiting, lambda refund: _ask(refund, now))


def look_at_pending(*, now: datetime) -> None:
    """Look at the refunds that were accepted and are not done: what the gateway told of them may be lost."""
    pending = Refund.objects.filter(status=RefundStatus.PENDING, updated_at__lte=now - _SILENT_FOR)
    for_each(pending.select_related("payment"), lambda refund: _look(refund, now))


@retried_once
def apply_refund(*, refund_id: int, told: GatewayRefund, now: datetime) -> Refund:
    """Take over what the gateway says of a refund, under the payment's lock: states move by rank alone.

    Accepted, it is posted; failed after that, the exact opposite is, and it can be refunded again.
    """
    with transaction.atomic():
        refund, payment = _locked(refund_id)
        if not refund.gateway_id:
            write_columns(refund, now, gateway_id=told.id)
        if follows(refund.status, told.status):
            if told.status == Told.FAILED:
                _fail(refund, payment, now)
            else:
                _accept(refund, payment, RefundStatus(told.status), now)
    return refund


@retried_once
def adopt_refund(*, payment_id: int, told: GatewayRefund, now: datetime) -> Refund | None:
    """Note a refund that was made at the gateway itself, by whoever runs the account there.

    Returns None where it is known, or failed before it was. Raises TooMuch.
    """
    with transaction.atomic():
        payment = lock_payment(payment_id)
        if told.status == Told.FAILED or Refund.objects.filter(gateway_id=told.id).exists():
            return None
        refund = _begin(payment, told.amount_minor, RefundReason.GATEWAY, None, now, is_asked=False)
        return apply_refund(refund_id=refund.pk, told=told, now=now)


def _look(refund: Refund, now: datetime) -> Refund:
    told = gateway_named(refund.payment.gateway).refund_of(refund.gateway_id)
    return apply_refund(refund_id=refund.pk, told=told, now=now)


def _owe(payment: Payment, amount_minor: int, now: datetime) -> int:
    """Note how much of an amount can only be given back once the payer's bank has decided, and return it."""
    disputes = open_disputes(payment)
    is_complained_of = any(each.kind == DisputeKind.PERSON for each in disputes)
    # What nobody has earned is not what is complained of: the other sessions of a package go their way.
    if is_complained_of and amount_minor > payment.held_minor:
        raise InDispute
    owed = max(0, amount_minor - payment.standing.total)
    if not disputes or not owed:
        return 0
    if payment.owed_minor + owed > sum(each.parts.total for each in disputes):
        raise TooMuch
    write_columns(payment, now, owed_minor=payment.owed_minor + owed)
    return owed


def _begin(
    payment: Payment,
    amount_minor: int,
    reason: RefundReason,
    actor: User | None,
    now: datetime,
    *,
    key: UUID | None = None,
    is_asked: bool = True,
) -> Refund:
    from trellis.domain.payments.tasks import ask_refund

    if amount_minor > payment.standing.total:
        raise TooMuch
    parts = taken(payment.standing, amount_minor, has_payee=payment.payee_id is not None)
    write_columns(
        payment,
        now,
        refunded_minor=payment.refunded_minor + amount_minor,
        **standing_after(payment, parts, -1),
    )
    refund = Refund.objects.create(
        public_id=key or uuid4(),
        payment=payment,
        amount_minor=amount_minor,
        currency=payment.received_currency,
        held_minor=parts.held_minor,
        house_minor=parts.house_minor,
        earned_minor=parts.earned_minor,
        reason=reason,
        begun_by=actor,
        created_at=now,
        updated_at=now,
    )
    events.refund_begun.publish(
        actor_id=None if actor is None else actor.pk, subject=refund, data={}, now=now
    )
    if is_asked:
        enqueue(ask_refund, refund_id=refund.pk)
    return refund


def _ask(refund: Refund, now: datetime) -> Refund:
    current = Refund.objects.select_related("payment").get(pk=refund.pk)
    if current.status != RefundStatus.CREATING:
        return current
    payment = current.payment
    try:
        told = gateway_named(payment.gateway).refund(
            key=str(current.public_id), intent_id=payment.intent_id, amount_minor=current.amount_minor
        )
    except GatewayRefuses as refusal:
        log.warning("gateway refuses", row=str(current), code=refusal.code)
        return _refused(current.pk, now)
    return apply_refund(refund_id=current.pk, told=told, now=now)


@retried_once
def _refused(refund_id: int, now: datetime) -> Refund:
    with transaction.atomic():
        refund, payment = _locked(refund_id)
        if refund.status == RefundStatus.CREATING:
            _fail(refund, payment, now)
    return refund


def _accept(refund: Refund, payment: Payment, status: RefundStatus, now: datetime) -> None:
    is_new = refund.accepted_at is None
    write_columns(refund, now, status=status, accepted_at=refund.accepted_at or now)
    if is_new:
        post_refund(payment, refund, now)
        events.refund_made.publish(actor_id=None, subject=refund, data={}, now=now)


def _fail(refund: Refund, payment: Payment, now: datetime) -> None:
    """Put back what was taken off the payment, and what was posted, if it was."""
    was_accepted = refund.accepted_at is not None
    write_columns(refund, now, status=RefundStatus.FAILED, failed_at=now)
    write_columns(
        payment,
        now,
        refunded_minor=payment.refunded_minor - refund.amount_minor,
        **standing_after(payment, refund.parts, 1),
    )
    if was_accepted:
        post_refund_failed(payment, refund, now)
    events.refund_failed.publish(actor_id=None, subject=refund, data={"was_accepted": was_accepted}, now=now)


def _locked(refund_id: int) -> tuple[Refund, Payment]:
    """Lock a refund's payment, and return both as they are."""
    payment = lock_payment(Refund.objects.values_list("payment_id", flat=True).get(pk=refund_id))
    refund = Refund.objects.get(pk=refund_id)
    refund.payment = payment
    return refund, payment
