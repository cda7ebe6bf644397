"""`ws/messages/{user_id}` and `messages/ws/{user_id}`: what is said, as it is said, and saying something."""

import time
from typing import Any, ClassVar
from uuid import UUID

from trellis.apis.soosh.base import refusal_json
from trellis.apis.soosh.messages.acts import ACTS, Act
from trellis.apis.soosh.messages.frames import frame_of, typing_frame
from trellis.apis.soosh.sockets import Numbered, StreamSocket, as_uuid
from trellis.core.realtime import Closed, Message, in_database
from trellis.core.realtime.socket import FORBIDDEN
from trellis.domain.messaging.queries.feed import can_follow, feed_after, feed_number_of, last_number_of
from trellis.domain.messaging.queries.unread import unread_of
from trellis.domain.messaging.rules.feed import told_by
from trellis.domain.messaging.rules.limits import TYPING_AGAIN

_TYPING = "typing"
_MOST_ROOMS = 100


class MessagesSocket(StreamSocket):
    """One device of somebody who talks: their feed, and their own words."""

    messages_per_second: ClassVar[float] = 10
    burst: ClassVar[float] = 40

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self._user_id: UUID = scope["url_kwargs"]["user_id"]
        self._typed_at: dict[str, float] = {}

    def admit(self) -> None:
        """Let everybody listen to their own feed alone."""
        if self.user.public_id != self._user_id:
            raise Closed(FORBIDDEN, "not yours")

    def last_number(self) -> int:
        """Return the number of the last entry of the feed."""
        return last_number_of(self.user.pk)

    def number_of(self, since: str) -> int | None:
        """Return the number by which the feed told of a message."""
        message_id = as_uuid(since)
        return None if message_id is None else feed_number_of(self.user.pk, message_id)

    def is_kept(self, number: int) -> bool:
        """Tell whether the feed still has what came after."""
        return can_follow(self.user.pk, number)

    def after(self, number: int, limit: int) -> list[Numbered]:
        """Return what the feed tells after a number."""
        return [(told["number"], frame_of(told)) for told in feed_after(self.user.pk, number, limit=limit)]

    def greeting(self) -> Message:
        """Say how many messages are unread."""
        return {"unread_count": unread_of(self.user.pk)}

    async def news(self, message: Message) -> None:
        """Tell what the feed has got, and who writes something; what else concerns the person is not ours."""
        if "feed" in message:
            told = told_by(message["feed"], person_id=self.user.pk, public_id=self.user.public_id)
            if told is not None and told["number"] == self.last + 1:
                await self.tell_next(told["number"], frame_of(told))
            elif told is not None and told["number"] > self.last:
                await self.catch_up()
        elif _TYPING in message:
            await self.tell_now(typing_frame(message[_TYPING]))

    async def heard(self, message: Message) -> None:
        """Do what the client asks, and say what came of it."""
        kind = message.get("type")
        act = ACTS.get(kind) if isinstance(kind, str) else None
        if act is None:
            self.tell({"type": "error", "code": "invalid", "detail": "This type of message is not known."})
        elif kind != _TYPING or self._may_tell_of_typing(message):
            answer = await in_database(self._done, act, message)
            if answer is not None:
                self.tell(answer)

    def _done(self, act: Act, message: Message) -> Message | None:
        try:
            return act(self.user, message)
        except Exception as error:  # also what nobody foresaw: it is logged, and the socket goes on
            return _refused(message, refusal_json(error))

    def _may_tell_of_typing(self, message: Message) -> bool:
        """Tell whether the last time was long enough ago; a client may say it with each letter."""
        room = str(message.get("conversation_id") or message.get("user_id"))
        now = time.monotonic()
        if now - self._typed_at.get(room, float("-inf")) < TYPING_AGAIN:
            return False
        if len(self._typed_at) >= _MOST_ROOMS:
            self._typed_at.clear()
        self._typed_at[room] = now
        return True


def _refused(message: Message, body: Message) -> Message:
    client_id = message.get("client_id")
    return {
        "type": "error",
        "code": body["error"],
        "detail": body["message"],
        "details": body["details"],
        "of": message["type"],
        **({"client_id": client_id} if isinstance(client_id, str) else {}),
    }
