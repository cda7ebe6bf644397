"""What people were told and have not read, when what it tells of changes or is gone."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from trellis.core.post.mail import one_line
from trellis.core.realtime import publish_to
from trellis.domain.accounts.queries import person_room
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.rules.notice import Again


def say_anew(*, people: Collection[int], topic: str, data: Mapping[str, Any], words: Again) -> int:
    """Tell in other words what these accounts were told of a topic and have not read; return how many were.

    It is what has all of `data` in its own: of what was told several times that is the last. `words` gives
    title and body for how often it was. What waits says the same; nobody is told again. Called in a
    transaction.
    """
    by_count: dict[int, list[Notification]] = defaultdict(list)
    for row in _unread(people, topic, data):
        by_count[row.count].append(row)
    for count, rows in by_count.items():
        title, body = words(count)
        told = Notification.objects.filter(pk__in=[row.pk for row in rows])
        told.update(title=one_line(title), body=body)
    return _show([row for rows in by_count.values() for row in rows])


def take_back(*, people: Collection[int], topic: str, data: Mapping[str, Any]) -> int:
    """Take away what these accounts were told once, as `say_anew` finds it, and what waits; return how many.

    What was told several times stays: others of it may be there. Called in a transaction.
    """
    rows = [row for row in _unread(people, topic, data) if row.count == 1]
    Notification.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return _show(rows)


def _unread(people: Collection[int], topic: str, data: Mapping[str, Any]) -> list[Notification]:
    found = Notification.objects.filter(
        recipient_id__in=people, topic=topic, read_at=None, data__contains=dict(data)
    )
    # In the order in which those who tell lock them.
    return list(found.order_by("recipient_id", "id").select_for_update())


def _show(rows: Collection[Notification]) -> int:
    publish_to([person_room(row.recipient_id) for row in rows], {"news": "notifications"})
    return len(rows)
