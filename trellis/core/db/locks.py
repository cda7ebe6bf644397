"""Locks on things rather than rows: who holds one is alone with that thing until the transaction ends.

`locked` is for what must not be done inside a transaction, which is what takes long.
"""

from collections.abc import Iterator
from contextlib import contextmanager

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


def try_lock(kind: str, key: int | str) -> bool:
    """Take the lock as `lock` does, unless somebody has it or waits for it; return whether it was had."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"lock on {kind} outside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{key}"])
        (is_had,) = cursor.fetchone()
    return bool(is_had)


@contextmanager
def locked(kind: str, key: int | str) -> Iterator[None]:
    """Wait for the lock as `lock` does, and hold it until the block ends, or the connection.

    It is the session's: a worker has one of its own, as it must for being told of jobs.
    """
    name = [f"{kind}:{key}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
