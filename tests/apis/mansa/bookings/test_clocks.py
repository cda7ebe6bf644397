"""What a list of slots shows can be asked for in the same words, or by its moments."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.mansa.conftest import BOOKINGS, MENTORS, of
from trellis.domain.mentorship.models import Booking, Mentor
from trellis.domain.mentorship.rules.slots import Window
from trellis.domain.mentorship.services import availability, mentors

pytestmark = pytest.mark.usefixtures("world")
LONDON = "Europe/London"
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
BACK = date(2027, 10, 31)  # London's clock shows 01:00 to 02:00 twice


@pytest.fixture
def in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon on 1 June 2027 where mentors are asked and shown."""
    from types import SimpleNamespace

    clock = SimpleNamespace(now=lambda: NOW)
    for module in ("mentors.availability", "bookings.views", "bookings.changes"):
        monkeypatch.setattr(f"trellis.apis.mansa.{module}.timezone", clock)


@pytest.fixture
def nightly(sarah: Mentor, in_june: None) -> Mentor:
    """Sarah, free from midnight to four in UTC every day."""
    return _free(sarah, 0, 4, 60)


def _free(mentor: Mentor, first: int, last: int, minutes: int) -> Mentor:
    weekly = [Window(first * 60, last * 60, day_of_week=day) for day in range(7)]
    mentor = mentors.update_mentor(
        mentor=mentor, changes={"session_minutes": minutes, "buffer_minutes": 0}, version=None, now=NOW
    )
    return availability.set_availability(mentor=mentor, weekly=weekly, dated=None, timezone="UTC", now=NOW)


def _shown(api: APIClient, mentor: Mentor, day: date, zone: str) -> list[dict[str, Any]]:
    query = {"from": day.isoformat(), "to": day.isoformat(), "timezone": zone}
    slots: list[dict[str, Any]] = api.get(f"{MENTORS}{mentor.public_id}/availability/", query).json()["slots"]
    return slots


def _asked(mentor: Mentor, **time: Any) -> dict[str, Any]:
    return {"mentor_id": str(mentor.public_id), "topic": "Portfolio", **time}


def _in_london(start: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "session_date": BACK.isoformat(),
        "start_time": start,
        "end_time": end,
        "timezone": LONDON,
        **more,
    }


class TestOnTheNightOnWhichTheClockGoesBack:
    def test_the_second_hour_is_one_hour(self, signed_in: SignIn, nightly: Mentor) -> None:
        made = signed_in("johndoe").post(BOOKINGS, _asked(nightly, **_in_london("01:00", "02:00")))
        assert made.status_code == 201, made.content
        body = made.json()
        assert (body["starts_at"], body["ends_at"]) == ("2027-10-31T01:00:00Z", "2027-10-31T02:00:00Z")
        assert body["duration_minutes"] == 60

    def test_it_is_found_where_it_alone_is_offered(
        self, signed_in: SignIn, sarah: Mentor, in_june: None
    ) -> None:
        mentor = _free(sarah, 1, 2, 60)
        made = signed_in("johndoe").post(BOOKINGS, _asked(mentor, **_in_london("01:00", "02:00")))
        assert (made.status_code, made.json()["starts_at"]) == (201, "2027-10-31T01:00:00Z")

    def test_a_session_is_moved_there_by_the_same_words(self, signed_in: SignIn, nightly: Mentor) -> None:
        client = signed_in("johndoe")
        client.post(BOOKINGS, _asked(nightly, **_in_london("03:00", "04:00")))
        moved = client.patch(of(Booking.objects.get(), "reschedule"), _in_london("01:00", "02:00"))
        assert moved.status_code == 200, moved.content
        assert (moved.json()["starts_at"], moved.json()["duration_minutes"]) == ("2027-10-31T01:00:00Z", 60)

    def test_every_slot_is_asked_for_as_it_is_listed(
        self, api: APIClient, signed_in: SignIn, nightly: Mentor
    ) -> None:
        slots = _shown(api, nightly, BACK, LONDON)
        assert [(slot["start_time"], slot["end_time"], slot["fold"]) for slot in slots] == [
            ("01:00", "01:00", 0),
            ("01:00", "02:00", 1),
            ("02:00", "03:00", 0),
            ("03:00", "04:00", 0),
        ]
        for slot in slots:
            words = {**slot, "session_date": slot["date"], "timezone": LONDON}
            clock = {key: words[key] for key in ("session_date", "start_time", "end_time", "timezone")}
            moments = {key: slot[key] for key in ("starts_at", "ends_at")}
            for time in (words, clock, moments):
                made = signed_in("johndoe").post(BOOKINGS, _asked(nightly, **time))
                assert made.status_code == 201, made.content
                assert {key: made.json()[key] for key in moments} == moments
                Booking.objects.all().delete()

    @pytest.mark.parametrize(
        ("said", "hour"),
        [
            ({}, 0),
            ({"fold": 0}, 0),
            ({"fold": 1}, 1),
            ({"session_date": "2027-10-31T01:00:00+00:00"}, 1),
            ({"session_date": "2027-10-31T01:00:00+01:00"}, 0),
            ({"session_date": "2027-10-31T00:00:00Z"}, 0),
            ({"starts_at": "2027-10-31T01:00:00+00:00"}, 1),
            ({"ends_at": "2027-10-31T02:30:00+01:00"}, 1),
        ],
    )
    def test_a_fold_or_an_offset_says_which_of_two_slots_is_meant(
        self, signed_in: SignIn, sarah: Mentor, in_june: None, said: dict[str, Any], hour: int
    ) -> None:
        mentor = _free(sarah, 0, 4, 30)
        made = signed_in("johndoe").post(BOOKINGS, _asked(mentor, **_in_london("01:00", "01:30", **said)))
        assert made.status_code == 201, made.content
        assert made.json()["starts_at"] == f"2027-10-31T0{hour}:00:00Z"
        assert made.json()["duration_minutes"] == 30


