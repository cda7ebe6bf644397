"""What somebody wrote to a person, and what the two have said to each other."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.queries.bookings import bookings_of, upcoming
from trellis.domain.messaging.models import Message
from trellis.domain.messaging.queries.history import message_for
from trellis.domain.messaging.queries.rooms import private_room
from trellis.domain.messaging.refusals import UnknownMessage


def message_to(user: User, message_id: UUID) -> Message:
    """Return a message that somebody else wrote to a person, in a conversation of two or a group of theirs.

    Raises UnknownMessage, also for what they only see as a guardian, and for what is deleted.
    """
    message = message_for(person=user, message_id=message_id)
    room = message.room
    is_theirs = room.is_group or user.pk in (room.first_id, room.second_id)
    sender = message.sender
    if not is_theirs or sender is None or sender.pk == user.pk or message.deleted_at is not None:
        raise UnknownMessage
    return message


def has_written(sender: User, user: User) -> bool:
    """Tell whether somebody has written to a person in the conversation of the two."""
    room = private_room(one_id=sender.pk, other_id=user.pk)
    return room is not None and Message.objects.filter(room=room, sender=sender).exists()


def next_session_with(user: User, other: User, *, now: datetime) -> Booking | None:
    """Return the next session that is agreed on between two people; None where there is none."""
    theirs = upcoming(bookings_of(user, statuses=[Status.CONFIRMED]), now=now)
    return theirs.filter(Q(mentor__user=other) | Q(mentee=other)).first()
