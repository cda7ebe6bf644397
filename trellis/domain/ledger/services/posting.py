"""Writing into the ledger: the one way to move money."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from trellis.domain.ledger.models import Account, AccountKind, Entry, Transfer, TransferKind
from trellis.domain.ledger.refusals import OtherTransfer

_INSERT = """
INSERT INTO ledger_transfer (key, kind, reference, currency, entry_count, happened_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id
"""
# Deferred again: the next transfer of the same transaction must have time to get its entries.
_LOOK_NOW = """
SET CONSTRAINTS ledger_transfer_balanced, ledger_entry_balanced IMMEDIATE;
SET CONSTRAINTS ledger_transfer_balanced, ledger_entry_balanced DEFERRED
"""


@dataclass(frozen=True)
class Line:
    """What a transfer adds to an account, or takes from it. `user_id` is NULL for accounts of the house."""

    kind: AccountKind
    user_id: int | None
    amount_minor: int


def post_transfer(
    *, key: str, kind: TransferKind, reference: UUID, currency: str, lines: Sequence[Line], now: datetime
) -> bool:
    """Move money in the caller's transaction, and return whether it was not moved under this key before.

    Lines of 0 are left out. Raise IntegrityError unless at least two lines are left and sum to 0, and
    OtherTransfer where the key is that of a transfer of another kind, reference, currency or lines.
    """
    moving = [line for line in lines if line.amount_minor]
    with transaction.atomic():
        accounts = _accounts(moving, currency)
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [key, kind, reference, currency, len(moving), now])
            row = cursor.fetchone()
        if row is None:
            _require_same(key, kind, reference, currency, moving)
            return False
        Entry.objects.bulk_create(
            Entry(
                transfer_id=row[0],
                account_id=accounts[line.kind, line.user_id],
                amount_minor=line.amount_minor,
            )
            for line in moving
        )
        with connection.cursor() as cursor:
            cursor.execute(_LOOK_NOW)
    return True


def _accounts(lines: Sequence[Line], currency: str) -> dict[tuple[str, int | None], int]:
    """Return the keys of the lines' accounts, of which those that were not there are made."""
    wanted = {(line.kind, line.user_id) for line in lines}
    found = _found(wanted, currency)
    missing = wanted - found.keys()
    if missing:
        # In one order, or two that make the same accounts could wait for each other.
        in_order = sorted(missing, key=lambda each: (each[0], each[1] or 0))
        Account.objects.bulk_create(
            (Account(kind=kind, user_id=user_id, currency=currency) for kind, user_id in in_order),
            ignore_conflicts=True,
        )
        found |= _found(missing, currency)
    return found


def _found(wanted: set[tuple[AccountKind, int | None]], currency: str) -> dict[tuple[str, int | None], int]:
    if not wanted:
        return {}
    these = Q()
    for kind, user_id in wanted:
        these |= Q(kind=kind, user_id=user_id) if user_id else Q(kind=kind, user_id__isnull=True)
    rows = Account.objects.filter(these, currency=currency).values_list("kind", "user_id", "pk")
    return {(kind, user_id): pk for kind, user_id, pk in rows}


def _require_same(
    key: str, kind: TransferKind, reference: UUID, currency: str, lines: Sequence[Line]
) -> None:
    there = Transfer.objects.get(key=key)
    entries = there.entries.values_list("account__kind", "account__user_id", "amount_minor")
    given = Counter((line.kind.value, line.user_id, line.amount_minor) for line in lines)
    is_same = (there.kind, there.reference, there.currency) == (kind, reference, currency)
    if not is_same or given != Counter(entries):
        raise OtherTransfer
