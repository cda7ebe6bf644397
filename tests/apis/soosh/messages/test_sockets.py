"""What somebody's devices are told of messages: all of it, once, in order, and nothing that is not theirs."""

import asyncio
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from tests.apis.soosh.lines import Frame, Line, Process, until
from tests.apis.soosh.messages.talkers import Talker
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, room_of, say
from trellis.apis.soosh.messages.sockets import MessagesSocket
from trellis.core.realtime import in_database
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import revoke_all
from trellis.domain.messaging.models import FeedEntry, Message
from trellis.domain.messaging.queries.presence import is_online
from trellis.domain.messaging.services import feeding
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.changing import delete_message, edit_message
from trellis.domain.messaging.services.places import set_manners
from trellis.domain.messaging.services.reading import read_up_to

pytestmark = pytest.mark.django_db(transaction=True)


async def listen(process: Process, user: User, *, since: object = None, **more: Any) -> tuple[Line, Frame]:
    """Open somebody's socket; return it with what it was greeted with."""
    line = await process.open(MessagesSocket, user, since=since, user_id=user.public_id, **more)
    return line, await line.next()


async def texts(line: Line, count: int) -> list[tuple[int, str]]:
    """Return number and text of the next messages."""
    frames = [await line.until("new_message") for _ in range(count)]
    return [(frame["number"], frame["message"]["message_text"]) for frame in frames]


def test_a_message_reaches_the_other_as_requests_show_it(ann: Talker, bob: Talker) -> None:
    async def story() -> None:
        async with Process() as process:
            line, hello = await listen(process, bob.user)
            assert hello == {"type": "hello", "number": 0, "since": None, "unread_count": 0}
            sent = await in_database(lambda: ann.say(bob, "Looking forward to our session!"))
            frame = await line.next()
            shown = await in_database(lambda: bob.heard(ann)["messages"][0])
            assert frame == {"type": "new_message", "number": 1, "message": {**shown, "is_read": False}}
            assert frame["message"]["id"] == sent["id"]

    asyncio.run(story())


def test_what_was_missed_is_replayed_in_order_before_what_comes_then() -> None:
    ann, bob = person("ann"), person("bob")
    said = [say(ann, bob, str(number)) for number in range(1, 11)]

    async def story() -> None:
        async with Process() as process:
            line, hello = await listen(process, bob, since=3, clock={"chunk": 2})
            assert (hello["number"], hello["since"], hello["unread_count"]) == (10, 3, 10)
            await in_database(say, ann, bob, "11")
            assert await texts(line, 8) == [(number, str(number)) for number in range(4, 12)]
            line, hello = await listen(process, bob, since=said[6].pk)
            assert hello["since"] == 7
            assert await texts(line, 4) == [(number, str(number)) for number in range(8, 12)]
            line, hello = await listen(process, bob)
            assert (hello["number"], hello["since"]) == (11, None)
            assert await line.silent() == [], "without since there is only what comes from now on"

    asyncio.run(story())


@pytest.mark.parametrize("since", [3, -1, 2**63, 10**60, "x", "\x00", "\ud800", uuid4(), "0" * 5000])
def test_who_names_what_was_never_told_is_to_ask_anew(since: object) -> None:
    ann, bob = person("ann"), person("bob")
    say(ann, bob), say(ann, bob)

    async def story() -> None:
        async with Process() as process:
            named = since.encode("utf-8", "surrogatepass") if isinstance(since, str) else since
            line, hello = await listen(process, bob, since=named)
            assert (hello["number"], hello["since"]) == (2, None)
            assert await line.next() == {"type": "resync"}
            await in_database(say, ann, bob, "then")
            assert await texts(line, 1) == [(3, "then")]

    asyncio.run(story())


