"""What mentorship asks of guardians: booking, confirming, moving, links, and what guardians are told."""

from typing import Any

import pytest

from tests.domain.guardians.world import OF_15, guard, minor_of
from tests.domain.mentorship.world import HOUR, NINE, NOW, book, booking_in, mentor_of, person
from trellis.domain.accounts.models import User
from trellis.domain.guardians.refusals import NeedsGuardian
from trellis.domain.guardians.services.birth_dates import say_birth_date
from trellis.domain.guardians.services.guardianships import end
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.queries.bookings import seat_of, sessions_with
from trellis.domain.mentorship.refusals import InvalidLink
from trellis.domain.mentorship.rules.rooms import Door
from trellis.domain.mentorship.services import bookings
from trellis.domain.notifications.models import Notification

pytestmark = pytest.mark.django_db
LINK = "https://zoom.us/j/1"


@pytest.fixture
def mia() -> Mentor:
    return mentor_of()


@pytest.fixture
def nia() -> User:
    return minor_of()


@pytest.fixture
def gus(nia: User) -> User:
    """Who guards Nia."""
    gus = person("gus")
    guard(nia, gus)
    return gus


def _end(guardian: User) -> None:
    end(guardianship=guardian.guarded.get(), actor=guardian, now=NOW)  # type: ignore[attr-defined]


def _verb(name: str, booking: Booking, actor: User, **more: Any) -> Booking:
    changed: Booking = getattr(bookings, name)(booking=booking, actor=actor, version=None, now=NOW, **more)
    return changed


def test_without_a_guardian_nothing_is_booked(mia: Mentor, nia: User) -> None:
    with pytest.raises(NeedsGuardian, match="Invite a parent or guardian"):
        book(mia, nia)
    assert not Booking.objects.exists()


def test_a_mentor_who_is_a_minor_is_guarded_too(nia: User) -> None:
    mentor, tom = mentor_of("kim"), person("tom")
    User.objects.filter(pk=mentor.user_id).update(birth_date=OF_15)
    with pytest.raises(NeedsGuardian):
        book(mentor, tom)
    assert book(mentor, nia).status == Status.PENDING


def test_with_a_guardian_it_goes_its_way(mia: Mentor, nia: User, gus: User) -> None:
    booking = book(mia, nia)
    confirmed = _verb("confirm", booking, mia.user)
    moved = _verb("reschedule", confirmed, nia, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR)
    _verb("cancel", moved, mia.user)
    told = Notification.objects.filter(recipient=gus, kind__startswith="booking.").order_by("id")
    assert [each.title for each in told] == [
        "Nia is to have a session with Mia",
        "The session of Nia with Mia is confirmed",
        "The session of Nia with Mia was moved",
        "The session of Nia with Mia was called off",
    ]
    assert "The room opens to Nia and Mia while you are in it" in told[1].body


def test_the_guardian_who_is_the_mentor_needs_no_other_and_is_told_once(mia: Mentor, nia: User) -> None:
    guard(nia, mia.user)
    booking = book(mia, nia)
    assert Notification.objects.filter(recipient=mia.user, kind="booking.requested").count() == 1
    seat = seat_of(user=mia.user, public_id=booking.public_id, now=NOW)
    assert seat is not None
    assert (seat.role, seat.guards(mia.user_id), [each.pk for each in seat.others]) == (
        "mentor",
        True,
        [nia.pk],
    )


@pytest.mark.parametrize("verb", ["confirm", "reschedule"])
def test_what_was_agreed_goes_no_further_when_the_guardian_is_gone(
    mia: Mentor, nia: User, gus: User, verb: str
) -> None:
    booking = book(mia, nia)
    _end(gus)
    more = {"starts_at": NINE + HOUR, "ends_at": NINE + 2 * HOUR} if verb == "reschedule" else {}
    with pytest.raises(NeedsGuardian):
        _verb(verb, booking, mia.user, **more)
    assert Booking.objects.get().status == Status.PENDING
    assert _verb("cancel", booking, nia).status == Status.CANCELLED_BY_MENTEE


def test_a_link_of_the_mentors_own_is_not_taken(mia: Mentor, nia: User, gus: User) -> None:
    booking = book(mia, nia)
    with pytest.raises(InvalidLink, match="held in its room"):
        _verb("confirm", booking, mia.user, meeting_url=LINK)
    confirmed = _verb("confirm", booking, mia.user)
    with pytest.raises(InvalidLink, match="held in its room"):
        _verb("add_meeting_link", confirmed, mia.user, url=LINK)
    assert Booking.objects.get().meeting_url == ""


def test_who_says_that_they_are_a_minor_meets_in_the_room_from_then_on(mia: Mentor) -> None:
    tom = person("tom")
    linked = _verb("add_meeting_link", booking_in(Status.CONFIRMED, mia, tom), mia.user, url=LINK)
    say_birth_date(user=tom, birth_date=OF_15, actor_id=tom.pk, now=NOW)
    booking = Booking.objects.get()
    assert (booking.meeting_url, booking.version) == ("", linked.version + 1)


def test_the_room_has_a_seat_for_the_guardian_and_is_closed_without(
    mia: Mentor, nia: User, gus: User
) -> None:
    booking = booking_in(Status.CONFIRMED, mia, nia)

    def seat(user: User) -> Any:
        return seat_of(user=user, public_id=booking.public_id, now=NOW)

    assert seat(person("eve")) is None
    assert [seat(each).role for each in (mia.user, nia, gus)] == ["mentor", "mentee", "guardian"]
    assert (seat(gus).other, seat(gus).person, seat(gus).minor) == (mia.user, "guardian-1", nia)
    assert [each.pk for each in seat(nia).others] == [mia.user_id, gus.pk]
    assert seat(mia.user).door(now=booking.starts_at) is Door.OPEN
    _end(gus)
    assert seat(gus) is None
    assert [seat(each).door(now=booking.starts_at) for each in (mia.user, nia)] == [Door.UNGUARDED] * 2


def test_a_guardian_finds_the_sessions_that_are_to_come(mia: Mentor, nia: User, gus: User) -> None:
    booking = book(mia, nia)
    assert list(sessions_with(nia, now=NOW)) == [booking]
    assert list(sessions_with(nia, now=NINE + 2 * HOUR)) == []
    assert list(sessions_with(mia.user, now=NOW)) == [booking]


def test_adults_cost_one_question_more(mia: Mentor, django_assert_max_num_queries: Any) -> None:
    tom = person("tom")
    with django_assert_max_num_queries(60) as asked:
        book(mia, tom)
    about = [query for query in asked if "guardian" in query["sql"]]
    assert about == []
