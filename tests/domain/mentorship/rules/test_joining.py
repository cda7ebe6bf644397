"""The way into a session: from when on, until when, and why not."""

from datetime import date, timedelta

import pytest

from tests.domain.mentorship.conftest import HOUR, STARTS, MakeBooking
from trellis.domain.accounts.models import User
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.mentorship.models import Booking, ConfirmedBy, Status
from trellis.domain.mentorship.queries.bookings import seat_of
from trellis.domain.mentorship.refusals import RoomClosed
from trellis.domain.mentorship.rules.meetings import Entrance, entrance_of, room_of
from trellis.domain.mentorship.rules.rooms import Seat

pytestmark = pytest.mark.django_db
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def scheduled(make_booking: MakeBooking) -> Booking:
    """A session under SOOSH's terms, held in its room."""
    return make_booking(confirmed_by=ConfirmedBy.NOBODY, opens_before_minutes=10, meeting_url="")


def seat(booking: Booking) -> Seat:
    """Return the mentee's seat."""
    found = seat_of(user=booking.mentee, public_id=booking.public_id, now=STARTS)
    assert found is not None
    return found


def entered(booking: Booking, ahead: timedelta) -> Entrance:
    return entrance_of(seat(booking), now=STARTS - ahead)


@pytest.mark.parametrize(
    ("ahead", "can_join", "minutes"),
    [
        (timedelta(days=2), False, 2880),
        (10 * MINUTE + SECOND, False, 11),
        (10 * MINUTE, True, 10),
        (9 * MINUTE + SECOND, True, 10),
        (SECOND, True, 1),
        (timedelta(0), True, 0),
        (-SECOND, True, 0),
        (-HOUR, True, 0),
        (-HOUR - 29 * MINUTE, True, 0),
    ],
    ids=str,
)
def test_it_opens_ten_minutes_before_and_minutes_are_whole(
    scheduled: Booking, ahead: timedelta, can_join: bool, minutes: int
) -> None:
    way = entered(scheduled, ahead)
    assert (way.can_join, way.minutes_until_start) == (can_join, minutes)
    assert (way.token is not None) is can_join
    assert (way.url, way.starts_at) == (room_of(scheduled), STARTS)


def test_under_mansas_terms_it_opens_a_quarter_of_an_hour_before(booking: Booking) -> None:
    assert entered(booking, 15 * MINUTE).can_join
    assert not entered(booking, 15 * MINUTE + SECOND).can_join


def test_the_mentors_own_link_is_where_it_is(booking: Booking) -> None:
    assert entered(booking, MINUTE).url == "https://zoom.us/j/1"


@pytest.mark.parametrize(
    ("fields", "after", "sentence"),
    [
        ({"status": Status.PENDING, "expires_at": STARTS}, -HOUR, "waits for its mentor"),
        (
            {
                "status": Status.PENDING,
                "expires_at": STARTS,
                "confirmed_by": ConfirmedBy.PAYMENT,
                "price_minor": 75,
            },
            -HOUR,
            "not been paid",
        ),
        ({"status": Status.PENDING, "expires_at": STARTS - HOUR}, -HOUR, "has lapsed"),
        ({"status": Status.CANCELLED_EXPIRED}, -HOUR, "has lapsed"),
        ({"status": Status.CANCELLED_BY_MENTOR}, -HOUR, "was cancelled"),
        ({"status": Status.CANCELLED_BY_MENTEE}, HOUR, "was cancelled"),
        ({"status": Status.COMPLETED}, HOUR, "is over"),
        ({"status": Status.NO_SHOW}, HOUR, "is over"),
        ({}, HOUR + 30 * MINUTE, "is over"),
    ],
    ids=["unanswered", "unpaid", "unswept", "lapsed", "by mentor", "by mentee", "held", "missed", "past"],
)
def test_what_cannot_be_joined_says_why(
    make_booking: MakeBooking, fields: dict[str, object], after: timedelta, sentence: str
) -> None:
    place = seat(make_booking(**fields))
    with pytest.raises(RoomClosed, match=sentence):
        entrance_of(place, now=STARTS + after)


def test_a_minor_whom_nobody_guards_comes_in_to_no_adult(scheduled: Booking) -> None:
    User.objects.filter(pk=scheduled.mentee_id).update(birth_date=date(2015, 5, 31))
    scheduled.refresh_from_db()
    for ahead in (HOUR, MINUTE):
        with pytest.raises(NeedsGuardian):
            entered(scheduled, ahead)
