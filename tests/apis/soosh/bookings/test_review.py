"""`POST bookings/{booking_id}/review`: the mentee's word, once across both doors."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.soosh.bookings.sessions import ask, session_of
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.world import person
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Booking, Status
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.services.feedback import remove_review

pytestmark = pytest.mark.django_db
PRINTED = {
    "rating": 5,
    "review_text": "Excellent session! Very helpful.",
    "skills_learned": ["Design systems", "Figma components"],
}


@pytest.fixture
def held() -> Booking:
    return session_of(timezone.now() - timedelta(hours=1), status=Status.COMPLETED)


def _to_mansa(booking: Booking, by: str, body: Any) -> Any:
    client = APIClient()
    client.force_authenticate(User.objects.get(username=by))
    address = f"/api/v1/mentorship/bookings/{booking.public_id}/add_feedback/"
    return client.post(address, body, format="json")


def test_it_is_kept_counted_and_shown_with_the_mentor(held: Booking) -> None:
    answer = ask(held, "review", "tom", PRINTED)
    assert answer.status_code == 201
    review = answer.json()["review"]
    assert {name: review[name] for name in PRINTED} == PRINTED
    assert review["reviewer"]["username"] == "tom"
    shown = APIClient().get(f"/api/v1/mentors/{held.mentor.public_id}").json()
    assert shown["reviews"] == [review]
    assert (shown["mentor"]["average_rating"], shown["mentor"]["total_reviews"]) == (5.0, 1)


def test_stars_alone_are_a_review(held: Booking) -> None:
    review = ask(held, "review", "tom", {"rating": 4}).json()["review"]
    assert (review["rating"], review["review_text"], review["skills_learned"]) == (4, "", [])


def test_a_skill_is_kept_once_as_it_was_written_first(held: Booking) -> None:
    said = {"rating": 4, "skills_learned": ["Figma", " figma ", "FIGMA", "Layout"]}
    review = ask(held, "review", "tom", said).json()["review"]
    assert review["skills_learned"] == ["Figma", "Layout"]


def test_it_is_said_once_whichever_the_door(held: Booking) -> None:
    assert ask(held, "review", "tom", PRINTED).status_code == 201
    refused(ask(held, "review", "tom", {"rating": 1}), 409, "CONFLICT")
    assert _to_mansa(held, "tom", {"rating": 1}).status_code == 400
    held.mentor.refresh_from_db()
    assert (held.mentor.rating_sum, held.mentor.rating_count) == (5, 1)


def test_what_was_said_at_mansa_is_said_here_too(held: Booking) -> None:
    assert _to_mansa(held, "tom", {"rating": 2, "feedback": "So so"}).status_code == 200
    refused(ask(held, "review", "tom", PRINTED), 409, "CONFLICT")
    shown = APIClient().get(f"/api/v1/mentors/{held.mentor.public_id}").json()["reviews"][0]
    assert (shown["rating"], shown["review_text"], shown["skills_learned"]) == (2, "So so", [])


def test_who_taught_does_not_review(held: Booking) -> None:
    refused(ask(held, "review", "mia", PRINTED), 403, "FORBIDDEN")
    held.refresh_from_db()
    assert (held.rating, held.mentor_feedback) == (None, "")


@pytest.mark.parametrize("status", [each for each in Status if each != Status.COMPLETED])
def test_what_was_not_held_is_not_reviewed(status: Status) -> None:
    session = session_of(timezone.now() - timedelta(hours=1), status=status)
    refused(ask(session, "review", "tom", PRINTED), 409, "CONFLICT")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rating": None}, "rating"),
        ({"rating": 0}, "rating"),
        ({"rating": 6}, "rating"),
        ({"rating": 4.5}, "rating"),
        ({"review_text": "x" * (limits.LONGEST_FEEDBACK + 1)}, "review_text"),
        ({"review_text": "x\x00"}, "review_text"),
        ({"skills_learned": "Figma"}, "skills_learned"),
        ({"skills_learned": [""]}, "skills_learned"),
        ({"skills_learned": ["two\nlines"]}, "skills_learned"),
        ({"skills_learned": ["x" * (limits.LONGEST_AREA + 1)]}, "skills_learned"),
        ({"skills_learned": [{"a": 1}]}, "skills_learned"),
        ({"skills_learned": [f"x{number}" for number in range(21)]}, "skills_learned"),
    ],
    ids=str,
)
def test_what_cannot_be_so_is_named_and_nothing_is_kept(
    held: Booking, changes: dict[str, Any], field: str
) -> None:
    said = refused(ask(held, "review", "tom", {**PRINTED, **changes}), 422, "VALIDATION_ERROR")
    assert set(said["details"]) == {field}
    held.refresh_from_db()
    assert (held.rating, held.mentee_feedback, held.skills_learned) == (None, "", [])


def test_what_staff_take_away_is_gone_with_its_skills_and_is_not_said_anew(held: Booking) -> None:
    ask(held, "review", "tom", PRINTED)
    remove_review(booking=held, actor_id=held.mentor.user_id, now=timezone.now())
    held.refresh_from_db()
    assert (held.rating, held.skills_learned) == (None, [])
    refused(ask(held, "review", "tom", PRINTED), 409, "CONFLICT")


def test_to_all_others_there_is_none(held: Booking) -> None:
    person("eve")
    refused(ask(held, "review", "eve", PRINTED), 404, "NOT_FOUND")
