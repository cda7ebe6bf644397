"""How the clock goes through what is due."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Due = TypeVar("Due")


def each_in_turn(due: Iterable[Due], act: Callable[[Due], int], *, what: str) -> int:
    """Do it with each, which is a transaction of its own, and return the sum of what it returns.

    One that fails does not hold up the others: when all had their turn an ExceptionGroup is raised, which
    says `what` they are, and the next run tries those again.
    """
    done, failures = 0, []
    for each in due:
        try:
            done += act(each)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{len(failures)} {what}", failures)
    return done
