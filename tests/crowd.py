"""Many real threads at once, each with its own database connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def at_once(count: int, action: Callable[[int], Result]) -> list[Result]:
    """Run `action(0)` … `action(count - 1)` in as many threads, let go together; return the results."""
    gate = Barrier(count)

    def run(number: int) -> Result:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return action(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
