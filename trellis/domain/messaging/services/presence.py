"""Who has a socket open, as each process that holds sockets says of its own."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from trellis.domain.messaging.models import Presence
from trellis.domain.messaging.rules.presence import KEPT

# Of accounts that are still there: one may be deleted while its socket is open.
_HERE = """
    INSERT INTO messaging_presence AS known (person_id, process, seen_at)
    SELECT account.id, %(process)s, %(now)s FROM accounts_user AS account
    WHERE account.id = ANY(%(people)s::bigint[]) ORDER BY account.id
    ON CONFLICT (person_id, process) DO UPDATE SET seen_at = excluded.seen_at
"""


def say_here(*, process: UUID, people: Collection[int], now: datetime) -> None:
    """Note that these accounts have a socket in a process, with one statement for all of them."""
    if people:
        with connection.cursor() as cursor:
            cursor.execute(_HERE, {"process": process, "people": sorted(people), "now": now})


def say_gone(*, process: UUID, people: Collection[int]) -> None:
    """Note that these accounts have none in it any more."""
    if people:
        Presence.objects.filter(process=process, person_id__in=people).delete()


def forget_dead(*, now: datetime) -> None:
    """Remove what processes have said that say nothing any more."""
    dead = Presence.objects.filter(seen_at__lt=now - KEPT).select_for_update(skip_locked=True)
    Presence.objects.filter(pk__in=dead.values("pk")).delete()
