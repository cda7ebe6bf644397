"""What the hub carries is what the rows tell later; and how far back a feed goes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, pushes, room_of, say, told
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import person_room
from trellis.domain.messaging.models import FeedEntry, Room
from trellis.domain.messaging.queries.feed import can_follow, feed_after, feed_number_of, last_number_of
from trellis.domain.messaging.rules.feed import Told, told_by
from trellis.domain.messaging.rules.limits import FEED_KEPT
from trellis.domain.messaging.services.blocking import block
from trellis.domain.messaging.services.changing import delete_message, edit_message
from trellis.domain.messaging.services.places import mute
from trellis.domain.messaging.services.reading import read_up_to
from trellis.domain.messaging.tasks import forget_old_entries

pytestmark = pytest.mark.django_db


def _edit(room: Room, ann: User, bob: User) -> None:
    read_up_to(person=bob, room=room, now=NOW)
    edit_message(person=ann, message=say(ann, room), text="Other words", now=NOW)


def _edit_what_was_read(room: Room, ann: User, bob: User) -> None:
    message = say(ann, room)
    read_up_to(person=bob, room=room, now=NOW)
    edit_message(person=ann, message=message, text="Other words", now=NOW)


ACTS: list[Callable[[Room, User, User], object]] = [
    lambda room, ann, bob: say(ann, room, "Zoë 👩‍🚀\nnew line", ai_generated=True),
    _edit,
    _edit_what_was_read,
    lambda room, ann, bob: delete_message(person=ann, message=say(ann, room), now=NOW),
    lambda room, ann, bob: (say(ann, room), read_up_to(person=bob, room=room, now=NOW)),
    lambda room, ann, bob: mute(person=ann, room=room, until=NOW + timedelta(hours=1), now=NOW),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("is_group", [False, True], ids=["two", "group"])
def test_the_hub_tells_what_the_rows_tell(
    act: Callable[[Room, User, User], object], is_group: bool, ann: User, bob: User
) -> None:
    room = group_of(ann, bob) if is_group else room_of(ann, bob)
    begun = {each.pk: last_number_of(each.pk) for each in (ann, bob)}
    with pushes() as sent:
        act(room, ann, bob)
    assert sent
    for reader in (ann, bob):
        live: list[Told] = []
        for rooms, push in sent:
            entry = told_by(push, person_id=reader.pk, public_id=reader.public_id)
            assert (person_room(reader.pk) in rooms) == (entry is not None)
            live += [entry] if entry else []
        late = told(reader, begun[reader.pk])
        assert [each["number"] for each in live] == [each["number"] for each in late]
        # What came last is the same; of what came before, rows tell what has become of it.
        assert live[-1:] == late[-1:]
        assert [each["kind"] for each in live] == [each["kind"] for each in late]


def test_others_are_told_nothing(ann: User, bob: User) -> None:
    with pushes() as sent:
        say(ann, bob)
    eve = person("eve")
    ((rooms, push),) = sent
    assert rooms == [person_room(ann.pk), person_room(bob.pk)]
    assert told_by(push, person_id=eve.pk, public_id=eve.public_id) is None


def test_it_is_told_in_parts_that_join(ann: User, bob: User) -> None:
    for number in range(5):
        say(ann, bob, f"number {number}")
    parts = [feed_after(bob.pk, after, limit=2) for after in (0, 2, 4)]
    assert [[each["number"] for each in part] for part in parts] == [[1, 2], [3, 4], [5]]


def test_a_feed_takes_as_many_queries_however_long_it_is(ann: User, bob: User) -> None:
    counts = []
    for more in (1, 10):
        for _ in range(more):
            room = room_of(ann, bob)
            say(ann, room)
            read_up_to(person=bob, room=room, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert told(bob)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 2


def test_what_was_said_before_a_block_is_kept_from_the_blocker_in_a_group(ann: User, bob: User) -> None:
    group = group_of(ann, bob)
    say(bob, group, "Listen")
    block(person=ann, other=bob, now=NOW)
    last = told(ann)[-1]
    assert (last["kind"], last["message"]) == ("room", None)


def test_a_message_is_found_by_its_id_in_ones_own_feed_alone(ann: User, bob: User) -> None:
    say(ann, bob)
    message = say(ann, bob)
    edit_message(person=ann, message=message, text="Other words", now=NOW)
    assert feed_number_of(bob.pk, message.pk) == 2
    assert feed_number_of(person("eve").pk, message.pk) is None


def test_who_was_away_too_long_is_told_to_begin_anew(ann: User, bob: User) -> None:
    assert can_follow(bob.pk, 0)
    assert not can_follow(bob.pk, 1)
    say(ann, bob)
    later = NOW + timedelta(days=1)
    say(ann, bob, now=later)
    assert [can_follow(bob.pk, number) for number in (-1, 0, 1, 2, 3, 2**63)] == [
        *(False, True, True, True, False, False)
    ]
    forget_old_entries(int((NOW + FEED_KEPT + timedelta(hours=1)).timestamp()))
    assert [can_follow(bob.pk, number) for number in (0, 1, 2)] == [False, True, True]
    forget_old_entries(int((later + FEED_KEPT + timedelta(hours=1)).timestamp()))
    assert not FeedEntry.objects.exists()
    assert [can_follow(bob.pk, number) for number in (1, 2)] == [False, True]


@pytest.mark.parametrize("when", [1, 2])
def test_what_comes_while_it_is_asked_is_not_taken_for_gone(ann: User, bob: User, when: int) -> None:
    asked = 0

    def say_meanwhile(execute: Callable[..., Any], *query: Any) -> Any:
        nonlocal asked
        answer, asked = execute(*query), asked + 1
        if asked == when:
            say(ann, bob, "meanwhile", now=NOW)
        return answer

    with connection.execute_wrapper(say_meanwhile):
        assert can_follow(bob.pk, 0)
    assert last_number_of(bob.pk) == 1
