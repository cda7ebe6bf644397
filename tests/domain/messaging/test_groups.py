"""Groups: who opens one, comes, goes, and owns it then; and minors in them."""

from datetime import timedelta

import pytest

from tests.crowd import at_once
from tests.domain.guardians.world import guard, minor_of
from tests.domain.mentorship.world import NOW, person
from tests.domain.messaging.world import group_of, kinds_told, say, unread
from trellis.core.models import Event
from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import UnknownAccount
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.guardians.services.guardianships import end
from trellis.domain.messaging.models import Room, RoomMember
from trellis.domain.messaging.queries.history import messages_of
from trellis.domain.messaging.queries.rooms import people_in
from trellis.domain.messaging.refusals import (
    GroupFull,
    GuardianStays,
    NoPeople,
    NotAGroup,
    NotInGroup,
    NotTheirGroup,
    RoomClosed,
    UnknownRoom,
)
from trellis.domain.messaging.services import groups
from trellis.domain.messaging.services.groups import (
    add_people,
    create_group,
    leave,
    leave_all,
    remove_person,
    rename_group,
)
from trellis.domain.messaging.services.rooms import open_private_room

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def names_in(room: Room) -> dict[str, str]:
    """Return who is in a group, and as what."""
    places = RoomMember.objects.filter(room=room, left_at=None).select_related("person")
    return {place.person.username: place.role for place in places}


@pytest.fixture
def room(ann: User, bob: User) -> Room:
    """The group of the two, which Ann owns."""
    return group_of(ann, bob, title="Circle")


def test_who_opens_it_owns_it_and_all_learn_of_it(room: Room, ann: User, bob: User) -> None:
    assert names_in(room) == {"ann": "owner", "bob": "member"}
    assert room.title == "Circle"
    assert kinds_told(ann) == kinds_told(bob) == ["room"]
    assert Event.objects.get().data == {"person_ids": [bob.pk]}


