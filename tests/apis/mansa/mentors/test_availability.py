"""What a mentor's availability shows: what is set, and the slots that can be booked."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import MENTORS, OWN, Sessions, next_monday
from trellis.domain.mentorship.models import Mentor

# The week in which New York's clocks go forward (10 March), three weeks before London's (31 March).
BEFORE, AFTER = date(2030, 3, 8), date(2030, 3, 11)


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on 1 March 2030."""
    clock = SimpleNamespace(now=lambda: datetime(2030, 3, 1, 12, tzinfo=UTC))
    monkeypatch.setattr("trellis.apis.mansa.mentors.availability.timezone", clock)


def _of(mentor: Mentor) -> str:
    return f"{MENTORS}{mentor.public_id}/availability/"


def slots_shown(api: APIClient, mentor: Mentor, **query: Any) -> list[dict[str, Any]]:
    response = api.get(_of(mentor), {key.rstrip("_"): value for key, value in query.items()})
    assert response.status_code == 200, response.content
    slots: list[dict[str, Any]] = response.json()["slots"]
    return slots


class TestWhatIsShown:
    def test_is_set_and_can_be_booked(self, api: APIClient, sarah: Mentor) -> None:
        monday = next_monday()
        response = api.get(_of(sarah), {"from": monday.isoformat(), "to": monday.isoformat()})
        shown = response.json()
        assert shown["timezone"] == shown["mentor_timezone"] == "America/New_York"
        assert (shown["session_minutes"], shown["buffer_minutes"], shown["specific"]) == (60, 0, [])
        assert len(shown["recurring"]) == 10
        times = [(slot["start_time"], slot["end_time"]) for slot in shown["slots"]]
        assert times == [(f"{hour:02}:00", f"{hour + 1:02}:00") for hour in (9, 10, 11, 14, 15, 16)]
        assert {(slot["date"], slot["day_of_week"]) for slot in shown["slots"]} == {(monday.isoformat(), 1)}

    def test_leaves_out_what_is_held(self, api: APIClient, sarah: Mentor, sessions: Sessions) -> None:
        sessions.make(hour=9)
        sessions.make("robin", hour=10, status="cancelled_by_mentee")
        monday = next_monday().isoformat()
        assert slots_shown(api, sarah, from_=monday, to=monday)[0]["start_time"] == "10:00"

    def test_is_thirty_days_unless_told_otherwise(self, api: APIClient, sarah: Mentor) -> None:
        days = {slot["date"] for slot in slots_shown(api, sarah)}
        assert 20 <= len(days) <= 22

    @pytest.mark.usefixtures("in_march")
    @pytest.mark.parametrize(
        ("zone", "before", "after"),
        [
            ("America/New_York", "09:00", "09:00"),
            ("Europe/London", "14:00", "13:00"),
            ("Asia/Kolkata", "19:30", "18:30"),
            ("UTC", "14:00", "13:00"),
        ],
    )
    def test_stays_nine_in_new_york_when_the_clocks_change(
        self, api: APIClient, sarah: Mentor, zone: str, before: str, after: str
    ) -> None:
        slots = slots_shown(api, sarah, from_=BEFORE.isoformat(), to=AFTER.isoformat(), timezone=zone)
        shown = {slot["starts_at"]: slot for slot in slots}
        nines = [shown["2030-03-08T14:00:00Z"], shown["2030-03-11T13:00:00Z"]]
        assert [slot["start_time"] for slot in nines] == [before, after]
        assert [slot["date"] for slot in nines] == ["2030-03-08", "2030-03-11"]

    @pytest.mark.usefixtures("in_march")
    def test_a_day_is_the_viewers_day(self, api: APIClient, sarah: Mentor) -> None:
        # Friday 16:00 in New York is Saturday 06:00 in Tokyo; on Saturday nothing else is offered.
        slots = slots_shown(api, sarah, from_="2030-03-09", to="2030-03-09", timezone="Asia/Tokyo")
        assert [slot["start_time"] for slot in slots] == ["00:00", "01:00", "04:00", "05:00", "06:00"]
        assert {slot["day_of_week"] for slot in slots} == {6}

    def test_costs_the_same_however_much_is_set(
        self, api: APIClient, sarah: Mentor, sessions: Sessions, django_assert_num_queries: Any
    ) -> None:
        # The mentor, the schedule, what is held, the rows.
        with django_assert_num_queries(4):
            api.get(_of(sarah))
        for hour in (9, 10, 11):
            sessions.make(hour=hour)
        with django_assert_num_queries(4):
            api.get(_of(sarah))

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("from=x", "from"),
            ("from=2030-02-30", "from"),
            ("from=10000-01-01", "from"),
            ("from=9999-12-31", "from"),
            ("from=0001-01-01", "from"),
            ("to=%00", "to"),
            ("from=2030-01-02&to=2030-01-01", "to"),
            ("from=2030-01-01&to=2030-03-02", "to"),
            ("timezone=Mars/Olympus", "timezone"),
            ("timezone=../../etc/passwd", "timezone"),
            ("timezone=%00", "timezone"),
        ],
    )
    def test_a_bad_parameter_is_named(self, api: APIClient, sarah: Mentor, query: str, field: str) -> None:
        response = api.get(f"{_of(sarah)}?{query}")
        assert response.status_code == 400
        assert set(response.json()) == {field}

    @pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
    def test_days_far_away_have_no_slots(self, api: APIClient, sarah: Mentor, day: str) -> None:
        assert slots_shown(api, sarah, from_=day, to=day, timezone="Pacific/Kiritimati") == []

    def test_of_a_mentor_not_approved_is_not_there(
        self, api: APIClient, signed_in: SignIn, middy: Mentor
    ) -> None:
        assert api.get(_of(middy)).status_code == 404
        assert signed_in("middy").get(_of(middy)).status_code == 200


def test_what_was_set_far_in_the_past_is_not_shown_to_others(
    signed_in: SignIn, api: APIClient, sarah: Mentor
) -> None:
    old, soon = next_monday() - timedelta(days=700), next_monday()
    rows = [
        {"specific_date": day.isoformat(), "start_time": "18:00", "end_time": "19:00"} for day in (old, soon)
    ]
    assert len(signed_in("sarahj").post(OWN, rows).json()["specific"]) == 2
    (shown,) = api.get(_of(sarah)).json()["specific"]
    assert shown["specific_date"] == soon.isoformat()
