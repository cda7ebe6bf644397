"""Numbers are in the order of commits, whoever comes at once and however late a commit comes."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from tests.crowd import at_once
from tests.domain.mentorship.world import NOW, people, person
from tests.domain.messaging.world import group_of, say, told, unread
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import FeedEntry, Message, Room, RoomMember
from trellis.domain.messaging.queries.feed import last_number_of
from trellis.domain.messaging.services.reading import read_up_to

pytestmark = pytest.mark.django_db(transaction=True)
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def test_of_16_who_say_something_at_once_each_has_the_next_number() -> None:
    crowd = people(16)
    room = group_of(crowd[0], *crowd[1:])
    begun = last_number_of(crowd[0].pk)
    at_once(16, lambda number: say(crowd[number], room, f"from {number}"))
    assert sorted(room.messages.values_list("number", flat=True)) == list(range(1, 17))
    for each in crowd:
        heard = told(each, begun)
        assert [entry["number"] for entry in heard] == list(range(begun + 1, begun + 17))
        assert [entry["message"] and entry["message"]["number"] for entry in heard] == list(range(1, 17))


def test_two_who_write_to_each_other_first_at_once_have_one_room() -> None:
    pair = people(2)
    at_once(8, lambda number: say(pair[number % 2], pair[1 - number % 2]))
    assert Room.objects.get().last_number == 8


def test_rooms_and_groups_of_the_same_people_crosswise_never_lock_each_other_out() -> None:
    ann, bob, cid = people(3)
    rooms = [group_of(ann, bob, cid), group_of(cid, bob, ann)]
    for sender, recipient in ((ann, bob), (bob, cid)):
        say(sender, recipient)
    begun = {each.pk: last_number_of(each.pk) for each in (ann, bob, cid)}
    turns: list[tuple[User, User | Room]] = [
        (ann, bob), (bob, ann), (bob, cid), (cid, bob),
        (ann, rooms[0]), (bob, rooms[1]), (cid, rooms[0]), (ann, rooms[1]),
    ]  # fmt: skip

    def act(thread: int) -> None:
        for turn in range(8):
            sender, to = turns[(thread + turn) % 8]
            message = say(sender, to)
            room = Room.objects.select_related("first", "second").get(pk=message.room_id)
            read_up_to(person=sender, room=room, now=NOW)

    at_once(8, act)
    assert Message.objects.count() == 2 + 64
    for each in (ann, bob, cid):
        numbers = [entry["number"] for entry in told(each)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > begun[each.pk]


def test_a_transaction_that_commits_late_is_skipped_by_nobody() -> None:
    ann, bob, cid = people(3)
    room = group_of(ann, bob, cid)
    begun = last_number_of(cid.pk)
    spoken, let_go = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                say(ann, room, "slow")
                spoken.set()
                assert let_go.wait(20)
        finally:
            connection.close()

    def follow() -> None:
        try:
            say(bob, room, "quick")
        finally:
            connection.close()

    slow, quick = Thread(target=hold), Thread(target=follow)
    slow.start()
    assert spoken.wait(20)
    quick.start()
    assert wait_until(_somebody_waits, timeout=20)
    # Nothing later is to be seen while the earlier is not.
    assert told(cid, begun) == []
    let_go.set()
    slow.join()
    quick.join()
    texts = [entry["message"] and entry["message"]["text"] for entry in told(cid, begun)]
    assert texts == ["slow", "quick"]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return bool(cursor.fetchone()[0])


def test_reading_on_eight_devices_at_once_ends_at_the_furthest_and_is_seen_once() -> None:
    ann, bob = people(2)
    for _ in range(8):
        room_id = say(ann, bob).room_id
    room = Room.objects.select_related("first", "second").get(pk=room_id)
    at_once(8, lambda number: read_up_to(person=bob, room=room, number=number + 1, now=NOW))
    assert RoomMember.objects.get(room=room, person=bob).read_up_to == 8
    assert unread(bob) == {str(room.pk): 0}
    seen = FeedEntry.objects.filter(person=ann, kind="seen").order_by("number")
    spans = list(seen.values_list("after", "up_to"))
    assert [number for after, up_to in spans for number in range(after + 1, up_to + 1)] == list(range(1, 9))


def test_of_eight_that_are_sent_again_by_one_client_id_one_is_said() -> None:
    ann, bob = person("ann"), person("bob")
    keys = at_once(8, lambda _: say(ann, bob, client_id="c-1").pk)
    assert (len(set(keys)), Message.objects.count()) == (1, 1)
