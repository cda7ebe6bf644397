"""By what a WebSocket is signed in, and what closes it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from trellis.core.realtime import Closed, Delivery, Hub, Message, check_sockets, in_database
from trellis.core.realtime.socket import FORBIDDEN
from trellis.domain.accounts import browser_sessions, queries
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room, sign_in_room
from trellis.domain.accounts.refusals import InvalidToken
from trellis.domain.accounts.rules import TWO_TABS, SignedInBy
from trellis.domain.accounts.services import tokens
from trellis.domain.accounts.services.people import change_account
from trellis.domain.accounts.services.tokens import TokenPair
from trellis.domain.accounts.sockets import AccountSocket

pytestmark = pytest.mark.django_db(transaction=True)
OURS, FRONT_END, EVIL = "http://testserver", "http://localhost:3000", "https://evil.example"
_SIGNED_OUT = (4401, "sign in again")


class _Socket(AccountSocket):
    check_seconds = 3600  # what closes it is no clock
    sign_in_seconds = 0.1

    async def ready(self) -> None:
        self.tell({"type": "hello", "who": self.user.username})

    async def heard(self, message: Message) -> None:
        self.tell({"type": "heard", **message})

    async def delivered(self, delivery: Delivery) -> None:
        self.tell({"type": "delivered", **delivery.message})


class Wire:
    """The client's side of a connection that is served in this process."""

    def __init__(
        self, *, query: str = "", socket: type[AccountSocket] = _Socket, **headers: str | None
    ) -> None:
        self._incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._incoming.put_nowait({"type": "websocket.connect"})
        given = {"host": "testserver", **headers}
        self.scope = {
            "type": "websocket",
            "path": "/ws/test",
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in given.items() if value
            ],
        }
        self._socket = socket

    async def open(self, hub: Hub, *messages: Message) -> "Wire":
        served = type("Served", (self._socket,), {"hub": hub})
        self.served = served(self.scope, self._incoming.get, self._outgoing.put)
        self.serving = asyncio.create_task(self.served.run())
        for message in messages:
            self.say(**message)
        self.accepted = await self._next()
        return self

    def say(self, **message: Any) -> None:
        self._incoming.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def receive(self) -> Any:
        """Return the next message; where the socket is closed, its code and reason."""
        event = await self._next()
        if event["type"] == "websocket.send":
            return json.loads(event["text"])
        await self.serving
        return event["code"], event.get("reason", "")

    async def greeted(self) -> "Wire":
        assert (await self.receive())["type"] == "hello"
        return self

    async def hang_up(self) -> None:
        self._incoming.put_nowait({"type": "websocket.disconnect"})
        await self.serving

    async def _next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._outgoing.get(), 10)


def tell(story: Callable[[Hub], Awaitable[None]]) -> None:
    """Run a story beside a hub of its own."""

    async def told() -> None:
        hub = Hub()
        hub.farewell_seconds = 0  # type: ignore[misc]
        try:
            await story(hub)
        finally:
            await hub.close()

    asyncio.run(told())


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", "ann@example.com", "pass")


@pytest.fixture
def pair(ann: User) -> TokenPair:
    return tokens.issue_pair(user=ann, now=timezone.now())


def _signed_in(pair: TokenPair) -> HttpRequest:
    """Return a request of a browser that has signed in."""
    request = RequestFactory().get("/")
    request.session = Client().session
    browser_sessions.begin(request, pair)
    request.session.save()
    return request


def _cookie(pair: TokenPair) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={_signed_in(pair).session.session_key}"


def _ways(
    pair: TokenPair, origin: str | None = None, **more: Any
) -> dict[str, tuple[Wire, Sequence[Message]]]:
    """Return the ways to sign in, each with what is said first."""
    token = pair.access
    return {
        "cookie": (Wire(origin=OURS, cookie=_cookie(pair), **more), []),
        "header": (Wire(origin=origin, authorization=f"Bearer {token}", **more), []),
        "subprotocol": (Wire(origin=origin, sec_websocket_protocol=f"bearer, {token}", **more), []),
        "address": (Wire(origin=origin, query=f"since=3&token={token}", **more), []),
        "message": (Wire(origin=origin, **more), [{"type": "auth", "token": token}]),
    }


