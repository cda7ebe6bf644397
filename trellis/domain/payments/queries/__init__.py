"""What can be asked of payments."""

from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.payments.models import Payment, Payout
from trellis.domain.payments.rules.choices import OPEN, SubjectKind


def payments_of(payer: User) -> QuerySet[Payment]:
    """Return what somebody has paid, or is asked to, the newest first."""
    return Payment.objects.filter(payer_id=payer.pk).select_related("payee").order_by("-id")


def payment_for(payer: User, *, public_id: UUID | None = None, intent_id: str = "") -> Payment | None:
    """Return the payment of this id, or of this intent, to who pays it."""
    if public_id is not None:
        return payments_of(payer).filter(public_id=public_id).first()
    return payments_of(payer).filter(intent_id=intent_id).first() if intent_id else None


def only_open_of(payer: User) -> Payment | None:
    """Return the one payment that somebody is asked for; None where there is none, or more than one."""
    found = list(payments_of(payer).filter(status__in=OPEN)[:2])
    return found[0] if len(found) == 1 else None


def last_of(subject_kind: SubjectKind, subject_id: UUID) -> Payment | None:
    """Return the payment of a subject that was opened last."""
    rows = Payment.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return rows.order_by("-id").first()


def payouts_of(payee: User) -> QuerySet[Payout]:
    """Return what somebody was sent, the newest first."""
    return Payout.objects.filter(payee_id=payee.pk).order_by("-id")
