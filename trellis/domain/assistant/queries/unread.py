"""What others wrote to somebody and they have not read, to be read out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room
from trellis.domain.messaging.queries.conversations import conversations_of
from trellis.domain.messaging.queries.history import messages_of, read_up_to_of
from trellis.domain.notifications.rules import name_of

_MOST_ROOMS = 50
_SOMEBODY = "Somebody whose account is closed"


@dataclass(frozen=True, slots=True)
class Told:
    """A message, and who wrote it."""

    room: Room
    number: int
    sender: str
    sender_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """How many messages there are, and the first of them."""

    count: int
    messages: tuple[Told, ...]


def unread_for(user: User, *, of: str | None, limit: int) -> Unread:
    """Return what somebody has not read in their own conversations: all, or what one person wrote."""
    found: list[Told] = []
    count = 0
    for room in _own_rooms(user).filter(unread_count__gt=0)[:_MOST_ROOMS]:
        rows = _of_others(room, user, of).filter(number__gt=read_up_to_of(room, person=user))
        count += rows.count()
        if len(found) < limit:
            found += [_told(room, row) for row in rows.order_by("number")[: limit - len(found)]]
    return Unread(count, tuple(found))


def last_from(user: User, sender_id: str) -> Told | None:
    """Return the last message that one person wrote to somebody; None where there is none."""
    for room in _own_rooms(user)[:_MOST_ROOMS]:
        row = _of_others(room, user, sender_id).order_by("-number").first()
        if row is not None:
            return _told(room, row)
    return None


def _own_rooms(user: User) -> QuerySet[Any]:
    """Return the conversations that somebody is a part of: none that they see as a guardian alone."""
    return conversations_of(user).filter(Q(first=None) | Q(first=user) | Q(second=user))


def _of_others(room: Room, user: User, of: str | None) -> QuerySet[Message]:
    rows = (
        messages_of(room, person=user).filter(deleted_at=None).exclude(sender=user).select_related("sender")
    )
    return rows.filter(sender__public_id=UUID(of)) if of else rows


def _told(room: Room, row: Message) -> Told:
    sender = row.sender
    name, key = (name_of(sender), str(sender.public_id)) if sender else (_SOMEBODY, "")
    return Told(room, row.number, name, key, row.text)
