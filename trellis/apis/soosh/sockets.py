"""What every WebSocket of this door is: a stream of numbered frames that goes on where the client was.

docs/decisions/realtime.md has what is said.
"""

from typing import Any, ClassVar
from uuid import UUID

from trellis.apis.soosh.presence import Register, register
from trellis.core.realtime import Delivery, Message, in_database
from trellis.domain.accounts.sockets import AccountSocket

# What a socket says to itself: look whether there is something new.
_LOOK = Delivery("", {"news": "look"})

Numbered = tuple[int, Message]


class StreamSocket(AccountSocket):
    """One client that is told of numbered things in their order, each once, whatever comes in between.

    Rows are the truth; what comes through the hub says that there are some, or saves asking for the one that
    is next. Once it is open everything is told by the task that delivers, so that there is one order. A
    subclass says who may listen (`admit`), where news come in (`rooms`, `news`), and what there is, in a
    thread with the database: `last_number`, `number_of`, `is_kept`, `after`, `greeting`.
    """

    register: ClassVar[Register] = register
    # So many rows are read at once, and told before the next ones are.
    chunk: ClassVar[int] = 100

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        # The number of what was told last.
        self.last = 0
        self._is_registered = False

    def admit(self) -> None:
        """Raise Closed for who may not listen, or no longer."""

    def rooms(self) -> list[str]:
        """Return the rooms in which news come, beside the person's own."""
        return []

    def last_number(self) -> int:
        """Return the number of the last thing there is."""
        raise NotImplementedError

    def number_of(self, since: str) -> int | None:
        """Return the number of what the client had last by another name; None where it is not known."""
        return None

    def is_kept(self, number: int) -> bool:
        """Tell whether all that came after this number is still there."""
        return True

    def after(self, number: int, limit: int) -> list[Numbered]:
        """Return the first of what came after this number, with the frames that tell of it."""
        raise NotImplementedError

    def greeting(self) -> Message:
        """Return what the client is told first, beside the numbers."""
        return {}

    async def news(self, message: Message) -> None:
        """Act on what a room says: there may be something new."""
        await self.catch_up()

    async def ready(self) -> None:
        """Listen, be seen, greet, and replay what the client has missed."""
        for room in self.rooms():
            await self.join(room)
        self.register.enter(self.user.pk)
        self._is_registered = True
        await self._greet()
        await self.catch_up()

    async def check(self) -> None:
        """Ask whether they may listen, and look for what the hub has not told."""
        await super().check()
        await in_database(self.admit)
        if self._is_registered:
            self.inbox.put(_LOOK)

    async def delivered(self, delivery: Delivery) -> None:
        """Tell what is new."""
        if delivery is _LOOK:
            await self.look()
        else:
            await self.news(delivery.message)

    async def look(self) -> None:
        """Do what is due now and then."""
        await self.catch_up()

    async def missed(self) -> None:
        """Tell what the hub has not."""
        await self.catch_up()

    async def left(self) -> None:
        """Be seen no more."""
        await super().left()
        if self._is_registered:
            self._is_registered = False
            await self.register.leave(self.user.pk)

    async def catch_up(self) -> None:
        """Tell all that came after what was told last, a chunk at a time, at the pace of the client."""
        while True:
            rows = await in_database(self.after, self.last, self.chunk)
            for number, frame in rows:
                await self.tell_next(number, frame)
            if len(rows) < self.chunk:
                return

    async def tell_next(self, number: int, frame: Message) -> None:
        """Tell what has this number, unless it was told."""
        if number > self.last:
            await self.tell_now({**frame, "number": number})
            self.last = number

    async def _greet(self) -> None:
        since = self.query.get("since", "")
        last, begin, greeting = await in_database(self._start, since)
        self.last = last if begin is None else begin
        await self.tell_now({"type": "hello", "number": last, "since": begin, **greeting})
        if since and begin is None:
            await self.tell_now({"type": "resync"})

    def _start(self, since: str) -> tuple[int, int | None, Message]:
        """Return the number of the last thing there is, that of what the client had, and the greeting."""
        # First, so that whatever comes meanwhile is told rather than taken for known.
        last = self.last_number()
        begin = self._position(since, last) if since else None
        return last, begin, self.greeting()

    def _position(self, since: str, last: int) -> int | None:
        number = int(since) if _is_number(since) else self.number_of(since)
        return number if number is not None and number <= last and self.is_kept(number) else None


def as_uuid(text: str) -> UUID | None:
    """Return the id that a text is; None for any other text."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    """Tell whether it has digits alone, and no more than any number of ours."""
    return text.isascii() and text.isdecimal() and len(text) < len(str(2**63))
