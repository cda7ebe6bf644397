"""`ws/notifications`: what somebody is told, as they are told it."""

from trellis.apis.soosh.notifications.output import notification_json
from trellis.apis.soosh.sockets import Numbered, StreamSocket, as_uuid
from trellis.core.realtime import Message, in_database
from trellis.domain.notifications.queries import after, number_of, unread_count
from trellis.domain.notifications.services.numbering import number_waiting

_NEWS = "notifications"


class NotificationsSocket(StreamSocket):
    """One device of somebody who is told things."""

    def last_number(self) -> int:
        """Number what has none, so that all that comes later has a higher one; return the last number."""
        return number_waiting(self.user.pk)

    def number_of(self, since: str) -> int | None:
        """Return the number of a notification."""
        public_id = as_uuid(since)
        return None if public_id is None else number_of(self.user.pk, public_id)

    def after(self, number: int, limit: int) -> list[Numbered]:
        """Return what they are told after a number, each as it is now."""
        number_waiting(self.user.pk)
        rows = after(self.user.pk, number, limit)
        unread = unread_count(self.user) if rows else 0
        return [
            (
                int(row.number or 0),
                {
                    "type": "notification",
                    "notification": notification_json(row),
                    "count": row.count,
                    "silent": row.is_silent,
                    "unread_count": unread,
                },
            )
            for row in rows
        ]

    def greeting(self) -> Message:
        """Say how many are unread."""
        return {"unread_count": unread_count(self.user)}

    async def news(self, message: Message) -> None:
        """Tell what is new, what was read on whichever device, and that the list is another."""
        if message.get("news") != _NEWS:
            return
        if "read" in message:
            await self._tell_counted({"type": "notifications_read", "ids": message["read"]})
        elif "changed" in message:
            await self._tell_counted({"type": "notifications_changed"})
        else:
            await self.catch_up()

    async def _tell_counted(self, frame: Message) -> None:
        unread = await in_database(unread_count, self.user)
        await self.tell_now({**frame, "unread_count": unread})
