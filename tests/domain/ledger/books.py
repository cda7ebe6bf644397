"""Money that moves in the tests of the ledger."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from trellis.domain.accounts.models import User
from trellis.domain.ledger.models import AccountKind, TransferKind
from trellis.domain.ledger.services.posting import Line, post_transfer

NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)
K = AccountKind


def somebody(name: str = "sarah") -> User:
    return User.objects.create_user(name, f"{name}@example.com")


def post(
    kind: TransferKind,
    *lines: tuple[AccountKind, int | None, int],
    key: str = "",
    reference: UUID | None = None,
    currency: str = "USD",
    now: datetime = NOON,
) -> bool:
    """Post lines given as (kind, user, amount)."""
    return post_transfer(
        key=key or f"test:{uuid4()}",
        kind=kind,
        reference=reference or uuid4(),
        currency=currency,
        lines=[Line(*line) for line in lines],
        now=now,
    )


def earn(payee: int, amount: int, *, now: datetime = NOON, currency: str = "USD", key: str = "") -> bool:
    """What was held is the payee's by 85 %."""
    fee = amount * 15 // 100
    lines = ((K.HELD, payee, -amount), (K.EARNED, payee, amount - fee), (K.FEES, None, fee))
    return post(TransferKind.EARNED, *lines, now=now, currency=currency, key=key)


def receive(payee: int, amount: int, *, now: datetime = NOON, currency: str = "USD", key: str = "") -> bool:
    """Money comes in and is held."""
    lines = ((K.OUTSIDE, None, -amount), (K.HELD, payee, amount))
    return post(TransferKind.PAYMENT_RECEIVED, *lines, now=now, currency=currency, key=key)
