"""`GET mentors/{id}`: a mentor in full, their next seven days, and what is said of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.mentors.conftest import ALWAYS, URL, Clock, MakeMentor, client_for
from tests.domain.mentorship.world import book, booking_in, person
from trellis.apis.soosh.mentors.output import REVIEWS
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.mentorship.queries.bookings import reviews_given
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services.feedback import add_feedback, remove_review
from trellis.domain.mentorship.services.mentors import approve_mentor, update_mentor

# Mondays and Thursdays from nine to eleven.
HOURS = tuple(Window(540, 660, day_of_week=day) for day in (1, 4))
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def detail(api: APIClient, mentor: Mentor) -> dict[str, Any]:
    """Return what is shown of a mentor."""
    response = api.get(f"{URL}/{mentor.public_id}")
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def test_the_next_seven_days_are_told_by_the_mentors_clock(
    api: APIClient, clock: Clock, make_mentor: MakeMentor
) -> None:
    mentor = make_mentor("mia", hours=HOURS)
    changes = {"availability_timezone": "America/New_York", "minimum_notice_minutes": 0}
    update_mentor(mentor=mentor, changes=changes, version=None, now=clock.now)
    clock.now = datetime(2030, 1, 7, 14, 30, tzinfo=UTC)  # Monday, 9:30 in New York
    body = detail(api, mentor)
    assert set(body) == {"mentor", "availability", "reviews"}
    assert body["availability"] == {
        "timezone": "America/New_York",
        "slots": [
            {"date": "2030-01-07", "times": ["10:00"]},
            {"date": "2030-01-10", "times": ["09:00", "10:00"]},
        ],
    }
    assert body["mentor"]["next_available_slot"] == "2030-01-07T15:00:00Z"
    (listed,) = api.get(URL).json()["mentors"]
    assert listed == {name: body["mentor"][name] for name in listed}


@pytest.mark.usefixtures("clock")
def test_the_id_of_the_account_is_as_good_and_others_are_nobodys(
    api: APIClient, make_mentor: MakeMentor
) -> None:
    mentor = make_mentor("mia")
    by_account = api.get(f"{URL}/{mentor.user.public_id}").json()
    assert by_account == detail(api, mentor)
    for unknown in (uuid4(), person("tom").public_id):
        refused(api.get(f"{URL}/{unknown}"), 404, "USER_NOT_FOUND")
    refused(api.get(f"{URL}/mia"), 404, "NOT_FOUND")
    refused(api.get(f"{URL}/{mentor.public_id}/"), 404, "NOT_FOUND")
    Mentor.objects.update(offered_at=None)
    refused(api.get(f"{URL}/{mentor.public_id}"), 404, "USER_NOT_FOUND")
    assert client_for("mia").get(f"{URL}/{mentor.public_id}").status_code == 200


@pytest.fixture
def reviewed(clock: Clock, make_mentor: MakeMentor) -> list[Booking]:
    """Sessions of Mia, who was given five stars by Ann, and then one by Tom."""
    mentor = approve_mentor(mentor=make_mentor("mia", hours=ALWAYS), actor_id=None, now=clock.now)
    held = []
    for number, (name, stars) in enumerate((("ann", 5), ("tom", 1))):
        starts_at = datetime(2030, 1, 8, 9 + number, tzinfo=UTC)
        held.append(booking_in(Status.COMPLETED, mentor, person(name), starts_at))
        add_feedback(
            booking=held[-1],
            actor=held[-1].mentee,
            rating=stars,
            text=f"From {name}",
            now=clock.now + timedelta(minutes=number),
        )
    return held


def test_what_mentees_say_is_shown_the_latest_first(api: APIClient, reviewed: list[Booking]) -> None:
    ann, _ = reviewed
    body = detail(api, ann.mentor)
    assert [each["review_text"] for each in body["reviews"]] == ["From tom", "From ann"]
    review = body["reviews"][1]
    assert review.pop("id") not in (str(ann.public_id), body["reviews"][0]["id"])
    assert review == {
        "reviewer": {"username": "ann", "avatar_url": None},
        "rating": 5,
        "review_text": "From ann",
        "skills_learned": [],
        "created_at": "2030-01-07T08:00:00Z",
    }
    assert (body["mentor"]["average_rating"], body["mentor"]["total_reviews"]) == (3, 2)
    assert_renders_equal(REVIEWS, list(reviews_given(ann.mentor)))


def test_a_review_that_staff_remove_counts_no_more_in_the_very_next_request(
    api: APIClient, reviewed: list[Booking], clock: Clock
) -> None:
    """An aggregate that is right only at the next review is wrong until then."""
    unfair = reviewed[1]
    assert api.get(f"{URL}?min_rating=3.5").json()["mentors"] == []
    for _ in range(2):  # once more changes nothing
        remove_review(booking=unfair, actor_id=unfair.mentor.user_id, now=clock.now)
        (listed,) = api.get(f"{URL}?min_rating=3.5&sort=rating").json()["mentors"]
        assert (listed["average_rating"], listed["total_reviews"]) == (5, 1)
    assert [each["rating"] for each in detail(api, unfair.mentor)["reviews"]] == [5]
    with pytest.raises(Exception, match="already"):
        add_feedback(booking=unfair, actor=unfair.mentee, rating=1, text="Again", now=clock.now)


def test_the_number_of_queries_is_the_same_with_many_reviews(
    api: APIClient, reviewed: list[Booking], django_assert_num_queries: Any
) -> None:
    detail(api, reviewed[0].mentor)
    with django_assert_num_queries(6):
        detail(api, reviewed[0].mentor)


def test_a_time_that_was_taken_or_has_passed_is_never_the_next(
    api: APIClient, clock: Clock, make_mentor: MakeMentor
) -> None:
    """A stored "next" that only some events refresh: a mentor's only hour of the week is today at 14:00."""
    mentor = make_mentor("mia", hours=[Window(840, 900, day_of_week=1)], minimum_notice_minutes=0)
    approve_mentor(mentor=mentor, actor_id=None, now=clock.now)
    today, week = datetime(2030, 1, 7, 14, tzinfo=UTC), timedelta(days=7)

    def told() -> list[Any]:
        listed = api.get(f"{URL}?sort=next_available").json()["mentors"]
        free = api.get(f"{URL}?available_now=true").json()["mentors"]
        shown = detail(api, mentor)["mentor"]["next_available_slot"]
        assert [each["next_available_slot"] for each in listed] == [shown]
        return [shown, len(free)]

    assert told() == ["2030-01-07T14:00:00Z", 1]
    clock.now = today - HOUR / 2
    book(
        mentor=mentor, mentee=person("tom"), starts_at=today, ends_at=today + HOUR, topic="Any", now=clock.now
    )
    assert told() == ["2030-01-14T14:00:00Z", 0]
    clock.now = today + week
    assert told() == ["2030-01-14T14:00:00Z", 1]
    clock.now += timedelta(seconds=1)  # nobody took it, and it passes
    assert told() == ["2030-01-21T14:00:00Z", 0]


@pytest.mark.parametrize(
    ("zone", "is_today"), [("", True), ("UTC", True), ("Pacific/Auckland", False), ("America/New_York", True)]
)
def test_today_is_the_viewers(
    api: APIClient, clock: Clock, make_mentor: MakeMentor, zone: str, is_today: bool
) -> None:
    make_mentor("mia", hours=[Window(840, 900, day_of_week=1)])  # 03:00 of Tuesday in Auckland
    person("tom", timezone=zone or "UTC", timezone_chosen=bool(zone))
    found = [client_for("tom").get(f"{URL}?available_now=true")]
    found += [api.get(f"{URL}?available_now=true&timezone={zone}")] if zone else []
    assert [len(each.json()["mentors"]) for each in found] == [int(is_today)] * len(found)
