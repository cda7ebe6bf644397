"""What the ledger says of one payment to who has paid it."""

from zoneinfo import ZoneInfo

from trellis.domain.ledger.models import AccountKind, Entry, TransferKind
from trellis.domain.payments.models import Payment
from trellis.domain.payments.refusals import NotPaid
from trellis.domain.payments.rules.paying import has_receipt
from trellis.domain.payments.rules.receipts import Moved, Receipt, number_of

# What left the payer, and what came back to them or left them anew, in words of a receipt.
_WORDS = {
    TransferKind.REFUND: "Given back",
    TransferKind.REFUND_FAILED: "Giving back has failed",
    TransferKind.DISPUTE_OPENED: "Taken back by your bank",
    TransferKind.DISPUTE_WON: "Paid again by your bank",
}


def receipt_for(payment: Payment) -> Receipt:
    """Return the receipt of a payment, in the time of who paid, by the ledger alone; raise NotPaid.

    What is on its way back and was not accepted by the gateway yet is not in it.
    """
    if not has_receipt(payment) or payment.succeeded_at is None:
        raise NotPaid
    rows = Entry.objects.filter(transfer__reference=payment.public_id, account__kind=AccountKind.OUTSIDE)
    found = rows.order_by("pk").values_list("transfer__kind", "amount_minor", "transfer__happened_at")
    return Receipt(
        number=number_of(payment.public_id),
        payer=payment.payer.full_name,
        payee=payment.payee.full_name if payment.payee is not None else None,
        title=payment.title,
        amount_minor=-sum(amount for kind, amount, _ in found if kind == TransferKind.PAYMENT_RECEIVED),
        currency=payment.currency,
        paid_at=payment.succeeded_at,
        zone=ZoneInfo(payment.payer.known_timezone or "UTC"),
        moved=[
            Moved(what=_WORDS[TransferKind(kind)], amount_minor=-amount, at=at)
            for kind, amount, at in found
            if kind in _WORDS
        ],
    )
