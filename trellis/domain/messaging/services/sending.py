"""Saying something in a room."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from trellis.core.db.errors import constraint_of, retried_once
from trellis.core.throttling import take
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room
from trellis.domain.messaging.queries.facts import attached_to, facts_of
from trellis.domain.messaging.refusals import ClientIdUsed, ToOneself, UnknownRoom
from trellis.domain.messaging.rules.feed import Kind
from trellis.domain.messaging.rules.texts import fit_text, refuse_unfit_client_id
from trellis.domain.messaging.services.attachments import take_attachments
from trellis.domain.messaging.services.feeding import tell_of_message
from trellis.domain.messaging.services.rooms import open_private_room, refuse_unless_open
from trellis.domain.messaging.services.telling import hearing, tell_people


@retried_once
def send_message(
    *,
    sender: User,
    recipient: User | None = None,
    room: Room | None = None,
    text: str,
    attachments: Sequence[UUID] = (),
    ai_generated: bool = False,
    client_id: str | None = None,
    now: datetime,
) -> Message:
    """Say something to somebody, whose private room with the sender opens by that, or in a room.

    Everybody in the room is told, on each of their devices, in the order of commits. Sent again with its
    `client_id` it is the message of before. Raises ToOneself, what `fit_text`, `refuse_unless_open` and
    `take_attachments` raise, UnfitClientId, ClientIdUsed where another message has it, and TooMany for new
    conversations.
    """
    text = fit_text(text, has_attachments=bool(attachments))
    refuse_unfit_client_id(client_id)
    if recipient is not None and recipient.pk == sender.pk:
        raise ToOneself
    try:
        with transaction.atomic():
            current = _locked_room(sender, recipient, room, now)
            before = sent_before(sender=sender, client_id=client_id)
            if before is not None:
                return _same(before, current, text)
            people = refuse_unless_open(room=current, user=sender, now=now)
            message = _said(current, sender, text, ai_generated, client_id, now)
            _attach(message, attachments)
            _tell(message, people, now)
            return message
    except IntegrityError as error:
        # The same at once, in another room.
        if constraint_of(error) != "message_client_id_once":
            raise
        raise ClientIdUsed from None


def sent_before(*, sender: User, client_id: str | None) -> Message | None:
    """Return the message that the sender gave this name, if they did."""
    if client_id is None:
        return None
    return Message.objects.filter(sender=sender, client_id=client_id).first()


def _locked_room(sender: User, recipient: User | None, room: Room | None, now: datetime) -> Room:
    """Return the room, locked: who comes later finds, and numbers, what is said now."""
    if room is not None:
        return _lock(pk=room.pk)
    if recipient is None:
        raise UnknownRoom
    first, second = sorted((sender.pk, recipient.pk))
    try:
        return _lock(first_id=first, second_id=second)
    except UnknownRoom:
        # Undone with what is refused: only who was really written to counts.
        take({"conversation_opened": str(sender.pk)})
        return _lock(pk=open_private_room(one_id=first, other_id=second, now=now).pk)


def _lock(**key: object) -> Room:
    rows = Room.objects.select_for_update(of=("self",), no_key=True).select_related("first", "second")
    room = rows.filter(**key).first()
    if room is None:
        raise UnknownRoom
    return room


def _same(before: Message, room: Room, text: str) -> Message:
    if before.room_id != room.pk or before.text != text:
        raise ClientIdUsed
    return before


def _said(
    room: Room,
    sender: User,
    text: str,
    ai_generated: bool,
    client_id: str | None,
    now: datetime,
) -> Message:
    room.last_number += 1
    room.spoken_at = now
    room.save(update_fields=["last_number", "spoken_at"])
    return Message.objects.create(
        room=room,
        number=room.last_number,
        sender=sender,
        text=text,
        ai_generated=ai_generated,
        client_id=client_id,
        created_at=now,
    )


def _attach(message: Message, ids: Sequence[UUID]) -> None:
    if ids:
        message.attachment_count = len(take_attachments(message=message, ids=ids))
        message.save(update_fields=["attachment_count"])


def _tell(message: Message, people: Sequence[User], now: datetime) -> None:
    """Tell everybody's devices, and those who are to get a notice of it."""
    told = hearing(message, people)
    facts = facts_of(message, attached_to(message))
    tell_of_message(Kind.MESSAGE, message, facts=facts, people=[each.pk for each in told], now=now)
    tell_people(message, told, now=now)
