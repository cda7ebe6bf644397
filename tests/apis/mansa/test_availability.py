"""When mentors are free: what is set is shown, what is shown can be booked, wherever the viewer is."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import MENTORS, OWN, Sessions, next_monday
from trellis.domain.mentorship.models import Availability, Mentor

# The week in which New York's clocks go forward (10 March), three weeks before London's (31 March).
BEFORE, AFTER = date(2030, 3, 8), date(2030, 3, 11)


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on 1 March 2030."""
    clock = SimpleNamespace(now=lambda: datetime(2030, 3, 1, 12, tzinfo=UTC))
    monkeypatch.setattr("trellis.apis.mansa.mentors.availability.timezone", clock)


def _of(mentor: Mentor) -> str:
    return f"{MENTORS}{mentor.public_id}/availability/"


def _slots(api: APIClient, mentor: Mentor, **query: Any) -> list[dict[str, Any]]:
    response = api.get(_of(mentor), {key.rstrip("_"): value for key, value in query.items()})
    assert response.status_code == 200, response.content
    slots: list[dict[str, Any]] = response.json()["slots"]
    return slots


def _weekly(day: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"day_of_week": day, "start_time": start, "end_time": end, **more}


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
        assert _slots(api, sarah, from_=monday, to=monday)[0]["start_time"] == "10:00"

    def test_is_thirty_days_unless_told_otherwise(self, api: APIClient, sarah: Mentor) -> None:
        days = {slot["date"] for slot in _slots(api, sarah)}
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
        slots = _slots(api, sarah, from_=BEFORE.isoformat(), to=AFTER.isoformat(), timezone=zone)
        shown = {slot["starts_at"]: slot for slot in slots}
        nines = [shown["2030-03-08T14:00:00Z"], shown["2030-03-11T13:00:00Z"]]
        assert [slot["start_time"] for slot in nines] == [before, after]
        assert [slot["date"] for slot in nines] == ["2030-03-08", "2030-03-11"]

    @pytest.mark.usefixtures("in_march")
    def test_a_day_is_the_viewers_day(self, api: APIClient, sarah: Mentor) -> None:
        # Friday 16:00 in New York is Saturday 06:00 in Tokyo; on Saturday nothing else is offered.
        slots = _slots(api, sarah, from_="2030-03-09", to="2030-03-09", timezone="Asia/Tokyo")
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
        assert _slots(api, sarah, from_=day, to=day, timezone="Pacific/Kiritimati") == []

    def test_of_a_mentor_not_approved_is_not_there(
        self, api: APIClient, signed_in: SignIn, middy: Mentor
    ) -> None:
        assert api.get(_of(middy)).status_code == 404
        assert signed_in("middy").get(_of(middy)).status_code == 200