def test_an_hour_of_two_slots_is_not_made_of_a_clock_that_goes_back_by_half_of_one(
    signed_in: SignIn, sarah: Mentor, in_june: None
) -> None:
    weekly = [Window(60, 240, day_of_week=day) for day in range(7)]
    mentors.update_mentor(mentor=sarah, changes={"session_minutes": 30}, version=None, now=NOW)
    zone = "Australia/Lord_Howe"
    mentor = availability.set_availability(mentor=sarah, weekly=weekly, dated=None, timezone=zone, now=NOW)
    asked = {"session_date": "2028-04-02", "start_time": "01:30", "end_time": "02:30"}
    refused = signed_in("johndoe").post(BOOKINGS, _asked(mentor, **asked))
    assert (refused.status_code, list(refused.json())) == (400, ["start_time"])
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("time", "fields"),
    [
        ({"starts_at": "2027-10-31T01:00:00Z"}, ["session_date", "start_time", "end_time"]),
        ({"starts_at": "2027-10-31T01:00:00", "ends_at": "2027-10-31T02:00:00Z"}, ["starts_at"]),
        ({"starts_at": "2027-10-31T02:00:00Z", "ends_at": "2027-10-31T01:00:00Z"}, ["ends_at"]),
        ({"starts_at": "2027-10-31T00:00:00Z", "ends_at": "2027-10-31T12:00:00Z"}, ["ends_at"]),
        ({"starts_at": "2027-10-31T00:30:00Z", "ends_at": "2027-10-31T01:30:00Z"}, ["start_time"]),
        (
            {"starts_at": "0001-01-01T00:00:00+14:00", "ends_at": "9999-12-31T23:59:59-12:00"},
            ["starts_at", "ends_at"],
        ),
        ({"starts_at": 1, "ends_at": [2]}, ["starts_at", "ends_at"]),
        ({"starts_at": "\u0660Z", "ends_at": "Z"}, ["starts_at", "ends_at"]),
        (_in_london("03:00", "04:00", starts_at="2027-10-31T09:00:00Z"), ["starts_at"]),
        (_in_london("03:00", "04:00", ends_at="2027-10-31T09:00:00Z"), ["ends_at"]),
        (_in_london("01:00", "02:00", fold=2), ["fold"]),
        (_in_london("01:00", "02:00", session_date="2027-10-31T99:00:00Z"), ["session_date"]),
        (_in_london("01:30", "02:30", session_date="2027-03-28"), ["start_time"]),
        (_in_london("00:30", "01:30", session_date="2027-03-28"), ["end_time"]),
    ],
)
def test_a_time_that_cannot_be_named_so_is_refused_by_its_field(
    signed_in: SignIn, nightly: Mentor, time: dict[str, Any], fields: list[str]
) -> None:
    refused = signed_in("johndoe").post(BOOKINGS, _asked(nightly, **time))
    assert (refused.status_code, sorted(refused.json())) == (400, sorted(fields)), refused.content
    assert not Booking.objects.exists()


def test_a_taken_slot_is_told_as_taken_whichever_way_it_is_named(signed_in: SignIn, nightly: Mentor) -> None:
    signed_in("johndoe").post(BOOKINGS, _asked(nightly, **_in_london("01:00", "02:00")))
    at = datetime(2027, 10, 31, 1, tzinfo=UTC)
    moments = {"starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=1)).isoformat()}
    for time in (moments, _in_london("01:00", "02:00")):
        refused = signed_in("robin").post(BOOKINGS, _asked(nightly, **time))
        assert refused.status_code == 409, refused.content