def test_it_takes_others_who_are_there(ann: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for people in ([], [ann], [ann, ann]):
        with pytest.raises(NoPeople):
            create_group(creator=ann, title="Me", people=people, now=NOW)
    with pytest.raises(UnknownAccount):
        create_group(creator=ann, title="Us", people=[person("gone", is_active=False)], now=NOW)
    monkeypatch.setattr(groups, "MOST_IN_GROUP", 2)
    with pytest.raises(GroupFull):
        create_group(creator=ann, title="All", people=[bob, person("eve")], now=NOW)
    assert not Room.objects.exists()


def test_who_comes_sees_what_is_said_from_then_on(room: Room, ann: User, bob: User) -> None:
    eve = person("eve")
    say(ann, room, "Before")
    assert add_people(room=room, actor=ann, people=[eve, bob, eve], now=LATER) == [eve]
    assert unread(eve) == {str(room.pk): 0}
    after = say(ann, room, "After", now=LATER)
    assert list(messages_of(room, person=eve)) == [after]
    assert unread(eve) == {str(room.pk): 1}
    # Gone and come again, they have missed what was said meanwhile.
    leave(room=room, person=eve, now=LATER)
    say(ann, room, "Between", now=LATER)
    add_people(room=room, actor=ann, people=[eve], now=LATER)
    again = say(ann, room, "Again", now=LATER)
    assert list(messages_of(room, person=eve)) == [again]


def test_only_its_owner_adds_names_and_removes(room: Room, ann: User, bob: User) -> None:
    eve, stranger = person("eve"), person("stranger")
    for actor, refusal in ((bob, NotTheirGroup), (stranger, UnknownRoom)):
        with pytest.raises(refusal):
            add_people(room=room, actor=actor, people=[eve], now=NOW)
        with pytest.raises(refusal):
            remove_person(room=room, actor=actor, person=ann, now=NOW)
        with pytest.raises(refusal):
            rename_group(room=room, actor=actor, title="Mine", now=NOW)
    with pytest.raises(NotInGroup):
        remove_person(room=room, actor=ann, person=eve, now=NOW)
    assert rename_group(room=room, actor=ann, title="Ours", now=NOW).title == "Ours"
    remove_person(room=room, actor=ann, person=bob, now=NOW)
    assert names_in(room) == {"ann": "owner"}
    assert kinds_told(bob)[-1] == "room"
    with pytest.raises(UnknownRoom):
        say(bob, room)


def test_the_last_owner_hands_it_to_who_was_there_first(room: Room, ann: User, bob: User) -> None:
    eve = person("eve")
    add_people(room=room, actor=ann, people=[eve], now=LATER)
    leave(room=room, person=ann, now=LATER)
    assert names_in(room) == {"bob": "owner", "eve": "member"}
    assert Event.objects.filter(kind="room.left").get().data == {
        "person_id": ann.pk,
        "new_owner_id": bob.pk,
    }
    with pytest.raises(UnknownRoom):
        leave(room=room, person=ann, now=LATER)
    # Come again they are a member like others.
    add_people(room=room, actor=bob, people=[ann], now=LATER)
    assert names_in(room) == {"ann": "member", "bob": "owner", "eve": "member"}


def test_without_anybody_it_is_closed(room: Room, ann: User, bob: User) -> None:
    for user in (ann, bob):
        leave_all(user=user, now=NOW)
    room.refresh_from_db()
    assert room.closed_at == NOW
    with pytest.raises(RoomClosed):
        add_people(room=room, actor=ann, people=[bob], now=NOW)


def test_rooms_of_two_are_no_groups(ann: User, bob: User) -> None:
    private = open_private_room(one_id=ann.pk, other_id=bob.pk, now=NOW)
    with pytest.raises(NotAGroup):
        add_people(room=private, actor=ann, people=[person("eve")], now=NOW)
    with pytest.raises(NotAGroup):
        leave(room=private, person=ann, now=NOW)


class TestMinors:
    """Where one is among adults, somebody who guards them is there, too."""

    @pytest.fixture
    def nia(self) -> User:
        return minor_of()

    def test_an_adult_brings_no_minor_whom_nobody_guards(self, ann: User, bob: User, nia: User) -> None:
        with pytest.raises(NeedsGuardian):
            group_of(ann, bob, nia)
        assert not Room.objects.exists()

    def test_who_guards_them_comes_along(self, ann: User, bob: User, nia: User) -> None:
        gus = person("gus")
        guard(nia, gus)
        room = group_of(ann, bob)
        assert add_people(room=room, actor=ann, people=[nia], now=NOW) == [nia, gus]
        said = say(nia, room)
        assert said in messages_of(room, person=gus)
        assert gus in people_in(room, now=NOW)

    def test_minors_are_among_themselves_until_an_adult_comes(self, nia: User, ann: User) -> None:
        tom, gus = minor_of("tom"), person("gus")
        room = group_of(nia, tom)
        say(tom, room)
        guard(nia, gus)
        with pytest.raises(NeedsGuardian):
            add_people(room=room, actor=nia, people=[ann], now=NOW)
        guard(tom, gus)
        add_people(room=room, actor=nia, people=[ann], now=NOW)
        assert names_in(room).keys() == {"nia", "tom", "ann", "gus"}

    def test_the_guardian_stays_while_the_minor_does(self, ann: User, nia: User) -> None:
        gus = person("gus")
        guard(nia, gus)
        room = group_of(ann, nia)
        with pytest.raises(GuardianStays):
            leave(room=room, person=gus, now=NOW)
        with pytest.raises(GuardianStays):
            remove_person(room=room, actor=ann, person=gus, now=NOW)
        leave(room=room, person=nia, now=NOW)
        leave(room=room, person=gus, now=NOW)
        assert names_in(room) == {"ann": "owner"}

    def test_one_of_two_guardians_may_go(self, ann: User, nia: User) -> None:
        gus, pat = person("gus"), person("pat")
        guard(nia, gus)
        guard(nia, pat)
        room = group_of(ann, nia)
        leave(room=room, person=gus, now=NOW)
        # And is not brought again with whoever comes.
        add_people(room=room, actor=ann, people=[person("eve")], now=NOW)
        assert names_in(room).keys() == {"ann", "nia", "pat", "eve"}

    def test_nobody_writes_once_nobody_there_guards_the_minor(self, ann: User, nia: User) -> None:
        gus, pat = person("gus"), person("pat")
        guardianship = guard(nia, gus)
        room = group_of(ann, nia)
        end(guardianship=guardianship, actor=gus, now=NOW)
        # Another guardian who is not in the group sees nothing of it.
        guard(nia, pat)
        for user in (ann, nia):
            with pytest.raises(NeedsGuardian):
                say(user, room)
        add_people(room=room, actor=ann, people=[pat], now=NOW)
        say(nia, room)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_the_same_person_at_once_one_does() -> None:
    ann, bob, eve = person("ann"), person("bob"), person("eve")
    room = group_of(ann, bob)
    new = at_once(20, lambda _: add_people(room=room, actor=ann, people=[eve], now=NOW))
    assert sum(map(len, new)) == 1
    assert names_in(room) == {"ann": "owner", "bob": "member", "eve": "member"}
    assert Event.objects.filter(kind="room.joined").count() == 1
    assert kinds_told(eve) == ["room"]


@pytest.mark.django_db(transaction=True)
def test_however_many_leave_at_once_who_is_left_owns_it() -> None:
    people = [person(f"person{number}") for number in range(8)]
    room = group_of(*people)

    def act(number: int) -> None:
        leave(room=room, person=people[number], now=NOW)

    at_once(7, act)
    assert names_in(room) == {"person7": "owner"}


@pytest.mark.django_db(transaction=True)
def test_a_group_grows_no_larger_than_it_may_however_many_come_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "MOST_IN_GROUP", 4)
    people = [person(f"person{number}") for number in range(8)]
    room = group_of(*people[:2])

    def act(number: int) -> bool:
        try:
            add_people(room=room, actor=people[0], people=[people[number + 2]], now=NOW)
        except GroupFull:
            return False
        return True

    assert sum(at_once(6, act)) == 2
    assert len(names_in(room)) == 4
