"""`GET mentors/{id}/why-not`: the rule that took a time away, in words; Mansa says the same."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.soosh.conftest import refused
from tests.apis.soosh.mentors.conftest import URL, Clock, MakeMentor, client_for
from tests.domain.mentorship.world import book, person
from trellis.domain.mentorship.models import Mentor, Terms
from trellis.domain.mentorship.refusals import NotBookable
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services.availability import set_availability
from trellis.domain.mentorship.services.mentors import approve_mentor

IN_MANSA = "/api/v1/mentorship/mentors"
HOUR = timedelta(hours=1)
TUESDAY = datetime(2030, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(clock: Clock, make_mentor: MakeMentor) -> Mentor:
    """Free on Tuesdays from 9 to 17, with a break of 15 minutes; away on 15 January; taken at 11:30."""
    mentor = make_mentor("mia", buffer_minutes=15)
    mentor = approve_mentor(mentor=mentor, actor_id=None, now=clock.now)
    weekly = [Window(540, 1020, day_of_week=2)]
    away = [Window(0, 1440, date=datetime(2030, 1, 15, tzinfo=UTC).date(), is_active=False)]
    set_availability(mentor=mentor, weekly=weekly, dated=away, now=clock.now)
    starts_at = TUESDAY + 11.5 * HOUR
    book(
        mentor=mentor,
        mentee=person("tom"),
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        topic="Any",
        now=clock.now,
    )
    return mentor


def asked(api: APIClient, mentor: Mentor, at: str, query: str = "") -> dict[str, Any]:
    """Return what both doors say of a time, which is the same."""
    response = api.get(f"{URL}/{mentor.public_id}/why-not?at={at}{query}")
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    other = api.get(f"{IN_MANSA}/{mentor.user.public_id}/why-not/?at={at}{query}").json()
    assert [body[name] for name in ("at", "ends_at", "bookable", "reason", "explanation")] == [
        other[name] for name in ("starts_at", "ends_at", "is_bookable", "reason", "explanation")
    ]
    return body


@pytest.mark.parametrize(
    ("at", "reason", "words"),
    [
        ("2030-01-08T09:00:00Z", None, None),
        ("2030-01-08T10:00:00%2B01:00", None, None),
        ("2030-01-08T10:00:00+01:00", None, None),
        ("2030-01-08T10:15:00", None, None),
        ("2030-01-07T07:59:00Z", "past", "passed"),
        ("2030-01-07T08:59:00Z", "too_soon", "an hour before"),
        ("2031-01-14T09:00:00Z", "too_far", "366 days"),
        ("2030-01-15T09:00:00Z", "away", "away"),
        ("2030-01-09T09:00:00Z", "closed", "hours"),
        ("2030-01-08T09:05:00Z", "no_start", "none begins"),
        ("2030-01-08T11:30:00Z", "taken", "break after"),
        ("2030-01-08T16:30:00Z", "no_start", "none begins"),
    ],
)
def test_each_time_that_is_not_offered_names_its_reason(
    api: APIClient, mia: Mentor, at: str, reason: str | None, words: str | None
) -> None:
    told = asked(api, mia, at)
    assert (told["reason"], told["bookable"]) == (reason, reason is None)
    assert words is None or words in told["explanation"]
    assert told["next_available_slot"] == "2030-01-08T09:00:00Z"


def test_several_slots_in_a_row_are_asked_for_by_their_length(api: APIClient, mia: Mentor) -> None:
    nine = "2030-01-08T09:00:00Z"
    assert asked(api, mia, nine, "&duration_minutes=135")["bookable"]
    for minutes, reason in ((90, "no_end"), (210, "taken"), (300, "too_long")):
        assert asked(api, mia, nine, f"&duration_minutes={minutes}")["reason"] == reason


def test_whoever_is_signed_in_is_told_of_their_own_obstacles(
    mia: Mentor, make_mentor: MakeMentor, clock: Clock
) -> None:
    nine = "2030-01-08T09:00:00Z"
    assert asked(client_for("mia"), mia, nine)["reason"] == "own_session"
    other = approve_mentor(
        mentor=make_mentor("ivo", hours=[Window(540, 720, day_of_week=2)]), actor_id=None, now=clock.now
    )
    tom = mia.bookings.get().mentee
    book(other, tom, TUESDAY + 9 * HOUR)
    assert asked(client_for("tom"), mia, nine)["reason"] == "you_are_busy"
    person("ann")
    assert asked(client_for("ann"), mia, nine)["reason"] is None
    Mentor.objects.filter(pk=mia.pk).update(mentees_at_once=1)
    assert asked(client_for("ann"), mia, nine)["reason"] == "mentees_full"
    assert asked(client_for("tom"), mia, "2030-01-08T14:00:00Z")["reason"] is None


def test_a_mentor_gives_so_many_sessions_a_week(api: APIClient, mia: Mentor, clock: Clock) -> None:
    Mentor.objects.filter(pk=mia.pk).update(sessions_a_week=1, next_slot_until=None)
    told = asked(api, mia, "2030-01-08T09:00:00Z")
    assert (told["reason"], told["next_available_slot"]) == ("week_full", "2030-01-22T09:00:00Z")
    with pytest.raises(NotBookable, match="this week"):
        book(mia, person("ann"), TUESDAY + 9 * HOUR)


def test_the_doors_differ_in_whom_they_book_and_for_what(api: APIClient, mia: Mentor) -> None:
    nine = "2030-01-08T09:00:00Z"
    times = f"{IN_MANSA}/{mia.public_id}/availability/?from=2030-01-08&to=2030-01-08"
    assert len(api.get(times).json()["slots"]) == 5
    Mentor.objects.filter(pk=mia.pk).update(terms=Terms.PRICED, rate_minor=Decimal(5000))
    assert api.get(times).json()["slots"] == []
    assert api.get(f"{URL}/{mia.public_id}/why-not?at={nine}").json()["bookable"]
    assert api.get(f"{IN_MANSA}/{mia.public_id}/why-not/?at={nine}").json()["reason"] == "only_priced"


@pytest.mark.parametrize(
    "query", ["", "at=", "at=tomorrow", "at=9999-12-31T23:59:00Z", "at=0001-01-01T00:00:00%2B14:00"]
)
def test_what_is_no_moment_is_named(api: APIClient, mia: Mentor, query: str) -> None:
    body = refused(api.get(f"{URL}/{mia.public_id}/why-not?{query}"), 422, "VALIDATION_ERROR")
    assert set(body["details"]) == {"at"}
    assert set(api.get(f"{IN_MANSA}/{mia.public_id}/why-not/?{query}").json()) == {"at"}
