"""What a database of an older release becomes."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.domain.mentorship.conftest import HOUR, STARTS, MakeBooking
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.rules.meetings import room_of

pytestmark = pytest.mark.django_db


def test_built_in_rooms_are_taken_out_of_where_links_stand_and_nothing_else_is(
    make_booking: MakeBooking,
) -> None:
    migration = import_module("trellis.domain.mentorship.migrations.0002_links_are_the_mentors")
    hours: list[Any] = [{"meeting_url": "https://zoom.us/j/1", "meeting_platform": "zoom"}]
    hours += [{"meeting_url": "https://trellis.example/of-my-own", "meeting_platform": "trellis"}]
    held = [make_booking(**each, status="completed") for each in hours]
    roomy = make_booking(meeting_platform="trellis")
    roomy.meeting_url = room_of(roomy)
    roomy.save()
    migration.leave_rooms_out(apps, None)
    roomy.refresh_from_db()
    assert (roomy.meeting_url, roomy.meeting_platform) == ("", "")
    for booking, before in zip(held, hours, strict=True):
        booking.refresh_from_db()
        assert booking.meeting_url == before["meeting_url"]


def test_a_zone_that_an_account_has_said_counts_as_chosen() -> None:
    migration = import_module("trellis.domain.accounts.migrations.0006_zones_are_chosen")
    said = User.objects.create(username="said", email="said@x.example", timezone="Asia/Tokyo")
    silent = User.objects.create(username="silent", email="silent@x.example")
    migration.keep_what_was_said(apps, None)
    said.refresh_from_db()
    silent.refresh_from_db()
    assert (said.timezone_chosen, silent.timezone_chosen) == (True, False)


def test_sessions_to_come_of_minors_move_into_their_rooms(make_booking: MakeBooking, mentee: User) -> None:
    migration = import_module("trellis.domain.mentorship.migrations.0009_minors_meet_in_rooms")
    held, to_come = make_booking(status="completed"), make_booking(starts_at=STARTS + HOUR)
    for birth_date, url in (("1990-01-01", to_come.meeting_url), (f"{date.today().year - 10}-01-01", "")):
        User.objects.filter(pk=mentee.pk).update(birth_date=birth_date)
        with connection.cursor() as cursor:
            cursor.execute(migration._IN_ROOMS)
        to_come.refresh_from_db()
        assert to_come.meeting_url == url
    held.refresh_from_db()
    assert held.meeting_url == "https://zoom.us/j/1"
