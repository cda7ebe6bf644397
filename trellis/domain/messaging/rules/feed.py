"""What a feed tells: one form of it, whether it came through the hub just now or from rows later.

What happened goes through the hub once for everybody, as a `Push`: the message of the hub is
`{"feed": push}`, its rooms are `person_room` of each whom it concerns. What one person's socket makes of
it is a `Told` (`told_by`), and the same is made of rows (`queries/feed.py`). Moments are texts of ISO 8601 in
UTC and people their public ids, since both travel as JSON.
"""

from datetime import UTC, datetime
from typing import TypedDict
from uuid import UUID

from django.db import models


class Kind(models.TextChoices):
    """What a feed tells of."""

    MESSAGE = "message"  # something was said
    EDITED = "edited"
    DELETED = "deleted"
    READ = "read"  # the person has read, on whichever device
    SEEN = "seen"  # the one they wrote to has, and lets it be known
    ROOM = "room"  # who is in a room, what it is called, whether it is open, what of it is hidden


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


class Happening(TypedDict):
    """What both have: of everything `kind`, `room_id` and `at`, of messages the message.

    Of what was read or seen: the numbers in the room `after` the one, `up_to` the other, and the public id
    of the other person of a private room, None elsewhere. A number between them was not seen before; earlier
    ones were or were not, each as its own message says. `unread` is told to who has read: how many they
    have left in the room.
    """

    kind: str
    room_id: str
    at: str
    message: MessageFacts | None
    after: int | None
    up_to: int | None
    other_id: str | None
    unread: int | None


class Push(Happening):
    """What goes through the hub: the entries that several people got by one act.

    `numbers` has the number of each one's, by the id of their account (as keys are in JSON: a text);
    `readers` are the ids of those who have read the message already.
    """

    numbers: dict[str, int]
    readers: list[int]


class Told(Happening):
    """One entry of one person's feed.

    `is_read`, of messages: theirs has been seen, the other's they have read.
    """

    number: int
    is_read: bool


class Typing(TypedDict):
    """That somebody writes something just now: the message of the hub is `{"typing": typing}`; no row."""

    room_id: str
    person_id: str
    username: str


def told_by(push: Push, *, person_id: int, public_id: UUID) -> Told | None:
    """Return what a push tells an account, of these ids; None where it does not concern them."""
    number = push["numbers"].get(str(person_id))
    if number is None:
        return None
    told = happening_of(push)
    is_read = is_read_by(push["message"], public_id=public_id, has_read=person_id in push["readers"])
    return Told(**told, number=number, is_read=is_read)


def happening_of(wider: Happening) -> Happening:
    """Return what a push and an entry have in common, of either."""
    return Happening(
        kind=wider["kind"],
        room_id=wider["room_id"],
        at=wider["at"],
        message=wider["message"],
        after=wider["after"],
        up_to=wider["up_to"],
        other_id=wider["other_id"],
        unread=wider["unread"],
    )


def is_read_by(message: MessageFacts | None, *, public_id: UUID, has_read: bool) -> bool:
    """Tell what somebody sees as read: of their own what was seen, of others' what they have read."""
    if message is None:
        return False
    return message["is_seen"] if message["sender_id"] == str(public_id) else has_read


def moment(at: datetime) -> str:
    """Return a moment as facts have it."""
    return at.astimezone(UTC).isoformat()
