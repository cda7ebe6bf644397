"""What a messages' socket tells of what a feed tells."""

from collections.abc import Callable

from trellis.apis.soosh.messages.output import message_json
from trellis.core.realtime import Message
from trellis.domain.messaging.rules.feed import Kind, Told, Typing


def frame_of(told: Told) -> Message:
    """Return the frame that tells a client of one entry of their feed."""
    return _FRAMES[Kind(told["kind"])](told)


def typing_frame(typing: Typing) -> Message:
    """Return the frame that tells a client who writes something."""
    return {
        "type": "typing",
        "user_id": typing["person_id"],
        "username": typing["username"],
        "conversation_id": typing["room_id"],
    }


def _of_message(word: str) -> Callable[[Told], Message]:
    def frame(told: Told) -> Message:
        message = told["message"]
        return {"type": word, "message": message and message_json(message, is_read=told["is_read"])}

    return frame


def _read(told: Told) -> Message:
    return {
        "type": "messages_read",
        **_where(told),
        "unread_count": told["unread"],
        "message_number": told["up_to"],
    }


def _seen(told: Told) -> Message:
    return {
        "type": "message_seen",
        **_where(told),
        "after_message_number": told["after"],
        "message_number": told["up_to"],
    }


def _room(told: Told) -> Message:
    return {"type": "conversation_changed", "conversation_id": told["room_id"]}


def _where(told: Told) -> Message:
    return {"conversation_id": told["room_id"], "user_id": told["other_id"]}


_FRAMES: dict[Kind, Callable[[Told], Message]] = {
    Kind.MESSAGE: _of_message("new_message"),
    Kind.EDITED: _of_message("message_edited"),
    Kind.DELETED: _of_message("message_deleted"),
    Kind.READ: _read,
    Kind.SEEN: _seen,
    Kind.ROOM: _room,
}
