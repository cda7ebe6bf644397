"""What the two say of a session: once each, of one that took place."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.domain.mentorship.world import HOUR, NINE, NOW, booking_in, mentor_of, people, person
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.queries.bookings import mentor_statistics
from trellis.domain.mentorship.queries.mentors import average_rating
from trellis.domain.mentorship.refusals import AlreadyGiven, InvalidFeedback, NotAllowed
from trellis.domain.mentorship.services import feedback

pytestmark = pytest.mark.django_db


def test_each_side_speaks_once() -> None:
    mentor = mentor_of()
    mel = person("mel")
    held = booking_in(Status.COMPLETED, mentor, mel)
    feedback.add_feedback(booking=held, actor=mel, rating=5, text="", now=NOW)
    told = feedback.add_feedback(booking=held, actor=mentor.user, rating=None, text="Well prepared", now=NOW)
    assert (told.rating, told.mentor_feedback, told.version) == (5, "Well prepared", 3)
    for actor in (mel, mentor.user):
        with pytest.raises(AlreadyGiven):
            feedback.add_feedback(booking=held, actor=actor, rating=1, text="More", now=NOW)
    mentor.refresh_from_db()
    assert (mentor.rating_count, mentor.rating_sum) == (1, 5)


def test_skills_are_the_mentees_and_each_is_kept_once() -> None:
    mentor, mel = mentor_of(), person("mel")
    held = booking_in(Status.COMPLETED, mentor, mel)
    words: dict[str, Any] = {
        "booking": held,
        "rating": 4,
        "text": "Fine",
        "skills": ["Figma", "figma", "CSS"],
    }
    told = feedback.add_feedback(actor=mentor.user, **words, now=NOW)
    assert told.skills_learned == []
    with pytest.raises(NotAllowed):
        feedback.review(actor=mentor.user, **words, now=NOW)
    assert feedback.review(actor=mel, **words, now=NOW).skills_learned == ["Figma", "CSS"]


@pytest.mark.parametrize(
    "skills", [["Figma"], [f"{number}" for number in range(21)]], ids=["no review", "too many"]
)
def test_the_table_keeps_skills_of_reviews_alone_and_not_too_many(skills: list[str]) -> None:
    held = booking_in(Status.COMPLETED, mentor_of(), person("mel"))
    stars = {} if len(skills) == 1 else {"rating": 5, "rated_at": NOW}
    with pytest.raises(IntegrityError, match="booking_skills_of_review"), transaction.atomic():
        Booking.objects.filter(pk=held.pk).update(skills_learned=skills, **stars)


@pytest.mark.parametrize("rating", [None, 0, 6, -1, 2**63])
def test_a_mentee_gives_one_to_five_stars(rating: Any) -> None:
    mel = person("mel")
    held = booking_in(Status.COMPLETED, mentor_of(), mel)
    with pytest.raises(InvalidFeedback) as refused:
        feedback.add_feedback(booking=held, actor=mel, rating=rating, text="Hm", now=NOW)
    assert refused.value.field == "rating"


def test_a_mentor_gives_words_and_no_stars_of_their_own() -> None:
    mentor = mentor_of()
    held = booking_in(Status.COMPLETED, mentor, person("mel"))
    with pytest.raises(InvalidFeedback) as refused:
        feedback.add_feedback(booking=held, actor=mentor.user, rating=None, text="  ", now=NOW)
    assert refused.value.field == "text"
    feedback.add_feedback(booking=held, actor=mentor.user, rating=5, text="Fine", now=NOW)
    mentor.refresh_from_db()
    held.refresh_from_db()
    assert (mentor.rating_count, held.rating) == (0, None)


def test_the_average_has_two_places_and_is_none_at_first() -> None:
    mentor = mentor_of()
    assert average_rating(mentor) is None
    for number, mentee in enumerate(people(3)):
        held = booking_in(Status.COMPLETED, mentor, mentee, NINE + number * HOUR)
        feedback.add_feedback(booking=held, actor=mentee, rating=(5, 4, 4)[number], text="", now=NOW)
    mentor.refresh_from_db()
    assert average_rating(mentor) == Decimal("4.33")


def test_statistics_count_what_waits_what_comes_and_what_was() -> None:
    mentor = mentor_of()
    mel = person("mel")
    stands = [
        Status.PENDING,
        Status.PENDING,
        Status.CONFIRMED,
        Status.COMPLETED,
        Status.NO_SHOW,
        Status.CANCELLED_BY_MENTEE,
    ]
    for hour, status in enumerate(stands):
        booking_in(status, mentor, mel, NINE + hour * HOUR)
    figures = mentor_statistics(mentor, now=NOW)
    assert (figures.pending, figures.upcoming, figures.completed) == (2, 1, 1)
    assert (figures.rating, figures.rating_count, figures.total_sessions) == (None, 0, 0)
    later = mentor_statistics(mentor, now=NINE + timedelta(days=1))
    assert (later.pending, later.upcoming, later.completed) == (0, 0, 1)
