"""Who was in the room of a session, from when until when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.crowd import at_once
from tests.domain.mentorship.conftest import HOUR, STARTS
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Attendance, Booking
from trellis.domain.mentorship.queries.attendance import present_at
from trellis.domain.mentorship.services.attendance import note_presence

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def seen(booking: Booking, person: User, *ats: timedelta) -> None:
    for at in ats:
        note_presence(booking=booking, person=person, now=STARTS + at)


def test_it_is_one_row_from_first_to_last_whatever_the_order(booking: Booking, mentee: User) -> None:
    seen(booking, mentee, 5 * MINUTE, 50 * MINUTE, -3 * MINUTE, 20 * MINUTE)
    row = Attendance.objects.get()
    assert (row.booking, row.person) == (booking, mentee)
    assert (row.first_seen_at, row.last_seen_at) == (STARTS - 3 * MINUTE, STARTS + 50 * MINUTE)


@pytest.mark.parametrize(
    ("ats", "came"),
    [
        ((-10 * MINUTE, -MINUTE), False),
        ((-10 * MINUTE, timedelta(0)), True),
        ((59 * MINUTE,), True),
        ((HOUR, HOUR + 20 * MINUTE), False),
        ((-10 * MINUTE, HOUR + 20 * MINUTE), True),
    ],
    ids=["left before it began", "left as it began", "came late", "came after it", "stayed all along"],
)
def test_who_was_there_between_start_and_end_came(
    booking: Booking, mentee: User, ats: tuple[timedelta, ...], came: bool
) -> None:
    seen(booking, mentee, *ats)
    assert present_at(booking, now=STARTS + HOUR) == ({mentee.pk} if came else set())


def test_who_came_to_the_time_before_has_not_come_to_the_one_that_it_was_moved_to(
    booking: Booking, mentee: User
) -> None:
    seen(booking, mentee, -5 * MINUTE)
    later = STARTS + timedelta(days=1)
    Booking.objects.filter(pk=booking.pk).update(
        starts_at=later, ends_at=later + HOUR, blocked_until=later + HOUR
    )
    booking.refresh_from_db()
    assert present_at(booking, now=STARTS + HOUR) == set()
    note_presence(booking=booking, person=mentee, now=later + HOUR + MINUTE)
    assert present_at(booking, now=STARTS + HOUR) == set()
    assert Attendance.objects.get().first_seen_at == later + HOUR + MINUTE


def test_the_table_refuses_a_second_row_and_an_end_before_the_start(booking: Booking, mentee: User) -> None:
    times = {"first_seen_at": STARTS, "last_seen_at": STARTS}
    Attendance.objects.create(booking=booking, person=mentee, **times)
    for wrong in (times, {**times, "last_seen_at": STARTS - MINUTE}):
        person = mentee if wrong == times else booking.mentor.user
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(booking=booking, person=person, **wrong)


@pytest.mark.django_db(transaction=True)
def test_two_pages_at_once_are_one_row(booking: Booking, mentee: User) -> None:
    at_once(8, lambda n: seen(booking, mentee, n * MINUTE))
    row = Attendance.objects.get()
    assert (row.first_seen_at, row.last_seen_at) == (STARTS, STARTS + 7 * MINUTE)
