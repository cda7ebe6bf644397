"""Many real threads at once, each with its own database connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import TypeVar

from django.db import connection

from trellis.core.processes import wait_until

Result = TypeVar("Result")


def at_once(count: int, action: Callable[[int], Result]) -> list[Result]:
    """Run `action(0)` … `action(count - 1)` in as many threads, let go together; return the results."""
    gate = Barrier(count)

    def run(number: int) -> Result:
        try:
            _come_to(gate)
            return action(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        runs = [pool.submit(run, number) for number in range(count)]
    failures = [failure for one in runs if (failure := one.exception())]
    if failures:
        # That the others waited in vain says nothing; what kept one of them away does.
        raise min(failures, key=lambda failure: isinstance(failure, BrokenBarrierError))
    return [one.result() for one in runs]


def wait_for_somebody_who_waits() -> None:
    """Return once another connection waits for a lock on a thing (core/db/locks.py)."""
    assert wait_until(_somebody_waits, timeout=20)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        return bool(cursor.fetchone()[0])


def _come_to(gate: Barrier) -> None:
    try:
        with connection.cursor() as cursor:
            # On a busy machine whoever holds a lock may not have a turn for longer than users are let wait.
            cursor.execute("SET lock_timeout = '25s'")
    except BaseException:
        gate.abort()
        raise
    gate.wait(timeout=30)