def test_there_are_five_ways_to_sign_in_and_the_token_is_taken_out_of_the_address(pair: TokenPair) -> None:
    ways = _ways(pair)

    async def story(hub: Hub) -> None:
        for name, (wire, messages) in ways.items():
            await wire.open(hub, *messages)
            assert wire.accepted.get("subprotocol") == ("bearer" if name == "subprotocol" else None)
            assert await wire.receive() == {"type": "hello", "who": "ann"}
            wire.say(type="ping")
            assert await wire.receive() == {"type": "pong"}
            wire.say(type="word", n=1)
            assert (await wire.receive())["n"] == 1
            await wire.hang_up()

    tell(story)
    served = _Socket(ways["address"][0].scope, None, None)
    assert (served.query, served.scope["query_string"]) == ({"since": "3"}, b"")


@pytest.mark.parametrize("token", ["", "garbage", "a.b.c", "é" * 5000])
def test_a_token_that_is_no_good_closes_it_whichever_way_it_comes(ann: User, token: str) -> None:
    family = UUID("00000000-0000-4000-8000-000000000000")

    async def story(hub: Hub) -> None:
        for name, (wire, messages) in ways.items():
            if not (name == "address" and token == ""):  # an empty one is none
                await wire.open(hub, *messages)
                assert (name, *await wire.receive()) == (name, 4401, "sign in")

    ways = _ways(TokenPair(token.encode().decode("latin-1"), "", ann, family, ""))
    del ways["cookie"]
    tell(story)


def test_who_says_nothing_or_something_else_is_not_waited_for(pair: TokenPair) -> None:
    async def story(hub: Hub) -> None:
        for messages in ([], [{"type": "ping"}], [{"type": "auth"}], [{"type": "auth", "token": 1}]):
            wire = await Wire().open(hub, *messages)
            assert await wire.receive() == (4401, "sign in")

    tell(story)


def test_a_front_end_of_ours_comes_in_with_a_token_and_nobody_s_page_with_a_cookie(pair: TokenPair) -> None:
    auth, cookie = {"type": "auth", "token": pair.access}, _cookie(pair)
    from_front_end, from_evil = _ways(pair, FRONT_END), _ways(pair, EVIL)
    del from_evil["cookie"]

    async def story(hub: Hub) -> None:
        for way, (wire, messages) in from_front_end.items():
            await wire.open(hub, *messages)
            assert (way, await wire.receive()) == (way, {"type": "hello", "who": "ann"})
            await wire.hang_up()
        for way, (wire, messages) in from_evil.items():
            await wire.open(hub, *messages)
            assert (way, wire.accepted) == (way, {"type": "websocket.close", "code": 4403})
        refused = await Wire(origin=EVIL, cookie=cookie).open(hub)
        assert refused.accepted == {"type": "websocket.close", "code": 4403}
        for origin in (FRONT_END, None):
            nobody = await Wire(origin=origin, cookie=cookie).open(hub)
            assert await nobody.receive() == (4401, "sign in")
            somebody = await Wire(origin=origin, cookie=cookie).open(hub, auth)
            await (await somebody.greeted()).hang_up()

    tell(story)


def test_pages_own_sockets_take_a_token_in_the_first_message_alone(pair: TokenPair) -> None:
    class Page(_Socket):
        is_of_api: ClassVar[bool] = False

    async def story(hub: Hub) -> None:
        refused = await Wire(socket=Page, origin=FRONT_END).open(hub)
        assert refused.accepted == {"type": "websocket.close", "code": 4403}
        for wire in (
            Wire(socket=Page, query=f"token={pair.access}"),
            Wire(socket=Page, authorization=f"Bearer {pair.access}"),
            Wire(socket=Page, sec_websocket_protocol=f"bearer, {pair.access}"),
        ):
            await wire.open(hub)
            assert await wire.receive() == (4401, "sign in")

    tell(story)


