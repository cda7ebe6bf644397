"""What people say to each other in these tests, and what their devices are told. The clock stands at NOW."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest import mock

from tests.domain.mentorship.world import NOW
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room
from trellis.domain.messaging.queries.conversations import conversations_of
from trellis.domain.messaging.queries.feed import feed_after
from trellis.domain.messaging.queries.unread import unread_in, unread_of
from trellis.domain.messaging.rules.feed import Push, Told
from trellis.domain.messaging.services import feeding
from trellis.domain.messaging.services.groups import create_group
from trellis.domain.messaging.services.rooms import open_private_room
from trellis.domain.messaging.services.sending import send_message


def say(sender: User, to: User | Room, text: str = "Hello", *, now: datetime = NOW, **more: Any) -> Message:
    """Have somebody say something to somebody else, or in a room."""
    where: dict[str, Any] = {"room": to} if isinstance(to, Room) else {"recipient": to}
    return send_message(sender=sender, text=text, now=now, **where, **more)


def room_of(one: User, other: User) -> Room:
    """Open the room of two people, and read it with them."""
    opened = open_private_room(one_id=one.pk, other_id=other.pk, now=NOW)
    return Room.objects.select_related("first", "second").get(pk=opened.pk)


def group_of(creator: User, *people: User, title: str = "Circle") -> Room:
    """Open a group."""
    return create_group(creator=creator, title=title, people=people, now=NOW)


def told(person: User, after: int = 0) -> list[Told]:
    """Return all that somebody's feed tells after a number."""
    return feed_after(person.pk, after, limit=1000)


def kinds_told(person: User) -> list[str]:
    """Return the kinds of all that somebody's feed tells."""
    return [each["kind"] for each in told(person)]


def unread(person: User) -> dict[str, int]:
    """Return how much of each of their rooms somebody has not read, which all who count agree on."""
    rooms = list(conversations_of(person))
    counts = {str(room.pk): room.unread_count for room in rooms}  # type: ignore[attr-defined]
    assert counts == {str(room.pk): unread_in(room, person_id=person.pk) for room in rooms}
    assert unread_of(person.pk) == sum(counts.values())
    return counts


@contextmanager
def pushes() -> Iterator[list[tuple[list[str], Push]]]:
    """Collect what goes through the hub, as it comes out of it: the rooms and the push of each message."""
    sent: list[tuple[list[str], Push]] = []

    def publish_to(rooms: list[str], message: dict[str, Any]) -> None:
        sent.append((list(rooms), json.loads(json.dumps(message))["feed"]))

    with mock.patch.object(feeding, "publish_to", publish_to):
        yield sent