def test_who_was_away_longer_than_feeds_are_kept_is_to_ask_anew() -> None:
    ann, bob = person("ann"), person("bob")
    for _ in range(4):
        say(ann, bob)
    FeedEntry.objects.filter(person=bob, number__lte=2).delete()

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, bob, since=1)
            assert await line.next() == {"type": "resync"}
            line, hello = await listen(process, bob, since=2)
            assert hello["since"] == 2
            assert [number for number, _ in await texts(line, 2)] == [3, 4]

    asyncio.run(story())


def test_a_message_that_is_committed_late_is_not_skipped() -> None:
    ann, bob, eve = person("ann"), person("bob"), person("eve")
    may_commit, has_said = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            say(ann, bob, "early, and committed late")
            has_said.set()
            assert may_commit.wait(10)

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, bob)
            slow = asyncio.create_task(in_database(late))
            await asyncio.to_thread(has_said.wait, 10)
            quick = asyncio.create_task(in_database(say, eve, bob, "later"))
            assert await line.silent() == []
            may_commit.set()
            await asyncio.gather(slow, quick)
            expected = [(1, "early, and committed late"), (2, "later")]
            assert await texts(line, 2) == expected
            again, _ = await listen(process, bob, since=0)
            assert await texts(again, 2) == expected

    asyncio.run(story())


def test_what_the_hub_lost_comes_with_the_next_message_and_otherwise_with_the_next_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann, bob = person("ann"), person("bob")

    def unheard(text: str) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(feeding, "publish_to", lambda rooms, message: None)
            say(ann, bob, text)

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, bob)
            await in_database(unheard, "lost")
            await in_database(say, ann, bob, "heard")
            assert await texts(line, 2) == [(1, "lost"), (2, "heard")]
            hasty, _ = await listen(process, bob, clock={"check_seconds": 0.05})
            await in_database(unheard, "lost, too")
            assert await texts(hasty, 1) == [(3, "lost, too")]

    asyncio.run(story())


def test_one_who_takes_nothing_is_let_go_and_the_others_of_the_group_feel_nothing() -> None:
    crowd = [person(f"member{number}") for number in range(8)]
    room = group_of(crowd[0], *crowd[1:])

    async def story() -> None:
        async with Process() as process:
            lines = [(await listen(process, each, clock={"send_seconds": 0.3})) for each in crowd[1:]]
            (stuck, hello), others = lines[0], [line for line, _ in lines[1:]]
            stuck.reads.clear()
            for number in range(20):
                await in_database(say, crowd[0], room, str(number))
                for line in others:
                    assert [text for _, text in await texts(line, 1)] == [str(number)]
            await stuck.ended()
            stuck.reads.set()
            assert await stuck.closed() == 4408
            again, _ = await listen(process, crowd[1], since=hello["number"])
            assert [text for _, text in await texts(again, 20)] == [str(number) for number in range(20)]

    asyncio.run(story())


def test_an_edit_and_a_delete_arrive_now_and_at_a_replay() -> None:
    ann, bob = person("ann"), person("bob")

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, bob)
            first = await in_database(say, ann, bob, "frist")
            other = await in_database(say, ann, bob, "a secret")
            await in_database(lambda: edit_message(person=ann, message=first, text="first", now=NOW))
            await in_database(lambda: delete_message(person=ann, message=other, now=NOW))
            live = [await line.next() for _ in range(4)]
            assert [frame["type"] for frame in live] == [
                *("new_message", "new_message", "message_edited", "message_deleted")
            ]
            assert live[2]["message"]["message_text"] == "first"
            assert live[3]["message"]["is_deleted"]
            replay, _ = await listen(process, bob, since=0)
            again = [await replay.next() for _ in range(4)]
            assert again[2:] == live[2:]
            assert [frame["message"]["message_text"] for frame in again] == ["first", "", "first", ""]

    asyncio.run(story())