def test_a_newer_token_of_the_same_person_goes_on_where_the_older_ends(
    ann: User, pair: TokenPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tokens.issue_pair(user=ann, now=timezone.now())
    bob = User.objects.create_user("bob", "bob@example.com", "pass")
    other = tokens.issue_pair(user=bob, now=timezone.now())
    soon = timezone.now() + timedelta(minutes=1)
    short = tokens.access_token(user=ann, sign_in_id=pair.family_id, until=soon, now=timezone.now())

    async def story(hub: Hub) -> None:
        ends = await (await Wire(query=f"token={short}").open(hub)).greeted()
        wire = await (await Wire().open(hub, {"type": "auth", "token": short})).greeted()
        for token in (other.access, "garbage", None, 7, ""):
            wire.say(type="auth", token=token)
            assert (await wire.receive())["code"] == "invalid"
        wire.say(type="auth", token=newer.access)
        wire.say(type="ping")
        assert await wire.receive() == {"type": "pong"}
        monkeypatch.setattr(queries, "time", lambda: soon.timestamp() + 1)
        await in_database(check_sockets, [person_room(ann.pk)])
        assert await ends.receive() == (4401, "sign in")
        # Nor is the end of the older one's sign-in its own any more; that of the newer one's is.
        await in_database(partial(tokens.end_families, family_ids=[pair.family_id], now=timezone.now()))
        await hub.publish(person_room(ann.pk), {"n": 1})
        assert await wire.receive() == {"type": "delivered", "n": 1}
        await in_database(partial(tokens.end_families, family_ids=[newer.family_id], now=timezone.now()))
        assert await wire.receive() == _SIGNED_OUT

    tell(story)


def _use_twice(pair: TokenPair) -> None:
    now = timezone.now()
    tokens.rotate(refresh_token=pair.refresh, now=now)
    with pytest.raises(InvalidToken):
        tokens.rotate(refresh_token=pair.refresh, now=now + TWO_TABS)


@pytest.mark.parametrize(
    "end",
    [
        lambda pair: tokens.end_families(family_ids=[pair.family_id], now=timezone.now()),
        lambda pair: tokens.end_with(refresh_tokens=[pair.refresh, "x"], now=timezone.now()),
        _use_twice,
        lambda pair: browser_sessions.end(_signed_in(pair)),
    ],
)
def test_what_ends_a_sign_in_closes_its_sockets_at_once_and_no_others(
    ann: User, pair: TokenPair, end: Callable[[TokenPair], None]
) -> None:
    other = tokens.issue_pair(user=ann, now=timezone.now())
    cookie, ways = _cookie(pair), _ways(pair)

    async def story(hub: Hub) -> None:
        stays = await (await Wire(query=f"token={other.access}").open(hub)).greeted()
        by_cookie = await (await Wire(origin=OURS, cookie=cookie).open(hub)).greeted()
        by_token = await (await Wire(query=f"token={pair.access}").open(hub)).greeted()
        await in_database(end, pair)
        assert await by_cookie.receive() == await by_token.receive() == _SIGNED_OUT
        stays.say(type="ping")
        assert await stays.receive() == {"type": "pong"}
        for wire, messages in ways.values():
            await wire.open(hub, *messages)
            assert await wire.receive() == (4401, "sign in")

    tell(story)


@pytest.mark.parametrize("end", ["password", "staff"])
def test_a_new_password_and_a_shut_account_close_all_sockets_of_a_person(
    ann: User, pair: TokenPair, end: str
) -> None:
    boss = User.objects.create_superuser("boss@example.com", "boss", "pass")
    boss.signed_in_by = SignedInBy.PASSWORD
    ends = {
        "password": lambda: tokens.revoke_all(user=ann, now=timezone.now()),
        "staff": lambda: change_account(
            user=ann, changes={"is_active": False}, actor=boss, now=timezone.now()
        ),
    }
    unnamed = tokens.access_token(user=ann, now=timezone.now())  # one of before they named their sign-in
    of_boss = tokens.issue_pair(user=boss, now=timezone.now())

    async def story(hub: Hub) -> None:
        stays = await (await Wire(query=f"token={of_boss.access}").open(hub)).greeted()
        wires = [await Wire(query=f"token={token}").open(hub) for token in (pair.access, unnamed)]
        for wire in wires:
            await wire.greeted()
        await in_database(ends[end])
        assert [await wire.receive() for wire in wires] == [_SIGNED_OUT] * 2
        stays.say(type="ping")
        assert await stays.receive() == {"type": "pong"}

    tell(story)


def test_a_sign_in_that_ends_while_its_socket_opens_is_not_let_in(pair: TokenPair) -> None:
    class Late(_Socket):
        def find(self) -> User | None:
            user = super().find()
            tokens.end_families(family_ids=[pair.family_id], now=timezone.now())
            return user

    async def story(hub: Hub) -> None:
        wire = await Wire(socket=Late, query=f"token={pair.access}").open(hub)
        assert (await wire.receive())[0] == 4401

    tell(story)


def test_an_order_to_check_is_obeyed_at_once_and_shown_to_nobody(ann: User, pair: TokenPair) -> None:
    class Barred(_Socket):
        is_barred = False

        async def check(self) -> None:
            await super().check()
            if self.is_barred:
                raise Closed(FORBIDDEN, "barred")

    async def story(hub: Hub) -> None:
        wire = await (await Wire(socket=Barred, query=f"token={pair.access}").open(hub)).greeted()
        await in_database(check_sockets, [sign_in_room(pair.family_id)])
        await hub.publish(person_room(ann.pk), {"n": 1})
        assert await wire.receive() == {"type": "delivered", "n": 1}
        wire.served.is_barred = True
        await in_database(check_sockets, [person_room(ann.pk)])
        assert await wire.receive() == (4403, "barred")

    tell(story)


def test_what_comes_while_it_opens_is_delivered_after_the_greeting(ann: User, pair: TokenPair) -> None:
    room = person_room(ann.pk)
    checks: list[bool] = []

    class Slow(_Socket):
        async def check(self) -> None:
            await super().check()
            checks.append(self.inbox.has_overflowed)

        async def ready(self) -> None:
            await in_database(check_sockets, [room])
            await self.hub.publish(room, {"n": 1})
            for number in range(300):  # more than a mailbox holds
                await self.tell_now({"type": "replayed", "n": number})
            await super().ready()

    async def story(hub: Hub) -> None:
        wire = await Wire(socket=Slow, query=f"token={pair.access}").open(hub)
        assert [(await wire.receive())["n"] for _ in range(300)] == list(range(300))
        await wire.greeted()
        assert await wire.receive() == {"type": "delivered", "n": 1}
        await wire.hang_up()

    tell(story)
    assert checks == [False, False]  # once before it was ready, and once by the order


def test_no_log_has_a_token_however_the_socket_ends(pair: TokenPair, caplog: Any) -> None:
    class Failing(_Socket):
        async def heard(self, message: Message) -> None:
            raise ValueError("broken")

    async def story(hub: Hub) -> None:
        for name, (wire, messages) in ways.items():
            await wire.open(hub, *messages)
            await wire.greeted()
            wire.say(type="word")
            assert (name, await wire.receive()) == (name, (1011, "error"))

    ways = _ways(pair, socket=Failing)
    with caplog.at_level("DEBUG"):
        tell(story)
    assert caplog.text.count("socket failed") == len(ways)
    assert pair.access not in caplog.text and pair.access.rsplit(".", 1)[1] not in caplog.text
