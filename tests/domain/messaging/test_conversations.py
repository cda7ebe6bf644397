"""Which conversations somebody has, what was said in them, and how it is found."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.guardians.world import guard, minor_of
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, room_of, say
from trellis.domain.accounts.models import User
from trellis.domain.guardians.services.guardianships import end
from trellis.domain.messaging.models import Message, Room, RoomMember
from trellis.domain.messaging.queries.conversations import conversations_of
from trellis.domain.messaging.queries.history import message_for, messages_of
from trellis.domain.messaging.queries.rooms import people_in, room_for
from trellis.domain.messaging.queries.searching import search_messages
from trellis.domain.messaging.refusals import UnknownMessage, UnknownRoom
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.changing import delete_message

pytestmark = pytest.mark.django_db


def test_the_one_in_which_something_was_said_last_is_first(ann: User, bob: User) -> None:
    cid = person("cid")
    silent = room_of(ann, person("dan"))
    for minutes, other in enumerate([bob, cid, bob], 1):
        say(ann, other, f"{minutes}", now=NOW + timedelta(minutes=minutes))
    rows = list(conversations_of(ann))
    assert [room.pk for room in rows] == [room_of(ann, bob).pk, room_of(ann, cid).pk, silent.pk]
    lasts = [room.last_message_id for room in rows]  # type: ignore[attr-defined]
    texts = {each.pk: each.text for each in Message.objects.all()}
    assert [texts.get(key) for key in lasts] == ["3", "2", None]


def test_what_was_taken_back_is_not_the_last(ann: User, bob: User) -> None:
    first = say(ann, bob, "Stays")
    delete_message(person=ann, message=say(ann, bob, "Goes"), now=NOW)
    (room,) = conversations_of(bob)
    assert room.last_message_id == first.pk  # type: ignore[attr-defined]


def test_python_and_postgresql_agree_on_who_is_where(ann: User, bob: User) -> None:
    nia, gus, kid = minor_of(), person("gus"), minor_of("kid")
    guardianship = guard(nia, gus)
    rooms = [room_of(ann, nia), room_of(ann, bob), room_of(nia, kid), room_of(nia, gus), group_of(ann, bob)]
    RoomMember.objects.filter(room=rooms[4], person=bob).update(left_at=NOW)

    def assert_agree() -> None:
        for each in (ann, bob, nia, gus, kid):
            listed = {room.pk for room in conversations_of(each)}
            assert listed == {room.pk for room in rooms if each in people_in(room, now=NOW)}

    assert_agree()
    assert rooms[0].pk in {room.pk for room in conversations_of(gus)}
    end(guardianship=guardianship, actor=gus, now=NOW)
    assert_agree()
    with pytest.raises(UnknownRoom):
        room_for(person=gus, room_id=rooms[0].pk, now=NOW)


def test_conversations_take_as_many_queries_however_many_there_are(ann: User) -> None:
    counts = []
    for begun in (0, 9):
        for number in range(begun, begun + 3 + begun):
            say(person(f"p{number}"), ann)
        with CaptureQueriesContext(connection) as queries:
            rows = list(conversations_of(ann))
            assert all(room.first and room.second for room in rows)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_five_of_one_moment_are_each_on_one_page_both_ways(ann: User, bob: User) -> None:
    sent = [say(ann, bob, f"{number}") for number in range(5)]
    assert {each.created_at for each in sent} == {NOW}
    rows = messages_of(room_of(ann, bob), person=bob)
    forward, after = [], 0
    while page := list(rows.filter(number__gt=after)[:2]):
        forward += page
        after = page[-1].number
    backward, before = [], sent[-1].number + 1
    while page := list(rows.filter(number__lt=before).order_by("-number")[:2]):
        backward += page
        before = page[-1].number
    assert forward == sent
    assert backward == sent[::-1]


def test_history_takes_one_query(ann: User, bob: User) -> None:
    for _ in range(3):
        say(ann, bob)
    room = room_of(ann, bob)
    with CaptureQueriesContext(connection) as queries:
        assert [each.number for each in messages_of(room, person=bob)] == [1, 2, 3]
    assert len(queries) == 1


def test_in_a_group_nobody_sees_what_was_said_before_they_came_nor_by_whom_they_blocked(
    ann: User, bob: User
) -> None:
    cid = person("cid")
    group = group_of(ann, bob, cid)
    early, blocked, last = (say(who, group) for who in (ann, cid, ann))
    RoomMember.objects.filter(room=group, person=bob).update(sees_after=early.number)
    block(person=bob, other=cid, now=NOW)
    assert list(messages_of(group, person=bob)) == [last]
    assert list(messages_of(group, person=ann)) == [early, blocked, last]
    for hidden in (early, blocked):
        with pytest.raises(UnknownMessage):
            message_for(person=bob, message_id=hidden.pk)


def test_a_search_finds_folded_words_in_ones_own_rooms_alone(ann: User, bob: User) -> None:
    found = say(ann, bob, "Das Café an der Straße, um 9")
    newer = say(bob, ann, "CAFE, strasse")
    say(person("eve"), person("dan"), "Café Straße")
    delete_message(person=bob, message=say(bob, ann, "Café, Straße"), now=NOW)
    for words in ("cafe strasse", "STRASSE caf", "straße Café"):
        assert list(search_messages(ann, words)) == [newer, found]
    assert list(search_messages(ann, "tee")) == []
    for nothing in ("", "  ", "!", "\x00"):
        assert list(search_messages(ann, nothing)) == []


@pytest.mark.parametrize("words", ["%", "_", "100%", "a\\b", "' OR 1=1 --", "\ud800", "x" * 10_000])
def test_a_search_takes_what_is_asked_as_words(ann: User, bob: User, words: str) -> None:
    say(ann, bob, "Nothing of the kind")
    assert list(search_messages(ann, words)) == []


def test_rooms_of_two_have_both_or_none_and_groups_alone_a_title(ann: User) -> None:
    group = group_of(ann, person("bob"), title="Circle")
    assert (str(group), group.is_group) == ("Circle", True)
    assert Room.objects.filter(first=None).count() == 1
