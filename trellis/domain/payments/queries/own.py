"""One's own payments: those that one has made or is asked for, and nobody else's."""

from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.payments.models import Payment
from trellis.domain.payments.refusals import NoPayment, WhichPayment
from trellis.domain.payments.rules.choices import OPEN, SubjectKind


def payments_of(payer: User) -> QuerySet[Payment]:
    """Return what somebody has paid or is asked to pay, the newest first."""
    return Payment.objects.filter(payer=payer).order_by("-pk")


def own_payment(payer: User, public_id: UUID) -> Payment:
    """Return one's own payment with its two people; raise NoPayment, also for another's."""
    return _found(payments_of(payer).filter(public_id=public_id))


def own_payment_by_intent(payer: User, intent_id: str) -> Payment:
    """Return one's own payment by the gateway's name of it; raise NoPayment."""
    return _found(payments_of(payer).filter(intent_id=intent_id))


def only_open_payment(payer: User) -> Payment:
    """Return what somebody is asked to pay now; raise WhichPayment unless it is just one thing."""
    found = list(payments_of(payer).select_related("payer", "payee").filter(status__in=OPEN)[:2])
    if len(found) != 1:
        raise WhichPayment(is_none=not found)
    return found[0]


def newest_payment_for(payer: User, kind: SubjectKind, subject_id: UUID) -> Payment | None:
    """Return the last payment of somebody for one thing, None where they were never asked for one."""
    own = payments_of(payer).select_related("payer", "payee")
    return own.filter(subject_kind=kind, subject_id=subject_id).first()


def _found(rows: QuerySet[Payment]) -> Payment:
    payment = rows.select_related("payer", "payee").first()
    if payment is None:
        raise NoPayment
    return payment
