"""The calendar feed: for who knows its address, and kept by nobody on the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from trellis.domain.accounts.models import User
from trellis.domain.calendar.services import create_feed_token, revoke_feed_token, rotate_feed_token
from trellis.domain.mentorship.models import Booking, Mentor, Status

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 7, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def mentee() -> User:
    return User.objects.create(username="tom", email="tom@example.com", first_name="Tom")


@pytest.fixture
def booking(mentee: User) -> Booking:
    mia = User.objects.create(username="mia", email="mia@private.example", first_name="Mia")
    return Booking.objects.create(
        mentor=Mentor.objects.create(user=mia, created_at=NOW, updated_at=NOW),
        mentee=mentee,
        starts_at=NOW + HOUR,
        ends_at=NOW + 2 * HOUR,
        blocked_until=NOW + 2 * HOUR,
        topic="Portfolio",
        status=Status.CONFIRMED,
        expires_at=NOW + HOUR,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.fixture
def url(mentee: User) -> str:
    return f"/calendar/{create_feed_token(user=mentee, now=NOW).token}.ics"


def test_a_calendar_program_reads_it_without_signing_in(client: Client, booking: Booking, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.content).events
    assert str(event["SUMMARY"]) == "Portfolio (Mia)"
    assert b"private.example" not in response.content


def test_nobody_keeps_it_on_the_way(client: Client, url: str) -> None:
    response = client.get(url)
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers


def test_what_has_not_changed_is_not_sent_again(client: Client, booking: Booking, url: str) -> None:
    etag = client.get(url)["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"] == "private, no-cache"
    Booking.objects.filter(pk=booking.pk).update(topic="Other", version=2)
    changed = client.get(url, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


@pytest.mark.parametrize("token", ["unknown", "%00", "x" * 3000, "..", "%2e%2e%2fetc"])
def test_an_unknown_address_is_not_there(client: Client, url: str, token: str) -> None:
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_an_address_that_was_changed_or_taken_back_is_not_there(
    client: Client, mentee: User, url: str
) -> None:
    new = rotate_feed_token(user=mentee, now=NOW)
    assert client.get(url).status_code == 404
    assert client.get(f"/calendar/{new.token}.ics").status_code == 200
    revoke_feed_token(user=mentee, now=NOW)
    assert client.get(f"/calendar/{new.token}.ics").status_code == 404


def test_a_disabled_account_has_none(client: Client, mentee: User, url: str) -> None:
    User.objects.filter(pk=mentee.pk).update(is_active=False)
    assert client.get(url).status_code == 404


def test_its_secret_address_is_not_logged(client: Client, url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    client.get(url)
    client.get("/calendar/a-revoked-one.ics")
    token = url.removeprefix("/calendar/").removesuffix(".ics")
    assert "/calendar/" in caplog.text
    assert token not in caplog.text
    assert "a-revoked-one" not in caplog.text


def test_it_only_reads(client: Client, url: str) -> None:
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405
