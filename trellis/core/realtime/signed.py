"""A WebSocket of somebody who is signed in."""

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from trellis.core.realtime.asking import in_database
from trellis.core.realtime.credentials import (
    BEARER,
    offers_bearer,
    query_of,
    session_key_of,
    token_of_headers,
)
from trellis.core.realtime.origins import header, is_front_end
from trellis.core.realtime.socket import UNAUTHENTICATED, Closed, Socket
from trellis.core.realtime.wire import Message


class SignedSocket(Socket):
    """Knows by what its client is signed in, asks for it at once and again and again, and ends with it.

    Whose token or session it is, is not known here: `accounts.sockets.AccountSocket` asks that, and is what
    a socket of a door or page derives from.
    """

    # Who does not show within this time who they are is let go.
    sign_in_seconds: ClassVar[float] = 10
    # Whether this is a socket of an API: front ends on other origins may open it, and a token may stand in
    # a header or in the address. Else only pages of ours may, and a token comes in the first message.
    is_of_api: ClassVar[bool] = True

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        # A token of the address is taken out of it, so that whatever is logged of the connection has none.
        self.query = query_of(scope)
        shown = self.query.pop("token", None)
        super().__init__({**scope, "query_string": b""}, receive, send)
        self.session_key = session_key_of(scope)
        self.token: str | None = None
        self._heard_in: set[str] = set()
        if self.is_of_api:
            given = token_of_headers(scope)
            self.token = shown if given is None else given
            self.subprotocol = BEARER if offers_bearer(scope) else ""

    def verify(self) -> None:
        """Find whose `token` is, or, without one, `session_key`; raise Closed where that is no good now.

        Asks the database, and runs in a thread.
        """
        raise NotImplementedError

    def control_rooms(self) -> Sequence[str]:
        """Return the rooms in which this sign-in is given orders, once it is verified."""
        return []

    async def ready(self) -> None:
        """Join rooms and greet, now that it is known who it is and that `check` has nothing against it.

        Of what rooms bring meanwhile nothing is delivered before this returns.
        """

    async def heard(self, message: Message) -> None:
        """Act on a message of the client, which has signed in."""

    def admits(self) -> bool:
        """Also pages of a front end of ours on another origin, whose cookies count for nothing."""
        return super().admits() or (self.is_of_api and is_front_end(header(self.scope, b"origin")))

    async def opened(self) -> None:
        """Learn who it is, listen to orders, and ask for the rights only then: no order is lost between."""
        if self.token is None and not await in_database(self._session_is_good):
            self.show(await self._first_message())
        await self._listen()
        await self.ready()

    async def received(self, message: Message) -> None:
        """Take a newer token, by which the socket outlives the older; hand on everything else."""
        if message.get("type") == "auth":
            await self._renew(message.get("token"))
        else:
            await self.heard(message)

    async def check(self) -> None:
        """Raise Closed where the sign-in has ended; before `ready`, by the clock, and by order."""
        await in_database(self.verify)

    def show(self, message: Message) -> None:
        """Keep the proof that the first message brings; raise Closed where it is none."""
        token = message.get("token")
        if not isinstance(token, str):
            raise Closed(UNAUTHENTICATED, "sign in")
        self.token = token

    def _session_is_good(self) -> bool:
        if not self.session_key:
            return False
        try:
            self.verify()
        except Closed:
            return False
        return True

    async def _first_message(self) -> Message:
        try:
            async with asyncio.timeout(self.sign_in_seconds):
                message = await self.next_message()
        except TimeoutError:
            raise Closed(UNAUTHENTICATED, "sign in") from None
        if message.get("type") != "auth":
            raise Closed(UNAUTHENTICATED, "sign in")
        return message

    async def _renew(self, token: Any) -> None:
        before, self.token = self.token, token if isinstance(token, str) else ""
        try:
            await in_database(self.verify)
        except Closed:
            self.token = before
            self.tell(
                {"type": "error", "code": "invalid", "detail": "This token is none of yours, or is over."}
            )
            return
        await self._listen()

    async def _listen(self) -> None:
        """Hear the orders to this sign-in, and no longer those to the one before it."""
        await in_database(self.verify)
        rooms = set(self.control_rooms())
        for room in rooms - self._heard_in:
            await self.join(room)
        for room in self._heard_in - rooms:
            self.leave(room)
        self._heard_in = rooms
        await self.check()
