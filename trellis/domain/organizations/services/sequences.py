"""Consecutive numbers of an organization, given out under the lock of a row."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction

# The row stays locked until the transaction ends: who rolls back gives the numbers back.
_TAKE = """
INSERT INTO organizations_sequence AS s (organization_id, kind, day, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (organization_id, kind, day) DO UPDATE SET last = s.last + EXCLUDED.last
RETURNING last
"""


def take(*, organization_id: UUID, kind: str, day: date | None = None, count: int = 1) -> int:
    """Return the first of the next `count` numbers of this kind, of all time or of one day; from 1.

    Must be called inside a transaction. Where one needs several kinds, every service takes them in one
    order (requisition before its day's number), or two could wait for each other.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"number of {kind} outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [organization_id, kind, day, count])
        (last,) = cursor.fetchone()
    return int(last) - count + 1
