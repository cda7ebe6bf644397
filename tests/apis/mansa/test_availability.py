"""What mentors set of when they are there."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import MENTORS, OWN, next_monday
from tests.apis.mansa.mentors.test_availability import slots_shown
from trellis.domain.mentorship.models import Availability, Mentor


def _weekly(day: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"day_of_week": day, "start_time": start, "end_time": end, **more}


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
        slots = slots_shown(client, sarah, from_=monday.isoformat(), to=monday.isoformat())
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
            ({"recurring": None}, "slots"),
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
