"""Reading: forward alone, counted from the rows, and seen by others only where that is wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.domain.guardians.world import guard, minor_of
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, kinds_told, room_of, say, told, unread
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message, Room, RoomMember
from trellis.domain.messaging.queries.rooms import room_for
from trellis.domain.messaging.refusals import UnknownRoom
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.changing import delete_message
from trellis.domain.messaging.services.places import mute, set_manners
from trellis.domain.messaging.services.reading import read_up_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(ann: User, bob: User) -> Room:
    for number in range(1, 4):
        say(ann, bob, f"number {number}")
    return room_of(ann, bob)


def _seen(room: Room) -> list[bool]:
    return [each.seen_at is not None for each in room.messages.order_by("number")]


def test_it_goes_forward_only_and_no_further_than_what_was_said(room: Room, bob: User) -> None:
    assert read_up_to(person=bob, room=room, number=2, now=NOW) == 1
    assert read_up_to(person=bob, room=room, number=1, now=NOW) == 1
    assert _seen(room) == [True, True, False]
    assert read_up_to(person=bob, room=room, number=2**63 - 1, now=NOW) == 0
    assert RoomMember.objects.get(room=room, person=bob).read_up_to == 3
    say(room.first or bob, room)
    assert unread(bob) == {str(room.pk): 1}


def test_all_devices_of_the_reader_follow_and_the_writer_learns_which_were_seen(
    room: Room, ann: User, bob: User
) -> None:
    read_up_to(person=bob, room=room, number=1, now=NOW)
    read_up_to(person=bob, room=room, now=NOW)
    # Nothing new, so nobody is told anything.
    read_up_to(person=bob, room=room, now=NOW)
    read = [each for each in told(bob) if each["kind"] == "read"]
    assert [(each["after"], each["up_to"]) for each in read] == [(0, 1), (1, 3)]
    # As it is now, for who comes late.
    assert [each["unread"] for each in read] == [0, 0]
    assert {each["other_id"] for each in read} == {str(ann.public_id)}
    seen = [each for each in told(ann) if each["kind"] == "seen"]
    assert [(each["after"], each["up_to"], each["other_id"]) for each in seen] == [
        (0, 1, str(bob.public_id)),
        (1, 3, str(bob.public_id)),
    ]


def test_what_is_read_unseen_is_never_seen_later_either(room: Room, ann: User, bob: User) -> None:
    set_manners(person=bob, read_receipts=False)
    assert read_up_to(person=bob, room=room, now=NOW) == 0
    assert "seen" not in kinds_told(ann)
    set_manners(person=bob, read_receipts=True)
    read_up_to(person=bob, room=room, now=NOW)
    say(ann, bob, "number 4")
    read_up_to(person=bob, room=room, now=NOW)
    assert _seen(room) == [False, False, False, True]
    (seen,) = [each for each in told(ann) if each["kind"] == "seen"]
    assert (seen["after"], seen["up_to"]) == (3, 4)
    assert [each["is_read"] for each in told(ann) if each["message"]] == [False, False, False, True]


def test_who_has_been_blocked_or_has_blocked_is_not_told_what_was_read(
    room: Room, ann: User, bob: User
) -> None:
    block(person=bob, other=ann, now=NOW)
    assert read_up_to(person=bob, room=room, now=NOW) == 0
    assert (_seen(room), "seen" in kinds_told(ann)) == ([False] * 3, False)


def test_a_guardian_reads_for_themselves_and_is_seen_by_nobody(ann: User) -> None:
    nia, gus = minor_of(), person("gus")
    guard(nia, gus)
    message = say(ann, nia)
    room = room_for(person=gus, room_id=message.room_id, now=NOW)
    read_up_to(person=gus, room=room, now=NOW)
    assert (unread(gus), unread(nia)) == ({str(room.pk): 0}, {str(room.pk): 1})
    assert Message.objects.get().seen_at is None
    assert "seen" not in kinds_told(ann)


def test_who_has_left_a_group_neither_reads_nor_mutes_it(ann: User, bob: User) -> None:
    group = group_of(ann, bob)
    RoomMember.objects.filter(room=group, person=bob).update(left_at=NOW)
    with pytest.raises(UnknownRoom):
        read_up_to(person=bob, room=group, now=NOW)
    with pytest.raises(UnknownRoom):
        mute(person=bob, room=group, until=None, now=NOW)


class Histories(TestCase):
    """Whatever is said, read and deleted: what is counted is what one would count by hand."""

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["say", "read", "delete", "block"]), st.integers(0, 2), st.integers(0, 9)
            ),
            max_size=14,
        )
    )
    def test_counts_are_those_of_the_rows(self, acts: list[tuple[str, int, int]]) -> None:
        crowd = [person(name) for name in ("ann", "bob", "cid")]
        group = group_of(*crowd)
        rooms = [room_of(crowd[0], crowd[1]), group]
        blocked: set[tuple[int, int]] = set()
        for act, who, number in acts:
            room = rooms[number % 2] if who < 2 else group
            actor = crowd[who]
            if act == "say" and (room.is_group or not blocked & {(0, 1), (1, 0)}):
                say(actor, room)
            elif act == "read":
                read_up_to(person=actor, room=room, number=number, now=NOW)
            elif act == "delete":
                own = room.messages.filter(sender=actor, deleted_at=None).first()
                if own is not None:
                    delete_message(person=actor, message=own, now=NOW)
            elif act == "block":
                block(person=actor, other=crowd[(who + 1) % 3], now=NOW)
                blocked.add((who, (who + 1) % 3))
        for who, reader in enumerate(crowd):
            deaf = {crowd[other].pk for by, other in blocked if by == who}
            expected = {
                str(room.pk): self._by_hand(room, reader, deaf if room.is_group else set())
                for room in rooms
                if room.is_group or who < 2
            }
            assert unread(reader) == expected

    @staticmethod
    def _by_hand(room: Room, reader: User, deaf: set[int]) -> int:
        place = RoomMember.objects.filter(room=room, person=reader).first()
        read = place.read_up_to if place else 0
        return sum(
            message.number > read
            and message.sender_id != reader.pk
            and message.deleted_at is None
            and message.sender_id not in deaf
            for message in room.messages.all()
        )
