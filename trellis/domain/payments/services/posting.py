"""What payments write into the ledger. Each movement has one key, so that none is written twice."""

from collections.abc import Sequence
from datetime import datetime

from trellis.domain.ledger.models import AccountKind, TransferKind
from trellis.domain.ledger.services.posting import Line, post_transfer
from trellis.domain.payments.models import Dispute, Payment, Payout, Refund
from trellis.domain.payments.rules.parts import Parts


def post_received(payment: Payment, now: datetime) -> None:
    """Note what came for a payment: it waits to be earned, or is the house's at once."""
    came = payment.amount_minor
    if payment.payee_id is None:
        to = Line(AccountKind.FEES, None, came)
    else:
        to = Line(AccountKind.HELD, payment.payee_id, came)
    _post(payment, "received", TransferKind.PAYMENT_RECEIVED, [_outside(-came), to], now)


def post_misplaced(payment: Payment, now: datetime) -> None:
    """Note what came and is to be given back, in the currency in which it came."""
    came = payment.received_minor
    lines = [_outside(-came), Line(AccountKind.SUSPENSE, None, came)]
    _post(payment, "misplaced", TransferKind.PAYMENT_MISPLACED, lines, now)


def post_earned(payment: Payment, parts: Parts, name: str, now: datetime) -> None:
    """Note that what was held is the payee's and the house's by now."""
    lines = [
        Line(AccountKind.HELD, payment.payee_id, -(parts.house_minor + parts.earned_minor)),
        Line(AccountKind.FEES, None, parts.house_minor),
        Line(AccountKind.EARNED, payment.payee_id, parts.earned_minor),
    ]
    _post(payment, f"earned:{name}", TransferKind.EARNED, lines, now)


def post_refund(payment: Payment, refund: Refund, now: datetime) -> None:
    """Note that the gateway takes an amount back to who paid."""
    lines = _lines(payment, refund.parts, -1)
    _post(payment, f"refund:{refund.public_id}", TransferKind.REFUND, lines, now)


def post_refund_failed(payment: Payment, refund: Refund, now: datetime) -> None:
    """Note the exact opposite of a refund that the gateway had accepted."""
    lines = _lines(payment, refund.parts, 1)
    _post(payment, f"refund:{refund.public_id}:failed", TransferKind.REFUND_FAILED, lines, now)


def post_taken_back(payment: Payment, dispute: Dispute, now: datetime) -> None:
    """Note that the payer's bank has taken an amount back."""
    lines = [*_lines(payment, dispute.parts, -1), *_excess(dispute, -1)]
    _post(payment, f"dispute:{dispute.public_id}", TransferKind.DISPUTE_OPENED, lines, now)


def post_brought_back(payment: Payment, dispute: Dispute, now: datetime) -> None:
    """Note that the payer's bank has brought the amount again."""
    lines = [*_lines(payment, dispute.parts, 1), *_excess(dispute, 1)]
    _post(payment, f"dispute:{dispute.public_id}:won", TransferKind.DISPUTE_WON, lines, now)


def post_frozen(payment: Payment, dispute: Dispute, now: datetime) -> None:
    """Note that the payee's share is kept from them while somebody complains."""
    lines = _frozen(payment, dispute, 1)
    _post(payment, f"dispute:{dispute.public_id}", TransferKind.DISPUTE_OPENED, lines, now)


def post_released(payment: Payment, dispute: Dispute, kind: TransferKind, now: datetime) -> None:
    """Note that it is no longer kept from them; where the payer was right, a refund takes it next."""
    lines = _frozen(payment, dispute, -1)
    _post(payment, f"dispute:{dispute.public_id}:{dispute.status}", kind, lines, now)


def post_payout(payout: Payout, now: datetime) -> None:
    """Note that the gateway sends somebody what they have earned."""
    _post_payout(payout, "", TransferKind.PAYOUT, -1, now)


def post_payout_failed(payout: Payout, now: datetime) -> None:
    """Note the exact opposite of a payout that the gateway had accepted."""
    _post_payout(payout, ":failed", TransferKind.PAYOUT_FAILED, 1, now)


def _post_payout(payout: Payout, name: str, kind: TransferKind, sign: int, now: datetime) -> None:
    amount = sign * payout.amount_minor
    post_transfer(
        key=f"payout:{payout.public_id}{name}",
        kind=kind,
        reference=payout.public_id,
        currency=payout.currency,
        lines=[Line(AccountKind.EARNED, payout.payee_id, amount), _outside(-amount)],
        now=now,
    )


def _outside(amount: int) -> Line:
    return Line(AccountKind.OUTSIDE, None, amount)


def _lines(payment: Payment, parts: Parts, sign: int) -> list[Line]:
    """Return the lines of what comes to a payment's accounts from outside (1), or goes there (-1)."""
    held = Line(AccountKind.HELD, payment.payee_id, sign * parts.held_minor)
    if payment.misplaced:
        held = Line(AccountKind.SUSPENSE, None, sign * parts.held_minor)
    return [
        held,
        Line(AccountKind.FEES, None, sign * parts.house_minor),
        Line(AccountKind.EARNED, payment.payee_id, sign * parts.earned_minor),
        _outside(-sign * parts.total),
    ]


def _excess(dispute: Dispute, sign: int) -> list[Line]:
    amount = sign * dispute.excess_minor
    return [Line(AccountKind.FEES, None, amount), _outside(-amount)]


def _frozen(payment: Payment, dispute: Dispute, sign: int) -> list[Line]:
    amount = sign * dispute.earned_minor
    return [
        Line(AccountKind.EARNED, payment.payee_id, -amount),
        Line(AccountKind.FROZEN, payment.payee_id, amount),
    ]


def _post(payment: Payment, name: str, kind: TransferKind, lines: Sequence[Line], now: datetime) -> None:
    if not any(line.amount_minor for line in lines):
        return  # a bank that disputes nothing
    # A misplaced payment has a currency of its own.
    post_transfer(
        key=f"payment:{payment.public_id}:{name}",
        kind=kind,
        reference=payment.public_id,
        currency=payment.received_currency,
        lines=lines,
        now=now,
    )
