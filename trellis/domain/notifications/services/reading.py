"""Reading notifications. What was read on one device is told to the others."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from trellis.core.realtime import publish
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.queries import notification_of, notifications_of
from trellis.domain.notifications.rules.kinds import Kind


def mark_read(*, person: User, public_id: UUID, now: datetime) -> Notification:
    """Take one as read and return it; one that is read stays as it is. Raises UnknownNotification."""
    with transaction.atomic():
        _mark(person.pk, notifications_of(person, unread=True).filter(public_id=public_id), now)
        return notification_of(person, public_id=public_id)


def mark_all_read(*, person: User, kind: Kind | None = None, now: datetime) -> int:
    """Take all of somebody's as read, or those of one kind, and return how many were not."""
    with transaction.atomic():
        return _mark(person.pk, notifications_of(person, unread=True, about=kind), now)


def mark_topic_read(*, person_id: int, topic: str, now: datetime) -> int:
    """Take as read what somebody was told of a topic, as they have seen it elsewhere; return how many.

    Called in a transaction, or opens one.
    """
    found = Notification.objects.filter(recipient_id=person_id, topic=topic, read_at=None)
    with transaction.atomic():
        return _mark(person_id, found, now)


def _mark(person_id: int, unread: QuerySet[Notification], now: datetime) -> int:
    # In one order, so that two who read at once do not wait for each other in a ring.
    rows = list(unread.order_by("id").select_for_update().values_list("pk", "public_id"))
    if not rows:
        return 0
    Notification.objects.filter(pk__in=[pk for pk, _ in rows]).update(read_at=now)
    publish(room=person_room(person_id), message={"news": "notifications", "read": _named(rows)})
    return len(rows)


def _named(rows: Sequence[tuple[int, UUID]]) -> list[str]:
    """Return which were read, of many none: whoever is told asks anew."""
    return [str(public_id) for _, public_id in rows] if len(rows) <= _MOST_NAMED else []


_MOST_NAMED = 20
