"""A message is sent: an answer, or words that the person has said themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import account_of
from trellis.domain.assistant.models import Action
from trellis.domain.assistant.queries.messages import message_to
from trellis.domain.assistant.services.deeds.reading import id_in, text_in
from trellis.domain.messaging.models import Message
from trellis.domain.messaging.refusals import ToOneself
from trellis.domain.messaging.rules.texts import fit_text
from trellis.domain.messaging.services.changing import delete_message
from trellis.domain.messaging.services.sending import send_message
from trellis.domain.notifications.rules import name_of


def fill(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return to whom what is to be sent; an answer goes to who wrote, whoever is named.

    `drafted` says that the words are the agent's, `ask` why they are not sent unread. Raises UnknownAccount,
    UnknownMessage, ToOneself, and what `fit_text` raises.
    """
    text = fit_text(text_in(details, "text"))
    answered = _answered(user, details)
    sender = None if answered is None else answered.sender
    recipient = sender or account_of(id_in(details, "recipient_id"))
    if recipient.pk == user.pk:
        raise ToOneself
    return {
        "recipient_id": str(recipient.public_id),
        "text": text,
        "reply_to": None if answered is None else str(answered.pk),
        "drafted": bool(details.get("drafted")),
        "ask": text_in(details, "ask"),
    }


def preview(user: User, details: Mapping[str, Any]) -> str:
    """Return whom what would be written to."""
    return f"To {_recipient(details)}: {details['text']}"


def told(user: User, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log tells of it."""
    return {"recipient": _recipient(details), "message": details["text"], "reply_to": details["reply_to"]}


def do(user: User, details: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Send it. Raises what `send_message` does."""
    answered = _answered(user, details)
    recipient = account_of(id_in(details, "recipient_id")) if answered is None else None
    message = send_message(
        sender=user,
        recipient=recipient,
        room=None if answered is None else answered.room,
        text=details["text"],
        ai_generated=details["drafted"],
        now=now,
    )
    return {"message_id": str(message.pk), "conversation_id": str(message.room_id)}


def take_back(user: User, action: Action, now: datetime) -> None:
    """Take it away from both; raise what `delete_message` does."""
    message = Message.objects.get(pk=id_in(action.action_details, "message_id"))
    delete_message(person=user, message=message, now=now)


def _answered(user: User, details: Mapping[str, Any]) -> Message | None:
    return message_to(user, id_in(details, "reply_to")) if details.get("reply_to") else None


def _recipient(details: Mapping[str, Any]) -> str:
    return name_of(account_of(id_in(details, "recipient_id")))
