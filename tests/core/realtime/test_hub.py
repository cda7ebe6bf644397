"""Messages reach every mailbox of a room, in order, through losses of what carries them: of either kind."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from tests.core.realtime.carried import ByPostgreSQL, ByRedis, Carried
from trellis.core.realtime import (
    GAP,
    Delivery,
    Hub,
    MessageTooLarge,
    Undelivered,
    in_database,
    publish,
    publish_many,
    publish_to,
)
from trellis.core.realtime import hub as default_hub
from trellis.core.realtime.hubs import STOP, Inbox
from trellis.core.realtime.wire import LARGEST_MESSAGE

pytestmark = pytest.mark.django_db(transaction=True)
_PATIENCE = 20


@pytest.fixture(autouse=True, params=["postgresql", pytest.param("redis", marks=pytest.mark.whole)])
def carried(request: pytest.FixtureRequest, settings: Settings) -> Carried:
    if request.param == "postgresql":
        return ByPostgreSQL()
    return ByRedis(request.getfixturevalue("redis_server"), settings)


class _Hub(Hub):
    farewell_seconds = 0  # nobody here says goodbye


async def _next(inbox: Inbox) -> Any:
    item = await asyncio.wait_for(inbox.get(), _PATIENCE)
    return item.message if isinstance(item, Delivery) else item


def _run(story: Callable[[Hub], Awaitable[None]]) -> None:
    async def tell() -> None:
        hub = _Hub()
        try:
            await story(hub)
        finally:
            await hub.close()

    asyncio.run(tell())


def test_what_is_published_reaches_its_room_alone_and_in_order() -> None:
    async def story(hub: Hub) -> None:
        one, two, other = Inbox(), Inbox(), Inbox()
        for room, inbox in (("a", one), ("a", two), ("b", other)):
            await hub.subscribe(room, inbox)
        await in_database(_publish_each, "a", 20)
        await hub.publish("a", {"n": 20})
        await in_database(publish_many, [("a", {"n": 21}), ("b", {"n": 0}), ("a", {"n": 22})])
        for inbox in (one, two):
            assert [(await _next(inbox))["n"] for _ in range(23)] == list(range(23))
        assert await _next(other) == {"n": 0}

    _run(story)


def test_one_message_to_many_rooms_reaches_each_mailbox_once() -> None:
    async def story(hub: Hub) -> None:
        both, other, none = Inbox(), Inbox(), Inbox()
        for room, inbox in (("b", both), ("a", both), ("c", other), ("d", none)):
            await hub.subscribe(room, inbox)
        await in_database(publish_to, ["a", "b", "c", "a"], {"n": 1})
        await hub.publish_to(["c", "b"], {"n": 2})
        await hub.publish_to([], {"n": 3})
        await hub.publish("d", {"n": 4})
        assert await asyncio.wait_for(both.get(), _PATIENCE) == Delivery("a", {"n": 1})
        assert await asyncio.wait_for(both.get(), _PATIENCE) == Delivery("b", {"n": 2})
        assert [await _next(other), await _next(other)] == [{"n": 1}, {"n": 2}]
        assert await _next(none) == {"n": 4}

    _run(story)


def test_rooms_that_do_not_fit_into_one_parcel_are_reached_by_several() -> None:
    rooms = [f"person:{number}:{'x' * 1000}" for number in range(300)]

    async def story(hub: Hub) -> None:
        inboxes = [Inbox() for _ in rooms]
        for room, inbox in zip(rooms, inboxes, strict=True):
            await hub.subscribe(room, inbox)
        await in_database(publish_to, rooms, {"n": 1})
        await hub.publish_to(rooms, {"n": 2})
        for inbox in inboxes:
            assert [await _next(inbox), await _next(inbox)] == [{"n": 1}, {"n": 2}]

    _run(story)


def test_a_transaction_that_is_undone_has_said_nothing() -> None:
    async def story(hub: Hub) -> None:
        inbox = Inbox()
        await hub.subscribe("a", inbox)
        await in_database(_publish_and_undo)
        await in_database(_publish_in_transaction)
        assert [await _next(inbox), await _next(inbox)] == [{"n": 1}, {"n": 1}]

    _run(story)


@pytest.mark.parametrize("text", ["x" * 200_000, "é\U0001f600" * 10_000, "\x00\ud800", "/" * 9000, ""])
def test_large_and_odd_messages_arrive_whole(text: str) -> None:
    async def story(hub: Hub) -> None:
        inbox = Inbox()
        await hub.subscribe("a/b/1/2", inbox)
        await in_database(_publish_text, "a/b/1/2", text)
        await hub.publish("a/b/1/2", {"text": text})
        assert await _next(inbox) == {"text": text}
        assert await _next(inbox) == {"text": text}

    _run(story)


def test_what_is_too_large_or_no_json_is_refused() -> None:
    for message in ({"text": "x" * LARGEST_MESSAGE}, {"n": float("nan")}):
        with pytest.raises(ValueError):
            publish(room="a", message=message)
    with pytest.raises(MessageTooLarge):
        publish(room="a", message={"text": "é" * LARGEST_MESSAGE})
    with pytest.raises(MessageTooLarge):
        publish_to(["a", "x" * LARGEST_MESSAGE], {})


def test_many_senders_at_once_lose_nothing() -> None:
    async def story(hub: Hub) -> None:
        inbox = Inbox(items=2000)
        await hub.subscribe("a", inbox)
        await asyncio.gather(*(hub.publish("a", {"n": number}) for number in range(1000)))
        assert [(await _next(inbox))["n"] for _ in range(1000)] == list(range(1000))

    _run(story)


def test_after_a_lost_connection_it_tells_of_the_gap_and_goes_on(carried: Carried) -> None:
    async def story(hub: Hub) -> None:
        inbox = Inbox()
        await hub.subscribe("a", inbox)
        await hub.publish("a", {"n": 1})
        assert await _next(inbox) == {"n": 1}
        for number in (2, 3):
            await asyncio.to_thread(carried.end_connections)
            assert await _next(inbox) is GAP
            await hub.publish("a", {"n": number})
            assert await _next(inbox) == {"n": number}

    _run(story)


def test_notifications_of_strangers_do_not_deafen_it(carried: Carried) -> None:
    async def story(hub: Hub) -> None:
        inbox = Inbox()
        await hub.subscribe("a", inbox)
        for payload in carried.strange:
            await asyncio.to_thread(carried.send, payload)
        await hub.publish("a", {"n": 1})
        assert await _next(inbox) == {"n": 1}

    _run(story)


def test_who_has_gone_gets_no_more() -> None:
    async def story(hub: Hub) -> None:
        stays, goes = Inbox(), Inbox()
        for inbox in (stays, goes):
            await hub.subscribe("a", inbox)
        hub.unsubscribe("a", goes)
        hub.unsubscribe("a", goes)
        await hub.publish("a", {"n": 1})
        assert await _next(stays) == {"n": 1}
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(goes.get(), 0.01)

    _run(story)


def test_one_who_does_not_read_holds_nobody_up() -> None:
    async def story(hub: Hub) -> None:
        reads, sleeps = Inbox(), Inbox(items=10)
        for inbox in (reads, sleeps):
            await hub.subscribe("a", inbox)
        for number in range(50):
            await hub.publish("a", {"n": number})
            assert await _next(reads) == {"n": number}
        assert sleeps.overflowed.is_set()

    _run(story)


def test_where_nothing_carries_it_says_so(carried: Carried, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "patience_seconds", 0.3)

    async def story(hub: Hub) -> None:
        with pytest.raises(Undelivered):
            await hub.publish("a", {})
        with pytest.raises(Undelivered):
            await hub.subscribe("a", Inbox())

    with carried.away():
        _run(story)


def test_closing_tells_those_who_are_in() -> None:
    async def story(_: Hub) -> None:
        hub = Hub()
        inbox = Inbox()
        await hub.subscribe("a", inbox)
        closing = asyncio.create_task(hub.close())
        assert await _next(inbox) is STOP
        hub.unsubscribe("a", inbox)
        await asyncio.wait_for(closing, 1)

    _run(story)


def test_there_is_one_hub_for_the_process() -> None:
    assert isinstance(default_hub, Hub)


def _publish_each(room: str, count: int) -> None:
    for number in range(count):
        publish(room=room, message={"n": number})


def _publish_text(room: str, text: str) -> None:
    publish(room=room, message={"text": text})


def _publish_in_transaction() -> None:
    with transaction.atomic():
        # PostgreSQL would take the second for a repetition of the first.
        publish(room="a", message={"n": 1})
        publish(room="a", message={"n": 1})


def _publish_and_undo() -> None:
    with transaction.atomic():
        publish(room="a", message={"n": 0})
        transaction.set_rollback(True)
