"""Asking for a session: what is offered, how often, for how long it is held, and what the table refuses."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.domain.mentorship.world import HOUR, NINE, NOW, book, mentor_of, people, person
from trellis.core.db.locks import lock, try_lock
from trellis.core.models import Event
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import (
    NotBookable,
    OwnSession,
    SlotTaken,
    TooManyBookings,
)
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, bookings, mentors

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_request_holds_its_time_until_two_days_have_gone_by() -> None:
    mentor = mentor_of(buffer_minutes=15)
    mel, sam = people(2)
    start = NINE + 7 * DAY
    made = book(mentor, mel, start, description="About my work")
    assert (made.status, made.version, made.expires_at) == (Status.PENDING, 1, NOW + 2 * DAY)
    assert (made.blocked_until, made.description) == (
        start + HOUR + timedelta(minutes=15),
        "About my work",
    )
    almost = NOW + 2 * DAY - timedelta(seconds=1)
    assert bookings.expire_pending(now=almost) == 0
    with pytest.raises(SlotTaken):
        book(mentor, sam, start, now=almost)
    assert bookings.expire_pending(now=NOW + 2 * DAY) == 1
    made.refresh_from_db()
    assert (made.status, made.version) == (Status.CANCELLED_EXPIRED, 2)
    event = Event.objects.get(kind="booking.expired")
    assert (event.actor_id, event.data["mentee_user_id"]) == (None, mel.pk)
    book(mentor, sam, start, now=NOW + 2 * DAY)


def test_a_request_for_tomorrow_lapses_when_it_would_begin() -> None:
    mentor = mentor_of()
    assert book(mentor, person("mel"), NINE).expires_at == NINE
    assert bookings.expire_pending(now=NINE) == 1


def test_confirmed_sessions_do_not_lapse() -> None:
    mentor = mentor_of()
    booking = book(mentor, person("mel"))
    bookings.confirm(booking=booking, actor=mentor.user, version=1, now=NOW)
    assert bookings.expire_pending(now=NOW + 30 * DAY) == 0


def test_three_bookings_an_hour_are_the_limit(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    mentor = mentor_of()
    mel, sam = people(2)
    for hour in range(3):
        book(mentor, mel, NINE + hour * HOUR, now=NOW + timedelta(minutes=10 * hour))
    with pytest.raises(TooManyBookings) as refused:
        book(mentor, mel, NINE + 4 * HOUR, now=NOW + timedelta(minutes=45))
    assert refused.value.wait == 15 * 60
    book(mentor, sam, NINE + 4 * HOUR, now=NOW + timedelta(minutes=45))
    book(mentor, mel, NINE + 5 * HOUR, now=NOW + HOUR)
    with pytest.raises(TooManyBookings):
        book(mentor, mel, NINE + 6 * HOUR, now=NOW + HOUR)


def test_refused_bookings_do_not_count_and_limits_can_be_off(settings: Any) -> None:
    mentor = mentor_of()
    mel = person("mel")
    settings.TRELLIS_RATE_LIMITS = True
    for _ in range(4):
        with pytest.raises(NotBookable):
            book(mentor, mel, NINE - HOUR)
    settings.TRELLIS_RATE_LIMITS = False
    for hour in range(5):
        book(mentor, mel, NINE + hour * HOUR)


def test_nobody_books_themselves() -> None:
    mentor = mentor_of()
    with pytest.raises(OwnSession):
        book(mentor, mentor.user)


def test_only_what_is_offered_is_booked() -> None:
    mentor = mentor_of(minimum_notice_minutes=24 * 60)
    mel = person("mel")
    refused: list[dict[str, datetime]] = [
        {"starts_at": NINE - HOUR},
        {"starts_at": NINE + timedelta(minutes=30)},
        {"starts_at": NINE, "ends_at": NINE + timedelta(minutes=30)},
        {"starts_at": NINE, "ends_at": NINE + 5 * HOUR},
        {"starts_at": NINE, "now": NINE - DAY + timedelta(minutes=1)},
        {"starts_at": NINE + 400 * DAY},
        {"starts_at": NINE - 400 * DAY},
        {"starts_at": datetime.max.replace(tzinfo=NOW.tzinfo, hour=9), "ends_at": NINE},
        {"starts_at": datetime.min.replace(tzinfo=NOW.tzinfo), "ends_at": NINE},
    ]
    for wish in refused:
        with pytest.raises(NotBookable):
            book(mentor, mel, **wish)
    assert book(mentor, mel, NINE, ends_at=NINE + 4 * HOUR).ends_at == NINE + 4 * HOUR


def test_mentors_who_are_hidden_cannot_be_booked() -> None:
    mel = person("mel")
    waiting = mentor_of("wim", approved=False)
    gone = mentor_of("gus")
    gone.user.is_active = False
    gone.user.save(update_fields=["is_active"])
    for mentor in (waiting, gone):
        with pytest.raises(NotBookable):
            book(mentor, mel)


def test_what_the_caller_holds_in_memory_decides_nothing() -> None:
    mentor = mentor_of()
    seen_before = type(mentor).objects.get(pk=mentor.pk)
    mentors.withdraw_mentor(mentor=mentor, actor_id=None, now=NOW)
    with pytest.raises(NotBookable):
        book(seen_before, person("mel"))


def test_the_constraints_alone_refuse_what_overlaps() -> None:
    mentor = mentor_of(buffer_minutes=30)
    mel, sam = people(2)
    made = book(mentor, mel)
    for who, start in [(sam, NINE), (sam, NINE - timedelta(minutes=1)), (sam, NINE + timedelta(minutes=89))]:
        with pytest.raises(IntegrityError, match="booking_mentor_once"), transaction.atomic():
            _insert(made, mentee=who, starts_at=start)
    other = mentor_of("max")
    with pytest.raises(IntegrityError, match="booking_mentee_once"), transaction.atomic():
        _insert(made, mentor=other, starts_at=NINE + timedelta(minutes=59))
    _insert(made, mentor=other, starts_at=NINE + HOUR)
    _insert(made, mentee=sam, starts_at=NINE + timedelta(minutes=90))
    Booking.objects.filter(pk=made.pk).update(status=Status.CANCELLED_BY_MENTOR)
    _insert(made, mentee=sam, starts_at=NINE)
    with pytest.raises(IntegrityError, match="booking_mentor_once"), transaction.atomic():
        Booking.objects.filter(pk=made.pk).update(status=Status.CONFIRMED)


def _insert(like: Booking, starts_at: datetime, **changes: Any) -> Booking:
    row = {"mentor": like.mentor, "mentee": like.mentee, "topic": "x", "created_at": NOW, "updated_at": NOW}
    ends_at = starts_at + HOUR
    times = {"ends_at": ends_at, "blocked_until": ends_at, "expires_at": ends_at}
    return Booking.objects.create(**{**row, "starts_at": starts_at, **times, **changes})


@pytest.mark.django_db(transaction=True)
def test_locks_are_taken_in_transactions_only() -> None:
    for takes in (lock, try_lock):
        with pytest.raises(transaction.TransactionManagementError):
            takes("mentor", 1)


def test_new_hours_leave_booked_sessions_alone() -> None:
    mentor = mentor_of()
    booking = book(mentor, person("mel"))
    availability.set_availability(mentor=mentor, weekly=[Window(0, 60, day_of_week=0)], dated=[], now=NOW)
    confirmed = bookings.confirm(booking=booking, actor=mentor.user, version=1, now=NOW)
    assert confirmed.status == Status.CONFIRMED
