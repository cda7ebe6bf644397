"""Sending people what they have earned: the key of a payout is written down before the gateway is called."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from trellis.core.db.columns import write_columns
from trellis.core.db.errors import retried_once
from trellis.core.db.locks import lock
from trellis.core.tasks import enqueue
from trellis.core.writing.currencies import rounded_down
from trellis.core.writing.money import one_unit
from trellis.domain.accounts.models import User
from trellis.domain.ledger.models import Account, AccountKind
from trellis.domain.ledger.queries import balance_of
from trellis.domain.payments import events
from trellis.domain.payments.gateways import gateway, gateway_named
from trellis.domain.payments.gateways.refusals import GatewayRefuses, NoGateway
from trellis.domain.payments.gateways.types import GatewayPayout
from trellis.domain.payments.gateways.types import PayoutStatus as Told
from trellis.domain.payments.models import Payout, PayoutAccount, Refund
from trellis.domain.payments.refusals import InvalidAccount
from trellis.domain.payments.rules.choices import UNFINISHED_PAYOUTS, PayoutStatus, RefundStatus
from trellis.domain.payments.rules.limits import LONGEST_GATEWAY_ID
from trellis.domain.payments.services.posting import post_payout, post_payout_failed
from trellis.domain.payments.services.rounds import for_each, log

SANDBOX = "sandbox"
# After one that failed the next is tried so much later.
_AGAIN_AFTER = timedelta(days=1)
_LEFT_TO_THE_JOB = timedelta(minutes=1)
# After so much time the gateway is asked for what it may have told in vain.
_SILENT_FOR = timedelta(hours=1)


def begin_payouts(*, now: datetime) -> None:
    """Begin a payout of each currency to everybody who has earned at least one unit of it."""
    try:
        gateway()
    except NoGateway:
        return  # nobody is paid here

    def begin(account: Account) -> None:
        if account.user_id is not None:
            begin_payout(payee_id=account.user_id, currency=account.currency, now=now)

    for_each(Account.objects.filter(kind=AccountKind.EARNED), begin, most=None)


def begin_payout(*, payee_id: int, currency: str, now: datetime) -> Payout | None:
    """Write a payout of all that somebody has earned in a currency, and have the gateway asked for it.

    What is too little to be sent, as the last digit of dinars, waits for the next one.
    Returns None where one is under way, or has failed of late, where it is less than one unit, and where
    nobody has said to which account it goes.
    """
    from trellis.domain.payments.tasks import ask_payout

    with transaction.atomic():
        lock("payouts-of", f"{payee_id} {currency}")
        # First this, then the balance: a payout that is accepted in between would be in neither.
        if _has_recent(payee_id, currency, now):
            return None
        account = _account_of(payee_id)
        amount = rounded_down(_earned(payee_id, currency), currency)
        if not account or amount < one_unit(currency):
            return None
        payout = Payout.objects.create(
            payee_id=payee_id,
            amount_minor=amount,
            currency=currency,
            gateway=gateway().name,
            account=account,
            created_at=now,
            updated_at=now,
        )
        events.payout_begun.publish(actor_id=None, subject=payout, data={}, now=now)
        enqueue(ask_payout, payout_id=payout.pk)
    return payout


def ask_payout(*, payout: Payout, now: datetime) -> Payout:
    """Ask the gateway for a payout, after the commit that began it, and keep its answer.

    Asked again with the same key it answers the same. Raises GatewayAway.
    """
    current = Payout.objects.get(pk=payout.pk)
    if current.status != PayoutStatus.CREATING:
        return current
    try:
        told = gateway_named(current.gateway).pay_out(
            key=str(current.public_id),
            account=current.account,
            amount_minor=current.amount_minor,
            currency=current.currency,
            reference=current.public_id,
        )
    except GatewayRefuses as refusal:
        log.warning("gateway refuses", row=str(current), code=refusal.code)
        return _refused(current.pk, now)
    return apply_payout(payout_id=current.pk, told=told, now=now)


def ask_unanswered(*, now: datetime) -> None:
    """Ask for every payout of which no answer has come."""
    waiting = Payout.objects.filter(status=PayoutStatus.CREATING, updated_at__lte=now - _LEFT_TO_THE_JOB)
    for_each(waiting, lambda payout: ask_payout(payout=payout, now=now))


def look_at_pending(*, now: datetime) -> None:
    """Look at the payouts that were accepted and are not done, and keep the payee's next one waiting."""
    pending = Payout.objects.filter(status=PayoutStatus.PENDING, updated_at__lte=now - _SILENT_FOR)
    for_each(pending, lambda payout: _look(payout, now))


