"""Editing and taking back what one has said, for 15 minutes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.messaging import events, notices
from trellis.domain.messaging.models import FormerText, Message, Room, RoomMember
from trellis.domain.messaging.queries.blocking import who_has_blocked
from trellis.domain.messaging.queries.facts import WITH, attached_to, facts_of
from trellis.domain.messaging.queries.rooms import people_in
from trellis.domain.messaging.refusals import NotTheirMessage, TooLate, UnknownMessage, UnknownRoom
from trellis.domain.messaging.rules.feed import Kind
from trellis.domain.messaging.rules.limits import is_changeable
from trellis.domain.messaging.rules.texts import fit_text
from trellis.domain.messaging.services.feeding import tell_of_message
from trellis.domain.messaging.services.rooms import refuse_unless_open


@retried_once
def edit_message(*, person: User, message: Message, text: str, now: datetime) -> Message:
    """Have a message say something else, wherever it was not read yet and where it was.

    Raises NotTheirMessage, TooLate, and what `fit_text` and `refuse_unless_open` raise.
    """
    with transaction.atomic():
        current = _locked(message)
        _refuse_unless_changeable(current, person, now)
        text = fit_text(text, has_attachments=current.attachment_count > 0)
        people = refuse_unless_open(room=current.room, user=person, now=now)
        if text == current.text:
            return current
        FormerText.objects.create(message=current, text=current.text, until=now)
        current.text, current.edited_at = text, now
        current.save(update_fields=["text", "edited_at"])
        _tell(Kind.EDITED, current, people, now)
    return current


@retried_once
def delete_message(*, person: User, message: Message, now: datetime) -> Message:
    """Take a message back: its text is shown nowhere any more. Done twice it is done.

    Raises NotTheirMessage, TooLate, and UnknownRoom for who is no longer in the room.
    """
    with transaction.atomic():
        current = _locked(message)
        if current.sender_id == person.pk and current.deleted_at is not None:
            return current
        _refuse_unless_changeable(current, person, now)
        people = people_in(current.room, now=now)
        if person.pk not in {each.pk for each in people}:
            raise UnknownRoom
        _take_back(current, people, now)
    return current


@retried_once
def delete_as_staff(*, message: Message, actor_id: int, now: datetime) -> None:
    """Take a message away from everybody, whenever it was said; of one that is gone nothing happens."""
    with transaction.atomic():
        current = _locked(message)
        if current.deleted_at is None:
            _take_back(current, people_in(current.room, now=now), now)
            told: events.Removed = {"sender_id": current.sender_id}
            events.message_removed.publish(actor_id=actor_id, subject=current, data=told, now=now)


def _take_back(message: Message, people: Sequence[User], now: datetime) -> None:
    message.deleted_at = now
    message.save(update_fields=["deleted_at"])
    _tell(Kind.DELETED, message, people, now)


def _tell(kind: Kind, message: Message, people: Sequence[User], now: datetime) -> None:
    """Tell everybody's devices of a message that is another now, and have notices of it say the same."""
    deaf = who_has_blocked(message.sender_id) if message.room.is_group else set()
    hearing = {each.pk for each in people} - deaf
    reading = RoomMember.objects.filter(room=message.room_id, read_up_to__gte=message.number)
    readers = set(reading.values_list("person_id", flat=True)) & hearing
    facts = facts_of(message, attached_to(message))
    tell_of_message(kind, message, facts=facts, people=hearing, readers=readers, now=now)
    notices.follow(message)


def _locked(message: Message) -> Message:
    """Return the message as it is now, its room locked first, as whatever is said in it does."""
    room = Room.objects.select_for_update(no_key=True).filter(pk=message.room_id).first()
    rows = Message.objects.select_for_update(of=("self",), no_key=True).select_related(*WITH)
    current = rows.filter(pk=message.pk).first()
    if room is None or current is None:
        raise UnknownMessage
    return current


def _refuse_unless_changeable(message: Message, person: User, now: datetime) -> None:
    if message.sender_id != person.pk:
        raise NotTheirMessage
    if message.deleted_at is not None or not is_changeable(created_at=message.created_at, now=now):
        raise TooLate
