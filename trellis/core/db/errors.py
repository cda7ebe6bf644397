"""Reading PostgreSQL's own words about why it refused, and trying again where that is right."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, transaction

P = ParamSpec("P")
R = TypeVar("R")

FOREIGN_KEY_VIOLATION = "23503"
READ_ONLY = "25006"  # a standby, or a server that its keeper has closed for writing
LOCK_NOT_AVAILABLE = "55P03"  # it was waited for as long as lock_timeout allows
_TRY_AGAIN = {"40P01", "40001"}  # deadlock_detected, serialization_failure


def sqlstate_of(error: DatabaseError) -> str | None:
    """Return PostgreSQL's five-character code of `error`."""
    return getattr(error.__cause__, "sqlstate", None)


def constraint_of(error: DatabaseError) -> str | None:
    """Return the name of the constraint that `error` speaks of."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)


def retried_once(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service's transaction again when PostgreSQL chose it as the victim of a deadlock.

    Inside somebody else's transaction nothing can be retried, and the error goes up.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return service(*args, **kwargs)
        except DatabaseError as error:
            nested = transaction.get_connection().in_atomic_block
            if nested or sqlstate_of(error) not in _TRY_AGAIN:
                raise
            return service(*args, **kwargs)

    return run
