"""Locks on things rather than rows: who holds one is alone with that thing until the transaction ends."""

from django.db import connection, transaction


def lock(kind: str, key: int | str) -> None:
    """Wait for the lock on `kind` number or name `key`, and hold it until the transaction ends.

    Must be called inside a transaction. Where several are needed, every service takes their kinds in
    one order, or two could wait for each other. Waiting longer than the connection's `lock_timeout`
    raises OperationalError, which the doors answer with 503.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"lock on {kind} outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{key}"])