class TestWhatAMentorSets:
    def test_in_rows_of_the_documents_table(self, signed_in: SignIn, sarah: Mentor) -> None:
        client, monday = signed_in("sarahj"), next_monday()
        rows = [
            _weekly(1, "09:00", "12:00", is_recurring=True),
            {
                "start_time": "13:00:00",
                "end_time": "24:00",
                "is_recurring": False,
                "specific_date": monday.isoformat(),
            },
            _weekly(0, "00:00", "00:00", is_active=False),
        ]
        response = client.post(OWN, rows)
        assert response.status_code == 200, response.content
        assert response.json() == client.get(OWN).json()
        weekly, dated = response.json()["recurring"], response.json()["specific"]
        assert [(row["day_of_week"], row["start_time"], row["end_time"]) for row in weekly] == [
            (0, "00:00", "00:00"),
            (1, "09:00", "12:00"),
        ]
        assert [row["is_active"] for row in weekly] == [False, True]
        assert (dated[0]["specific_date"], dated[0]["end_time"]) == (monday.isoformat(), "00:00")
        slots = _slots(client, sarah, from_=monday.isoformat(), to=monday.isoformat())
        assert [slots[0]["start_time"], slots[-1]["end_time"]] == ["09:00", "00:00"]

    def test_what_is_shown_can_be_sent_back(self, signed_in: SignIn, sarah: Mentor) -> None:
        client = signed_in("sarahj")
        shown = client.get(OWN).json()
        again = client.post(OWN, {**shown, "timezone": "Europe/London"}).json()
        assert again["timezone"] == "Europe/London"
        assert _without_ids(again["recurring"]) == _without_ids(shown["recurring"])
        assert client.get(f"{MENTORS}my_profile/").json()["availability_timezone"] == "Europe/London"

    def test_a_kind_that_is_not_sent_stays(self, signed_in: SignIn, sarah: Mentor) -> None:
        client = signed_in("sarahj")
        dated = {"specific_date": next_monday().isoformat(), "start_time": "18:00", "end_time": "19:00"}
        assert len(client.post(OWN, {"slots": [dated]}).json()["recurring"]) == 10
        set_weekly = client.post(OWN, {"slots": [_weekly(3, "09:00", "10:00")]}).json()
        assert (len(set_weekly["recurring"]), len(set_weekly["specific"])) == (1, 1)
        assert len(client.post(OWN, {"specific": []}).json()["recurring"]) == 1
        assert client.post(OWN, []).json() == {
            "timezone": "America/New_York",
            "recurring": [],
            "specific": [],
        }

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            (_weekly(1, "11:00", "12:00"), "non_field_errors"),
            (_weekly(1, "12:00", "11:00"), "non_field_errors"),
            (_weekly(7, "09:00", "10:00"), "day_of_week"),
            (_weekly(-1, "09:00", "10:00"), "day_of_week"),
            (_weekly(10**30, "09:00", "10:00"), "day_of_week"),
            (_weekly(2, "24:00", "10:00"), "start_time"),
            (_weekly(2, "09:00", "25:00"), "end_time"),
            (_weekly(2, "09:00", "24:01"), "end_time"),
            (_weekly(2, "09:00:30", "10:00"), "start_time"),
            (_weekly(2, "9", "10:00"), "start_time"),
            (_weekly(2, "\x00", "10:00"), "start_time"),
            (_weekly(2, "०९:००", "10:00"), "start_time"),
            (_weekly(2, 9, "10:00"), "start_time"),
            (_weekly(2, None, "10:00"), "start_time"),
            (_weekly(2, "09:00", "10:00", is_active="perhaps"), "is_active"),
            (_weekly(2, "09:00", "10:00", specific_date="2030-01-01", is_recurring=True), "specific_date"),
            ({"start_time": "09:00", "end_time": "10:00", "is_recurring": False}, "specific_date"),
            ({"start_time": "09:00", "end_time": "10:00"}, "day_of_week"),
            ({"specific_date": "10000-01-01", "start_time": "09:00", "end_time": "10:00"}, "specific_date"),
            ({"day_of_week": 1}, "start_time"),
            ("x", "non_field_errors"),
            (None, None),
        ],
    )
    def test_a_slot_that_cannot_be_is_named_and_nothing_changes(
        self, signed_in: SignIn, sarah: Mentor, row: Any, field: str | None
    ) -> None:
        before = list(Availability.objects.values_list("pk", flat=True))
        response = signed_in("sarahj").post(OWN, {"slots": [_weekly(1, "09:00", "11:30"), row]})
        assert response.status_code == 400, response.content
        assert list(response.json()) == ["slots"]
        assert list(response.json()["slots"]) == ["1"]
        assert field is None or field in response.json()["slots"]["1"]
        assert list(Availability.objects.values_list("pk", flat=True)) == before

    @pytest.mark.parametrize("kind", ["recurring", "specific"])
    def test_it_is_named_in_the_list_it_came_in(self, signed_in: SignIn, sarah: Mentor, kind: str) -> None:
        day = {"day_of_week": 1} if kind == "recurring" else {"specific_date": next_monday().isoformat()}
        rows = [{**day, "start_time": start, "end_time": "12:00"} for start in ("09:00", "10:00")]
        response = signed_in("sarahj").post(OWN, {kind: rows, "timezone": "Asia/Tokyo"})
        assert response.json() == {
            kind: {"1": {"non_field_errors": ["It overlaps another stretch of the same day."]}}
        }
        assert Mentor.objects.get(pk=sarah.pk).availability_timezone == "America/New_York"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "slots"),
            ({"slots": "x"}, "slots"),
            ({"slots": {"a": 1}}, "slots"),
            ({"slots": [], "recurring": []}, "slots"),
            ({"slots": [_weekly(1, "09:00", "10:00")] * 501}, "slots"),
            ({"recurring": None}, "recurring"),
            ({"timezone": "Nowhere"}, "timezone"),
            ("x", "non_field_errors"),
        ],
    )
    def test_a_body_that_says_nothing_is_400(
        self, signed_in: SignIn, sarah: Mentor, body: Any, field: str
    ) -> None:
        response = signed_in("sarahj").post(OWN, body)
        assert response.status_code == 400
        assert list(response.json()) == [field]

    def test_is_for_mentors(self, signed_in: SignIn, api: APIClient, sarah: Mentor) -> None:
        for call in (lambda client: client.get(OWN), lambda client: client.post(OWN, [])):
            assert call(api).status_code == 401
            response = call(signed_in("johndoe"))
            assert (response.status_code, response.json()) == (
                403,
                {"detail": "Only mentors have availability."},
            )

    def test_two_mentors_do_not_share_it(self, signed_in: SignIn, sarah: Mentor, middy: Mentor) -> None:
        signed_in("middy").post(OWN, [])
        assert Availability.objects.filter(mentor=sarah).count() == 10
        assert not Availability.objects.filter(mentor=middy).exists()


def _without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "id"} for row in rows]


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
