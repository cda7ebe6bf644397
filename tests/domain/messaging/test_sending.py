"""Saying something: to whom it comes, what refuses it, and that it is said once."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.domain.guardians.world import OF_40, guard, minor_of
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, kinds_told, room_of, say, told, unread
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import UnknownAccount
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.messaging.models import Feed, FeedEntry, Message, Room
from trellis.domain.messaging.refusals import (
    CannotWrite,
    ClientIdUsed,
    NothingSaid,
    RoomClosed,
    TextTooLong,
    ToOneself,
    UnfitClientId,
    UnfitText,
    UnknownRoom,
)
from trellis.domain.messaging.rules.limits import LONGEST_MESSAGE
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.reading import read_up_to

pytestmark = pytest.mark.django_db


def test_the_first_message_opens_the_room_of_two_and_all_devices_learn_of_it(ann: User, bob: User) -> None:
    first = say(ann, bob, "Hello")
    second = say(bob, ann, "Hi!")
    assert (first.room_id, first.number, second.number) == (second.room_id, 1, 2)
    room = Room.objects.get()
    assert (room.last_number, room.spoken_at) == (2, NOW)
    for reader in (ann, bob):
        heard = [(each["number"], each["kind"], each["message"]) for each in told(reader)]
        assert [(number, kind) for number, kind, _ in heard] == [(1, "message"), (2, "message")]
        assert [message and message["text"] for _, _, message in heard] == ["Hello", "Hi!"]


def test_nobody_has_anything_unread_of_their_own(ann: User, bob: User) -> None:
    message = say(ann, bob)
    assert unread(ann) == {str(message.room_id): 0}
    assert unread(bob) == {str(message.room_id): 1}


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", NothingSaid),
        (" \u200b\n", NothingSaid),
        ("a\x00b", UnfitText),
        ("a\ud800b", UnfitText),
        ("turned \u202e around", UnfitText),
        ("x" * (LONGEST_MESSAGE + 1), TextTooLong),
    ],
)
def test_what_is_no_message_is_refused_and_nothing_is_written(
    ann: User, bob: User, text: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        say(ann, bob, text)
    assert not Room.objects.exists()


def test_the_longest_message_arrives_whole(ann: User, bob: User) -> None:
    text = "\U0001f600" * LONGEST_MESSAGE
    say(ann, bob, text)
    (entry,) = told(bob)
    assert entry["message"] is not None
    assert entry["message"]["text"] == text


def test_nobody_writes_to_themselves_nor_to_a_closed_account(ann: User) -> None:
    with pytest.raises(ToOneself):
        say(ann, ann)
    gone = person("gone", is_active=False)
    with pytest.raises(UnknownAccount):
        say(ann, gone)
    assert not Room.objects.exists()


def test_nothing_is_said_in_a_room_that_is_closed_or_anothers(ann: User, bob: User) -> None:
    room = room_of(ann, bob)
    with pytest.raises(UnknownRoom):
        say(person("eve"), room)
    Room.objects.filter(pk=room.pk).update(closed_at=NOW)
    with pytest.raises(RoomClosed):
        say(ann, room)
    assert not Message.objects.exists()


def test_both_sides_of_a_block_hear_the_same_words_and_nothing_is_written(ann: User, bob: User) -> None:
    block(person=ann, other=bob, now=NOW)
    for sender, recipient in ((ann, bob), (bob, ann)):
        with pytest.raises(CannotWrite, match=r"^You cannot write to this person\.$"):
            say(sender, recipient)
    assert not Room.objects.exists()
    assert not FeedEntry.objects.exists()


def test_in_a_group_who_has_blocked_the_speaker_hears_nothing_of_it(ann: User, bob: User) -> None:
    eve = person("eve")
    group = group_of(ann, bob, eve)
    block(person=ann, other=eve, now=NOW)
    say(eve, group)
    # The block itself changed what Ann sees there.
    assert (kinds_told(ann), kinds_told(bob)) == (["room", "room"], ["room", "message"])
    assert (unread(ann), unread(bob)) == ({str(group.pk): 0}, {str(group.pk): 1})


def test_a_minor_whom_nobody_guards_neither_writes_nor_is_written_to(ann: User) -> None:
    nia = minor_of()
    for sender, recipient in ((nia, person("coach", birth_date=OF_40)), (ann, nia)):
        with pytest.raises(NeedsGuardian):
            say(sender, recipient)
    assert not Room.objects.exists()
    assert not Feed.objects.exists()


def test_who_guards_a_minor_sees_all_and_may_say_something(ann: User) -> None:
    nia, gus = minor_of(), person("gus")
    guard(nia, gus)
    message = say(ann, nia)
    room = Room.objects.get(pk=message.room_id)
    answer = say(gus, room, "I am here, too.")
    assert [kinds_told(each) for each in (ann, nia, gus)] == [["message", "message"]] * 3
    assert (unread(gus), unread(nia)) == ({str(room.pk): 1}, {str(room.pk): 2})
    (_, entry) = told(ann)
    assert entry["message"] is not None
    assert entry["message"]["sender_id"] == str(gus.public_id)
    # It is written to both of them.
    assert entry["message"]["recipient_id"] is None
    assert answer.seen_at is None


def test_what_is_sent_again_by_its_client_id_is_the_same_message(ann: User, bob: User) -> None:
    first = say(ann, bob, "Once", client_id="c-1")
    assert say(ann, bob, "Once", client_id="c-1").pk == first.pk
    assert say(bob, ann, "Mine", client_id="c-1").pk != first.pk
    assert (Message.objects.count(), kinds_told(bob)) == (2, ["message", "message"])
    for recipient, text in ((bob, "Twice"), (person("eve"), "Once")):
        with pytest.raises(ClientIdUsed):
            say(ann, recipient, text, client_id="c-1")
    assert Message.objects.count() == 2


@pytest.mark.parametrize("client_id", ["", " a", "a\x00", "\ud800", "x" * 65])
def test_what_is_no_client_id_is_refused(ann: User, bob: User, client_id: str) -> None:
    with pytest.raises(UnfitClientId):
        say(ann, bob, client_id=client_id)


def test_a_message_that_is_undone_leaves_no_number_behind(ann: User, bob: User) -> None:
    say(ann, bob)

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        say(ann, bob)
        raise Undone
    assert say(ann, bob).number == 2
    assert [each["number"] for each in told(bob)] == [1, 2]


def test_a_message_takes_as_many_statements_however_many_hear_it(ann: User, bob: User) -> None:
    few = group_of(ann, bob)
    many = group_of(ann, *(person(f"p{number}") for number in range(12)))
    counts = []
    for room in (few, many):
        with CaptureQueriesContext(connection) as queries:
            say(ann, room)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_message_to_somebody_takes_few_statements(ann: User, bob: User) -> None:
    say(ann, bob)
    room = room_of(ann, bob)
    read_up_to(person=bob, room=room, now=NOW)
    with CaptureQueriesContext(connection) as first:
        say(ann, bob)
    with CaptureQueriesContext(connection) as again:
        say(ann, bob)
    # Of the second there is a notice already, which is only counted up.
    # With those of the notice, and of the transaction.
    assert len(first) <= 16, [each["sql"][:90] for each in first]
    assert len(again) <= len(first)
