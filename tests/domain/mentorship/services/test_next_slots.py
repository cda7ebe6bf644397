"""When a mentor can be booked next: known, made unknown by what changes it, reckoned anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.crowd import at_once
from tests.domain.mentorship.world import HOUR, NINE, NOW, book, mentor_of, people, person
from trellis.domain.mentorship.models import HOLDING, Booking, Mentor
from trellis.domain.mentorship.queries.slots import slots_of
from trellis.domain.mentorship.services import availability, bookings, mentors, next_slots
from trellis.domain.mentorship.services.next_slots import next_slot_of, reckon_unknown

DAY = timedelta(days=1)


def stored(mentor: Mentor) -> datetime | None:
    """Return what is stored, which has to be known."""
    mentor.refresh_from_db()
    assert mentor.next_slot_until is not None
    return mentor.next_slot_at


def is_known(mentor: Mentor) -> bool:
    """Tell whether the next time is known."""
    mentor.refresh_from_db()
    return mentor.next_slot_until is not None


@pytest.fixture
def mia(db: None) -> Mentor:
    """A mentor whose next time is known: today at nine."""
    mentor = mentor_of(minimum_notice_minutes=0)
    reckon_unknown(now=NOW)
    assert stored(mentor) == NINE - DAY
    return mentor


CHANGES: dict[str, Callable[[Mentor, Booking], Any]] = {
    "confirmed and cancelled": lambda mentor, booking: bookings.cancel(
        booking=booking, actor=mentor.user, version=None, now=NOW
    ),
    "moved": lambda mentor, booking: bookings.reschedule(
        booking=booking,
        actor=mentor.user,
        starts_at=NINE + HOUR,
        ends_at=NINE + 2 * HOUR,
        version=None,
        now=NOW,
    ),
    "lapsed": lambda mentor, booking: bookings.expire_pending(now=NINE + DAY),
    "hours": lambda mentor, booking: availability.set_availability(
        mentor=mentor, weekly=(), dated=None, now=NOW
    ),
    "minutes": lambda mentor, booking: mentors.update_mentor(
        mentor=mentor, changes={"session_minutes": 90}, version=None, now=NOW
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_may_change_it_makes_it_unknown(mia: Mentor, change: Callable[[Mentor, Booking], Any]) -> None:
    booking = book(mia, person("tom"))
    assert not is_known(mia)
    reckon_unknown(now=NOW)
    assert is_known(mia)
    change(mia, booking)
    assert not is_known(mia)


def test_other_words_leave_it_known(mia: Mentor) -> None:
    mentors.update_mentor(mentor=mia, changes={"bio": "Anew"}, version=None, now=NOW)
    assert is_known(mia)


def test_the_clock_reckons_what_is_unknown_or_past_and_nothing_else(mia: Mentor) -> None:
    assert reckon_unknown(now=NOW) == 0
    assert reckon_unknown(now=NINE - DAY) == 0
    later = NINE - DAY + timedelta(seconds=1)
    assert reckon_unknown(now=later) == 1
    assert stored(mia) == NINE - DAY + HOUR
    hidden = mentor_of("ivo", approved=False)
    assert reckon_unknown(now=later) == 0
    assert next_slot_of(hidden, now=later) == NINE - DAY + 2 * HOUR  # it wants an hour of notice


def test_what_was_reckoned_before_a_change_is_not_written_after_it(
    mia: Mentor, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_slots.forget(mia.pk)
    reckon = next_slots._reckoned

    def overtaken(*args: Any) -> Any:
        reckoned = reckon(*args)
        book(mia, person("tom"), NINE - DAY, now=NOW)
        return reckoned

    monkeypatch.setattr(next_slots, "_reckoned", overtaken)
    reckon_unknown(now=NOW)
    assert not is_known(mia)


@pytest.mark.django_db(transaction=True)
def test_after_a_crowd_it_is_the_first_time_that_nobody_has() -> None:
    mentor = mentor_of(minimum_notice_minutes=0)
    crowd = people(8)

    def act(number: int) -> None:
        booking = book(mentor, crowd[number], NINE + number * HOUR)
        reckon_unknown(now=NOW)
        if number % 3 == 0:
            bookings.cancel(booking=booking, actor=crowd[number], version=None, now=NOW)
        reckon_unknown(now=NOW)

    at_once(8, act)
    reckon_unknown(now=NINE - HOUR)
    (first, *_) = slots_of(Mentor.objects.get(), first=NINE.date(), last=NINE.date(), now=NINE - HOUR)
    assert stored(mentor) == first.starts_at == NINE
    assert Booking.objects.filter(status__in=HOLDING).count() == 5
