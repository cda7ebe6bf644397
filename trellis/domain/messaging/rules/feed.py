"""What a feed tells: one form of it, whether it came through the hub just now or from rows later.

What is said goes through the hub once for everybody, as a `Push` in the message `{"feed": push}`. What one
person's socket makes of it is a `Told` (`told_by`), and the same is made of rows (`queries/feed.py`).
Moments are texts of ISO 8601 in UTC, people their public ids, since both travel as JSON.
"""

from datetime import UTC, datetime
from typing import Literal, TypedDict

from django.db import models


class Kind(models.TextChoices):
    """What a feed tells of."""

    MESSAGE = "message"  # something was said
    EDITED = "edited"
    DELETED = "deleted"
    READ = "read"  # the person has read, on whichever device
    SEEN = "seen"  # the one they wrote to has, and lets it be known
    ROOM = "room"  # who is in a room, what it is called, whether it is open


OfMessages = Literal["message", "edited", "deleted"]


class AttachedFacts(TypedDict):
    """A file that belongs to a message."""

    id: str
    name: str
    media_type: str
    size: int


class MessageFacts(TypedDict):
    """A message, as everybody in the room may know it.

    `recipient_id` is the other of the two people of a private room; None in a group, and of what a guardian
    says. The text of a deleted one is "", and it has no attachments. `is_seen`: the one it was written to
    has read it and lets it be known.
    """

    id: str
    room_id: str
    number: int
    sender_id: str | None
    recipient_id: str | None
    text: str
    ai_generated: bool
    is_seen: bool
    is_deleted: bool
    created_at: str
    edited_at: str | None
    attachments: list[AttachedFacts]


class Push(TypedDict):
    """What goes through the hub: one of the entries that several people got by the same act.

    `numbers` has the number that it has in each one's feed, by their account's id (as JSON keys are: a text).
    `message` is told of for kinds of messages, `readers` are the ids of those who have read that one already.
    `up_to` is for `read` and `seen`; `unread` for `read`: how many the reader has left in the room. `by_id`
    is the public id of who did it: who said it, has seen it, or changed the room (None: the clock or staff).
    """

    kind: str
    room_id: str
    at: str
    by_id: str | None
    numbers: dict[str, int]
    message: MessageFacts | None
    readers: list[int]
    up_to: int | None
    unread: int | None


def moment(at: datetime) -> str:
    """Return a moment as facts have it."""
    return at.astimezone(UTC).isoformat()
