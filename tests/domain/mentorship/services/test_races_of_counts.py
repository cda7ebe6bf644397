"""Many at once on what is counted, given once, or replaced: nothing is lost and nothing doubled."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from tests.crowd import at_once
from tests.domain.mentorship.world import (
    HOUR,
    NINE,
    NOW,
    book,
    booking_in,
    mentor_of,
    outcome,
    people,
    person,
)
from trellis.core.models import Event
from trellis.domain.directory.models import DirectoryEntry
from trellis.domain.mentorship.models import Availability, Status
from trellis.domain.mentorship.refusals import (
    AlreadyGiven,
    AlreadyMentor,
    StaleVersion,
    TooManyBookings,
)
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, bookings, feedback, mentors

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_hour_has_three_bookings_however_many_ask_at_once(settings: Any) -> None:
    settings.TRELLIS_RATE_LIMITS = True
    mentors = [mentor_of(f"mentor{number}") for number in range(8)]
    mentee = person("mel")
    told = at_once(8, lambda n: outcome(lambda: book(mentors[n], mentee, NINE + n * HOUR), TooManyBookings))
    assert Counter(told) == {"done": 3, "TooManyBookings": 5}


def test_ratings_given_at_once_all_count() -> None:
    mentor = mentor_of()
    crowd = people(16)
    held = [
        booking_in(Status.COMPLETED, mentor, mentee, NINE + timedelta(days=n // 8) + (n % 8) * HOUR)
        for n, mentee in enumerate(crowd)
    ]
    at_once(
        16,
        lambda n: feedback.add_feedback(
            booking=held[n], actor=crowd[n], rating=n % 5 + 1, text="Good", now=NOW
        ),
    )
    mentor.refresh_from_db()
    assert (mentor.rating_count, mentor.rating_sum) == (16, sum(n % 5 + 1 for n in range(16)))


def test_feedback_sent_many_times_at_once_counts_once() -> None:
    mentor = mentor_of()
    mentee = person("mel")
    held = booking_in(Status.COMPLETED, mentor, mentee)
    give = lambda: feedback.add_feedback(booking=held, actor=mentee, rating=4, text="", now=NOW)  # noqa: E731
    assert Counter(at_once(8, lambda _: outcome(give, AlreadyGiven))) == {"done": 1, "AlreadyGiven": 7}
    mentor.refresh_from_db()
    assert (mentor.rating_count, mentor.rating_sum) == (1, 4)


def test_a_request_lapses_once_however_many_sweep() -> None:
    mentor = mentor_of()
    for number, mentee in enumerate(people(8)):
        book(mentor, mentee, NINE + timedelta(days=7) + number * HOUR)
    later = NOW + timedelta(hours=48)
    assert sum(at_once(4, lambda _: bookings.expire_pending(now=later))) == 8
    assert Event.objects.filter(kind="booking.expired").count() == 8


def test_an_account_becomes_a_mentor_once() -> None:
    user = person("mia")
    make = lambda: mentors.create_mentor(user=user, profile={}, now=NOW)  # noqa: E731
    assert Counter(at_once(8, lambda _: outcome(make, AlreadyMentor))) == {"done": 1, "AlreadyMentor": 7}


def test_availability_set_at_once_is_one_of_the_two_and_no_mixture() -> None:
    mentor = mentor_of()
    weeks = [[Window(n * 10, n * 10 + 500, day_of_week=day) for day in range(7)] for n in range(8)]
    at_once(8, lambda n: availability.set_availability(mentor=mentor, weekly=weeks[n], dated=None, now=NOW))
    rows = Availability.objects.filter(mentor=mentor)
    assert rows.count() == 7
    assert rows.values("start_minute").distinct().count() == 1


def test_windows_added_at_once_are_all_there_and_each_once() -> None:
    mentor = mentor_of(weekly=[])
    hours = [Window(n * 60, n * 60 + 60, day_of_week=1) for n in range(4)]
    at_once(
        8, lambda n: availability.add_availability(mentor=mentor, weekly=[hours[n % 4]], dated=[], now=NOW)
    )
    rows = Availability.objects.filter(mentor=mentor).order_by("start_minute")
    assert list(rows.values_list("start_minute", flat=True)) == [0, 60, 120, 180]


def test_a_profile_is_begun_once_and_filled_in_once() -> None:
    user = person("mia")
    DirectoryEntry.objects.create(email=user.email, user=user, membershiptype="mentor")
    assert len({begun.pk for begun in at_once(8, lambda _: mentors.begin_profile(user=user, now=NOW))}) == 1
    make = lambda: mentors.create_mentor(user=user, profile={"bio": "I help."}, now=NOW)  # noqa: E731
    assert Counter(at_once(8, lambda _: outcome(make, AlreadyMentor))) == {"done": 1, "AlreadyMentor": 7}


def test_profile_writers_with_one_version_are_one_winner() -> None:
    mentor = mentor_of()

    def write(number: int) -> str:
        changes = {"bio": f"Version of {number}"}
        return outcome(
            lambda: mentors.update_mentor(mentor=mentor, changes=changes, version=mentor.version, now=NOW),
            StaleVersion,
        )

    assert Counter(at_once(8, write)) == {"done": 1, "StaleVersion": 7}
