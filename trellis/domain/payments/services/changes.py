"""How rows of payments are changed: under the lock of the payment's row, which every service takes first."""

from trellis.domain.payments.models import Dispute, Payment
from trellis.domain.payments.rules.choices import DisputeStatus
from trellis.domain.payments.rules.parts import Parts
from trellis.domain.payments.rules.paying import is_away


def lock_payment(payment_id: int) -> Payment:
    """Lock a payment in the caller's transaction, and return it as it is.

    Whoever changes what is paid for in the same transaction takes this lock before its own: so do the
    handlers of payments' events, and two who took them in another order could wait for each other.
    """
    # NO KEY: what points at it, such as a refund, may still be written.
    return Payment.objects.select_for_update(no_key=True).get(pk=payment_id)


def open_disputes(payment: Payment) -> list[Dispute]:
    """Return the disputes of a payment that nobody has decided yet."""
    return list(Dispute.objects.filter(payment=payment, status=DisputeStatus.OPEN).order_by("pk"))


def is_gone(payment: Payment) -> bool:
    """Tell whether all of a payment went back, or to a bank that has decided so: it may be asked for anew.

    While a bank decides it is not: what it has taken may come again.
    """
    return is_away(payment) and not open_disputes(payment)


def standing_after(payment: Payment, parts: Parts, sign: int) -> dict[str, int]:
    """Return the columns of what stands of a payment once so much has come (1) or gone (-1)."""
    return {
        "held_minor": payment.held_minor + sign * parts.held_minor,
        "house_minor": payment.house_minor + sign * parts.house_minor,
        "earned_minor": payment.earned_minor + sign * parts.earned_minor,
    }
