"""`analytics`: as it is printed, by the clock of who looks, and of nobody else."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn, client_of
from tests.apis.soosh.bookings.sessions import session_of
from tests.apis.soosh.conftest import refused
from tests.domain.learning.world import complete, path_of
from tests.domain.mentorship.world import mentor_of
from tests.domain.payments.payers import asked, earned, person, with_card
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor, Status

pytestmark = pytest.mark.django_db
API = "/api/v1/analytics"


def _csv(client: APIClient, part: str) -> list[dict[str, str]]:
    response = client.get(f"{API}/export.csv?part={part}")
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def _at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def learner(db: None) -> User:
    return person("tui", timezone="Pacific/Auckland", timezone_chosen=True)


def test_a_month_is_the_mentors_own_wherever_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    mentor, ann = mentor_of("mia"), person("ann")
    Mentor.objects.filter(pk=mentor.pk).update(availability_timezone="America/New_York")
    at = datetime(2027, 2, 1, 4, 30, tzinfo=UTC)
    earned(with_card(asked(ann, 5000, "USD", payee=mentor.user)), now=at)
    client = client_of("mia")
    _at(monkeypatch, at)
    stats = client.get(f"{API}/mentor-stats").json()
    months = {each["month"]: each["amount"] for each in stats["earnings_by_month"] if each["amount"]}
    assert (months, stats["this_month"], stats["timezone"]) == ({"2027-01": 42.5}, 42.5, "America/New_York")
    assert client.get(f"{API}/dashboard").json()["earnings"]["this_month"] == 42.5
    exported = {row["Month"]: row["Amount"] for row in _csv(client, "earnings") if row["Amount"] != "0"}
    assert exported == {"2027-01": "42.5"}
    assert {"Number": "Earned this month", "Value": "42.5"} in _csv(client, "dashboard")
    _at(monkeypatch, at + timedelta(minutes=30))
    assert client.get(f"{API}/dashboard").json()["earnings"]["this_month"] == 0
    assert client.get(f"{API}/mentor-stats").json()["earnings_by_month"][1] == {
        "month": "2027-01",
        "amount": 42.5,
    }


def test_a_session_that_has_just_ended_is_in_today_under_the_learners_weekday(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2027, 1, 31, 20, tzinfo=UTC)
    hour = timedelta(hours=1)
    mentor, client = mentor_of("mia"), client_of("tui")
    session_of(now - hour, mentor=mentor, mentee=learner, status=Status.COMPLETED)
    session_of(now - 14 * hour, mentor=mentor, mentee=learner, status=Status.COMPLETED)
    _at(monkeypatch, now)
    found = client.get(f"{API}/dashboard").json()
    today = found["today"]
    assert (today["date"], today["weekday"], today["sessions"]) == ("2027-02-01", "Monday", 1)
    assert (today["minutes"], found["timezone"]) == (60, "Pacific/Auckland")
    assert [each["sessions"] for each in found["this_week"]] == [1, 0, 0, 0, 0, 0, 0]
    assert found["overview"]["total_sessions"] == 2
    last = [row for row in _csv(client, "days") if row["Sessions"] != "0"]
    assert [(row["Day"], row["Sessions"]) for row in last] == [("2027-01-31", "1"), ("2027-02-01", "1")]


def test_a_dashboard_and_its_timeline_are_as_they_are_printed(learner: User) -> None:
    client, now = client_of("tui"), timezone.now()
    path = path_of(learner, steps=3, now=now)
    complete(path, 1, now=now - timedelta(minutes=1))
    mentor = mentor_of("mia")
    session_of(
        now - timedelta(days=1),
        mentor=mentor,
        mentee=learner,
        status=Status.COMPLETED,
        topic="=Design Systems",
        rating=4,
        rated_at=now,
    )
    found = client.get(f"{API}/dashboard").json()
    assert found["overview"].keys() == {
        *("total_sessions", "total_hours_learned", "courses_completed", "current_streak_days"),
        *("total_points", "level"),
    }
    assert found["learning_progress"] == {
        "active_paths": 1,
        "completion_rate": 33.3,
        "average_session_rating": 4.0,
    }
    assert found["earnings"] is None
    assert found["recommendations"]["next_steps"] == ["Complete Step 2 milestone", "Book session with Mia"]
    response = client.get(f"{API}/activity?limit=1")
    (newest,) = response.json()["activities"]
    assert (newest["type"], newest["data"]["milestone"]) == ("milestone_completed", "Step 1")
    assert newest["data"]["points_earned"] > 0
    assert [response[name] for name in ("X-Total-Count", "X-Page", "X-Page-Size")] == ["2", "1", "1"]
    (session,) = client.get(f"{API}/activity?type=session_completed").json()["activities"]
    assert session["data"] == {"mentor_name": "Mia", "topic": "=Design Systems", "duration_minutes": 60}
    told = client_of("mia").get(f"{API}/activity").json()["activities"]
    assert [(each["type"], each["data"]["mentee_name"]) for each in told] == [("session_given", "Tui")]


def test_no_cell_of_a_file_is_a_formula(learner: User) -> None:
    User.objects.filter(username="tui").update(first_name="=HYPERLINK(1)")
    now = timezone.now()
    mentor = mentor_of("mia")
    session_of(now - timedelta(days=1), mentor=mentor, mentee=learner, status=Status.COMPLETED)
    (row,) = _csv(client_of("mia"), "activity")
    assert row["What"].startswith("'=HYPERLINK(1)")


def test_beginners_have_no_numbers_of_mentors(learner: User, api: APIClient) -> None:
    client = client_of("tui")
    refused(client.get(f"{API}/mentor-stats"), 403, "FORBIDDEN")
    refused(client.get(f"{API}/export.csv?part=earnings"), 403, "FORBIDDEN")
    refused(api.get(f"{API}/dashboard"), 401, "AUTH_ERROR")
    User.objects.filter(pk=learner.pk).update(journey="experienced")
    stats = client.get(f"{API}/mentor-stats").json()
    assert (stats["total_sessions_given"], stats["retention_rate"], stats["ratings"]["5"]) == (0, None, 0)
    assert client.get(f"{API}/dashboard").json()["earnings"]["total_sessions_given"] == 0


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("activity?type=sleep", "type"),
        ("activity?page=0", "page"),
        ("activity?limit=101", "limit"),
        ("activity?page=x", "page"),
        ("export.csv?part=all", "part"),
        ("export.csv?part=%00", "part"),
    ],
)
def test_what_cannot_be_asked_is_named(learner: User, path: str, field: str) -> None:
    assert field in refused(client_of("tui").get(f"{API}/{path}"), 422, "VALIDATION_ERROR")["details"]
    assert client_of("tui").get(f"{API}/activity?page=1000000").json() == {"activities": []}


@pytest.mark.usefixtures("world")
def test_it_takes_as_many_queries_whatever_there_is(
    signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    sarah, john = signed_in("sarahj"), signed_in("johndoe")
    for client in (sarah, john):
        with django_assert_max_num_queries(24):
            assert client.get(f"{API}/dashboard").status_code == 200
    with django_assert_max_num_queries(13):
        stats = sarah.get(f"{API}/mentor-stats").json()
    assert stats["total_sessions_given"] >= stats["rating_count"]