def test_what_is_read_on_one_device_is_read_on_the_others_and_seen_by_who_wrote_it() -> None:
    ann, bob = person("ann"), person("bob")

    async def story() -> None:
        async with Process() as process:
            writer, _ = await listen(process, ann)
            phone, _ = await listen(process, bob)
            laptop, _ = await listen(process, bob)
            said = await in_database(say, ann, bob)
            phone.say(type="read", user_id=str(ann.public_id), message_id=str(said.pk))
            answer = await phone.until("read")
            assert answer == {"type": "read", "conversation_id": str(said.room_id), "unread_count": 0}
            read = await laptop.until("messages_read")
            assert (read["user_id"], read["unread_count"]) == (str(ann.public_id), 0)
            seen = await writer.until("message_seen")
            assert (seen["user_id"], seen["message_number"]) == (str(bob.public_id), said.number)

    asyncio.run(story())


def test_who_lets_nobody_know_what_they_read_shows_it_on_no_socket() -> None:
    ann, bob = person("ann"), person("bob")
    set_manners(person=bob, read_receipts=False)

    async def story() -> None:
        async with Process() as process:
            writer, _ = await listen(process, ann)
            laptop, _ = await listen(process, bob)
            said = await in_database(say, ann, bob)
            await in_database(lambda: read_up_to(person=bob, room=room_of(ann, bob), now=NOW))
            assert (await laptop.until("messages_read"))["unread_count"] == 0
            await in_database(lambda: set_manners(person=bob, read_receipts=True))
            await in_database(say, ann, bob, "and then")
            kinds = [(await writer.next())["type"] for _ in range(2)]
            assert kinds == ["new_message", "new_message"]
            replay, _ = await listen(process, ann, since=0)
            frames = [await replay.next() for _ in range(2)]
            assert [frame["message"]["is_read"] for frame in frames] == [False, False]
            assert await replay.silent() == []
            assert said.number == 1

    asyncio.run(story())


def test_that_somebody_writes_is_told_now_and_then_and_not_to_who_is_blocked() -> None:
    ann, bob = person("ann"), person("bob")
    room = room_of(ann, bob)
    told = {
        "type": "typing",
        "user_id": str(ann.public_id),
        "username": "ann",
        "conversation_id": str(room.pk),
    }

    async def story() -> None:
        async with Process() as process:
            writer, _ = await listen(process, ann)
            reader, _ = await listen(process, bob)
            for _ in range(5):
                writer.say(type="typing", user_id=str(bob.public_id))
            assert await writer.silent() == []
            assert await reader.next() == told
            assert await reader.silent() == []
            await in_database(lambda: block(person=bob, other=ann, now=NOW))
            later, _ = await listen(process, ann)
            later.say(type="typing", conversation_id=str(room.pk))
            assert await later.silent() == [], "nobody learns of a block"
            assert await reader.silent() == []

    asyncio.run(story())


def test_something_is_said_over_the_socket_and_once_if_it_is_sent_again() -> None:
    ann, bob = person("ann"), person("bob")

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, ann)
            words = {"recipient_user_id": str(bob.public_id), "message_text": "Hi!", "client_id": "c-1"}
            for _ in range(2):
                line.say(type="send", **words)
            first, second = await line.until("sent"), await line.until("sent")
            assert first == second
            assert (first["client_id"], first["message"]["message_text"]) == ("c-1", "Hi!")
            assert first["message"]["is_delivered"] is True
        assert await in_database(Message.objects.count) == 1

    asyncio.run(story())


