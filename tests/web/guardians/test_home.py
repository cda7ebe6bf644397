"""The page of guardians: as a minor, as who guards one, as nobody."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.meetings import arrange_meeting
from trellis.core.models import Mail
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.rules import Status, token_of
from trellis.domain.guardians.services.birth_dates import say_birth_date
from trellis.domain.guardians.services.guardianships import accept, invite
from trellis.domain.mentorship.models import Booking

URL = "/guardians/"
Person = Callable[..., User]
pytestmark = pytest.mark.django_db


def _now() -> datetime:
    return timezone.now()


def _minor(name: str = "nia", **more: object) -> User:
    born = _now().date() - timedelta(days=4000)
    return User.objects.create(
        **{
            "username": name,
            "email": f"{name}@example.com",
            "first_name": name.title(),
            "birth_date": born,
            **more,
        }
    )


def _adult(name: str = "gus") -> User:
    return User.objects.create(username=name, email=f"{name}@example.com", first_name=name.title())


def _browser(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def _guarded(minor: User, guardian: User) -> Guardianship:
    asked = invite(minor=minor, email=guardian.email, actor=minor, now=_now())
    return accept(token=token_of(asked), user=guardian, now=_now())


def _post(client: Client, **given: str) -> int:
    client.get("/sign-in/")  # which always has a form
    token = client.cookies["csrftoken"].value
    return client.post(URL, {**given, "csrfmiddlewaretoken": token}).status_code


def _text(user: User) -> str:
    response = _browser(user).get(URL)
    assert response.status_code == 200
    return response.content.decode()


def test_who_is_not_signed_in_is_led_there_and_back(client: Client) -> None:
    assert client.get(URL)["Location"] == "/sign-in/?next=/guardians/"
    assert client.post(URL, {"email": "a@example.com"}).status_code == 302


def test_a_minor_invites_and_withdraws() -> None:
    nia = _minor()
    client = _browser(nia)
    assert "Nobody yet" in _text(nia)
    assert _post(client, email="Dad@Example.com") == 302
    assert Mail.objects.get().to == "Dad@example.com"
    assert "Dad@example.com" in _text(nia)
    asked = Guardianship.objects.get()
    assert _post(client, end=str(asked.public_id)) == 302
    assert Guardianship.objects.get().status == Status.ENDED
    assert "Dad@example.com" not in _text(nia)


@pytest.mark.parametrize(
    ("email", "status", "words"),
    [
        ("", 422, "Enter the address"),
        ("nobody", 422, "like name@example.com"),
        ("nia@example.com", 409, "Nobody is their own guardian"),
        ("gus@example.com", 409, "invited already"),
    ],
)
def test_an_address_that_cannot_be_asked_is_said_beside_the_field(
    email: str, status: int, words: str
) -> None:
    nia = _minor()
    _guarded(nia, _adult())
    client = _browser(nia)
    client.get(URL)
    given = {"email": email, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    response = client.post(URL, given)
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert 'aria-invalid="true"' in page
    assert "<title>Error: " in page


def test_a_guardian_sees_the_sessions_and_the_way_into_the_room() -> None:
    meeting = arrange_meeting()
    say_birth_date(
        user=meeting.mentee,
        birth_date=_now().date() - timedelta(days=4000),
        actor_id=meeting.mentee.pk,
        now=_now(),
    )
    gus = _adult()
    guardianship = _guarded(meeting.mentee, gus)
    page = _text(gus)
    assert "Miguel Doe" in page
    assert "With Sarah Doe" in page
    assert f"/meet/{meeting.booking.public_id}" in page
    assert "Not confirmed yet" not in page
    Booking.objects.update(status="pending", expires_at=_now() + timedelta(hours=1))
    page = _text(gus)
    assert "Not confirmed yet" in page
    assert "/meet/" not in page
    assert _post(_browser(gus), end=str(guardianship.public_id)) == 302
    assert "You guard nobody" in _text(gus)


def test_a_minor_ends_no_guardianship_and_strangers_find_none() -> None:
    nia, gus = _minor(), _adult()
    key = str(_guarded(nia, gus).public_id)
    assert "Your guardian" in _text(nia)
    for user in (nia, _adult("eve")):
        assert _post(_browser(user), end=key) == 404
    assert _post(_browser(gus), end="nonsense") == 404
    assert Guardianship.objects.get().status == Status.ACCEPTED
    assert _post(_browser(gus), end=key) == 302
    assert _post(_browser(gus), end=key) == 302


def test_nobody_is_shown_nothing() -> None:
    page = _text(_adult())
    assert "You guard nobody" in page
    assert '<form method="post" action="/guardians/"' not in page
    assert _post(_browser(_adult("tom")), email="a@example.com") == 409


def test_a_date_that_waits_is_told() -> None:
    nia = _minor()
    say_birth_date(user=nia, birth_date=date(1990, 2, 3), actor_id=nia.pk, now=_now())
    assert "born on 3 February 1990" in _text(nia)


def test_names_stay_text() -> None:
    nia, gus = _minor(first_name="<b>Nia</b>"), _adult()
    _guarded(nia, gus)
    assert "<b>Nia" not in _text(gus)
