"""The mentor's own pages: hours, settings, profile; and how others become mentors."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.web.mentorship.conftest import BASE
from trellis.domain.accounts.models import User
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
def test_an_error_stands_at_its_stretch(
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


PROFILE = {
    "bio": "I help.",
    "expertise": "Design,  python , design,, Hiring ",
    "job_title": "Lead",
    "company": "Acme",
    "years_of_experience": "12",
    "linkedin_url": "https://linkedin.com/in/x",
    "github_url": "github.com/x",
    "twitter_url": "",
    "availability_timezone": "Europe/London",
}


@pytest.mark.parametrize("path", ["/mentor/profile/edit", "/profile/edit"])
def test_a_mentor_changes_their_profile(as_: As, mentor: Mentor, path: str) -> None:
    given = {**PROFILE, "version": str(mentor.version)}
    response = as_("mentor").post(BASE + path, given)
    assert response["Location"] == f"{BASE}/mentor/profile/edit"
    mentor.refresh_from_db()
    assert mentor.expertise == ["Design", "python", "Hiring"]
    assert (mentor.years_of_experience, mentor.github_url) == (12, "https://github.com/x")
    page = as_("mentor").get(BASE + path).content.decode()
    assert 'value="Design, python, Hiring"' in page


def test_a_stale_profile_is_not_overwritten_unseen(as_: As, mentor: Mentor) -> None:
    client = as_("mentor")
    response = client.post(f"{BASE}/profile/edit", {**PROFILE, "version": "999"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "changed in another window" in page
    assert "I help." in page
    assert f'name="version" value="{mentor.version}"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bio", ""),
        ("bio", "x" * 4001),
        ("bio", "\x00"),
        ("expertise", ""),
        ("expertise", " , ,"),
        ("expertise", "x" * 61),
        ("expertise", ",".join(f"skill {n}" for n in range(21))),
        ("years_of_experience", "-1"),
        ("years_of_experience", "many"),
        ("linkedin_url", "javascript:alert(1)"),
        ("availability_timezone", "Mars/Base"),
    ],
)
def test_mistakes_in_the_profile_are_told_beside_the_field(
    as_: As, mentor: Mentor, field: str, value: str
) -> None:
    response = as_("mentor").post(f"{BASE}/profile/edit", {**PROFILE, field: value})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert f'aria-describedby="id_{field}' in response.content.decode()


@pytest.mark.parametrize("who", ["mentee", "neither"])
def test_others_apply_and_wait_for_approval(as_: As, people: dict[str, User], who: str) -> None:
    client = as_(who)
    assert "Apply as a mentor" in client.get(f"{BASE}/profile/edit").content.decode()
    response = client.post(f"{BASE}/profile/edit", PROFILE, follow=True)
    mentor = Mentor.objects.get(user=people[who])
    assert not mentor.is_approved
    assert "Somebody of the team looks at it" in response.content.decode()
    assert as_("nobody").get(f"{BASE}/{mentor.public_id}").status_code == 404


def test_a_mentor_by_membership_starts_with_the_profile(as_: As, people: dict[str, User]) -> None:
    client = as_("mentor")
    response = client.post(f"{BASE}/mentor/profile/edit", PROFILE)
    assert response["Location"] == f"{BASE}/mentor"
    assert "waits for approval" in client.get(f"{BASE}/mentor").content.decode()


def _picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), "image/png")


def test_a_photo_is_taken_and_shown(as_: As, mentor: Mentor) -> None:
    client = as_("mentor")
    response = client.post(f"{BASE}/profile/photo", {"photo": _picture()})
    assert response["Location"] == f"{BASE}/mentor/profile/edit"
    mentor.refresh_from_db()
    assert f'src="{mentor.photo.url}"' in client.get(f"{BASE}/{mentor.public_id}").content.decode()


def test_what_is_no_picture_is_told(as_: As, mentor: Mentor) -> None:
    upload = SimpleUploadedFile("me.png", b"<svg onload=alert(1)>", "image/png")
    response = as_("mentor").post(f"{BASE}/profile/photo", {"photo": upload})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Upload a valid image." in page
    assert f'action="{BASE}/mentor/profile/edit"' in page
    assert as_("mentor").post(f"{BASE}/profile/photo", {}).status_code == 422
    assert as_("mentee").post(f"{BASE}/profile/photo", {})["Location"] == f"{BASE}/profile/edit"