@retried_once
def apply_payout(*, payout_id: int, told: GatewayPayout, now: datetime) -> Payout:
    """Take over what the gateway says of a payout, under its lock: states move by rank alone.

    Accepted, it is posted; failed after that, the exact opposite is, and a later payout has it again.
    """
    with transaction.atomic():
        payout = _locked(payout_id)
        if not payout.gateway_id:
            write_columns(payout, now, gateway_id=told.id)
        if payout.status != PayoutStatus.FAILED:
            if told.status == Told.FAILED:
                _fail(payout, now)
            elif payout.status in UNFINISHED_PAYOUTS:
                _accept(payout, PayoutStatus(told.status), now)
    return payout


def set_payout_account(*, user: User, account: str, actor: User, now: datetime) -> PayoutAccount:
    """Say to which account at the gateway somebody is paid out (staff); raise InvalidAccount."""
    named = account.strip()
    if not named or len(named) > LONGEST_GATEWAY_ID:
        raise InvalidAccount
    with transaction.atomic():
        row, _ = PayoutAccount.objects.update_or_create(
            user=user,
            defaults={"account": named, "updated_at": now},
            create_defaults={"account": named, "created_at": now, "updated_at": now},
        )
        events.payout_account_set.publish(actor_id=actor.pk, subject=row, data={}, now=now)
    return row


def _look(payout: Payout, now: datetime) -> Payout:
    told = gateway_named(payout.gateway).payout_of(payout.gateway_id)
    return apply_payout(payout_id=payout.pk, told=told, now=now)


def _account_of(payee_id: int) -> str:
    """Return where somebody is paid out; in the sandbox everybody has an account."""
    account = PayoutAccount.objects.filter(user_id=payee_id).first()
    if account is not None:
        return account.account
    if gateway().name != SANDBOX:
        return ""
    public_id: UUID = User.objects.values_list("public_id", flat=True).get(pk=payee_id)
    return f"acct_{public_id.hex}"


def _earned(payee_id: int, currency: str) -> int:
    """Return what somebody has earned and was not sent, without what is about to go back to who paid it.

    A refund that is accepted while this reads is taken off twice rather than not at all.
    """
    going = Refund.objects.filter(
        payment__payee_id=payee_id, currency=currency, status=RefundStatus.CREATING
    ).aggregate(sum=Sum("earned_minor"))["sum"]
    return balance_of(kind=AccountKind.EARNED, user_id=payee_id, currency=currency) - (going or 0)


def _has_recent(payee_id: int, currency: str, now: datetime) -> bool:
    rows = Payout.objects.filter(payee_id=payee_id, currency=currency)
    failed = rows.filter(status=PayoutStatus.FAILED, failed_at__gt=now - _AGAIN_AFTER)
    return failed.exists() or rows.filter(status__in=UNFINISHED_PAYOUTS).exists()


@retried_once
def _refused(payout_id: int, now: datetime) -> Payout:
    with transaction.atomic():
        payout = _locked(payout_id)
        if payout.status == PayoutStatus.CREATING:
            _fail(payout, now)
    return payout


def _accept(payout: Payout, status: PayoutStatus, now: datetime) -> None:
    is_new = payout.accepted_at is None
    write_columns(payout, now, status=status, accepted_at=payout.accepted_at or now)
    if is_new:
        post_payout(payout, now)
        events.payout_made.publish(actor_id=None, subject=payout, data={}, now=now)


def _fail(payout: Payout, now: datetime) -> None:
    was_accepted = payout.accepted_at is not None
    write_columns(payout, now, status=PayoutStatus.FAILED, failed_at=now)
    if was_accepted:
        post_payout_failed(payout, now)
    events.payout_failed.publish(actor_id=None, subject=payout, data={}, now=now)


def _locked(payout_id: int) -> Payout:
    return Payout.objects.select_for_update(no_key=True).get(pk=payout_id)
