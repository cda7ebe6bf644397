"""The editor of a mentor's hours: every week's, single dates', and how they become sessions."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.mentorship.conftest import BASE
from trellis.domain.mentorship.models import Availability, Mentor

As = Callable[[str], Client]
HTMX = {"HX-Request": "true"}
HOURS = f"{BASE}/mentor/availability"
pytestmark = pytest.mark.django_db


def _rows(*rows: dict[str, str], action: str = "save") -> dict[str, Any]:
    data: dict[str, Any] = {"action": action, "row": [str(number) for number in range(len(rows))]}
    for number, row in enumerate(rows):
        data.update({f"{name}-{number}": value for name, value in row.items()})
    return data


def _weekly() -> list[tuple[int, int, int]]:
    rows = Availability.objects.filter(is_recurring=True).order_by("day_of_week", "start_minute")
    return list(rows.values_list("day_of_week", "start_minute", "end_minute"))


def test_the_weekly_grid_shows_what_is_stored(as_: As, mentor: Mentor) -> None:
    page = as_("mentor").get(HOURS).content.decode()
    assert page.count('value="09:00"') == 5
    assert page.count('value="12:00"') == 5
    assert [page.index(f">{day}</legend>") for day in ("Monday", "Saturday", "Sunday")]


def test_weekly_hours_are_saved_whole(as_: As, mentor: Mentor) -> None:
    rows = _rows(
        {"day": "1", "start": "08:00", "end": "10:00"},
        {"day": "1", "start": "14:00", "end": "00:00"},
        {"day": "0", "start": "09:30", "end": "10:15"},
        {"day": "2", "start": "", "end": ""},
    )
    response = as_("mentor").post(HOURS, rows)
    assert response["Location"] == HOURS
    assert _weekly() == [(0, 570, 615), (1, 480, 600), (1, 840, 1440)]


def test_no_row_is_lost_among_many(as_: As, mentor: Mentor) -> None:
    rows = [
        {"start": f"{n // 60:02}:{n % 60:02}", "end": f"{(n + 1) // 60:02}:{(n + 1) % 60:02}"}
        for n in range(120)
    ]
    as_("mentor").post(HOURS, _rows(*rows))
    assert len(_weekly()) == 120


def test_a_row_is_added_and_gets_the_focus(as_: As, mentor: Mentor) -> None:
    rows = _rows({"day": "1", "start": "08:00", "end": "10:00"}, action="add:3")
    page = as_("mentor").post(HOURS, rows, headers=HTMX).content.decode()
    assert 'name="day-1" value="3"' in page
    assert re.search(r'name="start-1" value=""[^>]*data-focus', page)
    assert "Not saved yet" in page
    assert len(_weekly()) == 5, "nothing is saved by adding a row"


def test_a_row_is_removed(as_: As, mentor: Mentor) -> None:
    rows = _rows(
        {"day": "1", "start": "08:00", "end": "10:00"},
        {"day": "2", "start": "11:00", "end": "12:00"},
        action="remove:0",
    )
    page = as_("mentor").post(HOURS, rows).content.decode()
    assert 'value="08:00"' not in page
    assert 'value="11:00"' in page
    assert len(_weekly()) == 5


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({"day": "1", "start": "09:00", "end": "11:00"}, "overlaps"),
        ({"day": "1", "start": "12:00", "end": "11:00"}, "The end must be after the start."),
        ({"day": "1", "start": "12:00", "end": "12:00"}, "The end must be after the start."),
        ({"day": "1", "start": "12:00", "end": ""}, "Enter both a start and an end"),
        ({"day": "1", "start": "25:00", "end": "26:00"}, "Enter both a start and an end"),
        ({"day": "1", "start": "\x00", "end": "<b>"}, "Enter both a start and an end"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_error_stands_at_its_window(
    as_: As, mentor: Mentor, second: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    rows = _rows({"day": "1", "start": "08:00", "end": "10:00"}, second)
    response = as_("mentor").post(HOURS, rows, headers=headers)
    assert response.status_code == 422
    page = response.content.decode()
    error = re.search(r'id="weekly-error-(\d+)">([^<]*)<', page)
    assert error
    assert error[1] == "1"
    assert said in error[2]
    assert page.count('aria-describedby="weekly-error-1"') == 2
    assert len(_weekly()) == 5


def test_dates_are_saved_and_shown(as_: As, mentor: Mentor) -> None:
    rows = _rows(
        {"date": "2026-03-20", "kind": "on", "start": "18:00", "end": "20:00"},
        {"date": "2026-03-23", "kind": "off", "start": "", "end": ""},
    )
    client = as_("mentor")
    response = client.post(f"{HOURS}/dates", rows, headers=HTMX)
    assert "Your dates are saved." in response.content.decode()
    stored = Availability.objects.filter(is_recurring=False).order_by("specific_date")
    assert [(s.start_minute, s.end_minute, s.is_active) for s in stored] == [
        (1080, 1200, True),
        (0, 1440, False),
    ]
    page = client.get(HOURS).content.decode()
    assert 'value="2026-03-20"' in page
    assert len(_weekly()) == 5, "the weekly hours stay"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"date": "", "kind": "on", "start": "18:00", "end": "20:00"}, "Choose the date."),
        ({"date": "2026-02-31", "kind": "on", "start": "18:00", "end": "20:00"}, "Choose the date."),
        ({"date": "2026-03-20", "kind": "on", "start": "", "end": ""}, "Enter both a start and an end"),
        ({"date": "2026-03-20", "kind": "off", "start": "10:00", "end": ""}, "Enter both"),
    ],
)
def test_an_error_stands_at_its_date(as_: As, mentor: Mentor, row: dict[str, str], said: str) -> None:
    response = as_("mentor").post(f"{HOURS}/dates", _rows(row))
    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_date_is_added(as_: As, mentor: Mentor) -> None:
    page = as_("mentor").post(f"{HOURS}/dates", {"action": "add"}, headers=HTMX).content.decode()
    assert re.search(r'name="date-0"[^>]*data-focus', page)
    assert as_("mentor").get(f"{HOURS}/dates")["Location"] == HOURS


def test_settings_are_saved(as_: As, mentor: Mentor) -> None:
    given = {
        "availability_timezone": "Asia/Kolkata",
        "session_minutes": "30",
        "buffer_minutes": "10",
        "minimum_notice_minutes": "1440",
        "version": str(mentor.version),
    }
    assert as_("mentor").post(f"{HOURS}/settings", given)["Location"] == HOURS
    mentor.refresh_from_db()
    assert (mentor.availability_timezone, mentor.session_minutes) == ("Asia/Kolkata", 30)
    stale = as_("mentor").post(f"{HOURS}/settings", given, follow=True)
    assert "changed in another window" in stale.content.decode()
    wrong = as_("mentor").post(
        f"{HOURS}/settings", {**given, "session_minutes": "7", "availability_timezone": "x"}
    )
    assert wrong.status_code == 422
    assert wrong.content.decode().count("field__error") >= 2
