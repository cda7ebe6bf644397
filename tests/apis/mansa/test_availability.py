"""What mentors set of when they are there."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import MENTORS, OWN, next_monday
from tests.apis.mansa.mentors.test_availability import slots_shown
from trellis.domain.directory.models import DirectoryEntry
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.services.mentors import approve_mentor


def _weekly(day: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"day_of_week": day, "start_time": start, "end_time": end, **more}


TABLE = {
    *("id", "day_of_week", "start_time", "end_time", "is_recurring", "specific_date", "is_active"),
}


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
        response = client.put(OWN, rows)
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
        again = client.put(OWN, {**shown, "timezone": "Europe/London"}).json()
        assert again["timezone"] == "Europe/London"
        assert _without_ids(again["recurring"]) == _without_ids(shown["recurring"])
        assert client.get(f"{MENTORS}my_profile/").json()["availability_timezone"] == "Europe/London"

    def test_every_row_has_every_column_of_the_documents_table(
        self, signed_in: SignIn, sarah: Mentor
    ) -> None:
        client, monday = signed_in("sarahj"), next_monday().isoformat()
        dated = {"specific_date": monday, "start_time": "18:00", "end_time": "19:00", "is_active": False}
        own = client.post(OWN, [dated]).json()
        shown = client.get(f"{MENTORS}{sarah.public_id}/availability/?from={monday}").json()
        for rows in (own["recurring"], own["specific"], shown["recurring"], shown["specific"]):
            assert all(set(row) == TABLE for row in rows)
        weekly, (special,) = own["recurring"][0], own["specific"]
        assert (weekly["day_of_week"], weekly["is_recurring"], weekly["specific_date"]) == (1, True, None)
        assert (special["day_of_week"], special["is_recurring"]) == (1, False)
        assert (special["specific_date"], special["is_active"]) == (monday, False)

    @pytest.mark.parametrize("again", ["post", "put"])
    def test_replacing_is_asked_for_by_its_word_and_leaves_the_kind_that_is_not_sent(
        self, signed_in: SignIn, sarah: Mentor, again: str
    ) -> None:
        client = signed_in("sarahj")

        def replace(body: Any) -> Any:
            if again == "put":
                return client.put(OWN, body).json()
            named = {"slots": body} if isinstance(body, list) else body
            return client.post(OWN, {**named, "replace": True}).json()

        dated = {"specific_date": next_monday().isoformat(), "start_time": "18:00", "end_time": "19:00"}
        assert len(replace({"slots": [dated]})["recurring"]) == 10
        set_weekly = replace({"slots": [_weekly(3, "09:00", "10:00")]})
        assert (len(set_weekly["recurring"]), len(set_weekly["specific"])) == (1, 1)
        assert len(replace({"specific": []})["recurring"]) == 1
        assert len(replace(_weekly(4, "09:00", "10:00"))["recurring"]) == 1
        cleared = replace([])
        assert (cleared["recurring"], cleared["specific"]) == ([], [])

    def test_one_slot_after_another_is_added(self, signed_in: SignIn, sarah: Mentor) -> None:
        client = signed_in("sarahj")
        client.put(OWN, [])
        date = next_monday().isoformat()
        client.post(OWN, {"slots": [_weekly(1, "09:00", "10:00")]})
        client.post(OWN, [_weekly(1, "11:00", "12:00")])
        client.post(OWN, {"recurring": [_weekly(2, "11:00", "12:00")]})
        client.post(OWN, {"specific_date": date, "start_time": "18:00", "end_time": "19:00"})
        answer = client.post(OWN, _weekly(3, "11:00", "12:00", is_recurring=True, specific_date=None))
        assert answer.status_code == 200, answer.content
        shown = [(row["day_of_week"], row["start_time"]) for row in answer.json()["recurring"]]
        assert shown == [(1, "09:00"), (1, "11:00"), (2, "11:00"), (3, "11:00")]
        assert [row["specific_date"] for row in answer.json()["specific"]] == [date]
        assert len(client.post(OWN, []).json()["recurring"]) == 4

    def test_what_is_added_twice_is_there_once(self, signed_in: SignIn, sarah: Mentor) -> None:
        client, slot = signed_in("sarahj"), _weekly(6, "09:00", "10:00")
        client.put(OWN, [slot, slot])
        before = client.get(OWN).json()
        for body in (slot, [slot, slot], before):
            assert client.post(OWN, body).json() == before
        (switched,) = client.post(OWN, {**slot, "is_active": False}).json()["recurring"]
        assert switched["is_active"] is False

    def test_what_overlaps_is_joined_unless_it_is_switched_otherwise(
        self, signed_in: SignIn, sarah: Mentor
    ) -> None:
        client = signed_in("sarahj")
        client.put(OWN, [_weekly(1, "09:00", "12:00"), _weekly(1, "14:00", "17:00")])
        (joined,) = client.post(OWN, _weekly(1, "11:00", "15:00")).json()["recurring"]
        assert (joined["start_time"], joined["end_time"]) == ("09:00", "17:00")
        refused = client.post(OWN, _weekly(1, "16:00", "18:00", is_active=False))
        assert refused.status_code == 400
        assert refused.json() == {"non_field_errors": ["It overlaps another stretch of the same day."]}

    @pytest.mark.parametrize(
        ("slot", "field"),
        [
            (_weekly(8, "09:00", "10:00"), "day_of_week"),
            (_weekly(1, "9", "10:00"), "start_time"),
            (_weekly(1, "12:00", "10:00"), "non_field_errors"),
            ({"day_of_week": 1}, "end_time"),
            (_weekly(1, "09:00", "10:00", timezone="localtime"), "timezone"),
            (_weekly(1, "09:00", "10:00", replace="perhaps"), "replace"),
        ],
    )
    def test_a_slot_by_itself_that_cannot_be_is_named_by_its_fields(
        self, signed_in: SignIn, sarah: Mentor, slot: dict[str, Any], field: str
    ) -> None:
        response = signed_in("sarahj").post(OWN, slot)
        assert response.status_code == 400, response.content
        assert field in response.json()
        assert Availability.objects.count() == 10

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
            ({"timezone": "posixrules"}, "timezone"),
            ({"replace": True}, "slots"),
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
        for call in (
            lambda client: client.get(OWN),
            lambda client: client.post(OWN, []),
            lambda client: client.put(OWN, []),
        ):
            assert call(api).status_code == 401
            response = call(signed_in("johndoe"))
            assert (response.status_code, response.json()) == (
                403,
                {"detail": "Only mentors have availability."},
            )

    def test_two_mentors_do_not_share_it(self, signed_in: SignIn, sarah: Mentor, middy: Mentor) -> None:
        signed_in("middy").put(OWN, [])
        assert Availability.objects.filter(mentor=sarah).count() == 10
        assert not Availability.objects.filter(mentor=middy).exists()


class TestAMemberWhomTheDirectoryKnowsAsAMentor:
    @pytest.fixture
    def newcomer(self, world: None) -> APIClient:
        """Sign in as a new member, by the address alone."""
        DirectoryEntry.objects.create(
            email="new.mentor@mansa.example", first_name="Nia", last_name="New", membershiptype="Mentor"
        )
        client = APIClient()
        signed_in = client.post("/api/users/email-login/", {"email": "new.mentor@mansa.example"})
        assert signed_in.json()["user"]["is_mentor"] is True, signed_in.content
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {signed_in.json()['access']}")
        return client

    def test_sets_hours_at_once_and_is_seen_once_approved(self, newcomer: APIClient) -> None:
        empty = newcomer.get(OWN)
        assert (empty.status_code, empty.json()["recurring"]) == (200, [])
        assert not Mentor.objects.filter(user__email="new.mentor@mansa.example").exists()
        answer = newcomer.post(OWN, [_weekly(1, "09:00", "10:00")])
        assert answer.status_code == 200, answer.content
        assert answer.json()["is_approved"] is False
        assert "once your profile is approved" in answer.json()["detail"]
        mentor = Mentor.objects.get(user__email="new.mentor@mansa.example")
        address = f"{MENTORS}{mentor.public_id}/availability/"
        assert APIClient().get(address).status_code == 404
        approve_mentor(mentor=mentor, actor_id=None, now=timezone.now())
        assert newcomer.get(OWN).json()["detail"] is None
        assert APIClient().get(address).json()["slots"]

    def test_fills_the_profile_in_afterwards_and_once(self, newcomer: APIClient) -> None:
        newcomer.post(OWN, [_weekly(1, "09:00", "10:00")])
        made = newcomer.post(f"{MENTORS}create_profile/", {"bio": "I help.", "expertise": ["Go"]})
        assert (made.status_code, made.json()["bio"]) == (201, "I help.")
        assert Mentor.objects.filter(user__email="new.mentor@mansa.example").count() == 1
        assert len(newcomer.get(OWN).json()["recurring"]) == 1
        again = newcomer.post(f"{MENTORS}create_profile/", {"bio": "Again"})
        assert again.status_code == 400
        assert newcomer.get(f"{MENTORS}my_profile/").json()["bio"] == "I help."


def _without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "id"} for row in rows]
