"""What people were told and have not read, when what it tells of changes or is gone."""

from collections.abc import Collection, Mapping

from trellis.core.post.mail import one_line
from trellis.core.realtime import publish_to
from trellis.domain.accounts.queries import person_room
from trellis.domain.notifications.models import Notification


def say_anew(
    *,
    topic: str,
    title: str,
    body: str,
    besides: Collection[int] = (),
    only: Mapping[str, str] | None = None,
) -> int:
    """Tell in other words what people were told of a topic once and have not read; return how many were.

    What waits for them says the same. Nobody is told again. `besides` are accounts that are let be, `only`
    what must stand in the data of the rest. Called in a transaction.
    """
    rows = _told_once(topic, besides, only or {})
    told = Notification.objects.filter(pk__in=[row.pk for row in rows])
    told.update(title=one_line(title), body=body)
    _tell_devices(rows)
    return len(rows)


def take_back(*, topic: str, besides: Collection[int] = (), only: Mapping[str, str] | None = None) -> int:
    """Take away what people were told of a topic once and have not read, and what waits; return how many.

    `besides` and `only` as in `say_anew`. Called in a transaction.
    """
    rows = _told_once(topic, besides, only or {})
    Notification.objects.filter(pk__in=[row.pk for row in rows]).delete()
    _tell_devices(rows)
    return len(rows)


def _told_once(topic: str, besides: Collection[int], only: Mapping[str, str]) -> list[Notification]:
    unread = Notification.objects.filter(topic=topic, read_at=None, count=1, data__contains=dict(only))
    return list(unread.exclude(recipient_id__in=besides).order_by("recipient_id").select_for_update())


def _tell_devices(rows: Collection[Notification]) -> None:
    """Say to what these people have open that something it was told is another by now."""
    rooms = [person_room(row.recipient_id) for row in rows]
    publish_to(rooms, {"news": "notifications", "changed": True})
