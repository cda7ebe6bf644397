"""Money that leaves the sandbox: back to payers, and to the accounts of payees."""

import re
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from trellis.core.db.locks import lock
from trellis.core.tasks import enqueue
from trellis.domain.payments.gateways.amounts import as_charged
from trellis.domain.payments.gateways.cards import Card
from trellis.domain.payments.gateways.refusals import GatewayRefuses
from trellis.domain.payments.gateways.types import DisputeStatus, IntentStatus, PayoutStatus, RefundStatus
from trellis.domain.payments.gateways.words import Words, payout_in_words, refund_in_words
from trellis.domain.payments.models.sandbox import SandboxIntent, SandboxPayout, SandboxRefund
from trellis.domain.payments.services.attempts import LATER, new_id, once, stand_outside, tell
from trellis.domain.payments.services.sandbox import locked_intent

_ACCOUNT = re.compile(r"acct_[A-Za-z0-9_]{1,60}")
# Accounts with a fate: one that takes nothing, and one from which a payout comes back.
CLOSED_ACCOUNT, FAILING_ACCOUNT = "acct_closed", "acct_failing"
_MISSING = "resource_missing"


def refund(*, key: str, intent_id: str, amount_minor: int, now: datetime) -> Words:
    """Give so much back; raise GatewayRefuses above what is left, and while a bank disputes it."""

    def act() -> Words:
        intent = locked_intent(intent_id)
        _refuse_refund(intent, as_charged(amount_minor, intent.currency))
        intent.refunded_minor += amount_minor
        intent.save(update_fields=["refunded_minor"])
        made = SandboxRefund.objects.create(
            gateway_id=new_id("re"),
            intent=intent,
            status=RefundStatus.SUCCEEDED,
            amount_minor=amount_minor,
            created_at=now,
        )
        tell("refund.created", refund_in_words(made), now=now)
        if intent.card == Card.KEEPS:
            _later(made)
        return refund_in_words(made)

    return once(key=key, asked={"refund": intent_id, "amount": amount_minor}, now=now, act=act)


def look_at_refund(*, refund_id: str) -> Words:
    """Return how a refund stands; raise GatewayRefuses where there is none."""
    stand_outside()
    made = SandboxRefund.objects.select_related("intent").filter(gateway_id=refund_id).first()
    if made is None:
        raise GatewayRefuses("There is no such refund.", code=_MISSING)
    return refund_in_words(made)


def fail_refund(*, refund_id: str, now: datetime) -> None:
    """Have a refund come back, so that it can be made again; called again it does nothing."""
    stand_outside()
    with transaction.atomic():
        made = SandboxRefund.objects.select_related("intent").get(gateway_id=refund_id)
        # The intent first, as everywhere.
        locked_intent(made.intent.gateway_id)
        failing = SandboxRefund.objects.filter(pk=made.pk).exclude(status=RefundStatus.FAILED)
        if failing.update(status=RefundStatus.FAILED):
            SandboxIntent.objects.filter(pk=made.intent_id).update(
                refunded_minor=F("refunded_minor") - made.amount_minor
            )
            made.status = RefundStatus.FAILED
            tell("refund.failed", refund_in_words(made), now=now)


def pay_out(
    *, key: str, account: str, amount_minor: int, currency: str, reference: UUID, now: datetime
) -> Words:
    """Send so much to an account, once for a reference; the account is not kept."""

    def act() -> Words:
        if not _ACCOUNT.fullmatch(account) or account == CLOSED_ACCOUNT:
            raise GatewayRefuses("This account takes no payouts.", code="account_invalid")
        amount = as_charged(amount_minor, currency)
        # Under another key it may be asked at once.
        lock("sandbox payout", str(reference))
        made = SandboxPayout.objects.filter(reference=reference).first()
        if made is None:
            made = _pay_out(account, amount, currency, reference, now)
        elif (made.amount_minor, made.currency) != (amount, currency):
            raise GatewayRefuses(code="idempotency_error")
        return _in_words(made)

    asked = {"payout": str(reference), "account": account, "amount": amount_minor, "currency": currency}
    return once(key=key, asked=asked, now=now, act=act)


def look_at_payout(*, payout_id: str) -> Words:
    """Return how a payout stands; raise GatewayRefuses where there is none."""
    stand_outside()
    made = SandboxPayout.objects.filter(gateway_id=payout_id).first()
    if made is None:
        raise GatewayRefuses("There is no such payout.", code=_MISSING)
    return _in_words(made)


def fail_payout(*, payout_id: str, now: datetime) -> None:
    """Have a payout come back; called again it does nothing."""
    stand_outside()
    with transaction.atomic():
        made = SandboxPayout.objects.select_for_update().get(gateway_id=payout_id)
        if made.status != PayoutStatus.FAILED:
            made.status = PayoutStatus.FAILED
            made.save(update_fields=["status"])
            tell("transfer.reversed", _in_words(made), now=now)


def _refuse_refund(intent: SandboxIntent, amount_minor: int) -> None:
    left = intent.received_minor - intent.refunded_minor
    if intent.status != IntentStatus.SUCCEEDED:
        raise GatewayRefuses("Nothing was paid here.", code="charge_not_refundable")
    if intent.dispute in (DisputeStatus.OPEN, DisputeStatus.LOST):
        raise GatewayRefuses("The payer's bank has taken this back.", code="charge_disputed")
    if amount_minor > left:
        code = "amount_too_large" if left else "charge_already_refunded"
        raise GatewayRefuses("This is more than what is left.", code=code)


def _later(refund: SandboxRefund) -> None:
    from trellis.domain.payments.gateways.tasks import fail_refund

    enqueue(fail_refund, wait=LATER, refund_id=refund.gateway_id)


def _pay_out(account: str, amount: int, currency: str, reference: UUID, now: datetime) -> SandboxPayout:
    from trellis.domain.payments.gateways.tasks import fail_payout

    made = SandboxPayout.objects.create(
        gateway_id=new_id("tr"),
        reference=reference,
        status=PayoutStatus.PAID,
        amount_minor=amount,
        currency=currency,
        created_at=now,
    )
    tell("transfer.created", _in_words(made), now=now)
    if account == FAILING_ACCOUNT:
        enqueue(fail_payout, wait=LATER, payout_id=made.gateway_id)
    return made


def _in_words(payout: SandboxPayout) -> Words:
    return payout_in_words(payout, site=settings.TRELLIS_PUBLIC_URL)