_TO = {"type": "send", "message_text": "Hi"}
_WRONG = "VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"type": "send"}, _WRONG, "recipient_user_id"),
        ({**_TO, "recipient_user_id": "x"}, _WRONG, "recipient_user_id"),
        ({**_TO, "recipient_user_id": str(uuid4())}, "USER_NOT_FOUND", None),
        ({**_TO, "conversation_id": str(uuid4())}, "NOT_FOUND", None),
        ({**_TO, "recipient_user_id": "OWN"}, _WRONG, "recipient_user_id"),
        ({**_TO, "recipient_user_id": "BOB", "message_text": " "}, _WRONG, "message_text"),
        ({**_TO, "recipient_user_id": "BOB", "message_text": "x" * 5001}, _WRONG, "message_text"),
        ({**_TO, "recipient_user_id": "BOB", "message_text": {}}, _WRONG, "message_text"),
        ({**_TO, "recipient_user_id": "BOB", "client_id": "x" * 65}, _WRONG, "client_id"),
        ({**_TO, "recipient_user_id": "BOB", "message_text": "\ud800"}, "invalid", None),
        ({**_TO, "recipient_user_id": "EVE"}, "FORBIDDEN", None),
        ({"type": "read"}, _WRONG, "conversation_id"),
        ({"type": "read", "conversation_id": str(uuid4())}, "NOT_FOUND", None),
        ({"type": "read", "user_id": 2**200}, _WRONG, "user_id"),
        ({"type": "read", "user_id": "x" * 10_000}, _WRONG, "user_id"),
        ({"type": "read", "user_id": 2**63}, "USER_NOT_FOUND", None),
        ({"type": "typing", "user_id": [], "conversation_id": {}}, _WRONG, "user_id"),
        ({"type": "sing"}, "invalid", None),
        ({"type": {}}, "invalid", None),
        ({"no": "type"}, "invalid", None),
    ],
)
def test_what_cannot_be_done_is_answered_as_a_request_would_be(
    said: Frame, code: str, field: str | None
) -> None:
    ann, bob, eve = person("ann"), person("bob"), person("eve")
    block(person=eve, other=ann, now=NOW)
    people = {"OWN": ann, "BOB": bob, "EVE": eve}
    named = {key: _named(value, people) for key, value in said.items()}

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, ann)
            line.say(**named)
            error = await line.next()
            assert (error["type"], error["code"]) == ("error", code), error
            assert field is None or field in error["details"], error
            assert await line.silent() == [], "it goes on"

    asyncio.run(story())


def _named(value: Any, people: dict[str, User]) -> Any:
    return str(people[value].public_id) if isinstance(value, str) and value in people else value


def test_too_many_words_at_once_close_it() -> None:
    ann = person("ann")

    async def story() -> None:
        async with Process() as process:
            line, _ = await listen(process, ann)
            for _ in range(200):
                line.say(type="sing")
            assert await line.closed() == 4429

    asyncio.run(story())


def test_nobody_listens_at_an_address_that_is_not_their_own() -> None:
    ann, bob = person("ann"), person("bob")

    async def story() -> None:
        async with Process() as process:
            line = await process.open(MessagesSocket, ann, user_id=bob.public_id)
            assert await line.closed() == 4403

    asyncio.run(story())


def test_sockets_of_sign_ins_that_end_are_closed_in_every_process() -> None:
    ann, bob = person("ann"), person("bob")

    async def story() -> None:
        async with Process() as one, Process() as other:
            lines = [(await listen(process, ann))[0] for process in (one, other, other)]
            stays, _ = await listen(other, bob)
            await in_database(lambda: revoke_all(user=ann, now=timezone.now()))
            assert [await line.closed() for line in lines] == [4401, 4401, 4401]
            assert await stays.silent() == []

    asyncio.run(story())


def test_somebody_is_there_until_their_last_tab_closes_or_their_process_dies() -> None:
    ann = person("ann")

    async def is_there(later: float = 0) -> bool:
        now = timezone.now() + timedelta(seconds=later)
        return await in_database(lambda: is_online(person_id=ann.pk, now=now))

    async def story() -> None:
        async with Process() as one, Process() as other:
            tabs = [(await listen(one, ann))[0] for _ in range(2)]
            await until(is_there)
            tabs[0].leave()
            await tabs[0].ended()
            assert await is_there()
            tabs[1].leave()
            await tabs[1].ended()
            assert not await is_there()
            await listen(other, ann)
            await until(is_there)
            await other.kill()
            assert await is_there()
            assert not await is_there(later=75)

    asyncio.run(story())
