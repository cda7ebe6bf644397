"""The conversation of a minor with an adult: there, and closed until somebody guards them."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tests.domain.guardians.world import guard, minor_of
from tests.domain.mentorship.world import NOW, person
from trellis.domain.accounts.models import User
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.guardians.services.guardianships import end
from trellis.domain.messaging.models import Room
from trellis.domain.messaging.queries.rooms import can_chat, can_chat_sql, people_in
from trellis.domain.messaging.refusals import RoomClosed, UnknownRoom
from trellis.domain.messaging.services.rooms import open_private_room, refuse_unless_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia() -> User:
    # Ten by the clock of the database, too.
    return minor_of(birth_date=datetime.now(UTC).date().replace(day=1, year=datetime.now(UTC).year - 10))


@pytest.fixture
def coach() -> User:
    return person("coach")


@pytest.fixture
def room(nia: User, coach: User) -> Room:
    with transaction.atomic():
        return open_private_room(one_id=nia.pk, other_id=coach.pk, now=NOW)


def _enter(room: Room, *users: User) -> None:
    for user in users:
        with transaction.atomic():
            refuse_unless_open(room=room, user=user, now=NOW)


def _can_chat(one: User, other: User) -> bool:
    """Return what Python says, and SQL from either side."""
    said = can_chat(one_id=one.pk, other_id=other.pk, now=NOW)
    for pair in ((one, other), (other, one)):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {can_chat_sql(*(str(each.pk) for each in pair))}")
            assert cursor.fetchone() == (said,)
    return said


def test_it_is_there_and_closed_until_somebody_guards_the_minor(room: Room, nia: User, coach: User) -> None:
    for user in (nia, coach):
        with pytest.raises(NeedsGuardian):
            _enter(room, user)
    assert _can_chat(coach, nia) is False
    gus = person("gus")
    guardianship = guard(nia, gus)
    assert _can_chat(coach, nia) is True
    _enter(room, nia, coach, gus)
    assert people_in(room, now=NOW) == [nia, coach, gus]
    end(guardianship=guardianship, actor=gus, now=NOW)
    assert _can_chat(coach, nia) is False


def test_others_find_nothing_and_what_is_closed_stays_so(room: Room, nia: User, coach: User) -> None:
    guard(nia, person("gus"))
    with pytest.raises(UnknownRoom):
        _enter(room, person("eve"))
    room.closed_at = NOW
    with pytest.raises(RoomClosed):
        _enter(room, nia)


def test_adults_and_minors_among_themselves_need_nobody(nia: User, coach: User) -> None:
    friend, tom = minor_of("kid", birth_date=nia.birth_date), person("tom")
    for pair in ((nia, friend), (coach, tom)):
        with transaction.atomic():
            room = open_private_room(one_id=pair[0].pk, other_id=pair[1].pk, now=NOW)
        _enter(room, *pair)
        assert _can_chat(*pair)
