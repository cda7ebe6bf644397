"""What every WebSocket of this door is: a stream of numbered frames that goes on where the client was.

docs/decisions/realtime.md has what is said.
"""

import json
from typing import Any, ClassVar
from urllib.parse import parse_qs

from trellis.apis.soosh.presence import Register, register
from trellis.core.realtime import Delivery, Message, in_database
from trellis.core.realtime.signed import SignedSocket

# What a socket says to itself: begin, and look whether there is something new.
_BEGIN = Delivery("", {"news": "begin"})
_LOOK = Delivery("", {"news": "look"})
# No number of ours has more digits, and no id is longer.
_LONGEST_SINCE = 40

Numbered = tuple[int, Message]


class StreamSocket(SignedSocket):
    """One client that is told of numbered things in their order, each once, whatever comes in between.

    Rows are the truth, and what comes through the hub only says that there are some, or saves asking for the
    one that is next. Everything is told by the task that delivers, so that there is one order. A subclass
    says who may listen (`admit`), to which rooms (`rooms`), and what there is (`last_number`, `number_of`,
    `after`, `hello`).
    """

    register: ClassVar[Register] = register
    # So many rows are read at once, and told before the next ones are.
    chunk: ClassVar[int] = 100

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self.last = 0
        self._has_begun = False
        self._is_registered = False

    def admit(self) -> None:
        """Ask the database whether they may listen; raise Closed."""

    def rooms(self) -> list[str]:
        """Return the rooms in which news of the stream comes."""
        raise NotImplementedError

    def last_number(self) -> int:
        """Ask the database for the number of the last thing there is."""
        raise NotImplementedError

    def number_of(self, since: str) -> int | None:
        """Ask the database for the number of what the client had last by another name; None: not known."""
        return None

    def is_kept(self, number: int) -> bool:
        """Ask the database whether all that came after this number is still there."""
        return True

    def after(self, number: int, limit: int) -> list[Numbered]:
        """Ask the database for the first of what came after this number, with the frames that tell of it."""
        raise NotImplementedError

    def hello(self) -> Message:
        """Ask the database for what the client is told first, beside the numbers."""
        return {}

    async def heard(self, message: Message) -> None:
        """Act on what a room says: the rows may have something new."""
        await self.catch_up()

    async def ready(self) -> None:
        """Listen, be seen, and begin."""
        await in_database(self.admit)
        for room in self.rooms():
            await self.join(room)
        self.register.enter(self.user.pk)
        self._is_registered = True
        self.inbox.put(_BEGIN)

    async def delivered(self, delivery: Delivery) -> None:
        """Begin; from then on hear what the rooms say. What they said before is in the rows."""
        if delivery is _BEGIN:
            await self._begin()
        elif delivery is _LOOK:
            await self.looked()
        elif self._has_begun:
            await self.heard(delivery.message)

    async def check(self) -> None:
        """Ask again whether they may listen, and look for what the hub did not tell."""
        await super().check()
        await in_database(self.admit)
        if self._has_begun:
            self.inbox.put(_LOOK)

    async def looked(self) -> None:
        """Do what is due now and then, in the order of what is told."""
        await self.catch_up()

    async def missed(self) -> None:
        """Tell what the hub did not."""
        if self._has_begun:
            await self.catch_up()

    async def left(self) -> None:
        """Be seen no more."""
        await super().left()
        if self._is_registered:
            self._is_registered = False
            await self.register.leave(self.user.pk)

    async def catch_up(self) -> None:
        """Tell all that came after what was told last."""
        while True:
            rows = await in_database(self.after, self.last, self.chunk)
            for number, frame in rows:
                await self.show_next(number, frame)
            if len(rows) < self.chunk:
                return

    async def show_next(self, number: int, frame: Message) -> None:
        """Tell what has this number, unless it was told."""
        if number > self.last:
            await self.show({**frame, "number": number})
            self.last = number

    async def show(self, frame: Message) -> None:
        """Send the client a frame now, waiting until it is taken: what is replayed fills no mailbox."""
        await self._send_text(json.dumps(frame, separators=(",", ":")))

    async def _begin(self) -> None:
        since = self._since()
        last, begin, hello = await in_database(self._start, since)
        self.last = last if begin is None else begin
        await self.show({"type": "hello", "number": last, "since": begin, **hello})
        if since and begin is None:
            await self.show({"type": "resync"})
        self._has_begun = True
        await self.catch_up()

    def _start(self, since: str) -> tuple[int, int | None, Message]:
        """Return the number of the last thing there is, that of what the client had, and the greeting."""
        # First, so that whatever comes meanwhile is told rather than taken for known.
        last = self.last_number()
        begin = self._position(since, last) if since else None
        return last, begin, self.hello()

    def _position(self, since: str, last: int) -> int | None:
        number = int(since) if since.isascii() and since.isdecimal() else self.number_of(since)
        return number if number is not None and number <= last and self.is_kept(number) else None

    def _since(self) -> str:
        """Return what the address says that the client had last; "" where it says nothing."""
        query = self.scope.get("query_string", b"").decode("latin-1")
        return (parse_qs(query).get("since") or [""])[-1][: _LONGEST_SINCE + 1]
