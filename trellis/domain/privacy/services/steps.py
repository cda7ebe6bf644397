"""Each step of an erasure is a transaction of its own, short, and alone with its account.

Whoever is killed between two of them leaves a whole state. The next run begins at the first step again, and
each of them finds what is left to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from trellis.core.db.locks import lock


@contextmanager
def step(user_id: int) -> Iterator[None]:
    """Open the transaction of one step; another run for the same account waits until it ends."""
    with transaction.atomic():
        lock("erasure", user_id)
        yield
