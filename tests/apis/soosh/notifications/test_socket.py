"""What somebody's devices are told of notices, as they come and as they are read."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from tests.apis.soosh.lines import Frame, Line, Process
from tests.apis.soosh.notifications.told import ann, told
from trellis.apis.soosh.notifications.output import notification_json
from trellis.apis.soosh.notifications.sockets import NotificationsSocket
from trellis.core.realtime import in_database
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.services import notify
from trellis.domain.notifications.services.changing import take_back
from trellis.domain.notifications.services.reading import mark_all_read, mark_read

pytestmark = pytest.mark.django_db(transaction=True)


async def listen(process: Process, user: User, *, since: object = None, **more: Any) -> tuple[Line, Frame]:
    """Open somebody's socket; return it with what it was greeted with."""
    line = await process.open(NotificationsSocket, user, since=since, **more)
    return line, await line.next()


def tell(person: User, kind: str = "booking.confirmed") -> Notification:
    with transaction.atomic():
        return told(person, kind)


def storm(person: User) -> Notification:
    with transaction.atomic():
        return notify(
            recipient=person,
            kind="message.sent",
            title="A new message",
            body="",
            data={},
            topic="room:1",
            again=lambda count: (f"{count} new messages", ""),
            now=timezone.now(),
        )


async def numbers(line: Line, count: int) -> list[int]:
    """Return the numbers of what is told next."""
    return [(await line.until("notification"))["number"] for _ in range(count)]


def test_a_notice_comes_at_once_as_the_list_shows_it() -> None:
    person = ann()
    tell(person)

    async def story() -> None:
        async with Process() as process:
            line, hello = await listen(process, person)
            assert hello == {"type": "hello", "number": 1, "since": None, "unread_count": 1}
            made = await in_database(tell, person)
            frame = await line.next()
            shown = await in_database(lambda: notification_json(Notification.objects.get(pk=made.pk)))
            assert frame.pop("notification") == shown
            assert frame == {
                "type": "notification",
                "number": 2,
                "count": 1,
                "silent": False,
                "unread_count": 2,
            }

    asyncio.run(story())


def test_what_was_missed_is_replayed_in_order_by_number_and_by_id() -> None:
    person = ann()
    made = [tell(person) for _ in range(7)]

    async def story() -> None:
        async with Process() as process:
            await listen(process, person)
            await in_database(tell, person)
            line, _ = await listen(process, person, since=4, clock={"chunk": 2})
            assert await numbers(line, 4) == [5, 6, 7, 8]
            by_id, hello = await listen(process, person, since=made[5].public_id)
            assert hello["since"] == 6
            assert await numbers(by_id, 2) == [7, 8]
            assert await by_id.silent() == []

    asyncio.run(story())


@pytest.mark.parametrize("since", [2, "x", uuid4(), "\x00", 2**63])
def test_who_names_what_they_were_never_told_is_to_ask_anew(since: object) -> None:
    person = ann()
    tell(person)

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, person, since=since)
            assert await line.next() == {"type": "resync"}

    asyncio.run(story())


def test_a_storm_is_one_notice_that_is_told_anew() -> None:
    person = ann()

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, person)
            first = await in_database(storm, person)
            await line.until("notification")
            await in_database(storm, person)
            again = await line.until("notification")
            assert (again["count"], again["unread_count"]) == (2, 1)
            assert again["notification"]["id"] == str(first.public_id)
            assert again["notification"]["title"] == "2 new messages"
            replay, _ = await listen(process, person, since=0)
            assert await numbers(replay, 1) == [again["number"]]
            assert await replay.silent() == []
            lost, _ = await listen(process, person, since=first.public_id)
            assert await lost.next() == {"type": "resync"}, "which time they mean is not known"

    asyncio.run(story())


def test_what_is_read_on_one_device_is_read_on_the_others() -> None:
    person = ann()
    made = [tell(person) for _ in range(3)]

    async def story() -> None:
        async with Process() as one, Process() as other:
            laptop, _ = await listen(one, person)
            phone, _ = await listen(other, person)
            key = made[1].public_id
            await in_database(lambda: mark_read(person=person, public_id=key, now=timezone.now()))
            for line in (laptop, phone):
                frame = await line.until("notifications_read")
                assert frame == {"type": "notifications_read", "ids": [str(key)], "unread_count": 2}
            await in_database(lambda: mark_all_read(person=person, now=timezone.now()))
            for line in (laptop, phone):
                assert (await line.until("notifications_read"))["unread_count"] == 0

    asyncio.run(story())


def test_that_a_notice_was_taken_back_is_told() -> None:
    person = ann()
    storm(person)

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, person)
            await in_database(transaction.atomic(lambda: take_back(topic="room:1")))
            assert await line.next() == {"type": "notifications_changed", "unread_count": 0}

    asyncio.run(story())


def test_others_hear_nothing_of_it() -> None:
    person = ann()
    other = User.objects.create_user("bob", "bob@example.com", "x")

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, other)
            await in_database(tell, person)
            assert await line.silent() == []

    asyncio.run(story())
