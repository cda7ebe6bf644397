"""What people are told of money: who paid, when it goes back; who is paid, when it comes or stays away.

That a payment is completed is told by what was paid for, and mostly that it goes back, too.
"""

from trellis.core.events import Happened, Nothing
from trellis.core.writing.money import written
from trellis.domain.notifications.services import notify
from trellis.domain.payments.events import FailedRefund
from trellis.domain.payments.models import Dispute, Payment, Payout, Refund
from trellis.domain.payments.rules.choices import (
    DisputeKind,
    DisputeStatus,
    Misplaced,
    RefundReason,
    SubjectKind,
)

_WHY_BACK = {
    Misplaced.LATE: "It came after the time in which it could be paid.",
    Misplaced.AMOUNT: "It was another amount than what was asked for.",
    Misplaced.CURRENCY: "It came in another currency than what was asked for.",
}
# Given back by staff, or by whoever runs the account at the gateway.
_BY_US = (RefundReason.STAFF, RefundReason.DISPUTE, RefundReason.GATEWAY)
# Of what comes too late for others mentorship tells both people.
_SILENT = (SubjectKind.ENROLLMENT,)


def tell_of_misplaced(event: Happened[Payment, Nothing]) -> None:
    """Tell who paid that their money goes back, and why."""
    payment = event.subject
    if payment.misplaced == Misplaced.LATE and payment.subject_kind not in _SILENT:
        return
    notify(
        recipient=payment.payer,
        kind=event.kind,
        title=f"{written(payment.received_minor, payment.received_currency)} goes back to you",
        body=f"{_for(payment)}{_WHY_BACK[Misplaced(payment.misplaced)]} All of it is given back to you.",
        data=_named(payment),
        now=event.now,
    )


def tell_of_refund(event: Happened[Refund, Nothing]) -> None:
    """Tell who paid, and who was paid, of what goes back by nothing that either has done."""
    refund, payment = event.subject, event.subject.payment
    is_for_nothing = refund.reason == RefundReason.TOO_LATE
    if refund.reason not in _BY_US and not (is_for_nothing and payment.subject_kind in _SILENT):
        return
    amount = written(refund.amount_minor, refund.currency)
    told = [(payment.payer, f"{amount} goes back to you", "It is on its way to your card.")]
    if payment.payee is not None and refund.reason != RefundReason.DISPUTE:
        body = "Your share of the payment is that of the rest."
        told.append((payment.payee, f"{amount} of a payment to you goes back", body))
    for recipient, title, body in told:
        notify(
            recipient=recipient,
            kind=event.kind,
            title=title,
            body=_for(payment) + body,
            data=_named(payment),
            now=event.now,
        )


def tell_of_failed_refund(event: Happened[Refund, FailedRefund]) -> None:
    """Tell who is owed money that it did not reach them."""
    refund = event.subject
    notify(
        recipient=refund.payment.payer,
        kind=event.kind,
        title=f"{written(refund.amount_minor, refund.currency)} could not be given back to you",
        body=f"{_for(refund.payment)}Your bank or card company did not take it. It is still yours:"
        " please write to us, so that it is sent in another way.",
        data=_named(refund.payment),
        now=event.now,
    )


def tell_of_payout(event: Happened[Payout, Nothing]) -> None:
    """Tell somebody that what they have earned is on its way."""
    payout = event.subject
    notify(
        recipient=payout.payee,
        kind=event.kind,
        title=f"{written(payout.amount_minor, payout.currency)} is on its way to you",
        body="It is what you have earned since the last payout.",
        data={"payout_id": str(payout.public_id)},
        now=event.now,
    )


def tell_of_failed_payout(event: Happened[Payout, Nothing]) -> None:
    """Tell somebody that what they have earned did not reach them."""
    payout = event.subject
    notify(
        recipient=payout.payee,
        kind=event.kind,
        title=f"{written(payout.amount_minor, payout.currency)} could not be sent to you",
        body="It stays yours, and is sent again a day later. If that goes on, please write to us.",
        data={"payout_id": str(payout.public_id)},
        now=event.now,
    )


def tell_of_dispute(event: Happened[Dispute, Nothing]) -> None:
    """Tell who was paid that the payment is disputed."""
    dispute = event.subject
    payment = dispute.payment
    if payment.payee is None:
        return
    if dispute.kind == DisputeKind.BANK:
        body = "The bank of who paid has taken it back. If it decides for you, it is yours again."
    else:
        body = "Who paid has complained. Your share is kept until we have looked into it."
    notify(
        recipient=payment.payee,
        kind=event.kind,
        title=f"A payment of {written(payment.amount_minor, payment.currency)} is disputed",
        body=_for(payment) + body,
        data=_named(payment),
        now=event.now,
    )


def tell_of_settlement(event: Happened[Dispute, Nothing]) -> None:
    """Tell who was paid how a dispute has ended."""
    dispute = event.subject
    payment = dispute.payment
    if payment.payee is None:
        return
    is_won = dispute.status == DisputeStatus.WON
    notify(
        recipient=payment.payee,
        kind=event.kind,
        title="A dispute has been decided for you" if is_won else "A dispute has been decided against you",
        body=_for(payment)
        + ("Your share is yours again." if is_won else "The payment goes back to who paid it."),
        data=_named(payment),
        now=event.now,
    )


def _for(payment: Payment) -> str:
    return f"It was paid for: {payment.title}. " if payment.title else ""


def _named(payment: Payment) -> dict[str, str]:
    return {"payment_id": str(payment.public_id)}
