"""Where a mentor holds a session instead of in its room."""

from datetime import date
from typing import Any

import pytest

from tests.domain.mentorship.world import NINE, NOW, booking_in, mentor_of, person
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.refusals import InvalidLink
from trellis.domain.mentorship.services import bookings

pytestmark = pytest.mark.django_db
URL = "https://zoom.us/j/1"


@pytest.fixture
def mel() -> User:
    """Who becomes 18 the day after NOW."""
    return person("mel", birth_date=date(2012, 1, 8))


def _link(booking: Booking, now: Any) -> Booking:
    mentor = booking.mentor.user
    return bookings.add_meeting_link(booking=booking, actor=mentor, url=URL, version=None, now=now)


def test_with_somebody_under_18_there_is_none_but_the_room(mel: User) -> None:
    session = booking_in(Status.CONFIRMED, mentor_of(), mel)
    with pytest.raises(InvalidLink, match="under 18"):
        _link(session, NOW)
    session.refresh_from_db()
    assert (session.meeting_url, session.version) == ("", 1)
    assert _link(session, NINE.replace(hour=0)).meeting_url == URL


def test_nor_is_a_request_confirmed_with_one(mel: User) -> None:
    asked = booking_in(Status.PENDING, mentor_of(), mel)
    answer: dict[str, Any] = {"booking": asked, "actor": asked.mentor.user, "version": None, "now": NOW}
    with pytest.raises(InvalidLink):
        bookings.confirm(**answer, meeting_url=URL)
    assert bookings.confirm(**answer).status == Status.CONFIRMED


def test_who_has_told_no_birth_date_counts_as_an_adult() -> None:
    session = booking_in(Status.CONFIRMED, mentor_of(), person("tom"))
    assert _link(session, NOW).meeting_url == URL
